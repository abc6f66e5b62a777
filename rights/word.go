package rights

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// OwnWord reports whether a kind of information is corrected on the person's word alone:
// they stated it themselves, and nothing else hangs on it. What law keeps, what a system
// recorded or worked out, and what came from others is verified by people first (PIPL
// 46), as is everything that the list below does not name.
func OwnWord(d *declaration.Declaration, id law.ItemID) bool {
	if !stated(id) {
		return false
	}
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			if slices.ContainsFunc(h.Fields, func(f *declaration.Field) bool { return f.Item == id && f.Kept }) {
				return false
			}
		}
	}
	for u := range d.All() {
		if u.Item.ID == id && slices.ContainsFunc(u.Manner, func(m declaration.Manner) bool { return m != "entered" && m != "uploaded" }) {
			return false
		}
	}
	return true
}

// stated reports whether people state this of themselves, without a document: our
// choice, not law.
func stated(id law.ItemID) bool {
	switch id {
	case "phone", "email", "postal-address", "home-address", "wechat-number", "emergency-contact",
		"recipient-name", "recipient-address", "recipient-phone",
		"name", "nickname", "avatar", "signature-line",
		"gender", "birthday", "native-place", "education", "occupation", "employer", "hobbies", "language-preference":
		return true
	}
	return false
}

// OpensAccount reports whether an item opens an account or a payment: it is changed in
// the service's own way and never by a request, whoever enters it.
func OpensAccount(id law.ItemID) bool { return signsIn(id) || id == "payment-password" }

var errOwnWay = fault.New(fault.Invalid, "密码、账号标识等用于登录或支付的信息不能通过申请更改", "what opens an account or a payment, such as a password, is not changed by a request").
	Citing(RuleOwnWay).
	WithFix("请在服务自己的页面更改，例如“修改密码”", "change it in the service itself, for instance where it changes passwords")

// checkForm refuses a value that cannot be of its kind, where the form is known: a
// contact, or a day in the past.
func checkForm(id law.ItemID, value string, now time.Time) error {
	fits := true
	switch id {
	case "phone", "recipient-phone", "sender-phone", "bank-reserved-phone":
		fits = dialled.MatchString(normal("phone", value))
	case "email":
		fits = mailbox.MatchString(strings.TrimSpace(value))
	case "birthday":
		day, err := time.Parse(time.DateOnly, strings.TrimSpace(value))
		fits = err == nil && day.Year() >= 1900 && !day.After(now.Add(24*time.Hour)) // it may be tomorrow already further east
	}
	if !fits {
		return invalid("手机号码、电子邮箱或生日的写法不对；生日写作 1990-01-31", "a phone number, e-mail address or birthday is not written as one; a birthday is written as 1990-01-31")
	}
	return nil
}
