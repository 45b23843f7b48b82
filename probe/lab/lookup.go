package lab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// patience is how many seconds the PC waits for one resolver before it asks the next (resolv.conf(5), "timeout").
const patience = 5

// hostsFile is Env.HostsFile.
func (w *World) hostsFile(host string) []netip.Addr {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" {
		return []netip.Addr{addr("127.0.0.1"), addr("::1")}
	}
	return slices.Clone(w.design.pinned[host])
}

// lookupHost is Env.LookupHost: what a program on this PC gets. The hosts file decides first, then the system's
// resolvers in order: the next is asked where one is silent or fails, and a name that one denies does not exist.
func (w *World) lookupHost(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if pinned := w.hostsFile(host); len(pinned) > 0 {
		return pinned, nil
	}
	var failure error
	for _, resolver := range w.names.system {
		addrs, err := w.lookupAt(ctx, resolver, host)
		var no *net.DNSError
		if err == nil || (errors.As(err, &no) && no.IsNotFound) {
			return addrs, err
		}
		if failure = err; ctx.Err() != nil {
			break
		}
	}
	return nil, failure
}

// lookupAt asks one resolver for both kinds of address at once.
func (w *World) lookupAt(ctx context.Context, resolver netip.AddrPort, host string) ([]netip.Addr, error) {
	ctx, cancel := context.WithTimeout(ctx, w.seconds(patience))
	defer cancel()
	type result struct {
		addrs []netip.Addr
		err   error
	}
	six := make(chan result, 1)
	go func() {
		addrs, err := w.lookupType(ctx, resolver, host, dns.TypeAAAA)
		six <- result{addrs, err}
	}()
	four, err := w.lookupType(ctx, resolver, host, dns.TypeA)
	other := <-six
	var no *net.DNSError
	switch {
	case err != nil && !(errors.As(err, &no) && no.IsNotFound && len(other.addrs) > 0):
		return nil, err
	case other.err != nil && len(four) == 0:
		return nil, other.err
	case len(four)+len(other.addrs) == 0:
		return nil, &net.DNSError{Err: "no such host", Name: host, Server: resolver.String(), IsNotFound: true}
	}
	// RFC 6724: IPv6 first where this PC has a way out by it.
	if w.design.slots["pc.ipv6"].given() {
		return slices.Concat(four, other.addrs), nil
	}
	return slices.Concat(other.addrs, four), nil
}

// lookupType asks one question, without EDNS as most stub resolvers do, and by TCP where the answer is truncated.
func (w *World) lookupType(ctx context.Context, resolver netip.AddrPort, host string, t uint16) ([]netip.Addr, error) {
	query := new(dns.Msg).SetQuestion(dns.Fqdn(host), t)
	reply, err := w.exchange(ctx, "udp", resolver, query)
	if err == nil && reply.Truncated {
		reply, err = w.exchange(ctx, "tcp", resolver, query)
	}
	if err != nil {
		e := &net.DNSError{UnwrapErr: err, Err: err.Error(), Name: host, Server: resolver.String(), IsTemporary: true}
		var timeout interface{ Timeout() bool }
		e.IsTimeout = errors.As(err, &timeout) && timeout.Timeout()
		return nil, e
	}
	switch reply.Rcode {
	case dns.RcodeSuccess:
	case dns.RcodeNameError:
		return nil, &net.DNSError{Err: "no such host", Name: host, Server: resolver.String(), IsNotFound: true}
	default:
		return nil, &net.DNSError{Err: "server misbehaving", Name: host, Server: resolver.String(), IsTemporary: true}
	}
	var out []netip.Addr
	for _, rr := range reply.Answer {
		switch rr := rr.(type) {
		case *dns.A:
			a, _ := netip.AddrFromSlice(rr.A)
			out = append(out, a.Unmap())
		case *dns.AAAA:
			a, _ := netip.AddrFromSlice(rr.AAAA)
			out = append(out, a)
		}
	}
	return out, nil
}
