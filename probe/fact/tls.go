package fact

import "time"

// ClientHello is the size and age of the handshake's opening.
type ClientHello string

const (
	HelloDefault ClientHello = "default" // as today's clients: TLS 1.2 and up, post-quantum key share, about 1,500 bytes
	HelloSmall   ClientHello = "small"   // no post-quantum key share: one packet of about 300 bytes
	HelloLegacy  ClientHello = "legacy"  // TLS 1.0 and up, RSA key exchange, CBC, 3DES
)

// TLSInfo is a handshake that was tried. Version is empty where it did not complete
// (the attempt's Failure says why). No certificate is verified during the handshake:
// trust, names and dates are facts of their own.
type TLSInfo struct {
	ClientHello ClientHello `json:"client_hello"`
	MS          float64     `json:"ms,omitempty"`
	Version     string      `json:"version,omitempty"` // "TLS 1.3"
	Cipher      string      `json:"cipher,omitempty"`
	Group       string      `json:"group,omitempty"` // key exchange, "X25519MLKEM768"
	Chain       []Cert      `json:"chain,omitempty"` // as sent, leaf first
	Trust       *Trust      `json:"trust,omitempty"`
}

// Cert is one certificate, the fields that rules and people need.
type Cert struct {
	Subject    string    `json:"subject"` // RFC 4514
	CommonName string    `json:"cn,omitempty"`
	Issuer     string    `json:"issuer"`              // RFC 4514
	IssuerOrg  string    `json:"issuer_o,omitempty"`  // O, OU and CN of the issuer, joined by " / "
	DNSNames   []string  `json:"dns_names,omitempty"` // subject alternative names
	IPs        []string  `json:"ips,omitempty"`
	NotBefore  time.Time `json:"not_before"`
	NotAfter   time.Time `json:"not_after"`
	SHA256     string    `json:"sha256"`                // of the certificate, hex
	KeySHA256  string    `json:"key_sha256,omitempty"`  // of the public key (SPKI), hex
	SelfSigned bool      `json:"self_signed,omitempty"` // signed by its own key
	CA         bool      `json:"ca,omitempty"`
	Key        string    `json:"key,omitempty"`       // "RSA 2048", "ECDSA P-256"
	Signature  string    `json:"signature,omitempty"` // "SHA256-RSA"
	// CAIssuers are the addresses where the issuer's certificate can be fetched (RFC 5280 section 4.2.2.1).
	CAIssuers []string `json:"ca_issuers,omitempty"`
}

// Trust is what this PC's store, and others, say about the chain, each question on its own. The
// leaf's dates play no part: where it is not valid now, the chain is built as of a moment at which it is.
type Trust struct {
	System      Answer `json:"system"`             // this PC's store, with --ca, builds a chain
	Public      Answer `json:"public"`             // the public roots embedded in the binary do
	SentAlone   Answer `json:"sent_alone"`         // the certificates sent reach a root of either store without help from outside
	Name        Answer `json:"name"`               // the leaf is valid for the host name (RFC 9525)
	CommonName  Answer `json:"common_name"`        // there is no SAN at all, and the CN is the host name
	Extra       bool   `json:"extra_ca,omitempty"` // --ca was needed for System
	SystemError string `json:"system_error,omitempty"`
	Root        string `json:"root,omitempty"` // subject of the root that was reached
	// KinRoot is the subject of a trusted root that seems to stand above the chain's missing issuer: named by the
	// authority key identifier, or of the same organisation. It speaks for a missing intermediate.
	KinRoot string `json:"kin_root,omitempty"`
}

// Answer is yes, no, or not known.
type Answer string

const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

// Is turns a boolean that was really measured into an Answer.
func Is(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// Leaf is the server's own certificate, or nil.
func (t *TLSInfo) Leaf() *Cert {
	if t == nil || len(t.Chain) == 0 {
		return nil
	}
	return &t.Chain[0]
}

// ValidAt says whether the server's own certificate is within its dates at that moment.
func (t *TLSInfo) ValidAt(at time.Time) bool {
	leaf := t.Leaf()
	return leaf != nil && !at.Before(leaf.NotBefore) && !at.After(leaf.NotAfter)
}

// Verified says whether a client on this PC would accept the certificate: chain, name and dates.
func (t *TLSInfo) Verified(at time.Time) bool {
	return t != nil && t.Trust != nil && t.Trust.System == Yes && t.Trust.Name == Yes && t.ValidAt(at)
}
