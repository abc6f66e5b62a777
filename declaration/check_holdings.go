package declaration

import (
	"regexp"
	"slices"
	"strings"

	"github.com/volens/volens/lang"
)

// holdings checks where people are in the stores, and whether whatever they are
// found by is given somewhere.
func (c *checker) holdings() {
	given := c.d.identifiers()
	names := append([]string{Person}, given...)
	c.known["identifier"] = newNames(
		lang.Text{ZH: "标识", EN: "identifier"},
		lang.Text{ZH: "person，或某个 holds 里有列以 gives 给出的", EN: "person, or one that a column under holds gives"},
		true, names)
	for _, r := range c.d.Recipients {
		c.secret(r.Told, r.Place.Path+".told")
	}
	for _, s := range c.d.Stores {
		c.secret(s.URL, s.Place.Path+".url")
		c.secret(s.LookURL, s.Place.Path+".look-url")
		for i, r := range s.Replicas {
			c.secret(r, element(s.Place.Path+".replicas", i))
		}
		for _, h := range s.Holds {
			c.holding(s, h)
		}
	}
}

// identifiers are all that fields give, each once, in the order written.
func (d *Declaration) identifiers() []string {
	var all []string
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			for _, f := range h.Fields {
				if f.Gives != "" && !slices.Contains(all, f.Gives) {
					all = append(all, f.Gives)
				}
			}
		}
	}
	return all
}

// secret checks that an address is to be found in one place.
func (c *checker) secret(s Secret, path string) {
	switch {
	case s.Env != "" && s.File != "":
		c.add(c.d.PlaceOf(path+".file"), twoSecrets)
	case s.IsZero() && c.written(path) && !c.within(path):
		c.add(c.d.PlaceOf(path), noSecret)
	}
}

// within reports whether something is known to be wrong at or below a path.
func (c *checker) within(path string) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool {
		return p.Path == path || strings.HasPrefix(p.Path, path+".")
	})
}

func (c *checker) holding(s *Store, h *Holding) {
	path := h.Place.Path
	for i, f := range h.Found {
		c.refer("identifier", f.By, element(path+".found", i), "by")
	}
	inName := placeholder.FindAllStringSubmatch(h.ID, -1)
	for _, m := range inName {
		if n := c.known["identifier"]; !n.set[m[1]] {
			c.unknown("identifier", n, m[1], path)
		}
	}
	switch {
	case s.Tables() && len(inName) > 0:
		c.add(h.Place, namedByColumns)
	case !s.Tables() && touching.MatchString(h.ID):
		c.add(h.Place, touch)
	case s.Objects() && len(h.Found) > 0:
		c.add(c.d.PlaceOf(path+".found"), foundByName)
	case h.Account && len(h.By()) == 0 && !c.within(path):
		c.add(c.d.PlaceOf(path+".account"), accountUnfound)
	}
	referAll(c, "purpose", h.For, path, "for")
	for _, f := range h.Fields {
		c.held(h, f)
	}
	c.times(s, h)
	c.retention(h)
}

// held checks one column.
func (c *checker) held(h *Holding, f *Field) {
	c.refer("item", string(f.Item), f.Place.Path, "item")
	if f.Gives == Person {
		c.add(c.d.PlaceOf(f.Place.Path+".gives"), personGiven)
	}
	if f.Kept && h.Keep.IsZero() && !c.written(h.Place.Path+".keep") {
		c.add(c.d.PlaceOf(f.Place.Path+".kept"), keptByNothing)
	}
}

// touching finds two variable parts of a pattern with nothing between them: 12 in
// cart:{person}* would be of person 1 as well.
var touching = regexp.MustCompile(`[}*][{*]`)

// times checks that objects and files are asked for no more than they have.
func (c *checker) times(s *Store, h *Holding) {
	if !s.Objects() {
		return
	}
	path := h.Place.Path
	for key, column := range map[string]string{"born": h.Born, "keep.from": h.Keep.From} {
		if column != "" && column != Written {
			c.add(c.d.PlaceOf(path+"."+key), onlyWritten)
		}
	}
	if h.Then == Anonymise {
		c.add(c.d.PlaceOf(path+".then"), onlyDeleted)
	}
}

// retention checks that a ground is whole: without any of the four nobody can say
// what it keeps or until when.
func (c *checker) retention(h *Holding) {
	path, k := h.Place.Path+".keep", h.Keep
	if !c.written(path) || c.within(path) {
		return
	}
	var lacks []string
	for _, part := range []struct {
		name  string
		empty bool
	}{{"under", k.Under.IsZero()}, {"rank", k.Rank == ""}, {"for", k.For == ""}, {"from", k.From == ""}} {
		if part.empty {
			lacks = append(lacks, part.name)
		}
	}
	if len(lacks) > 0 {
		c.add(c.d.PlaceOf(path), keepLacks(lacks))
		return
	}
	if _, unit, ok := k.For.Parts(); !ok || unit == "wd" {
		c.add(c.d.PlaceOf(path+".for"), keptUncounted)
	}
}

func keepLacks(what []string) flaw {
	return flaw{
		says: lang.Text{
			ZH: "继续保存的依据不完整，缺 " + strings.Join(what, "、"),
			EN: "the ground for keeping is not whole: " + strings.Join(what, ", ") + " missing",
		},
		wants: lang.Text{ZH: "under、rank、for、from 四项一起写", EN: "under, rank, for and from together"},
		fix:   lang.Text{ZH: "补齐；没有法律、行政法规的依据，就删去 keep", EN: "complete it; without a law or administrative regulation, remove keep"},
	}
}

var (
	twoSecrets = flaw{
		says:  lang.Text{ZH: "env 与 file 只能写一个", EN: "env and file exclude each other"},
		wants: lang.Text{ZH: "env 或 file", EN: "env or file"},
		fix:   lang.Text{ZH: "删去一个", EN: "remove one of them"},
	}
	noSecret = flaw{
		says:  lang.Text{ZH: "没有写明地址在哪里取", EN: "where the address is found is not named"},
		wants: lang.Text{ZH: "env 或 file", EN: "env or file"},
		fix:   lang.Text{ZH: "写 {env: 变量名} 或 {file: 路径}，或删去这个键", EN: "write {env: NAME} or {file: PATH}, or remove the key"},
	}
	namedByColumns = flaw{
		says: lang.Text{ZH: "库表名里不能有标识", EN: "the name of a table holds no identifier"},
		fix:  lang.Text{ZH: "写库表名，用 found 说明哪一列是哪种标识", EN: "write the table's name, and say under found which column holds which identifier"},
	}
	foundByName = flaw{
		says: lang.Text{ZH: "对象和文件按名称查找，没有列", EN: "objects and files are found by their names and have no columns"},
		fix:  lang.Text{ZH: "删去 found，把标识写进名称，如 avatars/{person}/", EN: "remove found and put the identifier into the name, such as avatars/{person}/"},
	}
	accountUnfound = flaw{
		says: lang.Text{ZH: "一行即一个账号，却没有写明怎样找到本人的那一行", EN: "a row is an account, and how that of a person is found is not said"},
		fix:  lang.Text{ZH: "加上 found，如 found: [{in: id, by: person}]", EN: "add found, such as found: [{in: id, by: person}]"},
	}
	personGiven = flaw{
		says: lang.Text{ZH: "person 是本人编号，人人都有，不由某一列给出", EN: "person is the own id that everybody has; no column gives it"},
		fix:  lang.Text{ZH: "这一列就是本人编号的，写进 found：{in: 列, by: person}；否则换个名称", EN: "where the column is that id, write it under found: {in: COLUMN, by: person}; else choose another name"},
	}
	keptByNothing = flaw{
		says: lang.Text{ZH: "写了继续保存，却没有依据", EN: "it is to be kept, and no ground says so"},
		fix:  lang.Text{ZH: "在这张表上写 keep，或删去 kept", EN: "write keep for this table, or remove kept"},
	}
	touch = flaw{
		says: lang.Text{ZH: "样式里两个可变的部分挨在一起，分不清是谁的", EN: "two variable parts of the pattern touch, so that nobody can tell whose it is"},
		fix:  lang.Text{ZH: "在它们之间放上固定的字符，如 cart:{person}:*", EN: "put a fixed character between them, such as cart:{person}:*"},
	}
	onlyWritten = flaw{
		says:  lang.Text{ZH: "对象和文件没有列，只有写入时间", EN: "objects and files have no columns, only the time of writing"},
		wants: lang.Text{ZH: Written, EN: Written},
		fix:   lang.Text{ZH: "写 written", EN: "write written"},
	}
	onlyDeleted = flaw{
		says: lang.Text{ZH: "对象和文件不能就地匿名化", EN: "objects and files cannot be anonymised where they are"},
		fix:  lang.Text{ZH: "删去 then，或写 delete", EN: "remove then, or write delete"},
	}
	keptUncounted = flaw{
		says:  lang.Text{ZH: "继续保存的期限要能算出截止日", EN: "how long something is kept has to give a last day"},
		wants: lang.Text{ZH: "数字加 h、d、m 或 y，如 3y", EN: "a number and h, d, m or y, such as 3y"},
		fix:   lang.Text{ZH: "写法律、行政法规规定的期限", EN: "write the period that the law or administrative regulation says"},
	}
)
