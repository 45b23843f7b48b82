//go:build !linux && !darwin && !windows

package host

import (
	"context"
	"errors"
	"runtime"
)

// HostsPath is where this system keeps its hosts file.
func HostsPath() string { return "/etc/hosts" }

func read(context.Context) system {
	s := system{version: runtime.GOOS, noRoutes: true}
	conf, err := readBounded("/etc/resolv.conf", maxResolvConf)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	servers, search := parseResolvConf(conf)
	s.dns.servers, s.dns.search = resolvers(servers), search
	s.errs = append(s.errs, errors.New("the routing table is not read on "+runtime.GOOS))
	return s
}
