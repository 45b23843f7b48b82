package cause

import (
	"regexp"
	"slices"
	"time"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientClockWrong = &Cause{
	Code:     "client.clock-wrong",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("The clock of this PC is wrong", "这台电脑的时间不对"),
	Means: lang.T(
		"Certificates are valid between two dates. When this PC's clock is far off, every good certificate looks expired or not yet valid. We say so only where at least two independent sources agree: certificates of different servers (or of their issuers) that are all out of date in the same direction, or the date in a server's own greeting. One expired certificate alone is the server's fault. Set the date, time and time zone; a PC that forgets them when it is switched off needs a new battery on its mainboard.",
		"证书只在起止日期之间有效。电脑时间错得太多，好好的证书也会显得已过期或尚未生效。只有至少两个独立的来源一致时我们才这样判断：不同服务器（或其签发机构）的证书都朝同一个方向过期或未生效，或者服务器问候语里的日期也对不上。只有一张证书过期，那是服务器的问题。请校准日期、时间和时区；关机后时间就乱的电脑，需要更换主板电池。"),
	Fault:    "pc.clock=-3y",
	NearMiss: "imap.cert=not-yet-valid",
	Find:     findClockWrong,
}

// clockSigns is what the run shows about this PC's clock: the sources that say it is behind or ahead, and whether any says that
// it is right.
type clockSigns struct {
	behind, ahead []string     // a certificate's SHA-256, "date" for a greeting
	leaves        []*fact.Cert // out of date, one a host
	issuers       []fact.Cert  // not yet valid
	right         bool
	greeting      time.Time // the date in a server's greeting, if any
	page          time.Time // the date of the connectivity-check page, if it was asked for and is genuine
}

func findClockWrong(c *Case) []Finding {
	k := c.clock()
	sources, ahead := k.behind, false
	if len(k.ahead) > 0 {
		sources, ahead = k.ahead, true
	}
	if k.right || len(sources) < 2 || (len(k.behind) > 0 && len(k.ahead) > 0) {
		return nil
	}
	var blamed []*Failure
	for _, f := range c.known(fact.StageTLS) {
		if f.Certificate && c.onlyDates(f.Attempt.TLS) {
			blamed = append(blamed, f)
		}
	}
	if len(blamed) == 0 {
		return nil
	}
	return []Finding{c.clockWrong(blamed, k, ahead)}
}

// onlyDates says whether nothing but its dates is wrong with a certificate.
func (c *Case) onlyDates(t *fact.TLSInfo) bool {
	return t.Leaf() != nil && t.Trust != nil && t.Trust.System == fact.Yes && t.Trust.Name == fact.Yes && !t.ValidAt(c.Run.Started)
}

// clock gathers the sources. A certificate that some root vouches for and that is valid now says that the clock is right; so
// does a greeting with today's date.
func (c *Case) clock() clockSigns {
	var k clockSigns
	var seen []string // one source a certificate and a host
	for _, r := range c.connections(func(a *fact.Attempt) bool { return a.TLS.Leaf() != nil && a.TLS.Trust != nil }) {
		t, host := r.attempt.TLS, r.service.Host
		if t.Trust.System != fact.Yes && t.Trust.Public != fact.Yes {
			continue
		}
		switch leaf := t.Leaf(); {
		case t.ValidAt(c.Run.Started):
			k.right = true
		case !slices.Contains(seen, leaf.SHA256) && !slices.Contains(seen, host):
			seen = append(seen, leaf.SHA256, host)
			k.leaves = append(k.leaves, leaf)
			k.add(leaf.SHA256, leaf.NotBefore, leaf.NotAfter, c.Run.Started)
		}
		for _, ca := range t.Chain[1:] {
			// On a server that nobody looks after, the issuer's certificate expires beside its own; but no issuer's
			// certificate is sent before its time.
			if c.Run.Started.Before(ca.NotBefore) {
				if !slices.Contains(k.behind, ca.SHA256) {
					k.issuers = append(k.issuers, ca)
				}
				k.add(ca.SHA256, ca.NotBefore, ca.NotAfter, c.Run.Started)
			}
		}
	}
	for _, r := range c.connections(func(a *fact.Attempt) bool { return a.Talk.Greeting != nil }) {
		if at, ok := dated(r.attempt.Talk.Greeting); ok && r.service.Protocol == fact.SMTP {
			const tolerance = 24 * time.Hour
			k.greeting = at
			k.right = k.right || at.Sub(c.Run.Started).Abs() < tolerance
			k.add("date", at.Add(-tolerance), at.Add(tolerance), c.Run.Started)
		}
	}
	if p := c.portal(); p != nil && p.Genuine && !p.Date.IsZero() {
		const tolerance = 24 * time.Hour
		k.page = p.Date
		k.right = k.right || p.Date.Sub(c.Run.Started).Abs() < tolerance
		k.add("page", p.Date.Add(-tolerance), p.Date.Add(tolerance), c.Run.Started)
	}
	return k
}

func (k *clockSigns) add(source string, from, to, now time.Time) {
	switch {
	case now.Before(from):
		k.behind = unique(append(k.behind, source))
	case now.After(to):
		k.ahead = unique(append(k.ahead, source))
	}
}

var greetingDate = regexp.MustCompile(`\b(\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4})`)

// dated reads the date that some SMTP servers greet with, in the form of RFC 5322.
func dated(greeting *fact.Reply) (time.Time, bool) {
	m := greetingDate.FindString(greeting.Text())
	at, err := time.Parse("2 Jan 2006 15:04:05 -0700", m)
	return at, m != "" && err == nil
}

func (c *Case) clockWrong(blamed []*Failure, k clockSigns, ahead bool) Finding {
	f := c.finding(blamed)
	f.Evidence = nil
	direction := lang.T("behind", "慢")
	means := lang.T("is not yet valid", "还没有生效")
	if ahead {
		direction, means = lang.T("ahead", "快"), lang.T("has expired", "已经过期")
	}
	f.Summary = lang.T("The clock of this PC says {now}, and that is wrong: judged by it, each certificate of {hosts} {means}. The clock is at least {by} {direction}.",
		"这台电脑的时间是 {now}，这个时间不对：按它来算，{hosts} 的证书{means}。至少{direction}了 {by}。").With(
		"now", moment(c.Run.Started), "hosts", hosts(blamed), "means", means, "by", k.by(c.Run.Started), "direction", direction)
	f.Fixes = []lang.Text{
		onOS(c.PC.OS,
			lang.T("Open Settings > Time & language > Date & time: switch on “Set time automatically”, press “Sync now”, and check the time zone and the year.",
				"打开“设置 > 时间和语言 > 日期和时间”：打开“自动设置时间”，点“立即同步”，再核对时区和年份。"),
			lang.T("Open System Settings > General > Date & Time: switch on “Set time and date automatically”, and check the time zone and the year.",
				"打开“系统设置 > 通用 > 日期与时间”：打开“自动设置时间和日期”，再核对时区和年份。"),
			lang.T("Set the clock (timedatectl set-ntp true, or the settings of the desktop), and check the time zone and the year.",
				"校准时间（timedatectl set-ntp true，或在桌面设置里改），再核对时区和年份。")),
		lang.T("If the clock is wrong again after the PC was switched off, have the battery on its mainboard replaced.",
			"如果关机再开机后时间又不对，请更换主板上的纽扣电池。"),
		lang.T("Do not click the certificate warning away in the mail program: it would stay accepted for good.",
			"不要在邮件客户端里点“忽略证书警告”：一旦接受就会一直有效。"),
	}
	for _, b := range blamed {
		f.Evidence = append(f.Evidence, certLine(b.Service, b.Attempt))
	}
	for _, ca := range k.issuers {
		f.Evidence = append(f.Evidence, lang.T("the certificate of the issuer {issuer} is valid only from {date} on as well", "签发机构 {issuer} 自己的证书也要到 {date} 才生效").
			With("issuer", plainName(ca.Subject), "date", day(ca.NotBefore)))
	}
	if !k.greeting.IsZero() {
		f.Evidence = append(f.Evidence, lang.T("a server's greeting carries the date {date}", "服务器问候语里的日期是 {date}").With("date", moment(k.greeting)))
	}
	if !k.page.IsZero() {
		f.Evidence = append(f.Evidence, lang.T("the web server of {url} says that it is {date}", "{url} 的网页服务器显示现在是 {date}").With("url", c.portal().URL, "date", moment(k.page)))
	}
	if ahead && !k.unrelated() {
		// One administrator may have let all his certificates lapse.
		f.alternative("tls.certificate-expired")
		f.Fixes = append(f.Fixes, lang.T("If the date {now} is right after all, the certificates really have expired: ask the support of your mail provider, or whoever runs {hosts}, to renew them.",
			"如果 {now} 这个日期其实没错，那就是证书真的过期了：请联系邮箱服务商（或管理 {hosts} 的人）续期。").With("now", moment(c.Run.Started), "hosts", hosts(blamed)))
	}
	return f
}

// by is the least error that explains all certificates.
func (k *clockSigns) by(now time.Time) lang.Text {
	worst := now
	for _, leaf := range k.leaves {
		limit := leaf.NotAfter
		if now.Before(leaf.NotBefore) {
			limit = leaf.NotBefore
		}
		if limit.Sub(now).Abs() > worst.Sub(now).Abs() {
			worst = limit
		}
	}
	return apart(now, worst)
}

// unrelated says whether certificates can't have expired by one person's neglect: they have different issuers, or a
// greeting's date bears them out.
func (k *clockSigns) unrelated() bool {
	return !k.greeting.IsZero() || !k.page.IsZero() || slices.ContainsFunc(k.leaves, func(l *fact.Cert) bool { return l.Issuer != k.leaves[0].Issuer })
}
