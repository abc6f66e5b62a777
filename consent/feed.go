package consent

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A Feed is what changed between two sizes of the log: the current state of
// everything that an entry in between is about, read at one moment. The log's
// index is its number, so it has no gaps and is in commit order on any number of
// nodes; whoever applies feeds in order holds by value what the primary holds.
type Feed struct {
	From   int64   // size that the reader had
	To     int64   // size that the reader has after applying it
	Active string  // hash of the active declaration, "" where none is
	Stops  []Stop  // all that are not lifted
	Moved  []Moved // people with an entry in between, each once
}

// Moved is a person whose standing changed, as it is now.
type Moved struct {
	Subject  ledger.Subject
	Lookup   ledger.Lookup
	Standing Standing
}

// A Tally is how many people stand alike on one use. The law asks how many:
// thresholds are numbers of people.
type Tally struct {
	Use         declaration.UseID
	Fingerprint declaration.Fingerprint
	State       State
	By          Giver
	Quality     Quality
	People      int64
}
