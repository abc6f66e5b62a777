// Package deliver tells the systems that subscribed what changed in a person's
// consent: it takes the work that was committed with each change and sends it,
// signed, to every hook that wants to know.
//
// A delivery is made at least once and repeated under the same id until the
// receiver says 2xx, or until it is given up and kept as a dead letter, which
// can be sent again. Each hook has deliveries of its own, so that one that is
// down delays only itself. Deliveries about one person are sent in order where
// none has to be repeated; the version in each lets a receiver leave aside what
// is older than what it knows.
//
// Where a hook leads is checked at each connection, after its name was
// resolved: not to this machine, not into private networks, unless the operator
// allows them. Nothing is followed, and nothing that a receiver answers is kept
// but the class of its status.
package deliver
