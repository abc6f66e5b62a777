package law

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/volens/volens/lang"
	"pgregory.net/rapid"
)

// TestRoundTrip: every citation that the data holds reads back, as text and as
// JSON, and says something in both languages.
func TestRoundTrip(t *testing.T) {
	seen := map[string]Citation{}
	for c := range loaded().entries {
		back, err := ParseCitation(c.Instrument, c.Ref())
		if err != nil || back != c {
			t.Errorf("%s %s reads back as %v, %v", c.Instrument, c.Ref(), back, err)
		}
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var decoded Citation
		if err := json.Unmarshal(b, &decoded); err != nil || decoded != c {
			t.Errorf("%s reads back as %v, %v", b, decoded, err)
		}
		for _, text := range []lang.Text{c.Text(), c.Short()} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("%s has no words", b)
			}
		}
		if other, twice := seen[c.Text().ZH]; twice {
			t.Errorf("%v and %v are cited in the same words", c, other)
		}
		seen[c.Text().ZH] = c
	}
}

func TestWording(t *testing.T) {
	for _, c := range []struct {
		cite                             Citation
		longZH, longEN, shortZH, shortEN string
	}{
		{
			Cite(Draft, "19(3)"),
			"《网络数据安全管理条例（征求意见稿）》第十九条第（三）项", "draft Regulations on Network Data Security Management, Art. 19(3)",
			"征求意见稿 第十九条（三）", "draft 2021 Art. 19(3)",
		},
		{
			Cite(Draft, "11¶2(1)"),
			"《网络数据安全管理条例（征求意见稿）》第十一条第二款第（一）项", "draft Regulations on Network Data Security Management, Art. 11 para. 2(1)",
			"征求意见稿 第十一条第二款（一）", "draft 2021 Art. 11 ¶2(1)",
		},
		{
			Cite(PIPL, "16"),
			"《中华人民共和国个人信息保护法》第十六条", "Personal Information Protection Law, Art. 16",
			"个保法 第十六条", "PIPL Art. 16",
		},
		{
			Cite(No191, "III.4"),
			"《App违法违规收集使用个人信息行为认定方法》第三组第4项", "Method for Recognising Unlawful Collection and Use of Personal Information by Apps, group III, item 4",
			"191号文 三、4", "No. 191 III.4",
		},
		{
			Cite(No191, "VI"),
			"《App违法违规收集使用个人信息行为认定方法》第六组", "Method for Recognising Unlawful Collection and Use of Personal Information by Apps, group VI",
			"191号文 第六组", "No. 191 VI",
		},
		{
			Cite(GBT35273, "B"),
			"GB/T 35273—2020《信息安全技术 个人信息安全规范》附录B", "GB/T 35273-2020 Personal Information Security Specification, Annex B",
			"GB/T 35273—2020 附录B", "GB/T 35273-2020 Annex B",
		},
		{
			Citation{Instrument: GBT35273, Article: 8, Item: 5},
			"GB/T 35273—2020《信息安全技术 个人信息安全规范》第8.5条", "GB/T 35273-2020 Personal Information Security Specification, clause 8.5",
			"GB/T 35273—2020 第8.5条", "GB/T 35273-2020 clause 8.5",
		},
		{
			Cite(Practice, "1"),
			"行业惯例（不是法律）第1项", "industry practice (not law), item 1",
			"行业惯例 第1项", "practice item 1",
		},
		{
			Cite(Incident, ""),
			"《国家网络安全事件报告管理办法》", "Measures for Reporting National Cybersecurity Incidents",
			"事件报告办法", "Incident Reporting Measures",
		},
		{
			Citation{Instrument: "cn-gone", Article: 7},
			"《cn-gone》第七条", "cn-gone, Art. 7",
			"cn-gone 第七条", "cn-gone Art. 7",
		},
	} {
		got := [...]string{c.cite.Text().ZH, c.cite.Text().EN, c.cite.Short().ZH, c.cite.Short().EN}
		if diff := cmp.Diff([...]string{c.longZH, c.longEN, c.shortZH, c.shortEN}, got); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.cite.Instrument, c.cite.Ref(), diff)
		}
	}
}

func TestLookupFallsBackToTheContainer(t *testing.T) {
	for _, c := range []struct {
		id   InstrumentID
		ref  string
		want string // the entry found, or "" for none
	}{
		{Draft, "19(3)", "19(3)"},
		{PIPL, "24¶2", "24"}, // the data does not divide 24
		{PIPL, "17(1)", "17"},
		{Draft, "8¶1(2)", "8"},
		{Draft, "19(9)", ""}, // the data divides 19, and there is no 9
		{Draft, "11¶3", ""},
		{Draft, "11¶2(3)", ""},
		{Draft, "22¶1(3)", ""}, // written 22(3) in the source
		{Draft, "32¶3", ""},
		{Draft, "32¶5", "32¶4"}, // it covers both
		{Draft, "75", ""},
		{No191, "III.10", ""},
		{Incident, "4¶4", "4"},
		{Incident, "9", ""},       // the rest is known as a whole only
		{RiskAssessment, "4", ""}, // known as a whole only
		{PIPL, "47¶1(3)", "47¶1"},
		{PIPL, "47(3)", ""}, // it has paragraphs
	} {
		i, _ := InstrumentByID(c.id)
		cite, err := i.parse(c.ref)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := Lookup(cite)
		if ok != (c.want != "") || ok && a.Citation().Ref() != c.want {
			t.Errorf("%s %s finds %q %v, want %q", c.id, c.ref, a.Citation().Ref(), ok, c.want)
		}
	}
}

func TestParseCitationRefuses(t *testing.T) {
	for _, c := range []struct {
		id   InstrumentID
		ref  string
		want string
	}{
		{"cn-nothing", "1", `no instrument "cn-nothing"`},
		{Draft, "Art. 19", "cannot read"},
		{Draft, "019", "cannot read"},
		{Draft, "19()", "cannot read"},
		{Draft, "19(3", "cannot read"},
		{Draft, "99999", "cannot read"},
		{Draft, "III.4", "numbers its parts by article"},
		{Draft, "19(9)", `no entry for "19(9)"`},
		{Draft, "", `no entry for ""`},
		{No191, "3.4", "numbers its parts by group"},
		{No191, "IIII.1", "cannot read"},
		{GBT35273, "b", "numbers its parts by clause"},
		{GBT35273, "8.4", "no entry"},
	} {
		if got, err := ParseCitation(c.id, c.ref); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v, %v; want %q", c.id, c.ref, got, err, c.want)
		}
	}
}

func TestCitePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a citation that leads nowhere did not panic")
		}
	}()
	Cite(PIPL, "99")
}

func TestCitationJSON(t *testing.T) {
	b, err := json.Marshal(Cite(Draft, "19(3)"))
	if want := `{"instrument":"cn-nds-draft-2021","article":"19(3)","status":"draft"}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v; want %s", b, err, want)
	}
	for _, bad := range []string{`{"instrument":"cn-pipl","article":"99"}`, `{"instrument":1}`} {
		c := Cite(PIPL, "16")
		if err := json.Unmarshal([]byte(bad), &c); err == nil || c != Cite(PIPL, "16") {
			t.Errorf("%s was read as %v, %v", bad, c, err)
		}
	}
}

// TestAnyCitationCanBeShown: a citation from outside must never panic, whatever
// numbers it holds.
func TestAnyCitationCanBeShown(t *testing.T) {
	ids := []InstrumentID{"cn-gone", ""}
	for _, i := range Instruments() {
		ids = append(ids, i.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := Citation{
			rapid.SampledFrom(ids).Draw(t, "instrument"),
			rapid.Int().Draw(t, "article"), rapid.Int().Draw(t, "paragraph"), rapid.Int().Draw(t, "item"),
		}
		if rapid.Bool().Draw(t, "small") {
			c.Article, c.Paragraph, c.Item = c.Article%40, c.Paragraph%4, c.Item%12
		}
		_, _, _, _ = c.Text(), c.Short(), c.Ref(), c.Status()
		Lookup(c)
	})
}

func FuzzParseCitation(f *testing.F) {
	f.Add("cn-nds-draft-2021", "11¶2(1)")
	f.Add("cn-no191", "VI.5")
	f.Add("cn-gbt-35273-2020", "B")
	f.Fuzz(func(t *testing.T, id, ref string) {
		c, err := ParseCitation(InstrumentID(id), ref)
		if err == nil && c.Ref() != ref {
			t.Errorf("%q reads back as %q", ref, c.Ref())
		}
	})
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{
		1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百", 101: "一百零一",
		110: "一百一十", 115: "一百一十五", 1000: "一千", 1001: "一千零一", 1010: "一千零一十", 1259: "一千二百五十九",
		0: "0", -3: "-3", 10000: "10000",
	} {
		if got := numeral(n); got != want {
			t.Errorf("%s: got %s, want %s", strconv.Itoa(n), got, want)
		}
	}
}

func TestStatusText(t *testing.T) {
	for _, s := range Statuses() {
		if text := s.Text(); text.ZH == "" || text.EN == "" || text.ZH == string(s) {
			t.Errorf("%s has no words", s)
		}
	}
	if got := StatusDraft.Text(); got != (lang.Text{ZH: "征求意见稿，从未生效", EN: "draft, never in force"}) {
		t.Errorf("draft: %v", got)
	}
	if got := Status("?").Text(); got.EN != "?" {
		t.Errorf("unknown: %v", got)
	}
}
