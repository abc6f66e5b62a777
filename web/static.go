package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"net/http"
	"time"
)

//go:embed static/volens.css
var css []byte

// An asset is an embedded file that browsers may keep.
type asset struct {
	body []byte
	etag string
}

func stylesheet() asset {
	sum := sha256.Sum256(css)
	return asset{body: css, etag: `"` + hex.EncodeToString(sum[:8]) + `"`}
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("ETag", a.etag)
	http.ServeContent(w, r, "volens.css", time.Time{}, bytes.NewReader(a.body))
	return nil
}
