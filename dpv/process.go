package dpv

import (
	"strconv"
	"strings"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// process is what the consent is about: one use, as it was declared then. Where
// the declaration does not know it (somebody withdrew from what is declared no
// more), its name is all there is.
func (w writer) process(id declaration.UseID, f declaration.Fingerprint) node {
	n := node{"@type": "dpv:Process", "dct:identifier": string(id), "volens:fingerprint": string(f)}
	u, ok := w.Declaration.UseByID(id)
	if !ok || u.Fingerprint() != f {
		return n
	}
	n["dpv:hasService"] = node{"@type": "dpv:Service", "dct:identifier": u.Service.ID, "dct:title": said(u.Service.Name)}
	n["dpv:hasPurpose"] = node{"@type": []string{"dpv:Purpose", purposeOf(u.Purpose.Class)}, "dct:identifier": u.Purpose.ID, "dct:title": said(u.Purpose.Is)}
	separate := u.Separate()
	if w.body.By == consent.ByGuardian { // of a child every item is sensitive and asked alone (PIPL 28)
		separate = append(separate, declaration.SeparateChild)
	}
	n["dpv:hasPersonalData"] = item(u, w.body.By == consent.ByGuardian)
	n["dpv:hasProcessing"] = operations(u)
	n["dpv:hasLegalBasis"] = basis(separate)
	put(n, "dpv:hasStorageCondition", storage(u))
	put(n, "dpv:hasRecipient", recipients(u))
	var why []string
	for _, s := range separate {
		why = append(why, string(s))
	}
	put(n, "volens:separate", why)
	return n
}

func item(u declaration.Use, child bool) node {
	n := node{"@type": "dpv:PersonalData", "dct:identifier": string(u.Item.ID), "dct:title": said(u.Item.Name), "dpv:hasNecessity": "dpv:Optional"}
	if u.Item.Sensitive || child {
		n["@type"] = []string{"dpv:PersonalData", "dpv:SensitivePersonalData"}
	}
	if u.LawfullyNecessary() {
		n["dpv:hasNecessity"] = "dpv:Required"
	}
	return n
}

// operations says what is done in the words of the vocabulary: given away, or
// collected and used, and kept where it is kept.
func operations(u declaration.Use) []string {
	if u.Recipient != nil {
		return []string{"dpv:Share"}
	}
	all := []string{"dpv:Collect", "dpv:Use"}
	if u.Kept.In != "" && u.Kept.For != declaration.ForMoment {
		all = append(all, "dpv:Store")
	}
	return all
}

// basis is the kind of consent: a separate one takes an act that says nothing else.
func basis(separate []declaration.Separation) string {
	if len(separate) > 0 {
		return "dpv:ExplicitlyExpressedConsent"
	}
	return "dpv:ExpressedConsent"
}

func purposeOf(c declaration.Class) string {
	switch c {
	case declaration.Provide:
		return "dpv:ServiceProvision"
	case declaration.Account:
		return "dpv:AccountManagement"
	case declaration.Secure:
		return "dpv:EnforceSecurity"
	case declaration.Comply:
		return "dpv:LegalCompliance"
	case declaration.Support:
		return "dpv:CustomerCare"
	case declaration.Personalise:
		return "dpv:Personalisation"
	case declaration.Market:
		return "dpv:Marketing"
	case declaration.Improve:
		return "dpv:ImproveExistingProductsAndServices"
	case declaration.Develop, declaration.Research:
		return "dpv:ResearchAndDevelopment"
	}
	return "dpv:Purpose"
}

func storage(u declaration.Use) []node {
	var all []node
	switch {
	case u.Kept.In == declaration.OnDevice:
		all = append(all, node{"@type": "dpv:StorageLocation", "dpv:hasLocation": node{"@type": "dpv:LocalLocation"}, "volens:place": declaration.OnDevice})
	case u.Store != nil:
		n := node{"@type": "dpv:StorageLocation", "dpv:hasLocation": country(u.Store.Country)}
		put(n, "dct:title", said(u.Store.Location))
		all = append(all, n)
	}
	if u.Kept.For == "" {
		return all
	}
	all = append(all, node{"@type": "dpv:StorageDuration", "dpv:hasDuration": duration(u.Kept.For)})
	switch u.Kept.Then {
	case declaration.Delete:
		all = append(all, node{"@type": "dpv:StorageDeletion"})
	case declaration.Anonymise:
		all = append(all, node{"@type": "dpv:StorageCondition", "volens:then": string(declaration.Anonymise)})
	}
	return all
}

// duration writes a period as xsd:duration where it is a number, else as what
// ends it. Working days have no xsd form.
func duration(p declaration.Period) node {
	number, unit, ok := p.Parts()
	form, known := map[string]string{"h": "PT#H", "d": "P#D", "m": "P#M", "y": "P#Y"}[unit]
	if !ok || !known {
		return node{"@type": "dpv:UntilEventDuration", "dct:identifier": string(p), "dct:title": said(p.Text())}
	}
	text := strings.ReplaceAll(form, "#", strconv.Itoa(number))
	return node{"@type": "dpv:TemporalDuration", "rdf:value": node{"@value": text, "@type": "xsd:duration"}}
}
