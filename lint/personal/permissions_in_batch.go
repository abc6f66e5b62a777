package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(6): consent is not asked in batches to get people to agree in bulk.
// No. 191 IV.6: several permissions of an app are not asked all at once so that
// nothing can be used without them.
//
// Our reading: permissions asked all at once are a batch. No. 191 asks for more
// than that, the service refused, and is cited where refusing a use that takes a
// permission really stops it. Order 790 has neither.
var permissionsInBatch = rule.Rule{
	ID:    "permissions-in-batch",
	Title: lang.Text{ZH: "一次性申请多个系统权限", EN: "permissions asked all at once"},
	Reason: lang.Text{
		ZH: "系统权限要在用到时逐个申请。一次全要，人们不知道各是为什么，只好全给。",
		EN: "Permissions are asked one by one, when they are needed. Asked all at once, nobody knows which is for what, and people give them all.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(6)"), law.Cite(law.No191, "IV.6")},
	Severity: rule.Breach,
	Bad:      rule.NewsletterAsks(`{permissions: together}`),
	Good:     rule.NewsletterAsks(`{permissions: apart}`),
	Fix: lang.Text{
		ZH: "用到哪个权限时再申请哪个，并说明用途；然后写 permissions: apart",
		EN: "ask for each permission when it is needed, saying what for; then write permissions: apart",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Asks.Permissions != "together" || !s.Consents() {
				continue
			}
			cites := []law.Citation{law.Cite(law.Draft, "21(6)")}
			message := rule.Say("服务“%s”一次性申请多个系统权限", "service “%s” asks for its permissions all at once", s.Name)
			if s.Listed() && stops(d, s) {
				cites = append(slices.Clip(cites), law.Cite(law.No191, "IV.6"))
				message = rule.Say("%s，不同意就无法使用", "%s, and cannot be used without them", message)
			}
			report("services."+s.ID+".asks.permissions", message, cites...)
		}
	},
}

// stops reports whether refusing a use of the service that takes a permission stops
// all of it.
func stops(d *declaration.Declaration, s *declaration.Service) bool {
	return rule.Any(d, func(u *declaration.Use) bool {
		return u.Service == s && u.ByConsent() && u.Refused == declaration.ServiceStops && slices.Contains(u.Manner, "permission")
	})
}
