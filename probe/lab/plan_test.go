package lab

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
)

func services(p probe.Plan) string {
	var out []string
	for _, s := range p.Services {
		out = append(out, fmt.Sprintf("%s %s:%d/%s", s.Protocol, s.Host, s.Port, s.Security))
	}
	return strings.Join(out, ", ")
}

func TestPlan(t *testing.T) {
	const usual = "imap imap.example.com:993/tls, pop3 pop.example.com:995/tls, smtp smtp.example.com:465/tls"
	for _, test := range []struct{ faults, want string }{
		{"", usual},
		{"imap.cert=expired", usual},
		{"plan.imap=imap.example.com:143/tls", strings.Replace(usual, "993", "143", 1)},
		{"plan.imap=off", "pop3 pop.example.com:995/tls, smtp smtp.example.com:465/tls"},
		{"plan.smtp=[2001:db8::12]:587/starttls", "imap imap.example.com:993/tls, pop3 pop.example.com:995/tls, smtp 2001:db8::12:587/starttls"},
		{"smtp.starttls=missing", "imap imap.example.com:993/tls, pop3 pop.example.com:995/tls, smtp smtp.example.com:587/starttls"},
		{"smtp.starttls@25=missing", "imap imap.example.com:993/tls, pop3 pop.example.com:995/tls, smtp smtp.example.com:25/starttls"},
		{"plan.smtp=smtp.example.com:465/tls;smtp.starttls=missing", usual},
		{"all.starttls=refused", "imap imap.example.com:143/starttls, pop3 pop.example.com:110/starttls, smtp smtp.example.com:587/starttls"},
		{"pop3.login=in-use", "pop3 pop.example.com:995/tls, smtp smtp.example.com:465/tls"},
		{"pop3.login=in-use;plan.imap=imap.example.com:993/tls", usual},
		{"all.login=dovecot-rejected", usual},
		{"wrong-security", "imap imap.example.com:993/starttls, pop3 pop.example.com:995/tls, smtp smtp.example.com:465/tls"},
	} {
		p := world(t, test.faults).Plan()
		if got := services(p); got != test.want {
			t.Errorf("%s: got %s, want %s", test.faults, got, test.want)
		}
		for _, s := range p.Services {
			if !s.MayLogin || s.Source != fact.SourceUser {
				t.Errorf("%s: %+v", test.faults, s)
			}
		}
	}
	p := world(t, "").Plan()
	if p.Address != Address || p.Domain != Domain || !p.Configured || p.Password.Reveal() != Password || p.Timeout != 30*time.Second ||
		len(p.References) != 2 || p.Login != "" || p.SendTo != "" || p.NoAuth || p.Family != 0 {
		t.Errorf("the usual plan: %+v", p)
	}
	p = world(t, "plan.password=wrong;plan.login=alice;plan.family=6;plan.timeout=5;plan.no-auth;smtp.send=blocked").Plan(
		func(p *probe.Plan) { p.Address = "x@example.com" }, WithService(fact.POP3, "off"), WithService(fact.IMAP, "imap.example.com:143/none"))
	if p.Password.Reveal() == Password || p.Login != "alice" || p.Family != 6 || p.Timeout != 5*time.Second || !p.NoAuth ||
		p.SendTo != "bob@example.net" || p.Address != "x@example.com" {
		t.Errorf("a changed plan: %+v", p)
	}
	if got := services(p); got != "imap imap.example.com:143/none, smtp smtp.example.com:465/tls" {
		t.Errorf("services: %s", got)
	}
	seen := map[string]bool{}
	for value, password := range passwords {
		if seen[password] {
			t.Errorf("plan.password=%s is not a password of its own", value)
		}
		seen[password] = true
	}
}

func TestPC(t *testing.T) {
	pc := world(t, "dns.first=dead").Env().PC(brief(t))
	if len(pc.Resolvers) != 2 || pc.Resolvers[0].Addr != "192.0.2.53:53" || pc.Resolvers[1].Addr != "192.0.2.54:53" || pc.Resolvers[0].Role != fact.RoleSystem {
		t.Errorf("resolvers: %+v", pc.Resolvers)
	}
	if r := pc.Routes; !r.Default4 || !r.Default6 || len(pc.Interfaces) != 1 || len(pc.Interfaces[0].Addresses) != 2 {
		t.Errorf("%+v %+v", r, pc.Interfaces)
	}
	pc = world(t, "pc.ipv6=none").Env().PC(brief(t))
	if r := pc.Routes; !r.Default4 || r.Default6 || r.Gateway6 != "" || len(pc.Interfaces[0].Addresses) != 1 {
		t.Errorf("%+v %+v", r, pc.Interfaces)
	}
	pc = world(t, "pc.offline").Env().PC(brief(t))
	if r := pc.Routes; r == nil || r.Default4 || r.Default6 || len(pc.Interfaces) != 0 {
		t.Errorf("%+v %+v", r, pc.Interfaces)
	}
}

func TestClock(t *testing.T) {
	for value, want := range map[string]time.Duration{"-3y": -3 * 365 * day, "+40m": 40 * time.Minute, "2d": 2 * day, "+0.5h": 30 * time.Minute} {
		now := world(t, "pc.clock="+value).Env().Now()
		if off := time.Until(now) - want; math.Abs(float64(off)) > float64(5*time.Second) {
			t.Errorf("%s: off by %v", value, off)
		}
	}
	if now := world(t, "").Env().Now(); time.Since(now).Abs() > 5*time.Second {
		t.Errorf("the healthy PC's clock says %v", now)
	}
}
