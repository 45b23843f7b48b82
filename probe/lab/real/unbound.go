//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// unbound is one resolver process and how it answers.
type unbound struct {
	name string
	addr netip.Addr
	zone string // the contents of example.com; "" is no contents, and the answer SERVFAIL
	deny bool   // REFUSED to everybody
	root string // the root zone
}

// The resolvers beside ResolverAddr, ill each in its own way.
var (
	AstrayAddr   = netip.MustParseAddr("192.0.2.52") // gives BlackholeAddr for every mail server
	LyingAddr    = netip.MustParseAddr("192.0.2.54") // gives StrangerAddr for every mail server
	DenyingAddr  = netip.MustParseAddr("192.0.2.55") // NXDOMAIN for every mail server
	FailingAddr  = netip.MustParseAddr("192.0.2.56") // SERVFAIL
	RefusingAddr = netip.MustParseAddr("192.0.2.57") // REFUSED
	ClosedAddr   = netip.MustParseAddr("192.0.2.58") // nothing listens: ICMP port unreachable
	DeadAddr     = netip.MustParseAddr("192.0.2.59") // the router drops what goes there

	// StrangerAddr is where the servers of somebody else live; BlackholeAddr is where nobody lives.
	StrangerAddr  = netip.MustParseAddr("203.0.113.80")
	BlackholeAddr = netip.MustParseAddr("203.0.113.66")
)

// zone is example.com with all sites as it should be; where each name leads is the caller's.
func zone(sites []*Site, addrs func(*Site) []netip.Addr) string {
	var b strings.Builder
	b.WriteString(`$ORIGIN example.com.
$TTL 300
@ SOA ns.example.com. hostmaster.example.com. 1 3600 600 86400 60
@ NS ns
ns A 192.0.2.53
nullmx MX 0 .
`)
	for _, s := range sites {
		d := s.Domain() + "."
		mx := "mail." + d
		if s.MX != "" {
			mx = s.MX + "."
		}
		fmt.Fprintf(&b, "%s MX 10 %s\n", d, mx)
		if s.Autoconfig != "" {
			fmt.Fprintf(&b, "autoconfig.%s A %s\n", d, s.V4)
		}
		for i, name := range s.names() {
			if i > 0 && i < 3 {
				fmt.Fprintf(&b, "%s. CNAME mail.%s\n", name, d) // imap. and pop. are aliases, smtp. has addresses
				continue
			}
			for _, a := range addrs(s) {
				kind := "A"
				if a.Is6() {
					kind = "AAAA"
				}
				fmt.Fprintf(&b, "%s. %s %s\n", name, kind, a)
			}
		}
		if !s.NoSRV {
			imap, pop, smtp := "imap."+d, "pop."+d, "smtp."+d
			if s.SRVHost != "" {
				imap, pop, smtp = s.SRVHost+".", s.SRVHost+".", s.SRVHost+"."
			}
			fmt.Fprintf(&b, "_imaps._tcp.%s SRV 0 1 993 %s\n", d, imap)
			fmt.Fprintf(&b, "_pop3s._tcp.%s SRV 10 1 995 %s\n", d, pop)
			fmt.Fprintf(&b, "_submissions._tcp.%s SRV 0 1 465 %s\n", d, smtp)
			fmt.Fprintf(&b, "_submission._tcp.%s SRV 10 1 587 %s\n", d, smtp)
		}
	}
	return b.String()
}

// emptyRoot is a root zone that knows of nothing else: every other name does not exist.
const emptyRoot = `. 300 SOA a.root. hostmaster.root. 1 3600 600 86400 60
. 300 NS a.root.
a.root. 300 A 192.0.2.53
`

// rootZone is emptyRoot with the names of other domains that lead to sites.
func rootZone(sites []*Site) string {
	var b strings.Builder
	b.WriteString(emptyRoot)
	for _, s := range sites {
		for _, name := range s.Also {
			fmt.Fprintf(&b, "%s. 300 A %s\n", name, s.V4)
		}
	}
	return b.String()
}

// resolvers lists the processes of a world.
func resolvers(sites []*Site) []unbound {
	right := zone(sites, (*Site).published)
	stranger := zone(sites, func(*Site) []netip.Addr { return []netip.Addr{StrangerAddr} })
	nowhere := zone(sites, func(*Site) []netip.Addr { return []netip.Addr{BlackholeAddr} })
	empty := zone(nil, nil)
	return []unbound{
		{name: "resolver", addr: ResolverAddr, zone: right},
		{name: "astray", addr: AstrayAddr, zone: nowhere},
		{name: "lying", addr: LyingAddr, zone: stranger},
		{name: "denying", addr: DenyingAddr, zone: empty},
		{name: "failing", addr: FailingAddr},
		{name: "refusing", addr: RefusingAddr, zone: right, deny: true},
		{name: "reference", addr: ReferenceAddr, zone: right},
	}
}

// start writes the configuration into dir and runs Unbound: a resolver that resolves from zones that it holds,
// so that answers look as a recursive resolver's do.
func (u unbound) start(n *netns, dir string) (*daemon, error) {
	dir = filepath.Join(dir, "unbound-"+u.name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	access := "allow"
	if u.deny {
		access = "refuse"
	}
	conf := fmt.Sprintf(`server:
  directory: "%[1]s"
  chroot: ""
  username: ""
  pidfile: ""
  logfile: ""
  use-syslog: no
  interface: %[2]s
  access-control: 0.0.0.0/0 %[3]s
  module-config: "iterator"
  do-not-query-localhost: no
  num-threads: 1
  msg-cache-size: 1m
  rrset-cache-size: 1m
auth-zone:
  name: "."
  zonefile: "root.zone"
  for-upstream: yes
  for-downstream: no
  fallback-enabled: no
auth-zone:
  name: "example.com"
  zonefile: "example.zone"
  for-upstream: yes
  for-downstream: no
  fallback-enabled: no
remote-control:
  control-enable: no
`, dir, u.addr, access)
	files := map[string]string{"unbound.conf": conf, "root.zone": u.root, "example.zone": u.zone}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	user, err := account("unbound")
	if err != nil {
		return nil, err
	}
	d, err := n.start(user, filepath.Join(dir, "log"), "unbound", "-d", "-p", "-c", filepath.Join(dir, "unbound.conf"))
	if err != nil {
		return nil, err
	}
	return d, d.ready(n, netip.AddrPortFrom(u.addr, 53), false)
}
