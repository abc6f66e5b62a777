package blur

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCity(t *testing.T) {
	for address, want := range map[string]string{
		"浙江省杭州市西湖区示例路 1 号":    "浙江省杭州市",
		"浙江杭州市西湖区示例路 1 号":     "浙江杭州市",
		"浙江省 杭州市 西湖区":         "浙江省杭州市",
		"杭州市西湖区示例路 1 号":       "杭州市",
		"上海市浦东新区示例路 1 号超市三楼":  "上海市",
		"上海浦东新区示例路 1 号":       "上海",
		"内蒙古自治区锡林郭勒盟锡林浩特市":    "内蒙古自治区锡林郭勒盟",
		"新疆维吾尔自治区克孜勒苏柯尔克孜自治州": "新疆维吾尔自治区克孜勒苏柯尔克孜自治州",
		"西藏自治区阿里地区噶尔县":        "西藏自治区阿里地区",
		"黑龙江省大兴安岭地区漠河市":       "黑龙江省大兴安岭地区",
		"广西壮族自治区南宁市青秀区":       "广西壮族自治区南宁市",
		"香港特别行政区中西区示例道 1 号":   "香港特别行政区",
		"江苏省镇江市京口区":           "江苏省镇江市",
		"湖南省常宁县示例镇夜市":         "湖南省",
		"浙江省示例超市":             "浙江省",
		"山西省运城市盐湖区":           "山西省运城市",
		"幸福新城市花园 3 栋":         "",
		"示例路 1 号院市场旁":         "",
		"12 Example Road":     "",
		"":                    "",
		"  广东省深圳市南山区示例大厦  ":   "广东省深圳市",
		"海南省示例镇第一人民医院旁便民市场二楼": "海南省",
	} {
		if got := City(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// Whatever is written, what is left of an address is its beginning, no longer than
// the longest province and prefecture, and without a road, a county or a number.
func TestCityNeverSaysMore(t *testing.T) {
	part := rapid.SampledFrom(strings.Split("浙江省 上海市 杭州 杭州市 西湖区 示例路 1号 超市 镇 市 盟 地区 自治州 县 花园 A座 恩施土家族苗族自治州", " "))
	rapid.Check(t, func(t *rapid.T) {
		address := strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "address"), "")
		city := City(address)
		if utf8.RuneCountInString(city) > 8+11 || strings.ContainsAny(city, "路号座1县") {
			t.Fatalf("%s is left of %s", city, address)
		}
	})
}
