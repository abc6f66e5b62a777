package consent

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

func TestDisciplineIsNeverLaxerThanPractice(t *testing.T) {
	if err := Defaults().Check(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	longer := Defaults()
	longer.Interval = 30 * 24 * time.Hour
	if err := longer.Check(); err != nil {
		t.Errorf("a longer interval: %v", err)
	}
	shorter := Defaults()
	shorter.Interval = 48*time.Hour - time.Second
	if err := shorter.Check(); fault.KindOf(err) != fault.Refused {
		t.Errorf("a shorter interval: %v", err)
	}
	for name, d := range map[string]Discipline{
		"no count":      {Interval: 48 * time.Hour, Window: time.Hour},
		"a window back": {Interval: 48 * time.Hour, Unanswered: 1, Window: -time.Hour},
	} {
		if err := d.Check(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThreeAsksInVainAndThenSilence(t *testing.T) {
	k, _ := newDesk(t, shop(t))
	who, req := subject(t, "u-1"), Request{Service: "shop", Trigger: Start}
	at := now
	for i := range 3 {
		res, err := k.Ask(t.Context(), who, req, "", at)
		if err != nil || res.Ask.ID == "" {
			t.Fatalf("ask %d: %+v, %v", i, res.Offer, err)
		}
		at = at.Add(72 * time.Hour)
	}
	for range 5 {
		at = at.AddDate(0, 3, 0)
		res, err := k.Ask(t.Context(), who, req, "", at)
		if err != nil || !slices.Equal(silences(res.Offer), []string{AskedInVain}) || !res.Offer.Next.IsZero() {
			t.Fatalf("after three asks in vain: %+v, %v", res, err)
		}
	}
	if res, err := k.Ask(t.Context(), who, Request{Service: "shop", Trigger: Settings}, "", at); err != nil || res.Ask.ID == "" {
		t.Fatalf("in the settings: %+v, %v", res, err)
	}
	if res, err := k.Ask(t.Context(), who, req, "", at.Add(72*time.Hour)); err != nil || res.Ask.ID == "" {
		t.Errorf("after the person acted: %+v, %v", res.Offer, err)
	}
}

// bothShops has two services of the same sort.
func bothShops(t testing.TB, replace ...string) *declaration.Declaration {
	t.Helper()
	b, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	from, to := strings.Index(text, "  shop:\n"), strings.Index(text, "components:\n")
	second := strings.Replace(text[from:to], "  shop:\n", "  club:\n", 1)
	return parsed(t, strings.NewReplacer(replace...).Replace(text[:to]+second+text[to:]))
}

func parsed(t testing.TB, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOneDisturbanceOverAllServices(t *testing.T) {
	k, _ := newDesk(t, bothShops(t))
	who := subject(t, "u-1")
	first, err := k.Ask(t.Context(), who, Request{Service: "shop", Trigger: Start}, "", now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Answer(t.Context(), first.Ask.ID, ledger.Subject{}, Basic(first.Ask, Evidence{}), now); err != nil {
		t.Fatal(err)
	}
	res, err := k.Ask(t.Context(), who, Request{Service: "club", Trigger: Start}, "", now.Add(23*time.Hour))
	if err != nil || !slices.Equal(silences(res.Offer), []string{DisturbedToday}) || !res.Offer.Next.Equal(now.Add(24*time.Hour)) {
		t.Errorf("another service after 23 h: %+v, %v", res, err)
	}
	if res, err = k.Ask(t.Context(), who, Request{Service: "club", Trigger: Start}, "", now.Add(24*time.Hour)); err != nil || res.Ask.ID == "" {
		t.Errorf("another service after 24 h: %+v, %v", res.Offer, err)
	}
}

func TestAFunctionAsksAgainAtThatMomentButNotOften(t *testing.T) {
	k, _ := newDesk(t, shop(t))
	who, req := subject(t, "u-1"), Request{Service: "shop", Trigger: Function, Functions: []string{"comments"}}
	refuse := func(at time.Time) bool {
		t.Helper()
		res, err := k.Ask(t.Context(), who, req, "", at)
		if err != nil {
			t.Fatal(err)
		}
		if res.Ask.ID == "" {
			if !slices.Equal(silences(res.Offer), []string{AskedRecently}) {
				t.Errorf("silence because of %v", silences(res.Offer))
			}
			return false
		}
		if _, err := k.Answer(t.Context(), res.Ask.ID, ledger.Subject{}, Basic(res.Ask, Evidence{}), at); err != nil {
			t.Fatal(err)
		}
		return true
	}
	if !refuse(now) {
		t.Error("not asked at the function")
	}
	if refuse(now.Add(time.Hour)) || refuse(now.Add(47*time.Hour)) {
		t.Error("asked again within the interval")
	}
	if !refuse(now.Add(48 * time.Hour)) {
		t.Error("not asked after the interval, although the person uses the function")
	}
}

func TestAnUnreachableStoreIsSilence(t *testing.T) {
	k, m := newDesk(t, shop(t))
	m.broken = fault.New(fault.Unavailable, "读不到", "unreachable")
	res, err := k.Ask(t.Context(), subject(t, "u-1"), Request{Service: "shop", Trigger: Settings}, "", now)
	if fault.KindOf(err) != fault.Unavailable || res.Ask.ID != "" || len(res.Offer.Choices) != 0 {
		t.Errorf("got %+v, %v", res, err)
	}
}

// The versions of the simulated year: a longer period for one function, then
// other words and a new use.
func simulated(t testing.TB) []*declaration.Declaration {
	longer := []string{"for: 90d", "for: 180d"}
	more := []string{"for: 90d", "for: 180d", "商品按销量排序", "商品依销量排列", "- {item: email, for: invoice,", "- {item: nickname, for: invoice}\n          - {item: email, for: invoice,"}
	return []*declaration.Declaration{bothShops(t), bothShops(t, longer...), bothShops(t, more...)}
}

// A spoken use is a use as it was declared at one time.
type spoken struct {
	use declaration.UseID
	fp  declaration.Fingerprint
}

// A year is one simulated person over 365 days, who acts at random, and an oracle
// that knows nothing of how Plan works: only what was said, what was put, and what
// the person did.
type year struct {
	*rapid.T
	k    *Desk
	d    *declaration.Declaration
	who  ledger.Subject
	at   time.Time
	said map[declaration.UseID]bool   // what was last said on a use: yes or no
	as   map[declaration.UseID]spoken // as what it was declared then
	open map[spoken]time.Time         // put and not answered: when last
	used map[spoken]time.Time         // put while a function was in use: when last
	last time.Time                    // ask of our own initiative
	vain int                          // asks of our own initiative left unanswered since the person acted
	asks map[Trigger]int
}

// TestAYearOfAsking checks every ask of a year, over three versions of the
// declaration and every trigger: our own initiative never asks for what was
// refused and did not change, nor more often than the discipline allows.
// VOLENS_TEST_YEARS is how many people live through it.
func TestAYearOfAsking(t *testing.T) {
	versions := simulated(t)
	people, err := strconv.Atoi(os.Getenv("VOLENS_TEST_YEARS"))
	if err != nil {
		people = 10
	}
	lived, failing, asks := 0, false, map[Trigger]int{}
	for lived < people && !t.Failed() {
		rapid.Check(t, func(r *rapid.T) {
			if lived >= people && !failing {
				return
			}
			done := false
			defer func() { failing = failing || !done }()
			y := &year{T: r, who: subject(t, "u-1"), asks: asks,
				said: map[declaration.UseID]bool{}, as: map[declaration.UseID]spoken{}, open: map[spoken]time.Time{}, used: map[spoken]time.Time{}}
			y.live(t, versions)
			lived++
			done = true
		})
	}
	t.Logf("%d people, asks: %v", lived, asks)
	for _, trigger := range []Trigger{Start, Function, Settings} {
		if asks[trigger] == 0 {
			t.Errorf("nothing was ever asked at %s", trigger)
		}
	}
}

func (y *year) live(t *testing.T, versions []*declaration.Declaration) {
	y.k, _ = newDesk(t, versions[0])
	y.d, y.at = versions[0], now
	for day := range 365 {
		if day == 120 || day == 240 {
			y.d = versions[day/120]
			activate(t, y.k, y.d, y.at)
		}
		y.day(now.AddDate(0, 0, day))
	}
}

// day lets the person do up to three things.
func (y *year) day(from time.Time) {
	for range rapid.IntRange(0, 3).Draw(y.T, "acts") {
		y.at = later(y.at, from).Add(time.Duration(rapid.IntRange(1, 400).Draw(y.T, "minutes")) * time.Minute)
		service := rapid.SampledFrom([]string{"shop", "club"}).Draw(y.T, "service")
		if rapid.IntRange(0, 19).Draw(y.T, "what") == 0 {
			y.withdraw(service)
			continue
		}
		trigger := rapid.SampledFrom([]Trigger{Start, Start, Start, Function, Function, Settings}).Draw(y.T, "trigger")
		req := Request{Service: service, Trigger: trigger}
		if trigger == Function || trigger == Start && rapid.Bool().Draw(y.T, "in use") {
			req.Functions = []string{rapid.SampledFrom([]string{"order", "comments", "for-you"}).Draw(y.T, "function")}
		}
		y.ask(req)
	}
}

func (y *year) ask(req Request) {
	res, err := y.k.Ask(context.Background(), y.who, req, "", y.at)
	if err != nil {
		y.Fatal(err)
	}
	if res.Ask.ID == "" {
		return
	}
	y.asks[req.Trigger]++
	for _, c := range res.Ask.Choices {
		for _, u := range c.Uses {
			y.mayPut(req.Trigger, spoken{u.Use, u.Fingerprint})
		}
	}
	if req.Trigger == Start {
		if y.at.Sub(y.last) < 24*time.Hour {
			y.Fatalf("disturbed twice within %v", y.at.Sub(y.last))
		}
		if y.vain >= 3 {
			y.Fatal("asked a fourth time in vain")
		}
		y.last = y.at
		y.vain++
	} else {
		y.vain = 0
	}
	y.put(req.Trigger, res.Ask)
	y.answer(res.Ask)
}

// mayPut is the oracle.
func (y *year) mayPut(trigger Trigger, u spoken) {
	yes, spoke := y.said[u.use]
	same := spoke && y.as[u.use] == u
	if declared, ok := y.d.UseByID(u.use); !ok || declared.Fingerprint() != u.fp {
		y.Fatalf("%s is put as it is not declared", u.use)
	}
	switch {
	case same && yes:
		y.Fatalf("%s is asked although it was granted", u.use)
	case same && trigger == Start:
		y.Fatalf("%s is asked on our own initiative although it was refused", u.use)
	case same && trigger == Function && y.at.Sub(y.used[u]) < 48*time.Hour:
		y.Fatalf("%s is asked again at the function after %v", u.use, y.at.Sub(y.used[u]))
	case trigger == Start && y.at.Sub(y.open[u]) < 48*time.Hour:
		y.Fatalf("%s is asked again after %v without an answer", u.use, y.at.Sub(y.open[u]))
	}
}

func (y *year) put(trigger Trigger, ask Ask) {
	for _, c := range ask.Choices {
		for _, cu := range c.Uses {
			u := spoken{cu.Use, cu.Fingerprint}
			y.open[u] = y.at
			if trigger == Function {
				y.used[u] = y.at
			}
		}
	}
}

// answer answers some of the choices, or none.
func (y *year) answer(ask Ask) {
	var answers []Answer
	mood := rapid.IntRange(0, 5).Draw(y.T, "mood")
	for i, c := range ask.Choices {
		if mood < 2 || mood == 2 && i%2 == 0 {
			continue
		}
		answers = append(answers, Answer{Choice: c.ID, Grant: mood == 5, Evidence: Evidence{Act: fmt.Sprint(ask.ID, i)}})
	}
	if len(answers) == 0 {
		return
	}
	y.at = y.at.Add(time.Minute)
	if _, err := y.k.Answer(context.Background(), ask.ID, ledger.Subject{}, answers, y.at); err != nil {
		y.Fatal(err)
	}
	y.vain = 0
	for _, x := range answers {
		c, _ := ask.choice(x.Choice)
		for _, cu := range c.Uses {
			u := spoken{cu.Use, cu.Fingerprint}
			y.said[u.use], y.as[u.use] = x.Grant, u
			delete(y.open, u)
		}
	}
}

func (y *year) withdraw(service string) {
	_, done, err := y.k.Withdraw(context.Background(), y.who, ledger.Subject{}, Target{Service: service}, y.at)
	if err != nil {
		y.Fatal(err)
	}
	for _, id := range done {
		if u, ok := y.d.UseByID(id); ok {
			y.said[id], y.as[id] = false, spoken{id, u.Fingerprint()}
		}
		y.vain = 0
	}
}
