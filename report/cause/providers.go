package cause

import (
	"strings"

	"maildiag/report/lang"
)

// passwordKind is which password a provider takes from mail programs.
type passwordKind int

const (
	accountPassword passwordKind = iota // the account's own
	maybeOwnCode                        // the account's own, or a code where the user or the administrator wants it so
	ownCode                             // an authorization code or app password, never the account's own
	oauthOnly                           // none: a sign-in in the browser
)

// provider is what the rules on refused logins must know of a big provider, told by its host names.
type provider struct {
	product     string    // as in Says.Product
	name        lang.Text // for people
	hosts       []string  // ".qq.com": every name below qq.com; without the dot, that name alone
	password    passwordKind
	fullAddress bool      // the login name must be the whole address
	offAtFirst  bool      // IMAP, POP3 and SMTP are off until they are switched on in webmail
	page        lang.Text // where codes are made
	path        lang.Text // what to do on that page
	code        lang.Text // what this provider calls its code
	web         lang.Text // the webmail; empty: the same page
	switches    lang.Text // where IMAP, POP3 and SMTP are switched on in the webmail; empty: as path, where they are off at first
}

// webmail is where to sign in with a browser.
func (p *provider) webmail() lang.Text {
	if p.web.Empty() {
		return p.page
	}
	return p.web
}

// otherPasswords names the causes that a refusal for a wrong password may hide here.
func (p *provider) otherPasswords() []string {
	switch p.password {
	case maybeOwnCode, ownCode:
		return []string{authAppPasswordRequired.Code}
	case oauthOnly:
		return []string{authOAuthRequired.Code}
	}
	return nil
}

// providerOf finds the provider that a server's name belongs to, by its longest ending; nil: none that we know.
func providerOf(host string) *provider {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	var best *provider
	length := 0
	for i := range providers {
		for _, name := range providers[i].hosts {
			fits := host == name || strings.HasPrefix(name, ".") && strings.HasSuffix(host, name)
			if fits && len(name) > length {
				best, length = &providers[i], len(name)
			}
		}
	}
	return best
}

// providerBehind is the provider of a host, or the one whose own sentence was heard there: many domains have a big
// provider behind a name of their own.
func providerBehind(host string, says *Says) *provider {
	if p := providerOf(host); p != nil || says == nil || says.Product == "" {
		return p
	}
	for i := range providers {
		if providers[i].product == says.Product {
			return &providers[i]
		}
	}
	return nil
}

var (
	authorizationCode = lang.T("authorization code", "授权码")
	appPassword       = lang.T("app password", "应用专用密码")
	clientPassword    = lang.T("client password", "客户端专用密码")
	netEasePath       = lang.T("Settings → POP3/SMTP/IMAP: switch on IMAP/SMTP and POP3/SMTP, then “Add authorization password”",
		"设置 → POP3/SMTP/IMAP：开启 IMAP/SMTP 和 POP3/SMTP 服务，再点“新增授权密码”")
	accountPath = lang.T("the account's security settings → app passwords", "账号的安全设置 → 应用专用密码")
)

// aliases are names of the built-in table whose words stand here under a server's name.
var aliases = map[string]string{
	"NetEase 163": "imap.163.com", "NetEase 126": "imap.126.com", "NetEase yeah.net": "imap.yeah.net", "NetEase 188": "imap.188.com",
	"NetEase vip.163.com": "imap.vip.163.com", "NetEase vip.126.com": "imap.vip.126.com", "NetEase vip.188.com": "imap.vip.188.com",
	"Outlook.com": "outlook.office365.com", "GMX International": "imap.gmx.com", "WEB.DE": "imap.web.de", "mail.com": "imap.mail.com",
}

// providerName is a provider of the built-in table by the name that people know.
func providerName(name string) lang.Text {
	for i := range providers {
		if providers[i].product == name {
			return providers[i].name
		}
	}
	if host := aliases[name]; host != "" {
		return providerOf(host).name
	}
	return lang.Same(name)
}

// anyProvider stands in where the provider is not known.
var anyProvider = provider{
	name: lang.T("the mail provider", "邮箱服务商"),
	page: lang.T("the provider's webmail", "邮箱的网页版"),
	path: lang.T("look in the settings under “client”, “POP3/IMAP” or “security”, and make the code there", "在“设置”里找“客户端设置”“POP3/IMAP/SMTP”或“安全”一栏，在那里生成"),
	code: lang.T("authorization code (some call it app password or client password)", "授权码（有的叫“客户端专用密码”或“应用专用密码”）"),
}

// providers is sorted as the table it comes from: Chinese ones first, then the rest of the world.
var providers = []provider{
	{product: "QQ Mail", name: lang.T("QQ Mail", "腾讯 QQ 邮箱"), hosts: []string{".qq.com", ".foxmail.com"},
		password: ownCode, offAtFirst: true, page: lang.Same("https://mail.qq.com"), code: authorizationCode,
		path: lang.T("Settings → Account → “POP3/IMAP/SMTP service”: switch on IMAP/SMTP, confirm by phone, and generate an authorization code (16 letters)",
			"设置 → 账号 → “POP3/IMAP/SMTP 服务”：开启 IMAP/SMTP 服务，按提示用手机验证，生成授权码（16 位字母）")},
	{product: "Tencent exmail", name: lang.T("Tencent exmail (WeCom Mail)", "腾讯企业邮箱"), hosts: []string{".exmail.qq.com"},
		password: maybeOwnCode, fullAddress: true, page: lang.Same("https://exmail.qq.com"), code: clientPassword,
		path: lang.T("Settings → client settings: switch on IMAP/SMTP; then Settings → WeChat binding → secure login: make a new client password (the administrator's console may limit who may use mail programs)",
			"设置 → 客户端设置：开启 IMAP/SMTP 服务；再到 设置 → 微信绑定 → 安全登录：生成客户端专用密码（管理员后台也可能限制谁能用客户端）")},
	{product: "NetEase", name: lang.T("NetEase Mail (163)", "网易 163 邮箱"), hosts: []string{".163.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.163.com"), path: netEasePath, code: authorizationCode},
	{product: "NetEase", name: lang.T("NetEase Mail (126)", "网易 126 邮箱"), hosts: []string{".126.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.126.com"), path: netEasePath, code: authorizationCode},
	{product: "NetEase", name: lang.T("NetEase Mail (yeah.net)", "网易 yeah.net 邮箱"), hosts: []string{".yeah.net"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.yeah.net"), path: netEasePath, code: authorizationCode},
	{product: "NetEase", name: lang.T("NetEase Mail (188)", "网易 188 邮箱"), hosts: []string{".188.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.188.com"), path: netEasePath, code: authorizationCode},
	{product: "NetEase qiye", name: lang.T("NetEase enterprise mail", "网易企业邮箱"), hosts: []string{".qiye.163.com", ".ym.163.com"},
		password: maybeOwnCode, fullAddress: true, page: lang.Same("https://qiye.163.com"), code: authorizationCode,
		path: lang.T("Settings → client settings: make an authorization code (the administrator may have to allow mail programs first)", "设置 → 客户端设置：生成授权码（可能要先由管理员放开客户端登录）")},
	{product: "Sina", name: lang.T("Sina Mail", "新浪邮箱"), hosts: []string{".sina.com", ".sina.cn", ".sina.com.cn"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.sina.com.cn"), code: authorizationCode,
		path: lang.T("Settings → client POP/IMAP/SMTP: switch the services on, and make an authorization code", "设置 → 客户端 pop/imap/smtp：开启服务，并生成授权码")},
	{product: "Sina VIP", name: lang.T("Sina VIP Mail", "新浪 VIP 邮箱"), hosts: []string{".vip.sina.com"},
		password: maybeOwnCode, fullAddress: true, page: lang.Same("https://vip.sina.com.cn"), code: authorizationCode, path: anyProvider.path},
	{product: "Sohu", name: lang.T("Sohu Mail", "搜狐邮箱"), hosts: []string{".sohu.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.sohu.com"), code: lang.T("separate password", "独立密码"),
		path: lang.T("Settings → POP3/SMTP/IMAP: switch the services on, and set the separate password", "设置 → POP3/SMTP/IMAP：开启服务，并设置独立密码")},
	{product: "139", name: lang.T("139 Mail (China Mobile)", "139 邮箱（中国移动）"), hosts: []string{".139.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.10086.cn"), code: authorizationCode,
		path: lang.T("Settings → account and security → client authorization codes: make one", "设置 → 账号与安全 → 授权码管理：新增授权码")},
	{product: "189", name: lang.T("189 Mail (China Telecom)", "189 邮箱（中国电信）"), hosts: []string{".189.cn"},
		password: maybeOwnCode, page: lang.Same("https://webmail30.189.cn"), code: clientPassword, path: anyProvider.path},
	{product: "Aliyun qiye", name: lang.T("Alibaba enterprise mail", "阿里企业邮箱"), hosts: []string{".qiye.aliyun.com", ".mxhichina.com"},
		password: maybeOwnCode, fullAddress: true, page: lang.Same("https://qiye.aliyun.com"), code: lang.T("third-party client security password", "三方客户端安全密码"),
		path: lang.T("Settings → account and security → third-party client security password: make one (the administrator's console decides whether mail programs are allowed at all)",
			"设置 → 账户与安全 → 三方客户端安全密码：生成一个（是否允许使用三方客户端由管理员后台决定）")},
	{product: "Feishu", name: lang.T("Feishu / Lark Mail", "飞书邮箱"), hosts: []string{".feishu.cn", ".larksuite.com"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.T("the Feishu app", "飞书客户端"), code: lang.T("dedicated password", "专用密码"),
		path: lang.T("Mail → Settings → third-party clients: make a dedicated password", "邮箱 → 设置 → 第三方客户端登录：生成专用密码")},
	{product: "263", name: lang.T("263 enterprise mail", "263 企业邮箱"), hosts: []string{".263.net", ".263.com"},
		password: maybeOwnCode, fullAddress: true, page: lang.Same("https://mail.263.net"), code: clientPassword, path: anyProvider.path},
	{product: "Gmail", name: lang.T("Gmail", "谷歌邮箱（Gmail）"), hosts: []string{".gmail.com", ".googlemail.com"},
		password: ownCode, fullAddress: true, page: lang.Same("https://myaccount.google.com/apppasswords"), code: appPassword,
		path: lang.T("switch on two-step verification first (without it there are no app passwords), then make an app password", "先开启“两步验证”（不开就没有这一项），再生成一个应用专用密码"),
		web:  lang.Same("https://mail.google.com"), switches: lang.T("Settings → See all settings → Forwarding and POP/IMAP (in an organisation the administrator may have it off)",
			"设置 → 查看所有设置 → 转发和 POP/IMAP（单位邮箱可能被管理员关闭）")},
	{product: "Microsoft 365", name: lang.T("Outlook.com / Microsoft 365", "微软邮箱（Outlook.com / Microsoft 365）"),
		hosts:    []string{".outlook.com", ".office365.com", "outlook.office365.com", ".hotmail.com", ".live.com"},
		password: oauthOnly, fullAddress: true, page: lang.Same("https://outlook.com"), path: accountPath, code: appPassword},
	{product: "Yahoo", name: lang.T("Yahoo Mail", "雅虎邮箱"), hosts: []string{".mail.yahoo.com", ".mail.att.net", ".att.net"},
		password: ownCode, fullAddress: true, page: lang.Same("https://login.yahoo.com/account/security"), path: lang.T("“Generate app password”", "点“生成应用密码”"), code: appPassword, web: lang.Same("https://mail.yahoo.com")},
	{product: "AOL", name: lang.T("AOL Mail", "AOL 邮箱"), hosts: []string{".aol.com"},
		password: ownCode, fullAddress: true, page: lang.Same("https://login.aol.com/account/security"), path: lang.T("“Generate app password”", "点“生成应用密码”"), code: appPassword, web: lang.Same("https://mail.aol.com")},
	{product: "iCloud", name: lang.T("iCloud Mail", "苹果 iCloud 邮箱"), hosts: []string{".mail.me.com"},
		password: ownCode, page: lang.Same("https://account.apple.com"), code: lang.T("app-specific password", "App 专用密码"),
		path: lang.T("Sign-In and Security → App-Specific Passwords: make one", "登录与安全 → App 专用密码：生成一个"), web: lang.Same("https://www.icloud.com/mail")},
	{product: "Fastmail", name: lang.T("Fastmail", "Fastmail 邮箱"), hosts: []string{".fastmail.com", ".messagingengine.com"},
		password: ownCode, fullAddress: true, page: lang.Same("https://app.fastmail.com"), code: appPassword,
		path: lang.T("Settings → Privacy & Security → app passwords: make one", "Settings → Privacy & Security → app passwords：生成一个")},
	{product: "Yandex", name: lang.T("Yandex Mail", "Yandex 邮箱"), hosts: []string{".yandex.com", ".yandex.ru", ".yandex.net"},
		password: ownCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.yandex.com/#setup/client"), code: appPassword,
		path: lang.T("allow IMAP for mail programs there, and make the app password at https://id.yandex.com → Security",
			"先在这里允许邮件客户端使用 IMAP，再到 https://id.yandex.com → 安全 里生成应用密码")},
	{product: "Mail.ru", name: lang.T("Mail.ru", "Mail.ru 邮箱"), hosts: []string{".mail.ru"},
		password: ownCode, fullAddress: true, page: lang.Same("https://account.mail.ru/user/2-step-auth/passwords"), code: lang.T("password for external applications", "外部应用密码"),
		path: lang.T("Security → passwords for external applications: make one", "安全 → 外部应用密码：生成一个"), web: lang.Same("https://mail.ru")},
	{product: "GMX", name: lang.T("GMX / WEB.DE / mail.com", "GMX（WEB.DE、mail.com）邮箱"), hosts: []string{".gmx.net", ".gmx.com", ".web.de", ".mail.com"},
		password: maybeOwnCode, offAtFirst: true, page: lang.T("the webmail", "网页邮箱"), code: appPassword,
		path: lang.T("Settings → POP3/IMAP: allow access by mail programs", "设置 → POP3/IMAP：允许邮件客户端访问")},
	{product: "Zoho", name: lang.T("Zoho Mail", "Zoho 邮箱"), hosts: []string{".zoho.com", ".zoho.eu", ".zoho.in", ".zoho.com.cn", ".zoho.com.au", ".zoho.jp", ".zohocloud.ca"},
		password: maybeOwnCode, fullAddress: true, offAtFirst: true, page: lang.Same("https://mail.zoho.com"), code: lang.T("application-specific password", "应用专用密码"),
		path: lang.T("Settings → Mail accounts → IMAP: enable; with two-factor login: accounts.zoho.com → Security → app passwords",
			"设置 → 邮件账户 → IMAP：启用；开了两步验证的，再到 accounts.zoho.com → 安全 → 应用专用密码")},
	{product: "Naver", name: lang.T("Naver Mail", "Naver 邮箱"), hosts: []string{".naver.com"},
		password: maybeOwnCode, offAtFirst: true, page: lang.Same("https://mail.naver.com"), code: appPassword, path: anyProvider.path},
}
