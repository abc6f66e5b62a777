package discover

import (
	"strings"
	"testing"
	"time"
)

// Each line is table, column, type, comment and the item that is guessed.
func TestTrapsAndTheirTwins(t *testing.T) {
	for line := range strings.Lines(`
users|name|varchar|| name
goods|name|varchar|| -
brand|name|varchar|品牌商名称| -
users|name|varchar|套餐名称| -
users|phone|varchar|| phone
users|phone_verified|tinyint(1)|| -
users|phone_count|int|| -
users|phone_verified|varchar|| -
users|mobile|boolean|| -
users|mobile|varchar|是否绑定手机| -
company|phone|varchar|| -
supplier|tel|varchar|公司电话| -
supplier|contact_mobile|varchar|联系人手机| phone
server|ip|varchar|| -
users|login_ip|varchar|| ip-address
scanner|device_id|varchar|巴枪编号| -
users|device_id|varchar|| device-id
wifi_config|password|varchar|| -
users|password|varchar|| password
users|password_reset_token|varchar|| -
product|min_age|int|| -
users|age|int|| age
users|gender|enum(f,m)|| gender
users|nickname|enum(shown,hidden)|| -
users|sex|tinyint(1)|性别| gender
users|company_id|bigint|| -
users|status|tinyint|状态| -
users|remark|varchar|备注| -
users|token|varchar|| -
users|idx_no|int|序号| -
t_yh|sfzh|varchar|| id-number
t_yh|xm|varchar|| name
t_xx|sjh|varchar|| phone
users|idcard|varchar|| id-number
users|IDCardNo|varchar|| id-number
orders|sjr_xm|varchar|收件人姓名| recipient-name
orders|jjr_dz|varchar|寄件地址| sender-address
users|emergency_contact_phone|varchar|| emergency-contact
users|a1|varchar|微信openid| wechat-openid
users|f1|varchar|身份证号（加密）| id-number
users|f2|varchar|紧急联系人电话：必填| emergency-contact
sys_post|remark|varchar|备注| -
admin|username|varchar|管理员名称| account-id
course|suit_gender|tinyint|适用性别| -
`) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		parts := strings.Split(line, "|")
		table := Table{Name: parts[0], Fields: []Field{{Name: parts[1], Type: parts[2], Comment: parts[3], Enum: strings.HasPrefix(parts[2], "enum")}}}
		if parts[0] == "sys_post" {
			table.Comment = "岗位信息表"
		}
		want, got := strings.TrimSpace(parts[4]), "-"
		for _, g := range Recognise(table) {
			got = string(g.Item)
		}
		if got != want {
			t.Errorf("%s: guessed %s", line, got)
		}
	}
}

func TestATableOfUnknownNameIsReadByWhatItHolds(t *testing.T) {
	fields := []Field{{Name: "name"}, {Name: "sex"}, {Name: "birthday"}}
	if g := Recognise(Table{Name: "zzz", Fields: append(fields, Field{Name: "id_card"})}); len(g) != 4 || g[0].Item != "name" {
		t.Errorf("people are not seen: %+v", g)
	}
	if g := Recognise(Table{Name: "zzz", Fields: fields[:1]}); len(g) != 0 {
		t.Errorf("a name alone is nobody's: %+v", g)
	}
}

func TestSplit(t *testing.T) {
	for name, want := range map[string]string{
		"user_mobile2": "user mobile", "userMobile": "user mobile", "UserID": "user id", "IDCardNo": "id card no", "contact1_name": "contact name",
		"D.O.B": "d o b", "手机Number": "手机 number", "": "", "__": "", "X-Client-Ip": "x client ip",
	} {
		if got := strings.Join(split(name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A name or a comment of any length is read soon.
func TestLongTextsAreReadSoon(t *testing.T) {
	long := strings.Repeat("用户", 1<<20)
	names := strings.Repeat("user_", 1<<20)
	done := make(chan bool)
	go func() {
		Recognise(Table{Name: names, Comment: long, Fields: []Field{{Name: names, Comment: long}, {Name: long, Comment: names}}})
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("it takes too long")
	}
}

// What tells one phone from all others is personal in any table that is not
// about machines of the company.
func TestIdentifiersOfDevicesStandForPeople(t *testing.T) {
	for _, c := range []struct {
		table, comment, fields, want string
	}{
		{"device_event", "", "id android_id oaid imsi imei ssid clipboard", "android_id device-id, oaid advertising-id, imsi device-id, imei imei, ssid wifi-information, clipboard clipboard"},
		{"app_install", "", "channel imei mac ip", "imei imei, mac mac-address, ip ip-address"},
		{"t_sbsj", "设备事件", "oaid ssid", "oaid advertising-id, ssid wifi-information"},
		{"ad_click", "", "idfa:广告标识 ip app_version", "idfa advertising-id, ip ip-address"},
		{"warehouse_scanner", "", "imei mac ip device_id", ""},
		{"server_inventory", "", "mac ip imei", ""},
		{"device", "门禁设备", "mac ip device_id", ""},
		{"iot_device", "", "mac imei iccid", ""},
		{"equipment", "", "mac ip imei", ""},
		{"goods", "", "imei mac", ""},
		{"pda_list", "", "imei mac", ""},
		{"boot", "", "imei mac", "imei imei, mac mac-address"},
	} {
		table := Table{Name: c.table, Comment: c.comment}
		for f := range strings.FieldsSeq(c.fields) {
			name, said, _ := strings.Cut(f, ":")
			table.Fields = append(table.Fields, Field{Name: name, Type: "varchar(64)", Comment: said})
		}
		var got []string
		for _, g := range Recognise(table) {
			got = append(got, g.Field+" "+string(g.Item))
			if g.Sure != Low {
				t.Errorf("%s.%s: confidence %d, want low", c.table, g.Field, g.Sure)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.table, s, c.want)
		}
	}
}
