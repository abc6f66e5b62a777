package database

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
	lite "modernc.org/sqlite"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

// A Cause is why a database does not do what it was asked, in words of our own:
// what drivers say repeats the user, the host, and the values of the row.
type Cause lang.Text

// Error says it in both languages.
func (c Cause) Error() string { return lang.Text(c).Both() }

// The causes.
var (
	Nobody  = Cause{ZH: "连接被拒绝，或没有人应答", EN: "the connection was refused, or nobody answers"}
	NoHost  = Cause{ZH: "找不到这个主机名", EN: "there is no host of that name"}
	TooSlow = Cause{ZH: "等得太久", EN: "it took too long"}
	NoTLS   = Cause{ZH: "TLS 没有谈成，或证书不可信", EN: "TLS failed, or the certificate is not trusted"}
	NoEntry = Cause{ZH: "用户名或密码不对，或不许这个用户从这里连接", EN: "the user or the password is wrong, or the user may not connect from here"}
	NoSuch  = Cause{ZH: "没有这个库", EN: "there is no such database"}
	NoRight = Cause{ZH: "这个用户没有所需的权限", EN: "this user has not the right to do it"}
	Broken  = Cause{ZH: "连接断了，或对方不是这种数据库", EN: "the connection broke off, or this is another kind of database"}
	Locked  = Cause{ZH: "别人锁着，等不到", EN: "somebody else holds a lock on it"}
	Pointed = Cause{ZH: "还有别的行指向这些行，或违反了表的约束", EN: "other rows point to these, or a constraint of the table forbids it"}
)

// unavailable says why, with nothing of the address or of any row.
func unavailable(err error) error {
	return fault.New(fault.Unavailable, "数据库没有办成", "the database did not do it").Because(CauseOf(err))
}

// CauseOf explains an error of a driver.
func CauseOf(err error) error {
	if c, ok := errors.AsType[Cause](err); ok {
		return c
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return ofServer(e.Code)
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return ofServer(fmt.Sprint(e.Number))
	}
	if errors.Is(err, context.Canceled) {
		return Cause{ZH: "已取消", EN: "it was cancelled"}
	}
	if e, ok := errors.AsType[*lite.Error](err); ok {
		return ofLite(e.Code())
	}
	return ofNetwork(err)
}

// ofServer explains the code of an answer.
func ofServer(code string) Cause {
	switch code {
	case "28000", "28P01", "1044", "1045", "1130", "1698":
		return NoEntry
	case "3D000", "1049":
		return NoSuch
	case "42501", "1142", "1143", "1227", "1370":
		return NoRight
	case "57014", "3024", "1969":
		return TooSlow
	case "55P03", "40P01", "40001", "1205", "1213":
		return Locked
	case "23503", "23505", "23502", "23514", "23001", "1451", "1452", "1062", "1048", "3819", "4025":
		return Pointed
	}
	return Cause{ZH: "数据库回答了错误 " + code, EN: "the database answered with error " + code}
}

// ofLite explains a result of SQLite by its primary code.
func ofLite(code int) Cause {
	switch code & 0xff {
	case 5, 6:
		return Locked
	case 8:
		return NoRight
	case 9:
		return TooSlow
	case 14, 26:
		return NoSuch
	case 19:
		return Pointed
	}
	return Cause{ZH: fmt.Sprintf("数据库回答了错误 %d", code), EN: fmt.Sprintf("the database answered with error %d", code)}
}

// ofNetwork explains why there was no answer.
func ofNetwork(err error) Cause {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return NoHost
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return TooSlow
	}
	if ofTLS(err) {
		return NoTLS
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return Nobody
	}
	return Broken
}

func ofTLS(err error) bool {
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, header := errors.AsType[tls.RecordHeaderError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	return certificate || header || authority || host || strings.Contains(strings.ToLower(err.Error()), "tls")
}
