package dpv

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// An Input is all that a receipt is made from. Only Receipt and Declaration must
// be there.
type Input struct {
	Receipt     ledger.Receipt           // of an answer or a withdrawal
	Declaration *declaration.Declaration // the version that the receipt's leaf names
	Ask         consent.Ask              // the ask that was answered; zero for a withdrawal
	Said        consent.Consents         // what the person says today: what came after the receipt
	Principal   string                   // the person's id, or "" for the pseudonym of the record alone
	Manage      string                   // URL at which the person can withdraw, or ""
}

// form is what Receipt reads of the body of an entry.
type form struct {
	V       int                      `json:"v"`
	Shown   string                   `json:"shown"`
	By      consent.Giver            `json:"by"`
	Answers []consent.AnsweredChoice `json:"answers"`
	Uses    []consent.WithdrawnUse   `json:"uses"`
}

var errKind = fault.New(fault.Invalid, "只有作答和撤回的回执有这种格式", "only receipts of answers and withdrawals come in this form").
	WithFix("其他回执请用 format: volens", "for any other receipt use format: volens")

// Receipt returns the consent receipt in canonical JSON-LD. It does not check
// the proof: ledger.Receipt.Verify does.
//
// Errors: fault.Invalid for a receipt of another kind, or one that is malformed.
func Receipt(in Input) ([]byte, error) {
	canonical, err := ledger.Canonical(in.Receipt.Leaf)
	if err != nil {
		return nil, errKind
	}
	leaf, err := ledger.ParseLeaf(canonical)
	if err != nil {
		return nil, errKind
	}
	var body form
	if err := json.Unmarshal(in.Receipt.Body, &body); err != nil || body.V != 1 || leaf.Kind != ledger.KindAnswer && leaf.Kind != ledger.KindWithdrawal {
		return nil, errKind
	}
	hash := leaf.Hash()
	w := writer{Input: in, leaf: leaf, body: body, id: "urn:volens:leaf:" + hex.EncodeToString(hash[:])}
	doc := node{
		"@context": context(), "@id": w.id, "@type": "dpv:ConsentReceipt", "dct:identifier": w.id, "dpv:hasIdentifier": w.id,
		"dct:conformsTo": conformsReceipt, "dct:created": instant(leaf.Time()), "dct:publisher": controllerID,
		"dpv:hasRecordOfActivity": w.records(), "volens:proof": in.Receipt,
	}
	return ledger.Canonical(doc)
}

// A writer makes one receipt.
type writer struct {
	Input
	leaf ledger.Leaf
	body form
	id   string
}

// records makes one consent record for each use.
func (w writer) records() []node {
	var all []node
	for _, a := range w.body.Answers {
		c := w.choice(a.Choice)
		for _, u := range a.Uses {
			events := w.asked(c)
			state := consent.Refused
			if a.Grant {
				state = consent.Granted
			}
			all = append(all, w.record(u.Use, u.Fingerprint, append(events, w.spoke(state, a.Evidence)), w.notice(c, a.Evidence)))
		}
	}
	for _, u := range w.body.Uses {
		state := consent.Withdrawn
		if c, ok := w.Said[u.Use]; ok && c.Version == w.Receipt.Index {
			state = c.State // a no in advance is a refusal
		}
		all = append(all, w.record(u.Use, u.Fingerprint, []node{w.spoke(state, consent.Evidence{})}, w.notice(consent.Choice{}, consent.Evidence{})))
	}
	return all
}

func (w writer) record(id declaration.UseID, f declaration.Fingerprint, events []node, notice node) node {
	name := w.id + "#" + string(id)
	n := node{
		"@id": strings.ReplaceAll(name, ">", "%3E"), "@type": "dpv:ConsentRecord", "dct:identifier": name, "dct:conformsTo": conformsRecord,
		"dpv:hasDataSubject": w.subject(), "dpv:hasDataController": w.controller(), "dpv:hasJurisdiction": "loc:CN",
		"dpv:hasNotice": notice, "dpv:hasProcess": w.process(id, f), "dpv:hasConsentStatus": append(events, w.since(id)...),
	}
	if w.Manage != "" {
		n["dpv:hasConsentControl"] = node{"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": w.Manage}
	}
	return n
}

func (w writer) choice(id consent.ChoiceID) consent.Choice {
	for _, c := range w.Ask.Choices {
		if c.ID == id {
			return c
		}
	}
	return consent.Choice{}
}

// notice is what was shown: named by the hash of its wording, in the record.
func (w writer) notice(c consent.Choice, e consent.Evidence) node {
	n := node{"@type": "dpv:ConsentNotice", "volens:declaration": w.leaf.Declaration}
	if w.body.Shown != "" {
		n["@id"] = "urn:volens:shown:" + w.body.Shown
	}
	put(n, "dct:title", said(c.Wording.Question))
	put(n, "dct:description", said(c.Wording.Refusing))
	n["dct:language"] = []string{"zh", "en"} // what an ask holds; the one that was read comes first where it is known
	if e.Language != "" {
		n["dct:language"] = e.Language
	}
	if !w.Ask.At.IsZero() {
		n["dct:date"] = instant(w.Ask.At)
	}
	return n
}

// instant writes a time in UTC with milliseconds.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
