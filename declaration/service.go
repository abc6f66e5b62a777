package declaration

import (
	"slices"

	"github.com/volens/volens/lang"
)

// A Service is one type of service (服务类型). Consent is asked per service.
type Service struct {
	Place     `yaml:"-"`
	ID        string      `yaml:",key"`
	Name      lang.Text   `yaml:"name,required" doc:"名称 | name"`
	Type      string      `yaml:"type,required" format:"service-type" doc:"三十九类之一，或 other | one of the 39 types, or other"`
	Children  Children    `yaml:"children" doc:"不满十四周岁者会否来，默认 possible | whether people under fourteen may come, by default possible"`
	Guardian  lang.Text   `yaml:"guardian" doc:"如何取得监护人同意 | how a guardian is asked"`
	Minors    Minors      `yaml:"minors" doc:"未成年人（不满十八周岁）与儿童的保护 | protection of minors (under eighteen) and children"`
	On        []Channel   `yaml:"on" doc:"载体，默认 app | where it runs, by default app"`
	Rules     Published   `yaml:"rules" doc:"个人信息处理规则公开在哪里；由 Volens 展示则省略 | where its processing rules are published; leave out where Volens shows them"`
	Recommend Recommend   `yaml:"recommendation" doc:"个性化推荐的开关 | the switch of personalised recommendation"`
	SignIn    SignIn      `yaml:"sign-in" doc:"身份认证方式 | ways of authentication"`
	Asks      Asks        `yaml:"asks" doc:"今天怎样征求同意；交给 Volens 则省略 | how consent is asked today; leave out where Volens asks"`
	Ended     string      `yaml:"ended" format:"date" doc:"终止服务之日 | the day on which the service ended"`
	Functions []*Function `yaml:"functions,keyed,required" doc:"业务功能 | its business functions"`

	consents bool // see Consents
}

// Children says whether people under fourteen may come to a service.
type Children string

// The answers.
const (
	ChildrenPossible Children = "possible"
	ChildrenIntended Children = "intended"
	ChildrenExcluded Children = "excluded"
)

// SignIn is how people prove who they are to a service.
type SignIn struct {
	Place      `yaml:"-"`
	Ways       []Way      `yaml:"ways" doc:"可用的方式 | the ways that are offered"`
	Assessment Assessment `yaml:"assessment" doc:"生物特征认证的必要性、安全性评估 | assessment of necessity and security of biometric authentication"`
}

// A Way is a way of authentication.
type Way string

// Biometric reports whether w is one of the five modalities of draft 25.
func (w Way) Biometric() bool {
	switch w {
	case "face", "fingerprint", "iris", "voiceprint", "gait":
		return true
	}
	return false
}

// Minors is how a service protects people under eighteen, and children under
// fourteen among them (Minors Regulations; Children's Provisions of 2019).
type Minors struct {
	Place     `yaml:"-"`
	Come      Children `yaml:"come" doc:"未成年人会否来，默认 possible | whether minors may come, by default possible"`
	Marketing string   `yaml:"automated-marketing" enum:"excluded,included" doc:"自动化商业营销是否排除未成年人 | whether automated marketing leaves minors out"`
	Rules     string   `yaml:"rules" format:"url" doc:"儿童个人信息专门处理规则网址 | address of the special rules for children"`
	Agreement string   `yaml:"agreement" format:"url" doc:"儿童专门用户协议网址 | address of the user agreement for children"`
	Person    string   `yaml:"person" doc:"负责儿童个人信息保护的人 | who is in charge of protecting children's information"`
	Refusable bool     `yaml:"guardian-may-refuse" doc:"征求监护人同意时是否同时提供拒绝选项 | whether the guardian is offered to refuse when asked"`
}

// A Channel is where a service runs.
type Channel string

// Listed reports whether the provisions on the 39 types reach the channel: apps
// and mini-programs are, web pages are not (Art. 2).
func (c Channel) Listed() bool { return c != "web" && c != "offline" }

// Consents reports whether any use of the service rests on consent.
func (s *Service) Consents() bool { return s.consents }

// Listed reports whether the service runs anywhere that the provisions on the 39
// types reach. One that says nothing runs in an app.
func (s *Service) Listed() bool { return len(s.On) == 0 || slices.ContainsFunc(s.On, Channel.Listed) }

// Published says where rules are published and how they are found.
type Published struct {
	Place    `yaml:"-"`
	URL      string `yaml:"url" format:"url" doc:"网址 | address"`
	Clicks   int    `yaml:"clicks" doc:"从主界面点几下能看到 | clicks from the main screen"`
	FirstRun string `yaml:"first-run" enum:"shown,missing" doc:"首次运行是否提示阅读，默认 shown | whether people are prompted to read them at first run, by default shown"`
}

// Recommend is the switch of draft 49(2) and Order 790 Art. 42.
type Recommend struct {
	Place     `yaml:"-"`
	OffClicks int    `yaml:"off-clicks" doc:"关闭要点几下；0 为没有关闭选项 | clicks to turn it off; 0 means it cannot be turned off"`
	Effective string `yaml:"effective" enum:"immediate,later" doc:"关闭何时生效，默认 immediate | when turning off takes effect, by default immediate"`
	Reset     bool   `yaml:"reset" doc:"可否重置、修改、调整定向参数 | whether targeting parameters can be reset, changed and adjusted"`
	Explained string `yaml:"explained" format:"url" doc:"公示算法基本原理、目的和主要运行机制的网址 | where the principles, purpose and main workings of the algorithm are published"`
	Delete    bool   `yaml:"delete" doc:"可否删除用户标签和由此产生的个人信息 | whether tags and what recommending produced can be deleted"`
}

// An Assessment is that of draft 25: on necessity and on security.
type Assessment struct {
	Place     `yaml:"-"`
	Date      string    `yaml:"date" format:"date" doc:"日期，如 2026-03-01 | date, such as 2026-03-01"`
	Necessity lang.Text `yaml:"necessity" doc:"必要性结论 | what it found on necessity"`
	Security  lang.Text `yaml:"security" doc:"安全性结论 | what it found on security"`
}

// Asks describes how a service asks today, where it does not leave that to
// Volens. The zero value is how Volens asks: per service, item by item, nothing
// ticked, refusing as easy as agreeing.
type Asks struct {
	Place       `yaml:"-"`
	Scope       string    `yaml:"scope" enum:"service,all-services" doc:"一次同意管到哪里，默认 service | how far one consent reaches, by default service"`
	Clause      string    `yaml:"clause" enum:"itemised,general" doc:"逐项还是概括，默认 itemised | item by item or one general clause, by default itemised"`
	Ticked      bool      `yaml:"ticked" doc:"是否默认勾选 | whether anything is ticked by default"`
	Refuse      string    `yaml:"refuse" enum:"equal,harder,missing" doc:"拒绝与同意相比，默认 equal | refusing compared with agreeing, by default equal"`
	Permissions string    `yaml:"permissions" enum:"apart,together" doc:"系统权限逐个还是一次申请，默认 apart | system permissions asked apart or all at once, by default apart"`
	Again       Period    `yaml:"again-after" doc:"拒绝后隔多久再问；不再问则省略 | how long after a refusal people are asked again; leave out if never"`
	Wordings    []*Words  `yaml:"wordings" doc:"征求时展示的文字 | the words that are shown when asking"`
	Together    [][]UseID `yaml:"together" doc:"一次动作同意的多个使用 | uses that one act agrees to"`
}

// Words are what people read when they are asked for uses.
type Words struct {
	Place `yaml:"-"`
	For   []UseID   `yaml:"for,required" doc:"征求哪些使用 | the uses it asks for"`
	Says  lang.Text `yaml:"says,required" doc:"文字 | the words"`
}
