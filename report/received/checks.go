package received

import (
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/pattern"
)

var (
	checkResult = pattern.New(`(?i)^\s*(spf|dkim|dmarc|compauth)\s*=\s*([a-z]+)`)
	checkDomain = pattern.New(`(?i)\b(?:header\.(?:from|d|i)|smtp\.(?:mailfrom|helo|mail)|envelope-from)\s*=\s*"?<?([^\s;)>"]+)`)
	spfField    = pattern.New(`(?i)^\s*([a-z]+)`)
)

// maxChecks bounds what one message may bring.
const maxChecks = 60

// check reads Authentication-Results (RFC 8601) and Received-SPF (RFC 7208 section 9.1). What a field's comments say is
// left out: a comment may hold anybody's words.
func (m *reading) check(f field) {
	if len(m.Checks) >= maxChecks {
		return
	}
	switch strings.ToLower(f.name) {
	case "received-spf":
		if r := spfField.FindStringSubmatch(f.value); r != nil {
			c := fact.Check{Method: "spf", Result: strings.ToLower(r[1])}
			if d := checkDomain.FindStringSubmatch(f.value); d != nil {
				c.Domain = domainOf(d[1])
				if m.Sender == "" && strings.Contains(d[1], "@") {
					m.Sender = d[1]
				}
			}
			m.Checks = append(m.Checks, c)
		}
	case "authentication-results":
		parts := strings.Split(withoutComments(f.value), ";")
		by := ""
		if !strings.Contains(parts[0], "=") {
			by = firstWord(parts[0])
		}
		for _, p := range parts {
			r := checkResult.FindStringSubmatch(p)
			if r == nil || len(m.Checks) >= maxChecks {
				continue
			}
			c := fact.Check{Method: strings.ToLower(r[1]), Result: strings.ToLower(r[2]), By: by}
			if d := checkDomain.FindStringSubmatch(p); d != nil {
				c.Domain = domainOf(d[1])
			}
			m.Checks = append(m.Checks, c)
		}
	}
}

// withoutComments leaves out what stands in parentheses; Outlook's come without a closing one at times.
func withoutComments(s string) string {
	var b strings.Builder
	depth := 0
	unclosed := strings.Count(s, "(") > strings.Count(s, ")")
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case r == ';' && depth > 0 && unclosed:
			depth = 0
			b.WriteRune(r)
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// domainOf is the domain of an address, or the domain itself.
func domainOf(s string) string {
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		s = s[at+1:]
	}
	return strings.ToLower(strings.Trim(s, "<>[]\". "))
}

// A verdict field: by which words it says "spam", by which "no spam". What fits neither is no verdict.
type verdictField struct {
	name      string
	spam, ham *pattern.Pattern
}

func words(s string) *pattern.Pattern { return pattern.New(`(?i)` + s) }

// verdictFields are those of the large filters. Their order does not matter.
var verdictFields = []verdictField{
	{"x-spam-flag", words(`^(yes|true|1)\b`), words(`^(no|false|0)\b`)},             // SpamAssassin, Coremail
	{"x-spam-status", words(`^(yes|spam)\b`), words(`^no\b`)},                       // SpamAssassin
	{"x-spam", words(`^(yes|true|spam)\b`), words(`^(no|false)\b`)},                 // rspamd
	{"x-spamd-result", words(`default: true\b`), words(`default: false\b`)},         // rspamd
	{"x-rspamd-action", words(`^(add header|rewrite|reject)`), words(`^no action`)}, // rspamd
	{"x-ms-exchange-organization-scl", words(`^[5-9]\b`), words(`^(-1|[0-4])\b`)},   // Exchange: 5 and more goes to Junk
	{"x-forefront-antispam-report", words(`\b(SFV:(SPM|SKS|SKB)|SCL:[5-9])\b`), words(`\b(SFV:(NSPM|SKN|SKA|SKI|SFE)|SCL:(-1|[0-4]))\b`)},
	{"x-microsoft-antispam-mailbox-delivery", words(`\b(dest:J|RF:JunkEmail)`), words(`\bdest:I`)},
	{"x-barracuda-spam-status", words(`^yes\b`), words(`^no\b`)},
	{"x-barracuda-spam-flag", words(`^yes\b`), words(`^no\b`)},
	{"x-proofpoint-spam-details", words(`^rule=(spam|phish|bulk|suspect)`), words(`^rule=(notspam|outbound)`)},
	{"x-bogosity", words(`^(spam|yes)\b`), words(`^(ham|no|unsure)\b`)},
	{"x-dspam-result", words(`^(spam|blacklisted)\b`), words(`^(innocent|whitelisted)\b`)},
	{"x-mailscanner-spamcheck", words(`^spam\b`), words(`^not spam\b`)},
	{"x-spamexperts-class", words(`^(spam|phish)`), words(`^(ham|unsure|whitelisted)`)},
	{"x-cmae-verdict", words(`^spam\b`), words(`^(legit|clean|ham)\b`)}, // Cloudmark
	{"x-cm-score", words(`^(100|[89]\d)(\.\d+)?\b`), words(`^\d{1,2}(\.\d+)?\b`)},
	{"x-cm-spam", words(`^(yes|true|1|spam)\b`), words(`^(no|false|0)\b`)},
	{"x-coremail-spam", words(`^(yes|true|1|spam)\b`), words(`^(no|false|0)\b`)},
	{"x-qq-spam", words(`^(true|yes|1)\b`), words(`^(false|no|0)\b`)},
	{"x-netease-spam", words(`^(true|yes|1|spam)\b`), words(`^(false|no|0)\b`)},
	{"x-yandex-spam", words(`^4\b`), words(`^1\b`)},
	{"x-mras", words(`^(spam|probable_spam|phish)`), words(`^ok\b`)}, // Mail.ru
	{"x-gmx-antispam", words(`^[5-9]\b`), words(`^[0-4]\b`)},
	{"x-ui-filterresults", words(`^(junk|spam)\b`), words(`^(notjunk|unknown)\b`)},
	{"x-purgate-type", words(`^(spam|bulk|dangerous)`), words(`^clean`)},
	{"x-vr-spamstate", words(`^(spam|.*phish)`), words(`^ok\b`)}, // OVH
	{"x-tm-as-result", words(`^yes\b`), words(`^no\b`)},
	{"x-suspected-spam", words(`^(true|yes)\b`), words(`^(false|no)\b`)},
	{"x-gm-spam", words(`^1\b`), words(`^0\b`)},
	{"x-gm-phishy", words(`^1\b`), words(`^0\b`)},
	{"x-hm-spam-flag", words(`^(yes|true|1)\b`), words(`^(no|false|0)\b`)},
	{"x-sina-spam", words(`^(yes|true|1)\b`), words(`^(no|false|0)\b`)},
	{"x-sohu-antispam-flag", words(`^(yes|true|1)\b`), words(`^(no|false|0)\b`)},
	{"x-mimecast-spam-score", words(`^([7-9]|\d{2,})\b`), words(`^-?[0-6]\b`)},
}

// known looks a field up; a filter that is not listed is read where its name says what it is.
var byName = func() map[string]verdictField {
	out := map[string]verdictField{}
	for _, v := range verdictFields {
		out[v.name] = v
	}
	return out
}()

var (
	otherName = pattern.New(`(?i)^x-.*(spam-?(flag|status|result|verdict)|is-?spam|junk-?(flag|status)|anti-?spam-?(flag|result))$`)
	otherSpam = words(`^(yes|true|spam|junk|positive)\b`)
	otherHam  = words(`^(no|false|ham|clean|negative|not spam|ok)\b`)
)

// filter keeps the verdict of a spam filter.
func (m *reading) filter(f field) {
	if len(m.Filters) >= maxChecks {
		return
	}
	v, ok := byName[strings.ToLower(f.name)]
	if !ok && otherName.MatchString(f.name) {
		v, ok = verdictField{"", otherSpam, otherHam}, true
	}
	value := strings.Join(strings.Fields(f.value), " ")
	switch {
	case !ok:
	case v.spam.MatchString(value):
		m.Filters = append(m.Filters, fact.Filter{Field: f.name, Value: shorten(value), Spam: true})
	case v.ham.MatchString(value):
		m.Filters = append(m.Filters, fact.Filter{Field: f.name, Value: shorten(value)})
	}
}
