package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// readQuestion reads one question: a key that this API does not have, a key
// twice, or text that is not UTF-8 is no question.
func readQuestion(ctx context.Context, dec *jsontext.Decoder) (q decide.Question, err error) {
	named := false
	err = readObject(dec, func(key string) error {
		switch key {
		case "subject":
			named = true
			raw, err := readText(ctx, dec, "body.subject", maxSubject)
			if err != nil {
				return err
			}
			q.Subject, err = subject(raw).person()
			return err
		case "action":
			return into(ctx, dec, &q.Action, "body.action", 32)
		case "use":
			return into(ctx, dec, &q.Use, "body.use", 512)
		case "function":
			return into(ctx, dec, &q.Function, "body.function", 128)
		case "recipient":
			return into(ctx, dec, &q.Recipient, "body.recipient", 64)
		case "item":
			return into(ctx, dec, &q.Item, "body.item", 64)
		case "country":
			return into(ctx, dec, &q.Country, "body.country", 8)
		case "last_at":
			q.LastAt, err = readTime(ctx, dec, "body.last_at")
		case "at_least":
			q.AtLeast, err = readVersion(ctx, dec, "body.at_least")
		case "primary":
			q.Primary, err = readBool(ctx, dec, "body.primary")
		default:
			return misfit(ctx, "body", lang.Text{ZH: "没有这个键", EN: "unexpected property"})
		}
		return err
	})
	if err == nil && !named {
		err = misfit(ctx, "body", lang.Text{ZH: "缺少必填的键 subject", EN: "expected required property subject"})
	}
	return q, read(ctx, err)
}

// maxSubject leaves it to the subject itself to say what it may be.
const maxSubject = 1 << 16

// An asked is one question of a batch, or what is wrong with it.
type asked struct {
	question decide.Question
	err      error
}

func readQuestions(ctx context.Context, dec *jsontext.Decoder) (all []asked, err error) {
	some := false
	err = readObject(dec, func(key string) error {
		if key != "questions" || dec.PeekKind() != '[' {
			return misfit(ctx, "body", lang.Text{ZH: "只有 questions 一键，应为列表", EN: "unexpected property: there is only questions, a list"})
		}
		some = true
		_, _ = dec.ReadToken() // the bracket just seen
		for dec.PeekKind() != ']' {
			if len(all) == MaxQuestions {
				return misfit(ctx, "body.questions", lang.Text{ZH: "最多 1000 个问题", EN: "expected at most 1000 questions"})
			}
			raw, err := dec.ReadValue()
			if err != nil {
				return err
			}
			all = append(all, readOne(ctx, raw))
		}
		_, err := dec.ReadToken()
		return err
	})
	if err == nil && (!some || len(all) == 0) {
		err = misfit(ctx, "body.questions", lang.Text{ZH: "至少一个问题", EN: "expected at least one question"})
	}
	return all, read(ctx, err)
}

// readOne reads a question by itself, so that what is wrong with it stays there.
func readOne(ctx context.Context, raw jsontext.Value) (a asked) {
	d := desktops.Get().(*desktop)
	defer d.back()
	d.in.Reset()
	_, _ = d.in.Write(raw)
	d.dec.Reset(&d.in)
	a.question, a.err = readQuestion(ctx, &d.dec)
	return a
}

// errShape is a value of another type than expected.
var errShape = errors.New("another type")

// readObject calls do for each key; do reads the value.
func readObject(dec *jsontext.Decoder, do func(key string) error) error {
	if k := dec.PeekKind(); k != '{' {
		if _, err := dec.ReadValue(); err != nil {
			return err
		}
		return errShape
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		key, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if err := do(key.String()); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// read turns an error of the JSON reader into one for the caller: its own words
// could hold what was sent.
func read(ctx context.Context, err error) error {
	if errors.Is(err, errShape) {
		return misfit(ctx, "body", lang.Text{ZH: "应为 JSON 对象", EN: "expected object"})
	}
	if s := (*jsontext.SyntacticError)(nil); errors.As(err, &s) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errBody
	}
	return err
}

// misfit says where a body does not fit the API and what was expected there,
// never what stood there.
func misfit(ctx context.Context, at string, says lang.Text) error {
	l := httpx.LangOf(ctx)
	return &httpx.Problem{
		Type: "urn:volens:problem:" + string(kindOf(http.StatusUnprocessableEntity)), Title: http.StatusText(http.StatusUnprocessableEntity), Status: http.StatusUnprocessableEntity,
		Detail: said(http.StatusUnprocessableEntity).In(l), Errors: []httpx.FieldError{{Location: at, Message: says.In(l)}},
	}
}

func readText(ctx context.Context, dec *jsontext.Decoder, at string, most int) (string, error) {
	if dec.PeekKind() != '"' {
		return "", wrong(ctx, dec, at, lang.Text{ZH: "类型不对（应为文本）", EN: "expected string"})
	}
	t, err := dec.ReadToken()
	if err != nil {
		return "", err
	}
	s := t.String()
	if len(s) > most && utf8.RuneCountInString(s) > most {
		return "", misfit(ctx, at, lang.Text{ZH: "最长 " + strconv.Itoa(most) + " 字", EN: "expected length <= " + strconv.Itoa(most)})
	}
	return s, nil
}

func into[T decide.Action | declaration.UseID | string](ctx context.Context, dec *jsontext.Decoder, v *T, at string, most int) error {
	s, err := readText(ctx, dec, at, most)
	*v = T(s)
	return err
}

func readTime(ctx context.Context, dec *jsontext.Decoder, at string) (time.Time, error) {
	s, err := readText(ctx, dec, at, 64)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, misfit(ctx, at, lang.Text{ZH: "写法不合要求（RFC 3339 的时间）", EN: "expected string to be an RFC 3339 time"})
	}
	return t, nil
}

func readVersion(ctx context.Context, dec *jsontext.Decoder, at string) (int64, error) {
	says := lang.Text{ZH: "类型不对（应为不小于 -1 的整数）", EN: "expected integer, at least -1"}
	if dec.PeekKind() != '0' {
		return 0, wrong(ctx, dec, at, says)
	}
	raw, err := dec.ReadValue()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || n < ledger.Absent {
		return 0, misfit(ctx, at, says)
	}
	return n, nil
}

func readBool(ctx context.Context, dec *jsontext.Decoder, at string) (bool, error) {
	if k := dec.PeekKind(); k != 't' && k != 'f' {
		return false, wrong(ctx, dec, at, lang.Text{ZH: "类型不对（应为 true 或 false）", EN: "expected boolean"})
	}
	t, err := dec.ReadToken()
	return err == nil && t.Bool(), err
}

// wrong is misfit for a value of another type; one that is no JSON at all is
// said to be that.
func wrong(ctx context.Context, dec *jsontext.Decoder, at string, says lang.Text) error {
	if err := dec.SkipValue(); err != nil {
		return err
	}
	return misfit(ctx, at, says)
}
