package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var webHTTPError = &Cause{
	Code:     "web.http-error",
	Stage:    fact.StageWeb,
	Severity: Warning,
	Title:    lang.T("The webmail page reports an error", "网页邮箱报错"),
	Means: lang.T(
		"The web server of the webmail answers, but with an error in place of the page: 5xx is a fault of the provider, 404 a wrong address, 403 and 407 a refusal by the provider or by a proxy on the way. Mail programs work meanwhile. Check the address, then wait or tell the provider the number.",
		"网页邮箱的服务器有应答，但给的是错误而不是页面：5xx 是服务商那边的故障，404 是网址不对，403、407 是服务商或途中的代理不让访问。这时邮件客户端仍然能用。先核对网址，再等等看，或把错误号告诉服务商。"),
	Fault:    "web.mail=error",
	NearMiss: "web.mail=on",
	Find:     findWebHTTPError,
}

func findWebHTTPError(c *Case) []Finding {
	w := c.webAlone()
	if w == nil || w.Failure != nil || w.Status < 400 || w.Status == 401 { // 401: the page asks who is there
		return nil
	}
	f := Finding{
		Subject: w.URL,
		Summary: lang.T("The mail servers work from here, but the webmail page {url} answers with the error {status}.", "从这里收发信正常，但网页邮箱 {url} 返回错误 {status}。").With(
			"url", w.URL, "status", statusText(w.Status)),
		Evidence: []lang.Text{lang.T("{url}: {status} after {time}", "{url}：{time}后返回 {status}").With("url", w.URL, "status", statusText(w.Status), "time", took(w.MS))},
	}
	switch {
	case w.Status >= 500:
		f.Fixes = []lang.Text{lang.T("The fault is the provider's. Try again in some minutes; if it stays, tell the provider {status} and the time.", "这是服务商那边的故障。过几分钟再试；一直这样，就把 {status} 和时间告诉服务商。").With("status", statusText(w.Status))}
	case w.Status == 404 || w.Status == 410:
		f.Fixes = []lang.Text{lang.T("Check the address of the page, {url}: there is nothing at it.", "核对网址 {url}：那里没有页面。").With("url", w.URL)}
	default:
		f.Fixes = []lang.Text{lang.T("The page is refused. Open it in a browser from another network; if it works there, ask whoever runs this network or its proxy.", "页面拒绝访问。换个网络用浏览器打开试试；那边能开，就找管理本网络或代理的人。")}
	}
	f.Fixes = append(f.Fixes, proxySteps(w)...)
	f.Fixes = append(f.Fixes, lang.T("Until then, use the mail program: it works.", "在那之前可以先用邮件客户端，它是正常的。"))
	f.Evidence = append(f.Evidence, proxyLines(w)...)
	return []Finding{f}
}
