//go:build linux

package real

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"
)

// Way is one PC, a row of routers and a server, all in a line, for what only a long way shows:
//
//	client 192.168.1.23 ─ 1 ─ 2 ═ wire ═ 3 ─ 4 ─ 5 ─ 6 ─ server 192.0.2.10
//
// Router 1 is the home's, router 2 in a company's private range, 3 and 4 the access provider's, 5 far away, 6 beside the
// server. They answer with the address of the side that looks to the client, within the usual limits of the kernel.
type Way struct {
	w      *World
	nodes  [wayNodes]*netns // client, routers 1 to 6, server
	twin   *netns           // a second router 4, where there are two ways
	unplug func()
}

const (
	wayNodes   = 8
	wayServer  = wayNodes - 1
	wayRouters = wayNodes - 2
)

// The addresses of a way's ends.
var (
	WayClient  = netip.MustParseAddr("192.168.1.23")
	WayServer  = netip.MustParseAddr("192.0.2.10")
	WayServer6 = netip.MustParseAddr("2001:db8:6::2")
)

// wayLinks are the networks between neighbours: near end, far end, prefix length. The far end is what a router answers with.
var wayLinks = [wayNodes - 1]struct {
	near, far string
	bits      int
}{
	{"192.168.1.23", "192.168.1.1", 24},
	{"10.20.0.1", "10.20.0.2", 30},
	{"203.0.113.1", "203.0.113.2", 30},
	{"203.0.113.5", "203.0.113.6", 30},
	{"198.51.100.1", "198.51.100.2", 30},
	{"198.51.100.5", "198.51.100.6", 30},
	{"192.0.2.1", "192.0.2.10", 24},
}

// wireAt is the link that the wire is laid in place of a cable: between routers 2 and 3.
const wireAt = 2

// Hop4 and Hop6 are what router n answers with; 7 is the server.
func Hop4(n int) netip.Addr { return netip.MustParseAddr(wayLinks[n-1].far) }
func Hop6(n int) netip.Addr { return netip.MustParseAddr(fmt.Sprintf("2001:db8:%d::2", n-1)) }

// NewWay lays a way, and takes it down with the test.
func NewWay(t testing.TB, w Wire) *Way {
	t.Helper()
	c := &Way{w: &World{}}
	t.Cleanup(c.close)
	if err := c.open(w); err != nil {
		t.Fatalf("way: %v", err)
	}
	return c
}

func (c *Way) open(w Wire) error {
	if err := c.w.makeDir(); err != nil {
		return err
	}
	for i := range c.nodes {
		if err := c.node(&c.nodes[i], fmt.Sprintf("way%d", i)); err != nil {
			return err
		}
	}
	for i := range wayLinks {
		if err := c.join(i, w); err != nil {
			return err
		}
	}
	return c.route()
}

// node makes one machine that forwards.
func (c *Way) node(n **netns, name string) error {
	var err error
	if *n, err = newNetns(name); err != nil {
		return err
	}
	return (*n).sysctl("net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.default.dad_transmits=0", "net.ipv6.conf.all.accept_dad=0",
		"net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.default.send_redirects=0", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.fib_multipath_hash_policy=1", "net.ipv6.fib_multipath_hash_policy=1")
}

// join lays one link and gives both ends their addresses.
func (c *Way) join(i int, w Wire) error {
	near, far, l := c.nodes[i], c.nodes[i+1], wayLinks[i]
	if i == wireAt && (w.Delay > 0 || w.Drop != nil) {
		stop, err := wire(near, "down", far, "up", w)
		if err != nil {
			return err
		}
		c.unplug = stop
	} else if err := link(near, "down", far, "up"); err != nil {
		return err
	}
	ends := func(dev, v4, v6 string) []string {
		return []string{
			fmt.Sprintf("address add %s/%d dev %s", v4, l.bits, dev),
			fmt.Sprintf("address add %s/64 dev %s nodad", v6, dev),
			"link set dev " + dev + " up",
		}
	}
	return errAll(
		func() error { return near.ip(ends("down", l.near, fmt.Sprintf("2001:db8:%d::1", i))...) },
		func() error { return far.ip(ends("up", l.far, fmt.Sprintf("2001:db8:%d::2", i))...) },
	)
}

// route sends what goes away from the client down the line, and what is for the client up.
func (c *Way) route() error {
	for i, n := range c.nodes {
		var lines []string
		if i < wayServer {
			lines = append(lines, "route add default via "+wayLinks[i].far+" dev down",
				fmt.Sprintf("route add default via 2001:db8:%d::2 dev down", i))
		} else {
			lines = append(lines, "route add default via "+wayLinks[i-1].near+" dev up",
				fmt.Sprintf("route add default via 2001:db8:%d::1 dev up", i-1))
		}
		if i > 1 && i < wayServer {
			lines = append(lines, "route add 192.168.1.0/24 via "+wayLinks[i-1].near+" dev up",
				fmt.Sprintf("route add 2001:db8::/64 via 2001:db8:%d::1 dev up", i-1))
		}
		if err := n.ip(lines...); err != nil {
			return err
		}
	}
	return nil
}

// Router is the nth router, from 1.
func (c *Way) Router(n int) *netns { return c.nodes[n] }

// Filter makes a node treat packets by rules of nftables in the hook ("forward", "input", "output"): both IP versions.
func (c *Way) Filter(n int, hook string, rules ...string) error {
	script := "table inet way {\n chain " + hook + " {\n type filter hook " + hook + " priority 0;\n"
	for _, r := range rules {
		script += "  " + r + "\n"
	}
	return c.nodes[n].nft(script + " }\n}\n")
}

// Serve performs the script on ports of the server, in both IP versions.
func (c *Way) Serve(script Script, ports ...int) error {
	for _, port := range ports {
		for _, a := range []netip.Addr{WayServer, WayServer6} {
			l, err := c.nodes[wayServer].listen(netip.AddrPortFrom(a, uint16(port)).String())
			if err != nil {
				return err
			}
			c.w.perform(l, script)
			// The neighbours have to find each other first: that is none of a trace's business.
			if err := c.nodes[0].waitTCP(l.Addr().String(), false, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// TwoWays adds a twin of router 4, and makes router 3 send some flows through one and some through the other.
func (c *Way) TwoWays() error {
	if err := c.node(&c.twin, "way4b"); err != nil {
		return err
	}
	near, far := c.nodes[3], c.nodes[5]
	return errAll(
		func() error { return link(near, "down2", c.twin, "up") },
		func() error { return link(c.twin, "down", far, "up2") },
		func() error {
			return near.ip("address add 203.0.113.9/30 dev down2", "address add 2001:db8:13::1/64 dev down2 nodad",
				"route replace default nexthop via 203.0.113.6 dev down nexthop via 203.0.113.10 dev down2",
				"route del default via 2001:db8:3::2 dev down",
				"route add default nexthop via 2001:db8:3::2 dev down nexthop via 2001:db8:13::2 dev down2")
		},
		func() error {
			return far.ip("link set dev up2 up", "address add 198.51.100.10/30 dev up2", "address add 2001:db8:14::2/64 dev up2 nodad")
		},
		func() error {
			return c.twin.ip("address add 203.0.113.10/30 dev up", "link set dev up up", "address add 2001:db8:13::2/64 dev up nodad",
				"address add 198.51.100.9/30 dev down", "address add 2001:db8:14::1/64 dev down nodad",
				"route add default via 198.51.100.10 dev down", "route add default via 2001:db8:14::2 dev down",
				"route add 192.168.1.0/24 via 203.0.113.9 dev up", "route add 2001:db8::/64 via 2001:db8:13::1 dev up")
		},
		// The neighbours on the new way find each other: each connection may go either way.
		func() error {
			for range 12 {
				for _, a := range []netip.Addr{WayServer, WayServer6} {
					if err := c.nodes[0].waitTCP(netip.AddrPortFrom(a, 993).String(), false, nil); err != nil {
						return err
					}
				}
			}
			return nil
		},
	)
}

// PC is the client, without a resolver.
func (c *Way) PC() *PC { return &PC{w: c.w, n: c.nodes[0]} }

func (c *Way) close() {
	for i := len(c.w.closers) - 1; i >= 0; i-- {
		c.w.closers[i]()
	}
	c.w.staged.Wait()
	if c.unplug != nil {
		c.unplug()
	}
	for _, n := range append(c.nodes[:], c.twin) {
		if n != nil {
			n.file.Close()
		}
	}
	if c.w.dir != "" {
		os.RemoveAll(c.w.dir)
	}
}

// wayDelay is the wire of a healthy way, one way: a round trip of 40 ms.
const wayDelay = 20 * time.Millisecond

// InTLS speaks TLS with a certificate of the lab's, and then performs the script inside.
func InTLS(script Script) (Script, error) {
	p, err := newPKI(time.Now())
	if err != nil {
		return nil, err
	}
	chain, key, err := p.leaf(SelfSigned, "imap.example.com")
	if err != nil {
		return nil, err
	}
	cert, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, err
	}
	return func(c net.Conn) { script(tls.Server(c, &tls.Config{Certificates: []tls.Certificate{cert}})) }, nil
}
