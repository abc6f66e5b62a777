package database_test

import (
	"fmt"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// The operator makes two accounts, and gives each what the plan needs.
func ExampleGrants() {
	orders := plan.Target{Holding: "orders", Found: []*declaration.Found{{In: "user_id", By: "person"}}}
	own := &plan.StorePlan{Deeds: []*plan.Action{
		{Target: plan.Target{Holding: "footprints"}},
		{Target: orders, Deed: plan.Deed{Change: map[string]declaration.Transform{"address": declaration.ToCity, "user_id": "fixed:0"}}},
	}}
	for _, s := range database.Grants("mysql", own, database.Accounts{Database: "shop_1", Erase: "volens_erase", Look: "volens_look@10.0.0.5"}) {
		fmt.Println(s)
	}
	// Output:
	// grant select on `shop_1`.`footprints` to 'volens_erase'@'%'
	// grant delete on `shop_1`.`footprints` to 'volens_erase'@'%'
	// grant select on `shop_1`.`orders` to 'volens_erase'@'%'
	// grant update (`address`, `user_id`) on `shop_1`.`orders` to 'volens_erase'@'%'
	// grant select on `shop\_1`.* to 'volens_look'@'10.0.0.5'
}
