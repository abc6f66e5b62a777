package server_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
)

const phone declaration.UseID = "shop/order/recipient-phone/deliver"

// site is nginx, with the files of deploy/nginx as they are but for addresses and
// folders, between a back end that shows what it was sent and a real Volens.
type site struct {
	*rig
	url    string
	folder string
	volens *httptest.Server
	asked  atomic.Int64 // requests that came as far as the back end
}

// nginx returns the path of the program: CI must have it, others may.
func nginx(t *testing.T) string {
	t.Helper()
	for _, p := range []string{"/usr/sbin/nginx", "nginx"} {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
		t.Fatal("nginx is not installed, and VOLENS_TEST_REQUIRE=1 (Debian: apt-get install nginx-light)")
	}
	t.Skip("nginx is not installed (Debian: apt-get install nginx-light)")
	return ""
}

func newSite(t *testing.T, key string) *site {
	t.Helper()
	binary := nginx(t)
	s := &site{rig: newRig(t), folder: t.TempDir()}
	if key == "" {
		key = s.newKey("decide")
	}
	s.volens = httptest.NewServer(s.handler)
	t.Cleanup(s.volens.Close)
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		if r.Header.Get("X-Volens-Permit") == "true" {
			_, _ = io.WriteString(w, "for you;")
		}
		for name := range r.Header {
			if strings.HasPrefix(name, "X-Volens-") && name != "X-Volens-Permit" {
				_, _ = fmt.Fprintf(w, "leaked %s;", name)
			}
		}
		_, _ = io.WriteString(w, "goods")
	}))
	t.Cleanup(backend.Close)
	address := freeAddress(t)
	s.url = "http://" + address
	s.configure(key, address, strings.TrimPrefix(s.volens.URL, "http://"), strings.TrimPrefix(backend.URL, "http://"))
	s.start(binary, address)
	return s
}

// configure copies deploy/nginx, with addresses and folders of the test.
func (s *site) configure(key, address, volens, backend string) {
	s.t.Helper()
	swap := strings.NewReplacer("127.0.0.1:8090", volens, "127.0.0.1:8080", backend, "127.0.0.1:8081", address,
		"/etc/nginx/volens/", s.folder+"/", "/var/log/nginx/", s.folder+"/")
	files, err := filepath.Glob("../deploy/nginx/volens*")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range append(files, "../deploy/nginx/site.conf") {
		b, err := os.ReadFile(f)
		if err != nil {
			s.t.Fatal(err)
		}
		s.write(filepath.Base(f), swap.Replace(string(b)))
	}
	s.write("volens-key.inc", `proxy_set_header Authorization "Bearer `+key+`";`)
	s.write("people", "u-1:{PLAIN}secret\n张三:{PLAIN}secret\n")
	var temp strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "    %s_temp_path %s/%s;\n", kind, s.folder, kind)
	}
	s.write("nginx.conf", fmt.Sprintf("pid %[1]s/pid;\nerror_log %[1]s/error.log info;\nevents {}\nhttp {\n%[2]s    include %[1]s/volens.conf;\n    include %[1]s/site.conf;\n}\n", s.folder, temp.String()))
}

func (s *site) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) start(binary, address string) {
	s.t.Helper()
	log := filepath.Join(s.folder, "error.log")
	cmd := exec.Command(binary, "-p", s.folder, "-c", filepath.Join(s.folder, "nginx.conf"), "-e", log, "-g", "daemon off; master_process off;")
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for deadline := time.Now().Add(10 * time.Second); ; {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(deadline) {
			b, _ := os.ReadFile(log)
			s.t.Fatalf("nginx does not answer: %s", b)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// get asks the site as person, with what a client could make up.
func (s *site) get(person, path string) (status int, body string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if person != "" {
		r.SetBasicAuth(person, "secret")
	}
	for _, name := range []string{"Subject", "Action", "Use", "Function", "Item", "Recipient", "At-Least", "Version", "Rule"} {
		r.Header.Set("X-Volens-"+name, "made-up")
	}
	r.Header.Set("X-Volens-Permit", "true")
	r.Header.Set("X-Volens-Mode", "tell")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func (s *site) want(person, path string, status int, body string) {
	s.t.Helper()
	got, text := s.get(person, path)
	if got != status || !strings.Contains(text, body) || strings.Contains(text, "leaked") {
		log, _ := os.ReadFile(filepath.Join(s.folder, "error.log"))
		s.t.Errorf("%s as %q: %d %q, want %d %q\n%s", path, person, got, text, status, body, log)
	}
}

// grant lets u-1 agree to a use of the shop's orders or recommendations.
func (s *site) grant(function string, use declaration.UseID) {
	s.t.Helper()
	out := s.post("/v1/asks", object{"subject": "u-1", "service": "shop", "functions": []string{function}, "trigger": "function"}, 200)
	for _, c := range out["choices"].([]any) {
		c := c.(object)
		for _, u := range c["uses"].([]any) {
			if u.(object)["use"] == string(use) {
				s.post("/v1/asks/"+out["ask"].(string)+"/answers", object{"answers": []object{{"choice": c["choice"], "grant": true, "evidence": object{"act": string(use)}}}}, 200)
				return
			}
		}
	}
	s.t.Fatalf("%s is not asked: %v", use, out)
}

// TestNginxEnforces: the guarded location opens with consent and closes with its
// withdrawal, whatever a client makes up.
func TestNginxEnforces(t *testing.T) {
	s := newSite(t, "")
	s.want("", "/delivery", 401, "")
	s.want("u-1", "/delivery", 403, `"rule":"consent-missing"`)
	if n := s.asked.Load(); n != 0 {
		t.Errorf("%d requests without a permit came as far as the back end", n)
	}
	s.grant("order", phone)
	s.want("u-1", "/delivery", 200, "goods")
	s.want("张三", "/delivery", 403, `"rule":"consent-missing"`)
	s.post("/v1/withdrawals", object{"subject": "u-1", "uses": []declaration.UseID{phone}}, 200)
	s.want("u-1", "/delivery", 403, `"rule":"consent-withdrawn"`)
}

// TestNginxTells: the open location serves everybody, with more for those who
// agreed.
func TestNginxTells(t *testing.T) {
	s := newSite(t, "")
	plain := func(when string) {
		t.Helper()
		if status, body := s.get("u-1", "/"); status != 200 || body != "goods" {
			t.Errorf("%s: %d %q, want the goods alone", when, status, body)
		}
	}
	plain("never asked")
	s.grant("for-you", recommend)
	s.want("u-1", "/", 200, "for you;goods")
	s.post("/v1/withdrawals", object{"subject": "u-1", "uses": []string{recommend}}, 200)
	plain("withdrawn")
	s.volens.Close()
	plain("Volens is down")
}

// TestNginxWithoutVolens: what must have a permit has none.
func TestNginxWithoutVolens(t *testing.T) {
	s := newSite(t, "")
	s.grant("order", phone)
	s.want("u-1", "/delivery", 200, "goods")
	s.volens.Close()
	s.want("u-1", "/delivery", 503, "try again later")
}

// TestNginxWithAWrongKey: it is the gateway that is not let in, not the client.
func TestNginxWithAWrongKey(t *testing.T) {
	s := newSite(t, "vk_wrong")
	s.want("u-1", "/delivery", 503, "try again later")
	s.want("u-1", "/", 200, "goods")
	if s.asked.Load() != 1 {
		t.Error("a request without a permit came as far as the back end")
	}
}

// logged returns the access log once it holds what: nginx writes it after the
// answer.
func (s *site) logged(what string) string {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-time.After(10 * time.Millisecond) {
		if b, err := os.ReadFile(filepath.Join(s.folder, "shop.log")); err == nil && strings.Contains(string(b), what) {
			return string(b)
		}
	}
	s.t.Fatalf("the access log never held %q", what)
	return ""
}

// TestNginxLogsNobody: neither log of nginx nor Volens's holds whom it was about.
func TestNginxLogsNobody(t *testing.T) {
	s := newSite(t, "")
	s.want("u-1", "/delivery?who=13812345678", 403, "")
	s.want("u-1", "/?token=s3cret", 200, "goods")
	access := s.logged("GET / 200")
	if !strings.Contains(access, "GET /delivery 403") {
		t.Errorf("access log: %s", access)
	}
	if all := access + s.log.String(); strings.Contains(all, "u-1") || strings.Contains(all, "13812345678") || strings.Contains(all, "s3cret") {
		t.Errorf("somebody is in a log: %s", all)
	}
}
