package rule

import "strings"

// Newsletter is a service with one use by consent. A line whose text is empty is
// left out.
func Newsletter(kept, when, without string) string {
	var b strings.Builder
	b.WriteString(`
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - item: email
            for: promote
`)
	for _, line := range []struct{ key, text string }{{"kept", kept}, {"when", when}, {"without", without}} {
		if line.text != "" {
			b.WriteString("            " + line.key + ": " + line.text + "\n")
		}
	}
	return b.String()
}

// NewsletterAsks is the same service with how it asks, if it says so.
func NewsletterAsks(asks string) string {
	text := Newsletter("{in: main, for: 1y}", "at-sign-up", "{zh: 收不到简报, en: no newsletter}")
	if asks == "" {
		return text
	}
	return strings.Replace(text, "    functions:\n", "    asks: "+asks+"\n    functions:\n", 1)
}
