package probe_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/lab"
)

// measure runs the demo user's plan in a world with these faults.
func measure(t *testing.T, faults string, change ...func(*probe.Plan)) (*lab.World, *fact.Set) {
	t.Helper()
	w, err := lab.New(faults)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w, probe.Run(context.Background(), w.Env(), w.Plan(change...))
}

func text(t *testing.T, set *fact.Set) string {
	t.Helper()
	b, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHealthyRun(t *testing.T) {
	w, set := measure(t, "")
	for _, s := range set.Services {
		for _, a := range s.Attempts {
			if !a.Ready() || !a.TLS.Verified(set.Run.Started) {
				t.Errorf("%s: not reached: %+v", a.Addr, a.Failure)
			}
		}
		if len(s.Attempts) != 2 || len(s.Compared) != 0 {
			t.Errorf("%s: %d attempts and %d comparisons, want one an address and none", s.Host, len(s.Attempts), len(s.Compared))
		}
	}
	for i, want := range []struct {
		state fact.LoginState
		skip  fact.Skip
	}{{fact.LoginOK, ""}, {fact.LoginSkipped, fact.SkipIMAPWorked}, {fact.LoginOK, ""}} {
		if l := set.Services[i].Login; l == nil || l.State != want.state || l.Skipped != want.skip {
			t.Errorf("%s: login %+v, want %v", set.Services[i].Protocol, l, want)
		}
	}
	if m := set.Services[0].Login.Mailbox; m == nil || m.Messages == nil {
		t.Errorf("INBOX was not opened: %+v", m)
	}
	seen := map[netip.AddrPort]int{}
	for _, d := range w.Dials() {
		if seen[d]++; seen[d] > 1 {
			t.Errorf("%s was connected to %d times", d, seen[d])
		}
	}
	if n := len(w.Logins()); n != 2 {
		t.Errorf("%d logins, want IMAP and SMTP once each", n)
	}
	if set.Domain == nil || len(set.Domain.Lookups) == 0 || len(set.Names) != 3 {
		t.Error("DNS was not written down")
	}
}

// The contract: one connection a service and address while it works; after a failure at most five more.
func TestConnectionBudget(t *testing.T) {
	for _, faults := range []string{
		"imap.tcp=refused", "smtp.tcp@465=refused", "smtp.host=filtered", "smtp.tls=drop", "smtp.tls=reset", "smtp.tls=1.0-only",
		"smtp.tls=plain", "smtp.greeting=http", "smtp.starttls=missing", "imap.cert=expired", "imap.greeting=rejecting",
		"plan.smtp=smtp.example.com:465/starttls", "plan.imap=imap.example.com:1993/tls", "dns.system=wrong",
	} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			w, set := measure(t, faults)
			count := map[string]int{} // a service and address
			mail := map[netip.Addr]bool{}
			for _, s := range set.Services {
				for _, list := range [][]fact.Attempt{s.Attempts, s.Compared} {
					for _, a := range list {
						addr := netip.MustParseAddrPort(a.Addr).Addr()
						count[string(s.Protocol)+" "+addr.String()]++
						mail[addr] = true
					}
				}
			}
			total := 0
			for service, n := range count {
				if total += n; n > 6 {
					t.Errorf("%s: %d connections, at most 1 and 5 more are allowed", service, n)
				}
			}
			dials := 0 // those of the settings look-up go to the domain's web server
			for _, d := range w.Dials() {
				if mail[d.Addr()] {
					dials++
				}
			}
			if dials != total {
				t.Errorf("the mail servers saw %d connections, the report tells of %d", dials, total)
			}
		})
	}
}

// The contract: no login after the first that was refused for its credentials, never a second try.
func TestOneRefusedLoginInARun(t *testing.T) {
	for faults, want := range map[string]int{
		"plan.password=wrong":                       1, // IMAP; then nothing more
		"plan.password=wrong;imap.tcp=refused":      1, // POP3
		"imap.login=unavailable":                    3, // a temporary fault says nothing against the password
		"plan.password=wrong;smtp.caps=many":        1,
		"imap.login=cut;plan.pop3=off":              2,
		"imap.tcp=refused;pop3.tcp=refused":         1,
		"plan.password=wrong;plan.smtp=off":         1,
		"imap.cert=expired;pop3.cert=expired":       1, // no password to an unverified server
		"smtp.cert=self-signed;plan.password=wrong": 1,
	} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			w, _ := measure(t, faults)
			if got := w.Logins(); len(got) != want {
				t.Errorf("%d logins: %+v; want %d", len(got), got, want)
			}
		})
	}
}

// The contract: a password goes only inside TLS that this PC verified, and only to a host that is allowed.
func TestPasswordStaysWhereItBelongs(t *testing.T) {
	for name, c := range map[string]struct {
		faults string
		change func(*probe.Plan)
		skip   fact.Skip
	}{
		"expired certificate": {"imap.cert=expired", nil, fact.SkipUnverified},
		"unknown issuer":      {"imap.cert=unknown-issuer", nil, fact.SkipUnverified},
		"wrong name":          {"imap.cert=wrong-name", nil, fact.SkipUnverified},
		"clear text":          {"plan.imap=imap.example.com:143/none", nil, fact.SkipClearText},
		"no STARTTLS":         {"imap.starttls=missing", nil, fact.SkipNotReached},
		"old TLS":             {"imap.tls=1.0-only", nil, fact.SkipNotReached},
		"host not confirmed":  {"", func(p *probe.Plan) { p.Services[0].MayLogin = false }, fact.SkipHostNotAllowed},
		"no login wanted":     {"", func(p *probe.Plan) { p.NoAuth = true }, fact.SkipNoAuth},
		"no password":         {"", func(p *probe.Plan) { p.Password = probe.NewSecret("") }, fact.SkipNoPassword},
		"a line feed in it":   {"", func(p *probe.Plan) { p.Password = probe.NewSecret("a\r\nT9 NOOP") }, fact.SkipUnsendable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, set := measure(t, c.faults, func(p *probe.Plan) {
				p.Services = p.Services[:1]
				if c.change != nil {
					c.change(p)
				}
			})
			if l := set.Services[0].Login; l == nil || l.State != fact.LoginSkipped || l.Skipped != c.skip {
				t.Errorf("login %+v, want skipped: %s", l, c.skip)
			}
			if n := len(w.Logins()); n != 0 {
				t.Errorf("%d logins were made", n)
			}
		})
	}
}

func TestPasswordIsNowhereInTheFacts(t *testing.T) {
	const planted = "Kestrel7Umbrella"
	for _, faults := range []string{"", "imap.login=dovecot-rejected", "smtp.login=gmail-rejected;plan.imap=off;plan.pop3=off", "imap.login=cut", "pop3.login=pop3-auth"} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			_, set := measure(t, faults, func(p *probe.Plan) { p.Password = probe.NewSecret(planted) })
			all := text(t, set)
			for _, form := range []string{planted, "S2VzdHJlbDdVbWJyZWxsYQ", "Umbrella", fmt.Sprintf("%x", planted)} {
				if strings.Contains(all, form) {
					t.Errorf("the facts hold %q", form)
				}
			}
		})
	}
}

// The contract: every run is over within its deadline, whatever the other side does.
func TestRunEnds(t *testing.T) {
	for _, faults := range []string{
		"all.greeting=byte-per-second", "all.greeting=silent;plan.imap=imap.example.com:143/starttls", "all.greeting=endless", "all.host=filtered",
		"imap.login=silent", "dns.system=dead;dns.reference=dead", "all.tls=drop", "all.caps=endless",
	} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, set := measure(t, faults, func(p *probe.Plan) { p.Timeout = 1500 * time.Millisecond })
			if took := time.Since(start); took > 4*time.Second {
				t.Errorf("the run took %v, its deadline was 1.5 s", took)
			}
			for _, s := range set.Services {
				for _, a := range s.Attempts {
					if a.Ready() && s.Login == nil {
						t.Errorf("%s: nothing is said about the login", a.Addr)
					}
				}
			}
		})
	}
}

func TestMemoryStaysBounded(t *testing.T) {
	runtime.GC()
	before := heap()
	peak, stop, stopped := before, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				peak = max(peak, heap())
			}
		}
	}()
	_, set := measure(t, "all.greeting=endless")
	close(stop)
	<-stopped
	// The lab's servers are in this process too. An unbounded reader takes in hundreds of megabytes in this time.
	if grown := peak - before; grown > 64<<20 {
		t.Errorf("an endless greeting made the heap grow by %d MiB", grown>>20)
	}
	for _, s := range set.Services {
		if len(s.Attempts) == 0 || s.Attempts[0].Failure == nil || s.Attempts[0].Failure.Class != fact.TooMuch {
			t.Errorf("%s: an endless greeting was not recognised", s.Host)
		}
	}
	if n := len(text(t, set)); n > 256<<10 {
		t.Errorf("the facts take %d KiB", n>>10)
	}
}

// heap is how many bytes of objects are in memory, dead ones that wait for the collector included.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func TestEscapeSequencesStayText(t *testing.T) {
	_, set := measure(t, "all.greeting=escape")
	all := text(t, set)
	if strings.ContainsFunc(all, func(r rune) bool { return r < ' ' || (r >= 0x7f && r < 0xa0) }) || strings.Contains(all, `\u001b`) {
		t.Error("a control character got into the facts")
	}
	if !strings.Contains(all, `\\x1b`) {
		t.Error("the banner's escape sequence should stand there as text")
	}
}

func TestRunLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, faults := range []string{"", "imap.login=cut", "imap.tls=reset", "plan.password=wrong"} {
		w, err := lab.New(faults)
		if err != nil {
			t.Fatal(err)
		}
		probe.Run(context.Background(), w.Env(), w.Plan())
		w.Close()
	}
}

func TestCancelledRunTellsWhatItKnows(t *testing.T) {
	w, err := lab.New("imap.greeting=silent;plan.imap=imap.example.com:143/starttls")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, cancel := context.WithCancel(context.Background())
	env := w.Env()
	env.Progress = func(e probe.Event) {
		if e.Service == 2 && e.Stage == fact.StageTLS { // SMTP's TLS is done: the user has had enough
			cancel()
		}
	}
	set := probe.Run(ctx, env, w.Plan())
	if !set.Run.CutShort {
		t.Error("the run does not say that it was cut short")
	}
	if a := set.Services[0].Attempts; len(a) == 0 || a[0].Failure == nil || a[0].Failure.Class != fact.Cut {
		t.Errorf("what was cut off must not look like a fault of the server: %+v", a)
	}
	if a := set.Services[2].Attempts; len(a) == 0 || a[0].Dial == nil {
		t.Error("what was known is lost")
	}
}
