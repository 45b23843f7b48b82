//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
)

// Site is one mail domain with servers of its own: what one case is about. The label "expired" makes the domain
// expired.example.com, its host mail.expired.example.com, and the user alice@expired.example.com.
type Site struct {
	Label string // empty: example.com itself
	Chain Chain
	// Ports on which the site's mail servers listen; nil: all of them.
	Ports []int
	// Postfix holds further smtpd parameters of a port ("smtpd_tls_security_level=none").
	Postfix map[int][]string
	// Postscreen puts Postfix's postscreen in front of port 25: it makes the client wait for the greeting.
	Postscreen bool
	// Script holds listeners that are no mail servers. Each gets the connections of its port, and closes them.
	Script map[int]Script
	// OneFamily leaves the site without IPv6 addresses.
	OneFamily bool
	// NoSRV leaves out the domain's SRV records.
	NoSRV bool
	// SRVHost is where the SRV records lead in place of the site's own servers.
	SRVHost string
	// Autoconfig is the file of settings that nginx serves at autoconfig.DOMAIN; {domain} in it is the site's. Empty: no
	// such host. With RedirectLoop it is never reached.
	Autoconfig   string
	RedirectLoop bool
	// MX is the domain's mail exchanger in place of the site's own server.
	MX string
	// Also are names of other domains that lead to the site.
	Also []string
	// Spare gives the site's names a further IPv4 address, where nobody lives.
	Spare bool

	V4, V6 netip.Addr // set by New; V6 is invalid with OneFamily
	chain  string     // file of the certificate chain
	key    string     // file of its key
}

// postfixPorts are the ports of mail that are Postfix's; the others (143, 993, 110, 995) are Dovecot's.
var postfixPorts = []int{25, 465, 587}

// Domain is the site's mail domain.
func (s *Site) Domain() string {
	if s.Label == "" {
		return "example.com"
	}
	return s.Label + ".example.com"
}

// Host is the name of the site's server. imap., pop. and smtp. lead to it as well.
func (s *Site) Host() string { return "mail." + s.Domain() }

// User is the site's only mailbox and its login name.
func (s *Site) User() string { return "alice@" + s.Domain() }

// names are the host names that lead to the site.
func (s *Site) names() []string {
	var out []string
	for _, first := range []string{"mail", "imap", "pop", "smtp"} {
		out = append(out, first+"."+s.Domain())
	}
	return out
}

// certified are the names in the site's certificate.
func (s *Site) certified() []string {
	out := append(s.names(), s.Also...)
	if s.Autoconfig != "" {
		out = append(out, "autoconfig."+s.Domain())
	}
	return out
}

// addrs are the site's addresses.
func (s *Site) addrs() []netip.Addr {
	if s.OneFamily {
		return []netip.Addr{s.V4}
	}
	return []netip.Addr{s.V4, s.V6}
}

// published are the addresses that the DNS gives for the site's servers.
func (s *Site) published() []netip.Addr {
	if s.Spare {
		return append([]netip.Addr{BlackholeAddr}, s.addrs()...)
	}
	return s.addrs()
}

// staged says whether the site lives among the listeners that misbehave. Then it has no real servers.
func (s *Site) staged() bool { return s.Script != nil }

// serves says whether one of the real servers listens on that port of the site.
func (s *Site) serves(port int) bool {
	return !s.staged() && (s.Ports == nil || slices.Contains(s.Ports, port))
}

// place gives the site its addresses: 192.0.2.10 to example.com; further ones from 60 to 159 among the servers, and
// from 160 on the stage.
func (s *Site) place(servers, staged *int) error {
	last := 10
	switch {
	case s.V4.IsValid():
		return nil
	case s.Label == "":
	case s.staged():
		last = 160 + *staged
		*staged++
	default:
		last = 60 + *servers
		*servers++
	}
	if (!s.staged() && last >= 160) || last > 250 {
		return fmt.Errorf("site %s: there are no addresses left", s.Label)
	}
	s.V4 = netip.AddrFrom4([4]byte{192, 0, 2, byte(last)})
	if !s.OneFamily {
		s.V6 = netip.MustParseAddr("2001:db8:0:2::" + strconv.Itoa(last))
	}
	return nil
}
