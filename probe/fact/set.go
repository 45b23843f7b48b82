// Package fact is the vocabulary of maildiag: what one run measured, as plain
// structs with JSON tags.
//
// It owns the shape of the measurements and the few pure questions about them
// that need no knowledge of causes (Attempt.Works, Reply.Text). It is a leaf:
// no I/O, no judgement, no clock.
//
// Not here: how a fact is measured (package probe) and what it means (package
// report/cause).
//
// Three rules hold for every field. What was not measured is nil, empty or
// Unknown, never false or zero by accident. Durations are milliseconds and end
// in _ms. Text from outside has its control characters escaped before it gets in.
package fact

import "time"

// Set is one run, whole: what the JSON report stores and what the rules read.
type Set struct {
	Run      Run       `json:"run"`
	PC       PC        `json:"pc"`
	Names    []Name    `json:"names,omitempty"`    // one per host name that was looked up, in the order of the plan
	Domain   *Domain   `json:"domain,omitempty"`   // the address's own domain; nil: no look-up was made
	Services []Service `json:"services,omitempty"` // in the order of the plan
	Paths    []Path    `json:"paths,omitempty"`    // hop timing; none: nothing failed and nothing was slow, or it was switched off
	Web      *Web      `json:"web,omitempty"`      // the webmail page; nil: none was to be tested
	Around   *Around   `json:"around,omitempty"`   // nil: some mail server was reached
	Password *Password `json:"password,omitempty"` // nil: no password was given
	Profile  *Profile  `json:"profile,omitempty"`  // nil: there is none
	Message  *Message  `json:"message,omitempty"`  // the header of a message, where that was read and nothing measured
	Said     []Said    `json:"said,omitempty"`     // what a text says, where one was read
}

// Run is what was asked for, and the frame it was measured in.
type Run struct {
	Address    string    `json:"address,omitempty"` // the mailbox
	Domain     string    `json:"domain,omitempty"`  // its domain, as an A-label name
	Login      string    `json:"login,omitempty"`   // login name, where it is not the address
	SMTPLogin  string    `json:"smtp_login,omitempty"`
	SendTo     string    `json:"send_to,omitempty"`
	Started    time.Time `json:"started"` // by this PC's clock
	DurationMS float64   `json:"duration_ms"`
	TimeoutMS  float64   `json:"timeout_ms,omitempty"`
	CutShort   bool      `json:"cut_short,omitempty"` // the deadline or ^C ended the run: what is missing is not known
	Family     int       `json:"family,omitempty"`    // 4 or 6: only this IP version was wanted
	NoAuth     bool      `json:"no_auth,omitempty"`
	Configured bool      `json:"configured,omitempty"` // the services were named by the user
	Trace      bool      `json:"trace,omitempty"`      // hop timing alone (`trace`): no service was walked
	Target     string    `json:"target,omitempty"`     // of a trace: host:port as it was given
	ForMS      float64   `json:"for_ms,omitempty"`     // --for: the run was repeated for so long
	Masked     bool      `json:"masked,omitempty"`     // names and addresses of the user and the PC were replaced
	Demo       string    `json:"demo,omitempty"`       // the embedded lab's fault; "healthy" without one
	Symptom    string    `json:"symptom,omitempty"`    // the error message that the user saw, as given
	Lost       []string  `json:"lost,omitempty"`       // parts that a pasted report had no more when it was read: "services 1/3"
}

// Stage is a step of the pipeline; also the area where a cause lives.
type Stage string

// The stages in the order in which one connection passes them.
const (
	StageClient   Stage = "client" // this PC
	StageDNS      Stage = "dns"
	StageSettings Stage = "settings"
	StagePath     Stage = "path"
	StageTCP      Stage = "tcp"
	StageTLS      Stage = "tls"
	StageService  Stage = "service" // greeting and capabilities
	StageAuth     Stage = "auth"    // login
	StageMailbox  Stage = "mailbox" // opening INBOX
	StageSend     Stage = "send"    // MAIL FROM, RCPT TO
	StageWeb      Stage = "web"
)

// Stages lists them all in order.
var Stages = []Stage{StageClient, StageDNS, StageSettings, StagePath, StageTCP, StageTLS,
	StageService, StageAuth, StageMailbox, StageSend, StageWeb}

// PC is what this computer says of itself.
type PC struct {
	OS         string      `json:"os,omitempty"`         // GOOS
	Arch       string      `json:"arch,omitempty"`       // GOARCH
	Version    string      `json:"version,omitempty"`    // as the system names itself
	Interfaces []Interface `json:"interfaces,omitempty"` // those that are up, loopback left out
	Routes     *Routes     `json:"routes,omitempty"`     // nil: not measured
	Resolvers  []Resolver  `json:"resolvers,omitempty"`  // as the system is configured, in its order
	Uplinks    []Resolver  `json:"uplinks,omitempty"`    // the servers that a resolver on this PC itself (systemd-resolved) passes questions to
	HostsFile  string      `json:"hosts_file,omitempty"` // path of the file that was read
	Search     []string    `json:"search,omitempty"`     // DNS search suffixes
	Errors     []string    `json:"errors,omitempty"`     // what could not be read, one line each
}

// Interface is one network interface that is up.
type Interface struct {
	Name      string   `json:"name"`
	Addresses []string `json:"addresses,omitempty"`  // CIDR
	Tunnel    bool     `json:"tunnel,omitempty"`     // point-to-point: a VPN or TUN adapter
	NoCarrier bool     `json:"no_carrier,omitempty"` // up, and nothing at the other end of the cable, or no wireless network
}

// Routes tells which IP versions have a way out of this PC.
type Routes struct {
	Default4  bool   `json:"default4"`
	Default6  bool   `json:"default6"`
	Gateway4  string `json:"gateway4,omitempty"`
	Gateway6  string `json:"gateway6,omitempty"`
	Interface string `json:"interface,omitempty"` // of the IPv4 default route, else of the IPv6 one
	// GatewaySilent: Gateway4 does not answer even for its own hardware address (ARP), as of the end of a run in which
	// nothing was reached.
	GatewaySilent Answer `json:"gateway_silent,omitempty"`
}

// Password holds the only three facts about a password that are ever kept.
type Password struct {
	EdgeBlanks bool `json:"edge_blanks,omitempty"` // white space at its ends
	FullWidth  bool `json:"full_width,omitempty"`  // full-width letters, digits or punctuation
	Invisible  bool `json:"invisible,omitempty"`   // zero-width or control characters
}

// Odd says whether any of the three facts is true.
func (p *Password) Odd() bool {
	return p != nil && (p.EdgeBlanks || p.FullWidth || p.Invisible)
}
