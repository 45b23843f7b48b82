package host

import (
	"encoding/binary"
	"encoding/hex"
	mathbits "math/bits"
	"net/netip"
	"strconv"
	"strings"
)

const (
	// Far more than a PC's table; a router with a full one is read in part, and exit still tells whether there is a way out.
	maxRouteTable = 4 << 20

	rtfUp     = 0x1
	rtfReject = 0x200
)

// parseProcRoute reads Linux' /proc/net/route: IPv4 routes, addresses as hexadecimal little-endian words.
func parseProcRoute(text string) []route {
	var out []route
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 8 {
			continue
		}
		dst, ok1 := littleEndian(f[1])
		gateway, ok2 := littleEndian(f[2])
		mask, ok3 := littleEndian(f[7])
		flags, err1 := strconv.ParseUint(f[3], 16, 32)
		metric, err2 := strconv.ParseUint(f[6], 10, 32)
		if !ok1 || !ok2 || !ok3 || err1 != nil || err2 != nil || flags&rtfUp == 0 || flags&rtfReject != 0 {
			continue
		}
		out = append(out, route{
			dst:     netip.PrefixFrom(dst, maskBits(mask.AsSlice())),
			gateway: gateway, iface: f[0], metric: uint32(metric),
		})
	}
	return out
}

func littleEndian(word string) (netip.Addr, bool) {
	b, err := hex.DecodeString(word)
	if err != nil || len(b) != 4 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, binary.LittleEndian.Uint32(b)))), true
}

// parseProcRoute6 reads Linux' /proc/net/ipv6_route.
func parseProcRoute6(text string) []route {
	var out []route
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 10 {
			continue
		}
		dst, ok1 := hex16(f[0])
		gateway, ok2 := hex16(f[4])
		bits, err1 := strconv.ParseUint(f[1], 16, 8)
		metric, err2 := strconv.ParseUint(f[5], 16, 32)
		flags, err3 := strconv.ParseUint(f[8], 16, 32)
		if !ok1 || !ok2 || err1 != nil || err2 != nil || err3 != nil || bits > 128 || flags&rtfUp == 0 || flags&rtfReject != 0 {
			continue
		}
		out = append(out, route{
			dst:     netip.PrefixFrom(dst, int(bits)),
			gateway: gateway, iface: f[9], metric: uint32(metric),
		})
	}
	return out
}

func hex16(word string) (netip.Addr, bool) {
	b, err := hex.DecodeString(word)
	if err != nil || len(b) != 16 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16([16]byte(b)), true
}

// maskBits counts the leading ones of a network mask.
func maskBits(mask []byte) int {
	bits := 0
	for _, b := range mask {
		bits += mathbits.LeadingZeros8(^b)
		if b != 0xff {
			break
		}
	}
	return bits
}
