// Package lang holds the one shape of every text that people read: Chinese
// first, with an English twin written by hand. It knows nothing of the law and
// imports nothing of Volens.
package lang

import "strings"

// A Lang is a language that Volens speaks. The zero value is Chinese.
type Lang string

// The languages. The values are BCP 47 tags and appear in URLs, forms and
// stored records: append only.
const (
	ZH Lang = "zh-CN"
	EN Lang = "en"
)

// Parse reads a language tag or an Accept-Language header and returns the first
// language in it that Volens speaks, in the order written. It returns Chinese
// where it recognises nothing.
func Parse(s string) Lang {
	for tag := range strings.SplitSeq(s, ",") {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		switch primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary {
		case "zh":
			return ZH
		case "en":
			return EN
		}
	}
	return ZH
}

// A Text is one text in both languages.
type Text struct {
	ZH string `json:"zh" yaml:"zh" doc:"中文 | in Chinese"`
	EN string `json:"en" yaml:"en" doc:"英文 | in English"`
}

// In returns the text in l, or in the other language where l's half is empty.
func (t Text) In(l Lang) string {
	if l == EN && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether both halves are empty.
func (t Text) IsZero() bool { return t == Text{} }

// Both joins the halves for readers whose language is not known, such as those
// of an error on a terminal: Chinese, then English.
func (t Text) Both() string {
	switch {
	case t.ZH == "", t.ZH == t.EN:
		return t.EN
	case t.EN == "":
		return t.ZH
	}
	return t.ZH + " / " + t.EN
}
