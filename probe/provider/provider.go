// Package provider is the built-in table of mail providers: which servers belong to which domain, which mail exchanger
// to which provider, how a login name looks and which kind of password mail programs are to use.
//
// It owns the two data files and their strict parser. A leaf: it imports nothing of this module but the vocabulary.
//
// Not here: words for people about a provider (report/cause), and asking anybody about a domain (probe/discover).
package provider

import (
	_ "embed"
	"strings"
	"sync"

	"maildiag/probe/fact"
)

// Provider is one row of the table.
type Provider struct {
	Name      string
	Domains   []string
	Servers   []Server // the best first, within each protocol
	LoginForm fact.LoginForm
	Password  fact.PasswordKind
	Off       bool // IMAP, POP3 and SMTP are off until they are switched on in webmail
	Bridge    bool // no such access on the internet: a program of the provider on the PC serves it
	None      bool // no IMAP, POP3 or SMTP at all

	others []string // further host names of the same provider: of other regions, and old ones
}

// Server is one setting. In Host, "{domain}" stands for the address's own domain.
type Server struct {
	Protocol fact.Protocol
	Host     string
	Port     int
	Security fact.Security
}

//go:embed providers.tsv
var providersTSV string

//go:embed mx.tsv
var mxTSV string

// table is both files, read.
type table struct {
	providers []*Provider
	byDomain  map[string]*Provider
	byHost    map[string]*Provider
	mx        map[string]string // mail exchanger, or ".suffix" → provider's name
	byName    map[string]*Provider
}

// builtin is read when first asked for: most runs with named servers need it once, `--version` never.
var builtin = sync.OnceValue(func() *table {
	t, err := parse(providersTSV, mxTSV)
	if err != nil {
		panic("provider: " + err.Error()) // the files are part of the binary, and a test reads them
	}
	return t
})

// ByDomain finds the provider whose own domain this is, or nil.
func ByDomain(domain string) *Provider { return builtin().byDomain[canonical(domain)] }

// ByHost finds the provider that the table names this server for, or nil. A host that the table names may be given the
// password without asking (contract, Promises).
func ByHost(host string) *Provider { return builtin().byHost[canonical(host)] }

// ByName finds a row by its name, or nil.
func ByName(name string) *Provider { return builtin().byName[name] }

// All is the whole table, in its order. It must not be changed.
func All() []*Provider { return builtin().providers }

// ByMX tells whose a mail exchanger is, by its whole name, else by its longest known ending; "" where nobody knows.
// The provider's row is nil where only its name is known.
func ByMX(host string) (string, *Provider) {
	t := builtin()
	host = canonical(host)
	name, ok := t.mx[host]
	for rest := host; !ok && rest != ""; {
		i := strings.IndexByte(rest, '.')
		if i < 0 {
			break
		}
		name, ok = t.mx[rest[i:]]
		rest = rest[i+1:]
	}
	return name, t.byName[name]
}

// For are the provider's settings for an address's domain.
func (p *Provider) For(domain string) []Server {
	out := make([]Server, len(p.Servers))
	for i, s := range p.Servers {
		s.Host = strings.ReplaceAll(s.Host, "{domain}", domain)
		out[i] = s
	}
	return out
}

func canonical(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
