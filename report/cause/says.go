package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
)

// Says is one way in which a server or a client reveals a cause. All fields that are set must match.
// Text is matched on its telling words, folded: lower case, blanks collapsed. Texts beat response codes, those
// beat enhanced codes, those beat reply codes; a product's own sentence beats a generic one; longer beats shorter
// (numbers are reused with other meanings by one server or another).
type Says struct {
	// Words: every one must occur in the reply. An entry may list several ways to say the same, parted by "|".
	Words []string
	// Vague: the words only say that it failed, as many replies do before they say why. Anything else that
	// the same reply says beats them.
	Vague    bool
	RespCode string    // IMAP or POP3 response code, upper case
	Enhanced string    // RFC 3463 code, "5.7.8"; "X.7.8" for any class
	Code     int       // SMTP reply code
	Kind     fact.Kind // the kind of answer: a yes never matches
	// Where it may apply; empty: anywhere. The same 550 means other things at the greeting, at login and at RCPT TO.
	Stages   []fact.Stage
	Op       string        // "greeting", "capability", "MAIL FROM", "RCPT TO": where the stage alone does not tell
	Protocol fact.Protocol // empty: any
	// Product is the server whose own sentence it is ("QQ Mail"); empty: any. Such a sentence already takes
	// into account which password that product wants.
	Product      string
	Confidence   Confidence // empty: by what matched, see Meaning
	Alternatives []string   // codes that the same words mean as well
	Source       string     // where the words are documented or were seen
}

// Meaning is one cause that a reply may reveal.
type Meaning struct {
	Code  string
	Says  *Says // what matched
	Rank  int   // higher is better; only to be compared within one answer of Match
	cause *Cause
	// Confidence is how sure the words make us: a telling sentence or response code is certain, a number
	// or a vague sentence likely, the mere refusal possible; with Alternatives never certain.
	Confidence   Confidence
	Alternatives []string
}

// Match tells what a reply means, best first, each cause once. The text is what a person has seen, or
// the reply's own words; without a reply the codes are read from the text. An empty stage or protocol means that it
// is not known. A reply that says yes means nothing.
func Match(text string, reply *fact.Reply, stage fact.Stage, protocol fact.Protocol) []Meaning {
	return hear(text, reply, stage, "", protocol, "").meanings()
}

// sentences is every cause that words reveal, in the order of All.
var sentences []*Cause

// init fills it here: a variable made of All would need itself, as bySentence looks words up in it.
func init() {
	for _, cause := range All {
		if more := alsoSaid[cause]; len(more) > 0 {
			whole := *cause
			whole.Says = slices.Concat(cause.Says, more)
			cause = &whole
		}
		if len(cause.Says) > 0 {
			sentences = append(sentences, cause)
		}
	}
}

func (h *heard) meanings() []Meaning {
	if h.kind == fact.ReplyOK {
		return nil
	}
	var out []Meaning
	for _, cause := range sentences {
		if m, ok := h.meaning(cause); ok {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Meaning) int { return b.Rank - a.Rank })
	return out
}

// meaning is the best of a cause's sentences. A number whose sense the words beside it confirm is certain, and so is a
// likely one beside a certain one of the same cause.
func (h *heard) meaning(cause *Cause) (Meaning, bool) {
	best := Meaning{Code: cause.Code, cause: cause}
	words, certain := false, false
	for i := range cause.Says {
		s := &cause.Says[i]
		rank := s.rank(h)
		if rank == 0 {
			continue
		}
		words = words || len(s.Words) > 0
		certain = certain || !s.Vague && s.confidence(false) == Certain
		if rank > best.Rank {
			best.Says, best.Rank = s, rank
		}
	}
	if best.Says == nil {
		return best, false
	}
	best.Alternatives = best.Says.Alternatives
	best.Confidence = best.Says.confidence(words)
	if best.Confidence == Likely && certain && len(best.Alternatives) == 0 {
		best.Confidence = Certain
	}
	return best, true
}

func (s *Says) confidence(words bool) Confidence {
	switch {
	case s.Confidence != "":
		return s.Confidence
	case len(s.Alternatives) > 0:
		return Likely
	case len(s.Words) > 0 && !s.Vague, s.RespCode != "":
		return Certain
	case (s.Enhanced != "" || s.Code != 0) && words:
		return Certain
	case len(s.Words) > 0 || s.Enhanced != "" || s.Code != 0:
		return Likely
	}
	return Possible
}

// What a sentence is matched by, as the higher part of its rank.
const (
	byKind     = 1_000_000 // the refusal alone
	byVague    = 2_000_000
	byCode     = 3_000_000
	byEnhanced = 4_000_000
	byRespCode = 5_000_000
	byWords    = 6_000_000
	ownProduct = 500_000
)

// rank says how well a sentence fits what was heard; 0: not at all.
func (s *Says) rank(h *heard) int {
	length, ok := s.wordsIn(h.text)
	if !ok || !s.fits(h) {
		return 0
	}
	rank := byKind
	switch {
	case len(s.Words) > 0 && !s.Vague:
		rank = byWords
	case s.RespCode != "":
		rank = byRespCode
	case s.Enhanced != "":
		rank = byEnhanced
	case s.Code != 0:
		rank = byCode
	case s.Vague:
		rank = byVague
	case h.stage == "":
		return 0 // a refusal without telling words means something only where it came is known
	}
	if s.Product != "" && s.Product == h.product {
		rank += ownProduct
	}
	return rank + 100*min(length, 2000) + s.narrowness(h)
}

// narrowness decides between sentences of equal words: the one that names more of the place is better. Where
// the place is not known, its likely stage speaks for those that may stand there.
func (s *Says) narrowness(h *heard) int {
	n := 0
	for _, narrower := range []bool{s.RespCode != "", s.Enhanced != "" && s.Enhanced[0] != 'X', s.Enhanced != "", s.Code != 0,
		s.Op != "" && h.op != "", len(s.Stages) > 0 && h.stage != "", s.Protocol != "" && h.protocol != "", s.Kind != ""} {
		if narrower {
			n += 10
		}
	}
	if h.stage == "" && len(s.Stages) > 0 {
		if slices.Contains(s.Stages, h.likely) {
			n += 5
		} else {
			n -= 5
		}
	}
	return n
}

// wordsIn says whether all words occur, and how many characters of them.
func (s *Says) wordsIn(text string) (length int, ok bool) {
	for _, phrase := range s.Words {
		n := occurs(text, phrase)
		if n == 0 {
			return 0, false
		}
		length += n
	}
	return length, true
}

// ops is the stage of each command that a sentence may name.
var ops = map[string]fact.Stage{"greeting": fact.StageService, "capability": fact.StageService, "MAIL FROM": fact.StageSend, "RCPT TO": fact.StageSend}

// fits compares everything but the words. What is not known of the place does not speak against it.
func (s *Says) fits(h *heard) bool {
	switch {
	case s.RespCode != "" && s.RespCode != h.respCode,
		s.Code != 0 && s.Code != h.code,
		s.Kind != "" && s.Kind != h.kind,
		s.Op != "" && h.op != "" && s.Op != h.op,
		s.Op != "" && h.stage != "" && ops[s.Op] != h.stage,
		s.Protocol != "" && h.protocol != "" && s.Protocol != h.protocol,
		len(s.Stages) > 0 && h.stage != "" && !slices.Contains(s.Stages, h.stage):
		return false
	case s.Enhanced == "":
		return true
	case s.Enhanced[0] == 'X':
		_, detail, _ := strings.Cut(h.enhanced, ".")
		return s.Enhanced[2:] == detail
	}
	return s.Enhanced == h.enhanced
}
