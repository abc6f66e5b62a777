package dpv

import (
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// asked is the event before the answer, where the ask is known.
func (w writer) asked(c consent.Choice) []node {
	if w.Ask.At.IsZero() || c.ID == "" {
		return nil
	}
	return []node{{"@type": "dpv:ConsentRequested", "dpv:isIndicatedBy": controllerID, "dpv:isIndicatedAtTime": instant(w.Ask.At)}}
}

// spoke is what the person, or their guardian, said in the entry.
func (w writer) spoke(s consent.State, e consent.Evidence) node {
	n := event(s, w.body.By, w.leaf.Time())
	put(n, "dpv:hasIndicationMethod", e.Element)
	put(n, "volens:act", e.Act)
	return n
}

// since is what they said later, where it is known.
func (w writer) since(id declaration.UseID) []node {
	c, ok := w.Said[id]
	if !ok || c.Version <= w.Receipt.Index {
		return nil
	}
	return []node{event(c.State, c.By, c.At)}
}

func event(s consent.State, by consent.Giver, at time.Time) node {
	n := node{"@type": statusOf(s), "dpv:isIndicatedBy": "dpv:DataSubject", "dpv:isIndicatedAtTime": instant(at)}
	switch {
	case by == consent.ByGuardian:
		n["dpv:isIndicatedBy"] = "dpv:GuardianOfDataSubject"
	case by == consent.ByMerge: // nobody withdrew: it ended here and goes on with another id of the person
		n["@type"], n["dpv:isIndicatedBy"] = "volens:EndedByMerge", controllerID
	case by == consent.ByLaw: // nor here: a person under fourteen had agreed alone
		n["@type"], n["dpv:isIndicatedBy"] = "volens:EndedByLaw", controllerID
	}
	if s == consent.Granted { // what was given stands until it is taken back
		n["dpv:hasDuration"] = node{"@type": "dpv:UntilEventDuration", "rdf:value": "dpv:ConsentWithdrawn"}
	}
	return n
}

func statusOf(s consent.State) string {
	switch s {
	case consent.Granted:
		return "dpv:ConsentGiven"
	case consent.Refused:
		return "dpv:ConsentRefused"
	case consent.Withdrawn:
		return "dpv:ConsentWithdrawn"
	}
	return "dpv:ConsentUnknown"
}
