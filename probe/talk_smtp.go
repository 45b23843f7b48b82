package probe

import (
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"maildiag/probe/fact"
)

// greetSMTP reads the greeting (RFC 5321 section 4.2), all lines of it. Only 220, 4xx and 5xx greet in SMTP: NNTP begins
// with 200, and FTP, which begins with 220 too, names itself.
func greetSMTP(s *session, start time.Time) (*fact.Reply, error) {
	r, err := s.readSMTP(start)
	if err != nil {
		return r, err
	}
	if r.Code < 400 && (r.Code != 220 || ftpGreeting.MatchString(r.Text())) {
		r.Kind = fact.ReplyGarbage
	}
	return r, nil
}

// ftpGreeting finds a server that calls itself FTP: "220 ProFTPD Server", "220 (vsFTPd 3.0.3)", "220 FTP server ready". A
// host that is merely called ftp.example.com is none.
var ftpGreeting = regexp.MustCompile(`(?i)^220[ -](?:.*[ (])?(?:pro|vs|pure-|wu-)?ftpd?(?:[ )\]]|$)`)

// capsSMTP says EHLO, and HELO to a server that knows no EHLO.
func capsSMTP(s *session) (*fact.Caps, error) {
	name := ehloName(s.raw.Conn.LocalAddr())
	r, err := s.smtpCommand("EHLO "+name, commandTimeout)
	if err != nil {
		return nil, err
	}
	caps := &fact.Caps{MS: r.MS}
	if unknownCommand(r) {
		caps.Reply = r
		if r, err = s.smtpCommand("HELO "+name, commandTimeout); err != nil {
			return nil, err
		}
		if unknownCommand(r) {
			return nil, &stepError{class: fact.WrongProtocol, text: "it greets like SMTP, and knows neither EHLO nor HELO", reply: r, firstBytes: r.Text()}
		}
	}
	if r.Kind != fact.ReplyOK {
		return nil, refusal(r, "EHLO")
	}
	if caps.Reply != nil {
		return caps, nil
	}
	for i, line := range r.Lines {
		if i == 0 || len(line) < 4 {
			continue
		}
		words := strings.Fields(strings.ToUpper(line[4:]))
		if len(words) == 0 {
			continue
		}
		caps.List = append(caps.List, strings.Join(words, " "))
		if words[0] == "AUTH" {
			caps.Auth = appendNew(caps.Auth, words[1:]...)
		} else if m, ok := strings.CutPrefix(words[0], "AUTH="); ok {
			caps.Auth = appendNew(caps.Auth, append([]string{m}, words[1:]...)...)
		}
	}
	return caps, nil
}

// unknownCommand: 500 and 502 say so (RFC 5321 section 4.2.4); FTP, which greets with 220 too, says 530 to all that comes
// before USER, and no SMTP server answers a hello so.
func unknownCommand(r *fact.Reply) bool { return r.Code == 500 || r.Code == 502 || r.Code == 530 }

func appendNew(list []string, words ...string) []string {
	for _, w := range words {
		if w != "" && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// ehloName is this PC's address as a literal (RFC 5321 section 4.1.3): always well-formed, whatever the PC is called.
func ehloName(local net.Addr) string {
	ap, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return "localhost"
	}
	if a := ap.Addr().Unmap().WithZone(""); a.Is4() {
		return "[" + a.String() + "]"
	} else {
		return "[IPv6:" + a.String() + "]"
	}
}

func upgradeSMTP(s *session) (*fact.Reply, error) { return s.smtpCommand("STARTTLS", commandTimeout) }

// smtpCommand sends one command and reads its reply.
func (s *session) smtpCommand(line string, limit time.Duration) (*fact.Reply, error) {
	start := time.Now()
	s.deadline(limit)
	if err := s.send(line); err != nil {
		return nil, err
	}
	return s.readSMTP(start)
}

func mechanismSMTP(c *fact.Caps) string {
	for _, m := range []string{"PLAIN", "LOGIN"} {
		if slices.Contains(c.Auth, m) {
			return m
		}
	}
	return ""
}
