package host

import (
	"testing"

	"maildiag/probe/fact"
)

func TestParseProcARP(t *testing.T) {
	const table = "IP address       HW type     Flags       HW address            Mask     Device\n" +
		"198.51.100.1     0x1         0x0         00:00:00:00:00:00     *        eth0\n" +
		"198.51.100.9     0x1         0x2         02:42:ac:11:00:02     *        eth0\n" +
		"198.51.100.8     0x1         what        02:42:ac:11:00:02     *        eth0\nshort\n"
	for addr, want := range map[string]fact.Answer{
		"198.51.100.1": fact.Yes, "198.51.100.9": fact.No, "198.51.100.8": fact.Unknown, "198.51.100.7": fact.Unknown,
	} {
		if got := parseProcARP(table, addr); got != want {
			t.Errorf("%s silent: %q, want %q", addr, got, want)
		}
	}
}
