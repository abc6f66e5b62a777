package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/volens/volens/bench/load"
	"github.com/volens/volens/bench/serve"
	"github.com/volens/volens/bench/w1"
)

// batch is how many questions go into one request.
const batch = 100

// requests are the questions of the workload as they go over the wire.
type requests struct {
	world         *w1.World
	addr          string
	questions     []w1.Question
	single, hunds [][]byte
}

type question struct {
	Subject string `json:"subject"`
	Action  string `json:"action"`
	Use     string `json:"use"`
}

// asked is how many questions are made ready.
const asked = 1 << 14

func newRequests(w *w1.World, people int, addr string) *requests {
	q := &requests{world: w, addr: addr, questions: w.Questions(people, asked)}
	headers := "Authorization: Bearer " + serve.Key + "\r\n"
	var all []question
	for _, one := range q.questions {
		asked := q.question(one)
		all = append(all, asked)
		q.single = append(q.single, load.Post(addr, "/v1/decisions", headers, encode(asked)))
		if len(all) == batch {
			q.hunds = append(q.hunds, load.Post(addr, "/v1/decisions/batch", headers, encode(map[string]any{"questions": all})))
			all = nil
		}
	}
	return q
}

func (q *requests) question(one w1.Question) question {
	return question{Subject: w1.ID(one.Person), Action: "process", Use: string(q.world.Use(one.Triple))}
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	must(err)
	return b
}

// one is a request of one question.
func (q *requests) one(n int) []byte { return q.single[n%len(q.single)] }

// many is a request of a hundred.
func (q *requests) many(n int) []byte { return q.hunds[n%len(q.hunds)] }

// check compares n answers with what is right, one by one and in batches.
func (q *requests) check(n int) error {
	for k := range n {
		var v verdict
		if err := q.ask("/v1/decisions", q.question(q.questions[k]), &v); err != nil {
			return err
		}
		if err := q.right(k, v); err != nil {
			return err
		}
	}
	var list []question
	for _, one := range q.questions[:batch] {
		list = append(list, q.question(one))
	}
	var all struct{ Verdicts []verdict }
	if err := q.ask("/v1/decisions/batch", map[string]any{"questions": list}, &all); err != nil {
		return err
	}
	for k, v := range all.Verdicts {
		if err := q.right(k, v); err != nil {
			return err
		}
	}
	if len(all.Verdicts) != batch {
		return fmt.Errorf("%d answers to %d questions", len(all.Verdicts), batch)
	}
	return nil
}

type verdict struct {
	Permit  bool
	Reasons []struct{ Rule string }
}

func (q *requests) right(k int, v verdict) error {
	one := q.questions[k]
	if want := q.world.Permitted(q.world.Person(one.Person), one.Triple); v.Permit != want || len(v.Reasons) == 0 {
		return fmt.Errorf("question %d, %s, person %+v: %+v, want %v", k, q.world.Use(one.Triple), q.world.Person(one.Person), v, want)
	}
	return nil
}

func (q *requests) ask(path string, body, into any) error {
	r, err := http.NewRequest(http.MethodPost, "http://"+q.addr+path, bytes.NewReader(encode(body)))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+serve.Key)
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", path, resp.StatusCode)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
