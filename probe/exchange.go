package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/miekg/dns"

	"maildiag/probe/fact"
)

// maxDatagram is the largest UDP message that there is: whatever comes fits, and a system that reports a message cut
// by its buffer as an error (Windows) never does.
const maxDatagram = 65535

// exchange sends one DNS message to one resolver and waits for its answer. The UDP socket is connected, so that the
// system lets nobody else's datagrams in and reports an ICMP "port unreachable" as refused. What does not answer the
// question that was sent (a late or forged datagram) is passed over, and the wait goes on.
func exchange(ctx context.Context, network string, resolver netip.AddrPort, query *dns.Msg) (*dns.Msg, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, resolver.String())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	c := &dns.Conn{Conn: conn, UDPSize: maxDatagram}
	if err := c.WriteMsg(query); err != nil {
		return nil, err
	}
	var garbled error // something with the right ID came and could not be read: more telling than "no answer"
	for {
		wire, err := c.ReadMsgHeader(nil)
		if err != nil && !errors.Is(err, dns.ErrShortRead) {
			return nil, cmp.Or(garbled, ctx.Err(), err)
		}
		m := new(dns.Msg)
		if err == nil {
			err = m.Unpack(wire)
		}
		// A truncated message may end within a record: that it is truncated is all that counts.
		if answers(m, query) && (err == nil || m.Truncated) {
			return m, nil
		}
		switch {
		case err != nil && m.Id == query.Id && m.Response:
			garbled = &stepError{class: fact.Other, text: "the answer is no well-formed DNS message: " + err.Error()}
		case network == "tcp": // on a stream there are no strangers
			garbled = &stepError{class: fact.Other, text: "the answer does not belong to the question"}
		}
		if network == "tcp" {
			return nil, garbled
		}
	}
}

// answers says whether m answers the query: the same ID and question. A refusal may leave the question out.
func answers(m, query *dns.Msg) bool {
	if !m.Response || m.Id != query.Id || m.Opcode != query.Opcode {
		return false
	}
	if len(m.Question) == 0 {
		return m.Rcode != dns.RcodeSuccess && m.Rcode != dns.RcodeNameError
	}
	got, want := m.Question[0], query.Question[0]
	return len(m.Question) == 1 && got.Qtype == want.Qtype && got.Qclass == want.Qclass && strings.EqualFold(got.Name, want.Name)
}

// rcode names a response code as DNS people do.
func rcode(code int) string {
	if s, ok := dns.RcodeToString[code]; ok {
		return s
	}
	return fmt.Sprintf("RCODE%d", code)
}
