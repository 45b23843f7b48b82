//go:build linux

package real

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// The targets of hop timing, beside other programs on the same way.
const (
	traceFactor = 1.3  // three rounds on a clean way of seven hops and 40 ms, of traceroute's time
	deadFactor  = 0.35 // towards an address that answers nothing, of the best of mtr's and traceroute's
	deadLimit   = 3 * time.Second
)

// TestBenchWay measures hop timing beside traceroute and mtr. The routers' limits on ICMP want pauses between.
func TestBenchWay(t *testing.T) {
	if os.Getenv("MAILDIAG_BENCH") != "1" {
		t.Skip("make bench runs this")
	}
	Need(t)
	path := binary(t)
	for _, p := range []string{"traceroute", "mtr"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%v (apt-get install traceroute mtr-tiny)", err)
		}
	}
	c := NewWay(t, Wire{Delay: wayDelay})
	if err := c.Serve(imapInTLS(t), 993, 443); err != nil {
		t.Fatal(err)
	}
	// Behind router 6 nobody takes it: not even "host unreachable" comes back.
	if err := c.Filter(6, "forward", "ip daddr 192.0.2.77 drop"); err != nil {
		t.Fatal(err)
	}
	timed := func(argv ...string) time.Duration {
		ran, err := c.PC().Run(nil, argv[0], argv[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		return ran.Wall
	}
	b := bench{t: t, path: path}
	var theirs, ours, full []time.Duration
	for range rounds {
		theirs = append(theirs, timed("traceroute", "-n", WayServer.String()))
		ours = append(ours, timed(path, "trace", "--rounds", "3", WayServer.String()))
		full = append(full, timed(path, "trace", WayServer.String()))
	}
	b.add("traceroute -n, 7 hops, 40 ms", float64(median(theirs)), 0, milliseconds)
	b.add("maildiag trace --rounds 3", float64(median(ours)), traceFactor*float64(median(theirs)), milliseconds)
	b.add("maildiag trace (large packets too)", float64(median(full)), 0, milliseconds)
	best := min(timed("traceroute", "-n", "192.0.2.77"), timed("mtr", "-n", "-r", "-c", "3", "192.0.2.77"))
	dead := timed(path, "trace", "192.0.2.77")
	b.add("best of traceroute and mtr, no answer", float64(best), 0, milliseconds)
	b.add("maildiag trace, no answer", float64(dead), min(deadFactor*float64(best), float64(deadLimit)), milliseconds)
	b.print()
}
