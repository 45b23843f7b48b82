package profile

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"maildiag/probe/discover"
	"maildiag/probe/fact"
)

// reader walks through the file's nodes. The first problem ends it.
type reader struct {
	profile *Profile
	codes   []string
	problem *Problem
}

// fail notes the first problem.
func (r *reader) fail(n *yaml.Node, p Problem) {
	if r.problem == nil {
		p.Line, p.Column = n.Line, n.Column
		r.problem = &p
	}
}

func (r *reader) bad(n *yaml.Node, key string, want Want) {
	value := n.Value
	if len(value) > 60 {
		value = value[:60] + "…"
	}
	r.fail(n, Problem{Kind: BadValue, Key: key, Value: value, Want: want})
}

// keys are what may stand in one map, and how each is read.
type keys map[string]func(key string, n *yaml.Node)

// walk reads a map.
func (r *reader) walk(key string, n *yaml.Node, known keys, required ...string) {
	if n.Kind == yaml.AliasNode {
		r.fail(n, Problem{Kind: Alias, Key: key})
		return
	}
	if n.Kind != yaml.MappingNode {
		r.bad(n, key, WantMap)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content) && r.problem == nil; i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		full := strings.TrimPrefix(key+"."+k.Value, ".")
		read := known[k.Value]
		switch {
		case k.Kind != yaml.ScalarNode || read == nil:
			r.fail(k, Problem{Kind: UnknownKey, Key: full, Near: nearest(k.Value, known)})
		case seen[k.Value]:
			r.fail(k, Problem{Kind: Twice, Key: full})
		case v.Kind == yaml.AliasNode:
			r.fail(v, Problem{Kind: Alias, Key: full})
		default:
			seen[k.Value] = true
			read(full, v)
		}
	}
	for _, name := range required {
		if !seen[name] {
			r.fail(n, Problem{Kind: Missing, Key: strings.TrimPrefix(key+"."+name, ".")})
		}
	}
}

// nearest is the known key that a mistyped one was probably meant to be.
func nearest(word string, known keys) string {
	var names []string
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	best, far := "", 3
	for _, name := range names {
		if d := distance(strings.ToLower(word), name); d < far && d < len(name) {
			best, far = name, d
		}
	}
	return best
}

func distance(a, b string) int {
	if len(a) > 64 {
		return 64
	}
	line := make([]int, len(b)+1)
	for j := range line {
		line[j] = j
	}
	for i := range len(a) {
		before := line[0]
		line[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = line[j+1]
			line[j+1] = min(cost, line[j]+1, before+1)
		}
	}
	return line[len(b)]
}

func (r *reader) top(n *yaml.Node) {
	p := r.profile
	r.walk("", n, keys{
		"name":      r.text(&p.Name),
		"domains":   r.list(WantDomain, func(s string) bool { return r.add(&p.Domains, s, isDomain) }),
		"servers":   r.servers,
		"login":     r.login,
		"contact":   r.phrase(&p.Contact),
		"webmail":   r.webmail,
		"resolvers": r.list(WantAddress, func(s string) bool { return r.add(&p.Resolvers, s, isAddress) }),
		"relay":     r.relay,
		"limits":    r.limits,
		"texts":     r.texts,
		"networks":  r.list(WantRange, func(s string) bool { return r.add(&p.Networks, s, isRange) }),
		"segments":  r.segments,
	}, "name", "domains")
}

func (r *reader) add(list *[]string, s string, ok func(string) bool) bool {
	s = strings.ToLower(s)
	if !ok(s) || slices.Contains(*list, s) {
		return false
	}
	*list = append(*list, s)
	return true
}

func isDomain(s string) bool {
	h, err := discover.Host(s)
	return err == nil && h == s
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

func isRange(s string) bool {
	p, err := netip.ParsePrefix(s)
	return err == nil && p == p.Masked()
}

// scalar gives a node's text; false: it is none.
func (r *reader) scalar(key string, n *yaml.Node, want Want) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" || len(n.Value) > 2000 ||
		strings.ContainsFunc(n.Value, func(c rune) bool { return c < ' ' && c != '\n' || c == 0x7f }) {
		r.bad(n, key, want)
		return "", false
	}
	return strings.TrimSpace(n.Value), true
}

func (r *reader) text(to *string) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		if s, ok := r.scalar(key, n, WantText); ok {
			*to = s
		}
	}
}

func (r *reader) number(to *int, want Want, most int) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		s, ok := r.scalar(key, n, want)
		v, err := strconv.Atoi(s)
		if ok && (err != nil || v < 1 || v > most) {
			r.bad(n, key, want)
			return
		}
		*to = v
	}
}

// minutes reads "30m", "1h".
func (r *reader) minutes(to *int) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		s, ok := r.scalar(key, n, WantDuration)
		d, err := time.ParseDuration(s)
		if ok && (err != nil || d < time.Minute || d > 48*time.Hour || d%time.Minute != 0) {
			r.bad(n, key, WantDuration)
			return
		}
		*to = int(d / time.Minute)
	}
}

func (r *reader) list(want Want, take func(string) bool) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 || len(n.Content) > 200 {
			r.bad(n, key, WantList)
			return
		}
		for _, item := range n.Content {
			if s, ok := r.scalar(key, item, want); ok && !take(s) {
				r.bad(item, key, want)
			}
		}
	}
}

// phrase reads a text in one language or in both.
func (r *reader) phrase(to *fact.Phrase) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.MappingNode {
			r.bad(n, key, WantPhrase)
			return
		}
		r.walk(key, n, keys{"en": r.text(&to.EN), "zh": r.text(&to.ZH)})
		if to.Empty() {
			r.bad(n, key, WantPhrase)
		}
	}
}

func (r *reader) servers(key string, n *yaml.Node) {
	known := keys{}
	for _, p := range []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP} {
		known[string(p)] = func(key string, n *yaml.Node) { r.server(p, key, n) }
	}
	r.walk(key, n, known)
	order := []fact.Protocol{fact.IMAP, fact.POP3, fact.SMTP}
	slices.SortStableFunc(r.profile.Servers, func(a, b fact.Found) int {
		return slices.Index(order, a.Protocol) - slices.Index(order, b.Protocol)
	})
}

func (r *reader) server(p fact.Protocol, key string, n *yaml.Node) {
	f := fact.Found{Protocol: p, Source: fact.SourceProfile}
	r.walk(key, n, keys{
		"host": r.host(&f.Host),
		"port": r.number(&f.Port, WantPort, 65535),
		"security": func(key string, n *yaml.Node) {
			s, ok := r.scalar(key, n, WantSecurity)
			if f.Security = fact.Security(s); ok && !slices.Contains([]fact.Security{fact.TLS, fact.StartTLS, fact.None}, f.Security) {
				r.bad(n, key, WantSecurity)
			}
		},
	}, "host", "port", "security")
	r.profile.Servers = append(r.profile.Servers, f)
}

func (r *reader) host(to *string) func(string, *yaml.Node) {
	return func(key string, n *yaml.Node) {
		s, ok := r.scalar(key, n, WantHost)
		if a, err := netip.ParseAddr(s); err == nil {
			*to = a.String()
			return
		}
		h, err := discover.Host(s)
		if ok && err != nil {
			r.bad(n, key, WantHost)
		}
		*to = h
	}
}

func (r *reader) login(key string, n *yaml.Node) {
	s, ok := r.scalar(key, n, WantForm)
	form := fact.LoginForm(s)
	if ok && !slices.Contains([]fact.LoginForm{fact.FormAddress, fact.FormLocalPart, fact.FormAny}, form) {
		r.bad(n, key, WantForm)
	}
	r.profile.Login = form
}

func (r *reader) webmail(key string, n *yaml.Node) {
	s, ok := r.scalar(key, n, WantURL)
	u, err := url.Parse(s)
	if ok && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil) {
		r.bad(n, key, WantURL)
	}
	r.profile.Webmail = s
}

func (r *reader) relay(key string, n *yaml.Node) {
	relay := &fact.MailRelay{}
	r.walk(key, n, keys{"host": r.host(&relay.Host), "port": r.number(&relay.Port, WantPort, 65535)}, "host", "port")
	r.profile.Relay = relay
}

func (r *reader) limits(key string, n *yaml.Node) {
	l := &r.profile.Limits
	r.walk(key, n, keys{
		"wrong-passwords":    r.number(&l.WrongPasswords, WantNumber, 1000),
		"lock":               r.minutes(&l.LockMinutes),
		"messages":           r.number(&l.Messages, WantNumber, 1_000_000),
		"messages-in":        r.minutes(&l.MessagesMinutes),
		"recipients":         r.number(&l.Recipients, WantNumber, 1_000_000),
		"recipients-per-day": r.number(&l.RecipientsDay, WantNumber, 1_000_000),
	})
	if r.problem == nil && (l.Messages > 0) != (l.MessagesMinutes > 0) {
		r.fail(n, Problem{Kind: Missing, Key: key + ".messages-in"})
	}
}

func (r *reader) texts(key string, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.bad(n, key, WantMap)
		return
	}
	known := keys{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		code := n.Content[i].Value
		if r.codes != nil && !slices.Contains(r.codes, code) {
			near := keys{}
			for _, c := range r.codes {
				near[c] = nil
			}
			r.fail(n.Content[i], Problem{Kind: BadValue, Key: key, Value: code, Want: WantCode, Near: nearest(code, near)})
			return
		}
		known[code] = func(key string, n *yaml.Node) {
			t := fact.ProfileText{Code: code}
			if n.Kind != yaml.SequenceNode || len(n.Content) == 0 || len(n.Content) > 20 {
				r.bad(n, key, WantList)
				return
			}
			for _, item := range n.Content {
				var p fact.Phrase
				r.phrase(&p)(key, item)
				t.Steps = append(t.Steps, p)
			}
			r.profile.Texts = append(r.profile.Texts, t)
		}
	}
	r.walk(key, n, known)
}

func (r *reader) segments(key string, n *yaml.Node) {
	if n.Kind != yaml.SequenceNode || len(n.Content) > 200 {
		r.bad(n, key, WantList)
		return
	}
	for _, item := range n.Content {
		var s fact.Segment
		r.walk(key, item, keys{
			"range": func(key string, n *yaml.Node) {
				if v, ok := r.scalar(key, n, WantRange); ok && !isRange(v) {
					r.bad(n, key, WantRange)
				} else {
					s.Range = v
				}
			},
			"reverse": r.text(&s.Reverse),
			"name":    r.phrase(&s.Name),
		}, "name")
		if r.problem == nil && (s.Range == "") == (s.Reverse == "") {
			r.fail(item, Problem{Kind: Missing, Key: key + ".range"})
		}
		r.profile.Segments = append(r.profile.Segments, s)
	}
}
