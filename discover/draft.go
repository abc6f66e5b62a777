package discover

import (
	"fmt"
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Drafted is a drafted declaration and where it comes from.
type Drafted struct {
	YAML  string
	Tally []Tally // one per source, in their order
}

// A Tally counts what was guessed from one source.
type Tally struct {
	Source   Source
	Fields   int                // that were looked at: columns, properties, permissions, packages
	Guesses  map[Confidence]int // by how sure they are
	Unlisted []Unlisted         // what looks sensitive and has no item: no guesses
}

// Draft writes a declaration of what the sources seem to hold. It parses as it
// stands, and lint has much to say about it: what nobody can know from a table
// (retention, legal basis, what refusing means) is left out and not made up.
// Comments are in l; names are in both languages.
func Draft(sources []Source, l lang.Lang) Drafted {
	d := &draft{lang: l, functions: map[string]*function{}}
	out := Drafted{}
	for _, s := range sources {
		out.Tally = append(out.Tally, d.take(s))
		if channel := map[Kind]string{WeChat: "wechat", Android: "android"}[s.Kind]; channel != "" && !slices.Contains(d.channels, channel) {
			d.channels = append(d.channels, channel)
		}
	}
	if len(d.components) > 0 || len(d.functions) == 0 {
		d.function(areaByID("app"))
	}
	out.YAML = d.yaml()
	return out
}

// A draft is what is going to be written.
type draft struct {
	lang       lang.Lang
	functions  map[string]*function // by area
	stores     []store
	components []Component
	unlisted   []string
	channels   []string // where it runs, as far as the sources tell
}

type function struct {
	area *area
	uses []*use
}

// A use is one line of a function with what led to it.
type use struct {
	item     law.ItemID
	purpose  string
	manner   string
	store    string
	evidence []string
}

type store struct {
	id, engine string
	from       []string
}

// take puts one source into the draft.
func (d *draft) take(s Source) Tally {
	tally := Tally{Source: s, Guesses: map[Confidence]int{}}
	for _, t := range s.Tables {
		tally.Fields += len(t.Fields)
		for _, u := range LooksSensitive(t) {
			tally.Unlisted = append(tally.Unlisted, u)
			d.unlisted = append(d.unlisted, u.Text(s.Name).In(d.lang))
		}
		for _, g := range Recognise(t) {
			tally.Guesses[g.Sure]++
			a := areaOf(t, g)
			u := d.use(a, g.Item, purposeOf(a, g.Item))
			u.evidence = append(u.evidence, d.evidence(s, t, g))
			if s.Engine != "" && u.store == "" {
				u.store = d.store(s)
			}
		}
	}
	for _, p := range s.Access {
		tally.Fields++
		if a, ok := accessOf(p.Name); ok {
			tally.Guesses[Medium]++
			u := d.use(areaByID("app"), a.item, a.use)
			u.manner = "permission"
			u.evidence = append(u.evidence, d.say("猜测：", "guess: ")+place(s, p.Line)+d.say("申请权限 ", "asks for ")+shown(p.Name))
		}
	}
	for _, c := range s.Components {
		tally.Fields++
		tally.Guesses[Medium]++
		d.component(s, c)
	}
	return tally
}

func (d *draft) say(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(d.lang) }

func (d *draft) function(a *area) *function {
	if d.functions[a.id] == nil {
		d.functions[a.id] = &function{area: a}
	}
	return d.functions[a.id]
}

// use returns the use of an item for a purpose in an area, which may be new.
func (d *draft) use(a *area, item law.ItemID, purpose string) *use {
	f := d.function(a)
	i := slices.IndexFunc(f.uses, func(u *use) bool { return u.item == item && u.purpose == purpose })
	if i < 0 {
		f.uses, i = append(f.uses, &use{item: item, purpose: purpose}), len(f.uses)
	}
	return f.uses[i]
}

// store returns the id of the store that a source describes: one per engine.
func (d *draft) store(s Source) string {
	i := slices.IndexFunc(d.stores, func(o store) bool { return o.engine == s.Engine })
	if i < 0 {
		id := s.Engine
		if id == "other" {
			id = "database"
		}
		d.stores, i = append(d.stores, store{id: id, engine: s.Engine}), len(d.stores)
	}
	if at := &d.stores[i]; !slices.Contains(at.from, s.Name) {
		at.from = append(at.from, s.Name)
	}
	return d.stores[i].id
}

// component adds one under an id of its own, once per package.
func (d *draft) component(s Source, c Component) {
	known := func(id string) bool {
		return slices.ContainsFunc(d.components, func(o Component) bool { return o.ID == id })
	}
	if len(c.Collects) > 0 && known(c.ID) {
		return
	}
	if c.ID == "" {
		c.ID = "plugin"
	}
	base := c.ID
	for n := 2; known(c.ID); n++ {
		c.ID = fmt.Sprintf("%s-%d", base, n)
	}
	c.Package = place(s, c.Line) + shown(c.Package)
	d.components = append(d.components, c)
}

// evidence says what led to a guess: where, which field, its comment, how sure.
func (d *draft) evidence(s Source, t Table, g Guess) string {
	comment := ""
	for _, f := range t.Fields {
		if f.Name == g.Field && f.Comment != "" {
			comment = fmt.Sprintf(d.say("（%s）", " (%s)"), shown(f.Comment))
		}
	}
	name := shown(t.Name + "." + g.Field)
	if g.Field == "*" {
		name = shown(t.Name)
	}
	return d.say("猜测：", "guess: ") + place(s, g.Line) + name + comment +
		fmt.Sprintf(d.say("，把握%s，%s", ", %s, %s"), g.Sure.Text().In(d.lang), g.Reason.In(d.lang))
}

// place is where in a source something stands.
func place(s Source, line int) string {
	if line == 0 {
		return shown(s.Name) + " "
	}
	return fmt.Sprintf("%s:%d ", shown(s.Name), line)
}
