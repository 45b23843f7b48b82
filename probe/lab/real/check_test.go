//go:build linux

package real

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// removeBuilt takes away the binary under test, once there is one. It also keeps the lock of its folder.
var removeBuilt = func() {}

func TestMain(m *testing.M) {
	flag.Parse()
	// Cases wait for servers more than they compute.
	if p := flag.Lookup("test.parallel"); p.Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		p.Value.Set("16")
	}
	status := m.Run()
	removeBuilt()
	os.Exit(status)
}

// built is the path of the program under test, made as `make build` makes it.
var built = sync.OnceValues(func() (string, error) {
	sweep()
	dir, unlock, err := newDir()
	if err != nil {
		return "", err
	}
	removeBuilt = func() {
		os.RemoveAll(dir)
		unlock()
	}
	path := filepath.Join(dir, "maildiag")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "maildiag/cmd/maildiag")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	return path, finish(cmd)
})

// binary builds the program once, or fails the test.
func binary(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// scenario is one run of the program in a world, in both languages, and the verdict that it must reach.
type scenario struct {
	name    string // also the label of its site
	site    Site
	filters []filter
	pc      func(*World) *PC
	// args are the arguments after the address. {imap}, {pop}, {smtp}, {mail} are the site's hosts, {domain} its domain.
	args     string
	address  string // empty: the site's user
	password string // empty: the right one; "-": none
	env      []string
	noCA     bool

	status, code string // of the verdict and of its first cause; no code: no causes at all
	severity     string // of the first cause; empty: error
	exit         int
	services     int // how many services the run tests, for the budget of connections; 0: as many as flags name them
	check        func(*testing.T, *outcome)
}

type filter struct {
	family Family
	rule   string
}

// outcome is one run of a scenario, and what the lab saw of it.
type outcome struct {
	*Ran
	lang   string
	w      *World
	site   *Site
	report report
	opened map[netip.AddrPort]int // connections to the site
	logins Logins
}

// report is the part of the JSON report that the contract fixes.
type report struct {
	Schema     string  `json:"schema"`
	DurationMS float64 `json:"duration_ms"`
	Verdict    struct {
		Status string  `json:"status"`
		Causes []cause `json:"causes"`
	} `json:"verdict"`
	Services []struct {
		Protocol    string `json:"protocol"`
		Host        string `json:"host"`
		Port        int    `json:"port"`
		Security    string `json:"security"`
		Source      string `json:"source"`
		Status      string `json:"status"`
		FailedStage string `json:"failed_stage"`
	} `json:"services"`
}

type cause struct {
	Code         string   `json:"code"`
	Stage        string   `json:"stage"`
	Subject      string   `json:"subject"`
	Severity     string   `json:"severity"`
	Summary      string   `json:"summary"`
	Fixes        []string `json:"fixes"`
	Evidence     []string `json:"evidence"`
	Alternatives []string `json:"alternatives"`
}

// TestCheck builds one world for all scenarios and runs them side by side.
func TestCheck(t *testing.T) {
	Need(t)
	binary(t)
	all := slices.Concat(healthyScenarios, authScenarios, certificateScenarios, dnsScenarios,
		tcpScenarios, settingsScenarios, talkScenarios, discoveryScenarios)
	var sites []*Site
	for i := range all {
		all[i].site.Label = all[i].name
		sites = append(sites, &all[i].site)
	}
	// With no way at all between client and router, ICMP errors come while the kernel is still sending, and count only at the
	// next SYN, a second later.
	w := New(t, Options{Sites: sites, Wire: Wire{Delay: time.Millisecond}})
	t.Run("scenario", func(t *testing.T) {
		for i := range all {
			t.Run(all[i].name, func(t *testing.T) {
				t.Parallel()
				all[i].both(t, w)
			})
		}
	})
	asked, err := w.Asked()
	if err != nil {
		t.Fatal(err)
	}
	lab := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
		netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("ff00::/8"), netip.MustParsePrefix("fe80::/10")}
	for _, a := range asked {
		if !slices.ContainsFunc(lab, func(p netip.Prefix) bool { return p.Contains(a) }) {
			t.Errorf("a packet went to %s, which no run was told of", a)
		}
	}
}

// both runs the scenario in both languages, one after another.
func (sc *scenario) both(t *testing.T, w *World) {
	for _, f := range sc.filters {
		if err := w.Filter(&sc.site, f.family, f.rule); err != nil {
			t.Fatal(err)
		}
	}
	// Names are masked in one run and left in the other, and the verdict is the same.
	t.Run("en", func(t *testing.T) {
		o := sc.run(t, w, "en")
		sc.verify(t, o)
		o.verifyReplay(t)
	})
	t.Run("zh", func(t *testing.T) {
		o := sc.run(t, w, "zh", "--full")
		sc.verify(t, o)
		o.verifyReplay(t, "--full")
	})
}

// fill puts the site's names into an argument.
func (sc *scenario) fill(arg string) string {
	d := sc.site.Domain()
	return strings.NewReplacer("{imap}", "imap."+d, "{pop}", "pop."+d, "{smtp}", "smtp."+d, "{mail}", "mail."+d, "{domain}", d).Replace(arg)
}

// secret is the password of the run.
func (sc *scenario) secret() string {
	if sc.password == "" {
		return Password
	}
	return sc.password
}

// command is the whole command line, and the environment.
func (sc *scenario) command(w *World, lang, format string) (args, env []string) {
	address := sc.address
	if address == "" {
		address = sc.site.User()
	}
	args = []string{"check", address}
	for _, a := range strings.Fields(sc.args) {
		args = append(args, sc.fill(a))
	}
	args = append(args, "--format", format, "--lang", lang)
	if !slices.Contains(args, "--reference-dns") {
		args = append(args, "--reference-dns", ReferenceAddr.String())
	}
	if !sc.noCA {
		args = append(args, "--ca", w.CA())
	}
	for _, e := range sc.env {
		env = append(env, strings.ReplaceAll(e, "{ca}", w.CA()))
	}
	if sc.secret() != "-" {
		env = append(env, "MAILDIAG_PASSWORD="+sc.secret())
	}
	return args, env
}

// run runs the program once, as nobody, and collects what the lab saw.
func (sc *scenario) run(t *testing.T, w *World, lang string, further ...string) *outcome {
	t.Helper()
	pc := w.PC()
	if sc.pc != nil {
		pc = sc.pc(w)
	}
	o := &outcome{lang: lang, w: w, site: &sc.site, opened: map[netip.AddrPort]int{}}
	before, loginsBefore := observe(t, w, &sc.site)
	args, env := sc.command(w, lang, "json")
	args = append(args, further...)
	ran, err := pc.Run(env, binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	after, loginsAfter := observe(t, w, &sc.site)
	o.Ran = ran
	o.logins = Logins{loginsAfter.OK - loginsBefore.OK, loginsAfter.Failed - loginsBefore.Failed}
	for c := range after {
		web := sc.site.Autoconfig != "" && (c.To.Port() == 443 || c.To.Port() == 80) // a look-up of settings, and no mail server
		if !before[c] && !web && slices.Contains(sc.site.addrs(), c.To.Addr()) {
			o.opened[c.To]++
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("maildiag %s\nexit %d after %v, connections %v, logins %+v\n%s%s",
				strings.Join(args, " "), o.Exit, o.Wall, o.opened, o.logins, o.Stderr, o.Stdout)
		}
	})
	if err := json.Unmarshal(o.Stdout, &o.report); err != nil {
		t.Fatalf("standard output is no JSON object: %v", err)
	}
	return o
}

func observe(t *testing.T, w *World, s *Site) (map[Connection]bool, Logins) {
	t.Helper()
	opened, err := w.Opened()
	if err != nil {
		t.Fatal(err)
	}
	logins, err := w.Logins(s)
	if err != nil {
		t.Fatal(err)
	}
	return opened, logins
}

// verify asserts what holds for the scenario and for every run.
func (sc *scenario) verify(t *testing.T, o *outcome) {
	t.Helper()
	r := o.report
	if r.Schema != "maildiag.report/1" {
		t.Errorf("schema %q", r.Schema)
	}
	if r.Verdict.Status != sc.status {
		t.Errorf("status %q, want %q", r.Verdict.Status, sc.status)
	}
	if o.Exit != sc.exit {
		t.Errorf("exit status %d, want %d", o.Exit, sc.exit)
	}
	var codes []string
	for _, c := range r.Verdict.Causes {
		codes = append(codes, c.Code)
		for _, fault := range c.faults(o.lang) {
			t.Errorf("%s: %s", c.Code, fault)
		}
	}
	switch {
	case sc.code == "" && len(codes) > 0:
		t.Errorf("causes %v, want none", codes)
	case sc.code != "" && (len(codes) == 0 || codes[0] != sc.code):
		t.Errorf("causes %v, want %s first", codes, sc.code)
	case sc.code != "":
		want := sc.severity
		if want == "" {
			want = "error"
		}
		if got := r.Verdict.Causes[0].Severity; got != want {
			t.Errorf("%s: severity %q, want %q", sc.code, got, want)
		}
	}
	sc.verifyPolite(t, o)
	sc.verifySecret(t, o.Stdout, o.Stderr)
	if sc.check != nil {
		sc.check(t, o)
	}
}

// faults are what every cause must have, and has not.
func (c cause) faults(lang string) []string {
	var out []string
	if c.Summary == "" || len(c.Fixes) == 0 || len(c.Evidence) == 0 || c.Subject == "" {
		out = append(out, fmt.Sprintf("no subject, summary, fix or evidence: %+v", c))
	}
	for _, text := range append([]string{c.Summary}, c.Fixes...) {
		if han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han != (lang == "zh") {
			out = append(out, fmt.Sprintf("not in %s: %q", lang, text))
		}
		if strings.ContainsAny(text, "{}") {
			out = append(out, fmt.Sprintf("a placeholder is left: %q", text))
		}
	}
	return out
}

// verifyPolite holds the run to the contract's budget: one connection a service and address while it works, five
// more after a failure, and one login.
func (sc *scenario) verifyPolite(t *testing.T, o *outcome) {
	t.Helper()
	services := sc.services
	if services == 0 {
		for _, flag := range []string{"--imap", "--pop3", "--smtp"} {
			services += strings.Count(sc.args, flag)
		}
	}
	families := len(sc.site.addrs())
	if strings.Contains(sc.args, "-4") || strings.Contains(sc.args, "-6") {
		families = 1
	}
	byAddr := map[netip.Addr]int{}
	for at, n := range o.opened {
		if at.Port() != 443 { // the web server of the domain is asked for settings
			byAddr[at.Addr()] += n
		}
		if sc.status == "ok" && sc.services == 0 && n != 1 {
			t.Errorf("%d connections to %s, want one", n, at)
		}
	}
	if sc.status == "ok" && sc.services == 0 && len(o.opened) != services*families {
		t.Errorf("connections %v, want one for each of %d services and %d addresses", o.opened, services, families)
	}
	for addr, n := range byAddr {
		if limit := services * (1 + 5); n > limit {
			t.Errorf("%d connections to %s, and %d services may make %d: %v", n, addr, services, limit, o.opened)
		}
	}
	failed := 0
	if sc.code == "auth.rejected" {
		failed = 1
	}
	if o.logins.Failed != failed {
		t.Errorf("Dovecot saw %d failed logins, want %d", o.logins.Failed, failed)
	}
	if o.logins.OK > 2 {
		t.Errorf("Dovecot saw %d logins, and IMAP and POP3 may make one each", o.logins.OK)
	}
}

// verifySecret looks for the password, plain and as SASL sends it.
func (sc *scenario) verifySecret(t *testing.T, outputs ...[]byte) {
	t.Helper()
	secret, user := sc.secret(), sc.site.User()
	if secret == "-" {
		return
	}
	b64 := base64.StdEncoding.EncodeToString
	for _, out := range outputs {
		for _, form := range []string{secret, b64([]byte(secret)), b64([]byte("\x00" + user + "\x00" + secret)), b64([]byte(user + "\x00" + user + "\x00" + secret))} {
			if strings.Contains(string(out), form) {
				t.Errorf("the password is in the output")
			}
		}
	}
}
