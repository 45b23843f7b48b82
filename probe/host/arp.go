package host

import (
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

const (
	maxARPTable = 1 << 20
	atfComplete = 0x2 // of arp(7): the neighbour has told its hardware address
)

// parseProcARP reads from Linux' /proc/net/arp whether an IPv4 neighbour answers. No line: it was not asked lately.
func parseProcARP(text, addr string) fact.Answer {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] != addr {
			continue
		}
		flags, err := strconv.ParseUint(f[2], 0, 32)
		if err != nil {
			return fact.Unknown
		}
		return fact.Is(flags&atfComplete == 0)
	}
	return fact.Unknown
}
