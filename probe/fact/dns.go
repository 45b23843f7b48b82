package fact

// Resolver is a DNS server that was, or could be, asked.
type Resolver struct {
	Addr  string `json:"addr"`            // ip:port
	Role  Role   `json:"role"`            // who chose it
	Iface string `json:"iface,omitempty"` // the interface it is configured on, where the system says so
}

// Role is why a resolver is asked.
type Role string

const (
	RoleSystem    Role = "system"    // configured on this PC, or given by --dns
	RoleReference Role = "reference" // asked to compare
	RoleNobody    Role = "nobody"    // no resolver is there: who answers stands on the way
)

// Name is all that was learnt about one host name.
type Name struct {
	Host      string    `json:"host"`                 // A-label form, no dot at the end
	OS        *OSAnswer `json:"os,omitempty"`         // what this PC's programs get; nil: not asked
	HostsFile []string  `json:"hosts_file,omitempty"` // addresses that the hosts file gives
	Lookups   []Lookup  `json:"lookups,omitempty"`    // one per resolver and record type, in the plan's order
}

// OSAnswer is what the system's own look-up (hosts file, resolver, search suffixes) gave.
type OSAnswer struct {
	Addrs   []string `json:"addrs,omitempty"`
	MS      float64  `json:"ms"`
	Failure *Failure `json:"failure,omitempty"`
}

// Lookup is one question to one resolver. Without an answer RCode is empty and Failure says why;
// with one, Failure is nil whatever the RCode.
type Lookup struct {
	Resolver  string   `json:"resolver"` // ip:port
	Role      Role     `json:"role"`
	Type      string   `json:"type"` // "A", "AAAA", "MX", "SRV"
	Name      string   `json:"name"` // the question
	RCode     string   `json:"rcode,omitempty"`
	MS        float64  `json:"ms"`
	Transport string   `json:"transport,omitempty"` // of the answer: "udp", "tcp"
	NoEDNS    bool     `json:"no_edns,omitempty"`   // answered only when asked without EDNS
	Truncated bool     `json:"truncated,omitempty"` // the UDP answer was truncated, and TCP was asked
	CNAMEs    []string `json:"cnames,omitempty"`    // the chain in order
	Addrs     []string `json:"addrs,omitempty"`
	MX        []MX     `json:"mx,omitempty"`
	SRV       []SRV    `json:"srv,omitempty"`
	TXT       []string `json:"txt,omitempty"` // SPF and DMARC records alone
	Failure   *Failure `json:"failure,omitempty"`
}

// Answered says whether the resolver gave any answer, a refusal included.
func (l Lookup) Answered() bool { return l.RCode != "" }

// NoData says whether the name exists and has no record of this type.
func (l Lookup) NoData() bool {
	return l.RCode == "NOERROR" && len(l.Addrs)+len(l.MX)+len(l.SRV)+len(l.TXT) == 0
}

// MX is a mail exchanger (RFC 5321 section 5; a host of "." is the null MX of RFC 7505).
type MX struct {
	Preference int    `json:"preference"`
	Host       string `json:"host"`
}

// SRV is a service record (RFC 2782). A target of "." says that the service is not offered.
type SRV struct {
	Service  string `json:"service"` // "_imaps"
	Target   string `json:"target"`
	Port     int    `json:"port"`
	Priority int    `json:"priority"`
	Weight   int    `json:"weight"`
}

// Domain is the mail side of the address's domain: look-ups of MX and of its own
// A and AAAA (the implicit MX of RFC 5321 section 5.1), and of the SRV records of RFC 6186.
type Domain struct {
	Name    string   `json:"name"`
	Lookups []Lookup `json:"lookups,omitempty"`
	// Found are the settings that discovery found, the most trusted first; Asked is every source, in the same order.
	Found    []Found   `json:"found,omitempty"`
	Asked    []Asked   `json:"asked,omitempty"`
	Provider *Provider `json:"provider,omitempty"` // nil: the table does not know who runs the domain's mail
	// ActiveSync is the host where the domain's Exchange server says that phones connect; empty: none is known.
	ActiveSync string `json:"activesync,omitempty"`
}
