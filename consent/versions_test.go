package consent

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
)

// answers lets a person say one thing on every choice.
func answers(t testing.TB, k *Desk, id string, grant bool) {
	t.Helper()
	ask := open(t, k, subject(t, id), everything)
	var all []Answer
	for _, c := range ask.Choices {
		a := yes(c.ID, string(c.ID))
		a.Grant = grant
		all = append(all, a)
	}
	if _, err := k.Answer(t.Context(), ask.ID, nobody, all, now); err != nil {
		t.Fatal(err)
	}
}

func TestPreviewSaysWhomItWouldAsk(t *testing.T) {
	k, m := newDesk(t, shop(t))
	answers(t, k, "lin", true)
	answers(t, k, "fang", true)
	answers(t, k, "wei", false)
	preview := func(replace ...string) Preview {
		t.Helper()
		hash, err := k.Upload(t.Context(), shop(t, replace...).Source(), now)
		if err != nil {
			t.Fatal(err)
		}
		n := len(m.entries)
		p, err := k.Preview(t.Context(), hash)
		if err != nil || p.To != hash || len(m.entries) != n {
			t.Fatalf("%+v, %v", p, err)
		}
		return p
	}
	if p := preview("商品按销量排序", "依销量排列", "青禾商城", "青禾"); p.People != 0 || slices.ContainsFunc(p.Uses, func(e Effect) bool { return e.Asked != 0 || e.Reask || e.Kind != declaration.Wording }) {
		t.Errorf("words ask somebody: %+v", p)
	}
	p := preview("for: 90d", "for: 91d", "- {items: [nickname, avatar], for: comment}", "- {items: [nickname, email], for: comment}", "      comments:", "      remarks:")
	counts := map[declaration.UseID][2]int64{}
	for _, e := range p.Uses {
		counts[e.Use] = [2]int64{e.Asked, e.Granted}
	}
	want := map[declaration.UseID][2]int64{
		recommend: {3, 2}, heart: {3, 2}, heart + ">ads": {3, 2},
		"shop/remarks/nickname/comment": {}, "shop/remarks/email/comment": {},
		"shop/comments/nickname/comment": {}, "shop/comments/avatar/comment": {},
	}
	if diff := cmp.Diff(want, counts); diff != "" || p.People != 3 {
		t.Errorf("%d people in all; asked and granted (-want +got):\n%s", p.People, diff)
	}
	if diff := cmp.Diff([]FunctionChange{{"shop/remarks", declaration.Added}, {"shop/comments", declaration.Removed}}, p.Functions); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
}

// Whoever spoke on a use as it would be is not asked again: a rollback asks those
// who came since.
func TestPreviewOfARollbackCountsThoseWhoCameSince(t *testing.T) {
	first := shop(t)
	k, _ := newDesk(t, first)
	answers(t, k, "lin", true)
	activate(t, k, shop(t, "for: 90d", "for: 91d"), now)
	answers(t, k, "wei", true)
	p, err := k.Preview(t.Context(), first.Source().Hash())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Uses {
		if e.Asked != 1 || e.Granted != 1 {
			t.Errorf("%s: %d asked, %d granted; want 1", e.Use, e.Asked, e.Granted)
		}
	}
	if len(p.Uses) != 3 || p.People != 2 {
		t.Errorf("%d uses, at most %d people", len(p.Uses), p.People)
	}
}

func TestActivateAndRollBack(t *testing.T) {
	first, second := shop(t), shop(t, "for: 90d", "for: 91d")
	k, m := newDesk(t, first)
	n := len(m.entries)
	activate(t, k, first, now.Add(time.Minute))
	if len(m.entries) != n {
		t.Error("activating the active version again is an entry")
	}
	if _, _, err := k.Rollback(t.Context(), now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("rolling back the first version: %v", err)
	}
	third := shop(t, "for: 90d", "for: 92d")
	for _, d := range []*declaration.Declaration{second, first, second, third} {
		activate(t, k, d, now)
	}
	// From the third back to the second and the first, however often there was a
	// to and fro before, and never forward again.
	for _, want := range []*declaration.Declaration{second, first} {
		hash, v, err := k.Rollback(t.Context(), now)
		if err != nil || hash != want.Source().Hash() || v != int64(len(m.entries)-1) {
			t.Fatalf("rolled back to %s at %d, %v", hash, v, err)
		}
		if d, _, err := k.Current(t.Context()); err != nil || d.Source().Hash() != hash {
			t.Errorf("active is another: %v", err)
		}
	}
	if _, _, err := k.Rollback(t.Context(), now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("rolling back past the beginning: %v", err)
	}
	if _, err := k.Activate(t.Context(), "sha256:"+strings.Repeat("0", 64), now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("what was never uploaded: %v", err)
	}
	bad := declaration.Source{Files: []declaration.File{{Name: "x.yaml", Text: "volens: 1\n"}}}
	if _, err := k.Upload(t.Context(), bad, now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("what does not parse: %v", err)
	}
	empty := &Desk{People: &memory{}, Record: &memory{}, Versions: &memory{sources: map[string]declaration.Source{second.Source().Hash(): second.Source()}}}
	if p, err := empty.Preview(t.Context(), second.Source().Hash()); err != nil || p.From != "" || len(p.Uses) == 0 {
		t.Errorf("the first version of all: %+v, %v", p, err)
	}
}

func TestStops(t *testing.T) {
	k, m := newDesk(t, shop(t))
	s := Stop{ID: "leak-1", Recipient: "ads", Reason: "leak", By: "wang"}
	v, err := k.Stop(t.Context(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := k.Stop(t.Context(), s, now.Add(time.Hour)); err != nil || again != v {
		t.Errorf("the same stop again: %d, %v; want %d", again, err, v)
	}
	other := s
	other.Recipient = "courier"
	if _, err := k.Stop(t.Context(), other, now); fault.RuleOf(err) != StopExists {
		t.Errorf("another under the same id: %v", err)
	}
	if hash, err := m.stops[0].Hash(); err != nil || m.entries[v].Leaf.Declaration != hash {
		t.Errorf("the record commits to %s, the stop is %s, %v", m.entries[v].Leaf.Declaration, hash, err)
	}
	tampered := m.stops[0]
	tampered.Recipient = "courier"
	if hash, _ := tampered.Hash(); hash == m.entries[v].Leaf.Declaration {
		t.Error("the record does not tell another stop")
	}
	if _, err := k.LiftStop(t.Context(), "leak-1", "", now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("lifted by nobody: %v", err)
	}
	if _, err := k.LiftStop(t.Context(), "leak-1", "wang", now); err != nil || len(m.stops) != 0 {
		t.Errorf("lifting: %v", err)
	}
	if _, err := k.LiftStop(t.Context(), "leak-1", "wang", now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("lifting again: %v", err)
	}
	if _, err := k.Stop(t.Context(), s, now); err != nil {
		t.Errorf("stopping again after it was lifted: %v", err)
	}
	base := Stop{ID: "x", Reason: "r", By: "b"}
	with := func(f func(*Stop)) Stop { x := base; f(&x); return x }
	for name, x := range map[string]Stop{
		"nothing":              base,
		"no reason":            with(func(s *Stop) { s.Service, s.Reason = "shop", "" }),
		"nobody":               with(func(s *Stop) { s.Service, s.By = "shop", "" }),
		"a blank id":           with(func(s *Stop) { s.Service, s.ID = "shop", " " }),
		"ended already":        with(func(s *Stop) { s.Service, s.Until = "shop", now }),
		"a misspelt service":   with(func(s *Stop) { s.Service = "shp" }),
		"a misspelt function":  with(func(s *Stop) { s.Function = "shop/oder" }),
		"a misspelt use":       with(func(s *Stop) { s.Use = "shop/order/email" }),
		"a misspelt item":      with(func(s *Stop) { s.Item = "e-mail" }),
		"a misspelt recipient": with(func(s *Stop) { s.Service, s.Recipient = "shop", "add" }),
	} {
		if _, err := k.Stop(t.Context(), x, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, x := range map[string]Stop{
		"a component": with(func(s *Stop) { s.ID, s.Recipient = "c", "acme-push" }),
		"an item":     with(func(s *Stop) { s.ID, s.Item, s.Until = "i", "email", now.Add(time.Hour) }),
	} {
		if _, err := k.Stop(t.Context(), x, now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWorkIsDoneAnewAfterAConflict(t *testing.T) {
	k, m := newDesk(t, shop(t))
	m.fails = 3
	if v, err := k.Restrict(t.Context(), subject(t, "u-1"), Restricted, "person-asked", now); err != nil || v != int64(len(m.entries)-1) {
		t.Errorf("version %d, %v", v, err)
	}
	if v, err := k.Lift(t.Context(), subject(t, "u-1"), now); err != nil || v != int64(len(m.entries)-1) {
		t.Errorf("lifting: version %d, %v", v, err)
	}
}
