package lab

import (
	"net/netip"

	"maildiag/probe/fact"
)

// rowsAround: what stands between this PC and everything else.
var rowsAround = []row{
	{key: "pc.portal", value: "silent", short: "captive-portal",
		en: "the network wants a sign-in on a web page first; until then it drops mail",
		zh: "网络要求先在网页上登录；登录之前，邮件的连接都没有回应"},
	{key: "pc.portal", value: "refused",
		en: "the network wants a sign-in on a web page first; until then it refuses mail",
		zh: "网络要求先在网页上登录；登录之前，邮件的连接都被拒绝"},
	{key: "pc.portal", value: "answers",
		en: "the network wants a sign-in on a web page first, and its web server answers on every port",
		zh: "网络要求先在网页上登录，它的网页服务器会接管所有端口的连接"},
	{key: "pc.portal", value: "in-place",
		en: "the network shows its sign-in page in place of every web page, without sending the browser elsewhere",
		zh: "网络用自己的登录页直接顶替所有网页，不做跳转"},
	{key: "pc.proxy", value: "dead",
		en: "a proxy program answers names with fake addresses, and has gone",
		zh: "代理软件用假地址（fake-ip）应答域名，但它本身已经退出"},
	{key: "pc.proxy", value: "cut",
		en: "a proxy program answers names with fake addresses, takes the connections and cuts them",
		zh: "代理软件用假地址（fake-ip）应答域名，接管连接后又把它切断"},
	{key: "pc.proxy", value: "refused",
		en: "a proxy program answers names with fake addresses, and refuses the mail ports",
		zh: "代理软件用假地址（fake-ip）应答域名，并拒绝邮件端口"},
	{key: "pc.proxy", value: "works", healthy: true,
		en: "a proxy program answers names with fake addresses, and passes the connections on",
		zh: "代理软件用假地址（fake-ip）应答域名，并能正常转发连接"},
	{key: "pc.distance", arg: seconds, value: "far", example: "0.3", healthy: true,
		en: "every server is far away",
		zh: "所有服务器都离得很远"},
}

// fake is what a proxy program answers in place of the real address.
var fake = map[fact.Protocol]netip.Addr{fact.IMAP: addr("198.18.0.7"), fact.POP3: addr("198.18.0.8"), fact.SMTP: addr("198.18.0.9")}

// portalGate is where the sign-in page of the local network is.
const portalGate = "http://login.hotspot.example"

// The page by which programs see whether they are online, and where it lives.
const (
	checkHost = "www.msftconnecttest.com"
	checkPath = "/connecttest.txt"
	checkText = "Microsoft Connect Test"
)

// addCheckPage puts the connectivity-check page into a world.
func (b *blueprint) addCheckPage() {
	h := b.public(checkHost, addr("203.0.113.90"))
	h.ports = []*port{{host: h, number: web80, slots: slots{}}}
	b.gate = &port{host: &host{name: "login.hotspot.example"}, number: web80, slots: slots{}}
}

// captured says what a sign-in network does with a connection; false: it has no say in it.
func (b *blueprint) captured(to netip.AddrPort) (*port, state, bool) {
	c := b.slots["pc.portal"]
	switch {
	case !c.given(), to.Port() == 53:
		return nil, open, false
	case to.Port() == web80, c.is("answers"):
		return b.gate, open, true
	case c.is("refused"):
		return nil, refused, true
	}
	return nil, filtered, true
}

// checkPage is what a request for the connectivity-check page, or for anything inside a sign-in network, gets.
func (b *blueprint) checkPage(host, path string) (page, bool) {
	switch {
	case b.gate != nil && host == b.gate.host.name && b.slots["pc.portal"].is("in-place"):
		return page{status: "200 OK", body: "<html><body><form action=\"/login\">Welcome. Please sign in.</form></body></html>"}, true
	case b.gate != nil && host == b.gate.host.name:
		return page{status: "302 Found", location: portalGate + "/?mac=00-00-5e-00-53-01&url=" + path}, true
	case host == checkHost && path == checkPath:
		return page{status: "200 OK", kind: "text/plain", body: checkText}, true
	}
	return page{}, false
}

// applyProxy: the services' names lead to fake addresses, behind which the proxy does as it likes.
func applyProxy(b *blueprint, it item) error {
	states := map[string]state{"dead": filtered, "cut": reset, "refused": refused, "works": open}
	for _, p := range protocols {
		h := b.of(p)
		h.more = append(h.more, fake[p])
		if s := states[it.row.value]; s != open {
			b.rules = append(b.rules, rule{host: h, at: fake[p], port: -1, state: s, text: it.text})
		}
	}
	return noteWorld(b, it)
}

// travel is how many seconds a connection takes to open.
func (b *blueprint) travel() float64 { return b.slots["pc.distance"].wait }
