package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// namedOnly are causes that a program's words reveal beside what a live run may show of them. Where All has the same
// code, All's texts hold.
var namedOnly = []*Cause{
	{Code: "client.captive-portal", Stage: fact.StageClient, Severity: Error,
		Title: lang.T("A sign-in page stands before the network", "上网前要先登录认证页面"),
		Means: lang.T(
			"A hotel, airport or office network shows a sign-in page and lets no mail through until somebody has signed in. Open any page in the browser, sign in, and try again.",
			"酒店、机场、办公网络要求先在网页上登录，登录前邮件出不去。打开浏览器访问任意网页，完成登录后再试。")},
	{Code: "client.proxy", Stage: fact.StageClient, Severity: Error,
		Title: lang.T("A proxy or VPN program spoils the connection", "代理或 VPN 软件影响了连接"),
		Means: lang.T(
			"A proxy, VPN or accelerator on this PC or its router takes the connection and can't pass it on. Switch it off for a test, or except the mail servers from it.",
			"本机或路由器上的代理、VPN、加速器接管了连接却转不出去。先关掉试试，或者把邮件服务器加入例外（直连）。")},
	{Code: "client.security-software", Stage: fact.StageClient, Severity: Error,
		Title: lang.T("Security software on this PC cut the connection", "本机的安全软件切断了连接"),
		Means: lang.T(
			"Antivirus or another program on this PC takes mail connections in order to scan them, and cut this one. Switch its mail protection off for a test; if that helps, except the mail program or update the antivirus.",
			"本机的杀毒软件会接管邮件连接来扫描，这次是它把连接切断了。先关掉它的“邮件防护”试一下；如果好了，把邮件客户端加入信任，或升级杀毒软件。")},
	{Code: "settings.wrong-host", Stage: fact.StageSettings, Severity: Error,
		Title: lang.T("The server name in the mail program is wrong", "邮件客户端里填的服务器名不对"),
		Means: lang.T(
			"The name that the mail program is set to is not the provider's server for this mailbox: it is misspelt, belongs to another provider, or names the server that receives mail from outside (MX) in place of the one for users. Compare it with the provider's help page letter by letter.",
			"客户端里填的不是这个邮箱的服务器：拼错了、填成了别家的，或者填成了接收外部来信的服务器（MX），而不是给用户发信用的服务器。请和服务商帮助页逐个字母核对。")},
	{Code: "dns.mx-elsewhere", Stage: fact.StageDNS, Severity: Error,
		Title: lang.T("The domain's mail is delivered to another place", "域名的邮件被送到了别处"),
		Means: lang.T(
			"The MX record of the domain names a server that is not the mailbox's own, or one that does not know the domain. Mail for the domain goes there, or comes back. Only whoever runs the domain's DNS can mend it.",
			"域名的 MX 记录指向了别的服务器，或者指向的服务器不认识这个域名。发往这个域名的邮件会送错地方或被退回。只有管理域名 DNS 的人能改。")},
	{Code: "dns.intercepted", Stage: fact.StageDNS, Severity: Error,
		Title: lang.T("Somebody on the way answers for every DNS server", "途中有设备代替所有 DNS 作答"),
		Means: lang.T(
			"Whatever DNS server is asked, a device on the way gives its own answer: changing the DNS setting does not help. Use another network, or ask whoever runs this one.",
			"不管问哪个 DNS 服务器，途中都有设备抢先作答，改 DNS 设置没有用。换个网络，或者找管理网络的人。")},
	{Code: "path.blocked", Stage: fact.StagePath, Severity: Error,
		Title: lang.T("The way to the server ends in the network", "通往服务器的路在中途断了"),
		Means: lang.T(
			"Packets get no further than some router on the way, for every port. Whoever runs that network must look.",
			"数据包到途中某个路由器就过不去了，所有端口都一样。要由管理那段网络的人处理。")},
	{Code: "path.loss", Stage: fact.StagePath, Severity: Error,
		Title: lang.T("Packets are lost on the way", "网络丢包"),
		Means: lang.T(
			"Part of the packets between this PC and the server are lost, so that connections stall or break. Try a cable in place of Wi-Fi, or another network; maildiag trace HOST shows where they are lost.",
			"本机到服务器之间有丢包，连接会卡住或中断。把 Wi-Fi 换成网线或换个网络试试；maildiag trace 服务器名 能看出丢在哪一段。")},
	{Code: "path.latency", Stage: fact.StagePath, Severity: Error,
		Title: lang.T("The server answers too slowly", "服务器响应太慢"),
		Means: lang.T(
			"An answer came too late for the mail program: the way is long or overloaded, the server is busy, or antivirus holds the data back. maildiag trace HOST shows which part of the way is slow.",
			"应答来得太晚，客户端等不及了：路途太远或拥塞、服务器太忙，或者杀毒软件把数据扣住了。maildiag trace 服务器名 能看出慢在哪一段。")},
	{Code: "path.mtu-blackhole", Stage: fact.StagePath, Severity: Error,
		Title: lang.T("Large packets vanish on the way", "大数据包在途中丢失"),
		Means: lang.T(
			"Small packets pass and large ones vanish, as a rule behind a VPN or a DSL router: connections open and then stall when data flows. Lower the MTU of the PC or router to 1400.",
			"小包能过、大包丢失，常见于 VPN 或拨号路由器之后：能连上，一传数据就卡住。把电脑或路由器的 MTU 调到 1400。")},
	{Code: "path.loop", Stage: fact.StagePath, Severity: Error,
		Title: lang.T("The network sends packets in a circle", "网络中出现路由环路"),
		Means: lang.T(
			"The same routers come round again and again: whoever runs them has a routing error.",
			"数据包在几台路由器之间打转：是管理它们的人配错了路由。")},
	{Code: "web.unreachable", Stage: fact.StageWeb, Severity: Error,
		Title: lang.T("The webmail page can't be opened", "网页邮箱打不开"),
		Means: lang.T(
			"The browser can't open the webmail page. If the mail program works, only the web page or the way to it is affected: try another network (a phone's hotspot), and give the address, the time and maildiag trace's output to whoever runs the network.",
			"浏览器打不开网页邮箱。如果邮件客户端能用，就只是网页或通往它的线路有问题：换个网络（比如手机热点）试试，并把网址、时间和 maildiag trace 的结果交给管理网络的人。")},
	{Code: "web.http-error", Stage: fact.StageWeb, Severity: Error,
		Title: lang.T("The webmail page shows a server error", "网页邮箱报服务器错误"),
		Means: lang.T(
			"The web server of the mailbox answers with an error: a fault of the provider that usually passes.",
			"网页邮箱的服务器返回了错误：是服务商那边的故障，通常过一会儿就好。")},
}
