package probe

import (
	"strings"
	"time"

	"maildiag/probe/fact"
)

// endpoint is a port and how it is spoken to.
type endpoint struct {
	port     int
	security fact.Security
}

// protocol is one mail protocol: a value, not an interface. A new one is a new value in protocols.
type protocol struct {
	name  fact.Protocol
	ports []endpoint // the usual ones, best first (RFC 8314; 25 for submission is usual no more, and still tried as a sibling)
	// firstByte says whether a greeting of this protocol can begin so.
	firstByte func(byte) bool
	greet     func(*session, time.Time) (*fact.Reply, error)
	caps      func(*session) (*fact.Caps, error)
	startTLS  string // the command, and
	offered   string // the capability that offers it
	upgrade   func(*session) (*fact.Reply, error)
	// mechanism chooses how to log in; "" where nothing can be used.
	mechanism func(*fact.Caps) string
	login     func(*session, credentials) (*fact.Login, dialogue)
	goodbye   string
}

// dialogue is what goes on after a login that worked, on the same connection.
type dialogue interface {
	// after fills in the steps behind the login.
	after(l *fact.Login, c credentials)
	// end lets go of the connection, which the session owns.
	end()
}

// credentials are what one login needs.
type credentials struct {
	name, password string
	token          bool // password is an access token: XOAUTH2 and nothing else
	mechanism      string
	caps           *fact.Caps
	from, to       string // --send-to: MAIL FROM and RCPT TO
}

var protocols = map[fact.Protocol]*protocol{
	fact.IMAP: {
		name:      fact.IMAP,
		ports:     []endpoint{{993, fact.TLS}, {143, fact.StartTLS}},
		firstByte: func(b byte) bool { return b == '*' },
		greet:     greetIMAP,
		caps:      capsIMAP,
		startTLS:  "STARTTLS", offered: "STARTTLS",
		upgrade:   upgradeIMAP,
		mechanism: mechanismIMAP,
		login:     loginIMAP,
		goodbye:   "z LOGOUT",
	},
	fact.POP3: {
		name:      fact.POP3,
		ports:     []endpoint{{995, fact.TLS}, {110, fact.StartTLS}},
		firstByte: func(b byte) bool { return b == '+' || b == '-' },
		greet:     (*session).readPOP3,
		caps:      capsPOP3,
		startTLS:  "STLS", offered: "STLS",
		upgrade:   upgradePOP3,
		mechanism: mechanismPOP3,
		login:     loginPOP3,
		goodbye:   "QUIT",
	},
	fact.SMTP: {
		name:      fact.SMTP,
		ports:     []endpoint{{465, fact.TLS}, {587, fact.StartTLS}, {25, fact.StartTLS}},
		firstByte: func(b byte) bool { return b >= '2' && b <= '5' },
		greet:     greetSMTP,
		caps:      capsSMTP,
		startTLS:  "STARTTLS", offered: "STARTTLS",
		upgrade:   upgradeSMTP,
		mechanism: mechanismSMTP,
		login:     loginSMTP,
		goodbye:   "QUIT",
	},
}

// greeting waits for the server's first words. What can't be this protocol's is recognised by its first byte; heard is
// called when that is there.
func greeting(s *session, p *protocol, limit time.Duration, heard func()) (*fact.Reply, error) {
	start := time.Now()
	s.deadline(limit)
	first, err := s.br.Peek(1)
	if err != nil {
		return nil, s.cause(err)
	}
	heard()
	if !p.firstByte(first[0]) {
		return nil, s.foreign()
	}
	r, err := p.greet(s, start)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Kind == fact.ReplyGarbage:
		return nil, &stepError{class: fact.WrongProtocol, text: "the greeting is not " + strings.ToUpper(string(p.name)), firstBytes: r.Text()}
	case r.Kind != fact.ReplyOK:
		return r, &stepError{class: fact.Answered, text: "the server greets with a refusal", reply: r}
	}
	return r, nil
}

// foreign collects what came instead of a greeting: the rest of the line, if it comes at once.
func (s *session) foreign() error {
	s.deadline(foreignLine)
	line, _ := s.readLine()
	if len(line) > maxHead {
		line = line[:maxHead]
	}
	return &stepError{class: fact.WrongProtocol, text: "another kind of server answers", firstBytes: escape(string(line))}
}

// bye ends the dialogue with good manners and closes. The answer is waited for, not for long.
func bye(s *session, p *protocol) {
	s.deadline(goodbyeTimeout)
	if s.send(p.goodbye) == nil {
		for i := 0; i < 4; i++ {
			line, err := s.readLine()
			if err != nil || p.name != fact.IMAP || strings.HasPrefix(string(line), "z ") {
				break
			}
		}
	}
	s.close()
}

// refusal is a reply that ended a step.
func refusal(r *fact.Reply, what string) error {
	if r.Kind == fact.ReplyGarbage {
		return &stepError{class: fact.WrongProtocol, text: "an answer to " + what + " that can't be understood", reply: r, firstBytes: r.Text()}
	}
	return &stepError{class: fact.Answered, text: "the server says no to " + what, reply: r}
}
