package endpoint

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/outbound"
)

// A cause is what went wrong, in words of our own.
type cause string

// Error says it.
func (c cause) Error() string { return string(c) }

var (
	errAddress = fault.New(fault.Invalid, "端点地址的写法不对：应写成 https://主机/路径#whsec_密钥", "the address of the endpoint has the wrong form: it is https://host/path#whsec_…").Citing("address-form").
			WithFix("写成 https://主机/路径#whsec_密钥", "write https://host/path#whsec_… with the secret behind the #")
	errText   = fault.New(fault.Invalid, "有的标识不是文本，发不出去", "an identifier is not text and cannot be sent")
	errSize   = fault.New(fault.TooLarge, "一次要问的太多", "this is too much for one question")
	errAnswer = fault.New(fault.Unavailable, "端点的答复不合约定", "the endpoint answers in another form than agreed").
			Citing("answer-form").WithFix("用 volens connector check 检查端点", "have volens connector check look at the endpoint")
	errInvalid = fault.New(fault.Invalid, "端点说这样问没有意义", "the endpoint says that this means nothing there")
)

func unavailable(slug, why string) error {
	return fault.New(fault.Unavailable, "端点没有答复，或拒绝了", "the endpoint does not answer, or refuses").
		Citing(slug).Because(cause(why))
}

// ofNetwork explains why there was no answer.
func ofNetwork(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	var timeout net.Error
	switch {
	case errors.Is(err, outbound.ErrAddress):
		return unavailable("address-not-allowed", "the address leads where connections may not go")
	case errors.As(err, &timeout) && timeout.Timeout():
		return unavailable("timeout", fmt.Sprintf("there was no whole answer within %d seconds", int(Timeout.Seconds())))
	}
	return unavailable("unreachable", "nobody answers, or the connection broke off")
}

var slugForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// ofAnswer explains an answer that is no yes.
func ofAnswer(status int, body []byte) error {
	a, _ := parse(body)
	slug := "refused"
	if a.Error != nil && slugForm.MatchString(a.Error.Reason) {
		slug = a.Error.Reason
	}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return unavailable("no-entry", fmt.Sprintf("it answered with status %d: it does not take our signature", status))
	case a.Error != nil && a.Error.Kind == KindInvalid:
		return errInvalid.Citing(slug)
	case status == http.StatusRequestEntityTooLarge:
		return errSize
	}
	if status/100 == 3 {
		return unavailable(slug, fmt.Sprintf("it answered with status %d, and nobody follows redirects", status))
	}
	return unavailable(slug, fmt.Sprintf("it answered with status %d, not 200", status))
}
