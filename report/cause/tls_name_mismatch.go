package cause

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var tlsNameMismatch = &Cause{
	Code:     "tls.name-mismatch",
	Stage:    fact.StageTLS,
	Severity: Error,
	Title:    lang.T("The certificate is for another name", "证书的名称对不上"),
	Means: lang.T(
		"The server shows a real certificate that is for other names than the one set in the mail program. Mostly one's own domain leads to a hosting provider's server, which has a certificate for the provider's name: use that name. It can also be the wrong server: a wrong answer of DNS, or a sign-in page of the local network; then the names in the certificate have nothing to do with your provider. A certificate that names the host only in its CN is another case.",
		"服务器出示的证书是真的，但上面的名称和邮件客户端里填的服务器地址不一样。最常见的是：自己的域名指向了托管商的服务器，而证书上写的是托管商的名称，改用那个名称即可。也可能是连到了别的服务器：DNS 结果错误，或者本地网络的登录页面，这时证书上的名称和你的服务商毫无关系。证书只在 CN 里写了名称，属于另一种情况。"),
	Fault:    "imap.cert=wrong-name",
	NearMiss: "imap.cert=cn-only",
	Find:     findNameMismatch,
}

func findNameMismatch(c *Case) []Finding {
	var out []Finding
	for _, group := range c.certificates(isForAnotherName) {
		out = append(out, c.nameMismatch(group))
	}
	return out
}

func (c *Case) nameMismatch(group []*Failure) Finding {
	s, leaf := group[0].Service, leafOf(group[0])
	f := c.certFinding(group, isForAnotherName)
	f.Summary = lang.T("{services} shows a certificate that is not for {host}, but for {names}.", "{services} 出示的证书不是 {host} 的，而是 {names} 的。").With(
		"services", services(group), "host", hosts(group), "names", few(3, certNames(leaf)))
	if better := betterName(s, leaf); better != "" {
		f.Fixes = append(f.Fixes, lang.T("If {name} belongs to your mail provider, enter it as the {role} in your mail program in place of {host}.",
			"如果 {name} 是你的邮箱服务商的，就在邮件客户端里把{role}从 {host} 改为 {name}。").With("name", better, "role", role(s.Protocol), "host", s.Host))
	} else {
		f.Fixes = append(f.Fixes, lang.T("Check the {role} in your mail program, {host}, against the provider's instructions: the certificate names {names}.",
			"对照服务商的说明，核对邮件客户端里的{role}{host}：证书上的名称是 {names}。").With("role", role(s.Protocol), "host", s.Host, "names", few(3, certNames(leaf))))
	}
	if ipHost(s) {
		f.Fixes = append(f.Fixes, lang.T("{host} is an address and no name: certificates are made for names, so enter the server's name.",
			"{host} 是 IP 地址而不是域名：证书是按域名签发的，请填服务器的域名。").With("host", s.Host))
	} else {
		f.Fixes = append(f.Fixes, fixServerAdmin(hosts(group), lang.T("for a certificate that includes the name {host}", "换一张包含 {host} 的证书").With("host", hosts(group))))
	}
	f.Fixes = append(f.Fixes,
		lang.T("If these names mean nothing to you and you are in a hotel, café or guest network: open a web page first and sign in there, then try again.",
			"如果你不认识这些名称，而且正在用酒店、咖啡馆之类的网络：先打开浏览器完成上网认证，再试一次。"),
		fixNoException)
	c.doubt(&f)
	return f
}

// betterName is the name in the certificate that a mail program would most likely be set to; "" where there is only a
// pattern, or nothing.
func betterName(s *fact.Service, leaf *fact.Cert) string {
	var whole []string
	for _, n := range leaf.DNSNames {
		if !strings.HasPrefix(n, "*.") && strings.Contains(n, ".") {
			whole = append(whole, n)
		}
	}
	for _, prefix := range append([]string{string(s.Protocol) + "."}, "mail.", "pop.", "mx.") {
		if i := slices.IndexFunc(whole, func(n string) bool { return strings.HasPrefix(n, prefix) }); i >= 0 {
			return whole[i]
		}
	}
	if len(whole) == 1 {
		return whole[0]
	}
	return ""
}
