package declaration

import (
	"slices"
	"sync"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// OtherType is the type of a service that is none of the 39.
const OtherType = "other"

// OnDevice is the store that every declaration has: the person's own device.
const OnDevice = "device"

// check holds a declaration against itself: whatever is referred to exists.
func (d *Declaration) check(r *report) {
	c := &checker{report: r, d: d, known: d.known()}
	if d.Volens != 1 && c.written("volens") && !c.reported("volens") {
		c.add(d.PlaceOf("volens"), wrongVersion)
	}
	c.own()
	if len(d.Services) == 0 && c.written("services") {
		c.add(d.PlaceOf("services"), atLeastOne)
	}
	for _, s := range d.Services {
		c.service(s)
	}
	for _, k := range d.Components {
		c.component(k)
		c.secret(k.Told, k.Place.Path+".told")
	}
	c.holdings()
	c.conduct()
}

// A checker knows every name that something can refer to.
type checker struct {
	*report
	d     *Declaration
	known map[string]*names // by format
}

// names are what one kind of reference can name.
type names struct {
	kind  lang.Text // what it is called
	where lang.Text // where to find or declare one
	set   map[string]bool
	list  []string // in reading order, for suggestions
	show  bool     // few enough to list
}

func newNames(kind, where lang.Text, show bool, list []string) *names {
	n := &names{kind: kind, where: where, list: list, show: show, set: make(map[string]bool, len(list))}
	for _, name := range list {
		n.set[name] = true
	}
	return n
}

func (d *Declaration) known() map[string]*names {
	return map[string]*names{
		"item":         newNames(lang.Text{ZH: "个人信息种类", EN: "kind of personal information"}, lang.Text{ZH: "分类表中的种类，或在 items 下声明的", EN: "a kind of the taxonomy, or one declared under items"}, false, d.itemIDs()),
		"purpose":      newNames(lang.Text{ZH: "目的", EN: "purpose"}, lang.Text{ZH: "词表中的目的，或在 purposes 下声明的", EN: "a purpose of the vocabulary, or one declared under purposes"}, true, d.purposeIDs()),
		"service-type": newNames(lang.Text{ZH: "服务类型", EN: "type of service"}, lang.Text{ZH: "三十九类之一，或 other", EN: "one of the 39 types, or other"}, true, serviceTypes()),
		"service":      newNames(lang.Text{ZH: "服务", EN: "service"}, lang.Text{ZH: "在 services 下声明的", EN: "one declared under services"}, true, serviceIDs(d.Services)),
		"store":        newNames(lang.Text{ZH: "存储", EN: "store"}, lang.Text{ZH: "在 stores 下声明的，或 device", EN: "one declared under stores, or device"}, true, append(storeIDs(d.Stores), OnDevice)),
		"recipient":    newNames(lang.Text{ZH: "接收方", EN: "recipient"}, lang.Text{ZH: "在 recipients 下声明的", EN: "one declared under recipients"}, true, recipientIDs(d.Recipients)),
		"function":     newNames(lang.Text{ZH: "功能", EN: "function"}, lang.Text{ZH: "本声明中的 服务/功能", EN: "a service/function of this declaration"}, true, d.functionPaths()),
	}
}

// written reports whether something stands at the path, be it right or wrong.
func (c *checker) written(path string) bool { _, ok := c.d.places.of(path); return ok }

// reported reports whether something is known to be wrong at exactly that path.
func (c *checker) reported(path string) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool { return p.Path == path })
}

// refer reports a name that names nothing. An empty name has been reported
// already, or is optional. It stands under key in what is at the path.
func (c *checker) refer(format, name, path, key string) {
	if n := c.known[format]; name != "" && !n.set[name] {
		c.unknown(format, n, name, path+"."+key)
	}
}

// referAll is refer for a list of names.
func referAll[T ~string](c *checker, format string, list []T, path, key string) {
	for i, name := range list {
		if n := c.known[format]; name != "" && !n.set[string(name)] {
			c.unknown(format, n, string(name), element(path+"."+key, i))
		}
	}
}

func (c *checker) unknown(format string, n *names, name, path string) {
	q := quoted(name)
	f := flaw{
		says:  lang.Text{ZH: "没有这个" + n.kind.ZH + q.ZH, EN: "no such " + n.kind.EN + q.EN},
		wants: n.where,
		fix:   lang.Text{ZH: "改名，或先声明它", EN: "change the name, or declare it first"},
	}
	if format == "service-type" {
		f.fix = lang.Text{ZH: "三十九类之外的写 other", EN: "write other for what is none of the 39"}
	}
	if n.show && len(n.list) > 0 {
		words := oneOf(n.list)
		f.wants = lang.Text{ZH: f.wants.ZH + "：" + words.ZH, EN: f.wants.EN + ": " + words.EN}
	}
	if meant := nearest(name, n.list); meant != "" {
		f.fix = textf("想写的可能是 %s", "perhaps %s was meant", meant)
	}
	c.add(c.d.PlaceOf(path), f)
}

// own checks what the declaration adds to the vocabularies.
func (c *checker) own() {
	for _, i := range c.d.Items {
		if _, taken := law.ItemByID(i.ID); taken {
			c.add(i.Place, alreadyIn("分类表", "the taxonomy", string(i.ID)))
		}
	}
	for _, p := range c.d.Purposes {
		if _, taken := PurposeByID(p.ID); taken {
			c.add(p.Place, alreadyIn("目的词表", "the vocabulary of purposes", p.ID))
		}
	}
	for _, s := range c.d.Stores {
		if s.ID == OnDevice {
			c.add(s.Place, reservedStore)
		}
	}
}

func (c *checker) service(s *Service) {
	c.refer("service-type", s.Type, s.Place.Path, "type")
	if len(s.Functions) == 0 && c.written(s.Place.Path+".functions") {
		c.add(c.d.PlaceOf(s.Place.Path+".functions"), atLeastOne)
	}
	for _, f := range s.Functions {
		c.refer("store", f.Kept.In, f.Place.Path, "kept.in")
		for _, u := range f.Uses {
			c.usage(u)
		}
	}
}

func (c *checker) component(k *Component) {
	referAll(c, "function", k.In, k.Place.Path, "in")
	if len(k.In) == 0 && c.written(k.Place.Path+".in") {
		c.add(c.d.PlaceOf(k.Place.Path+".in"), atLeastOne)
	}
	if k.Nothing && len(k.Collects) > 0 {
		c.add(c.d.PlaceOf(k.Place.Path+".collects-nothing"), collectsBoth)
	}
	for _, u := range k.Collects {
		c.usage(u)
	}
}

// conduct checks what the parts beyond services and parties refer to.
func (c *checker) conduct() {
	for _, a := range c.d.Assessments {
		referAll(c, "service", a.Services, a.Place.Path, "services")
	}
	for _, m := range c.d.ImportantData {
		referAll(c, "store", m.In, m.Place.Path, "in")
		referAll(c, "recipient", m.Gives, m.Place.Path, "gives")
	}
	for _, s := range c.d.Stores {
		referAll(c, "item", s.Clear, s.Place.Path, "clear")
	}
}

func (c *checker) usage(u *Usage) {
	path := u.Place.Path
	one := u.Item != "" || c.failed() && c.written(path+".item") // where nothing failed, what is written is here
	many := u.Items != nil || c.failed() && c.written(path+".items")
	switch {
	case one && many:
		c.add(c.d.PlaceOf(path+".items"), both)
	case !one && !many && !c.reported(path):
		c.add(u.Place, neither)
	case many && len(u.Items) == 0:
		c.add(c.d.PlaceOf(path+".items"), atLeastOne)
	}
	c.refer("item", string(u.Item), path, "item")
	referAll(c, "item", u.Items, path, "items")
	c.refer("purpose", u.For, path, "for")
	c.refer("store", u.Kept.In, path, "kept.in")
	referAll(c, "recipient", u.Gives, path, "gives")
}

// checkUses checks that every use has a name of its own, and that what is asked
// together exists.
func (d *Declaration) checkUses(r *report) {
	for i := range d.uses {
		u := &d.uses[i]
		if k := d.index[u.ID]; k != i {
			r.add(u.Place, sameUse(d.uses[k].Place))
		}
	}
	ids := sync.OnceValue(d.useIDs)
	named := func(list []UseID, path string) {
		for i, id := range list {
			if _, ok := d.index[id]; !ok && id != "" {
				r.add(d.PlaceOf(element(path, i)), noSuchUse(id, ids()))
			}
		}
	}
	for _, s := range d.Services {
		for i, group := range s.Asks.Together {
			named(group, element(s.Place.Path+".asks.together", i))
		}
		for _, w := range s.Asks.Wordings {
			named(w.For, w.Place.Path+".for")
		}
	}
}

func alreadyIn(zh, en, id string) flaw {
	return flaw{
		says: lang.Text{ZH: zh + "里已经有 " + id, EN: id + " is already in " + en},
		fix:  lang.Text{ZH: "删去这一项直接使用，或换个名称", EN: "remove this entry and use what is there, or choose another name"},
	}
}

func sameUse(before Place) flaw {
	return flaw{
		says: textf("同一功能中，同一种类为同一目的写了两次，第一次在 %s", "the same item is used twice for the same purpose in one function, first at %s", before),
		fix:  lang.Text{ZH: "合成一条；目的确实不同的，换用或声明另一个目的", EN: "make one of them; where the purposes do differ, use or declare another purpose"},
	}
}

func noSuchUse(id UseID, ids []string) flaw {
	f := flaw{
		says:  lang.Text{ZH: "没有这个使用", EN: "there is no such use"},
		wants: spellings["use"].wants,
		fix:   lang.Text{ZH: "写成 服务/功能/种类/目的，与各功能下所写一致", EN: "write service/function/item/purpose as declared in the functions"},
	}
	if meant := nearest(string(id), ids); meant != "" {
		f.fix = textf("想写的可能是 %s", "perhaps %s was meant", meant)
	}
	return f
}

// useIDs are the names of all uses, each once.
func (d *Declaration) useIDs() []string {
	var ids []string
	for i := range d.uses {
		if id := d.uses[i].ID; d.index[id] == i {
			ids = append(ids, string(id))
		}
	}
	return ids
}

func (d *Declaration) itemIDs() []string {
	var ids []string
	for _, i := range law.Items() {
		ids = append(ids, string(i.ID))
	}
	for _, i := range d.Items {
		ids = append(ids, string(i.ID))
	}
	return ids
}

func (d *Declaration) purposeIDs() []string {
	var ids []string
	for _, p := range purposes {
		ids = append(ids, p.ID)
	}
	for _, p := range d.Purposes {
		ids = append(ids, p.ID)
	}
	return ids
}

func serviceTypes() []string {
	var keys []string
	for _, t := range law.AppTypes() {
		keys = append(keys, t.Key)
	}
	return append(keys, OtherType)
}

func serviceIDs(services []*Service) []string {
	ids := make([]string, len(services))
	for i, s := range services {
		ids[i] = s.ID
	}
	return ids
}

func storeIDs(stores []*Store) []string {
	var ids []string
	for _, s := range stores {
		ids = append(ids, s.ID)
	}
	return slices.Clip(ids)
}

func recipientIDs(recipients []*Recipient) []string {
	var ids []string
	for _, r := range recipients {
		ids = append(ids, r.ID)
	}
	return ids
}

func (d *Declaration) functionPaths() []string {
	var paths []string
	for _, s := range d.Services {
		for _, f := range s.Functions {
			paths = append(paths, s.ID+"/"+f.ID)
		}
	}
	return paths
}
