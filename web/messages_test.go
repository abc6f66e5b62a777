package web

import (
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

var verbs = regexp.MustCompile(`%[a-z]`)

// TestTheCatalogueIsWhole holds both languages of every text complete and apart.
func TestTheCatalogueIsWhole(t *testing.T) {
	for key, text := range catalogue {
		zh, en := verbs.ReplaceAllString(text.ZH, ""), verbs.ReplaceAllString(text.EN, "")
		if zh == "" && text.ZH == "" || en == "" && text.EN == "" {
			t.Errorf("%s lacks a language", key)
		}
		if regexp.MustCompile(`[A-Za-z]`).MatchString(zh) {
			t.Errorf("%s has Latin letters in Chinese: %s", key, text.ZH)
		}
		if han(en) || strings.ContainsAny(en, "，。：；？！、（）") {
			t.Errorf("%s has Chinese in English: %s", key, text.EN)
		}
		if a, b := strings.Join(verbs.FindAllString(text.ZH, -1), ""), strings.Join(verbs.FindAllString(text.EN, -1), ""); a != b {
			t.Errorf("%s takes %s in Chinese and %s in English", key, a, b)
		}
	}
}

// TestTheGlossary holds the law's words to one form.
func TestTheGlossary(t *testing.T) {
	for key, want := range map[string]string{"withdraw": "撤回同意", "alone-lead": "单独同意", "basic": "仅使用基本功能", "agree": "同意", "refuse": "不同意"} {
		if got := text(key).ZH; !strings.Contains(got, want) {
			t.Errorf("%s says %s, without %s", key, got, want)
		}
	}
}

var keyInTemplate = regexp.MustCompile(`\bt "([a-z-]+)"`)
var keyInCode = regexp.MustCompile(`(?:text\(|title := |title = |add\()((?:"[a-z-]+"(?:, )?)+)`)

// TestEveryTextIsUsed finds keys that are nowhere, and texts that nobody reads.
func TestEveryTextIsUsed(t *testing.T) {
	used := map[string]bool{"kind-ask": true, "kind-answer": true, "kind-withdrawal": true, "kind-shown": true, "kind-age": true,
		"kind-guardian": true, "kind-import": true, "kind-merge": true, "kind-restriction": true,
		"state-": true, "state-granted": true, "state-refused": true, "state-withdrawn": true, "state-merged": true, "state-void": true} // put together in templates
	for _, where := range []struct {
		root fs.FS
		end  string
		is   *regexp.Regexp
	}{{templates, ".html", keyInTemplate}, {os.DirFS("."), ".go", keyInCode}} {
		err := fs.WalkDir(where.root, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, where.end) || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := fs.ReadFile(where.root, path)
			for _, m := range where.is.FindAllStringSubmatch(string(b), -1) {
				for key := range strings.SplitSeq(strings.TrimSuffix(m[1], ", "), ", ") {
					used[strings.Trim(key, `"`)] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for key := range used {
		if _, ok := catalogue[key]; !ok {
			t.Errorf("no text %q", key)
		}
	}
	for key := range catalogue {
		if !used[key] {
			t.Errorf("nobody reads %q", key)
		}
	}
}

// TestTemplatesSpeakThroughTheCatalogue finds words that only one language has.
func TestTemplatesSpeakThroughTheCatalogue(t *testing.T) {
	_ = fs.WalkDir(templates, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, _ := fs.ReadFile(templates, path)
		bare := regexp.MustCompile(`(?s){{.*?}}|<[^>]*>`).ReplaceAllString(string(b), "")
		bare = strings.NewReplacer("中文", "", "English", "", "·", "").Replace(bare)
		if rest := strings.Join(strings.Fields(bare), " "); rest != "" {
			t.Errorf("%s says by itself: %s", path, rest)
		}
		return nil
	})
}

// TestEveryStatusHasAHeading walks the statuses that pages answer with.
func TestEveryStatusHasAHeading(t *testing.T) {
	seen := map[string]int{}
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusConflict, http.StatusGone,
		http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable} {
		h := heading(status).ZH
		if other, ok := seen[h]; ok {
			t.Errorf("%d and %d are told by the same words", status, other)
		}
		seen[h] = status
	}
}

// TestOptionsAreRequired refuses to make pages that would fail on first use.
func TestOptionsAreRequired(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("pages without a desk")
	}
}
