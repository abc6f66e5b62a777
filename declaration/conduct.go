package declaration

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// Rights says how people exercise what PIPL 44–50, draft 23–24 and Order 790
// Art. 23–25 give them.
type Rights struct {
	Place    `yaml:"-"`
	Access   Path `yaml:"access" doc:"查阅 | see what is held"`
	Copy     Path `yaml:"copy" doc:"复制 | get a copy"`
	Correct  Path `yaml:"correct" doc:"更正、补充 | correct and complete"`
	Delete   Path `yaml:"delete" doc:"删除 | delete"`
	Restrict Path `yaml:"restrict" doc:"限制处理 | restrict processing"`
	Transfer Path `yaml:"transfer" doc:"转移到其他处理者 | move to another processor"`
	Withdraw Path `yaml:"withdraw" doc:"撤回同意 | withdraw consent"`
	Close    Path `yaml:"close-account" doc:"注销账号 | close the account"`
}

// A Path is the way to one right.
type Path struct {
	Place      `yaml:"-"`
	How        lang.Text `yaml:"how" doc:"途径和方法 | where and how"`
	Clicks     int       `yaml:"clicks" doc:"从主界面点几下 | clicks from the main screen"`
	Conditions lang.Text `yaml:"conditions" doc:"设了哪些条件 | conditions that are set"`
	Reason     lang.Text `yaml:"reason" doc:"这些条件为何必要、合理 | why the conditions are needed and reasonable"`
	Within     Period    `yaml:"answered-within" doc:"多久处理完毕 | handled within"`
}

// A Right is one of the rights, with what was declared about it.
type Right struct {
	ID   string // key under rights
	Name lang.Text
	Path Path
}

// List returns the rights in the order of the law, declared or not.
func (r *Rights) List() []Right {
	return []Right{
		{"access", lang.Text{ZH: "查阅", EN: "see what is held about them"}, r.Access},
		{"copy", lang.Text{ZH: "复制", EN: "get a copy"}, r.Copy},
		{"correct", lang.Text{ZH: "更正、补充", EN: "correct and complete"}, r.Correct},
		{"delete", lang.Text{ZH: "删除", EN: "have it deleted"}, r.Delete},
		{"restrict", lang.Text{ZH: "限制处理", EN: "restrict processing"}, r.Restrict},
		{"transfer", lang.Text{ZH: "转移", EN: "move it to another processor"}, r.Transfer},
		{"withdraw", lang.Text{ZH: "撤回同意", EN: "withdraw consent"}, r.Withdraw},
		{"close-account", lang.Text{ZH: "注销账号", EN: "close the account"}, r.Close},
	}
}

// Security is how the processor manages security as a whole (draft 6, 9, 11, 28,
// 30; Order 790 Art. 9, 11, 30; PIPL 51).
type Security struct {
	Place    `yaml:"-"`
	Policy   lang.Text `yaml:"policy" doc:"安全管理制度 | the security policy"`
	Plan     lang.Text `yaml:"incident-plan" doc:"安全事件应急预案 | the incident plan"`
	Logs     Period    `yaml:"logs" doc:"网络日志留存多久 | how long network logs are kept"`
	Head     Officer   `yaml:"head" doc:"数据安全负责人 | head of data security"`
	Body     lang.Text `yaml:"body" doc:"数据安全管理机构 | the body that manages data security"`
	Training int       `yaml:"training-hours" doc:"数据安全技术和管理人员每年培训时数 | hours of training a year for technical and management staff"`
}

// An Assessed is an assessment that was made, such as the personal information
// protection impact assessment of PIPL 55 and 56.
type Assessed struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Covers   []Matter  `yaml:"covers,required" doc:"评估了哪些事项 | what was assessed"`
	Services []string  `yaml:"services" format:"service" doc:"哪些服务，默认全部 | which services, by default all"`
	Date     string    `yaml:"date" format:"date" doc:"日期 | date"`
	Lawful   lang.Text `yaml:"lawful" doc:"目的、方式是否合法、正当、必要 | whether purpose and manner are lawful, proper and necessary"`
	Impact   lang.Text `yaml:"impact" doc:"对个人权益的影响与安全风险 | effect on people and risks"`
	Measures lang.Text `yaml:"measures" doc:"保护措施是否合法、有效并与风险相适应 | whether protection is lawful, effective and fits the risk"`
	Kept     Period    `yaml:"kept" doc:"报告保存多久 | how long the report is kept"`
}

// A Matter is what an assessment is about.
type Matter string

// ImportantData is one kind of important data (draft 73(3), Order 790 Art. 62(4)).
type ImportantData struct {
	Place      `yaml:"-"`
	ID         string          `yaml:",key"`
	Family     ImportantFamily `yaml:"family,required" doc:"属于哪一类 | which of the seven families"`
	What       lang.Text       `yaml:"what,required" doc:"是什么数据 | what it is"`
	In         []string        `yaml:"in" format:"store" doc:"存在哪些存储 | the stores that hold it"`
	Identified string          `yaml:"identified" format:"date" doc:"识别之日 | when it was identified"`
	Gives      []string        `yaml:"gives" format:"recipient" doc:"共享、交易、委托给哪些接收方 | recipients that it is shared with, sold or entrusted to"`
	Approved   string          `yaml:"approved" format:"date" doc:"主管部门同意之日 | when the competent authority agreed"`
}

// An ImportantFamily is one of the seven families of important data of draft 73(3).
type ImportantFamily string

// A Crawler is a tool that accesses or collects data automatically (draft 17,
// Order 790 Art. 18).
type Crawler struct {
	Place      `yaml:"-"`
	ID         string    `yaml:",key"`
	Target     lang.Text `yaml:"target,required" doc:"访问哪些网络服务 | which services it accesses"`
	Collects   lang.Text `yaml:"collects" doc:"收集什么 | what it collects"`
	Personal   bool      `yaml:"personal" doc:"是否收集个人信息 | whether it collects personal information"`
	Ground     lang.Text `yaml:"ground" doc:"收集的合法依据 | the lawful ground of collecting"`
	Assessed   string    `yaml:"assessed" format:"date" doc:"评估之日 | when its effect was assessed"`
	Effect     lang.Text `yaml:"effect" doc:"对对方性能、功能的影响 | its effect on the target's performance and functions"`
	Robots     string    `yaml:"robots" enum:"honoured,ignored" doc:"是否遵守 robots 等行业自律公约 | whether robots.txt and other conventions are honoured"`
	Rate       When      `yaml:"rate" doc:"访问频率，如 every 5s | how often it calls, such as every 5s"`
	Stop       lang.Text `yaml:"stop" doc:"影响对方或侵权时如何停止并补救 | how it is stopped and harm remedied"`
	Circumvent bool      `yaml:"circumvents" doc:"是否绕过对方的技术防护 | whether it gets round the target's technical protection"`
}

// A Help is support for what others do with data (draft 8, Order 790 Art. 8).
type Help struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Party    lang.Text `yaml:"party,required" doc:"为谁 | for whom"`
	What     []Aid     `yaml:"what,required" doc:"提供什么支持 | what kind of support"`
	Unlawful string    `yaml:"unlawful" enum:"no,should-know,known" doc:"对方是否从事非法数据活动，默认 no | whether they act unlawfully with data, by default no"`
	Stopped  string    `yaml:"stopped" format:"date" doc:"停止支持之日 | when the support was stopped"`
}

// An Aid is a kind of support that draft 8 and Order 790 Art. 8 name.
type Aid string

// Platform is what the chapters on platforms ask about (draft 43–54, Order 790
// Art. 40–46).
type Platform struct {
	Place         `yaml:"-"`
	Kind          []string        `yaml:"kind" enum:"marketplace,app-store,messaging,social,content" doc:"平台种类 | kind of platform"`
	Users         int             `yaml:"users" doc:"注册用户数 | registered users"`
	Monthly       int             `yaml:"monthly-users" doc:"月活跃用户数 | monthly active users"`
	Daily         int             `yaml:"daily-users" doc:"日活跃用户数 | daily active users"`
	Rules         string          `yaml:"rules" format:"url" doc:"平台规则网址 | address of the platform rules"`
	Privacy       string          `yaml:"privacy-policy" format:"url" doc:"隐私政策网址 | address of the privacy policy"`
	Algorithms    string          `yaml:"algorithm-policy" format:"url" doc:"算法策略网址 | address of the algorithm policy"`
	Making        lang.Text       `yaml:"making" doc:"规则的制定程序 | how the rules are made"`
	Adjudication  lang.Text       `yaml:"adjudication" doc:"裁决程序 | how disputes about them are settled"`
	Consultations []*Consultation `yaml:"consultations" doc:"公开征求意见 | public consultations"`
	ThirdParties  lang.Text       `yaml:"third-parties" doc:"如何约定并督促接入的第三方 | how third parties on the platform are bound and supervised"`
	Review        string          `yaml:"app-review" format:"url" doc:"应用审核（核验）规则网址 | address of the rules by which apps are reviewed"`
	Assessed      string          `yaml:"rules-assessed" format:"date" doc:"规则经第三方评估并报同意之日 | when the rules were assessed by a third party and agreed to"`
}

// A Consultation is that of draft 43¶2.
type Consultation struct {
	Place   `yaml:"-"`
	Of      string   `yaml:"of,required" enum:"platform-rules,privacy-policy" doc:"征求什么的意见 | what is consulted on"`
	From    string   `yaml:"from,required" format:"date" doc:"开始之日 | first day"`
	Until   string   `yaml:"until" format:"date" doc:"结束之日 | last day"`
	Sites   []string `yaml:"sites" enum:"own,association" doc:"公布在哪里：own 自己的网站，association 行业组织平台 | where it is published: the own site, the association's platform"`
	Outcome string   `yaml:"outcome" format:"url" doc:"公布采纳情况及理由的网址 | where what was adopted, and why the rest was not, is published"`
}

// An Event is something that happens to the processor and that the law attaches
// reviews and reports to (draft 13, 14; Order 790 Art. 32).
type Event struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Kind     Happening `yaml:"kind,required" doc:"何事 | what happens"`
	Date     string    `yaml:"date" format:"date" doc:"日期 | date"`
	State    bool      `yaml:"state-data" doc:"是否掌握大量关系国家安全、经济发展、公共利益的数据 | whether it holds much data that bears on the state, the economy or the public"`
	Receiver lang.Text `yaml:"receiver" doc:"数据的接收方 | who takes over the data"`
	Reviewed string    `yaml:"review-applied" format:"date" doc:"申报网络安全审查之日 | when the cybersecurity review was applied for"`
	Reported string    `yaml:"reported" format:"date" doc:"报告之日 | when it was reported"`
	Told     bool      `yaml:"people-told" doc:"是否告知个人接收方的名称和联系方式 | whether people were told who takes over"`
}

// A Happening is a kind of event.
type Happening string

// Filings are what was filed with authorities.
type Filings struct {
	Place         `yaml:"-"`
	Officer       Filing `yaml:"officer" doc:"个人信息保护负责人信息报送 | the protection officer"`
	Faces         Filing `yaml:"faces" doc:"人脸识别技术应用备案 | use of face recognition"`
	Algorithm     Filing `yaml:"algorithm" doc:"算法备案 | algorithms"`
	ImportantData Filing `yaml:"important-data" doc:"重要数据备案（申报） | important data"`
	Contract      Filing `yaml:"export-contract" doc:"个人信息出境标准合同备案 | standard contract for export"`
	MLPS          Filing `yaml:"mlps" doc:"等级保护备案 | multi-level protection"`
	Agency        Filing `yaml:"representative" doc:"境内机构、代表信息报送 | agency or representative in China"`
}

// A Filing is one filing: since when it is due, and when and under which number
// it was made.
type Filing struct {
	Place  `yaml:"-"`
	Since  string `yaml:"since" format:"date" doc:"达到条件之日 | when the condition was met"`
	Date   string `yaml:"date" format:"date" doc:"备案（报送）之日 | when it was filed"`
	Number string `yaml:"number" doc:"编号 | number"`
	None   bool   `yaml:"not-needed" doc:"已判断不须备案 | it was judged not to be needed"`
}

// Made reports whether the filing was made.
func (f Filing) Made() bool { return f.Date != "" || f.Number != "" }

// Done holds the last time that each recurring duty was done.
type Done struct {
	Place      `yaml:"-"`
	Audit      string `yaml:"compliance-audit" format:"date" doc:"个人信息保护合规审计 | compliance audit"`
	Minors     string `yaml:"minors-audit" format:"date" doc:"未成年人个人信息合规审计 | compliance audit on minors"`
	MinorsSent string `yaml:"minors-audit-report" format:"date" doc:"报送未成年人合规审计情况 | audit on minors reported"`
	Impact     string `yaml:"minors-report" format:"date" doc:"未成年人网络保护社会责任报告 | social responsibility report on minors"`
	Risk       string `yaml:"risk-assessment" format:"date" doc:"网络数据安全风险评估（现行条例第三十三条） | risk assessment of network data (Order 790 Art. 33)"`
	Security   string `yaml:"security-report" format:"date" doc:"报送数据安全评估报告（征求意见稿第三十二条） | data security assessment report sent (draft 32)"`
	Training   string `yaml:"training" format:"date" doc:"全员数据安全教育培训 | data security training of all staff"`
	Complaints string `yaml:"complaint-figures" format:"date" doc:"公布投诉受理处理情况 | figures of complaints published"`
	Platform   string `yaml:"platform-audit" format:"date" doc:"大型平台第三方年度审计 | yearly third-party audit of a large platform"`
	Social     string `yaml:"social-report" format:"date" doc:"个人信息保护社会责任报告 | social responsibility report"`
	Export     string `yaml:"export-report" format:"date" doc:"数据出境安全报告 | data export report"`
	Faces      string `yaml:"face-assessment" format:"date" doc:"人脸信息保护影响评估 | impact assessment on face data"`
}

// Clears reports whether the store keeps the item in the clear.
func (s *Store) Clears(id law.ItemID) bool {
	for _, c := range s.Clear {
		if c == id {
			return true
		}
	}
	return false
}
