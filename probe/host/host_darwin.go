package host

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"syscall"
	"time"

	rib "golang.org/x/net/route"
	"golang.org/x/sys/unix"
)

// HostsPath is where this system keeps its hosts file.
func HostsPath() string { return "/etc/hosts" }

func read(ctx context.Context) system {
	var s system
	s.version = "macOS"
	if v, err := unix.Sysctl("kern.osproductversion"); err == nil {
		s.version += " " + v
	}
	text, err := scutilDNS(ctx)
	if err != nil {
		s.errs = append(s.errs, err)
	}
	s.dns = parseScutilDNS(text)
	s.routes, err = kernelRoutes()
	if err != nil {
		s.errs, s.noRoutes = append(s.errs, err), true
	}
	return s
}

// maxScutil bounds the output that is read; a Mac with many VPNs prints a few KiB.
const maxScutil = 256 << 10

// scutilDNS runs `scutil --dns`; it answers from a local database within milliseconds, and gets 2 s.
func scutilDNS(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/usr/sbin/scutil", "--dns")
	cmd.WaitDelay = 200 * time.Millisecond
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(out, maxScutil))
	io.Copy(io.Discard, out)
	if waited := cmd.Wait(); waited != nil {
		err = fmt.Errorf("scutil --dns: %w", waited)
	}
	return string(text), err
}

// kernelRoutes reads the kernel's routing table.
func kernelRoutes() ([]route, error) {
	raw, err := rib.FetchRIB(syscall.AF_UNSPEC, rib.RIBTypeRoute, 0)
	if err != nil {
		return nil, fmt.Errorf("routing table: %w", err)
	}
	messages, err := rib.ParseRIB(rib.RIBTypeRoute, raw)
	if err != nil {
		return nil, fmt.Errorf("routing table: %w", err)
	}
	var out []route
	for _, m := range messages {
		if r, ok := kernelRoute(m); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// kernelRoute takes an entry that leads somewhere. Scoped ones (RTF_IFSCOPE) count only for programs that ask for
// one interface.
func kernelRoute(m rib.Message) (route, bool) {
	rm, ok := m.(*rib.RouteMessage)
	const no = syscall.RTF_REJECT | syscall.RTF_BLACKHOLE | syscall.RTF_IFSCOPE
	if !ok || rm.Flags&syscall.RTF_UP == 0 || rm.Flags&no != 0 || len(rm.Addrs) <= syscall.RTAX_NETMASK {
		return route{}, false
	}
	dst, ok := kernelAddr(rm.Addrs[syscall.RTAX_DST])
	if !ok {
		return route{}, false
	}
	bits := dst.BitLen()
	switch mask := rm.Addrs[syscall.RTAX_NETMASK].(type) {
	case *rib.Inet4Addr:
		bits = maskBits(mask.IP[:])
	case *rib.Inet6Addr:
		bits = maskBits(mask.IP[:])
	default: // none: a host route, or the default one
		if dst.IsUnspecified() {
			bits = 0
		}
	}
	gateway, _ := kernelAddr(rm.Addrs[syscall.RTAX_GATEWAY]) // invalid for a link: there is no gateway
	r := route{dst: netip.PrefixFrom(dst, bits), gateway: gateway}
	if i, err := net.InterfaceByIndex(rm.Index); err == nil {
		r.iface = i.Name
	}
	return r, true
}

func kernelAddr(a rib.Addr) (netip.Addr, bool) {
	switch a := a.(type) {
	case *rib.Inet4Addr:
		return netip.AddrFrom4(a.IP), true
	case *rib.Inet6Addr:
		return netip.AddrFrom16(a.IP), true
	}
	return netip.Addr{}, false
}
