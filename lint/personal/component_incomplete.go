package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(4) and No. 191 II.1: for embedded third-party code the rules list, among
// other things, how each kind of information is taken. PIPL 23: whoever gives
// personal information to another processor tells people its name and contact. The
// ministry's notice, addressed to the companies of a campaign: their apps list what they
// share with third parties, with its kinds, purpose, scenario and manner. Draft 20¶2(5)
// and Order 790 Art. 21¶2: the rules say who receives what is given to others, and the
// latter also how it is collected, as a list.
//
// Our reading: where third-party code collects for its vendor, the vendor is given
// what it collects; the name of the component is not that of the vendor. The notice does
// not ask for names, and is cited, of apps, where the manner is missing. A vendor that
// works on the processor's behalf is no such third party (PIPL 21). What is missing is
// one incomplete entry and is reported once. What it collects, its rules
// and how often are the business of component-without-uses, component-without-rules
// and use-without-frequency; the contact of a vendor abroad is that of export-untold;
// one that collects nothing owes none of this.
var componentIncomplete = rule.Rule{
	ID:    "component-incomplete",
	Title: lang.Text{ZH: "第三方组件的清单不完整", EN: "the entry of a component is incomplete"},
	Reason: lang.Text{
		ZH: "收集个人信息的第三方代码、插件，要说明由谁提供、怎样联系，以及每一种信息以什么方式收集。",
		EN: "For third-party code that collects, the list says who stands behind it, how to reach them, and how each kind of information is taken.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "20¶2(4)"), law.Cite(law.Draft, "20¶2(5)"), law.Cite(law.Order790, "21¶2"),
		law.Cite(law.No191, "II.1"), law.Cite(law.PIPL, "23"), law.Cite(law.SDKNotice, ""),
	},
	Severity: rule.Breach,
	Bad:      collecting("", ""),
	Good:     collecting("{zh: 顶点科技, en: Acme Technology}", "{mail: privacy@acme.example}"),
	Fix: lang.Text{
		ZH: "补上 vendor（提供者）、contact（联系方式），并在 collects 的每一行写 manner（方式）；受托提供的写 role: entrusted",
		EN: "add vendor and contact, and manner to each line of collects; write role: entrusted for a vendor that works on your behalf",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		apps := inApps(d)
		for _, c := range d.Components {
			if missing, cites := unlisted(c, apps[c]); len(missing) > 0 {
				report("components."+c.ID, rule.Say("组件“%s”没有写明：%s", "component “%s” does not state: %s", c.Name, listed(missing)), cites...)
			}
		}
	},
}

// unlisted returns what the entry of the component lacks, and the articles that ask
// for it.
func unlisted(c *declaration.Component, inApp bool) (missing []lang.Text, cites []law.Citation) {
	if len(c.Collects) == 0 {
		return nil, nil
	}
	for _, u := range c.Collects {
		if len(u.Manner) == 0 {
			missing = append(missing, lang.Text{ZH: "收集的方式", EN: "how it collects"})
			cites = append(cites, law.Cite(law.Draft, "20¶2(4)"), law.Cite(law.Order790, "21¶2"), law.Cite(law.No191, "II.1"))
			if inApp && c.Role == declaration.ThirdParty {
				cites = append(cites, law.Cite(law.SDKNotice, ""))
			}
			break
		}
	}
	if c.Role == declaration.ThirdParty && c.Vendor.IsZero() {
		missing = append(missing, lang.Text{ZH: "提供者", EN: "its vendor"})
		cites = append(cites, law.Cite(law.Draft, "20¶2(5)"), law.Cite(law.Order790, "21¶2"), law.Cite(law.PIPL, "23"))
	}
	if c.Role == declaration.ThirdParty && c.Country == declaration.Home && rule.Unreachable(c.Contact) {
		missing, cites = append(missing, lang.Text{ZH: "提供者的联系方式", EN: "how to reach the vendor"}), append(cites, law.Cite(law.PIPL, "23"))
	}
	return missing, cites
}

// inApps returns the components that collect in an app or a mini-program.
func inApps(d *declaration.Declaration) map[*declaration.Component]bool {
	in := map[*declaration.Component]bool{}
	for u := range d.All() {
		if u.Component != nil && u.Service.Listed() {
			in[u.Component] = true
		}
	}
	return in
}

// collecting is a component that collects, of this vendor and contact, each left out
// where it is empty.
func collecting(vendor, contact string) string {
	var b strings.Builder
	b.WriteString(`
components:
  acme-push:
    name: {zh: 顶点推送, en: AcmePush}
    rules: https://acme.example/privacy
    in: [shop/letter]
`)
	for _, line := range []struct{ key, text string }{{"vendor", vendor}, {"contact", contact}} {
		if line.text != "" {
			b.WriteString("    " + line.key + ": " + line.text + "\n")
		}
	}
	b.WriteString(`    collects:
      - item: device-id
        for: notify
        when: on-start
        manner: [automatic]
`)
	return b.String()
}
