package decide

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A say is what the law says of a code: what people read, and the articles.
type say struct {
	message lang.Text
	cites   []law.Citation
}

// says holds what does not depend on the use. What does is in special.
var says = [codes]say{
	useUndeclared: {lang.Text{ZH: "声明中没有这个使用：未声明的处理不得进行", EN: "the declaration has no such use: what is not declared may not be done"},
		[]law.Citation{law.Cite(law.Draft, "20¶1"), law.Cite(law.PIPL, "17"), law.Cite(law.No191, "III.9")}},
	recipientUndeclared: {lang.Text{ZH: "声明中没有把此项提供给这个接收方", EN: "the declaration does not give this item to that recipient"},
		[]law.Citation{law.Cite(law.Draft, "12(1)"), law.Cite(law.PIPL, "23")}},
	consentGranted: {lang.Text{ZH: "此人已同意，且所同意的内容没有实质变化", EN: "the person agreed, and what was agreed to has not changed in substance"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "14")}},
	consentMissing: {lang.Text{ZH: "此人尚未同意", EN: "the person has not agreed"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.No191, "III.1")}},
	consentRefused: {lang.Text{ZH: "已明确表示不同意", EN: "consent was refused"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.No191, "III.2")}},
	consentWithdrawn: {lang.Text{ZH: "同意已撤回，或者已经终止", EN: "consent was withdrawn, or has ended"},
		[]law.Citation{law.Cite(law.PIPL, "15"), law.Cite(law.Order790, "23")}},
	consentStale: {lang.Text{ZH: "表态之后，这个使用已有实质变化（目的、方式、种类、保存期限、接收方、保存地等），须重新取得同意", EN: "the use has changed in substance since (purpose, manner, type, period, recipient, place or the like): a new consent is needed"},
		[]law.Citation{law.Cite(law.Draft, "21¶2"), law.Cite(law.Order790, "22(4)"), law.Cite(law.Order790, "22(6)"), law.Cite(law.PIPL, "14")}},
	consentInsufficient: {lang.Text{ZH: "从前取得的同意，证据达不到这里的要求：笼统的不算，须单独同意的要有单独同意的证据；请重新征求", EN: "the evidence of the consent from before is not good enough here: a blanket one never counts, and where a separate consent is needed it must show one; ask anew"},
		[]law.Citation{law.Cite(law.Draft, "21¶3"), law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "69")}},
	consentLapsed: {lang.Text{ZH: "这是监护人代为作出的同意，此人现已不按未满十四周岁对待：须由本人重新作答", EN: "a guardian agreed, and the person no longer counts as under fourteen: they are asked anew themselves"},
		[]law.Citation{law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "31")}},
	consentByChild: {lang.Text{ZH: "不满十四周岁者自己的同意不算数，须由父母或者其他监护人同意", EN: "what a person under fourteen agreed to does not count: a parent or another guardian has to agree"},
		[]law.Citation{law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "31")}},
	guardianMissing: {lang.Text{ZH: "此人不满十四周岁，现在没有可以作答的监护人", EN: "the person is under fourteen, and no guardian may answer for them now"},
		[]law.Citation{law.Cite(law.Draft, "21(3)"), law.Cite(law.Order790, "22(3)"), law.Cite(law.PIPL, "31"), law.Cite(law.Children, "9")}},
	childExcluded: {lang.Text{ZH: "声明写明此服务不让不满十四周岁者使用，而此人不满十四周岁", EN: "the declaration says that this service keeps people under fourteen out, and the person is under fourteen"},
		[]law.Citation{law.Cite(law.PIPL, "31"), law.Cite(law.Children, "11"), law.Cite(law.No191, "III.9")}},
	minorMarketing: {lang.Text{ZH: "不得通过自动化决策方式向未成年人进行商业营销；营销类目的一律按此对待，是我们从严的做法", EN: "there is no commercial marketing to minors by automated decision; that every use for marketing is taken for such is our own strictness"},
		[]law.Citation{law.Cite(law.Minors, "24¶3")}},
	minorRecommended: {lang.Text{ZH: "未核查：此人未满十八周岁，推荐的内容里有没有商品推广？有的话就是向未成年人营销，不得进行", EN: "not checked: the person is under eighteen; does what is recommended promote goods? That would be marketing to a minor, which may not be"},
		[]law.Citation{law.Cite(law.Minors, "24¶3")}},
	basisCannotCarry: {lang.Text{ZH: "所写的合法性基础支撑不了这个目的", EN: "the legal basis that is stated cannot carry the purpose"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.Draft, "19")}},
	otherBasis:       {lang.Text{}, []law.Citation{law.Cite(law.PIPL, "13")}},
	recipientCovered: {lang.Text{}, []law.Citation{law.Cite(law.PIPL, "21")}},
	approvalMissing: {lang.Text{ZH: "接收方是外国司法或者执法机构，而主管机关没有批准", EN: "the recipient is a foreign court or law enforcement body, and the competent authority has not approved"},
		[]law.Citation{law.Cite(law.Draft, "39¶2"), law.Cite(law.PIPL, "41"), law.Cite(law.DSL, "36")}},
	personRestricted: {lang.Text{ZH: "此人的个人信息已被限制处理：除存储和安全保护外，一律停止", EN: "processing about this person is restricted: nothing but storage and protection"},
		[]law.Citation{law.Cite(law.PIPL, "44"), law.Cite(law.PIPL, "47¶2"), law.Cite(law.Order790, "24")}},
	personErasing: {lang.Text{ZH: "此人的个人信息正在删除：除存储和安全保护外，一律停止", EN: "this person's information is being erased: nothing but storage and protection"},
		[]law.Citation{law.Cite(law.PIPL, "47"), law.Cite(law.Draft, "22¶2"), law.Cite(law.Order790, "24")}},
	stopped: {lang.Text{ZH: "此项处理已被紧急叫停，对所有人都是如此", EN: "this processing was stopped in an emergency, for everybody"},
		[]law.Citation{law.Cite(law.Draft, "10"), law.Cite(law.PIPL, "57")}},
	recipientSuspended: {lang.Text{ZH: "这个接收方已被暂停：现在什么都不提供给它", EN: "this recipient is suspended: it is given nothing now"},
		[]law.Citation{law.Cite(law.Draft, "12(2)"), law.Cite(law.Order790, "12")}},
	frequencyKept: {lang.Text{}, []law.Citation{law.Cite(law.Draft, "19(2)"), law.Cite(law.PIPL, "6")}},
	frequencyExceeded: {lang.Text{}, []law.Citation{law.Cite(law.Draft, "19(2)"), law.Cite(law.PIPL, "6"),
		law.Cite(law.No191, "IV.4"), law.Cite(law.No191, "III.9")}},
	frequencyNotChecked: {lang.Text{}, []law.Citation{law.Cite(law.Draft, "19(2)"), law.Cite(law.PIPL, "6"), law.Cite(law.No191, "IV.4")}},
	functionInUse:       {lang.Text{}, []law.Citation{law.Cite(law.Draft, "19(2)"), law.Cite(law.PIPL, "6"), law.Cite(law.No191, "IV.4")}},
	exportDeclared: {lang.Text{ZH: "声明写明了出境的去向与路径", EN: "the declaration says where across the border the item goes, and by which route"},
		[]law.Citation{law.Cite(law.PIPL, "38"), law.Cite(law.Order790, "35")}},
	exportUndeclared: {lang.Text{ZH: "声明中没有把此项提供到境外这个去向", EN: "the declaration does not let this item cross the border to there"},
		[]law.Citation{law.Cite(law.Draft, "36"), law.Cite(law.PIPL, "39"), law.Cite(law.No191, "III.9")}},
	exportWithoutRoute: {lang.Text{ZH: "声明没有写明出境路径：安全评估、认证、标准合同或者依法豁免", EN: "the declaration states no route of export: assessment, certification, standard contract or an exemption in law"},
		[]law.Citation{law.Cite(law.Draft, "35"), law.Cite(law.PIPL, "38"), law.Cite(law.Order790, "35")}},
	recommendationUndeclared: {lang.Text{ZH: "声明没有把此项用于个性化推荐", EN: "the declaration does not use this item to recommend personally"},
		[]law.Citation{law.Cite(law.Draft, "49(1)"), law.Cite(law.Draft, "20¶1"), law.Cite(law.No191, "III.9")}},
	separateConsentNeeded: {lang.Text{}, nil},
	anotherWay: {lang.Text{ZH: "此服务另有不用生物特征的认证方式", EN: "the service has a way of authentication without biometrics as well"},
		[]law.Citation{law.Cite(law.Draft, "25")}},
	biometricOnlyWay: {lang.Text{ZH: "生物特征不得作为唯一的认证方式，而声明没有写别的方式", EN: "biometrics may not be the only way of authentication, and the declaration names no other"},
		[]law.Citation{law.Cite(law.Draft, "25")}},
	biometricByLaw: {lang.Text{ZH: "未核查：声明没有别的认证方式，所写的法律是否确实要求只用生物特征？", EN: "not checked: the declaration names no other way of authentication; does the law that it names really ask for biometrics alone?"},
		[]law.Citation{law.Cite(law.Draft, "25")}},
	wayWithoutBiometrics: {lang.Text{ZH: "这种认证方式不用生物特征", EN: "this way of authentication uses no biometrics"},
		[]law.Citation{law.Cite(law.Draft, "25")}},
	wayUndeclared: {lang.Text{ZH: "声明没有写这种认证方式", EN: "the declaration does not name this way of authentication"},
		[]law.Citation{law.Cite(law.Draft, "20¶1"), law.Cite(law.PIPL, "17"), law.Cite(law.No191, "III.9")}},
	askPossible: {lang.Text{ZH: "这个使用以同意为基础，现在没有有效的同意，可以征求", EN: "the use rests on consent and there is none in force: it may be asked for"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "14")}},
	askNothing: {lang.Text{ZH: "没有什么可问的：这个使用不以同意为基础，或者已有有效的同意", EN: "there is nothing to ask: the use does not rest on consent, or there is a consent in force"},
		[]law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.Draft, "21(8)")}},
	askMoment: {lang.Text{ZH: "未核查：此刻能不能问，由征求本身决定，它知道问过什么、拒绝过什么", EN: "not checked: whether this is the moment is for the ask itself to say, which knows what was asked and refused before"},
		[]law.Citation{law.Cite(law.Draft, "21(8)"), law.Cite(law.Order790, "22(5)")}},
	refusalNoGround: {lang.Text{ZH: "不得因个人不同意提供非必需的个人信息而拒绝服务或干扰正常使用", EN: "service may not be refused or disturbed because a person does not agree to what is not necessary"},
		[]law.Citation{law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"), law.Cite(law.No191, "IV.2")}},
	refusalNecessary: {lang.Text{ZH: "此项为该功能所必需，没有同意则该功能无法提供；其他功能不受影响", EN: "the function cannot work without this item: without consent it cannot be provided; other functions are not affected"},
		[]law.Citation{law.Cite(law.PIPL, "16")}},
	refusalOtherBasis:       {lang.Text{}, []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "16")}},
	refusalOtherBasisNeeded: {lang.Text{}, []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.PIPL, "16")}},
	refusalNotAsked: {lang.Text{ZH: "此项虽为该功能所必需，但此人尚未就现在的内容作答：先询问，不得先拒绝", EN: "the function needs this item, but the person has not answered for it as it is now: ask first, and turn nobody away unasked"},
		[]law.Citation{law.Cite(law.PIPL, "14"), law.Cite(law.PIPL, "16")}},
	recordBehind: {lang.Text{ZH: "记录尚未到达 at_least 所指的版本，故拒绝", EN: "the record has not reached the version in at_least, so the answer is no"}, nil},
	ageLapsed: {lang.Text{ZH: "所知的未成年年龄段已经失效，还没有重新得知：在此之前，除法律要求的以外，只存储和保护，是我们从严的做法", EN: "the age band of a minor has lapsed and is not known anew: that until then there is nothing but storage and protection, and what a law asks for, is our own strictness"},
		[]law.Citation{law.Cite(law.PIPL, "31")}},
	compelledRestricted: {lang.Text{ZH: "未核查：此人的个人信息已被限制处理，而此项依法律、紧急情况或者其他法定情形进行：这部法律是否要求现在就处理？", EN: "not checked: processing about this person is restricted, and this use rests on a duty of law, an emergency or another case in law; does that law ask for it now?"},
		[]law.Citation{law.Cite(law.PIPL, "44"), law.Cite(law.PIPL, "47¶2")}},
	refusalByAge: {lang.Text{ZH: "未核查：声明写明此服务不让不满十四周岁者使用，而此人不满十四周岁；以年龄为由不提供服务，不是因为不同意而拒绝，由人判断", EN: "not checked: the declaration says that this service keeps people under fourteen out, and the person is under fourteen; to turn them away for their age is not to refuse for want of consent, and is for people to judge"},
		[]law.Citation{law.Cite(law.PIPL, "31")}},
	askMinor: {lang.Text{ZH: "此人未满十八周岁：不就个性化推荐征求同意，是我们从严的做法", EN: "the person is under eighteen: that consent to recommendation is not asked for is our own strictness"},
		[]law.Citation{law.Cite(law.Minors, "24¶3")}},
	replicaStale: {lang.Text{ZH: "这里的副本太久没有从主记录得到消息，不能据以许可，故拒绝", EN: "the replica here has not heard from the primary for too long to permit anything, so the answer is no"}, nil},
}

// A lack is the articles of a consent that is not there, for uses that need a
// separate one on the same grounds.
type lack struct {
	grounds          []declaration.Separation
	missing, refused []law.Citation
}

// lacking returns which lack of the table u has. There are at most sixteen: four
// grounds.
func (t *Table) lacking(u *declaration.Use) uint8 {
	grounds := u.Separate()
	for i := range t.lacks {
		if slices.Equal(t.lacks[i].grounds, grounds) {
			return uint8(i)
		}
	}
	l := lack{grounds: grounds, missing: slices.Clone(says[consentMissing].cites), refused: slices.Clone(says[consentRefused].cites)}
	for _, s := range grounds {
		l.missing, l.refused = append(l.missing, s.Cites()...), append(l.refused, s.Cites()...)
	}
	t.lacks = append(t.lacks, l)
	return uint8(len(t.lacks) - 1)
}
