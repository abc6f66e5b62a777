package discover

import (
	"slices"

	"github.com/volens/volens/law"
)

// A need is what has to be in sight before a word counts as personal.
type need int

const (
	nothing need = iota // the word says it all: id_card, 手机号
	noThing             // it counts unless the table is about a thing or an organisation: tel, ip
	aPerson             // it counts only where the table or the name speaks of a person: name, age
)

// A class is a kind of column type, as far as it matters here.
type class int

const (
	textual class = 1 << iota
	numeric
	timely
	boolean
	binary
)

// plain is what most items are kept as.
const plain = textual | binary

// A term is a kind of personal information with the words that name it: in
// English and in pinyin as written in names of columns, in Chinese as comments
// end with them.
type term struct {
	item  law.ItemID
	needs need
	takes class
	names string
	zh    string
}

// terms are all that is known: words met every day, and words of what is rare.
var terms = slices.Concat(everyday, rare)

var everyday = []term{
	{"name", nothing, plain,
		"realname truename fullname firstname lastname middlename surname givenname familyname cnname enname chinesename englishname xingming legalperson legalrepresentative contactperson linkman lianxiren lxr fzr",
		"真实姓名 姓名 联系人 对接人 负责人 法人代表 法定代表人 法人姓名 操作人 操作人员 经办人 报修人 维修人员 预订人 申请人 校长 店长 院长 客户经理"},
	{"name", aPerson, plain, "name xm principal handler operatorname", "名字 姓氏"},
	{"phone", nothing, plain | numeric, "mobile mobilephone mobileno mobilenumber cellphone cell phonenumber phoneno phonenum telephone msisdn sjh sjhm shouji shoujihao", "手机号码 手机号 手机 移动电话 虚拟号"},
	{"phone", noThing, plain | numeric, "phone tel telno ph phno phnumber contactno contactnumber dh dianhua lxdh lxfs contactway contactinfo", "联系电话 电话号码 电话 联系方式"},
	{"email", noThing, plain, "email mail emailaddress mailaddress youxiang yx", "电子邮箱 电子邮件 邮箱地址 邮箱 邮件地址"},
	{"home-address", nothing, plain, "homeaddress homeaddr residence residentialaddress jtzz jtdz zhuzhi hukou liveaddress liveaddr livingaddress", "家庭住址 家庭地址 居住地址 现住址 住址 户籍地址 户籍地 户口所在地 居住地 房屋地址"},
	{"postal-address", aPerson, plain, "address addr dz dizhi fulladdress detailaddress addressdetail street streetaddress postcode postalcode zipcode zip province city county district", "通信地址 通讯地址 联系地址 详细地址 地址 邮政编码 邮编 省份 省 市 区县"},
	{"wechat-number", nothing, plain, "wechatid wechatno wechatnumber weixinhao wxh", "微信号码 微信号"},
	{"wechat-number", aPerson, plain, "wechat weixin", "微信"},
	{"emergency-contact", nothing, plain, "emergencycontact jjlxr jjlxrdh", "紧急联系人 紧急联系电话"},
	{"recipient-name", nothing, plain, "consignee receiver recipient sjr shr shouhuoren", "收货人 收件人 签收人 收货人姓名 收货人名称"},
	{"recipient-address", nothing, plain, "shipto deliveryaddress shippingaddress", "收货地址 收件地址 配送地址"},
	{"sender-name", nothing, plain, "consignor shippername jjr", "寄件人 发件人"},
	{"guest-name", nothing, plain, "", "入住人 住客姓名"},
	{"invoice-title", nothing, plain, "invoicetitle invoicehead fptt", "发票抬头"},
	{"id-type", nothing, plain | numeric, "idtype idcardtype certtype certificatetype cardtypeid zjlx", "证件类型 证件类别"},
	{"id-number", nothing, plain | numeric, "idcard idcardno idcardnum idcardnumber idno idnum idnumber identityno identitycard identitynumber certno certnumber certificateno citizenid nationalid sfz sfzh sfzhm zjh zjhm shenfenzheng", "身份证号码 身份证号 身份证 证件号码 证件号 公民身份号码"},
	{"id-validity", nothing, plain | timely, "idexpire idexpiredate idvalid idvaliddate certvalid certvalidto certexpire idcardexpire", "证件有效期 证件有效期限 身份证到期日 身份证有效期"},
	{"id-image", nothing, plain, "idphoto idimage idimg idcardphoto idcardimg idcardimage idcardfront idcardback idfront idback idfrontimg idbackimg certphoto idcardurl sfzzp", "身份证照片 证件照片 身份证正面 身份证反面 身份证图片 身份证人像面 身份证国徽面"},
	{"id-copy", nothing, plain, "idcopy idcardcopy certcopy", "身份证复印件 证件影印件"},
	{"passport-number", nothing, plain, "passport passportno passportnumber hzh", "护照号码 护照号"},
	{"driving-licence", nothing, plain | timely, "drivinglicence drivinglicense driverlicense driverlicence driverslicense drivinglicenceno licenseno licenceno jsz jszh", "驾驶证号 驾驶证 驾照号 驾照 驾驶证有效期至 驾驶证有效期 驾龄"},
	{"social-security-number", nothing, plain, "socialsecurityno socialsecuritynumber ssn sbh shebao medicalinsuranceno ybkh insuranceno", "社会保障号 社保号 社保卡号 医保卡号 医保号 社保账号 公积金账号"},
	{"signature", nothing, plain, "signimage signatureimage signimg handwrittensignature", "手写签名 签名图片 电子签名"},
	{"account-id", noThing, plain | numeric, "username loginname loginid login account accountname useraccount userno memberno membercode studentno empno employeeno staffno jobnumber workno cardno customerno usercode yhm zh gh xh", "用户名称 用户名 登录名 登录账号 账号 帐号 会员卡号 会员编号 学号 工号 员工编号 客户编号 操作人员账号"},
	{"password", noThing, plain, "password passwd pwd passwordhash userpassword loginpwd encryptedpassword hashedpassword passworddigest mm mima", "登录密码 用户密码 密码"},
	{"payment-password", nothing, plain, "paypassword paypwd paymentpassword tradepassword", "支付密码 交易密码"},
	{"security-question", nothing, plain, "securityquestion securityanswer mbwt", "密保问题 密保答案"},
	{"nickname", nothing, plain, "nickname nick displayname screenname nc nicheng alias", "昵称 用户昵称"},
	{"avatar", nothing, plain, "avatar avatarurl headimg headimgurl headimage headpic portrait headshot userface touxiang tx", "头像 用户头像 头像图片 头像地址"},
	{"signature-line", nothing, plain, "bio aboutme selfintro selfintroduction personalsignature usersign gxqm", "个性签名 个人简介 自我介绍 个人介绍"},
	{"wechat-openid", nothing, plain, "openid wxopenid wechatopenid weixinopenid miniopenid mpopenid", "微信用户标识"},
	{"wechat-unionid", nothing, plain, "unionid wxunionid", ""},
	{"wechat-session-key", nothing, plain, "sessionkey", "会话密钥 会话key"},
	{"third-party-account", nothing, plain, "alipayuserid alipayid qqopenid weiboid weibouid qq qqnumber qqno appleid githubid googleid facebookid thirdpartyid thirduid", "qq号 qq 微博账号 第三方账号"},
	{"login-log", noThing, plain | timely | numeric, "lastlogintime lastloginat lastlogin lastloginon logintime loginat lastsignin lastsigninat lastseen lastseenat", "最近一次登录时间 最后登录时间 上次登录时间 登录时间 最近登录时间"},
	{"registration-time", nothing, plain | timely | numeric, "registertime regtime registeredat registrationtime registerdate regdate signupat joinedon joinedat zcsj", "注册时间 注册日期"},
	{"membership-level", noThing, plain | numeric, "userlevel memberlevel viplevel vipgrade membergrade membershiplevel memberlevelid levelid usergrade hydj", "会员等级 用户等级 会员级别 vip等级"},
	{"points", aPerson, plain | numeric, "points point integral credits jf jifen bonuspoints", "积分 会员积分 当前积分"},
	{"gender", noThing, plain | numeric | boolean, "gender sex xb xingbie", "性别"},
	{"birthday", noThing, plain | timely | numeric, "birthday birthdate birth dateofbirth dob birthyear csrq shengri", "出生日期 生日 出生年月 出生年份"},
	{"age", aPerson, plain | numeric, "age nl nianling", "年龄"},
	{"nationality", aPerson, plain | numeric, "nationality country guoji gj", "国籍"},
	{"ethnic-group", aPerson, plain | numeric, "nation ethnicity ethnic ethnicgroup mz minzu", "民族"},
	{"native-place", noThing, plain, "nativeplace hometown birthplace jg jiguan", "籍贯 出生地 家乡"},
	{"marital-status", noThing, plain | numeric | boolean, "maritalstatus marital marriage marriagestatus maritalhistory hyzk married", "婚姻状况 婚姻状态 婚史 婚否"},
	{"education", aPerson, plain | numeric, "education educationlevel edulevel degree highestdegree xl xueli graduateschool diploma", "学历 教育程度 最高学历 毕业院校 毕业学校 学位"},
	{"school-record", nothing, plain | numeric, "examscore gpa schoolrecord classrank rankinclass transcript", "考试成绩 学业成绩 成绩 班级排名 教师评语"},
	{"occupation", aPerson, plain | numeric, "occupation profession job jobtitle position zy zhiye", "职业 职称 职务 岗位"},
	{"employer", aPerson, plain, "employer workunit workplace companyname currentcompany gzdw company", "工作单位 就职单位 单位名称 公司名称 所在公司"},
	{"resume", nothing, plain, "resume resumeurl cv cvurl jianli", "简历 简历附件"},
	{"religion", nothing, plain | numeric, "religion religiousbelief zjxy", "宗教信仰"},
	{"disability-status", nothing, plain | numeric | boolean, "disability disabilitystatus disabilitygrade disabilitylevel cjzh", "残疾等级 残疾证号 残疾情况"},
	{"hobbies", nothing, plain, "hobby hobbies interest interests xqah", "兴趣爱好 爱好"},
	{"language-preference", aPerson, plain, "locale language lang preferredlanguage", "语言偏好 语言"},
	{"face", nothing, plain, "facefeature facetoken faceimage faceimg facephoto faceurl faceid faceembedding facevector facedata livephoto rlzp renlian", "人脸照片 人脸特征 人脸图片 人脸 活体照片 人脸数据 门禁人脸照片"},
	{"fingerprint", nothing, plain, "fingerprint fingerprinttemplate fingerprintdata zhiwen", "指纹 指纹特征 指纹模板 门禁指纹"},
	{"voiceprint", nothing, plain, "voiceprint", "声纹"},
	{"iris", nothing, plain, "iris irisdata", "虹膜"},
	{"gene", nothing, plain, "genedata genotype dna", "基因"},
	{"medical-record", nothing, plain, "medicalrecord medicalhistory pasthistory pastmedicalhistory bloodtype treatmentplan jws", "既往史 病历 病史 血型 治疗方案"},
	{"condition-description", nothing, plain, "disease medicalcondition medicalconditions chiefcomplaint presentillness symptom symptoms healthnote healthstatus injury injuries illness bqms", "主诉 现病史 病情描述 症状 健康状况 健康状况说明"},
	{"hospital-department", nothing, plain, "visitdept visitdepartment", "就诊科室 就诊医院 挂号科室"},
	{"diagnosis", nothing, plain, "diagnosis diagnosisresult icdcode icd", "诊断 诊断结果 icd编码 初步诊断"},
	{"prescription", nothing, plain, "prescription medication dosage", "处方 用法用量 用药记录 医嘱"},
	{"allergy", nothing, plain, "allergy allergies allergyhistory allergichistory gms", "过敏史 过敏药物 药物过敏"},
	{"family-medical-history", nothing, plain, "familyhistory familymedicalhistory jzs", "家族史 家族病史"},
	{"examination-report", nothing, plain, "examreport labresult testresult", "检验结果 检查结果 检验报告 体检报告 检验项目"},
	{"vaccination", nothing, plain | timely, "vaccination vaccine", "疫苗接种 接种记录"},
	{"heart-rate", nothing, plain | numeric, "heartrate avgheartrate maxheartrate restingheartrate bpm", "心率"},
	{"blood-pressure", nothing, plain | numeric, "bloodpressure systolic diastolic sbp dbp", "血压 收缩压 舒张压"},
	{"blood-glucose", nothing, plain | numeric, "bloodglucose bloodsugar", "血糖"},
	{"body-temperature", noThing, plain | numeric, "bodytemperature temperature tiwen", "体温"},
	{"height-weight", noThing, plain | numeric, "heightcm weightkg bodyweight sg tz bmi", "身高 体重"},
	{"height-weight", aPerson, plain | numeric, "height weight", ""},
	{"body-fat", nothing, plain | numeric, "bodyfat bodyfatpct bodyfatrate", "体脂率 体脂"},
	{"sleep", nothing, plain | numeric | timely, "sleepduration sleepquality deepsleep sleeptime", "睡眠时长 睡眠质量 睡眠"},
	{"menstrual-cycle", nothing, plain | numeric | timely, "menstrualcycle lastperiod periodstart periodend lmp", "经期 月经周期 末次月经"},
	{"pregnancy", nothing, plain | numeric | timely | boolean, "pregnancy pregnant gestationalweek duedateofbirth", "孕周 预产期 怀孕情况 孕产史"},
	{"mental-health", nothing, plain | numeric, "mentalhealth phq gad", "心理状况 心理健康"},
	{"step-count", noThing, plain | numeric, "stepcount dailysteps", "步数"},
	{"step-count", aPerson, plain | numeric, "steps step", ""},
	{"bank-card", nothing, plain | numeric, "bankcard bankcardno bankcardnumber bankno cardlastfour cardlast creditcard creditcardno debitcard yhk yhkh", "银行卡号 银行卡 信用卡号 收款银行卡号 储蓄卡号"},
	{"bank-account", noThing, plain, "bankaccount bankaccountno bankname openbank openingbank accountbank depositbank iban khh khyh", "银行账号 银行账户 银行帐号 开户行 开户银行"},
	{"bank-reserved-phone", nothing, plain | numeric, "reservedmobile reservedphone bankmobile bankphone", "银行预留手机号 预留手机号 银行预留手机"},
	{"payment-account", noThing, plain, "alipayaccount payaccount wechatpayaccount stripecustomerid paypalaccount zfbzh", "支付宝账号 支付账号 支付宝账户"},
	{"payment-record", noThing, plain | numeric | timely, "paytime payamount paidamount paychannel paytype paymethod paymentmethod payway paymenttime paymentamount paidat transactionid paymentno zffs zfsj jfsj jfje", "付款时间 支付时间 支付金额 实付金额 支付方式 支付渠道 缴费时间 缴费金额 付款金额 实付费用 付款编号 支付流水号"},
	{"income", nothing, plain | numeric, "income salary monthlyincome annualincome yearincome basesalary grosspay netpay wage wages gongzi expectedsalary incometax bonus", "收入 月收入 年收入 工资 薪资 薪酬 基本工资 实发工资 应发工资 个税 期望薪资"},
	{"property", noThing, plain | numeric | boolean, "hashouse hascar housestatus carstatus houseproperty ownhouse owncar", "住房情况 车辆情况 房产 房产情况 有无住房 有无车辆"},
	{"credit-record", nothing, plain | numeric, "creditscore creditrating creditreport overduedays overdueamount loanhistory sesamescore", "信用评分 信用分 征信报告 逾期天数 芝麻分 征信"},
	{"balance", aPerson, plain | numeric, "balance accountbalance walletbalance ye yue", "账户余额 余额 储值余额 钱包余额"},
	{"tax-number", noThing, plain, "taxno taxnumber taxid taxpayerno buyertaxno nsrsbh", "纳税人识别号 税号 购买方税号"},
	{"plate", nothing, plain, "plate plateno platenumber licenseplate carno carplate cph chepai", "车牌号 车牌号码 车牌"},
	{"vin", nothing, plain, "vin vehiclevin vinno clsbm chejiahao", "车辆识别码 车辆识别代号 车架号 车辆识别号码"},
	{"vehicle-licence", nothing, plain, "vehiclelicence vehiclelicense drivingpermit xszh", "行驶证号 行驶证"},
	{"house-basic", aPerson, plain | numeric, "housearea jzmj buildingarea huxing", "建筑面积 房屋面积 户型"},
	{"order-note", noThing, plain, "ordernote buyermessage buyerremark userremark ordermessage specialrequest specialrequests customernote", "订单留言 订单备注 买家留言 用户留言 用户备注 特殊要求 买家备注"},
	{"delivery-record", noThing, plain | timely | numeric, "shipsn trackingno trackingnumber expressno expresscompany shipchannel shippingcompany logisticsno qssj signedat signtime", "物流单号 快递单号 快递公司 发货编号 发货快递公司 签收时间"},
	{"item-description", noThing, plain, "wpmc parcelcontent", "物品名称 寄递物品 托寄物"},
	{"refund-record", noThing, plain | numeric | timely, "refundamount refundreason refundtime refundcontent", "退款金额 退款原因 实际退款金额 退款说明 退款备注 退款凭证 退款时间"},
	{"booking-record", nothing, plain | timely, "appointmenttime bookingtime reservationtime visittime yysj", "预约时间 就诊时间 预约日期"},
	{"stay-dates", nothing, plain | timely, "checkindate checkoutdate arrivaldate departuredate", "入住日期 离店日期 退房时间 入住时间 退房日期"},
	{"seat-number", nothing, plain, "seatno seatnumber zwh", "座位号"},
	{"precise-location", noThing, plain | numeric, "lat lng lon latitude longitude gps gpslat gpslng gpslocation latlng lnglat geo geolocation coordinate coordinates jd wd jingdu weidu", "经度 纬度 经纬度 定位 gps坐标"},
	{"coarse-location", aPerson, plain | numeric, "livingcity residencecity citycode cityid operlocation loginlocation region", "操作地点 登录地点 所在城市 所在地 常住城市 归属地"},
	{"trip-origin", nothing, plain | numeric, "origin pickup startplace startaddress fromaddress startlocation pickupaddress cfd originlat originlng originname originaddress startlat startlng pickuplat pickuplng", "出发地 上车地点 上车点 起点"},
	{"trip-destination", nothing, plain | numeric, "destination dest dropoff endaddress toaddress endlocation dropoffaddress mdd destname destlat destlng destaddress endlat endlng destinationlat destinationlng dropofflat dropofflng", "目的地 下车地点 下车点 终点"},
	{"exercise-route", nothing, plain, "exerciseroute runroute", "运动轨迹 跑步路线"},
	{"check-in", nothing, plain | timely, "clockin clockout checkintime checkouttime punchtime dksj", "打卡时间 签到时间 上班打卡 下班打卡"},
	{"search-history", noThing, plain, "searchkeyword searchword searchterm searchquery", "搜索关键字 搜索关键词 搜索词 搜索内容"},
	{"photos", aPerson, plain, "photo photourl photopath picture image zp zhaopian xczp", "照片 个人照片 生活照 证件照 签收照片 抓拍照片"},
	{"audio-recording", noThing, plain, "audio audiourl recording recordingurl voice voiceurl voiceintrourl voiceintro", "录音 录音文件 语音"},
	{"message-content", nothing, plain, "chatcontent messagecontent", "聊天内容 消息内容 私信内容"},
	{"sms-content", nothing, plain, "smscontent", "短信内容"},
	{"feedback", nothing, plain, "feedback feedcontent", "反馈内容 意见反馈 建议内容 投诉建议"},
	{"complaint-content", nothing, plain, "complaintcontent", "投诉内容 举报内容 投诉原因 举报原因"},
	{"household-members", nothing, plain | numeric, "spousename spouse wifename husbandname familymember familymembers relationship jtcy", "配偶姓名 家庭成员 成员姓名 与监护人关系 与业主关系 与户主关系"},
	{"child-information", aPerson, plain | numeric, "childname childrencount childreninfo childage numberofchildren znqk", "子女信息 子女情况 孩子姓名 宝宝生日 子女数"},
	{"guardian-identity", nothing, plain, "guardian guardianname parentname jhr jhrxm", "监护人 监护人姓名 家长姓名"},
	{"inviter", nothing, plain | numeric, "inviter inviterid invitedby invitedbyid referrer referrerid parentuserid shareuserid tjr yqr", "邀请人 推荐人 邀请人id 推荐人id"},
	{"device-id", noThing, plain, "deviceid deviceuuid androidid deviceno udid devicefingerprint terminalid", "设备标识 设备号 设备id 设备指纹"},
	{"advertising-id", noThing, plain, "idfa oaid gaid adid advertisingid", "广告标识 广告标识符"},
	{"mac-address", noThing, plain, "mac macaddress macaddr", "mac地址"},
	{"imei", noThing, plain, "imei meid", ""},
	{"ip-address", noThing, plain | numeric, "ip ipaddr ipaddress lastip loginip lastloginip regip registerip registrationip clientip remoteip remoteaddr operip userip", "ip地址 登录ip地址 登录ip 注册ip 操作地址 客户端ip ip"},
	{"device-model", noThing, plain, "devicemodel phonemodel devicename phonebrand devicebrand mobilemodel", "手机品牌 手机型号 设备型号"},
	{"os-version", noThing, plain, "osversion os osname systemversion operatingsystem", "操作系统 系统版本 操作系统版本"},
	{"browser-version", noThing, plain, "useragent browser browserversion ua", "浏览器 浏览器类型 浏览器版本"},
	{"installed-apps", nothing, plain, "applist installedapps installapps", "已安装应用 应用列表"},
	{"wifi-information", noThing, plain, "wifibssid wifissid bssid ssid wifiname wifimac wifilist", "wifi信息 wifi名称"},
	{"network-type", noThing, plain | numeric, "networktype network nettype", "网络类型"},
	{"cookie-id", nothing, plain, "cookieid", ""},
	{"push-token", noThing, plain, "pushtoken fcmtoken devicetoken apnstoken registrationid pushid jpushid pushclientid", "推送标识 推送token"},
}
