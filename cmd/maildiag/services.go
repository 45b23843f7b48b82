package main

import (
	"net/netip"
	"strconv"
	"strings"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var (
	textEmptyService = lang.T(
		"{flag} needs the server's name, like this: {flag} {example}",
		"{flag} 后面要写服务器名，例如：{flag} {example}")
	textURLService = lang.T(
		"{flag} {value}: write just the server's name, without imaps:// or the like before it: {example}",
		"{flag} {value}：请只写服务器名，前面不要加 imaps:// 之类，例如：{example}")
	textBadSecurity = lang.T(
		"{flag} {value}: “/{mode}” is not an encryption mode; use /tls (also called SSL), /starttls or /none",
		"{flag} {value}：没有“/{mode}”这种加密方式，可用 /tls（即 SSL）、/starttls 或 /none")
	textBadPort = lang.T(
		"{flag} {value}: “{port}” is not a port; a port is a number from 1 to 65535, and the usual ones here are {usual}",
		"{flag} {value}：“{port}”不是有效端口；端口是 1 到 65535 之间的数字，这里常用的是 {usual}")
	textBadHost = lang.T(
		"{flag} {value}: {why}",
		"{flag} {value}：{why}")
	textBadLiteral = lang.T(
		"{flag} {value}: an IPv6 address with a port is written in brackets, like this: [2001:db8::1]:{port}",
		"{flag} {value}：带端口的 IPv6 地址要加方括号，例如：[2001:db8::1]:{port}")
)

// usualPorts of a protocol, the one that is taken without a word first.
var usualPorts = map[fact.Protocol][]int{
	fact.IMAP: {993, 143},
	fact.POP3: {995, 110},
	fact.SMTP: {465, 587, 25},
}

// usualSecurity of a port: the three ports of implicit TLS, and STARTTLS everywhere else.
func usualSecurity(port int) fact.Security {
	switch port {
	case 993, 995, 465:
		return fact.TLS
	}
	return fact.StartTLS
}

// parseService reads HOST[:PORT][/tls|/starttls|/none].
func parseService(p fact.Protocol, value string) (probe.ServicePlan, error) {
	s := probe.ServicePlan{Protocol: p, Port: usualPorts[p][0], Source: fact.SourceUser, MayLogin: true}
	flag, shown := "--"+string(p), short(value)
	value = strings.TrimSpace(value)
	fail := func(t lang.Text, pairs ...any) (probe.ServicePlan, error) {
		all := append([]any{"flag", flag, "value", shown, "example", string(p) + ".example.com"}, pairs...)
		return s, usage(t.With(all...))
	}
	if strings.Contains(value, "://") {
		return fail(textURLService)
	}
	rest, mode, hasMode := strings.Cut(value, "/")
	if rest == "" {
		return fail(textEmptyService)
	}
	host, port, err := splitPort(rest)
	if err != nil {
		return fail(textBadLiteral, "port", s.Port)
	}
	if port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return fail(textBadPort, "port", short(port), "usual", numbers(usualPorts[p]))
		}
		s.Port = n
	}
	s.Security = usualSecurity(s.Port)
	if hasMode {
		switch m := fact.Security(strings.ToLower(mode)); m {
		case fact.TLS, fact.StartTLS, fact.None:
			s.Security = m
		default:
			return fail(textBadSecurity, "mode", short(mode))
		}
	}
	if s.Host, err = hostOrLiteral(host); err != nil {
		return fail(textBadHost, "why", err.(*usageError).text)
	}
	return s, nil
}

// hostOrLiteral takes a host name or an IP address, bare or in brackets.
func hostOrLiteral(host string) (string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Unmap().String(), nil
	}
	if looksLikeIPv4(host) {
		return "", usage(lang.T("“{host}” is not an IP address", "“{host}”不是有效的 IP 地址").With("host", short(host)))
	}
	return hostName(host)
}

// looksLikeIPv4 tells a mistyped address from a name: no top-level domain is a number.
func looksLikeIPv4(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	_, err := strconv.Atoi(last)
	return err == nil
}

// splitPort takes HOST, HOST:PORT, [IPv6], [IPv6]:PORT or a bare IPv6 address apart.
func splitPort(s string) (host, port string, err error) {
	if inside, ok := strings.CutPrefix(s, "["); ok {
		host, after, found := strings.Cut(inside, "]")
		if _, err := netip.ParseAddr(host); !found || err != nil {
			return "", "", strconv.ErrSyntax
		}
		if after == "" {
			return host, "", nil
		}
		port, ok := strings.CutPrefix(after, ":")
		if !ok {
			return "", "", strconv.ErrSyntax
		}
		return host, orZero(port), nil
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return s, "", nil
	}
	host, port, found := strings.Cut(s, ":")
	if !found {
		return s, "", nil
	}
	if strings.Count(s, ":") > 1 {
		return "", "", strconv.ErrSyntax
	}
	return host, orZero(port), nil
}

// orZero makes the empty port behind a colon a wrong one.
func orZero(port string) string {
	if port == "" {
		return "0"
	}
	return port
}

func numbers(list []int) lang.Text {
	var out []lang.Text
	for _, n := range list {
		out = append(out, lang.Same(strconv.Itoa(n)))
	}
	return lang.Join(lang.T(", ", "、"), out...)
}

var (
	textBadResolver = lang.T(
		"{flag} {value}: give the IP address of a DNS server, like 192.0.2.53 or 192.0.2.53:53",
		"{flag} {value}：请写 DNS 服务器的 IP 地址，例如 192.0.2.53 或 192.0.2.53:53")
)

// parseResolver reads ADDR[:PORT].
func parseResolver(flag, value string) (netip.AddrPort, error) {
	value = strings.TrimSpace(value)
	if a, err := netip.ParseAddr(strings.Trim(value, "[]")); err == nil {
		return netip.AddrPortFrom(a.Unmap(), 53), nil
	}
	ap, err := netip.ParseAddrPort(value)
	if err != nil || ap.Port() == 0 {
		return ap, usage(textBadResolver.With("flag", flag, "value", short(value)))
	}
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()), nil
}

// references are the public resolvers that answers are compared with: two in China, two elsewhere.
const references = "223.5.5.5,119.29.29.29,1.1.1.1,8.8.8.8"

// parseReferences reads a list of resolvers; "none" switches the comparison off.
func parseReferences(value string) ([]netip.AddrPort, error) {
	if strings.EqualFold(strings.TrimSpace(value), "none") {
		return nil, nil
	}
	var out []netip.AddrPort
	for _, part := range strings.Split(value, ",") {
		ap, err := parseResolver("--reference-dns", part)
		if err != nil {
			return nil, err
		}
		out = append(out, ap)
	}
	if len(out) > 8 {
		return nil, usage(lang.T("--reference-dns takes at most 8 servers", "--reference-dns 最多写 8 个服务器"))
	}
	return out, nil
}
