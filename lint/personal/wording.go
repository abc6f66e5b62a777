package personal

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/volens/volens/lang"
)

// half returns the text in l alone, "" where it has none.
func half(t lang.Text, l lang.Lang) string {
	if l == lang.EN {
		return t.EN
	}
	return t.ZH
}

// names reports whether text names the kind of information, in full or nearly so: in
// English its last word and at least half of all its words, in Chinese its last pair
// of characters, which says more than one English word: 大概位置 is 粗略位置. What has
// no name in l cannot be looked for.
func names(text, name string, l lang.Lang) bool {
	parts := pieces(core(name), l)
	if len(parts) == 0 || strings.Contains(text, name) {
		return true
	}
	last := count(text, parts[len(parts)-1:], l) == 1
	return last && (l == lang.ZH || count(text, parts, l)*2 >= len(parts))
}

// speaks reports whether text says something, if in other words: at least a third
// of its words are there, or two pairs of characters or one word of English. Where
// nothing is said in l there is nothing to look for.
func speaks(text, phrase string, l lang.Lang) bool {
	parts := pieces(phrase, l)
	enough := min(2, len(parts))
	if l == lang.EN {
		enough = min(1, len(parts))
	}
	n := count(text, parts, l)
	return n >= enough || n*3 >= len(parts)
}

// core takes from a name what adds nothing to it: what stands in brackets, and
// words that every kind of information may end with.
func core(name string) string {
	for _, open := range []string{"（", "("} {
		if short, _, cut := strings.Cut(name, open); cut && short != "" {
			name = strings.TrimSpace(short)
		}
	}
	for _, end := range []string{"信息", "数据", "记录", " information", " data", " records"} {
		if short, cut := strings.CutSuffix(name, end); cut && len([]rune(short)) > 1 {
			return short
		}
	}
	// 号码 and 号 are the same word.
	if short, cut := strings.CutSuffix(name, "号码"); cut {
		return short + "号"
	}
	return name
}

// pieces returns what a phrase is made of: pairs of neighbouring characters in
// Chinese, which writes no spaces, and words that mean something in English.
func pieces(phrase string, l lang.Lang) []string {
	var all []string
	if l == lang.EN {
		for _, w := range englishWords(phrase) {
			if !slices.Contains(small, w) {
				all = append(all, w)
			}
		}
		return all
	}
	for _, run := range strings.FieldsFunc(phrase, notWord) {
		r := []rune(run)
		if len(r) == 1 {
			all = append(all, run)
		}
		for i := 1; i < len(r); i++ {
			all = append(all, string(r[i-1:i+1]))
		}
	}
	return all
}

// count returns how many of the parts are in text.
func count(text string, parts []string, l lang.Lang) int {
	var words []string
	if l == lang.EN {
		words = englishWords(text)
	}
	n := 0
	for _, p := range parts {
		if l == lang.EN && slices.ContainsFunc(words, func(w string) bool { return sameWord(w, p) }) || l != lang.EN && strings.Contains(text, p) {
			n++
		}
	}
	return n
}

// englishWords returns the words of a text in lower case, without hyphens and the
// ’s of possession.
func englishWords(text string) []string {
	text = strings.NewReplacer("-", "", "’", "'").Replace(strings.ToLower(text))
	words := strings.FieldsFunc(text, func(r rune) bool { return r != '\'' && notWord(r) })
	for i, w := range words {
		words[i] = strings.Trim(strings.TrimSuffix(w, "'s"), "'")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// sameWord reports whether a and b are forms of one word: the same but for the end
// of the longer one, as send and sending are.
func sameWord(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) > 3 && strings.HasPrefix(b, a)
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// small are English words that say nothing on their own.
var small = []string{
	"a", "an", "and", "are", "as", "at", "by", "for", "from", "how", "in", "is", "it", "its", "of", "on", "or",
	"that", "the", "their", "them", "to", "was", "what", "when", "where", "who", "with", "you", "your",
}

var (
	refuseZH = regexp.MustCompile(`拒绝|不同意|不提供|不授权|不允许|不接受|不开启|不开通|不填|不愿|不想|不选|选择不|暂不|跳过|关着|关闭|退订`)
	refuseEN = regexp.MustCompile(`(?i)\b(refus|declin|without\b|unless\b|if not\b|(do not|don't|not to) (agree|allow|consent|provide|give|accept|want)|say(ing)? no\b|rather not\b|not now\b|choose no|skip\b|opt out\b|leave (it|this|that) (empty|blank|off|out)\b|turn (it|this) off\b)`)
	vagueZH  = regexp.MustCompile(`等(其他|其它|相关|有关|必要的?)?(个人)?(信息|资料|数据)|(相关|有关|必要的?)(个人)?(信息|资料|数据)|[和及与、](其他|其它)(个人)?(信息|资料|数据)`)
	vagueEN  = regexp.MustCompile(`(?i)\b(and so on|and so forth|etc|and the like|(related|relevant|necessary|certain|(and|or) other) (personal )?(information|data|details))\b`)
)

// refuses reports whether text speaks of refusing.
func refuses(text string, l lang.Lang) bool {
	if l == lang.EN {
		return refuseEN.MatchString(strings.ReplaceAll(text, "’", "'"))
	}
	return refuseZH.MatchString(text)
}

// vague reports whether words of text stand for information without naming it.
func vague(text string, l lang.Lang) bool {
	if l == lang.EN {
		return vagueEN.MatchString(text)
	}
	return vagueZH.MatchString(text)
}
