package declaration

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Function is one business function of a service.
type Function struct {
	Place   `yaml:"-"`
	ID      string    `yaml:",key"`
	Name    lang.Text `yaml:"name,required" doc:"名称 | name"`
	Basic   bool      `yaml:"basic" doc:"是否服务赖以存在的基本功能 | whether the service exists for this function"`
	Side    string    `yaml:"side" enum:"consumer,provider" doc:"面向消费者还是提供者（司机、商家等），默认 consumer | for consumers, or for providers such as drivers and shops; by default consumer"`
	Behalf  string    `yaml:"on-behalf-of" enum:"state-organ,public-infrastructure,critical-infrastructure" doc:"受谁委托而运营 | on whose behalf it is run"`
	Agreed  string    `yaml:"client-agreed" format:"date" doc:"委托方同意用于其他目的或提供他人之日 | when the client agreed to other ends or to giving it to others"`
	Decides Decides   `yaml:"decides" doc:"以自动化决策决定什么 | what is decided about people automatically"`
	When    When      `yaml:"when" doc:"各使用默认的频次或时机 | default frequency or timing of its uses"`
	Kept    Kept      `yaml:"kept" doc:"各使用默认的保存 | default keeping of its uses"`
	Without lang.Text `yaml:"without" doc:"各使用默认的拒绝影响 | default effect of refusing"`
	Uses    []*Usage  `yaml:"uses" doc:"使用哪些个人信息 | the personal information it uses"`
}

// Decides says what a function decides about people automatically (PIPL 24,
// draft 46(1)).
type Decides struct {
	Place  `yaml:"-"`
	What   []Decision `yaml:"what" doc:"决定什么 | what is decided"`
	Reason lang.Text  `yaml:"reason" doc:"条件相同的人结果不同，理由何在 | why people in the same situation may be treated differently"`
	Human  lang.Text  `yaml:"human" doc:"如何要求说明、拒绝仅由机器决定 | how people ask for an explanation and refuse a decision by machine alone"`
}

// A Decision is what may be decided about a person.
type Decision string

// Major reports whether the decision weighs on rights and interests so much that
// PIPL 24 gives the right to an explanation and to refuse. That credit, work,
// insurance and access do is our reading; the text names none.
func (d Decision) Major() bool { return d != "price" && d != "ranking" }

// A Usage is one line of a function or component as written: one item or
// several that share everything else. Each item becomes a Use of its own.
type Usage struct {
	Place     `yaml:"-"`
	Item      law.ItemID   `yaml:"item" doc:"个人信息种类 | kind of personal information"`
	Items     []law.ItemID `yaml:"items" doc:"其余相同的多个种类 | several kinds, all else the same"`
	For       string       `yaml:"for,required" format:"purpose" doc:"目的 | purpose"`
	PutTo     lang.Text    `yaml:"put-to" doc:"用途，默认取自目的 | what it is put to; by default taken from the purpose"`
	Basis     Basis        `yaml:"basis" doc:"合法性基础，默认 consent | legal basis, by default consent"`
	Under     lang.Text    `yaml:"under" doc:"依据哪部法律的哪一条（基础为法定义务或其他法律时须写明） | which law and article asks for it (to be stated where the basis is a duty of law or another law)"`
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
