package rights

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// The methods by which whoever asks becomes known. The list is closed: no method
// keeps a document, and none is biometric (draft 25).
const (
	AppLogin        = "app-login"              // the service's own login
	CodeToHeld      = "code-to-held-contact"   // a one-time code to a contact that is held already
	CalledBack      = "called-back"            // staff called a number that is held already
	InPerson        = "in-person"              // in the presence of staff; nothing copied
	LetterToHeld    = "letter-to-held-address" // staff wrote to an address that is held already, and were answered
	GuardianShown   = "guardian-shown"         // a guardian who is not linked showed that they are; nothing copied
	RelationShown   = "relation-shown"         // a relative showed relation and death; nothing copied
	AuthorityLetter = "authority-letter"       // an authority passed it on and vouches for who asks
)

const (
	// StepUpFor is how long a login that was done again counts: our choice, not law.
	StepUpFor = 15 * time.Minute
	// Skew is how far clocks may be apart: our choice, not law.
	Skew = 2 * time.Minute
	// maxReference is the longest reference, in bytes.
	maxReference = 512
)

// Methods lists the methods with what they mean.
func Methods() []consent.Term {
	return []consent.Term{
		term(AppLogin, "服务自己的登录", "the service's own login"),
		term(CodeToHeld, "发往已持有联系方式的验证码", "a code to a contact that is held already"),
		term(CalledBack, "回拨已持有的号码", "a call back to a number that is held already"),
		term(InPerson, "当面核对，不留副本", "in person, with nothing copied"),
		term(LetterToHeld, "寄信到已持有的地址并得到回复", "a letter to an address that is held already, which was answered"),
		term(GuardianShown, "监护人出示监护关系，不留副本", "a guardian showed that they are, with nothing copied"),
		term(RelationShown, "近亲属出示关系与死亡证明，不留副本", "a close relative showed relation and death, with nothing copied"),
		term(AuthorityLetter, "主管部门转来", "passed on by an authority"),
	}
}

// Relations lists who is a close relative.
func Relations() []consent.Term {
	return []consent.Term{
		term("spouse", "配偶", "spouse"),
		term("parent", "父母", "parent"),
		term("child", "子女", "child"),
		term("sibling", "兄弟姐妹", "brother or sister"),
		term("grandparent", "祖父母、外祖父母", "grandparent"),
		term("grandchild", "孙子女、外孙子女", "grandchild"),
	}
}

func term(id, zh, en string) consent.Term {
	return consent.Term{ID: id, Text: lang.Text{ZH: zh, EN: en}}
}

func among(list []consent.Term, id string) bool {
	return slices.ContainsFunc(list, func(t consent.Term) bool { return t.ID == id })
}

// Grave reports whether a request hands information out, cannot be undone, or stops
// what others rely on: the person's own link then needs a fresh login, and staff a
// second of them. To change a contact is grave too, for the contact is what the next
// code goes to. Restricting and withdrawing are grave only where staff enter them: a
// careless or forged entry would stop what somebody else chose, while whoever has the
// link withdraws as easily as they agreed (PIPL 15).
// A guardian who is not linked is heard on the word of two of staff.
func (r Request) Grave() bool {
	return grave(r.Kind, r.Detail) || r.Way == ByStaff && (r.Kind == Restrict || r.Kind == Withdraw) || r.unlinked() && r.Kind != Complain
}

// unlinked reports whether a guardian asks whom nothing but the word of staff links to
// the person.
func (r Request) unlinked() bool { return r.Way == ByStaff && r.Speaker == Guardian && r.By.IsZero() }

func grave(k Kind, d Detail) bool {
	switch k {
	case Copy, Delete, Transfer, Close:
		return true
	case Correct, Complete:
		return d.changesContact()
	case Access, Restrict, Withdraw, Explain, Complain:
	}
	return false
}

// changesContact reports whether a correction is of something that a code or a call
// could go to. What is in words only is read by people first.
func (d Detail) changesContact() bool {
	for id := range d.Values {
		if i, ok := law.ItemByID(law.ItemID(id)); !ok || i.Group == law.Contact || signsIn(i.ID) {
			return true // an item of the declaration's own may be anything
		}
	}
	return false
}

// signsIn reports whether an item opens an account.
func signsIn(id law.ItemID) bool {
	switch id {
	case "account-id", "password", "security-question", "wechat-openid", "wechat-unionid", "wechat-session-key", "third-party-account":
		return true
	}
	return false
}

// Proven reports whether it is known who asks, as far as this request needs it.
func (r Request) Proven() bool {
	return !r.Proof.At.IsZero() && (r.Way != ByStaff || !r.Grave() || len(r.Proof.Approved) > 1)
}

// unproven says what is missing of the proof.
func (r Request) unproven() Reason {
	switch {
	case r.Way == ByVisitor:
		return CodeSent
	case r.Proof.At.IsZero():
		return WhoAsks
	}
	return SecondApproval
}

// fresh reports whether the login was done again lately enough.
func (p Proof) fresh(now time.Time) bool {
	return !p.StepUp.IsZero() && now.Sub(p.StepUp) <= StepUpFor && p.StepUp.Sub(now) <= Skew
}

// taken returns the proof that an order may rest on, and nothing else that came
// with it: who approved is never the caller's to say.
func (o Order) taken(in Situation, now time.Time) (Proof, error) {
	switch o.Way {
	case BySelf:
		return o.takenSelf(now)
	case ByVisitor:
		return Proof{Method: CodeToHeld}, nil
	case ByStaff:
		if reserved(o.Actor) {
			return Proof{}, errProof("须写明由谁登记", "say who enters it")
		}
		if o.Proof.Method == "" {
			return Proof{Approved: []string{o.Actor}}, nil
		}
		p, err := o.Proof.byStaff(staffMethods(o.Kind, o.Speaker, o.shown(in, now)), o.Kind, o.Speaker, now)
		p.Approved = []string{o.Actor}
		return p, err
	}
	return Proof{}, errWay()
}

func (o Order) takenSelf(now time.Time) (Proof, error) {
	switch {
	case o.Proof.Method != AppLogin || o.Proof.At.IsZero() || o.Proof.At.After(now.Add(Skew)):
		return Proof{}, errProof("须经服务自己的登录", "it takes the service's own login")
	case grave(o.Kind, o.Detail) && !o.Proof.fresh(now):
		return Proof{}, errStepUp()
	}
	return Proof{Method: AppLogin, At: milli(o.Proof.At), StepUp: milli(o.Proof.StepUp)}, nil
}

// byStaff checks what staff say about how whoever asks became known.
func (p Proof) byStaff(methods []string, k Kind, s Speaker, now time.Time) (Proof, error) {
	switch {
	case !slices.Contains(methods, p.Method):
		return Proof{}, errProof("这种方式不能证明此人是谁", "this method does not show who this speaker is").
			WithFix("可用的方式："+strings.Join(methods, "、"), "methods that do: "+strings.Join(methods, ", "))
	case strings.TrimSpace(p.Reference) == "" || len(p.Reference) > maxReference:
		return Proof{}, errProof("须写明证据在哪里（不超过 512 字节），不要附上证据本身", "say where the evidence is, in at most 512 bytes; do not enclose it")
	case p.At.After(now.Add(Skew)):
		return Proof{}, errProof("核实的时间在将来", "the time of verifying lies in the future")
	}
	if err := p.relative(k, s); err != nil {
		return Proof{}, err
	}
	if p.At.IsZero() {
		p.At = now
	}
	return Proof{Method: p.Method, At: milli(p.At), Reference: p.Reference, Relation: p.Relation, Arrangement: p.Arrangement}, nil
}

// relative asks of relatives what PIPL 49 asks: that they are close, and what the
// deceased had arranged; of nobody else. To complain takes neither.
func (p Proof) relative(k Kind, s Speaker) error {
	bad := p.Relation != "" || p.Arrangement != ""
	if s == Relative && (k != Complain || bad) {
		bad = !among(Relations(), p.Relation) || strings.TrimSpace(p.Arrangement) == "" || len(p.Arrangement) > maxReference
	}
	if !bad {
		return nil
	}
	return fault.New(fault.Invalid, "近亲属（且只有近亲属）须写明关系，以及死者生前有无另行安排的核实记录在哪里", "of a close relative, and of nobody else, say the relation and where it is noted whether the deceased had arranged otherwise").
		Citing(RuleRelative, law.Cite(law.PIPL, "49"))
}

// staffMethods lists the ways by which staff come to know a speaker. Who complains is
// known as anybody is; it hands nothing out.
func staffMethods(k Kind, s Speaker, unlinked bool) (all []string) {
	switch {
	case s == Guardian && unlinked:
		all = []string{GuardianShown}
	case s == Person, s == Guardian:
		return []string{CalledBack, InPerson, LetterToHeld, CodeToHeld}
	case s == Relative:
		all = []string{RelationShown}
	case s == Authority:
		return []string{AuthorityLetter}
	}
	if k == Complain {
		all = append(all, CalledBack, InPerson)
	}
	return all
}

// StaffMethods lists the methods, of Methods, by which staff can say that whoever asks
// became known; where a guardian is not linked, GuardianShown.
func (r Request) StaffMethods() []string { return staffMethods(r.Kind, r.Speaker, r.unlinked()) }

// milli cuts a time to what the record keeps.
func milli(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}
