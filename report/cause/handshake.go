package cause

import (
	"strings"

	"maildiag/probe/fact"
)

// handshakes are the open failures of the TLS handshake itself.
func (c *Case) handshakes() []*Failure {
	var out []*Failure
	for _, f := range c.known(fact.StageTLS) {
		if handshakeFailed(f) {
			out = append(out, f)
		}
	}
	return out
}

// handshakeFailed: also where the server never answered STARTTLS, or hung up on it.
func handshakeFailed(f *Failure) bool {
	if f.Attempt == nil || f.Failure == nil || f.Stage != fact.StageTLS {
		return false
	}
	switch f.Class() {
	case fact.NotTLS, fact.NotOffered, fact.Answered, fact.WrongProtocol, fact.TooMuch:
		return false
	}
	return true
}

// secondTry is the comparison of that kind whose handshake came to its end, or nil.
func secondTry(s *fact.Service, reason fact.Reason) *fact.Attempt {
	for i := range s.Compared {
		if a := &s.Compared[i]; a.Reason == reason && a.TLS != nil && a.TLS.Version != "" {
			return a
		}
	}
	return nil
}

// oldVersion says whether a protocol version is one that today's clients do not accept any more.
func oldVersion(v string) bool {
	return strings.HasPrefix(v, "SSL") || v == "TLS 1.0" || v == "TLS 1.1"
}

// tryLines tells how the second tries of a handshake went.
func (c *Case) tryLines(f *Finding) {
	for _, s := range c.servicesOf(f.Claims) {
		for i := range s.Compared {
			if a := &s.Compared[i]; a.Reason == fact.ReasonSmallHello || a.Reason == fact.ReasonAgain || a.Reason == fact.ReasonLegacyTLS || a.Reason == fact.ReasonNoHello {
				f.Evidence = append(f.Evidence, c.walkLine(s, a))
			}
		}
	}
}

// speaks says whether the first bytes are the greeting of a protocol.
func speaks(p fact.Protocol, first string) bool {
	switch p {
	case fact.IMAP:
		return strings.HasPrefix(first, "* ")
	case fact.POP3:
		return strings.HasPrefix(first, "+OK") || strings.HasPrefix(first, "-ERR")
	}
	return strings.HasPrefix(first, "220") || strings.HasPrefix(first, "554") || strings.HasPrefix(first, "421")
}

// speaksTLS is the connection that showed that a port which is silent in clear text speaks TLS, or nil.
func speaksTLS(s *fact.Service) *fact.Attempt {
	if a := secondTry(s, fact.ReasonOtherSecurity); a != nil && a.Security == fact.TLS {
		return a
	}
	return nil
}
