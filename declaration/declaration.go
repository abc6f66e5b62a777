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
	Taxonomy   law.Taxonomy `yaml:"taxonomy" doc:"敏感个人信息的判定口径，默认为 six-families | which reading decides what is sensitive; by default six-families"`
	Processor  Processor    `yaml:"processor,required" doc:"个人信息处理者是谁 | who the processor is"`
	Items      []*OwnItem   `yaml:"items,keyed" doc:"分类表之外的个人信息种类 | kinds of personal information beyond the taxonomy"`
	Purposes   []*Purpose   `yaml:"purposes,keyed" doc:"词表之外的目的 | purposes beyond the vocabulary"`
	Services   []*Service   `yaml:"services,keyed,required" doc:"各服务类型 | the services, one per type of service"`
	Components []*Component `yaml:"components,keyed" doc:"收集个人信息的第三方组件（SDK、插件） | third-party components (SDKs, plug-ins) that collect personal information"`
	Recipients []*Recipient `yaml:"recipients,keyed" doc:"接收个人信息的各方 | whoever is given personal information"`
	Stores     []*Store     `yaml:"stores,keyed" doc:"个人信息存放在哪里、如何保护、有何风险 | where personal information is kept, how it is protected, what the risks are"`

	Rights        Rights           `yaml:"rights" doc:"个人行使权利的途径 | how people exercise their rights"`
	Security      Security         `yaml:"security" doc:"安全管理 | how security is managed"`
	Assessments   []*Assessed      `yaml:"assessments,keyed" doc:"已完成的影响评估、风险评估 | impact and risk assessments that were made"`
	ImportantData []*ImportantData `yaml:"important-data,keyed" doc:"已识别的重要数据 | important data that was identified"`
	Crawlers      []*Crawler       `yaml:"crawlers,keyed" doc:"自动化访问、收集数据的工具 | tools that access or collect data automatically"`
	Helps         []*Help          `yaml:"helps,keyed" doc:"为他人的数据活动提供的支持 | support given to what others do with data"`
	Platform      Platform         `yaml:"platform" doc:"平台运营者的制度与规模 | rules and size of a platform operator"`
	Events        []*Event         `yaml:"events,keyed" doc:"合并、上市等重大事项 | mergers, listings and the like"`
	Filings       Filings          `yaml:"filings" doc:"备案与报送 | filings made"`
	Done          Done             `yaml:"done" doc:"定期义务上次完成的日期 | when recurring duties were last done"`

	source Source
	places *places
	uses   []Use
	index  map[UseID]int
}

// A Processor is the 数据处理者 who answers for the declaration.
type Processor struct {
	Place          `yaml:"-"`
	Name           lang.Text      `yaml:"name,required" doc:"名称 | name"`
	People         int            `yaml:"people" doc:"处理多少人的个人信息 | of how many people personal information is processed"`
	Faces          int            `yaml:"faces" doc:"存储多少人的人脸信息 | of how many people face data is stored"`
	Country        string         `yaml:"country" format:"country" doc:"所在国家或地区，默认 CN | country or region, by default CN"`
	Representative Representative `yaml:"representative" doc:"境外处理者在境内的机构或代表 | the agency or representative in China of a processor abroad"`
	Roles          []Role         `yaml:"roles" doc:"法律上的角色，默认 processor | roles in law, by default processor"`
	Contact        Contact        `yaml:"contact" doc:"联系方式 | how to reach the processor"`
	Officer        Officer        `yaml:"officer" doc:"个人信息保护负责人 | the personal information protection officer"`
	Complaints     Complaints     `yaml:"complaints" doc:"投诉举报渠道 | the complaint channel"`
	Authorities    []Authority    `yaml:"authorities" doc:"须向其报告的主管部门 | the authorities it reports to"`
}

// A Representative is that of PIPL 53 and Order 790 Art. 26.
type Representative struct {
	Place   `yaml:"-"`
	Name    lang.Text `yaml:"name" doc:"名称或姓名 | name"`
	Contact Contact   `yaml:"contact" doc:"联系方式 | how to reach it"`
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
	Person         string `yaml:"person" doc:"责任人 | the person responsible"`
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
