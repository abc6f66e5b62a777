package authzen

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

func (r *reader) rules(n *yaml.Node) []rule {
	if n.Kind != yaml.SequenceNode {
		r.bad(n, "rules 应为列表", "rules must be a list")
		return nil
	}
	all := make([]rule, 0, len(n.Content))
	for _, item := range n.Content {
		all = append(all, r.rule(item))
	}
	return all
}

func (r *reader) rule(n *yaml.Node) rule {
	out := rule{line: n.Line}
	r.each(n, func(key, value *yaml.Node) {
		switch key.Value {
		case "who":
			out.who = r.names(value, nil)
		case "may":
			out.may = r.names(value, nil)
		case "on":
			out.on = r.names(value, ours)
		case "when":
			out.when = r.conditions(value)
		default:
			r.bad(key, "没有这个键；可写 who、may、on、when", "no such key; there are who, may, on and when")
		}
	})
	if len(out.who) == 0 || len(out.may) == 0 || len(out.on) == 0 {
		r.bad(n, "每条规则须写 who、may、on", "a rule needs who, may and on")
	}
	return out
}

// names reads one name or a list of them.
func (r *reader) names(n *yaml.Node, reserved []string) []string {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var all []string
	for _, one := range nodes {
		switch {
		case one.Kind != yaml.ScalarNode || one.Tag != "!!str" || one.Value == "":
			r.bad(one, "应为名称", "must be a name")
		case slices.Contains(reserved, one.Value):
			r.reserved(one)
		default:
			all = append(all, one.Value)
		}
	}
	return all
}

// conditions reads {attribute: {operator: value}}; all of them must hold.
func (r *reader) conditions(n *yaml.Node) []condition {
	var all []condition
	r.each(n, func(key, value *yaml.Node) {
		left, ok := r.path(key)
		if !ok {
			return
		}
		r.each(value, func(op, value *yaml.Node) {
			c := condition{left: left, op: op.Value}
			if r.operand(&c, op, value) {
				all = append(all, c)
			}
		})
		if value.Kind == yaml.MappingNode && len(value.Content) == 0 {
			r.bad(value, "这里没有写条件", "there is no condition here")
		}
	})
	return all
}

func (r *reader) operand(c *condition, op, value *yaml.Node) (ok bool) {
	before := len(r.flaws)
	switch c.op {
	case opIs, opNot, opHas:
		c.values = []any{r.scalar(value)}
	case opIn, opHasAny:
		if value.Kind != yaml.SequenceNode || len(value.Content) == 0 {
			r.bad(value, "应为列表", "must be a list")
			break
		}
		c.values, _ = r.value(value).([]any)
	case opSameAs:
		c.right, _ = r.path(value)
	default:
		r.bad(op, "没有这个比较；可写 is、not、in、has、has-any、same-as", "no such comparison; there are is, not, in, has, has-any and same-as")
	}
	return len(r.flaws) == before
}

func (r *reader) path(n *yaml.Node) (path, bool) {
	of, name, ok := strings.Cut(n.Value, ".")
	if n.Kind != yaml.ScalarNode || !ok || name == "" || !slices.Contains([]string{"subject", "resource", "action", "context"}, of) {
		r.bad(n, "属性的写法为 subject.名称、resource.名称、action.名称 或 context.名称", "an attribute is written subject.NAME, resource.NAME, action.NAME or context.NAME")
		return path{}, false
	}
	return path{of, name}, true
}
