package law

import (
	"slices"

	"github.com/volens/volens/lang"
)

// An ItemID names one kind of personal information, such as
// "recipient-address". Ids are permanent: consent is recorded by them.
type ItemID string

// A Group gathers items for people to read.
type Group string

// The groups.
const (
	Contact     Group = "contact"
	Identity    Group = "identity"
	Account     Group = "account"
	Person      Group = "person"
	Biometrics  Group = "biometrics"
	Health      Group = "health"
	Finance     Group = "finance"
	Trade       Group = "trade"
	Whereabouts Group = "whereabouts"
	Behaviour   Group = "behaviour"
	Content     Group = "content"
	Social      Group = "social"
	Device      Group = "device"
)

var groupTexts = map[Group]lang.Text{
	Contact:     {ZH: "联系方式", EN: "contact details"},
	Identity:    {ZH: "身份信息", EN: "identity"},
	Account:     {ZH: "账号信息", EN: "account"},
	Person:      {ZH: "个人基本情况", EN: "about the person"},
	Biometrics:  {ZH: "生物识别信息", EN: "biometrics"},
	Health:      {ZH: "健康信息", EN: "health"},
	Finance:     {ZH: "财产信息", EN: "money and property"},
	Trade:       {ZH: "交易与服务", EN: "orders and services"},
	Whereabouts: {ZH: "位置与行程", EN: "place and travel"},
	Behaviour:   {ZH: "使用行为", EN: "behaviour"},
	Content:     {ZH: "内容与通信", EN: "content and messages"},
	Social:      {ZH: "社会关系", EN: "relations"},
	Device:      {ZH: "设备信息", EN: "device"},
}

// Groups returns all groups in reading order.
func Groups() []Group {
	return []Group{Contact, Identity, Account, Person, Biometrics, Health, Finance, Trade, Whereabouts, Behaviour, Content, Social, Device}
}

// Text says the group to people.
func (g Group) Text() lang.Text { return groupTexts[g] }

// A Family is one of the kinds of sensitive personal information.
type Family string

// The families: six that PIPL 28 and draft 21(2) name, and one for what only an
// annex of a standard adds to them. All information of a person under fourteen
// is sensitive as well, whatever the item: that depends on the person and is not
// in the taxonomy.
const (
	Biometric        Family = "biometric"
	Religion         Family = "religion"
	SpecificIdentity Family = "specific-identity"
	Medical          Family = "medical"
	FinancialAccount Family = "financial-account"
	Track            Family = "track"
	OtherSensitive   Family = "other" // GB/T 35273-2020 Annex B only
)

var familyTexts = map[Family]lang.Text{
	Biometric:        {ZH: "生物识别", EN: "biometrics"},
	Religion:         {ZH: "宗教信仰", EN: "religious belief"},
	SpecificIdentity: {ZH: "特定身份", EN: "specific identity"},
	Medical:          {ZH: "医疗健康", EN: "medical and health"},
	FinancialAccount: {ZH: "金融账户", EN: "financial account"},
	Track:            {ZH: "行踪轨迹", EN: "whereabouts and tracks"},
	OtherSensitive:   {ZH: "标准另列的敏感信息", EN: "listed as sensitive by a standard only"},
}

// Families returns all families.
func Families() []Family {
	return []Family{Biometric, Religion, SpecificIdentity, Medical, FinancialAccount, Track, OtherSensitive}
}

// Text says the family to people.
func (f Family) Text() lang.Text { return familyTexts[f] }

// An Item is one kind of personal information.
type Item struct {
	ID       ItemID         `json:"id"`
	Name     lang.Text      `json:"name"`
	Group    Group          `json:"group"`
	Family   Family         `json:"family,omitempty"`   // "" = not sensitive by any source
	Modality string         `json:"modality,omitempty"` // of a biometric: face, gait, fingerprint, iris, voiceprint, other
	By       []InstrumentID `json:"by,omitempty"`       // which sources count it in the family
}

// Items returns the taxonomy, group by group.
func Items() []Item { return slices.Clone(loaded().items) }

// ItemByID finds an item.
func ItemByID(id ItemID) (Item, bool) {
	k, ok := loaded().itemIndex[id]
	if !ok {
		return Item{}, false
	}
	return loaded().items[k], true
}
