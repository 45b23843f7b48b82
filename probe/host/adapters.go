package host

import (
	"net/netip"
	"slices"

	"maildiag/probe/fact"
)

// adapter is a network adapter as Windows' GetAdaptersAddresses describes it.
type adapter struct {
	name             string // "Wi-Fi"
	up               bool
	loopback         bool
	tunnel           bool // by its type: PPP, tunnel, or the virtual one that VPN drivers use
	dns              []netip.Addr
	gateways         []netip.Addr
	metric4, metric6 uint32
	suffixes         []string
}

// siteLocalDNS are the addresses that Windows puts on adapters without an IPv6 resolver. They were withdrawn with
// site-local addresses (RFC 3879), and nobody answers there.
var siteLocalDNS = netip.MustParsePrefix("fec0:0:0:ffff::/126")

// fromAdapters derives resolvers, routes, search suffixes and tunnels from the adapters that are up. Resolvers of
// adapters that lead out come first, those of the least metric before others.
func fromAdapters(list []adapter) system {
	s := system{tunnels: map[string]bool{}}
	list = slices.DeleteFunc(slices.Clone(list), func(a adapter) bool { return !a.up || a.loopback })
	slices.SortStableFunc(list, func(a, b adapter) int {
		if out, other := len(a.gateways) > 0, len(b.gateways) > 0; out != other {
			if out {
				return -1
			}
			return 1
		}
		return int(min(a.metric4, 1<<30)) - int(min(b.metric4, 1<<30))
	})
	var search []string
	for _, a := range list {
		search = append(search, a.suffixes...)
		if a.tunnel {
			s.tunnels[a.name] = true
		}
		s.routes = append(s.routes, a.routes()...)
		s.dns.servers = append(s.dns.servers, a.resolvers(s.dns.servers)...)
	}
	s.dns.search = suffixes(search)
	return s
}

// routes makes a default route of each gateway.
func (a adapter) routes() []route {
	var out []route
	for _, g := range a.gateways {
		all, metric := netip.IPv4Unspecified(), a.metric4
		if !g.Is4() {
			all, metric = netip.IPv6Unspecified(), a.metric6
		}
		out = append(out, route{dst: netip.PrefixFrom(all, 0), gateway: g, iface: a.name, metric: metric})
	}
	return out
}

// maxAdapterServers bounds the resolvers of all adapters together: Windows asks several adapters' at once.
const maxAdapterServers = 6

func (a adapter) resolvers(have []fact.Resolver) []fact.Resolver {
	var out []fact.Resolver
	for _, ip := range a.dns {
		f := fact.Resolver{Addr: netip.AddrPortFrom(ip, 53).String(), Role: fact.RoleSystem, Iface: a.name}
		known := func(o fact.Resolver) bool { return o.Addr == f.Addr }
		if siteLocalDNS.Contains(ip.WithZone("")) || slices.ContainsFunc(have, known) || slices.ContainsFunc(out, known) {
			continue
		}
		if len(have)+len(out) < maxAdapterServers {
			out = append(out, f)
		}
	}
	return out
}
