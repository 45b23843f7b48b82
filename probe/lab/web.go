package lab

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	pages "maildiag/probe/web"
)

// page is what a web server answers: status, a redirect, and a body.
type page struct {
	status   string
	location string
	body     string
	kind     string // Content-Type; "" is HTML
}

var nothingThere = page{status: "404 Not Found", body: "<html><body><h1>404 Not Found</h1></body></html>"}

// serveWeb answers one request. Where nothing is published the neutral port only has to be there.
func (s *session) serveWeb() {
	request := ""
	for {
		if b, err := s.in.Peek(1); err == nil && b[0] == 0x16 { // a ClientHello where clear text is expected
			s.reply("HTTP/1.1 400 Bad Request", "Connection: close", "", "")
			return
		}
		line, ok := s.line()
		if !ok {
			return
		}
		if request == "" {
			request = line
		}
		if strings.TrimSpace(line) == "" {
			break
		}
	}
	target := ""
	if words := strings.Fields(request); len(words) > 1 {
		target, _, _ = strings.Cut(words[1], "?")
	}
	s.note("GET "+target, false)
	p := s.w.design.page(s.port.host.name, target, s.port.number == web80)
	lines := []string{"HTTP/1.1 " + p.status}
	if p.location != "" {
		lines = append(lines, "Location: "+p.location)
	}
	kind := p.kind
	if kind == "" {
		kind = "text/html"
	}
	s.reply(append(lines, "Date: "+time.Now().UTC().Format(http.TimeFormat), "Content-Type: "+kind, "Content-Length: "+strconv.Itoa(len(p.body)), "Connection: close", "", p.body)...)
}

// web80 is the port of plain HTTP.
const web80 = 80

// Hosts of the web.
const (
	autoconfigHost   = "autoconfig." + Domain
	ispdbHost        = "autoconfig.thunderbird.net"
	autodiscoverHost = "autodiscover." + Domain
	webmailHost      = "webmail." + Domain
	ownFile          = "/mail/config-v1.1.xml"
	knownFile        = "/.well-known/autoconfig/mail/config-v1.1.xml"
)

// page decides what a web server has.
func (b *blueprint) page(host, path string, clear bool) page {
	if p, ok := b.checkPage(host, path); ok {
		return p
	}
	auto := b.slots["web.autoconfig"]
	switch {
	case host == autoconfigHost && path == ownFile && clear:
		if auto.is("http") {
			return file(settingsFile(Domain, "imap."+Domain, "pop."+Domain, "smtp."+Domain))
		}
	case host == autoconfigHost && path == ownFile:
		return b.ownFile(auto)
	case host == Domain && path == knownFile && auto.is("well-known"):
		return file(settingsFile(Domain, "imap."+Domain, "pop."+Domain, "smtp."+Domain))
	case host == ispdbHost && path == "/v1.1/"+Domain && b.slots["web.ispdb"].given():
		return file(settingsFile(Domain, "imap."+Domain, "pop."+Domain, "smtp."+Domain))
	case host == autodiscoverHost && strings.HasPrefix(path, "/autodiscover/autodiscover.json"):
		return page{status: "200 OK", kind: "application/json", body: `{"Protocol":"ActiveSync","Url":"https://exchange.example.com/Microsoft-Server-ActiveSync"}`}
	case host == webmailHost && path == "/":
		if b.slots["web.mail"].is("error") {
			return page{status: "502 Bad Gateway", body: "<html><body><h1>502 Bad Gateway</h1></body></html>"}
		}
		return page{status: "200 OK", body: "<html><head><title>Webmail</title></head><body>Sign in</body></html>"}
	}
	if path == "/" {
		return page{status: "200 OK"}
	}
	return nothingThere
}

func (b *blueprint) ownFile(auto choice) page {
	switch {
	case auto.is("on"):
		return file(settingsFile(Domain, "imap."+Domain, "pop."+Domain, "smtp."+Domain))
	case auto.is("elsewhere"):
		return file(settingsFile(Domain, "mail.example.net", "mail.example.net", "mail.example.net"))
	case auto.is("loop"):
		return page{status: "302 Found", location: ownFile}
	case auto.is("hostile"):
		return file(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>` +
			settingsFile(Domain, "&b;&c;", "&b;", "&b;"))
	}
	return nothingThere
}

func file(s string) page { return page{status: "200 OK", kind: "text/xml", body: s} }

// settingsFile is an autoconfig file of version 1.1.
func settingsFile(domain, imap, pop, smtp string) string {
	const server = "<%[1]sServer type=%[2]q><hostname>%[3]s</hostname><port>%[4]d</port><socketType>%[5]s</socketType>" +
		"<username>%%EMAILADDRESS%%</username><authentication>password-cleartext</authentication></%[1]sServer>"
	return fmt.Sprintf("<clientConfig version=\"1.1\"><emailProvider id=%q><domain>%s</domain>%s%s%s</emailProvider></clientConfig>", domain, domain,
		fmt.Sprintf(server, "incoming", "imap", imap, 993, "SSL"), fmt.Sprintf(server, "incoming", "pop3", pop, 995, "SSL"),
		fmt.Sprintf(server, "outgoing", "smtp", smtp, 587, "STARTTLS"))
}

// fetch is Env.Fetch: the real HTTP client, with the doors of this world.
func (w *World) fetch() pages.Fetch {
	return pages.Client(pages.Options{
		Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			number, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return nil, err
			}
			addrs, err := w.lookupHost(ctx, host)
			if err != nil {
				return nil, err
			}
			return w.dial(ctx, netip.AddrPortFrom(addrs[0], uint16(number)))
		},
		Roots: func() *x509.CertPool { return w.pki.system },
	})
}

// applyAutoconfig gives the domain a host for its file of settings.
func applyAutoconfig(b *blueprint, it item) error {
	if it.row.value != "well-known" {
		h := b.public(autoconfigHost, addr("192.0.2.30"))
		h.ports = []*port{{host: h, number: web, implicit: true, slots: slots{}}}
		h.ports = append(h.ports, &port{host: h, number: web80, slots: slots{}})
		if it.row.value == "silent" {
			b.rules = append(b.rules, rule{host: h, port: -1, state: filtered, text: it.text})
		}
	}
	return noteWorld(b, it)
}

func applyAutodiscover(b *blueprint, it item) error {
	b.public(autodiscoverHost, addr("192.0.2.32"))
	return noteWorld(b, it)
}

func applyISPDB(b *blueprint, it item) error {
	b.public(ispdbHost, addr("203.0.113.30"))
	return noteWorld(b, it)
}

func applyWebmail(b *blueprint, it item) error {
	h := b.public(webmailHost, addr("192.0.2.31"))
	b.plan.web = "https://" + webmailHost + "/"
	if it.row.value == "filtered" || it.row.value == "refused" {
		b.rules = append(b.rules, rule{host: h, port: -1, state: state(it.row.value), text: it.text})
	}
	return noteWorld(b, it)
}
