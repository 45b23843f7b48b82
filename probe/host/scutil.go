package host

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// parseScutilDNS reads the output of macOS' `scutil --dns`: the resolvers that answer for every name. Those for some
// domains only (mDNS, split DNS of a VPN) and those for one interface ("scoped queries") are left out: an
// ordinary look-up of a mail server's name does not go there.
func parseScutilDNS(text string) dnsConfig {
	var out dnsConfig
	var block scutilResolver
	flush := func() {
		block.addTo(&out)
		block = scutilResolver{}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "DNS configuration (") {
			break
		}
		if strings.HasPrefix(line, "resolver #") {
			flush()
			continue
		}
		if key, value, ok := strings.Cut(line, ":"); ok {
			block.set(strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	flush()
	out.search = suffixes(out.search)
	return out
}

// scutilResolver is one block of the output.
type scutilResolver struct {
	partial bool // for some domains only
	servers []netip.Addr
	search  []string
	port    uint16
	iface   string
}

func (r *scutilResolver) set(key, value string) {
	name, _, _ := strings.Cut(key, "[")
	switch name {
	case "domain", "options":
		r.partial = true
	case "search domain":
		if len(r.search) < maxSearch {
			r.search = append(r.search, value)
		}
	case "nameserver":
		if a, err := netip.ParseAddr(value); err == nil && len(r.servers) < maxServers {
			r.servers = append(r.servers, a.Unmap())
		}
	case "port":
		if p, err := strconv.ParseUint(value, 10, 16); err == nil {
			r.port = uint16(p)
		}
	case "if_index": // "14 (en0)"
		if _, rest, ok := strings.Cut(value, "("); ok {
			r.iface, _, _ = strings.Cut(rest, ")")
		}
	}
}

func (r *scutilResolver) addTo(out *dnsConfig) {
	if r.partial {
		return
	}
	out.search = append(out.search, r.search...)
	port := r.port
	if port == 0 {
		port = 53
	}
	for _, a := range r.servers {
		if a.IsLinkLocalUnicast() && r.iface != "" && a.Is6() {
			a = a.WithZone(r.iface) // the number that scutil prints there is no zone that a socket takes
		}
		f := fact.Resolver{Addr: netip.AddrPortFrom(a, port).String(), Role: fact.RoleSystem, Iface: r.iface}
		known := slices.ContainsFunc(out.servers, func(have fact.Resolver) bool { return have.Addr == f.Addr })
		if !known && len(out.servers) < maxServers {
			out.servers = append(out.servers, f)
		}
	}
}
