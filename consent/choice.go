package consent

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// A ChoiceID names a choice within an ask. For a separate consent it is the id
// of its use; for a group it is service/function/purpose, with @component where
// a component does it and a trailing "!" where refusing stops the function.
type ChoiceID string

// A Choice is what a person can say yes or no to: one use, or several
// non-sensitive uses of one function and purpose. It holds everything that is
// shown, so that what was shown can be proved later.
type Choice struct {
	ID       ChoiceID                 `json:"choice"`
	Service  string                   `json:"service"`
	Function string                   `json:"function"`
	Step     int                      `json:"step"`     // from 1; a separate choice is alone on its step
	Required bool                     `json:"required"` // refusing stops this function, and only it
	Separate []declaration.Separation `json:"separate,omitempty"`
	Uses     []ChoiceUse              `json:"uses"`
	Wording  Wording                  `json:"wording"`
}

// A ChoiceUse is one use that a choice covers, as it stood when it was asked.
type ChoiceUse struct {
	Use         declaration.UseID       `json:"use"`
	Fingerprint declaration.Fingerprint `json:"fingerprint"`
	Item        lang.Text               `json:"item"`
}

// Alone reports whether the choice is a separate consent: its own act, its own
// step.
func (c Choice) Alone() bool { return len(c.Separate) > 0 }

// choices groups uses into choices in declaration order: groups first, on one
// step, then each separate consent on a step of its own. Of a child every item is
// sensitive, so that every use stands alone.
func choices(d *declaration.Declaration, uses []declaration.Use, child bool) []Choice {
	var groups, alone []Choice
	members := map[ChoiceID][]declaration.Use{}
	for _, u := range uses {
		c := choice(&u, child)
		members[c.ID] = append(members[c.ID], u)
		switch {
		case len(members[c.ID]) > 1:
		case c.Alone():
			alone = append(alone, c)
		default:
			groups = append(groups, c)
		}
	}
	all := append(groups, alone...)
	for i := range all {
		all[i].fill(d, members[all[i].ID], child)
		if all[i].Alone() {
			all[i].Step = i - len(groups) + 1 + min(len(groups), 1)
		}
	}
	return all
}

// choice is the choice that a use belongs to, not yet filled.
func choice(u *declaration.Use, child bool) Choice {
	c := Choice{Service: u.Service.ID, Function: u.Function.ID, Step: 1, Required: u.LawfullyNecessary(), Separate: u.Separate()}
	if child {
		c.Separate = append(c.Separate, declaration.SeparateChild)
	}
	c.ID = choiceID(u, c.Alone())
	return c
}

func (c *Choice) fill(d *declaration.Declaration, uses []declaration.Use, child bool) {
	for _, u := range uses {
		c.Uses = append(c.Uses, ChoiceUse{Use: u.ID, Fingerprint: u.Fingerprint(), Item: u.Item.Name})
	}
	c.Wording = wording(*c, uses, child)
	if child {
		c.Wording.tellGuardian(d, uses[0])
	}
}

func choiceID(u *declaration.Use, alone bool) ChoiceID {
	if alone {
		return ChoiceID(u.ID)
	}
	id := u.Service.ID + "/" + u.Function.ID + "/" + u.Purpose.ID
	if u.Component != nil {
		id += "@" + u.Component.ID
	}
	if u.LawfullyNecessary() {
		id += "!"
	}
	return ChoiceID(id)
}
