package sqlschema

import "strings"

// property reads the way in which SQL Server keeps comments: a call of
// sp_addextendedproperty whose values are named, or stand in their order.
func (p *parser) property() {
	called, name := false, ""
	var ordered []string
	named := map[string]string{}
	for p.tok.kind != end && !p.tok.is(";") && !p.tok.word("EXEC", "EXECUTE") {
		switch {
		case p.tok.word("sp_addextendedproperty", "sp_updateextendedproperty"):
			called = true
		case p.tok.is("@"):
			p.advance()
			name = strings.ToLower(p.tok.text)
		case p.tok.kind == text && name != "":
			named[name], name = p.tok.text, ""
		case p.tok.kind == text:
			ordered = append(ordered, p.tok.text)
		}
		if len(ordered)+len(named) > 2*len(propertyValues) {
			return
		}
		p.advance()
	}
	for i, value := range ordered[:min(len(ordered), len(propertyValues))] {
		named[propertyValues[i]] = value
	}
	if called && strings.EqualFold(named["name"], "MS_Description") && named["level1name"] != "" {
		p.say(clean(named["level1name"]), clean(named["level2name"]), clean(named["value"]))
	}
}

// propertyValues are what such a call is given, in order.
var propertyValues = []string{"name", "value", "level0type", "level0name", "level1type", "level1name", "level2type", "level2name"}
