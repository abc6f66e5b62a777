package rights

import (
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// heir is an order of a relative, as staff enter it.
func heir(t testing.TB, k Kind) Order {
	o := letter(t, "lin", k)
	o.Speaker, o.Detail.Text = Relative, "办理遗产"
	o.Proof = Proof{Method: RelationShown, Reference: "file 9", Relation: "child", Arrangement: "file 9, p. 2: none known"}
	return o
}

// TestRelativesOfTheDeceased ask for what PIPL 49 names, say what it is for, and show
// relation and arrangement; a copy still takes two members of staff.
func TestRelativesOfTheDeceased(t *testing.T) {
	k, m := newDesk(t)
	if r := open(t, k, heir(t, Copy)); r.State != Verifying || r.Reason != SecondApproval || r.Proof.Relation != "child" {
		t.Errorf("%s (%s) %+v", r.State, r.Reason, r.Proof)
	}
	before := m.counts()
	for name, change := range map[string]func(*Order){
		"no interest":    func(o *Order) { o.Detail.Text = " " },
		"no arrangement": func(o *Order) { o.Proof.Arrangement = "" },
		"a friend":       func(o *Order) { o.Proof.Relation = "friend" },
		"no evidence":    func(o *Order) { o.Proof.Reference = "" },
		"by telephone":   func(o *Order) { o.Proof.Method = CalledBack },
		"closing":        func(o *Order) { o.Kind = Close },
		"by a link":      func(o *Order) { o.Way, o.Actor = BySelf, "" },
	} {
		o := heir(t, Copy)
		change(&o)
		if _, err := k.Open(t.Context(), o, "", now); err == nil || m.counts() != before {
			t.Errorf("%s: taken", name)
		}
	}
	o := letter(t, "lin", Copy)
	o.Proof.Relation = "child"
	if _, err := k.Open(t.Context(), o, "", now); fault.RuleOf(err) != RuleRelative {
		t.Errorf("a relation of somebody who is no relative: %v", err)
	}
}

// TestRelativesAreNotToldOfEachOther: nor of what the person had asked for.
func TestRelativesAreNotToldOfEachOther(t *testing.T) {
	k, _ := newDesk(t)
	first, person := open(t, k, heir(t, Delete)), open(t, k, own(t, "lin", Delete))
	second := open(t, k, heir(t, Delete))
	if second.ID == first.ID || second.ID == person.ID || first.ID == person.ID {
		t.Error("a relative was given another's request")
	}
}

func TestConditionsOfATransfer(t *testing.T) {
	k, _ := newDesk(t)
	d := shop(t, k)
	r := open(t, k, own(t, "lin", Transfer))
	found := map[string]Finding{}
	for _, c := range Conditions(d, r) {
		if found[c.ID] = c.Found; len(c.Cites) == 0 || c.Text.ZH == "" || c.Text.EN == "" {
			t.Errorf("%+v", c)
		}
	}
	for id, want := range map[string]Finding{"basis": Met, "identity": Met, "others": NotChecked, "no-harm": NotChecked, "feasible": NotChecked, "authority": NotChecked} {
		if found[id] != want {
			t.Errorf("%s is %s, want %s", id, found[id], want)
		}
	}
	for _, id := range Portable(d, r) {
		if u, _ := d.UseByID(id); u.Basis == declaration.BasisLegalDuty || u.Recipient != nil {
			t.Errorf("%s would go along", id)
		}
	}
	r.Uses = []declaration.UseID{"shop/order/invoice-title/invoice"}
	if c := Conditions(d, r)[0]; c.Found != NotMet {
		t.Errorf("what a law asks for is portable: %+v", c)
	}
}

func TestRisksOfARecipient(t *testing.T) {
	k, _ := newDesk(t)
	for target, want := range map[string][]string{
		"courier":               nil,
		"overseas":              {"abroad"},
		"https://other.example": {"unknown-recipient", "place-unknown"},
		"http://other.example":  {"unknown-recipient", "not-encrypted", "place-unknown"},
		"上海某公司":                 {"unknown-recipient", "no-address", "place-unknown"},
	} {
		var got []string
		for _, x := range Risks(shop(t, k), target) {
			got = append(got, x.ID)
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", target, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", target, got, want)
			}
		}
	}
}

// TestManyTransfersAreOnlyNamed: nobody is refused or charged for asking often.
func TestManyTransfersAreOnlyNamed(t *testing.T) {
	k, _ := newDesk(t)
	for i := range ManyTransfers + 1 {
		o := own(t, "lin", Transfer)
		o.Detail.Target += string(rune('a' + i))
		open(t, k, o)
	}
	past, err := k.List(t.Context(), lookup(t, "lin"), ledger.Lookup{}, now)
	if err != nil {
		t.Fatal(err)
	}
	if n, many := Many(past, now); n != ManyTransfers+1 || !many {
		t.Errorf("%d, %v", n, many)
	}
}
