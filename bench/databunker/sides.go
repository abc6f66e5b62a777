package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/volens/volens/bench/load"
	"github.com/volens/volens/bench/serve"
	"github.com/volens/volens/bench/w1"
)

// keep is of how many people the requests to look are kept.
const keep = 500

// volens is our side. People are asked beforehand, as an app asks before anybody
// can answer.
type volens struct {
	addr   string
	world  *w1.World
	people int
	look   [][]byte
}

func newVolens(addr string, w *w1.World) *volens { return &volens{addr: addr, world: w} }

func (v *volens) address() string { return v.addr }

const bearer = "Authorization: Bearer " + serve.Key + "\r\n"

func (v *volens) agreeing(n int) ([][]byte, error) {
	var all [][]byte
	for range n {
		v.people++
		subject := fmt.Sprintf("d-%s-%08d", v.addr, v.people)
		var ask struct {
			Ask     string
			Choices []struct {
				Choice string
				Uses   []struct{ Use string }
			}
		}
		err := call("http://"+v.addr+"/v1/asks", http.Header{"Authorization": {"Bearer " + serve.Key}},
			map[string]any{"subject": subject, "service": "shop", "functions": []string{"f000"}, "trigger": "function"}, &ask)
		if err != nil {
			return nil, err
		}
		if len(ask.Choices) == 0 {
			return nil, errors.New("nothing was asked")
		}
		choice := ask.Choices[len(ask.Choices)-1] // alone on its step
		all = append(all, load.Post(v.addr, "/v1/asks/"+ask.Ask+"/answers", bearer, encode(map[string]any{
			"answers": []any{map[string]any{"choice": choice.Choice, "grant": true, "evidence": map[string]any{"act": "press"}}},
		})))
		if len(v.look) < keep {
			v.look = append(v.look, load.Post(v.addr, "/v1/decisions", bearer, encode(map[string]any{
				"subject": subject, "action": "process", "use": choice.Uses[0].Use,
			})))
		}
	}
	return all, nil
}

func (v *volens) looking() [][]byte { return v.look }

// databunker is the other side.
type databunker struct {
	host, token string
	people      int
	look        [][]byte
}

// brief is the legal basis that people agree to.
const brief = "bench-recommend"

func newDatabunker(address, token string) (*databunker, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("not an address: %s", address)
	}
	d := &databunker{host: u.Host, token: token}
	return d, d.call("/v1/lbasis/"+brief, map[string]any{"basistype": "consent", "shortdesc": "recommendation", "usercontrol": true})
}

func (d *databunker) call(path string, body any) error {
	return call("http://"+d.host+path, http.Header{"X-Bunker-Token": {d.token}}, body, nil)
}

func (d *databunker) address() string { return d.host }

func (d *databunker) agreeing(n int) ([][]byte, error) {
	header := "X-Bunker-Token: " + d.token + "\r\n"
	var all [][]byte
	for range n {
		d.people++
		login := fmt.Sprintf("bench%08d", d.people)
		if err := d.call("/v1/user", map[string]any{"login": login}); err != nil {
			return nil, err
		}
		path := "/v1/agreement/" + brief + "/login/" + login
		all = append(all, load.Post(d.host, path, header, encode(map[string]any{"agreementmethod": "bench"})))
		if len(d.look) < keep {
			d.look = append(d.look, load.Get(d.host, path, header))
		}
	}
	return all, nil
}

func (d *databunker) looking() [][]byte { return d.look }

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of plain values
	}
	return b
}

// call posts a request that is not measured.
func call(to string, headers http.Header, body, into any) error {
	r, err := http.NewRequest(http.MethodPost, to, bytes.NewReader(encode(body)))
	if err != nil {
		return err
	}
	r.Header = headers.Clone()
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %d", r.URL.Path, resp.StatusCode)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}
