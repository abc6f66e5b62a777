package law

import (
	"strings"

	"github.com/volens/volens/lang"
)

// ByStatus lists citations by status, the most binding first: a reader sees at
// once what of it is in force.
func ByStatus(l lang.Lang, cites []Citation) string {
	colon, comma, semicolon := "：", "、", "；"
	if l == lang.EN {
		colon, comma, semicolon = ": ", ", ", "; "
	}
	var groups []string
	for _, s := range Statuses() {
		var of []string
		for _, c := range cites {
			if c.Status() == s {
				of = append(of, c.Short().In(l))
			}
		}
		if len(of) > 0 {
			groups = append(groups, s.Text().In(l)+colon+strings.Join(of, comma))
		}
	}
	return strings.Join(groups, semicolon)
}
