package probe

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// serverSays gives a session whose server has sent these bytes and then goes on as tail says.
func serverSays(t testing.TB, text string, tail func(net.Conn)) *session {
	t.Helper()
	client, server := net.Pipe()
	go func() {
		if text != "" { // a pipe's empty write would wait for a reader
			_, _ = io.WriteString(server, text)
		}
		if tail != nil {
			tail(server)
		}
		server.Close()
	}()
	s := newSession(context.Background(), client, "mail.example.com")
	t.Cleanup(s.close)
	s.deadline(5 * time.Second)
	return s
}

func TestSMTPReplies(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       fact.Reply
	}{
		{"one line", "250 OK\r\n", fact.Reply{Kind: fact.ReplyOK, Code: 250}},
		{"many lines", "550-5.7.26 first\r\n550 5.7.26 second\r\n", fact.Reply{Kind: fact.ReplyNo, Code: 550, Enhanced: "5.7.26"}},
		{"no text", "535\r\n", fact.Reply{Kind: fact.ReplyNo, Code: 535}},
		{"bare line feed", "454 4.7.0 later\n", fact.Reply{Kind: fact.ReplyLater, Code: 454, Enhanced: "4.7.0"}},
		{"hanging up", "421 too many\r\n", fact.Reply{Kind: fact.ReplyBye, Code: 421}},
		{"a version is no enhanced code", "220 5.7.1stable ESMTP\r\n", fact.Reply{Kind: fact.ReplyOK, Code: 220}},
		{"another protocol", "* OK Dovecot ready\r\n", fact.Reply{Kind: fact.ReplyGarbage}},
		{"not a code", "999 what\r\n", fact.Reply{Kind: fact.ReplyGarbage}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := serverSays(t, c.text, nil).readSMTP(time.Now())
			if err != nil || r.Kind != c.want.Kind || r.Code != c.want.Code || r.Enhanced != c.want.Enhanced {
				t.Errorf("got %+v, %v; want %+v", r, err, c.want)
			}
		})
	}
}

func TestFTPIsNotSMTP(t *testing.T) {
	for text, want := range map[string]fact.Kind{
		"220 ProFTPD Server (Debian) [192.0.2.10]\r\n": fact.ReplyGarbage,
		"220 (vsFTPd 3.0.3)\r\n":                       fact.ReplyGarbage,
		"220 FTP server ready\r\n":                     fact.ReplyGarbage,
		"220 ftp.example.com ESMTP Postfix\r\n":        fact.ReplyOK,
		"220 mail.ftpd.example.com ready\r\n":          fact.ReplyOK,
		"220 mail.example.com ESMTP\r\n":               fact.ReplyOK,
	} {
		r, err := greetSMTP(serverSays(t, text, nil), time.Now())
		if err != nil || r.Kind != want {
			t.Errorf("%q: %+v, %v; want %s", text, r, err, want)
		}
	}
}

func TestIMAPReplies(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       fact.Kind
		code       string
		lines      int
	}{
		{"yes", "* CAPABILITY IMAP4rev1\r\na OK done\r\n", fact.ReplyOK, "", 1},
		{"wrong password", "a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", fact.ReplyNo, "AUTHENTICATIONFAILED", 1},
		{"temporary", "a NO [UNAVAILABLE] try later\r\n", fact.ReplyLater, "UNAVAILABLE", 1},
		{"code with arguments", "a NO [WEBALERT https://example.com/x] browser\r\n", fact.ReplyNo, "WEBALERT", 1},
		{"the reason comes before", "* NO [ALERT] switched off\r\na NO LOGIN failed\r\n", fact.ReplyNo, "", 2},
		{"hanging up", "* BYE overloaded\r\n", fact.ReplyBye, "", 1},
		{"no text at all", "a OK\r\n", fact.ReplyOK, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := serverSays(t, c.text, nil).readIMAP("a", time.Now(), nil)
			if err != nil || r.Kind != c.kind || r.RespCode != c.code || len(r.Lines) != c.lines {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestPOP3Replies(t *testing.T) {
	for text, want := range map[string]fact.Reply{
		"+OK ready\r\n":             {Kind: fact.ReplyOK},
		"-ERR [AUTH] no\r\n":        {Kind: fact.ReplyNo, RespCode: "AUTH"},
		"-ERR [SYS/TEMP] later\r\n": {Kind: fact.ReplyLater, RespCode: "SYS/TEMP"},
		"-ERR\r\n":                  {Kind: fact.ReplyNo},
		"220 what\r\n":              {Kind: fact.ReplyGarbage},
	} {
		r, err := serverSays(t, text, nil).readPOP3(time.Now())
		if err != nil || r.Kind != want.Kind || r.RespCode != want.RespCode {
			t.Errorf("%q: got %+v, %v; want %+v", text, r, err, want)
		}
	}
}

// What a server sends without end must end here, soon and small.
func TestEndlessAnswersAreCut(t *testing.T) {
	forever := func(text string) func(net.Conn) {
		return func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, text); err != nil {
					return
				}
			}
		}
	}
	for name, c := range map[string]struct {
		tail string
		read func(*session) error
	}{
		"line":       {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", func(s *session) error { _, err := s.readLine(); return err }},
		"greeting":   {"220-more\r\n", func(s *session) error { _, err := s.readSMTP(time.Now()); return err }},
		"untagged":   {"* 1 FETCH (FLAGS ())\r\n", func(s *session) error { _, err := s.readIMAP("a", time.Now(), nil); return err }},
		"pop3 list":  {"CAPA\r\n", func(s *session) error { _, err := s.readPOP3List(); return err }},
		"capability": {"* CAPABILITY A B C D E F\r\n", func(s *session) error { _, err := capsIMAP(s); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			s := serverSays(t, "", func(conn net.Conn) {
				go func() { _, _ = io.Copy(io.Discard, conn) }()
				forever(c.tail)(conn)
			})
			if err := c.read(s); class(err) != fact.TooMuch {
				t.Errorf("ended with %v (%v)", err, class(err))
			}
		})
	}
}

func TestWhatAServerSaysIsText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                 "plain",
		"red \x1b[31malert\x07": `red \x1b[31malert\x07`,
		"caf\xe9":               `caf\xe9`,
		"请使用授权码登录":              "请使用授权码登录",
		"\xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb\xb5\xc7\xc2\xbc": "请使用授权码登录", // GBK
		"bidi \u202e trick": `bidi \u202e trick`,
		"a\tb":              "a b",
		"\xff\xfe\x00":      `\xff\xfe\x00`,
		"cut off 请\xe4\xbd": `cut off 请\xe4\xbd`,
	} {
		if got := decode([]byte(in)); got != want {
			t.Errorf("decode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTranscriptHidesSecrets(t *testing.T) {
	for line, want := range map[string]string{
		"T1 LOGIN alice hunter2":         "T1 LOGIN ***",
		"T1 AUTHENTICATE PLAIN AGFsaWNl": "T1 AUTHENTICATE PLAIN ***",
		"AUTH PLAIN AGFsaWNl":            "AUTH PLAIN ***",
		"AUTH LOGIN":                     "AUTH LOGIN ***",
		"PASS hunter2":                   "PASS ***",
		"aHVudGVyMg==":                   "***",
		"hunter2":                        "***",
	} {
		if got := maskCommand(line); got != want {
			t.Errorf("%q became %q, want %q", line, got, want)
		}
	}
}

func FuzzReplies(f *testing.F) {
	for _, seed := range []string{"250 OK\r\n", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\na OK\r\n", "+OK\r\n.\r\n", "220-x\r\n220 y\r\n",
		"a NO [WEBALERT x]\r\n", "\x15\x03\x01\x00\x02\x02\x46", "-ERR [IN-USE]\r\n", "250-AUTH=LOGIN PLAIN\r\n250-SIZE\r\n250 \r\n"} {
		f.Add([]byte(seed))
	}
	reads := []func(*session) error{
		func(s *session) error { _, err := s.readSMTP(time.Now()); return err },
		func(s *session) error { _, err := s.readIMAP("a", time.Now(), nil); return err },
		func(s *session) error { _, err := s.readPOP3(time.Now()); return err },
		func(s *session) error { _, err := s.readPOP3List(); return err },
		func(s *session) error { _, err := capsIMAP(s); return err },
		func(s *session) error { _, err := capsPOP3(s); return err },
		func(s *session) error { _, err := capsSMTP(s); return err },
		func(s *session) error {
			_, err := greeting(s, protocols[fact.SMTP], time.Second, func() {})
			return err
		},
		func(s *session) error {
			_, err := greeting(s, protocols[fact.IMAP], time.Second, func() {})
			return err
		},
		func(s *session) error {
			c := &fact.Caps{Auth: []string{"PLAIN"}}
			l, d := loginSMTP(s, credentials{name: "u", password: "p", mechanism: "LOGIN", caps: c})
			d.end()
			if l.State == "" {
				panic("a login without a state")
			}
			return nil
		},
		func(s *session) error {
			c := &fact.Caps{List: []string{"IMAP4REV1"}}
			l, d := loginIMAP(s, credentials{name: "u", password: "p", mechanism: "LOGIN", caps: c})
			if l.State == fact.LoginOK {
				d.after(l, credentials{caps: c})
			}
			d.end()
			if l.State == "" {
				panic("a login without a state")
			}
			return nil
		},
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for i, read := range reads {
			s := newSession(context.Background(), &saying{data: data}, "x")
			start := time.Now()
			_ = read(s)
			if took := time.Since(start); took > 3*time.Second {
				t.Fatalf("reader %d waited %v for a server that had hung up", i, took)
			}
			for _, line := range s.transcript() {
				if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) {
					t.Fatalf("reader %d let a control character through: %q", i, line)
				}
			}
			s.close()
		}
	})
}

// saying is a connection that has said its piece.
type saying struct {
	net.Conn
	data []byte
}

func (c *saying) Read(p []byte) (int, error) {
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.data)
	c.data = c.data[n:]
	return n, nil
}
func (c *saying) Write(p []byte) (int, error)      { return len(p), nil }
func (c *saying) Close() error                     { return nil }
func (c *saying) SetDeadline(time.Time) error      { return nil }
func (c *saying) SetReadDeadline(time.Time) error  { return nil }
func (c *saying) SetWriteDeadline(time.Time) error { return nil }
func (c *saying) LocalAddr() net.Addr              { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1} }
func (c *saying) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 1} }
