package probe

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
)

func contextCut(t *testing.T, after time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), after)
}

// fakeResolver is a resolver in memory: how long it takes for a query, and what it answers. A negative delay: never.
type fakeResolver struct {
	delay func(nth int, edns bool) time.Duration
	a     string // its answer to A; NXDOMAIN where empty
}

// fakeDNS makes an Env of resolvers in memory, for tests whose clock is not the real one.
func fakeDNS(resolvers map[string]*fakeResolver, osDelay time.Duration, osAddrs ...string) *Env {
	sleep := func(ctx context.Context, d time.Duration) error {
		if d < 0 {
			<-ctx.Done()
			return ctx.Err()
		}
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	counts := make(chan map[string]int, 1)
	counts <- map[string]int{}
	return &Env{
		Exchange: func(ctx context.Context, network string, addr netip.AddrPort, q *dns.Msg) (*dns.Msg, error) {
			r := resolvers[addr.Addr().String()]
			key := addr.String() + dns.TypeToString[q.Question[0].Qtype] + q.Question[0].Name
			n := <-counts
			nth := n[key]
			n[key]++
			counts <- n
			if err := sleep(ctx, r.delay(nth, q.IsEdns0() != nil)); err != nil {
				return nil, err
			}
			m := new(dns.Msg)
			m.SetReply(q)
			switch {
			case r.a == "":
				m.Rcode = dns.RcodeNameError
			case q.Question[0].Qtype == dns.TypeA:
				m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.ParseIP(r.a)}}
			}
			return m, nil
		},
		LookupHost: func(ctx context.Context, host string) ([]netip.Addr, error) {
			if err := sleep(ctx, osDelay); err != nil {
				return nil, err
			}
			var out []netip.Addr
			for _, a := range osAddrs {
				out = append(out, netip.MustParseAddr(a))
			}
			if out == nil {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			return out, nil
		},
		HostsFile: func(string) []netip.Addr { return nil },
	}
}

func after(d time.Duration) func(int, bool) time.Duration {
	return func(int, bool) time.Duration { return d }
}

var (
	sysA, sysB, ref = netip.MustParseAddrPort("192.0.2.53:53"), netip.MustParseAddrPort("192.0.2.54:53"), netip.MustParseAddrPort("203.0.113.53:53")
	never           = after(-1)
)

// elapsed runs f on a clock of its own and says how long it took there.
func elapsed(f func()) time.Duration {
	begun := time.Now()
	f()
	return time.Since(begun)
}

func TestLookupTimes(t *testing.T) {
	for _, c := range []struct {
		name  string
		delay func(nth int, edns bool) time.Duration
		role  fact.Role
		takes time.Duration
		class fact.Class // empty: answered
		plain bool       // without EDNS
	}{
		{"prompt", after(20 * time.Millisecond), fact.RoleSystem, 20 * time.Millisecond, "", false},
		{"slow, not dead", after(3 * time.Second), fact.RoleSystem, 3 * time.Second, "", false},
		{"dead", never, fact.RoleSystem, resolverTimeout, fact.TimedOut, false},
		{"dead reference", never, fact.RoleReference, referenceTimeout, fact.TimedOut, false},
		{"first query lost", func(nth int, _ bool) time.Duration {
			if nth == 0 {
				return -1
			}
			return 20 * time.Millisecond
		}, fact.RoleSystem, resolverAgain + 20*time.Millisecond, "", true},
		{"EDNS dropped", func(_ int, edns bool) time.Duration {
			if edns {
				return -1
			}
			return 20 * time.Millisecond
		}, fact.RoleReference, referenceAgain + 20*time.Millisecond, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {c.delay, "192.0.2.1"}}, 0)
				var l fact.Lookup
				took := elapsed(func() {
					l = lookup(t.Context(), env, asked{sysA, c.role}, question{name: "a.example", qtype: dns.TypeA})
				})
				check(t, "time", took, c.takes)
				check(t, "MS", l.MS, ms(c.takes))
				check(t, "NoEDNS", l.NoEDNS, c.plain)
				if (c.class == "") != l.Answered() || (l.Failure != nil && l.Failure.Class != c.class) {
					t.Errorf("%+v %+v", l, l.Failure)
				}
			})
		})
	}
}

func TestNameFollowsTheOS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {after(10 * time.Millisecond), "192.0.2.1"}, "203.0.113.53": {never, ""}},
			30*time.Millisecond, "192.0.2.1", "2001:db8::1")
		p := startName(ctx, env, "a.example", []netip.AddrPort{sysA}, []netip.AddrPort{ref, sysA}, 0)
		var addrs []netip.Addr
		took := elapsed(func() { addrs = p.addresses(ctx) })
		check(t, "the walks wait for the OS alone", took, 30*time.Millisecond)
		check(t, "addresses", addrs, []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")})
		var n fact.Name
		check(t, "finish does not wait", elapsed(func() { n = p.finish() }), time.Duration(0))
		var order []string
		for _, l := range n.Lookups {
			order = append(order, l.Resolver+" "+string(l.Role)+" "+l.Type)
		}
		check(t, "slots", order, []string{"192.0.2.53:53 system A", "192.0.2.53:53 system AAAA", "203.0.113.53:53 reference A", "203.0.113.53:53 reference AAAA"})
		check(t, "system", n.Lookups[0].Addrs, []string{"192.0.2.1"})
		check(t, "AAAA", n.Lookups[1].NoData(), true)
		check(t, "still under way", n.Lookups[2].Failure.Class, fact.Cut)
		check(t, "OS", n.OS.Addrs, []string{"192.0.2.1", "2001:db8::1"})
		check(t, "settled", elapsed(func() { p.wait(ctx) }), referenceTimeout-30*time.Millisecond)
		check(t, "known now", p.finish().Lookups[2].Failure.Class, fact.TimedOut)
		cancel()
	})
}

func TestNameWithoutAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {after(time.Millisecond), ""}}, 2*time.Millisecond)
		p := startName(t.Context(), env, "a.example", []netip.AddrPort{sysA}, nil, 0)
		check(t, "addresses", len(p.addresses(t.Context())), 0)
		n := p.finish()
		check(t, "class", n.OS.Failure.Class, fact.NoAddress)
		if !strings.Contains(n.OS.Failure.Raw, "no such host") {
			t.Errorf("the system's own words are lost: %q", n.OS.Failure.Raw)
		}
		check(t, "rcode", n.Lookups[0].RCode, "NXDOMAIN")
	})
}

// A dead first resolver keeps the system busy; the second has answered long since.
func TestNameWhenTheOSIsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {never, ""}, "192.0.2.54": {after(20 * time.Millisecond), "192.0.2.1"}},
			5*time.Second, "192.0.2.99")
		p := startName(ctx, env, "a.example", []netip.AddrPort{sysA, sysB}, nil, 4)
		var addrs []netip.Addr
		took := elapsed(func() { addrs = p.addresses(ctx) })
		check(t, "time", took, osAnswerLate)
		check(t, "addresses", addrs, []netip.Addr{netip.MustParseAddr("192.0.2.1")})
		check(t, "the OS's answer is still to come", p.finish().OS.Failure.Class, fact.Cut)
		check(t, "it is waited for", elapsed(func() { p.waitOS(ctx) }), 5*time.Second-osAnswerLate)
		check(t, "and is kept when it comes", p.finish().OS.Addrs, []string{"192.0.2.99"})
		check(t, "without changing where the walks go", p.addresses(ctx), addrs)
		check(t, "one family", len(p.finish().Lookups), 2)
		cancel()
	})
}

// Nobody answers at all: the OS gives up after osAnswerTimeout, and nothing waits longer.
func TestNameWhenNobodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {never, ""}}, -1)
		p := startName(t.Context(), env, "a.example", []netip.AddrPort{sysA}, nil, 0)
		check(t, "time", elapsed(func() { p.addresses(t.Context()) }), osAnswerTimeout)
		check(t, "class", p.finish().OS.Failure.Class, fact.TimedOut)
	})
}

func TestNameEndsWithTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {never, ""}}, -1)
		p := startName(ctx, env, "a.example", []netip.AddrPort{sysA}, nil, 0)
		check(t, "time", elapsed(func() { p.addresses(ctx) }), time.Second)
		synctest.Wait()
		n := p.finish()
		check(t, "OS", n.OS.Failure.Class, fact.Cut)
		check(t, "resolver", n.Lookups[0].Failure.Class, fact.Cut)
	})
}

func TestNoProbe(t *testing.T) {
	var p *nameProbe
	check(t, "a name that was never looked up", len(p.addresses(t.Context())), 0)
}

func TestSRVDoesNotWaitForADeadResolver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {never, ""}, "192.0.2.54": {after(20 * time.Millisecond), ""}}, 0)
		var got []fact.Lookup
		took := elapsed(func() { got = lookupSRV(t.Context(), env, "example.com", []netip.AddrPort{sysA, sysB}) })
		check(t, "time", took, 20*time.Millisecond)
		check(t, "questions", len(got), 2*len(discover.SRVNames()))
		check(t, "name", got[0].Name, "_imaps._tcp.example.com")
		check(t, "dead", got[0].Failure.Class, fact.Cut)
		check(t, "alive", got[1].RCode, "NXDOMAIN")
	})
}

func TestDomain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := fakeDNS(map[string]*fakeResolver{"192.0.2.53": {after(time.Millisecond), "192.0.2.1"}, "203.0.113.53": {never, ""}}, 0)
		p := startDomain(t.Context(), env, "example.com", []netip.AddrPort{sysA}, []netip.AddrPort{ref}, true)
		p.wait(t.Context())
		d := p.finish()
		check(t, "look-ups", len(d.Lookups), 6+len(discover.SRVNames()))
		check(t, "first", []string{d.Name, d.Lookups[0].Type, d.Lookups[1].Type, d.Lookups[2].Type}, []string{"example.com", "MX", "A", "AAAA"})
		check(t, "answer", d.Lookups[1].Addrs, []string{"192.0.2.1"})
		for _, l := range d.Lookups {
			if l.Type == "SRV" && l.Role != fact.RoleSystem {
				t.Errorf("SRV asked of a reference resolver: %+v", l)
			}
		}
	})
}
