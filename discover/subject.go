package discover

import (
	"strings"

	"github.com/volens/volens/law"
)

// A subject is whom or what a table or a qualifier speaks of.
type subject int

const (
	unsaid subject = iota
	person
	staff
	deal // an order, a booking, a payment: between a person and somebody
	recipient
	sender
	guest
	traveller
	guardian
	emergency
	family
	organisation
	thing
	setting // minimum, template, suitable for: a rule about people, not a person
)

// human reports whether s is somebody.
func (s subject) human() bool { return person <= s && s <= family && s != deal }

// impersonal reports whether s is certainly nobody.
func (s subject) impersonal() bool { return s >= organisation }

// subjectWords are the words of names, in English and pinyin, in the singular.
var subjectWords = subjects([]subjectLine{
	{person, "user member customer cust client patient student pupil passenger applicant borrower debtor candidate owner visitor buyer author people person contact linkman profile account subscriber holder resident tenant trainee fan friend reporter child yh hy hz xs ry yz kh ck jkr uid consumer player learner attendee lead personal my follower donor creator operator oper handler submitter reviewer"},
	{staff, "staff employee emp teacher doctor nurse physician driver rider courier coach trainer instructor worker admin administrator manager agent officer consultant guide kdy yg ys js hr salesman personnel assignee"},
	{deal, "order booking reservation appointment registration payment pay invoice trade transaction trip ride journey refund aftersale loan repay repayment contract bill deposit withdraw recharge comment review evaluation feedback complaint message chat post thread reply cart favourite favorite collect footprint history login signin attempt session push subscription upload token sms dd yd parcel waybill package request submission application record log report visit access attendance score prescription consultation diagnosis follow like vote share search feature"},
	{recipient, "recipient receiver receive consignee shipping ship delivery address addr sjr shr"},
	{sender, "sender shipper consignor jjr fjr"},
	{guest, "guest occupant lodger"},
	{traveller, "traveller traveler"},
	{guardian, "guardian parent father mother jhr jz"},
	{emergency, "emergency jjlxr"},
	{family, "spouse husband wife family relative kin dependent jtcy"},
	{organisation, "company corp corporation enterprise org organization organisation unit supplier vendor merchant shop store seller hospital clinic school campus hotel gym branch dept department bank agency partner office factory manufacturer brand site platform station outlet warehouse institution institute community dw gs wd xq mall restaurant venue provider cinema"},
	{thing, "goods good product item sku spu category classe class course lesson drug medicine room server device equipment camera scanner printer machine sensor asset app version activity article topic tag banner ad advert advertisement region area city country province district keyword coupon groupon gift prize job posting position task project subject file image picture album video music book plan package software program code dict menu role permission privilege resource button api key notice news issue help faq link page vehicle car route line seat table database cluster node host hostname network wifi file bucket attribute specification homework exam paper question animal pet fund stock grade level template config configuration setting param parameter sys_config system rule schedule cron"},
	{setting, "min max minimum maximum default limit range suit suitable require required allow allowed prefer preferred preference target criteria filter from_ to_"},
})

// subjectsZH are the same in Chinese, found anywhere in a comment; the last
// counts, since what a phrase is about stands at its end.
var subjectsZH = subjects([]subjectLine{
	{person, "用户 会员 客户 患者 病人 学生 学员 乘客 申请人 借款人 候选人 求职者 业主 住户 访客 买家 买方 作者 联系人 对接人 人员 个人 本人 账号 粉丝 好友 报修人 预订人 操作人 经办人 负责人 法人 法定代表人 消费者 购买方 投保人 被保险人 成员 持卡人 户主 读者 玩家 学习者 主播"},
	{staff, "员工 职工 教师 老师 医生 医师 护士 司机 骑手 快递员 教练 维修人员 管理员 店员 导游 客户经理 业务员 顾问 店长 校长 院长"},
	{deal, "订单 预约 预订 挂号 支付 付款 发票 行程 退款 售后 借款 还款 合同 账单 评论 评价 反馈 投诉 消息 聊天 帖子 回复 购物车 收藏 足迹 历史 登录 会话 推送 日志 记录 成绩 处方 病历 报告 运单 考勤"},
	{recipient, "收货人 收件人 收货 收件 签收人 配送"},
	{sender, "寄件人 发件人 寄件 发件"},
	{guest, "入住人 住宿人 住客 房客"},
	{traveller, "出行人 旅客"},
	{guardian, "监护人 家长 父亲 母亲 父母"},
	{emergency, "紧急联系人 紧急"},
	{family, "配偶 家属 家庭成员 子女 家人 亲属"},
	{organisation, "公司 企业 供应商 商户 商家 店铺 门店 医院 学校 校区 酒店 机构 部门 科室 银行 平台 前台 客服 网点 厂家 厂商 品牌 物业 小区 对公 营业执照 仓库 单位 经销商 代理商 场馆 资金方 合作方"},
	{thing, "商品 产品 货品 课程 药品 设备 房间 客房 标题 模块 类别 分类 类目 规格 广告 专题 优惠券 活动 服务器 数据库 摄像头 扫描枪 巴枪 项目 字典 菜单 角色 权限 配置 参数 模板 版本 城市 区域 行政区域 关键字 公告 帮助 常见问题 wifi 职位 岗位 图书 影片 座位 房型 楼层 路线 文章 栏目 题目 试卷 班级 快递公司"},
	{setting, "最小 最大 最低 最高 适合 适用 默认值 要求 上限 下限 偏好"},
})

type subjectLine struct {
	means subject
	words string
}

func subjects(lines []subjectLine) lexicon[subject] {
	l := lexicon[subject]{}
	for _, line := range lines {
		for w := range strings.FieldsSeq(line.words) {
			if _, twice := l[w]; !twice { // the first line that has a word decides
				l[w] = line.means
			}
		}
	}
	return l
}

// idle are words of a table's name that say nothing of what it is about.
var idle = map[string]bool{
	"t": true, "tb": true, "tbl": true, "sys": true, "info": true, "base": true, "basic": true, "data": true, "detail": true, "ext": true, "extend": true,
	"list": true, "item": true, "main": true, "master": true, "record": true, "log": true, "history": true, "point": true, "rel": true, "relation": true, "table": true,
	"new": true, "old": true, "bak": true, "tmp": true, "temp": true, "dto": true, "vo": true, "request": true, "response": true, "req": true, "resp": true, "form": true, "input": true, "create": true, "update": true,
}

// subjectOfTable says what a table is about: the last telling word of its name,
// else of its comment. Where the name speaks of a deed and the comment of a
// thing, as in sys_post 岗位表, the comment is right.
func subjectOfTable(t Table) subject {
	said, _ := subjectsZH.within(strings.ToLower(t.called()))
	if s := subjectOfName(t.Name); s != unsaid && (s != deal || !said.impersonal()) {
		return s
	}
	if said != unsaid {
		return said
	}
	words := split(t.Name)
	for i := len(words) - 1; i >= 0; i-- {
		if s := subjectWords[singular(words[i])]; s != unsaid && s != setting {
			return s
		}
	}
	return unsaid
}

// called is what people call a table: its comment, or its name where that is in
// Chinese.
func (t Table) called() string {
	if head := headline(t.Comment); head != "" || ascii(t.Name) {
		return head
	}
	return headline(t.Name)
}

// subjectOfName reads the name of a table from its end.
func subjectOfName(name string) subject {
	words := split(name)
	for i := len(words) - 1; i >= 0; i-- {
		w := singular(words[i])
		switch s, known := subjectWords[w]; {
		case idle[w] && i > 0:
		case known:
			return s
		case i < len(words)-1 && ascii(w):
			return unsaid // what stands before an unknown word only qualifies it
		}
	}
	return unsaid
}

func ascii(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 0x7f }) < 0 }

// links reports whether a table has a column that points to a person.
func links(t Table) bool {
	for _, f := range t.Fields {
		if pointsToPerson(f) {
			return true
		}
	}
	return false
}

// pointsToPerson knows user_id, memberId, uid, yzid, from_uid.
func pointsToPerson(f Field) bool {
	if !ascii(f.Name) {
		return pointsToPersonZH(f.Name)
	}
	words := split(f.Name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if last == "uid" || last == "openid" {
		return true
	}
	stem := strings.TrimSuffix(last, "id")
	if stem == last {
		return false
	}
	if stem != "" {
		return len(words) == 1 && subjectWords[stem].human()
	}
	return len(words) == 2 && subjectWords[words[0]].human() || len(words) > 2 && subjectWords[words[len(words)-2]].human() && f.Reference
}

// pointsToPersonZH knows 用户ID, 会员编号 and 学号.
func pointsToPersonZH(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{"id", "编号", "主键", "标识"} {
		if stem := strings.TrimSuffix(name, end); stem != name {
			_, before, ok := subjectsZH.ending(strings.TrimRight(stem, "_"))
			return ok && about(strings.TrimPrefix(stem, before)).human()
		}
	}
	return name == "学号" || name == "工号"
}

// roles turns the general kind of an item into that of a particular person.
var roles = map[subject]map[law.ItemID]law.ItemID{
	recipient: {"coarse-location": "recipient-address", "name": "recipient-name", "phone": "recipient-phone", "postal-address": "recipient-address", "home-address": "recipient-address"},
	sender:    {"name": "sender-name", "phone": "sender-phone", "postal-address": "sender-address", "home-address": "sender-address"},
	guest:     {"name": "guest-name", "phone": "guest-contact"},
	traveller: {"phone": "traveller-contact", "name": "traveller-identity", "id-number": "traveller-identity"},
	guardian:  {"name": "guardian-identity", "id-number": "guardian-identity"},
	emergency: {"name": "emergency-contact", "phone": "emergency-contact", "household-members": "emergency-contact"},
	family:    {"name": "household-members", "phone": "household-members", "birthday": "household-members", "occupation": "household-members", "age": "household-members"},
}
