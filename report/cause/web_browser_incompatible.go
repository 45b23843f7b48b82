package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var webBrowserIncompatible = &Cause{
	Code: "web.browser-incompatible", Stage: fact.StageWeb, Severity: Error,
	Title: lang.T("The webmail does not work with this browser", "网页邮箱和这个浏览器不兼容"),
	Means: lang.T(
		"The webmail page opens wrongly or stays empty in one browser and works in another: the browser, or the compatibility mode that it is in, is too old for the page. Use another browser (Chrome, Edge, Firefox), switch 360 or QQ browsers to “fast” mode, and leave Internet Explorer's compatibility view. The mailbox and the servers are well.",
		"网页邮箱在某个浏览器里显示不正常或一片空白，换个浏览器就好：浏览器太旧，或者处在兼容模式。换用 Chrome、Edge、Firefox，360、QQ 浏览器切到“极速模式”，退出 IE 的兼容性视图。邮箱和服务器没有问题。"),
	Says: []Says{
		{Words: []string{"浏览器不支持|浏览器不兼容|不支持该浏览器|不支持此浏览器|浏览器版本过低|浏览器版本太低|兼容模式|兼容性视图|换个浏览器|换浏览器|browser is not supported|unsupported browser|browser not supported|your browser is out of date|upgrade your browser|incompatible browser|compatibility view|compatibility mode"}, Confidence: Likely, Source: srcSeeds},
		{Words: []string{"页面显示不正常|页面显示不全|页面空白|网页空白|白屏|blank page|page is blank"}, Confidence: Possible, Alternatives: []string{"web.http-error", "web.unreachable"}, Source: srcSeeds},
	},
}
