package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/volens/volens/lang"
)

// TestPages renders every page in both languages. The files are what a lawyer
// reads.
func TestPages(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(string(l), func(t *testing.T) {
			in := install(t, shop(t))
			ask := in.put(t, "lin", "shop")
			me := in.visit(t, "lin", "consents")
			at := func(path string) string { return path + "?lang=" + string(l) }
			page := func(name string, status int, r reply) {
				t.Helper()
				if r.status != status {
					t.Fatalf("%s: status %d, want %d\n%s", name, r.status, status, r.body)
				}
				golden(t, fmt.Sprintf("%s.%s", name, l), r)
			}
			askPath := "/me/asks/" + string(ask.ID)

			young := in.putTo(t, "mei", "shop")
			mei := in.visit(t, "mei", "consents")
			page("age", http.StatusOK, mei.get(at("/me/asks/"+string(young.ID))))
			mei.post(at("/me/asks/"+string(young.ID)+"/age"), url.Values{"band": {"under-14"}})
			page("child", http.StatusOK, mei.get(at("/me/asks/"+string(young.ID)+"/choices")))
			page("consents-empty", http.StatusOK, in.visit(t, "nobody", "consents").get(at("/me/consents")))
			page("ask-group", http.StatusOK, me.get(at(askPath)))
			group := url.Values{"press": {"save"}, "choice:shop/order/deliver!": {"agree"}}
			me.post(at(askPath), group)
			page("ask-group-missing", http.StatusOK, me.get(at(askPath)+"&missing=1"))
			page("done-open", http.StatusOK, me.get(at(askPath+"/done")))
			me.post(at(askPath), url.Values{"press": {"save"}, "choice:shop/order/notify": {"agree"}})
			page("ask-separate", http.StatusOK, me.get(at(askPath)))
			me.post(at(askPath), url.Values{"press": {"agree"}, "choice": {"shop/order/recipient-name/deliver>courier"}})
			page("ask-separate-next", http.StatusOK, me.get(at(askPath)))
			me.post(at(askPath), url.Values{"press": {"basic"}})
			page("done", http.StatusOK, me.get(at(askPath+"/done")))
			page("receipt-answer", http.StatusOK, me.get(at("/me/receipts/6")))
			in.now = in.now.Add(50 * time.Minute / 2)
			page("consents", http.StatusOK, me.get(at("/me/consents")))
			r := me.post(at("/me/withdrawals"), url.Values{"function": {"shop/order"}})
			page("consents-withdrawn", http.StatusOK, me.get(r.location))
			page("receipt-withdrawal", http.StatusOK, me.get(at("/me/receipts/10")))
			page("receipt-ask", http.StatusOK, me.get(at("/me/receipts/3")))
			page("consents-nothing", http.StatusOK, me.get(at("/me/consents")+"&nothing=1"))

			page("not-found", http.StatusNotFound, me.get(at("/me/asks/00-nothing")))
			page("link", http.StatusUnauthorized, in.stranger(t).get(at("/p/forged")))
			page("method", http.StatusMethodNotAllowed, me.get(at("/me/withdrawals")))
			page("wrong", http.StatusUnprocessableEntity, me.post(at("/me/withdrawals"), url.Values{}))
			in.broken = fmt.Errorf("the disk is gone")
			page("error", http.StatusInternalServerError, me.get(at("/me/consents")))
			in.broken = nil
			late := in.put(t, "lin", "club")
			in.now = in.now.Add(25 * time.Hour)
			page("expired", http.StatusGone, in.visit(t, "lin", "asks/"+string(late.ID)).get(at("/me/asks/"+string(late.ID))))
		})
	}
}
