package authzen_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/authzen"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func overlay(t testing.TB, file string) *authzen.Overlay {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	o, err := authzen.ParseOverlay(file, string(b))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// lines returns the fields of each line that is no comment.
func lines(t testing.TB, file string) (all [][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if !strings.HasPrefix(l, "#") {
			all = append(all, strings.Fields(l))
		}
	}
	return all
}

type object = map[string]any

func body(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decision(t testing.TB, p *authzen.Point, request any) bool {
	t.Helper()
	q, err := authzen.ParseQuery(body(t, request))
	if err != nil {
		t.Fatalf("%v: %v", request, err)
	}
	d, err := p.Evaluate(t.Context(), q, now)
	if err != nil {
		t.Fatal(err)
	}
	return d.Decision
}

// The people of the todo scenario, by the ids that its requests bear.
var todoPeople = map[string]string{
	"rick": "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "morty": "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
	"summer": "CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "beth": "CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
	"jerry": "CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
}

// TestTodoVectors replays the working group's todo and gateway decisions.
func TestTodoVectors(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "todo.yaml")}
	replayed := map[string]int{}
	for _, f := range lines(t, "todo.txt") {
		set, who, action, typ, id, owner, want := f[0], f[1], f[2], f[3], f[4], f[5], f[6] == "yes"
		subject, resource := object{"type": "user", "id": todoPeople[who]}, object{"type": typ, "id": id}
		if set == "gateway" {
			subject["type"] = "identity"
		}
		if owner != "-" {
			resource["properties"] = object{"ownerID": owner}
		}
		if got := decision(t, p, object{"subject": subject, "action": object{"name": action}, "resource": resource}); got != want {
			t.Errorf("%v: %v", f, got)
		}
		replayed[set]++
	}
	if diff := cmp.Diff(map[string]int{"01": 40, "02": 40, "gateway": 25}, replayed); diff != "" {
		t.Errorf("replayed (-want +got):\n%s", diff)
	}
}

// TestTodoBatches replays the three batches of the set 02.
func TestTodoBatches(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "todo.yaml")}
	todo := func(end, owner string) object {
		return object{"resource": object{"type": "todo", "id": "7240d0db-8ff0-41ec-98b2-34a096273b" + end, "properties": object{"ownerID": owner}}}
	}
	ricks, mortys, jerrys := todo("92", "rick@the-citadel.com"), todo("91", "morty@the-citadel.com"), todo("95", "jerry@the-smiths.com")
	for who, c := range map[string]struct {
		items []object
		want  []bool
	}{
		"rick": {[]object{ricks, jerrys}, []bool{true, true}}, "morty": {[]object{ricks, mortys}, []bool{false, true}}, "jerry": {[]object{ricks, jerrys}, []bool{false, false}},
	} {
		got := batch(t, p, object{"subject": object{"type": "user", "id": todoPeople[who]}, "action": object{"name": "can_update_todo"}, "evaluations": c.items})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", who, got, c.want)
		}
	}
}

func batch(t testing.TB, p *authzen.Point, request any) (all []bool) {
	t.Helper()
	b, err := authzen.ParseBatch(body(t, request))
	if err != nil {
		t.Fatal(err)
	}
	ds, err := p.Evaluations(t.Context(), b, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ds {
		all = append(all, d.Decision)
	}
	return all
}

// TestSearchVectors replays the working group's searches; those of the identity
// provider scenario are among them.
func TestSearchVectors(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "records.yaml")}
	replayed := map[string]int{}
	for _, f := range lines(t, "records.txt") {
		target, first, second, want := f[0], f[1], strings.TrimSuffix(f[2], ":"), f[3:]
		q := object{"subject": object{"type": "user"}, "resource": object{"type": "record"}}
		switch target {
		case "subject":
			q["action"], q["resource"] = object{"name": first}, object{"type": "record", "id": second}
		case "resource":
			q["subject"], q["action"] = object{"type": "user", "id": first}, object{"name": second}
		case "action":
			q["subject"], q["resource"] = object{"type": "user", "id": first}, object{"type": "record", "id": second}
		}
		if diff := cmp.Diff(want, found(t, p, target, q)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", f, diff)
		}
		replayed[target]++
	}
	if diff := cmp.Diff(map[string]int{"subject": 60, "resource": 18, "action": 120}, replayed); diff != "" {
		t.Errorf("replayed (-want +got):\n%s", diff)
	}
}

// found returns the ids or names of a search's results.
func found(t testing.TB, p *authzen.Point, target string, request any) []string {
	t.Helper()
	all, _ := page(t, p, target, request)
	return all
}

func page(t testing.TB, p *authzen.Point, target string, request any) (all []string, info *authzen.PageInfo) {
	t.Helper()
	s, err := authzen.ParseSearch(authzen.Target(target), body(t, request))
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Search(t.Context(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	all = []string{}
	for _, e := range r.Found {
		all = append(all, e.ID)
	}
	for _, a := range r.Actions {
		all = append(all, a.Name)
	}
	return all, r.Page
}
