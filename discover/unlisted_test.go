package discover

import (
	"strings"
	"testing"

	"github.com/volens/volens/lang"
)

func TestWhatLooksSensitiveAndHasNoItemIsSaid(t *testing.T) {
	src := source(t, "hr.sql", `CREATE TABLE employee (
  id int,
  political_status varchar(9) COMMENT '政治面貌',
  f2 varchar(9) COMMENT '犯罪记录（十年内）',
  sexual_orientation tinyint,
  is_union_member bit,
  race varchar(9),
  trace varchar(9),
  racial_origin varchar(9) COMMENT '民族',
  gender int);
CREATE TABLE horse_product (race varchar(9));`)
	d := Draft([]Source{src}, lang.EN)
	var got []string
	for _, u := range d.Tally[0].Unlisted {
		got = append(got, u.Field)
	}
	if s := strings.Join(got, " "); s != "political_status f2 sexual_orientation is_union_member race" {
		t.Errorf("unlisted: %s", s)
	}
	if n := d.Tally[0].Guesses[High] + d.Tally[0].Guesses[Medium] + d.Tally[0].Guesses[Low]; n != 2 {
		t.Errorf("%d guesses, want gender and ethnic group", n)
	}
	want := "# hr.sql:3 employee.political_status (政治面貌): looks sensitive (political status or opinion), the taxonomy has no item for it: declare your own under items\n"
	if !strings.Contains(d.YAML, want) || len(parsed(t, d.YAML).Uses()) != 2 {
		t.Errorf("no %q in\n%s", want, d.YAML)
	}
	zh := Draft([]Source{src}, lang.ZH).YAML
	if want := "# hr.sql:3 employee.political_status（政治面貌）：看上去敏感（政治面貌或政治倾向），分类里没有对应的种类，请在 items 下自行声明\n"; !strings.Contains(zh, want) {
		t.Errorf("no %q in\n%s", want, zh)
	}
}
