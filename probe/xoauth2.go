package probe

import (
	"slices"

	"maildiag/probe/fact"
)

// saslXOAUTH2 is the mechanism by which a program logs in with an access token in place of a password. OAUTHBEARER
// (RFC 7628) is its successor; what offers that offers XOAUTH2 too.
const saslXOAUTH2 = "XOAUTH2"

// mechanism chooses how to log in: with a token there is one way, and never a fallback that would send it as a password.
func (s *service) mechanism(caps *fact.Caps, c credentials) string {
	if !c.token {
		return s.p.mechanism(caps)
	}
	if caps != nil && slices.Contains(caps.Auth, saslXOAUTH2) {
		return saslXOAUTH2
	}
	return ""
}

// xoauth2 is the client's only message.
func xoauth2(c credentials) string {
	return "user=" + c.name + "\x01auth=Bearer " + c.password + "\x01\x01"
}

// bearer is XOAUTH2 as a SASL client.
type bearer struct{ c credentials }

func (b *bearer) Start() (string, []byte, error) { return saslXOAUTH2, []byte(xoauth2(b.c)), nil }

// Next answers the challenge with which a server tells why it will refuse: once, with as good as nothing. An empty answer
// would be sent as "=", which some servers do not understand.
func (b *bearer) Next([]byte) ([]byte, error) { return []byte{1}, nil }
