package report

import (
	"encoding/binary"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// kept is what is never masked: mail servers and resolvers, by address and by name.
type kept struct {
	addrs map[netip.Addr]bool
	hosts map[string]bool
}

func (k *kept) host(name string) bool { return k.hosts[strings.ToLower(strings.TrimSuffix(name, "."))] }

func (k *kept) addHost(names ...string) {
	for _, n := range names {
		k.hosts[strings.ToLower(strings.TrimSuffix(n, "."))] = true
	}
}

func (k *kept) addAddr(list ...string) {
	for _, s := range list {
		if ap, err := netip.ParseAddrPort(s); err == nil {
			k.addrs[ap.Addr().WithZone("").Unmap()] = true
		} else if a, err := netip.ParseAddr(s); err == nil {
			k.addrs[a.WithZone("").Unmap()] = true
		}
	}
}

func (k *kept) addLookups(list []fact.Lookup) {
	for _, l := range list {
		k.addHost(l.Name)
		k.addHost(l.CNAMEs...)
		k.addAddr(l.Resolver)
		k.addAddr(l.Addrs...)
		for _, mx := range l.MX {
			k.addHost(mx.Host)
		}
		for _, srv := range l.SRV {
			k.addHost(srv.Target)
		}
	}
}

// known lists the servers of a run.
func known(set *fact.Set) *kept {
	k := &kept{addrs: map[netip.Addr]bool{}, hosts: map[string]bool{}}
	for _, r := range slices.Concat(set.PC.Resolvers, set.PC.Uplinks) {
		k.addAddr(r.Addr)
	}
	for _, n := range set.Names {
		k.addHost(n.Host)
		k.addAddr(n.HostsFile...)
		if n.OS != nil {
			k.addAddr(n.OS.Addrs...)
		}
		k.addLookups(n.Lookups)
	}
	if set.Domain != nil {
		k.addHost(set.Domain.Name)
		k.addLookups(set.Domain.Lookups)
		k.addHost(set.Domain.ActiveSync)
		for _, f := range set.Domain.Found {
			k.addHost(f.Host)
		}
	}
	k.addHost(set.Run.Domain)
	if p := set.Profile; p != nil {
		k.addAddr(p.Resolvers...)
		if p.Relay != nil {
			k.addHost(p.Relay.Host)
			k.addAddr(p.Relay.Host)
		}
	}
	k.addPaths(set)
	if set.Message != nil {
		for i, hop := range set.Message.Hops {
			k.addHost(hop.By)
			if i > 0 { // the oldest line was written when the sender's own PC came
				k.addHost(hop.From, hop.Name)
				k.addAddr(hop.IP)
			}
		}
	}
	for _, s := range set.Services {
		k.addHost(s.Host)
		k.addAddr(s.Host)
		for _, a := range slices.Concat(s.Attempts, s.Compared) {
			k.addAddr(a.Addr)
			k.addHost(a.Host)
			if a.TLS == nil {
				continue
			}
			for _, cert := range a.TLS.Chain {
				k.addHost(cert.DNSNames...)
				k.addAddr(cert.IPs...)
			}
		}
	}
	return k
}

// addPaths keeps the routers of a path, which name nobody, but for those inside the network of one of this PC's own
// IPv6 addresses: it is the household's.
func (k *kept) addPaths(set *fact.Set) {
	var home []netip.Prefix
	for _, i := range set.PC.Interfaces {
		for _, text := range i.Addresses {
			if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is6() {
				home = append(home, netip.PrefixFrom(p.Addr(), 48).Masked())
			}
		}
	}
	add := func(addr string) {
		a, err := netip.ParseAddr(addr)
		if err == nil && !slices.ContainsFunc(home, func(p netip.Prefix) bool { return p.Contains(a) }) {
			k.addAddr(addr)
		}
	}
	for _, p := range set.Paths {
		k.addAddr(p.Target)
		for _, r := range p.Routers {
			add(r.Addr)
		}
		for _, round := range p.Rounds {
			for _, hop := range round.Probes {
				add(hop.Addr)
			}
		}
	}
}

// class is the kind of an address, as far as a verdict can depend on it.
type class struct {
	base string // the first placeholder
	bits int    // how many low bits count the placeholders
}

// classes are looked through in order. An empty base: addresses that name nobody stay as they are.
var classes = []struct {
	net string
	class
}{
	{"0.0.0.0/8", class{}},
	{"127.0.0.0/8", class{}},
	{"192.0.0.0/24", class{}},  // DS-Lite, NAT64 discovery
	{"198.18.0.0/15", class{}}, // benchmarks; what proxies hand out as fake addresses
	{"224.0.0.0/3", class{}},   // multicast, reserved
	{"10.0.0.0/8", class{"10.255.0.0", 16}},
	{"172.16.0.0/12", class{"10.255.0.0", 16}},
	{"192.168.0.0/16", class{"10.255.0.0", 16}},
	{"100.64.0.0/10", class{"100.127.0.0", 16}},
	{"169.254.0.0/16", class{"169.254.0.0", 16}},
	{"0.0.0.0/0", class{"203.0.113.0", 8}},
	{"::/127", class{}}, // unspecified, loopback
	{"ff00::/8", class{}},
	{"fe80::/10", class{"fe80::ff:0:0", 16}},
	{"fc00::/7", class{"fdff:ffff::", 16}},
	{"2002::/16", class{"2002:cb00:7100::", 16}}, // 6to4
	{"2001::/32", class{"2001::", 16}},           // Teredo
	{"64:ff9b::/96", class{"64:ff9b::cb00:7100", 8}},
	{"::/0", class{"2001:db8:ffff::", 16}},
}

func classOf(a netip.Addr) class {
	for _, c := range classes {
		if netip.MustParsePrefix(c.net).Contains(a) {
			return c.class
		}
	}
	return class{}
}

// addr gives the placeholder of an address, or the address itself where it is a server's or names nobody.
func (m *masker) addr(a netip.Addr) netip.Addr {
	a = a.WithZone("").Unmap()
	c := classOf(a)
	if m.keep.addrs[a] || c.base == "" || !a.IsValid() {
		return a
	}
	if p, ok := m.addrs[a.String()]; ok {
		return netip.MustParseAddr(p)
	}
	if m.count == nil {
		m.count = map[class]int{}
	}
	for {
		m.count[c]++
		p := c.at(m.count[c])
		if last := m.count[c] >= 1<<c.bits-2; last || !m.keep.addrs[p] {
			if last { // far more addresses than a PC has: these share one placeholder
				m.count[c]--
			}
			m.addrs[a.String()] = p.String()
			return p
		}
	}
}

// at is the nth placeholder.
func (c class) at(n int) netip.Addr {
	a := netip.MustParseAddr(c.base)
	if a.Is4() {
		b := a.As4()
		binary.BigEndian.PutUint16(b[2:], binary.BigEndian.Uint16(b[2:])+uint16(n))
		return netip.AddrFrom4(b)
	}
	b := a.As16()
	binary.BigEndian.PutUint16(b[14:], binary.BigEndian.Uint16(b[14:])+uint16(n))
	return netip.AddrFrom16(b)
}

func (m *masker) addrPort(s string) string {
	ap, err := netip.ParseAddrPort(s)
	if err != nil {
		return m.text(s)
	}
	return netip.AddrPortFrom(m.addr(ap.Addr()), ap.Port()).String()
}

// prefix masks an address with its network length.
func (m *masker) prefix(s string) string {
	ip, bits, ok := strings.Cut(s, "/")
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return m.text(s)
	}
	if !ok {
		return m.addr(a).String()
	}
	if n, err := strconv.Atoi(bits); err != nil || n < 0 || n > 128 {
		bits = "0"
	}
	return m.addr(a).String() + "/" + bits
}

// gateway keeps a router's private IPv4 address: people open it in a browser, and thousands have the same.
func (m *masker) gateway(s string) string {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return m.text(s)
	}
	if a.Is4() && a.IsPrivate() {
		return s
	}
	return m.addr(a).String()
}

// suffix masks a DNS search suffix, unless a mail server lives in it or it is a single word ("lan", "home").
func (m *masker) suffix(s string) string {
	name := strings.ToLower(strings.Trim(s, "."))
	if !strings.Contains(name, ".") {
		return s
	}
	for host := range m.keep.hosts {
		if host == name || strings.HasSuffix(host, "."+name) {
			return s
		}
	}
	return m.placeholder(name)
}

// placeholder stands for a name of this PC or its network.
func (m *masker) placeholder(host string) string {
	i := slices.Index(m.hosts, host)
	if i < 0 {
		i = len(m.hosts)
		m.hosts = append(m.hosts, host)
	}
	return "pc-" + strconv.Itoa(i+1)
}

// greeted replaces the names by which this PC greets, and its DNS suffixes.
func (m *masker) greeted(s string) string {
	for i, host := range m.hosts {
		s = replaceWord(s, host, "pc-"+strconv.Itoa(i+1), func(_, _ string) bool { return len(host) > 2 && !m.users.plain[host] })
	}
	return s
}

var (
	ipv4 = regexp.MustCompile(`[0-9]{1,3}(?:\.[0-9]{1,3}){3}`)
	ipv6 = regexp.MustCompile(`(?:(?i:ipv6):)?[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.[0-9]{1,3}){0,3}`)
	// A name with the address of the same machine behind it: "Hello pc.example [192.0.2.1]", "pc.example(192.0.2.1)".
	named = regexp.MustCompile(`([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\.?)( ?[\[(]+(?i:ipv6:)?)([0-9A-Fa-f:.]+)`)
)

// addresses masks every address in a text that is not a server's, and the host name before it.
func (m *masker) addresses(s string) string {
	s = replaceMatches(named, s, func(before, match string) string {
		part := named.FindStringSubmatch(match)
		a, err := netip.ParseAddr(part[3])
		if err != nil || m.addr(a) == a.Unmap() || m.keep.host(part[1]) || opens(before) {
			return match
		}
		return m.placeholder(strings.ToLower(part[1])) + part[2] + part[3]
	})
	for _, pattern := range []*regexp.Regexp{ipv6, ipv4} {
		s = replaceMatches(pattern, s, func(before, match string) string {
			tag := match[:len(match)-len(trimIPv6(match))]
			a, err := netip.ParseAddr(trimIPv6(match))
			if err != nil {
				return match
			}
			if p := m.addr(a); p != a.Unmap() {
				return tag + p.String()
			}
			return match
		})
	}
	return s
}

// trimIPv6 takes the tag of RFC 5321 section 4.1.3 off an address.
func trimIPv6(s string) string {
	if len(s) > 5 && strings.EqualFold(s[:5], "IPv6:") {
		return s[5:]
	}
	return s
}

// opens says whether a word stands first in a reply, where a server names itself.
func opens(before string) bool {
	before = strings.TrimPrefix(before, "S: ")
	return len(strings.TrimLeft(before, "0123456789- +OK")) == 0
}

// replaceMatches is ReplaceAllStringFunc for matches that are no part of a longer word or number.
func replaceMatches(re *regexp.Regexp, s string, by func(before, match string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range re.FindAllStringIndex(s, -1) {
		before, match, after := s[:at[0]], s[at[0]:at[1]], s[at[1]:]
		if !apartIP(before, after) {
			continue
		}
		b.WriteString(s[last:at[0]])
		b.WriteString(by(before, match))
		last = at[1]
	}
	b.WriteString(s[last:])
	return b.String()
}

// apartIP says whether an address stands alone. "IPv6:" may stand before it, a port or a point behind it.
func apartIP(before, after string) bool {
	if before != "" {
		if c := before[len(before)-1]; joins(rune(c)) || c == '.' || c == '_' {
			return false
		}
	}
	if after == "" {
		return true
	}
	if joins(rune(after[0])) || after[0] == '_' {
		return false
	}
	return after[0] != '.' || len(after) == 1 || !joins(rune(after[1]))
}
