package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// proof is a receipt for reading.
type proof struct {
	Index       int64
	Kind        ledger.Kind
	At          time.Time
	Declaration string
	Said        []said
	Shown       string // hash of what was shown; "" unless it is an answer
	Asked       int64  // place of the receipt of the ask that it answers; 0 where there is none
	Leaf        string // hash of the leaf
	Checkpoint  string
	LogKey      string
	File        string // where the receipt itself is
}

// said is one choice or use in the words in which it was put.
type said struct {
	Text    lang.Text
	Granted bool // of an answer
}

// recorded is what the pages read of the bodies of entries; their forms are
// permanent.
type recorded struct {
	Ask     consent.AskID            `json:"ask"`
	Shown   string                   `json:"shown"`
	Choices []consent.Choice         `json:"choices"` // of an ask
	Answers []consent.AnsweredChoice `json:"answers"` // of an answer
	Uses    []recordedUse            `json:"uses"`    // of a withdrawal, an import or a merge

	Band     consent.Band `json:"band"`     // of an age
	Relation string       `json:"relation"` // of a guardian link
	Reason   string       `json:"reason"`   // of a restriction
}

type recordedUse struct {
	Use   declaration.UseID `json:"use"`
	State consent.State     `json:"state"` // absent from a withdrawal
	By    consent.Giver     `json:"by"`
}

// ownReceipt returns the receipt of an entry about the person of the pass, or
// errNotFound.
func (p *pages) ownReceipt(r *http.Request, pass httpx.Pass) (ledger.Receipt, error) {
	index, err := strconv.ParseInt(r.PathValue("index"), 10, 64)
	if err != nil || index < 0 || strconv.FormatInt(index, 10) != r.PathValue("index") {
		return ledger.Receipt{}, errNotFound
	}
	who, err := p.desk.People.PersonByLookup(r.Context(), pass.Lookup)
	if err != nil {
		return ledger.Receipt{}, err
	}
	receipt, err := p.desk.Record.Receipt(r.Context(), index)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if who.Identity.Subject.IsZero() || receipt.Subject != who.Identity.Subject.Raw() {
		return ledger.Receipt{}, errNotFound
	}
	return receipt, nil
}

// receipt shows a receipt of the person.
func (p *pages) receipt(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	receipt, err := p.ownReceipt(r, pass)
	if err != nil {
		return err
	}
	v, err := p.proof(r, receipt)
	if err != nil {
		return err
	}
	p.show(w, r, http.StatusOK, "receipt", text("receipt-title").In(httpx.Lang(r)), v)
	return nil
}

// receiptFile hands over the receipt itself. It is the person's own copy, and
// the one place where their id stands.
func (p *pages) receiptFile(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	receipt, err := p.ownReceipt(r, pass)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(receipt, "", "  ")
	if err != nil {
		return fmt.Errorf("writing a receipt: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="volens-receipt-%d.json"`, receipt.Index))
	_, _ = w.Write(append(b, '\n')) // the client has gone: nothing to do about it
	return nil
}

func (p *pages) proof(r *http.Request, receipt ledger.Receipt) (proof, error) {
	canonical, err := ledger.Canonical(receipt.Leaf)
	if err != nil {
		return proof{}, fmt.Errorf("reading the leaf of a receipt: %w", err)
	}
	leaf, err := ledger.ParseLeaf(canonical)
	if err != nil {
		return proof{}, fmt.Errorf("reading the leaf of a receipt: %w", err)
	}
	var body recorded
	if err := json.Unmarshal(receipt.Body, &body); err != nil {
		return proof{}, fmt.Errorf("reading the body of a receipt: %w", err)
	}
	v := proof{
		Index: receipt.Index, Kind: leaf.Kind, At: leaf.Time(), Declaration: leaf.Declaration, Shown: body.Shown,
		Leaf: leaf.Hash().String(), Checkpoint: receipt.Checkpoint, LogKey: receipt.LogKey,
		File: fmt.Sprintf("/me/receipts/%d/file", receipt.Index),
	}
	if body.Shown != "" {
		ask, _, err := p.desk.People.Ask(r.Context(), body.Ask)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return proof{}, err
		}
		v.Asked = ask.Version
		v.Said = answered(ask, body)
		return v, nil
	}
	v.Said, err = p.words(r, leaf, body)
	return v, err
}

// words says what an entry records, other than an answer.
func (p *pages) words(r *http.Request, leaf ledger.Leaf, body recorded) ([]said, error) {
	switch leaf.Kind { //nolint:exhaustive // the others hold choices, or are of no person
	case ledger.KindWithdrawal, ledger.KindImport, ledger.KindMerge:
		return p.uses(r, leaf.Declaration, body)
	case ledger.KindAge:
		return []said{{Text: bands[body.Band]}}, nil
	case ledger.KindGuardian:
		return []said{{Text: consent.TermText(consent.Relations(), body.Relation)}}, nil
	case ledger.KindRestriction:
		return []said{{Text: consent.TermText(consent.RestrictionReasons(), body.Reason)}}, nil
	}
	var all []said
	for _, c := range body.Choices {
		all = append(all, said{Text: c.Wording.Question})
	}
	return all, nil
}

// bands are the bands of an age in words.
var bands = map[consent.Band]lang.Text{
	consent.Under14: text("age-child"), consent.Under18: text("age-teen"), consent.Adult: text("age-adult"),
}

// answered says what an answer records, in the words of its ask.
func answered(ask consent.Ask, body recorded) []said {
	var all []said
	for _, a := range body.Answers {
		s := said{Granted: a.Grant}
		for _, c := range ask.Choices {
			if c.ID == a.Choice {
				s.Text = c.Wording.Question
			}
		}
		if s.Text.IsZero() {
			s.Text = lang.Text{ZH: string(a.Choice), EN: string(a.Choice)}
		}
		all = append(all, s)
	}
	return all
}

// uses lists uses in the words of the declaration that was in force.
func (p *pages) uses(r *http.Request, hash string, body recorded) ([]said, error) {
	d, err := p.declaration(r.Context(), hash)
	if err != nil {
		return nil, err
	}
	var all []said
	for _, w := range body.Uses {
		s := said{Text: lang.Text{ZH: string(w.Use), EN: string(w.Use)}}
		if u, ok := d.UseByID(w.Use); ok {
			s.Text = entryOf(u, consent.Consent{}).Label()
		}
		if w.State != "" {
			state := text(stateText(w.State, w.By))
			s.Text.ZH += text("colon").ZH + state.ZH
			s.Text.EN += text("colon").EN + state.EN
		}
		all = append(all, s)
	}
	return all, nil
}
