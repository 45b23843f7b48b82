package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"maildiag/probe/fact"
)

// Mask returns a copy of the facts in which what names the user or their PC is replaced: the address's local part,
// login names, the recipient's local part, the PC's addresses, the name by which it greets, and all of these where a
// server says them back. The same thing gets the same placeholder everywhere, and a placeholder is of the same kind
// (family, private, CGNAT, link-local, public; ASCII or not), so that the copy is judged as the original.
//
// Mail servers and resolvers are never masked, nor are the address's domain and names of network adapters (a VPN or
// proxy is known by them). Every text of the facts is looked through, unless it stands in the list of those that can't
// name anybody: a field that is new is masked until somebody decides otherwise.
func Mask(set *fact.Set) (*fact.Set, error) {
	data, err := json.Marshal(set)
	if err != nil {
		return nil, err
	}
	out := &fact.Set{}
	if err := json.Unmarshal(data, out); err != nil {
		return nil, err
	}
	if out.Run.Masked {
		return out, nil
	}
	m := &masker{keep: known(out), users: newUsers(), addrs: map[string]string{}}
	m.learn(out)
	m.walk(reflect.ValueOf(out).Elem(), "")
	m.offline(out)
	out.Run.Masked = true
	return out, nil
}

// masker knows what to replace by what.
type masker struct {
	keep  *kept
	users *users
	addrs map[string]string // this PC's addresses: placeholder
	count map[class]int     // placeholders given, a kind
	hosts []string          // names by which this PC greets, and its DNS suffixes
}

// learn meets every name before any text is looked through for it.
func (m *masker) learn(set *fact.Set) {
	m.users.address(set.Run.Address)
	m.users.login(set.Run.Login)
	m.users.login(set.Run.SMTPLogin)
	m.users.address(set.Run.SendTo)
	for _, s := range set.Said {
		m.users.address(s.Recipient)
	}
	if msg := set.Message; msg != nil {
		for _, a := range append(msg.From, msg.Sender) {
			m.users.address(a)
		}
		for _, hop := range msg.Hops {
			m.users.address(hop.For)
		}
		if len(msg.Hops) > 0 { // the oldest line tells how the sender's own PC greeted
			for _, name := range []string{msg.Hops[0].From, msg.Hops[0].Name} {
				if name != "" && !m.keep.host(name) {
					m.placeholder(strings.ToLower(name))
				}
			}
		}
	}
	for _, s := range set.Services {
		for _, list := range [][]fact.Attempt{s.Attempts, s.Compared} {
			for _, a := range list {
				m.greetings(a.Transcript)
			}
		}
	}
}

// greetings finds the names by which this PC introduced itself.
func (m *masker) greetings(transcript []string) {
	for _, line := range transcript {
		words := strings.Fields(strings.TrimPrefix(line, "C: "))
		if !strings.HasPrefix(line, "C: ") || len(words) != 2 {
			continue
		}
		switch verb, name := strings.ToUpper(words[0]), words[1]; {
		case verb != "EHLO" && verb != "HELO" && verb != "LHLO":
		case strings.HasPrefix(name, "["), strings.EqualFold(name, "localhost"), m.keep.host(name):
		default:
			m.placeholder(strings.ToLower(name))
		}
	}
}

// forms are the fields that hold one thing of a known form. All other texts are words.
var forms = map[string]func(*masker, string) string{
	"Run.Address":         func(m *masker, s string) string { return m.users.address(s) },
	"Run.Login":           func(m *masker, s string) string { return m.users.login(s) },
	"Run.SMTPLogin":       func(m *masker, s string) string { return m.users.login(s) },
	"Run.SendTo":          func(m *masker, s string) string { return m.users.address(s) },
	"Interface.Addresses": (*masker).prefix,
	"Routes.Gateway4":     (*masker).gateway,
	"Routes.Gateway6":     (*masker).gateway,
	"PC.Search":           (*masker).suffix,
	"Dial.Local":          (*masker).addrPort,
	"Message.From":        func(m *masker, s string) string { return m.users.address(s) },
	"Message.Sender":      func(m *masker, s string) string { return m.users.address(s) },
	"Relay.For":           func(m *masker, s string) string { return m.users.address(s) },
	"Said.Recipient":      func(m *masker, s string) string { return m.users.address(s) },
}

// nobody are the fields that name neither a user nor their PC.
var nobody = fields(`
	Run.Domain Run.Demo Run.Target Run.Lost
	PC.OS PC.Arch PC.Version PC.HostsFile Interface.Name Routes.Interface Resolver.Iface
	Resolver.Addr Name.Host Name.HostsFile OSAnswer.Addrs Service.Host Service.Provider Attempt.Addr Attempt.Host Login.Addr
	Lookup.Resolver Lookup.Type Lookup.Name Lookup.RCode Lookup.Transport Lookup.CNAMEs Lookup.Addrs
	MX.Host SRV.Service SRV.Target Domain.Name Domain.ActiveSync Found.Host Provider.Name Provider.MX
	TLSInfo.Version TLSInfo.Cipher TLSInfo.Group Trust.SystemError Trust.Root Trust.KinRoot
	Cert.Subject Cert.CommonName Cert.Issuer Cert.IssuerOrg Cert.DNSNames Cert.IPs Cert.SHA256 Cert.KeySHA256 Cert.Key
	Cert.Signature Cert.CAIssuers
	Failure.Op Caps.Auth Reply.Enhanced Reply.RespCode Login.Mechanism Login.NameForm
	Path.Target Path.Host Router.Name Router.AS Router.Country
	Relay.By Relay.With Relay.TLS Check.Method Check.Result Check.Domain Check.By Filter.Field MIMEShape.Type MIMEShape.Charset
	Said.Action Said.Status Said.Remote
	Profile.Name Profile.Domains Profile.Webmail Profile.Resolvers Profile.Networks MailRelay.Host Segment.Range Segment.Reverse
	Phrase.EN Phrase.ZH ProfileText.Code`)

func fields(list string) map[string]bool {
	out := map[string]bool{}
	for _, f := range strings.Fields(list) {
		out[f] = true
	}
	return out
}

// walk masks every text below v; field is the type and name of the field it stands in. Words of closed lists have types
// of their own, and are left alone.
func (m *masker) walk(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			m.walk(v.Elem(), field)
		}
	case reflect.Slice:
		for i := range v.Len() {
			m.walk(v.Index(i), field)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			m.walk(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name)
		}
	case reflect.String:
		if v.Type() != reflect.TypeFor[string]() || nobody[field] {
			return
		}
		if form := forms[field]; form != nil {
			v.SetString(form(m, v.String()))
		} else {
			v.SetString(m.text(v.String()))
		}
	}
}

// text masks words from outside: names first, since they may hold what looks like an address.
func (m *masker) text(s string) string {
	return m.addresses(m.users.text(m.greeted(s)))
}
