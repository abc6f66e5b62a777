package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
)

func TestShots(t *testing.T) {
	out := os.Getenv("SHOTS")
	if out == "" {
		t.Skip()
	}
	in := install(t, shop(t))
	f, _ := os.Create(out)
	link := func(name, who, page string) {
		token, _ := in.passes.Link(in.install.Lookup(person(t, who)), page, in.now)
		fmt.Fprintf(f, "%s %s/p/%s\n", name, in.server.URL, token)
	}
	_ = http.StatusOK
	a := in.put(t, "a", "shop")
	link("group", "a", "asks/"+string(a.ID))
	b := in.put(t, "b", "shop")
	in.answer(t, b, "shop/order/deliver!", true)
	in.answer(t, b, "shop/order/notify", true)
	link("alone", "b", "asks/"+string(b.ID))
	link("doneopen", "b", "asks/"+string(b.ID)+"/done")
	link("consents", "b", "consents")
	c := in.put(t, "c", "shop")
	r := in.answer(t, c, "shop/order/deliver!", true)
	in.answer(t, c, "shop/order/notify", false)
	v := in.visit(t, "c", "consents")
	w := v.post("/me/withdrawals?lang=zh-CN", url.Values{"function": {"shop/order"}})
	fmt.Fprintln(os.Stderr, w.location)
	link("withdrawn", "c", "consents"+w.location[len("/me/consents"):])
	link("receipt", "c", fmt.Sprintf("receipts/%d", r.Index))
	link("empty", "z", "consents")
	fmt.Fprintf(f, "badlink %s/p/x\n", in.server.URL)
	f.Close()
	time.Sleep(10 * time.Minute)
	_ = declaration.OnDevice
}
