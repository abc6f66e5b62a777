package law

import "github.com/volens/volens/lang"

// The kinds of Article.Kinds: what can be done about a duty, and by whom.
const (
	KindDeclare = "declare" // the declaration states it
	KindLint    = "lint"    // the declaration alone shows a breach
	KindEnforce = "enforce" // decided or blocked at run time
	KindScan    = "scan"    // seen only by examining the app itself; such a duty is reported as not checked, never as passed
	KindClock   = "clock"   // has a term to keep
	KindRecord  = "record"  // must leave evidence
	KindUI      = "ui"      // needs a page
	KindHuman   = "human"   // only people can judge
)

var kindTexts = map[string]lang.Text{
	KindDeclare: {ZH: "声明", EN: "declared"},
	KindLint:    {ZH: "静态检查", EN: "checked in the declaration"},
	KindEnforce: {ZH: "运行时执行", EN: "enforced at run time"},
	KindScan:    {ZH: "应用扫描", EN: "needs a scan of the app"},
	KindClock:   {ZH: "计时", EN: "timed"},
	KindRecord:  {ZH: "留痕", EN: "recorded"},
	KindUI:      {ZH: "页面", EN: "shown on a page"},
	KindHuman:   {ZH: "人工判断", EN: "judged by people"},
}

// Kinds returns every kind, in the order in which entries list them.
func Kinds() []string {
	return []string{KindDeclare, KindLint, KindEnforce, KindScan, KindClock, KindRecord, KindUI, KindHuman}
}

// KindText says a kind to people. An unknown kind is shown as it is.
func KindText(kind string) lang.Text {
	if t, ok := kindTexts[kind]; ok {
		return t
	}
	return lang.Text{ZH: kind, EN: kind}
}
