package discover

import (
	"strings"

	"github.com/volens/volens/law"
)

// A concept is a table that is itself a record of what people did or said. Where
// it has columns of substance, those hold the item; else the table does.
type concept struct {
	item     law.ItemID
	tables   string // names of tables, joined, in the singular
	zh       string // in comments of tables
	content  string // names of the columns of substance, joined
	takes    class
	whole    bool // the table is a record even beside its columns of substance
	outright bool // its columns are this, whatever else their names say
}

const told = "content text body raw cooked comment message msg detail description remark note reply image images pic pics picurls picurl pictures picture photo photos photourl attachment attachments attachmenturl voiceurl url answer audiourl title 内容 正文 描述 说明 详情 图片 附件"

var concepts = []concept{
	{"comments", "comment review evaluation evaluate appraise rating pl pj goodscomment", "评论 评价 点评", told, plain, false, false},
	{"feedback", "feedback suggestion suggest", "意见反馈 反馈 建议", told, plain, false, false},
	{"complaint-content", "complaint complain tousu report accuse tipoff", "投诉 举报", told + " reason evidence evidencepics evidencepic", plain, false, false},
	{"posts", "post thread moment tweet blog feed tiezi", "帖子 动态 发帖", told, plain, false, false},
	{"message-content", "privatemessage message chat chatmessage chatrecord immessage dialog conversation letter", "私信 聊天 聊天记录 即时消息", told, plain, false, true},
	{"customer-service-record", "ticket workorder repairorder repair servicerecord consult consultation kefu", "报修单 报修 工单 客服记录 咨询记录", told, plain, false, false},
	{"files", "upload attachment userfile clouddisk", "上传文件 附件 网盘", "originalfilename filename name url path filepath", plain, false, false},
	{"photos", "album photo photoalbum userphoto", "相册 照片", "photourl url path image picurl", plain, false, false},
	{"order-history", "order ordergoods orderitem orderdetail trade trip ride rideorder dd", "订单 行程订单", "", 0, true, false},
	{"cart", "cart shoppingcart gwc", "购物车", "", 0, true, false},
	{"favourites", "collect collection favorite favourite wishlist bookmark sc", "收藏", "", 0, true, false},
	{"footprint", "footprint browsehistory browselog browserecord viewhistory zj", "足迹 浏览足迹", "", 0, true, false},
	{"browsing-history", "browsinghistory visitorlog visitlog pageview viewlog", "浏览记录", "", 0, true, false},
	{"search-history", "searchhistory searchlog searchrecord usersearch", "搜索历史 搜索记录", "keyword keywords term query word text content", plain, false, false},
	{"coupon-use", "couponuser couponhistory usercoupon membercoupon couponrecord couponuse", "优惠券用户使用 优惠券使用 优惠券领取 用户优惠券", "", 0, true, false},
	{"refund-record", "refund aftersale returnorder refundorder afterservice", "退款 售后 退货", "reason comment pictures description amount pics images content", plain | numeric, false, false},
	{"group-purchase", "groupon grouponuser pintuan groupbuy", "团购活动 拼团记录 团购参与", "", 0, true, false},
	{"follow-list", "follow userfollow fan followrelation friendship friend", "关注 粉丝 好友关系", "", 0, true, false},
	{"like-record", "like postlike commentlike praise thumbsup dianzan userlike", "点赞", "", 0, true, false},
	{"payment-record", "payment pay payrecord paylog paymentrecord rechargeorder recharge payorder jfrecord jf", "支付记录 缴费记录 充值 付款记录", "amount money je channel fee", plain | numeric, true, false},
	{"transaction-flow", "transaction walletlog accountlog balancelog moneylog flow capitalflow", "交易流水 资金流水 余额变动", "", 0, true, false},
	{"invoice-record", "invoice fp", "发票", "amount", numeric, false, false},
	{"invoice-title", "invoice fp", "发票", "title head company", plain, false, false},
	{"booking-record", "booking reservation appointment registration classbooking yuyue gh hotelbooking", "预约 预订 预订单 挂号记录 挂号", "bookedat", timely, true, false},
	{"track", "track trackpoint gpstrack gpspoint gpslog locationlog trajectory positionlog", "轨迹点 行车轨迹点 行踪 定位记录", "lat lng lon latitude longitude reportedat position location point jd wd", plain | numeric | timely, false, true},
	{"trip-time", "trip ride journey", "行程 行程订单", "starttime endtime departuretime departtime pickuptime begintime", timely | plain, false, true},
	{"audio-recording", "recording triprecording callrecording audiorecord", "录音", "audiourl url path file fileurl", plain, false, false},
	{"check-in", "attendance attendancerecord signrecord checkin punch kaoqin dk", "考勤 签到 打卡", "checkintime clockin clockout signtime time checkouttime", timely | plain, true, false},
	{"school-record", "score grade examscore studentscore result transcript cj", "成绩", "score examscore rank rankinclass comment mark grade gpa", plain | numeric, false, false},
	{"learning-record", "learningprogress studyrecord learnrecord courseprogress studyprogress learningrecord", "学习记录 学习进度", "", 0, true, false},
	{"learning-record", "homeworksubmission submission assignmentsubmission answersheet", "作业提交 作业", "answer attachmenturl content score file text", plain | numeric, false, false},
	{"exercise-record", "workout exercise exerciserecord sportrecord runrecord running trainingrecord ydjl", "运动记录 锻炼记录", "calories calorie avgpace pace distance distancem duration", plain | numeric, true, false},
	{"step-count", "workout exercise exerciserecord sportrecord", "运动记录", "steps step", numeric, false, false},
	{"exercise-route", "workout exercise exerciserecord sportrecord runrecord", "运动记录", "route polyline path track", plain, false, false},
	{"device-model", "device userdevice deviceinfo memberdevice", "用户设备 设备信息", "model brand manufacturer", plain, false, false},
	{"sleep", "sleep sleeplog sleeprecord", "睡眠", "asleepat wokeat deepsleepmin duration starttime endtime start end", plain | numeric | timely, false, false},
	{"diet-record", "meal diet dietrecord foodlog foodrecord", "饮食 饮食记录", "food kcal calories calorie eatenat mealtype dish", plain | numeric | timely, false, false},
	{"menstrual-cycle", "menstrual menstruallog menstruation period cycle jq", "经期 月经", "periodstart periodend startdate enddate flow symptoms symptom", plain | numeric | timely, false, true},
	{"playback-history", "playhistory playrecord watchhistory playlog viewrecord", "播放记录 观看记录", "", 0, true, false},
	{"reading-history", "readhistory readrecord readinghistory readlog", "阅读记录", "", 0, true, false},
	{"medical-record", "medicalrecord emr casehistory bingli", "病历", "content detail description summary", plain, false, false},
	{"examination-report", "labreport examreport checkreport testreport inspection jybg", "检验报告 检查报告 体检报告", "result itemname report reporturl conclusion value", plain | numeric, false, false},
	{"prescription", "prescription prescriptionitem prescriptiondetail medication cf", "处方 处方明细", "drugname dosage usage medicine drug medicinename", plain, false, false},
	{"vaccination", "vaccination vaccinerecord", "接种记录", "vaccinename vaccine dose", plain, false, false},
	{"delivery-record", "waybill shipment delivery express logistics yd parcel", "运单 物流 快递", "", 0, true, false},
	{"delivery-record", "tracelog logisticstrace expresstrace waybilltrace", "物流轨迹", "sm description content remark context", plain, false, false},
	{"call-log", "callrecord calllog callhistory call thjl", "通话记录", "peernumber number phone calltime calltype duration mobile callednumber", plain | numeric | timely, false, true},
	{"contacts", "usercontact contactbook addressbook phonebook contactlist txl", "通讯录 用户通讯录", "contactname contactphone name phone mobile tel contactmobile", plain, false, true},
	{"household-members", "familymember family jtcy dependent", "家庭成员 家属", "gx relation relationship xm name", plain, false, true},
	{"sms-content", "smslog smsrecord sms smsmessage", "短信发送记录 短信记录 短信", "content text body", plain, false, false},
	{"login-log", "loginlog loginrecord loginhistory loginattempt signinlog", "登录日志 登录记录", "logintime attemptedat time createdat", timely, false, false},
	{"usage-log", "operlog operationlog oplog accesslog auditlog actionlog", "操作日志 访问日志", "opertime opertime time operationtime", timely, false, false},
	{"income", "payroll salary salaryslip wage payslip gzd", "工资 薪资", "grosspay netpay incometax amount bonus total", numeric, false, false},
	{"credit-record", "repayplan repayment loan loanorder loancontract repay repaymentplan installment", "还款计划 借款 贷款 还款", "overduedays overdueamount", numeric, true, false},
	{"push-token", "pushsubscription pushdevice", "", "endpoint token", plain, false, false},
	{"points", "pointslog integrallog pointrecord jfjl", "积分明细 积分记录", "", 0, true, false},
	{"resume", "resume candidate jl", "简历", "interviewnotes content selfevaluation workexperience projectexperience educationexperience yearsofexperience", plain | numeric, false, false},
	{"survey-answer", "surveyanswer questionnaireanswer surveyresult", "问卷回答 问卷答案", "answer content", plain, false, false},
	{"game-record", "gamerecord gamelog matchrecord battlerecord", "游戏记录 对局", "", 0, true, false},
}

// conceptWords and conceptZH find concepts by their place in the list.
var conceptWords, conceptZH = indexConcepts()

func indexConcepts() (words, zh lexicon[[]int]) {
	words, zh = lexicon[[]int]{}, lexicon[[]int]{}
	for i, c := range concepts {
		for w := range strings.FieldsSeq(c.tables) {
			words[w] = append(words[w], i)
		}
		for w := range strings.FieldsSeq(c.zh) {
			zh[w] = append(zh[w], i)
		}
	}
	return words, zh
}

// conceptsOf returns what a table is a record of: by its name, else its comment.
func conceptsOf(t Table) []concept {
	words := split(t.Name)
	for i := range words {
		words[i] = singular(words[i])
	}
	for end := len(words); end > 0; end-- {
		for from := range end {
			if is, ok := conceptWords[strings.Join(words[from:end], "")]; ok {
				return pick(is)
			}
		}
		if !idle[words[end-1]] {
			break
		}
	}
	head := strings.TrimSuffix(t.called(), "表")
	if is, _, ok := conceptZH.ending(head); ok {
		return pick(is)
	}
	if is, _, ok := conceptZH.ending(strings.TrimSuffix(head, "记录")); ok {
		return pick(is)
	}
	return nil
}

func pick(is []int) []concept {
	var all []concept
	for _, i := range is {
		all = append(all, concepts[i])
	}
	return all
}

// holds reports whether a column of such a table holds the substance of it.
func (c concept) holds(f Field) bool {
	if c.takes&classOf(f) == 0 {
		return false
	}
	joined := strings.Join(split(f.Name), "")
	for w := range strings.FieldsSeq(c.content) {
		if w == joined {
			return true
		}
	}
	return false
}
