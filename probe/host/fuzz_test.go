package host

import (
	"net/netip"
	"strings"
	"testing"
)

func FuzzResolvConf(f *testing.F) {
	f.Add(sample(f, "resolv-plain.conf"))
	f.Add(sample(f, "resolv-stub.conf"))
	f.Fuzz(func(t *testing.T, text string) {
		servers, search := parseResolvConf(text)
		if len(servers) > maxServers || len(search) > maxSearch {
			t.Fatalf("%d servers, %d suffixes", len(servers), len(search))
		}
		for _, s := range servers {
			if !s.IsValid() {
				t.Fatalf("invalid server %v", s)
			}
		}
	})
}

func FuzzHosts(f *testing.F) {
	f.Add(sample(f, "hosts-windows.txt"), "imap.example.com")
	f.Fuzz(func(t *testing.T, text, name string) {
		got, err := hostsLookup(strings.NewReader(text), name)
		if err != nil || len(got) > maxHostsAddrs {
			t.Fatalf("%d addresses, %v", len(got), err)
		}
		for _, a := range got {
			if !a.IsValid() {
				t.Fatal("invalid address")
			}
		}
	})
}

func FuzzProcRoute(f *testing.F) {
	for _, name := range []string{"proc-route.txt", "proc-route-vpn.txt", "proc-ipv6_route.txt", "proc-ipv6_route-none.txt"} {
		f.Add(sample(f, name))
	}
	f.Fuzz(func(t *testing.T, text string) {
		all := append(parseProcRoute(text), parseProcRoute6(text)...)
		for _, r := range all {
			if !r.dst.IsValid() {
				t.Fatalf("invalid destination in %+v", r)
			}
		}
		for _, is4 := range []bool{true, false} {
			if r, ok := byDefault(all, is4); ok && r.dst.Addr().Is4() != is4 {
				t.Fatalf("wrong family: %+v", r)
			}
		}
	})
}

func FuzzScutil(f *testing.F) {
	f.Add(sample(f, "scutil-home.txt"))
	f.Add(sample(f, "scutil-vpn.txt"))
	f.Fuzz(func(t *testing.T, text string) {
		got := parseScutilDNS(text)
		if len(got.servers) > maxServers || len(got.search) > maxSearch {
			t.Fatalf("%d servers, %d suffixes", len(got.servers), len(got.search))
		}
		for _, s := range got.servers {
			if _, err := netip.ParseAddrPort(s.Addr); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzOSRelease(f *testing.F) {
	f.Add(sample(f, "os-release.txt"))
	f.Fuzz(func(t *testing.T, text string) {
		if got := parseOSRelease(text); len(got) > 200 {
			t.Fatalf("%d bytes", len(got))
		}
	})
}
