package engines

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/volens/volens/bench/w1"
)

const celExpression = `use in table && !person.closed && !person.unguarded && (table[use].necessary ||
	!(table[use].recommends && person.off) && table[use].slot in person.slots)`

// CEL is cel-go with one compiled expression. Table and people are its own values
// already.
type CEL struct {
	bed     *Bed
	program cel.Program
	table   ref.Val
	people  map[string]ref.Val
}

// NewCEL compiles the expression.
func NewCEL(b *Bed) (*CEL, error) {
	env, err := cel.NewEnv(
		cel.Variable("use", cel.StringType),
		cel.Variable("table", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("person", cel.MapType(cel.StringType, cel.DynType)))
	if err != nil {
		return nil, err
	}
	tree, issues := env.Compile(celExpression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	c := &CEL{bed: b, people: make(map[string]ref.Val, b.People)}
	if c.program, err = env.Program(tree, cel.EvalOptions(cel.OptOptimize)); err != nil {
		return nil, err
	}
	value := types.DefaultTypeAdapter.NativeToValue
	c.table = value(tableOf(b.World))
	for n := range b.People {
		c.people[w1.ID(n)] = value(factsOf(b.World.Person(n)))
	}
	return c, nil
}

// Name names the engine.
func (*CEL) Name() string { return "cel-go, one expression" }

// Answer answers question k.
func (c *CEL) Answer(k int) bool {
	v, _, err := c.program.Eval(map[string]any{"use": c.bed.Uses[k], "table": c.table, "person": c.people[c.bed.Subjects[k]]})
	if err != nil {
		panic(err) // every variable is there, and every key is asked for first
	}
	return v == types.True
}
