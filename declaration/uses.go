package declaration

import (
	"slices"
	"strings"

	"github.com/volens/volens/law"
)

// Home is the country that data may not leave without more: leaving it is an
// export, to Hong Kong, Macao and Taiwan as well.
const Home = "CN"

// Uses returns all uses in the order declared: those of functions first, then
// those of components, each followed by its givings to third parties.
func (d *Declaration) Uses() []Use { return slices.Clone(d.uses) }

// UseByID finds a use.
func (d *Declaration) UseByID(id UseID) (Use, bool) {
	k, ok := d.index[id]
	if !ok {
		return Use{}, false
	}
	return d.uses[k], true
}

// Service finds a service.
func (d *Declaration) Service(id string) (*Service, bool) {
	return find(d.Services, func(s *Service) bool { return s.ID == id })
}

// Function finds a function by service/function, such as "shop/order".
func (d *Declaration) Function(path string) (*Function, bool) {
	_, f := d.function(path)
	return f, f != nil
}

func (d *Declaration) function(path string) (*Service, *Function) {
	service, name, _ := strings.Cut(path, "/")
	s, ok := d.Service(service)
	if !ok {
		return nil, nil
	}
	f, _ := find(s.Functions, func(f *Function) bool { return f.ID == name })
	return s, f
}

func find[T any](list []*T, is func(*T) bool) (*T, bool) {
	if k := slices.IndexFunc(list, is); k >= 0 {
		return list[k], true
	}
	return nil, false
}

// resolve fills in every default and makes the uses. References that lead
// nowhere stay empty: check has reported them.
func (d *Declaration) resolve() {
	d.defaults()
	b := newBuilder(d)
	for _, s := range d.Services {
		for _, f := range s.Functions {
			for _, u := range f.Uses {
				b.usage(s, f, nil, u)
			}
		}
	}
	for _, c := range d.Components {
		for _, in := range c.In {
			s, f := d.function(in)
			if f == nil {
				continue
			}
			for _, u := range c.Collects {
				b.usage(s, f, c, u)
			}
		}
	}
	d.uses = b.uses
	d.index = make(map[UseID]int, len(b.uses))
	for i := range b.uses {
		if _, twice := d.index[b.uses[i].ID]; !twice { // checkUses reports the second
			d.index[b.uses[i].ID] = i
		}
	}
}

func (d *Declaration) defaults() {
	fill(&d.Taxonomy, law.SixFamilies)
	if len(d.Processor.Roles) == 0 {
		d.Processor.Roles = []Role{RoleProcessor}
	}
	fill(&d.Processor.Country, Home)
	for _, s := range d.Services {
		fill(&s.Children, ChildrenPossible)
		fill(&s.Minors.Come, ChildrenPossible)
		fill(&s.Rules.FirstRun, "shown")
		fill(&s.Recommend.Effective, "immediate")
		fill(&s.Asks.Permissions, "apart")
		for _, f := range s.Functions {
			fill(&f.Side, "consumer")
		}
	}
	for _, c := range d.Components {
		fill(&c.Role, ThirdParty)
		fill(&c.Country, Home)
	}
	for _, r := range d.Recipients {
		fill(&r.Country, Home)
		fill(&r.Passes, "no")
	}
	for _, s := range d.Stores {
		fill(&s.Country, Home)
		fill(&s.Data, string(General))
	}
	for _, h := range d.Helps {
		fill(&h.Unlawful, "no")
	}
}

// fill sets what was left out.
func fill[T ~string](v *T, to T) {
	if *v == "" {
		*v = to
	}
}

// A builder turns usages into uses. What they refer to is looked up once for all.
type builder struct {
	d          *Declaration
	uses       []Use
	items      map[law.ItemID]Item
	purposes   map[string]Purpose
	recipients map[string]*Recipient
	stores     map[string]*Store
}

func newBuilder(d *Declaration) *builder {
	b := &builder{
		d: d, uses: make([]Use, 0, d.countUses()), items: map[law.ItemID]Item{}, purposes: map[string]Purpose{},
		recipients: make(map[string]*Recipient, len(d.Recipients)), stores: make(map[string]*Store, len(d.Stores)),
	}
	for _, r := range d.Recipients {
		b.recipients[r.ID] = r
	}
	for _, s := range d.Stores {
		b.stores[s.ID] = s
	}
	return b
}

// countUses is how many uses there are, counting every giving as one of its own.
func (d *Declaration) countUses() int {
	n := 0
	count := func(times int, all []*Usage) {
		for _, u := range all {
			n += times * max(1, len(u.Items)) * (1 + len(u.Gives))
		}
	}
	for _, s := range d.Services {
		for _, f := range s.Functions {
			count(1, f.Uses)
		}
	}
	for _, c := range d.Components {
		count(len(c.In), c.Collects)
	}
	return n
}

// usage adds a use for each item, and one for each third party it is given to.
func (b *builder) usage(s *Service, f *Function, c *Component, u *Usage) {
	if u.Item != "" {
		b.item(s, f, c, u, u.Item, u.Place)
	}
	for i, id := range u.Items {
		if id != "" {
			b.item(s, f, c, u, id, b.d.PlaceOf(element(u.Place.Path+".items", i)))
		}
	}
}

func (b *builder) item(s *Service, f *Function, c *Component, u *Usage, id law.ItemID, at Place) {
	use := b.use(s, f, c, u, id)
	use.Place = at
	s.consents = s.consents || use.ByConsent()
	if use.Store != nil {
		use.Store.personal = true
	}
	b.uses = append(b.uses, use)
	for i, name := range u.Gives {
		if r := b.recipients[name]; r != nil && r.Role == ThirdParty {
			b.uses = append(b.uses, giving(use, r, b.d.PlaceOf(element(u.Place.Path+".gives", i))))
		}
	}
}

// giving is the use of handing an item to a third party. It is never necessary:
// nobody loses a function for keeping third parties out (draft 12(1), PIPL 23).
func giving(use Use, r *Recipient, at Place) Use {
	use.Place = at
	use.ID += UseID(">" + r.ID)
	use.Recipient, use.Gives = r, []*Recipient{r}
	use.Necessary, use.Refused = false, Continues
	return use
}

func (b *builder) use(s *Service, f *Function, c *Component, u *Usage, id law.ItemID) Use {
	use := Use{
		Service: s, Function: f, Component: c,
		Item: b.known(id), Purpose: b.purpose(u.For), PutTo: u.PutTo, Basis: u.Basis, Why: u.Why,
		Under: u.Under, Necessary: u.Necessary, Refused: u.Refused, Without: u.Without, Manner: u.Manner,
		When: u.When, Kept: u.Kept, From: u.From, Asked: u.Asked,
	}
	use.ID = UseID(s.ID + "/" + f.ID + "/" + string(id) + "/" + u.For)
	if c != nil {
		use.ID += UseID("@" + c.ID)
	} else {
		use.inherit(f)
	}
	use.complete()
	use.Store = b.stores[use.Kept.In]
	for _, name := range u.Gives {
		if r := b.recipients[name]; r != nil {
			use.Gives = append(use.Gives, r)
		}
	}
	return use
}

// inherit takes over what the function says for all of its uses. Components
// inherit nothing: what a vendor collects and keeps is not what the function does.
func (u *Use) inherit(f *Function) {
	fill(&u.When, f.When)
	fill(&u.Kept.In, f.Kept.In)
	fill(&u.Kept.For, f.Kept.For)
	fill(&u.Kept.Then, f.Kept.Then)
	if u.Kept.Place.IsZero() {
		u.Kept.Place = f.Kept.Place
	}
	if u.Without.IsZero() {
		u.Without = f.Without
	}
}

// complete fills in what nobody said.
func (u *Use) complete() {
	fill(&u.Basis, BasisConsent)
	fill(&u.Kept.Then, Delete)
	if u.PutTo.IsZero() {
		u.PutTo = u.Purpose.PutTo
	}
	if len(u.Manner) == 0 {
		u.Manner = []Manner{"entered"}
	}
	if u.Necessary {
		fill(&u.Refused, FunctionStops)
	}
	fill(&u.Refused, Continues)
}

// known looks an item up in the taxonomy, then among the declaration's own. An
// own item is sensitive if it says that it belongs to a sensitive family.
func (b *builder) known(id law.ItemID) Item {
	if i, ok := b.items[id]; ok {
		return i
	}
	i := Item{ID: id}
	if known, ok := law.ItemByID(id); ok {
		i.Name, i.Group, i.Modality = known.Name, known.Group, Way(known.Modality)
		i.Family, i.Cites, i.Sensitive = b.d.Taxonomy.Sensitive(id)
	} else if own, ok := find(b.d.Items, func(o *OwnItem) bool { return o.ID == id }); ok {
		i.Name, i.Family = own.Name, own.Family
		if i.Sensitive = own.Family != ""; i.Sensitive {
			i.Cites = SeparateSensitive.Cites()
		}
	}
	b.items[id] = i
	return i
}

// purpose looks a purpose up in the vocabulary, then among the declaration's own.
func (b *builder) purpose(id string) Purpose {
	if p, ok := b.purposes[id]; ok {
		return p
	}
	p, known := PurposeByID(id)
	if own, ok := find(b.d.Purposes, func(p *Purpose) bool { return p.ID == id }); ok && !known {
		p = *own
	}
	p.ID = id
	b.purposes[id] = p
	return p
}
