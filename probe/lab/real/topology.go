//go:build linux

package real

import (
	"fmt"
	"net/netip"
)

// The addresses that never change. Links between routers have 203.0.113.128/30.
var (
	ClientAddr    = netip.MustParseAddr("198.51.100.2")
	Client4Addr   = netip.MustParseAddr("198.51.100.3") // a PC in a network without IPv6
	ResolverAddr  = netip.MustParseAddr("192.0.2.53")
	ReferenceAddr = netip.MustParseAddr("203.0.113.53")
)

// topology is the namespaces and what joins them.
type topology struct {
	client, client4           *netns
	gateway, router           *netns
	servers, stage, resolvers *netns
	reference                 *netns
	unplug                    func() // ends the wire; nil without one
}

func (t *topology) all() map[string]**netns {
	return map[string]**netns{
		"client": &t.client, "client4": &t.client4, "gateway": &t.gateway, "router": &t.router,
		"servers": &t.servers, "stage": &t.stage, "resolvers": &t.resolvers, "reference": &t.reference,
	}
}

// build makes the namespaces and joins them; the long way is between the two routers.
func (t *topology) build(w Wire) error {
	for name, n := range t.all() {
		var err error
		if *n, err = newNetns(name); err != nil {
			return err
		}
		// Addresses are unique by construction; looking for duplicates would cost a second.
		if err := (*n).sysctl("net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.default.dad_transmits=0",
			"net.ipv6.conf.all.accept_dad=0"); err != nil {
			return err
		}
	}
	for _, n := range []*netns{t.gateway, t.router} {
		// Rate limits of ICMP are per destination, and one client runs all cases.
		if err := n.sysctl("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1",
			"net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0"); err != nil {
			return err
		}
	}
	return errAll(
		func() error { return t.joinClients() },
		func() error { return t.joinRouters(w) },
		func() error { return t.joinLeaf(t.servers, "servers") },
		func() error { return t.joinLeaf(t.stage, "stage") },
		func() error { return t.joinLeaf(t.resolvers, "resolvers", ResolverAddr) },
		func() error { return t.joinLeaf(t.reference, "reference", ReferenceAddr) },
		// Daemons bind their ports as users of their own.
		func() error { return t.resolvers.sysctl("net.ipv4.ip_unprivileged_port_start=53") },
		func() error { return t.reference.sysctl("net.ipv4.ip_unprivileged_port_start=53") },
	)
}

// joinClients puts both PCs behind the gateway.
func (t *topology) joinClients() error {
	return errAll(
		func() error { return link(t.gateway, "lan", t.client, "eth0") },
		func() error { return link(t.gateway, "lan4", t.client4, "eth0") },
		func() error {
			return t.gateway.ip(
				"address add 198.51.100.1/32 dev lan",
				"address add 198.51.100.1/32 dev lan4",
				"address add 2001:db8:0:1::1/64 dev lan nodad",
				"route add 198.51.100.2/32 dev lan",
				"route add 198.51.100.3/32 dev lan4",
			)
		},
		func() error {
			return t.client.ip(
				"address add 198.51.100.2/24 dev eth0",
				"address add 2001:db8:0:1::2/64 dev eth0 nodad",
				"link set dev eth0 up",
				"route add default via 198.51.100.1",
				"route add default via 2001:db8:0:1::1",
			)
		},
		func() error {
			return t.client4.ip(
				"address add 198.51.100.3/24 dev eth0",
				"link set dev eth0 up",
				"route add default via 198.51.100.1",
			)
		},
	)
}

// joinRouters lays the long way.
func (t *topology) joinRouters(w Wire) error {
	lay := func() error { return link(t.gateway, "wan", t.router, "wan") }
	if w.Delay > 0 || w.Drop != nil {
		lay = func() (err error) {
			t.unplug, err = wire(t.gateway, "wan", t.router, "wan", w)
			return err
		}
	}
	return errAll(
		lay,
		func() error {
			return t.gateway.ip(
				"address add 203.0.113.129/30 dev wan",
				"address add 2001:db8:0:3::1/64 dev wan nodad",
				"link set dev wan up",
				"route add default via 203.0.113.130",
				"route add default via 2001:db8:0:3::2 dev wan",
			)
		},
		func() error {
			return t.router.ip(
				"address add 203.0.113.130/30 dev wan",
				"address add 2001:db8:0:3::2/64 dev wan nodad",
				"link set dev wan up",
				"route add default via 203.0.113.129",
				"route add default via 2001:db8:0:3::1 dev wan",
			)
		},
	)
}

// joinLeaf puts a host behind the router.
func (t *topology) joinLeaf(n *netns, dev string, addrs ...netip.Addr) error {
	err := errAll(
		func() error { return link(t.router, dev, n, "eth0") },
		func() error {
			return t.router.ip(
				"address add 192.0.2.1/32 dev "+dev,
				"address add fe80::1/64 dev "+dev+" nodad",
			)
		},
		func() error {
			return n.ip(
				"link set dev eth0 up",
				"route add default via 192.0.2.1 dev eth0 onlink",
				"route add default via fe80::1 dev eth0",
			)
		},
	)
	if err != nil {
		return err
	}
	return t.own(n, dev, addrs)
}

// own gives a host behind the router addresses, and the router the way there.
func (t *topology) own(n *netns, dev string, addrs []netip.Addr) error {
	var host, router []string
	for _, a := range addrs {
		host = append(host, fmt.Sprintf("address add %s/%d dev eth0", a, a.BitLen())+noDAD(a))
		router = append(router, fmt.Sprintf("route add %s/%d dev %s", a, a.BitLen(), dev))
	}
	if len(addrs) == 0 {
		return nil
	}
	return errAll(func() error { return n.ip(host...) }, func() error { return t.router.ip(router...) })
}

func noDAD(a netip.Addr) string {
	if a.Is6() {
		return " nodad"
	}
	return ""
}

// tear takes everything down that is not tied to a process.
func (t *topology) tear() {
	if t.unplug != nil {
		t.unplug()
	}
	for _, n := range t.all() {
		if *n != nil {
			(*n).file.Close()
		}
	}
}
