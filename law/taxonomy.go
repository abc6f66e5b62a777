package law

import "slices"

// A Taxonomy decides which items are sensitive. Two national standards
// disagree, so an operator chooses. The zero value is SixFamilies.
type Taxonomy string

// The taxonomies.
const (
	// SixFamilies counts an item as sensitive if PIPL 28 or any standard puts it
	// in one of the six families of PIPL 28. What Annex B adds beyond them, such as
	// address books and browsing records, takes Wider.
	SixFamilies Taxonomy = "six-families"
	// Wider is GB/T 35273-2020: the families and what Annex B adds, such as
	// browsing records, address books, property, the content of calls and mail.
	Wider Taxonomy = "gbt-35273-2020"
	// Narrower is GB/T 45574-2025: the number of an identity document is no
	// longer named, its image is.
	Narrower Taxonomy = "gbt-45574-2025"
)

// Taxonomies returns all taxonomies, the default first.
func Taxonomies() []Taxonomy { return []Taxonomy{SixFamilies, Wider, Narrower} }

// standard is the instrument a taxonomy follows besides PIPL, or "" for all.
func (t Taxonomy) standard() InstrumentID {
	switch t {
	case Wider:
		return GBT35273
	case Narrower:
		return GBT45574
	}
	return ""
}

// Sensitive reports whether the item is sensitive personal information, in which
// family, and by which articles. Standards are cited only where PIPL alone does
// not carry the answer. An unknown taxonomy is read as SixFamilies; an unknown item is
// not sensitive.
func (t Taxonomy) Sensitive(id ItemID) (Family, []Citation, bool) {
	item, ok := ItemByID(id)
	if !ok || item.Family == "" {
		return "", nil, false
	}
	if item.Family == OtherSensitive {
		if t != Wider {
			return "", nil, false
		}
		return item.Family, []Citation{annexB}, true
	}
	if slices.Contains(item.By, PIPL) {
		return item.Family, sensitiveByLaw(), true
	}
	std := t.standard()
	if std != "" && !slices.Contains(item.By, std) {
		return "", nil, false
	}
	return item.Family, append(sensitiveByLaw(), standards(item.By, std)...), true
}

// sensitiveByLaw cites what names the six families and asks for separate consent.
func sensitiveByLaw() []Citation { return []Citation{{Draft, 21, 0, 2}, {PIPL, 28, 0, 0}} }

// standards cites the standards in by, or only the one chosen.
func standards(by []InstrumentID, only InstrumentID) []Citation {
	var cites []Citation
	for _, c := range []Citation{annexB, {Instrument: GBT45574}} {
		if slices.Contains(by, c.Instrument) && (only == "" || only == c.Instrument) {
			cites = append(cites, c)
		}
	}
	return cites
}

// annexB lists examples of sensitive information in GB/T 35273-2020.
var annexB = Citation{Instrument: GBT35273, Article: -2}
