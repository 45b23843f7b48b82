package probe

import (
	"net/netip"
	"time"

	"maildiag/probe/fact"
)

// Plan is what to test, as data.
type Plan struct {
	Address    string // the mailbox
	Domain     string // its domain, A-label form
	Services   []ServicePlan
	Configured bool // the services were named by the user

	Login        string // empty: the address
	SMTPLogin    string // empty: Login
	Password     Secret
	SMTPPassword Secret // empty: Password
	Token        Secret // logs in by XOAUTH2 in place of a password
	NoAuth       bool
	Discovered   *fact.Domain // the look-ups by which the services were found; nil: they were named
	SendTo       string
	Web          string        // the webmail page to test; empty: none
	NoDiscovery  bool          // nothing is searched for, not even to compare
	NoISPDB      bool          // the public ISPDB is not asked
	NoPortal     bool          // the connectivity-check page is not asked
	Profile      []fact.Found  // what the organisation's profile says of the domain; may be none
	Internal     []string      // domains of the organisation: names inside them are told to nobody else
	Organisation *fact.Profile // the profile, as far as a verdict uses it; nil: none

	Resolvers  []netip.AddrPort // nil: the system's
	References []netip.AddrPort // empty: none
	Family     int              // 4, 6, or 0 for both
	Timeout    time.Duration

	Hops   Hops          // hop timing: where something fails or is slow, if not said otherwise
	Rounds int           // of hop timing; 0: as many as are needed
	For    time.Duration // repeat for so long
}

// Hops is when the way to a server is looked at.
type Hops string

const (
	HopsWhenNeeded Hops = ""       // something failed on the way, or is slow
	HopsAlways     Hops = "always" // --hops
	HopsNever      Hops = "never"  // --no-hops
)

// systemResolvers are this PC's, or those that --dns put in their place.
func (p *Plan) systemResolvers(pc fact.PC) []netip.AddrPort {
	if p.Resolvers != nil {
		return p.Resolvers
	}
	var out []netip.AddrPort
	for _, r := range pc.Resolvers {
		if ap, err := netip.ParseAddrPort(r.Addr); err == nil {
			out = append(out, ap)
		}
	}
	return out
}

// ServicePlan is one service to test.
type ServicePlan struct {
	Protocol fact.Protocol
	Host     string // A-label form or IP literal
	Port     int
	Security fact.Security
	Source   fact.Source
	// MayLogin: the contract allows a password to go to this host (named by the user, inside the
	// address's own domain, in the provider table, or confirmed).
	MayLogin bool
}

// Secret is a password or token. It can't be printed: every way of formatting it gives "***".
type Secret struct{ value string }

// NewSecret wraps a password.
func NewSecret(s string) Secret { return Secret{s} }

// Empty says whether there is none.
func (s Secret) Empty() bool { return s.value == "" }

// Reveal gives the password itself; only the login calls it.
func (s Secret) Reveal() string { return s.value }

// String hides the password.
func (s Secret) String() string { return "***" }

// GoString hides it from %#v.
func (s Secret) GoString() string { return "***" }

// MarshalText hides it from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }
