package declaration

import (
	"bytes"
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Kind says how a use differs between two declarations.
type Kind string

// The kinds. Values are permanent.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed" // in something that matters legally
	Wording Kind = "wording" // in words only
)

// Text says the kind to people.
func (k Kind) Text() lang.Text {
	return vocabulary{
		{string(Added), lang.Text{ZH: "新增", EN: "added"}},
		{string(Removed), lang.Text{ZH: "删去", EN: "removed"}},
		{string(Changed), lang.Text{ZH: "变更", EN: "changed"}},
		{string(Wording), lang.Text{ZH: "措辞", EN: "wording"}},
	}.text(string(k))
}

// A Facet is one thing that differs.
type Facet struct {
	Key  string    `json:"key"` // permanent, such as "for" (storage period) or "put-to"
	Is   lang.Text `json:"is"`
	From lang.Text `json:"from"`
	To   lang.Text `json:"to"`
}

// A Difference is what became of one use.
type Difference struct {
	Use    UseID          `json:"use"`
	Kind   Kind           `json:"kind"`
	Facets []Facet        `json:"facets,omitempty"` // what differs, of changed and reworded uses
	Reask  bool           `json:"reask"`            // people have to be asked before it goes on
	Why    lang.Text      `json:"why"`
	Cites  []law.Citation `json:"cites,omitempty"`
}

// Diff compares two declarations use by use: what is new or different, in the
// order of the new declaration, then what is gone. Reask is set where the new
// use rests on consent and nobody has consented to it as it is now; words alone
// ask nobody.
func Diff(before, after *Declaration) []Difference {
	var out []Difference
	for _, u := range after.uses {
		was, ok := before.UseByID(u.ID)
		if !ok {
			out = append(out, added(u))
		} else if d, differs := compare(was, u); differs {
			out = append(out, d)
		}
	}
	for _, u := range before.uses {
		if _, ok := after.index[u.ID]; !ok {
			out = append(out, removed(u))
		}
	}
	return out
}

func added(u Use) Difference {
	d := Difference{Use: u.ID, Kind: Added, Reask: u.ByConsent()}
	if d.Reask {
		d.Why = lang.Text{ZH: "新增的使用，依据同意，尚未征求过任何人", EN: "a new use that rests on consent, and nobody has been asked yet"}
		d.Cites = changeCites()
		return d
	}
	d.Why, d.Cites = noConsent(u)
	return d
}

func removed(u Use) Difference {
	return Difference{
		Use: u.ID, Kind: Removed,
		Why: lang.Text{
			ZH: "不再使用，无需征求；已收集而别无用处的，应删除或匿名化",
			EN: "no longer used, so nothing is asked; what was collected and serves nothing else has to be deleted or anonymised",
		},
		Cites: []law.Citation{law.Cite(law.Draft, "22(1)"), law.Cite(law.PIPL, "47")},
	}
}

// compare returns how u differs from what it was.
func compare(before, u Use) (Difference, bool) {
	d := Difference{Use: u.ID, Kind: Changed}
	for _, f := range facets {
		if !bytes.Equal(appendValue(nil, f.value(before)), appendValue(nil, f.value(u))) {
			d.Facets = append(d.Facets, Facet{f.key, f.is, f.text(before), f.text(u)})
		}
	}
	if d.Facets == nil {
		return reworded(before, u)
	}
	switch {
	case !u.ByConsent():
		d.Why, d.Cites = noConsent(u)
	case !before.ByConsent():
		d.Reask, d.Cites = true, changeCites()
		d.Why = lang.Text{ZH: "改为依据同意，须首次征求", EN: "it now rests on consent and has to be asked for the first time"}
	default:
		d.Reask, d.Cites = true, changeCites()
		d.Why = changed(d.Facets)
	}
	return d, true
}

// changed says why consent to the use as it was is no consent to it as it is.
func changed(list []Facet) lang.Text {
	what := together(list, func(f Facet) lang.Text { return f.Is })
	return lang.Text{
		ZH: "变了：" + what.ZH + "。原来的同意管不到，须重新征求",
		EN: "changed: " + what.EN + "; earlier consent does not cover it, so it has to be asked again",
	}
}

func noConsent(u Use) (lang.Text, []law.Citation) {
	basis := u.Basis.Text()
	return lang.Text{
		ZH: "不依据同意（" + basis.ZH + "），无需征求，但须更新处理规则并告知",
		EN: "it does not rest on consent (" + basis.EN + "), so nothing is asked; the rules have to be updated and people told",
	}, []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "17")}
}

func changeCites() []law.Citation {
	return []law.Citation{law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14")}
}

// wordings are what people read of a use and law does not weigh.
var wordings = []struct {
	key  string
	is   lang.Text
	text func(Use) lang.Text
}{
	{"service", lang.Text{ZH: "服务名称", EN: "name of the service"}, func(u Use) lang.Text { return u.Service.Name }},
	{"function", lang.Text{ZH: "功能名称", EN: "name of the function"}, func(u Use) lang.Text { return u.Function.Name }},
	{"item-name", lang.Text{ZH: "种类名称", EN: "name of the kind"}, func(u Use) lang.Text { return u.Item.Name }},
	{"purpose-is", lang.Text{ZH: "目的的说法", EN: "wording of the purpose"}, func(u Use) lang.Text { return u.Purpose.Is }},
	{"put-to", lang.Text{ZH: "用途的说法", EN: "wording of what it is put to"}, func(u Use) lang.Text { return u.PutTo }},
	{"without", lang.Text{ZH: "拒绝影响的说法", EN: "wording of the effect of refusing"}, func(u Use) lang.Text { return u.Without }},
	{"from", lang.Text{ZH: "来源的说法", EN: "wording of the source"}, func(u Use) lang.Text { return u.From.Who }},
	{"gives-names", lang.Text{ZH: "接收方名称", EN: "names of recipients"}, func(u Use) lang.Text { return givenText(sortedRecipients(u.Gives)) }},
	{"component-name", lang.Text{ZH: "组件名称", EN: "name of the component"}, func(u Use) lang.Text { return componentText(u.Component) }},
	{"location", lang.Text{ZH: "保存地点的说法", EN: "wording of the storage place"}, func(u Use) lang.Text {
		if u.Store == nil {
			return lang.Text{}
		}
		return u.Store.Location
	}},
}

func sortedRecipients(list []*Recipient) []*Recipient {
	return slices.SortedFunc(slices.Values(list), func(a, b *Recipient) int {
		return bytes.Compare([]byte(a.ID), []byte(b.ID))
	})
}

func reworded(before, u Use) (Difference, bool) {
	d := Difference{
		Use: u.ID, Kind: Wording,
		Why: lang.Text{ZH: "只改了措辞，同意仍然有效，不再征求", EN: "only words changed; consent stands and nobody is asked again"},
	}
	for _, w := range wordings {
		if from, to := w.text(before), w.text(u); from != to {
			d.Facets = append(d.Facets, Facet{w.key, w.is, from, to})
		}
	}
	return d, d.Facets != nil
}
