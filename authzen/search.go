package authzen

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
)

// What a page holds where the request does not say, and at most.
const (
	DefaultPage = 100
	LargestPage = 1000
)

// A Target is what a search looks for.
type Target string

// The targets.
const (
	Subjects  Target = "subject"
	Resources Target = "resource"
	Actions   Target = "action"
)

// A Search asks for everything of one kind that would be permitted.
type Search struct {
	Target Target
	Query  Query // without the id, or the action, that is looked for
	Paged  bool  // whether the request asked for pages
	Limit  int
	after  string
	digest string
}

// OverPeople reports whether the answer would list people whom Volens knows.
func (s Search) OverPeople() bool { return s.Target == Subjects && isOurs(s.Query.Resource.Type) }

// Results are one page of a search. The member that is set is the target's.
type Results struct {
	Page    *PageInfo
	Found   []Entity
	Actions []Action
}

// PageInfo says how to go on: with the token, unless it is "".
type PageInfo struct {
	Next  string `json:"next_token"`
	Count int    `json:"count"`
}

// MarshalJSON puts the page first, so that who reads can show progress.
func (r Results) MarshalJSON() ([]byte, error) {
	out := struct {
		Page    *PageInfo `json:"page,omitempty"`
		Results any       `json:"results"`
	}{r.Page, r.Found}
	switch {
	case r.Actions != nil:
		out.Results = r.Actions
	case r.Found == nil:
		out.Results = []Entity{}
	}
	return json.Marshal(out)
}

// ParseSearch reads the body of a search.
//
// Errors: fault.Invalid, also for a token that came with another question.
func ParseSearch(t Target, body []byte) (Search, error) {
	var b struct {
		parts
		Page *struct {
			Token *string  `json:"token"`
			Limit *float64 `json:"limit"`
		} `json:"page"`
	}
	if err := read(body, &b, ""); err != nil {
		return Search{}, err
	}
	s := Search{Target: t, Limit: DefaultPage, Paged: b.Page != nil}
	var err error
	if s.Query, err = b.parts.query(needs{subjectID: t != Subjects, resourceID: t != Resources, action: t != Actions}); err != nil {
		return Search{}, err
	}
	s.digest = digest(t, b.parts)
	if b.Page == nil {
		return s, nil
	}
	return s, s.page(b.Page.Token, b.Page.Limit)
}

func (s *Search) page(token *string, limit *float64) error {
	wanted := -1
	if limit != nil {
		n, err := number(map[string]any{"": *limit}, "", "page.limit")
		if err != nil {
			return err
		}
		wanted = int(min(n, LargestPage))
		s.Limit = wanted
	}
	if token == nil || *token == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(*token)
	of, rest, _ := strings.Cut(string(raw), " ")
	was, after, ok := strings.Cut(rest, " ")
	n, errN := strconv.Atoi(was)
	if err != nil || !ok || errN != nil || n < 0 || n > LargestPage {
		return fault.New(fault.Invalid, "page.token 不是先前答复所给", "page.token is none that an answer gave")
	}
	if of != s.digest || wanted >= 0 && wanted != n {
		return fault.New(fault.Invalid, "page.token 属于另一个问题：翻页时其余内容须保持不变", "page.token belongs to another question: from page to page everything else stays the same")
	}
	s.Limit, s.after = n, after
	return nil
}

// token names the place after which the next page begins, and the question by
// its hash alone.
func (s Search) token(after string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(s.digest + " " + strconv.Itoa(s.Limit) + " " + after))
}

// digest recognises the same question on the next page. What a search does not
// heed does not count.
func digest(t Target, p parts) string {
	h := sha256.New()
	for _, v := range []jsontext.Value{jsontext.Value(strconv.Quote(string(t))), p.Subject, p.Action, p.Resource, p.Context} {
		c := v.Clone()
		_ = c.Canonicalize() // valid already
		_, _ = h.Write(append(c, '\n'))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// Search answers s.
//
// Errors: as Evaluate has them.
func (p *Point) Search(ctx context.Context, s Search, now time.Time) (Results, error) {
	if s.OverPeople() {
		return p.people(ctx, s, now)
	}
	all, err := p.candidates(ctx, s)
	if err != nil {
		return Results{}, err
	}
	start := 0
	if s.after != "" {
		if start, err = strconv.Atoi(s.after); err != nil || start < 0 {
			return Results{}, fault.New(fault.Invalid, "page.token 不是先前答复所给", "page.token is none that an answer gave")
		}
	}
	out, count := Results{}, 0
	for i := start; i < len(all); i++ {
		if count == s.Limit {
			return out.paged(s, count, strconv.Itoa(i), true), nil
		}
		d, err := p.Evaluate(ctx, all[i], now)
		if err != nil {
			return Results{}, err
		}
		if d.Decision {
			out.add(s.Target, all[i])
			count++
		}
	}
	return out.paged(s, count, "", false), nil
}

func (r *Results) add(t Target, q Query) {
	switch t {
	case Subjects:
		r.Found = append(r.Found, Entity{Type: q.Subject.Type, ID: q.Subject.ID})
	case Resources:
		r.Found = append(r.Found, Entity{Type: q.Resource.Type, ID: q.Resource.ID})
	case Actions:
		r.Actions = append(r.Actions, Action{Name: q.Action.Name})
	}
}

// paged adds how to go on: after the named place, where there is more.
func (r Results) paged(s Search, count int, after string, more bool) Results {
	if s.Paged || more {
		r.Page = &PageInfo{Count: count}
	}
	if more {
		r.Page.Next = s.token(after)
	}
	return r
}

// candidates are all questions whose answers the search is made of, in an order
// that does not change.
func (p *Point) candidates(ctx context.Context, s Search) ([]Query, error) {
	if !isOurs(s.Query.Resource.Type) {
		return p.Overlay.candidates(s), nil
	}
	if !isPerson(s.Query.Subject.Type) {
		return nil, nil
	}
	var all []Query
	q := s.Query
	if s.Target == Actions {
		for _, a := range decide.Actions() {
			q.Action.Name = string(a)
			all = append(all, q)
		}
		return all, nil
	}
	ids, err := p.declared(ctx, q.Resource.Type)
	for _, id := range ids {
		q.Resource.ID = id
		all = append(all, q)
	}
	return all, err
}

// declared returns the ids of all resources of one of our types.
func (p *Point) declared(ctx context.Context, typ string) ([]string, error) {
	d, _, err := p.Declared.Current(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	seen := map[string]bool{}
	for _, u := range d.Uses() {
		id := string(u.ID)
		switch typ {
		case TypeFunction:
			id = u.Service.ID + "/" + u.Function.ID
		case TypeItem:
			id = string(u.Item.ID)
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// candidates are the questions over what the overlay lists.
func (o *Overlay) candidates(s Search) (all []Query) {
	if o == nil {
		return nil
	}
	q := s.Query
	switch s.Target {
	case Subjects:
		q.Subject.Properties = nil // of whom we look for, nothing is stated
		for _, id := range o.subjects.of[q.Subject.Type].ids {
			q.Subject.ID = id
			all = append(all, q)
		}
	case Resources:
		q.Resource.Properties = nil
		for _, id := range o.resources.of[q.Resource.Type].ids {
			q.Resource.ID = id
			all = append(all, q)
		}
	case Actions:
		for _, a := range o.actions() {
			q.Action = Action{Name: a}
			all = append(all, q)
		}
	}
	return all
}
