package engines

import (
	"github.com/cedar-policy/cedar-go"

	"github.com/volens/volens/bench/w1"
)

const cedarPolicies = `
permit (principal, action == Action::"process", resource) when { resource.necessary };
permit (principal, action == Action::"process", resource) when { principal.slots.contains(resource.slot) };
forbid (principal, action, resource) when { principal.closed };
forbid (principal, action, resource) when { principal.unguarded };
forbid (principal, action, resource) when { resource.recommends && principal.off };
`

// Cedar is cedar-go with five policies, and people and uses as entities.
type Cedar struct {
	bed      *Bed
	policies *cedar.PolicySet
	entities cedar.EntityMap
}

// NewCedar makes the entities.
func NewCedar(b *Bed) (*Cedar, error) {
	c := &Cedar{bed: b, entities: cedar.EntityMap{}}
	var err error
	if c.policies, err = cedar.NewPolicySetFromBytes("w1.cedar", []byte(cedarPolicies)); err != nil {
		return nil, err
	}
	for t, yes := range b.World.Declared {
		if yes {
			c.add("Use", string(b.World.Use(t)), cedar.RecordMap{
				"necessary": cedar.Boolean(b.World.Necessary(t)), "recommends": cedar.Boolean(b.World.Recommends(t)), "slot": cedar.Long(b.World.Slot(t)),
			})
		}
	}
	for n := range b.People {
		p := b.World.Person(n)
		var slots []cedar.Value
		for _, s := range p.Slots {
			slots = append(slots, cedar.Long(s))
		}
		c.add("Person", w1.ID(n), cedar.RecordMap{
			"closed": cedar.Boolean(closed(p)), "unguarded": cedar.Boolean(unguarded(p)), "off": cedar.Boolean(p.NoRecommendation), "slots": cedar.NewSet(slots...),
		})
	}
	return c, nil
}

func (c *Cedar) add(kind cedar.EntityType, id string, attributes cedar.RecordMap) {
	uid := cedar.NewEntityUID(kind, cedar.String(id))
	c.entities[uid] = cedar.Entity{UID: uid, Attributes: cedar.NewRecord(attributes)}
}

// Name names the engine.
func (*Cedar) Name() string { return "cedar-go, five policies" }

var process = cedar.NewEntityUID("Action", "process")

// Answer answers question k.
func (c *Cedar) Answer(k int) bool {
	decision, _ := cedar.Authorize(c.policies, c.entities, cedar.Request{
		Principal: cedar.NewEntityUID("Person", cedar.String(c.bed.Subjects[k])), Action: process,
		Resource: cedar.NewEntityUID("Use", cedar.String(c.bed.Uses[k])),
	})
	return decision == cedar.Allow
}
