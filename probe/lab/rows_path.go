package lab

import "maildiag/probe/fact"

// rowsPath: what the long way does.
var rowsPath = []row{
	{key: "path", value: "blocked", list: fact.IMAP, short: "blocked-path",
		en: "a router of the internet provider says that it knows no way to the server",
		zh: "宽带运营商的一台路由器说不知道怎么到达服务器"},
	{key: "path", value: "loop", list: fact.IMAP,
		en: "two routers send the packets for the server back and forth",
		zh: "途中两台路由器把发往服务器的包互相踢来踢去"},
	{key: "path", value: "loss", list: fact.IMAP,
		en: "the internet provider loses every fourth packet to the server",
		zh: "宽带运营商把发往服务器的包每四个丢一个"},
	{key: "path", value: "slow", list: fact.IMAP, short: "slow-path",
		en: "the way to the server takes 700 ms, most of it abroad",
		zh: "到服务器要 700 毫秒，大部分花在国际线路上"},
	{key: "path", value: "mtu-blackhole", list: fact.IMAP,
		en: "large packets from the server vanish on the way, small ones pass",
		zh: "服务器发来的大数据包在途中丢失，小包能过"},
	{key: "path", value: "slow-router", list: fact.IMAP, healthy: true,
		en: "one router answers slowly and passes everything on quickly",
		zh: "途中一台路由器自己回应很慢，转发很快"},
	{key: "path", value: "lossy-router", list: fact.IMAP, healthy: true,
		en: "one router answers seldom and passes everything on",
		zh: "途中一台路由器很少回应，但转发正常"},
}
