package probe

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

const (
	// maxRecords of an answer are looked at. Honest answers have a dozen.
	maxRecords = 64
	// maxCNAMEs is where resolvers stop following a chain.
	maxCNAMEs = 16
)

// readAnswer writes down what an answer says about the question's name, along its chain of CNAMEs. Records of other
// names are left out: nobody asked for them.
func readAnswer(l *fact.Lookup, q question, m *dns.Msg) {
	records := m.Answer[:min(len(m.Answer), maxRecords)]
	name := chain(l, q, records)
	for _, rr := range records {
		if h := rr.Header(); dnsName(h.Name) != name || h.Rrtype != q.qtype || h.Class != dns.ClassINET {
			continue
		}
		switch r := rr.(type) {
		case *dns.A:
			addAddr(l, r.A.To4())
		case *dns.AAAA:
			addAddr(l, r.AAAA.To16())
		case *dns.MX:
			l.MX = append(l.MX, fact.MX{Preference: int(r.Preference), Host: escape(dnsName(r.Mx))})
		case *dns.TXT: // of the domain's many, only those against forgery
			if text := strings.Join(r.Txt, ""); len(text) < 1000 && isPolicy(text) {
				l.TXT = append(l.TXT, escape(text))
			}
		case *dns.SRV:
			l.SRV = append(l.SRV, fact.SRV{Service: q.service, Target: escape(dnsName(r.Target)), Port: int(r.Port),
				Priority: int(r.Priority), Weight: int(r.Weight)})
		}
	}
	// Servers shuffle these; sorted, two answers that say the same look the same.
	slices.SortFunc(l.MX, func(a, b fact.MX) int {
		return cmp.Or(cmp.Compare(a.Preference, b.Preference), cmp.Compare(a.Host, b.Host))
	})
	slices.SortFunc(l.SRV, func(a, b fact.SRV) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Port, b.Port))
	})
}

// isPolicy: an SPF (RFC 7208 section 4.5) or DMARC record (RFC 7489 section 6.3).
func isPolicy(text string) bool {
	text = strings.ToLower(text)
	return strings.HasPrefix(text, "v=spf1") || strings.HasPrefix(text, "v=dmarc1")
}

// chain follows the CNAMEs from the question's name and returns the name at their end. A loop ends where it closes.
func chain(l *fact.Lookup, q question, records []dns.RR) string {
	next := map[string]string{}
	for _, rr := range records {
		if c, ok := rr.(*dns.CNAME); ok {
			if owner := dnsName(c.Hdr.Name); next[owner] == "" {
				next[owner] = dnsName(c.Target)
			}
		}
	}
	name := dnsName(q.name)
	seen := []string{name}
	for next[name] != "" && len(l.CNAMEs) < maxCNAMEs {
		name = next[name]
		l.CNAMEs = append(l.CNAMEs, escape(name))
		if slices.Contains(seen, name) {
			break
		}
		seen = append(seen, name)
	}
	return name
}

func addAddr(l *fact.Lookup, ip []byte) {
	if a, ok := netip.AddrFromSlice(ip); ok && !slices.Contains(l.Addrs, a.String()) {
		l.Addrs = append(l.Addrs, a.String())
	}
}

// dnsName is a name as facts have it: lower case, no dot at the end, the root alone being ".".
func dnsName(s string) string {
	if s == "." {
		return s
	}
	return strings.ToLower(strings.TrimSuffix(s, "."))
}
