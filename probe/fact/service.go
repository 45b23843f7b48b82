package fact

import (
	"strings"
	"time"
)

// Protocol names a mail protocol in lower case, as the JSON report does.
type Protocol string

const (
	IMAP Protocol = "imap"
	POP3 Protocol = "pop3"
	SMTP Protocol = "smtp"
)

// Security is how a connection is encrypted.
type Security string

const (
	TLS      Security = "tls"      // from the first byte (RFC 8314 "implicit TLS")
	StartTLS Security = "starttls" // upgraded after the greeting
	None     Security = "none"     // clear text
)

// Source is where a setting came from.
type Source string

const (
	SourceUser       Source = "user"
	SourceSRV        Source = "srv"
	SourceAutoconfig Source = "autoconfig"
	SourceProvider   Source = "provider"
	SourceProfile    Source = "profile"
	SourceGuess      Source = "guess"
)

// Service is one thing to test, and what was found.
type Service struct {
	Protocol Protocol `json:"protocol"`
	Host     string   `json:"host"` // as given, or an IP literal
	Port     int      `json:"port"`
	Security Security `json:"security"`
	Source   Source   `json:"source"`
	Provider string   `json:"provider,omitempty"` // whose server it is, as the built-in table knows its name
	// Attempts are the walks that a client would make: one an address of the system's
	// answer, in its order. Empty where the name led to no address.
	Attempts []Attempt `json:"attempts,omitempty"`
	// Compared are the connections made after a failure to tell causes apart: other
	// ports, other security, other ClientHello, an address that only reference resolvers gave.
	Compared []Attempt `json:"compared,omitempty"`
	Login    *Login    `json:"login,omitempty"` // nil: the service was not reached far enough to decide about it
}

// Reason is why a connection was made.
type Reason string

const (
	ReasonCheck         Reason = "check"              // what a client would do
	ReasonSiblingPort   Reason = "sibling-port"       // the same protocol's other port
	ReasonNeutralPort   Reason = "neutral-port"       // 443: does the host answer at all
	ReasonOtherSecurity Reason = "other-security"     // the same port with the other security mode
	ReasonSmallHello    Reason = "small-hello"        // the same with a ClientHello that fits one small packet
	ReasonAgain         Reason = "again"              // the very same once more, after a small hello had worked: was it the size, or chance
	ReasonLegacyTLS     Reason = "legacy-tls"         // the same with TLS 1.0 and old ciphers allowed
	ReasonNoHello       Reason = "no-hello"           // the same TLS port, and nothing is sent: is the connection cut without a ClientHello?
	ReasonOtherAddress  Reason = "other-address"      // an address that only a reference resolver gave
	ReasonResolverAddr  Reason = "resolver-address"   // as above, where the system's resolvers gave none
	ReasonDiscovered    Reason = "discovered-setting" // what discovery found for this protocol; Attempt.Host has its name
)

// Attempt is one walk to one address: connect, TLS, talk. It goes as far as it can and
// fails at most once; what was not reached is nil.
type Attempt struct {
	Addr     string   `json:"addr"`           // ip:port
	Host     string   `json:"host,omitempty"` // the name that led there, where it is not the service's own
	Reason   Reason   `json:"reason"`
	Security Security `json:"security"`
	StartMS  float64  `json:"start_ms"` // since the run began
	Dial     *Dial    `json:"dial,omitempty"`
	TLS      *TLSInfo `json:"tls,omitempty"`
	Talk     Talk     `json:"talk"`
	Failure  *Failure `json:"failure,omitempty"`
	// Transcript is the dialogue, a line each, "C: " or "S: " before it, secrets masked.
	Transcript []string `json:"transcript,omitempty"`
}

// Dial is a TCP connection that opened.
type Dial struct {
	MS    float64 `json:"ms"`
	Local string  `json:"local,omitempty"` // this PC's end, ip:port
}

// Talk is the dialogue up to the login.
type Talk struct {
	Greeting *Reply `json:"greeting,omitempty"`
	Before   *Caps  `json:"before,omitempty"`   // capabilities in clear text, before STARTTLS
	StartTLS *Reply `json:"starttls,omitempty"` // the answer to STARTTLS or STLS
	Caps     *Caps  `json:"caps,omitempty"`     // capabilities that hold at login
}

// Caps are a server's capabilities, upper case, as IMAP CAPABILITY, POP3 CAPA or EHLO list them.
type Caps struct {
	List []string `json:"list"`
	Auth []string `json:"auth,omitempty"` // SASL mechanisms, upper case
	MS   float64  `json:"ms"`
	// Reply is the whole answer where the server refused or garbled it.
	Reply *Reply `json:"reply,omitempty"`
}

// Has says whether a capability stands in the list, arguments aside.
func (c *Caps) Has(name string) bool {
	if c == nil {
		return false
	}
	for _, have := range c.List {
		word, _, _ := strings.Cut(have, " ")
		if strings.EqualFold(have, name) || strings.EqualFold(word, name) {
			return true
		}
	}
	return false
}

// Kind is a reply made equal for all protocols.
type Kind string

const (
	ReplyOK      Kind = "ok"      // SMTP 2xx 3xx, IMAP OK and PREAUTH, POP3 +OK
	ReplyLater   Kind = "later"   // SMTP 4xx, IMAP [UNAVAILABLE] and the like, POP3 [SYS/TEMP]
	ReplyNo      Kind = "no"      // SMTP 5xx, IMAP NO and BAD, POP3 -ERR
	ReplyBye     Kind = "bye"     // IMAP BYE, SMTP 421: the server hangs up
	ReplyGarbage Kind = "garbage" // not of this protocol
)

// Reply is a server's answer.
type Reply struct {
	Kind     Kind     `json:"kind"`
	Code     int      `json:"code,omitempty"`          // SMTP reply code
	Enhanced string   `json:"enhanced,omitempty"`      // RFC 3463 code, "5.7.8"
	RespCode string   `json:"response_code,omitempty"` // IMAP (RFC 3501, 5530) or POP3 (RFC 2449, 3206), upper case: "AUTHENTICATIONFAILED"
	Lines    []string `json:"lines,omitempty"`         // as sent, decoded to UTF-8, control characters escaped
	MS       float64  `json:"ms"`                      // since the command, or since the connection for a greeting
}

// Text joins the lines for matching and for people.
func (r *Reply) Text() string {
	if r == nil {
		return ""
	}
	return strings.Join(r.Lines, " ")
}

// LoginState is what became of the login of one service.
type LoginState string

const (
	LoginOK      LoginState = "ok"
	LoginRefused LoginState = "refused" // the server answered no (Login.Reply)
	LoginFailed  LoginState = "failed"  // the connection broke, or no answer came (Login.Failure)
	LoginSkipped LoginState = "skipped" // Login.Skipped says why
)

// Skip is why no login was made.
type Skip string

const (
	SkipNoAuth         Skip = "no-auth"          // --no-auth
	SkipNoPassword     Skip = "no-password"      // none was given
	SkipUnverified     Skip = "unverified-tls"   // this PC does not trust the certificate
	SkipClearText      Skip = "clear-text"       // no TLS on this connection
	SkipHostNotAllowed Skip = "host"             // the host came from discovery and was not confirmed
	SkipRefusedBefore  Skip = "refused-before"   // another service refused the same credentials
	SkipIMAPWorked     Skip = "imap-worked"      // POP3 beside a working IMAP
	SkipNoMechanism    Skip = "no-mechanism"     // none that can be used
	SkipUnsendable     Skip = "unsendable"       // name or password holds a line break or a NUL, which no protocol can carry
	SkipNotNeeded      Skip = "not-offered"      // SMTP without AUTH
	SkipOldTLS         Skip = "old-tls"          // TLS below 1.2
	SkipEnded          Skip = "ended"            // the run's time was over
	SkipNotReached     Skip = "not-reached"      // the connection failed before
	SkipPreauth        Skip = "preauthenticated" // IMAP PREAUTH
)

// Login is the one login attempt of a service, and what came after it.
type Login struct {
	State     LoginState `json:"state"`
	Skipped   Skip       `json:"skipped,omitempty"`
	Addr      string     `json:"addr,omitempty"`      // ip:port it was made on
	Mechanism string     `json:"mechanism,omitempty"` // "PLAIN", "LOGIN", "USER"
	NameForm  string     `json:"name_form,omitempty"` // "address", "local-part", "other": the form of the login name
	MS        float64    `json:"ms,omitempty"`
	Reply     *Reply     `json:"reply,omitempty"`
	Failure   *Failure   `json:"failure,omitempty"`
	Caps      *Caps      `json:"caps,omitempty"` // after login, where the server listed them

	ID      *Reply `json:"id,omitempty"`      // IMAP ID (RFC 2971)
	Mailbox *Step  `json:"mailbox,omitempty"` // EXAMINE INBOX, STAT
	Mail    *Step  `json:"mail,omitempty"`    // MAIL FROM
	Rcpt    *Step  `json:"rcpt,omitempty"`    // RCPT TO
}

// Step is one command after login: its reply, or how the connection failed.
type Step struct {
	MS       float64  `json:"ms"`
	Messages *int     `json:"messages,omitempty"`
	Reply    *Reply   `json:"reply,omitempty"`
	Failure  *Failure `json:"failure,omitempty"`
}

// Refused says whether the server answered the step with anything but yes.
func (s *Step) Refused() bool { return s != nil && s.Reply != nil && s.Reply.Kind != ReplyOK }

// Ready says whether the walk came to its end: greeting and capabilities heard, and, where TLS was
// wanted, spoken. It does not say whether the certificate may be trusted.
func (a *Attempt) Ready() bool { return a.Failure == nil && a.Talk.Caps != nil }

// Acceptable says whether a client on this PC would go on with the walk at that moment: it came to its end, and where it is
// encrypted the certificate holds.
func (a *Attempt) Acceptable(at time.Time) bool {
	return a.Ready() && (a.Security == None || a.TLS.Verified(at))
}
