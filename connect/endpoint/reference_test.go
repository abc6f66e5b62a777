package endpoint

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/webhook"
)

// A reference is an endpoint over one table in memory, as a team would write it. Each
// of its flaws makes it wrong in one way.
type reference struct {
	secret webhook.Secret
	now    func() time.Time
	seen   *webhook.Memory
	flaw   string

	mu      sync.Mutex
	rows    []plan.Record     // of the holding profile, found by user_id
	answers map[string]Answer // by webhook-id
	calls   int
	bodies  []Request
}

const holding = "profile"

func (s *reference) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxQuestion))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !s.verified(r.Header, body) {
		s.write(w, http.StatusUnauthorized, Answer{Error: &Problem{Kind: KindInvalid, Reason: "signature"}})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if a, known := s.answers[r.Header.Get(webhook.HeaderID)]; known && s.flaw != "does a repetition again" {
		s.write(w, http.StatusOK, a)
		return
	}
	var q Request
	if json.Unmarshal(body, &q) != nil {
		s.write(w, http.StatusBadRequest, Answer{Error: &Problem{Kind: KindInvalid}})
		return
	}
	s.bodies = append(s.bodies, q)
	a := s.answer(q)
	if a.Error != nil {
		s.refuse(w, a)
		return
	}
	s.answers[r.Header.Get(webhook.HeaderID)] = a
	s.write(w, http.StatusOK, a)
}

// verified checks a signature, or is wrong in it.
func (s *reference) verified(h http.Header, body []byte) bool {
	var seen webhook.Nonces = s.seen
	now := s.now()
	switch s.flaw {
	case "checks no signature":
		return true
	case "checks that there is a signature":
		return h.Get(webhook.HeaderSignature) != ""
	case "takes any time":
		var seconds int64
		_, _ = fmt.Sscan(h.Get(webhook.HeaderTimestamp), &seconds)
		now = time.Unix(seconds, 0)
	case "takes replays":
		seen = webhook.NewMemory(1000)
	case "checks what it decoded":
		var q Request
		if json.Unmarshal(body, &q) == nil {
			body, _ = json.Marshal(q)
		}
	}
	_, err := webhook.Verify(h, body, now, seen, s.secret)
	return err == nil
}

func (s *reference) write(w http.ResponseWriter, status int, a Answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a)
}

func (s *reference) refuse(w http.ResponseWriter, a Answer) {
	if s.flaw == "fails in HTML" {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "<html>oops</html>")
		return
	}
	s.write(w, http.StatusBadRequest, a)
}

// mine reports whether a row is of one of the identifiers.
func (s *reference) mine(q *Target, keys plan.Keys, r plan.Record) bool {
	for _, f := range q.Found {
		for _, id := range keys[f.By] {
			lets := q.Owner == "" || f.By == declaration.Person || f.In == q.Owner || keys.Lets(r[q.Owner]) || s.flaw == "takes what is somebody else's"
			if lets && r[f.In] == id || s.flaw == "takes patterns" && like(r[f.In], id) {
				return true
			}
		}
	}
	return false
}

func like(text, pattern string) bool {
	before, found := strings.CutSuffix(pattern, "%")
	return found && strings.HasPrefix(text, before)
}

func (s *reference) answer(q Request) Answer {
	if q.Target != nil && q.Target.Holding != holding && s.flaw != "takes any holding" {
		return Answer{Error: &Problem{Kind: KindInvalid, Reason: "unknown-holding"}}
	}
	number := func(n int) *int64 { m := int64(n); return &m }
	var mine, others []plan.Record
	if q.Target != nil {
		for _, r := range s.rows {
			if s.mine(q.Target, q.Keys, r) {
				mine = append(mine, r)
			} else {
				others = append(others, r)
			}
		}
	}
	switch q.Op {
	case Survey:
		return Answer{Engine: "reference 1", Tables: []Table{{Name: holding, Columns: []Column{{Name: "user_id"}, {Name: "phone"}}}}}
	case Resolve:
		a := Answer{Keys: plan.Keys{}}
		for column, name := range q.Gives {
			for _, r := range mine {
				a.Keys[name] = append(a.Keys[name], r[column])
			}
		}
		return a
	case Count:
		return Answer{Count: number(len(mine))}
	case Read:
		return s.page(q, mine)
	case Do:
		if !q.Delete {
			return s.change(mine, q.Change)
		}
		return s.do(mine, others)
	case Set:
		for _, r := range mine {
			maps.Copy(r, q.Values)
		}
		return Answer{Done: number(len(mine))}
	case Settle:
		if s.flaw == "settles without a word" {
			return Answer{}
		}
		return Answer{Remnants: []Remnant{{What: "backup"}}}
	case Store:
		if s.flaw == "has a new name every time" {
			return Answer{Store: fmt.Sprint(s.calls)}
		}
		return Answer{Store: "reference"}
	case Look:
		return s.look(q)
	}
	if s.flaw == "takes any operation" {
		return Answer{}
	}
	return Answer{Error: &Problem{Kind: KindInvalid, Reason: "unknown-operation"}}
}

// page gives two rows at a time.
func (s *reference) page(q Request, mine []plan.Record) Answer {
	from := 0
	_, _ = fmt.Sscan(q.After, &from)
	a := Answer{Rows: []plan.Record{}}
	for _, r := range mine[min(from, len(mine)):min(from+2, len(mine))] {
		out := plan.Record{}
		for column, v := range r {
			if q.Columns == nil || slices.Contains(q.Columns, column) {
				out[column] = v
			}
		}
		a.Rows = append(a.Rows, out)
	}
	if from+2 < len(mine) && s.flaw != "reads the first page" {
		a.Next = fmt.Sprint(from + 2)
	}
	return a
}

func (s *reference) do(mine, others []plan.Record) Answer {
	n := int64(len(mine))
	switch s.flaw {
	case "does nothing":
	case "erases everybody":
		s.rows = others[:min(1, len(others))]
	case "changes others":
		for _, r := range others {
			r["phone"] = ""
		}
		s.rows = others
	case "counts wrongly":
		s.rows = others
		n *= 2
	case "finds it an error that nothing is there":
		if n == 0 {
			return Answer{Error: &Problem{Kind: KindInvalid, Reason: "not-found"}}
		}
		s.rows = others
	case "leaves one row":
		if n > 0 {
			others = append(others, mine[0])
		}
		s.rows = others
	default:
		s.rows = others
	}
	if n == 0 {
		s.rows = append(s.rows[:0:0], append(others, mine...)...)
	}
	return Answer{Done: &n}
}

// change transforms columns.
func (s *reference) change(mine []plan.Record, change map[string]string) Answer {
	n := int64(0)
	for _, r := range mine {
		if len(unlike(r, change)) == 0 {
			continue
		}
		for column, as := range change {
			to, null := declaration.Transform(as).Apply(r[column])
			if r[column] = to; null {
				delete(r, column)
			}
		}
		n++
	}
	return Answer{Done: &n}
}

// unlike lists the columns of a row that a transform would change.
func unlike(r plan.Record, change map[string]string) (all []string) {
	for column, as := range change {
		to, null := declaration.Transform(as).Apply(r[column])
		if old, there := r[column]; there == null || old != to {
			all = append(all, column)
		}
	}
	return all
}

// columns looks at rows that stay.
func (s *reference) columns(c Changed, keys plan.Keys) (all []Residue) {
	counts := map[string]int64{}
	for _, r := range s.rows {
		if s.mine(&c.Target, keys, r) || s.flaw == "looks at others' columns" {
			for _, column := range unlike(r, c.As) {
				counts[column]++
			}
		}
		if s.flaw == "says that all columns are left" && s.mine(&c.Target, keys, r) {
			counts["all"]++
		}
	}
	for column, n := range counts {
		all = append(all, Residue{Where: c.Target.Holding + "." + column, Count: n, How: "column"})
	}
	return all
}

func (s *reference) look(q Request) Answer {
	a := Answer{Residue: []Residue{}}
	if s.flaw == "looks away" {
		return a
	}
	for _, t := range q.Search.Targets {
		n := int64(0)
		for _, r := range s.rows {
			if s.mine(&t, q.Search.Keys, r) {
				n++
			}
		}
		if n > 0 {
			a.Residue = append(a.Residue, Residue{Where: t.Holding, Count: n, How: "identifier"})
		}
	}
	for _, c := range q.Search.Changed {
		if s.flaw != "overlooks columns" {
			a.Residue = append(a.Residue, s.columns(c, q.Search.Keys)...)
		}
	}
	if s.flaw == "says nothing where nothing is" && len(a.Residue) == 0 {
		return Answer{}
	}
	return a
}
