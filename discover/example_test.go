package discover_test

import (
	"fmt"

	"github.com/volens/volens/discover"
	"github.com/volens/volens/lang"
)

// The same name is a person's in one table and nobody's in another.
func ExampleRecognise() {
	s, err := discover.Read("shop.sql", []byte(`
CREATE TABLE member (name varchar(20), mobile varchar(20) COMMENT '手机号', phone_verified tinyint(1));
CREATE TABLE goods (name varchar(80), supplier_id int);
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range s.Tables {
		for _, g := range discover.Recognise(t) {
			fmt.Printf("%s.%s %s, %s: %s\n", t.Name, g.Field, g.Item, g.Sure.Text().EN, g.Reason.In(lang.EN))
		}
	}
	// Output:
	// member.name name, medium: by the name
	// member.mobile phone, high: by name and comment
}
