package discover

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// serviceID is what the one service of a draft is called until people say.
const serviceID = "my-service"

// mostEvidence is how many fields are named per use; the rest are counted.
const mostEvidence = 6

// yaml writes the draft.
func (d *draft) yaml() string {
	var b strings.Builder
	d.header(&b)
	d.purposes(&b)
	d.unlistedItems(&b)
	d.service(&b)
	d.componentList(&b)
	d.storeList(&b)
	return b.String()
}

func (d *draft) header(b *strings.Builder) {
	fmt.Fprintf(b, "# yaml-language-server: $schema=%s\n", declaration.SchemaURL)
	for _, line := range []lang.Text{
		{ZH: "这是 volens init 起草的草稿，供人阅读和修改；里面没有法律判断。", EN: "A draft by volens init, for people to read and change. Nothing in it is a legal judgement."},
		{ZH: "种类与目的都是猜测，每一条上面写着依据和把握；猜错的改掉，没有的删掉，漏掉的补上。", EN: "Kinds and purposes are guesses; above each stands what led to it and how sure it is. Correct what is wrong, delete what is not so, add what is missing."},
		{ZH: "表结构里看不出的没有编造：保存期限、合法性基础、拒绝的影响、接收方，由 volens lint 逐项追问。", EN: "What no schema tells was not made up: retention, legal basis, the effect of refusing, recipients. volens lint asks for them one by one."},
	} {
		fmt.Fprintf(b, "# %s\n", line.In(d.lang))
	}
	fmt.Fprintf(b, "\nvolens: 1\n\nprocessor:\n  name: {zh: %s, en: %s}\n", quoted("（待填）处理者名称"), quoted("(to fill in) name of the processor"))
}

// purposes declares the one that the vocabulary lacks, where it is used.
func (d *draft) purposes(b *strings.Builder) {
	f := d.functions["staff"]
	if f == nil || !slices.ContainsFunc(f.uses, func(u *use) bool { return u.purpose == manageStaff }) {
		return
	}
	fmt.Fprintf(b, "\npurposes:\n  %s:\n    class: provide\n    is: {zh: %s, en: %s}\n    put-to: {zh: %s, en: %s}\n", manageStaff,
		quoted("管理员工和合作人员"), quoted("manage staff and partners"), quoted("订立和履行与您的合同"), quoted("to make and keep the contract with you"))
}

// unlistedItems says what looks sensitive, where items of one's own would stand.
func (d *draft) unlistedItems(b *strings.Builder) {
	if len(d.unlisted) == 0 {
		return
	}
	b.WriteString("\n")
	for _, line := range d.unlisted {
		fmt.Fprintf(b, "# %s\n", line)
	}
}

func (d *draft) service(b *strings.Builder) {
	fmt.Fprintf(b, "\nservices:\n  %s:\n    name: {zh: %s, en: %s}\n", serviceID, quoted("（待填）服务名称"), quoted("(to fill in) name of the service"))
	fmt.Fprintf(b, "    type: other   # %s\n", d.typeHint())
	if len(d.channels) > 0 {
		fmt.Fprintf(b, "    on: [%s]   # %s\n", strings.Join(d.channels, ", "), lang.Text{ZH: "由所读的文件看出，请补全", EN: "as the files show; complete it"}.In(d.lang))
	}
	b.WriteString("    functions:\n")
	for i := range areas {
		if f := d.functions[areas[i].id]; f != nil {
			d.writeFunction(b, f)
		}
	}
}

// typeHint says which of the 39 types the tables look like.
func (d *draft) typeHint() string {
	var keys []string
	for _, a := range areas {
		if f := d.functions[a.id]; f != nil && a.like != "" && len(f.uses) > 1 && !slices.Contains(keys, a.like) {
			keys = append(keys, a.like)
		}
	}
	hint := d.say("属于三十九类之一的，改成那一类", "if it is one of the 39 types, write that one")
	if len(keys) > 0 {
		hint += d.say("；从表看，可能是 ", "; from its tables perhaps ") + strings.Join(keys, d.say("、", ", "))
	}
	return hint
}

func (d *draft) writeFunction(b *strings.Builder, f *function) {
	fmt.Fprintf(b, "      %s:\n        name: {zh: %s, en: %s}\n", f.area.id, quoted(f.area.name.ZH), quoted(f.area.name.EN))
	shared := f.store()
	if shared != "" {
		fmt.Fprintf(b, "        kept: {in: %s}\n", shared)
	}
	if len(f.uses) == 0 {
		return
	}
	b.WriteString("        uses:\n")
	for _, u := range f.uses {
		d.writeUse(b, u, shared)
	}
}

// store returns the store that all uses of a function share, or "".
func (f *function) store() string {
	if len(f.uses) == 0 || slices.ContainsFunc(f.uses, func(u *use) bool { return u.store != f.uses[0].store }) {
		return ""
	}
	return f.uses[0].store
}

func (d *draft) writeUse(b *strings.Builder, u *use, shared string) {
	for _, line := range u.evidence[:min(len(u.evidence), mostEvidence)] {
		fmt.Fprintf(b, "          # %s\n", line)
	}
	if more := len(u.evidence) - mostEvidence; more > 0 {
		fmt.Fprintf(b, d.say("          # 另有 %d 处\n", "          # and %d more\n"), more)
	}
	fmt.Fprintf(b, "          - {item: %s, for: %s", u.item, u.purpose)
	if u.manner != "" {
		fmt.Fprintf(b, ", manner: [%s]", u.manner)
	}
	if u.store != "" && shared == "" {
		fmt.Fprintf(b, ", kept: {in: %s}", u.store)
	}
	fmt.Fprintf(b, "}   # %s\n", itemName(u.item).In(d.lang))
}

func (d *draft) componentList(b *strings.Builder) {
	if len(d.components) == 0 {
		return
	}
	b.WriteString("\ncomponents:\n")
	for _, c := range d.components {
		fmt.Fprintf(b, "  %s:   # %s%s\n", c.ID, d.say("依据：", "found in: "), c.Package)
		fmt.Fprintf(b, "    name: {zh: %s, en: %s}\n", quoted(c.Name.ZH), quoted(c.Name.EN))
		if !c.Vendor.IsZero() {
			fmt.Fprintf(b, "    vendor: {zh: %s, en: %s}\n", quoted(c.Vendor.ZH), quoted(c.Vendor.EN))
		}
		if c.Country != "" {
			fmt.Fprintf(b, "    country: %s\n", c.Country)
		}
		fmt.Fprintf(b, "    in: [%s/app]   # %s\n", serviceID, d.say("改成真正用到它的功能", "write the functions that really use it"))
		if len(c.Collects) > 0 {
			fmt.Fprintf(b, "    collects:   # %s\n", d.say("猜测：这类组件通常收集的，以其规则为准", "guess: what such components usually collect; its own rules decide"))
			fmt.Fprintf(b, "      - {items: [%s], for: %s}\n", joined(c.Collects), c.For)
		}
	}
}

func joined(ids []law.ItemID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}

func (d *draft) storeList(b *strings.Builder) {
	if len(d.stores) == 0 {
		return
	}
	b.WriteString("\nstores:\n")
	for _, s := range d.stores {
		names := s.from[:min(len(s.from), mostEvidence)]
		for i, n := range names {
			names[i] = shown(n)
		}
		fmt.Fprintf(b, "  %s:   # %s%s\n    engine: %s\n", s.id, d.say("依据：", "found in: "), strings.Join(names, d.say("、", ", ")), s.engine)
	}
}

// quoted writes a string of YAML in double quotes.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(shown(s)) + `"`
}

// shown makes foreign text safe to stand in one line of a declaration, and short.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '·'
		}
		return r
	}, strings.ToValidUTF8(s, "·"))
	if rs := []rune(s); len(rs) > longestShown {
		return string(rs[:longestShown]) + "…"
	}
	return s
}

// longestShown is how much of a foreign text a draft repeats, in characters.
const longestShown = 60
