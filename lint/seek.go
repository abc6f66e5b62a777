package lint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/volens/volens/law"
)

// Articles returns what people mean who write of an article: "第二十一条", "21(4)",
// "PIPL 29", "个保法第二十九条", "draft 19(3)", "no191 IV.2", or an instrument alone.
// Each element holds the entries of one article, in the order of the data; where
// the instrument is not said there may be several, and people choose. A part that
// the data does not tell apart gives the article that contains it. It returns
// nothing where the text cannot be read, or where there is no such article.
func Articles(text string) [][]law.Article {
	s := squash(text)
	for _, name := range spoken() {
		rest, ok := strings.CutPrefix(s, name.text)
		if !ok {
			continue
		}
		i, _ := law.InstrumentByID(name.of)
		if rest == "" {
			return byArticle(i.Articles)
		}
		if found := find(i, rest, true); len(found) > 0 {
			return [][]law.Article{found}
		}
	}
	var all [][]law.Article
	for _, i := range law.Instruments() {
		if found := find(i, s, false); len(found) > 0 {
			all = append(all, found)
		}
	}
	return all
}

// squash leaves of text what tells articles apart: compatible forms made plain,
// lower case, Chinese numerals as figures, without blanks and marks.
func squash(text string) string {
	text = strings.ToLower(norm.NFKC.String(text))
	text = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || strings.ContainsRune("《》“”\"'-—_/,，", c) {
			return -1
		}
		return c
	}, text)
	return chineseNumber.ReplaceAllStringFunc(text, figures)
}

var chineseNumber = regexp.MustCompile(`[零〇一二三四五六七八九十百千]+`)

// figures reads a Chinese numeral up to the thousands, or figures read out one by
// one, such as 二九. What is neither stays as it is, so that nobody gets an article
// that was not asked for.
func figures(s string) string {
	const digits, units = "零一二三四五六七八九", "十百千"
	numeral := strings.ReplaceAll(s, "〇", "零")
	if !strings.ContainsAny(numeral, units) {
		read := ""
		for _, c := range numeral {
			read += strconv.Itoa(strings.IndexRune(digits, c) / len("零"))
		}
		return read
	}
	sum, digit, last := 0, -1, 10_000
	for _, c := range numeral {
		if k := strings.IndexRune(units, c); k >= 0 {
			unit := []int{10, 100, 1000}[k/len("十")]
			if unit >= last || digit == 0 {
				return s
			}
			if digit < 0 {
				digit = 1
			}
			sum, digit, last = sum+digit*unit, -1, unit
			continue
		}
		if digit > 0 {
			return s
		}
		digit = strings.IndexRune(digits, c) / len("零")
	}
	return strconv.Itoa(sum + max(digit, 0))
}

// A name is one way to speak of an instrument.
type name struct {
	text string // squashed
	of   law.InstrumentID
}

// also are names that neither the ids nor the titles have.
var also = map[law.InstrumentID][]string{
	law.Draft:    {"draft", "草案", "意见稿"},
	law.Order790: {"790", "order 790", "790号令", "网络数据安全管理条例"},
	law.PIPL:     {"个人信息保护法", "个信法"},
	law.DSL:      {"数据安全法"},
	law.CSL:      {"网络安全法"},
	law.No191:    {"191", "app违法违规认定方法"},
}

// spoken returns every name of every instrument, the longest first, so that none
// hides behind its own beginning.
func spoken() []name {
	var all []name
	for _, i := range law.Instruments() {
		for _, text := range append([]string{
			string(i.ID), strings.TrimPrefix(string(i.ID), "cn-"), i.Title.ZH, i.Title.EN, i.Short.ZH, i.Short.EN,
		}, also[i.ID]...) {
			all = append(all, name{squash(text), i.ID})
		}
	}
	slices.SortStableFunc(all, func(a, b name) int { return len(b.text) - len(a.text) })
	return all
}

var (
	byArticleRef = regexp.MustCompile(`^(?:article|art\.?|第)?(\d{1,4})条?(?:第?(\d{1,2})款|¶(\d{1,2})|para\.?(\d{1,2}))?(?:第?\(?(\d{1,2})\)?项?|\.(\d{1,2}))?$`)
	byGroupRef   = regexp.MustCompile(`^(?:group|第)?([ivx]{1,5}|\d)(?:组|类)?(?:[.、]?(?:item|第)?\(?(\d{1,2})\)?项?)?$`)
	byItemRef    = regexp.MustCompile(`^(?:item|第)?(\d{1,2})项?$`)
	byClauseRef  = regexp.MustCompile(`^(?:clause|附录|annex|第)?(\d{1,2}|[a-z])(?:\.(\d{1,2}))?(?:\.\d{1,2})*条?$`)
)

// sought reads a reference in the numbering of an instrument.
func sought(n law.Numbering, s string) (c law.Citation, ok bool) {
	pattern := map[law.Numbering]*regexp.Regexp{law.ByGroup: byGroupRef, law.ByClause: byClauseRef, law.ByItem: byItemRef}[n]
	if pattern == nil {
		pattern = byArticleRef
	}
	m := pattern.FindStringSubmatch(s)
	switch {
	case m == nil:
		return c, false
	case n == law.ByItem:
		c.Article = count(m[1])
	case n == law.ByGroup || n == law.ByClause:
		c.Article, c.Item = ordinal(n, m[1]), count(m[2])
	default:
		c.Article, c.Paragraph, c.Item = count(m[1]), count(m[2]+m[3]+m[4]), count(m[5]+m[6])
	}
	return c, true
}

// ordinal reads a figure, the roman numeral of a group, or the letter of an annex,
// which counts downwards from minus one.
func ordinal(n law.Numbering, s string) int {
	roman := slices.Index([]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"}, s)
	switch {
	case n == law.ByGroup && roman > 0:
		return roman
	case n == law.ByClause && s[0] >= 'a':
		return -int(s[0]-'a') - 1
	}
	return count(s)
}

// count reads figures that a pattern has checked; "" is zero.
func count(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// Whole reports whether text asks for a part that none of the entries is: the data
// does not tell it apart, or there is no such part.
func Whole(text string, entries []law.Article) bool {
	if len(entries) == 0 {
		return false
	}
	i, _ := law.InstrumentByID(entries[0].Instrument)
	s := squash(text)
	for _, name := range spoken() {
		if rest, ok := strings.CutPrefix(s, name.text); ok && name.of == i.ID {
			c, ok := sought(i.Numbering, rest)
			return ok && c.Item != 0 && !slices.ContainsFunc(entries, func(a law.Article) bool { return a.Item == c.Item })
		}
	}
	return false
}

// find returns the entries of i that s speaks of. Where it names a part that is
// not in the data, it returns what contains the part if wide, or else nothing.
func find(i law.Instrument, s string, wide bool) []law.Article {
	c, ok := sought(i.Numbering, s)
	if !ok {
		return nil
	}
	c.Instrument = i.ID
	var exact, whole []law.Article
	for _, a := range i.Articles {
		if a.Article != c.Article {
			continue
		}
		in := c.Paragraph == 0 || c.Paragraph >= a.Paragraph && c.Paragraph <= max(a.Paragraph, a.Through)
		switch {
		case in && (c.Item == 0 || c.Item == a.Item):
			exact = append(exact, a)
		case a.Item == 0 && (in || a.Paragraph == 0):
			whole = append(whole, a)
		}
	}
	if len(exact) == 0 && wide {
		return whole
	}
	return exact
}

// byArticle gathers entries by their articles.
func byArticle(entries []law.Article) [][]law.Article {
	var all [][]law.Article
	for _, a := range entries {
		if n := len(all); n > 0 && all[n-1][0].Article == a.Article {
			all[n-1] = append(all[n-1], a)
			continue
		}
		all = append(all, []law.Article{a})
	}
	return all
}
