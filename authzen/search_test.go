package authzen_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// walk follows the pages of a search to their end.
func walk(t *testing.T, p *authzen.Point, target string, q object) (all []string, pages int) {
	t.Helper()
	for token := ""; ; pages++ {
		paged := object{"limit": 7}
		if token != "" {
			paged = object{"token": token}
		}
		q["page"] = paged
		some, info := page(t, p, target, q)
		if info == nil || info.Count != len(some) || len(some) > 7 {
			t.Fatalf("page %d: %v, %+v", pages, some, info)
		}
		all = append(all, some...)
		if token = info.Next; token == "" {
			return all, pages + 1
		}
	}
}

func TestPagesTogetherAreTheWhole(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "records.yaml")}
	q := object{"subject": object{"type": "user", "id": "dan"}, "action": object{"name": "view"}, "resource": object{"type": "record"}}
	whole, info := page(t, p, "resource", q)
	if info != nil || len(whole) != 20 {
		t.Fatalf("%v, %+v", whole, info)
	}
	if all, pages := walk(t, p, "resource", q); !slices.Equal(all, whole) || pages != 3 {
		t.Errorf("%d pages: %v", pages, all)
	}
}

func TestATokenBelongsToItsQuestion(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "records.yaml")}
	q := func(who string, page object) object {
		return object{"subject": object{"type": "user", "id": who}, "action": object{"name": "view"}, "resource": object{"type": "record"}, "page": page}
	}
	_, info := page(t, p, "resource", q("dan", object{"limit": 2}))
	for name, c := range map[string]struct {
		target authzen.Target
		body   object
		good   bool
	}{
		"as it was": {authzen.Resources, q("dan", object{"token": info.Next, "limit": 2}), true}, "without the limit": {authzen.Resources, q("dan", object{"token": info.Next}), true},
		"another limit": {authzen.Resources, q("dan", object{"token": info.Next, "limit": 3}), false}, "somebody else": {authzen.Resources, q("bob", object{"token": info.Next}), false},
		"made up": {authzen.Resources, q("dan", object{"token": "bm9uc2Vuc2U"}), false}, "a negative limit": {authzen.Resources, q("dan", object{"limit": -1}), false},
		"half a limit": {authzen.Resources, q("dan", object{"limit": 1.5}), false}, "a page that is text": {authzen.Resources, object{"page": "2"}, false},
	} {
		if _, err := authzen.ParseSearch(c.target, body(t, c.body)); (err == nil) != c.good || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// crowd is many people, of whom every tenth agreed.
type crowd int

func (c crowd) People(_ context.Context, after string, limit int) (all []ledger.Subject, end string, err error) {
	i := 0
	if after != "" {
		if i, err = strconv.Atoi(after); err != nil {
			return nil, "", err
		}
	}
	for ; i < int(c) && len(all) < limit; i++ {
		s, err := ledger.NewSubject("u-" + strconv.Itoa(i))
		if err != nil {
			return nil, "", err
		}
		all = append(all, s)
	}
	if i < int(c) {
		end = strconv.Itoa(i)
	}
	return all, end, nil
}

func (c crowd) Decide(_ context.Context, q decide.Question, now time.Time) (decide.Verdict, error) {
	id := q.Subject.Raw()
	return decide.Verdict{Permit: id[len(id)-1] == '0', ValidUntil: now}, nil
}

func TestSearchOverPeople(t *testing.T) {
	p := &authzen.Point{People: crowd(200), Decider: crowd(0)}
	q := object{"subject": object{"type": "person"}, "action": object{"name": "process"}, "resource": object{"type": "use", "id": "shop/a/b/c"}}
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprintf("u-%d0", i))
	}
	want[0] = "u-0"
	if all, _ := walk(t, p, "subject", q); !slices.Equal(all, want) {
		t.Errorf("found %v", all)
	}
	s, err := authzen.ParseSearch(authzen.Subjects, body(t, object{"subject": q["subject"], "action": q["action"], "resource": q["resource"]}))
	if err != nil || !s.OverPeople() {
		t.Fatalf("%v", err)
	}
	if _, err := (&authzen.Point{Decider: crowd(0)}).Search(t.Context(), s, now); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("without people: %v", err)
	}
}

// TestALongSearchIsCutIntoPages: one request does not look at everybody.
func TestALongSearchIsCutIntoPages(t *testing.T) {
	p := &authzen.Point{People: crowd(25_000), Decider: nobody{}}
	q := object{"subject": object{"type": "person"}, "action": object{"name": "process"}, "resource": object{"type": "use", "id": "shop/a/b/c"}}
	if all, pages := walk(t, p, "subject", q); len(all) != 0 || pages != 3 {
		t.Errorf("%d pages, %v", pages, all)
	}
}

type nobody struct{}

func (nobody) Decide(_ context.Context, _ decide.Question, now time.Time) (decide.Verdict, error) {
	return decide.Verdict{ValidUntil: now}, nil
}
