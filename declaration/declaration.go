package declaration

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Declaration is what one processor says that its services do with personal
// information. Parse makes it; nothing changes it afterwards.
//
// The doc tags are the manual: the schema and docs/declaration.md are made from
// them. `keyed` decodes a mapping into a slice in the order written, the key
// going to the field tagged `,key`; `required` keys must be there for the file
// to make sense at all. What the law requires is never `required`: a missing
// retention period is a finding of lint, not an error of form.
type Declaration struct {
	Place      `yaml:"-"`
	Volens     int          `yaml:"volens,required" doc:"格式版本，现为 1 | version of this format, now 1"`
	Taxonomy   law.Taxonomy `yaml:"taxonomy" doc:"敏感个人信息的判定口径，默认取对个人保护最强者 | which reading decides what is sensitive; by default the one that protects people most"`
	Processor  Processor    `yaml:"processor,required" doc:"个人信息处理者是谁 | who the processor is"`
	Items      []*OwnItem   `yaml:"items,keyed" doc:"分类表之外的个人信息种类 | kinds of personal information beyond the taxonomy"`
	Purposes   []*Purpose   `yaml:"purposes,keyed" doc:"词表之外的目的 | purposes beyond the vocabulary"`
	Services   []*Service   `yaml:"services,keyed,required" doc:"各服务类型 | the services, one per type of service"`
	Components []*Component `yaml:"components,keyed" doc:"收集个人信息的第三方组件（SDK、插件） | third-party components (SDKs, plug-ins) that collect personal information"`
	Recipients []*Recipient `yaml:"recipients,keyed" doc:"接收个人信息的各方 | whoever is given personal information"`
	Stores     []*Store     `yaml:"stores,keyed" doc:"个人信息存放在哪里、如何保护、有何风险 | where personal information is kept, how it is protected, what the risks are"`

	source Source
	places map[string]Place
	uses   []Use
	index  map[UseID]int
}

// A Processor is the 数据处理者 who answers for the declaration.
type Processor struct {
	Place       `yaml:"-"`
	Name        lang.Text   `yaml:"name,required" doc:"名称 | name"`
	People      int         `yaml:"people" doc:"处理多少人的个人信息 | of how many people personal information is processed"`
	Roles       []Role      `yaml:"roles" doc:"法律上的角色，默认 processor | roles in law, by default processor"`
	Contact     Contact     `yaml:"contact" doc:"联系方式 | how to reach the processor"`
	Officer     Officer     `yaml:"officer" doc:"个人信息保护负责人 | the personal information protection officer"`
	Complaints  Complaints  `yaml:"complaints" doc:"投诉举报渠道 | the complaint channel"`
	Authorities []Authority `yaml:"authorities" doc:"须向其报告的主管部门 | the authorities it reports to"`
}

// A Role is what the law calls the processor besides a processor.
type Role string

// The roles, with the article that speaks of each.
const (
	RoleProcessor       Role = "processor"
	RolePlatform        Role = "platform-operator"        // draft 43
	RoleLargePlatform   Role = "large-platform-operator"  // draft 73(10); Order 790 Art. 62(8)
	RoleImportantData   Role = "important-data-processor" // draft 27–33
	RoleCriticalNetwork Role = "critical-infrastructure"  // draft 34, 37
)

// A Contact is any way to reach somebody.
type Contact struct {
	Place   `yaml:"-"`
	Mail    string    `yaml:"mail" format:"mail" doc:"电子邮箱 | e-mail"`
	Phone   string    `yaml:"phone" doc:"电话 | telephone"`
	URL     string    `yaml:"url" format:"url" doc:"网页 | web page"`
	Address lang.Text `yaml:"address" doc:"地址 | postal address"`
}

// An Officer is the 个人信息保护负责人.
type Officer struct {
	Place `yaml:"-"`
	Name  string `yaml:"name" doc:"姓名 | name"`
	Mail  string `yaml:"mail" format:"mail" doc:"电子邮箱 | e-mail"`
	Phone string `yaml:"phone" doc:"电话 | telephone"`
}

// Complaints is the channel of draft 18, Order 790 Art. 20 and No.191 VI.5.
type Complaints struct {
	Place          `yaml:"-"`
	Mail           string `yaml:"mail" format:"mail" doc:"电子邮箱 | e-mail"`
	Phone          string `yaml:"phone" doc:"电话 | telephone"`
	URL            string `yaml:"url" format:"url" doc:"网页 | web page"`
	AnsweredWithin Period `yaml:"answered-within" doc:"多久答复，如 15wd（十五个工作日） | answered within, such as 15wd (working days)"`
}

// An Authority is one that the processor reports to.
type Authority struct {
	Place `yaml:"-"`
	Name  lang.Text `yaml:"name,required" doc:"名称 | name"`
	For   string    `yaml:"for" enum:"cyberspace,sector,police,telecom" doc:"哪一类部门 | what kind of authority"`
	Phone string    `yaml:"phone" doc:"电话 | telephone"`
	URL   string    `yaml:"url" format:"url" doc:"网页 | web page"`
}

// An OwnItem is a kind of personal information that the taxonomy lacks.
type OwnItem struct {
	Place  `yaml:"-"`
	ID     law.ItemID `yaml:",key"`
	Name   lang.Text  `yaml:"name,required" doc:"名称 | name"`
	Family law.Family `yaml:"family" doc:"所属敏感类别；不敏感则省略 | its sensitive family; leave out if it has none"`
}

// A Service is one type of service (服务类型). Consent is asked per service.
type Service struct {
	Place     `yaml:"-"`
	ID        string      `yaml:",key"`
	Name      lang.Text   `yaml:"name,required" doc:"名称 | name"`
	Type      string      `yaml:"type,required" format:"service-type" doc:"三十九类之一，或 other | one of the 39 types, or other"`
	Children  Children    `yaml:"children" doc:"不满十四周岁者会否来，默认 possible | whether people under fourteen may come, by default possible"`
	Guardian  lang.Text   `yaml:"guardian" doc:"如何取得监护人同意 | how a guardian is asked"`
	SignIn    SignIn      `yaml:"sign-in" doc:"身份认证方式 | ways of authentication"`
	Asks      Asks        `yaml:"asks" doc:"今天怎样征求同意；交给 Volens 则省略 | how consent is asked today; leave out where Volens asks"`
	Functions []*Function `yaml:"functions,keyed,required" doc:"业务功能 | its business functions"`
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
	Place    `yaml:"-"`
	Scope    string    `yaml:"scope" enum:"service,all-services" doc:"一次同意管到哪里，默认 service | how far one consent reaches, by default service"`
	Clause   string    `yaml:"clause" enum:"itemised,general" doc:"逐项还是概括，默认 itemised | item by item or one general clause, by default itemised"`
	Ticked   bool      `yaml:"ticked" doc:"是否默认勾选 | whether anything is ticked by default"`
	Refuse   string    `yaml:"refuse" enum:"equal,harder,missing" doc:"拒绝与同意相比，默认 equal | refusing compared with agreeing, by default equal"`
	Together [][]UseID `yaml:"together" doc:"一次动作同意的多个使用 | uses that one act agrees to"`
}

// A Function is one business function of a service.
type Function struct {
	Place   `yaml:"-"`
	ID      string    `yaml:",key"`
	Name    lang.Text `yaml:"name,required" doc:"名称 | name"`
	Basic   bool      `yaml:"basic" doc:"是否服务赖以存在的基本功能 | whether the service exists for this function"`
	When    When      `yaml:"when" doc:"各使用默认的频次或时机 | default frequency or timing of its uses"`
	Kept    Kept      `yaml:"kept" doc:"各使用默认的保存 | default keeping of its uses"`
	Without lang.Text `yaml:"without" doc:"各使用默认的拒绝影响 | default effect of refusing"`
	Uses    []*Usage  `yaml:"uses" doc:"使用哪些个人信息 | the personal information it uses"`
}

// A Usage is one line of a function or component as written: one item or
// several that share everything else. Each item becomes a Use of its own.
type Usage struct {
	Place     `yaml:"-"`
	Item      law.ItemID   `yaml:"item" doc:"个人信息种类 | kind of personal information"`
	Items     []law.ItemID `yaml:"items" doc:"其余相同的多个种类 | several kinds, all else the same"`
	For       string       `yaml:"for,required" format:"purpose" doc:"目的 | purpose"`
	PutTo     lang.Text    `yaml:"put-to" doc:"用途，默认取自目的 | what it is put to; by default taken from the purpose"`
	Basis     Basis        `yaml:"basis" doc:"合法性基础，默认 consent | legal basis, by default consent"`
	Why       lang.Text    `yaml:"why" doc:"为什么需要、对个人有何影响（敏感个人信息须写明） | why it is needed and what it may mean for the person (to be stated for sensitive items)"`
	Necessary bool         `yaml:"necessary" doc:"缺了它功能就无法实现 | without it the function cannot work"`
	Refused   Effect       `yaml:"refused" doc:"拒绝后实际发生什么 | what really happens on refusal"`
	Without   lang.Text    `yaml:"without" doc:"拒绝的影响（告知个人） | effect of refusing, as told to people"`
	Manner    []Manner     `yaml:"manner" doc:"方式，默认 entered | manner, by default entered"`
	When      When         `yaml:"when" doc:"频次或时机 | frequency or timing"`
	Kept      Kept         `yaml:"kept" doc:"保存 | where it is kept, how long, then what"`
	Gives     []string     `yaml:"gives" format:"recipient" doc:"提供给哪些接收方 | recipients that it is given to"`
	From      Origin       `yaml:"from" doc:"非直接取自本人时的来源 | source, where it does not come from the person"`
	Asked     Asked        `yaml:"asked" doc:"今天怎样征求；交给 Volens 则省略 | how it is asked today; leave out where Volens asks"`
}

// A Basis is a legal basis of PIPL 13.
type Basis string

// The bases of PIPL 13 in its order.
const (
	BasisConsent   Basis = "consent"
	BasisContract  Basis = "contract"
	BasisLegalDuty Basis = "legal-duty"
	BasisEmergency Basis = "emergency"
	BasisNews      Basis = "news"
	BasisPublic    Basis = "self-disclosed"
	BasisOtherLaw  Basis = "other-law"
)

// An Effect is what really happens when a person refuses a use.
type Effect string

// The effects. Where a usage says nothing, refusing a necessary one stops the
// function, and refusing any other changes nothing else.
const (
	Continues     Effect = "continues"
	FunctionStops Effect = "function-stops"
	ServiceStops  Effect = "service-stops"
)

// A Manner is how personal information is collected or made.
type Manner string

// Kept says where an item is kept, for how long, and what happens then.
type Kept struct {
	Place `yaml:"-"`
	In    string `yaml:"in" format:"store" doc:"存储位置：某个存储，或 device（只在本人设备上） | a store, or device (only on the person's own)"`
	For   Period `yaml:"for" doc:"期限，如 90d、3y、account（账号存续期间）、moment（用后即弃） | how long, such as 90d, 3y, account (while the account exists), moment (not kept)"`
	Then  Then   `yaml:"then" doc:"到期处理，默认 delete | what then, by default delete"`
}

// Then is what happens when a period ends.
type Then string

// The two lawful ends of draft 22.
const (
	Delete    Then = "delete"
	Anonymise Then = "anonymise"
)

// An Origin is the source of an item that does not come from the person.
type Origin struct {
	Place  `yaml:"-"`
	Who    lang.Text `yaml:"who" doc:"来自谁 | whom it comes from"`
	Ground lang.Text `yaml:"ground" doc:"对方提供的合法依据 | the lawful ground on which they give it"`
}

// Asked is how one use is asked today.
type Asked string

// The ways of asking. The zero value leaves it to Volens.
const (
	AskedAlone    Asked = "alone"
	AskedTogether Asked = "together"
	AskedNever    Asked = "never"
)

// A Component is third-party code inside a service that collects on its own.
type Component struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Name     lang.Text `yaml:"name,required" doc:"名称 | name"`
	Vendor   lang.Text `yaml:"vendor" doc:"提供者 | vendor"`
	Role     Standing  `yaml:"role" doc:"提供者的地位，默认 third-party | standing of the vendor, by default third-party"`
	Country  string    `yaml:"country" format:"country" doc:"提供者所在国家或地区，默认 CN | country or region of the vendor, by default CN"`
	Rules    string    `yaml:"rules" format:"url" doc:"其个人信息处理规则网址 | address of its own rules"`
	In       []string  `yaml:"in,required" format:"function" doc:"装在哪些功能里，如 shop/notify | the functions it sits in, such as shop/notify"`
	Collects []*Usage  `yaml:"collects" doc:"它收集什么 | what it collects"`
	Nothing  bool      `yaml:"collects-nothing" doc:"已查明它不收集个人信息 | it was looked into and collects nothing"`
}

// A Recipient is given personal information.
type Recipient struct {
	Place   `yaml:"-"`
	ID      string    `yaml:",key"`
	Name    lang.Text `yaml:"name,required" doc:"名称 | name"`
	Role    Standing  `yaml:"role,required" doc:"entrusted 受托、joint 共同、third-party 第三方 | entrusted, joint or third party"`
	Contact Contact   `yaml:"contact" doc:"联系方式 | how to reach it"`
	Country string    `yaml:"country" format:"country" doc:"所在国家或地区，默认 CN | country or region, by default CN"`
}

// A Store is where personal information is kept.
type Store struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Name     lang.Text `yaml:"name" doc:"名称 | name"`
	Engine   string    `yaml:"engine,required" enum:"mysql,postgres,sqlite,redis,s3,files,other" doc:"引擎 | engine"`
	Country  string    `yaml:"country" format:"country" doc:"所在国家或地区，默认 CN | country or region, by default CN"`
	Location lang.Text `yaml:"location" doc:"告知个人的保存地点 | the place as told to people"`
	Data     string    `yaml:"data" enum:"general,important,core" doc:"除个人信息外还存有的数据等级，默认 general | grade of what else it holds, by default general"`
	Protects []Measure `yaml:"protects" doc:"保护措施 | protective measures"`
	Risks    lang.Text `yaml:"risks" doc:"告知个人的安全风险 | security risks as told to people"`
}

// A Measure is a protective measure of draft 9 and Order 790 Art. 9.
type Measure string

// A Standing is the role in which somebody is given personal information; the
// rules differ by it (PIPL 20, 21, 23).
type Standing string

// The standings.
const (
	Entrusted  Standing = "entrusted"
	Joint      Standing = "joint"
	ThirdParty Standing = "third-party"
)
