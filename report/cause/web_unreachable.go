package cause

import (
	"strconv"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var webUnreachable = &Cause{
	Code:     "web.unreachable",
	Stage:    fact.StageWeb,
	Severity: Warning,
	Title:    lang.T("The webmail page can't be reached", "网页邮箱打不开"),
	Means: lang.T(
		"Mail programs work from here, and the webmail page alone does not answer, or its name, its certificate or the web proxy of this PC stands in the way. The page is asked for as a browser would, by the system's proxy settings. Where mail fails too, mail's cause is the one to mend. Try another browser and another network, and look at the proxy settings.",
		"从这里用邮件客户端收发信都正常，只有网页邮箱打不开：页面没有回应，或者域名、证书、本机的上网代理有问题。检测时和浏览器一样使用系统的代理设置。如果收发信也不正常，要先解决那个问题。可以换个浏览器、换个网络试试，并检查代理设置。"),
	Fault:    "web.mail=filtered",
	NearMiss: "web.mail=on",
	Find:     findWebUnreachable,
}

func findWebUnreachable(c *Case) []Finding {
	w := c.webAlone()
	if w == nil || w.Failure == nil || w.Failure.Class == fact.Cut {
		return nil
	}
	f := Finding{
		Subject: w.URL,
		Summary: lang.T("The mail servers work from here, but the webmail page {url} can't be opened.", "从这里收发信正常，但网页邮箱 {url} 打不开。").With("url", w.URL),
		Fixes:   []lang.Text{lang.T("Open {url} in another browser, and once through a phone's hotspot, to see whether it is the page or this network.", "用另一个浏览器打开 {url}，再用手机热点试一次，看看是页面的问题还是这个网络的问题。").With("url", w.URL)},
		Evidence: []lang.Text{lang.T("{url}: no page after {time}: {raw}", "{url}：{time}后仍没有打开：{raw}").With(
			"url", w.URL, "time", took(w.MS), "raw", pageEnding(w.Failure))},
	}
	f.Fixes = append(f.Fixes, proxySteps(w)...)
	f.Fixes = append(f.Fixes, lang.T("Until then, use the mail program: it works.", "在那之前可以先用邮件客户端，它是正常的。"))
	f.Evidence = append(f.Evidence, proxyLines(w)...)
	return []Finding{f}
}

// pageEnding is why there is no page, in words where we have some.
func pageEnding(f *fact.Failure) lang.Text {
	switch f.Class {
	case fact.Refused:
		return lang.T("the connection was refused", "连接被拒绝")
	case fact.TimedOut:
		return lang.T("no answer", "没有回应")
	case fact.Reset, fact.EOF:
		return lang.T("the connection was cut", "连接被切断")
	}
	return orElse(f.Raw, lang.T("no answer", "没有回应"))
}

// webAlone is the web page's test where nothing is wrong with mail itself; else nil.
func (c *Case) webAlone() *fact.Web {
	if c.Web == nil || len(c.Open()) > 0 {
		return nil
	}
	for _, f := range c.failures {
		if !f.Partial && c.weight(f.Service) == Error {
			return nil // claimed by another cause: then mail is what is broken
		}
	}
	return c.Web
}

// proxySteps: a web proxy stands between the browser and the page, and mail programs do not use it.
func proxySteps(w *fact.Web) []lang.Text {
	switch {
	case w.Proxy != "":
		return []lang.Text{lang.T("This PC opens web pages through the proxy {proxy}. Switch it off in the system's proxy settings for a test, or ask whoever runs it.",
			"这台电脑通过代理 {proxy} 上网。可以在系统的代理设置里临时关掉它试试，或者问管理代理的人。").With("proxy", w.Proxy)}
	case w.PAC != "":
		return []lang.Text{lang.T("A script decides here which pages go through a proxy ({pac}): the browser may get the page in another way than this check did.",
			"这台电脑用脚本（{pac}）决定哪些网页走代理：浏览器打开网页的方式可能和这次检测不同。").With("pac", w.PAC)}
	}
	return nil
}

func proxyLines(w *fact.Web) []lang.Text {
	var out []lang.Text
	if w.Final != "" {
		out = append(out, lang.T("redirects led to {final}", "页面跳转到了 {final}").With("final", w.Final))
	}
	if w.Proxy != "" {
		out = append(out, lang.T("asked for through the proxy {proxy}", "通过代理 {proxy} 访问").With("proxy", w.Proxy))
	}
	if w.PAC != "" {
		out = append(out, lang.T("a proxy script is set and was not run: {pac}", "设置了代理脚本，检测时没有执行：{pac}").With("pac", w.PAC))
	}
	return out
}

// statusText is an HTTP status as pages show it.
func statusText(n int) string { return "HTTP " + strconv.Itoa(n) }
