package probe

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
	"maildiag/probe/path"
	"maildiag/probe/web"
)

// Env is every door to the outside. The machine is one (Machine), the lab another; nothing else in
// this package opens a socket, reads the clock or looks at the computer.
type Env struct {
	// Dial opens a TCP connection. Its errors are the system's own, unwrapped enough for errors.Is(err, syscall.ECONNREFUSED).
	Dial func(ctx context.Context, addr netip.AddrPort) (net.Conn, error)
	// Exchange sends one DNS message to one resolver, over "udp" or "tcp", and waits for its answer until ctx ends.
	Exchange func(ctx context.Context, network string, resolver netip.AddrPort, query *dns.Msg) (*dns.Msg, error)
	// LookupHost is what this PC's programs get for a name: hosts file, then the system's resolver.
	LookupHost func(ctx context.Context, host string) ([]netip.Addr, error)
	// HostsFile gives the addresses that the hosts file alone has for a name.
	HostsFile func(host string) []netip.Addr
	// PC tells what this computer says of itself, its resolvers among it.
	PC func(ctx context.Context) fact.PC
	// Path looks at the way to one address and port, hop by hop; nil: it is not measured.
	Path func(ctx context.Context, target netip.AddrPort, o path.Options) fact.Path
	// Fetch gets one web page as a browser on this PC would; nil: there is no web.
	Fetch web.Fetch
	// WebProxy tells the proxy by which Fetch asks for an address, and the script that would decide; nil: there is none.
	WebProxy func(address string) (proxy, pac string)
	// Now is this PC's clock.
	Now func() time.Time
	// Roots are the certificates that trust is measured with.
	Roots Roots
	// Progress is told what happens, as it happens; nil: nobody listens. It is called from many goroutines.
	Progress func(Event)
}

// Roots are the certificate stores of a run.
type Roots struct {
	System *x509.CertPool        // nil: the system's own verifier
	Extra  []*x509.Certificate   // --ca
	Public func() *x509.CertPool // the roots embedded in the binary, read when first asked for; nil: not compared
	// Certs gives the same public roots as certificates, to find a missing issuer's kin by name; nil: not compared.
	Certs func() []*x509.Certificate
}

func (r *Roots) public() *x509.CertPool {
	if r.Public == nil {
		return nil
	}
	return r.Public()
}

func (r *Roots) certs() []*x509.Certificate {
	if r.Certs == nil {
		return r.Extra
	}
	return append(r.Extra[:len(r.Extra):len(r.Extra)], r.Certs()...)
}

// Event is one thing that happened, for the live line on a terminal. It carries no judgement.
type Event struct {
	Service int        // index in Plan.Services; -1: the run as a whole
	Stage   fact.Stage // the stage that began, or ended
	Done    bool
	Failed  bool
}
