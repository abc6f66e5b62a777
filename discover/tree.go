package discover

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/volens/volens/lang"
)

// deepest is how far the nodes of a document may be nested.
const deepest = 64

// parseTree reads a document in YAML or JSON. Aliases are left as they are, so
// that a small document cannot become a large one.
func parseTree(text []byte) (*yaml.Node, error) {
	docs, err := load(text)
	if err != nil {
		at := &Error{1, 1, lang.Text{ZH: "不是合格的 JSON 或 YAML", EN: "this is not proper JSON or YAML"}}
		if e := (*yaml.LoadError)(nil); errors.As(err, &e) {
			at.Line, at.Column = max(1, e.Mark.Line), max(1, e.Mark.Column)
		}
		return nil, at
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 || docs[0].Content[0].Kind != yaml.MappingNode {
		return nil, &Error{1, 1, lang.Text{ZH: "应是一个对象", EN: "an object is wanted here"}}
	}
	return docs[0].Content[0], nil
}

// load builds the nodes; should the library panic, the input is at fault.
func load(text []byte) (docs []yaml.Node, err error) {
	defer func() {
		if v := recover(); v != nil {
			docs, err = nil, fmt.Errorf("the YAML library failed: %v", v)
		}
	}()
	err = yaml.Load(text, &docs, yaml.WithAllDocuments(), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(deepest))))
	return docs, err
}

// child returns what stands under a key of a mapping, or nil.
func child(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		var next *yaml.Node
		each(n, func(k, v *yaml.Node) {
			if k.Value == key && next == nil {
				next = v
			}
		})
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

// each visits the pairs of a mapping in the order written.
func each(n *yaml.Node, visit func(k, v *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		visit(n.Content[i], n.Content[i+1])
	}
}

// items returns the elements of a list.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// scalar returns the text of a scalar under a key, or "".
func scalar(n *yaml.Node, key string) string {
	if v := child(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}
