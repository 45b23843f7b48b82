package probe

import (
	"context"
	"net"
	"net/netip"
	"time"

	"maildiag/probe/fact"
	"maildiag/probe/path"
)

// path is Env.Path: this PC's own sockets, and its own resolver for the routers' names.
func (o MachineOptions) path(resolver *net.Resolver) func(context.Context, netip.AddrPort, path.Options) fact.Path {
	return func(ctx context.Context, target netip.AddrPort, p path.Options) fact.Path {
		p.Name = func(ctx context.Context, a netip.Addr) string {
			names, err := resolver.LookupAddr(ctx, a.String())
			if err != nil || len(names) == 0 {
				return ""
			}
			return escape(names[0])
		}
		if o.OriginAS {
			p.Origin = func(ctx context.Context, a netip.Addr) (as, country string) {
				return path.Origin(ctx, resolver.LookupTXT, a)
			}
		}
		p.Classify = func(op string, took time.Duration, err error) *fact.Failure {
			return classify(fact.StagePath, op, time.Now().Add(-took), time.Now(), err)
		}
		out := path.Trace(ctx, target, p)
		out.NotMeasured = escape(out.NotMeasured)
		return out
	}
}
