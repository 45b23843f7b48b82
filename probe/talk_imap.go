package probe

import (
	"strings"
	"time"

	"maildiag/probe/fact"
)

// greetIMAP reads "* OK …", "* PREAUTH …" or "* BYE …" (RFC 3501 section 7.1).
func greetIMAP(s *session, start time.Time) (*fact.Reply, error) {
	line, err := s.readLine()
	r := &fact.Reply{Kind: fact.ReplyGarbage}
	if err != nil {
		return r, s.unfinished(r, line, err)
	}
	r.Lines, r.MS = []string{s.clean(line)}, ms(time.Since(start))
	if rest, ok := strings.CutPrefix(string(line), "* "); ok {
		if kind, code, known := imapStatus(rest); known {
			r.Kind, r.RespCode = kind, code
		}
	}
	return r, nil
}

// capsIMAP takes the capabilities from the line before, where the server listed them there, else asks.
func capsIMAP(s *session) (*fact.Caps, error) {
	start := time.Now()
	s.deadline(commandTimeout)
	if err := s.send("a CAPABILITY"); err != nil {
		return nil, err
	}
	caps := &fact.Caps{}
	r, err := s.readIMAP("a", start, func(line string) {
		if words, ok := cutFold(line, "* CAPABILITY "); ok {
			caps.List, caps.Auth = capabilityWords(words)
		}
	})
	if err != nil {
		return nil, err
	}
	if r.Kind != fact.ReplyOK {
		return nil, refusal(r, "CAPABILITY")
	}
	caps.MS = r.MS
	return caps, nil
}

// listedIMAP reads the [CAPABILITY …] code of a greeting or of the answer to a login.
func listedIMAP(r *fact.Reply) *fact.Caps {
	if r == nil || r.RespCode != "CAPABILITY" {
		return nil
	}
	text := r.Lines[len(r.Lines)-1]
	i := strings.Index(strings.ToUpper(text), "[CAPABILITY ")
	end := strings.IndexByte(text, ']')
	if i < 0 || end < i {
		return nil
	}
	caps := &fact.Caps{}
	caps.List, caps.Auth = capabilityWords(text[i+len("[CAPABILITY ") : end])
	return caps
}

func capabilityWords(words string) (list, auth []string) {
	for _, w := range strings.Fields(words) {
		w = escape(strings.ToUpper(w))
		if len(list) == maxLines {
			break
		}
		list = append(list, w)
		if m, ok := strings.CutPrefix(w, "AUTH="); ok {
			auth = append(auth, m)
		}
	}
	return list, auth
}

func upgradeIMAP(s *session) (*fact.Reply, error) {
	start := time.Now()
	s.deadline(commandTimeout)
	if err := s.send("b STARTTLS"); err != nil {
		return nil, err
	}
	return s.readIMAP("b", start, nil)
}

// mechanismIMAP prefers SASL PLAIN, which takes any character, to the LOGIN command, and that to SASL LOGIN.
func mechanismIMAP(c *fact.Caps) string {
	switch {
	case c.Has("AUTH=PLAIN"):
		return "PLAIN"
	case !c.Has("LOGINDISABLED"):
		return "LOGIN"
	case c.Has("AUTH=LOGIN"):
		return saslLogin
	}
	return ""
}

// saslLogin is the SASL mechanism LOGIN, told from IMAP's command of that name.
const saslLogin = "AUTH=LOGIN"

// cutFold cuts a prefix whatever its case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
