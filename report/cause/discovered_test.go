package cause

import (
	"strings"
	"testing"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// discovers adds a discovered setting for IMAP, and the walk that tried it; without a host it is the service's own.
func (w *world) discovers(source fact.Source, host string, port int, sec fact.Security, works bool) {
	s := w.imap()
	name := host
	if name == "" {
		name = s.Host
	}
	w.Domain.Found = append(w.Domain.Found, fact.Found{Protocol: fact.IMAP, Host: name, Port: port, Security: sec, Source: source, From: "somewhere"})
	a := good(at("192.0.2.99", port), sec, name)
	if !works {
		a = fails(at("192.0.2.99", port), sec, "connect", fact.Refused)
	}
	a.Host = host
	compared(s, fact.ReasonDiscovered, a)
}

func TestDiscoveredSettings(t *testing.T) {
	for _, c := range []struct {
		name, want string
		spoil      func(w *world)
	}{
		{"another host works", "settings.wrong-host", func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, true)
		}},
		{"it was tried and does not work either", "tcp.host-unreachable", func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, false)
		}},
		{"both are usual names", "tcp.host-unreachable", func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
			w.discovers(fact.SourceGuess, "mail.example.com", 993, fact.TLS, true)
		}},
		{"the configured one is published too", "tcp.host-unreachable", func(w *world) {
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, true)
			w.Domain.Found = append(w.Domain.Found, fact.Found{Protocol: fact.IMAP, Host: w.imap().Host, Port: 993, Security: fact.TLS, Source: fact.SourceAutoconfig})
		}},
		{"the service was not named by the user", "tcp.host-unreachable", func(w *world) {
			w.imap().Source = fact.SourceGuess
			all(w.imap(), "connect", fact.TimedOut)
			silentSiblings(w.imap())
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, true)
		}},
		{"an own name on a provider's server", "settings.wrong-host", func(w *world) {
			cert(w.imap(), wrongName)
			w.discovers(fact.SourceProvider, "imap.exmail.qq.com", 993, fact.TLS, true)
		}},
		{"a refused password is no wrong host", "auth.rejected", func(w *world) {
			w.imap().Login = &fact.Login{State: fact.LoginRefused, NameForm: "address", Reply: &fact.Reply{Kind: fact.ReplyNo, RespCode: "AUTHENTICATIONFAILED", Lines: []string{"a NO [AUTHENTICATIONFAILED] no"}}}
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, true)
		}},
		{"an unusual port that is published works", "settings.wrong-port", func(w *world) {
			s := w.imap()
			s.Port = 994
			for i := range s.Attempts {
				s.Attempts[i] = fails(at(hostAddrs[s.Host][i], 994), fact.TLS, "connect", fact.Refused)
			}
			s.Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNotReached}
			w.discovers(fact.SourceSRV, "", 1993, fact.TLS, true)
		}},
		{"the run was cut", "", func(w *world) {
			all(w.imap(), "connect", fact.Cut)
			w.discovers(fact.SourceSRV, "mail9.example.com", 993, fact.TLS, true)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := healthy()
			c.spoil(w)
			v := judge(t, w)
			got := ""
			if len(v.Findings) > 0 {
				got = v.Findings[0].Cause.Code
			}
			if got != c.want {
				t.Errorf("%s, want %s\n%s", got, c.want, shown(v))
			}
		})
	}
}

func TestNoAccessAtAll(t *testing.T) {
	for _, p := range []fact.Provider{{Name: "Tuta", None: true}, {Name: "Proton Mail", Bridge: true, Password: fact.PasswordCode}} {
		w := healthy()
		w.Services, w.Domain.Provider = nil, &p
		if v := judge(t, w); v.Status != StatusBroken || findingOf(v, "settings.no-protocol") == nil {
			t.Errorf("%s: %s", p.Name, shown(v))
		}
		w = healthy()
		w.Domain.Provider = &p
		if v := judge(t, w); findingOf(v, "settings.no-protocol") != nil {
			t.Errorf("%s: mail works, and %s", p.Name, shown(v))
		}
	}
}

func TestTypo(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"imap.example.com", "imapp.example.com", true}, {"smpt.example.com", "smtp.example.com", true}, {"imap.exmaple.com", "imap.example.com", true},
		{"imap.example.com", "imap.example.com", false}, {"imap.example.com", "mail.example.com", false}, {"192.0.2.1", "192.0.2.2", false},
	} {
		if typo(c.a, c.b) != c.want {
			t.Errorf("%s, %s: %v", c.a, c.b, !c.want)
		}
	}
}

func TestKin(t *testing.T) {
	if !kin("Outlook.com", "Microsoft 365") || !kin("Gmail", "Gmail") || kin("QQ Mail", "Tencent exmail") || kin("NetEase 163", "NetEase qiye") {
		t.Error("wrong families")
	}
}

// TestFieldsOfEveryProgram: each program has a word for each field, in both languages.
func TestFieldsOfEveryProgram(t *testing.T) {
	for _, p := range []fact.Protocol{fact.IMAP, fact.SMTP} {
		text := fixWhere(p, fieldHost, fieldPort, fieldSecurity, fieldName)
		for _, l := range []lang.Lang{lang.EN, lang.ZH} {
			for _, name := range []string{"Outlook", "Foxmail", "Thunderbird", "iPhone"} {
				if !strings.Contains(text.In(l), name) {
					t.Errorf("%s %s: %s", p, name, text.In(l))
				}
			}
		}
	}
}
