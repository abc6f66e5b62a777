package notice

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// iosOutline is Apple's privacy manifest, as far as a declaration can fill it.
func iosOutline() outline {
	onIOS := func(write func(*author) []Block) func(*author) ([]Block, []Section) {
		return func(a *author) ([]Block, []Section) { return write(a.inApp("ios")), nil }
	}
	return outline{kind: IOSPrivacy, title: say("苹果隐私清单（草稿）", "Apple privacy manifest (draft)"), file: iosFile, parts: []part{
		{"types", say("收集的数据类型", "Types of data collected"), nil, onIOS((*author).appleTable)},
		{"open", say("须由人补充或核对", "For people to add or check"), nil, onIOS((*author).appleOpen)},
	}}
}

// An appleEntry is one type of Apple with the uses behind it.
type appleEntry struct {
	kind     string // without its prefix
	uses     []*declaration.Use
	purposes []string
	tracking bool
}

// appleUses are what the app itself collects, off the device. Components bring
// manifests of their own, and what stays on the device is not collected.
func (a *author) appleUses() []*declaration.Use {
	return a.uses(func(u *declaration.Use) bool {
		return u.Recipient == nil && u.Component == nil && u.Kept.In != declaration.OnDevice
	})
}

func (a *author) appleEntries() []appleEntry {
	var list []appleEntry
	for _, u := range a.appleUses() {
		kind := appleType(u.Item.ID)
		if kind == "" {
			continue
		}
		k := slices.IndexFunc(list, func(e appleEntry) bool { return e.kind == kind })
		if k < 0 {
			k, list = len(list), append(list, appleEntry{kind: kind})
		}
		e := &list[k]
		e.uses, e.tracking = append(e.uses, u), e.tracking || tracks(u)
		if p := applePurpose(u); !slices.Contains(e.purposes, p) {
			e.purposes = append(e.purposes, p)
		}
	}
	return list
}

// tracks reports whether the use gives marketing data to a third party, which is
// what Apple calls tracking as far as a declaration shows it.
func tracks(u *declaration.Use) bool {
	return u.Purpose.Class == declaration.Market &&
		slices.ContainsFunc(u.Gives, func(r *declaration.Recipient) bool { return r.Role == declaration.ThirdParty })
}

func applePurpose(u *declaration.Use) string {
	switch u.Purpose.Class {
	case declaration.Personalise:
		return "ProductPersonalization"
	case declaration.Market:
		if tracks(u) {
			return "ThirdPartyAdvertising"
		}
		return "DeveloperAdvertising"
	case declaration.Improve, declaration.Develop, declaration.Research:
		return "Analytics"
	case declaration.Comply:
		return "Other"
	}
	return "AppFunctionality"
}

func (a *author) appleTable() []Block {
	t := &Table{Columns: columns("苹果的类型", "Type of Apple", "对应的信息", "Items", "目的", "Purposes", "用于跟踪", "Tracking")}
	for _, e := range a.appleEntries() {
		t.Rows = append(t.Rows, row(e.kind, same(e.kind), each(e.uses, func(u *declaration.Use) lang.Text { return u.Item.Name }), same(strings.Join(e.purposes, ", ")), yesNo(e.tracking)))
	}
	return table(t, "没有声明 App 自身收集、且能对应到苹果类型的信息。", "Nothing that the app itself collects and that has a type of Apple is declared.")
}

func (a *author) appleOpen() []Block {
	var blocks []Block
	for _, t := range a.appleQuestions() {
		blocks = append(blocks, Block{Text: t, Open: true})
	}
	return blocks
}

// appleQuestions are what the declaration cannot answer, in the manifest as
// comments and in the text as questions.
func (a *author) appleQuestions() []lang.Text {
	if len(a.services()) == 0 {
		return []lang.Text{say("没有声明在苹果 App 上运行的服务。", "No service is declared to run in an app for Apple devices.")}
	}
	list := []lang.Text{
		say("使用了哪些须说明理由的接口（NSPrivacyAccessedAPITypes）？声明里没有，请对照代码填写。", "Which required-reason APIs are used (NSPrivacyAccessedAPITypes)? The declaration does not say; please fill in from the code."),
		say("跟踪域名（NSPrivacyTrackingDomains）？声明里没有，请填写。", "Tracking domains (NSPrivacyTrackingDomains)? The declaration does not say; please fill in."),
		say("各类型都按“与个人关联”填写（Linked 为 true）；确实不关联的请改。", "Every type is stated as linked to the person (Linked is true); change it where that is not so."),
	}
	named := func(zh, en string, uses []*declaration.Use) {
		if names := each(uses, func(u *declaration.Use) lang.Text { return u.Item.Name }); !names.IsZero() {
			list = append(list, say(zh+names.ZH, en+names.EN))
		}
	}
	unmapped := slices.DeleteFunc(a.appleUses(), func(u *declaration.Use) bool { return appleType(u.Item.ID) != "" })
	named("没有对应的苹果类型，没有写进清单，请判断：", "No type of Apple stands for these, and they are not in the manifest; please decide: ", unmapped)
	named("只留在设备上，按苹果的定义不算收集，没有写进清单：", "These stay on the device, which Apple does not call collecting; they are not in the manifest: ",
		a.uses(func(u *declaration.Use) bool {
			return u.Recipient == nil && u.Component == nil && u.Kept.In == declaration.OnDevice
		}))
	named("由第三方组件收集，应在组件自己的清单里，请核对：", "Third-party components collect these; they belong into the components' own manifests; please check: ",
		a.uses(func(u *declaration.Use) bool { return u.Recipient == nil && u.Component != nil }))
	return list
}

const (
	plistHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
`
	appleData = "NSPrivacyCollectedDataType"
)

// iosFile writes PrivacyInfo.xcprivacy.
func iosFile(a *author) *File {
	app := a.inApp("ios")
	if len(app.services()) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString(plistHead)
	for _, t := range app.appleQuestions() {
		comment(&b, t)
	}
	entries := app.appleEntries()
	fmt.Fprintf(&b, "\t<key>NSPrivacyTracking</key>\n\t<%t/>\n", slices.ContainsFunc(entries, func(e appleEntry) bool { return e.tracking }))
	b.WriteString("\t<key>NSPrivacyCollectedDataTypes</key>\n\t<array>\n")
	for _, e := range entries {
		e.write(&b)
	}
	b.WriteString("\t</array>\n</dict>\n</plist>\n")
	return &File{"PrivacyInfo.xcprivacy", b.String()}
}

// comment writes a comment, in which there must be no two hyphens in a row.
func comment(b *strings.Builder, t lang.Text) {
	text := visible(t.ZH + " / " + t.EN)
	for strings.Contains(text, "--") {
		text = strings.ReplaceAll(text, "--", "- -")
	}
	fmt.Fprintf(b, "\t<!-- %s -->\n", text)
}

func (e appleEntry) write(b *strings.Builder) {
	fmt.Fprintf(b, "\t\t<dict>\n\t\t\t<key>%s</key>\n\t\t\t<string>", appleData)
	_ = xml.EscapeText(b, []byte(appleData+e.kind)) // a builder takes everything
	fmt.Fprintf(b, "</string>\n\t\t\t<key>%sLinked</key>\n\t\t\t<true/>\n\t\t\t<key>%sTracking</key>\n\t\t\t<%t/>\n", appleData, appleData, e.tracking)
	fmt.Fprintf(b, "\t\t\t<key>%sPurposes</key>\n\t\t\t<array>\n", appleData)
	for _, p := range e.purposes {
		fmt.Fprintf(b, "\t\t\t\t<string>%sPurpose%s</string>\n", appleData, p)
	}
	b.WriteString("\t\t\t</array>\n\t\t</dict>\n")
}

// appleType is the type of Apple for an item, without its prefix, or "".
func appleType(id law.ItemID) string {
	for _, t := range appleTypes {
		if slices.Contains(t.items, id) {
			return t.name
		}
	}
	return ""
}

// appleTypes are the types of Apple that have an item of ours. Which item belongs
// to which type is our reading; what is in doubt is left out and asked.
var appleTypes = []struct {
	name  string
	items []law.ItemID
}{
	{"Name", []law.ItemID{"name", "recipient-name", "sender-name", "passenger-name", "guest-name"}},
	{"EmailAddress", []law.ItemID{"email"}},
	{"PhoneNumber", []law.ItemID{"phone", "recipient-phone", "sender-phone", "bank-reserved-phone"}},
	{"PhysicalAddress", []law.ItemID{"postal-address", "home-address", "recipient-address", "sender-address"}},
	{"OtherUserContactInfo", []law.ItemID{"wechat-number", "traveller-contact", "guest-contact"}},
	{"Health", []law.ItemID{"medical-record", "condition-description", "diagnosis", "prescription", "allergy", "examination-report", "vaccination", "family-medical-history",
		"heart-rate", "blood-pressure", "blood-glucose", "body-temperature", "height-weight", "body-fat", "sleep", "menstrual-cycle", "pregnancy", "mental-health"}},
	{"Fitness", []law.ItemID{"step-count", "exercise-record"}},
	{"PaymentInfo", []law.ItemID{"bank-card", "bank-account", "payment-account", "fund-account", "payee"}},
	{"CreditInfo", []law.ItemID{"credit-record"}},
	{"OtherFinancialInfo", []law.ItemID{"income", "property", "balance", "securities-account", "transaction-flow"}},
	{"PreciseLocation", []law.ItemID{"precise-location", "track", "exercise-route", "vehicle-track"}},
	{"CoarseLocation", []law.ItemID{"coarse-location"}},
	{"SensitiveInfo", []law.ItemID{"face", "fingerprint", "iris", "voiceprint", "gait", "palmprint", "gene", "religion", "religious-membership", "ethnic-group", "disability-status"}},
	{"Contacts", []law.ItemID{"contacts", "im-contact-list"}},
	{"EmailsOrTextMessages", []law.ItemID{"message-content", "sms-content", "email-content"}},
	{"PhotosorVideos", []law.ItemID{"photos", "videos", "avatar", "id-copy", "id-image"}},
	{"AudioData", []law.ItemID{"audio-recording"}},
	{"GameplayContent", []law.ItemID{"game-record"}},
	{"CustomerSupport", []law.ItemID{"customer-service-record", "complaint-content", "feedback"}},
	{"OtherUserContent", []law.ItemID{"comments", "posts", "files", "nickname", "signature-line"}},
	{"BrowsingHistory", []law.ItemID{"browsing-history"}},
	{"SearchHistory", []law.ItemID{"search-history"}},
	{"UserID", []law.ItemID{"account-id", "wechat-openid", "wechat-unionid", "third-party-account"}},
	{"DeviceID", []law.ItemID{"device-id", "advertising-id", "imei", "mac-address", "push-token"}},
	{"PurchaseHistory", []law.ItemID{"order-history", "payment-record", "refund-record", "coupon-use", "cart"}},
	{"ProductInteraction", []law.ItemID{"click-record", "usage-log", "playback-history", "reading-history", "like-record", "footprint"}},
	{"AdvertisingData", []law.ItemID{"ad-interaction"}},
	{"CrashData", []law.ItemID{"crash-log"}},
}
