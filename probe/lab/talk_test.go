package lab

import (
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"maildiag/probe/fact"
)

func soon() time.Time { return time.Now().Add(30 * time.Millisecond) }

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) }
func formatInt(n int) string       { return strconv.Itoa(n) }

// tlsDoor is the TLS port of a service.
var tlsDoor = map[fact.Protocol]string{imap: "192.0.2.10:993", pop3: "192.0.2.11:995", smtp: "192.0.2.12:465"}

// clearDoor is the STARTTLS port.
var clearDoor = map[fact.Protocol]string{imap: "192.0.2.10:143", pop3: "192.0.2.11:110", smtp: "192.0.2.12:587"}

func TestGreetings(t *testing.T) {
	for _, test := range []struct {
		fault string
		want  string // what comes at once
		end   string // "open", "eof", "reset", "more"
	}{
		{"imap.greeting=silent", "", "open"},
		{"smtp.greeting=unfinished", "220-smtp.example.com ESMTP Postfix\r\n", "open"},
		{"imap.greeting=unfinished", "* OK [CAPABILITY IMAP4rev1", "open"},
		{"imap.greeting=rejecting", "* BYE Disconnected: Auth process broken\r\n", "eof"},
		{"pop3.greeting=rejecting", "-ERR Disconnected: Auth process broken\r\n", "eof"},
		{"smtp.greeting=rejecting", "554 smtp.example.com ESMTP not accepting connections\r\n", "eof"},
		{"smtp.greeting=blocklist", "554 5.7.1 Service unavailable; Client host [203.0.113.77] blocked using zen.spamhaus.org; " +
			"https://www.spamhaus.org/query/ip/203.0.113.77\r\n", "eof"},
		{"imap.greeting=pop3", "+OK Dovecot ready.\r\n", "open"},
		{"imap.greeting=smtp", "220 imap.example.com ESMTP Postfix\r\n", "open"},
		{"imap.greeting=http", "HTTP/1.0 408 Request Time-out\r\n", "more"},
		{"imap.greeting=ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", "open"},
		{"smtp.greeting=eof", "", "eof"},
		{"smtp.greeting=reset", "", "reset"},
		{"smtp.greeting=endless", "220-smtp.example.com and on and on\r\n220-smtp.example.com and on and on\r\n", "more"},
		{"imap.greeting=endless", "* OK and on and on and on", "more"},
		{"imap.greeting=escape", "* OK \x1b[2J", "more"},
		{"imap.greeting=gbk", "* OK \xbb\xb6\xd3\xad", "more"},
		{"smtp.greeting=odd", "220 163.com Anti-spam GT for Coremail System (163com[20141201])\r\n", "open"},
		{"smtp.starttls=stripped", "220 ***************************************\r\n", "open"},
		{"imap.greeting=preauth", "* PREAUTH [CAPABILITY", "more"},
	} {
		t.Run(test.fault, func(t *testing.T) {
			who, _, _ := strings.Cut(test.fault, ".")
			c := connect(t, world(t, test.fault), clearDoor[fact.Protocol(who)])
			got := make([]byte, len(test.want))
			if _, err := io.ReadFull(c.conn, got); err != nil || string(got) != test.want {
				t.Fatalf("got %q, %v; want %q", got, err, test.want)
			}
			if test.end == "more" {
				return
			}
			if test.end == "open" {
				c.conn.SetReadDeadline(soon())
			}
			_, err := c.conn.Read(make([]byte, 1))
			var timeout net.Error
			ends := map[string]bool{"open": errors.As(err, &timeout) && timeout.Timeout(), "eof": err == io.EOF, "reset": errors.Is(err, syscall.ECONNRESET)}
			if !ends[test.end] {
				t.Errorf("it ends with %v, want %s", err, test.end)
			}
		})
	}
}

// SMTP's first line comes at once, however long the rest takes; in the end the greeting is whole.
func TestSlowGreeting(t *testing.T) {
	w, err := New("smtp.greeting=slow:3600")
	if err != nil {
		t.Fatal(err)
	}
	c := connect(t, w, clearDoor[smtp])
	c.expect("220-smtp.example.com ESMTP Postfix")
	w.Close()

	start := time.Now()
	c = connect(t, world(t, "smtp.greeting=slow:20"), clearDoor[smtp])
	c.expect("220-smtp.example.com ESMTP Postfix")
	c.expect("220 smtp.example.com ESMTP Postfix")
	if d := time.Since(start); d < 20*quick {
		t.Errorf("the greeting took only %v", d)
	}
}

func TestBytePerSecond(t *testing.T) {
	w := world(t, "imap.greeting=byte-per-second")
	start := time.Now()
	c := connectTLS(t, w, tlsDoor[imap])
	if _, err := io.ReadFull(c.in, make([]byte, 21)); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d < 20*quick {
		t.Errorf("21 bytes took only %v", d)
	}
}

func TestWrongProtocolGoesOn(t *testing.T) {
	c := connectTLS(t, world(t, "imap.greeting=pop3"), tlsDoor[imap])
	c.run(`
		S: +OK Dovecot ready.
		C: a CAPABILITY
		S: -ERR Unknown command.
		C: CAPA
		S: +OK`)
}

func TestStartTLS(t *testing.T) {
	for _, test := range []struct{ fault, script string }{
		{"imap.starttls=missing", `
			S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN
			C: a STARTTLS
			S: a BAD Error in IMAP command STARTTLS: Unknown command.`},
		{"pop3.starttls=missing", `
			S: +OK
			C: STLS
			S: -ERR Unknown command.`},
		{"smtp.starttls=stripped", `
			S: 220 ***
			C: EHLO me
			S: 250-smtp.example.com
			S: 250-PIPELINING
			S: 250-SIZE
			S: 250-VRFY
			S: 250-ETRN
			S: 250-XXXXXXXA
			S: 250-ENH
			S: 250-8BITMIME
			S: 250-DSN
			S: 250-SMTPUTF8
			S: 250 CHUNKING
			C: STARTTLS
			S: 502 5.5.2`},
		{"imap.starttls=refused", `
			S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS
			C: a STARTTLS
			S: a BAD TLS support isn't enabled.`},
		{"smtp.starttls=refused", `
			S: 220
			C: STARTTLS
			S: 454 4.7.0 TLS not available due to local problem`},
		{"smtp.starttls=injected", `
			S: 220
			C: STARTTLS
			S: 220 2.0.0 Ready to start TLS
			S: 250-smtp.example.com
			S: 250 AUTH PLAIN LOGIN`},
		{"smtp.tls=alert40", `
			S: 220
			C: STARTTLS
			S: 220 2.0.0`},
	} {
		who, _, _ := strings.Cut(test.fault, ".")
		c := connect(t, world(t, test.fault), clearDoor[fact.Protocol(who)])
		c.run(test.script)
	}
}

// What was said before STARTTLS is forgotten: a command that came along with it is not answered inside TLS.
func TestPipelinedBehindStartTLS(t *testing.T) {
	c := connect(t, world(t, ""), clearDoor[smtp])
	c.expect("220")
	c.send("STARTTLS\r\nNOOP")
	c.expect("220 2.0.0")
	c.upgrade()
	c.send("EHLO me")
	c.expect("250-smtp.example.com")
}

func TestCaps(t *testing.T) {
	for _, test := range []struct{ fault, want string }{
		{"imap.caps=many", "X-EXTENSION-50"},
		{"pop3.caps=many", "X-EXTENSION-50"},
		{"smtp.caps=many", "250-X-EXTENSION-50"},
		{"imap.caps=logindisabled", "LITERAL+ LOGINDISABLED"},
		{"imap.caps=cram-only", "LOGINDISABLED AUTH=CRAM-MD5"},
		{"pop3.caps=cram-only", "AUTH-RESP-CODE\r\nSASL CRAM-MD5"},
		{"smtp.caps=cram-only", "250-AUTH CRAM-MD5\r\n"},
		{"smtp.caps=xoauth2-only", "250-AUTH XOAUTH2 OAUTHBEARER\r\n"},
		{"smtp.caps=login-only", "250-AUTH LOGIN\r\n"},
		{"smtp.caps=no-auth", "250-ETRN\r\n250-ENHANCEDSTATUSCODES"},
		{"pop3.caps=no-auth", "AUTH-RESP-CODE\r\n.\r\n"},
		{"pop3.caps=unknown", "-ERR Unknown command.\r\n"},
		{"smtp.caps=refused", "421-4.7.0 Try again later, closing connection. (EHLO)\r\n421-4.7.0  For more information"},
		{"smtp.caps=endless", "250-X-AND-ON\r\n250-X-AND-ON"},
		{"imap.caps=endless", "* CAPABILITY IMAP4rev1 X-AND-ON X-AND-ON"},
		{"imap.caps=cut", ""},
		{"pop3.caps=cut", ""},
	} {
		who, _, _ := strings.Cut(test.fault, ".")
		p := fact.Protocol(who)
		c := connectTLS(t, world(t, test.fault), tlsDoor[p])
		if strings.HasPrefix(test.want, "* CAPABILITY") {
			c.expect("* OK Dovecot ready.") // or the list would not be asked for
		} else {
			c.line()
		}
		c.send(map[fact.Protocol]string{imap: "a CAPABILITY", pop3: "CAPA", smtp: "EHLO me"}[p])
		c.send(map[fact.Protocol]string{imap: "b LOGOUT", pop3: "QUIT", smtp: "QUIT"}[p])
		got, _ := io.ReadAll(io.LimitReader(c.in, 4000))
		if !strings.Contains(string(got), test.want) || (test.want == "" && len(got) > 0) {
			t.Errorf("%s: %q does not stand in %q", test.fault, test.want, got)
		}
	}
}

// Every row of the login table says its words on the wire, whatever the password is, and is logged as a refusal.
func TestLoginWords(t *testing.T) {
	for i := range rowsLogin {
		r := &rowsLogin[i]
		if r.arg == seconds || r.step != "" {
			continue
		}
		for p, sp := range r.says {
			name := string(p) + ".login=" + r.value
			w := world(t, name)
			c := connectTLS(t, w, tlsDoor[p])
			c.line()
			c.send(map[fact.Protocol]string{imap: "T1 AUTHENTICATE PLAIN " + plain, pop3: "AUTH PLAIN " + plain, smtp: "AUTH PLAIN " + plain}[p])
			for _, want := range sp.lines {
				if sp.gbk {
					want, _ = simplifiedchinese.GBK.NewEncoder().String(want)
				}
				if p == imap && !strings.HasPrefix(want, "* ") {
					want = "T1 " + want
				}
				want = strings.ReplaceAll(want, "{client}", "203.0.113.77")
				if got := c.line(); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
			switch sp.then {
			case hangUp:
				if err := c.ended(); err != io.EOF {
					t.Errorf("%s: it ends with %v", name, err)
				}
			case cut:
				if err := c.ended(); !errors.Is(err, syscall.ECONNRESET) {
					t.Errorf("%s: it ends with %v", name, err)
				}
			case hold:
				continue // nothing says when the attempt has been logged
			}
			if l := w.Logins(); len(l) != 1 || l[0].OK || l[0].User != Address {
				t.Errorf("%s: logged %+v", name, l)
			}
		}
	}
}

func TestLoginByOtherMeans(t *testing.T) {
	w := world(t, "all.login=dovecot-rejected")
	c := connectTLS(t, w, tlsDoor[imap])
	c.run(`
		S: * OK
		C: a LOGIN "alice@example.com" "a \"quoted\" one"
		S: a NO [AUTHENTICATIONFAILED] Authentication failed.`)
	c = connectTLS(t, w, tlsDoor[pop3])
	c.run(`
		S: +OK
		C: USER alice@example.com
		S: +OK
		C: PASS two words
		S: -ERR [AUTH] Authentication failed.`)
	c = connectTLS(t, w, tlsDoor[smtp])
	c.run(`
		S: 220
		C: AUTH LOGIN ` + b64(Address) + `
		S: 334 UGFzc3dvcmQ6
		C: *
		S: 501 5.7.0
		C: AUTH NTLM
		S: 535 5.7.8`)
	if n := len(w.Logins()); n != 2 {
		t.Errorf("%d logins, want 2: %+v", n, w.Logins())
	}
	for _, said := range [][]string{w.Said(tlsDoor[imap]), w.Said(tlsDoor[pop3]), w.Said(tlsDoor[smtp])} {
		if s := strings.Join(said, " "); strings.Contains(s, "quoted") || strings.Contains(s, "words") || s == "" {
			t.Errorf("said: %s", s)
		}
	}
}

func TestOtherMechanisms(t *testing.T) {
	w := world(t, "smtp.caps@465=xoauth2-only;smtp.caps@587=cram-only")
	c := connectTLS(t, w, "192.0.2.12:465")
	c.run(`
		S: 220
		C: AUTH PLAIN ` + plain + `
		S: 535
		C: AUTH XOAUTH2 ` + b64("user=alice@example.com\x01auth=Bearer xyz\x01\x01") + `
		S: 334
		C: ` + b64("\x01") + `
		S: 535 5.7.8`)
	if l := w.Logins(); len(l) != 1 || l[0].Mechanism != "XOAUTH2" || l[0].User != Address {
		t.Errorf("logins: %+v", l)
	}
	c = connect(t, w, "192.0.2.12:587")
	c.run(`
		S: 220
		C: STARTTLS
		S: 220
		TLS
		C: AUTH CRAM-MD5
		S: 334 PDE4OTYuNjk3MTcwOTUyQHNtdHAuZXhhbXBsZS5jb20+
		C: ` + b64("alice@example.com b913a602c7eda7a495b4e6e7334d3890") + `
		S: 535`)
}

func TestMailbox(t *testing.T) {
	login := "\nS: * OK\nC: a AUTHENTICATE PLAIN " + plain + "\nS: a OK\n"
	for _, test := range []struct{ fault, script string }{
		{"imap.mailbox=id-required", login + `
			C: b EXAMINE INBOX
			S: b NO EXAMINE Unsafe Login. Please contact kefu@188.com for help
			C: c ID ("name" "x")
			S: * ID
			S: c OK
			C: d SELECT INBOX
			S: d NO SELECT Unsafe Login.`},
		{"imap.mailbox=id-accepted", login + `
			C: b EXAMINE INBOX
			S: b NO EXAMINE Unsafe Login. Please contact kefu@188.com for help
			C: c ID ("name" "x")
			S: * ID
			S: c OK
			C: d EXAMINE INBOX
			S: * FLAGS`},
		{"imap.mailbox=overquota", login + `
			C: b EXAMINE INBOX
			S: b NO [OVERQUOTA] Not enough disk quota`},
	} {
		connectTLS(t, world(t, test.fault), tlsDoor[imap]).run(test.script)
	}
	c := connectTLS(t, world(t, "pop3.login=gmail-pop-off"), tlsDoor[pop3])
	c.run(`
		S: +OK
		C: AUTH PLAIN ` + plain + `
		S: +OK Logged in.
		C: STAT
		S: -ERR [SYS/PERM] Your account is not enabled for POP access.`)
}

func TestSend(t *testing.T) {
	for i := range rowsSend {
		r := &rowsSend[i]
		c := connectTLS(t, world(t, r.name()), tlsDoor[smtp])
		c.run("S: 220\nC: AUTH PLAIN " + plain + "\nS: 235")
		c.send("MAIL FROM:<alice@example.com>")
		if r.step == "RCPT" {
			c.expect("250")
			c.send("RCPT TO:<bob@example.net>")
		}
		want := strings.NewReplacer("{to}", "bob@example.net", "{from}", Address, "{user}", Address, "{client}", "203.0.113.77",
			"{host}", "smtp.example.com").Replace(r.says[smtp].lines[0])
		if got := c.line(); got != want {
			t.Errorf("%s: got %q, want %q", r.name(), got, want)
		}
	}
}

// A server takes whatever it is sent without a panic: the world would die with it.
func FuzzServers(f *testing.F) {
	f.Add("a LOGIN {3}\r\nabc {3+}\r\ndef\r\nUSER x\r\nPASS y\r\nAUTH PLAIN\r\n=\r\nMAIL FROM:<\r\n")
	f.Add("a LOGIN \"x\\\"\r\nb EXAMINE (\"\r\nAUTH LOGIN =\r\n*\r\nAUTHENTICATE CRAM-MD5\r\n")
	f.Add("{99999999}\r\nRCPT TO:<>\r\nEHLO\r\nSTARTTLS\r\n\x16\x03")
	w, err := New("all.starttls=missing", WithSecond(quick))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(w.Close)
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range protocols {
			c := connect(t, w, clearDoor[p])
			c.line()
			io.WriteString(c.conn, s)
			c.conn.(*conn).CloseWrite()
			if _, err := io.Copy(io.Discard, io.LimitReader(c.conn, 1<<20)); err != nil && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("%s: %v", p, err)
			}
			c.conn.Close()
		}
	})
}
