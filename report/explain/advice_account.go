package explain

import "maildiag/report/lang"

// account is what a helpdesk answers on causes of the areas settings, auth, mailbox.
var account = map[string]advice{
	"settings.wrong-port": {lang.T("The port in the mail program is wrong for what is wanted there.",
		"邮件客户端里的端口不对。"), []lang.Text{
		lang.T("Usual: IMAP 993, POP3 995, SMTP 465, all with SSL/TLS; SMTP 587 with STARTTLS. Port 25 is not for users.",
			"通常：IMAP 993、POP3 995、SMTP 465，都选 SSL/TLS；SMTP 587 选 STARTTLS。25 端口不是给用户用的。"),
	}},
	"settings.wrong-security": {lang.T("The encryption set in the mail program does not fit: the server wants an encrypted connection here, or another kind of it.",
		"客户端里的加密方式不对：服务器这里要求加密，或要求另一种加密。"), []lang.Text{
		lang.T("Choose SSL/TLS with port 993 (IMAP), 995 (POP3), 465 (SMTP); or STARTTLS with 143, 110, 587.",
			"选 SSL/TLS 并用 993（IMAP）、995（POP3）、465（SMTP）端口；或选 STARTTLS 并用 143、110、587 端口。"),
	}},
	"settings.wrong-host": {lang.T("The server name in the mail program is not the right one for this mailbox.",
		"客户端里填的服务器名不是这个邮箱的。"), []lang.Text{
		lang.T("Put the names from the provider's help page: as a rule imap., pop. or pop3., smtp. and the domain. For sending, never the MX (“mx.”).",
			"按服务商帮助页填写：一般是 imap.、pop. 或 pop3.、smtp. 加域名。发信不要填 MX 服务器（“mx.”开头的）。"),
		stepCheck,
	}},
	"settings.no-encryption": {lang.T("The mail program is set to an unencrypted connection, and the server does not want that.",
		"客户端设成了不加密，而服务器不接受。"), []lang.Text{
		lang.T("Choose SSL/TLS with port 993 (IMAP), 995 (POP3), 465 (SMTP).",
			"选 SSL/TLS，端口 993（IMAP）、995（POP3）、465（SMTP）。"),
	}},
	"settings.auth-method": {lang.T("The mail program insists on a login method that the server does not have (as a rule SPA, “secure password authentication”).",
		"客户端用了服务器不支持的登录方式（一般是“安全密码验证 SPA”）。"), []lang.Text{
		lang.T("Clear the box “log on using Secure Password Authentication (SPA)”; choose “normal password”.",
			"取消勾选“使用安全密码验证(SPA)登录”，验证方式选“普通密码”。"),
		lang.T("Leave “my outgoing server requires authentication” ticked, and encryption on.",
			"“我的发送服务器要求验证”要勾上，加密保持打开。"),
	}},
	"settings.login-form": {lang.T("The login name has the wrong form.",
		"登录名的写法不对。"), []lang.Text{
		lang.T("Use the whole address as login name, the part behind the @ included (not a staff number).",
			"登录名填完整邮箱地址，包括 @ 后面的部分（不是工号）。"),
		lang.T("If the administrator says otherwise, use exactly the name that they give.",
			"管理员另有说明的，按管理员给的填。"),
	}},
	"auth.rejected": {lang.T("The server did not accept login name or password.",
		"服务器不接受这组账号或密码。"), []lang.Text{
		stepWebmail,
		lang.T("If the webmail lets you in: the login name must be the whole address; many providers (QQ, 163, Gmail, iCloud …) want an authorization code or app password in mail programs, and POP3/IMAP/SMTP switched on.",
			"网页能登录的话：登录名要写完整地址；QQ、163、Gmail、iCloud 等要在客户端里用授权码（应用专用密码），并先开启 POP3/IMAP/SMTP 服务。"),
		lang.T("Put the right one into the mail program for receiving and for sending, and try once: most servers lock after some failures.",
			"把正确的填进客户端，收信发信两处都改，只试一次：失败几次服务器就会锁定。"),
	}},
	"auth.locked": {lang.T("Too many failed logins: the account or your address is locked for a time.",
		"登录失败次数太多：账号或你的 IP 被暂时锁定。"), []lang.Text{
		lang.T("Close the mailbox in every program and phone that uses it, and wait 30 minutes: as a rule it unlocks by itself.",
			"退出所有电脑、手机上用这个邮箱的程序，等 30 分钟，一般会自动解锁。"),
		lang.T("Then log in once, in the webmail first, with the right password or authorization code.",
			"然后用正确的密码或授权码只登录一次，先在网页上试。"),
		lang.T("If it is urgent, ask the administrator to unlock it.",
			"着急的话请管理员手工解锁。"),
	}},
	"auth.app-password-required": {lang.T("The provider wants an authorization code (app password) in place of the account's password.",
		"服务商要求用授权码（应用专用密码），不能用邮箱密码。"), []lang.Text{
		lang.T("Sign in to the webmail, open the settings for POP3/IMAP/SMTP or security, switch the service on and make an authorization code.",
			"登录网页邮箱，在“POP3/IMAP/SMTP”或“安全”设置里开启服务并生成授权码。"),
		lang.T("Put it into the password field of the mail program, for receiving and for sending.",
			"把授权码填到客户端的密码栏，收信发信两处都要改。"),
	}},
	"auth.oauth-required": {lang.T("The provider takes no password from mail programs any more, only a sign-in by browser (OAuth2).",
		"服务商不再接受客户端用密码登录，只能用浏览器授权（OAuth2）。"), []lang.Text{
		lang.T("Use a program that supports it (current Outlook, Thunderbird, Apple Mail), remove the account there and add it again; choose OAuth2 as the method.",
			"换用支持的客户端（新版 Outlook、Thunderbird、苹果邮件），删掉账号重新添加，验证方式选 OAuth2。"),
		lang.T("Devices and scripts that can't do this need another way of sending: ask the administrator.",
			"不支持的设备和程序要换别的发信方式，请问管理员。"),
	}},
	"auth.service-disabled": {lang.T("IMAP, POP3 or SMTP is switched off for this mailbox.",
		"这个邮箱的 IMAP/POP3/SMTP 服务没有开启。"), []lang.Text{
		lang.T("Sign in to the webmail and switch it on in the settings; in an organisation the administrator does it.",
			"登录网页邮箱，在设置里开启；单位邮箱请管理员开启。"),
		lang.T("Wait some minutes, then try again.",
			"过几分钟再试。"),
	}},
	"auth.no-common-mechanism": {lang.T("Mail program and server have no login method in common.",
		"客户端和服务器没有共同支持的登录方式。"), []lang.Text{
		lang.T("Choose SSL/TLS and “normal password” in the mail program; clear SPA.",
			"客户端选 SSL/TLS 和“普通密码”，取消 SPA。"),
		stepAdministrator,
	}},
	"auth.client-id-required": {lang.T("NetEase (163, 126, yeah) opens the mailbox only to programs that name themselves.",
		"网易邮箱（163、126、yeah）只允许报上名号的客户端打开邮箱。"), []lang.Text{
		lang.T("Update the mail program or use another one (Foxmail, NetEase's own, current Thunderbird); POP3 works meanwhile.",
			"升级客户端，或换 Foxmail、网易邮箱大师、新版 Thunderbird；也可以先用 POP3 收信。"),
	}},
	"auth.too-many-connections": {lang.T("Too many connections at once to this mailbox.",
		"同时连接这个邮箱的程序太多。"), []lang.Text{
		lang.T("Close the mailbox in programs and phones that are not needed; in Thunderbird lower “maximum number of server connections to cache” to 2.",
			"退出不用的客户端和手机；Thunderbird 里把“最大缓存连接数”改为 2。"),
		stepWait,
	}},
	"auth.mailbox-busy": {lang.T("Another program holds the mailbox at the moment, or it is asked too often.",
		"另一个程序正占用邮箱，或收取太频繁。"), []lang.Text{
		lang.T("Close the other programs, wait 10 minutes; set the interval of automatic receiving to 10 minutes or more.",
			"退出其他客户端，等 10 分钟；把自动收信间隔设为 10 分钟以上。"),
	}},
	"auth.password-expired": {lang.T("The password has expired and must be changed first.",
		"密码已过期，要先修改。"), []lang.Text{
		lang.T("Change it in the webmail or on the company's portal, then put the new one into the mail program.",
			"在网页邮箱或单位门户上修改密码，再填到客户端。"),
	}},
	"auth.account-disabled": {lang.T("The account is suspended or not allowed to do this. Waiting does not help.",
		"账号被停用或没有权限，等也没用。"), []lang.Text{
		lang.T("Sign in to the webmail: it may say why and how to have the account released.",
			"登录网页邮箱看看提示，可能会写明原因和解封办法。"),
		lang.T("Ask the administrator or the provider. If the account may have been stolen, change its password first.",
			"找管理员或服务商。如果怀疑被盗，先改密码。"),
	}},
	"auth.web-login-required": {lang.T("The provider wants a sign-in by browser first.",
		"服务商要求先在浏览器里登录确认。"), []lang.Text{
		lang.T("Sign in to the webmail in a browser on the same network, confirm what it asks, then try the mail program once.",
			"在同一网络下用浏览器登录网页邮箱，按提示确认，然后客户端再试一次。"),
	}},
	"auth.policy": {lang.T("A rule of the administrator or provider forbids this login (place, device or program).",
		"管理员或服务商的规则不允许这次登录（地点、设备或客户端）。"), []lang.Text{
		lang.T("Ask the administrator; try without VPN.",
			"请问管理员；先关掉 VPN 试试。"),
	}},
	"mailbox.full": {lang.T("The mailbox is full.",
		"邮箱满了。"), []lang.Text{
		lang.T("Delete large and old mail in the webmail, empty the junk and deleted folders; or ask for more space.",
			"在网页邮箱里删除大邮件和旧邮件，清空垃圾箱和已删除；或申请扩容。"),
	}},
	"mailbox.folder-error": {lang.T("A folder does not exist, has a name that the server does not take, or may not be used.",
		"文件夹不存在、名称不合规，或没有权限。"), []lang.Text{
		lang.T("Refresh the folder list in the mail program; choose existing folders for Sent, Drafts and Trash.",
			"在客户端里刷新文件夹列表；为“已发送、草稿、垃圾箱”选择服务器上已有的文件夹。"),
	}},
}
