// Package discover drafts a declaration from what a company already has: the
// tables of its databases, the description of its API, the permissions its app
// asks for, the SDKs it builds in. It guesses, says how sure it is and why, and
// leaves every judgement to people: a draft is where reading begins.
//
// [Read] makes a [Source] of one file, [Recognise] guesses what the fields of a
// table hold, and [Draft] writes what was found as a declaration.
package discover

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Kind is what a source is.
type Kind string

// The kinds.
const (
	SQL      Kind = "sql"      // a schema, a dump, a migration
	Database Kind = "database" // a live one
	OpenAPI  Kind = "openapi"  // the description of an API, version 3
	Android  Kind = "android"  // AndroidManifest.xml
	WeChat   Kind = "wechat"   // app.json of a mini-program
	Packages Kind = "packages" // what a program is built with
)

var kindTexts = map[Kind]lang.Text{
	SQL:      {ZH: "SQL 表结构", EN: "SQL schema"},
	Database: {ZH: "数据库", EN: "database"},
	OpenAPI:  {ZH: "接口描述", EN: "API description"},
	Android:  {ZH: "安卓权限", EN: "Android permissions"},
	WeChat:   {ZH: "小程序配置", EN: "mini-program"},
	Packages: {ZH: "依赖清单", EN: "dependencies"},
}

// Text says the kind to people.
func (k Kind) Text() lang.Text { return kindTexts[k] }

// A Source is what was read from one file or database.
type Source struct {
	Name       string // the path, or where a database was named
	Kind       Kind
	Engine     string       // of a store, for SQL and Database: mysql, postgres, sqlite, other
	Tables     []Table      // of SQL, Database and OpenAPI
	Access     []Permission // of Android and WeChat
	Components []Component  // third-party code that is known to this package
	Problems   []*Error     // what in it could not be read, while the rest was
}

// Empty reports whether nothing was found in a source that could be guessed of.
func (s Source) Empty() bool { return len(s.Tables)+len(s.Access)+len(s.Components) == 0 }

// A Table is a set of fields that describe one thing: a table of a database, a
// schema or a request of an API.
type Table struct {
	Name    string
	Comment string
	Fields  []Field
}

// A Field is a column, a property or a parameter.
type Field struct {
	Name      string
	Type      string // as written, in small letters; "" where unknown
	Comment   string
	Line      int  // in the file; 0 in a database
	Reference bool // it points to another table
	Enum      bool // of a listed set of values
}

// A Permission is what an app may ask the system for.
type Permission struct {
	Name string // as written, such as android.permission.CAMERA
	Line int
}

// A Confidence is how sure a guess is.
type Confidence int

// The degrees.
const (
	Low Confidence = iota + 1
	Medium
	High
)

var confidenceTexts = map[Confidence]lang.Text{
	Low:    {ZH: "低", EN: "low"},
	Medium: {ZH: "中", EN: "medium"},
	High:   {ZH: "高", EN: "high"},
}

// Text says the degree to people.
func (c Confidence) Text() lang.Text { return confidenceTexts[c] }

// A Guess is that a field holds a kind of personal information.
type Guess struct {
	Field  string // the name of the field, or "*" for a table that is itself a record of what a person did
	Line   int
	Item   law.ItemID
	Sure   Confidence
	Reason lang.Text // what in the name, the comment or the table led to it
}
