package main

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// checkFlags is what was typed behind `check`.
type checkFlags struct {
	imap, pop3, smtp once

	login, smtpLogin string
	passwordStdin    bool
	passwordFile     string
	tokenFile        string
	noAuth           bool
	sendTo           string

	dns, references string
	ca              string
	only4, only6    bool
	timeout         string
	noDiscovery     bool
	noISPDB         bool
	noPortalCheck   bool
	profile         string
	web             string
	hops            hopFlags
	client          string
	symptom         string

	report reportFlags
}

// once is a flag that may be given one time.
type once struct {
	value string
	given int
}

func (o *once) String() string     { return o.value }
func (o *once) Type() string       { return "string" }
func (o *once) Set(v string) error { o.value, o.given = v, o.given+1; return nil }

const defaultTimeout = 30 * time.Second

// makePlan is flags and mailbox as data. It reads no file, asks nobody, and leaves the passwords out.
func makePlan(box address, f *checkFlags) (probe.Plan, error) {
	plan := probe.Plan{Address: box.text, Domain: box.domain, Login: f.login, SMTPLogin: f.smtpLogin, NoAuth: f.noAuth,
		NoDiscovery: f.noDiscovery, NoISPDB: f.noISPDB, NoPortal: f.noPortalCheck}
	var err error
	if plan.Services, err = plannedServices(f); err != nil {
		return plan, err
	}
	plan.Configured = len(plan.Services) > 0
	switch {
	case !plan.Configured && f.noDiscovery:
		return plan, usage(lang.T(
			"with --no-discovery, name what to test: --imap, --pop3 or --smtp HOST",
			"用了 --no-discovery 就要指定测试什么：--imap、--pop3 或 --smtp 服务器名"))
	case !plan.Configured && !strings.Contains(plan.Domain, "."):
		return plan, usage(textShortDomain.With("address", short(box.text)))
	case f.only4 && f.only6:
		return plan, usage(lang.T(
			"-4 and -6 exclude each other: give one of them, or none to test both",
			"-4 和 -6 不能同时用：只写一个，或者都不写以测试两种"))
	case f.noAuth && (f.passwordStdin || f.passwordFile != ""):
		return plan, usage(lang.T(
			"--no-auth means no login, so leave the password flag out, or --no-auth",
			"--no-auth 表示不登录，请去掉密码选项，或者去掉 --no-auth"))
	case f.noAuth && f.tokenFile != "":
		return plan, usage(lang.T(
			"--no-auth means no login, so leave --oauth-token-file out, or --no-auth",
			"--no-auth 表示不登录，请去掉 --oauth-token-file，或者去掉 --no-auth"))
	case f.tokenFile != "" && (f.passwordStdin || f.passwordFile != ""):
		return plan, usage(lang.T(
			"a token takes the place of the password: give --oauth-token-file or a password, not both",
			"令牌是代替密码的：--oauth-token-file 和密码只能给一个"))
	case f.passwordStdin && f.passwordFile != "":
		return plan, usage(lang.T(
			"--password-stdin and --password-file both give the password: keep one of them",
			"--password-stdin 和 --password-file 都是提供密码的，只留一个"))
	case f.only4:
		plan.Family = 4
	case f.only6:
		plan.Family = 6
	}
	if f.web != "" {
		if plan.Web, err = parseWeb(f.web); err != nil {
			return plan, err
		}
	}
	if f.sendTo != "" {
		to, err := parseAddress(f.sendTo)
		if err != nil {
			return plan, usage(lang.T("--send-to: {why}", "--send-to：{why}").With("why", err.(*usageError).text))
		}
		plan.SendTo = to.text
	}
	if f.dns != "" {
		ap, err := parseResolver("--dns", f.dns)
		if err != nil {
			return plan, err
		}
		plan.Resolvers = []netip.AddrPort{ap}
	}
	if plan.References, err = parseReferences(f.references); err != nil {
		return plan, err
	}
	if plan.Timeout, err = parseTimeout(f.timeout); err != nil {
		return plan, err
	}
	return plan, f.hops.apply(&plan)
}

func plannedServices(f *checkFlags) ([]probe.ServicePlan, error) {
	var out []probe.ServicePlan
	for _, s := range []struct {
		protocol fact.Protocol
		*once
	}{{fact.IMAP, &f.imap}, {fact.POP3, &f.pop3}, {fact.SMTP, &f.smtp}} {
		if s.given == 0 {
			continue
		}
		if s.given > 1 {
			return nil, usage(lang.T(
				"--{protocol} was given {n} times: one mailbox has one, so run maildiag once for each",
				"--{protocol} 写了 {n} 次：一次只能测一个，请分开运行").With("protocol", string(s.protocol), "n", s.given))
		}
		plan, err := parseService(s.protocol, s.value)
		if err != nil {
			return nil, err
		}
		out = append(out, plan)
	}
	return out, nil
}

// parseWeb reads the address of a web page; https:// is taken where no scheme is written.
func parseWeb(value string) (string, error) {
	text := strings.TrimSpace(value)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", usage(lang.T("--web {value}: write the address of the webmail page, like https://mail.example.com/",
			"--web {value}：请写网页邮箱的网址，例如 https://mail.example.com/").With("value", short(value)))
	}
	host, err := hostOrLiteral(u.Hostname())
	if err != nil || host == "" {
		return "", usage(lang.T("--web {value}: write the address of the webmail page, like https://mail.example.com/",
			"--web {value}：请写网页邮箱的网址，例如 https://mail.example.com/").With("value", short(value)))
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// parseTimeout reads "30s", "1m30s", or a bare number of seconds.
func parseTimeout(s string) (time.Duration, error) {
	if s == "" {
		return defaultTimeout, nil
	}
	d, err := time.ParseDuration(s)
	if n, bare := strconv.Atoi(s); bare == nil && n < 1_000_000 {
		d, err = time.Duration(n)*time.Second, nil
	}
	if err != nil || d < time.Second || d > 10*time.Minute {
		return 0, usage(lang.T(
			"--timeout {value}: give a time from 1s to 10m, like 30s",
			"--timeout {value}：请写 1s 到 10m 之间的时间，例如 30s").With("value", short(s)))
	}
	return d, nil
}
