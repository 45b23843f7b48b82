// Package host is what this PC says of itself: its resolvers, search suffixes, hosts file, interfaces, default routes
// and the version of its system.
//
// It owns the reading of the operating system, one file per system with the same two functions in each (read,
// HostsPath), and the parsers of what the systems write. The parsers are pure functions in files without
// build constraints, so that the Windows and macOS ones are tested on Linux.
//
// Nothing here sends a packet, fails, or judges: what could not be read is a line in fact.PC.Errors.
//
// Not here: asking resolvers (package probe), hop timing (probe/path), and what any of it means (report/cause).
package host

import (
	"context"
	"os"
	"runtime"

	"maildiag/probe/fact"
)

// system is what one operating system tells, read by its own file.
type system struct {
	version  string
	dns      dnsConfig
	routes   []route
	noRoutes bool                             // the routing table could not be read
	silent   func(gateway string) fact.Answer // whether a neighbour answers; nil: not measured
	tunnels  map[string]bool                  // interfaces that are tunnels though their flags do not say so
	errs     []error
}

// dnsConfig is how the system is set to look up names.
type dnsConfig struct {
	servers []fact.Resolver
	uplinks []fact.Resolver
	search  []string
}

// PC reads everything. It ends with ctx at the latest.
func PC(ctx context.Context) fact.PC {
	s := read(ctx)
	pc := fact.PC{
		OS: runtime.GOOS, Arch: runtime.GOARCH, Version: s.version,
		Resolvers: s.dns.servers, Uplinks: s.dns.uplinks, Search: s.dns.search,
	}
	interfaces, err := interfaces(s.tunnels)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	pc.Interfaces = interfaces
	pc.Routes = wayOut(s, exit(ctx, "udp4", rootServer4), exit(ctx, "udp6", rootServer6), interfaces)
	if s.silent != nil && pc.Routes != nil && pc.Routes.Gateway4 != "" {
		pc.Routes.GatewaySilent = s.silent(pc.Routes.Gateway4)
	}
	if path := HostsPath(); path != "" {
		if f, err := os.Open(path); err != nil {
			s.errs = append(s.errs, err)
		} else {
			f.Close()
			pc.HostsFile = path
		}
	}
	for _, err := range s.errs {
		pc.Errors = append(pc.Errors, err.Error())
	}
	return pc
}
