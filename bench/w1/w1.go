// Package w1 is the workload that verdicts are measured with: a declaration of
// fifty functions, each with eight kinds of information put to six purposes,
// 2,400 combinations of which one in five is not declared; people who agreed to
// about twenty things each; and 65,536 questions, half of them about functions
// that the person uses. Two of the eight kinds are sensitive and consented to one
// by one, the others by function and purpose: 400 slots.
//
// Everything follows from numbers, so that every engine is asked the same.
package w1

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// The shape of a function.
const (
	Items     = 8
	Sensitive = 2 // the last of the items
	Purposes  = 6
	perFunc   = Items * Purposes
	slotsEach = Purposes + Sensitive
	Functions = 50 // unless said otherwise
)

// purposes are of the vocabulary: the first is what the function exists for and
// rests on the contract, the last recommends.
var purposes = [Purposes]string{"deliver", "notify", "keep-favourites", "improve-quality", "customer-service", "recommend"}

// Recommend is the purpose that a person can switch off.
const Recommend = Purposes - 1

// A World is a declaration and what follows from it for people.
type World struct {
	Functions   int
	Declared    []bool // by triple
	Declaration *declaration.Declaration
	text        string
	items       [][]law.ItemID
	uses        []declaration.UseID // by triple, the undeclared as well
	slots       [][]int             // triples by slot, made when asked for
}

// New makes the world of so many functions.
func New(functions int) (*World, error) {
	w := &World{Functions: functions, Declared: make([]bool, functions*perFunc)}
	ordinary, sensitive := taxonomy()
	for f := range functions {
		items := make([]law.ItemID, 0, Items)
		for i := range Items - Sensitive {
			items = append(items, ordinary[(f*(Items-Sensitive)+i)%len(ordinary)])
		}
		for i := range Sensitive {
			items = append(items, sensitive[(f*Sensitive+i)%len(sensitive)])
		}
		w.items = append(w.items, items)
	}
	w.declareFourFifths()
	for t := range w.Declared {
		f, i, p := w.Split(t)
		w.uses = append(w.uses, declaration.UseID(fmt.Sprintf("shop/%s/%s/%s", function(f), w.items[f][i], purposes[p])))
	}
	w.text = w.write()
	var err error
	w.Declaration, err = declaration.Parse(w.Source())
	return w, err
}

// taxonomy picks 48 ordinary and 16 sensitive kinds of information.
func taxonomy() (ordinary, sensitive []law.ItemID) {
	for _, i := range law.Items() {
		switch {
		case i.Family == "" && i.ID != "child-information" && len(ordinary) < 48:
			ordinary = append(ordinary, i.ID)
		case (i.Family == law.Medical || i.Family == law.FinancialAccount) && len(sensitive) < 16:
			sensitive = append(sensitive, i.ID)
		}
	}
	return ordinary, sensitive
}

// declareFourFifths leaves out one in five, but never a whole line.
func (w *World) declareFourFifths() {
	for t := range w.Declared {
		w.Declared[t] = true
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for left := len(w.Declared) / 5; left > 0; {
		if t := rng.IntN(len(w.Declared)); w.Declared[t] && w.declaredWith(t) > 1 {
			w.Declared[t] = false
			left--
		}
	}
}

// declaredWith is how many kinds the function puts to the purpose of t.
func (w *World) declaredWith(t int) int {
	f, _, p := w.Split(t)
	n := 0
	for i := range Items {
		if w.Declared[w.Triple(f, i, p)] {
			n++
		}
	}
	return n
}

// Source is the declaration as written.
func (w *World) Source() declaration.Source {
	return declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: w.text}}}
}

// Triple numbers a function's item and purpose.
func (w *World) Triple(f, i, p int) int { return f*perFunc + i*Purposes + p }

// Split is the reverse of Triple.
func (w *World) Split(t int) (f, i, p int) { return t / perFunc, t % perFunc / Purposes, t % Purposes }

// Slots is how many things there are to agree to.
func (w *World) Slots() int { return w.Functions * slotsEach }

// Slot is what has to be agreed to for t: the item of the function where it is
// sensitive, else the purpose of the function.
func (w *World) Slot(t int) int {
	f, i, p := w.Split(t)
	if sensitive := i - (Items - Sensitive); sensitive >= 0 {
		return f*slotsEach + Purposes + sensitive
	}
	return f*slotsEach + p
}

// OfSlot lists the declared triples that agreeing to a slot permits.
func (w *World) OfSlot(slot int) []int {
	if w.slots == nil {
		w.slots = make([][]int, w.Slots())
		for t, declared := range w.Declared {
			if declared && !w.Necessary(t) {
				w.slots[w.Slot(t)] = append(w.slots[w.Slot(t)], t)
			}
		}
	}
	return w.slots[slot]
}

// Necessary reports whether t rests on the contract.
func (w *World) Necessary(t int) bool { return t%Purposes == 0 }

// Recommends reports whether t serves recommendation.
func (w *World) Recommends(t int) bool { return t%Purposes == Recommend }

// Use is the id of the use, declared or not.
func (w *World) Use(t int) declaration.UseID { return w.uses[t] }

// Names are the words of t.
func (w *World) Names(t int) (fn, item, purpose string) {
	f, i, p := w.Split(t)
	return function(f), string(w.items[f][i]), purposes[p]
}

func function(f int) string { return fmt.Sprintf("f%03d", f) }

// write writes the declaration.
func (w *World) write() string {
	b := &strings.Builder{}
	b.WriteString(head)
	for f := range w.Functions {
		fmt.Fprintf(b, functionHead, function(f), f, f)
		for p := range Purposes {
			var items []string
			for i := range Items {
				if w.Declared[w.Triple(f, i, p)] {
					items = append(items, string(w.items[f][i]))
				}
			}
			line := consentLine
			if p == 0 {
				line = contractLine
			}
			fmt.Fprintf(b, line, strings.Join(items, ", "), purposes[p])
		}
	}
	b.WriteString(tail)
	return b.String()
}

const head = `volens: 1
processor:
  name: {zh: 万禾集团, en: Wanhe Group}
  people: 2600000
  contact: {mail: hello@wanhe.example}
  officer: {name: 王宁, mail: privacy@wanhe.example}
  complaints: {mail: complaints@wanhe.example, answered-within: 15wd}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: possible
    functions:
`

const functionHead = `      %s:
        name: {zh: 第 %d 个功能, en: function %d}
        when: on-request
        kept: {in: main, for: 90d, then: delete}
        without: {zh: 其他不变, en: nothing else changes}
        uses:
`

const (
	contractLine = "          - {items: [%s], for: %s, basis: contract, necessary: true}\n"
	consentLine  = "          - {items: [%s], for: %s}\n"
)

const tail = `stores:
  main:
    engine: mysql
    location: 中国上海
    protects: [backup, encryption, access-control]
    risks: 账号被盗可能致信息泄露
`

// A Question is asked of every engine.
type Question struct {
	Person, Triple int
}

// Questions are n questions about so many people.
func (w *World) Questions(people, n int) []Question {
	rng := rand.New(rand.NewPCG(2, uint64(people)))
	all := make([]Question, n)
	for k := range all {
		who, f := rng.IntN(people), rng.IntN(w.Functions)
		if k%2 == 0 {
			used := w.Person(who).Functions
			f = used[rng.IntN(len(used))]
		}
		all[k] = Question{who, w.Triple(f, rng.IntN(Items), rng.IntN(Purposes))}
	}
	return all
}

// Permitted is the answer that all engines have to give.
func (w *World) Permitted(p Person, t int) bool {
	switch {
	case !w.Declared[t] || p.Restricted || p.Erasing || p.Minor && !p.Guardian:
		return false
	case w.Necessary(t):
		return true
	case w.Recommends(t) && p.NoRecommendation:
		return false
	}
	return slices.Contains(p.Slots, w.Slot(t))
}
