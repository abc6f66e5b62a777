package discover

import (
	"slices"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// An area is a function of the drafted service: what tables of one sort are for.
type area struct {
	id     string
	name   lang.Text
	use    string // the purpose where the item suggests no other
	tables string // words of tables, in the singular
	zh     string
	like   string // one of the 39 types that such tables are usual in, or ""
}

// areas are in the order in which a draft lists its functions.
var areas = []area{
	{"account", lang.Text{ZH: "账号", EN: "account"}, "register", "user member customer account profile passenger yh hy kh", "用户 会员 账号", ""},
	{"order", lang.Text{ZH: "下单与配送", EN: "orders and delivery"}, "deliver", "order address waybill shipment delivery express parcel trace yd dd jjr sender recipient logistics", "订单 收货 运单 寄件 快递 物流", ""},
	{"pay", lang.Text{ZH: "支付", EN: "payment"}, "pay", "pay payment wallet recharge transaction bank jf flow settlement", "支付 缴费 充值 钱包 流水", ""},
	{"invoice", lang.Text{ZH: "发票", EN: "invoices"}, "invoice", "invoice fp", "发票", ""},
	{"after-sale", lang.Text{ZH: "售后", EN: "after-sale service"}, "after-sale", "aftersale refund", "售后 退款 退货", "online-shopping"},
	{"browse", lang.Text{ZH: "浏览、收藏与购物车", EN: "browsing, favourites and cart"}, "improve-experience", "cart collect collection favorite favourite footprint browse search keyword history", "购物车 收藏 足迹 浏览 搜索", "online-shopping"},
	{"coupon", lang.Text{ZH: "优惠与积分", EN: "coupons and points"}, "coupon", "coupon groupon point integral groupbuy", "优惠券 团购 积分", "online-shopping"},
	{"book", lang.Text{ZH: "预订", EN: "booking"}, "book", "booking reservation appointment guest occupant visitor", "预订 预约 住客 访客 入住", "hotel"},
	{"trip", lang.Text{ZH: "出行", EN: "travel"}, "navigate", "trip ride journey track vehicle cl car rider", "行程 轨迹 车辆", "ride-hailing"},
	{"treat", lang.Text{ZH: "诊疗", EN: "treatment"}, "treat", "patient prescription medical lab diagnosis clinic registration doctor emr", "患者 病历 处方 检验 挂号 诊", "medical"},
	{"teach", lang.Text{ZH: "教学", EN: "teaching"}, "teach", "student pupil score grade homework learning lesson exam attendance guardian teacher submission", "学生 学员 成绩 作业 学习", "education"},
	{"exercise", lang.Text{ZH: "运动与健康", EN: "exercise and health"}, "record-exercise", "workout exercise sport sleep meal diet menstrual running", "运动 睡眠 饮食 经期", "fitness"},
	{"lend", lang.Text{ZH: "借贷", EN: "lending"}, "assess-credit", "loan borrower applicant repay repayment credit", "借款 还款 贷款", "online-lending"},
	{"community", lang.Text{ZH: "发布与评论", EN: "posts and comments"}, "publish", "post thread topic comment review moment album photo upload follow like fan recording", "帖子 评论 动态 相册 关注 点赞", "online-community"},
	{"message", lang.Text{ZH: "消息", EN: "messages"}, "message", "message chat letter im", "私信 聊天", "instant-messaging"},
	{"support", lang.Text{ZH: "客服与投诉", EN: "customer service and complaints"}, "customer-service", "feedback complaint complain ticket repair report consult", "反馈 投诉 举报 报修 工单", ""},
	{"family", lang.Text{ZH: "家庭成员", EN: "family members"}, "register", "family jtcy dependent", "家庭成员 家属", ""},
	{"staff", lang.Text{ZH: "员工与合作人员", EN: "staff and partners"}, manageStaff, "employee staff admin payroll salary leave candidate resume driver courier trainer coach supplier vendor merchant partner gym hotel campus kdy wd", "员工 管理员 司机 快递员 教师 供应商 网点 资金方", ""},
	{"notify", lang.Text{ZH: "通知", EN: "notices"}, "notify", "push sms notification subscription", "短信 推送", ""},
	{"security", lang.Text{ZH: "安全与日志", EN: "security and logs"}, "security", "log login session device token attempt", "日志 登录 设备", ""},
	{"app", lang.Text{ZH: "应用本身", EN: "the app itself"}, "improve-experience", "", "", ""},
}

// manageStaff is a purpose that the vocabulary lacks; the draft declares it.
const manageStaff = "manage-staff"

// usual are purposes that an item suggests wherever it stands.
var usual = purposesByItem(map[string]string{
	"sign-in":            "password security-question wechat-openid wechat-unionid wechat-session-key third-party-account",
	"security":           "login-log ip-address device-id imei mac-address device-model os-version browser-version installed-apps wifi-information usage-log network-type",
	"identity-check":     "id-number id-type id-validity id-image id-copy id-document passport-number face fingerprint voiceprint iris",
	"pay":                "payment-record bank-card bank-account bank-reserved-phone payment-account payment-password balance transaction-flow",
	"invoice":            "invoice-title tax-number invoice-record",
	"after-sale":         "refund-record",
	"keep-cart":          "cart",
	"keep-favourites":    "favourites",
	"search":             "search-history",
	"coupon":             "coupon-use points group-purchase membership-level",
	"comment":            "comments",
	"publish":            "posts",
	"message":            "message-content",
	"social":             "follow-list like-record contacts group-membership",
	"customer-service":   "feedback complaint-content customer-service-record",
	"notify":             "push-token sms-content",
	"advertise":          "advertising-id",
	"assess-credit":      "credit-record income property",
	"record-exercise":    "exercise-record step-count",
	"show-track":         "exercise-route",
	"navigate":           "precise-location coarse-location location track vehicle-track trip-origin trip-destination",
	"improve-experience": "language-preference account-settings browsing-history footprint",
	"improve-quality":    "crash-log",
	"promote":            "inviter",
})

func purposesByItem(lines map[string]string) map[law.ItemID]string {
	all := map[law.ItemID]string{}
	for use, ids := range lines {
		for id := range strings.FieldsSeq(ids) {
			all[law.ItemID(id)] = use
		}
	}
	return all
}

// areaOf puts a guess into an area: by the table, else by the item.
func areaOf(t Table, g Guess) *area {
	if use := usual[g.Item]; g.Field == "*" && use != "" {
		if a := areaBy(func(a area) string { return a.use }, func(one string) bool { return one == use }); a != nil {
			return a
		}
	}
	words := split(t.Name)
	for i := len(words) - 1; i >= 0; i-- {
		w := singular(words[i])
		if w == "log" && i > 0 || w == "history" && i > 0 {
			continue
		}
		if a := areaBy(func(a area) string { return a.tables }, func(one string) bool { return one == w }); a != nil {
			return a
		}
	}
	head := t.called()
	if a := areaBy(func(a area) string { return a.zh }, func(one string) bool { return strings.Contains(head, one) }); a != nil {
		return a
	}
	return areaOfItem(g.Item)
}

// areaBy finds the first area one of whose words is fit.
func areaBy(words func(area) string, fit func(string) bool) *area {
	for i := range areas {
		if slices.ContainsFunc(strings.Fields(words(areas[i])), fit) {
			return &areas[i]
		}
	}
	return nil
}

// areaOfItem puts an item where such items usually stand.
func areaOfItem(id law.ItemID) *area {
	item, _ := law.ItemByID(id)
	switch item.Group {
	case law.Health:
		return areaByID("treat")
	case law.Finance:
		return areaByID("pay")
	case law.Trade:
		return areaByID("order")
	case law.Whereabouts:
		return areaByID("trip")
	case law.Behaviour:
		return areaByID("browse")
	case law.Content:
		return areaByID("community")
	case law.Device:
		return areaByID("security")
	}
	return areaByID("account")
}

func areaByID(id string) *area {
	return &areas[slices.IndexFunc(areas, func(a area) bool { return a.id == id })]
}

// purposeOf guesses what an item is for in an area.
func purposeOf(a *area, id law.ItemID) string {
	use, ok := usual[id]
	switch {
	case a.use == manageStaff || a.use == "treat" || a.use == "teach" || a.use == "assess-credit":
		if use == "sign-in" || use == "security" || use == "identity-check" || use == "pay" {
			return use
		}
		return a.use
	case ok:
		return use
	}
	return a.use
}
