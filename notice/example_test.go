package notice_test

import (
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/notice"
)

// A newsletter, and what its processing rules say of the one thing that it takes.
func ExampleBuild() {
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: `
volens: 1
processor: {name: {zh: 晴雨, en: Sunshower}}
services:
  letters:
    name: {zh: 简报, en: Letters}
    type: other
    functions:
      weekly:
        name: {zh: 每周一信, en: weekly letter}
        uses:
          - {item: email, for: promote, kept: {in: device, for: account}, without: {zh: 收不到信, en: no letters}}
`}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := notice.Build(d, notice.Rules, notice.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Title.In(lang.EN))
	part, _ := doc.Section("uses/letters/weekly")
	entry := part.Blocks[0].Entries[0]
	fmt.Println(entry.Line.In(lang.EN))
	fmt.Println(entry.Line.In(lang.ZH))
	for _, f := range entry.Facts[4:7] {
		fmt.Println("  " + f.Label.In(lang.EN) + ": " + f.Text.In(lang.EN))
	}
	uses, _ := doc.Section("uses")
	fmt.Println(law.ByStatus(lang.EN, uses.Cites))
	// Output:
	// Personal information processing rules
	// e-mail address: to send you news of sales and offers; if you refuse: no letters
	// 电子邮箱：向您发送活动和优惠消息；拒绝：收不到信
	//   Frequency or timing: not stated
	//   Kept where: only on your own device
	//   Kept how long: while the account exists, then deleted
	// in force: PIPL Art. 17, PIPL Art. 30, Order 790 Art. 21 ¶1(2), Order 790 Art. 21 ¶2; reference: No. 191 II.1; draft, never in force: draft 2021 Art. 20 ¶2(1)
}
