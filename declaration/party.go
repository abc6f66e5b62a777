package declaration

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Component is third-party code inside a service that collects on its own.
type Component struct {
	Place    `yaml:"-"`
	ID       string    `yaml:",key"`
	Name     lang.Text `yaml:"name,required" doc:"名称 | name"`
	Vendor   lang.Text `yaml:"vendor" doc:"提供者 | vendor"`
	Role     Standing  `yaml:"role" doc:"提供者的地位，默认 third-party | standing of the vendor, by default third-party"`
	Country  string    `yaml:"country" format:"country" doc:"提供者所在国家或地区，默认 CN | country or region of the vendor, by default CN"`
	Version  string    `yaml:"version" doc:"版本 | version"`
	Contact  Contact   `yaml:"contact" doc:"提供者的联系方式 | how to reach the vendor"`
	Export   Export    `yaml:"export" doc:"出境路径（提供者在境外时） | export route, where the vendor is abroad"`
	Rules    string    `yaml:"rules" format:"url" doc:"其个人信息处理规则网址 | address of its own rules"`
	In       []string  `yaml:"in,required" format:"function" doc:"装在哪些功能里，如 shop/notify | the functions it sits in, such as shop/notify"`
	Collects []*Usage  `yaml:"collects" doc:"它收集什么 | what it collects"`
	Told     Secret    `yaml:"told" doc:"删除通知发往的地址（签名 webhook）；没有则由人写信 | where it is told of erasures (a signed webhook); without it somebody writes a letter"`
	Nothing  bool      `yaml:"collects-nothing" doc:"已查明它不收集个人信息 | it was looked into and collects nothing"`
}

// A Recipient is given personal information.
type Recipient struct {
	Place      `yaml:"-"`
	ID         string    `yaml:",key"`
	Name       lang.Text `yaml:"name,required" doc:"名称 | name"`
	Role       Standing  `yaml:"role,required" doc:"entrusted 受托、joint 共同、third-party 第三方 | entrusted, joint or third party"`
	Contact    Contact   `yaml:"contact" doc:"联系方式 | how to reach it"`
	Country    string    `yaml:"country" format:"country" doc:"所在国家或地区，默认 CN | country or region, by default CN"`
	Manner     lang.Text `yaml:"manner" doc:"以何种方式提供、对方怎样处理 | how it is given and how the recipient processes it"`
	KeptFor    Period    `yaml:"kept-for" doc:"接收方保存多久 | how long the recipient keeps it"`
	KeptAt     lang.Text `yaml:"kept-at" doc:"接收方保存在哪里 | where the recipient keeps it"`
	Contract   Agreement `yaml:"contract" doc:"与接收方的约定 | what was agreed with it"`
	Supervised lang.Text `yaml:"supervised" doc:"如何监督接收方 | how the recipient is supervised"`
	Passes     string    `yaml:"passes-on" enum:"no,with-consent,freely" doc:"能否转委托或再提供，默认 no | whether it may pass the data on, by default no"`
	Records    Period    `yaml:"records" doc:"提供、委托处理的记录保存多久 | how long records of the giving are kept"`
	Sold       bool      `yaml:"sold" doc:"是否有偿提供（出售） | whether it is given for money"`
	Ground     lang.Text `yaml:"ground" doc:"提供、出售的合法依据 | the lawful ground of giving or selling"`
	Told       Secret    `yaml:"told" doc:"删除通知发往的地址（签名 webhook）；没有则由人写信 | where it is told of erasures (a signed webhook); without it somebody writes a letter"`
	Authority  bool      `yaml:"foreign-authority" doc:"是否外国司法或执法机构 | whether it is a foreign court or law enforcement body"`
	Approved   string    `yaml:"approved" format:"date" doc:"主管机关批准之日 | when the competent authority approved it"`
	Export     Export    `yaml:"export" doc:"出境路径（接收方在境外时） | export route, where the recipient is abroad"`
}

// An Agreement is what was agreed with a recipient (PIPL 20, 21; Order 790 Art.
// 12; draft 12(2)).
type Agreement struct {
	Place  `yaml:"-"`
	Date   string `yaml:"date" format:"date" doc:"日期 | date"`
	Covers []Term `yaml:"covers" doc:"约定了哪些内容 | what it covers"`
}

// A Term is one thing to agree on with a recipient.
type Term string

// An Export is how data lawfully leaves China (PIPL 38, Order 790 Art. 35, the
// provisions on cross-border flows).
type Export struct {
	Place     `yaml:"-"`
	Route     Route     `yaml:"route" doc:"路径 | route"`
	Date      string    `yaml:"date" format:"date" doc:"通过评估、合同生效或获得认证之日 | when the assessment was passed, the contract took effect or the certificate was given"`
	People    int       `yaml:"people" doc:"自当年 1 月 1 日起出境多少人的个人信息（不含敏感） | people whose information, not sensitive, left since 1 January"`
	Sensitive int       `yaml:"sensitive-people" doc:"其中敏感个人信息涉及多少人 | people whose sensitive information left since 1 January"`
	Rights    lang.Text `yaml:"rights" doc:"个人如何向境外接收方行使权利 | how people exercise their rights against the recipient abroad"`
}

// A Route is one lawful way for data to leave China.
type Route string

// A Store is where personal information is kept.
type Store struct {
	Place    `yaml:"-"`
	ID       string       `yaml:",key"`
	Name     lang.Text    `yaml:"name" doc:"名称 | name"`
	Engine   string       `yaml:"engine,required" enum:"mysql,postgres,sqlite,redis,s3,files,other" doc:"引擎 | engine"`
	Country  string       `yaml:"country" format:"country" doc:"所在国家或地区，默认 CN | country or region, by default CN"`
	Location lang.Text    `yaml:"location" doc:"告知个人的保存地点 | the place as told to people"`
	Data     string       `yaml:"data" enum:"general,important,core" doc:"除个人信息外还存有的数据等级，默认 general | grade of what else it holds, by default general"`
	MLPS     int          `yaml:"mlps" doc:"网络安全等级保护级别，1 至 5 | level of multi-level protection, 1 to 5"`
	Keeps    Period       `yaml:"keeps" doc:"实际保留多久；与各使用所述一致则省略 | how long it really keeps; leave out if as the uses say"`
	Clear    []law.ItemID `yaml:"clear" doc:"哪些个人信息以明文存放 | personal information that lies in the clear"`
	Export   Export       `yaml:"export" doc:"出境路径（存储在境外时） | export route, where the store is abroad"`
	Protects []Measure    `yaml:"protects" doc:"保护措施 | protective measures"`
	Risks    lang.Text    `yaml:"risks" doc:"告知个人的安全风险 | security risks as told to people"`
	URL      Secret       `yaml:"url" doc:"地址在哪里取（不写地址本身） | where its address is found, never the address itself"`
	LookURL  Secret       `yaml:"look-url" doc:"核查所用的另一账号的地址，应只读 | address with another account for looking afterwards, which should be read-only"`
	Replicas []Secret     `yaml:"replicas" doc:"只读副本的地址，核查时一并查看 | addresses of read replicas, which are looked at as well"`
	Holds    []*Holding   `yaml:"holds,keyed" doc:"人的信息在哪些表、键或对象里 | the tables, keys or objects where people are"`
	Backups  Period       `yaml:"backups" doc:"备份最多留多久 | how long backups are kept at most"`
	Off      lang.Text    `yaml:"off" doc:"暂时不能连接的原因；只耽误它自己 | why it cannot be reached for now; it delays only itself"`

	personal bool // see HoldsPersonal
}

// HoldsPersonal reports whether any use keeps personal information in the store.
func (s *Store) HoldsPersonal() bool { return s.personal }

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
