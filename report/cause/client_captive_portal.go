package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientCaptivePortal = &Cause{
	Code:     "client.captive-portal",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("This network wants a sign-in first", "这个网络要先登录才能上网"),
	Means: lang.T(
		"The network that this PC is in (hotel, airport, café, campus, train) shows a sign-in page in place of every web page and lets no mail through until somebody has signed in. It is seen by a page that is the same all over the world: here something else came in its place, and no mail server said a word. A server that is down looks different: there the page comes as it should. Open a web page in the browser, sign in, and check again.",
		"电脑所在的网络（酒店、机场、咖啡馆、校园、列车）用登录页面顶替所有网页，登录之前邮件一概不放行。判断依据是一个全世界内容都一样的网页：这里拿到的却是别的内容，同时没有一台邮件服务器有过应答。如果只是邮件服务器停机，这个网页应该正常打开。用浏览器打开任意网页，完成登录，再测一次。"),
	Fault:    "pc.portal=silent",
	NearMiss: "all.host=filtered",
	Find:     findCaptivePortal,
}

func findCaptivePortal(c *Case) []Finding {
	p := c.portal()
	if p == nil || p.Genuine || p.Status == 0 {
		return nil
	}
	blamed := c.known(fact.StageTCP, fact.StageTLS, fact.StageService)
	if len(blamed) == 0 {
		return nil
	}
	f := c.finding(blamed)
	f.Summary = lang.T("This network shows a page of its own in place of the web page that was asked for, and lets no mail through: it wants a sign-in first.",
		"这个网络用自己的页面顶替了要访问的网页，并且不放行邮件：需要先登录网络。")
	open := lang.T("Open any web page in the browser. When the sign-in page of the network comes up, sign in there, and run this check again.",
		"用浏览器打开任意网页，在弹出的网络登录页面上完成登录，然后再测一次。")
	if p.Leads != "" {
		f.Summary = lang.T("This network sends every web page to {page} and lets no mail through: it wants a sign-in there first.",
			"这个网络把所有网页都转到 {page}，并且不放行邮件：需要先在那里登录。").With("page", p.Leads)
		open = lang.T("Open {page} (or any page whose address begins with http://) in the browser, sign in there, and run this check again.",
			"用浏览器打开 {page}（或任意以 http:// 开头的网址），在那里登录，然后再测一次。").With("page", p.Leads)
	}
	f.Fixes = []lang.Text{open,
		lang.T("If no sign-in page comes up, disconnect from the network and connect again, and switch VPN and “private DNS” off until you have signed in.",
			"如果登录页面不出来，断开网络重新连接；登录之前先关掉 VPN 和“私密 DNS”。"),
		lang.T("If you have signed in and mail still does not pass, this network does not allow it: ask whoever runs it, or use a phone's hotspot.",
			"如果已经登录，邮件仍然不通，说明这个网络不允许收发邮件：询问网络管理员，或改用手机热点。"),
	}
	if (p.Status < 300 || p.Status > 399) && p.Status != 511 {
		f.Confidence = Likely // a provider's own error or advertisement page looks like this too
	}
	f.Evidence = append([]lang.Text{lang.T("{url} should answer with a short text, and something else came (HTTP {status})", "{url} 本应返回一小段固定的文字，实际返回的是别的内容（HTTP {status}）").
		With("url", p.URL, "status", p.Status)}, f.Evidence...)
	return []Finding{f}
}

// portal is the answer of the connectivity-check page, or nil.
func (c *Case) portal() *fact.Portal {
	if c.Around == nil {
		return nil
	}
	return c.Around.Portal
}
