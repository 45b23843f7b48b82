package report

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"maildiag/report/cause"
)

// users are the names of people that were met, each with its placeholder.
type users struct {
	names []string // in the order in which they were met; name i is user-(i+1)
	forms []form   // what to look for in text
	plain map[string]bool
}

// form is one spelling of a name, and what stands for it.
type form struct {
	secret, placeholder string
	careful             bool // also a word of the servers: replaced only where it can be nothing but a name
}

func newUsers() *users { return &users{plain: vocabulary()} }

// user gives the placeholder of a local part or login name. Names in other scripts keep one, since servers without
// SMTPUTF8 refuse these.
func (u *users) user(name string) string {
	if name == "" {
		return ""
	}
	i := slices.Index(u.names, name)
	isNew := i < 0
	if isNew {
		i = len(u.names)
		u.names = append(u.names, name)
	}
	placeholder := fmt.Sprintf("user-%d", i+1)
	if strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) {
		placeholder = fmt.Sprintf("用户-%d", i+1)
	}
	if isNew {
		u.add(name, placeholder)
	}
	return placeholder
}

// add notes what to look for, the longest first: a full address before its local part.
func (u *users) add(secret, placeholder string) {
	careful := len(secret) < 3 || u.plain[strings.ToLower(secret)]
	if slices.ContainsFunc(u.forms, func(f form) bool { return f.secret == secret }) {
		return
	}
	u.forms = append(u.forms, form{secret, placeholder, careful})
	if code := base64.StdEncoding.EncodeToString([]byte(secret)); len(code) >= 8 { // as AUTH LOGIN sends it
		u.forms = append(u.forms, form{code, placeholder, false})
	}
	slices.SortStableFunc(u.forms, func(a, b form) int { return len(b.secret) - len(a.secret) })
}

// address masks the local part and keeps the domain, which names a mail server.
func (u *users) address(a string) string {
	at := strings.LastIndexByte(a, '@')
	if at < 0 {
		return u.user(a)
	}
	masked := u.user(a[:at]) + a[at:]
	if a[:at] != "" {
		u.add(a, masked)
	}
	return masked
}

// login masks a login name in its form: an address, DOMAIN\name, or a bare name.
func (u *users) login(name string) string {
	if strings.Contains(name, "@") {
		return u.address(name)
	}
	if domain, user, ok := strings.Cut(name, `\`); ok && domain != "" {
		return u.user(domain) + `\` + u.user(user)
	}
	return u.user(name)
}

// text replaces every name that stands in s as a word of its own.
func (u *users) text(s string) string {
	for _, f := range u.forms {
		s = replaceWord(s, f.secret, f.placeholder, func(before, after string) bool {
			return !f.careful || strings.HasPrefix(after, "@") ||
				(strings.HasSuffix(before, "<") && strings.HasPrefix(after, ">")) ||
				strings.HasSuffix(before, "=")
		})
	}
	return s
}

// replaceWord replaces word in s where it is no part of a longer word and ok agrees, whatever its case.
func replaceWord(s, word, by string, ok func(before, after string) bool) string {
	if word == "" || len(s) < len(word) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		end := i + len(word)
		if end <= len(s) && strings.EqualFold(s[i:end], word) && apart(s[:i], s[end:], word) && ok(s[:i], s[end:]) {
			b.WriteString(by)
			i = end
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// apart says whether a word between before and after stands alone. A point counts as part of a longer word only with
// more behind it; other scripts are written without blanks, so their letters separate.
func apart(before, after, word string) bool {
	if before == "" && after == "" {
		return true
	}
	b, _ := utf8.DecodeLastRuneInString(before)
	a, size := utf8.DecodeRuneInString(after)
	next, _ := utf8.DecodeRuneInString(after[size:])
	if before != "" && (joins(b) || b == '.' || b == '-' || b == '_') {
		return false
	}
	if after == "" {
		return true
	}
	return !joins(a) && a != '-' && a != '_' && (a != '.' || !joins(next))
}

func joins(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// vocabulary is the words by which causes are recognised and protocols work. A user whose name is one of them
// ("info", "mail") is masked in addresses, and a server's sentence keeps its meaning.
func vocabulary() map[string]bool {
	words := map[string]bool{}
	add := func(s string) {
		for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			words[w] = true
		}
	}
	for _, c := range cause.All {
		for _, says := range c.Says {
			for _, w := range says.Words {
				add(w)
			}
			add(says.RespCode)
			add(says.Product)
		}
	}
	add(`access account admin alert and auth authenticate authentication available bad blocked busy bye capability
		certificate check client closed closing code command connection connect denied dial disabled dns ehlo eof error
		expired failed failure for from full handshake hello help host imap imap4rev1 info inbox invalid ip limit locked
		login logout lookup mail mailbox mailer message no not ok password permission plain policy pop pop3 port postmaster
		protocol quit quota ready refused rejected relay remote reset root sales security sender server service smtp
		starttls support system tcp temporary test tls timeout too try udp unavailable unknown user username webmaster`)
	return words
}
