package rule

import (
	"slices"

	"github.com/volens/volens/declaration"
)

// The functions below tell whether a question to people is worth asking of a
// declaration: whether what it is about is there at all.

// Abroad reports whether anything leaves China.
func Abroad(d *declaration.Declaration) bool {
	return slices.ContainsFunc(d.Recipients, func(r *declaration.Recipient) bool { return r.Country != declaration.Home }) ||
		slices.ContainsFunc(d.Components, func(c *declaration.Component) bool { return c.Country != declaration.Home }) ||
		slices.ContainsFunc(d.Stores, func(s *declaration.Store) bool { return s.Country != declaration.Home })
}

// Foreign reports whether the processor itself is abroad.
func Foreign(d *declaration.Declaration) bool { return d.Processor.Country != declaration.Home }

// Crawls reports whether anything is collected automatically from others.
func Crawls(d *declaration.Declaration) bool { return len(d.Crawlers) > 0 }

// Gives reports whether anybody is given anything.
func Gives(d *declaration.Declaration) bool { return len(d.Recipients) > 0 }

// Embeds reports whether there is third-party code.
func Embeds(d *declaration.Declaration) bool { return len(d.Components) > 0 }

// Changes reports whether a merger, a listing or the like is declared.
func Changes(d *declaration.Declaration) bool { return len(d.Events) > 0 }

// Important reports whether important data is held.
func Important(d *declaration.Declaration) bool {
	return len(d.ImportantData) > 0 || slices.Contains(d.Processor.Roles, declaration.RoleImportantData) ||
		slices.ContainsFunc(d.Stores, func(s *declaration.Store) bool { return s.Data != string(declaration.General) })
}

// Platform reports whether the processor runs a platform.
func Platform(d *declaration.Declaration) bool {
	return slices.Contains(d.Processor.Roles, declaration.RolePlatform) || slices.Contains(d.Processor.Roles, declaration.RoleLargePlatform)
}

// Personalises reports whether any service recommends personally.
func Personalises(d *declaration.Declaration) bool {
	return Any(d, func(u *declaration.Use) bool { return u.Purpose.Class == declaration.Personalise })
}

// Decides reports whether anything is decided about people automatically.
func Decides(d *declaration.Declaration) bool {
	return Personalises(d) || Any(d, func(u *declaration.Use) bool { return len(u.Function.Decides.What) > 0 })
}

// Asks reports whether consent is asked for anything.
func Asks(d *declaration.Declaration) bool { return Any(d, (*declaration.Use).ByConsent) }

// Sensitive reports whether anything sensitive is used.
func Sensitive(d *declaration.Declaration) bool {
	return Any(d, func(u *declaration.Use) bool { return u.Item.Sensitive })
}

// Biometric reports whether people are told apart by their bodies.
func Biometric(d *declaration.Declaration) bool {
	return slices.ContainsFunc(d.Services, func(s *declaration.Service) bool {
		return slices.ContainsFunc(s.SignIn.Ways, declaration.Way.Biometric)
	}) || d.Processor.Faces > 0 || Any(d, func(u *declaration.Use) bool { return declaration.Way(u.Item.ID).Biometric() })
}

// Minors reports whether people under eighteen may come to any service.
func Minors(d *declaration.Declaration) bool {
	return slices.ContainsFunc(d.Services, func(s *declaration.Service) bool { return s.Minors.Come != declaration.ChildrenExcluded })
}

// Children reports whether people under fourteen may come to any service.
func Children(d *declaration.Declaration) bool {
	return slices.ContainsFunc(d.Services, func(s *declaration.Service) bool { return s.Children != declaration.ChildrenExcluded })
}

// OnBehalf reports whether any function is run for the state.
func OnBehalf(d *declaration.Declaration) bool {
	return Any(d, func(u *declaration.Use) bool { return u.Function.Behalf != "" })
}
