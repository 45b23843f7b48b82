package probe

import (
	"context"
	"net/netip"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

// question is one thing to ask of DNS.
type question struct {
	name    string // A-label form, no dot at the end
	qtype   uint16
	service string // of an SRV record: "_imaps"
}

// asked is a resolver and why it is asked.
type asked struct {
	addr netip.AddrPort
	role fact.Role
}

// edns is what we say that we can take: the size that fits any path without fragments (RFC 9715).
const ednsSize = 1232

func (q question) message(edns bool) *dns.Msg {
	m := new(dns.Msg)
	m.SetQuestion(dns.Fqdn(q.name), q.qtype)
	if edns {
		m.SetEdns0(ednsSize, false)
	}
	return m
}

// lookup asks one question of one resolver: over UDP with EDNS, again without EDNS where that is not understood or
// nothing comes, and over TCP where the answer is truncated.
func lookup(ctx context.Context, env *Env, who asked, q question) fact.Lookup {
	begun := time.Now()
	l := fact.Lookup{Resolver: who.addr.String(), Role: who.role, Type: dns.TypeToString[q.qtype], Name: q.name}
	limit, again := resolverTimeout, resolverAgain
	if who.role == fact.RoleReference {
		limit, again = referenceTimeout, referenceAgain
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel() // ends a query that is still waiting where another one has been answered
	a := asking{env, who.addr, q}
	m, edns, err := a.udp(limited, again)
	l.Transport = "udp"
	op := "query over UDP"
	if err == nil && m.Truncated {
		l.Truncated, l.Transport, op = true, "tcp", "query over TCP"
		m, err = env.Exchange(limited, "tcp", who.addr, q.message(edns))
	}
	now := time.Now()
	l.MS = ms(now.Sub(begun))
	if err != nil {
		if ctx.Err() != nil {
			err = errCut
		}
		l.Transport = ""
		l.Failure = classify(fact.StageDNS, op, begun, now, err)
		if op == "query over UDP" && l.Failure.Class == fact.Reset {
			l.Failure.Class = fact.Refused // how Windows reports an ICMP "port unreachable" on a UDP socket
		}
		return l
	}
	l.RCode, l.NoEDNS = rcode(m.Rcode), !edns
	readAnswer(&l, q, m)
	return l
}

// asking is one question on its way to one resolver.
type asking struct {
	env  *Env
	addr netip.AddrPort
	q    question
}

type reply struct {
	msg  *dns.Msg
	edns bool
	err  error
}

// udp sends the query, and after a while, or where EDNS is not understood, a second one without EDNS. The first is
// waited for all the same, so that a resolver that is slow is not taken for a dead one. It says whether the
// answer is to the query with EDNS.
func (a asking) udp(ctx context.Context, after time.Duration) (*dns.Msg, bool, error) {
	replies := make(chan reply, 2)
	open := 0
	send := func(edns bool) {
		open++
		go func() {
			m, err := a.env.Exchange(ctx, "udp", a.addr, a.q.message(edns))
			replies <- reply{m, edns, err}
		}()
	}
	send(true)
	again := time.NewTimer(after)
	defer again.Stop()
	plain := false
	var last reply
	for open > 0 {
		select {
		case r := <-replies:
			open--
			if r.err == nil && !(r.edns && refusesEDNS(r.msg)) {
				return r.msg, r.edns, nil
			}
			if last.msg == nil { // a refusal of EDNS is more of an answer than an error
				last = r
			}
			if r.err == nil && !plain {
				plain = true
				send(false)
			}
		case <-again.C:
			if !plain {
				plain = true
				send(false)
			}
		}
	}
	return last.msg, last.edns, last.err
}

// refusesEDNS: RFC 6891 section 7, and old servers that know no option record at all.
func refusesEDNS(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeFormatError || m.Rcode == dns.RcodeNotImplemented || m.Rcode == dns.RcodeBadVers
}
