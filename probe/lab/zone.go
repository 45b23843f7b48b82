package lab

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

const ttl = 300

// zone is what one resolver knows: all names, of all domains.
type zone struct {
	records map[string][]dns.RR // by name in lower case, with the dot at the end
	broken  map[string]uint16   // a question that ends in SERVFAIL
}

// views are the values of dns.system that are a wrong answer rather than a bad manner.
var views = []string{"nxdomain", "wrong", "wrong-dead", "wrong-private"}

// truth is what is right in this world.
func (b *blueprint) truth() *zone {
	z := &zone{records: map[string][]dns.RR{}, broken: map[string]uint16{}}
	for _, p := range protocols {
		h := b.of(p)
		if h.unnamed {
			continue
		}
		name := h.name
		if b.slots["dns.cname"].given() {
			first, _, _ := strings.Cut(h.name, ".")
			name = first + ".mail-cluster.example.net"
			z.add(&dns.CNAME{Hdr: header(h.name, dns.TypeCNAME), Target: dns.Fqdn(name)})
		}
		z.at(name, h.addrs...)
	}
	z.at("mail.example.net", stranger)
	for _, h := range b.hosts {
		if h.public {
			z.at(h.name, h.addrs...)
		}
	}
	// RFC 7050: how a client finds out about DNS64.
	z.at("ipv4only.arpa", addr("192.0.0.170"), addr("192.0.0.171"))
	b.domain(z)
	if b.slots["dns.srv"].given() {
		b.srv(z)
	}
	return z
}

// domain adds the mail side of the address's domain.
func (b *blueprint) domain(z *zone) {
	mx := b.slots["domain.mx"]
	for _, h := range b.hosts {
		if h.name == Domain && !mx.is("missing") {
			z.at(Domain, h.addrs...)
		}
	}
	z.add(&dns.TXT{Hdr: header(Domain, dns.TypeTXT), Txt: []string{"v=spf1 mx -all"}})
	z.add(&dns.TXT{Hdr: header("_dmarc."+Domain, dns.TypeTXT), Txt: []string{"v=DMARC1; p=quarantine"}})
	soa := &dns.SOA{Hdr: header(Domain, dns.TypeSOA), Ns: "ns1.example.net.", Mbox: "hostmaster.example.net.",
		Serial: 2026010101, Refresh: 7200, Retry: 900, Expire: 1209600, Minttl: 300}
	z.add(soa)
	switch {
	case mx.is("missing", "implicit"):
	case mx.is("servfail"):
		z.broken[dns.Fqdn(Domain)] = dns.TypeMX
	case exchangers[mx.word()] != nil:
		for i, name := range exchangers[mx.word()] {
			z.add(&dns.MX{Hdr: header(Domain, dns.TypeMX), Preference: uint16(10 + i), Mx: dns.Fqdn(name)})
		}
	case mx.is("takes-no-login"):
		z.add(&dns.MX{Hdr: header(Domain, dns.TypeMX), Preference: 10, Mx: "mx.example.com."})
	case mx.is("null"): // RFC 7505
		z.add(&dns.MX{Hdr: header(Domain, dns.TypeMX), Preference: 0, Mx: "."})
	default:
		z.add(&dns.MX{Hdr: header(Domain, dns.TypeMX), Preference: 10, Mx: "mx.example.com."})
		z.at("mx.example.com", addr("192.0.2.25"), addr("2001:db8::25"))
	}
}

// exchangers are the MX records that a value of domain.mx brings.
var exchangers = map[string][]string{
	"exmail": {"mxbiz1.qq.com", "mxbiz2.qq.com"},
	"aliyun": {"mxn.mxhichina.com", "mxw.mxhichina.com"},
	"filter": {"mx1.mailfilter.example.net"},
}

// srv publishes the services (RFC 6186, RFC 8314).
func (b *blueprint) srv(z *zone) {
	for _, r := range []struct {
		service string
		port    uint16
		of      fact.Protocol
	}{{"_imaps", 993, fact.IMAP}, {"_pop3s", 995, fact.POP3}, {"_submissions", 465, fact.SMTP}, {"_submission", 587, fact.SMTP}} {
		name := r.service + "._tcp." + Domain
		z.add(&dns.SRV{Hdr: header(name, dns.TypeSRV), Priority: 0, Weight: 1, Port: r.port, Target: dns.Fqdn(b.of(r.of).name)})
	}
	for _, service := range []string{"_imap", "_pop3"} {
		z.add(&dns.SRV{Hdr: header(service+"._tcp."+Domain, dns.TypeSRV), Target: "."})
	}
}

// lead makes a zone in which the services' names lead elsewhere; without an address they don't exist.
func (b *blueprint) lead(z *zone, where func(fact.Protocol) []netip.Addr) *zone {
	out := &zone{records: map[string][]dns.RR{}, broken: z.broken}
	for name, rrs := range z.records {
		out.records[name] = rrs
	}
	for _, p := range protocols {
		name := b.of(p).name
		delete(out.records, dns.Fqdn(name))
		out.at(name, where(p)...)
	}
	return out
}

func (z *zone) add(rr dns.RR) {
	name := strings.ToLower(rr.Header().Name)
	z.records[name] = append(z.records[name], rr)
}

// at gives a name its addresses.
func (z *zone) at(name string, addrs ...netip.Addr) {
	for _, a := range addrs {
		if a.Is4() {
			z.add(&dns.A{Hdr: header(name, dns.TypeA), A: net.IP(a.AsSlice())})
		} else {
			z.add(&dns.AAAA{Hdr: header(name, dns.TypeAAAA), AAAA: net.IP(a.AsSlice())})
		}
	}
}

func header(name string, t uint16) dns.RR_Header {
	return dns.RR_Header{Name: dns.Fqdn(name), Rrtype: t, Class: dns.ClassINET, Ttl: ttl}
}

// answer fills a reply: the records asked for behind the CNAMEs on the way, else a negative answer with the SOA.
func (z *zone) answer(reply *dns.Msg, q dns.Question) {
	name := strings.ToLower(q.Name)
	if z.broken[name] == q.Qtype {
		reply.Rcode = dns.RcodeServerFailure
		return
	}
	for range 8 {
		rrs, known := z.records[name]
		if !known && !z.above(name) {
			reply.Rcode = dns.RcodeNameError
		}
		next := ""
		for _, rr := range rrs {
			if rr.Header().Rrtype == q.Qtype {
				reply.Answer = append(reply.Answer, rr)
			} else if c, ok := rr.(*dns.CNAME); ok {
				reply.Answer = append(reply.Answer, rr)
				next = strings.ToLower(c.Target)
			}
		}
		if next == "" {
			break
		}
		name = next
	}
	if !slices.ContainsFunc(reply.Answer, func(rr dns.RR) bool { return rr.Header().Rrtype == q.Qtype }) {
		for _, rr := range z.records[dns.Fqdn(Domain)] {
			if rr.Header().Rrtype == dns.TypeSOA && dns.IsSubDomain(dns.Fqdn(Domain), name) {
				reply.Ns = append(reply.Ns, rr)
			}
		}
	}
}

// above says whether some name below this one exists: then it exists too, without records (RFC 8020).
func (z *zone) above(name string) bool {
	for other := range z.records {
		if strings.HasSuffix(other, "."+name) {
			return true
		}
	}
	return false
}
