package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// A handing is what one recipient really gets. The articles on recipients bind
// where something is given, whatever the legal basis.
type handing struct {
	*declaration.Recipient
	personal, important bool
	children            bool // of a service made for them
}

// handings returns the recipients that are given something, in the order declared.
// A foreign court is left out: it is no processor with whom anything is agreed, and
// giving it anything is another question (PIPL 41). So is a third party that is given
// no more than a duty of law or an emergency demands, such as the tax office or an
// ambulance: the law or the need sets the terms, and nobody supervises them by contract.
func handings(d *declaration.Declaration) []handing {
	personal, important, children := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for u := range d.All() {
		for _, r := range u.Gives {
			demanded := r.Role == declaration.ThirdParty && (u.Basis == declaration.BasisLegalDuty || u.Basis == declaration.BasisEmergency) && !r.Sold
			personal[r.ID] = personal[r.ID] || !demanded
			children[r.ID] = children[r.ID] || rule.ForChildren(u.Service)
		}
	}
	for _, i := range d.ImportantData {
		for _, id := range i.Gives {
			important[id] = true
		}
	}
	var all []handing
	for _, r := range d.Recipients {
		if (personal[r.ID] || important[r.ID]) && !r.Authority {
			all = append(all, handing{r, personal[r.ID], important[r.ID], children[r.ID]})
		}
	}
	return all
}

// underDraft reports whether draft 12 opens for h: personal information given to
// a third party, or important data shared, traded or entrusted. It does not speak
// of entrusting personal information.
func (h handing) underDraft() bool {
	return h.important || h.personal && h.Role == declaration.ThirdParty
}

// underOrder reports whether the first sentence of Order 790 Art. 12 does:
// personal information or important data, given or entrusted.
func (h handing) underOrder() bool { return h.Role != declaration.Joint }

// entrusted reports whether PIPL 21 does.
func (h handing) entrusted() bool { return h.personal && h.Role == declaration.Entrusted }

// joint reports whether PIPL 20 does.
func (h handing) joint() bool { return h.personal && h.Role == declaration.Joint }

// path is that of a key of the recipient.
func (h handing) path(key string) string { return "recipients." + h.ID + "." + key }

// cites returns the articles whose condition holds.
func cites(articles ...given) []law.Citation {
	var all []law.Citation
	for _, g := range articles {
		if g.holds {
			all = append(all, g.cite)
		}
	}
	return all
}

// A given is an article and whether it binds here.
type given struct {
	cite  law.Citation
	holds bool
}

// among joins texts as a list.
func among[T interface{ Text() lang.Text }](all []T) lang.Text {
	var t lang.Text
	for i, one := range all {
		if i > 0 {
			t.ZH, t.EN = t.ZH+"、", t.EN+", "
		}
		t.ZH, t.EN = t.ZH+one.Text().ZH, t.EN+one.Text().EN
	}
	return t
}

// without returns what of wanted is not in has.
func without[T comparable](wanted, has []T) []T {
	return slices.DeleteFunc(slices.Clone(wanted), func(w T) bool { return slices.Contains(has, w) })
}
