package host

import (
	"net/netip"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

const (
	maxResolvConf = 64 << 10
	// The C libraries read three nameserver lines and no more (MAXNS in resolv.h).
	maxServers = 3
	maxSearch  = 32
)

// parseResolvConf reads resolv.conf(5): the nameservers that count, as ip:port 53, and the search suffixes.
func parseResolvConf(text string) (servers []netip.AddrPort, search []string) {
	for line := range strings.Lines(text) {
		word := strings.Fields(line)
		if len(word) < 2 || strings.HasPrefix(word[0], "#") || strings.HasPrefix(word[0], ";") {
			continue
		}
		switch word[0] {
		case "nameserver":
			addr, err := netip.ParseAddr(word[1])
			if err == nil && len(servers) < maxServers {
				servers = append(servers, netip.AddrPortFrom(addr.Unmap(), 53))
			}
		case "search", "domain": // the last line of either kind wins
			search = suffixes(word[1:])
		}
	}
	return servers, search
}

// suffixes cleans a list of search suffixes.
func suffixes(list []string) []string {
	var out []string
	for _, s := range list {
		s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "."))
		if s != "" && len(s) <= 253 && !slices.Contains(out, s) && len(out) < maxSearch {
			out = append(out, s)
		}
	}
	return out
}

// stubs are resolvers on this PC itself that only pass questions on, and the file that names the servers behind them.
var stubs = map[netip.Addr]string{
	netip.MustParseAddr("127.0.0.53"): "/run/systemd/resolve/resolv.conf",
	netip.MustParseAddr("127.0.0.1"):  "/run/NetworkManager/no-stub-resolv.conf",
	netip.MustParseAddr("127.0.1.1"):  "/run/NetworkManager/no-stub-resolv.conf",
}

// uplinkFile tells the file that has the servers behind the first local stub among the servers, or "".
func uplinkFile(servers []netip.AddrPort) string {
	for _, s := range servers {
		if path := stubs[s.Addr()]; path != "" {
			return path
		}
	}
	return ""
}

// resolvers makes facts of addresses. An IPv6 zone is the interface.
func resolvers(servers []netip.AddrPort) []fact.Resolver {
	var out []fact.Resolver
	for _, s := range servers {
		out = append(out, fact.Resolver{Addr: s.String(), Role: fact.RoleSystem, Iface: s.Addr().Zone()})
	}
	return out
}
