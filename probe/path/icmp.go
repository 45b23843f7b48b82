package path

import (
	"encoding/binary"
	"net/netip"

	"maildiag/probe/fact"
)

// Protocol numbers of IP.
const (
	protoTCP = 6
	protoUDP = 17
)

// message is an ICMP message as far as it matters: what it says, and which packet it is about.
type message struct {
	typ, code int
	mtu       int // of the next link, where the message tells it
	ttl       int // with which it arrived; 0: not known
	src       netip.Addr
	id, seq   int // of an echo reply
	quoted    quoted
}

// quoted is the packet that an error message is about.
type quoted struct {
	proto        int // 0: there is none
	dst          netip.Addr
	sport, dport int // of TCP and UDP; identifier and sequence number of an echo request
}

// parseIPv4 reads an ICMP message with the IPv4 header before it, as raw and macOS's datagram sockets give it.
func parseIPv4(b []byte) (message, bool) {
	head, body, ok := cutIPv4(b)
	if !ok || head.proto != 1 {
		return message{}, false
	}
	m, ok := parseICMP(body)
	m.src, m.ttl = head.src, head.ttl
	return m, ok
}

type ipHead struct {
	proto, ttl int
	src, dst   netip.Addr
}

func cutIPv4(b []byte) (head ipHead, body []byte, ok bool) {
	if len(b) < 20 || b[0]>>4 != 4 {
		return head, nil, false
	}
	n := int(b[0]&15) * 4
	if n < 20 || len(b) < n {
		return head, nil, false
	}
	head = ipHead{int(b[9]), int(b[8]), netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))}
	return head, b[n:], true
}

// parseICMP reads an ICMP message (RFC 792).
func parseICMP(b []byte) (message, bool) {
	if len(b) < 8 {
		return message{}, false
	}
	m := message{typ: int(b[0]), code: int(b[1])}
	switch m.typ {
	case 0: // echo reply
		m.id, m.seq = int(binary.BigEndian.Uint16(b[4:])), int(binary.BigEndian.Uint16(b[6:]))
		return m, true
	case 3, 11:
		if m.typ == 3 && m.code == 4 {
			m.mtu = int(binary.BigEndian.Uint16(b[6:]))
		}
		head, body, ok := cutIPv4(b[8:])
		if !ok {
			return message{}, false
		}
		m.quoted, ok = quote(head.proto, head.dst, body)
		return m, ok
	}
	return message{}, false
}

// parseICMPv6 reads an ICMPv6 message (RFC 4443), without a header before it.
func parseICMPv6(b []byte) (message, bool) {
	if len(b) < 8 {
		return message{}, false
	}
	m := message{typ: int(b[0]), code: int(b[1])}
	switch m.typ {
	case 129: // echo reply
		m.id, m.seq = int(binary.BigEndian.Uint16(b[4:])), int(binary.BigEndian.Uint16(b[6:]))
		return m, true
	case 1, 2, 3:
		if m.typ == 2 {
			m.mtu = int(min(binary.BigEndian.Uint32(b[4:]), 1<<20))
		}
		inner := b[8:]
		if len(inner) < 40 || inner[0]>>4 != 6 {
			return message{}, false
		}
		var ok bool
		m.quoted, ok = quote(int(inner[6]), netip.AddrFrom16([16]byte(inner[24:40])), inner[40:])
		return m, ok
	}
	return message{}, false
}

// quote reads the beginning of the packet that a message is about. Routers quote at least eight bytes of it.
func quote(proto int, dst netip.Addr, b []byte) (quoted, bool) {
	q := quoted{proto: proto, dst: dst}
	switch {
	case (proto == protoTCP || proto == protoUDP) && len(b) >= 4:
		q.sport, q.dport = int(binary.BigEndian.Uint16(b)), int(binary.BigEndian.Uint16(b[2:]))
		return q, true
	case (proto == 1 || proto == 58) && len(b) >= 8:
		q.sport, q.dport = int(binary.BigEndian.Uint16(b[4:])), int(binary.BigEndian.Uint16(b[6:]))
		return q, true
	}
	return quoted{}, false
}

// hop is the message as an answer to a probe.
func (m message) hop() fact.Hop {
	h := fact.Hop{Answer: fact.HopICMP, Addr: m.src.WithZone("").String(), Type: m.typ, Code: m.code, ReplyTTL: m.ttl, MTU: m.mtu}
	if !m.src.IsValid() {
		h.Addr = ""
	}
	return h
}
