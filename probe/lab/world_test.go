package lab

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quick is how long a second lasts in the tests.
const quick = 2 * time.Millisecond

func world(t testing.TB, faults string) *World {
	t.Helper()
	w, err := New(faults, WithSecond(quick))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// brief is a context for what must end soon.
func brief(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// client is the user's end of one connection.
type client struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func connect(t testing.TB, w *World, door string) *client {
	t.Helper()
	c, err := w.Env().Dial(brief(t), netip.MustParseAddrPort(door))
	if err != nil {
		t.Fatalf("dial %s: %v", door, err)
	}
	c.SetDeadline(time.Now().Add(10 * time.Second))
	t.Cleanup(func() { c.Close() })
	return &client{t, c, bufio.NewReader(c)}
}

// connectTLS goes on to TLS, trusting everything.
func connectTLS(t testing.TB, w *World, door string) *client {
	c := connect(t, w, door)
	c.upgrade()
	return c
}

func (c *client) upgrade() tls.ConnectionState {
	c.t.Helper()
	conn := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true})
	if err := conn.Handshake(); err != nil {
		c.t.Fatalf("handshake: %v", err)
	}
	c.conn, c.in = conn, bufio.NewReader(conn)
	return conn.ConnectionState()
}

func (c *client) send(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, line+"\r\n"); err != nil {
		c.t.Fatalf("sending %q: %v", line, err)
	}
}

func (c *client) line() string {
	c.t.Helper()
	line, err := c.in.ReadString('\n')
	if err != nil {
		c.t.Fatalf("after %q: %v", line, err)
	}
	return strings.TrimRight(line, "\r\n")
}

// expect reads one line and wants it to begin so.
func (c *client) expect(prefix string) string {
	c.t.Helper()
	line := c.line()
	if !strings.HasPrefix(line, prefix) {
		c.t.Fatalf("got %q, want %q…", line, prefix)
	}
	return line
}

// ended wants the connection to be over, and gives the error that says so.
func (c *client) ended() error {
	c.t.Helper()
	rest, err := io.ReadAll(c.in)
	if len(rest) > 0 {
		c.t.Fatalf("more came: %q", rest)
	}
	if err == nil {
		err = io.EOF
	}
	return err
}

// run plays a script: lines after "C: " are sent, those after "S: " must begin what comes.
func (c *client) run(script string) {
	c.t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(script), "\n") {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "C:"); ok {
			c.send(strings.TrimSpace(text))
		} else if text, ok := strings.CutPrefix(line, "S: "); ok {
			c.expect(text)
		} else if line == "TLS" {
			c.upgrade()
		} else if line != "" {
			c.t.Fatalf("script: %q", line)
		}
	}
}

func TestEveryFaultStarts(t *testing.T) {
	for _, f := range Faults() {
		w, err := New(f.Name)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		w.Plan()
		w.Close()
	}
}

func TestHealthyStartIsQuick(t *testing.T) {
	best := time.Hour
	for range 5 {
		start := time.Now()
		w, err := New("")
		if err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
		w.Close()
	}
	if best > 10*time.Millisecond {
		t.Errorf("the quickest of five starts took %v", best)
	}
}

// Close must end what is in the middle of something: goleak looks afterwards.
func TestCloseEndsEverything(t *testing.T) {
	w, err := New("imap.tcp@143=filtered;imap.greeting@993=endless;pop3.greeting=silent;smtp.tls=drop;smtp.greeting@587=byte-per-second;dns.system=dead")
	if err != nil {
		t.Fatal(err)
	}
	env := w.Env()
	results := make(chan error, 3)
	go func() {
		_, err := env.Dial(context.Background(), netip.MustParseAddrPort("192.0.2.10:143"))
		results <- err
	}()
	go func() {
		_, err := env.Exchange(context.Background(), "udp", firstResolver, question("imap.example.com", "A"))
		results <- err
	}()
	go func() {
		_, err := env.Exchange(context.Background(), "tcp", firstResolver, question("imap.example.com", "A"))
		results <- err
	}()
	endless := connectTLS(t, w, "192.0.2.10:993")
	if _, err := io.ReadFull(endless.in, make([]byte, 100_000)); err != nil {
		t.Fatal(err)
	}
	connectTLS(t, w, "192.0.2.11:995")
	dropped := connect(t, w, "192.0.2.12:465")
	dropped.send("\x16\x03\x01\x00\x05hello")
	connect(t, w, "192.0.2.12:587")
	w.Close()
	w.Close() // twice is once
	for range 3 {
		if err := <-results; err == nil {
			t.Error("no error for what was cut by Close")
		}
	}
	if _, err := io.Copy(io.Discard, dropped.in); errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	c, err := env.Dial(brief(t), netip.MustParseAddrPort("192.0.2.10:993"))
	if err == nil {
		c.Close()
		t.Error("a closed world takes connections")
	}
}

func TestRecord(t *testing.T) {
	w := world(t, "")
	c := connectTLS(t, w, "192.0.2.10:993")
	c.run(`
		S: * OK [CAPABILITY
		C: a LOGIN alice@example.com {23}
		S: + OK
		C: ` + Password + `
		S: a OK
		C: b LOGOUT
		S: * BYE
		S: b OK`)
	c.conn.Close()
	c = connectTLS(t, w, "192.0.2.10:993")
	c.run(`
		S: * OK
		C: a AUTHENTICATE PLAIN AGJvYgBndWVzcw==
		S: a NO [AUTHENTICATIONFAILED]`)
	if n := w.Connections("192.0.2.10:993"); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
	if n := w.Connections("192.0.2.10:143"); n != 0 {
		t.Errorf("%d connections to a door that nobody opened", n)
	}
	if d := w.Dials(); len(d) != 2 || d[0].String() != "192.0.2.10:993" {
		t.Errorf("dials: %v", d)
	}
	logins := w.Logins()
	if len(logins) != 2 || !logins[0].OK || logins[0].User != Address || logins[0].Mechanism != "LOGIN" || !logins[0].Encrypted ||
		logins[1].OK || logins[1].User != "bob" || logins[1].Mechanism != "PLAIN" {
		t.Errorf("logins: %+v", logins)
	}
	said := strings.Join(w.Said("192.0.2.10:993"), "\n")
	if want := "LOGIN alice@example.com\nLOGOUT\nAUTHENTICATE PLAIN"; said != want {
		t.Errorf("said:\n%s\nwant:\n%s", said, want)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		w, err := New("")
		if err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
}
