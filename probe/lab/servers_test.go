package lab

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
)

var plain = base64.StdEncoding.EncodeToString([]byte("\x00" + Address + "\x00" + Password))

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestHealthyDialogues(t *testing.T) {
	imapSession := `
		C: c AUTHENTICATE PLAIN
		S: + 
		C: ` + plain + `
		S: c OK [CAPABILITY IMAP4rev1
		C: d ID ("name" "x")
		S: * ID (
		S: d OK
		C: e EXAMINE INBOX
		S: * FLAGS
		S: * OK [PERMANENTFLAGS
		S: * 3 EXISTS
		S: * 0 RECENT
		S: * OK [UIDVALIDITY
		S: * OK [UIDNEXT
		S: e OK [READ-ONLY]
		C: f FETCH 1 BODY
		S: f BAD
		C: g LOGOUT
		S: * BYE
		S: g OK`
	for _, test := range []struct {
		door     string
		implicit bool
		script   string
	}{
		{"192.0.2.10:993", true, `
			S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN] Dovecot ready.
			C: a CAPABILITY
			S: * CAPABILITY IMAP4rev1
			S: a OK` + imapSession},
		{"[2001:db8::10]:143", false, `
			S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Dovecot ready.
			C: a LOGIN x y
			S: a NO [PRIVACYREQUIRED]
			C: b STARTTLS
			S: b OK Begin TLS negotiation now.
			TLS
			C: b2 STARTTLS
			S: b2 BAD TLS is already active.` + imapSession},
		{"192.0.2.11:995", true, `
			S: +OK Dovecot ready.
			C: CAPA
			S: +OK
			S: CAPA
			S: TOP
			S: UIDL
			S: RESP-CODES
			S: PIPELINING
			S: AUTH-RESP-CODE
			S: USER
			S: SASL PLAIN LOGIN
			S: .
			C: PASS x
			S: -ERR No username given.
			C: USER ` + Address + `
			S: +OK
			C: PASS ` + Password + `
			S: +OK Logged in.
			C: STAT
			S: +OK 3 4711
			C: QUIT
			S: +OK Logging out`},
		{"192.0.2.11:110", false, `
			S: +OK
			C: USER x
			S: -ERR [AUTH] Plaintext
			C: STLS
			S: +OK Begin TLS negotiation now.
			TLS
			C: AUTH PLAIN
			S: + 
			C: ` + plain + `
			S: +OK Logged in.`},
		{"192.0.2.12:465", true, `
			S: 220 smtp.example.com ESMTP Postfix
			C: EHLO me
			S: 250-smtp.example.com
			S: 250-PIPELINING
			S: 250-SIZE
			S: 250-VRFY
			S: 250-ETRN
			S: 250-AUTH PLAIN LOGIN
			S: 250-ENHANCEDSTATUSCODES
			S: 250-8BITMIME
			S: 250-DSN
			S: 250-SMTPUTF8
			S: 250 CHUNKING
			C: AUTH LOGIN
			S: 334 VXNlcm5hbWU6
			C: ` + b64(Address) + `
			S: 334 UGFzc3dvcmQ6
			C: ` + b64(Password) + `
			S: 235 2.7.0
			C: RCPT TO:<bob@example.net>
			S: 503
			C: MAIL FROM:<alice@example.com> SIZE=100
			S: 250 2.1.0
			C: RCPT TO:<bob@example.net>
			S: 250 2.1.5
			C: RSET
			S: 250 2.0.0
			C: QUIT
			S: 221 2.0.0`},
		{"192.0.2.12:587", false, `
			S: 220 smtp.example.com ESMTP Postfix
			C: EHLO me
			S: 250-smtp.example.com
			S: 250-PIPELINING
			S: 250-SIZE
			S: 250-VRFY
			S: 250-ETRN
			S: 250-STARTTLS
			S: 250-ENH
			S: 250-8BITMIME
			S: 250-DSN
			S: 250-SMTPUTF8
			S: 250 CHUNKING
			C: AUTH PLAIN ` + plain + `
			S: 530 5.7.0 Must issue a STARTTLS command first
			C: STARTTLS
			S: 220 2.0.0 Ready to start TLS
			TLS
			C: AUTH PLAIN ` + plain + `
			S: 235 2.7.0`},
		{"192.0.2.12:25", false, `
			S: 220 smtp.example.com ESMTP Postfix
			C: HELO me
			S: 250 smtp.example.com
			C: AUTH PLAIN ` + plain + `
			S: 503 5.5.1 Error: authentication not enabled
			C: MAIL FROM:<>
			S: 250
			C: RCPT TO:<x@example.org>
			S: 503
			C: MAIL FROM:<x@example.net>
			S: 250 2.1.0 Ok
			C: RCPT TO:<x@example.org>
			S: 554 5.7.1 <x@example.org>: Relay access denied
			C: RCPT TO:<alice@example.com>
			S: 250 2.1.5 Ok`},
		{"192.0.2.10:443", true, `
			C: GET / HTTP/1.1
			C:
			S: HTTP/1.1 200 OK`},
	} {
		t.Run(test.door, func(t *testing.T) {
			w := world(t, "")
			c := connect(t, w, test.door)
			if test.implicit {
				c.upgrade()
			}
			c.run(test.script)
			for _, l := range w.Logins() {
				if l.OK != l.Encrypted {
					t.Errorf("a login outside TLS worked, or one inside failed: %+v", l)
				}
			}
		})
	}
}

// facts about a certificate that the probe will measure.
func TestCertificates(t *testing.T) {
	type verdict struct{ system, public, name, now, alone bool }
	for value, want := range map[string]verdict{
		"":                    {true, true, true, true, true},
		"expired":             {true, true, true, false, true},
		"not-yet-valid":       {true, true, true, false, true},
		"wrong-name":          {true, true, false, true, true},
		"self-signed":         {false, false, true, true, false},
		"expired-self-signed": {false, false, true, false, false},
		"snakeoil":            {false, false, false, true, false},
		"bare-domain":         {true, true, false, true, true},
		"wildcard":            {true, true, true, true, true},
		"unknown-issuer":      {false, false, true, true, false},
		"root-missing":        {false, true, true, true, true},
		"no-intermediate":     {true, true, true, true, false},
		"cn-only":             {true, true, false, true, true},
		"intercepted":         {false, false, true, true, false},
		"kaspersky":           {false, false, true, true, false},
		"fortinet":            {false, false, true, true, false},
		"trusted-intercepted": {true, false, true, true, true},
		"private-ca":          {true, false, true, true, true},
	} {
		t.Run(value, func(t *testing.T) {
			fault := ""
			if value != "" {
				fault = "imap.cert=" + value
			}
			w := world(t, fault)
			c := connect(t, w, "192.0.2.10:993")
			certs := c.upgrade().PeerCertificates
			leaf := certs[0]
			roots := w.Env().Roots
			sent := x509.NewCertPool()
			for _, cert := range certs[1:] {
				sent.AddCert(cert)
			}
			at := leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)
			chains := func(pool, between *x509.CertPool) bool {
				_, err := leaf.Verify(x509.VerifyOptions{Roots: pool, Intermediates: between, CurrentTime: at})
				return err == nil
			}
			all := sent.Clone()
			for _, a := range w.pki.made {
				all.AddCert(a.cert)
			}
			got := verdict{
				system: chains(roots.System, all),
				public: chains(roots.Public(), all),
				name:   leaf.VerifyHostname("imap.example.com") == nil,
				now:    !w.Env().Now().Before(leaf.NotBefore) && !w.Env().Now().After(leaf.NotAfter),
				alone:  chains(roots.System, sent) || chains(roots.Public(), sent),
			}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if value == "cn-only" && (leaf.Subject.CommonName != "imap.example.com" || len(leaf.DNSNames) > 0) {
				t.Errorf("CN %q, SAN %v", leaf.Subject.CommonName, leaf.DNSNames)
			}
		})
	}
	if len(papers) != 18 {
		t.Errorf("%d kinds of certificate, and 18 are tested", len(papers))
	}
}

func TestHandshakes(t *testing.T) {
	modern := &tls.Config{InsecureSkipVerify: true}
	small := &tls.Config{InsecureSkipVerify: true, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}}
	legacy := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, CurvePreferences: small.CurvePreferences,
		CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}}
	for _, test := range []struct {
		value  string
		config *tls.Config
		want   string // the version, or a part of the error
	}{
		{"", modern, "TLS 1.3"},
		{"1.2-only", modern, "TLS 1.2"},
		{"1.0-only", modern, "protocol version not supported"},
		{"1.0-only", legacy, "TLS 1.0"},
		{"rsa-only", modern, "handshake failure"},
		{"rsa-only", legacy, "TLS 1.2"},
		{"drop-large-hello", small, "TLS 1.3"},
		{"eof", modern, "EOF"},
		{"reset", modern, "reset by peer"},
		{"alert40", modern, "handshake failure"},
		{"plain", modern, "first record does not look like a TLS handshake"},
	} {
		t.Run(test.value, func(t *testing.T) {
			fault := ""
			if test.value != "" {
				fault = "smtp.tls=" + test.value
			}
			c := connect(t, world(t, fault), "192.0.2.12:465")
			conn := tls.Client(c.conn, test.config)
			got := ""
			if err := conn.Handshake(); err != nil {
				got = err.Error()
			} else {
				got = tls.VersionName(conn.ConnectionState().Version)
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A ClientHello that is dropped gets no answer: the deadline ends the wait.
func TestHandshakeDropped(t *testing.T) {
	for _, value := range []string{"drop", "drop-large-hello"} {
		c := connect(t, world(t, "smtp.tls="+value), "192.0.2.12:465")
		c.conn.SetDeadline(soon())
		err := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true}).Handshake()
		if err == nil || !strings.Contains(err.Error(), "i/o timeout") {
			t.Errorf("%s: %v", value, err)
		}
	}
}
