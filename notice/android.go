package notice

import (
	"bytes"
	"encoding/json"
	"html"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// androidOutline is the first-run prompt of an app made with uni-app: the file
// androidPrivacy.json, and what it decides.
func androidOutline() outline {
	onAndroid := func(write func(*author) []Block) func(*author) ([]Block, []Section) {
		return func(a *author) ([]Block, []Section) { return write(a.onAndroid()), nil }
	}
	return outline{kind: AndroidPrivacy, title: say("安卓首次运行隐私提示框（uni-app）", "First-run privacy prompt on Android (uni-app)"), file: androidFile, parts: []part{
		{"prompt", say("提示框", "The prompt"), []by{{law.No191, []string{"I.2"}}}, onAndroid((*author).androidPrompt)},
		{"visitors", say("不同意也能用（游客模式）", "Use without agreeing (visitor mode)"), []by{
			{law.Necessary39, []string{"4"}}, {law.PIPL, []string{"16"}}, {law.No191, []string{"IV.2"}}, {law.Draft, []string{"19(3)"}},
		}, onAndroid((*author).androidVisitors)},
	}}
}

// onAndroid is an author who writes about the apps that run on Android. A service
// that does not say where it runs runs in an app.
func (a *author) onAndroid() *author { return a.inApp("android") }

func (a *author) inApp(system declaration.Channel) *author {
	running := a.running("app", "preinstalled", system)
	return a.only(func(s *declaration.Service) bool { return len(s.On) == 0 || running.in(s) })
}

// needless reports whether every basic function works without any personal
// information, by itself and its components.
func (a *author) needless() bool {
	basic := false
	for _, s := range a.services() {
		for _, f := range s.Functions {
			basic = basic || f.Basic
		}
	}
	needed := a.uses(func(u *declaration.Use) bool { return u.Function.Basic && u.Necessary })
	return basic && len(needed) == 0
}

func (a *author) androidPrompt() []Block {
	if len(a.services()) == 0 {
		return []Block{question("没有声明在安卓 App 上运行的服务。", "No service is declared to run in an Android app.")}
	}
	blocks := []Block{paragraph("没有勾选框，同意与不同意并列；规则变了，提示框会再出现一次（version 取自规则的版本）。",
		"There is no box to tick, and agreeing and not agreeing stand side by side. The prompt appears again when the rules change (version is that of the rules).")}
	if a.published().IsZero() {
		blocks = append(blocks, question("没有声明处理规则的网址（services.*.rules.url），提示框里的链接是空的。", "The address of the rules is not declared (services.*.rules.url): the link in the prompt is empty."))
	}
	return append(blocks, question("提示框只用来告知，不能当作对各项处理的同意：须同意的事项仍要在用到时逐项征求。",
		"The prompt tells people; it is no consent to each use. What needs consent still has to be asked for, one by one, when it comes up."))
}

func (a *author) androidVisitors() []Block {
	if len(a.services()) == 0 {
		return []Block{paragraph("不适用。", "Does not apply.")}
	}
	if a.needless() {
		return []Block{paragraph("基本功能不需要任何个人信息，所以不同意也直接进入（disagreeMode.support 为 true），下次启动不再问（showAlways 为 false），也不加载可能收集信息的原生插件。",
			"The basic functions need no personal information. Who does not agree is let in all the same (disagreeMode.support is true), is not asked again at the next start (showAlways is false), and native plug-ins that may collect are not loaded.")}
	}
	needed := a.uses(func(u *declaration.Use) bool { return u.Function.Basic && u.Necessary && u.Recipient == nil })
	names := each(needed, func(u *declaration.Use) lang.Text { return u.Item.Name })
	if names.IsZero() {
		return []Block{question("没有声明哪个功能是基本功能（basic: true），所以没有开启游客模式。", "No function is declared to be basic (basic: true), so visitor mode is off.")}
	}
	return []Block{question("基本功能需要："+names.ZH+"，所以没有开启游客模式。能否先浏览、用到时再要？能的话请改 disagreeMode.support。",
		"The basic functions need: "+names.EN+"; so visitor mode is off. Could people look around first and be asked when it comes up? If so, change disagreeMode.support.")}
}

// The format of androidPrivacy.json, as the manual of uni-app has it.
type (
	androidPrivacy struct {
		Version      string          `json:"version"`
		Prompt       string          `json:"prompt"`
		Title        string          `json:"title"`
		Message      string          `json:"message"`
		ButtonAccept string          `json:"buttonAccept"`
		ButtonRefuse string          `json:"buttonRefuse"`
		HrefLoader   string          `json:"hrefLoader"`
		BackToExit   string          `json:"backToExit"`
		DisagreeMode androidDisagree `json:"disagreeMode"`
	}
	androidDisagree struct {
		Support           bool `json:"support"`
		LoadNativePlugins bool `json:"loadNativePlugins"`
		VisitorEntry      bool `json:"visitorEntry"`
		ShowAlways        bool `json:"showAlways"`
	}
)

// androidFile writes the file. It is Chinese only: the app store reads it, and
// the format has one text per field.
func androidFile(a *author) *File {
	app := a.onAndroid()
	if len(app.services()) == 0 {
		return nil
	}
	p := androidPrivacy{
		Version: Short(app.rulesVersion()), Prompt: "template", Title: "个人信息处理规则", Message: app.androidMessage(),
		ButtonAccept: "同意", ButtonRefuse: "不同意", HrefLoader: "system", BackToExit: "true",
	}
	if app.needless() {
		p.ButtonRefuse, p.DisagreeMode.Support = "不同意，直接使用基本功能", true
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return nil // strings and booleans are always JSON
	}
	return &File{"androidPrivacy.json", b.String()}
}

// rulesVersion is the version of the processing rules, so that the prompt comes
// back when they change.
func (a *author) rulesVersion() string {
	doc, err := Build(a.d, Rules, a.o)
	if err != nil {
		return "1" // not reached: our own document about services that exist
	}
	return doc.Stamp.Version
}

// androidMessage is rich text: texts of the declaration are escaped in it.
func (a *author) androidMessage() string {
	link := ""
	for _, s := range a.services() {
		if s.Rules.URL != "" {
			link = s.Rules.URL
			break
		}
	}
	text := "我们怎样使用您的个人信息，见<a href=\"" + html.EscapeString(link) + "\">《个人信息处理规则》</a>。"
	if a.needless() {
		return text + "不同意也可以使用基本功能；须您同意的信息，用到时再逐项问您。"
	}
	names := each(a.uses(func(u *declaration.Use) bool { return u.Function.Basic && u.Necessary && u.Recipient == nil }),
		func(u *declaration.Use) lang.Text { return u.Item.Name })
	if !names.IsZero() {
		text += "基本功能需要：" + html.EscapeString(visible(names.ZH)) + "。"
	}
	return text + "其他须您同意的信息，用到时再逐项问您，拒绝不影响基本功能。"
}
