package cause

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// A healthy run of three services, made by hand, and the small builders by which a test spoils it.

var started = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

const (
	system1, system2 = "192.0.2.53:53", "192.0.2.54:53"
	ref1, ref2       = "198.51.100.53:53", "203.0.113.53:53"
)

var hostAddrs = map[string][2]string{
	"imap.example.com": {"192.0.2.10", "2001:db8::10"},
	"pop.example.com":  {"192.0.2.11", "2001:db8::11"},
	"smtp.example.com": {"192.0.2.12", "2001:db8::12"},
}

type world struct {
	*fact.Set
}

func healthy() *world {
	w := &world{&fact.Set{
		Run: fact.Run{Address: "ann@example.com", Domain: "example.com", Started: started, Configured: true},
		PC: fact.PC{OS: "linux", Routes: &fact.Routes{Default4: true, Default6: true},
			Interfaces: []fact.Interface{{Name: "eth0", Addresses: []string{"192.168.1.23/24"}}},
			Resolvers:  []fact.Resolver{{Addr: system1, Role: fact.RoleSystem}}},
		Domain: &fact.Domain{Name: "example.com"},
	}}
	for _, r := range []string{system1, ref1, ref2} {
		mx := fact.Lookup{Resolver: r, Role: roleOf(r), Type: "MX", Name: "example.com", RCode: "NOERROR", MS: 12, MX: []fact.MX{{Preference: 10, Host: "mx.example.com"}}}
		w.Domain.Lookups = append(w.Domain.Lookups, mx)
	}
	w.add(fact.IMAP, "imap.example.com", 993, fact.TLS)
	w.add(fact.POP3, "pop.example.com", 995, fact.TLS)
	w.add(fact.SMTP, "smtp.example.com", 465, fact.TLS)
	return w
}

func roleOf(resolver string) fact.Role {
	if resolver == system1 || resolver == system2 {
		return fact.RoleSystem
	}
	return fact.RoleReference
}

// add adds a service that works, with its name.
func (w *world) add(p fact.Protocol, host string, port int, sec fact.Security) *fact.Service {
	addrs := hostAddrs[host]
	s := fact.Service{Protocol: p, Host: host, Port: port, Security: sec, Source: fact.SourceUser,
		Login: &fact.Login{State: fact.LoginOK, NameForm: "address"}}
	for _, ip := range addrs {
		s.Attempts = append(s.Attempts, good(at(ip, port), sec, host))
	}
	w.Services = append(w.Services, s)
	if !slices.ContainsFunc(w.Names, func(n fact.Name) bool { return n.Host == host }) {
		n := fact.Name{Host: host, OS: &fact.OSAnswer{Addrs: addrs[:], MS: 9}}
		for _, r := range []string{system1, ref1, ref2} {
			n.Lookups = append(n.Lookups, looked(r, host, addrs[0], addrs[1])...)
		}
		w.Names = append(w.Names, n)
	}
	return &w.Services[len(w.Services)-1]
}

func at(ip string, port int) string {
	if strings.Contains(ip, ":") {
		return fmt.Sprintf("[%s]:%d", ip, port)
	}
	return fmt.Sprintf("%s:%d", ip, port)
}

// looked is the A and AAAA answer of one resolver; an empty address is none of that family.
func looked(resolver, host, v4, v6 string) []fact.Lookup {
	out := []fact.Lookup{
		{Resolver: resolver, Role: roleOf(resolver), Type: "A", Name: host, RCode: "NOERROR", MS: 12},
		{Resolver: resolver, Role: roleOf(resolver), Type: "AAAA", Name: host, RCode: "NOERROR", MS: 13},
	}
	for i, a := range []string{v4, v6} {
		if a != "" {
			out[i].Addrs = []string{a}
		}
	}
	return out
}

func (w *world) service(p fact.Protocol) *fact.Service {
	for i := range w.Services {
		if w.Services[i].Protocol == p {
			return &w.Services[i]
		}
	}
	panic("no such service")
}

func (w *world) imap() *fact.Service { return w.service(fact.IMAP) }
func (w *world) pop() *fact.Service  { return w.service(fact.POP3) }
func (w *world) smtp() *fact.Service { return w.service(fact.SMTP) }

func (w *world) name(host string) *fact.Name { return NewCase(w.Set).Name(host) }

// resolver spoils the answers of one resolver for every name; f gets each look-up.
func (w *world) resolver(addr string, f func(*fact.Lookup)) {
	for i := range w.Names {
		for j := range w.Names[i].Lookups {
			if w.Names[i].Lookups[j].Resolver == addr {
				f(&w.Names[i].Lookups[j])
			}
		}
	}
	for i := range w.Domain.Lookups {
		if w.Domain.Lookups[i].Resolver == addr {
			f(&w.Domain.Lookups[i])
		}
	}
}

func dead(l *fact.Lookup) {
	l.RCode, l.Addrs, l.MX = "", nil, nil
	l.Failure = &fact.Failure{Stage: fact.StageDNS, Class: fact.TimedOut, AfterMS: 5000}
}

func rcode(code string) func(*fact.Lookup) {
	return func(l *fact.Lookup) { l.RCode, l.Addrs, l.MX = code, nil, nil }
}

func cutOff(l *fact.Lookup) {
	dead(l)
	l.Failure.Class = fact.Cut
}

// unresolved: the system's look-up of every name fails, so that no walk is made.
func (w *world) unresolved() {
	for i := range w.Names {
		w.noAddress(w.Names[i].Host)
	}
}

// noAddress is unresolved for one name.
func (w *world) noAddress(host string) {
	w.name(host).OS = &fact.OSAnswer{MS: 5000, Failure: &fact.Failure{Stage: fact.StageDNS, Class: fact.TimedOut, Op: "look-up", Raw: "i/o timeout", AfterMS: 5000}}
	for i := range w.Services {
		if s := &w.Services[i]; s.Host == host {
			s.Attempts, s.Login = nil, &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNotReached}
		}
	}
}

// without leaves a service out of the run.
func (w *world) without(p fact.Protocol) {
	w.Services = slices.DeleteFunc(w.Services, func(s fact.Service) bool { return s.Protocol == p })
}

// certOf is a good certificate, as the lab's public authority would issue it.
func certOf(host string) []fact.Cert {
	const ca = "CN=Blue Heron Server CA 3,O=Blue Heron Trust Services"
	return []fact.Cert{
		{Subject: "CN=" + host, CommonName: host, Issuer: ca, IssuerOrg: "Blue Heron Trust Services / Blue Heron Server CA 3", DNSNames: []string{host},
			NotBefore: started.AddDate(0, -1, 0), NotAfter: started.AddDate(0, 2, 0), SHA256: "aa-" + host, KeySHA256: "ka-" + host},
		{Subject: ca, Issuer: "CN=Blue Heron Root CA,O=Blue Heron Trust Services", NotBefore: started.AddDate(-2, 0, 0), NotAfter: started.AddDate(5, 0, 0),
			SHA256: "ab", CA: true},
	}
}

func trusted() *fact.Trust {
	return &fact.Trust{System: fact.Yes, Public: fact.Yes, SentAlone: fact.Yes, Name: fact.Yes, CommonName: fact.No, Root: "CN=Blue Heron Root CA"}
}

// good is a walk that came to its end.
func good(addr string, sec fact.Security, host string) fact.Attempt {
	a := fact.Attempt{Addr: addr, Reason: fact.ReasonCheck, Security: sec, Dial: &fact.Dial{MS: 12},
		Talk: fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK, Lines: []string{"ready"}}, Caps: &fact.Caps{List: []string{"IMAP4REV1"}, Auth: []string{"PLAIN"}}}}
	if sec != fact.None {
		a.TLS = &fact.TLSInfo{ClientHello: fact.HelloDefault, MS: 14, Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Chain: certOf(host), Trust: trusted()}
	}
	return a
}

// fails is a walk that ended in a failure at that step.
func fails(addr string, sec fact.Security, op string, class fact.Class) fact.Attempt {
	stage := map[string]fact.Stage{"connect": fact.StageTCP, "handshake": fact.StageTLS, "starttls": fact.StageTLS,
		"greeting": fact.StageService, "capability": fact.StageService}[op]
	after := map[fact.Class]float64{fact.TimedOut: 8000, fact.Refused: 11, fact.HostUnreachable: 3000}[class]
	a := fact.Attempt{Addr: addr, Reason: fact.ReasonCheck, Security: sec,
		Failure: &fact.Failure{Stage: stage, Class: class, Op: op, AfterMS: after, Raw: "raw words of the system"}}
	if op == "connect" {
		return a
	}
	a.Dial = &fact.Dial{MS: 12}
	if op == "handshake" {
		a.TLS = &fact.TLSInfo{ClientHello: fact.HelloDefault}
	} else if sec == fact.TLS {
		full := good(addr, sec, "x")
		a.TLS = full.TLS
	}
	if op == "starttls" {
		a.Talk = fact.Talk{Greeting: &fact.Reply{Kind: fact.ReplyOK, Lines: []string{"220 ready"}}, Before: &fact.Caps{List: []string{"PIPELINING", "SIZE 1000"}}}
	}
	return a
}

// all spoils every walk of a service the same way.
func all(s *fact.Service, op string, class fact.Class) {
	for i := range s.Attempts {
		s.Attempts[i] = fails(s.Attempts[i].Addr, s.Security, op, class)
	}
	s.Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNotReached}
}

// compared adds a comparison.
func compared(s *fact.Service, reason fact.Reason, a fact.Attempt) {
	a.Reason = reason
	s.Compared = append(s.Compared, a)
}

// silentSiblings: the other ports of a host that answers nowhere.
func silentSiblings(s *fact.Service) {
	ip := hostAddrs[s.Host][0]
	for _, u := range usual[s.Protocol] {
		if u.port != s.Port {
			compared(s, fact.ReasonSiblingPort, fails(at(ip, u.port), u.security, "connect", fact.TimedOut))
		}
	}
	compared(s, fact.ReasonNeutralPort, fails(at(ip, 443), fact.None, "connect", fact.TimedOut))
}

// sibling adds a working other port of the service.
func sibling(s *fact.Service, port int, sec fact.Security) {
	compared(s, fact.ReasonSiblingPort, good(at(hostAddrs[s.Host][0], port), sec, s.Host))
}

// cert changes the certificate and what is said of it, on every walk of a service.
func cert(s *fact.Service, f func(*fact.TLSInfo)) {
	for i := range s.Attempts {
		if s.Attempts[i].TLS.Leaf() != nil {
			f(s.Attempts[i].TLS)
		}
	}
	s.Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipUnverified}
}

func expired(t *fact.TLSInfo) {
	t.Chain[0].NotBefore, t.Chain[0].NotAfter = started.AddDate(0, -3, -3), started.AddDate(0, 0, -3)
}

func tooYoung(t *fact.TLSInfo) {
	t.Chain[0].NotBefore, t.Chain[0].NotAfter = started.AddDate(0, 0, 2), started.AddDate(0, 3, 2)
}

func wrongName(t *fact.TLSInfo) {
	t.Chain[0].DNSNames, t.Chain[0].SHA256 = []string{"web7.hosting.example.net", "*.hosting.example.net"}, "wrong"
	t.Trust.Name = fact.No
}

func untrusted(t *fact.TLSInfo) {
	t.Trust.System, t.Trust.Public, t.Trust.SentAlone, t.Trust.Root = fact.No, fact.No, fact.No, ""
	t.Trust.SystemError = "x509: certificate signed by unknown authority"
}

func selfSigned(t *fact.TLSInfo) {
	untrusted(t)
	t.Chain = t.Chain[:1]
	t.Chain[0].Issuer, t.Chain[0].IssuerOrg, t.Chain[0].SelfSigned = t.Chain[0].Subject, t.Chain[0].CommonName, true
}

// issuedBy: an issuer that this PC and the public do not know, and that is not sent.
func issuedBy(org string) func(*fact.TLSInfo) {
	return func(t *fact.TLSInfo) {
		untrusted(t)
		t.Chain = t.Chain[:1]
		t.Chain[0].Issuer, t.Chain[0].IssuerOrg = "CN="+org, org
		t.Chain[0].SHA256 += org
	}
}

// judge diagnoses a world, and proves on the way what holds for every verdict: nothing crashed, the texts are whole in both
// languages, and the same facts read back from JSON give the same verdict.
func judge(t *testing.T, w *world) Verdict {
	t.Helper()
	v := Diagnose(w.Set)
	if len(v.Crashed) > 0 {
		t.Fatalf("crashed: %v", v.Crashed)
	}
	for _, f := range v.Findings {
		checkTexts(t, f)
	}
	data, err := json.Marshal(w.Set)
	if err != nil {
		t.Fatal(err)
	}
	var again fact.Set
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if a, b := shown(v), shown(Diagnose(&again)); a != b {
		t.Errorf("another verdict after JSON:\n%s\n%s", a, b)
	}
	return v
}

// shown is a verdict as one text.
func shown(v Verdict) string {
	var b strings.Builder
	fmt.Fprintln(&b, v.Status, len(v.Unexplained))
	for _, f := range v.Findings {
		fmt.Fprintln(&b, f.Cause.Code, f.Subject, f.Severity, f.Confidence, f.Alternatives, len(f.Claims))
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			fmt.Fprintln(&b, "  ", f.Summary.In(l))
			for _, x := range f.Fixes {
				fmt.Fprintln(&b, "   >", x.In(l))
			}
			for _, x := range f.Evidence {
				fmt.Fprintln(&b, "   =", x.In(l))
			}
		}
	}
	return b.String()
}

// checkTexts: something in both languages, no gap left, no blank part, no fix twice.
func checkTexts(t *testing.T, f Finding) {
	t.Helper()
	if len(f.Fixes) == 0 || len(f.Evidence) == 0 || f.Subject == "" {
		t.Errorf("%s: %d fixes, %d lines of evidence, subject %q", f.Cause.Code, len(f.Fixes), len(f.Evidence), f.Subject)
	}
	var seen []lang.Text
	for _, text := range append(append([]lang.Text{f.Summary}, f.Fixes...), f.Evidence...) {
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			s := text.In(l)
			if s == "" || strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") || strings.Contains(s, "%!") || strings.Contains(s, "()") ||
				strings.Contains(s, "（）") || strings.Contains(s, " ,") || strings.Contains(s, "invalid IP") {
				t.Errorf("%s: text %q", f.Cause.Code, s)
			}
		}
		if slices.Contains(seen, text) {
			t.Errorf("%s: said twice: %q", f.Cause.Code, text.In(lang.EN))
		}
		seen = append(seen, text)
	}
	for _, x := range f.Fixes {
		if !strings.HasSuffix(x.In(lang.EN), ".") || !strings.HasSuffix(x.In(lang.ZH), "。") {
			t.Errorf("%s: a step is a sentence: %q %q", f.Cause.Code, x.In(lang.EN), x.In(lang.ZH))
		}
	}
}

func findingOf(v Verdict, code string) *Finding {
	for i := range v.Findings {
		if v.Findings[i].Cause.Code == code {
			return &v.Findings[i]
		}
	}
	return nil
}
