package discover

import (
	"strings"
	"testing"
	"unicode"

	"github.com/volens/volens/law"
)

// snake writes the English name of an item as a column would be called.
func snake(name string) string {
	name = strings.NewReplacer("'", "", "’", "", "é", "e").Replace(strings.ToLower(name))
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "_")
}

// guessOf returns what is guessed of the one field of a table, or "".
func guessOf(t Table) law.ItemID {
	for _, g := range Recognise(t) {
		if g.Field == t.Fields[0].Name {
			return g.Item
		}
	}
	return ""
}

// Every item of the taxonomy is known by its own names, where a table of people
// has it: in Chinese as a comment and as the name of the column, in English as
// the name of the column.
func TestEveryItemIsKnownByItsOwnNames(t *testing.T) {
	for _, item := range law.Items() {
		for how, f := range map[string]Field{
			"Chinese comment": {Name: "f1", Type: "varchar(255)", Comment: item.Name.ZH},
			"Chinese name":    {Name: item.Name.ZH, Type: "varchar(255)"},
			"English name":    {Name: snake(item.Name.EN), Type: "varchar(255)"},
		} {
			if got := guessOf(Table{Name: "member", Fields: []Field{f}}); got != item.ID {
				t.Errorf("%s, %s %s %s: guessed %q", item.ID, how, f.Name, f.Comment, got)
			}
		}
	}
}

// Words that people who had not seen the lists used, and what they are.
func TestWordsOfOthers(t *testing.T) {
	for line := range strings.Lines(`
palmprint|varchar|| palmprint
zw|varchar|掌纹| palmprint
gps_track|text|| track
f1|text|行踪轨迹| track
imsi|varchar|| device-id
clipboard|text|剪贴板内容| clipboard
dx_code|varchar|| diagnosis
f1|varchar|诊断编码| diagnosis
hiv_result|varchar|| examination-report
f1|varchar|HIV检测结果| examination-report
pregnant|tinyint(1)|| pregnancy
is_pregnant|bit|| pregnancy
f1|tinyint(1)|是否怀孕| pregnancy
has_disability|boolean|| disability-status
is_verified|boolean|| -
is_gender_public|boolean|| -
f1|tinyint(1)|是否公开性别| -
call_log|text|| call-log
f1|text|通话记录| call-log
acct_no|varchar|工资卡号| bank-card
acct_no|varchar|| bank-account
access_token|varchar|| -
refresh_token|varchar|访问令牌| -
criminal_record|varchar|犯罪记录| -
sexual_orientation|varchar|性取向| -
political_status|varchar|政治面貌| -
姓名|varchar|| name
手机号码|varchar|| phone
身份证号|varchar|| id-number
收货地址|varchar|| recipient-address
收货人_姓名|varchar|| recipient-name
手机号状态|int|| -
公司电话|varchar|| -
f1|varchar|姓名| name
备注|varchar|姓名| name
姓名|varchar|会员姓名| name
`) {
		parts := strings.Split(strings.TrimSpace(line), "|")
		if len(parts) < 4 {
			continue
		}
		got := string(guessOf(Table{Name: "member", Fields: []Field{{Name: parts[0], Type: parts[1], Comment: parts[2]}}}))
		if want := strings.TrimSpace(parts[3]); got != want && !(got == "" && want == "-") {
			t.Errorf("%s: guessed %q", line, got)
		}
	}
}

// A table that is called in Chinese is about what its name says, as a comment is.
func TestTablesCalledInChinese(t *testing.T) {
	for _, c := range []struct {
		table Table
		want  string
	}{
		{Table{Name: "会员表", Fields: []Field{{Name: "年龄"}, {Name: "地址"}, {Name: "状态"}, {Name: "会员编号"}}}, "年龄 age, 地址 postal-address, 会员编号 account-id"},
		{Table{Name: "商品表", Fields: []Field{{Name: "名称"}, {Name: "照片"}}}, ""},
		{Table{Name: "购物车表", Fields: []Field{{Name: "会员编号"}, {Name: "商品编号"}}}, "会员编号 account-id, * cart"},
		{Table{Name: "t_订单", Fields: []Field{{Name: "用户ID", Type: "bigint"}, {Name: "收货人"}}}, "收货人 recipient-name, * order-history"},
	} {
		var got []string
		for _, g := range Recognise(c.table) {
			got = append(got, g.Field+" "+string(g.Item))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.table.Name, s, c.want)
		}
	}
}
