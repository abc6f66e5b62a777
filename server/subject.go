package server

import (
	"strings"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// subject is a person's id as it stands in a body. It prints as nothing.
type subject string

// String keeps the id out of logs.
func (subject) String() string { return "subject(redacted)" }

// person checks the id. The error does not repeat it.
func (s subject) person() (ledger.Subject, error) {
	p, err := ledger.NewSubject(string(s))
	if err != nil {
		return p, fault.New(fault.Invalid, "subject 应为 1 至 256 字节的 UTF-8 文本，不含控制字符和替换字符", "subject must be 1 to 256 bytes of UTF-8 without control or replacement characters")
	}
	return p, nil
}

// operationID names an operation after its path: v1-asks-answers.
func operationID(path string) string {
	var words []string
	for w := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if !strings.HasPrefix(w, "{") {
			words = append(words, w)
		}
	}
	return strings.Join(words, "-")
}
