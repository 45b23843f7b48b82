package lab

import (
	"encoding/base64"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// mechanisms are the SASL mechanisms that a server offers, by the value of the key "caps".
var mechanisms = map[string][]string{
	"":              {"PLAIN", "LOGIN"},
	"no-auth":       nil,
	"logindisabled": nil,
	"login-only":    {"LOGIN"},
	"plain-only":    {"PLAIN"},
	"cram-only":     {"CRAM-MD5"},
	"xoauth2-only":  {"XOAUTH2", "OAUTHBEARER"},
}

// mechanisms gives those that are offered here and now.
func (s *session) mechanisms() []string {
	if !s.takesLogin() {
		return nil
	}
	if list, ok := mechanisms[s.capsValue()]; ok {
		return list
	}
	return mechanisms[""]
}

func (s *session) capsValue() string {
	if c := s.fault("caps"); c.given() {
		return c.value
	}
	return ""
}

// passwords says whether a login with name and password is possible without SASL: IMAP LOGIN, POP3 USER.
func (s *session) passwords() bool {
	return s.takesLogin() && !s.fault("caps").is("cram-only", "xoauth2-only", "logindisabled") &&
		!(s.speaks == fact.POP3 && s.fault("caps").is("no-auth"))
}

// exchange is a SASL dialogue: initial is the client's first response ("" where none came with the command), ask sends
// a challenge and waits. ok is false where the client gave up or talked nonsense.
func (s *session) exchange(mechanism, initial string, ask func(challenge string) (string, bool)) (user, password string, ok bool) {
	next := func(challenge string) (string, bool) {
		answer := initial
		if answer == "" {
			var alive bool
			if answer, alive = ask(base64.StdEncoding.EncodeToString([]byte(challenge))); !alive {
				return "", false
			}
		}
		initial = ""
		if answer == "=" {
			return "", true
		}
		b, err := base64.StdEncoding.DecodeString(answer)
		return string(b), err == nil
	}
	switch mechanism {
	case "PLAIN": // RFC 4616
		all, alive := next("")
		parts := strings.Split(all, "\x00")
		if !alive || len(parts) != 3 {
			return "", "", false
		}
		return parts[1], parts[2], true
	case "LOGIN":
		if user, ok = next("Username:"); !ok {
			return "", "", false
		}
		password, ok = next("Password:")
		return user, password, ok
	case "CRAM-MD5": // RFC 2195
		all, alive := next("<1896.697170952@" + s.port.host.name + ">")
		user, _, _ = strings.Cut(all, " ")
		return user, "", alive
	}
	all, alive := next("") // XOAUTH2, OAUTHBEARER (RFC 7628): "user=name^Aauth=…"
	_, all, _ = strings.Cut(all, "user=")
	user, rest, _ := strings.Cut(all, "\x01")
	_, token, _ := strings.Cut(rest, "auth=Bearer ")
	token, _, _ = strings.Cut(token, "\x01")
	if alive && token != Token { // the reason first, then the refusal
		_, alive = next(`{"status":"401","schemes":"bearer","scope":"https://mail.example.com/"}`)
	}
	return user, token, alive
}

// refusals are what the servers say to a wrong name or password: Dovecot's client-common-auth.c, Postfix's smtpd_sasl_glue.c.
var refusals = map[fact.Protocol]speech{
	fact.IMAP: say("NO [AUTHENTICATIONFAILED] Authentication failed."),
	fact.POP3: say("-ERR [AUTH] Authentication failed."),
	fact.SMTP: say("535 5.7.8 Error: authentication failed: (reason unavailable)"),
}

// admit decides about one login attempt: no speech means yes. A fault answers whatever the credentials are.
func (s *session) admit(mechanism, user, password string) (speech, bool) {
	answer, no := s.verdict(user, password)
	if !no {
		s.user = user
	}
	s.w.log.login(Login{Addr: s.door, Protocol: s.speaks, User: user, Mechanism: mechanism, Encrypted: s.secure, OK: !no})
	return answer, !no
}

func (s *session) verdict(user, password string) (speech, bool) {
	if c := s.fault("login"); c.is("slow") {
		s.w.wait(s.w.ctx, c.wait)
	} else if sp, ok := s.words("login"); ok && c.step == "" {
		return sp, true
	}
	if !strings.EqualFold(user, Address) || password != Password && password != Token {
		return refusals[s.speaks], true
	}
	return speech{}, false
}

func (s *session) offers(mechanism string) bool { return slices.Contains(s.mechanisms(), mechanism) }
