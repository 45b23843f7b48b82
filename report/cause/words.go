package cause

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Values as people read them: times, places, names of modes. Whole lines of evidence are in evidence.go.

// isIPv4 says whether an ip:port is of IPv4.
func isIPv4(addr string) bool { return ipOf(addr).Is4() }

// ipOf is the address of an ip:port; the zero Addr where it is none.
func ipOf(addr string) netip.Addr {
	ap, err := netip.ParseAddrPort(addr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// portOf is the port of an ip:port.
func portOf(addr string) int {
	i := strings.LastIndexByte(addr, ':')
	port, _ := strconv.Atoi(addr[i+1:])
	return port
}

// endpoint is "imap.example.com:993", or "[2001:db8::10]:993".
func endpoint(s *fact.Service) string {
	host := s.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return host + ":" + strconv.Itoa(s.Port)
}

// resolverName is a resolver as people write it in their settings: without the port, where it is the usual one.
func resolverName(addr string) string {
	if ap, err := netip.ParseAddrPort(addr); err == nil && ap.Port() == 53 {
		return ap.Addr().String()
	}
	return addr
}

// took is a duration for people.
func took(ms float64) lang.Text {
	switch {
	case ms < 1:
		return lang.T("less than 1 ms", "不到 1 毫秒")
	case ms < 999.5:
		return lang.T("{n} ms", "{n} 毫秒").With("n", fmt.Sprintf("%.0f", ms))
	}
	return lang.T("{n} s", "{n} 秒").With("n", fmt.Sprintf("%.1f", ms/1000))
}

// day is a date for people.
func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

// moment is a date and time for people.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }

// apart is the time between two moments for people: "3 hours", "12 days", "3 years".
func apart(a, b time.Time) lang.Text {
	hours := int(b.Sub(a).Abs().Hours())
	for _, unit := range []struct {
		hours     int
		one, many lang.Text
	}{
		{24 * 730, lang.T("{n} year", "{n} 年"), lang.T("{n} years", "{n} 年")},
		{24 * 2, lang.T("{n} day", "{n} 天"), lang.T("{n} days", "{n} 天")},
		{1, lang.T("{n} hour", "{n} 小时"), lang.T("{n} hours", "{n} 小时")},
	} {
		if hours < unit.hours {
			continue
		}
		size := map[int]int{24 * 730: 24 * 365, 24 * 2: 24, 1: 1}[unit.hours]
		if n := hours / size; n == 1 {
			return unit.one.With("n", n)
		} else {
			return unit.many.With("n", n)
		}
	}
	return lang.T("less than an hour", "不到 1 小时")
}

var (
	sepComma = lang.T(", ", "、")
	sepAnd   = lang.T(" and ", " 和 ")
)

// names joins words: "a, b and c".
func names(words ...string) lang.Text {
	texts := make([]lang.Text, len(words))
	for i, w := range words {
		texts[i] = lang.Same(w)
	}
	if len(texts) < 2 {
		return lang.Join(sepComma, texts...)
	}
	last := len(texts) - 1
	return lang.Join(sepAnd, lang.Join(sepComma, texts[:last]...), texts[last])
}

// few joins at most max words, and counts the rest.
func few(max int, words []string) lang.Text {
	if len(words) <= max {
		return names(words...)
	}
	return lang.T("{some} and {n} more", "{some}（另有 {n} 个）").With("some", strings.Join(words[:max], ", "), "n", len(words)-max)
}

// unique keeps the first of equals.
func unique(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// services names the services of failures: "imap.example.com:993 and smtp.example.com:465".
func services(fs []*Failure) lang.Text {
	var list []string
	for _, f := range fs {
		list = append(list, endpoint(f.Service))
	}
	return names(unique(list)...)
}

// hostsOf lists the hosts of failures, each once.
func hostsOf(fs []*Failure) []string {
	var list []string
	for _, f := range fs {
		list = append(list, f.Service.Host)
	}
	return unique(list)
}

// hosts names the hosts of failures.
func hosts(fs []*Failure) lang.Text { return names(hostsOf(fs)...) }

// ports names the ports of failures.
func ports(fs []*Failure) lang.Text {
	var list []string
	for _, f := range fs {
		list = append(list, strconv.Itoa(f.Service.Port))
	}
	return names(unique(list)...)
}

// protocolName is "IMAP".
func protocolName(p fact.Protocol) string { return strings.ToUpper(string(p)) }

// securityName is what mail programs call the mode.
func securityName(s fact.Security) lang.Text {
	switch s {
	case fact.TLS:
		return lang.Same("SSL/TLS")
	case fact.StartTLS:
		return lang.Same("STARTTLS")
	}
	return lang.T("no encryption", "不加密")
}

// role is what mail programs call the server: the incoming or the outgoing one.
func role(p fact.Protocol) lang.Text {
	if p == fact.SMTP {
		return lang.T("outgoing server (SMTP)", "发件服务器（SMTP）")
	}
	return lang.T("incoming server ({protocol})", "收件服务器（{protocol}）").With("protocol", protocolName(p))
}

// quoted puts the words of the other side in quotation marks, shortened.
func quoted(s string) lang.Text {
	const most = 300
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return lang.T("“{words}”", "“{words}”").With("words", s)
}

// grouped puts failures of one trouble together, in the order in which they came.
func grouped(fs []*Failure, same func(a, b *Failure) bool) [][]*Failure {
	var out [][]*Failure
next:
	for _, f := range fs {
		for i, g := range out {
			if slices.ContainsFunc(g, func(o *Failure) bool { return same(o, f) }) {
				out[i] = append(g, f)
				continue next
			}
		}
		out = append(out, []*Failure{f})
	}
	return out
}

// sameHost: one name, or one address behind two names.
func sameHost(a, b *Failure) bool {
	if a.Service.Host == b.Service.Host {
		return true
	}
	return a.Attempt != nil && b.Attempt != nil && ipOf(a.Attempt.Addr).IsValid() && ipOf(a.Attempt.Addr) == ipOf(b.Attempt.Addr)
}

// sameLeaf: the same certificate.
func sameLeaf(a, b *Failure) bool {
	return leafOf(a) != nil && leafOf(b) != nil && leafOf(a).SHA256 == leafOf(b).SHA256
}

func leafOf(f *Failure) *fact.Cert {
	if f.Attempt == nil {
		return nil
	}
	return f.Attempt.TLS.Leaf()
}
