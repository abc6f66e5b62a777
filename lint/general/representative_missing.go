package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 53: a processor abroad that serves or watches people in China has a body
// or representative there and files its name and contact. Order 790 Art. 26 says
// with whom, once there is one: the cyberspace authority of the city.
//
// Our reading: whoever makes a declaration under this law from abroad is meant.
// Hong Kong, Macao and Taiwan are outside the territory that the articles speak
// of. A representative that cannot be reached is none.
var representativeMissing = rule.Rule{
	ID:    "representative-missing",
	Title: lang.Text{ZH: "境外处理者没有境内代表，或者没有报送", EN: "a processor abroad without a representative in China, or with one not filed"},
	Reason: lang.Text{
		ZH: "境外处理者面向境内提供服务，要在境内设立专门机构或者指定代表，并把名称、联系方式报送网信部门。",
		EN: "A processor abroad that serves people in China sets up a body or names a representative there, and files its name and contact with the cyberspace authority.",
	},
	Cites:    []law.Citation{law.Cite(law.Order790, "26"), law.Cite(law.PIPL, "53")},
	Severity: rule.Breach,
	Bad: fromAbroad(`
filings:
  representative: {date: 2026-02-01}
`, ""),
	Good: fromAbroad(`
filings:
  representative: {date: 2026-02-01}
`, "  representative: {name: {zh: 某律师事务所, en: a law firm}, contact: {mail: rep@lawfirm.example}}\n"),
	Fix: lang.Text{
		ZH: "在境内设立机构或指定代表，写进 processor.representative，报送后写进 filings.representative",
		EN: "set up a body or name a representative in China under processor.representative, and file it under filings.representative",
	},
	Concerns: rule.Foreign,
	NotChecked: lang.Text{
		ZH: "代表真的负责处理个人信息保护事务吗？报送的信息是否仍然准确？",
		EN: "Does the representative really handle matters of personal information? Is what was filed still right?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		p := d.Processor
		if p.Country == declaration.Home {
			return
		}
		if r := p.Representative; r.Name.IsZero() || rule.Unreachable(r.Contact) {
			report("processor.representative", rule.Say("处理者在境外（%s），没有写明境内机构或代表的名称和联系方式",
				"the processor is abroad (%s), and no agency or representative in China is named with a contact", rule.Plain(p.Country)), law.Cite(law.PIPL, "53"))
		} else if !d.Filings.Agency.Made() {
			report("filings.representative", rule.Say("境内代表“%s”的信息没有报送", "the representative in China, “%s”, was not filed", r.Name))
		}
	},
}

// fromAbroad is a processor in Singapore with this more to say of itself, and
// with these parts beside it.
func fromAbroad(parts, more string) string {
	return `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  country: SG
` + more + `  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
` + parts[1:]
}
