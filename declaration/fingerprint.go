package declaration

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/volens/volens/lang"
)

// A facet is one thing about a use that matters legally. Fingerprint hashes all
// of them, and Diff names those that changed.
type facet struct {
	key   string              // permanent
	is    lang.Text           // what people call it
	value func(Use) any       // string, bool or []string; what is hashed
	text  func(Use) lang.Text // the same for people
}

// facets are in order of their keys, as canonical JSON wants them. Adding,
// renaming or revaluing one changes every fingerprint and so asks everybody
// again: that takes a new version beside the old, never an edit.
var facets = []facet{
	{"basis", lang.Text{ZH: "合法性基础", EN: "legal basis"}, func(u Use) any { return string(u.Basis) }, func(u Use) lang.Text { return u.Basis.Text() }},
	{"class", lang.Text{ZH: "目的类别", EN: "class of purpose"}, func(u Use) any { return string(u.Purpose.Class) }, func(u Use) lang.Text { return u.Purpose.Class.Text() }},
	{"component", lang.Text{ZH: "第三方组件的地位与所在地", EN: "standing and country of the component's vendor"}, func(u Use) any { return vendor(u.Component) }, func(u Use) lang.Text { return componentText(u.Component) }},
	{"for", lang.Text{ZH: "保存期限", EN: "retention period"}, func(u Use) any { return string(u.Kept.For) }, func(u Use) lang.Text { return u.Kept.For.Text() }},
	{"gives", lang.Text{ZH: "接收方", EN: "recipients"}, func(u Use) any { return given(u.covered()) }, func(u Use) lang.Text { return givenText(u.covered()) }},
	{"item", lang.Text{ZH: "种类", EN: "kind of personal information"}, func(u Use) any { return string(u.Item.ID) }, func(u Use) lang.Text { return u.Item.Name }},
	{"manner", lang.Text{ZH: "方式", EN: "manner"}, func(u Use) any { return sortedStrings(u.Manner) }, func(u Use) lang.Text { return mannerText(u.Manner) }},
	{"necessary", lang.Text{ZH: "是否必要", EN: "necessary or not"}, func(u Use) any { return u.Necessary }, func(u Use) lang.Text { return yesNo(u.Necessary) }},
	{"origin", lang.Text{ZH: "是否取自他人", EN: "from somebody else or not"}, func(u Use) any { return u.From.stated() }, func(u Use) lang.Text { return yesNo(u.From.stated()) }},
	{"purpose", lang.Text{ZH: "目的", EN: "purpose"}, func(u Use) any { return u.Purpose.ID }, func(u Use) lang.Text { return u.Purpose.Is }},
	{"recipient", lang.Text{ZH: "第三方的地位与所在地", EN: "standing and country of the third party"}, func(u Use) any { return receiver(u.Recipient) }, func(u Use) lang.Text { return recipientText(u.Recipient) }},
	{"separations", lang.Text{ZH: "须单独同意的原因", EN: "grounds for separate consent"}, func(u Use) any { return sortedStrings(u.Separate()) }, func(u Use) lang.Text { return separationText(u.Separate()) }},
	{"store", lang.Text{ZH: "保存地", EN: "storage place"}, func(u Use) any { return u.storedIn() }, func(u Use) lang.Text { return storedText(u.storedIn()) }},
	{"then", lang.Text{ZH: "到期处理", EN: "what happens then"}, func(u Use) any { return string(u.Kept.Then) }, func(u Use) lang.Text { return u.Kept.Then.Text() }},
	{"use", lang.Text{ZH: "使用", EN: "use"}, func(u Use) any { return string(u.ID) }, func(u Use) lang.Text { return lang.Text{ZH: string(u.ID), EN: string(u.ID)} }},
	{"when", lang.Text{ZH: "频次或时机", EN: "frequency or timing"}, func(u Use) any { return string(u.When) }, func(u Use) lang.Text { return u.When.Text() }},
}

// Fingerprint hashes what matters legally in the use: "fp1:" and the SHA-256 of
// the canonical JSON (RFC 8785) of its facets. Names, wording, order, comments
// and the place in the file do not count. It is permanent.
func (u Use) Fingerprint() Fingerprint {
	sum := sha256.Sum256(u.canonical())
	return Fingerprint("fp1:" + hex.EncodeToString(sum[:]))
}

// canonical writes the facets with "v":1 in its place among the keys.
func (u Use) canonical() []byte {
	b := make([]byte, 0, 512)
	b = append(b, '{')
	for _, f := range facets {
		if f.key == "when" {
			b = append(b, `"v":1,`...)
		}
		b = append(b, '"')
		b = append(b, f.key...)
		b = append(b, `":`...)
		b = appendValue(b, f.value(u))
		b = append(b, ',')
	}
	b[len(b)-1] = '}'
	return b
}

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		return appendString(b, v)
	case []string:
		b = append(b, '[')
		for i, s := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, s)
		}
		return append(b, ']')
	}
	panic("declaration: a facet is neither string, bool nor list")
}

// appendString writes a JSON string. Facets hold words of the vocabularies, ids
// and country codes: nothing that needs more escapes than these.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// stated reports whether the item comes from somebody else.
func (o Origin) stated() bool { return !o.Who.IsZero() || !o.Ground.IsZero() }

// storedIn is the country it is kept in, "device" on the person's own device, or
// "" where it is not kept.
func (u Use) storedIn() string {
	if u.Store != nil {
		return u.Store.Country
	}
	return u.Kept.In
}

// covered are the recipients that this use covers: all but third parties, since
// giving to each of those is a use of its own, with a consent of its own. A new
// third party therefore asks nobody again about the use itself.
func (u Use) covered() []*Recipient {
	if u.Recipient != nil {
		return u.Gives
	}
	return slices.DeleteFunc(slices.Clone(u.Gives), func(r *Recipient) bool { return r.Role == ThirdParty })
}

func vendor(c *Component) string {
	if c == nil {
		return ""
	}
	return string(c.Role) + " " + c.Country
}

func receiver(r *Recipient) string {
	if r == nil {
		return ""
	}
	return string(r.Role) + " " + r.Country
}

func given(list []*Recipient) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.ID + " " + receiver(r)
	}
	slices.Sort(out)
	return out
}

func sortedStrings[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func yesNo(b bool) lang.Text {
	if b {
		return lang.Text{ZH: "是", EN: "yes"}
	}
	return lang.Text{ZH: "否", EN: "no"}
}

// together joins texts into a list.
func together[T any](list []T, text func(T) lang.Text) lang.Text {
	var zh, en []string
	for _, x := range list {
		t := text(x)
		zh, en = append(zh, t.In(lang.ZH)), append(en, t.In(lang.EN))
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

func mannerText(list []Manner) lang.Text         { return together(list, Manner.Text) }
func separationText(list []Separation) lang.Text { return together(list, Separation.Text) }
func givenText(list []*Recipient) lang.Text      { return together(list, recipientText) }

func componentText(c *Component) lang.Text {
	if c == nil {
		return lang.Text{}
	}
	return standingIn(c.Name, c.Role, c.Country)
}

func recipientText(r *Recipient) lang.Text {
	if r == nil {
		return lang.Text{}
	}
	return standingIn(r.Name, r.Role, r.Country)
}

func standingIn(name lang.Text, s Standing, country string) lang.Text {
	role := s.Text()
	return lang.Text{
		ZH: name.In(lang.ZH) + "（" + role.ZH + "，" + country + "）",
		EN: name.In(lang.EN) + " (" + role.EN + ", " + country + ")",
	}
}

func storedText(in string) lang.Text {
	switch in {
	case "":
		return lang.Text{ZH: "不保存", EN: "not kept"}
	case OnDevice:
		return lang.Text{ZH: "本人设备", EN: "the person's own device"}
	case Home:
		return lang.Text{ZH: "中国境内", EN: "in China"}
	}
	return lang.Text{ZH: "境外：" + in, EN: "abroad: " + in}
}
