package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// holdsImportant reports whether the processor has important data: it says so of
// itself, names some, or keeps some in a store. A duty follows the fact, not the
// role; roleMissing tells who forgot to say the role.
func holdsImportant(d *declaration.Declaration) bool {
	return has(d, declaration.RoleImportantData) || namesImportant(d)
}

// namesImportant reports whether important data is named, whatever the role.
func namesImportant(d *declaration.Declaration) bool {
	return len(d.ImportantData) > 0 || slices.ContainsFunc(d.Stores, func(s *declaration.Store) bool {
		return s.Data == "important" || s.Data == "core"
	})
}

// has reports whether the processor says that it has the role.
func has(d *declaration.Declaration, r declaration.Role) bool {
	return slices.Contains(d.Processor.Roles, r)
}

// chapter returns the articles that bring the processor under the chapter on
// important data of the draft; none where it has important data, which the
// chapter speaks of itself; and false where the chapter does not reach it.
func chapter(d *declaration.Declaration) ([]law.Citation, bool) {
	if holdsImportant(d) {
		return nil, true
	}
	return []law.Citation{law.Cite(law.Draft, "26")}, law.Param("large-processor-people-draft").Met(d.Processor.People)
}
