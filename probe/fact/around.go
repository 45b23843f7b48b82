package fact

import "time"

// Around is what the network around this PC answers where no mail server could be reached, or none was what it should be.
type Around struct {
	Portal *Portal `json:"portal,omitempty"` // nil: not asked
	// Nobody is the question for a server's name to an address where no resolver is: an answer comes from somebody on the
	// way. Nil: not asked.
	Nobody *Lookup `json:"nobody,omitempty"`
}

// Portal is the answer of a well-known connectivity-check page, asked for in clear text.
type Portal struct {
	URL     string    `json:"url"`
	MS      float64   `json:"ms"`
	Status  int       `json:"status,omitempty"`
	Genuine bool      `json:"genuine,omitempty"` // the page is the one that its owner publishes
	Leads   string    `json:"leads,omitempty"`   // where a redirect leads: scheme and host alone
	Date    time.Time `json:"date,omitzero"`     // the web server's clock
	Failure *Failure  `json:"failure,omitempty"`
}
