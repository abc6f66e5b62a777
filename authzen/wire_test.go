package authzen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/fault"
)

const whole = `"action":{"name":"read"},"resource":{"type":"record","id":"1"}`

// TestBadQueries walks what a question may not be. Nothing of it comes back.
func TestBadQueries(t *testing.T) {
	const secret = "13812345678"
	for name, c := range map[string]struct{ body, says string }{
		"no subject":           {`{` + whole + `}`, "subject is missing"},
		"null for a subject":   {`{"subject":null,` + whole + `}`, "subject is missing"},
		"no action":            {`{"subject":{"type":"user","id":"a"},"resource":{"type":"record","id":"1"}}`, "action is missing"},
		"no resource":          {`{"subject":{"type":"user","id":"a"},"action":{"name":"read"}}`, "resource is missing"},
		"no subject type":      {`{"subject":{"id":"` + secret + `"},` + whole + `}`, "subject.type is missing"},
		"no subject id":        {`{"subject":{"type":"user"},` + whole + `}`, "subject.id is missing"},
		"empty subject id":     {`{"subject":{"type":"user","id":""},` + whole + `}`, "subject.id is missing"},
		"no action name":       {`{"subject":{"type":"user","id":"a"},"action":{},"resource":{"type":"record","id":"1"}}`, "action.name is missing"},
		"text for a subject":   {`{"subject":"` + secret + `",` + whole + `}`, "subject has the wrong type"},
		"a number for an id":   {`{"subject":{"type":"user","id":13812345678},` + whole + `}`, "subject.id has the wrong type"},
		"a list of properties": {`{"subject":{"type":"user","id":"a","properties":["` + secret + `"]},` + whole + `}`, "subject.properties has the wrong type"},
		"text for a context":   {`{"subject":{"type":"user","id":"a"},"context":"` + secret + `",` + whole + `}`, "context has the wrong type"},
		"a number too large":   {`{"subject":{"type":"user","id":"a"},"context":{"` + secret + `":1e999},` + whole + `}`, "context has the wrong type"},
		"a list":               {`["` + secret + `"]`, "must be a JSON object"},
		"null":                 {`null`, "must be a JSON object"},
		"nothing":              {``, "not strict JSON"},
		"cut off":              {`{"subject":{"type":"` + secret, "not strict JSON"},
		"a member twice":       {`{"` + secret + `":1,"` + secret + `":2}`, "not strict JSON"},
		"not UTF-8":            {"{\"subject\":{\"type\":\"user\",\"id\":\"\xd5\xc5\"}," + whole + "}", "not strict JSON"},
		"more behind it":       {`{"subject":{"type":"user","id":"a"},` + whole + `} 1`, "not strict JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := authzen.ParseQuery([]byte(c.body))
			if fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if strings.Contains(fmt.Sprint(err), secret) {
				t.Errorf("what was sent comes back: %v", err)
			}
		})
	}
}

func TestUnknownMembersAreIgnored(t *testing.T) {
	q, err := authzen.ParseQuery([]byte(`{"future":{"a":[1]},"subject":{"type":"user","id":"a","more":1,"properties":{"x":{"deep":[1]}}},` + whole + `,"context":null}`))
	if err != nil || q.Subject.ID != "a" || q.Action.Name != "read" {
		t.Errorf("%v", err)
	}
}

func TestEntitiesDoNotPrint(t *testing.T) {
	q, err := authzen.ParseQuery([]byte(`{"subject":{"type":"user","id":"13812345678"},` + whole + `}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{fmt.Sprint(q), fmt.Sprintf("%+v", q), fmt.Sprintf("%#v", q.Subject)} {
		if strings.Contains(s, "13812345678") {
			t.Errorf("prints %s", s)
		}
	}
}

// TestBatchItems: what is wrong with one question is no other's; a null subject
// does not inherit somebody else.
func TestBatchItems(t *testing.T) {
	p := &authzen.Point{Overlay: overlay(t, "fixture.yaml")}
	const def = `"subject":{"type":"user","id":"alice"},"action":{"name":"read"}`
	for name, c := range map[string]struct{ body, want string }{
		"one lacks its resource": {`{` + def + `,"evaluations":[{"resource":{"type":"record","id":"record-1"}},{}]}`, "[true false]"},
		"one is no object":       {`{` + def + `,"resource":{"type":"record","id":"record-1"},"evaluations":[1,null,{}]}`, "[false false true]"},
		"a null subject":         {`{` + def + `,"resource":{"type":"record","id":"record-1"},"evaluations":[{"subject":null}]}`, "[false]"},
		"half a default":         {`{"subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"},"evaluations":[{"subject":{"id":"alice"}},{}]}`, "[false false]"},
		"deny on first":          {`{` + def + `,"options":{"evaluations_semantic":"deny_on_first_deny","more":1},"resource":{"type":"record","id":"record-1"},"evaluations":[{},{"action":{"name":"fly"}},{}]}`, "[true false]"},
		"deny on first error":    {`{` + def + `,"options":{"evaluations_semantic":"deny_on_first_deny"},"evaluations":[{},{"resource":{"type":"record","id":"record-1"}}]}`, "[false]"},
		"permit on first":        {`{` + def + `,"options":{"evaluations_semantic":"permit_on_first_permit"},"resource":{"type":"record","id":"record-1"},"evaluations":[{"action":{"name":"fly"}},{},{}]}`, "[false true]"},
		"execute all":            {`{` + def + `,"options":{"evaluations_semantic":"execute_all"},"resource":{"type":"record","id":"record-1"},"evaluations":[{"action":{"name":"fly"}},{},{}]}`, "[false true true]"},
		"no list":                {`{` + def + `,"resource":{"type":"record","id":"record-1"}}`, "[true]"},
		"an empty list":          {`{` + def + `,"resource":{"type":"record","id":"record-1"},"evaluations":[]}`, "[true]"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := authzen.ParseBatch([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			all, err := p.Evaluations(t.Context(), b, now)
			if err != nil {
				t.Fatal(err)
			}
			got := []bool{}
			for _, d := range all {
				got = append(got, d.Decision)
			}
			if fmt.Sprint(got) != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestBadBatches(t *testing.T) {
	for name, c := range map[string]struct{ body, says string }{
		"a semantic nobody knows":   {`{"options":{"evaluations_semantic":"maybe"},"evaluations":[{}]}`, "evaluations_semantic must be"},
		"a default that is no such": {`{"subject":"alice","evaluations":[{}]}`, "subject has the wrong type"},
		"no list, no question":      {`{"subject":{"type":"user","id":"alice"}}`, "action is missing"},
		"evaluations is no list":    {`{"evaluations":{}}`, "evaluations has the wrong type"},
		"too many":                  {`{"evaluations":[` + strings.Repeat("{},", 1000) + `{}]}`, "at most 1000"},
	} {
		if _, err := authzen.ParseBatch([]byte(c.body)); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"subject":{"type":"user","id":"a"},` + whole + `,"evaluations":[{},null],"page":{"limit":1,"token":"eA"}}`))
	p := &authzen.Point{Overlay: overlay(f, "fixture.yaml")}
	f.Fuzz(func(t *testing.T, b []byte) {
		if batch, err := authzen.ParseBatch(b); err == nil {
			for i, item := range batch.Items { // types of ours need a decider
				switch item.Query.Resource.Type {
				case authzen.TypeUse, authzen.TypeFunction, authzen.TypeItem:
					batch.Items[i].Query.Resource.Type = "record"
				}
			}
			if _, err := p.Evaluations(t.Context(), batch, now); err != nil {
				t.Error(err)
			}
		}
		for _, target := range []authzen.Target{authzen.Subjects, authzen.Resources, authzen.Actions} {
			if s, err := authzen.ParseSearch(target, b); err == nil && s.Query.Resource.Type == "record" {
				_, _ = p.Search(t.Context(), s, now)
			}
		}
	})
}
