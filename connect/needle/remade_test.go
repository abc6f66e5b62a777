package needle

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
)

func TestWhatAColumnHasToHold(t *testing.T) {
	for _, c := range []struct {
		as         declaration.Transform
		text, want string
		none       bool
	}{
		{"fixed:已注销", "x", "已注销", false}, {"fixed:a:b", "", "a:b", false}, {"fixed:", "x", "", false},
		{"year", "1988-05-04", "1988-01-01", false}, {"year", "1988-05-04 10:11:12.5", "1988-01-01 00:00:00", false}, {"year", "1988-05", "1988-01", false},
		{"year", "1988", "1988", false}, {"year", "88-05-04", "", true}, {"month", "1988-05-04T10:11:12Z", "1988-05-01T00:00:00", false}, {"month", "1988", "", true},
		{"month", "1988-13-04", "", true}, {"city", "浙江省杭州市西湖区示例路 1 号", "浙江省杭州市", false}, {"city", "示例路", "", true},
		{"band:10", "37.5", "30", false}, {"band:10", "-3", "-10", false}, {"band:10", "40", "40", false}, {"band:10", "1e3", "", true}, {"band:x", "1", "", true}, {"band:10", "0x10", "", true},
		{"first:2", "张三丰", "张三", false}, {"first:2", "", "", true}, {"first:0", "x", "", true}, {"first:3", "ab", "ab", false}, {"null", "x", "", true}, {"hash", "x", "", true}, {"nonsense", "x", "", true},
	} {
		if got, ok := Remade(c.as, c.text); got != c.want || ok == c.none {
			t.Errorf("%s of %q: %q %v, want %q", c.as, c.text, got, ok, c.want)
		}
	}
	for text, want := range map[string]bool{"~erased-0123456789abcdef0123": true, "~": true, "~0f": true, "": false, "~erased-x": false, "erased": false, "~anna": false} {
		if Unlike(text) != want {
			t.Errorf("%q", text)
		}
	}
	if h := declaration.Hash([]byte("key"), "13800138000"); !Hashed(h) || Hashed("13800138000") || Hashed(strings.ToUpper(h)) {
		t.Error(h)
	}
}

// TestBothMakeTheSame compares what is made here with what erasing makes: they were
// written down apart.
func TestBothMakeTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		as := rapid.SampledFrom([]declaration.Transform{"year", "month", "city", "band:7", "band:100", "first:1", "first:5", "fixed:x"}).Draw(t, "as")
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,4})?`),
			rapid.StringMatching(`[12][0-9]{3}(-[01][0-9](-[0-3][0-9]([ T][01][0-9]:[0-5][0-9](:[0-5][0-9])?)?)?)?`)).Draw(t, "text")
		want, null := as.Apply(text)
		got, ok := Remade(as, text)
		if ok == null || ok && got != want {
			t.Fatalf("%s of %q: %q %v, and %q %v", as, text, got, ok, want, null)
		}
		if again, ok := Remade(as, got); ok && again != got {
			t.Fatalf("%s of %q: %q, then %q", as, text, got, again)
		}
	})
}
