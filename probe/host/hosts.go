package host

import (
	"bufio"
	"errors"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"
)

const (
	// Blocklists make hosts files of a hundred thousand lines; more than this is no hosts file.
	maxHosts = 32 << 20
	// A line that is longer than this is read up to here.
	maxHostsLine = 16 << 10
	// A name has one address per family; a few more do no harm.
	maxHostsAddrs = 16
)

// HostsFile gives the addresses that a hosts file has for a name, in its order.
func HostsFile(path, name string) ([]netip.Addr, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return hostsLookup(io.LimitReader(f, maxHosts), name)
}

// hostsLookup is HostsFile on a text of hosts(5). Lines that make no sense are skipped, as the systems do.
func hostsLookup(r io.Reader, name string) ([]netip.Addr, error) {
	in := bufio.NewReaderSize(r, maxHostsLine)
	name = strings.TrimSuffix(name, ".")
	var out []netip.Addr
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		text := string(line)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if first {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if addr, ok := hostsLine(text, name); ok && !slices.Contains(out, addr) && len(out) < maxHostsAddrs {
			out = append(out, addr)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
}

// hostsLine says whether one line of a hosts file names the host, and its address.
func hostsLine(line, name string) (netip.Addr, bool) {
	line, _, _ = strings.Cut(line, "#")
	words := strings.Fields(line)
	if len(words) < 2 {
		return netip.Addr{}, false
	}
	for _, w := range words[1:] {
		if strings.EqualFold(strings.TrimSuffix(w, "."), name) {
			addr, err := netip.ParseAddr(words[0])
			return addr.Unmap(), err == nil
		}
	}
	return netip.Addr{}, false
}
