package lint

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// where leaves out the articles that do not reach what path is about: No. 191 says
// how unlawful collection by apps is recognised, mini-programs among them, and binds
// nobody on a web page or offline.
func where(d *declaration.Declaration, path string, cites []law.Citation) []law.Citation {
	onApps := func(c law.Citation) bool { return c.Instrument == law.No191 }
	if !slices.ContainsFunc(cites, onApps) || inApp(d, path) {
		return cites
	}
	return slices.DeleteFunc(slices.Clone(cites), onApps)
}

// inApp reports whether path is about something in an app: of a service, whether it
// runs in one; of a component, whether a service that it sits in does; of what all
// services share, whether any does.
func inApp(d *declaration.Declaration, path string) bool {
	kind, rest, _ := strings.Cut(path, ".")
	id, _, _ := strings.Cut(rest, ".")
	concerns := func(*declaration.Service) bool { return true }
	switch kind {
	case "services":
		concerns = func(s *declaration.Service) bool { return s.ID == id }
	case "components":
		k := slices.IndexFunc(d.Components, func(c *declaration.Component) bool { return c.ID == id })
		if k >= 0 {
			concerns = func(s *declaration.Service) bool {
				return slices.ContainsFunc(d.Components[k].In, func(f string) bool { return strings.HasPrefix(f, s.ID+"/") })
			}
		}
	}
	return slices.ContainsFunc(d.Services, func(s *declaration.Service) bool { return concerns(s) && s.Listed() })
}
