package render

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/volens/volens/notice"
)

// JSON writes the document as machines read it, in both languages.
func JSON(w io.Writer, d notice.Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}
