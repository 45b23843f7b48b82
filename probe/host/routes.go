package host

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"maildiag/probe/fact"
)

// route is one entry of a routing table that leads somewhere.
type route struct {
	dst     netip.Prefix
	gateway netip.Addr // invalid or unspecified: none, the link itself
	iface   string
	metric  uint32
}

// byDefault picks the route that packets to anywhere take: two routes to one half of the addresses each (a VPN's
// way of going before the default route without touching it), else the default route of the least metric.
func byDefault(routes []route, is4 bool) (route, bool) {
	var best, low, high route
	found := false
	for _, r := range routes {
		if r.dst.Addr().Is4() != is4 {
			continue
		}
		switch {
		case r.dst.Bits() == 0 && (!found || r.metric < best.metric):
			best, found = r, true
		case r.dst.Bits() == 1 && r.dst.Addr().AsSlice()[0]&0x80 == 0:
			low = r
		case r.dst.Bits() == 1:
			high = r
		}
	}
	if low.dst.IsValid() && high.dst.IsValid() {
		return low, true
	}
	return best, found
}

// way is what the system says when it is asked for a route to a far address.
type way struct {
	known bool // it gave a clear answer
	open  bool
	src   netip.Addr // the address that this PC would use
}

// The addresses of a.root-servers.net: far away from everybody, and no reason for anyone to route them in a special way.
const (
	rootServer4 = "198.41.0.4:53"
	rootServer6 = "[2001:503:ba3e::2:30]:53"
)

// exit asks the system for its route to target. Connecting a UDP socket does just that, with all policy
// routing, and sends nothing.
func exit(ctx context.Context, network, target string) way {
	c, err := new(net.Dialer).DialContext(ctx, network, target)
	if err != nil {
		return way{known: ctx.Err() == nil && !denied(err)}
	}
	defer c.Close()
	src := c.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
	// With a link-local address (169.254/16, fe80::/10) alone nothing comes back from afar.
	return way{known: true, open: !src.IsLinkLocalUnicast(), src: src}
}

// denied: a local filter forbids the call, which says nothing about routes. 10013 is Winsock's WSAEACCES.
func denied(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.Errno(10013))
}

// wayOut puts together what the routing table and the system's own route look-up say. The look-up decides whether
// there is a way, the table tells the gateway. Nil: neither could be had.
func wayOut(s system, exit4, exit6 way, interfaces []fact.Interface) *fact.Routes {
	if s.noRoutes && !exit4.known && !exit6.known {
		return nil
	}
	r := &fact.Routes{}
	r4, ok4 := byDefault(s.routes, true)
	r6, ok6 := byDefault(s.routes, false)
	r.Default4, r.Default6 = ok4, ok6
	if exit4.known {
		r.Default4 = exit4.open
	}
	if exit6.known {
		r.Default6 = exit6.open
	}
	if r.Default4 && ok4 {
		r.Gateway4, r.Interface = gatewayText(r4), r4.iface
	}
	if r.Default6 && ok6 {
		r.Gateway6 = gatewayText(r6)
	}
	switch {
	case r.Interface != "":
	case r.Default4:
		r.Interface = holder(interfaces, exit4.src)
	case r.Default6 && ok6:
		r.Interface = r6.iface
	case r.Default6:
		r.Interface = holder(interfaces, exit6.src)
	}
	return r
}

func gatewayText(r route) string {
	if !r.gateway.IsValid() || r.gateway.IsUnspecified() {
		return ""
	}
	return r.gateway.String()
}

// holder names the interface that has an address.
func holder(interfaces []fact.Interface, addr netip.Addr) string {
	for _, i := range interfaces {
		for _, cidr := range i.Addresses {
			if p, err := netip.ParsePrefix(cidr); err == nil && p.Addr() == addr {
				return i.Name
			}
		}
	}
	return ""
}

const (
	maxInterfaces = 64
	maxAddresses  = 32
)

// interfaces lists those that are up, loopback left out.
func interfaces(tunnels map[string]bool) ([]fact.Interface, error) {
	list, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var out []fact.Interface
	for _, i := range list {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 || len(out) == maxInterfaces {
			continue
		}
		addrs, addrErr := i.Addrs()
		if addrErr != nil {
			err = addrErr
		}
		f := fact.Interface{Name: i.Name}
		for _, a := range addrs {
			if len(f.Addresses) < maxAddresses {
				f.Addresses = append(f.Addresses, a.String())
			}
		}
		f.NoCarrier = i.Flags&net.FlagRunning == 0
		f.Tunnel = (i.Flags&net.FlagPointToPoint != 0 || tunnels[i.Name]) && carries(f.Addresses)
		out = append(out, f)
	}
	return out, err
}

// carries says whether any address reaches beyond the link. macOS keeps several point-to-point interfaces up for
// services of its own, with link-local addresses alone: they are nobody's VPN.
func carries(addresses []string) bool {
	for _, cidr := range addresses {
		ip, _, _ := strings.Cut(cidr, "/")
		if a, err := netip.ParseAddr(ip); err == nil && !a.IsLinkLocalUnicast() {
			return true
		}
	}
	return false
}
