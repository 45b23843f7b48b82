package path

import (
	"encoding/binary"
	"net/netip"

	"maildiag/probe/fact"
)

// The structures in which Windows tells of ICMP messages. They are read here, apart from the system, so that recorded ones
// can be read on any.

// parseErrorInfo reads ICMP_ERROR_INFO (ws2tcpip.h): SOCKADDR_INET srcaddress, IPPROTO protocol, UINT8 type, UINT8 code.
func parseErrorInfo(b []byte) (fact.Hop, bool) {
	const addrSize = 28
	if len(b) < addrSize+6 {
		return fact.Hop{}, false
	}
	m := message{typ: int(b[addrSize+4]), code: int(b[addrSize+5])}
	switch binary.LittleEndian.Uint16(b) {
	case 2: // AF_INET
		m.src = netip.AddrFrom4([4]byte(b[4:8]))
	case 23: // AF_INET6
		m.src = netip.AddrFrom16([16]byte(b[8:24]))
	default:
		return fact.Hop{}, false
	}
	return m.hop(), true
}

// parseEchoReply reads ICMP_ECHO_REPLY (ipexport.h): address, status, round trip, sizes, a pointer, and IP options, of which
// the first byte is the TTL. The pointer has four or eight bytes.
func parseEchoReply(b []byte) (fact.Hop, bool) {
	if len(b) < 32 {
		return fact.Hop{}, false
	}
	h, ok := statusHop(binary.LittleEndian.Uint32(b[4:]), false)
	if !ok || h.Answer == fact.HopSilent {
		return h, ok
	}
	h.Addr = netip.AddrFrom4([4]byte(b[:4])).String()
	h.ReplyTTL = int(b[optionsAt])
	return h, true
}

// optionsAt is where the options stand in an ICMP_ECHO_REPLY.
const optionsAt = 16 + pointerSize

// pointerSize is 8, or 4 on systems of 32 bits.
const pointerSize = 4 << (^uintptr(0) >> 63)

// parseEchoReply6 reads ICMPV6_ECHO_REPLY_LH (ipexport.h): IPV6_ADDRESS_EX, which is packed (port, flow, address, scope), status,
// round trip.
func parseEchoReply6(b []byte) (fact.Hop, bool) {
	if len(b) < 36 {
		return fact.Hop{}, false
	}
	h, ok := statusHop(binary.LittleEndian.Uint32(b[28:]), true)
	if !ok || h.Answer == fact.HopSilent {
		return h, ok
	}
	h.Addr = netip.AddrFrom16([16]byte(b[6:22])).String()
	return h, true
}

// statusHop is a status of ipexport.h as an answer; false: it is no answer of the network.
func statusHop(status uint32, v6 bool) (fact.Hop, bool) {
	icmp := func(typ, code, typ6, code6 int) (fact.Hop, bool) {
		if v6 {
			typ, code = typ6, code6
		}
		return fact.Hop{Answer: fact.HopICMP, Type: typ, Code: code}, true
	}
	switch status {
	case 0: // IP_SUCCESS
		return fact.Hop{Answer: fact.HopEcho}, true
	case 11010: // IP_REQ_TIMED_OUT
		return fact.Hop{}, true
	case 11002: // IP_DEST_NET_UNREACHABLE, IP_DEST_NO_ROUTE
		return icmp(3, 0, 1, 0)
	case 11003: // IP_DEST_HOST_UNREACHABLE, IP_DEST_ADDR_UNREACHABLE
		return icmp(3, 1, 1, 3)
	case 11004: // IP_DEST_PROT_UNREACHABLE; over IPv6 it is IP_DEST_PROHIBITED
		return icmp(3, 2, 1, 1)
	case 11005: // IP_DEST_PORT_UNREACHABLE
		return icmp(3, 3, 1, 4)
	case 11009: // IP_PACKET_TOO_BIG
		return icmp(3, 4, 2, 0)
	case 11013: // IP_TTL_EXPIRED_TRANSIT, IP_HOP_LIMIT_EXCEEDED
		return icmp(11, 0, 3, 0)
	case 11014: // IP_TTL_EXPIRED_REASSEM
		return icmp(11, 1, 3, 1)
	case 11040: // IP_DEST_UNREACHABLE
		return icmp(3, 1, 1, 3)
	}
	return fact.Hop{}, false
}
