package declaration

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestApply(t *testing.T) {
	for _, c := range []struct {
		as        Transform
		value, to string // "" where it becomes null
	}{
		{ToYear, "1988-05-04", "1988-01-01"},
		{ToYear, "1988-05-04 10:11:12.5", "1988-01-01 00:00:00"},
		{ToYear, "1988-05-04T10:11:12+08:00", "1988-01-01T00:00:00"},
		{ToYear, "1988-05", "1988-01"},
		{ToYear, "1988", "1988"},
		{ToYear, "4 May 1988", ""},
		{ToYear, "19880504", ""},
		{ToMonth, "1988-05-04", "1988-05-01"},
		{ToMonth, "1988-05", "1988-05"},
		{ToMonth, "1988", ""},
		{ToMonth, "1988-13-04", ""},
		{"band:10", "37", "30"},
		{"band:10", "37.99", "30"},
		{"band:100", "99.99", "0"},
		{"band:10", "-3", "-10"},
		{"band:10", "40", "40"},
		{"band:10", "37 kg", ""},
		{"band:10", "1e3", ""},
		{"band:0", "37", ""},
		{"first:1", "王宁", "王"},
		{"first:3", "13800138000", "138"},
		{"first:3", "ab", "ab"},
		{"first:1", "", ""},
		{"fixed:已注销", "王宁", "已注销"},
		{"fixed:a:b", "王宁", "a:b"},
		{ToNull, "王宁", ""},
		{"", "王宁", ""},
		{ToHash, "王宁", ""},
		{"unheard-of", "王宁", ""},
	} {
		to, null := c.as.Apply(c.value)
		if to != c.to || null != (c.to == "") {
			t.Errorf("%s of %q is %q, %v; want %q", c.as, c.value, to, null, c.to)
		}
	}
	if to, null := ToBlank.Apply("王宁"); to != "" || null {
		t.Errorf("blank is %q, %v", to, null)
	}
}

// A step may be done twice: what was transformed stays as it is.
func TestTransformsAreDoneOnce(t *testing.T) {
	as := rapid.SampledFrom([]Transform{ToNull, ToBlank, "fixed:x", ToYear, ToMonth, ToCity, "band:7", "first:2"})
	value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[12]\d{3}-[01]\d-[0-3]\d( [012]\d:\d\d:\d\d)?`), rapid.StringMatching(`-?\d{1,6}(\.\d\d)?`), rapid.Just("浙江省杭州市西湖区示例路 1 号"))
	rapid.Check(t, func(t *rapid.T) {
		f, v := as.Draw(t, "as"), value.Draw(t, "value")
		once, null := f.Apply(v)
		if null {
			return
		}
		if twice, null := f.Apply(once); twice != once || null {
			t.Fatalf("%s of %q: %q, then %q", f, v, once, twice)
		}
	})
}

func TestHash(t *testing.T) {
	a, b := Hash([]byte("one key"), "13800138000"), Hash([]byte("another"), "13800138000")
	switch {
	case a == b:
		t.Error("the key does not count")
	case a != Hash([]byte("one key"), "13800138000"):
		t.Error("the same value under the same key differs")
	case Hash([]byte("another"), a) != a:
		t.Error("what was hashed is hashed again")
	case strings.Contains(a, "138"):
		t.Error("the value shows")
	}
}

func TestPartsOfTransforms(t *testing.T) {
	for f, want := range map[Transform][2]string{"": {"null", ""}, "band:10": {"band", "10"}, "fixed:a:b": {"fixed", "a:b"}, "city": {"city", ""}} {
		if name, argument := f.Parts(); name != want[0] || argument != want[1] {
			t.Errorf("%s: %s, %s", f, name, argument)
		}
	}
}
