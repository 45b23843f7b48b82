package host

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const tcpipKey = `SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`

// HostsPath is where this system keeps its hosts file. The registry may have moved it, which malware likes to do.
func HostsPath() string {
	if dir := registryText(tcpipKey, "DataBasePath"); dir != "" {
		if full, err := registry.ExpandString(dir); err == nil {
			return filepath.Join(full, "hosts")
		}
	}
	dir, err := windows.GetSystemDirectory()
	if err != nil {
		dir = `C:\Windows\System32`
	}
	return filepath.Join(dir, `drivers\etc\hosts`)
}

func read(context.Context) system {
	list, err := adapters()
	s := fromAdapters(list)
	if err != nil {
		s.errs, s.noRoutes = append(s.errs, err), true
	}
	// The machine's own list, where there is one, replaces those of the connections.
	if own := registryText(tcpipKey, "SearchList"); own != "" {
		s.dns.search = suffixes(strings.FieldsFunc(own, func(r rune) bool { return r == ',' || r == ' ' }))
	} else if domain := registryText(tcpipKey, "Domain"); domain != "" {
		s.dns.search = suffixes(append([]string{domain}, s.dns.search...))
	}
	v := windows.RtlGetVersion()
	const nt = `SOFTWARE\Microsoft\Windows NT\CurrentVersion`
	s.version = windowsVersion(registryText(nt, "ProductName"), registryText(nt, "DisplayVersion"),
		v.MajorVersion, v.MinorVersion, v.BuildNumber)
	return s
}

// registryText reads a text value under HKEY_LOCAL_MACHINE; "" where there is none.
func registryText(path, name string) string {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer key.Close()
	value, _, err := key.GetStringValue(name)
	if err != nil {
		return ""
	}
	return value
}

// ifTypePropVirtual is IF_TYPE_PROP_VIRTUAL (ipifcons.h), the type of Wintun and most VPN drivers.
const ifTypePropVirtual = 53

// adapters asks GetAdaptersAddresses.
func adapters() ([]adapter, error) {
	const flags = windows.GAA_FLAG_INCLUDE_GATEWAYS | windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST
	// The size that is recommended to begin with; the call says how much it wants. The set may grow
	// between two calls, so a few are made.
	size := uint32(15000)
	for range 4 {
		buf := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&buf[0]))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, first, &size)
		if err == nil {
			var out []adapter
			for a := first; a != nil && len(out) < 4*maxInterfaces; a = a.Next {
				out = append(out, fromWindows(a))
			}
			return out, nil
		}
		if !errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) || size > 1<<20 {
			return nil, fmt.Errorf("GetAdaptersAddresses: %w", err)
		}
	}
	return nil, errors.New("GetAdaptersAddresses: the answer kept growing")
}

func fromWindows(a *windows.IpAdapterAddresses) adapter {
	out := adapter{
		name:     windows.UTF16PtrToString(a.FriendlyName),
		up:       a.OperStatus == windows.IfOperStatusUp,
		loopback: a.IfType == windows.IF_TYPE_SOFTWARE_LOOPBACK,
		tunnel:   a.IfType == windows.IF_TYPE_PPP || a.IfType == windows.IF_TYPE_TUNNEL || a.IfType == ifTypePropVirtual,
		metric4:  a.Ipv4Metric,
		metric6:  a.Ipv6Metric,
		suffixes: []string{windows.UTF16PtrToString(a.DnsSuffix)},
	}
	for d := a.FirstDnsServerAddress; d != nil && len(out.dns) < maxAddresses; d = d.Next {
		if ip, ok := netip.AddrFromSlice(d.Address.IP()); ok {
			out.dns = append(out.dns, zoned(ip.Unmap(), a.Ipv6IfIndex))
		}
	}
	for g := a.FirstGatewayAddress; g != nil && len(out.gateways) < maxAddresses; g = g.Next {
		if ip, ok := netip.AddrFromSlice(g.Address.IP()); ok {
			out.gateways = append(out.gateways, ip.Unmap())
		}
	}
	return out
}

// zoned gives a link-local IPv6 address the interface that it is on, without which no socket takes it.
func zoned(ip netip.Addr, index uint32) netip.Addr {
	if ip.Is6() && ip.IsLinkLocalUnicast() {
		return ip.WithZone(fmt.Sprint(index))
	}
	return ip
}
