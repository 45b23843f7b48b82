package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var authWebLoginRequired = revealed(Cause{
	Code: "auth.web-login-required", Stage: fact.StageAuth, Severity: Error,
	Fault: "imap.login=web-login", NearMiss: "imap.login=gmail-rejected",
	Title: lang.T("The provider wants a sign-in in the browser first", "要先在网页上登录验证一次"),
	Means: lang.T(
		"The provider finds this login unusual (a new place, a new device, a long pause) and lets no mail program in until the owner has signed in with a browser and confirmed that it was them. The password may well be right. It is told from a wrong password by words such as “log in via your web browser”, or [WEBALERT].",
		"服务商觉得这次登录不寻常（新地点、新设备、很久没登录），要求机主先用浏览器登录并确认是本人，否则不让邮件客户端进。密码很可能是对的。和“密码错误”的区别在于原话里有 “log in via your web browser”，或者 [WEBALERT]。"),
	Says: []Says{
		{Words: []string{"log in|login|sign in|log on|signin", "web browser|your browser|a browser|via the web|web login|webmail|web interface|on the web|website"}, Stages: atLogin, Confidence: Likely, Alternatives: []string{"auth.policy"}, Source: srcGmail + ", " + srcFairEmail},
		{Words: []string{"log in via your web browser|log in through your web browser|sign in via your web browser|sign in with your web browser|" +
			"login to your account via a web browser|verify your identity|web login required|verify your account|confirm your identity|" +
			"unusual sign-in|unusual activity|suspicious login|suspicious activity"},
			Alternatives: []string{"auth.policy"}, Source: srcGmail + ", " + srcFairEmail},
		{Words: []string{"answer/78754|signin/continue"}, Product: "Gmail", Alternatives: []string{"auth.policy"}, Source: "https://support.google.com/mail/answer/78754"},
		{Words: []string{"请到网页|请登录网页|网页登录验证|请先登录网页|请使用浏览器登录|安全验证|异地登录"}, Stages: atLogin, Alternatives: []string{"auth.policy"}, Source: srcICoremail},
		{Words: []string{"fa_need_auth2|account.need2fa"}, Product: "NetEase qiye", Source: srcNetEaseERR},
		{RespCode: "WEBALERT", Source: "https://developers.google.com/gmail/imap/imap-extensions"},
		{Enhanced: "5.7.14", Code: 534, Alternatives: []string{"auth.policy"}, Source: srcGmail},
	},
}, func(t *told) (lang.Text, []lang.Text) {
	return lang.T("{service} lets {login} in only after a sign-in in the browser. The password may well be right.", "{service} 要求 {login} 先在网页上登录验证一次，密码很可能是对的。"),
		[]lang.Text{
			lang.T("On this PC, by this network, open {webmail} in a browser, sign in as {login}, and confirm every question (“Yes, it was me”).", "就在这台电脑、用现在这个网络，打开 {webmail}，用 {login} 登录，有提示“是不是你本人”就确认。"),
			lang.T("Then log in with the mail program within the next 10 minutes, so that the provider learns this device.", "接着 10 分钟内用邮件客户端登录一次，让服务商记住这台设备。"),
			lang.T("If it comes back, use the provider's sign-in page (OAuth2) or its {code} in the mail program.", "以后还反复出现的话，在邮件客户端里改用网页授权登录（OAuth2）或{code}。"),
		}
})
