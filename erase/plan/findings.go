package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/discover"
	"github.com/volens/volens/law"
)

// look finds what stands between the plan and a complete one, beside what was found
// on the way.
func (c *compiler) look() {
	for _, s := range c.d.Stores {
		if !personal(s) {
			continue
		}
		c.connected(s)
		if s.Backups == "" {
			c.find(Unbounded, s.ID, "", s.Place, "没有写明备份最多留多久：删除名单永远不能销毁", "how long backups are kept is not said: the list of who was erased can never be destroyed")
		}
		c.unheld(s)
		if survey, ok := c.surveys[s.ID]; ok && s.Tables() {
			c.undeclared(s, survey)
		}
	}
	for _, x := range c.spots {
		if len(x.actions) > 0 {
			c.grounds(x)
			c.untimed(x)
			c.unswept(x)
			c.pinned(x)
		}
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return slices.Index(problems, a.Problem) - slices.Index(problems, b.Problem) })
}

// problems are in the order in which people should see to them.
var problems = []Problem{Unreachable, Missing, Unfound, Unheld, Undeclared, Circular, Pinned, Linked, Untimed, Unswept, SameAccount, Unbounded, Ground}

// connected checks whether a store can be reached, and by whom.
func (c *compiler) connected(s *declaration.Store) {
	_, looked := c.surveys[s.ID]
	switch {
	case !s.Off.IsZero():
		at := c.d.PlaceOf(s.Place.Path + ".off")
		c.find(Unreachable, s.ID, "", at, "暂时不能连接：%s", "off for now: %s", s.Off)
	case s.Manual() && s.Engine != "other":
		c.find(Unreachable, s.ID, "", s.Place, "没有写明人在哪里（holds），也没有地址（url）：只能由人办理", "neither where people are (holds) nor its address (url) is said: only people can see to it")
	case s.Manual():
	case s.URL.IsZero():
		c.find(Unreachable, s.ID, "", s.Place, "没有写明地址（url）", "its address (url) is not said")
	case !looked:
		c.find(Unreachable, s.ID, "", s.URL.Place, "没有连上：以下只依声明而定，没有与实际对照", "it was not reached: what follows goes by the declaration alone")
	}
	if !s.URL.IsZero() && s.LookURL.IsZero() {
		c.find(SameAccount, s.ID, "", s.URL.Place, "核查与删除用同一账号（没有 look-url）", "looking uses the account that erases (there is no look-url)")
	}
}

// unheld finds what uses keep in a store and no holding has.
func (c *compiler) unheld(s *declaration.Store) {
	if s.Manual() || s.Engine == "other" && len(s.Holds) == 0 {
		return
	}
	said := map[law.ItemID]bool{}
	for u := range c.d.All() {
		if u.Store != s || u.Recipient != nil || u.Kept.For == declaration.ForMoment || said[u.Item.ID] || held(u) || !c.has(s.ID, nil, u.Item.ID) {
			continue
		}
		said[u.Item.ID] = true
		c.find(Unheld, s.ID, string(u.Item.ID), u.Place, "声明说存在这里，holds 里没有哪一列是它：“%s”", "it is said to be kept here, and no column under holds is it: %s", u.Item.Name)
	}
}

// held reports whether rows that serve the purpose of a use have its item.
func held(u *declaration.Use) bool {
	return slices.ContainsFunc(u.Store.Holds, func(h *declaration.Holding) bool {
		return h.Serves(u.Purpose.ID) && slices.ContainsFunc(h.Fields, func(f *declaration.Field) bool { return f.Item == u.Item.ID })
	})
}

// grounds leaves to people whether a ground binds this processor.
func (c *compiler) grounds(x *spot) {
	if k := x.holding.Keep; !k.IsZero() {
		c.find(Ground, x.store.ID, x.holding.ID, k.Place, "是否适用于你们、保存到这些列为止，由人判断：%s", "whether it binds you, and for these columns only, is for people to judge: %s", k.Under)
	}
}

// untimed finds rows of which nobody could tell whether they came late or are of
// the new owner of a number.
func (c *compiler) untimed(x *spot) {
	if x.born() != "" {
		return
	}
	if x.holding.Account {
		c.find(Untimed, x.store.ID, x.holding.ID, x.holding.Place,
			"存放账号，却没有记录产生的时间（born）：删除之后同一编号又出现的，分不清是迟到的还是重新注册的，不会动", "holds accounts without a time of writing (born): what appears under the same id after the erasure may be late or of somebody who registered anew, and is left alone")
		return
	}
	for _, name := range x.by {
		if c.passesOn(name) {
			c.find(Untimed, x.store.ID, x.holding.ID, x.holding.Place,
				"按 %s 查找，却没有记录产生的时间（born）：删除之后再出现的，分不清是迟到的还是新主人的，不会动", "found by %s without a time of writing (born): what appears after the erasure may be late or somebody else's, and is left alone", name)
			return
		}
	}
}

// unswept finds rows of which somebody says how long a part is kept, and which go by no
// period, because another part of them is kept by no number. Rows of accounts are meant to stay
// as long as the account.
func (c *compiler) unswept(x *spot) {
	var items []law.ItemID
	for _, f := range x.holding.Fields {
		items = also(items, f.Item)
	}
	if _, swept := Limit(c.d, x.store, x.holding.ID, items, time.Unix(0, 0)); swept || x.holding.Account || !c.scope.Everything() {
		return
	}
	for u := range c.d.All() {
		if _, unit, ok := u.Kept.For.Parts(); !ok || unit == "wd" || u.Store != x.store || u.Recipient != nil || !slices.Contains(items, u.Item.ID) || !x.holding.Serves(u.Purpose.ID) {
			continue
		}
		c.find(Unswept, x.store.ID, x.holding.ID, x.holding.Place,
			"这一处没有可按期清理的期限：“%s”写明保存 %s，同一行里另有不按数字计的", "there is no period by which this place is swept: %s is kept for %s, and something else in the same rows by no number", u.Item.Name, u.Kept.For.Text())
		return
	}
}

// passesOn reports whether an identifier may come to be somebody else's: it is a
// piece of personal information, such as a phone number, and not the number of a
// row.
func (c *compiler) passesOn(name string) bool {
	return slices.ContainsFunc(c.spots, func(x *spot) bool {
		return slices.ContainsFunc(x.holding.Fields, func(f *declaration.Field) bool { return f.Gives == name && f.Item != "" })
	})
}

// pinned finds rows that a database will not let go because others that stay point
// at them.
func (c *compiler) pinned(x *spot) {
	if !x.deletes() {
		return
	}
	for _, y := range c.spots {
		if !y.points(x) {
			continue
		}
		for _, k := range y.table.Foreign {
			if k.Table == x.holding.ID && y.stays(k.Column) {
				c.find(Pinned, x.store.ID, x.holding.ID, x.holding.Place,
					"%s 的行要留下，又以外键指向这里：数据库会拒绝删除", "rows of %s stay and point here by a foreign key: the database will refuse to delete", y.holding.ID+"."+k.Column)
			}
		}
	}
}

// Stays reports whether rows stay in which a column is as it was.
func (x *spot) stays(column string) bool {
	if len(x.actions) == 0 {
		return true
	}
	return slices.ContainsFunc(x.actions, func(a *Action) bool {
		_, changed := a.Deed.Change[column]
		return a.Deed.Change != nil && !changed
	})
}

// undeclared finds what looks personal in a live store and no holding claims.
func (c *compiler) undeclared(s *declaration.Store, survey Survey) {
	for _, t := range survey.Tables {
		claimed := claimedColumns(s, t.Name)
		seen := map[string]bool{}
		for _, g := range discover.Recognise(fields(t)) {
			where := t.Name + "." + g.Field
			if g.Field == "*" {
				where = t.Name
			}
			if g.Sure < discover.Medium || claimed[g.Field] || g.Field == "*" && claimed != nil {
				continue
			}
			seen[g.Field] = true
			item, _ := law.ItemByID(g.Item)
			c.find(Undeclared, s.ID, where, declaration.Place{}, "看上去是“%s”（%s），没有哪个 holds 认领", "looks like %s (%s), and no holding claims it", item.Name, g.Reason)
		}
		for _, u := range discover.LooksSensitive(fields(t)) {
			if !claimed[u.Field] && !seen[u.Field] {
				c.find(Undeclared, s.ID, t.Name+"."+u.Field, declaration.Place{}, "看上去敏感：%s，没有哪个 holds 认领", "looks sensitive: %s, and no holding claims it", u.What)
			}
		}
		c.pointing(s, t, claimed)
	}
}

// pointing finds tables that point at people and are not declared.
func (c *compiler) pointing(s *declaration.Store, t Table, claimed map[string]bool) {
	if claimed != nil {
		return
	}
	for _, k := range t.Foreign {
		if x := c.spot(s, k.Table); x != nil {
			c.find(Undeclared, s.ID, t.Name+"."+k.Column, declaration.Place{}, "以外键指向 %s，没有哪个 holds 认领这张表", "points at %s by a foreign key, and no holding claims the table", k.Table)
		}
	}
}

// claimedColumns are the columns of a table of which the declaration speaks, nil
// where it does not speak of the table.
func claimedColumns(s *declaration.Store, table string) map[string]bool {
	h, ok := s.Holding(table)
	if !ok {
		return nil
	}
	claimed := map[string]bool{h.Born: true, h.Keep.From: true}
	for _, f := range h.Found {
		claimed[f.In] = true
	}
	for _, f := range h.Fields {
		claimed[f.Column] = true
	}
	return claimed
}

// fields is a table as package discover reads one.
func fields(t Table) discover.Table {
	all := discover.Table{Name: t.Name, Comment: t.Comment}
	for _, c := range t.Columns {
		refers := slices.ContainsFunc(t.Foreign, func(k Foreign) bool { return k.Column == c.Name })
		all.Fields = append(all.Fields, discover.Field{
			Name: c.Name, Type: strings.ToLower(c.Type), Comment: c.Comment, Reference: refers,
			Enum: strings.HasPrefix(strings.ToLower(c.Type), "enum"),
		})
	}
	return all
}
