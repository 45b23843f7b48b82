package probe

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/x509roots/fallback/bundle"

	"maildiag/probe/fact"
	"maildiag/probe/host"
)

// MachineOptions are the flags that change how the real world is looked at.
type MachineOptions struct {
	Family    int                 // 4 or 6: this IP version only
	Resolvers []netip.AddrPort    // --dns: asked in place of the system's
	CAs       []*x509.Certificate // --ca
	OriginAS  bool                // --origin-as: ask DNS who announces the routers' addresses
}

// Machine is the real world: this PC's sockets, resolver, files and clock.
func Machine(o MachineOptions) *Env {
	resolver := o.resolver()
	return &Env{
		Dial:     o.dial,
		Exchange: exchange,
		LookupHost: func(ctx context.Context, host string) ([]netip.Addr, error) {
			return resolver.LookupNetIP(ctx, "ip"+o.family(), host)
		},
		HostsFile: func(name string) []netip.Addr {
			addrs, _ := host.HostsFile(host.HostsPath(), name) // that it can't be read, PC says
			return addrs
		},
		PC:       func(ctx context.Context) fact.PC { return escapePC(host.PC(ctx)) },
		Path:     o.path(resolver),
		Now:      time.Now,
		Fetch:    o.fetch(resolver),
		WebProxy: webProxy,
		Roots:    Roots{Extra: o.CAs, Public: publicPool, Certs: publicCerts},
	}
}

func (o MachineOptions) family() string {
	switch o.Family {
	case 4:
		return "4"
	case 6:
		return "6"
	}
	return ""
}

// dial opens a TCP connection. A check lasts seconds: keep-alive probes would only be noise in a packet trace.
func (o MachineOptions) dial(ctx context.Context, addr netip.AddrPort) (net.Conn, error) {
	d := net.Dialer{KeepAlive: -1}
	return d.DialContext(ctx, "tcp"+o.family(), addr.String())
}

// resolver is what programs on this PC use. With --dns, it is what they would use if that were the setting: Go's own
// resolver, which reads the hosts file first, sent to the given servers, each in its turn.
func (o MachineOptions) resolver() *net.Resolver {
	if len(o.Resolvers) == 0 {
		return &net.Resolver{}
	}
	var turn atomic.Uint32
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			next := o.Resolvers[int(turn.Add(1)-1)%len(o.Resolvers)]
			return new(net.Dialer).DialContext(ctx, network, next.String())
		},
	}
}

// publicRoots are read when a run first asks for them: parsing them costs a few milliseconds.
var publicRoots = sync.OnceValues(func() (*x509.CertPool, []*x509.Certificate) {
	pool := x509.NewCertPool()
	var certs []*x509.Certificate
	for root := range bundle.Roots() {
		cert, err := x509.ParseCertificate(root.Certificate)
		if err != nil {
			continue // one that this Go can't read is one that it can't verify with either
		}
		certs = append(certs, cert)
		if root.Constraint != nil { // a root that browsers trust only for what it signed up to some day
			pool.AddCertWithConstraint(cert, root.Constraint)
		} else {
			pool.AddCert(cert)
		}
	}
	return pool, certs
})

func publicPool() *x509.CertPool {
	pool, _ := publicRoots()
	return pool
}

func publicCerts() []*x509.Certificate {
	_, certs := publicRoots()
	return certs
}

// escapePC makes the texts of a PC safe to show: names of interfaces and search suffixes come from DHCP and VPN servers.
func escapePC(pc fact.PC) fact.PC {
	texts := []*string{&pc.Version, &pc.HostsFile}
	for i := range pc.Interfaces {
		texts = append(texts, &pc.Interfaces[i].Name)
	}
	if pc.Routes != nil {
		texts = append(texts, &pc.Routes.Interface, &pc.Routes.Gateway4, &pc.Routes.Gateway6)
	}
	for _, list := range [][]fact.Resolver{pc.Resolvers, pc.Uplinks} {
		for i := range list {
			texts = append(texts, &list[i].Iface)
		}
	}
	for _, list := range [][]string{pc.Search, pc.Errors} {
		for i := range list {
			texts = append(texts, &list[i])
		}
	}
	for _, t := range texts {
		*t = escape(*t)
	}
	return pc
}
