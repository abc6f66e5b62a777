package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Kind names one document. Values are permanent: command lines and files hold
// them.
type Kind string

// The documents.
const (
	Rules          Kind = "rules"           // 个人信息处理规则
	Children       Kind = "children"        // the special rules for people under fourteen
	Collected      Kind = "collected"       // 已收集个人信息清单
	Shared         Kind = "shared"          // 与第三方共享个人信息清单
	SDK            Kind = "sdk"             // third-party components, every column
	Records        Kind = "records"         // record of processing activities
	Assessment     Kind = "assessment"      // draft of an impact assessment
	WeChat         Kind = "wechat"          // 用户隐私保护指引
	AndroidPrivacy Kind = "android-privacy" // androidPrivacy.json of uni-app
	IOSPrivacy     Kind = "ios-privacy"     // PrivacyInfo.xcprivacy of Apple
)

// Kinds returns all documents in reading order.
func Kinds() []Kind {
	kinds := make([]Kind, len(outlines()))
	for i, o := range outlines() {
		kinds[i] = o.kind
	}
	return kinds
}

// Text says the document's title to people.
func (k Kind) Text() lang.Text {
	o, _ := outlineOf(k)
	return o.title
}

// Options are what a document says besides the declaration.
type Options struct {
	Effective string // date to show, YYYY-MM-DD, or ""
	Service   string // id of the only service to write about, or "" for all
}

// An outline is the plan of one document.
type outline struct {
	kind  Kind
	title lang.Text
	parts []part
	file  func(*author) *File // nil for texts
	after func(*Document)     // last touch, nil for most
}

// A part is the plan of one section. It is there whatever the declaration says.
type part struct {
	id    string
	title lang.Text
	by    []by
	write func(*author) ([]Block, []Section)
}

// by lists references of one instrument, as law.Cite reads them.
type by struct {
	instrument law.InstrumentID
	refs       []string
}

func (p part) cites() []law.Citation {
	var all []law.Citation
	for _, b := range p.by {
		for _, ref := range b.refs {
			all = append(all, law.Cite(b.instrument, ref))
		}
	}
	return all
}

// outlines is every document. The order is that in which people read them.
func outlines() []outline {
	return []outline{
		rulesOutline(), childrenOutline(), collectedOutline(), sharedOutline(), sdkOutline(),
		recordsOutline(), assessmentOutline(), weChatOutline(), androidOutline(), iosOutline(),
	}
}

func outlineOf(k Kind) (outline, bool) {
	all := outlines()
	i := slices.IndexFunc(all, func(o outline) bool { return o.kind == k })
	if i < 0 {
		return outline{}, false
	}
	return all[i], true
}

// An author writes the sections of one document about some services.
type author struct {
	d  *declaration.Declaration
	o  Options
	in func(*declaration.Service) bool
}

// only is an author who writes about fewer services.
func (a *author) only(in func(*declaration.Service) bool) *author {
	return &author{a.d, a.o, func(s *declaration.Service) bool { return a.in(s) && in(s) }}
}

// services are those that are written about.
func (a *author) services() []*declaration.Service {
	return slices.DeleteFunc(slices.Clone(a.d.Services), func(s *declaration.Service) bool { return !a.in(s) })
}

// part reports whether not all services are written about: then what concerns
// none of them is left out.
func (a *author) part() bool { return len(a.services()) < len(a.d.Services) }

// reaching leaves out No. 191, which reaches apps and mini-programs alone, where none
// of the services is one.
func (a *author) reaching(cites []law.Citation) []law.Citation {
	if slices.ContainsFunc(a.services(), (*declaration.Service).Listed) {
		return cites
	}
	return slices.DeleteFunc(cites, func(c law.Citation) bool { return c.Instrument == law.No191 })
}

// Build writes a document. Errors: there is no such document, or no such service.
func Build(d *declaration.Declaration, k Kind, o Options) (Document, error) {
	plan, ok := outlineOf(k)
	if !ok {
		return Document{}, fmt.Errorf("there is no document %q", k)
	}
	if _, ok := d.Service(o.Service); o.Service != "" && !ok {
		return Document{}, fmt.Errorf("there is no service %q", o.Service)
	}
	a := &author{d, o, func(s *declaration.Service) bool { return o.Service == "" || s.ID == o.Service }}
	doc := Document{Kind: k, Title: plan.title, Stamp: Stamp{
		Processor: filled(d.Processor.Name), Declaration: d.Source().Hash(), Effective: o.Effective,
	}}
	if plan.file != nil {
		doc.File = plan.file(a)
	}
	for _, p := range plan.parts {
		blocks, parts := p.write(a)
		doc.Sections = append(doc.Sections, Section{ID: p.id, Title: p.title, Cites: a.reaching(p.cites()), Blocks: blocks, Parts: parts})
	}
	if doc.File != nil {
		doc.Sections = append(doc.Sections, fileSection(doc.File))
	}
	if plan.after != nil {
		plan.after(&doc)
	}
	doc.each(visible)
	doc.Stamp.Version = version(doc)
	return doc, nil
}

func fileSection(f *File) Section {
	return Section{ID: "file", Title: lang.Text{ZH: "文件 " + f.Name, EN: "The file " + f.Name}, Blocks: []Block{{Code: f.Text}}}
}

// version hashes what people read, and no date.
func version(doc Document) string {
	doc.Stamp = Stamp{Processor: doc.Stamp.Processor}
	b, err := json.Marshal(doc)
	if err != nil {
		return "" // nothing in a document can fail to be JSON
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// A Claim says that a section of a document serves articles: what they ask to be
// told or recorded is there, or is said to be not stated. Articles that ask for the
// deed and not for the telling of it are not claimed.
type Claim struct {
	Document Kind
	Section  string
	Cites    []law.Citation
}

// Claims returns the claims of all documents, in their order.
func Claims() []Claim {
	var all []Claim
	for _, o := range outlines() {
		for _, p := range o.parts {
			if cites := p.cites(); len(cites) > 0 {
				all = append(all, Claim{o.kind, p.id, cites})
			}
		}
	}
	return all
}
