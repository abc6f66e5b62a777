package border

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// The provisions on cross-border flows of 2024 set how heavy a route must be, by
// what left since 1 January. The security assessment: important data, whatever an
// operator of critical infrastructure exports (Cybersecurity Law 39 and PIPL 40
// too), a million people, or ten thousand with sensitive information. The standard
// contract or certification (Art. 8): a hundred thousand people, or any with sensitive
// information, since the exemption by number (Art. 5) ends there. What a contract with the person, staff across borders or an
// emergency needs is exempt, however much it is, unless it is important data; so
// is what a duty of law needs (Order 790 Art. 35). Draft 37 has processors of a
// million people pass the assessment for whatever personal information they export,
// beyond what draft 35 exempts: a contract with the person, and emergencies.
//
// Our reading: where sensitive items go there, at least one person is among those
// counted. Each destination is judged by its own figures, since adding them up
// would count people twice; the total is a question. Another condition in law is
// not judged for personal information, because nobody knows which one is meant.
var exportRouteTooLight = rule.Rule{
	ID:    "export-route-too-light",
	Title: lang.Text{ZH: "出境路径与规模、种类不相称", EN: "route too light for what leaves China"},
	Reason: lang.Text{
		ZH: "出境的人数越多、信息越敏感，要求越高：达到规定数量须通过安全评估，数量较小的须订立标准合同或者获得认证，更少的才豁免。重要数据一律须通过安全评估。",
		EN: "The more people and the more sensitive the information, the heavier the route: the security assessment from set numbers on, below them the standard contract or a certification, and only then an exemption. Important data always takes the assessment.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "37"), law.Cite(law.Order790, "35"), law.Cite(law.Order790, "37"), law.Cite(law.PIPL, "40"), law.Cite(law.DSL, "31"),
		law.Cite(law.CSL, "39"), law.Cite(law.Export, ""), law.Cite(law.Export, "5"), law.Cite(law.Export, "7"), law.Cite(law.Export, "8"),
	},
	Severity: rule.Breach,
	Bad:      exports("{route: below-threshold, people: 100000}", ""),
	Good:     exports("{route: below-threshold, people: 99999}", ""),
	Fix: lang.Text{
		ZH: "改走要求的路径，完成后写进 export.route 和 export.date；或者减少出境",
		EN: "take the route that is asked for and state it under export.route and export.date; or let less leave",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "各接收方合计、同一个人只算一次，自当年 1 月 1 日起出境了多少人？所称的豁免情形成立吗？",
		EN: "How many people is it since 1 January over all recipients, each person counted once? Do the exemptions that are claimed hold?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, to := range destinations(d) {
			if u := to.ownEnds; u != nil && exempts(to.export.Route) {
				report(to.path+".export.route", rule.Say("提供到“%s”的信息用于“%s”，“%s”这一豁免管不到", "to “%s” goes what is used to %s, which the exemption “%s” does not reach",
					to.name, u.Purpose.Is, to.export.Route.Text()), exemptionCites(to.export.Route)...)
			}
			for _, n := range needs(d, to) {
				var cites []law.Citation
				var why []lang.Text
				for _, r := range n.reasons {
					cites, why = append(cites, r.cites...), append(why, r.why)
				}
				report(to.path+".export.route", rule.Say("提供到“%s”：%s，须%s；现在的路径是：%s", "to “%s”: %s, which takes %s; the route is: %s",
					to.name, listed(why), n.route, to.export.Route.Text()), cites...)
			}
		}
	},
}

// exempts reports whether a route is an exemption for what a contract, staff, an
// emergency or a duty of law needs.
func exempts(r declaration.Route) bool {
	return r == "contract-need" || r == "staff" || r == "emergency" || r == "legal-duty"
}

// exemptionCites are the articles that exempt. A duty of law is exempt by Order 790
// alone.
func exemptionCites(r declaration.Route) []law.Citation {
	if r == "legal-duty" {
		return []law.Citation{law.Cite(law.Order790, "35")}
	}
	return []law.Citation{law.Cite(law.Export, "5"), law.Cite(law.Order790, "35")}
}

// A need is a heavier route than the one stated.
type need struct {
	route   lang.Text
	reasons []reason
}

// A reason is why a route is needed.
type reason struct {
	why   lang.Text
	cites []law.Citation
}

// needs returns what is needed in place of the route stated; nothing where that
// will do. Where the draft alone wants the assessment, the lighter route that the
// law in force asks for is a need of its own.
func needs(d *declaration.Declaration, to *destination) []need {
	route := to.export.Route
	if route == "" || route == "assessment" {
		return nil
	}
	var all []need
	assess := need{lang.Text{ZH: "通过安全评估", EN: "the security assessment"}, forAssessment(d, to)}
	if route == "below-threshold" && !assess.inForce() {
		all = append(all, need{lang.Text{ZH: "订立标准合同或者获得认证", EN: "the standard contract or a certification"}, forContract(to)})
	}
	all = append(all, assess)
	return slices.DeleteFunc(all, func(n need) bool { return len(n.reasons) == 0 })
}

// inForce reports whether anything but the draft asks for it.
func (n need) inForce() bool {
	return slices.ContainsFunc(n.reasons, func(r reason) bool {
		return slices.ContainsFunc(r.cites, func(c law.Citation) bool { return c.Instrument != law.Draft })
	})
}

// forAssessment returns why data may go there only after the security assessment.
func forAssessment(d *declaration.Declaration, to *destination) []reason {
	var all []reason
	if to.important {
		all = append(all, reason{lang.Text{ZH: "含重要数据", EN: "it includes important data"}, importantCites})
	}
	if slices.Contains(d.Processor.Roles, declaration.RoleCriticalNetwork) {
		all = append(all, ofCritical(to)...)
	}
	if to.counted() {
		all = append(all, reached("export-assessment-people", to.export.People,
			"出境人数已达 %s", "the number of people has reached %s")...)
		all = append(all, reached("export-assessment-sensitive-people", to.export.Sensitive,
			"敏感个人信息出境人数已达 %s", "the number of people with sensitive information has reached %s")...)
	}
	if to.boundByDraft() {
		all = append(all, reached("export-assessment-people-draft", d.Processor.People,
			"处理者处理的人数已达 %s", "the processor's number of people has reached %s")...)
	}
	return all
}

// ofCritical is the reason of an operator of critical infrastructure, if any.
func ofCritical(to *destination) []reason {
	why := lang.Text{ZH: "由关键信息基础设施运营者提供", EN: "it comes from an operator of critical infrastructure"}
	switch {
	case to.counted():
		return []reason{{why, []law.Citation{
			law.Cite(law.Draft, "37"), law.Cite(law.Export, "7"), law.Cite(law.CSL, "39"), law.Cite(law.PIPL, "40"),
		}}}
	case to.boundByDraft():
		return []reason{{why, []law.Citation{law.Cite(law.Draft, "37")}}}
	}
	return nil
}

// reached is the reason that n meets a number, which the words name; none where it
// does not.
func reached(param string, n int, zh, en string) []reason {
	from := law.Param(param)
	if !from.Met(n) {
		return nil
	}
	return []reason{{rule.Say(zh, en, rule.Plain(from.Value)), []law.Citation{from.Cite}}}
}

// forContract returns why the number exempts nothing.
func forContract(to *destination) []reason {
	all := reached("export-contract-people", to.export.People, "出境人数已达 %s", "the number of people has reached %s")
	for i := range all {
		all[i].cites = append(all[i].cites, notExempt...)
	}
	if to.sensitive || to.export.Sensitive > 0 {
		all = append(all, reason{lang.Text{ZH: "含敏感个人信息", EN: "it includes sensitive information"}, append([]law.Citation{law.Cite(law.Export, "")}, notExempt...)})
	}
	return all
}

// notExempt are the articles by which the number exempts nothing, and by which the
// contract or a certification takes its place.
var notExempt = []law.Citation{law.Cite(law.Export, "5"), law.Cite(law.Export, "8")}

// counted reports whether the personal information that goes there counts towards
// the numbers of the provisions: by a contract, a certification or the number
// itself.
func (d *destination) counted() bool {
	return d.personal && slices.Contains([]declaration.Route{"contract", "certification", "below-threshold"}, d.export.Route)
}

// boundByDraft reports whether draft 37 reaches the personal information that goes
// there.
func (d *destination) boundByDraft() bool {
	return d.personal && (d.counted() || d.export.Route == "staff" || d.export.Route == "legal-duty")
}

func listed(texts []lang.Text) lang.Text {
	var zh, en []string
	for _, t := range texts {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return lang.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", and ")}
}
