package webhook

import (
	"net/url"
	"strings"

	"github.com/volens/volens/fault"
)

// MaxURL is the longest address of a receiver, in bytes.
const MaxURL = 2048

var errURL = fault.New(fault.Invalid, "接收地址应为 https 网址（内网地址亦可为 http），不含用户名和片段",
	"a receiver's address is an https URL, or http inside the operator's networks, without user name and fragment")

// CheckURL refuses what cannot be the address of a receiver. Where the address
// leads is checked when it is called, each time anew.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil, len(text) > MaxURL:
		return errURL
	case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "", u.User != nil, u.Opaque != "":
		return errURL
	case strings.Contains(text, "#"), !strings.HasPrefix(text, u.Scheme+"://"):
		return errURL // the scheme is compared as it is written
	}
	return nil
}
