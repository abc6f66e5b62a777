package connect

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

// A cause is why a catalogue cannot be read, in words of our own: what drivers say
// repeats the user, the database and the host, and an address is a secret.
type cause lang.Text

// Error says it in both languages.
func (c cause) Error() string { return lang.Text(c).Both() }

var (
	errTooMany = cause{ZH: fmt.Sprintf("超过 %d 个字段", most), EN: fmt.Sprintf("more than %d columns", most)}
	nobody     = cause{ZH: "连接被拒绝，或没有人应答", EN: "the connection was refused, or nobody answers"}
	noHost     = cause{ZH: "找不到这个主机名", EN: "there is no host of that name"}
	tooSlow    = cause{ZH: "等得太久", EN: "it took too long"}
	noTLS      = cause{ZH: "TLS 没有谈成，或证书不可信", EN: "TLS failed, or the certificate is not trusted"}
	noEntry    = cause{ZH: "用户名或密码不对，或不许这个用户从这里连接", EN: "the user or the password is wrong, or the user may not connect from here"}
	noSuch     = cause{ZH: "没有这个库", EN: "there is no such database"}
	noRight    = cause{ZH: "这个用户无权读取", EN: "this user may not read it"}
	broken     = cause{ZH: "连接断了，或对方不是这种数据库", EN: "the connection broke off, or this is another kind of database"}
)

// unavailable says why, with nothing of the address.
func unavailable(err error) error {
	return fault.New(fault.Unavailable, "读不到数据库的表结构", "the catalogue of the database cannot be read").Because(causeOf(err))
}

func causeOf(err error) error {
	if c, ok := errors.AsType[cause](err); ok {
		return c
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return ofServer(e.Code)
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return ofServer(fmt.Sprint(e.Number))
	}
	return ofNetwork(err)
}

// ofServer explains the code of an answer.
func ofServer(code string) cause {
	switch code {
	case "28000", "28P01", "1044", "1045", "1130", "1698":
		return noEntry
	case "3D000", "1049":
		return noSuch
	case "42501", "1142", "1143":
		return noRight
	case "57014", "3024", "1969":
		return tooSlow
	}
	return cause{ZH: "数据库回答了错误 " + code, EN: "the database answered with error " + code}
}

// ofNetwork explains why there was no answer.
func ofNetwork(err error) cause {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return noHost
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return tooSlow
	}
	if ofTLS(err) {
		return noTLS
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return nobody
	}
	return broken
}

func ofTLS(err error) bool {
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, header := errors.AsType[tls.RecordHeaderError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	return certificate || header || authority || host || strings.Contains(strings.ToLower(err.Error()), "tls")
}
