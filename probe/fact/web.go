package fact

// Web is the test of a web page, as a browser on this PC would get it.
type Web struct {
	URL     string   `json:"url"`
	Final   string   `json:"final,omitempty"` // where redirects led
	Status  int      `json:"status,omitempty"`
	MS      float64  `json:"ms"`
	Type    string   `json:"type,omitempty"`   // Content-Type
	Server  string   `json:"server,omitempty"` // what the server calls itself
	Proxy   string   `json:"proxy,omitempty"`  // through which the page was asked for
	PAC     string   `json:"pac,omitempty"`    // a script decides about proxies; it was not run
	Failure *Failure `json:"failure,omitempty"`
}
