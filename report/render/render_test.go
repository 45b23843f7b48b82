package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

	"maildiag/probe/fact"
	"maildiag/report"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with testdata/NAME, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run the test with -update to write it)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs.\ngot:\n%s\nwant:\n%s", name, got, want)
	}
}

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// verified is a TLS connection whose certificate this PC accepts.
func verified(host string, ms float64) *fact.TLSInfo {
	return &fact.TLSInfo{ClientHello: fact.HelloDefault, MS: ms, Version: "TLS 1.3",
		Chain: []fact.Cert{{Subject: "CN=" + host, DNSNames: []string{host}, NotBefore: start.AddDate(0, -1, 0), NotAfter: start.AddDate(0, 2, 0)}},
		Trust: &fact.Trust{System: fact.Yes, Public: fact.Yes, SentAlone: fact.Yes, Name: fact.Yes}}
}

func good(addr, host string) fact.Attempt {
	return fact.Attempt{Addr: addr, Reason: fact.ReasonCheck, Security: fact.TLS, Dial: &fact.Dial{MS: 41.2, Local: "192.168.1.23:50123"},
		TLS: verified(host, 83.4),
		Talk: fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK, Lines: []string{"* OK ready"}, MS: 40.6},
			Caps: &fact.Caps{List: []string{"IMAP4REV1"}, MS: 40}},
		Transcript: []string{"S: * OK ready", "C: a1 CAPABILITY"}}
}

func name(host, addr string) fact.Name {
	return fact.Name{Host: host, OS: &fact.OSAnswer{Addrs: []string{addr}, MS: 12.3}}
}

// healthy is a run in which all works.
func healthy() *fact.Set {
	login := func() *fact.Login { return &fact.Login{State: fact.LoginOK, Mechanism: "PLAIN", MS: 52} }
	set := &fact.Set{
		Run: fact.Run{Address: "alice@example.com", Domain: "example.com", Started: start, DurationMS: 812.4, Configured: true},
		Names: []fact.Name{name("imap.example.com", "192.0.2.10"), name("pop.example.com", "192.0.2.11"),
			name("smtp.example.com", "192.0.2.12")},
		Services: []fact.Service{
			{Protocol: fact.IMAP, Host: "imap.example.com", Port: 993, Security: fact.TLS, Source: fact.SourceUser,
				Attempts: []fact.Attempt{good("192.0.2.10:993", "imap.example.com")}, Login: login()},
			{Protocol: fact.POP3, Host: "pop.example.com", Port: 995, Security: fact.TLS, Source: fact.SourceUser,
				Attempts: []fact.Attempt{good("192.0.2.11:995", "pop.example.com")},
				Login:    &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipIMAPWorked}},
			{Protocol: fact.SMTP, Host: "smtp.example.com", Port: 465, Security: fact.TLS, Source: fact.SourceUser,
				Attempts: []fact.Attempt{good("192.0.2.12:465", "smtp.example.com")}, Login: login()},
		},
	}
	set.Services[0].Login.Mailbox = &fact.Step{MS: 20, Reply: &fact.Reply{Kind: fact.ReplyOK}}
	return set
}

// filtered is a run in which nothing answers on the port for sending, and the IPv6 address of IMAP is dead.
func filtered() *fact.Set {
	set := healthy()
	dead := fact.Attempt{Addr: "[2001:db8::10]:993", Reason: fact.ReasonCheck, Security: fact.TLS,
		Failure: &fact.Failure{Stage: fact.StageTCP, Class: fact.TimedOut, Op: "connect", AfterMS: 8000}}
	set.Services[0].Attempts = append(set.Services[0].Attempts, dead)
	dead.Addr = "192.0.2.12:465"
	set.Services[2].Attempts, set.Services[2].Login = []fact.Attempt{dead}, nil
	return set
}

// judged makes a verdict of hand-made causes: the layout must not depend on the rules of the day.
func judged(set *fact.Set, findings ...cause.Finding) cause.Verdict {
	v := cause.Verdict{Status: cause.StatusOK, Findings: findings}
	for i := range v.Findings {
		f := &v.Findings[i]
		f.Severity, f.Confidence = f.Cause.Severity, cause.Certain
		if f.Severity == cause.Error {
			v.Status = cause.StatusBroken
		}
	}
	c := cause.NewCase(set)
	if failures := append(c.Open(), c.Partial()...); len(findings) == 0 && len(failures) > 0 {
		v.Status, v.Unexplained = cause.StatusUnknown, failures
	}
	return v
}

var portBlocked = cause.Finding{
	Cause:   &cause.Cause{Code: "tcp.filtered", Stage: fact.StageTCP, Severity: cause.Error, Title: lang.T("The port is blocked", "端口被拦截")},
	Subject: "smtp.example.com:465",
	Summary: lang.T("Nothing answers on port 465 of smtp.example.com, while its port 587 works.",
		"smtp.example.com 的 465 端口没有任何回应，而 587 端口是通的。"),
	Fixes: []lang.Text{
		lang.T("In the mail program, set the port of the outgoing server to 587 and choose STARTTLS.",
			"在邮件客户端里，把发件服务器的端口改为 587，加密方式选 STARTTLS。"),
		lang.T("If it must be 465, ask who runs this network to let TCP port 465 through.",
			"如果必须用 465，请联系网络管理员放行 TCP 465 端口。"),
	},
	Evidence: []lang.Text{
		lang.T("192.0.2.12:465: no answer within 8.0 s", "192.0.2.12:465：8.0 秒内没有回应"),
		lang.T("192.0.2.12:587: connected after 41 ms", "192.0.2.12:587：41 毫秒连上"),
	},
	Alternatives: []string{"no.such-code"},
}

var ipv6Broken = cause.Finding{
	Cause:   &cause.Cause{Code: "tcp.ipv6-broken", Stage: fact.StageTCP, Severity: cause.Warning, Title: lang.T("IPv6 does not work", "IPv6 不通")},
	Subject: "imap.example.com:993",
	Summary: lang.T("The IPv6 address of imap.example.com does not answer; IPv4 works.", "imap.example.com 的 IPv6 地址没有回应，IPv4 正常。"),
	Fixes:   []lang.Text{lang.T("Tell who runs the server.", "请告知服务器管理员。")},
}

// cases are the runs of the golden files.
func cases() map[string]*report.Report {
	out := map[string]*report.Report{}
	for _, l := range []lang.Lang{lang.EN, lang.ZH} {
		opts := report.Options{Version: "1.0.0"}
		set := healthy()
		out["healthy."+string(l)] = report.New(set, judged(set), l, opts)
		set = filtered()
		out["filtered."+string(l)] = report.New(set, judged(set, portBlocked, ipv6Broken), l, opts)
		set = filtered()
		set.Run.Masked, set.Run.CutShort, set.Run.Demo = true, true, "smtp.tcp=filtered"
		set.Services[0].Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNoPassword}
		opts.Transcript = true
		out["unknown."+string(l)] = report.New(set, judged(set), l, opts)
		out["empty."+string(l)] = report.New(&fact.Set{}, cause.Verdict{Status: cause.StatusUnknown}, l, opts)
	}
	return out
}

func TestGolden(t *testing.T) {
	for name, r := range cases() {
		t.Run(name, func(t *testing.T) {
			var text, narrow, md, js bytes.Buffer
			for _, err := range []error{Text(&text, r, TextOptions{}), Text(&narrow, r, TextOptions{Width: 60, ASCII: true, Color: true}),
				Markdown(&md, r), JSON(&js, r)} {
				if err != nil {
					t.Fatal(err)
				}
			}
			golden(t, name+".txt", text.Bytes())
			var page bytes.Buffer
			if err := HTML(&page, r); err != nil {
				t.Fatal(err)
			}
			golden(t, name+".html", page.Bytes())
			if strings.HasPrefix(name, "filtered.") {
				golden(t, name+".narrow.txt", narrow.Bytes())
				golden(t, name+".md", md.Bytes())
			}
			if name == "filtered.en" {
				golden(t, name+".json", js.Bytes())
			}
		})
	}
}

func TestColumnsLineUp(t *testing.T) {
	for name, r := range cases() {
		var b bytes.Buffer
		if err := Text(&b, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		var last []int
		for _, line := range strings.Split(b.String(), "\n") {
			if !strings.HasPrefix(line, "IMAP") && !strings.HasPrefix(line, "POP3") && !strings.HasPrefix(line, "SMTP") {
				continue
			}
			var at []int
			for i, r := range line {
				if strings.ContainsRune("✓!✗–?", r) {
					at = append(at, displaywidth.String(line[:i]))
				}
			}
			if last != nil && len(at) > 0 && !equal(at, last) {
				t.Errorf("%s: marks at %v, in the line above at %v: %s", name, at, last, line)
			}
			last = at
		}
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestNarrowTextKeepsItsWidth(t *testing.T) {
	for name, r := range cases() {
		var b bytes.Buffer
		if err := Text(&b, r, TextOptions{Width: 72}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if w := displaywidth.String(line); w > 72 {
				t.Errorf("%s: %d columns: %s", name, w, line)
			}
		}
	}
}

// hostile puts a text that a terminal would obey into every place that outside text can reach.
func hostile() *report.Report {
	evil := "\x1b[2J\x1b]0;owned\x07\u009b31m\u202eabc\u200b\r\nnext\x00\U000e0041"
	set := filtered()
	set.Run.Address, set.Run.Demo = evil, evil
	set.Services[2].Host = evil
	set.Services[2].Attempts[0].Failure.Raw = evil
	set.Services[2].Attempts[0].Transcript = []string{evil}
	finding := portBlocked
	finding.Subject, finding.Summary = evil, lang.Same(evil)
	finding.Fixes, finding.Evidence = []lang.Text{lang.Same(evil)}, []lang.Text{lang.Same(evil)}
	v := judged(set, finding)
	v.Unexplained, v.Crashed = cause.NewCase(set).Open(), []string{evil}
	return report.New(set, v, lang.EN, report.Options{Version: "1.0.0", Transcript: true})
}

func TestNoControlCharacterGetsOut(t *testing.T) {
	var text, ascii, md, js bytes.Buffer
	r := hostile()
	for _, err := range []error{Text(&text, r, TextOptions{}), Text(&ascii, r, TextOptions{ASCII: true, Width: 40}), Markdown(&md, r), JSON(&js, r)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for form, out := range map[string]string{"text": text.String(), "ascii": ascii.String(), "md": md.String(), "json": js.String()} {
		for _, c := range out {
			if c != '\n' && unsafe(c) {
				t.Fatalf("%s: %U got out:\n%q", form, c, out)
			}
		}
		if !strings.Contains(out, "owned") {
			t.Errorf("%s: the text itself is lost", form)
		}
	}
	if bytes.Contains(text.Bytes(), []byte("\nnext")) || bytes.Contains(md.Bytes(), []byte("\nnext")) {
		t.Error("outside text broke a line")
	}
	var back report.Report
	if err := json.Unmarshal(js.Bytes(), &back); err != nil {
		t.Fatalf("the JSON is none: %v", err)
	}
	if back.Facts.Run.Address != r.Facts.Run.Address {
		t.Errorf("JSON gives back %q, not %q", back.Facts.Run.Address, r.Facts.Run.Address)
	}
}

func TestColourOnlyWhereAskedFor(t *testing.T) {
	r := cases()["filtered.en"]
	var plain, coloured bytes.Buffer
	if err := Text(&plain, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := Text(&coloured, r, TextOptions{Color: true}); err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(plain.Bytes(), 0x1b) {
		t.Error("colour without being asked")
	}
	if !bytes.Contains(coloured.Bytes(), []byte("\x1b[31m✗")) {
		t.Errorf("no red mark in\n%q", coloured.String())
	}
}

func TestASCIIText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, cases()["filtered.en"], TextOptions{ASCII: true}); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.String() {
		if r > 0x7e {
			t.Fatalf("%q in\n%s", r, b.String())
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  []string
	}{
		{"short", 20, []string{"short"}},
		{"not broken at all", 0, []string{"not broken at all"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"set imap.example.com:993 now", 10, []string{"set", "imap.example.com:993", "now"}},
		{"把端口改为 993，再试。", 11, []string{"把端口改为", "993，再试。"}},
		{"端口号，端口号。", 6, []string{"端口", "号，端", "口号。"}},
	}
	for _, test := range tests {
		got := Wrap(test.in, test.width)
		if strings.Join(got, "|") != strings.Join(test.want, "|") {
			t.Errorf("Wrap(%q, %d) = %q, want %q", test.in, test.width, got, test.want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("plain")
	f.Add("\x1b[31m\u009b\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		out := Escape(s)
		for _, r := range out {
			if unsafe(r) {
				t.Fatalf("%q became %q", s, out)
			}
		}
		if strings.Join(Wrap(out, 0), "") != out {
			t.Fatalf("wrapping at no width changed %q", out)
		}
		if kept := strings.ReplaceAll(strings.Join(Wrap(out, 7), ""), " ", ""); kept != strings.ReplaceAll(out, " ", "") {
			t.Fatalf("wrapping lost a character of %q: %q", out, kept)
		}
	})
}
