package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// assessedMatters are the matters of PIPL 55 and, last, of Art. 9 of the facial
// recognition measures that show from a declaration, in the order of the law.
var assessedMatters = []declaration.Matter{"sensitive", "automated", "entrust", "provide", "export", "face"}

// matters are what each service does that is to be assessed beforehand.
type matters map[*declaration.Service]map[declaration.Matter]bool

// assess collects the matters of all services.
func assess(d *declaration.Declaration) matters {
	m := matters{}
	for _, s := range d.Services {
		m[s] = map[declaration.Matter]bool{}
		for _, f := range s.Functions {
			if len(f.Decides.What) > 0 {
				m[s]["automated"] = true
			}
		}
	}
	for u := range d.All() {
		m.add(u)
	}
	return m
}

func (m matters) add(u *declaration.Use) {
	s := m[u.Service]
	mark := func(matter declaration.Matter, is bool) {
		if is {
			s[matter] = true
		}
	}
	mark("sensitive", u.Item.Sensitive || forChildren(u))
	mark("automated", u.Purpose.Class == declaration.Personalise)
	mark("export", u.Store != nil && u.Store.Country != declaration.Home)
	mark("face", ofFace(u))
	if c := u.Component; c != nil {
		mark("entrust", c.Role == declaration.Entrusted)
		mark("provide", c.Role == declaration.ThirdParty)
		mark("export", c.Country != declaration.Home)
	}
	for _, r := range u.Gives {
		mark("entrust", r.Role == declaration.Entrusted)
		mark("provide", r.Role == declaration.ThirdParty)
		mark("export", r.Country != declaration.Home)
	}
}

// unassessed returns the matters of s that no dated assessment covers, in the
// order of the law.
func (m matters) unassessed(d *declaration.Declaration, s *declaration.Service) []declaration.Matter {
	return slices.DeleteFunc(slices.Clone(assessedMatters), func(matter declaration.Matter) bool {
		return !m[s][matter] || assessedFor(d, s, matter)
	})
}

// assessedFor reports whether a dated assessment covers the matter for s.
func assessedFor(d *declaration.Declaration, s *declaration.Service, matter declaration.Matter) bool {
	return slices.ContainsFunc(d.Assessments, func(a *declaration.Assessed) bool {
		return strings.TrimSpace(a.Date) != "" && slices.Contains(a.Covers, matter) &&
			(len(a.Services) == 0 || slices.Contains(a.Services, s.ID))
	})
}

// ofPeople reports whether a is about personal information, and not about
// important data alone.
func ofPeople(a *declaration.Assessed) bool {
	return slices.ContainsFunc(a.Covers, func(m declaration.Matter) bool { return m != "important-data" })
}

// assessmentCites adds the article on faces to one of PIPL where a covers faces.
func assessmentCites(a *declaration.Assessed, article string) []law.Citation {
	cites := []law.Citation{law.Cite(law.PIPL, article)}
	if slices.Contains(a.Covers, "face") {
		cites = append(cites, law.Cite(law.Face, "9"))
	}
	return cites
}

// matterNames joins what people read.
func matterNames(list []declaration.Matter) lang.Text {
	var texts []lang.Text
	for _, m := range list {
		texts = append(texts, m.Text())
	}
	return listed(texts)
}
