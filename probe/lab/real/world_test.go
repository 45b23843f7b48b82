//go:build linux

package real

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// TestResolvers asks each resolver of a world for a mail server's name.
func TestResolvers(t *testing.T) {
	Need(t)
	w := New(t, Options{})
	right, stranger := w.sites[0].V4, StrangerAddr
	for _, c := range []struct {
		name   string
		server netip.Addr
		rcode  int
		addr   netip.Addr
	}{
		{"system", ResolverAddr, dns.RcodeSuccess, right},
		{"reference", ReferenceAddr, dns.RcodeSuccess, right},
		{"lying", LyingAddr, dns.RcodeSuccess, stranger},
		{"denying", DenyingAddr, dns.RcodeNameError, netip.Addr{}},
		{"failing", FailingAddr, dns.RcodeServerFailure, netip.Addr{}},
		{"refusing", RefusingAddr, dns.RcodeRefused, netip.Addr{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := new(dns.Msg)
			q.SetQuestion("imap.example.com.", dns.TypeA)
			var r *dns.Msg
			err := w.net.client.do(func() (err error) {
				r, err = dns.Exchange(q, netip.AddrPortFrom(c.server, 53).String())
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if r.Rcode != c.rcode {
				t.Errorf("rcode %s, want %s", dns.RcodeToString[r.Rcode], dns.RcodeToString[c.rcode])
			}
			var got netip.Addr
			for _, rr := range r.Answer {
				if a, ok := rr.(*dns.A); ok {
					got, _ = netip.AddrFromSlice(a.A.To4())
				}
			}
			if got != c.addr {
				t.Errorf("address %v, want %v", got, c.addr)
			}
		})
	}
}

// TestWire measures connects over a wire of 15 ms each way, and loses what it is told to lose.
func TestWire(t *testing.T) {
	Need(t)
	lost := netip.MustParseAddr("192.0.2.60")
	w := New(t, Options{
		Sites: []*Site{{Label: "lost"}},
		Wire: Wire{
			Delay: 15 * time.Millisecond,
			Drop: func(packet []byte, out bool) bool {
				return out && packet[0]>>4 == 4 && slices.Equal(packet[16:20], lost.AsSlice())
			},
		},
	})
	best := time.Hour
	for range 5 {
		began := time.Now()
		if err := w.net.client.do(func() error { return knock("192.0.2.10:993", false, time.Now()) }); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(began))
	}
	if best < 30*time.Millisecond || best > 45*time.Millisecond {
		t.Errorf("the quickest of five connects took %v, want 30 ms and little more", best)
	}
	err := w.net.client.do(func() error { return knock("192.0.2.60:993", false, time.Now()) })
	if err == nil {
		t.Error("a connect got through a wire that drops its packets")
	}
	opened, err := w.Opened()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for c := range opened {
		count[c.To.String()]++
	}
	if n := count["192.0.2.10:993"]; n != 5 {
		t.Errorf("%d connections counted, want 5", n)
	}
	if n := count["192.0.2.60:993"]; n != 1 {
		t.Errorf("%d connections counted that got no answer, want 1", n)
	}
}

// TestNothingSurvives kills a process that has a world, and looks for its daemons and its folder.
func TestNothingSurvives(t *testing.T) {
	Need(t)
	if os.Getenv("MAILDIAG_REAL_VICTIM") != "" {
		w := New(t, Options{})
		for _, d := range w.daemons {
			fmt.Println("pid", d.cmd.Process.Pid)
		}
		fmt.Println("dir", w.dir)
		io.Copy(io.Discard, os.Stdin)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestNothingSurvives$")
	cmd.Env = append(os.Environ(), "MAILDIAG_REAL_VICTIM=1")
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []string
	dir := ""
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		switch word, value, _ := strings.Cut(lines.Text(), " "); word {
		case "pid":
			pids = append(pids, value)
		case "dir":
			dir = value
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if dir == "" || len(pids) < 3 {
		t.Fatalf("the world was not built: %d daemons, folder %q", len(pids), dir)
	}
	deadline := time.Now().Add(10 * time.Second)
	for _, pid := range pids {
		for alive(pid, dir) {
			if time.Now().After(deadline) {
				t.Fatalf("process %s outlived its world", pid)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	sweep()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder %s is still there", dir)
	}
}

// alive says whether the process is one of that world, and runs. A killed one may wait for init to notice.
func alive(pid, dir string) bool {
	line, err := os.ReadFile(filepath.Join("/proc", pid, "cmdline"))
	return err == nil && strings.Contains(string(line), dir)
}

func TestReadOpened(t *testing.T) {
	listing := `{"nftables": [{"metainfo": {"version": "1.0.6"}}, {"set": {"name": "opened4", "elem": [
		{"concat": ["198.51.100.2", 40000, "192.0.2.10", 993]},
		{"concat": ["198.51.100.2", 40001, "192.0.2.10", 993]},
		{"concat": ["198.51.100.2", 40000, "192.0.2.10", 993]}]}}]}`
	got := map[Connection]bool{}
	if err := readOpened([]byte(listing), got); err != nil {
		t.Fatal(err)
	}
	want := Connection{netip.MustParseAddrPort("198.51.100.2:40001"), netip.MustParseAddrPort("192.0.2.10:993")}
	if len(got) != 2 || !got[want] {
		t.Errorf("read %v", got)
	}
	if err := readOpened([]byte(`{"nftables": [{"set": {"elem": [{"concat": ["192.0.2.1"]}]}}]}`), got); err == nil {
		t.Error("an element of one part was read")
	}
}
