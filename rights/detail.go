package rights

import (
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// The limits of what somebody can write: our choice, not law. Whoever needs more
// writes a letter.
const (
	maxText   = 8 << 10 // bytes of a text
	maxValues = 64      // values of a correction
	maxValue  = 1 << 10 // bytes of a value, an address or a key
)

// check refuses a detail that cannot be carried out.
func (o Order) checkDetail(d *declaration.Declaration, now time.Time) error {
	x := o.Detail
	switch {
	case !short(x.Text, maxText) || !short(x.Target, maxValue) || !short(x.Age, maxValue) || len(x.Values) > maxValues:
		return invalid("写得太长，或不是文字", "it is too long, or not text")
	case x.Answer != "" || x.Done != nil || len(x.Replies) > 0:
		return invalid("答复由工作人员填写，补充在被问到时才写", "the answer is written by staff, and replies when they are asked for")
	case (x.Target != "") != (o.Kind == Transfer):
		return invalid("转移（且只有转移）须写明接收方", "a transfer, and nothing else, names a recipient")
	case !x.causes(o, now):
		return invalid("只有工作人员登记的删除可以写 trigger（request、purpose、unavoidable 或 unlawful）；不是 request 的，须以 event 写明何时发生，不得在将来", "only a deletion that staff enter can have a trigger (request, purpose, unavoidable or unlawful); any but request needs event, when it came about, which is not in the future")
	case len(x.Values) > 0 && o.Kind != Correct && o.Kind != Complete:
		return invalid("只有更正、补充才写 values", "only corrections and completions have values")
	case x.AtOnce && o.Kind != Close:
		return invalid("只有注销账号才写 at_once", "only closing the account can have at_once")
	case x.Age != "" && (o.Kind != Copy || !isKey(x.Age)):
		return invalid("只有复制可以写 age 公钥，且须是一个有效的公钥：以 age1 开头，校验无误", "only a copy can have an age public key, and it has to be one: beginning with age1, with its checksum right")
	case o.wordless():
		return invalid("请写明所要的是什么", "say what is wanted")
	}
	return x.checkValues(d, now)
}

// isKey reports whether a text is one age public key.
func isKey(text string) bool {
	all, err := age.ParseRecipients(strings.NewReader(text))
	return err == nil && len(all) == 1 && strings.HasPrefix(text, "age1") && !strings.ContainsAny(text, "\r\n")
}

// causes reports whether why something is to be erased is said by whoever may say so,
// with when it came about.
func (x Detail) causes(o Order, now time.Time) bool {
	switch x.Trigger {
	case "", OnRequest:
		return x.Event.IsZero() && (x.Trigger == "" || o.Kind == Delete && o.Way == ByStaff)
	case OnPurpose, OnUnavoidable, OnUnlawful:
		return o.Kind == Delete && o.Way == ByStaff && x.Event.Unix() > 0 && !x.Event.After(now.Add(Skew))
	}
	return false
}

// wordless reports whether a request says nothing where its kind needs words. A
// relative says what lawful interest of their own it serves (PIPL 49).
func (o Order) wordless() bool {
	none := strings.TrimSpace(o.Detail.Text) == ""
	if o.Speaker == Relative && none {
		return true
	}
	switch o.Kind {
	case Correct, Complete:
		return none && len(o.Detail.Values) == 0
	case Explain, Complain:
		return none
	case Access, Copy, Delete, Restrict, Transfer, Close, Withdraw:
	}
	return false
}

func (x Detail) checkValues(d *declaration.Declaration, now time.Time) error {
	for id, value := range x.Values {
		if value == "" || !short(value, maxValue) || !knows(d, law.ItemID(id)) {
			return invalid("values 的每一项须是声明中的种类和不超长的值", "each of values is an item of the declaration with a value that is not too long")
		}
		if OpensAccount(law.ItemID(id)) {
			return errOwnWay
		}
		if err := checkForm(law.ItemID(id), value, now); err != nil {
			return err
		}
	}
	return nil
}

// knows reports whether the declaration uses or keeps an item.
func knows(d *declaration.Declaration, id law.ItemID) bool {
	for u := range d.All() {
		if u.Item.ID == id {
			return true
		}
	}
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			for _, f := range h.Fields {
				if f.Item == id {
					return true
				}
			}
		}
	}
	return false
}

func short(s string, n int) bool { return len(s) <= n && utf8.ValidString(s) }
