package fact

// Profile is what an organisation tells about its mail, as far as a verdict uses it. Its servers stand among the settings
// found (Domain.Found).
type Profile struct {
	Name    string   `json:"name"`
	Named   bool     `json:"named,omitempty"` // a flag named the file; else it lay beside the program or in the user's folder
	Domains []string `json:"domains,omitempty"`
	Contact Phrase   `json:"contact"` // whom to call
	Webmail string   `json:"webmail,omitempty"`
	// Resolvers are the DNS servers that the organisation recommends.
	Resolvers []string      `json:"resolvers,omitempty"`
	Relay     *MailRelay    `json:"relay,omitempty"`
	Limits    Limits        `json:"limits"`
	Texts     []ProfileText `json:"texts,omitempty"`
	Networks  []string      `json:"networks,omitempty"` // internal address ranges, CIDR
	Segments  []Segment     `json:"segments,omitempty"`
}

// Phrase is a text in one or both languages.
type Phrase struct {
	EN string `json:"en,omitempty"`
	ZH string `json:"zh,omitempty"`
}

// Empty says whether there is no text.
func (p Phrase) Empty() bool { return p.EN == "" && p.ZH == "" }

// MailRelay is the way for internal servers to send: without encryption, without a login.
type MailRelay struct {
	Host string `json:"host"`
	Port int    `json:"port"`
}

// Limits are what the organisation's servers allow; zero: not told.
type Limits struct {
	WrongPasswords  int `json:"wrong_passwords,omitempty"`  // so many lock the address that they come from
	LockMinutes     int `json:"lock_minutes,omitempty"`     // for so long
	Messages        int `json:"messages,omitempty"`         // so many messages
	MessagesMinutes int `json:"messages_minutes,omitempty"` // in so long
	Recipients      int `json:"recipients,omitempty"`       // in one message
	RecipientsDay   int `json:"recipients_day,omitempty"`   // in one day
}

// ProfileText is the organisation's own words on one cause.
type ProfileText struct {
	Code  string   `json:"code"`
	Steps []Phrase `json:"steps"`
}

// Segment is a part of the way that the organisation has a name for: an address range, or a pattern of reverse names.
type Segment struct {
	Range   string `json:"range,omitempty"`   // CIDR
	Reverse string `json:"reverse,omitempty"` // "*.core.example.net"
	Name    Phrase `json:"name"`
}
