package discover

import (
	"fmt"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// Recognise guesses which fields of a table hold personal information, in the
// order of the fields. A field that it says nothing about may hold some all the
// same.
func Recognise(t Table) []Guess {
	c := context{table: t, about: subjectOfTable(t), linked: links(t)}
	if c.about == unsaid && portrays(t) {
		c.about = person
	}
	if !c.about.impersonal() || c.linked {
		c.concepts = conceptsOf(t)
	}
	var all []Guess
	found := map[law.ItemID]bool{}
	for _, f := range t.Fields {
		if g, ok := c.field(f); ok {
			g.Field, g.Line = f.Name, f.Line
			all = append(all, g)
			found[g.Item] = true
		}
	}
	for _, k := range c.concepts {
		if k.whole && (c.linked || c.about == deal || c.about.human()) && len(t.Fields) > 1 {
			why := lang.Text{ZH: "整张表记录的是" + itemName(k.item).ZH, EN: "the table as a whole is a record of " + itemName(k.item).EN}
			g := Guess{Field: "*", Item: k.item, Sure: Medium, Reason: why}
			if len(t.Fields) > 0 {
				g.Line = t.Fields[0].Line
			}
			all = append(all, g)
		}
	}
	return all
}

// portrait are items that only descriptions of people have several of.
var portrait = map[law.ItemID]bool{
	"name": true, "phone": true, "email": true, "id-number": true, "gender": true, "birthday": true, "nickname": true, "ethnic-group": true,
	"native-place": true, "marital-status": true, "password": true, "home-address": true, "avatar": true, "wechat-openid": true,
}

// enoughPortrait is how many of them make a table one of people.
const enoughPortrait = 3

// portrays reports whether a table whose name says nothing describes people.
func portrays(t Table) bool {
	seen := map[law.ItemID]bool{}
	for _, f := range t.Fields {
		for _, r := range []reading{readName(f.Name), readComment(f.Comment)} {
			if r.term != nil && !r.denied && !r.about.impersonal() && r.term.needs != aPerson && portrait[r.term.item] {
				seen[r.term.item] = true
			}
		}
	}
	return len(seen) >= enoughPortrait
}

// itemName is what people call an item.
func itemName(id law.ItemID) lang.Text {
	i, _ := law.ItemByID(id)
	return i.Name
}

// A context is what is known of a table before its fields are read.
type context struct {
	table    Table
	about    subject
	linked   bool
	concepts []concept
}

// field guesses one field.
func (c context) field(f Field) (Guess, bool) {
	name, said := readName(f.Name), readComment(f.Comment)
	for _, k := range c.concepts {
		if k.outright && k.holds(f) {
			return Guess{Item: k.item, Sure: Medium, Reason: because("记录表中的内容", "what a record is made of")}, true
		}
	}
	if g, ok := c.weigh(f, name, said); ok {
		return g, true
	}
	if said.denied && said.term == nil && !c.substance(f) {
		return Guess{}, false
	}
	for _, k := range c.concepts {
		if k.holds(f) && !f.Reference {
			return Guess{Item: k.item, Sure: Medium, Reason: because("记录表中的内容", "what a record is made of")}, true
		}
	}
	return Guess{}, false
}

// substance reports whether some concept counts the field among its content.
func (c context) substance(f Field) bool {
	for _, k := range c.concepts {
		if k.holds(f) {
			return true
		}
	}
	return false
}

// weigh puts name and comment together.
func (c context) weigh(f Field, name, said reading) (Guess, bool) {
	t, about := name.term, name.about
	switch {
	case said.term != nil && name.term != nil && name.term.needs < said.term.needs && !name.denied:
		said.term = nil // 用户昵称或网络名称: the name says it better
	case said.term != nil:
		t = said.term
		if said.about != unsaid || about.impersonal() {
			about = said.about
		}
	case said.about != unsaid && (said.about.impersonal() || about == unsaid):
		about = said.about
	}
	switch {
	case t == nil, said.denied, said.term == nil && name.denied, t.takes&classOf(f) == 0, f.Reference && t.item != "inviter":
		return Guess{}, false
	case f.Enum && t.takes&numeric == 0: // a name or an address is nothing to choose from a list
		return Guess{}, false
	case said.titled && t.needs == aPerson:
		return Guess{}, false
	}
	if name.denied && classOf(f) == boolean {
		return Guess{}, false
	}
	whose := c.whose(about)
	if !c.enough(f, t, whose, about, name, said) {
		return Guess{}, false
	}
	item := t.item
	if other, ok := roles[whose][item]; ok {
		item = other
	}
	sure := sureness(t, whose, name, said)
	if c.nobodysDevice(t, whose) {
		sure = Low
	}
	return Guess{Item: item, Sure: sure, Reason: reason(name, said)}, true
}

// whose is the person a field belongs to: the one it names, else the table's.
func (c context) whose(about subject) subject {
	if about != unsaid && about != deal {
		if about == person && c.about.human() && c.about != staff {
			return c.about
		}
		return about
	}
	return c.about
}

// enough reports whether there is as much in sight as a term needs.
func (c context) enough(f Field, t *term, whose, about subject, name, said reading) bool {
	if about.impersonal() && said.term == nil || about == setting {
		return false
	}
	if about.impersonal() && t.needs != nothing {
		return false
	}
	switch t.needs {
	case nothing:
		return !whose.impersonal() || about.human() || c.evident(t, name, said)
	case noThing:
		if c.nobodysDevice(t, whose) {
			return carried(c.table, t, f) || whose == unsaid && !ofMachines(c.table, f)
		}
		return !whose.impersonal() || c.linked && personalThing(c.table)
	}
	if name.odd && said.term == nil {
		return false
	}
	return whose.human() || whose == unsaid && c.linked && said.term != nil
}

// nobodysDevice reports whether a term identifies a device in a table that speaks
// of nobody.
func (c context) nobodysDevice(t *term, whose subject) bool {
	return identifiesDevice(t) && (whose == unsaid || whose.impersonal()) && !c.linked
}

// evident reports whether a term in the table of an organisation is about
// somebody after all: 供应商 · 联系人手机.
func (c context) evident(t *term, name, said reading) bool {
	return c.about == organisation && (t.item == "name" || said.term != nil && said.about.human() || name.about.human())
}

// personalThing reports whether a table lists things that people carry: their
// devices and sessions.
func personalThing(t Table) bool {
	for _, w := range split(t.Name) {
		switch singular(w) {
		case "device", "terminal", "phone", "client", "session", "subscription":
			return true
		}
	}
	return false
}

// sureness weighs what speaks for a guess.
func sureness(t *term, whose subject, name, said reading) Confidence {
	both := name.term != nil && said.term != nil && name.term.item == said.term.item
	switch {
	case both, said.term != nil && t.needs == nothing, t.needs <= noThing && whose.human() && !name.odd:
		return High
	case whose.human() || said.term != nil, t.needs == nothing && !name.odd:
		return Medium
	}
	return Low
}

// reason says what in the field led to a guess.
func reason(name, said reading) lang.Text {
	switch {
	case said.term != nil && name.term != nil && said.term.item == name.term.item:
		return because("名称与注释一致", "name and comment")
	case said.term != nil:
		return because("注释", "the comment")
	}
	return because("名称", "the name")
}

func because(zh, en string) lang.Text {
	return lang.Text{ZH: fmt.Sprintf("依据%s", zh), EN: fmt.Sprintf("by %s", en)}
}
