package probe

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

func TestMachineAsksTheGivenResolver(t *testing.T) {
	addr := testResolver(t, func(w dns.ResponseWriter, q *dns.Msg) {
		if q.Question[0].Qtype == dns.TypeA {
			say(w, q, dns.RcodeSuccess, "only-here.example. 60 IN A 192.0.2.77")
			return
		}
		say(w, q, dns.RcodeSuccess)
	})
	env := Machine(MachineOptions{Resolvers: []netip.AddrPort{addr}})
	got, err := env.LookupHost(t.Context(), "only-here.example")
	if err != nil || len(got) != 1 || got[0].Unmap() != netip.MustParseAddr("192.0.2.77") {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestMachineDialErrors(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().(*net.TCPAddr).AddrPort()
	c, err := Machine(MachineOptions{Family: 4}).Dial(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	l.Close()
	_, err = Machine(MachineOptions{}).Dial(t.Context(), addr)
	if err == nil || class(err) != fact.Refused {
		t.Errorf("%v is not refused", err)
	}
	if _, err = Machine(MachineOptions{Family: 6}).Dial(t.Context(), addr); err == nil {
		t.Error("an IPv4 address was dialled though only IPv6 was wanted")
	}
}

func TestMachineLocalhost(t *testing.T) {
	env := Machine(MachineOptions{Family: 4})
	want := netip.MustParseAddr("127.0.0.1")
	if got := env.HostsFile("localhost"); len(got) == 0 || got[0] != want {
		t.Errorf("hosts file: %v", got)
	}
	got, err := env.LookupHost(t.Context(), "localhost")
	if err != nil || len(got) != 1 || got[0].Unmap() != want {
		t.Errorf("look-up: %v, %v", got, err)
	}
	if env.Now().IsZero() {
		t.Error("no clock")
	}
}

func TestPublicRoots(t *testing.T) {
	certs := Machine(MachineOptions{}).Roots.Certs()
	if len(certs) < 100 {
		t.Fatalf("%d public roots", len(certs))
	}
	if pool := publicPool(); pool == nil || pool != Machine(MachineOptions{}).Roots.Public() {
		t.Error("the roots are parsed more than once")
	}
}

func TestEscapePC(t *testing.T) {
	pc := escapePC(fact.PC{
		Version: "x\x1b[2J", Search: []string{"a\x07.example"}, Errors: []string{"open \x00"},
		Interfaces: []fact.Interface{{Name: "eth\x1b0"}}, Routes: &fact.Routes{Interface: "eth\x1b0"},
		Resolvers: []fact.Resolver{{Addr: "192.0.2.1:53", Iface: "eth\x1b0"}}, Uplinks: []fact.Resolver{{Iface: "\x9b"}},
	})
	for _, s := range []string{pc.Version, pc.Search[0], pc.Errors[0], pc.Interfaces[0].Name, pc.Routes.Interface, pc.Resolvers[0].Iface, pc.Uplinks[0].Iface} {
		if strings.ContainsAny(s, "\x00\x07\x1b\u009b") || !strings.Contains(s, `\x`) {
			t.Errorf("%q", s)
		}
	}
}
