package coverage

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

//go:embed claims.json
var claimsFile []byte

// A statement is a claim that no table of rules, duties or pages makes: what code
// does, what a later part of the house will do, or what people are asked.
type statement struct {
	Cites  []law.Citation
	Kind   string
	By     string
	Partly lang.Text
	Later  string
	Ask    lang.Text
}

func (s statement) claim() Claim { return Claim{s.Kind, s.By, s.Partly, s.Later, s.Ask} }

// Later lists the parts of the house that are not built yet and that claims may
// name, with what they are.
func Later() map[string]lang.Text {
	return map[string]lang.Text{
		"incident":  {ZH: "安全事件", EN: "incidents"},
		"recommend": {ZH: "推荐开关", EN: "the recommendation switch"},
		"platform":  {ZH: "平台", EN: "platforms"},
		"crawler":   {ZH: "自动化收集", EN: "automated collection"},
		"scan":      {ZH: "实物扫描", EN: "scanning the real thing"},
		"console":   {ZH: "管理台", EN: "the operator's console"},
		"guardian":  {ZH: "监护人与年龄", EN: "guardians and ages at run time"},
	}
}

// written reads claims.json once. A file that cannot be read is a broken build.
var written = sync.OnceValue(func() []statement {
	var file []struct {
		Cites  []string  `json:"cites"` // "instrument ref", with "" for a whole instrument
		Kind   string    `json:"kind"`
		By     string    `json:"by"`
		Partly lang.Text `json:"partly"` // what by does of it, and what it does not
		Later  string    `json:"later"`
		Ask    lang.Text `json:"ask"`
	}
	if err := json.Unmarshal(claimsFile, &file); err != nil {
		panic("coverage: claims.json: " + err.Error())
	}
	all := make([]statement, len(file))
	for i, f := range file {
		all[i] = statement{Kind: f.Kind, By: f.By, Partly: f.Partly, Later: f.Later, Ask: f.Ask}
		for _, c := range f.Cites {
			all[i].Cites = append(all[i].Cites, cite(c))
		}
	}
	return all
})

func cite(s string) law.Citation {
	id, ref, _ := strings.Cut(s, " ")
	return law.Cite(law.InstrumentID(id), ref)
}
