package report

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/volens/volens/lang"
)

// xmllint validates a document against the schema in testdata. Where the program
// is missing the test is skipped, unless VOLENS_TEST_REQUIRE=1.
func xmllint(t *testing.T, doc string) error {
	t.Helper()
	path, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
			t.Fatal("xmllint is required and not there (Debian: libxml2-utils)")
		}
		t.Skip("no xmllint (Debian: libxml2-utils)")
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), path, "--nonet", "--noout", "--schema", "testdata/junit.xsd", "-")
	cmd.Stdin, cmd.Stderr = strings.NewReader(doc), &said
	if err := cmd.Run(); err != nil {
		t.Logf("%s", said.String())
		return err
	}
	return nil
}

func TestJUnitKeepsToTheSchema(t *testing.T) {
	for tag, l := range languages {
		for name, r := range map[string]Result{"findings": result(t, l), "unreadable": unreadableResult(l), "nothing": {Lang: l}} {
			if err := xmllint(t, written(t, JUnit, r)); err != nil {
				t.Errorf("%s in %s: %v", name, tag, err)
			}
		}
	}
	if xmllint(t, `<testsuites><testsuite name="x"/></testsuites>`) == nil {
		t.Error("the schema takes a suite that counts nothing: this test would find nothing")
	}
}

// Every finding failed, every question was skipped, and nothing passed.
func TestJUnitPassesNothing(t *testing.T) {
	r := result(t, lang.EN)
	var suites junitSuites
	if err := xml.Unmarshal([]byte(written(t, JUnit, r)), &suites); err != nil {
		t.Fatal(err)
	}
	suite, failed, skipped := suites.Suites[0], 0, 0
	for _, c := range suite.Cases {
		switch {
		case c.Failure != nil:
			failed++
		case c.Skipped != nil:
			skipped++
		default:
			t.Errorf("%s passed", c.Name)
		}
	}
	if failed != len(r.Findings) || skipped != len(r.Questions) || suite.Tests != failed+skipped || suite.Failures != failed || suite.Skipped != skipped {
		t.Errorf("%d failed and %d skipped, counted %+v", failed, skipped, suite)
	}
}
