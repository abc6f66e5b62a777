package dpv_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/dpv"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

var update = flag.Bool("update", false, "write the golden files")

const (
	recommend = "shop/for-you/browsing-history/recommend"
	heart     = "shop/for-you/heart-rate/recommend"
	toAds     = "shop/for-you/heart-rate/recommend>ads"
	push      = "shop/order/device-id/push@acme-push"
)

var at = time.UnixMilli(1_800_000_000_000)

// must is for fixtures, which examples use too.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func shop() (*declaration.Declaration, string) {
	b := must(os.ReadFile("../consent/testdata/shop.yaml"))
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(b)}}}
	return must(declaration.Parse(src)), src.Hash()
}

// receipt makes a true receipt of an entry in a log of one.
func receipt(kind ledger.Kind, declared string, body any) ledger.Receipt {
	seed := bytes.NewReader(bytes.Repeat([]byte{7}, 256))
	private, public, err := ledger.NewLogKey(seed, "qinghe.example/volens")
	signer := must(note.NewSigner(must(private, err)))
	subject := must(ledger.NewSubject("user-1001"))
	who := ledger.Identity{Subject: subject, Lookup: must(ledger.NewInstallationKey(seed)).Lookup(subject), Key: must(ledger.NewSubjectKey(seed))}
	e := must(ledger.PersonalEntry(kind, at, declared, who, must(ledger.NewNonce(seed)), body))
	var tree ledger.Frontier
	tree.Append(e.Leaf.Hash())
	checkpoint := must(ledger.Checkpoint{Origin: "qinghe.example/volens", Size: tree.Size(), Root: tree.Root()}.Sign(signer))
	return must(ledger.NewReceipt(0, e, who, nil, checkpoint, public))
}

func use(d *declaration.Declaration, id declaration.UseID) consent.ChoiceUse {
	u, ok := d.UseByID(id)
	if !ok {
		panic("no such use")
	}
	return consent.ChoiceUse{Use: id, Fingerprint: u.Fingerprint(), Item: u.Item.Name}
}

// answered is an ask of several choices, all answered, one yes and the rest no.
func answered() dpv.Input {
	d, hash := shop()
	ask := consent.Ask{ID: "07-a", Service: "shop", Declaration: hash, At: at.Add(-time.Minute)}
	body := consent.AnswerBody{V: 1, Ask: ask.ID, Service: "shop", Shown: "sha256:" + strings.Repeat("ab", 32)}
	for i, id := range []declaration.UseID{recommend, heart, toAds, push} {
		c := consent.Choice{ID: consent.ChoiceID(id), Service: "shop", Function: "for-you", Uses: []consent.ChoiceUse{use(d, id)}}
		c.Wording.Question = lang.Text{ZH: "是否同意？", EN: "Do you agree?"}
		ask.Choices = append(ask.Choices, c)
		a := consent.AnsweredChoice{Choice: c.ID, Grant: i == 0, Uses: c.Uses}
		if i == 0 {
			a.Evidence = consent.Evidence{Act: "act-1", Language: "zh-CN", Element: "button#yes"}
		}
		body.Answers = append(body.Answers, a)
	}
	return dpv.Input{Receipt: receipt(ledger.KindAnswer, hash, body), Declaration: d, Ask: ask, Principal: "user-1001", Manage: "https://shop.example/privacy"}
}

func withdrawn() dpv.Input {
	d, hash := shop()
	u := use(d, recommend)
	body := consent.WithdrawalBody{V: 1, Uses: []consent.WithdrawnUse{
		{Use: u.Use, Fingerprint: u.Fingerprint},
		{Use: heart, Fingerprint: use(d, heart).Fingerprint},
		{Use: "shop/gone/phone/call", Fingerprint: "sha256:old"},
	}}
	return dpv.Input{
		Receipt: receipt(ledger.KindWithdrawal, hash, body), Declaration: d,
		Said: consent.Consents{heart: {Use: heart, State: consent.Refused, Version: 0}},
	}
}

func render(t testing.TB, in dpv.Input) []byte {
	t.Helper()
	b, err := dpv.Receipt(in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGolden(t *testing.T) {
	for name, in := range map[string]dpv.Input{"answer": answered(), "withdrawal": withdrawn()} {
		got := render(t, in)
		if !bytes.Equal(got, render(t, in)) {
			t.Errorf("%s: not the same twice", name)
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, got, "", "  "); err != nil {
			t.Fatal(err)
		}
		pretty.WriteByte('\n')
		file := "testdata/" + name + ".jsonld"
		if *update {
			if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
			t.Errorf("%s (-update writes it):\n%s", file, diff)
		}
		if found := check(got); len(found) > 0 {
			t.Errorf("%s is not the JSON-LD it says:\n%s", name, strings.Join(found, "\n"))
		}
	}
}

// TestTheProofInsideHolds: what proves is our own receipt, unchanged.
func TestTheProofInsideHolds(t *testing.T) {
	in := answered()
	var doc struct {
		Proof json.RawMessage `json:"volens:proof"`
	}
	if err := json.Unmarshal(render(t, in), &doc); err != nil {
		t.Fatal(err)
	}
	r, err := ledger.ParseReceipt(doc.Proof)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(in.Receipt.LogKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Verify(v); err != nil {
		t.Error(err)
	}
}

// statuses returns the last event of each record, by use.
func statuses(t testing.TB, in dpv.Input) map[string]string {
	t.Helper()
	var doc struct {
		Records []struct {
			ID     string `json:"dct:identifier"`
			Events []struct {
				Type string `json:"@type"`
				By   string `json:"dpv:isIndicatedBy"`
			} `json:"dpv:hasConsentStatus"`
		} `json:"dpv:hasRecordOfActivity"`
	}
	if err := json.Unmarshal(render(t, in), &doc); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range doc.Records {
		_, id, _ := strings.Cut(r.ID, "#")
		last := r.Events[len(r.Events)-1]
		all[id] = last.Type + " " + last.By
	}
	return all
}

func TestStates(t *testing.T) {
	want := map[string]string{
		recommend: "dpv:ConsentGiven dpv:DataSubject", heart: "dpv:ConsentRefused dpv:DataSubject",
		toAds: "dpv:ConsentRefused dpv:DataSubject", push: "dpv:ConsentRefused dpv:DataSubject",
	}
	if diff := cmp.Diff(want, statuses(t, answered())); diff != "" {
		t.Error(diff)
	}
	want = map[string]string{
		recommend: "dpv:ConsentWithdrawn dpv:DataSubject", "shop/gone/phone/call": "dpv:ConsentWithdrawn dpv:DataSubject",
		heart: "dpv:ConsentRefused dpv:DataSubject", // a no in advance
	}
	if diff := cmp.Diff(want, statuses(t, withdrawn())); diff != "" {
		t.Error(diff)
	}
	later := answered()
	later.Said = consent.Consents{recommend: {Use: recommend, State: consent.Withdrawn, At: at.Add(time.Hour), Version: 9}}
	if got := statuses(t, later)[recommend]; got != "dpv:ConsentWithdrawn dpv:DataSubject" {
		t.Errorf("withdrawn since: %s", got)
	}
}

// What ended because an id turned out to be somebody known was withdrawn by nobody.
func TestAMergeIsNoWithdrawal(t *testing.T) {
	in := answered()
	in.Said = consent.Consents{recommend: {Use: recommend, State: consent.Withdrawn, By: consent.ByMerge, At: at, Version: 9}}
	got := statuses(t, in)[recommend]
	if !strings.Contains(got, "volens:EndedByMerge _:controller") || strings.Contains(got, "ConsentWithdrawn dpv:DataSubject") {
		t.Errorf("after a merge: %s", got)
	}
	if found := check(render(t, in)); len(found) > 0 {
		t.Errorf("not well formed: %v", found)
	}
}

func TestGuardian(t *testing.T) {
	in := answered()
	in.Receipt.Body = bytes.Replace(in.Receipt.Body, []byte(`{"answers"`), []byte(`{"by":"guardian","answers"`), 1)
	if got := statuses(t, in)[recommend]; got != "dpv:ConsentGiven dpv:GuardianOfDataSubject" {
		t.Errorf("given by a guardian: %s", got)
	}
	if b := render(t, in); !bytes.Contains(b, []byte(`"dpv:Child"`)) {
		t.Error("the person is no child")
	}
}

func TestWithoutPrincipalOnlyThePseudonymIsOutsideTheProof(t *testing.T) {
	in := answered()
	in.Principal = ""
	outside, _, ok := bytes.Cut(render(t, in), []byte(`"volens:proof"`))
	if !ok || bytes.Contains(outside, []byte("user-1001")) {
		t.Error("the person's id stands outside the proof")
	}
}

func TestOtherReceiptsAreRefused(t *testing.T) {
	d, hash := shop()
	good := answered().Receipt
	for name, r := range map[string]ledger.Receipt{
		"an ask":       receipt(ledger.KindAsk, hash, consent.AskBody{V: 1}),
		"version 2":    receipt(ledger.KindAnswer, hash, consent.AnswerBody{V: 2}),
		"nothing":      {},
		"no leaf":      {Body: good.Body},
		"body no JSON": {Leaf: good.Leaf, Body: []byte("{")},
	} {
		if _, err := dpv.Receipt(dpv.Input{Receipt: r, Declaration: d}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// check is a structural check of JSON-LD: prefixes are declared, terms are ours
// or ones that DPV 2.3 has, values have the shape that their property asks for.
func check(doc []byte) []string {
	var root map[string]any
	if err := json.Unmarshal(doc, &root); err != nil {
		return []string{err.Error()}
	}
	c := checker{context: root["@context"].(map[string]any)}
	if root["@type"] != "dpv:ConsentReceipt" || root["dct:conformsTo"] != "https://w3id.org/dpv/schema/dpv-27560#receipt" {
		c.complain("it does not say what it is")
	}
	delete(root, "@context")
	delete(root, "volens:proof") // one JSON value, and not a node
	c.node("", root)
	for _, r := range root["dpv:hasRecordOfActivity"].([]any) {
		for _, must := range []string{"@type", "dct:conformsTo", "dct:identifier", "dpv:hasDataSubject", "dpv:hasNotice",
			"dpv:hasProcess", "dpv:hasDataController", "dpv:hasJurisdiction", "dpv:hasConsentStatus"} {
			if _, ok := r.(map[string]any)[must]; !ok {
				c.complain("a record without " + must)
			}
		}
	}
	return c.found
}

type checker struct {
	context map[string]any
	found   []string
}

func (c *checker) complain(what string) { c.found = append(c.found, what) }

var compact = regexp.MustCompile(`^([a-z]+):([A-Za-z-]+)$`)

// term checks a name that is to be expanded.
func (c *checker) term(at, name string) {
	m := compact.FindStringSubmatch(name)
	if m == nil {
		c.complain(at + ": not prefix:name: " + name)
		return
	}
	if _, ok := c.context[m[1]]; !ok {
		c.complain(at + ": no such prefix: " + name)
	}
	if (m[1] == "dpv" || m[1] == "loc") && !slices.Contains(terms, name) {
		c.complain(at + ": not known to stand in DPV 2.3: " + name)
	}
}

func (c *checker) node(at string, n map[string]any) {
	if _, ok := n["@value"]; ok {
		for k := range n {
			if k != "@value" && k != "@language" && k != "@type" {
				c.complain(at + ": a value with " + k)
			}
		}
		return
	}
	for k, v := range n {
		switch k {
		case "@id":
			if id, ok := v.(string); !ok || !strings.Contains(id, ":") {
				c.complain(at + ": an id that is no IRI")
			}
		case "@type":
			for _, name := range list(v) {
				c.term(at+"/@type", fmt.Sprint(name))
			}
		default:
			c.term(at, k)
			c.values(at+"/"+k, k, v)
		}
	}
}

func (c *checker) values(at, property string, v any) {
	coerced, _ := c.context[property].(map[string]any)
	for _, x := range list(v) {
		switch x := x.(type) {
		case map[string]any:
			c.node(at, x)
		case string:
			switch iri := coerced["@type"] == "@id"; {
			case iri && strings.HasPrefix(x, "_:"), iri && strings.HasPrefix(x, "https://"):
			case iri:
				c.term(at, x)
			case coerced["@type"] == "xsd:dateTime":
				if _, err := time.Parse(time.RFC3339, x); err != nil {
					c.complain(at + ": no time")
				}
			}
		default:
			c.complain(fmt.Sprintf("%s: a %T", at, x))
		}
	}
}

func list(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	return []any{v}
}

// terms are those of DPV 2.3 that this package may write, each looked up there.
var terms = strings.Fields(`
	dpv:AccountManagement dpv:Child dpv:Collect dpv:ConsentGiven dpv:ConsentNotice dpv:ConsentReceipt dpv:ConsentRecord
	dpv:ConsentRefused dpv:ConsentRequested dpv:ConsentUnknown dpv:ConsentWithdrawn dpv:CustomerCare dpv:DataController
	dpv:DataProcessor dpv:DataSubject dpv:EnforceSecurity dpv:Entity dpv:ExplicitlyExpressedConsent dpv:ExpressedConsent
	dpv:GuardianOfDataSubject dpv:ImproveExistingProductsAndServices dpv:JointDataControllers dpv:LegalCompliance
	dpv:LocalLocation dpv:Location dpv:Marketing dpv:Optional dpv:PersonalData dpv:Personalisation dpv:Process dpv:Purpose
	dpv:Recipient dpv:Required dpv:ResearchAndDevelopment dpv:SensitivePersonalData dpv:Service dpv:ServiceProvision dpv:Share
	dpv:StorageCondition dpv:StorageDeletion dpv:StorageDuration dpv:StorageLocation dpv:Store dpv:TemporalDuration
	dpv:ThirdParty dpv:UntilEventDuration dpv:Use dpv:WithdrawConsent
	dpv:hasConsentControl dpv:hasConsentStatus dpv:hasDataController dpv:hasDataSubject dpv:hasDuration dpv:hasIdentifier
	dpv:hasIndicationMethod dpv:hasJurisdiction dpv:hasLegalBasis dpv:hasLocation dpv:hasName dpv:hasNecessity dpv:hasNotice
	dpv:hasPersonalData dpv:hasProcess dpv:hasProcessing dpv:hasPurpose dpv:hasRecipient dpv:hasRecordOfActivity
	dpv:hasService dpv:hasStorageCondition dpv:isExercisedAt dpv:isIndicatedAtTime dpv:isIndicatedBy
	loc:CN
`)
