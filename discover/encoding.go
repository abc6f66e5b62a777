package discover

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	wide "golang.org/x/text/encoding/unicode"

	"github.com/volens/volens/lang"
)

var unknownEncoding = lang.Text{
	ZH: "编码不是 UTF-8、带 BOM 的 UTF-16 或 GB18030，认不出的字没有读",
	EN: "the encoding is none of UTF-8, UTF-16 with a BOM and GB18030; characters that are not known were not read",
}

// decode makes UTF-8 of a file. UTF-16 is known by its first bytes, GB18030 by
// being Chinese when read as such. It reports whether the encoding is foreign:
// then the text is as it was.
func decode(text []byte) (decoded []byte, foreign bool) {
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
		if out, err := wide.UTF16(wide.LittleEndian, wide.ExpectBOM).NewDecoder().Bytes(text); err == nil {
			return out, false
		}
	}
	if utf8.Valid(text) {
		return bytes.TrimPrefix(text, []byte("\uFEFF")), false
	}
	if out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text); err == nil && chinese(out) {
		return out, false
	}
	return text, true
}

// chinese reports whether every character of a text was decoded, and most that
// are not ASCII are Chinese.
func chinese(text []byte) bool {
	han, others := 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			return false
		case unicode.Is(unicode.Han, r):
			han++
		case r > unicode.MaxASCII && !unicode.IsPunct(r):
			others++
		}
	}
	return han > others
}
