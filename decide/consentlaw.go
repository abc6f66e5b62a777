package decide

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// ruling is what the law says of one state of consent.
type ruling struct {
	message lang.Text
	refs    []law.Citation
	ground  bool // whether the citations of a separate consent belong to it
}

// cites returns the articles behind the ruling for u: those of every consent,
// then those of each ground on which u needs a separate one.
func (r ruling) cites(u declaration.Use) []law.Citation {
	all := append([]law.Citation(nil), r.refs...)
	if r.ground {
		for _, s := range u.Separate() {
			all = append(all, s.Cites()...)
		}
	}
	return all
}

var consentLaw = map[string]ruling{
	ConsentGranted: {
		message: lang.Text{ZH: "此人已同意，且所同意的内容没有实质变化", EN: "the person agreed, and what was agreed to has not changed in law"},
		refs:    []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "14")},
	},
	ConsentMissing: {
		message: lang.Text{ZH: "此人尚未同意", EN: "the person has not agreed"},
		refs:    []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.No191, "III.1")},
		ground:  true,
	},
	ConsentRefused: {
		message: lang.Text{ZH: "此人已拒绝", EN: "the person refused"},
		refs:    []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.No191, "III.2")},
		ground:  true,
	},
	ConsentWithdrawn: {
		message: lang.Text{ZH: "此人已撤回同意", EN: "the person withdrew consent"},
		refs:    []law.Citation{law.Cite(law.PIPL, "15"), law.Cite(law.Order790, "23")},
	},
	ConsentStale: {
		message: lang.Text{ZH: "同意之后，目的、方式、种类或期限已有变化，须重新取得同意", EN: "purpose, manner, type or period changed since the person agreed: a new consent is needed"},
		refs:    []law.Citation{law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(4)"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14")},
	},
}
