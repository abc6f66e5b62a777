package consent

import "github.com/volens/volens/declaration"

// The personal halves of entries, as the record commits to them and receipts
// show them. Their form is permanent: later versions get another V and are read
// beside this one.
type (
	// AskBody is that of an ask: what was put to the person, to the word.
	AskBody struct {
		V       int      `json:"v"`
		Ask     AskID    `json:"ask"`
		Service string   `json:"service"`
		Trigger Trigger  `json:"trigger"`
		Choices []Choice `json:"choices"`
	}
	// AnswerBody is that of an answer.
	AnswerBody struct {
		V       int              `json:"v"`
		Ask     AskID            `json:"ask"`
		Service string           `json:"service"`
		Shown   string           `json:"shown"` // hash of the choices of the ask, wording and all
		Answers []AnsweredChoice `json:"answers"`
	}
	// AnsweredChoice is one choice of an answer.
	AnsweredChoice struct {
		Choice   ChoiceID    `json:"choice"`
		Grant    bool        `json:"grant"`
		Uses     []ChoiceUse `json:"uses"`
		Evidence Evidence    `json:"evidence"`
	}
	// WithdrawalBody is that of a withdrawal.
	WithdrawalBody struct {
		V    int            `json:"v"`
		Uses []WithdrawnUse `json:"uses"`
	}
	// WithdrawnUse is one use of a withdrawal, as it was declared then, or as the
	// person had agreed to it where it is declared no more.
	WithdrawnUse struct {
		Use         declaration.UseID       `json:"use"`
		Fingerprint declaration.Fingerprint `json:"fingerprint"`
	}
)
