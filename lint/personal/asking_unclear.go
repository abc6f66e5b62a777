package personal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 14 and 17: consent is given on full knowledge, after people are told in plain
// words which information is processed and why. Draft 21(5) and Order 790 Art. 22(1):
// it is not got by misleading anybody. No. 191 II.1: what is taken is listed one by
// one; II.3: with sensitive information the purpose is told at the same time.
//
// Our reading: the words with which people are asked name each kind of information
// and each purpose and say what refusing means; leaving one out, or standing for it
// with “and so on”, misleads. Words are found by their letters, not understood, and
// the articles on misleading need more than an omission: a warning. All of it binds
// processing that rests on consent.
var askingUnclear = rule.Rule{
	ID:    "asking-unclear",
	Title: lang.Text{ZH: "征求同意的文字没有说清", EN: "the words of asking leave things out"},
	Reason: lang.Text{
		ZH: "同意要在充分知情之后作出：要哪一项信息、做什么用、拒绝会怎样，征求时都要说到，不能用“等信息”带过。",
		EN: "Consent is given on full knowledge: the request says which information, what for and what refusing means, and hides nothing behind “and so on”.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "21(5)"), law.Cite(law.Order790, "22(1)"), law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "17"),
		law.Cite(law.No191, "II.1"), law.Cite(law.No191, "II.3"),
	},
	Severity: rule.Warning,
	Bad:      says("{zh: 为了更好的服务，请同意我们使用您的信息。, en: Please let us use your information to serve you better.}"),
	Good: says("{zh: 想用您的电子邮箱发送活动和优惠消息。不同意也能照常使用，只是收不到简报。, " +
		"en: 'May we use your e-mail address to send you news of sales and offers? If you refuse, everything works but the newsletter.'}"),
	Fix: lang.Text{
		ZH: "用清单里的名称写出每一项信息和目的，再写明拒绝会怎样；说法确实不同的，在该行用 put-to 写明；或去掉 wordings，由 Volens 征求",
		EN: "name each kind of information and each purpose as the rules do, and say what refusing means; state the purpose in words of your own under put-to; or drop wordings and let Volens ask",
	},
	Concerns: rule.Asks,
	NotChecked: lang.Text{
		ZH: "征求的文字普通人看得懂吗？说的是实情吗？",
		EN: "Do people understand the words that ask them, and are they true?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			for i, w := range s.Asks.Wordings {
				uses := consenting(d, w.For)
				if g := gapsOf(w.Says, uses); len(uses) > 0 && g.any() {
					report(fmt.Sprintf("services.%s.asks.wordings[%d]", s.ID, i), g.message(), g.cites()...)
				}
			}
		}
	},
}

// consenting returns the uses with these names that rest on consent.
func consenting(d *declaration.Declaration, ids []declaration.UseID) []*declaration.Use {
	var uses []*declaration.Use
	for _, id := range ids {
		if u, ok := d.UseByID(id); ok && u.ByConsent() {
			uses = append(uses, &u)
		}
	}
	return uses
}

// gaps is what a request does not say in one of its languages.
type gaps struct {
	items, purposes []lang.Text
	effect          bool
	sensitive       bool // a purpose of a sensitive item is among them
	vague           bool // words stand for items that they do not name
}

func gapsOf(words lang.Text, uses []*declaration.Use) gaps {
	var g gaps
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		if text := half(words, l); text != "" {
			g.read(text, l, uses)
		}
	}
	return g
}

func (g *gaps) read(text string, l lang.Lang, uses []*declaration.Use) {
	refusing := refuses(text, l)
	rest := text
	for _, u := range uses {
		name := half(u.Item.Name, l)
		if !names(text, name, l) && !slices.Contains(g.items, u.Item.Name) {
			g.items = append(g.items, u.Item.Name)
		}
		if !speaks(text, half(u.Purpose.Is, l), l) && !speaks(text, half(u.PutTo, l), l) {
			if !slices.Contains(g.purposes, u.Purpose.Is) {
				g.purposes = append(g.purposes, u.Purpose.Is)
			}
			g.sensitive = g.sensitive || u.Item.Sensitive
		}
		refusing = refusing || u.Without != lang.Text{} && speaks(text, half(u.Without, l), l)
		if name != "" {
			rest = strings.ReplaceAll(rest, name, "")
		}
	}
	g.effect = g.effect || !refusing
	g.vague = g.vague || vague(rest, l)
}

func (g *gaps) any() bool {
	return len(g.items) > 0 || len(g.purposes) > 0 || g.effect || g.vague
}

func (g *gaps) message() lang.Text {
	var all []lang.Text
	if len(g.items) > 0 {
		all = append(all, rule.Say("没有写明是哪些个人信息（%s）", "which information is not said (%s)", listed(g.items)))
	}
	if len(g.purposes) > 0 {
		all = append(all, rule.Say("没有写明目的（%s）", "the purpose is not said (%s)", listed(g.purposes)))
	}
	if g.effect {
		all = append(all, lang.Text{ZH: "没有写明拒绝会怎样", EN: "what refusing means is not said"})
	}
	if g.vague {
		all = append(all, lang.Text{ZH: "用了不知所指的说法，如“等信息”", EN: "words such as “and so on” may stand for anything"})
	}
	return rule.Say("征求同意的文字：%s", "the words of asking: %s", listed(all))
}

func (g *gaps) cites() []law.Citation {
	var cites []law.Citation
	if len(g.items) > 0 || len(g.purposes) > 0 || g.effect {
		cites = append(cites, law.Cite(law.Draft, "21(5)"), law.Cite(law.Order790, "22(1)"), law.Cite(law.PIPL, "14"))
	}
	if len(g.items) > 0 || len(g.purposes) > 0 || g.vague {
		cites = append(cites, law.Cite(law.PIPL, "17"))
	}
	if g.vague {
		cites = append(cites, law.Cite(law.No191, "II.1"))
	}
	if g.sensitive {
		cites = append(cites, law.Cite(law.No191, "II.3"))
	}
	return cites
}

// says is a service that asks for a newsletter with these words.
func says(words string) string {
	return rule.NewsletterAsks("{wordings: [{for: [shop/letter/email/promote], says: " + words + "}]}")
}
