package discover

import (
	"strings"
	"unicode"
)

// classOf tells what a column type holds. Where nothing is said anything is
// possible.
func classOf(f Field) class {
	t := f.Type
	switch {
	case t == "":
		return textual | numeric | timely | boolean | binary
	case strings.HasPrefix(t, "bool"), t == "bit", t == "bit(1)", t == "tinyint(1)":
		return boolean
	case contains(t, "date", "time", "year"):
		return timely
	case contains(t, "int", "num", "dec", "float", "double", "real", "money", "serial", "fixed"):
		return numeric
	case contains(t, "blob", "binary", "bytea"):
		return binary
	}
	return textual
}

func contains(s string, any ...string) bool {
	for _, w := range any {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// headline is what a comment calls its field: without what it adds after a
// bracket, a colon or a comma, and without values that it lists.
func headline(comment string) string {
	comment = strings.ToValidUTF8(comment[:min(len(comment), longestName)], "")
	if i := strings.IndexFunc(comment, func(r rune) bool { return strings.ContainsRune("（(：:，,；;。、/【[\n", r) }); i >= 0 {
		comment = comment[:i]
	}
	if i := strings.IndexFunc(comment, func(r rune) bool { return unicode.IsDigit(r) }); i >= 0 && i+1 < len(comment) {
		comment = strings.TrimRightFunc(comment[:i], unicode.IsSpace) + strings.TrimLeftFunc(comment[i:], func(r rune) bool { return unicode.IsDigit(r) })
		if head, tail, cut := strings.Cut(comment, " "); cut && !ascii(tail) && !ascii(head) {
			comment = head
		}
	}
	return strings.TrimSpace(comment)
}

// A reading is what one text, a name or a comment, says of a field.
type reading struct {
	term   *term
	about  subject // what qualifies it: receiver_, 公司
	odd    bool    // it is qualified by a word that is not known
	denied bool    // it speaks of a state, a count, a switch or a key instead
	titled bool    // it speaks of what something is called: 品牌名称, 管理员名称
}

var (
	termsByName = indexTerms(func(t term) string { return t.names })
	termsByZH   = indexTerms(func(t term) string { return t.zh })
)

func indexTerms(words func(term) string) lexicon[*term] {
	l := lexicon[*term]{}
	for i := range terms {
		l.list(words(terms[i]), &terms[i])
	}
	return l
}

// trailing are words that may follow a term in a name and change nothing.
var trailing = wordSet("no num number code str text value val url uri path img image pic photo enc encrypt encrypted cipher ciphertext md5 sha hash masked mask full info address cm kg list json file detail details")

// denying are words that make something else of it.
var denying = wordSet("id ids count cnt total status state type flag verified verify validated confirmed checked check auth bind bound enabled enable disabled is has count limit times sort order template config key token reset expire expired ext format regex length index visible show hidden public switch required updated update at time date prefix suffix rule status_code level opt")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// readName reads the name of a field. One that is not in Latin letters is read as
// a comment is.
func readName(name string) reading {
	if !ascii(name) {
		return readComment(strings.ReplaceAll(name, "_", ""))
	}
	words := split(name)
	if r, ok := readQuestion(words); ok {
		return r
	}
	at, ok := termsByName.find(words)
	if !ok {
		return reading{denied: len(words) > 0 && denying[words[len(words)-1]]}
	}
	r := reading{term: at.means}
	for _, w := range words[at.to:] {
		r.denied = r.denied || denying[w] || !trailing[w] && subjectWords[w] == unsaid
		if s := subjectWords[w]; s == setting || s == thing && !trailing[w] {
			r.about = s
		}
	}
	for _, w := range words[:at.from] {
		s, known := subjectWords[singular(w)]
		switch {
		case known && (s != person || r.about == unsaid):
			r.about = s
		case known:
		case !modifiers[w]:
			r.odd = true
		}
	}
	return r
}

// readQuestion reads names that ask for yes or no. Only where the answer itself is
// the information, as in is_pregnant, do they speak of it.
func readQuestion(words []string) (reading, bool) {
	if len(words) < 2 || words[0] != "is" && words[0] != "has" {
		return reading{}, false
	}
	for _, joined := range []string{strings.Join(words, ""), strings.Join(words[1:], "")} {
		if t := termsByName[joined]; t != nil && t.answers() {
			return reading{term: t}, true
		}
	}
	return reading{denied: true}, true
}

// answers reports whether yes or no tells what a term is about.
func (t *term) answers() bool { return t.takes&boolean != 0 && t.item != "gender" }

// readQuestionZH does the same for comments: 是否怀孕.
func readQuestionZH(comment, head string) (reading, bool) {
	if !strings.Contains(comment, "是否") && !strings.HasPrefix(head, "有无") {
		return reading{}, false
	}
	for _, asked := range []string{"是否有", "是否为", "是否已", "是否", "有无"} {
		if t := termsByZH[strings.TrimPrefix(head, asked)]; t != nil && strings.HasPrefix(head, asked) && t.answers() {
			return reading{term: t}, true
		}
	}
	return reading{denied: true}, true
}

// modifiers stand before a term and change nothing.
var modifiers = wordSet("current cur last first new old my the full real work personal private home main primary second backup bind bound register reg login t f c s u raw encrypted enc wx weixin wechat mini app mobile base avg max own live default user legal")

// readComment reads a comment, in either language.
func readComment(comment string) reading {
	if t := termsByZH[wholeOf(comment)]; t != nil {
		return reading{term: t}
	}
	head := strings.ToLower(headline(comment))
	if head == "" {
		return reading{}
	}
	if r, ok := readQuestionZH(comment, head); ok {
		return r
	}
	if ascii(head) {
		words := split(head)
		if len(words) > 3 {
			return reading{}
		}
		r := readName(strings.Join(words, "_"))
		if r.odd {
			return reading{}
		}
		return r
	}
	head = trimEnding(head)
	t, before, ok := termsByZH.ending(head)
	if !ok {
		t, before, ok = englishEnding(head)
	}
	if !ok {
		return reading{denied: deniedZH(head), titled: strings.HasSuffix(head, "名称") || strings.HasSuffix(head, "标题"), odd: true, about: about(head)}
	}
	return reading{term: t, about: about(before)}
}

// wholeOf is a comment without its punctuation, to be known as a whole: kinds of
// information that are several in one are called 姓名、证件类型和号码.
func wholeOf(comment string) string {
	if len(comment) > longestName {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, comment)
}

func about(s string) subject {
	subject, _ := subjectsZH.within(s)
	return subject
}

// englishEnding finds a term written in Latin letters behind Chinese ones, such
// as 微信openid.
func englishEnding(head string) (*term, string, bool) {
	i := strings.LastIndexFunc(head, func(r rune) bool { return r > 0x7f })
	for j, r := range head {
		if j > i && r <= 0x7f {
			if t, ok := termsByName[strings.Join(split(head[j:]), "")]; ok {
				return t, head[:j], true
			}
			break
		}
	}
	return nil, head, false
}

// trimEnding cuts what may follow a term in a comment and changes nothing.
func trimEnding(head string) string {
	for _, end := range []string{"列表", "密文", "加密", "脱敏", "信息", "cm", "kg", "url", "链接", "地址url", "1", "2"} {
		if rest := strings.TrimSuffix(head, end); rest != "" && rest != head {
			if _, _, ok := termsByZH.ending(rest); ok {
				return rest
			}
		}
	}
	return head
}

// deniedZH knows comments that speak of something else for certain.
func deniedZH(head string) bool {
	for _, end := range []string{"状态", "标志", "标识", "数量", "次数", "总数", "类型", "id", "主键", "编号", "序号", "排序", "单价", "价格", "数", "开关", "编码", "单号", "时间", "图标", "版本"} {
		if strings.HasSuffix(head, end) {
			return true
		}
	}
	return false
}
