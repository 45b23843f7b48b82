package cause

import (
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Two faults at once: both are named, and what has to be mended first stands first.
func TestPairsOfFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		want   []string
		status Status
		spoil  func(w *world)
	}{
		{"a blocked port and an expired certificate: the earlier stage first", []string{"tcp.filtered", "tls.certificate-expired"}, StatusBroken, func(w *world) {
			cert(w.imap(), expired)
			all(w.smtp(), "connect", fact.TimedOut)
			sibling(w.smtp(), 587, fact.StartTLS)
			w.without(fact.POP3)
		}},
		{"what blocks more services first, whatever its stage", []string{"tls.certificate-expired", "tcp.filtered"}, StatusBroken, func(w *world) {
			for _, s := range []*fact.Service{w.imap(), w.pop()} {
				cert(s, expired)
				for i := range s.Attempts {
					s.Attempts[i].TLS.Chain[0].SHA256 = "shared"
				}
			}
			all(w.smtp(), "connect", fact.TimedOut)
			sibling(w.smtp(), 587, fact.StartTLS)
		}},
		{"errors before warnings", []string{"tls.certificate-expired", "dns.slow", "tcp.ipv6-broken"}, StatusDegraded, func(w *world) {
			w.slowDNS()
			cert(w.imap(), expired)
			w.imap().Attempts[1] = fails(w.imap().Attempts[1].Addr, fact.TLS, "connect", fact.TimedOut)
		}},
		{"behind a lost ClientHello, an expired certificate", []string{"tls.certificate-expired", "tls.large-hello-dropped"}, StatusBroken, func(w *world) {
			w.without(fact.POP3)
			all(w.imap(), "handshake", fact.TimedOut)
			a := good("192.0.2.10:993", fact.TLS, "imap.example.com")
			expired(a.TLS)
			compared(w.imap(), fact.ReasonSmallHello, a)
		}},
		{"behind a lost ClientHello, silence", []string{"service.no-greeting", "tls.large-hello-dropped"}, StatusBroken, func(w *world) {
			w.without(fact.POP3)
			all(w.imap(), "handshake", fact.TimedOut)
			compared(w.imap(), fact.ReasonSmallHello, fails("192.0.2.10:993", fact.TLS, "greeting", fact.TimedOut))
		}},
		{"a wrong clock, and one self-signed certificate", []string{"client.clock-wrong", "tls.self-signed"}, StatusBroken, func(w *world) {
			w.Run.Started = started.AddDate(-3, 0, 0)
			cert(w.imap(), selfSigned)
		}},
		{"one host, one trouble: three services refused", []string{"tcp.refused"}, StatusBroken, func(w *world) {
			for i := range w.Services {
				s := &w.Services[i]
				s.Host = "imap.example.com"
				s.Attempts = []fact.Attempt{fails(at("192.0.2.10", s.Port), s.Security, "connect", fact.Refused)}
			}
		}},
		{"two names at one address, one trouble", []string{"tcp.host-unreachable"}, StatusBroken, func(w *world) {
			for i := range w.Services {
				s := &w.Services[i]
				s.Attempts = []fact.Attempt{fails(at("192.0.2.10", s.Port), s.Security, "connect", fact.TimedOut)}
			}
		}},
		{"every port of mail blocked on the way, one trouble", []string{"tcp.filtered"}, StatusBroken, func(w *world) {
			for i := range w.Services {
				s := &w.Services[i]
				all(s, "connect", fact.TimedOut)
				compared(s, fact.ReasonNeutralPort, fact.Attempt{Addr: at(hostAddrs[s.Host][0], 443), Security: fact.None, Dial: &fact.Dial{MS: 9}})
			}
		}},
		{"nothing but DNS gets through, one trouble", []string{"tcp.host-unreachable"}, StatusBroken, func(w *world) {
			for i := range w.Services {
				all(&w.Services[i], "connect", fact.TimedOut)
				silentSiblings(&w.Services[i])
			}
		}},
		{"two hosts with troubles of their own", []string{"tcp.refused", "tcp.refused"}, StatusBroken, func(w *world) {
			w.without(fact.POP3)
			all(w.imap(), "connect", fact.Refused)
			all(w.smtp(), "connect", fact.Refused)
		}},
		{"wrong port and a dead IPv6 elsewhere", []string{"settings.wrong-port", "tcp.ipv6-broken"}, StatusDegraded, func(w *world) {
			set(w.imap(), 994, fact.TLS)
			all(w.imap(), "connect", fact.Refused)
			sibling(w.imap(), 993, fact.TLS)
			w.smtp().Attempts[1] = fails(w.smtp().Attempts[1].Addr, fact.TLS, "connect", fact.TimedOut)
		}},
		{"slow DNS and a null MX", []string{"dns.no-mx", "dns.slow"}, StatusDegraded, func(w *world) {
			w.slowDNS()
			w.Domain.Lookups[0].MX = []fact.MX{{Host: "."}}
			w.Domain.Lookups[1].MX, w.Domain.Lookups[2].MX = nil, nil
		}},
		{"a refused password beside an intercepted connection", []string{"auth.rejected", "tls.intercepted"}, StatusBroken, func(w *world) {
			w.without(fact.POP3)
			cert(w.smtp(), issuedBy("ESET SSL Filter CA"))
			cert(w.smtp(), func(t *fact.TLSInfo) { t.Trust.System, t.Trust.SentAlone = fact.Yes, fact.Yes })
			w.imap().Login = &fact.Login{State: fact.LoginRefused, NameForm: "address",
				Reply: &fact.Reply{Kind: fact.ReplyNo, RespCode: "AUTHENTICATIONFAILED", Lines: []string{"a NO [AUTHENTICATIONFAILED] Authentication failed."}}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := healthy()
			c.spoil(w)
			v := judge(t, w)
			if !slices.Equal(codesOf(v), c.want) || v.Status != c.status {
				t.Errorf("%v, %s; want %v, %s\n%s", codesOf(v), v.Status, c.want, c.status, shown(v))
			}
			if len(v.Unexplained) > 0 {
				t.Errorf("%d failures are left unexplained", len(v.Unexplained))
			}
		})
	}
}

// POP3 beside a working IMAP hurts nobody: a warning, and where it was only guessed, an info.
func TestPOP3BesideIMAP(t *testing.T) {
	for _, c := range []struct {
		name     string
		source   fact.Source
		imap     bool
		severity Severity
		status   Status
	}{
		{"named, IMAP works", fact.SourceUser, true, Warning, StatusDegraded},
		{"published, IMAP works", fact.SourceSRV, true, Warning, StatusDegraded},
		{"guessed, IMAP works", fact.SourceGuess, true, Info, StatusOK},
		{"guessed, and no IMAP", fact.SourceGuess, false, Error, StatusBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := healthy()
			w.pop().Source = c.source
			all(w.pop(), "connect", fact.Refused)
			if !c.imap {
				w.without(fact.IMAP)
			}
			v := judge(t, w)
			f := findingOf(v, "tcp.refused")
			if f == nil || f.Severity != c.severity || v.Status != c.status {
				t.Errorf("want %s, %s:\n%s", c.severity, c.status, shown(v))
			}
		})
	}
	t.Run("what nobody explains is no worse", func(t *testing.T) {
		w := healthy()
		all(w.pop(), "connect", fact.Other)
		if v := judge(t, w); v.Status != StatusDegraded || len(v.Unexplained) != 1 {
			t.Errorf("%s", shown(v))
		}
		w.pop().Source = fact.SourceGuess
		if v := judge(t, w); v.Status != StatusOK {
			t.Errorf("%s", shown(v))
		}
	})
	t.Run("IMAP fails beside a working POP3", func(t *testing.T) {
		w := healthy()
		all(w.imap(), "connect", fact.Refused)
		if v := judge(t, w); v.Status != StatusDegraded || v.Findings[0].Severity != Error {
			t.Errorf("%s", shown(v))
		}
	})
}

func TestStatusWithoutKnowledge(t *testing.T) {
	empty := &world{&fact.Set{}}
	if v := judge(t, empty); v.Status != StatusUnknown {
		t.Errorf("nothing to test: %s", v.Status)
	}
	w := healthy()
	guessed(w)
	w.unresolved()
	for _, r := range []string{system1, ref1, ref2} {
		w.resolver(r, rcode("NXDOMAIN"))
	}
	w.Domain = nil
	if v := judge(t, w); v.Status != StatusUnknown || len(v.Findings) > 0 {
		t.Errorf("nothing that was guessed is there: %s", shown(v))
	}
	w = healthy()
	w.Run.CutShort = true
	w.unresolved()
	for i := range w.Names {
		w.Names[i].OS, w.Names[i].Lookups = nil, nil
	}
	if v := judge(t, w); v.Status != StatusUnknown || len(v.Findings) > 0 || len(v.Unexplained) != 3 {
		t.Errorf("over before any answer: %s", shown(v))
	}
	w = healthy()
	w.imap().Attempts[0] = fact.Attempt{Addr: "192.0.2.10:993", Security: fact.TLS}
	w.imap().Attempts = w.imap().Attempts[:1]
	if v := judge(t, w); v.Status != StatusUnknown || len(v.Findings) > 0 {
		t.Errorf("a walk that says nothing: %s", shown(v))
	}
}

// Of several addresses the walk that went farthest stands for the service, whatever fails beside it.
func TestTheFarthestWalkCounts(t *testing.T) {
	w := healthy()
	w.without(fact.POP3)
	cert(w.imap(), expired)
	w.imap().Attempts[0] = fails("192.0.2.10:993", fact.TLS, "connect", fact.TimedOut)
	v := judge(t, w)
	if v.Findings[0].Cause.Code != "tls.certificate-expired" || findingOf(v, "tcp.partial-outage") == nil {
		t.Errorf("IPv6 got to the certificate, IPv4 did not connect:\n%s", shown(v))
	}
	c := NewCase(w.Set)
	if open := c.Open(); len(open) != 1 || !open[0].Certificate || open[0].Attempt.Addr != "[2001:db8::10]:993" {
		t.Errorf("open: %d", len(open))
	}
	if p := c.Partial(); len(p) != 1 || p[0].Attempt.Addr != "192.0.2.10:993" {
		t.Errorf("partial: %d", len(p))
	}
}

// Where neither address shows a certificate for the name, the DNS answer may be wrong, and nobody can tell.
func TestUndecidedDNS(t *testing.T) {
	w := healthy()
	w.without(fact.POP3)
	misledTo(w, "198.51.100.99", nil)
	w.imap().Compared = nil
	silentAt(w, "198.51.100.99")
	compared(w.imap(), fact.ReasonOtherAddress, fails("192.0.2.10:993", fact.TLS, "connect", fact.TimedOut))
	f := judge(t, w).Findings[0]
	if f.Cause.Code != "tcp.host-unreachable" || !slices.Contains(f.Alternatives, "dns.wrong-answer") || f.Confidence != Likely {
		t.Errorf("%s %v %s", f.Cause.Code, f.Alternatives, f.Confidence)
	}
	w.name("imap.example.com").HostsFile = []string{"198.51.100.99"}
	if f := judge(t, w).Findings[0]; !slices.Contains(f.Alternatives, "client.hosts-override") {
		t.Errorf("from the hosts file: %v", f.Alternatives)
	}
	w = healthy()
	misledTo(w, "198.18.0.7", nil)
	if f := judge(t, w).Findings[0]; f.Cause.Code != "client.proxy" {
		t.Errorf("fake-ip: %s %v", f.Cause.Code, f.Alternatives)
	}
}

// Where another of the PC's own resolvers answers well, the bad one is to be removed, and nothing else changed.
func TestTheBadResolverIsNamed(t *testing.T) {
	for name, spoil := range map[string]func(*fact.Lookup){"dead": dead, "servfail": rcode("SERVFAIL"), "nxdomain": rcode("NXDOMAIN")} {
		w := healthy()
		twoResolvers(w)
		w.unresolved()
		w.resolver(system1, spoil)
		fix := judge(t, w).Findings[0].Fixes[0].In(lang.EN)
		if !strings.HasPrefix(fix, "Remove 192.0.2.53 from") || !strings.Contains(fix, "keep 192.0.2.54") {
			t.Errorf("%s: %s", name, fix)
		}
	}
}

func TestNothingButDNSMayBeAPortal(t *testing.T) {
	w := healthy()
	for i := range w.Services {
		all(&w.Services[i], "connect", fact.TimedOut)
		silentSiblings(&w.Services[i])
	}
	f := judge(t, w).Findings[0]
	if !slices.Contains(f.Alternatives, "client.captive-portal") || len(f.Claims) != 3 {
		t.Errorf("%v, %d claims", f.Alternatives, len(f.Claims))
	}
}

func TestOneDateAloneMayBeTheClock(t *testing.T) {
	w := healthy()
	w.Services = w.Services[:1]
	cert(w.imap(), expired)
	f := judge(t, w).Findings[0]
	if f.Cause.Code != "tls.certificate-expired" || !slices.Equal(f.Alternatives, []string{"client.clock-wrong"}) || f.Confidence != Likely {
		t.Errorf("one source: %s %v %s", f.Cause.Code, f.Alternatives, f.Confidence)
	}
	w = healthy()
	cert(w.imap(), expired)
	if f := judge(t, w).Findings[0]; len(f.Alternatives) > 0 || f.Confidence != Certain {
		t.Errorf("other certificates are valid: %v %s", f.Alternatives, f.Confidence)
	}
	w.Services = w.Services[:1]
	w.Services[0].Protocol = fact.SMTP
	w.Services[0].Attempts[0].Talk.Greeting.Lines = []string{"220 mx ESMTP; Mon, 1 Jun 2026 14:00:00 +0200"}
	if f := judge(t, w).Findings[0]; len(f.Alternatives) > 0 {
		t.Errorf("a greeting of today: %v", f.Alternatives)
	}
}

func TestAPanicInOneCauseIsNamed(t *testing.T) {
	w := healthy()
	all(w.imap(), "connect", fact.Refused)
	bad := &Cause{Code: "test.panics", Find: func(*Case) []Finding { panic("index out of range") }}
	v := diagnose(w.Set, append([]*Cause{bad}, All...))
	if len(v.Crashed) != 1 || !strings.Contains(v.Crashed[0], "test.panics") || !strings.Contains(v.Crashed[0], "index out of range") {
		t.Errorf("crashed: %v", v.Crashed)
	}
	if len(v.Findings) == 0 || v.Findings[0].Cause.Code != "tcp.refused" {
		t.Errorf("the rest did not go on: %v", codesOf(v))
	}
}

func TestValuesForPeople(t *testing.T) {
	for _, c := range []struct {
		ms     float64
		en, zh string
	}{{0.2, "less than 1 ms", "不到 1 毫秒"}, {12.4, "12 ms", "12 毫秒"}, {999.6, "1.0 s", "1.0 秒"}, {8000, "8.0 s", "8.0 秒"}} {
		if x := took(c.ms); x.In(lang.EN) != c.en || x.In(lang.ZH) != c.zh {
			t.Errorf("took(%v) = %q, %q", c.ms, x.In(lang.EN), x.In(lang.ZH))
		}
	}
	for days, want := range map[int]string{0: "less than an hour", 1: "24 hours", 3: "3 days", 400: "400 days", 900: "2 years"} {
		if got := apart(started, started.AddDate(0, 0, days)).In(lang.EN); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
	for n, want := range map[int]string{1: "a", 2: "a and b", 3: "a, b and c"} {
		if got := names([]string{"a", "b", "c"}[:n]...).In(lang.EN); got != want {
			t.Errorf("names: %q, want %q", got, want)
		}
	}
	if got := few(2, []string{"a", "b", "c"}).In(lang.EN); got != "a, b and 1 more" {
		t.Errorf("few: %q", got)
	}
	for dn, want := range map[string]string{"CN=R10,O=Let's Encrypt": "R10", `O=x,CN=a\,b,C=y`: `a\,b`, "O=only": "O=only"} {
		if got := plainName(dn); got != want {
			t.Errorf("plainName(%q) = %q", dn, got)
		}
	}
	for host, want := range map[string]string{"imap.qq.com": "qq.com", "mail.a.com.cn": "a.com.cn", "x": "x", "mail.example.co.uk": "example.co.uk"} {
		if got := domainOf(host); got != want {
			t.Errorf("domainOf(%q) = %q", host, got)
		}
	}
	if got := resolverName("192.0.2.53:53") + " " + resolverName("[2001:db8::1]:53") + " " + resolverName("192.0.2.53:5353"); got != "192.0.2.53 2001:db8::1 192.0.2.53:5353" {
		t.Errorf("resolvers: %s", got)
	}
}

// slowDNS makes every look-up of the PC itself slow.
func (w *world) slowDNS() {
	for i := range w.Names {
		w.Names[i].OS.MS = 3050
	}
}
