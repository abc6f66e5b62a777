package dpv

import "github.com/volens/volens/lang"

// A node is a JSON-LD node.
type node = map[string]any

// The profiles of the guide.
const (
	conformsReceipt = "https://w3id.org/dpv/schema/dpv-27560#receipt"
	conformsRecord  = "https://w3id.org/dpv/schema/dpv-27560#record"
)

// Namespace is that of our own terms.
const Namespace = "urn:volens:ns:"

// context declares every prefix, and which values are names and which are times,
// so that a processor reads them as such.
func context() node {
	c := node{
		"dct":          "http://purl.org/dc/terms/",
		"dpv":          "https://w3id.org/dpv#",
		"loc":          "https://w3id.org/dpv/loc#",
		"rdf":          "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
		"schema":       "https://schema.org/",
		"volens":       Namespace,
		"xsd":          "http://www.w3.org/2001/XMLSchema#",
		"volens:proof": node{"@type": "@json"}, // one value, not to be taken apart
	}
	for _, name := range []string{
		"dct:conformsTo", "dct:publisher", "dpv:hasDataController", "dpv:hasJurisdiction", "dpv:hasLegalBasis",
		"dpv:hasProcessing", "dpv:hasNecessity", "dpv:isIndicatedBy", "dpv:hasLocation", "dpv:isExercisedAt",
	} {
		c[name] = node{"@type": "@id"}
	}
	for _, name := range []string{"dct:created", "dct:date", "dpv:isIndicatedAtTime"} {
		c[name] = node{"@type": "xsd:dateTime"}
	}
	return c
}

// said is a text in both languages.
func said(t lang.Text) []node {
	var all []node
	for _, l := range []struct{ text, tag string }{{t.ZH, "zh"}, {t.EN, "en"}} {
		if l.text != "" {
			all = append(all, node{"@value": l.text, "@language": l.tag})
		}
	}
	return all
}

// put sets what is there and leaves out what is not.
func put(n node, name string, v any) {
	switch v := v.(type) {
	case string:
		if v == "" {
			return
		}
	case []node:
		if len(v) == 0 {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	}
	n[name] = v
}
