package host

import (
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

func sample(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %+v\nwant %+v", what, got, want)
	}
}

func addrs(texts ...string) []netip.Addr {
	var out []netip.Addr
	for _, s := range texts {
		out = append(out, netip.MustParseAddr(s))
	}
	return out
}

func TestResolvConf(t *testing.T) {
	servers, search := parseResolvConf(sample(t, "resolv-plain.conf"))
	equal(t, "servers", resolvers(servers), []fact.Resolver{
		{Addr: "192.168.1.1:53", Role: fact.RoleSystem},
		{Addr: "[fe80::1%wlan0]:53", Role: fact.RoleSystem, Iface: "wlan0"},
		{Addr: "9.9.9.9:53", Role: fact.RoleSystem}, // the fourth line is never asked
	})
	equal(t, "search", search, []string{"lan", "corp.example"})
	equal(t, "uplink file", uplinkFile(servers), "")

	servers, search = parseResolvConf(sample(t, "resolv-stub.conf"))
	equal(t, "stub", resolvers(servers), []fact.Resolver{{Addr: "127.0.0.53:53", Role: fact.RoleSystem}})
	equal(t, "search", search, []string{"lan"})
	equal(t, "uplink file", uplinkFile(servers), "/run/systemd/resolve/resolv.conf")

	servers, search = parseResolvConf("nameserver\nnameserver nonsense\n;nameserver 192.0.2.1\ndomain a.example\nsearch\nsearch b.example b.example")
	equal(t, "nonsense", len(servers), 0)
	equal(t, "the last line wins", search, []string{"b.example"})
}

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		name string
		want []netip.Addr
	}{
		{"imap.example.com", addrs("192.0.2.7", "2001:db8::7")},
		{"IMAP.example.com.", addrs("192.0.2.7", "2001:db8::7")},
		{"imap", addrs("192.0.2.7")},
		{"localhost", addrs("127.0.0.1", "::1")},
		{"last.example", addrs("192.0.2.8")},
		{"rhino.acme.example", nil}, // a comment
		{"smtp.example.com", nil},
	} {
		got, err := HostsFile(filepath.Join("testdata", "hosts-windows.txt"), c.name)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, c.name, got, c.want)
	}
	if _, err := HostsFile(filepath.Join("testdata", "absent"), "a"); err == nil {
		t.Error("no error for a file that is not there")
	}
	long := "192.0.2.1 " + strings.Repeat("a", 3*maxHostsLine) + "\n192.0.2.2 b.example\n"
	got, _ := hostsLookup(strings.NewReader(long), "b.example")
	equal(t, "behind a long line", got, addrs("192.0.2.2"))
}

func TestLinuxRoutes(t *testing.T) {
	for _, c := range []struct {
		file           string
		is4, found     bool
		iface, gateway string
	}{
		{"proc-route.txt", true, true, "eth0", "192.0.2.1"},
		{"proc-route-vpn.txt", true, true, "tun0", "10.8.0.1"},
		{"proc-ipv6_route.txt", false, true, "eth0", "fd00::1"},
		{"proc-ipv6_route-none.txt", false, false, "", ""}, // its only default route refuses packets
	} {
		parse := parseProcRoute
		if !c.is4 {
			parse = parseProcRoute6
		}
		r, found := byDefault(parse(sample(t, c.file)), c.is4)
		equal(t, c.file, []any{found, r.iface, gatewayText(r)}, []any{c.found, c.iface, c.gateway})
	}
	equal(t, "rows", len(parseProcRoute(sample(t, "proc-route.txt"))), 4)
	equal(t, "bits", parseProcRoute(sample(t, "proc-route.txt"))[3].dst, netip.MustParsePrefix("192.0.2.0/24"))
}

func TestScutil(t *testing.T) {
	equal(t, "home", parseScutilDNS(sample(t, "scutil-home.txt")), dnsConfig{
		servers: []fact.Resolver{
			{Addr: "[fe80::a00:27ff:fe1d:fd64%en0]:53", Role: fact.RoleSystem, Iface: "en0"},
			{Addr: "192.168.1.1:53", Role: fact.RoleSystem, Iface: "en0"},
		},
		search: []string{"lan"},
	})
	equal(t, "vpn", parseScutilDNS(sample(t, "scutil-vpn.txt")), dnsConfig{
		servers: []fact.Resolver{
			{Addr: "100.100.100.100:53", Role: fact.RoleSystem, Iface: "utun12"},
			{Addr: "1.1.1.1:53", Role: fact.RoleSystem, Iface: "en0"},
			{Addr: "8.8.8.8:53", Role: fact.RoleSystem, Iface: "en0"},
		},
		search: []string{"corp.example", "tail.example"},
	})
	equal(t, "no configuration", parseScutilDNS("No DNS configuration available\n"), dnsConfig{})
	equal(t, "port", parseScutilDNS("resolver #1\n  nameserver[0] : 127.0.0.1\n  port     : 5353\n").servers[0].Addr, "127.0.0.1:5353")
}

func TestWindowsAdapters(t *testing.T) {
	s := fromAdapters([]adapter{
		{name: "Loopback", up: true, loopback: true, dns: addrs("fec0:0:0:ffff::1")},
		{name: "vEthernet (WSL)", up: true, metric4: 15, dns: addrs("fec0:0:0:ffff::1", "fec0:0:0:ffff::2", "fec0:0:0:ffff::3")},
		{name: "Wi-Fi", up: true, metric4: 45, metric6: 45, dns: addrs("192.168.1.1", "fe80::1%14"), gateways: addrs("192.168.1.1", "fe80::1"), suffixes: []string{"lan"}},
		{name: "Ethernet", dns: addrs("203.0.113.53"), gateways: addrs("203.0.113.1")}, // unplugged
		{name: "Corp VPN", up: true, tunnel: true, metric4: 5, dns: addrs("10.0.0.53", "192.168.1.1"), gateways: addrs("0.0.0.0"), suffixes: []string{"Corp.Example", ""}},
	})
	equal(t, "servers", s.dns.servers, []fact.Resolver{
		{Addr: "10.0.0.53:53", Role: fact.RoleSystem, Iface: "Corp VPN"},
		{Addr: "192.168.1.1:53", Role: fact.RoleSystem, Iface: "Corp VPN"},
		{Addr: "[fe80::1%14]:53", Role: fact.RoleSystem, Iface: "Wi-Fi"},
	})
	equal(t, "search", s.dns.search, []string{"corp.example", "lan"})
	equal(t, "tunnels", s.tunnels, map[string]bool{"Corp VPN": true})
	equal(t, "routes", wayOut(s, way{known: true, open: true}, way{known: true}, nil),
		&fact.Routes{Default4: true, Interface: "Corp VPN"}) // an IPv6 gateway, and no way through it
}

func TestWayOut(t *testing.T) {
	table := system{routes: []route{{dst: netip.MustParsePrefix("0.0.0.0/0"), gateway: netip.MustParseAddr("192.0.2.1"), iface: "eth0"}}}
	open := way{known: true, open: true, src: netip.MustParseAddr("10.9.0.2")}
	shut := way{known: true}
	tunnel := []fact.Interface{{Name: "wg0", Addresses: []string{"10.9.0.2/32"}}}
	equal(t, "as the table says", wayOut(table, open, shut, tunnel), &fact.Routes{Default4: true, Gateway4: "192.0.2.1", Interface: "eth0"})
	equal(t, "the system refuses", wayOut(table, shut, shut, tunnel), &fact.Routes{})
	equal(t, "policy routing", wayOut(system{}, open, shut, tunnel), &fact.Routes{Default4: true, Interface: "wg0"})
	equal(t, "table alone", wayOut(table, way{}, way{}, nil), &fact.Routes{Default4: true, Gateway4: "192.0.2.1", Interface: "eth0"})
	equal(t, "nothing known", wayOut(system{noRoutes: true}, way{}, way{}, nil), (*fact.Routes)(nil))
}

func TestTunnelCarries(t *testing.T) {
	equal(t, "macOS' own utun", carries([]string{"fe80::1/64"}), false)
	equal(t, "a VPN", carries([]string{"fe80::1/64", "10.8.0.6/32"}), true)
}

func TestVersions(t *testing.T) {
	equal(t, "os-release", parseOSRelease(sample(t, "os-release.txt")), "Debian GNU/Linux 12 (bookworm)")
	equal(t, "none", parseOSRelease("ID=x\n"), "")
	equal(t, "11", windowsVersion("Windows 10 Pro", "23H2", 10, 0, 22631), "Windows 11 Pro 23H2 (10.0.22631)")
	equal(t, "10", windowsVersion("Windows 10 Home", "22H2", 10, 0, 19045), "Windows 10 Home 22H2 (10.0.19045)")
	equal(t, "silent registry", windowsVersion("", "", 10, 0, 20348), "Windows (10.0.20348)")
}

func TestMaskBits(t *testing.T) {
	for want, mask := range map[int][]byte{0: {0, 0, 0, 0}, 1: {0x80, 0, 0, 0}, 20: {0xff, 0xff, 0xf0, 0}, 32: {0xff, 0xff, 0xff, 0xff}, 8: {0xff, 0, 0xff, 0}} {
		equal(t, "mask", maskBits(mask), want)
	}
}

// TestPC runs the real reading of this machine: whatever it finds, it must be well-formed.
func TestPC(t *testing.T) {
	pc := PC(t.Context())
	if pc.OS == "" || pc.Version == "" || pc.HostsFile == "" {
		t.Errorf("system, version or hosts file missing: %+v", pc)
	}
	if pc.Routes == nil {
		t.Errorf("routes were not measured: %v", pc.Errors)
	}
	for _, r := range pc.Resolvers {
		if _, err := netip.ParseAddrPort(r.Addr); err != nil || r.Role != fact.RoleSystem {
			t.Errorf("resolver %+v: %v", r, err)
		}
	}
	for _, i := range pc.Interfaces {
		if strings.HasPrefix(i.Name, "lo") {
			t.Errorf("loopback listed: %+v", i)
		}
	}
}
