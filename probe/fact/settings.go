package fact

// Found is a setting that discovery found for the address's domain. That it works is not said: a walk shows that.
type Found struct {
	Protocol Protocol `json:"protocol"`
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	Security Security `json:"security"`
	Source   Source   `json:"source"`
	// From is where exactly it stood: a URL, a record's name, a provider of the table, a profile.
	From string    `json:"from,omitempty"`
	Form LoginForm `json:"login_form,omitempty"` // of the login name, where the source says it
	// Permit is why a password may go to this host without asking; empty: it is shown and confirmed first.
	Permit Permit `json:"permit,omitempty"`
}

// Permit is why a host may be given a password (contract, Promises).
type Permit string

const (
	PermitDomain   Permit = "domain"   // it is the address's own domain, or lies inside it
	PermitProvider Permit = "provider" // the built-in provider table names it
	PermitProfile  Permit = "profile"  // a profile that a flag names does
)

// Asked is one source of settings, and what became of the question.
type Asked struct {
	Source Source  `json:"source"`
	From   string  `json:"from,omitempty"` // URL, record, table
	MS     float64 `json:"ms"`
	// Answer is what came: settings, nothing of use, or no answer in time.
	Answer SourceAnswer `json:"answer"`
	Status int          `json:"status,omitempty"` // HTTP status
	Raw    string       `json:"raw,omitempty"`    // the system's or parser's own words
}

// SourceAnswer is what a source of settings gave.
type SourceAnswer string

const (
	AnswerSettings SourceAnswer = "settings"
	AnswerNothing  SourceAnswer = "nothing"   // it answered, and has none
	AnswerBad      SourceAnswer = "bad"       // it answered what can't be used
	AnswerNone     SourceAnswer = "no-answer" // it could not be asked, or did not answer
	AnswerLate     SourceAnswer = "late"      // nobody waited for it any longer: not known
)

// LoginForm is the form of login names that a server wants.
type LoginForm string

const (
	FormAddress   LoginForm = "address"    // the whole address
	FormLocalPart LoginForm = "local-part" // what stands before the @
	FormAny       LoginForm = "any"        // either
)

// PasswordKind is which password a provider wants from mail programs.
type PasswordKind string

const (
	PasswordAccount PasswordKind = "account" // the account's own
	PasswordCode    PasswordKind = "code"    // an authorization code or app password, never the account's own
	PasswordEither  PasswordKind = "either"  // the account's own, or a code where the user or an administrator wants it so
	PasswordOAuth   PasswordKind = "oauth"   // none: a sign-in in the browser
)

// Provider is what the built-in table knows of who runs the mail of the address's domain.
type Provider struct {
	Name     string       `json:"name"`         // as in the table: "Tencent exmail"
	MX       string       `json:"mx,omitempty"` // the mail exchanger that it was recognised by; empty: by the domain itself
	Form     LoginForm    `json:"login_form,omitempty"`
	Password PasswordKind `json:"password,omitempty"` // empty: not known
	Off      bool         `json:"off_at_first,omitempty"`
	// Bridge: mail programs reach it only through a program of the provider on the same PC.
	Bridge bool `json:"bridge,omitempty"`
	None   bool `json:"none,omitempty"` // no IMAP, POP3 or SMTP at all
}
