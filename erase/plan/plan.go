package plan

import (
	"fmt"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Plan says where a person is, how they are found there, in which order it is
// erased, and what is kept on which ground. It is made from the declaration and
// from what the stores really hold.
type Plan struct {
	Declaration string // hash
	Stores      []*StorePlan
	Told        []Recipient // in the order of the declaration
	Fixed       []string    // texts that anonymising writes, which lead to nobody
	Findings    []Finding   // what stands between this plan and a complete one
}

// A StorePlan is the part of a plan that one store has, in the order in which it is
// carried out: rows that point before rows that are pointed at.
type StorePlan struct {
	Store  *declaration.Store
	Manual bool      // no connector: somebody does it by hand, with evidence
	Finds  []*Find   // where identifiers are collected, before anything is erased
	Deeds  []*Action // in order
	Needs  []string  // stores whose identifiers it needs
}

// A Find is a holding that gives identifiers.
type Find struct {
	Target Target
	Gives  map[string]string // identifier by column
	Rows   map[string]bool   // of these columns, those that are the number of the row
	Values []string          // columns whose values are copied for looking
	Names  []string          // columns of what the person is called by
}

// An Action is one deed on one holding. A holding with a ground for keeping has
// two: one for the rows that the ground keeps no longer, one for those that it
// keeps. At gives the rows of either at a time.
type Action struct {
	Target  Target
	Deed    Deed
	Items   []law.ItemID
	Keep    *declaration.Retention // the ground, where this is what is done to rows that it keeps
	Past    *declaration.Retention // the ground, where this is for rows that it keeps no longer
	Fields  []string               // what the ground keeps
	Account bool                   // the holding is where accounts are
	Born    string                 // column with the time of writing, "" where there is none
	By      []string               // the identifiers it is found by
}

// A Recipient has to erase too.
type Recipient struct {
	ID     string
	Name   lang.Text
	Role   declaration.Standing
	Letter bool // nobody can be told by webhook
}

// A Problem says what kind of finding it is. Values are permanent.
type Problem string

// The problems.
const (
	Unreachable Problem = "unreachable"    // the store has no address, is off, or cannot be reached
	Undeclared  Problem = "undeclared"     // a column looks personal and no use claims it
	Unfound     Problem = "unfound"        // a holding that nothing leads to, or several things do
	Missing     Problem = "missing"        // declared and not there
	Unheld      Problem = "unheld"         // a use keeps an item in a store, and no holding has it
	SameAccount Problem = "same-account"   // looking uses the account that erases
	Unbounded   Problem = "backups-unsaid" // nobody said how long backups are kept
	Ground      Problem = "ground"         // whether a ground binds this processor is for people to say
	Unswept     Problem = "unswept"        // some use says a period, and the rows go by none, since something in them is kept by no number
	Untimed     Problem = "untimed"        // without a time of writing, late writes found by a number that others may get cannot be told apart
	Linked      Problem = "linked"         // what anonymising would leave still leads to the person, so the row is deleted
	Pinned      Problem = "pinned"         // rows that stay point at rows that are to be deleted
	Circular    Problem = "circular"       // an order in which nothing waits for itself does not exist
)

// A Finding is something that the plan lacks.
type Finding struct {
	Problem Problem
	Store   string
	Where   string // table and column, or pattern
	Text    lang.Text
	Place   declaration.Place // in the declaration; zero where it is not there
}

// Compile makes the plan of a scope. A store without a survey is planned from the
// declaration alone and is unreachable.
//
// A field that has neither an item nor a transform only gives an identifier and is
// never changed. Where null is not allowed, a column becomes blank, zero or the
// first day of 1970; a foreign key that must point somewhere stays. Columns by which
// rows are found stay in rows that a ground keeps.
func Compile(d *declaration.Declaration, surveys map[string]Survey, scope Scope) Plan {
	c := &compiler{d: d, surveys: surveys, uses: usesOf(d, scope), scope: scope}
	c.place()
	c.follow()
	c.reach()
	p := Plan{Declaration: d.Source().Hash(), Told: c.told()}
	for _, s := range d.Stores {
		if sp := c.store(s); sp != nil {
			p.Stores = append(p.Stores, sp)
		}
	}
	p.Stores = c.inOrder(p.Stores)
	c.look()
	p.Fixed = c.fixed()
	p.Findings = c.findings
	return p
}

// Incomplete reports whether carrying the plan out would leave something behind, or
// nobody could tell.
func (p Plan) Incomplete() bool {
	for _, f := range p.Findings {
		switch f.Problem {
		case Unreachable, Undeclared, Unfound, Missing, Unheld, Circular, Pinned:
			return true
		case SameAccount, Unbounded, Ground, Untimed, Unswept, Linked:
		}
	}
	return false
}

// A compiler makes one plan.
type compiler struct {
	d        *declaration.Declaration
	surveys  map[string]Survey
	scope    Scope
	uses     []declaration.Use // those in scope; nil: everything
	spots    []*spot
	findings []Finding
}

// A spot is a holding on the way to its deeds.
type spot struct {
	store   *declaration.Store
	holding *declaration.Holding
	table   *Table               // nil where nobody looked, or the engine has none
	lost    bool                 // declared and not there
	found   []*declaration.Found // as declared, or by a foreign key
	by      []string
	gives   map[string]string // identifier by column
	reached bool
	actions []*Action
}

// has reports whether an item of a store is in scope, in rows of a holding, or with no
// holding given in any.
func (c *compiler) has(store string, h *declaration.Holding, item law.ItemID) bool {
	if !c.partial() {
		return true
	}
	return !c.scope.spares(store, h, item) && slices.ContainsFunc(c.uses, func(u declaration.Use) bool {
		return u.Item.ID == item && (u.Store == nil || u.Store.ID == store) && (h == nil || h.Serves(u.Purpose.ID))
	})
}

// partial reports whether only some uses are in scope.
func (c *compiler) partial() bool { return c.uses != nil }

func (c *compiler) find(problem Problem, store, where string, at declaration.Place, zh, en string, args ...any) {
	c.findings = append(c.findings, Finding{problem, store, where, phrase(zh, en, args...), at})
}

// phrase formats both halves with the same arguments, texts each in its language.
func phrase(zh, en string, args ...any) lang.Text {
	in := func(l lang.Lang) []any {
		all := slices.Clone(args)
		for i, a := range all {
			if t, ok := a.(lang.Text); ok {
				all[i] = t.In(l)
			}
		}
		return all
	}
	return lang.Text{ZH: fmt.Sprintf(zh, in(lang.ZH)...), EN: fmt.Sprintf(en, in(lang.EN)...)}
}

// personal reports whether people are in a store, as far as the declaration says.
// Nobody sets up an endpoint where none are.
func personal(s *declaration.Store) bool {
	return s.HoldsPersonal() || len(s.Holds) > 0 || s.Engine == "other" && !s.URL.IsZero()
}

// store makes the part of one store, nil where nothing of it is in scope.
func (c *compiler) store(s *declaration.Store) *StorePlan {
	if !personal(s) {
		return nil
	}
	sp := &StorePlan{Store: s, Manual: s.Manual()}
	if sp.Manual {
		return c.manual(sp)
	}
	var mine []*spot
	for _, x := range c.spots {
		if x.store == s && x.reached {
			mine = append(mine, x)
			x.actions = c.actions(x)
		}
	}
	for _, x := range c.deedsInOrder(mine) {
		sp.Deeds = append(sp.Deeds, x.actions...)
	}
	if len(sp.Deeds) == 0 && c.partial() {
		return nil
	}
	return sp
}

// manual leaves out a store of which nothing is in scope.
func (c *compiler) manual(sp *StorePlan) *StorePlan {
	if !c.partial() {
		return sp
	}
	for u := range c.d.All() {
		if u.Store == sp.Store && c.has(sp.Store.ID, nil, u.Item.ID) {
			return sp
		}
	}
	return nil
}

// told lists whoever was given, or collects, what is in scope.
func (c *compiler) told() []Recipient {
	given := map[string]bool{}
	for u := range c.d.All() {
		if c.partial() && !c.scope.Names(u) {
			continue
		}
		for _, r := range u.Gives {
			given[r.ID] = true
		}
		if u.Component != nil {
			given["@"+u.Component.ID] = true
		}
	}
	var all []Recipient
	for _, r := range c.d.Recipients {
		if given[r.ID] {
			all = append(all, Recipient{r.ID, r.Name, r.Role, r.Told.IsZero()})
		}
	}
	for _, k := range c.d.Components {
		if given["@"+k.ID] {
			all = append(all, Recipient{k.ID, k.Name, k.Role, k.Told.IsZero()})
		}
	}
	return all
}
