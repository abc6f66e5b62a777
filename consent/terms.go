package consent

import (
	"slices"

	"github.com/volens/volens/lang"
)

// A Term is a word of a short permanent list, with what it means to people.
type Term struct {
	ID   string // permanent slug
	Text lang.Text
}

func term(id, zh, en string) Term { return Term{ID: id, Text: lang.Text{ZH: zh, EN: en}} }

// SelfDeclared is the age method of a person who said their band themselves.
const SelfDeclared = "self-declared"

// AgeMethods lists how an age band can become known. None keeps a date of birth
// or a document.
func AgeMethods() []Term {
	return []Term{
		term(SelfDeclared, "本人填报", "the person said so"),
		term("guardian-declared", "监护人填报", "the guardian said so"),
		term("account-record", "账号已有的记录", "a record of the account"),
		term("identity-check", "核验身份", "a check of identity"),
		term("outside-service", "外部核验服务", "an outside service that checks"),
	}
}

// GuardianMethods lists how it can have been verified that somebody is a guardian.
func GuardianMethods() []Term {
	return []Term{
		term("document-seen", "查看了证件，未留存副本", "documents were seen, and no copy kept"),
		term("signed-form", "签署的同意书", "a signed form"),
		term("identity-check", "核验监护人身份", "a check of the guardian's identity"),
		term("payment", "监护人账户支付验证", "a payment from the guardian's account"),
		term("call", "电话或视频核实", "a call by telephone or video"),
		term("account-link", "监护人账号确认", "the guardian's own account confirmed it"),
	}
}

// Relations lists what a guardian can be to a child.
func Relations() []Term {
	return []Term{
		term("parent", "父母", "a parent"),
		term("grandparent", "祖父母或外祖父母", "a grandparent"),
		term("sibling", "兄、姐", "an elder brother or sister"),
		term("other-guardian", "其他监护人", "another guardian"),
	}
}

// RestrictionReasons lists why processing about a person can be restricted.
func RestrictionReasons() []Term {
	return []Term{
		term("person-asked", "本人要求限制处理", "the person asked for it"),
		term("kept-by-law", "法定保存期限未满", "a period of keeping set by law has not ended"),
		term("hard-to-erase", "技术上难以删除", "erasing is technically hard"),
		term("disputed", "信息是否准确有争议", "whether the information is right is in dispute"),
		term("erasure-asked", "本人要求删除", "the person asked for erasure"),
		term("account-closed", "账号已注销", "the account was closed"),
	}
}

// among reports whether id is one of the list.
func among(list []Term, id string) bool {
	return slices.ContainsFunc(list, func(t Term) bool { return t.ID == id })
}

// TermText returns what a word of a list means, or the word itself.
func TermText(list []Term, id string) lang.Text {
	for _, t := range list {
		if t.ID == id {
			return t.Text
		}
	}
	return lang.Text{ZH: id, EN: id}
}
