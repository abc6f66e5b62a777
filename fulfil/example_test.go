package fulfil_test

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/ledger"
)

const tiny = `volens: 1
processor: {name: {zh: 示例, en: Example}}
services:
  notes: {name: {zh: 笔记, en: notes}, type: other, functions: {write: {name: {zh: 记, en: write}, uses: [{item: nickname, for: comment}]}}}
stores:
  main: {engine: sqlite, url: {env: MAIN}, holds: {notes: {found: [{in: author, by: person}], fields: {nick: {item: nickname}}}}}
`

// active is the one version of a declaration that there is.
type active struct{ consent.Versions }

func (active) Active(context.Context) (string, int64, bool, error) { return "sha256:1", 1, true, nil }

func (active) Declaration(context.Context, string) (declaration.Source, error) {
	return declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: tiny}}}, nil
}

// one is a store with one table, in which u-1 has three rows.
type one struct {
	plan.Stores
	plan.Connector
}

func (o one) Open(context.Context, *declaration.Store) (plan.Connector, error) { return o, nil }

func (one) Survey(context.Context) (plan.Survey, error) {
	columns := []plan.Column{{Name: "author", Type: "text"}, {Name: "nick", Type: "text"}}
	return plan.Survey{Tables: []plan.Table{{Name: "notes", Columns: columns}}}, nil
}

func (one) Count(_ context.Context, _ plan.Target, by plan.Keys) (int64, error) {
	return map[string]int64{"u-1": 3}[by[declaration.Person][0]], nil
}

func (one) Read(context.Context, plan.Target, plan.Keys, []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) { yield(plan.Record{"author": "u-1", "nick": "青"}, nil) }
}

func (one) Close() error { return nil }

// What is held about a person is simply there, whenever they look.
func Example() {
	office := &fulfil.Office{Consent: &consent.Desk{Versions: active{}}, Stores: one{}}
	who, _ := ledger.NewSubject("u-1")
	held, err := office.Held(context.Background(), who, time.Now())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range held {
		fmt.Println(h.Store, h.Where, h.Items, h.Rows)
	}
	// Output:
	// main notes [nickname] 3
}
