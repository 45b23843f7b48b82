package main

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"maildiag/report/lang"
)

// address is a mailbox.
type address struct {
	text   string // as it was typed, blanks and angle brackets around it taken off
	domain string // A-label form, lower case
}

var (
	textNoAddress = lang.T(
		"say which mailbox to check, like this: maildiag name@example.com",
		"请写上要检测的邮箱地址，例如：maildiag name@example.com")
	textNoAt = lang.T(
		"“{address}” is not an email address: it needs a name, an @ and a domain, like name@example.com",
		"“{address}”不是邮箱地址：应由用户名、@ 和域名组成，例如 name@example.com")
	textNoLocal = lang.T(
		"“{address}” has no name before the @; it should look like name@example.com",
		"“{address}”的 @ 前面没有用户名，应写成 name@example.com 这样")
	textBadLocal = lang.T(
		"“{address}” has a character before the @ that is not allowed there ({char}); it should look like name@example.com",
		"“{address}”的 @ 前面有不能用的字符（{char}），应写成 name@example.com 这样")
	textLongLocal = lang.T(
		"the part before the @ is too long: at most 64 bytes are allowed, and these are {n}",
		"@ 前面的部分太长：最多 64 字节，现在是 {n} 字节")
	textLongAddress = lang.T(
		"the address is too long: at most 254 bytes are allowed, and these are {n}",
		"地址太长：最多 254 字节，现在是 {n} 字节")
	textNoDomain = lang.T(
		"“{address}” has no domain after the @; it should look like name@example.com",
		"“{address}”的 @ 后面没有域名，应写成 name@example.com 这样")
	textLiteralDomain = lang.T(
		"“{address}” has an IP address after the @; give the mailbox with its domain, and name the server with --imap, --pop3 or --smtp",
		"“{address}”的 @ 后面是 IP 地址；请写带域名的邮箱地址，服务器用 --imap、--pop3、--smtp 指定")
	textBadDomain = lang.T(
		"“{domain}” is not a valid domain name: {why}",
		"“{domain}”不是有效的域名：{why}")
	textShortDomain = lang.T(
		"“{address}”: the domain is incomplete, its ending is missing (.com, .cn or the like)",
		"“{address}”：域名不完整，缺少后缀（例如 .com、.cn）")
)

// parseAddress reads a mailbox. The domain may be in any script, and so may the name (RFC 6531).
func parseAddress(s string) (address, error) {
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
	if len(s) >= 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	s = strings.ReplaceAll(s, "＠", "@") // as Chinese input methods type it
	shown := short(s)
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return address{}, usage(textNoAt.With("address", shown))
	}
	local, domain := s[:at], s[at+1:]
	if len(local) > 64 {
		return address{}, usage(textLongLocal.With("n", len(local)))
	}
	if len(s) > 254 {
		return address{}, usage(textLongAddress.With("n", len(s)))
	}
	if local == "" {
		return address{}, usage(textNoLocal.With("address", shown))
	}
	if bad, ok := badLocal(local); ok {
		return address{}, usage(textBadLocal.With("address", shown, "char", charName(bad)))
	}
	if domain == "" {
		return address{}, usage(textNoDomain.With("address", shown))
	}
	if _, err := netip.ParseAddr(strings.Trim(domain, "[]")); err == nil || strings.HasPrefix(domain, "[") {
		return address{}, usage(textLiteralDomain.With("address", shown))
	}
	ascii, err := hostName(domain)
	if err != nil {
		return address{}, err
	}
	return address{text: s, domain: ascii}, nil
}

// badLocal finds the first character that may not stand before the @: RFC 5322's dot-atom, a quoted string, and
// letters of any script.
func badLocal(local string) (rune, bool) {
	if !utf8.ValidString(local) {
		return utf8.RuneError, true
	}
	if quoted, ok := strings.CutPrefix(local, `"`); ok {
		quoted, ok = strings.CutSuffix(quoted, `"`)
		if !ok {
			return '"', true
		}
		for i := 0; i < len(quoted); i++ {
			switch c := quoted[i]; {
			case c == '\\' && i+1 < len(quoted) && quoted[i+1] >= ' ' && quoted[i+1] != 0x7f:
				i++
			case c < ' ' || c == 0x7f || c == '"' || c == '\\':
				return rune(c), true
			}
		}
		return 0, false
	}
	for _, r := range local {
		ok := r >= 0x80 && unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
		if r < 0x80 {
			ok = unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r)
		}
		if !ok {
			return r, true
		}
	}
	return 0, false
}

// charName names a character that may be invisible.
func charName(r rune) lang.Text {
	switch {
	case r == ' ' || r == '\t' || r == 0x3000:
		return lang.T("a space", "空格")
	case r == utf8.RuneError:
		return lang.T("not UTF-8", "不是 UTF-8")
	case r == '@':
		return lang.T("a second @", "多了一个 @")
	}
	return lang.Same(string(r))
}

// names turns host names of any script into A-labels, as browsers do. Underscores are let through: some servers have them.
var names = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false))

// hostName gives the A-label form of a host or domain name, lower case, without the point at its end.
func hostName(s string) (string, error) {
	bad := func(why lang.Text) (string, error) {
		return "", usage(textBadDomain.With("domain", short(s), "why", why))
	}
	ascii, err := names.ToASCII(s)
	if err != nil {
		return bad(lang.T("check its spelling", "请检查拼写"))
	}
	ascii = strings.TrimSuffix(strings.ToLower(ascii), ".")
	if len(ascii) > 253 {
		return bad(lang.T("it is longer than 253 characters", "超过 253 个字符"))
	}
	for _, label := range strings.Split(ascii, ".") {
		switch {
		case label == "":
			return bad(lang.T("it has two dots in a row, or starts with one", "有两个点连在一起，或开头就是点"))
		case len(label) > 63:
			return bad(lang.T("a part between two dots is longer than 63 characters", "两个点之间的一段超过 63 个字符"))
		case strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-"):
			return bad(lang.T("a part starts or ends with a hyphen", "有一段以连字符开头或结尾"))
		}
		for _, r := range label {
			if r >= 0x80 || !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_') {
				return bad(lang.T("{char} is not allowed in it", "不能含有 {char}").With("char", charName(r)))
			}
		}
	}
	return ascii, nil
}
