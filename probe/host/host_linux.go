package host

import (
	"context"
	"errors"
	"net/netip"

	"golang.org/x/sys/unix"

	"maildiag/probe/fact"
)

// HostsPath is where this system keeps its hosts file.
func HostsPath() string { return "/etc/hosts" }

func read(context.Context) system {
	var s system
	s.version = linuxVersion()
	conf, err := readBounded("/etc/resolv.conf", maxResolvConf)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	servers, search := parseResolvConf(conf)
	if len(servers) == 0 {
		// resolv.conf(5): without a nameserver line, the resolver on this PC itself is asked.
		servers = []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:53")}
		s.errs = append(s.errs, errors.New("/etc/resolv.conf names no resolver, so programs ask this PC itself"))
	}
	s.dns.servers, s.dns.search = resolvers(servers), search
	if path := uplinkFile(servers); path != "" {
		// No such file: the stub is somebody else's, and its uplinks are not known.
		if text, err := readBounded(path, maxResolvConf); err == nil {
			uplinks, _ := parseResolvConf(text)
			s.dns.uplinks = resolvers(uplinks)
		}
	}
	if text, err := readBounded("/proc/net/route", maxRouteTable); err != nil {
		s.errs, s.noRoutes = append(s.errs, err), true
	} else {
		s.routes = parseProcRoute(text)
	}
	if text, err := readBounded("/proc/net/arp", maxARPTable); err == nil {
		s.silent = func(gateway string) fact.Answer { return parseProcARP(text, gateway) }
	}
	// A kernel without IPv6 has no such file: then there are no such routes.
	if text, err := readBounded("/proc/net/ipv6_route", maxRouteTable); err == nil {
		s.routes = append(s.routes, parseProcRoute6(text)...)
	}
	return s
}

func linuxVersion() string {
	name := "Linux"
	for _, path := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		if text, err := readBounded(path, maxResolvConf); err == nil {
			if pretty := parseOSRelease(text); pretty != "" {
				name = pretty + ", Linux"
				break
			}
		}
	}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		name += " " + unix.ByteSliceToString(u.Release[:])
	}
	return name
}
