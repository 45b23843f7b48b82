package path

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

func bytesOf(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.NewReplacer(" ", "", "\n", "", "\t", "").Replace(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Messages as they come from the wire, with the IPv4 header before them; over IPv6 without one.
const (
	// Time exceeded from 203.0.113.2, TTL 62, about TCP 192.168.1.23:50000 to 192.0.2.10:993.
	timeExceeded4 = `45c00038 12340000 3e01 0000 cb007102 c0a80117
		0b00 0000 00000000
		45000034 00014000 0106 0000 c0a80117 c000020a c350 03e1 00000001`
	// Fragmentation needed, next MTU 1400, about UDP to port 33434.
	tooBig4 = `45000038 00000000 4001 0000 c6336402 c0a80117
		0304 0000 0000 0578
		450005dc 00014000 4011 0000 c0a80117 c000020a d431 829a 05c80000`
	// Administratively prohibited (code 13), with an inner header that has options.
	prohibited4 = `45000040 00000000 ff01 0000 cb007106 c0a80117
		030d 0000 00000000
		46000038 00010000 0106 0000 c0a80117 c000020a 01010101 c350 03e1 00000001`
	echoReply4 = `4500001c 00000000 3501 0000 c000020a c0a80117 0000 0000 1234 0007`
	// Time exceeded in transit over IPv6, about TCP port 50001 to [2001:db8::10]:993.
	timeExceeded6 = `0300 0000 00000000
		60000000 0014 0601 20010db8000100000000000000000023 20010db8000000000000000000000010 c351 03e1 00000001`
	tooBig6 = `0200 0000 00000500
		60000000 05b4 1140 20010db8000100000000000000000023 20010db8000000000000000000000010 d431 829a 05b40000`
)

func TestParseIPv4(t *testing.T) {
	server := netip.MustParseAddr("192.0.2.10")
	for _, c := range []struct {
		name, in string
		want     message
	}{
		{"time exceeded", timeExceeded4, message{typ: 11, ttl: 62, src: netip.MustParseAddr("203.0.113.2"), quoted: quoted{6, server, 50000, 993}}},
		{"too big", tooBig4, message{typ: 3, code: 4, mtu: 1400, ttl: 64, src: netip.MustParseAddr("198.51.100.2"), quoted: quoted{17, server, 54321, 33434}}},
		{"prohibited", prohibited4, message{typ: 3, code: 13, ttl: 255, src: netip.MustParseAddr("203.0.113.6"), quoted: quoted{6, server, 50000, 993}}},
		{"echo reply", echoReply4, message{ttl: 53, src: server, id: 0x1234, seq: 7}},
	} {
		b := bytesOf(t, c.in)
		if got, ok := parseIPv4(b); !ok || got != c.want {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, ok, c.want)
		}
		for n := range b { // a message that is cut off is none
			if got, ok := parseIPv4(b[:n]); ok && c.name != "echo reply" && got.quoted != c.want.quoted {
				t.Errorf("%s, %d bytes: %+v", c.name, n, got)
			}
		}
	}
}

func TestParseICMPv6(t *testing.T) {
	server := netip.MustParseAddr("2001:db8::10")
	for _, c := range []struct {
		name, in string
		want     message
	}{
		{"time exceeded", timeExceeded6, message{typ: 3, quoted: quoted{6, server, 50001, 993}}},
		{"too big", tooBig6, message{typ: 2, mtu: 1280, quoted: quoted{17, server, 54321, 33434}}},
	} {
		if got, ok := parseICMPv6(bytesOf(t, c.in)); !ok || got != c.want {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, ok, c.want)
		}
	}
	if got, ok := parseICMPv6(bytesOf(t, "8700 0000 00000000")); ok {
		t.Errorf("a neighbour solicitation was taken for an answer: %+v", got)
	}
}

func FuzzICMP(f *testing.F) {
	for _, s := range []string{timeExceeded4, tooBig4, prohibited4, echoReply4, timeExceeded6, tooBig6} {
		f.Add(bytesOf(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, parse := range []func([]byte) (message, bool){parseIPv4, parseICMP, parseICMPv6} {
			m, ok := parse(b)
			if ok && (m.mtu < 0 || m.mtu > 1<<20 || m.quoted.sport > 65535 || m.quoted.sport < 0) {
				t.Errorf("%x: %+v", b, m)
			}
			if h := m.hop(); ok && h.Answer != fact.HopICMP {
				t.Errorf("%x: %+v", b, h)
			}
		}
	})
}

// What Windows gives, laid out as its headers say.
func TestWindowsStructures(t *testing.T) {
	// ICMP_ERROR_INFO: SOCKADDR_IN of 203.0.113.2 in a SOCKADDR_INET, IPPROTO_ICMP, type 11, code 0, padding.
	info := bytesOf(t, "0200 0000 cb007102 0000000000000000 000000000000000000000000 01000000 0b 00 0000")
	if h, ok := parseErrorInfo(info); !ok || h.Addr != "203.0.113.2" || h.Type != 11 || h.Code != 0 || h.Answer != fact.HopICMP {
		t.Errorf("error info: %+v %v", h, ok)
	}
	info6 := bytesOf(t, "1700 0000 00000000 20010db8000200000000000000000002 00000000 3a000000 01 01 0000")
	if h, ok := parseErrorInfo(info6); !ok || h.Addr != "2001:db8:2::2" || h.Type != 1 || h.Code != 1 {
		t.Errorf("error info, IPv6: %+v %v", h, ok)
	}
	if pointerSize == 8 {
		// ICMP_ECHO_REPLY of 64 bits: address, status, 41 ms, size, reserved, pointer, TTL 61.
		reply := bytesOf(t, "cb007106 052b0000 29000000 0000 0000 0000000000000000 3d000000 00000000 0000000000000000")
		if h, ok := parseEchoReply(reply); !ok || h.Addr != "203.0.113.6" || h.Type != 11 || h.ReplyTTL != 61 {
			t.Errorf("echo reply: %+v %v", h, ok)
		}
		good := bytesOf(t, "c000020a 00000000 29000000 2000 0000 0000000000000000 3a000000 00000000 0000000000000000")
		if h, ok := parseEchoReply(good); !ok || h.Addr != "192.0.2.10" || h.Answer != fact.HopEcho || h.ReplyTTL != 58 {
			t.Errorf("echo reply of the target: %+v %v", h, ok)
		}
	}
	// ICMPV6_ECHO_REPLY_LH: packed address (port, flow, address, scope), padding to 28, status 11013, 40 ms.
	reply6 := bytesOf(t, "0000 00000000 20010db8000200000000000000000002 00000000 0000 052b0000 28000000")
	if h, ok := parseEchoReply6(reply6); !ok || h.Addr != "2001:db8:2::2" || h.Type != 3 || h.Code != 0 {
		t.Errorf("echo reply, IPv6: %+v %v", h, ok)
	}
	if h, ok := statusHop(11010, false); !ok || h.Answer != fact.HopSilent {
		t.Errorf("timed out: %+v %v", h, ok)
	}
	if h, ok := statusHop(11050, false); ok {
		t.Errorf("a general failure was taken for an answer: %+v", h)
	}
}

func FuzzWindowsStructures(f *testing.F) {
	f.Add(make([]byte, 40))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, parse := range []func([]byte) (fact.Hop, bool){parseErrorInfo, parseEchoReply, parseEchoReply6} {
			if h, ok := parse(b); ok && h.Answer == fact.HopICMP && h.Type == 0 && h.Code == 0 && h.Addr == "" {
				t.Errorf("%x: %+v", b, h)
			}
		}
	})
}

func TestOrigin(t *testing.T) {
	for addr, want := range map[string]string{
		"203.0.113.6":    "6.113.0.203.origin.asn.cymru.com.",
		"2001:db8::beef": "f.e.e.b.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.origin6.asn.cymru.com.",
	} {
		if got := originName(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	for in, want := range map[string][2]string{
		"4134 | 202.96.0.0/12 | CN | apnic | 1997-07-31": {"AS4134", "CN"},
		"64496 64511 | 203.0.113.0/24 | US | arin |":     {"AS64496", "US"},
		"x | y | \x1b[31m": {"", ""},
		"":                 {"", ""},
	} {
		if as, country := parseOrigin(in); as != want[0] || country != want[1] {
			t.Errorf("%q: %q %q, want %q", in, as, country, want)
		}
	}
}
