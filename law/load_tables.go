package law

import (
	"io/fs"
	"slices"
	"time"

	"github.com/volens/volens/lang"
)

type parameterFile struct {
	ID         string     `json:"id"`
	Value      int        `json:"value"`
	Unit       Unit       `json:"unit"`
	Bound      Bound      `json:"bound"`
	Cite       string     `json:"cite"`
	Note       lang.Text  `json:"note"`
	Confidence Confidence `json:"confidence"`
}

func (l *library) readParameters(fsys fs.FS) {
	var files []parameterFile
	l.read(fsys, "parameters.json", &files)
	for _, f := range files {
		_, twice := l.parameter(f.ID)
		l.check(f.ID != "" && !twice, "parameter %q: empty or twice", f.ID)
		l.check(f.Value > 0, "parameter %s: value %d", f.ID, f.Value)
		l.check(slices.Contains([]Unit{Workday, Day, Hour, Month, Year, People, Yuan, Click, Level}, f.Unit), "parameter %s: unit %q", f.ID, f.Unit)
		l.check(slices.Contains([]Bound{AtLeast, MoreThan, LessThan, AtMost}, f.Bound), "parameter %s: bound %q", f.ID, f.Bound)
		l.checkText("parameter "+f.ID, f.Note)
		l.checkConfidence("parameter "+f.ID, f.Confidence)
		l.parameters = append(l.parameters, Parameter{
			ID: f.ID, Value: f.Value, Unit: f.Unit, Bound: f.Bound, Cite: l.resolve(f.Cite), Note: f.Note, Confidence: f.Confidence,
		})
	}
}

func (l *library) parameter(id string) (Parameter, bool) {
	k := slices.IndexFunc(l.parameters, func(p Parameter) bool { return p.ID == id })
	if k < 0 {
		return Parameter{}, false
	}
	return l.parameters[k], true
}

func (l *library) readItems(fsys fs.FS) {
	l.read(fsys, "items.json", &l.items)
	for k, i := range l.items {
		_, twice := l.itemIndex[i.ID]
		l.check(i.ID != "" && !twice, "item %q: empty or twice", i.ID)
		l.itemIndex[i.ID] = k
		l.checkText("item "+string(i.ID), i.Name)
		l.check(slices.Contains(Groups(), i.Group), "item %s: group %q", i.ID, i.Group)
		l.check(i.Family == "" || slices.Contains(Families(), i.Family), "item %s: family %q", i.ID, i.Family)
		l.check((i.Family == "") == (len(i.By) == 0), "item %s: a family needs a source, and a source a family", i.ID)
		l.check((i.Family == Biometric) == (i.Modality != ""), "item %s: modality %q in family %q", i.ID, i.Modality, i.Family)
		for _, by := range i.By {
			l.check(slices.Contains([]InstrumentID{PIPL, GBT35273, GBT45574}, by), "item %s: source %q", i.ID, by)
		}
	}
}

type appTypeFile struct {
	No            int             `json:"no"`
	Key           string          `json:"key"`
	Name          lang.Text       `json:"name"`
	BasicFunction lang.Text       `json:"basic_function"`
	Necessary     []NecessaryItem `json:"necessary"`
}

func (l *library) readAppTypes(fsys fs.FS) {
	var files []appTypeFile
	l.read(fsys, "app_types.json", &files)
	for k, f := range files {
		l.check(f.No == k+1 && f.Key != "", "app type %q: number %d in place %d", f.Key, f.No, k+1)
		l.checkText("app type "+f.Key, f.Name)
		l.checkText("app type "+f.Key, f.BasicFunction)
		for _, n := range f.Necessary {
			_, known := l.itemIndex[n.Item]
			l.check(known, "app type %s: no item %q", f.Key, n.Item)
			l.checkText("app type "+f.Key+", item "+string(n.Item), n.Name)
		}
		cite := Citation{Instrument: Necessary39, Article: 5, Item: f.No}
		_, ok := l.lookup(cite)
		l.check(ok, "app type %s: no entry for 5(%d)", f.Key, f.No)
		l.appTypes = append(l.appTypes, AppType{
			No: f.No, Key: f.Key, Name: f.Name, BasicFunction: f.BasicFunction, Necessary: f.Necessary, Cite: cite,
		})
	}
}

func (l *library) checkInstrument(i Instrument) {
	l.checkText(string(i.ID)+": title", i.Title)
	l.checkText(string(i.ID)+": short title", i.Short)
	l.check(slices.Contains(Statuses(), i.Status), "%s: status %q", i.ID, i.Status)
	l.check(slices.Contains([]Numbering{ByArticle, ByGroup, ByClause, ByItem}, i.Numbering), "%s: numbering %q", i.ID, i.Numbering)
	l.checkConfidence(string(i.ID), i.Confidence)
	for _, date := range []string{i.Published, i.Effective} {
		_, err := time.Parse(time.DateOnly, date)
		l.check(date == "" || err == nil, "%s: date %q", i.ID, date)
	}
}

func (l *library) checkArticle(id InstrumentID, f articleFile) {
	name := string(id) + " " + f.Ref
	l.checkText(name, f.Duty)
	l.checkConfidence(name, f.Confidence)
	l.check((f.Who.ZH == "") == (f.Who.EN == ""), "%s: who in one language only", name)
	for _, k := range f.Kinds {
		l.check(slices.Contains(Kinds(), k), "%s: kind %q", name, k)
	}
}

func (l *library) checkText(name string, t lang.Text) {
	l.check(t.ZH != "" && t.EN != "", "%s: text missing in one language", name)
}

func (l *library) checkConfidence(name string, c Confidence) {
	l.check(slices.Contains([]Confidence{FromText, FromReprint, FromMemory}, c), "%s: confidence %q", name, c)
}
