package notice

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// weChatOutline is what the console of WeChat wants filled in before a
// mini-program may be submitted: each kind of information, and what for.
func weChatOutline() outline {
	onWeChat := func(write func(*author) []Block) func(*author) ([]Block, []Section) {
		return func(a *author) ([]Block, []Section) { return write(a.running("wechat")), nil }
	}
	return outline{kind: WeChat, title: say("微信小程序用户隐私保护指引（填报表）", "WeChat mini-program privacy guide (to fill in)"), parts: []part{
		{"owner", say("信息收集方", "Who collects"), []by{{law.PIPL, []string{"17"}}, {law.Order790, []string{"21¶1(1)"}}}, onWeChat((*author).weChatOwner)},
		{"types", say("收集的信息类型与用途", "Kinds of information, and what for"), nil, onWeChat((*author).weChatTypes)},
		{"sdk", say("引用的第三方组件", "Third-party components"), []by{{law.No191, []string{"II.1"}}, {law.Draft, []string{"20¶2(4)"}}}, onWeChat((*author).components)},
	}}
}

// running is an author who writes about the services that run on one of the
// channels.
func (a *author) running(channels ...declaration.Channel) *author {
	return a.only(func(s *declaration.Service) bool {
		return slices.ContainsFunc(s.On, func(c declaration.Channel) bool { return slices.Contains(channels, c) })
	})
}

func (a *author) weChatOwner() []Block {
	var names []lang.Text
	for _, s := range a.services() {
		names = append(names, s.Name)
	}
	if names == nil {
		return []Block{question("没有声明在微信小程序上运行的服务（on: [wechat]）。", "No service is declared to run as a WeChat mini-program (on: [wechat]).")}
	}
	c := a.d.Processor.Contact
	return []Block{
		pairs(
			fact("小程序", "Mini-program", together(names)),
			fact("邮箱（contact_email）", "E-mail (contact_email)", same(c.Mail)),
			fact("电话（contact_phone）", "Telephone (contact_phone)", same(c.Phone)),
			fact("存储期限（store_expire_timestamp）", "Kept how long (store_expire_timestamp)", a.periods()),
		),
		question("信息有变动时怎样通知用户（notice_method）？声明里没有这一项，请填写。", "How are people told of changes (notice_method)? The declaration does not say; please fill it in."),
	}
}

// periods says each period once, with what is kept for it.
func (a *author) periods() lang.Text {
	uses := map[declaration.Period][]*declaration.Use{}
	var order []declaration.Period
	for _, u := range a.uses(func(u *declaration.Use) bool { return u.Recipient == nil }) {
		if uses[u.Kept.For] == nil {
			order = append(order, u.Kept.For)
		}
		uses[u.Kept.For] = append(uses[u.Kept.For], u)
	}
	var list []lang.Text
	for _, p := range order {
		t, items := filled(p.Text()), each(uses[p], func(u *declaration.Use) lang.Text { return u.Item.Name })
		list = append(list, titled(t.ZH, t.EN, items))
	}
	return joined(list, "；", "; ")
}

func (a *author) weChatTypes() []Block {
	t := &Table{Columns: columns("信息类型", "Kind", "privacy_key", "privacy_key", "用途（privacy_text）", "What for (privacy_text)", "对应的信息", "Items it stands for")}
	var custom []lang.Text
	for _, g := range a.byWeChatType() {
		name := g.kind.name
		if g.kind.key == "" {
			name = g.uses[0].Item.Name
			custom = append(custom, name)
		}
		t.Rows = append(t.Rows, row(g.id, name, same(g.kind.key), each(g.uses, func(u *declaration.Use) lang.Text { return u.PutTo }),
			each(g.uses, func(u *declaration.Use) lang.Text { return u.Item.Name })))
	}
	blocks := table(t, "没有声明收集个人信息。", "No collection of personal information is declared.")
	if custom != nil {
		names := together(custom)
		blocks = append(blocks, question("以下信息没有对应的微信官方类型，请自定义填写："+names.ZH+"。", "WeChat has no kind of its own for these; please fill them in as custom: "+names.EN+"."))
	}
	return blocks
}

// A weChatGroup is the uses behind one kind of WeChat.
type weChatGroup struct {
	id   string
	kind weChatKind
	uses []*declaration.Use
}

func (a *author) byWeChatType() []weChatGroup {
	var groups []weChatGroup
	for _, u := range a.uses(func(u *declaration.Use) bool { return u.Recipient == nil }) {
		kind := weChatKindOf(u.Item.ID)
		id := kind.key
		if id == "" {
			id = string(u.Item.ID)
		}
		k := slices.IndexFunc(groups, func(g weChatGroup) bool { return g.id == id })
		if k < 0 {
			k, groups = len(groups), append(groups, weChatGroup{id: id, kind: kind})
		}
		groups[k].uses = append(groups[k].uses, u)
	}
	return groups
}

// A weChatKind is one of the kinds of information that WeChat knows.
type weChatKind struct {
	key   string
	name  lang.Text
	items []law.ItemID
}

func weChatKindOf(id law.ItemID) weChatKind {
	for _, k := range weChatKinds {
		if slices.Contains(k.items, id) {
			return k
		}
	}
	return weChatKind{}
}

// weChatKinds are the kinds that have an item of ours. Keys and names are those
// of WeChat's console; which item belongs to which is our reading.
var weChatKinds = []weChatKind{
	{"UserInfo", say("用户信息（微信昵称、头像）", "user information (WeChat nickname, avatar)"), []law.ItemID{"nickname", "avatar"}},
	{"Location", say("位置信息", "location"), []law.ItemID{"location", "coarse-location", "precise-location", "track", "exercise-route", "vehicle-track"}},
	{"ChooseLocation", say("选择的位置信息", "location that was chosen"), []law.ItemID{"trip-origin", "trip-destination", "check-in"}},
	{"Address", say("地址", "address"), []law.ItemID{"postal-address", "home-address", "recipient-name", "recipient-address", "recipient-phone", "sender-name", "sender-address", "sender-phone"}},
	{"Invoice", say("发票信息", "invoice"), []law.ItemID{"invoice-title", "invoice-record", "tax-number"}},
	{"RunData", say("微信运动数据", "WeChat steps"), []law.ItemID{"step-count"}},
	{"Record", say("麦克风", "microphone"), []law.ItemID{"audio-recording", "voiceprint"}},
	{"Album", say("选中的照片或视频信息", "photos or videos that were chosen"), []law.ItemID{"photos", "videos", "id-copy", "id-image"}},
	{"Camera", say("摄像头", "camera"), []law.ItemID{"face"}},
	{"PhoneNumber", say("手机号", "telephone number"), []law.ItemID{"phone"}},
	{"DeviceInfo", say("设备信息", "device"), []law.ItemID{"device-id", "advertising-id", "mac-address", "imei", "device-model", "os-version", "network-type", "wifi-information"}},
	{"EXIDNumber", say("身份证号码", "identity card number"), []law.ItemID{"id-number", "id-document"}},
	{"EXOrderInfo", say("订单信息", "orders"), []law.ItemID{"order-history", "order-note", "cart", "refund-record", "group-purchase", "delivery-record", "booking-record"}},
	{"EXUserPublishContent", say("发布内容", "what people publish"), []law.ItemID{"comments", "posts"}},
	{"EXUserFollowAcct", say("所关注账号", "accounts that people follow"), []law.ItemID{"follow-list"}},
	{"EXUserOpLog", say("操作日志", "log of what people do"), []law.ItemID{"usage-log", "click-record", "browsing-history", "footprint", "search-history", "login-log"}},
	{"LicensePlate", say("车牌号", "number plate"), []law.ItemID{"plate"}},
	{"BlueTooth", say("蓝牙", "Bluetooth"), []law.ItemID{"bluetooth-information"}},
	{"Email", say("邮箱", "e-mail"), []law.ItemID{"email"}},
	{"MessageFile", say("选中的文件", "files that were chosen"), []law.ItemID{"files"}},
	{"Clipboard", say("剪切板", "clipboard"), []law.ItemID{"clipboard"}},
}
