package discover

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// source reads a file that has to be readable.
func source(t *testing.T, name, text string) Source {
	t.Helper()
	s, err := Read(name, []byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// guesses lists what is guessed of every table: table.field item.
func guesses(s Source) []string {
	var all []string
	for _, t := range s.Tables {
		for _, g := range Recognise(t) {
			all = append(all, t.Name+"."+g.Field+" "+string(g.Item))
		}
	}
	return all
}

func TestOpenAPIInYAMLAndJSON(t *testing.T) {
	want := []string{"User.mobile phone", "User.realName name", "orders.receiverName recipient-name", "orders.* order-history", "orders.* order-history", "orders.X-Client-Ip ip-address", "profile.birthday birthday"}
	yaml := source(t, "api/openapi.yaml", `
openapi: 3.1.0
components:
  schemas:
    User:
      description: 用户
      properties:
        id: {type: integer}
        mobile: {type: string, description: 手机号}
        phoneVerified: {type: boolean}
        kind: {type: string, enum: [a, b]}
        self: &self {$ref: '#/components/schemas/User'}
        other: *self
      allOf:
        - {type: object, properties: {realName: {type: string}}}
paths:
  /shop/orders/{id}:
    post:
      parameters:
        - {name: id, in: path, schema: {type: integer}}
        - {name: X-Client-Ip, in: header, description: 客户端IP, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {properties: {receiverName: {type: string}, amount: {type: number}}}
  /me/profile:
    get:
      responses:
        "200":
          content: {application/json: {schema: {type: array, items: {properties: {birthday: {type: string, format: date}}}}}}
`)
	got := guesses(yaml)
	for _, w := range want {
		if !strings.Contains(strings.Join(got, "\n"), w) {
			t.Errorf("%s is not guessed; got %q", w, got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("guessed %q, want %q", got, want)
	}
	json := source(t, "service.json", `{"openapi": "3.0.0", "components": {"schemas": {"Member": {"properties": {"email": {"type": "string"}}}}}}`)
	if d := cmp.Diff([]string{"Member.email email"}, guesses(json)); d != "" {
		t.Error(d)
	}
}

func TestPermissions(t *testing.T) {
	android := source(t, "AndroidManifest.xml", `<?xml version="1.0" encoding="gbk"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android">
  <!-- <uses-permission android:name="android.permission.CAMERA"/> -->
  <uses-permission android:name="android.permission.READ_CONTACTS"/>
  <uses-permission android:name="com.google.android.gms.permission.AD_ID"/>
  <permission android:name="android.permission.READ_SMS"/>
</manifest>`)
	want := []Permission{{"android.permission.READ_CONTACTS", 4}, {"com.google.android.gms.permission.AD_ID", 5}}
	if d := cmp.Diff(want, android.Access); d != "" {
		t.Error(d)
	}
	wechat := source(t, "miniprogram/app.json", `{
  "pages": ["index"],
  "permission": {"scope.userLocation": {"desc": "x"}},
  "requiredPrivateInfos": ["chooseAddress"],
  "requiredBackgroundModes": ["audio", "location"],
  "subpackages": [{"root": "a", "plugins": {"live-player": {"version": "1", "provider": "wx1"}}}]
}`)
	want = []Permission{{"scope.userLocation", 3}, {"chooseAddress", 4}, {"audio", 5}, {"location", 5}}
	if d := cmp.Diff(want, wechat.Access); d != "" {
		t.Error(d)
	}
	if len(wechat.Components) != 1 || wechat.Components[0].ID != "live-player" {
		t.Errorf("plug-ins: %+v", wechat.Components)
	}
	if _, ok := accessOf("android.permission.INTERNET"); ok {
		t.Error("the network is no personal information")
	}
}

// A permission that the manifest takes out of what libraries ask for is not
// asked for.
func TestRemovedPermissionsAreNotAskedFor(t *testing.T) {
	s := source(t, "AndroidManifest.xml", `<manifest xmlns:android="http://schemas.android.com/apk/res/android" xmlns:tools="http://schemas.android.com/tools">
  <uses-permission android:name="android.permission.READ_CONTACTS" tools:node="remove"/>
  <uses-permission-sdk-23 android:name="android.permission.READ_SMS" tools:node="removeAll"/>
  <uses-permission android:name="android.permission.CAMERA" tools:node="merge"/>
</manifest>`)
	if d := cmp.Diff([]Permission{{"android.permission.CAMERA", 4}}, s.Access); d != "" {
		t.Error(d)
	}
}

func TestVariablesOfPathsAreRead(t *testing.T) {
	s := source(t, "openapi.yaml", `openapi: 3.0.0
paths:
  /u/{phone}:
    get: {}
  /users/{idCard}/{email}/{id}:
    parameters: [{name: idCard, in: path, schema: {type: string}}]
    get: {parameters: [{name: email, in: path, schema: {type: string}}]}
  /odd/{open: {}
`)
	if got := strings.Join(guesses(s), ", "); got != "u.phone phone, users.idCard id-number, users.email email" {
		t.Errorf("guessed %s", got)
	}
}

// Files come as the tools of a shop wrote them.
func TestEncodings(t *testing.T) {
	const text = "CREATE TABLE t (f1 varchar(20), -- 手机号\n f2 varchar(9));"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	utf16 := func(order unicode.Endianness) string {
		s, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, as := range map[string]string{
		"UTF-8": text, "UTF-8 with BOM": "\uFEFF" + text, "GBK": gbk, "UTF-16LE": utf16(unicode.LittleEndian), "UTF-16BE": utf16(unicode.BigEndian),
	} {
		s := source(t, "a.sql", as)
		if got := strings.Join(guesses(s), ", "); got != "t.f1 phone" || len(s.Problems) != 0 {
			t.Errorf("%s: guessed %q, problems %v", name, got, s.Problems)
		}
	}
	for _, said := range []string{"caf\xe9 d'\xe9t\xe9", "\xa7\xa1 \xa7\xa1"} { // the second is GB18030 as well, and not Chinese
		latin := source(t, "a.sql", "CREATE TABLE t (mobile varchar(20)); -- "+said)
		if got := strings.Join(guesses(latin), ", "); got != "t.mobile phone" || len(latin.Problems) != 1 {
			t.Errorf("Latin-1: guessed %q, problems %v", got, latin.Problems)
		}
	}
}

// One broken table of a file is a problem of the source, and no more.
func TestProblemsOfAFileAreTold(t *testing.T) {
	s := source(t, "a.sql", "CREATE TABLE a (x varchar(9;\nCREATE TABLE users (mobile text);")
	if len(s.Problems) != 1 || s.Problems[0].Line != 1 || len(s.Tables) != 1 {
		t.Errorf("problems %v, tables %v", s.Problems, s.Tables)
	}
}

func TestPackages(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"package.json":         {`{"dependencies": {"vue": "3", "@sentry/vue": "8"}, "devDependencies": {"mixpanel-browser": "2"}}`, "sentry:1"},
		"ios/Podfile.lock":     {"PODS:\n  - AMapLocation-NO-IDFA (2.9):\n    - AMapFoundation-NO-IDFA\n  - Bugly (2.6)\n  - \"JPush (5.0)\"\nDEPENDENCIES:\n  - GTSDK\n", "amap:2 bugly:4 jpush:5"},
		"gradle.lockfile":      {"# a comment\ncom.umeng.umsdk:common:9.6=releaseRuntimeClasspath\nempty=\n", "umeng:2"},
		"app/build.gradle":     {"dependencies {\n  implementation 'cn.jiguang.sdk:jpush:5.0'\n  // implementation 'com.getui:gtsdk:3'\n  testImplementation 'com.facebook.android:x:1'\n  implementation \"com.adjust.sdk:adjust-android:$v\"\n}", "jpush:2 adjust:5"},
		"app/build.gradle.kts": {"implementation(\"com.alipay.sdk:alipaysdk-android:15.8\")", "alipay:1"},
	} {
		var got []string
		for _, k := range source(t, name, c.text).Components {
			got = append(got, k.ID+":"+string(rune('0'+k.Line)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestBrokenFilesAreErrorsWithAPlace(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a.sql":                 {"create table t (\n a text default 'x", "2:17: 引号没有闭合 / this quote is never closed"},
		"openapi.yaml":          {"openapi: 3.0.0\n  a: b: c", "2:4: 不是合格的 JSON 或 YAML / this is not proper JSON or YAML"},
		"package.json":          {"[]", "1:1: 应是一个对象 / an object is wanted here"},
		"app.json":              {"{", "2:1: 不是合格的 JSON 或 YAML / this is not proper JSON or YAML"},
		"swagger.yml":           {"swagger: '2.0'", "1:1: 不是 OpenAPI 3（没有 openapi: 3.x） / this is not OpenAPI 3 (there is no openapi: 3.x)"},
		"x/AndroidManifest.xml": {"<manifest>\n<", "2:2: 不是合格的 XML / this is not proper XML"},
	} {
		_, err := Read(name, []byte(c.text))
		if e, ok := errors.AsType[*Error](err); !ok || e.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	for name, text := range map[string]string{"notes.txt": "x", "data.json": "{}", "app.json": `{"expo": {}}`} {
		if _, err := Read(name, []byte(text)); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v, want ErrUnknown", name, err)
		}
	}
}

// The tables of this package name items and purposes that exist.
func TestTablesAreSound(t *testing.T) {
	purpose := func(id, at string) {
		if _, ok := declaration.PurposeByID(id); !ok && id != manageStaff {
			t.Errorf("%s: no purpose %q", at, id)
		}
	}
	item := func(id law.ItemID, at string) {
		if _, ok := law.ItemByID(id); !ok {
			t.Errorf("%s: no item %q", at, id)
		}
	}
	for _, x := range terms {
		item(x.item, "terms")
	}
	for _, x := range concepts {
		item(x.item, "concepts "+x.tables)
	}
	for _, byItem := range roles {
		for from, to := range byItem {
			item(from, "roles")
			item(to, "roles")
		}
	}
	for _, a := range areas {
		purpose(a.use, a.id)
		if _, ok := law.AppTypeByKey(a.like); !ok && a.like != "" {
			t.Errorf("%s: no type %q", a.id, a.like)
		}
	}
	for id, use := range usual {
		item(id, "usual")
		purpose(use, "usual")
	}
	for _, a := range accesses {
		item(a.item, a.names)
		purpose(a.use, a.names)
	}
	seen := map[string]bool{}
	for _, s := range sdks {
		purpose(s.use, s.id)
		if seen[s.id] || slug(s.id) != s.id {
			t.Errorf("id %q is taken or is none", s.id)
		}
		seen[s.id] = true
		for id := range strings.FieldsSeq(s.collects) {
			item(law.ItemID(id), s.id)
		}
	}
	for _, k := range []Kind{SQL, Database, OpenAPI, Android, WeChat, Packages} {
		if k.Text().In(lang.ZH) == "" {
			t.Errorf("%s has no name", k)
		}
	}
}
