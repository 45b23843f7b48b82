package lab

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
)

// found shows what a plan was filled in with.
func shownPlan(plan probe.Plan) string {
	var out []string
	for _, s := range plan.Services {
		mark := ""
		if !s.MayLogin {
			mark = "?"
		}
		out = append(out, fmt.Sprintf("%s %s:%d/%s%s", s.Source, s.Host, s.Port, s.Security, mark))
	}
	return strings.Join(out, ", ")
}

func TestDiscoverOneSourceAtATime(t *testing.T) {
	const guessed = "guess imap.example.com:993/tls, guess pop.example.com:995/tls, guess smtp.example.com:465/tls"
	const filed = "autoconfig imap.example.com:993/tls, autoconfig pop.example.com:995/tls, autoconfig smtp.example.com:587/starttls"
	for _, c := range []struct{ faults, want string }{
		{"", guessed},
		{"dns.srv=on", "srv imap.example.com:993/tls, srv pop.example.com:995/tls, srv smtp.example.com:465/tls"},
		{"web.autoconfig=on", filed},
		{"web.autoconfig=well-known", filed},
		{"web.autoconfig=http", filed},
		{"web.autoconfig=elsewhere", "autoconfig mail.example.net:993/tls?, autoconfig mail.example.net:995/tls?, autoconfig mail.example.net:587/starttls?"},
		{"web.autoconfig=hostile", guessed},
		{"web.autoconfig=loop", guessed},
		{"web.autoconfig=silent", guessed},
		{"web.ispdb=on", filed},
		{"web.autoconfig=elsewhere;dns.srv=on", "srv imap.example.com:993/tls, srv pop.example.com:995/tls, srv smtp.example.com:465/tls"},
		{"domain.mx=exmail;dns.name=missing", "provider imap.exmail.qq.com:993/tls, provider pop.exmail.qq.com:995/tls, provider smtp.exmail.qq.com:465/tls"},
		{"domain.mx=exmail;web.autoconfig=on", filed},
		{"imap.tcp@993=refused", strings.Replace(guessed, "993/tls", "143/starttls", 1)},
	} {
		t.Run(c.faults, func(t *testing.T) {
			t.Parallel()
			w := patient(t, joined(c.faults, "plan.services=none"))
			got := probe.Discover(t.Context(), w.Env(), w.Plan())
			if s := shownPlan(got); s != c.want {
				t.Errorf("found %s\nwant  %s\n%+v", s, c.want, got.Discovered.Asked)
			}
			for _, f := range got.Discovered.Found {
				if f.Permit == "" && f.Host != "mail.example.net" {
					t.Errorf("%s may not be given a password", f.Host)
				}
			}
		})
	}
}

func joined(faults ...string) string { return strings.Trim(strings.Join(faults, ";"), ";") }

// patient is a world whose PC waits for its resolver as long as a real one.
func patient(t *testing.T, faults string) *World {
	t.Helper()
	w, err := New(faults)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// TestSRVIsEnough: with SRV records nothing else is waited for.
func TestSRVIsEnough(t *testing.T) {
	w := patient(t, "dns.srv=on;web.autoconfig=silent;plan.services=none")
	begun := time.Now()
	plan := probe.Discover(t.Context(), w.Env(), w.Plan())
	if took := time.Since(begun); took > time.Second || len(plan.Services) != 3 {
		t.Errorf("%d services after %v", len(plan.Services), took)
	}
}

// TestSearchBesideCostsNothing: with all sources silent, services that work do not wait for them.
func TestSearchBesideCostsNothing(t *testing.T) {
	w := patient(t, "web.autoconfig=silent")
	begun := time.Now()
	set := probe.Run(t.Context(), w.Env(), w.Plan())
	if took := time.Since(begun); took > 1500*time.Millisecond {
		t.Errorf("the run took %v", took)
	}
	i := slices.IndexFunc(set.Domain.Asked, func(a fact.Asked) bool { return strings.HasPrefix(a.From, "https://autoconfig."+Domain) })
	if i < 0 || set.Domain.Asked[i].Answer != fact.AnswerLate {
		t.Errorf("the silent source: %+v", set.Domain.Asked)
	}
}

// TestConfiguredIsComparedWithWhatWorks: what discovery found is tried where a configured setting fails, and only there.
func TestConfiguredIsComparedWithWhatWorks(t *testing.T) {
	for _, c := range []struct {
		faults, want string
	}{
		{"dns.srv=on", ""},
		{"dns.srv=on;plan.imap=imap.example.com:143/starttls", ""},
		{"dns.srv=on;plan.imap=imapp.example.com:993/tls", "imap.example.com 993"},
		{"plan.imap=imapp.example.com:993/tls", "imap.example.com 993"},
		{"web.autoconfig=on;plan.imap=pop.example.com:993/tls", "imap.example.com 993"},
		{"domain.mx=exmail;plan.imap=imap.qq.com:993/tls;plan.pop3=off;plan.smtp=off", "imap.exmail.qq.com 993"},
		{"dns.srv=on;imap.tcp@993=refused", ""}, // published: it has a cause of its own
		{"domain.mx=takes-no-login;plan.smtp=mx.example.com:25/starttls;plan.imap=off;plan.pop3=off", "smtp.example.com 465"},
		{"dns.srv=on;plan.password=wrong", ""},
	} {
		t.Run(c.faults, func(t *testing.T) {
			t.Parallel()
			w := patient(t, c.faults)
			set := probe.Run(context.Background(), w.Env(), w.Plan())
			var got []string
			for _, s := range set.Services {
				for _, a := range s.Compared {
					if a.Reason == fact.ReasonDiscovered && a.Ready() {
						got = append(got, fmt.Sprint(a.Host, " ", a.Addr[strings.LastIndexByte(a.Addr, ':')+1:]))
					}
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("compared with %q, want %q\n%+v", got, c.want, set.Domain.Asked)
			}
		})
	}
}
