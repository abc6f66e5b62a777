// Package ledger is the record that nobody can change unseen. What happens in
// Volens (a declaration is uploaded, a person is asked, answers, withdraws)
// becomes an Entry, and the only thing a store can commit is a Change, which
// holds at least one.
//
// The public part of an entry is its Leaf. Leaves form a Merkle tree as in RFC
// 6962 (SHA-256); the tree's size and root are signed now and then as a
// Checkpoint in the C2SP tlog-checkpoint format, and whoever keeps a checkpoint
// elsewhere can tell later whether the record still has that past.
//
// A leaf holds no personal data: who it is about and what was said are
// commitments, salted from a random key that belongs to that one person.
// Destroying the key makes all commitments of the person unopenable while the
// tree stays whole. The person's own Receipt opens one leaf without the key,
// also after erasure.
//
// Verify recomputes everything from the leaves and says where a record was
// changed. Without a checkpoint kept elsewhere it can only show that the record
// agrees with itself and with the log's signatures, and says so.
//
// The package is pure: no database, no network, no clock. Randomness is read
// from the io.Reader that the caller passes. All formats here are permanent.
package ledger
