package notice_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
)

// full states everything; shop is what people write; bare says the least that can
// be read.
const (
	full = "testdata/full.yaml"
	shop = "../consent/testdata/shop.yaml"
	bare = `
volens: 1
processor: {name: {zh: 青禾, en: Qinghe}}
services:
  s:
    name: {zh: 服务, en: service}
    type: other
    functions:
      f:
        name: {zh: 功能, en: function}
        uses:
          - {item: face, for: authenticate-face}
`
)

func read(t *testing.T, name string) *declaration.Declaration {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func parse(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func build(t *testing.T, d *declaration.Declaration, k notice.Kind) notice.Document {
	t.Helper()
	doc, err := notice.Build(d, k, notice.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// texts are all Chinese texts of a section, one per line.
func texts(list ...notice.Section) string {
	var b strings.Builder
	put := func(t lang.Text) { b.WriteString(t.ZH + "\n") }
	for _, s := range list {
		put(s.Title)
		for _, block := range s.Blocks {
			put(block.Text)
			b.WriteString(block.Code + "\n")
			for _, t := range block.List {
				put(t)
			}
			for _, e := range block.Entries {
				put(e.Line)
				for _, f := range e.Facts {
					b.WriteString(f.Label.ZH + "：" + f.Text.ZH + "\n")
				}
			}
			if block.Table != nil {
				for _, r := range block.Table.Rows {
					for i, c := range r.Cells {
						b.WriteString(block.Table.Columns[i].ZH + "：" + c.ZH + "\n")
					}
				}
			}
		}
		b.WriteString(texts(s.Parts...))
	}
	return b.String()
}

func TestEveryClaimIsShown(t *testing.T) {
	claims := notice.Claims()
	if len(claims) < 30 {
		t.Fatalf("%d claims", len(claims))
	}
	for _, d := range []*declaration.Declaration{read(t, full), read(t, shop), parse(t, bare)} {
		for _, c := range claims {
			doc := build(t, d, c.Document)
			s, ok := doc.Section(c.Section)
			if !ok || len(s.Blocks)+len(s.Parts) == 0 && c.Document != notice.Assessment {
				t.Errorf("%s/%s is claimed and is not there, or is empty", c.Document, c.Section)
			}
			if !slices.Equal(s.Cites, c.Cites) {
				t.Errorf("%s/%s shows other articles than are claimed", c.Document, c.Section)
			}
		}
	}
}

// The seven items of draft 20¶2 and the four of Order 790 Art. 21, each with what
// has to be in it.
func TestRulesSayWhatTheLawAsksFor(t *testing.T) {
	doc := build(t, read(t, full), notice.Rules)
	for section, wants := range map[string][]string{
		"who": {"青禾生活", "hello@qinghe.example", "杭州市示例路"},
		"uses": {"收货人姓名", "目的：配送商品", "用途：联系收件人并把商品送到", "方式：由您填写", "频次或时机：每次下单时", "保存地点：中国杭州", "拒绝的影响：无法配送",
			"为什么需要、对您有何影响：手湿时", "须单独同意的原因：涉及敏感个人信息", "提供给：快马速递（受托处理）", "来源：联名银行（其会员协议）", "《电子商务法》第三十一条"},
		"decisions":      {"价格等交易条件", "新用户首单有优惠", "我的-设置-自动决定"},
		"recommendation": {"1 下", "立即", "可以"},
		"retention":      {"3 年，到期匿名化", "账号存续期间，到期删除"},
		"rights":         {"查阅", "复制", "更正", "删除", "限制处理", "转移", "撤回同意", "注销账号", "无未完成订单", "15 个工作日", "我的-隐私-同意"},
		"sdk":            {"顶点推送", "顶点公司", "推送标识", "定向推送", "使用时自动采集", "每次启动时", "https://acme.example/privacy", "privacy@acme.example"},
		"recipients":     {"快马速递", "受托处理", "示例银行", "共同处理", "远播广告", "第三方", "95000", "广告标识", "180 天", "新加坡", "方式：通过接口逐单传递", "方式：广告接口实时传递", "方式：未声明"},
		"export":         {"远播广告", "SG", "方式：广告接口实时传递", "订立个人信息出境标准合同", "写信给远播广告", "顶点推送", "厨房库", "通过数据出境安全评估"},
		"security":       {"加密存储", "账号被盗可能致地址泄露", "应急预案"},
		"minors":         {"发短信给监护人", "https://qinghe.example/children", "赵小禾", "排除未成年人"},
		"officer":        {"王宁", "privacy@qinghe.example", "0571-0000-0000"},
		"complaints":     {"complaints@qinghe.example", "李青", "15 个工作日", "杭州市互联网信息办公室"},
		"changes":        {"法律要求把变更部分告知您", "须重新取得您的同意", "https://qinghe.example/rules"},
	} {
		s, ok := doc.Section(section)
		if !ok {
			t.Errorf("no section %s", section)
		}
		for _, want := range wants {
			if !strings.Contains(texts(s), want) {
				t.Errorf("%s does not say %q", section, want)
			}
		}
	}
}

// A declaration that says the least is shown as such, without a word of what might
// have been.
func TestWhatIsNotDeclaredIsNotInvented(t *testing.T) {
	doc := build(t, parse(t, bare), notice.Rules)
	for section, want := range map[string]string{
		"who": "联系方式：未声明", "rights": "途径和方法：未声明", "officer": "内容：未声明", "complaints": "内容：未声明",
		"uses": "保存期限：未声明", "export": "没有声明向境外提供个人信息。", "sdk": "没有声明收集个人信息的第三方组件。", "minors": "怎样取得监护人同意：未声明",
	} {
		s, _ := doc.Section(section)
		if section == "who" || section == "officer" || section == "complaints" {
			want = "内容：未声明"
		}
		if !strings.Contains(texts(s), want) {
			t.Errorf("%s does not say %q:\n%s", section, want, texts(s))
		}
	}
	s, _ := doc.Section("uses")
	for _, label := range []string{"频次或时机", "保存地点", "保存期限", "拒绝的影响", "为什么需要、对您有何影响"} {
		if !strings.Contains(texts(s), label+"：未声明\n") {
			t.Errorf("%s is not shown as not stated", label)
		}
	}
}

// The version is that of the words people read: neither comments nor the date are
// among them.
func TestVersion(t *testing.T) {
	version := func(text string, o notice.Options) string {
		doc, err := notice.Build(parse(t, text), notice.Rules, o)
		if err != nil {
			t.Fatal(err)
		}
		return doc.Stamp.Version
	}
	first := version(bare, notice.Options{})
	if !strings.HasPrefix(first, "sha256:") || len(first) != len("sha256:")+64 {
		t.Fatalf("version %q", first)
	}
	if version("# a comment\n"+bare, notice.Options{}) != first || version(bare, notice.Options{Effective: "2026-12-01"}) != first {
		t.Error("the version counts what people do not read")
	}
	if version(strings.Replace(bare, "zh: 功能", "zh: 新功能", 1), notice.Options{}) == first {
		t.Error("other words have the same version")
	}
	if got := build(t, parse(t, bare), notice.Rules).Stamp.Declaration; got != parse(t, bare).Source().Hash() {
		t.Errorf("declaration %s", got)
	}
}

func TestUnknownDocumentOrService(t *testing.T) {
	d := parse(t, bare)
	if _, err := notice.Build(d, "novel", notice.Options{}); err == nil {
		t.Error("a document that there is none of was built")
	}
	if _, err := notice.Build(d, notice.Rules, notice.Options{Service: "gone"}); err == nil {
		t.Error("a service that there is none of was written about")
	}
}

func TestOneServiceAlone(t *testing.T) {
	doc, err := notice.Build(read(t, full), notice.Rules, notice.Options{Service: "stories"})
	if err != nil {
		t.Fatal(err)
	}
	all := texts(doc.Sections...)
	if !strings.Contains(all, "播放记录") || strings.Contains(all, "收货地址") || strings.Contains(all, "顶点推送") || strings.Contains(all, "快马速递") {
		t.Errorf("the rules of one service:\n%s", all)
	}
}

func TestChildrenAreSpokenToAsChildren(t *testing.T) {
	doc := build(t, read(t, full), notice.Children)
	all := texts(doc.Sections...)
	for _, want := range []string{"如果你不满十四岁", "怎样问监护人", "对你有何影响", "赵小禾", "播放记录", "可以说“不”"} {
		if !strings.Contains(all, want) {
			t.Errorf("the rules for children do not say %q", want)
		}
	}
	if strings.Contains(all, "您") {
		t.Error("a child is addressed formally")
	}
	closed := build(t, read(t, shop), notice.Children)
	if got := texts(closed.Sections...); !strings.Contains(got, "都不让不满十四岁的小朋友使用") || strings.Contains(got, "心率") {
		t.Errorf("children are kept out:\n%s", got)
	}
}

func TestTheTwoLists(t *testing.T) {
	collected, shared := texts(build(t, read(t, full), notice.Collected).Sections...), texts(build(t, read(t, full), notice.Shared).Sections...)
	for item, list := range map[string]string{"收货地址": collected, "推送标识": collected, "由谁收集：顶点推送": collected, "由谁收集：我们": collected, "远播广告": shared, "示例银行": shared, "顶点推送": shared} {
		if !strings.Contains(list, item) {
			t.Errorf("a list lacks %q", item)
		}
	}
	s, _ := build(t, read(t, full), notice.Shared).Section("recipients")
	if strings.Contains(texts(s), "快马速递") {
		t.Error("an entrusted party is listed as sharing")
	}
}

// Every component that collects has a row for each use and a cell for each column.
func TestComponentsHaveEveryColumn(t *testing.T) {
	all := texts(build(t, read(t, full), notice.SDK).Sections...)
	for _, want := range []string{"版本：4.2.1", "提供者地位：第三方", "所在国家或地区：境外 US", "收集的信息：推送标识", "保存期限：30 天，到期删除", "拒绝的影响：收不到推送", "图表组件（1.0.0）"} {
		if !strings.Contains(all, want) {
			t.Errorf("the table of components lacks %q", want)
		}
	}
}

func TestAssessmentAsksWhatIsNotDeclared(t *testing.T) {
	doc := build(t, read(t, full), notice.Assessment)
	for id, wants := range map[string]string{
		"lawful/face": "必要，且有替代方式（评估 face-2026）", "lawful/provide": "目的是否明确、合理", "impact/face": "泄露后果重", "impact/export": "可能性和后果如何",
		"measures/sensitive": "端侧比对，足够", "measures/provide": "约定：远播广告：目的、个人信息种类、保护措施",
	} {
		s, ok := doc.Section(id)
		if !ok || !strings.Contains(texts(s), wants) {
			t.Errorf("%s does not say %q:\n%s", id, wants, texts(s))
		}
	}
	open := doc.Open()
	if !slices.ContainsFunc(open, func(t lang.Text) bool { return strings.Contains(t.ZH, "结论") }) {
		t.Errorf("the conclusion is not left open: %v", open)
	}
	for _, b := range section(t, doc, "lawful/face").Blocks {
		if b.Open {
			t.Error("what was answered is asked again")
		}
	}
}

func section(t *testing.T, doc notice.Document, id string) notice.Section {
	t.Helper()
	s, ok := doc.Section(id)
	if !ok {
		t.Fatalf("no section %s", id)
	}
	return s
}
