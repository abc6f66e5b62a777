package engines

import (
	"context"
	"fmt"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/volens/volens/bench/w1"
)

// policy is the workload's rule in Rego; %s is where the person is.
const policy = `package w1

default allow := false

allow if {
	use := data.table[input.use]
	use.necessary == true
	%[1]s.closed == false
	%[1]s.unguarded == false
}

allow if {
	use := data.table[input.use]
	use.necessary == false
	use.recommends == false
	%[1]s.closed == false
	%[1]s.unguarded == false
	%[1]s.slots[use.slot]
}

allow if {
	use := data.table[input.use]
	use.necessary == false
	use.recommends == true
	%[1]s.closed == false
	%[1]s.unguarded == false
	%[1]s.off == false
	%[1]s.slots[use.slot]
}
`

func tableOf(w *w1.World) map[string]any {
	table := map[string]any{}
	for t, yes := range w.Declared {
		if yes {
			table[string(w.Use(t))] = map[string]any{"necessary": w.Necessary(t), "recommends": w.Recommends(t), "slot": strconv.Itoa(w.Slot(t))}
		}
	}
	return table
}

func factsOf(p w1.Person) map[string]any {
	slots := map[string]any{}
	for _, s := range p.Slots {
		slots[strconv.Itoa(s)] = true
	}
	return map[string]any{"closed": closed(p), "unguarded": unguarded(p), "off": p.NoRecommendation, "slots": slots}
}

// OPA is Open Policy Agent with a prepared query and the people in its store, or,
// with partial evaluation, the table compiled into rules and the person, parsed
// beforehand, in the input.
type OPA struct {
	name  string
	query rego.PreparedEvalQuery
	input func(k int) ast.Value
}

// NewOPA prepares the query.
func NewOPA(b *Bed) (*OPA, error) {
	people := make(map[string]any, b.People)
	for n := range b.People {
		people[w1.ID(n)] = factsOf(b.World.Person(n))
	}
	// Read back as it would be in use: OPA's own values, not copied for each read.
	store := inmem.NewFromObjectWithOpts(map[string]any{"table": tableOf(b.World), "people": people}, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	query, err := rego.New(rego.Query("data.w1.allow"), rego.Module("w1.rego", fmt.Sprintf(policy, "data.people[input.subject]")), rego.Store(store)).PrepareForEval(context.Background())
	return &OPA{name: "OPA, prepared", query: query, input: func(k int) ast.Value {
		return ast.NewObject(
			[2]*ast.Term{termSubject, ast.StringTerm(b.Subjects[k])},
			[2]*ast.Term{termUse, ast.StringTerm(b.Uses[k])})
	}}, err
}

// NewPartialOPA evaluates all that is known beforehand.
func NewPartialOPA(b *Bed) (*OPA, error) {
	ctx := context.Background()
	store := inmem.NewFromObject(map[string]any{"table": tableOf(b.World)})
	partial, err := rego.New(rego.Query("data.w1.allow"), rego.Module("w1.rego", fmt.Sprintf(policy, "input.person")), rego.Store(store)).PartialResult(ctx)
	if err != nil {
		return nil, err
	}
	query, err := partial.Rego().PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]*ast.Term, b.People)
	for n := range people {
		v, err := ast.InterfaceToValue(factsOf(b.World.Person(n)))
		if err != nil {
			return nil, err
		}
		people[n] = ast.NewTerm(v)
	}
	return &OPA{name: "OPA, partially evaluated", query: query, input: func(k int) ast.Value {
		return ast.NewObject(
			[2]*ast.Term{termPerson, people[b.numbers[k][0]]},
			[2]*ast.Term{termUse, ast.StringTerm(b.Uses[k])})
	}}, nil
}

var termSubject, termUse, termPerson = ast.StringTerm("subject"), ast.StringTerm("use"), ast.StringTerm("person")

// Name names the engine.
func (o *OPA) Name() string { return o.name }

// Answer answers question k.
func (o *OPA) Answer(k int) bool {
	results, err := o.query.Eval(context.Background(), rego.EvalParsedInput(o.input(k)))
	if err != nil {
		panic(err) // the policy has no calls that could fail
	}
	return results.Allowed()
}
