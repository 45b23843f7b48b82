package fact

import "time"

// Message is what the header of one received message says of its way. The body is never kept.
type Message struct {
	Hops    []Relay    `json:"hops,omitempty"`    // in the order of travel, the oldest first
	Left    int        `json:"left,omitempty"`    // Received lines beyond the bound, which were not read
	Date    *Stamp     `json:"date,omitempty"`    // the Date field: the sender's clock
	From    []string   `json:"from,omitempty"`    // addresses of the From field
	Sender  string     `json:"sender,omitempty"`  // envelope sender, as Return-Path or a filter tells it
	Greyed  *Greyed    `json:"greyed,omitempty"`  // a greylisting filter says that it put the message off
	Checks  []Check    `json:"checks,omitempty"`  // SPF, DKIM, DMARC as the receiving servers saw them
	Filters []Filter   `json:"filters,omitempty"` // verdicts of spam filters
	Content *MIMEShape `json:"content,omitempty"` // what the content fields of the outermost header say
}

// Relay is one Received line.
type Relay struct {
	From string `json:"from,omitempty"` // the name by which the sending side greeted
	Name string `json:"name,omitempty"` // its name as the receiving server looked it up
	IP   string `json:"ip,omitempty"`   // its address
	By   string `json:"by,omitempty"`   // the receiving server
	With string `json:"with,omitempty"` // protocol, as written: "ESMTPS"
	TLS  string `json:"tls,omitempty"`  // version as written, "yes" where only the protocol tells it; empty: none that the line tells
	For  string `json:"for,omitempty"`  // recipient
	Time *Stamp `json:"time,omitempty"` // nil: the line has none that can be read
}

// Stamp is one date of a header.
type Stamp struct {
	Time time.Time `json:"time"` // UTC
	// NoZone: the line does not say by which zone. Time is then the clock's face as if it were UTC.
	NoZone bool `json:"no_zone,omitempty"`
}

// Greyed is what a greylisting filter wrote.
type Greyed struct {
	Seconds float64 `json:"seconds"` // 0: it does not say
	Raw     string  `json:"raw"`
}

// Check is one result of an Authentication-Results or Received-SPF field.
type Check struct {
	Method string `json:"method"`           // "spf", "dkim", "dmarc", "arc"
	Result string `json:"result"`           // "pass", "fail", "softfail", …
	Domain string `json:"domain,omitempty"` // the domain that was checked
	By     string `json:"by,omitempty"`     // the server that checked
}

// Filter is what one spam filter's header field says.
type Filter struct {
	Field string `json:"field"`
	Value string `json:"value"` // shortened
	Spam  bool   `json:"spam"`  // its verdict
}

// MIMEShape is the outermost Content-Type, as far as it tells why a message looks odd.
type MIMEShape struct {
	Type     string `json:"type,omitempty"`
	Charset  string `json:"charset,omitempty"`
	TNEF     bool   `json:"tnef,omitempty"`      // winmail.dat
	NoMIME   bool   `json:"no_mime,omitempty"`   // content fields without MIME-Version
	RawBytes bool   `json:"raw_bytes,omitempty"` // the header itself holds 8-bit bytes that are no UTF-8
}
