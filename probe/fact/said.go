package fact

// Said is one thing that a text says of a delivery or a connection: one error out of a pasted text, or one recipient of a
// bounce.
type Said struct {
	Kind  SaidKind `json:"kind"`
	Text  string   `json:"text"`            // the words to judge, repaired
	Line  string   `json:"line"`            // the line of the text that says so, as it stood, shortened
	Hints []string `json:"hints,omitempty"` // more words of the same piece, which matter where Text says too little

	// Of a bounce:
	Recipient string `json:"recipient,omitempty"`
	Action    string `json:"action,omitempty"` // RFC 3464: "failed", "delayed", "delivered", "relayed", "expanded"
	Status    string `json:"status,omitempty"` // RFC 3464: "5.1.1"
	Remote    string `json:"remote,omitempty"` // the server that answered
}

// SaidKind is what sort of piece it is.
type SaidKind string

const (
	SaidError     SaidKind = "error"      // a line or sentence that speaks of an error
	SaidComplaint SaidKind = "complaint"  // a person's own words
	SaidBounce    SaidKind = "bounce"     // one recipient of a bounce
	SaidAutoReply SaidKind = "auto-reply" // out of office: no failure
	SaidSuccess   SaidKind = "success"    // a notice that it was delivered, or that nothing is wrong: no failure
	SaidAbuse     SaidKind = "abuse"      // a complaint about spam (ARF): no failure of a delivery
	SaidNothing   SaidKind = "nothing"    // ordinary mail or a log without an error
)

// Failure says whether the piece may name a failure.
func (k SaidKind) Failure() bool { return k == SaidError || k == SaidComplaint || k == SaidBounce }
