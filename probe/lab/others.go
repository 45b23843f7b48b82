package lab

import (
	"net/netip"

	"maildiag/probe/fact"
)

// public adds a host that is none of the user's, under a name that everybody knows, with a web server and these
// protocols.
func (b *blueprint) public(name string, at netip.Addr, speaks ...fact.Protocol) *host {
	b.add(name, "", []netip.Addr{at}, speaks...)
	h := b.hosts[len(b.hosts)-1]
	h.public = true
	return h
}

// applyMX gives the domain other mail exchangers. Behind those of a provider its servers come along, and those of the
// provider's own mailboxes, which refuse the user.
func applyMX(b *blueprint, it item) error {
	switch it.row.value {
	case "exmail":
		b.public("imap.exmail.qq.com", addr("203.0.113.40"), fact.IMAP)
		b.public("pop.exmail.qq.com", addr("203.0.113.41"), fact.POP3)
		b.public("smtp.exmail.qq.com", addr("203.0.113.42"), fact.SMTP)
		for _, h := range []*host{b.public("imap.qq.com", addr("203.0.113.50"), fact.IMAP), b.public("smtp.qq.com", addr("203.0.113.51"), fact.SMTP)} {
			for _, p := range h.ports {
				if p.speaks != "" {
					if err := p.slots.set("login", item{row: rowOf("login", "qq-five-causes"), text: it.text}); err != nil {
						return err
					}
				}
			}
		}
	case "aliyun":
		b.public("imap.qiye.aliyun.com", addr("203.0.113.60"), fact.IMAP)
		b.public("pop3.qiye.aliyun.com", addr("203.0.113.61"), fact.POP3)
		b.public("smtp.qiye.aliyun.com", addr("203.0.113.62"), fact.SMTP)
		b.public("imap.exmail.qq.com", addr("203.0.113.40"), fact.IMAP)
		b.public("smtp.exmail.qq.com", addr("203.0.113.42"), fact.SMTP)
	case "takes-no-login": // the exchanger answers as servers among themselves do
		h := b.public("mx.example.com", addr("192.0.2.25"), fact.SMTP)
		for _, p := range h.ports {
			if p.speaks != "" {
				if err := p.slots.set("caps", item{row: rowOf("caps", "no-auth"), text: it.text}); err != nil {
					return err
				}
			}
		}
	}
	return noteWorld(b, it)
}

// rowOf finds a row of the tables.
func rowOf(key, value string) *row {
	for i := range rows {
		if rows[i].key == key && rows[i].value == value {
			return &rows[i]
		}
	}
	panic("lab: no fault " + key + "=" + value)
}

// applyPlanServices leaves the services out of the plan: they are to be found.
func applyPlanServices(b *blueprint, it item) error {
	b.plan.find = true
	return noteWorld(b, it)
}
