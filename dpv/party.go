package dpv

import (
	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// controllerID names the processor (处理者) within a document.
const controllerID = "_:controller"

// subject is the person, by the commitment that the public leaf holds to them.
// Whoever has the receipt can open it.
func (w writer) subject() node {
	n := node{"@id": "urn:volens:subject:" + w.leaf.Subject.String(), "@type": "dpv:DataSubject"}
	if w.body.By == consent.ByGuardian {
		n["@type"] = []string{"dpv:DataSubject", "dpv:Child"}
	}
	put(n, "dct:identifier", w.Principal)
	return n
}

func (w writer) controller() node {
	p := w.Declaration.Processor
	n := node{"@id": controllerID, "@type": "dpv:DataController"}
	put(n, "dpv:hasName", said(p.Name))
	contact(n, p.Contact)
	return n
}

func contact(n node, c declaration.Contact) {
	point := node{"@type": "schema:ContactPoint"}
	put(point, "schema:email", c.Mail)
	put(point, "schema:telephone", c.Phone)
	put(point, "schema:url", c.URL)
	put(point, "schema:address", said(c.Address))
	if len(point) > 1 {
		n["schema:contactPoint"] = point
	}
}

// recipients are all who are given the item, and who collects it in their place.
func recipients(u declaration.Use) []node {
	var all []node
	for _, r := range u.Gives {
		all = append(all, recipient(r))
	}
	if u.Recipient != nil {
		all = append(all, recipient(u.Recipient))
	}
	if c := u.Component; c != nil {
		n := node{"@type": []string{"dpv:Recipient", roleOf(c.Role)}, "dct:identifier": c.ID, "dpv:hasLocation": country(c.Country)}
		put(n, "dpv:hasName", said(c.Vendor))
		contact(n, c.Contact)
		all = append(all, n)
	}
	return all
}

func recipient(r *declaration.Recipient) node {
	n := node{"@type": []string{"dpv:Recipient", roleOf(r.Role)}, "dct:identifier": r.ID, "dpv:hasLocation": country(r.Country)}
	put(n, "dpv:hasName", said(r.Name))
	contact(n, r.Contact)
	return n
}

func roleOf(s declaration.Standing) string {
	switch s {
	case declaration.Entrusted:
		return "dpv:DataProcessor"
	case declaration.Joint:
		return "dpv:JointDataControllers"
	case declaration.ThirdParty:
		return "dpv:ThirdParty"
	}
	return "dpv:Entity"
}

// country is a place: by the vocabulary's own name for China, by code elsewhere.
func country(code string) any {
	if code == declaration.Home || code == "" {
		return "loc:CN"
	}
	return node{"@type": "dpv:Location", "dct:identifier": code}
}
