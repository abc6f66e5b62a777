package rights

// The actors that are no API key. Values are permanent; no API key may have such a
// name.
const (
	System     = "system"   // Volens itself
	ByPerson   = "person"   // the person, or the visitor who proved a contact
	ByGuardian = "guardian" // the guardian in force
)

// reserved reports whether staff may not act under this name.
func reserved(actor string) bool {
	return actor == "" || actor == System || actor == ByPerson || actor == ByGuardian
}
