package probe

import (
	"fmt"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

// testResolver answers on loopback, UDP and TCP on one port.
func testResolver(t *testing.T, handle func(w dns.ResponseWriter, q *dns.Msg)) netip.AddrPort {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := pc.LocalAddr().(*net.UDPAddr).AddrPort()
	l, err := net.Listen("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*dns.Server{{PacketConn: pc}, {Listener: l}} {
		s.Handler = dns.HandlerFunc(handle)
		started := make(chan struct{})
		s.NotifyStartedFunc = func() { close(started) }
		go s.ActivateAndServe()
		<-started
		t.Cleanup(func() { s.Shutdown() })
	}
	return addr
}

// say answers with records in zone-file form.
func say(w dns.ResponseWriter, q *dns.Msg, code int, records ...string) {
	m := new(dns.Msg)
	m.SetRcode(q, code)
	for _, text := range records {
		rr, err := dns.NewRR(text)
		if err != nil {
			panic(err)
		}
		m.Answer = append(m.Answer, rr)
	}
	w.WriteMsg(m)
}

func lookupAt(t *testing.T, addr netip.AddrPort, name string, qtype uint16) fact.Lookup {
	t.Helper()
	return lookup(t.Context(), &Env{Exchange: exchange}, asked{addr, fact.RoleSystem}, question{name: name, qtype: qtype})
}

func check(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

func TestLookupAnswers(t *testing.T) {
	flood := make([]string, 1000)
	for i := range flood {
		flood[i] = fmt.Sprintf("flood.example. 60 IN A 10.0.%d.%d", i/250, i%250)
	}
	zone := map[string][]string{
		"imap.example. A": {"other.example. 60 IN A 198.51.100.9", "IMAP.example. 60 IN CNAME a.example.", "a.example. 60 IN CNAME b.example.",
			"b.example. 60 IN A 192.0.2.10", "b.example. 60 IN A 192.0.2.11", "b.example. 60 IN A 192.0.2.10", "imap.example. 60 IN A 198.51.100.8"},
		"imap.example. AAAA": {"imap.example. 60 IN CNAME b.example.", "b.example. 60 IN AAAA 2001:db8::10"},
		"empty.example. A":   {},
		"loop.example. A":    {"loop.example. 60 IN CNAME x.example.", "x.example. 60 IN CNAME loop.example.", "loop.example. 60 IN A 192.0.2.1"},
		"flood.example. A":   flood,
		"example. MX":        {"example. 60 IN MX 20 MX2.example.", "example. 60 IN MX 10 mx1.example."},
		"null.example. MX":   {"null.example. 60 IN MX 0 ."},
		"_imaps._tcp.example. SRV": {"_imaps._tcp.example. 60 IN SRV 10 1 993 b.example.", "_imaps._tcp.example. 60 IN SRV 10 5 993 a.example.",
			"_imaps._tcp.example. 60 IN SRV 0 0 0 ."},
	}
	addr := testResolver(t, func(w dns.ResponseWriter, q *dns.Msg) {
		records, ok := zone[q.Question[0].Name+" "+dns.TypeToString[q.Question[0].Qtype]]
		switch {
		case q.Question[0].Name == "broken.example.":
			say(w, q, dns.RcodeServerFailure)
		case !ok:
			say(w, q, dns.RcodeNameError)
		case len(records) > 100 && w.LocalAddr().Network() == "udp":
			m := new(dns.Msg)
			m.SetReply(q).Truncated = true
			w.WriteMsg(m)
		default:
			say(w, q, dns.RcodeSuccess, records...)
		}
	})

	l := lookupAt(t, addr, "imap.example", dns.TypeA)
	check(t, "chain", l.CNAMEs, []string{"a.example", "b.example"})
	check(t, "addresses at its end alone", l.Addrs, []string{"192.0.2.10", "192.0.2.11"})
	check(t, "frame", []any{l.RCode, l.Transport, l.NoEDNS, l.Truncated, l.Failure, l.Resolver, l.Type, l.Name},
		[]any{"NOERROR", "udp", false, false, (*fact.Failure)(nil), addr.String(), "A", "imap.example"})
	check(t, "AAAA", lookupAt(t, addr, "imap.example", dns.TypeAAAA).Addrs, []string{"2001:db8::10"})
	if l := lookupAt(t, addr, "empty.example", dns.TypeA); !l.NoData() {
		t.Errorf("no data expected: %+v", l)
	}
	check(t, "NXDOMAIN", lookupAt(t, addr, "absent.example", dns.TypeA).RCode, "NXDOMAIN")
	check(t, "SERVFAIL", lookupAt(t, addr, "broken.example", dns.TypeA).RCode, "SERVFAIL")

	l = lookupAt(t, addr, "loop.example", dns.TypeA)
	check(t, "loop", l.CNAMEs, []string{"x.example", "loop.example"})
	l = lookupAt(t, addr, "flood.example", dns.TypeA)
	check(t, "flood", []any{len(l.Addrs), l.Truncated, l.Transport}, []any{maxRecords, true, "tcp"})

	check(t, "MX", lookupAt(t, addr, "example", dns.TypeMX).MX, []fact.MX{{Preference: 10, Host: "mx1.example"}, {Preference: 20, Host: "mx2.example"}})
	check(t, "null MX", lookupAt(t, addr, "null.example", dns.TypeMX).MX, []fact.MX{{Host: "."}})
	srv := lookup(t.Context(), &Env{Exchange: exchange}, asked{addr, fact.RoleSystem}, question{"_imaps._tcp.example", dns.TypeSRV, "_imaps"})
	check(t, "SRV", srv.SRV, []fact.SRV{{Service: "_imaps", Target: "."},
		{Service: "_imaps", Target: "a.example", Port: 993, Priority: 10, Weight: 5}, {Service: "_imaps", Target: "b.example", Port: 993, Priority: 10, Weight: 1}})
}

func TestLookupWithoutEDNS(t *testing.T) {
	var queries atomic.Int32
	addr := testResolver(t, func(w dns.ResponseWriter, q *dns.Msg) {
		queries.Add(1)
		if q.IsEdns0() != nil {
			m := &dns.Msg{MsgHdr: dns.MsgHdr{Id: q.Id, Response: true, Rcode: dns.RcodeFormatError}} // without the question, as old servers do
			w.WriteMsg(m)
			return
		}
		say(w, q, dns.RcodeSuccess, "old.example. 60 IN A 192.0.2.1")
	})
	l := lookupAt(t, addr, "old.example", dns.TypeA)
	check(t, "answer", []any{l.Addrs, l.NoEDNS, l.RCode, queries.Load()}, []any{[]string{"192.0.2.1"}, true, "NOERROR", int32(2)})
	if l.MS >= ms(resolverAgain) {
		t.Errorf("the second query waited: %v ms", l.MS)
	}

	refuses := testResolver(t, func(w dns.ResponseWriter, q *dns.Msg) { say(w, q, dns.RcodeNotImplemented) })
	check(t, "refused both ways", lookupAt(t, refuses, "a.example", dns.TypeA).RCode, "NOTIMP")
}

func TestLookupRefused(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := pc.LocalAddr().(*net.UDPAddr).AddrPort()
	pc.Close() // nobody listens here now
	l := lookupAt(t, addr, "a.example", dns.TypeA)
	if l.Answered() || l.Failure == nil || l.Failure.Class != fact.Refused || l.Failure.Stage != fact.StageDNS {
		t.Fatalf("refused expected at once: %+v %+v", l, l.Failure)
	}
	if l.MS >= ms(resolverAgain) {
		t.Errorf("waited %v ms", l.MS)
	}
}

// A truncated answer and a closed TCP port: there is no answer, and the failure says of which transport.
func TestLookupTCPFiltered(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{PacketConn: pc, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(q).Truncated = true
		w.WriteMsg(m)
	})}
	go s.ActivateAndServe()
	t.Cleanup(func() { pc.Close() })
	l := lookupAt(t, pc.LocalAddr().(*net.UDPAddr).AddrPort(), "a.example", dns.TypeA)
	if l.Answered() || !l.Truncated || l.Failure == nil || l.Failure.Class != fact.Refused || l.Failure.Op != "query over TCP" {
		t.Errorf("%+v %+v", l, l.Failure)
	}
}

// TestExchangePassesOverStrangers: datagrams that do not answer the question are not the answer.
func TestExchangePassesOverStrangers(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buf := make([]byte, 2000)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			q := new(dns.Msg)
			if q.Unpack(buf[:n]) != nil {
				continue
			}
			answer := func(change func(m *dns.Msg)) {
				m := new(dns.Msg)
				m.SetReply(q)
				rr, _ := dns.NewRR("a.example. 60 IN A 203.0.113.66")
				m.Answer = []dns.RR{rr}
				change(m)
				wire, _ := m.Pack()
				pc.WriteTo(wire, from)
			}
			answer(func(m *dns.Msg) { m.Id++ })
			answer(func(m *dns.Msg) { m.Question[0].Name = "b.example." })
			answer(func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeAAAA })
			answer(func(m *dns.Msg) { m.Response = false })
			answer(func(m *dns.Msg) { m.Question = nil })
			pc.WriteTo([]byte{1, 2, 3}, from)
			pc.WriteTo(append([]byte{buf[0], buf[1], 0x80, 0, 0, 1, 0, 9}, "garbage"...), from)
			answer(func(m *dns.Msg) { m.Answer[0].(*dns.A).A = net.IPv4(192, 0, 2, 1) })
		}
	}()
	l := lookupAt(t, pc.LocalAddr().(*net.UDPAddr).AddrPort(), "a.example", dns.TypeA)
	check(t, "the one true answer", l.Addrs, []string{"192.0.2.1"})
}

// FuzzReadAnswer: whatever a resolver sends, the facts stay bounded and free of control characters.
func FuzzReadAnswer(f *testing.F) {
	for _, records := range [][]string{
		{"a.example. 60 IN CNAME b.example.", "b.example. 60 IN A 192.0.2.1"},
		{`a.example. 60 IN CNAME \000\027[2J.example.`, `\000\027[2J.example. 60 IN A 192.0.2.1`},
		{"a.example. 60 IN MX 10 mx.example.", "a.example. 60 IN SRV 0 0 993 b.example.", "a.example. 60 IN AAAA ::1"},
	} {
		m := new(dns.Msg)
		m.SetQuestion("a.example.", dns.TypeA)
		for _, text := range records {
			rr, err := dns.NewRR(text)
			if err != nil {
				f.Fatal(err)
			}
			m.Answer = append(m.Answer, rr)
		}
		wire, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wire)
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		m := new(dns.Msg)
		m.Unpack(wire)
		for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA, dns.TypeMX, dns.TypeSRV} {
			var l fact.Lookup
			readAnswer(&l, question{name: "a.example", qtype: qtype}, m)
			if len(l.Addrs)+len(l.MX)+len(l.SRV) > maxRecords || len(l.CNAMEs) > maxCNAMEs {
				t.Fatalf("too much: %+v", l)
			}
			texts := slices.Concat(l.CNAMEs, l.Addrs)
			for _, mx := range l.MX {
				texts = append(texts, mx.Host)
			}
			for _, srv := range l.SRV {
				texts = append(texts, srv.Target)
			}
			for _, s := range texts {
				if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
					t.Fatalf("control character in %q", s)
				}
			}
		}
	})
}

func TestExchangeEndsWithContext(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0") // hears, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	ctx, cancel := contextCut(t, 30*time.Millisecond)
	defer cancel()
	l := lookup(ctx, &Env{Exchange: exchange}, asked{pc.LocalAddr().(*net.UDPAddr).AddrPort(), fact.RoleSystem}, question{name: "a.example", qtype: dns.TypeA})
	if l.Failure == nil || l.Failure.Class != fact.Cut {
		t.Errorf("the run's end says nothing about the resolver: %+v", l.Failure)
	}
}

// TestExchangeGarbled: an answer that can't be read is told from silence, on either transport.
func TestExchangeGarbled(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	l, err := net.Listen("tcp", pc.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	garbage := func(id []byte) []byte { return append([]byte{id[0], id[1], 0x80, 0, 0, 1, 0, 9}, "garbage"...) }
	go func() {
		buf := make([]byte, 2000)
		_, from, err := pc.ReadFrom(buf)
		if err == nil {
			pc.WriteTo(garbage(buf), from)
		}
	}()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		buf := make([]byte, 2000)
		if n, err := c.Read(buf); err == nil && n > 4 {
			answer := garbage(buf[2:])
			c.Write(append([]byte{0, byte(len(answer))}, answer...))
		}
	}()
	for _, network := range []string{"udp", "tcp"} {
		ctx, cancel := contextCut(t, 50*time.Millisecond)
		_, err := exchange(ctx, network, pc.LocalAddr().(*net.UDPAddr).AddrPort(), question{name: "a.example", qtype: dns.TypeA}.message(true))
		cancel()
		if err == nil || !strings.Contains(err.Error(), "well-formed") {
			t.Errorf("%s: %v", network, err)
		}
	}
}
