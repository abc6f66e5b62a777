package report_test

import (
	"fmt"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/lang"
)

// Before anybody asks to be erased, an officer reads where people are and what
// becomes of it. Nothing is connected to, so the plan also says that nobody looked.
func ExamplePlan() {
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: `
volens: 1
processor: {name: {zh: 山雀书店, en: Tit Books}}
services:
  shop:
    name: {zh: 书店, en: Bookshop}
    type: other
    functions:
      account:
        name: {zh: 账号, en: Account}
        uses:
          - {item: phone, for: register, kept: {in: db, for: account}}
          - {item: comments, for: comment, kept: {in: db, for: account}}
stores:
  db:
    engine: postgres
    url: {env: DB}
    look-url: {env: DB_LOOK}
    backups: 30d
    holds:
      readers:
        account: true
        born: joined
        found: [{in: id, by: person}]
        fields: {phone: {item: phone}}
      reviews:
        then: anonymise
        born: written
        found: [{in: reader, by: person}]
        fields: {words: {item: comments, as: blank}}
`}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(report.Plan(plan.Compile(d, nil, plan.Scope{}), lang.EN))
	// Output:
	// 1. db (postgres)
	//   1.1 reviews  by reader = person
	//     changed: reader → null, words → blank (comments)
	//   1.2 readers  by id = person
	//     deleted (mobile phone number)
	//
	// What is missing or to be known (1):
	//   volens.yaml:17:5: db [unreachable] it was not reached: what follows goes by the declaration alone
}

// A case that is not closed is never called erased.
func ExampleCertificate() {
	c := erase.Certificate{Case: "c1", Trigger: erase.TriggerRequest}
	for _, c.State = range []erase.State{erase.Open, erase.Restricted, erase.Closed} {
		title, _, _ := strings.Cut(report.Certificate(c, lang.EN), "\n")
		fmt.Println(title)
	}
	// Output:
	// Erasure under way: not done yet
	// Restricted: technically hard to erase; nothing but storage and protection
	// Certificate of erasure
}
