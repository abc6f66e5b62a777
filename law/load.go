package law

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/volens/volens/lang"
)

//go:embed data
var embedded embed.FS

// loaded is the law, read once. Broken data stops the program: it can only be
// broken at build time.
var loaded = sync.OnceValue(func() *library { return must(load(embedded)) })

func must[T any](v T, err error) T {
	if err != nil {
		panic("law: " + err.Error())
	}
	return v
}

// A library is everything that the data files hold, resolved and indexed.
// Nothing in it changes after load. While it is being read nothing may ask
// loaded, so the files spell citations as text ("cn-pipl 16") and this file
// resolves them.
type library struct {
	instruments []Instrument
	byID        map[InstrumentID]Instrument
	entries     map[Citation]Article
	finer       map[Citation]bool // which entries the data divides further
	rulebooks   []Rulebook
	parameters  []Parameter
	appTypes    []AppType
	items       []Item
	itemIndex   map[ItemID]int

	problems []error
}

// load reads the data files in the order in which they rest on each other and
// reports everything wrong with them at once.
func load(fsys fs.FS) (*library, error) {
	l := &library{
		byID:      map[InstrumentID]Instrument{},
		entries:   map[Citation]Article{},
		finer:     map[Citation]bool{},
		itemIndex: map[ItemID]int{},
	}
	l.read(fsys, "rulebooks.json", &l.rulebooks)
	files := map[InstrumentID]instrumentFile{}
	for _, r := range l.rulebooks {
		for _, id := range r.Instruments {
			var f instrumentFile
			l.read(fsys, "instruments/"+string(id)+".json", &f)
			files[id] = f
			l.addInstrument(id, f)
		}
	}
	l.linkArticles(files)
	l.readParameters(fsys)
	l.readItems(fsys)
	l.readAppTypes(fsys)
	return l, errors.Join(l.problems...)
}

// check notes a problem unless ok.
func (l *library) check(ok bool, format string, args ...any) {
	if !ok {
		l.problems = append(l.problems, fmt.Errorf(format, args...))
	}
}

// read decodes one file and refuses fields that v does not have. Every command
// reads the law before it does anything else, hence the faster decoder.
func (l *library) read(fsys fs.FS, name string, v any) {
	b, err := fs.ReadFile(fsys, "data/"+name)
	if err == nil {
		err = json.Unmarshal(b, v, json.RejectUnknownMembers(true))
	}
	l.check(err == nil, "%s: %w", name, err)
}

type instrumentFile struct {
	ID         InstrumentID  `json:"id"`
	Title      lang.Text     `json:"title"`
	Short      lang.Text     `json:"short"`
	Number     string        `json:"number"`
	Status     Status        `json:"status"`
	Numbering  Numbering     `json:"numbering"`
	Published  string        `json:"published"`
	Effective  string        `json:"effective"`
	Source     string        `json:"source"`
	Confidence Confidence    `json:"confidence"`
	Articles   []articleFile `json:"articles"`
}

type articleFile struct {
	Ref         string         `json:"ref"`
	Through     int            `json:"through"`
	ID          string         `json:"id"`
	Who         lang.Text      `json:"who"`
	Duty        lang.Text      `json:"duty"`
	Kinds       []string       `json:"kinds"`
	Params      map[string]any `json:"params"`
	Counterpart string         `json:"counterpart"`
	Live        []string       `json:"live"`
	Penalty     string         `json:"penalty"`
	Confidence  Confidence     `json:"confidence"`
}

func (l *library) addInstrument(want InstrumentID, f instrumentFile) {
	_, twice := l.byID[want]
	l.check(f.ID == want && !twice, "%s: file for %q, or listed twice", want, f.ID)
	i := Instrument{
		ID: f.ID, Title: f.Title, Short: f.Short, Number: f.Number, Status: f.Status, Numbering: f.Numbering,
		Published: f.Published, Effective: f.Effective, Source: f.Source, Confidence: f.Confidence,
	}
	l.checkInstrument(i)
	for _, a := range f.Articles {
		c, err := i.parse(a.Ref)
		l.check(err == nil, "%w", err)
		l.addArticle(c, a)
		i.Articles = append(i.Articles, l.entries[c])
	}
	l.instruments = append(l.instruments, i)
	l.byID[want] = i
}

func (l *library) addArticle(c Citation, f articleFile) {
	_, twice := l.entries[c]
	l.check(!twice, "%s %s: two entries", c.Instrument, f.Ref)
	l.checkArticle(c.Instrument, f)
	l.put(Article{
		Instrument: c.Instrument, Article: c.Article, Paragraph: c.Paragraph, Item: c.Item, Through: f.Through,
		ID: f.ID, Who: f.Who, Duty: f.Duty, Kinds: f.Kinds, Params: f.Params,
		Counterpart: f.Counterpart, Penalty: f.Penalty, Confidence: f.Confidence,
	})
	if c.Item != 0 {
		l.finer[Citation{c.Instrument, c.Article, c.Paragraph, 0}] = true
	}
	if c.Paragraph != 0 {
		l.finer[Citation{c.Instrument, c.Article, 0, 0}] = true
	}
}

// linkArticles resolves what articles cite, once every instrument is known.
func (l *library) linkArticles(files map[InstrumentID]instrumentFile) {
	for _, i := range l.instruments {
		for k, a := range files[i.ID].Articles {
			for _, ref := range a.Live {
				i.Articles[k].Live = append(i.Articles[k].Live, l.resolve(ref))
			}
			if a.Penalty != "" {
				l.resolve(string(i.ID) + " " + a.Penalty)
			}
			l.put(i.Articles[k])
		}
	}
}

// put files an entry under every paragraph it covers.
func (l *library) put(a Article) {
	for p := a.Paragraph; p <= max(a.Through, a.Paragraph); p++ {
		l.entries[Citation{a.Instrument, a.Article, p, a.Item}] = a
	}
}

// resolve reads a citation as the files spell it: instrument, space, reference;
// or the instrument alone.
func (l *library) resolve(s string) Citation {
	id, ref, _ := strings.Cut(s, " ")
	i, ok := l.byID[InstrumentID(id)]
	l.check(ok, "citation %q: no such instrument", s)
	c, err := i.parse(ref)
	l.check(err == nil, "citation %q: %w", s, err)
	_, ok = l.lookup(c)
	l.check(ok, "citation %q leads nowhere", s)
	return c
}

// lookup finds the entry for c or for what contains it. Where the data divides
// the container into parts, a part that is not among them is an error in the
// citation rather than a reason to fall back.
func (l *library) lookup(c Citation) (Article, bool) {
	if a, ok := l.entries[c]; ok {
		return a, true
	}
	for c.Item != 0 || c.Paragraph != 0 {
		if c.Item != 0 {
			c.Item = 0
		} else {
			c.Paragraph = 0
		}
		if l.finer[c] {
			break
		}
		if a, ok := l.entries[c]; ok {
			return a, true
		}
	}
	return Article{}, false
}
