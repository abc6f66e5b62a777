package discover

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// readNPM reads the dependencies in package.json, but not those of development,
// which are not built in.
func readNPM(text []byte) (Source, error) {
	root, err := parseTree(text)
	if err != nil {
		return Source{}, err
	}
	var found components
	for _, key := range []string{"dependencies", "optionalDependencies", "peerDependencies"} {
		each(child(root, key), func(k, _ *yaml.Node) { found.add(npm, k.Value, k.Line) })
	}
	return Source{Components: found.list}, nil
}

// readPods reads the PODS of a Podfile.lock: lines such as "  - Bugly (2.5.93)".
func readPods(text []byte) (Source, error) {
	var found components
	inside, line := false, 0
	for l := range strings.Lines(string(text)) {
		line++
		if !strings.HasPrefix(l, " ") {
			inside = strings.HasPrefix(l, "PODS:")
			continue
		}
		if name, ok := strings.CutPrefix(strings.TrimSpace(l), "- "); ok && inside {
			name, _, _ = strings.Cut(strings.Trim(name, `"'`), " ")
			found.add(pod, strings.TrimSuffix(name, ":"), line)
		}
	}
	return Source{Components: found.list}, nil
}

// readGradleLock reads lines such as "group:artifact:1.0=releaseRuntimeClasspath".
func readGradleLock(text []byte) (Source, error) {
	var found components
	line := 0
	for l := range strings.Lines(string(text)) {
		line++
		if !strings.HasPrefix(l, "#") {
			found.maven(l, line)
		}
	}
	return Source{Components: found.list}, nil
}

// readGradle reads the quoted coordinates of a build script. It is no program:
// names put together from variables it does not see.
func readGradle(text []byte) (Source, error) {
	var found components
	line := 0
	for l := range strings.Lines(string(text)) {
		line++
		if trimmed := strings.TrimSpace(l); strings.HasPrefix(trimmed, "//") || strings.HasPrefix(strings.ToLower(trimmed), "test") {
			continue
		}
		for i, part := range strings.FieldsFunc(l, func(r rune) bool { return r == '"' || r == '\'' }) {
			if i > 0 {
				found.maven(part, line)
			}
		}
	}
	return Source{Components: found.list}, nil
}

// components collects the known ones, each once.
type components struct{ list []Component }

// maven adds the component of group:artifact:version.
func (c *components) maven(coordinates string, line int) {
	parts := strings.SplitN(strings.TrimSpace(coordinates), ":", 3)
	if len(parts) >= 2 {
		c.add(maven, parts[0]+":"+parts[1], line)
	}
}

func (c *components) add(in registry, name string, line int) {
	for i := range sdks {
		if !sdks[i].is(in, name) {
			continue
		}
		for _, known := range c.list {
			if known.ID == sdks[i].id {
				return
			}
		}
		c.list = append(c.list, sdks[i].component(oneLine(name), line))
		return
	}
}
