package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// The Cybersecurity Law, 23(3): who operates a network monitors and records how it
// runs and what happens to its security, and keeps the logs for at least six
// months.
//
// Our reading: every processor with a declaration operates a network, so how long
// logs are kept is stated. A period is short only if it surely is.
var logsTooShort = rule.Rule{
	ID:    "logs-too-short",
	Title: lang.Text{ZH: "网络日志留存不足六个月", EN: "network logs are kept for less than six months"},
	Reason: lang.Text{
		ZH: "网络运营者要记录网络运行状态和安全事件，相关日志至少留存六个月。",
		EN: "Network operators record how the network runs and what happens to its security, and keep these logs for at least six months.",
	},
	Cites:    []law.Citation{law.Cite(law.CSL, "23(3)")},
	Severity: rule.Breach,
	Bad:      secured("policy", "incident-plan", "logs: 5m"),
	Good:     secured("policy", "incident-plan", "logs: 6m"),
	Fix: lang.Text{
		ZH: "把网络日志留存延长到六个月以上，写入 security.logs",
		EN: "keep network logs for six months or more, and write it under security.logs",
	},
	NotChecked: lang.Text{
		ZH: "哪些日志属于“相关网络日志”？是否都留存到期？",
		EN: "Which logs are meant, and is every one of them kept that long?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		logs, least := d.Security.Logs, rule.PeriodOf(law.Param("logs-kept"))
		switch {
		case logs == "":
			report("security.logs", rule.Say("没有写明网络日志留存多久；至少应为 %s", "how long network logs are kept is not stated; the least is %s", least.Text()))
		case rule.Shorter(logs, least):
			report("security.logs", rule.Say("网络日志留存：%s；至少应为 %s", "network logs are kept: %s; the least is %s", logs.Text(), least.Text()))
		}
	},
}

// secured is a section on security that holds these keys, texts by their key
// alone.
func secured(keys ...string) string {
	section := "\nsecurity:\n"
	for _, k := range keys {
		switch k {
		case "policy":
			k += ": {zh: 数据安全管理制度, en: data security policy}"
		case "incident-plan":
			k += ": {zh: 数据安全事件应急预案, en: data security incident plan}"
		}
		section += "  " + k + "\n"
	}
	return section
}
