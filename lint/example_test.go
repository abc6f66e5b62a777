package lint_test

import (
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

// A weather app that stops unless people hand over their telephone number.
func ExampleRun() {
	text := lint.Example(`
services:
  weather:
    name: {zh: 天气, en: Weather}
    type: utility   # 无须个人信息 / needs no personal information
    children: excluded
    functions:
      forecast:
        name: {zh: 看天气, en: forecast}
        basic: true
        uses:
          - {item: phone, for: register, necessary: true, when: once, without: {zh: 看不了, en: no forecast}, kept: {in: device, for: account}}
`) // the rest of the declaration is lawful
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range lint.Run(d, lint.Options{}) {
		fmt.Println(f.Place.Path, f.Rule)
		fmt.Println(f.Message.In(lang.EN))
		fmt.Println(law.ByStatus(lang.EN, f.Cites))
	}
	// Output:
	// services.weather.functions.forecast.uses[0].necessary necessity-beyond-list
	// mobile phone number: called necessary, but the basic function of “Utilities” needs no personal information at all, as with 13 of the 39 types
	// in force: Order 790 Art. 22(1), Necessary Information Provisions Art. 5(38), PIPL Art. 16, Minors Regulations Art. 32, Necessary Information Provisions Art. 4; reference: No. 191 IV.2; draft, never in force: draft 2021 Art. 19(1), draft 2021 Art. 19(3)
}
