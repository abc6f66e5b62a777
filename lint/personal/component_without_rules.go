package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(4): for third-party code that collects personal information, the
// rules point at its own rules. No. 191 II.1 asks for purposes, manner and scope
// but for no such pointer, so it is not cited.
//
// Our reading: a component that collects names the address of its rules; one that
// collects nothing needs none, and one that says neither is the business of
// component-without-uses.
var componentWithoutRules = rule.Rule{
	ID:    "component-without-rules",
	Title: lang.Text{ZH: "没有给出第三方组件的处理规则", EN: "a component's own rules are not given"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则指明收集个人信息的第三方代码、插件各自的规则，让人找得到。",
		EN: "The draft asks that the rules point at those of third-party code that collects information, so that people can find them.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(4)")},
	Severity: rule.Breach,
	Bad: `
components:
  acme-push:
    name: {zh: 顶点推送, en: AcmePush}
    vendor: {zh: 顶点科技, en: Acme Technology}
    contact: {mail: privacy@acme.example}
    in: [shop/letter]
    collects:
      - item: device-id
        for: notify
        manner: [automatic]
        when: on-start
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
		ZH: "在 rules 写明该组件个人信息处理规则的网址；没有规则的组件，换掉它",
		EN: "give the address of the component's rules under rules; replace a component that has none",
	},
	Concerns: rule.Embeds,
	NotChecked: lang.Text{
		ZH: "网址打得开吗？说的是这个组件的这个版本吗？",
		EN: "Does the address open, and is it about this version of this component?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Components {
			if len(c.Collects) > 0 && c.Rules == "" {
				report("components."+c.ID+".rules", rule.Say("没有给出组件“%s”的个人信息处理规则网址", "the address of the rules of component “%s” is not given", c.Name))
			}
		}
	},
}
