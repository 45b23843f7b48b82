package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// setting is a port and a security mode: what a mail program is set to.
type setting struct {
	port     int
	security fact.Security
}

// usual lists the settings that a protocol is usually used with, the best first (RFC 8314). Port 25 is for servers among
// themselves, and usual for nobody's mail program.
var usual = map[fact.Protocol][]setting{
	fact.IMAP: {{993, fact.TLS}, {143, fact.StartTLS}},
	fact.POP3: {{995, fact.TLS}, {110, fact.StartTLS}},
	fact.SMTP: {{465, fact.TLS}, {587, fact.StartTLS}},
}

// best is the setting that is recommended for a protocol; with port 0 where there is none.
func best(p fact.Protocol) setting {
	if u := usual[p]; len(u) > 0 {
		return u[0]
	}
	return setting{}
}

// isUsual says whether a port and a security mode belong together for a protocol.
func isUsual(p fact.Protocol, port int, security fact.Security) bool {
	return slices.Contains(usual[p], setting{port, security})
}

// usualOn is the usual security mode of one of the protocol's ports; "" where the port is none of them.
func usualOn(p fact.Protocol, port int) fact.Security {
	for _, u := range usual[p] {
		if u.port == port {
			return u.security
		}
	}
	return ""
}

// published says whether a setting was found by discovery, or is what the domain's own SRV records name: then it is not the
// user's mistake.
func (c *Case) published(s *fact.Service) bool {
	if s.Source != fact.SourceUser {
		return s.Source != fact.SourceGuess
	}
	if c.Domain == nil {
		return false
	}
	for _, f := range c.Domain.Found {
		if f.Source != fact.SourceGuess && f.Protocol == s.Protocol && f.Host == s.Host && f.Port == s.Port && f.Security == s.Security {
			return true
		}
	}
	for _, l := range c.Domain.Lookups {
		for _, r := range l.SRV {
			implicit := strings.HasSuffix(r.Service, "s") // _imaps, _pop3s, _submissions (RFC 8314 section 5.1)
			if r.Target == s.Host && r.Port == s.Port && implicit == (s.Security == fact.TLS) {
				return true
			}
		}
	}
	return false
}

// worksBeside is the best other port of the service's own host that works for a mail program, or nil. A port 25 is one
// only where the server takes logins there.
func (c *Case) worksBeside(s *fact.Service) *fact.Attempt {
	var found *fact.Attempt
	rank := func(a *fact.Attempt) int {
		i := slices.Index(usual[s.Protocol], setting{portOf(a.Addr), a.Security})
		if i < 0 {
			i = len(usual[s.Protocol])
		}
		return i
	}
	for i := range s.Compared {
		a := &s.Compared[i]
		beside := a.Reason == fact.ReasonSiblingPort || a.Reason == fact.ReasonDiscovered && a.Host == ""
		if !beside || !c.Acceptable(a) || (portOf(a.Addr) == 25 && len(a.Talk.Caps.Auth) == 0) {
			continue
		}
		if found == nil || rank(a) < rank(found) {
			found = a
		}
	}
	return found
}

// otherSecurity is the connection to the same port with another security mode that came to its end, or nil. Its certificate
// may still be bad: the mode is the first thing to put right.
func otherSecurity(s *fact.Service) *fact.Attempt {
	for i := range s.Compared {
		if a := &s.Compared[i]; a.Reason == fact.ReasonOtherSecurity && a.Ready() {
			return a
		}
	}
	return nil
}

// barredInClear returns the capabilities by which a server rules out a login without encryption, where that is what the
// service is set to; else nil. IMAP says so (RFC 3501 section 6.2.3); POP3 lists neither USER nor SASL and offers STLS.
// An SMTP server without AUTH may simply want no login.
func barredInClear(s *fact.Service) *fact.Caps {
	if s.Security != fact.None {
		return nil
	}
	for i := range s.Attempts {
		caps := s.Attempts[i].Talk.Caps
		if caps == nil || len(caps.List) == 0 {
			continue
		}
		if s.Protocol == fact.IMAP && caps.Has("LOGINDISABLED") && len(caps.Auth) == 0 {
			return caps
		}
		if s.Protocol == fact.POP3 && caps.Has("STLS") && !caps.Has("USER") && !caps.Has("SASL") {
			return caps
		}
	}
	return nil
}

// offersTLS says whether a server offers to encrypt a connection that is set to clear text.
func offersTLS(s *fact.Service) bool {
	for i := range s.Attempts {
		if caps := s.Attempts[i].Talk.Caps; caps.Has("STARTTLS") || caps.Has("STLS") {
			return true
		}
	}
	return false
}
