//go:build linux

package real

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// checked runs `maildiag check` for an IMAP server on a way.
func checked(t *testing.T, c *Way, lang string, args ...string) *traced {
	t.Helper()
	args = append([]string{"check", "alice@example.com", "--imap", WayServer.String(), "--no-auth", "--no-discovery", "--reference-dns", "none",
		"--format", "json", "--lang", lang}, args...)
	ran, err := c.PC().Run(nil, binary(t), args...)
	if err != nil {
		t.Fatal(err)
	}
	out := &traced{Ran: ran}
	if err := json.Unmarshal(ran.Stdout, out); err != nil {
		t.Fatalf("standard output is no JSON object: %v\n%s%s", err, ran.Stdout, ran.Stderr)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("exit %d after %v: %s %+v\n%s", ran.Exit, ran.Wall, out.Verdict.Status, out.Verdict.Causes, out.shown())
		}
	})
	return out
}

// imapInTLS is a server that greets and tells what it can do.
func imapInTLS(t *testing.T) Script {
	t.Helper()
	script, err := InTLS(func(c net.Conn) {
		Says("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")(c)
	})
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// A check looks at the way where something fails, and names the hop; where all is well on the way, it does not look.
func TestWayInCheck(t *testing.T) {
	Need(t)
	binary(t)
	for _, tc := range []struct {
		name, code string
		wire       Wire
		spoil      func(*Way) error
		words      []string
		paths      bool
		args       []string
	}{
		{name: "nothing wrong with the way", code: "tls.self-signed"},
		{name: "asked for", code: "tls.self-signed", args: []string{"--hops"}, paths: true},
		{name: "one port dropped", code: "tcp.filtered", paths: true, words: []string{"hop 4, 203.0.113.6", "port 443 of the same server"},
			spoil: func(c *Way) error { return c.Filter(4, "forward", "tcp dport 993 drop") }},
		{name: "one port dropped, not asked for", code: "tcp.filtered", args: []string{"--no-hops"},
			spoil: func(c *Way) error { return c.Filter(4, "forward", "tcp dport 993 drop") }},
		{name: "forged reset", code: "tcp.filtered", paths: true, words: []string{"right behind hop 4, 203.0.113.6"},
			spoil: func(c *Way) error { return c.Filter(4, "forward", "tcp dport 993 reject with tcp reset") }},
		{name: "slow", code: "path.latency", paths: true, wire: Wire{Delay: 330 * time.Millisecond}},
		{name: "black hole back", code: "path.mtu-blackhole", paths: true, wire: Wire{Drop: larger(1400, false)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.wire.Delay == 0 {
				tc.wire.Delay = wayDelay
			}
			c := NewWay(t, tc.wire)
			if err := c.Serve(imapInTLS(t), 993, 443); err != nil {
				t.Fatal(err)
			}
			if tc.spoil != nil {
				if err := tc.spoil(c); err != nil {
					t.Fatal(err)
				}
			}
			r := checked(t, c, "en", append(tc.args, "--full")...)
			if !slices.ContainsFunc(r.Verdict.Causes, func(c cause) bool { return c.Code == tc.code }) {
				t.Errorf("causes %+v, want %s", r.Verdict.Causes, tc.code)
			}
			if len(tc.words) > 0 {
				r.code(t, "en", tc.code, tc.words...)
			}
			if got := len(r.Facts.Paths) > 0; got != tc.paths {
				t.Errorf("%d paths", len(r.Facts.Paths))
			}
		})
	}
}

// What is saved, masked, is judged as it was.
func TestWayReadAgain(t *testing.T) {
	Need(t)
	binary(t)
	c := NewWay(t, Wire{Delay: wayDelay})
	if err := c.Serve(imapInTLS(t), 993, 443); err != nil {
		t.Fatal(err)
	}
	if err := c.Filter(4, "forward", "tcp dport 993 drop"); err != nil {
		t.Fatal(err)
	}
	first := trace(t, c, "en", WayServer.String())
	file := filepath.Join(c.w.dir, "saved.json")
	if err := os.WriteFile(file, first.Stdout, 0o644); err != nil {
		t.Fatal(err)
	}
	ran, err := c.PC().Run(nil, binary(t), "read", file, "--format", "json", "--lang", "en")
	if err != nil {
		t.Fatal(err)
	}
	var again traced
	if err := json.Unmarshal(ran.Stdout, &again); err != nil {
		t.Fatalf("%v\n%s%s", err, ran.Stdout, ran.Stderr)
	}
	if len(first.Verdict.Causes) == 0 || len(again.Verdict.Causes) == 0 || first.Verdict.Causes[0].Summary != again.Verdict.Causes[0].Summary || ran.Exit != first.Exit {
		t.Errorf("read again: exit %d %+v, was %d %+v", ran.Exit, again.Verdict.Causes, first.Exit, first.Verdict.Causes)
	}
	if len(again.Facts.Paths) != len(first.Facts.Paths) || again.Facts.Paths[0].Why != fact.PathAsked {
		t.Errorf("paths %+v", again.Facts.Paths)
	}
}

// A watch says when it was bad: the way loses everything for a while.
func TestWayWatched(t *testing.T) {
	Need(t)
	binary(t)
	began := time.Now()
	c := NewWay(t, Wire{Delay: wayDelay, Drop: func(packet []byte, out bool) bool {
		since := time.Since(began)
		return out && isTCP(packet) && since > 6*time.Second && since < 9*time.Second
	}})
	if err := c.Serve(imapInTLS(t), 993, 443); err != nil {
		t.Fatal(err)
	}
	r := trace(t, c, "en", WayServer.String(), "--for", "14s", "--full")
	if n := len(r.Facts.Paths[0].Rounds); n < 12 || n > 20 {
		t.Errorf("%d rounds", n)
	}
	r.code(t, "en", "path.loss", "from hop 3, 203.0.113.2", "watched for 0:1", "without an answer")
}
