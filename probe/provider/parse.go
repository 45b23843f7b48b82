package provider

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"maildiag/probe/fact"
)

// columns of providers.tsv.
const (
	colName = iota
	colDomains
	colIMAP
	colPOP3
	colSMTP
	colLogin
	colPassword
	colFlags
	colOthers
	columns
)

// parse reads both files. It is strict: a row that says something twice, or nothing, is an error.
func parse(providers, mx string) (*table, error) {
	t := &table{byDomain: map[string]*Provider{}, byHost: map[string]*Provider{}, mx: map[string]string{}, byName: map[string]*Provider{}}
	err := eachRow(providers, columns, func(cells []string) error {
		p, err := parseProvider(cells)
		if err != nil {
			return err
		}
		return t.add(p)
	})
	if err != nil {
		return nil, fmt.Errorf("providers.tsv: %w", err)
	}
	if err := eachRow(mx, 2, t.addMX); err != nil {
		return nil, fmt.Errorf("mx.tsv: %w", err)
	}
	return t, nil
}

// eachRow gives the cells of every line that is no comment.
func eachRow(data string, n int, f func([]string) error) error {
	number := 0
	for line := range strings.Lines(data) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != n {
			return fmt.Errorf("line %d: %d cells, not %d", number, len(cells), n)
		}
		for i, c := range cells {
			if c == "" || strings.TrimSpace(c) != c {
				return fmt.Errorf("line %d: cell %d is empty, or has blanks at its ends", number, i+1)
			}
		}
		if err := f(cells); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}

func parseProvider(cells []string) (*Provider, error) {
	p := &Provider{Name: cells[colName], LoginForm: fact.LoginForm(cells[colLogin]), Password: fact.PasswordKind(cells[colPassword])}
	p.Domains = list(cells[colDomains], ", ")
	p.others = list(cells[colOthers], " ")
	if !slices.Contains([]fact.LoginForm{fact.FormAddress, fact.FormLocalPart, fact.FormAny}, p.LoginForm) {
		return nil, fmt.Errorf("%q is no form of a login name", p.LoginForm)
	}
	if p.Password == "-" {
		p.Password = ""
	}
	if !slices.Contains([]fact.PasswordKind{"", fact.PasswordAccount, fact.PasswordCode, fact.PasswordEither, fact.PasswordOAuth}, p.Password) {
		return nil, fmt.Errorf("%q is no kind of password", p.Password)
	}
	for _, flag := range list(cells[colFlags], " ") {
		switch flag {
		case "off":
			p.Off = true
		case "bridge":
			p.Bridge = true
		case "none":
			p.None = true
		default:
			return nil, fmt.Errorf("there is no flag %q", flag)
		}
	}
	for col, protocol := range map[int]fact.Protocol{colIMAP: fact.IMAP, colPOP3: fact.POP3, colSMTP: fact.SMTP} {
		for _, text := range list(cells[col], "; ") {
			s, err := parseServer(protocol, text)
			if err != nil {
				return nil, err
			}
			if slices.Contains(p.Servers, s) {
				return nil, fmt.Errorf("%s stands twice", text)
			}
			p.Servers = append(p.Servers, s)
		}
	}
	order := []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP}
	slices.SortStableFunc(p.Servers, func(a, b Server) int { return slices.Index(order, a.Protocol) - slices.Index(order, b.Protocol) })
	if (len(p.Servers) == 0) != p.None {
		return nil, fmt.Errorf("%s: servers, or the flag none, and not both", p.Name)
	}
	return p, nil
}

// list takes a cell apart; "-" is an empty one.
func list(cell, sep string) []string {
	if cell == "-" {
		return nil
	}
	return strings.Split(cell, sep)
}

// parseServer reads host:port/security.
func parseServer(p fact.Protocol, s string) (Server, error) {
	where, mode, ok := strings.Cut(s, "/")
	security := fact.Security(mode)
	if !ok || !slices.Contains([]fact.Security{fact.TLS, fact.StartTLS, fact.None}, security) {
		return Server{}, fmt.Errorf("%q is not host:port/tls, /starttls or /none", s)
	}
	host, port, err := net.SplitHostPort(where)
	if err != nil {
		return Server{}, fmt.Errorf("%q is not host:port", where)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return Server{}, fmt.Errorf("%q is not a port", port)
	}
	if !isHost(strings.ReplaceAll(host, "{domain}", "example.com")) {
		return Server{}, fmt.Errorf("%q is not a host name", host)
	}
	return Server{Protocol: p, Host: host, Port: int(n), Security: security}, nil
}

// isHost says whether a text is a host name in lower-case A-label form, of at least two labels.
func isHost(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") ||
			strings.ContainsFunc(l, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
			return false
		}
	}
	return len(labels) > 1
}

func (t *table) add(p *Provider) error {
	if t.byName[p.Name] != nil {
		return fmt.Errorf("%s stands twice", p.Name)
	}
	for _, d := range p.Domains {
		if !isHost(d) {
			return fmt.Errorf("%q is not a domain", d)
		}
		if other := t.byDomain[d]; other != nil {
			return fmt.Errorf("the domain %s belongs to %s and to %s", d, other.Name, p.Name)
		}
		t.byDomain[d] = p
	}
	hosts := slices.Clone(p.others)
	for _, s := range p.Servers {
		hosts = append(hosts, s.Host)
	}
	for _, h := range hosts {
		if strings.Contains(h, "{domain}") || p.Bridge {
			continue
		}
		if !isHost(h) {
			return fmt.Errorf("%q is not a host name", h)
		}
		// Of several names for one company's servers the first counts.
		if t.byHost[h] == nil {
			t.byHost[h] = p
		}
	}
	t.byName[p.Name] = p
	t.providers = append(t.providers, p)
	return nil
}

func (t *table) addMX(cells []string) error {
	name, known := strings.CutPrefix(cells[1], "!")
	if known == (t.byName[name] != nil) {
		return fmt.Errorf("%s: a provider without a row has ! before its name, one with a row has not", name)
	}
	hosts, err := expand(cells[0])
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if !isHost(strings.TrimPrefix(h, ".")) {
			return fmt.Errorf("%q is not a host name", h)
		}
		if t.mx[h] != "" {
			return fmt.Errorf("%s stands twice", h)
		}
		t.mx[h] = name
	}
	return nil
}

// expand writes a range out: "mx[1-3].example.com" are three names; "[00-02]" keeps its zeros.
func expand(s string) ([]string, error) {
	before, rest, ok := strings.Cut(s, "[")
	if !ok {
		return []string{s}, nil
	}
	span, after, closed := strings.Cut(rest, "]")
	from, to, dash := strings.Cut(span, "-")
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if !closed || !dash || errA != nil || errB != nil || a < 0 || b < a || b-a > 99 {
		return nil, fmt.Errorf("%q is not a range of names", s)
	}
	var out []string
	for n := a; n <= b; n++ {
		out = append(out, fmt.Sprintf("%s%0*d%s", before, len(from), n, after))
	}
	return out, nil
}
