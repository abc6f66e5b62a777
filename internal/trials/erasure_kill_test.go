package trials

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the data of a node that is dead

	"github.com/volens/volens/erase"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/workday"
)

// A leaver is a customer who closes the account while the node is killed again and
// again.
type leaver struct {
	customer
	request string
	id      string    // of the erasure
	closed  bool      // as the node said
	anew    *customer // the account that the same person opened after the erasure
	heir    *customer // who got the person's telephone number afterwards
	hit     map[string]bool
}

// A killTrial is one shop, one installation, and everybody who leaves it.
type killTrial struct {
	t          testing.TB
	w          *shopWorld
	n          *node
	data, keys string
	staff      string
	leavers    []*leaver
	before     []string // everything in every store before the first erasure
	kills, hit int      // how often the node was killed, and how often with an erasure under way
	budget     int      // how many kills there are to be at most
	up         bool     // whether the node is
}

// start starts the node, where it is dead.
func (k *killTrial) start() {
	k.t.Helper()
	if !k.up {
		k.n.up()
	}
	k.up = true
}

// others is how many customers stay.
const others = 4

func newKillTrial(t testing.TB, engine string, leaving, budget int) *killTrial {
	k := &killTrial{t: t, w: newShopWorld(t, engine, leaving+others), budget: budget}
	dir := t.TempDir()
	k.data, k.keys = filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	k.n = k.w.newNode(k.data, k.keys)
	k.start()
	k.staff = k.n.staffKey("anne")
	for _, c := range k.w.customers[:leaving] {
		k.leavers = append(k.leavers, &leaver{customer: c, hit: map[string]bool{}})
	}
	k.before = k.w.calm(k.n)
	return k
}

// calm waits until nothing changes any more, and returns what there is: a node that
// starts sweeps what is past its period, also of those who stay. The first start of an
// installation has no declaration to sweep by, so that there has to be another before.
func (w *shopWorld) calm(n *node) []string {
	w.t.Helper()
	n.stop()
	n.up()
	was := w.dump()
	within(w.t, patience, "nothing changing any more", func() bool {
		pause(time.Second)
		is := w.dump()
		lost, came := gone(was, is)
		was = is
		return len(lost)+len(came) == 0
	})
	return was
}

// ask has some people close their accounts.
func (k *killTrial) ask(some []*leaver) {
	k.t.Helper()
	for _, l := range some {
		id, err := k.n.closes(l.person)
		must(k.t, err)
		l.request = id
	}
}

// at is where every store of every open erasure stands, as the node says.
func (k *killTrial) at() (map[string]string, []erasing, error) {
	open, err := k.n.erasures(k.staff, 1000)
	phases := map[string]string{}
	for _, e := range open {
		for _, s := range e.Stores {
			phases[e.ID+"/"+s.Store] = s.Phase
		}
	}
	return phases, open, err
}

// carried kills the node at every turn until all that these people asked for is done.
func (k *killTrial) carried(some []*leaver) {
	k.t.Helper()
	end := time.Now().Add(time.Duration(len(some)) * 30 * time.Second)
	for !closedAll(some) {
		if time.Now().After(end) {
			_, open, err := k.at()
			k.t.Fatalf("%s: not all erasures are done: %v %+v\n%s", k.w, err, open, k.n.log.tail())
		}
		if k.kills < k.budget && rand.IntN(3) == 0 { // at any moment, also before it listens
			k.blindly()
			continue
		}
		k.start()
		k.watch(some)
	}
}

func closedAll(some []*leaver) bool {
	return !slices.ContainsFunc(some, func(l *leaver) bool { return !l.closed })
}

// blindly starts the node and kills it a moment later, wherever it is.
func (k *killTrial) blindly() {
	k.t.Helper()
	k.n.kill()
	fired := make(chan struct{})
	go func() {
		pause(time.Duration(rand.IntN(800)) * time.Millisecond)
		k.n.signal(syscall.SIGKILL)
		close(fired)
	}()
	k.n.start()
	<-fired
	k.killed()
}

// watch follows a node that is up, and kills it shortly after something came into
// another phase, or lets it go on where it was killed often enough.
func (k *killTrial) watch(some []*leaver) {
	k.t.Helper()
	was, open, err := k.at()
	must(k.t, err)
	k.attend(some, open)
	turn := 1 + rand.IntN(2) // the change after which it is killed
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end) && !closedAll(some); pause(2 * time.Millisecond) {
		is, open, err := k.at()
		must(k.t, err)
		changed := len(is) != len(was) || slices.ContainsFunc(phased(is), func(p string) bool { return !slices.Contains(phased(was), p) })
		if was = is; !changed {
			continue
		}
		if turn--; turn == 0 && k.kills < k.budget {
			pause(time.Duration(rand.IntN(50)) * time.Millisecond)
			k.killed()
			return
		}
		k.attend(some, open)
	}
}

func phased(m map[string]string) (all []string) {
	for k, v := range m {
		all = append(all, k+" "+v)
	}
	return all
}

// attend does what people do meanwhile: in the office, and as customers.
func (k *killTrial) attend(some []*leaver, open []erasing) {
	k.t.Helper()
	for _, l := range some {
		i := slices.IndexFunc(open, func(e erasing) bool { return e.Request == l.request })
		if i >= 0 {
			l.id = open[i].ID
			k.returns(l, open[i])
		} else if l.id != "" && !l.closed {
			k.closing(l)
		}
	}
	must(k.t, k.n.attend(k.staff, func(erasing) bool { return true }))
}

// closing holds an erasure that is open no more against an independent dump, at the
// moment at which it is first seen so.
func (k *killTrial) closing(l *leaver) {
	k.t.Helper()
	left := k.left(l, k.w.dump())
	var e erasing
	must(k.t, k.n.call(http.MethodGet, "/v1/erasures/"+l.id, k.staff, nil, &e))
	if l.closed = e.State == "closed"; !l.closed {
		k.t.Errorf("%s: an erasure ended as %s", k.w, e.State)
		l.closed = true
	}
	for _, line := range left {
		k.t.Errorf("%s: reported closed, and still there: %s", k.w, line)
	}
	if l.anew == nil {
		k.returns(l, e) // whoever comes back later than everything
	}
}

// left is what a dump holds of somebody, but for what law says to keep: the number and
// the payment of orders that were completed lately or not yet, and their invoice. Of
// such an order, the account that it is of stays too.
func (k *killTrial) left(l *leaver, lines []string) []string {
	own := slices.DeleteFunc(l.canaries(), func(v string) bool { return v == l.ip })
	own = append(own, l.ip+" ") // it may be the beginning of another
	if l.anew != nil {
		own = slices.DeleteFunc(own, func(v string) bool { return v == l.person || v == l.phone })
	}
	if l.heir != nil {
		own = slices.DeleteFunc(own, func(v string) bool { return v == l.phone })
	}
	var all []string
	for _, line := range lines {
		said := line
		for _, n := range []int{1, 2} {
			for _, kept := range []string{l.orderNumber[n], fmt.Sprintf("PAY-%s-%d", l.word, n+1), l.number[1]} {
				said = strings.ReplaceAll(said, "="+kept, "=kept")
			}
		}
		if strings.HasPrefix(said, "sql orders ") && strings.Contains(said, "order_no=kept") {
			said = strings.ReplaceAll(said, "account_id="+l.person, "account_id=kept")
		}
		if len(with([]string{said}, own...)) > 0 {
			all = append(all, line)
		}
	}
	return all
}

// returns lets somebody register anew with the same id, and somebody else get the
// telephone number, once every store was found empty.
func (k *killTrial) returns(l *leaver, e erasing) {
	k.t.Helper()
	i := slices.IndexFunc(k.leavers, func(x *leaver) bool { return x == l })
	for _, s := range e.Stores {
		if s.Looked == nil && s.Store != "archive" {
			return
		}
	}
	switch {
	case l.anew != nil || l.heir != nil || i%2 == 1:
		return
	case i%4 == 0:
		l.anew = k.newcomer(i, l.person, l.phone)
		k.w.joins(*l.anew)
	default:
		l.heir = k.newcomer(i, "", l.phone)
		k.w.joins(*l.heir)
	}
}

// newcomer makes a customer with words of their own, and with the id or the number of
// somebody who left.
func (k *killTrial) newcomer(i int, person, phone string) *customer {
	k.t.Helper()
	c := newCustomers(9000 + i)[8999+i]
	c.order += 30000
	c.phone = phone
	if person != "" {
		id, err := strconv.Atoi(person)
		must(k.t, err)
		c.id, c.person = id, person
	}
	return &c
}

// joins writes a customer who registers now, with everything of today.
func (w *shopWorld) joins(c customer) {
	w.t.Helper()
	today := time.Now().In(workday.Shanghai).Format("'2006-01-02 15:04:05'")
	for _, table := range shopTables {
		if rows := c.rows(table, func(time.Time) string { return today }); len(rows) > 0 {
			w.exec("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
		}
	}
	w.things(c)
}

// killed kills the node and notes in what steps it was.
func (k *killTrial) killed() {
	k.t.Helper()
	k.n.kill()
	k.up = false
	k.kills++
	steps := k.underWay()
	if len(steps) > 0 {
		k.hit++
	}
	for id, step := range steps {
		for _, l := range k.leavers {
			if l.request == id.request {
				l.hit[id.store+" "+step] = true
			}
		}
	}
}

type underWay struct{ request, store string }

// underWay reads from the data of a dead node which step of which store it was at:
// the first piece of work of each store that it had taken and not given back.
func (k *killTrial) underWay() map[underWay]string {
	k.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(k.data, "volens.db")+"?mode=ro")
	must(k.t, err)
	defer db.Close()
	rows, err := db.QueryContext(k.t.Context(), `select w.key, w.kind, c.request, coalesce(s.phase, '') from work w
		join cases c on c.id = substr(w.key, 1, length(c.id))
		left join case_stores s on s.case_id = c.id and w.key = c.id || '/' || s.store
		where w.error = 'held' and w.kind like 'erase-%' order by w.version, w.id`)
	must(k.t, err)
	defer rows.Close()
	first, at := map[string]bool{}, map[underWay]string{}
	for rows.Next() {
		var key, kind, request, phase string
		must(k.t, rows.Scan(&key, &kind, &request, &phase))
		_, store, _ := strings.Cut(key, "/")
		if line := kind + " " + store; !first[line] && phase != "done" && store != "archive" {
			first[line] = true
			if phase == "" { // of a recipient, or the end of the case
				phase = strings.TrimPrefix(kind, "erase-")
			}
			at[underWay{request, store}] = phase
		}
	}
	must(k.t, rows.Err())
	return at
}

// inventory is how much of a customer there was in each place.
func (k *killTrial) inventory(c customer) map[string]int64 {
	n := map[string]int64{"session:{person}": 1, "cart:{person}": 1, "captcha:{phone}": 1, "avatars/{person}/": 2, "invoices/{invoice}.pdf": 2, "support/{person}/": 2}
	for _, table := range shopTables {
		for _, line := range with(k.before, c.marks()...) {
			if strings.HasPrefix(line, "sql "+table+" ") {
				n[table]++
			}
		}
	}
	return n
}

// judge holds everything against what there was, when all is done.
func (k *killTrial) judge() {
	k.t.Helper()
	k.start()
	after := k.w.dump()
	for _, l := range k.leavers {
		for _, line := range k.left(l, after) {
			k.t.Errorf("%s: it is back: %s", k.w, line)
		}
	}
	k.untouched(after)
	short := k.evidence()
	k.n.stop()
	k.tombstones()
	verified(k.t, "--data", k.data, "--keys", k.keys)
	steps, untried := map[string]int{}, 0
	for _, l := range k.leavers {
		for s := range l.hit {
			steps[s]++
		}
		if len(l.hit) == 0 {
			untried++
		}
	}
	var all []string
	total := 0
	for s, n := range steps {
		all, total = append(all, fmt.Sprintf("%s %d", s, n)), total+n
	}
	slices.Sort(all)
	k.t.Logf("%s: %d erasures, %d kills, %d of them with an erasure under way; %d steps of erasures were hit (%s); %d deeds were done and not on record when it was killed; %d erasures were never hit and count for nothing",
		k.w, len(k.leavers), k.kills, k.hit, total, strings.Join(all, ", "), short, untried)
	if k.hit == 0 {
		k.t.Errorf("%s: no kill hit an erasure: nothing was tried", k.w)
	}
}

// untouched holds what is of everybody else against what it was, byte for byte.
func (k *killTrial) untouched(after []string) {
	k.t.Helper()
	var marks []string
	var newcomers []customer
	for _, l := range k.leavers {
		marks = append(marks, l.marks()...)
		for _, c := range []*customer{l.anew, l.heir} {
			if c != nil {
				newcomers = append(newcomers, *c)
			}
		}
	}
	var new []string
	for _, c := range newcomers {
		new = append(new, c.word)
	}
	lost, came := gone(k.before, without(after, new...))
	for _, line := range without(lost, marks...) {
		k.t.Errorf("%s: lost of somebody else: %s", k.w, line)
	}
	for _, line := range came {
		if !slices.ContainsFunc(k.leavers, func(l *leaver) bool { return k.anonymised(l, line) }) && !newRow(newcomers, line) {
			k.t.Errorf("%s: it came from nowhere: %s", k.w, line)
		}
	}
	for _, c := range newcomers {
		k.stays(c, after)
	}
}

// anonymised reports whether a row is an order of somebody who left, or of one.
func (k *killTrial) anonymised(l *leaver, line string) bool {
	for n := range 3 {
		for _, table := range []string{"orders", "order_items", "invoices"} {
			if strings.HasPrefix(line, fmt.Sprintf("sql %s id=%d ", table, l.order+n)) {
				return true
			}
		}
	}
	return false
}

// newRow reports whether a row without words is of somebody who came later.
func newRow(newcomers []customer, line string) bool {
	return slices.ContainsFunc(newcomers, func(c customer) bool { return strings.Contains(line, "account_id="+c.person) })
}

// stays checks that everything of a newcomer is there.
func (k *killTrial) stays(c customer, after []string) {
	k.t.Helper()
	for _, table := range shopTables {
		want, have := len(c.rows(table, func(time.Time) string { return "" })), 0
		for _, line := range with(after, c.word, "account_id="+c.person) {
			if strings.HasPrefix(line, "sql "+table+" ") && (table != "orders" && table != "order_items" && table != "invoices" || strings.Contains(line, c.word)) {
				have++
			}
		}
		if have != want {
			k.t.Errorf("%s: of %d rows in %s of somebody who registered afterwards, %d are there", k.w, want, table, have)
		}
	}
	for _, thing := range []string{"redis session:" + c.person, "redis cart:" + c.person, "redis captcha:" + c.phone, "s3 avatars/" + c.person + "/face.jpg",
		"s3 invoices/" + c.number[0] + ".pdf", "file support/" + c.person + "/chat-1.txt"} {
		if !slices.ContainsFunc(after, func(line string) bool { return strings.HasPrefix(line, thing+" ") }) {
			k.t.Errorf("%s: of somebody who registered afterwards, %s is gone", k.w, thing)
		}
	}
}

// evidence adds up what evidence says was done: never more than there was. It
// returns where it is less, because the node was killed between deed and record.
func (k *killTrial) evidence() (short int) {
	k.t.Helper()
	for _, l := range k.leavers {
		var cert struct {
			State    string
			Evidence []struct{ Body erase.Evidence }
		}
		must(k.t, k.n.call(http.MethodGet, "/v1/erasures/"+l.id+"/evidence", k.staff, nil, &cert))
		if cert.State != "closed" {
			k.t.Errorf("%s: an erasure is %s", k.w, cert.State)
		}
		done, closings := map[string]int64{}, 0
		for _, e := range cert.Evidence {
			if e.Body.State == erase.Closed {
				closings++
			}
			for _, s := range e.Body.Steps {
				if e.Body.Phase == erase.Erasing {
					done[s.Holding] += s.Rows
				}
			}
		}
		if closings != 1 {
			k.t.Errorf("%s: an erasure was closed %d times", k.w, closings)
		}
		there := k.inventory(l.customer)
		for holding, n := range done {
			if n > there[holding] {
				k.t.Errorf("%s: evidence says that %d were erased in %s, where there were %d", k.w, n, holding, there[holding])
			}
		}
		for holding, n := range there {
			if done[holding] < n && n > 0 {
				short++
			}
		}
	}
	return short
}

// tombstones checks that there is one for each erasure.
func (k *killTrial) tombstones() {
	k.t.Helper()
	ring, err := keys.Load(k.keys)
	must(k.t, err)
	g, err := keys.OpenGraves(k.keys, ring)
	must(k.t, err)
	stones, err := g.Tombstones(time.Now())
	must(k.t, err)
	count := map[string]int{}
	for _, s := range stones {
		count[string(s.Case)]++
	}
	for _, l := range k.leavers {
		if count[l.id] != 1 {
			k.t.Errorf("%s: an erasure has %d tombstones", k.w, count[l.id])
		}
	}
	if len(stones) != len(k.leavers) {
		k.t.Errorf("%s: %d tombstones of %d erasures", k.w, len(stones), len(k.leavers))
	}
}

// TestErasuresAreKilledAtEveryStep kills a node while people are erased in every
// store, over and over: each erasure completes, none is reported closed too early,
// and none is done twice with effect. VOLENS_ERASURES says how many; then they are
// spread over the SQL engines.
func TestErasuresAreKilledAtEveryStep(t *testing.T) {
	count := howMany(t, "VOLENS_ERASURES", 6)
	engines, budget := []string{"sqlite", "mysql", "postgres"}, 100*count
	if count < 30 {
		engines, budget = engines[:1], 25
	}
	for i, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			k := newKillTrial(t, engine, (count+i)/len(engines), budget)
			for wave := range slices.Chunk(k.leavers, 10) {
				k.start()
				k.ask(wave)
				k.carried(wave)
			}
			k.judge()
		})
	}
}
