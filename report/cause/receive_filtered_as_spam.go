package cause

import (
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var receiveFilteredAsSpam = &Cause{
	Code: "receive.filtered-as-spam", Stage: fact.StageMailbox, Severity: Warning,
	Title: lang.T("The message was taken for spam", "邮件被当成垃圾邮件"),
	Means: lang.T(
		"A filter of the receiving side judged the message to be spam: it stands in the junk folder, or in a quarantine that the administrator sees. The header tells which filter, and often why: SPF, DKIM or DMARC of the sender's domain failed, or the envelope sender and the From address belong to different domains (“fake sender”), or the words or links of the message. Take it out of the junk folder and mark it as no junk; the sender's address goes on the user's or the administrator's whitelist. If the sender's domain is at fault, only its DNS can be mended.",
		"收件方的过滤器判定这封邮件是垃圾邮件：它在垃圾箱里，或者被隔离、只有管理员看得到。邮件头写着是哪个过滤器判的，往往也能看出原因：发件域名的 SPF、DKIM、DMARC 没通过，信封发件人和显示的发件人不是同一个域名（“fake sender”/仿冒发件人），或者邮件里的词句、链接。把邮件移出垃圾箱并标记“这不是垃圾邮件”，把发件人加入个人或管理员的白名单。如果是发件域名的问题，只能由对方修改 DNS。"),
	Says: []Says{
		{Words: []string{"goes to junk|goes to spam|went to junk|went to spam|in the junk folder|in my junk folder|in the spam folder|in my spam folder|lands in spam|lands in junk|marked as spam|marked as junk|进垃圾箱|进了垃圾箱|到垃圾箱|在垃圾箱|进入垃圾箱|垃圾邮件文件夹|被当成垃圾邮件|误判为垃圾邮件|判为垃圾邮件|被拦截到垃圾|不明文件夹|不明邮件夹|垃圾邮件箱"},
			Confidence: Likely, Alternatives: []string{"send.domain-auth-failed"}, Source: "seeds: mail between colleagues lands in the junk folder"},
	},
	Find: findFiltered,
}

func findFiltered(c *Case) []Finding {
	if c.Message == nil {
		return nil
	}
	var blame []lang.Text
	for _, f := range c.Message.Filters {
		if f.Spam {
			blame = append(blame, lang.T("the filter's verdict: {field}: {value}", "过滤器的结论：{field}: {value}").With("field", f.Field, "value", f.Value))
		}
	}
	reasons := c.checkLines()
	fake := c.fakeSender()
	if !fake.Empty() {
		reasons = append(reasons, fake)
	}
	f := Finding{Subject: c.fromDomain(), Evidence: append(blame, reasons...), Fixes: []lang.Text{
		lang.T("Take the message out of the junk folder and mark it as “not junk”; put the sender in the address book.", "把邮件移出垃圾箱，标记“这不是垃圾邮件”，并把发件人加入通讯录或个人白名单。"),
		lang.T("If it happens to many colleagues, ask the administrator to put the sender on the whitelist of the spam filter, and give them these header lines.", "如果很多同事都这样，请管理员在反垃圾网关里把发件人加入白名单，并把这些邮件头给他。"),
	}}
	switch {
	case len(blame) > 0:
		f.Summary = lang.T("The receiving side's spam filter judged this message to be spam: {why}.", "收件方的反垃圾过滤器判定这封邮件是垃圾邮件：{why}。").With(
			"why", lang.Join(lang.T("; ", "；"), f.Evidence...))
	case !fake.Empty() && len(c.Message.Checks) > 0 && len(findDomainAuth(c)) == 0:
		// Nobody says spam: a remark, and no trouble.
		f.Severity, f.Confidence = Info, Possible
		f.Summary = lang.T("The message passed the filters; but its From address is not vouched for by the domain that sent it, and strict filters take that for a fake sender.",
			"这封邮件没有被判为垃圾邮件，但显示的发件人和实际发信的域名不一致，严格的过滤器会当成仿冒发件人（fake sender）。")
	default:
		return nil
	}
	if len(reasons) > 0 {
		f.Fixes = append(f.Fixes, lang.T("The sender's domain {domain} must be mended by whoever runs it: SPF, DKIM and DMARC in its DNS have to cover the server that really sends.",
			"发件域名 {domain} 的管理员要把 DNS 里的 SPF、DKIM、DMARC 配好，覆盖真正发信的服务器。").With("domain", orElse(c.fromDomain(), lang.T("(unknown)", "（未知）"))))
	}
	return []Finding{f}
}

// fromDomain is the domain of the From address.
func (c *Case) fromDomain() string {
	if len(c.Message.From) == 0 {
		return ""
	}
	_, domain, _ := strings.Cut(c.Message.From[0], "@")
	return strings.ToLower(strings.TrimRight(domain, ".>"))
}

// checkLines are the checks of the sender's domain that failed, in words.
func (c *Case) checkLines() []lang.Text {
	var out []lang.Text
	seen := map[string]bool{}
	for _, k := range c.Message.Checks {
		key := k.Method + k.Result + k.Domain
		if !failedCheck(k) || seen[key] || k.Method == "compauth" {
			continue
		}
		seen[key] = true
		out = append(out, lang.T("{method} of {domain} did not pass: {result}", "{domain} 的 {method} 检查没有通过：{result}").With(
			"method", strings.ToUpper(k.Method), "domain", orElse(k.Domain, lang.T("the sender's domain", "发件域名")), "result", k.Result))
	}
	return out
}

func failedCheck(k fact.Check) bool {
	switch k.Result {
	case "fail", "softfail", "permerror", "hardfail", "reject":
		return true
	}
	return false
}

// aligned says whether a check that passed speaks for the From address's own domain.
func (c *Case) aligned() bool {
	from := orgOf(c.fromDomain())
	for _, k := range c.Message.Checks {
		if k.Result == "pass" && (k.Method == "dmarc" || k.Domain != "" && orgOf(k.Domain) == from) {
			return true
		}
	}
	return false
}

// fakeSender says that envelope sender and From address belong to different domains, and nothing vouches for From.
func (c *Case) fakeSender() lang.Text {
	_, sender, ok := strings.Cut(c.Message.Sender, "@")
	from := c.fromDomain()
	if !ok || from == "" || sender == "" || orgOf(sender) == orgOf(from) || c.aligned() {
		return lang.Text{}
	}
	return lang.T("fake sender: the envelope sender is of {sender}, the From address of {from}", "仿冒发件人（fake sender）：信封发件人属于 {sender}，显示的发件人属于 {from}").With("sender", strings.ToLower(sender), "from", from)
}
