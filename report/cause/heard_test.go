package cause

import (
	"slices"
	"strings"
	"testing"

	"maildiag/probe/fact"
)

// more are replies as servers really give them, which the table does not hold: a sentence's words must not fit its
// own row alone. After "|" stand other codes that would be right as well.
var more = []struct {
	protocol fact.Protocol
	after    string
	text     string
	codes    string
}{
	// Login.
	{fact.IMAP, "login", "a1 NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)", "auth.service-disabled"},
	{fact.IMAP, "login", "a1 NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature. (Failure)", "auth.service-disabled"},
	{fact.IMAP, "login", "a1 NO [ALERT] Too many simultaneous connections. (Failure)", "auth.too-many-connections"},
	{fact.IMAP, "login", "a1 NO [UNAVAILABLE] Temporary System Error (Failure)", "service.temporary"},
	{fact.IMAP, "login", "a1 NO [UNAVAILABLE] LOGIN Server error - Please try again later", "service.temporary"},
	{fact.IMAP, "login", "a1 NO [LIMIT] LOGIN Rate limit hit.", "auth.locked"},
	{fact.IMAP, "login", "a1 NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=cYXlpv732Cg1_010534", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO [AUTHENTICATIONFAILED] Incorrect username, password or access token", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO Login failed: user not found", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO LOGIN invalid password", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO incorrect password or account name", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO [AUTHENTICATIONFAILED] Account locked due to too many failed login attempts", "auth.locked"},
	{fact.IMAP, "login", "a1 NO [EXPIRED] Authentication failed.", "auth.password-expired"},
	{fact.IMAP, "login", "a1 NO [AUTHENTICATIONFAILED] Account suspended.", "auth.account-disabled"},
	{fact.IMAP, "login", "a1 NO [CONTACTADMIN] Your account has been disabled, please contact the administrator", "auth.account-disabled"},
	{fact.IMAP, "login", "a1 NO [UNAVAILABLE] Internal error occurred. Refer to server log for more information. [2026-01-01 00:00:00]", "service.temporary"},
	{fact.IMAP, "login", "a1 NO [SERVERBUG] Internal error occurred.", "service.temporary"},
	{fact.IMAP, "login", "a1 NO Login fail. 请使用授权码登录", "auth.app-password-required"},
	{fact.IMAP, "login", "a1 NO LOGIN ERR.LOGIN.REQCODE", "auth.app-password-required"},
	{fact.IMAP, "login", "a1 NO LOGIN ERR.LOGIN.PASSERR", "auth.rejected"},
	{fact.IMAP, "login", "a1 NO [AUTHENTICATIONFAILED] Please generate an application-specific password to sign in", "auth.app-password-required"},
	{fact.IMAP, "login", "a1 NO Maximum number of connections from user+IP exceeded", "auth.too-many-connections"},
	{fact.IMAP, "login", "a1 NO [NOPERM] IMAP not allowed for this user by your administrator's policy", "auth.policy|auth.service-disabled"},
	{fact.IMAP, "login", "* BYE [ALERT] Too many connections from your IP address", "auth.too-many-connections"},
	{fact.IMAP, "login", "a1 BAD invalid command or parameters: please use your full e-mail address as login", "settings.login-form"},
	{fact.POP3, "login", "-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.", "auth.service-disabled"},
	{fact.POP3, "login", "-ERR [AUTH] Username and password not accepted.", "auth.rejected"},
	{fact.POP3, "login", "-ERR [AUTH] login failure or POP3 disabled, try later. sc=abc", "auth.rejected"},
	{fact.POP3, "login", "-ERR Logon failure: unknown user name or bad password.", "auth.rejected"},
	{fact.POP3, "login", "-ERR [AUTH] Invalid user name or password. Too many invalid logon attempts.", "auth.locked"},
	{fact.POP3, "login", "-ERR [SYS/PERM] This account has been administratively locked.", "auth.account-disabled"},
	{fact.POP3, "login", "-ERR [IN-USE] Couldn't lock the mailbox, is another session active?", "auth.mailbox-busy"},
	{fact.POP3, "login", "-ERR maildrop already locked", "auth.mailbox-busy"},
	{fact.POP3, "login", "-ERR [LOGIN-DELAY] minimum time between mail checks violation", "auth.mailbox-busy"},
	{fact.POP3, "login", `-ERR \xb5\xc7\xc2\xbc\xcc\xab\xc6\xb5\xb7\xb1!\xc7\xeb\xbc\xec\xb2\xe9`, "auth.locked"},
	{fact.POP3, "login", "-ERR 用户名或密码错误", "auth.rejected"},
	{fact.POP3, "login", "-ERR invalid username/password", "auth.rejected"},
	{fact.POP3, "login", "-ERR authorization failed", "auth.rejected"},
	{fact.SMTP, "login", "535 Error: authentication failed, system busy", "auth.rejected"},
	{fact.SMTP, "login", "460 ERR.LOGIN.PASSERR", "auth.rejected"},
	{fact.SMTP, "login", "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "auth.rejected"},
	{fact.SMTP, "login", "535 5.7.8 Error: authentication failed: This user does not have access rights to this service", "auth.service-disabled"},
	{fact.SMTP, "login", "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator. [x.prod.outlook.com]", "auth.policy"},
	{fact.SMTP, "login", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.", "auth.service-disabled"},
	{fact.SMTP, "login", "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [x.prod.outlook.com]", "auth.rejected"},
	{fact.SMTP, "login", "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.", "auth.policy"},
	{fact.SMTP, "login", "535 Authentication failed. Too many invalid logon attempts.", "auth.locked"},
	{fact.SMTP, "login", "535 5.7.0 Account is temporarily locked, try again in 15 minutes", "auth.locked"},
	{fact.SMTP, "login", "526 Authentication failure[1]", "auth.locked"},
	{fact.SMTP, "login", "535 Authentication failed: account disabled", "auth.account-disabled"},
	{fact.SMTP, "login", "435 Unable to authenticate at present", "service.temporary"},
	{fact.SMTP, "login", "454 4.3.0 Try again later", "service.temporary"},
	{fact.SMTP, "login", "504 5.7.4 Unrecognized authentication type", "settings.auth-method"},
	{fact.SMTP, "login", "534 5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1> Please log in via your web browser", "auth.web-login-required"},
	{fact.SMTP, "login", "524 username or passwd is NULL", "auth.rejected"},
	{fact.SMTP, "login", "535 5.7.8 Error: authentication failed: another step is needed in authentication, password expired", "auth.password-expired"},
	// Greeting and EHLO.
	{fact.SMTP, "greeting", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "send.address-blocked"},
	{fact.SMTP, "greeting", "421 4.3.2 Service not available, closing transmission channel", "service.rejecting"},
	{fact.SMTP, "greeting", "421 4.3.2 System is busy, temporarily unavailable, try again later", "service.rejecting"},
	{fact.SMTP, "greeting", "554 mail.example.org No SMTP service. Bad DNS PTR resource record.", "send.reverse-dns-missing|service.rejecting"},
	{fact.IMAP, "greeting", "* BYE Server shutting down.", "service.rejecting"},
	{fact.POP3, "greeting", "-ERR Server is down for maintenance", "service.rejecting"},
	{fact.SMTP, "capability", "421 4.7.0 Too many commands, slow down", "service.rejecting"},
	{fact.IMAP, "capability", "* BYE Connection rate limit exceeded", "service.rejecting"},
	{fact.SMTP, "capability", "550 5.7.1 Helo command rejected: Host not found", "send.protocol-error"},
	// The mailbox.
	{fact.IMAP, "mailbox", "a3 NO EXAMINE Unsafe Login. Please contact kefu@188.com for help", "auth.client-id-required"},
	{fact.IMAP, "mailbox", "a3 NO [NONEXISTENT] Mailbox doesn't exist: INBOX", "mailbox.folder-error"},
	{fact.IMAP, "mailbox", "a3 NO [SERVERBUG] Internal error occurred. Refer to server log for more information.", "service.temporary"},
	{fact.IMAP, "mailbox", "a3 NO Mailbox is locked", "auth.mailbox-busy"},
	{fact.IMAP, "mailbox", "a3 BAD User is authenticated but not connected.", "auth.service-disabled"},
	{fact.POP3, "mailbox", "-ERR [IN-USE] Mailbox is locked by another POP3 session", "auth.mailbox-busy"},
	{fact.IMAP, "mailbox", "a3 NO Over quota", "mailbox.full"},
	// Sending.
	{fact.SMTP, "MAIL FROM", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "send.sender-rejected"},
	{fact.SMTP, "MAIL FROM", "554 5.2.252 SendAsDenied; user@example.org not allowed to send as other@example.org", "send.sender-rejected"},
	{fact.SMTP, "MAIL FROM", "553 5.1.8 <user@example.org>... Domain of sender address user@example.org does not exist", "send.sender-rejected"},
	{fact.SMTP, "MAIL FROM", "501 <user>: sender address must contain a domain", "send.sender-rejected"},
	{fact.SMTP, "MAIL FROM", "553 Relaying disallowed as user@example.org", "send.relay-denied|send.sender-rejected"},
	{fact.SMTP, "MAIL FROM", "530 SMTP authentication is required.", "send.auth-required"},
	{fact.SMTP, "MAIL FROM", "530 5.7.1 Client was not authenticated", "send.auth-required"},
	{fact.SMTP, "MAIL FROM", "503 Error: need EHLO and AUTH first !", "send.auth-required"},
	{fact.SMTP, "MAIL FROM", "452 4.3.1 Insufficient system storage", "service.temporary"},
	{fact.SMTP, "MAIL FROM", "451 4.3.5 Server configuration problem", "service.temporary"},
	{fact.SMTP, "MAIL FROM", "552 5.3.4 Message size exceeds fixed limit", "send.message-too-large"},
	{fact.SMTP, "MAIL FROM", "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.", "auth.too-many-connections|send.rate-limited"},
	{fact.SMTP, "RCPT TO", "550-Verification failed for <x@example.org>\n550-No Such User Here\n550 Sender verify failed", "send.recipient-rejected|send.sender-rejected"},
	{fact.SMTP, "RCPT TO", "550 relay not permitted, authentication required", "send.relay-denied|send.auth-required"},
	{fact.SMTP, "RCPT TO", "550 5.1.1 <x@example.org>... User unknown", "send.recipient-rejected"},
	{fact.SMTP, "RCPT TO", "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)", "send.recipient-rejected"},
	{fact.SMTP, "RCPT TO", "554 RCPT (x@example.org) dosn't exist", "send.recipient-rejected"},
	{fact.SMTP, "RCPT TO", "542 This account isn't allowed to receive email", "send.recipient-rejected"},
	{fact.SMTP, "RCPT TO", "450 4.2.0 <x@example.org>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html", "service.temporary"},
	{fact.SMTP, "RCPT TO", "554 5.7.1 <pc[192.0.2.1]>: Client host rejected: Access denied", "send.policy-rejected|send.address-blocked"},
	{fact.SMTP, "RCPT TO", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", "send.reverse-dns-missing"},
	{fact.SMTP, "RCPT TO", "550 5.7.1 <x@example.org>... Relaying denied. Proper authentication required.", "send.auth-required|send.relay-denied"},
	{fact.SMTP, "RCPT TO", "550 rejected because 192.0.2.1 is in a black list at zen.spamhaus.org", "send.address-blocked"},
	{fact.SMTP, "RCPT TO", "552 5.2.2 <x@example.org>: Recipient's mailbox is over quota", "send.mailbox-full"},
	{fact.SMTP, "RCPT TO", "550 Ip frequency limited. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000725", "send.rate-limited"},
	{fact.SMTP, "RCPT TO", "550 5.4.6 Unusual sending activity detected. Please try after sometime.", "send.rate-limited|auth.account-disabled"},
	{fact.SMTP, "RCPT TO", "505 the total of RCPTs is achieved the maximum threshold", "send.rate-limited"},
	{fact.SMTP, "RCPT TO", "554 Reject by content spam", "send.content-rejected"},
	{fact.SMTP, "RCPT TO", "550 High probability of spam", "send.content-rejected"},
	{fact.SMTP, "RCPT TO", "550 5.7.23 The message was rejected because of Sender Policy Framework violation", "send.domain-auth-failed"},
	{fact.SMTP, "RCPT TO", "550 5.4.1 Recipient address rejected: Access denied. [x.mail.protection.outlook.com]", "send.recipient-rejected"},
	{fact.SMTP, "RCPT TO", "550 5.7.64 TenantAttribution; Relay Access Denied", "send.relay-denied"},
	{fact.SMTP, "RCPT TO", "510 sender cannot send mail to other domain", "send.external-forbidden"},
	{fact.SMTP, "RCPT TO", "503 5.5.1 Error: need MAIL command", "send.protocol-error"},
	{fact.SMTP, "RCPT TO", "451 4.7.1 Sorry, the service is currently unavailable. Please come back later.", "service.temporary"},
}

func TestRepliesOutsideTheTable(t *testing.T) {
	for _, m := range more {
		r := row{protocol: m.protocol, after: m.after}
		if got := r.best(m.text); !slices.Contains(strings.Split(m.codes, "|"), got) {
			t.Errorf("after %s: %q means %q, want %s", m.after, m.text, got, m.codes)
		}
	}
}
