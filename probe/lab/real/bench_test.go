//go:build linux

package real

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// The targets of speed and size. The longest chain of a healthy check has seven round trips: DNS, TCP, TLS,
// greeting, three logins.
const (
	oneWay       = 20 * time.Millisecond
	chainTrips   = 7
	chainFactor  = 1.35
	peerFactor   = 0.4
	startLimit   = 10 * time.Millisecond
	memoryLimit  = 40 << 20
	sizeLimit    = 16 << 20
	droppedLimit = 12 * time.Second
	rounds       = 7
)

// TestBench measures the program beside other programs on a link of 40 ms round trip, and prints a table. It takes
// half a minute and runs only where it is asked for: MAILDIAG_BENCH=1, or `make bench`.
func TestBench(t *testing.T) {
	if os.Getenv("MAILDIAG_BENCH") != "1" {
		t.Skip("make bench runs this")
	}
	Need(t)
	path := binary(t)
	peers := []string{"dig", "curl", "swaks"}
	for _, p := range peers {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%v (apt-get install dnsutils curl swaks libnet-ssleay-perl)", err)
		}
	}
	dropped := &Site{Label: "dropped"}
	w := New(t, Options{Sites: []*Site{{}, dropped}, Wire: Wire{Delay: oneWay}})
	if err := w.Filter(dropped, Both, "drop"); err != nil {
		t.Fatal(err)
	}
	b := bench{t: t, w: w, path: path}
	b.add("binary", size(t, path), sizeLimit, mebibytes)
	b.add("start (maildiag version)", float64(b.startUp()), float64(startLimit), milliseconds)
	trip, check, peer, memory := b.healthy()
	b.add("round trip of the link", float64(trip), 0, milliseconds)
	b.add("dig + curl + curl + swaks", float64(peer), 0, milliseconds)
	b.add("healthy check, three services", float64(check), chainFactor*chainTrips*float64(trip), milliseconds)
	b.add("  beside the peers", float64(check), peerFactor*float64(peer), milliseconds)
	b.add("peak memory of a check", float64(memory), memoryLimit, mebibytes)
	b.add("verdict, every packet dropped", float64(b.verdictOf(dropped)), float64(droppedLimit), milliseconds)
	b.print()
}

type bench struct {
	t    *testing.T
	w    *World
	path string
	rows []row
}

// row is one line of the table; without a target it is there for comparison.
type row struct {
	what             string
	measured, target float64
	unit             func(float64) string
}

func milliseconds(v float64) string { return fmt.Sprintf("%.1f ms", v/float64(time.Millisecond)) }
func mebibytes(v float64) string    { return fmt.Sprintf("%.1f MiB", v/(1<<20)) }

func (b *bench) add(what string, measured, target float64, unit func(float64) string) {
	b.rows = append(b.rows, row{what, measured, target, unit})
}

// print writes the table, and fails the test where a target is missed.
func (b *bench) print() {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\t measured\t target\t ratio")
	for _, r := range b.rows {
		if r.target == 0 {
			fmt.Fprintf(out, "%s\t %s\t\t\n", r.what, r.unit(r.measured))
			continue
		}
		fmt.Fprintf(out, "%s\t %s\t %s\t %.2f\n", r.what, r.unit(r.measured), r.unit(r.target), r.measured/r.target)
		if r.measured > r.target {
			b.t.Errorf("%s: %s, and the target is %s", r.what, r.unit(r.measured), r.unit(r.target))
		}
	}
	out.Flush()
}

func size(t *testing.T, path string) float64 {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return float64(info.Size())
}

// startUp is the median of many starts.
func (b *bench) startUp() time.Duration {
	var all []time.Duration
	for range 5 * rounds {
		began := time.Now()
		if err := run(b.path, "version"); err != nil {
			b.t.Fatal(err)
		}
		all = append(all, time.Since(began))
	}
	return median(all)
}

// healthy measures checks and peers in turns, and takes the medians; memory is the most that a check took.
func (b *bench) healthy() (trip, check, peer time.Duration, memory int64) {
	var trips, checks, peers []time.Duration
	for i := range rounds + 1 {
		if err := b.w.net.client.do(func() error {
			began := time.Now()
			err := knock(b.w.sites[0].V4.String()+":993", false, began)
			trips = append(trips, time.Since(began))
			return err
		}); err != nil {
			b.t.Fatal(err)
		}
		wall, peak := b.check(b.w.sites[0], "ok")
		all := b.peers()
		if i == 0 { // the first round starts processes on the servers and fills caches
			continue
		}
		checks, peers, memory = append(checks, wall), append(peers, all), max(memory, peak)
	}
	return median(trips), median(checks), median(peers), memory
}

// check runs the program for three services, and gives its time and its peak memory.
func (b *bench) check(s *Site, status string) (time.Duration, int64) {
	sc := scenario{site: *s, args: "--imap {imap} --pop3 {pop} --smtp {smtp}"}
	args, env := sc.command(b.w, "en", "json")
	ran, err := b.w.PC().Run(env, b.path, args...)
	if err != nil {
		b.t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(ran.Stdout, &r); err != nil || r.Verdict.Status != status {
		b.t.Fatalf("status %q, want %q\n%s%s", r.Verdict.Status, status, ran.Stderr, ran.Stdout)
	}
	return ran.Wall, ran.Peak
}

// peers asks the same of the tools that there are, one after another.
func (b *bench) peers() time.Duration {
	user := b.w.sites[0].User()
	var sum time.Duration
	for _, argv := range [][]string{
		{"dig", "+short", "imap.example.com"},
		{"curl", "-s", "--cacert", b.w.CA(), "-u", user + ":" + Password, "imaps://imap.example.com/", "-X", "EXAMINE INBOX"},
		{"curl", "-s", "--cacert", b.w.CA(), "-u", user + ":" + Password, "pop3s://pop.example.com/"},
		{"swaks", "--tlsc", "--server", "smtp.example.com", "--port", "465", "-a", "PLAIN", "-au", user, "-ap", Password,
			"--tls-verify", "--tls-ca-path", b.w.CA(), "--quit-after", "AUTH", "--silent", "3"},
	} {
		ran, err := b.w.PC().Run(nil, argv[0], argv[1:]...)
		if err != nil {
			b.t.Fatal(err)
		}
		if ran.Exit != 0 {
			b.t.Fatalf("%s: exit status %d\n%s%s", argv[0], ran.Exit, ran.Stderr, ran.Stdout)
		}
		sum += ran.Wall
	}
	return sum
}

// verdictOf is how long a check of a dead server takes.
func (b *bench) verdictOf(s *Site) time.Duration {
	wall, _ := b.check(s, "broken")
	return wall
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
