package path

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"maildiag/probe/fact"
)

// Control messages as the kernel gives them on a little-endian machine: IP_TTL 62, then IP_RECVERR with time exceeded from
// 203.0.113.2.
const queued4 = `1400000000000000 00000000 02000000 3e000000 00000000
	3000000000000000 00000000 0b000000
	71000000 02 0b 00 00 00000000 00000000
	0200 0000 cb007102 0000000000000000`

func TestParseQueue(t *testing.T) {
	b := bytesOf(t, queued4)
	h, ok := parseQueue(b)
	if !ok || h.Addr != "203.0.113.2" || h.Type != 11 || h.Code != 0 || h.ReplyTTL != 62 || h.Answer != fact.HopICMP {
		t.Errorf("%+v %v", h, ok)
	}
	for n := range b {
		parseQueue(b[:n]) // must not crash
	}
}

func FuzzQueue(f *testing.F) {
	f.Add(bytesOf(f, queued4))
	f.Fuzz(func(t *testing.T, b []byte) {
		if h, ok := parseQueue(b); ok && (h.ReplyTTL < 0 || h.ReplyTTL > 255 || h.MTU < 0) {
			t.Errorf("%x: %+v", b, h)
		}
	})
}

func TestKernelVersions(t *testing.T) {
	for release, want := range map[string]bool{"6.18.44-fc": true, "5.8.0": true, "5.10": true, "5.7.19": false, "4.19.0-27-amd64": false, "": false, "6": false} {
		if got := queuesTCPErrors(release); got != want {
			t.Errorf("%q: %v, want %v", release, got, want)
		}
	}
}

// On this very machine: a port that listens is one hop away, one that does not is refused there, and the connections are
// dropped at once.
func TestTraceLoopback(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := netip.MustParseAddrPort(l.Addr().String())
	p := Trace(context.Background(), addr, Options{Rounds: 2})
	if p.Method != fact.PathTCP {
		t.Skipf("this kernel tells nothing about TCP: %q", p.Method)
	}
	if len(p.Rounds) != 2 || len(p.Rounds[0].Probes) != 1 || p.Rounds[0].Probes[0].Answer != fact.HopOpen || p.Rounds[0].Probes[0].TTL != 1 {
		t.Errorf("open: %+v", p)
	}
	l.Close()
	p = Trace(context.Background(), addr, Options{Rounds: 1})
	if len(p.Rounds) != 1 || p.Rounds[0].Probes[0].Answer != fact.HopReset {
		t.Errorf("closed: %+v", p)
	}
}

// A system without a way there says so, and no path is shown.
func TestTraceWithoutRoute(t *testing.T) {
	p := Trace(context.Background(), netip.MustParseAddrPort("[100::1]:993"), Options{Rounds: 1,
		Classify: func(op string, took time.Duration, err error) *fact.Failure {
			return &fact.Failure{Stage: fact.StagePath, Class: fact.NetUnreachable, Op: op, Raw: err.Error()}
		}})
	if p.Failure == nil && len(p.Rounds) == 0 {
		t.Errorf("nothing is known, and nothing says why: %+v", p)
	}
}

// The end of the run ends a trace at once, with what is known.
func TestTraceIsCut(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	begun := time.Now()
	p := Trace(ctx, netip.MustParseAddrPort("192.0.2.1:993"), Options{})
	if took := time.Since(begun); took > 500*time.Millisecond || !p.CutShort {
		t.Errorf("after %v: %+v", took, p)
	}
}
