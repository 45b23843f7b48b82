package received

import (
	"net/netip"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

var (
	address  = pattern.New(`(?i)\[?(?:ipv6:)?((?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})?|\d{1,3}(?:\.\d{1,3}){3})\]?`)
	helo     = pattern.New(`(?i)\b(?:helo|ehlo)[ =]\(?\[?([^\s()\[\]]+)`)
	tlsName  = pattern.New(`(?i)\b(?:version=|using |tls[ :]+|\()?(TLS ?v?1(?:[._][0-3])?|SSLv[23])\b`)
	withTLS  = pattern.New(`(?i)^(?:utf8)?(?:esmtp|lmtp|smtp|pop3|imap)s(?:a)?$|^https`)
	justName = pattern.New(`^[A-Za-z0-9_][A-Za-z0-9._$:-]*$`)
)

// hop reads one Received line. It asks for words, never for a grammar: the clauses (from, by, with, for) outside of
// comments, in any order, and the date wherever it stands.
func hop(line string) fact.Relay {
	if len(line) > 8<<10 {
		line = line[:4<<10] + " " + line[len(line)-4<<10:]
	}
	body, date := splitDate(line)
	h := fact.Relay{Time: stamp(date)}
	if h.Time == nil {
		h.Time = stamp(line)
	}
	c := clauses(body)
	from := c["from"]
	h.From, h.Name, h.IP = source(from)
	h.By = firstWord(c["by"])
	if h.By != "" && !justName.MatchString(h.By) {
		h.By = strings.Trim(h.By, "[]<>,;")
	}
	h.With = protocol(c["with"])
	if h.With == "" && strings.Contains(body, "(qmail ") && h.By == "" {
		h.By, h.With = "qmail", "local"
	}
	h.TLS = encrypted(h.With, body)
	h.For = strings.Trim(firstWord(c["for"]), "<>,;")
	if !strings.Contains(h.For, "@") {
		h.For = ""
	}
	return h
}

// splitDate parts a line at the last semicolon outside of comments.
func splitDate(line string) (body, date string) {
	depth, at := 0, -1
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		case ';':
			if depth == 0 {
				at = i
			}
		}
	}
	if at < 0 {
		at = strings.LastIndexByte(line, ';') // a comment that was never closed
	}
	if at < 0 {
		return line, line
	}
	return line[:at], line[at+1:]
}

// clauses are the words behind from, by, via, with, id and for, up to the next of these outside of comments.
func clauses(s string) map[string]string {
	out := map[string]string{}
	key, start, depth := "", 0, 0
	put := func(end int) {
		if _, twice := out[key]; key != "" && !twice {
			out[key] = strings.TrimSpace(s[start:end])
		}
	}
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '(':
			depth++
			i++
		case c == ')':
			depth = max(depth-1, 0)
			i++
		case c == ' ' || c == '\t':
			i++
		default:
			end := i
			for end < len(s) && !strings.ContainsRune(" \t()", rune(s[end])) {
				end++
			}
			end = max(end, i+1)
			word := strings.ToLower(s[i:end])
			if depth == 0 && (i == 0 || s[i-1] == ' ' || s[i-1] == '\t' || s[i-1] == ')') {
				switch word {
				case "from", "by", "via", "with", "id", "for":
					put(i)
					key, start = word, end
				}
			}
			i = end
		}
	}
	put(len(s))
	return out
}

func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, " \t("); i >= 0 {
		s = s[:i]
	}
	return strings.Trim(s, "[]")
}

// source reads a from clause: the greeted name, the looked-up one, the address.
func source(s string) (greeted, name, ip string) {
	if s == "" {
		return "", "", ""
	}
	greeted = firstWord(s)
	rest := s
	if !strings.HasPrefix(strings.TrimSpace(s), "(") {
		rest = strings.TrimPrefix(s, greeted)
	} else {
		greeted = ""
	}
	for _, m := range address.FindAllStringSubmatch(s, -1) {
		if a, err := netip.ParseAddr(m[1]); err == nil {
			ip = a.Unmap().String()
			break
		}
	}
	if inside, _, ok := strings.Cut(strings.TrimLeft(rest, " \t]"), ")"); ok && strings.HasPrefix(inside, "(") {
		// "(host.example [1.2.3.4])", "(1.2.3.4)", "(HELO x)", "(unknown [1.2.3.4])"
		word := strings.TrimSuffix(firstWord(inside[1:]), ".")
		if _, err := netip.ParseAddr(word); err != nil && strings.Contains(word, ".") && justName.MatchString(word) {
			name = word
		}
	}
	if m := helo.FindStringSubmatch(s); m != nil {
		if name == "" && strings.Contains(greeted, ".") && greeted != ip {
			name = greeted // Exim and qmail put the looked-up name first
		}
		greeted = m[1]
	}
	if a, err := netip.ParseAddr(strings.TrimPrefix(strings.ToLower(greeted), "ipv6:")); err == nil {
		greeted = a.String()
	}
	return greeted, name, ip
}

// protocol is the word behind "with", or what stands for it.
func protocol(with string) string {
	w := firstWord(with)
	if strings.HasPrefix(strings.ToLower(with), "microsoft smtp server") {
		return "SMTP"
	}
	if w == "" || len(w) > 24 || !justName.MatchString(w) {
		return ""
	}
	return strings.ToUpper(w)
}

// encrypted says by which TLS a hop was protected; empty: nothing in the line says so.
func encrypted(with, body string) string {
	if m := tlsName.FindStringSubmatch(body); m != nil {
		return m[1]
	}
	if withTLS.MatchString(with) {
		return "yes"
	}
	return ""
}
