package cause

import (
	"net/netip"
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// What discovery found beside the configured settings, and what of it was tried.

// found is the discovered setting that a comparison tried, or nil.
func (c *Case) found(s *fact.Service, a *fact.Attempt) *fact.Found {
	if c.Domain == nil {
		return nil
	}
	host := a.Host
	if host == "" {
		host = s.Host
	}
	for i := range c.Domain.Found {
		f := &c.Domain.Found[i]
		if f.Protocol == s.Protocol && f.Host == host && f.Port == portOf(a.Addr) && f.Security == a.Security {
			return f
		}
	}
	return nil
}

// elsewhere is a discovered server of another name that was seen to work for the service's protocol, or nil. One that
// takes no login is none for sending.
func (c *Case) elsewhere(s *fact.Service) *fact.Attempt {
	for i := range s.Compared {
		a := &s.Compared[i]
		if a.Reason == fact.ReasonDiscovered && a.Host != "" && c.Acceptable(a) && c.found(s, a) != nil &&
			(s.Protocol != fact.SMTP || len(a.Talk.Caps.Auth) > 0) {
			return a
		}
	}
	return nil
}

// exchanger says whether a host is one of the domain's mail exchangers.
func (c *Case) exchanger(host string) bool {
	if c.Domain == nil {
		return false
	}
	return slices.ContainsFunc(c.Domain.Lookups, func(l fact.Lookup) bool {
		return slices.ContainsFunc(l.MX, func(mx fact.MX) bool { return strings.EqualFold(mx.Host, host) })
	})
}

// otherProvider is the provider that the domain's mail is at, where the service's server belongs to another one; or nil.
func (c *Case) otherProvider(s *fact.Service) *fact.Provider {
	if c.Domain == nil || c.Domain.Provider == nil || s.Provider == "" || kin(c.Domain.Provider.Name, s.Provider) {
		return nil
	}
	return c.Domain.Provider
}

// houses are names of the provider table behind which one company serves the same mailboxes.
var houses = [][]string{
	{"Outlook.com", "Microsoft 365"},
	{"Yahoo", "AOL", "AT&T", "verizon.net"},
	{"GMX", "GMX International", "WEB.DE", "mail.com", "1&1", "IONOS"},
	{"Zoho", "Zoho Europe", "Zoho India", "Zoho Australia", "Zoho Japan", "Zoho Canada"},
	{"Hetzner"}, {"Google Postini", "Gmail"},
}

// kin says whether two providers of the table may well be one.
func kin(a, b string) bool {
	return a == b || slices.ContainsFunc(houses, func(h []string) bool { return slices.Contains(h, a) && slices.Contains(h, b) })
}

// noLoginThere is the failure of an outgoing server that takes no login because it is the domain's mail exchanger, where a
// submission server was found and works. Without that it may be a relay that wants none.
func (c *Case) noLoginThere(s *fact.Service) []*Failure {
	if s.Protocol != fact.SMTP || s.Source != fact.SourceUser || s.Login == nil || s.Login.Skipped != fact.SkipNotNeeded ||
		!c.exchanger(s.Host) || c.elsewhere(s) == nil {
		return nil
	}
	return []*Failure{{Service: s, Stage: fact.StageAuth, Failure: &fact.Failure{Stage: fact.StageAuth, Class: fact.NotOffered, Op: "AUTH"}}}
}

// usualHost says whether a service's host is a name below the domain that servers of its protocol usually have.
func (c *Case) usualHost(s *fact.Service) bool {
	labels := map[fact.Protocol][]string{fact.IMAP: {"imap", "mail"}, fact.POP3: {"pop", "pop3", "mail"}, fact.SMTP: {"smtp", "mail"}}
	label, rest, _ := strings.Cut(s.Host, ".")
	return c.Run.Domain != "" && rest == c.Run.Domain && slices.Contains(labels[s.Protocol], label)
}

// wantedForm is the form of the login name that is known to be wanted by a service; "" where nothing says so.
func (c *Case) wantedForm(s *fact.Service) fact.LoginForm {
	d := c.Domain
	if d == nil {
		return ""
	}
	for _, f := range d.Found {
		if f.Host == s.Host && f.Protocol == s.Protocol && f.Form != "" {
			return f.Form
		}
	}
	if d.Provider != nil && d.Provider.Name == s.Provider {
		return d.Provider.Form
	}
	return ""
}

// wrongForm says whether the login name was given in another form than the one that is wanted.
func (c *Case) wrongForm(s *fact.Service) bool {
	if s.Login == nil {
		return false
	}
	switch c.wantedForm(s) {
	case fact.FormAddress:
		return s.Login.NameForm != "" && s.Login.NameForm != "address"
	case fact.FormLocalPart:
		return s.Login.NameForm == "address"
	}
	return false
}

// sourceLine says where a discovered setting stood.
func sourceLine(f *fact.Found) lang.Text {
	text := lang.T("{host}, port {port}, {mode}: published for the domain ({from})", "{host}，端口 {port}，{mode}：域名公布的设置（{from}）")
	switch f.Source {
	case fact.SourceSRV:
		text = lang.T("{host}, port {port}, {mode}: published in the domain's DNS ({from})", "{host}，端口 {port}，{mode}：域名在 DNS 里公布的设置（{from}）")
	case fact.SourceProvider:
		text = lang.T("{host}, port {port}, {mode}: the known settings of {from}", "{host}，端口 {port}，{mode}：{from}的已知设置")
	case fact.SourceProfile:
		text = lang.T("{host}, port {port}, {mode}: the organisation's profile says so", "{host}，端口 {port}，{mode}：来自单位的配置文件")
	case fact.SourceGuess:
		text = lang.T("{host}, port {port}, {mode}: a usual name of mail servers, tried here", "{host}，端口 {port}，{mode}：邮件服务器的常用名称，已实测")
	}
	if f.Source == fact.SourceProvider {
		text = text.With("from", providerName(f.From))
	}
	return text.With("host", f.Host, "port", f.Port, "mode", securityName(f.Security), "from", f.From)
}

// typo says whether one name is another with one or two letters wrong.
func typo(a, b string) bool {
	if _, err := netip.ParseAddr(a); err == nil || a == b || len(a) > 80 || len(b) > 80 {
		return false
	}
	return distance(a, b) <= 2
}

// distance counts the letters to change, add or drop to make b of a.
func distance(a, b string) int {
	line := make([]int, len(b)+1)
	for j := range line {
		line[j] = j
	}
	for i := range len(a) {
		before := line[0]
		line[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = line[j+1]
			line[j+1] = min(cost, line[j]+1, before+1)
		}
	}
	return line[len(b)]
}
