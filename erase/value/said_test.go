package value_test

import (
	"testing"

	"github.com/volens/volens/erase/value"
	"github.com/volens/volens/law"
)

func TestSaid(t *testing.T) {
	for _, c := range []struct {
		text, known string
		want        bool
	}{
		{"Ye@Mail.Example 的工单", "ye@mail.example", true},
		{"Tick Zhou.OU@mail.example", "zhou.ou@mail.example", true},
		{"ＹＥ＠mail．example", "Ye@Mail.Example", true},
		{"y\u200be@mail.example", "ye@mail.example", true},
		{"已请叶夜确认", "叶夜", true},
		{"叶 夜，档案 12", "叶夜", true},
		{"阿卜杜拉吾买尔", "阿卜杜拉·吾买尔", true},
		{"夜里办的，档案 12", "叶夜", false},
		{"ticket 12", "叶夜", false},
		{"电话 138-0000 0007", "13800000007", true},
		{"(138)0000-0007", "13800000007", true},
		{"（138）0000.0007", "13800000007", true},
		{"１３８０００００００７", "13800000007", true},
		{"138 0000 0007", "+86 13800000007", true},
		{"11010119900307123X", "110101 19900307 123x", true},
		{"ticket 27", "7", false},
		{"ticket 7", "7", true},
		{"annual file", "Ann", false},
		{"asked ANN", "Ann", true},
		{"Li na said so", "Li Na", true},
		{"anything", "", false},
		{"anything", " ", false},
	} {
		if got := value.Said(c.text, c.known); got != c.want {
			t.Errorf("%q in %q: %t", c.known, c.text, got)
		}
	}
}

func TestNaming(t *testing.T) {
	for item, want := range map[law.ItemID]bool{"name": true, "recipient-name": true, "nickname": true, "email": true, "home-address": false, "invoice-title": false, "id-image": false, "gender": false, "own-kind": false, "": false} {
		if got := value.Naming(item); got != want {
			t.Errorf("%s: %t", item, got)
		}
	}
}
