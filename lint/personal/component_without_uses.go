package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(4): the rules list in one place the third-party code and plug-ins
// that collect personal information, and for each why, how, what and how often.
// No. 191 II.1: purposes, manner and scope are listed one by one, those of
// embedded code too.
//
// Our reading: a declared component says what it collects, or says that it was
// looked into and collects nothing. Silence is neither.
var componentWithoutUses = rule.Rule{
	ID:    "component-without-uses",
	Title: lang.Text{ZH: "没有写明第三方组件收集什么", EN: "what a component collects is not stated"},
	Reason: lang.Text{
		ZH: "嵌入的第三方代码、插件收集哪些个人信息，要逐个列明目的、方式、种类、频次或时机。",
		EN: "What embedded third-party code collects is listed for each: why, how, what kinds, how often or when.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(4)"), law.Cite(law.No191, "II.1")},
	Severity: rule.Breach,
	Bad: `
components:
  acme-push:
    name: {zh: 顶点推送, en: AcmePush}
    rules: https://acme.example/privacy
    in: [shop/letter]
`,
	Good: `
components:
  acme-push:
    name: {zh: 顶点推送, en: AcmePush}
    vendor: {zh: 顶点科技, en: Acme Technology}
    contact: {mail: privacy@acme.example}
    rules: https://acme.example/privacy
    in: [shop/letter]
    collects:
      - item: device-id
        for: notify
        manner: [automatic]
        when: on-start
`,
	Fix: lang.Text{
		ZH: "按组件的说明和实测在 collects 列出它收集什么；查明不收集的，写 collects-nothing: true",
		EN: "list under collects what its manual and a test show; where it was found to collect nothing, say collects-nothing: true",
	},
	Concerns: rule.Embeds,
	NotChecked: lang.Text{
		ZH: "所列的与组件实际收集的一致吗？",
		EN: "Does the list agree with what the component really collects?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Components {
			if len(c.Collects) == 0 && !c.Nothing {
				report("components."+c.ID+".collects", rule.Say("没有写明组件“%s”收集什么", "what component “%s” collects is not stated", c.Name))
			}
		}
	},
}
