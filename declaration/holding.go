package declaration

import (
	"regexp"
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Secret says where an address with its credentials is found when it is needed.
// The declaration never holds the address itself.
type Secret struct {
	Place `yaml:"-"`
	Env   string `yaml:"env" format:"variable" doc:"环境变量名 | name of an environment variable"`
	File  string `yaml:"file" format:"path" doc:"文件路径，内容是一行地址 | path of a file that holds the address on one line"`
}

// IsZero reports whether nothing is named.
func (s Secret) IsZero() bool { return s.Env == "" && s.File == "" }

// A Holding is one place in a store where people are: a table, a pattern of keys
// or the path of objects or files. In a pattern, {person} stands for the own id of
// a person and {name} for any identifier that another holding gives. * is all that
// an endpoint of the company's own has.
type Holding struct {
	Place   `yaml:"-"`
	ID      string    `yaml:",key" format:"holding"`
	Found   []*Found  `yaml:"found" doc:"怎样找到一个人的行；省略则依外键 | how the rows of a person are found; leave out to follow foreign keys"`
	Fields  []*Field  `yaml:"fields,keyed" doc:"哪些列存有个人信息 | the columns that hold personal information"`
	For     []string  `yaml:"for" format:"purpose" doc:"这些行为哪些目的而存；省略则凡在此存储处理同类信息的都算 | the purposes that the rows serve; left out, every use that keeps its items in this store counts"`
	Born    string    `yaml:"born" format:"column" doc:"记录产生时间的列 | the column that says when a row was written"`
	Account bool      `yaml:"account" doc:"一行即一个账号 | a row is an account"`
	Then    Then      `yaml:"then" doc:"删除还是匿名化，默认 delete | delete or anonymise, by default delete"`
	Keep    Retention `yaml:"keep" doc:"法律、行政法规要求继续保存的 | what law or administrative regulation says to keep"`
}

// Found is one way in which rows are found: this column holds that identifier.
type Found struct {
	Place `yaml:"-"`
	In    string `yaml:"in,required" format:"column" doc:"列 | column"`
	By    string `yaml:"by,required" format:"identifier" doc:"标识：person（本人编号）或别处给出的名字 | identifier: person (the own id), or one that another holding gives"`
}

// A Field is a column, or a field of a hash, that holds personal information.
type Field struct {
	Place  `yaml:"-"`
	Column string     `yaml:",key" format:"column"`
	Item   law.ItemID `yaml:"item" doc:"个人信息种类 | kind of personal information"`
	Gives  string     `yaml:"gives" format:"identifier" doc:"它的值是哪种标识，供别处据以查找 | the identifier that its value is, by which other places find the person"`
	As     Transform  `yaml:"as" doc:"匿名化时变成什么，默认 null | what it becomes when anonymised, by default null"`
	Kept   bool       `yaml:"kept" doc:"属于依法继续保存的内容 | it belongs to what has to be kept"`
}

// A Retention is a ground in force for keeping rows after erasure, and until when
// (PIPL 47 ¶2). Only law and administrative regulation can be one: a draft, a
// ministry's rule, a standard or a contract cannot.
type Retention struct {
	Place `yaml:"-"`
	Under lang.Text `yaml:"under" doc:"依据哪部法律、行政法规的哪一条 | which law or administrative regulation, and which article"`
	Rank  Rank      `yaml:"rank" doc:"该依据的位阶 | rank of that ground"`
	For   Period    `yaml:"for" doc:"多久 | how long"`
	From  string    `yaml:"from" format:"column" doc:"自哪一列的时间起算 | the column with the time from which it counts"`
}

// IsZero reports whether nothing has to be kept.
func (r Retention) IsZero() bool {
	return r.Under.IsZero() && r.For == "" && r.From == "" && r.Rank == ""
}

// A Rank is the rank of an instrument.
type Rank string

// The two ranks that can be a ground for keeping.
const (
	RankLaw        Rank = "law"
	RankRegulation Rank = "administrative-regulation"
)

// Person is the identifier that every person has: the service's own id for them.
const Person = "person"

// Written is the time that objects and files have instead of columns: when they
// were last written.
const Written = "written"

// Everything is the holding that stands for all that an endpoint of the company's
// own has of a person.
const Everything = "*"

// placeholder is an identifier in a pattern.
var placeholder = regexp.MustCompile(`\{(` + idPattern + `)\}`)

// By lists the identifiers by which the holding is found, each once, in the order
// written: those of its columns, then those in its name.
func (h *Holding) By() []string {
	var by []string
	for _, f := range h.Found {
		by = append(by, f.By)
	}
	for _, m := range placeholder.FindAllStringSubmatch(h.ID, -1) {
		by = append(by, m[1])
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(by, func(name string) bool {
		twice := seen[name]
		seen[name] = true
		return twice
	})
}

// Serves reports whether rows of the holding are there for a purpose.
func (h *Holding) Serves(purpose string) bool {
	return len(h.For) == 0 || slices.Contains(h.For, purpose)
}

// Field finds the field of a column.
func (h *Holding) Field(column string) (*Field, bool) {
	return find(h.Fields, func(f *Field) bool { return f.Column == column })
}

// Holding finds what a store holds under a name.
func (s *Store) Holding(id string) (*Holding, bool) {
	return find(s.Holds, func(h *Holding) bool { return h.ID == id })
}

// Tables reports whether the engine keeps tables: names that hold no identifiers,
// rows with columns, foreign keys.
func (s *Store) Tables() bool {
	switch s.Engine {
	case "mysql", "postgres", "sqlite":
		return true
	}
	return false
}

// Objects reports whether the engine keeps objects or files, which have a name and a
// time of writing and no columns. What Redis keeps has the fields of its hashes.
func (s *Store) Objects() bool { return s.Engine == "s3" || s.Engine == "files" }

// Manual reports whether nobody but people can erase in the store: no engine of
// ours and no endpoint speaks for it, or nobody said where in it anything is.
func (s *Store) Manual() bool {
	return s.URL.IsZero() && (s.Engine == "other" || len(s.Holds) == 0)
}
