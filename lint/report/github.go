package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/lint"
)

var (
	// In the message of a command, and in its properties, these would end them.
	commandMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github writes workflow commands, which GitHub Actions shows beside the lines of
// a change. What is not checked is one notice.
func (p page) github() []byte {
	var b bytes.Buffer
	for _, e := range slices.Concat(p.all(), p.wrong) {
		command, title := "error", e.Title.In(p.lang)
		if e.Severity == lint.Warning {
			command = "warning"
		}
		text := e.Message.In(p.lang)
		if e.Rule != "" {
			title = e.Rule + " " + title
			text += fmt.Sprintf(" [%s]\n%s%s\n%s", e.articles(p.lang), p.say("改法：", "fix: "), e.Fix.In(p.lang), helpOf(e.Rule))
		}
		fmt.Fprintf(&b, "::%s file=%s", command, commandProperty.Replace(e.Place.File))
		if e.Place.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d", e.Place.Line, e.Place.Column)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", commandProperty.Replace(title), commandMessage.Replace(text))
	}
	fmt.Fprintf(&b, "::notice title=volens lint::%s\n", commandMessage.Replace(p.summary().In(p.lang)))
	return b.Bytes()
}
