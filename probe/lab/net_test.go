package lab

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestDialErrors(t *testing.T) {
	for _, test := range []struct {
		faults, door string
		want         error // nil: a timeout
	}{
		{"imap.tcp=refused", "192.0.2.10:993", syscall.ECONNREFUSED},
		{"imap.tcp=refused", "[2001:db8::10]:143", syscall.ECONNREFUSED},
		{"", "192.0.2.10:995", syscall.ECONNREFUSED},
		{"", "192.0.2.20:993", syscall.ECONNREFUSED},
		{"", "192.168.1.1:993", syscall.ECONNREFUSED},
		{"imap.tcp=unreachable", "192.0.2.10:993", errnos[unreachable]},
		{"imap.tcp=net-unreachable", "192.0.2.10:993", errnos[noRoute]},
		{"imap.tcp=denied", "192.0.2.10:993", errnos[denied]},
		{"imap.host=refused", "192.0.2.10:443", syscall.ECONNREFUSED},
		{"imap.host=refused", "192.0.2.10:12", syscall.ECONNREFUSED},
		{"pc.offline", "192.0.2.10:993", errnos[noRoute]},
		{"pc.ipv6=none", "[2001:db8::10]:993", errnos[noRoute]},
		{"imap.v6=refused", "[2001:db8::10]:993", syscall.ECONNREFUSED},
		{"imap.second-address=refused", "192.0.2.110:993", syscall.ECONNREFUSED},
		{"imap.tcp=filtered", "192.0.2.10:993", nil},
		{"imap.tcp@143=filtered", "192.0.2.10:143", nil},
		{"imap.host=filtered", "192.0.2.10:443", nil},
		{"imap.host=filtered", "192.0.2.10:12", nil},
		{"imap.second-address=dead", "192.0.2.110:993", nil},
		{"", "198.51.100.99:993", nil},
		{"", "10.3.15.240:993", nil},
	} {
		w := world(t, test.faults)
		ctx := brief(t)
		if test.want == nil {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
		}
		c, err := w.Env().Dial(ctx, netip.MustParseAddrPort(test.door))
		if err == nil {
			c.Close()
			t.Errorf("%s %s: it opens", test.faults, test.door)
			continue
		}
		var op *net.OpError
		if !errors.As(err, &op) || op.Op != "dial" || op.Addr.String() != test.door || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s %s: not the dial's error: %v", test.faults, test.door, err)
		}
		var timeout net.Error
		if isTimeout := errors.As(err, &timeout) && timeout.Timeout(); isTimeout != (test.want == nil) {
			t.Errorf("%s %s: timeout is %v: %v", test.faults, test.door, isTimeout, err)
		}
		if test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s %s: got %v, want %v", test.faults, test.door, err, test.want)
		}
		if w.Connections(test.door) != 1 {
			t.Errorf("%s %s: the attempt was not counted", test.faults, test.door)
		}
	}
}

// What is narrowed to one port, family or address leaves the others alone.
func TestDialWorks(t *testing.T) {
	for _, test := range []struct{ faults, door string }{
		{"", "[::ffff:192.0.2.10]:993"},
		{"imap.tcp=filtered", "192.0.2.10:443"},
		{"imap.tcp@993=filtered", "192.0.2.10:143"},
		{"imap.tcp@993=filtered", "192.0.2.11:995"},
		{"imap.host=filtered", "192.0.2.12:465"},
		{"imap.v6=filtered", "192.0.2.10:993"},
		{"imap.v4=filtered", "[2001:db8::10]:993"},
		{"pc.ipv6=none", "192.0.2.10:993"},
		{"imap.second-address=dead", "192.0.2.10:993"},
		{"imap.second-address=alive", "192.0.2.110:993"},
		{"dns.split=reachable", "10.3.15.240:993"},
		{"dns.reference=different", "203.0.113.10:993"},
		{"dns.system=wrong", "198.51.100.80:993"},
	} {
		c := connect(t, world(t, test.faults), test.door)
		if strings.Contains(c.conn.RemoteAddr().String()+c.conn.LocalAddr().String(), "127.0.0.1") {
			t.Errorf("%s: the loopback shows: %v %v", test.door, c.conn.LocalAddr(), c.conn.RemoteAddr())
		}
	}
}

func TestReset(t *testing.T) {
	for _, test := range []struct{ faults, door, say string }{
		{"imap.tcp=reset", "192.0.2.10:993", ""},
		{"imap.greeting=reset", "192.0.2.10:143", ""},
		{"imap.tls=reset", "192.0.2.10:993", "\x16\x03\x01\x00\x05hello"},
	} {
		w := world(t, test.faults)
		c := connect(t, w, test.door)
		if test.say != "" {
			c.send(test.say)
		}
		_, err := io.ReadAll(c.conn)
		if !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%s: got %v", test.faults, err)
		} else if strings.Contains(err.Error(), "127.0.0.1") || !strings.Contains(err.Error(), test.door) {
			t.Errorf("%s: the error does not name the door: %v", test.faults, err)
		}
	}
}

func TestDialCanceled(t *testing.T) {
	w := world(t, "imap.tcp=filtered")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := w.Env().Dial(ctx, netip.MustParseAddrPort("192.0.2.10:993"))
	var timeout net.Error
	if err == nil || (errors.As(err, &timeout) && timeout.Timeout()) {
		t.Errorf("a dial that was given up: %v", err)
	}
}

// Many dials at once each get their own server.
func TestDialInParallel(t *testing.T) {
	w := world(t, "")
	doors := map[string]string{"192.0.2.10:143": "* OK", "192.0.2.11:110": "+OK", "192.0.2.12:25": "220 "}
	var wg sync.WaitGroup
	for door, want := range doors {
		for range 20 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				c, err := w.Env().Dial(context.Background(), netip.MustParseAddrPort(door))
				if err != nil {
					t.Error(err)
					return
				}
				defer c.Close()
				got := make([]byte, 4)
				if _, err := io.ReadFull(c, got); err != nil || string(got) != want && string(got[:3]) != want {
					t.Errorf("%s: %q, %v", door, got, err)
				}
			}()
		}
	}
	wg.Wait()
	for door := range doors {
		if n := w.Connections(door); n != 20 {
			t.Errorf("%s: %d connections counted", door, n)
		}
	}
}
