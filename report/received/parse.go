package received

import (
	"io"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

// Parse reads the header of one message; what comes behind it is not read.
func Parse(r io.Reader) (*fact.Message, error) {
	list, err := fields(r)
	if err != nil {
		return nil, err
	}
	m := &reading{Message: &fact.Message{}}
	mime := false
	for _, f := range list {
		switch name := strings.ToLower(f.name); name {
		case "received", "x-received":
			if name == "x-received" && hasPlain(list) {
				continue // Gmail's inner line repeats one of the plain ones
			}
			if len(m.Hops) < maxHops {
				m.Hops = append(m.Hops, hop(f.value))
			} else {
				m.Left++
			}
		case "date":
			if m.Date == nil {
				m.Date = stamp(f.value)
			}
		case "from":
			if m.From == nil {
				m.From = addresses(f.value)
			}
		case "return-path", "x-envelope-from", "x-original-sender", "x-mailfrom":
			if a := addresses(f.value); m.Sender == "" && len(a) > 0 {
				m.Sender = a[0]
			}
		case "mime-version":
			mime = true
		case "content-type":
			m.Content = shape(f.value, m.Content)
		case "x-greylist", "x-greylisting":
			m.Greyed = greyed(f.value)
		default:
			m.filter(f)
		}
		m.check(f)
	}
	slices.Reverse(m.Hops)
	if m.Content != nil {
		m.Content.NoMIME = !mime
	}
	if !tells(m.Message) {
		return nil, ErrNoHeader
	}
	return m.Message, nil
}

// reading is a message whose header is being read.
type reading struct{ *fact.Message }

// tells says whether anything in the header is worth a page.
func tells(m *fact.Message) bool {
	return len(m.Hops) > 0 || len(m.Checks) > 0 || len(m.Filters) > 0 || m.Date != nil && len(m.From) > 0
}

func hasPlain(list []field) bool {
	return slices.ContainsFunc(list, func(f field) bool { return strings.EqualFold(f.name, "Received") })
}

var anyAddress = pattern.New(`[^\s<>()",;:\\]+@[^\s<>()",;:\\]+`)

// addresses are the mail addresses of a field.
func addresses(s string) []string {
	if list, err := mail.ParseAddressList(s); err == nil {
		var out []string
		for _, a := range list {
			out = append(out, a.Address)
		}
		return out
	}
	return anyAddress.FindAllString(s, 20)
}

// shape reads a Content-Type field by its words: broken ones are what it is about.
func shape(value string, before *fact.MIMEShape) *fact.MIMEShape {
	if before != nil {
		return before
	}
	kind, params, _ := strings.Cut(value, ";")
	out := &fact.MIMEShape{Type: strings.ToLower(strings.TrimSpace(kind))}
	if len(out.Type) > 80 {
		out.Type = out.Type[:80]
	}
	for _, p := range strings.Split(params, ";") {
		name, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "charset") && len(v) < 60 {
			out.Charset = strings.ToLower(strings.Trim(v, `"' `))
		}
	}
	out.TNEF = out.Type == "application/ms-tnef" || strings.Contains(strings.ToLower(value), "winmail.dat")
	out.RawBytes = !utf8.ValidString(value)
	return out
}

var greySeconds = pattern.New(`(?i)delayed (?:for )?(?:(\d+):(\d+):(\d+)|(\d+) ?s)`)

// greyed reads what postgrey ("delayed 305 seconds by …") and milter-greylist ("Delayed for 00:05:01 by …") write. Their
// other sentences say that nothing was put off.
func greyed(value string) *fact.Greyed {
	m := greySeconds.FindStringSubmatch(value)
	if m == nil {
		return nil
	}
	n := func(i int) float64 { v, _ := strconv.Atoi(m[i]); return float64(v) }
	if m[4] != "" {
		return &fact.Greyed{Seconds: n(4), Raw: shorten(value)}
	}
	return &fact.Greyed{Seconds: n(1)*3600 + n(2)*60 + n(3), Raw: shorten(value)}
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 160 {
		return string(r[:159]) + "…"
	}
	return s
}
