package discover

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"maildiag/probe/fact"
)

// Bounds of a file of settings: more than any real one needs.
const (
	maxServers = 16
	maxDepth   = 16
)

var errDirective = errors.New("a document type is not allowed here")

// plain lets only simple XML through: no document type and so no entities, no deep nesting.
type plain struct {
	*xml.Decoder
	depth int
}

func (p *plain) Token() (xml.Token, error) {
	t, err := p.Decoder.RawToken()
	switch t.(type) {
	case xml.Directive:
		return nil, errDirective
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, errors.New("nested too deep")
		}
	case xml.EndElement:
		p.depth--
	}
	return t, err
}

// clientConfig is the form of autoconfig files, version 1.1.
type clientConfig struct {
	XMLName   xml.Name `xml:"clientConfig"`
	Providers []struct {
		Incoming []server `xml:"incomingServer"`
		Outgoing []server `xml:"outgoingServer"`
	} `xml:"emailProvider"`
}

type server struct {
	Type     string `xml:"type,attr"`
	Host     string `xml:"hostname"`
	Port     string `xml:"port"`
	Security string `xml:"socketType"`
	User     string `xml:"username"`
}

// ParseAutoconfig reads an autoconfig file for one address. Servers that can't be used (Exchange, odd values) are left
// out; a file without any other is an error.
func ParseAutoconfig(data []byte, address string) ([]fact.Found, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") {
			return input, nil
		}
		return nil, fmt.Errorf("the charset %.20q is not allowed here", charset)
	}
	var c clientConfig
	if err := xml.NewTokenDecoder(&plain{Decoder: d}).Decode(&c); err != nil {
		return nil, err
	}
	if len(c.Providers) == 0 {
		return nil, errors.New("no mail provider in it")
	}
	var out []fact.Found
	for _, s := range append(c.Providers[0].Incoming, c.Providers[0].Outgoing...) {
		if f, ok := s.found(address); ok && len(out) < maxServers && !holds(out, f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no server in it that can be used")
	}
	return out, nil
}

func (s server) found(address string) (fact.Found, bool) {
	f := fact.Found{Source: fact.SourceAutoconfig}
	switch strings.ToLower(strings.TrimSpace(s.Type)) {
	case "imap":
		f.Protocol = fact.IMAP
	case "pop3":
		f.Protocol = fact.POP3
	case "smtp":
		f.Protocol = fact.SMTP
	default:
		return f, false
	}
	switch strings.ToUpper(strings.TrimSpace(s.Security)) {
	case "SSL", "TLS":
		f.Security = fact.TLS
	case "STARTTLS":
		f.Security = fact.StartTLS
	case "PLAIN":
		f.Security = fact.None
	default:
		return f, false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(s.Port), 10, 16)
	if err != nil || n == 0 {
		return f, false
	}
	f.Port = int(n)
	local, domain := cutAddress(address)
	f.Host, err = Host(fill(s.Host, local, domain))
	user := strings.TrimSpace(s.User)
	switch {
	case user == "%EMAILADDRESS%", user == "%EMAILLOCALPART%@%EMAILDOMAIN%", strings.EqualFold(user, address):
		f.Form = fact.FormAddress
	case user == "%EMAILLOCALPART%":
		f.Form = fact.FormLocalPart
	}
	return f, err == nil
}

// fill puts the address into a file's placeholders.
func fill(s, local, domain string) string {
	return strings.NewReplacer("%EMAILADDRESS%", local+"@"+domain, "%EMAILLOCALPART%", local, "%EMAILDOMAIN%", domain).Replace(strings.TrimSpace(s))
}

func cutAddress(address string) (local, domain string) {
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		return address[:at], address[at+1:]
	}
	return "", address
}

var toASCII = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true))

// Host is the A-label form of a host name that came from outside, lower case. It takes names of at least two labels,
// and no addresses: no certificate is made for these.
func Host(s string) (string, error) {
	ascii, err := toASCII.ToASCII(strings.TrimSuffix(s, "."))
	if err != nil {
		return "", fmt.Errorf("%.60q is no host name", s)
	}
	ascii = strings.ToLower(ascii)
	labels := strings.Split(ascii, ".")
	last := labels[len(labels)-1]
	if _, err := strconv.Atoi(last); err == nil || len(labels) < 2 || len(ascii) > 253 {
		return "", fmt.Errorf("%.60q is no host name", s)
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") ||
			strings.ContainsFunc(l, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' }) {
			return "", fmt.Errorf("%.60q is no host name", s)
		}
	}
	return ascii, nil
}

// ParseAutodiscover reads the answer of Exchange's Autodiscover v2: the host where phones connect.
func ParseAutodiscover(data []byte) (string, error) {
	var answer struct {
		Protocol string
		URL      string `json:"Url"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return "", err
	}
	u, err := url.Parse(answer.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return "", errors.New("no https address in it")
	}
	return Host(u.Hostname())
}
