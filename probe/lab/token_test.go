package lab

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"maildiag/probe"
	"maildiag/probe/fact"
)

// TestToken: with a token the login is made by XOAUTH2 or not at all, and the token is nowhere in the facts.
func TestToken(t *testing.T) {
	for _, c := range []struct {
		faults string
		state  fact.LoginState
		logins int
	}{
		{"all.caps=xoauth2-only;plan.token=on", fact.LoginOK, 2}, // POP3 rests beside a working IMAP
		{"all.caps=xoauth2-only;plan.token=on;plan.imap=off;plan.smtp=off", fact.LoginOK, 1},
		{"all.caps=xoauth2-only;plan.token=wrong;plan.pop3=off;plan.smtp=off", fact.LoginRefused, 1},
		{"all.caps=xoauth2-only;plan.token=wrong;plan.imap=off;plan.smtp=off", fact.LoginRefused, 1},
		{"all.caps=xoauth2-only;plan.token=wrong;plan.imap=off;plan.pop3=off", fact.LoginRefused, 1},
		{"plan.token=on", fact.LoginSkipped, 0}, // never as a password
	} {
		t.Run(c.faults, func(t *testing.T) {
			t.Parallel()
			w := patient(t, c.faults)
			set := probe.Run(t.Context(), w.Env(), w.Plan())
			if l := set.Services[0].Login; l.State != c.state || c.logins > 0 && l.Mechanism != "XOAUTH2" || c.logins == 0 && l.Skipped != fact.SkipNoMechanism {
				t.Errorf("%+v", l)
			}
			if got := w.Logins(); len(got) != c.logins {
				t.Errorf("logins: %+v", got)
			}
			data, err := json.Marshal(set)
			if err != nil {
				t.Fatal(err)
			}
			for _, token := range []string{Token, "ya29.other-token"} {
				all := "user=" + Address + "\x01auth=Bearer " + token + "\x01\x01"
				for _, form := range []string{token, base64.StdEncoding.EncodeToString([]byte(token)), base64.StdEncoding.EncodeToString([]byte(all))} {
					if strings.Contains(string(data), form) {
						t.Errorf("%q is in the facts", form)
					}
				}
			}
		})
	}
}
