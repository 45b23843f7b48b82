package lab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func question(name, kind string) *dns.Msg {
	return new(dns.Msg).SetQuestion(dns.Fqdn(name), dns.StringToType[kind])
}

// ask1 asks one resolver and shows the answer: the rcode, and the records' data.
func ask1(t *testing.T, w *World, resolver netip.AddrPort, name, kind string) string {
	t.Helper()
	q := question(name, kind)
	q.SetEdns0(1232, false)
	reply, err := w.Env().Exchange(brief(t), "udp", resolver, q)
	if err != nil {
		t.Fatalf("%s %s: %v", name, kind, err)
	}
	out := []string{dns.RcodeToString[reply.Rcode]}
	for _, rr := range reply.Answer {
		out = append(out, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	return strings.Join(out, " ")
}

func TestAnswers(t *testing.T) {
	reference := references[0]
	for _, test := range []struct {
		faults   string
		resolver netip.AddrPort
		name     string
		kind     string
		want     string
	}{
		{"", firstResolver, "imap.example.com", "A", "NOERROR 192.0.2.10"},
		{"", reference, "IMAP.example.com", "AAAA", "NOERROR 2001:db8::10"},
		{"", references[1], "smtp.example.com", "A", "NOERROR 192.0.2.12"},
		{"", firstResolver, "example.com", "MX", "NOERROR 10 mx.example.com."},
		{"", firstResolver, "example.com", "CAA", "NOERROR"},
		{"", firstResolver, "imap.example.com", "MX", "NOERROR"},
		{"", firstResolver, "mail.example.com", "A", "NXDOMAIN"},
		{"", firstResolver, "_imaps._tcp.example.com", "SRV", "NXDOMAIN"},
		{"", firstResolver, "ipv4only.arpa", "AAAA", "NOERROR"},
		{"imap.second-address=dead", firstResolver, "imap.example.com", "A", "NOERROR 192.0.2.10 192.0.2.110"},
		{"dns.system=servfail", firstResolver, "imap.example.com", "A", "SERVFAIL"},
		{"dns.system=servfail", reference, "imap.example.com", "A", "NOERROR 192.0.2.10"},
		{"dns.system=refused", firstResolver, "imap.example.com", "A", "REFUSED"},
		{"dns.system=nxdomain", firstResolver, "imap.example.com", "A", "NXDOMAIN"},
		{"dns.system=nxdomain", firstResolver, "example.com", "MX", "NOERROR 10 mx.example.com."},
		{"dns.system=wrong", firstResolver, "imap.example.com", "A", "NOERROR 198.51.100.80"},
		{"dns.system=wrong", firstResolver, "imap.example.com", "AAAA", "NOERROR"},
		{"dns.system=wrong", reference, "imap.example.com", "A", "NOERROR 192.0.2.10"},
		{"dns.system=wrong-dead", firstResolver, "smtp.example.com", "A", "NOERROR 198.51.100.99"},
		{"dns.system=wrong-private", firstResolver, "smtp.example.com", "A", "NOERROR 192.168.1.1"},
		{"dns.system=slow:3", firstResolver, "smtp.example.com", "A", "NOERROR 192.0.2.12"},
		{"dns.first=servfail", firstResolver, "smtp.example.com", "A", "SERVFAIL"},
		{"dns.first=servfail", secondResolver, "smtp.example.com", "A", "NOERROR 192.0.2.12"},
		{"dns.first=servfail;dns.system=wrong", secondResolver, "smtp.example.com", "A", "NOERROR 198.51.100.80"},
		{"dns.reference=different", reference, "imap.example.com", "A", "NOERROR 203.0.113.10"},
		{"dns.name=missing", reference, "imap.example.com", "A", "NXDOMAIN"},
		{"imap.name=missing", reference, "smtp.example.com", "A", "NOERROR 192.0.2.12"},
		{"dns.split=private", firstResolver, "imap.example.com", "A", "NOERROR 10.3.15.240"},
		{"dns.split=private", reference, "imap.example.com", "A", "NXDOMAIN"},
		{"dns.split=both", reference, "imap.example.com", "A", "NOERROR 192.0.2.10"},
		{"dns.intercepted", reference, "imap.example.com", "A", "NOERROR 198.51.100.80"},
		{"dns.intercepted", netip.MustParseAddrPort("192.0.2.250:53"), "imap.example.com", "A", "NOERROR 198.51.100.80"},
		{"dns.intercepted=right", netip.MustParseAddrPort("192.0.2.250:53"), "imap.example.com", "A", "NOERROR 192.0.2.10"},
		{"dns.srv=on", firstResolver, "_imaps._tcp.example.com", "SRV", "NOERROR 0 1 993 imap.example.com."},
		{"dns.srv=on", firstResolver, "_imap._tcp.example.com", "SRV", "NOERROR 0 0 0 ."},
		{"dns.srv=on", firstResolver, "_tcp.example.com", "SRV", "NOERROR"},
		{"dns.cname=on", firstResolver, "imap.example.com", "A", "NOERROR imap.mail-cluster.example.net. 192.0.2.10"},
		{"domain.mx=missing", firstResolver, "example.com", "MX", "NOERROR"},
		{"domain.mx=missing", firstResolver, "example.com", "A", "NOERROR"},
		{"domain.mx=implicit", firstResolver, "example.com", "A", "NOERROR 192.0.2.20"},
		{"domain.mx=null", firstResolver, "example.com", "MX", "NOERROR 0 ."},
		{"domain.mx=servfail", reference, "example.com", "MX", "SERVFAIL"},
		{"domain.mx=servfail", reference, "example.com", "A", "NOERROR 192.0.2.20"},
	} {
		if got := ask1(t, world(t, test.faults), test.resolver, test.name, test.kind); got != test.want {
			t.Errorf("%s: %s %s at %s: got %q, want %q", test.faults, test.name, test.kind, test.resolver, got, test.want)
		}
	}
}

func TestNegativeAnswersCarryTheSOA(t *testing.T) {
	w := world(t, "")
	reply, err := w.Env().Exchange(brief(t), "tcp", firstResolver, question("nothing.example.com", "A"))
	if err != nil || len(reply.Ns) != 1 || reply.Ns[0].Header().Rrtype != dns.TypeSOA {
		t.Errorf("%v, %v", reply, err)
	}
}

func TestManners(t *testing.T) {
	w := world(t, "dns.system=truncate")
	reply, err := w.Env().Exchange(brief(t), "udp", firstResolver, question("imap.example.com", "A"))
	if err != nil || !reply.Truncated || len(reply.Answer) != 0 {
		t.Errorf("udp: %v, %v", reply, err)
	}
	reply, err = w.Env().Exchange(brief(t), "tcp", firstResolver, question("imap.example.com", "A"))
	if err != nil || reply.Truncated || len(reply.Answer) != 1 {
		t.Errorf("tcp: %v, %v", reply, err)
	}

	w = world(t, "dns.system=no-edns")
	edns := question("imap.example.com", "A")
	edns.SetEdns0(1232, false)
	ctx, cancel := context.WithTimeout(brief(t), 20*time.Millisecond)
	defer cancel()
	if _, err := w.Env().Exchange(ctx, "udp", firstResolver, edns); !isTimeout(err) {
		t.Errorf("with EDNS: %v", err)
	}
	if reply, err := w.Env().Exchange(brief(t), "udp", firstResolver, question("imap.example.com", "A")); err != nil || len(reply.Answer) != 1 {
		t.Errorf("without: %v, %v", reply, err)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func TestExchangeErrors(t *testing.T) {
	for _, test := range []struct {
		faults string
		want   error // nil: a timeout
	}{
		{"dns.system=dead", nil},
		{"dns.first=dead", nil},
		{"dns.system=refused-port", syscall.ECONNREFUSED},
		{"pc.offline", errnos[noRoute]},
	} {
		for _, network := range []string{"udp", "tcp"} {
			w := world(t, test.faults)
			ctx := brief(t)
			if test.want == nil {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
			}
			_, err := w.Env().Exchange(ctx, network, firstResolver, question("imap.example.com", "A"))
			if (test.want == nil && !isTimeout(err)) || (test.want != nil && !errors.Is(err, test.want)) {
				t.Errorf("%s by %s: %v", test.faults, network, err)
			}
			if err != nil && (strings.Contains(err.Error(), "127.0.0.1") || !strings.Contains(err.Error(), "192.0.2.53:53")) {
				t.Errorf("%s by %s: the error does not name the resolver: %v", test.faults, network, err)
			}
		}
	}
	w := world(t, "dns.reference=dead")
	ctx, cancel := context.WithTimeout(brief(t), 20*time.Millisecond)
	defer cancel()
	if _, err := w.Env().Exchange(ctx, "udp", references[1], question("imap.example.com", "A")); !isTimeout(err) {
		t.Errorf("a dead reference: %v", err)
	}
	if q := w.Queries(); len(q) != 1 || q[0] != (Query{references[1], "udp", "imap.example.com", "A"}) {
		t.Errorf("queries: %v", q)
	}
}

func TestLookupHost(t *testing.T) {
	for _, test := range []struct {
		faults, host string
		want         string // addresses, or "not found", "temporary", "timeout"
	}{
		{"", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"", "192.0.2.7", "192.0.2.7"},
		{"", "localhost", "127.0.0.1 ::1"},
		{"", "nothing.example.com", "not found"},
		{"", "mx.example.com", "2001:db8::25 192.0.2.25"},
		{"pc.ipv6=none", "imap.example.com", "192.0.2.10 2001:db8::10"},
		{"imap.second-address=alive", "imap.example.com", "2001:db8::10 192.0.2.10 192.0.2.110"},
		{"dns.system=wrong", "imap.example.com", "198.51.100.80"},
		{"dns.system=no-edns", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.system=truncate", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.system=nxdomain", "imap.example.com", "not found"},
		{"dns.system=servfail", "imap.example.com", "temporary"},
		{"dns.system=dead", "imap.example.com", "timeout"},
		{"dns.system=refused-port", "imap.example.com", "temporary"},
		{"dns.first=dead", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.first=servfail", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.first=nxdomain", "imap.example.com", "not found"},
		{"dns.system=slow:0.01", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.system=slow:600", "imap.example.com", "timeout"},
		{"dns.cname=on", "imap.example.com", "2001:db8::10 192.0.2.10"},
		{"dns.intercepted", "imap.example.com", "198.51.100.80"},
		{"hosts.imap=198.51.100.80", "imap.example.com", "198.51.100.80"},
		{"hosts.imap=198.51.100.80;dns.system=dead", "IMAP.example.com.", "198.51.100.80"},
		{"hosts.imap=198.51.100.80", "smtp.example.com", "2001:db8::12 192.0.2.12"},
		{"pc.offline", "imap.example.com", "temporary"},
	} {
		second := time.Second
		if strings.Contains(test.faults, "dead") || strings.HasSuffix(test.faults, "slow:600") {
			second = 50 * time.Millisecond // nobody shall wait 5 s for a resolver that won't answer
		}
		w, err := New(test.faults, WithSecond(second))
		if err != nil {
			t.Fatal(err)
		}
		addrs, err := w.Env().LookupHost(brief(t), test.host)
		w.Close()
		var parts []string
		for _, a := range addrs {
			parts = append(parts, a.String())
		}
		got := strings.Join(parts, " ")
		var e *net.DNSError
		if errors.As(err, &e) {
			switch {
			case e.IsNotFound:
				got = "not found"
			case e.IsTimeout:
				got = "timeout"
			case e.IsTemporary:
				got = "temporary"
			}
		}
		if got != test.want {
			t.Errorf("%s: %s: got %q (%v), want %q", test.faults, test.host, got, err, test.want)
		}
	}
}

func TestHostsFile(t *testing.T) {
	env := world(t, "hosts.smtp=198.51.100.80").Env()
	if got := env.HostsFile("smtp.example.com"); !slices.Equal(got, []netip.Addr{stranger}) {
		t.Errorf("smtp: %v", got)
	}
	if got := env.HostsFile("imap.example.com"); len(got) != 0 {
		t.Errorf("imap: %v", got)
	}
}
