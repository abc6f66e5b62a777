package declaration

import (
	"slices"

	"github.com/volens/volens/lang"
)

// Purposes returns the vocabulary of purposes. A declaration may add its own.
func Purposes() []Purpose { return slices.Clone(purposes) }

// PurposeByID finds a purpose of the vocabulary.
func PurposeByID(id string) (Purpose, bool) {
	for i := range purposes {
		if purposes[i].ID == id {
			return purposes[i], true
		}
	}
	return Purpose{}, false
}

// purpose writes one row: what it is, and what the information is put to.
func purpose(id string, c Class, isZH, isEN, putZH, putEN string) Purpose {
	return Purpose{ID: id, Class: c, Is: lang.Text{ZH: isZH, EN: isEN}, PutTo: lang.Text{ZH: putZH, EN: putEN}}
}

// purposes is the vocabulary, by class. Ids and classes are permanent; wording is not.
var purposes = []Purpose{
	purpose("register", Account, "注册账号", "create an account", "建立账号并识别您", "to create your account and recognise you"),
	purpose("sign-in", Account, "登录", "sign in", "确认登录的是您本人", "to make sure that it is you who signs in"),
	purpose("authenticate-face", Account, "刷脸认证", "authenticate by face", "比对人脸以确认是您本人", "to compare your face and make sure that it is you"),

	purpose("deliver", Provide, "配送商品", "deliver goods", "联系收件人并把商品送到", "to reach the recipient and bring the goods"),
	purpose("pay", Provide, "支付", "take payment", "完成付款和退款", "to make payments and refunds"),
	purpose("after-sale", Provide, "售后", "after-sale service", "办理退货、换货和维修", "to handle returns, exchanges and repairs"),
	purpose("invoice", Provide, "开具发票", "issue invoices", "开具并交付发票", "to issue an invoice and hand it over"),
	purpose("notify", Provide, "通知服务进展", "tell how the service is going", "通知订单、账号等与您有关的进展", "to tell you about your orders, account and the like"),
	purpose("navigate", Provide, "导航", "navigate", "定位并规划路线", "to find your position and plan a route"),
	purpose("book", Provide, "预订", "book", "办理预订并核对预订人", "to make a booking and check who made it"),
	purpose("search", Provide, "搜索", "search", "找到您要的内容", "to find what you look for"),
	purpose("message", Provide, "通信", "exchange messages", "收发消息、邮件和通话", "to carry messages, mail and calls"),
	purpose("social", Provide, "社交", "meet and follow people", "建立和展示您与他人的关系", "to keep and show how you relate to others"),
	purpose("publish", Provide, "发布内容", "publish", "发布并展示您的内容", "to publish and show what you post"),
	purpose("comment", Provide, "评论", "comment", "发布并展示您的评论", "to publish and show your comments"),
	purpose("match", Provide, "撮合", "match two sides", "为双方牵线并促成交易或见面", "to bring two sides together"),
	purpose("apply", Provide, "办理申请", "handle an application", "受理并办结您的申请", "to take up your application and settle it"),
	purpose("assess-credit", Provide, "评估信用", "assess credit", "判断能否授信及额度", "to decide whether to lend and how much"),
	purpose("treat", Provide, "诊疗", "treat a patient", "了解病情并提供诊疗", "to learn what is wrong and treat it"),
	purpose("teach", Provide, "教学", "teach", "安排课程并了解学习进度", "to plan lessons and follow your progress"),
	purpose("record-exercise", Provide, "记录运动", "record exercise", "记录并展示您的运动", "to record and show your exercise"),
	purpose("show-track", Provide, "显示轨迹", "show a track", "在地图上显示走过的路线", "to show on a map where you went"),
	purpose("keep-favourites", Provide, "收藏", "keep favourites", "保存并同步您的收藏", "to keep your favourites and bring them to your devices"),
	purpose("keep-cart", Provide, "购物车", "keep a cart", "保存并同步您的购物车", "to keep your cart and bring it to your devices"),
	purpose("coupon", Provide, "发放优惠", "give coupons", "发放和核销优惠券", "to give and redeem coupons"),

	purpose("security", Secure, "保障安全", "keep things secure", "防止盗号、攻击和滥用", "to prevent stolen accounts, attacks and abuse"),
	purpose("fraud-prevention", Secure, "防范欺诈", "prevent fraud", "识别虚假交易和欺诈", "to find false orders and fraud"),

	purpose("legal-duty", Comply, "履行法定义务", "fulfil a duty of law", "完成法律要求的记录、报送或留存", "to record, report or keep what the law demands"),
	purpose("identity-check", Comply, "核验身份", "check identity", "核对身份是否真实", "to check that an identity is true"),

	purpose("customer-service", Support, "客户服务", "answer people", "回复咨询、处理投诉", "to answer questions and handle complaints"),

	purpose("recommend", Personalise, "个性化推荐", "recommend personally", "按您的喜好排列和推荐内容", "to sort and recommend things by what you like"),
	purpose("push", Personalise, "定向推送", "push selected messages", "按您的喜好推送消息", "to push messages by what you like"),

	purpose("advertise", Market, "广告", "advertise", "展示广告并了解效果", "to show advertisements and learn how well they do"),
	purpose("promote", Market, "营销通知", "send offers", "向您发送活动和优惠消息", "to send you news of sales and offers"),

	purpose("improve-quality", Improve, "改善服务质量", "improve quality", "排查故障、改善质量", "to find faults and improve quality"),
	purpose("improve-experience", Improve, "提升使用体验", "improve the experience", "了解使用情况并改进", "to learn how the service is used and make it better"),
	purpose("new-product", Develop, "研发新产品", "develop new products", "研发和试验新的产品或功能", "to develop and try new products or functions"),

	purpose("statistics", Research, "统计", "make statistics", "汇总成不指向个人的数字", "to sum up into figures that point to nobody"),
	purpose("research", Research, "研究", "do research", "开展研究", "to do research"),
}
