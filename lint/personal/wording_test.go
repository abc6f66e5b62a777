package personal

import (
	"testing"

	"github.com/volens/volens/lang"
)

func TestNames(t *testing.T) {
	for _, c := range []struct {
		l          lang.Lang
		text, name string
		want       bool
	}{
		{lang.ZH, "想用您的电子邮箱", "电子邮箱", true},
		{lang.ZH, "想用您的手机号登录", "手机号码", true},
		{lang.ZH, "想用您的收货人姓名送货", "收货人姓名（名称）", true},
		{lang.ZH, "想用您的收货人姓名送货", "收货人联系电话", false},
		{lang.ZH, "想用您的位置导航", "位置信息", true},
		{lang.ZH, "用您的大概位置找网点", "粗略位置", true},
		{lang.ZH, "记录行车轨迹", "车辆行驶轨迹", true},
		{lang.ZH, "想用您的信息", "位置信息", false},
		{lang.ZH, "想用您的信息", "", true},
		{lang.EN, "your e-mail addresses, please", "e-mail address", true},
		{lang.EN, "your phone number", "mobile phone number", true},
		{lang.EN, "the recipient’s name", "recipient's name", true},
		{lang.EN, "the recipient's name", "recipient's phone number", false},
		{lang.EN, "your information", "location information", false},
	} {
		if got := names(c.text, c.name, c.l); got != c.want {
			t.Errorf("names(%q, %q) = %v", c.text, c.name, got)
		}
	}
}

func TestSpeaks(t *testing.T) {
	for _, c := range []struct {
		l            lang.Lang
		text, phrase string
		want         bool
	}{
		{lang.ZH, "每周向您发送优惠消息", "向您发送活动和优惠消息", true},
		{lang.ZH, "用来向您收费", "向您发送活动和优惠消息", false},
		{lang.ZH, "用来配送", "配送商品", true},
		{lang.ZH, "请同意", "", true},
		{lang.EN, "for sending news", "to send you news of sales and offers", true},
		{lang.EN, "to you and for your good", "to send you news of sales and offers", false},
	} {
		if got := speaks(c.text, c.phrase, c.l); got != c.want {
			t.Errorf("speaks(%q, %q) = %v", c.text, c.phrase, got)
		}
	}
}

func TestVague(t *testing.T) {
	for text, want := range map[string]bool{
		"姓名、电话等信息": true, "您的相关信息": true, "姓名及其他个人信息": true, "必要的数据": true,
		"您的姓名和电话": false, "不影响其他功能": false, "会员等级": false,
	} {
		if got := vague(text, lang.ZH); got != want {
			t.Errorf("vague(%q) = %v", text, got)
		}
	}
	for text, want := range map[string]bool{
		"your name and so on": true, "name, phone, etc.": true, "related information": true, "Relevant personal data": true, "name and other details": true,
		"your name": false, "an etched plate": false, "other functions": false, "information on other shops": false,
	} {
		if got := vague(text, lang.EN); got != want {
			t.Errorf("vague(%q) = %v", text, got)
		}
	}
}

func TestRefuses(t *testing.T) {
	for text, want := range map[string]bool{
		"拒绝也能照常使用": true, "如果您不同意": true, "不提供则无法送货": true, "点“暂不”即可": true, "跳过也没关系": true, "关着也能导航": true,
		"您可以选择不录音": true, "请点击同意": false, "请选择手机号码": false,
	} {
		if got := refuses(text, lang.ZH); got != want {
			t.Errorf("refuses(%q) = %v", text, got)
		}
	}
	for text, want := range map[string]bool{
		"If you decline": true, "Refusing changes nothing": true, "Without it": true, "if you don’t agree": true, "unless you agree": true, "You can skip this": true,
		"leave it empty and ride as usual": true, "if you would rather not": true, "Press “not now”": true, "Please agree": false,
		"Press now to go on": false,
	} {
		if got := refuses(text, lang.EN); got != want {
			t.Errorf("refuses(%q) = %v", text, got)
		}
	}
}
