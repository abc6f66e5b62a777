package declaration

import (
	"reflect"
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A term is one word of a vocabulary with what people read. Words are permanent:
// declarations, fingerprints and records hold them.
type term struct {
	key string
	is  lang.Text
}

// A vocabulary is a closed list of words in reading order.
type vocabulary []term

func (v vocabulary) keys() []string {
	keys := make([]string, len(v))
	for i, t := range v {
		keys[i] = t.key
	}
	return keys
}

func (v vocabulary) has(key string) bool {
	return slices.ContainsFunc(v, func(t term) bool { return t.key == key })
}

// text returns what people read, and the word itself where it is unknown.
func (v vocabulary) text(key string) lang.Text {
	for _, t := range v {
		if t.key == key {
			return t.is
		}
	}
	return lang.Text{ZH: key, EN: key}
}

// vocabularies are the words that values of a type are taken from.
var vocabularies = map[reflect.Type]vocabulary{
	reflect.TypeFor[law.Taxonomy]():    taxonomies,
	reflect.TypeFor[law.Family]():      families(),
	reflect.TypeFor[Role]():            roles,
	reflect.TypeFor[Children]():        children,
	reflect.TypeFor[Way]():             ways,
	reflect.TypeFor[Basis]():           bases,
	reflect.TypeFor[Effect]():          effects,
	reflect.TypeFor[Manner]():          manners,
	reflect.TypeFor[Then]():            thens,
	reflect.TypeFor[Asked]():           askings,
	reflect.TypeFor[Standing]():        standings,
	reflect.TypeFor[Measure]():         measures,
	reflect.TypeFor[Class]():           classes,
	reflect.TypeFor[Channel]():         channels,
	reflect.TypeFor[Decision]():        decisions,
	reflect.TypeFor[Term]():            terms,
	reflect.TypeFor[Route]():           routes,
	reflect.TypeFor[Matter]():          matters,
	reflect.TypeFor[ImportantFamily](): importantFamilies,
	reflect.TypeFor[Aid]():             aids,
	reflect.TypeFor[Happening]():       happenings,
	reflect.TypeFor[Rank]():            ranks,
}

// vocabularyKeys are the same words alone.
var vocabularyKeys = func() map[reflect.Type][]string {
	all := make(map[reflect.Type][]string, len(vocabularies))
	for t, v := range vocabularies {
		all[t] = v.keys()
	}
	return all
}()

func families() vocabulary {
	var v vocabulary
	for _, f := range law.Families() {
		v = append(v, term{string(f), f.Text()})
	}
	return v
}

var taxonomies = vocabulary{
	{string(law.SixFamilies), lang.Text{ZH: "个保法或任一标准归入六类敏感信息的都算", EN: "all that PIPL or any standard puts into the six families"}},
	{string(law.Wider), lang.Text{ZH: "GB/T 35273-2020 及其附录 B", EN: "GB/T 35273-2020 with its Annex B"}},
	{string(law.Narrower), lang.Text{ZH: "GB/T 45574-2025", EN: "GB/T 45574-2025"}},
}

var roles = vocabulary{
	{string(RoleProcessor), lang.Text{ZH: "个人信息处理者", EN: "personal information processor"}},
	{string(RolePlatform), lang.Text{ZH: "互联网平台运营者", EN: "internet platform operator"}},
	{string(RoleLargePlatform), lang.Text{ZH: "大型互联网平台运营者", EN: "large internet platform operator"}},
	{string(RoleImportantData), lang.Text{ZH: "重要数据处理者", EN: "important data processor"}},
	{string(RoleCriticalNetwork), lang.Text{ZH: "关键信息基础设施运营者", EN: "operator of critical information infrastructure"}},
}

var children = vocabulary{
	{string(ChildrenPossible), lang.Text{ZH: "可能有不满十四周岁者使用", EN: "people under fourteen may come"}},
	{string(ChildrenIntended), lang.Text{ZH: "面向不满十四周岁者", EN: "made for people under fourteen"}},
	{string(ChildrenExcluded), lang.Text{ZH: "不让不满十四周岁者使用", EN: "people under fourteen are kept out"}},
}

var ways = vocabulary{
	{"password", lang.Text{ZH: "密码", EN: "password"}},
	{"sms-code", lang.Text{ZH: "短信验证码", EN: "code by SMS"}},
	{"mail-code", lang.Text{ZH: "邮件验证码", EN: "code by e-mail"}},
	{"wechat", lang.Text{ZH: "微信登录", EN: "WeChat sign-in"}},
	{"alipay", lang.Text{ZH: "支付宝登录", EN: "Alipay sign-in"}},
	{"passkey", lang.Text{ZH: "通行密钥", EN: "passkey"}},
	{"id-check", lang.Text{ZH: "证件核验", EN: "identity document check"}},
	{"face", lang.Text{ZH: "人脸", EN: "face"}},
	{"fingerprint", lang.Text{ZH: "指纹", EN: "fingerprint"}},
	{"iris", lang.Text{ZH: "虹膜", EN: "iris"}},
	{"voiceprint", lang.Text{ZH: "声纹", EN: "voiceprint"}},
	{"gait", lang.Text{ZH: "步态", EN: "gait"}},
}

var bases = vocabulary{
	{string(BasisConsent), lang.Text{ZH: "取得个人同意", EN: "the person's consent"}},
	{string(BasisContract), lang.Text{ZH: "订立、履行合同或人力资源管理所必需", EN: "needed for a contract with the person, or for managing staff"}},
	{string(BasisLegalDuty), lang.Text{ZH: "履行法定职责或法定义务所必需", EN: "needed for a duty of law"}},
	{string(BasisEmergency), lang.Text{ZH: "应对突发公共卫生事件或紧急情况下保护生命健康和财产安全所必需", EN: "needed in a public health emergency, or to protect life, health or property in an emergency"}},
	{string(BasisNews), lang.Text{ZH: "为公共利益的新闻报道、舆论监督，在合理范围内", EN: "news and public oversight in the public interest, within reason"}},
	{string(BasisPublic), lang.Text{ZH: "本人自行公开或其他已合法公开的信息，在合理范围内", EN: "information that the person made public, or that is lawfully public, within reason"}},
	{string(BasisOtherLaw), lang.Text{ZH: "法律、行政法规规定的其他情形", EN: "another case in law or administrative regulations"}},
}

var effects = vocabulary{
	{string(Continues), lang.Text{ZH: "其他一切照常", EN: "everything else goes on"}},
	{string(FunctionStops), lang.Text{ZH: "该功能无法使用", EN: "this function stops"}},
	{string(ServiceStops), lang.Text{ZH: "整个服务无法使用", EN: "the whole service stops"}},
}

var manners = vocabulary{
	{"entered", lang.Text{ZH: "由您填写", EN: "you enter it"}},
	{"automatic", lang.Text{ZH: "使用时自动采集", EN: "collected automatically in use"}},
	{"permission", lang.Text{ZH: "经您开启系统权限后读取", EN: "read after you grant a system permission"}},
	{"uploaded", lang.Text{ZH: "由您上传", EN: "you upload it"}},
	{"computed", lang.Text{ZH: "由已有信息推算得出", EN: "computed from other information"}},
	{"received", lang.Text{ZH: "从他人处取得", EN: "received from somebody else"}},
}

var thens = vocabulary{
	{string(Delete), lang.Text{ZH: "到期删除", EN: "then deleted"}},
	{string(Anonymise), lang.Text{ZH: "到期匿名化", EN: "then anonymised"}},
}

var askings = vocabulary{
	{string(AskedAlone), lang.Text{ZH: "单独征求", EN: "asked alone"}},
	{string(AskedTogether), lang.Text{ZH: "与其他一并征求", EN: "asked together with others"}},
	{string(AskedNever), lang.Text{ZH: "没有征求", EN: "never asked"}},
}

var standings = vocabulary{
	{string(Entrusted), lang.Text{ZH: "受托处理", EN: "entrusted"}},
	{string(Joint), lang.Text{ZH: "共同处理", EN: "joint"}},
	{string(ThirdParty), lang.Text{ZH: "第三方", EN: "third party"}},
}

var measures = vocabulary{
	{"backup", lang.Text{ZH: "备份", EN: "back-up"}},
	{"encryption", lang.Text{ZH: "加密存储", EN: "encryption at rest"}},
	{"access-control", lang.Text{ZH: "访问控制", EN: "access control"}},
	{"transport-encryption", lang.Text{ZH: "加密传输", EN: "encryption in transit"}},
	{"masking", lang.Text{ZH: "脱敏展示", EN: "masking on screen"}},
	{"de-identification", lang.Text{ZH: "去标识化", EN: "de-identification"}},
	{"authentication", lang.Text{ZH: "安全认证", EN: "authentication"}},
	{"cryptography", lang.Text{ZH: "密码保护", EN: "protection by cryptography"}},
	{"logging", lang.Text{ZH: "日志留存", EN: "logging"}},
	{"monitoring", lang.Text{ZH: "安全监测", EN: "monitoring"}},
}

var classes = vocabulary{
	{string(Provide), lang.Text{ZH: "提供服务", EN: "providing the service"}},
	{string(Account), lang.Text{ZH: "账号", EN: "account"}},
	{string(Secure), lang.Text{ZH: "安全", EN: "security"}},
	{string(Comply), lang.Text{ZH: "履行法定义务", EN: "duty of law"}},
	{string(Support), lang.Text{ZH: "客户服务", EN: "customer service"}},
	{string(Personalise), lang.Text{ZH: "个性化推荐", EN: "personalised recommendation"}},
	{string(Market), lang.Text{ZH: "营销", EN: "marketing"}},
	{string(Improve), lang.Text{ZH: "改善质量或体验", EN: "better quality or experience"}},
	{string(Develop), lang.Text{ZH: "研发新产品", EN: "new products"}},
	{string(Research), lang.Text{ZH: "统计与研究", EN: "statistics and research"}},
}

var separations = vocabulary{
	{string(SeparateSensitive), lang.Text{ZH: "涉及敏感个人信息", EN: "it is sensitive personal information"}},
	{string(SeparateRecommend), lang.Text{ZH: "用于个性化推荐", EN: "it is for personalised recommendation"}},
	{string(SeparateThirdParty), lang.Text{ZH: "提供给第三方", EN: "it is given to a third party"}},
	{string(SeparateExport), lang.Text{ZH: "提供到境外", EN: "it goes outside the mainland"}},
	{string(SeparateChild), lang.Text{ZH: "是不满十四周岁儿童的个人信息", EN: "it is information of a child under fourteen"}},
}

// Text says the role to people.
func (r Role) Text() lang.Text { return roles.text(string(r)) }

// Text says to people whether children may come.
func (c Children) Text() lang.Text { return children.text(string(c)) }

// Text says the way of authentication to people.
func (w Way) Text() lang.Text { return ways.text(string(w)) }

// Text says the legal basis to people.
func (b Basis) Text() lang.Text { return bases.text(string(b)) }

// Text says to people what happens on refusal.
func (e Effect) Text() lang.Text { return effects.text(string(e)) }

// Text says the manner to people.
func (m Manner) Text() lang.Text { return manners.text(string(m)) }

// Text says to people what happens when the period ends.
func (t Then) Text() lang.Text { return thens.text(string(t)) }

// Text says the way of asking to people.
func (a Asked) Text() lang.Text { return askings.text(string(a)) }

// Text says the standing to people.
func (s Standing) Text() lang.Text { return standings.text(string(s)) }

// Text says the measure to people.
func (m Measure) Text() lang.Text { return measures.text(string(m)) }

// Text says the class of purpose to people.
func (c Class) Text() lang.Text { return classes.text(string(c)) }

// Text says the ground to people: why this is asked alone.
func (s Separation) Text() lang.Text { return separations.text(string(s)) }
