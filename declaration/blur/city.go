package blur

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// provinces are what the addresses of the mainland, Hong Kong, Macao and Taiwan
// begin with.
var provinces = strings.Fields("北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门")

// provinceEndings follow them, the longer first.
var provinceEndings = []string{"维吾尔自治区", "特别行政区", "壮族自治区", "回族自治区", "自治区", "省"}

// cityEndings end the name of a city or a prefecture, with how many characters the
// longest name has before them.
var cityEndings = []struct {
	ending string
	most   int
}{{"市", 4}, {"自治州", 8}, {"地区", 4}, {"盟", 4}}

// longestCity is how long the names are that end in 城市: 聊城市, 运城市.
const longestCity = 3

// notCities end in the character for a city and are none.
var notCities = []string{"超市", "菜市", "夜市", "早市", "闹市"}

// City returns the beginning of a postal address down to its city or prefecture;
// where it names none, its province; where it begins with no province, only a city
// at its very beginning, and else "". It never returns more than that.
func City(address string) string {
	address = strings.TrimSpace(address)
	province := provinceOf(address)
	if strings.HasSuffix(province, "市") {
		return province
	}
	rest := strings.TrimLeft(address[len(province):], " \u3000")
	if city := cityAt(rest); city != "" {
		return province + city
	}
	return province
}

// provinceOf returns the province that an address begins with, as it is written.
func provinceOf(address string) string {
	for _, p := range provinces {
		rest, ok := strings.CutPrefix(address, p)
		if !ok {
			continue
		}
		if strings.HasPrefix(rest, "市") {
			return p + "市"
		}
		for _, end := range provinceEndings {
			if strings.HasPrefix(rest, end) {
				return p + end
			}
		}
		return p
	}
	return ""
}

// cityAt returns the city that a text begins with.
func cityAt(text string) string {
	best := ""
	for _, c := range cityEndings {
		i := strings.Index(text, c.ending)
		if i <= 0 || utf8.RuneCountInString(text[:i]) > c.most {
			continue
		}
		name := text[:i+len(c.ending)]
		if !streets(name) && (best == "" || len(name) < len(best)) {
			best = name
		}
	}
	return best
}

// streets reports whether a name goes further than a city: into a district, a road
// or a number.
func streets(name string) bool {
	for _, n := range notCities {
		if strings.HasSuffix(name, n) {
			return true
		}
	}
	if strings.HasSuffix(name, "城市") && utf8.RuneCountInString(name) > longestCity {
		return true
	}
	other := func(c rune) bool { return !unicode.Is(unicode.Han, c) }
	return strings.ContainsFunc(name, other) || strings.ContainsAny(strings.TrimSuffix(name, "地区"), "区县街路号村弄巷栋室座")
}
