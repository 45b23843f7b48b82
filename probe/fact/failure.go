package fact

// Class is the kind of a failure: a closed list. Rules read the class, people
// read the raw text beside it.
type Class string

const (
	Refused         Class = "refused"             // TCP: RST in answer to SYN. DNS: ICMP port unreachable
	TimedOut        Class = "timed-out"           // no answer within the time of Failure.AfterMS
	Reset           Class = "reset"               // RST on an open connection
	EOF             Class = "eof"                 // the peer closed where more was due
	HostUnreachable Class = "host-unreachable"    // the network says that this host can't be reached
	NetUnreachable  Class = "network-unreachable" // this PC has no route
	AddrUnavailable Class = "address-unavailable" // this PC has no usable address of that family
	Denied          Class = "denied"              // this PC's own system refused (EACCES, EPERM, WSAEACCES)
	Alert           Class = "alert"               // a TLS alert from the peer; Failure.Alert has its number
	BadTLS          Class = "bad-tls"             // TLS records came, and could not be used (version, parameters)
	NotTLS          Class = "not-tls"             // the first bytes are not TLS; Failure.FirstBytes has them
	WrongProtocol   Class = "wrong-protocol"      // a greeting came that is not this protocol's; Failure.FirstBytes has it
	Answered        Class = "answered"            // the server answered, and its answer is a no; Failure.Reply has it
	NotOffered      Class = "not-offered"         // STARTTLS or a login method was needed and is not offered
	TooMuch         Class = "too-much"            // more bytes than any honest server sends
	Cut             Class = "cut"                 // the run ended before this was known: says nothing about the peer
	NoAddress       Class = "no-address"          // the name led to no address
	Other           Class = "other"
)

// Failure is why one step ended.
type Failure struct {
	Stage      Stage   `json:"stage"`
	Class      Class   `json:"class"`
	Op         string  `json:"op,omitempty"`          // "connect", "handshake", "greeting", "EHLO", …
	Raw        string  `json:"raw,omitempty"`         // the system's or library's own words
	AfterMS    float64 `json:"after_ms"`              // since the step began
	Alert      int     `json:"alert,omitempty"`       // TLS alert number (RFC 8446 section 6)
	FirstBytes string  `json:"first_bytes,omitempty"` // what came instead, escaped, at most 200 characters
	Bytes      int     `json:"bytes,omitempty"`       // how many bytes of an unfinished answer had come
	Reply      *Reply  `json:"reply,omitempty"`
}

// Known says whether the failure tells anything about the other side.
func (f *Failure) Known() bool { return f != nil && f.Class != Cut }
