package lab

import (
	"crypto/tls"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// blueprint is a world before it runs, as data: hosts, and what is wrong with them.
type blueprint struct {
	hosts  []*host
	rules  []rule
	slots  slots // of the world: "dns.system", "pc.offline"
	pinned map[string][]netip.Addr
	plan   planned
	gate   *port // the web server of a network that wants a sign-in

	doors map[netip.AddrPort]*door // after settle
	addrs map[netip.Addr]state     // what happens at ports without a door
}

// host is one machine.
type host struct {
	name    string
	service fact.Protocol // "": none of the user's
	addrs   []netip.Addr  // as DNS gives them
	more    []netip.Addr  // where it can be reached too, and DNS does not say so
	second  netip.Addr    // a second IPv4 address, where there is one
	ports   []*port
	unnamed bool // no resolver knows the name
	public  bool // everybody knows the name, though it is none of the user's
}

// port is one server.
type port struct {
	host     *host
	number   int
	implicit bool          // TLS from the first byte
	speaks   fact.Protocol // "": web
	slots    slots
	tls      *tls.Config
}

// choice is the value that a fault gave to a key.
type choice struct {
	*row
	text string // the fault, in the asker's words
	arg  string
	wait float64
}

// is says whether the value is one of these words; a key that no fault touched has none.
func (c choice) is(words ...string) bool { return c.row != nil && slices.Contains(words, c.value) }

func (c choice) given() bool { return c.row != nil }

// word is the value; "" where no fault touched the key.
func (c choice) word() string {
	if c.row == nil {
		return ""
	}
	return c.value
}

type slots map[string]choice

// set notes a value; two different ones are an error.
func (s slots) set(key string, it item) error {
	c := choice{it.row, it.text, it.arg, it.wait}
	if old := s[key]; old.given() && (old.row != c.row || old.arg != c.arg || old.wait != c.wait) {
		return clash(old.text, c.text)
	}
	s[key] = c
	return nil
}

func clash(a, b string) error {
	return fmt.Errorf("faults %q and %q can't be combined: %w", a, b, errTwice)
}

// web is the neutral port: something that answers on any host.
const web = 443

type endpoint struct {
	number   int
	implicit bool
}

var mailPorts = map[fact.Protocol][]endpoint{
	fact.IMAP: {{993, true}, {143, false}},
	fact.POP3: {{995, true}, {110, false}},
	fact.SMTP: {{465, true}, {587, false}, {25, false}},
}

// hasPort says whether the service's own server has the port.
func hasPort(p fact.Protocol, number int) bool {
	return number == web || slices.ContainsFunc(mailPorts[p], func(e endpoint) bool { return e.number == number })
}

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

// Addresses that more than one room needs.
var (
	imap4, imap6 = addr("192.0.2.10"), addr("2001:db8::10")
	pop4, pop6   = addr("192.0.2.11"), addr("2001:db8::11")
	smtp4, smtp6 = addr("192.0.2.12"), addr("2001:db8::12")
	stranger     = addr("198.51.100.80") // somebody else's mail server
	nobody       = addr("198.51.100.99") // no host has it
	router       = addr("192.168.1.1")
	pc4, pc6     = addr("192.168.1.23"), addr("2001:db8:1::23")
	wan4         = addr("203.0.113.77") // what servers see of the PC, behind its router
)

// second, split and cdn are where a service's host lives besides, if a fault says so.
var (
	second = map[fact.Protocol]netip.Addr{fact.IMAP: addr("192.0.2.110"), fact.POP3: addr("192.0.2.111"), fact.SMTP: addr("192.0.2.112")}
	inside = map[fact.Protocol]netip.Addr{fact.IMAP: addr("10.3.15.240"), fact.POP3: addr("10.3.15.241"), fact.SMTP: addr("10.3.15.242")}
	cdn    = map[fact.Protocol]netip.Addr{fact.IMAP: addr("203.0.113.10"), fact.POP3: addr("203.0.113.11"), fact.SMTP: addr("203.0.113.12")}
)

// healthy is the world with nothing wrong in it.
func healthy() *blueprint {
	b := &blueprint{slots: slots{}, pinned: map[string][]netip.Addr{}}
	b.add("imap.example.com", fact.IMAP, []netip.Addr{imap4, imap6}, fact.IMAP)
	b.add("pop.example.com", fact.POP3, []netip.Addr{pop4, pop6}, fact.POP3)
	b.add("smtp.example.com", fact.SMTP, []netip.Addr{smtp4, smtp6}, fact.SMTP)
	b.add(Domain, "", []netip.Addr{addr("192.0.2.20"), addr("2001:db8::20")})
	b.add("mail.example.net", "", []netip.Addr{stranger}, protocols...)
	b.add("router.lan", "", []netip.Addr{router})
	b.addCheckPage()
	return b
}

func (b *blueprint) add(name string, service fact.Protocol, addrs []netip.Addr, speaks ...fact.Protocol) {
	h := &host{name: name, service: service, addrs: addrs}
	for _, p := range speaks {
		for _, e := range mailPorts[p] {
			h.ports = append(h.ports, &port{host: h, number: e.number, implicit: e.implicit, speaks: p, slots: slots{}})
		}
	}
	h.ports = append(h.ports, &port{host: h, number: web, implicit: true, slots: slots{}})
	b.hosts = append(b.hosts, h)
}

// of gives the host of a service.
func (b *blueprint) of(p fact.Protocol) *host {
	for _, h := range b.hosts {
		if h.service == p && p != "" {
			return h
		}
	}
	panic("lab: no host for " + string(p))
}

// targets lists the ports that an item is about: the one it names, or all that speak the service's protocol.
func (b *blueprint) targets(it item) []*port {
	var out []*port
	for _, p := range it.on {
		for _, port := range b.of(p).ports {
			if port.number == it.port || (it.port == 0 && port.speaks != "") {
				out = append(out, port)
			}
		}
	}
	return out
}

// draw makes the blueprint of a fault string.
func draw(faults string) (*blueprint, error) {
	items, err := parse(faults)
	if err != nil {
		return nil, err
	}
	b := healthy()
	for _, it := range items {
		if err := keys[it.row.key].apply(b, it); err != nil {
			return nil, err
		}
	}
	if err := b.consistent(); err != nil {
		return nil, err
	}
	return b, b.settle()
}

// consistent refuses what can't be true together.
func (b *blueprint) consistent() error {
	for _, pair := range [][2]string{{"dns.intercepted", "dns.system"}, {"dns.intercepted", "dns.first"},
		{"dns.intercepted", "dns.reference"}, {"dns.intercepted", "dns.split"}, {"dns.split", "dns.reference"}} {
		if x, y := b.slots[pair[0]], b.slots[pair[1]]; x.given() && y.given() {
			return clash(x.text, y.text)
		}
	}
	if x, y := b.slots["dns.split"], b.slots["dns.system"]; x.given() && y.is(views...) {
		return clash(x.text, y.text)
	}
	return nil
}

// note is the effect of most keys of a service: the server looks it up when the dialogue gets there.
func note(b *blueprint, it item) error {
	for _, p := range b.targets(it) {
		if err := p.slots.set(it.row.key, it); err != nil {
			return err
		}
	}
	return nil
}

func noteWorld(b *blueprint, it item) error { return b.slots.set(it.row.key, it) }

func applyStartTLS(b *blueprint, it item) error {
	for _, p := range it.on {
		number := it.port
		for _, e := range mailPorts[p] {
			if number == 0 && !e.implicit {
				number = e.number
			}
			if number == e.number && e.implicit {
				return fmt.Errorf("fault %q: port %d speaks TLS from the first byte", it.text, number)
			}
		}
		b.plan.suggest(p, fmt.Sprintf("%s:%d/starttls", b.of(p).name, number))
	}
	return note(b, it)
}

// applyLogin: POP3 logs in only where IMAP did not, so a fault behind POP3's login is met by a plan without IMAP.
func applyLogin(b *blueprint, it item) error {
	if slices.Equal(it.on, []fact.Protocol{fact.POP3}) {
		b.plan.suggest(fact.IMAP, off)
	}
	return note(b, it)
}

func applySend(b *blueprint, it item) error {
	b.plan.sends = true
	return note(b, it)
}

func applyName(b *blueprint, it item) error {
	on := it.on
	if on == nil {
		on = protocols
	}
	for _, p := range on {
		b.of(p).unnamed = true
	}
	return nil
}

func applyPinned(b *blueprint, it item) error {
	a, err := netip.ParseAddr(it.arg)
	if err != nil || a.Zone() != "" {
		return fmt.Errorf("fault %q: %q is not an address", it.text, it.arg)
	}
	if err := noteWorld(b, it); err != nil {
		return err
	}
	_, who, _ := strings.Cut(it.row.key, ".")
	b.pinned[b.of(fact.Protocol(who)).name] = []netip.Addr{a}
	return nil
}
