package discover

import (
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Component is third-party code that is known to collect, or may.
type Component struct {
	ID       string
	Name     lang.Text
	Vendor   lang.Text // zero where unknown
	Country  string    // of the vendor; "" for CN or unknown
	Package  string    // what it was known by
	Line     int
	Collects []law.ItemID // what it usually collects: a guess
	For      string       // the purpose of that
}

// A registry is where packages come from.
type registry int

const (
	npm registry = iota
	pod
	maven
)

// An sdk is a well-known component. A name that ends in * stands for all that
// begin so.
type sdk struct {
	id       string
	zh, en   string
	vendor   lang.Text
	country  string
	packages [3]string // by registry
	use      string
	collects string
}

func (s sdk) is(in registry, name string) bool {
	for p := range strings.FieldsSeq(s.packages[in]) {
		if prefix, any := strings.CutSuffix(p, "*"); p == name || any && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func (s sdk) component(name string, line int) Component {
	c := Component{ID: s.id, Name: lang.Text{ZH: s.zh, EN: s.en}, Vendor: s.vendor, Country: s.country, Package: name, Line: line, For: s.use}
	for item := range strings.FieldsSeq(s.collects) {
		c.Collects = append(c.Collects, law.ItemID(item))
	}
	return c
}

var (
	tencent   = lang.Text{ZH: "腾讯", EN: "Tencent"}
	alibaba   = lang.Text{ZH: "阿里巴巴", EN: "Alibaba"}
	baidu     = lang.Text{ZH: "百度", EN: "Baidu"}
	jiguang   = lang.Text{ZH: "极光", EN: "Aurora Mobile (Jiguang)"}
	umeng     = lang.Text{ZH: "友盟", EN: "Umeng"}
	google    = lang.Text{ZH: "谷歌", EN: "Google LLC"}
	huawei    = lang.Text{ZH: "华为", EN: "Huawei"}
	amap      = lang.Text{ZH: "高德", EN: "AutoNavi (Amap)"}
	netease   = lang.Text{ZH: "网易", EN: "NetEase"}
	byteDance = lang.Text{ZH: "字节跳动", EN: "ByteDance"}
	sensors   = lang.Text{ZH: "神策数据", EN: "Sensors Data"}
	getui     = lang.Text{ZH: "个推（每日互动）", EN: "Getui (Merit Interactive)"}
	agora     = lang.Text{ZH: "声网", EN: "Agora"}
	rongYun   = lang.Text{ZH: "融云", EN: "RongCloud"}
	easemob   = lang.Text{ZH: "环信", EN: "Easemob"}
	mob       = lang.Text{ZH: "掌淘（MobTech）", EN: "MobTech"}
	meta      = lang.Text{ZH: "Meta", EN: "Meta Platforms, Inc."}
	sentryIO  = lang.Text{ZH: "Sentry", EN: "Functional Software, Inc. (Sentry)"}
)

// sdks are components whose packages and vendor are known for certain. What they
// collect is the usual case, not a reading of their rules.
var sdks = []sdk{
	{"wechat-open", "微信开放平台 SDK", "WeChat Open SDK", tencent, "", [3]string{"weixin-js-sdk jweixin-module react-native-wechat-lib", "WechatOpenSDK WechatOpenSDK-*", "com.tencent.mm.opensdk:*"}, "sign-in", "device-model"},
	{"qq-open", "QQ 互联 SDK", "QQ Connect SDK", tencent, "", [3]string{"", "", "com.tencent.tauth:qqopensdk"}, "sign-in", "device-id"},
	{"bugly", "腾讯 Bugly", "Tencent Bugly", tencent, "", [3]string{"", "Bugly BuglyPro", "com.tencent.bugly:*"}, "improve-quality", "device-id crash-log os-version"},
	{"tencent-map", "腾讯地图 SDK", "Tencent Map SDK", tencent, "", [3]string{"", "Tencent-MapSDK TencentLBS*", "com.tencent.map:* com.tencent.map.geolocation:*"}, "navigate", "precise-location wifi-information device-id"},
	{"tencent-im", "腾讯云即时通信 SDK", "Tencent Cloud Chat SDK", tencent, "", [3]string{"tim-js-sdk @tencentcloud/chat tim-wx-sdk", "TXIMSDK_*", "com.tencent.imsdk:*"}, "message", "account-id message-content"},
	{"tencent-rtc", "腾讯实时音视频 SDK", "Tencent RTC SDK", tencent, "", [3]string{"trtc-js-sdk trtc-sdk-v5", "TXLiteAVSDK_*", "com.tencent.liteav:*"}, "message", "network-type device-model"},
	{"tencent-ads", "优量汇广告 SDK", "Tencent Ads (GDT) SDK", tencent, "", [3]string{"", "GDTMobSDK", "com.qq.e.union:*"}, "advertise", "device-id advertising-id ad-interaction"},
	{"alipay", "支付宝 SDK", "Alipay SDK", lang.Text{ZH: "支付宝", EN: "Alipay"}, "", [3]string{"", "AlipaySDK-iOS", "com.alipay.sdk:*"}, "pay", "device-id network-type"},
	{"aliyun-push", "阿里云移动推送 SDK", "Alibaba Cloud Mobile Push SDK", alibaba, "", [3]string{"", "AlicloudPush", "com.aliyun.ams:alicloud-android-push"}, "notify", "device-id push-token"},
	{"amap", "高德地图 SDK", "Amap SDK", amap, "", [3]string{"@amap/amap-jsapi-loader react-native-amap3d", "AMap3DMap* AMap2DMap* AMapLocation* AMapSearch* AMapNavi* AMapFoundation*", "com.amap.api:*"}, "navigate", "precise-location wifi-information device-id"},
	{"baidu-map", "百度地图 SDK", "Baidu Map SDK", baidu, "", [3]string{"", "BaiduMapKit BMKLocationKit BaiduNaviKit*", "com.baidu.lbsyun:*"}, "navigate", "precise-location wifi-information device-id"},
	{"baidu-mtj", "百度统计 SDK", "Baidu Mobile Statistics SDK", baidu, "", [3]string{"", "BaiduMobStat BaiduMobStatCodeless", "com.baidu.mobstat:*"}, "statistics", "device-id usage-log"},
	{"jpush", "极光推送 SDK", "JPush SDK", jiguang, "", [3]string{"jpush-react-native", "JPush JCore", "cn.jiguang.sdk:*"}, "notify", "device-id push-token network-type"},
	{"getui", "个推 SDK", "Getui Push SDK", getui, "", [3]string{"", "GTSDK GTCommonSDK", "com.getui:*"}, "notify", "device-id push-token network-type"},
	{"hms-push", "华为推送 SDK", "HUAWEI Push Kit", huawei, "", [3]string{"@hmscore/react-native-hms-push", "", "com.huawei.hms:push"}, "notify", "push-token device-model"},
	{"umeng", "友盟 SDK", "Umeng SDK", umeng, "", [3]string{"", "UMCommon UMDevice UMPush UMAPM UMCShare* UMCCommon*", "com.umeng.umsdk:*"}, "statistics", "device-id usage-log network-type"},
	{"sensors-data", "神策分析 SDK", "Sensors Analytics SDK", sensors, "", [3]string{"sa-sdk-javascript sensorsanalytics-react-native", "SensorsAnalyticsSDK", "com.sensorsdata.analytics.android:*"}, "statistics", "device-id click-record network-type"},
	{"growingio", "GrowingIO SDK", "GrowingIO SDK", lang.Text{ZH: "GrowingIO", EN: "GrowingIO"}, "", [3]string{"gio-webjs-sdk", "GrowingCoreKit GrowingAnalytics*", "com.growingio.android:*"}, "statistics", "device-id click-record"},
	{"rangers-applog", "火山引擎增长分析 SDK", "RangersAppLog SDK", byteDance, "", [3]string{"", "RangersAppLog", "com.bytedance.applog:*"}, "statistics", "device-id usage-log"},
	{"pangle", "穿山甲广告 SDK", "Pangle (CSJ) SDK", byteDance, "", [3]string{"", "Ads-CN Ads-CN-*", "com.pangle.cn:*"}, "advertise", "device-id advertising-id ad-interaction"},
	{"agora", "声网 SDK", "Agora SDK", agora, "", [3]string{"agora-rtc-sdk-ng agora-rtc-sdk react-native-agora", "AgoraRtcEngine_iOS AgoraRtm*", "io.agora.rtc:* io.agora.rtm:*"}, "message", "network-type device-model"},
	{"rongcloud", "融云 SDK", "RongCloud SDK", rongYun, "", [3]string{"@rongcloud/imlib-next @rongcloud/*", "RongCloudIM RongCloudIM/*", "cn.rongcloud.sdk:*"}, "message", "account-id message-content device-id"},
	{"yunxin", "网易云信 SDK", "NetEase Yunxin SDK", netease, "", [3]string{"", "NIMSDK NIMSDK_*", "com.netease.nimlib:*"}, "message", "account-id message-content device-id"},
	{"easemob", "环信 SDK", "Easemob SDK", easemob, "", [3]string{"easemob-websdk", "HyphenateChat", "io.hyphenate:*"}, "message", "account-id message-content"},
	{"mobtech", "ShareSDK / SMSSDK", "ShareSDK / SMSSDK", mob, "", [3]string{"", "mob_sharesdk mob_smssdk mob_sharesdk/*", ""}, "sign-in", "device-id"},
	{"firebase", "Firebase SDK", "Firebase SDK", google, "US", [3]string{"firebase @react-native-firebase/*", "Firebase Firebase/* FirebaseAnalytics FirebaseMessaging FirebaseCrashlytics", "com.google.firebase:*"}, "statistics", "device-id usage-log"},
	{"google-ads", "Google 移动广告 SDK", "Google Mobile Ads SDK", google, "US", [3]string{"react-native-google-mobile-ads", "Google-Mobile-Ads-SDK", "com.google.android.gms:play-services-ads*"}, "advertise", "advertising-id ad-interaction ip-address"},
	{"google-analytics", "Google Analytics", "Google Analytics", google, "US", [3]string{"react-ga react-ga4 vue-gtag", "GoogleAnalytics", "com.google.android.gms:play-services-analytics"}, "statistics", "cookie-id ip-address usage-log"},
	{"facebook", "Facebook SDK", "Facebook SDK", meta, "US", [3]string{"react-native-fbsdk-next", "FBSDKCoreKit FBSDKLoginKit FBSDKShareKit", "com.facebook.android:*"}, "sign-in", "device-id advertising-id"},
	{"sentry", "Sentry SDK", "Sentry SDK", sentryIO, "US", [3]string{"@sentry/browser @sentry/react @sentry/vue @sentry/react-native @sentry/electron", "Sentry Sentry/*", "io.sentry:sentry-android*"}, "improve-quality", "crash-log ip-address device-model"},
	{"mixpanel", "Mixpanel SDK", "Mixpanel SDK", lang.Text{ZH: "Mixpanel", EN: "Mixpanel, Inc."}, "US", [3]string{"mixpanel-browser mixpanel-react-native", "Mixpanel Mixpanel-swift", "com.mixpanel.android:*"}, "statistics", "device-id usage-log"},
	{"amplitude", "Amplitude SDK", "Amplitude SDK", lang.Text{ZH: "Amplitude", EN: "Amplitude, Inc."}, "US", [3]string{"amplitude-js @amplitude/*", "Amplitude", "com.amplitude:*"}, "statistics", "device-id usage-log"},
	{"adjust", "Adjust SDK", "Adjust SDK", lang.Text{ZH: "Adjust", EN: "Adjust GmbH"}, "DE", [3]string{"react-native-adjust", "Adjust", "com.adjust.sdk:*"}, "advertise", "advertising-id device-id"},
	{"appsflyer", "AppsFlyer SDK", "AppsFlyer SDK", lang.Text{ZH: "AppsFlyer", EN: "AppsFlyer Ltd."}, "IL", [3]string{"react-native-appsflyer", "AppsFlyerFramework", "com.appsflyer:*"}, "advertise", "advertising-id device-id"},
}
