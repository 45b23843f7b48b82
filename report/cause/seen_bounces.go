package cause

// Words of bounces and of filters that no submission server says to its own users. They come from the documentation and the
// sources of the servers named, and from their error pages.

const srcMTAs = "error texts of mail servers and filters (Exim, Sendmail, qmail, Postfix, Exchange, Cisco, Barracuda, Proofpoint, MessageLabs, Symantec, Sophos)"

// seenBounces are telling words of bounces, by cause.
var seenBounces = map[string][]Says{
	"tcp.refused": {
		{Words: []string{"连接", "连接被拒绝|积极拒绝|拒绝连接|拒绝了连接"}, Alternatives: []string{"settings.wrong-port"}, Source: srcSystem},
		{Words: []string{"无法连接*", "连接被拒绝|积极拒绝|拒绝连接|拒绝了连接"}, Alternatives: []string{"settings.wrong-port"}, Source: srcSystem},
	},
	"auth.service-disabled": {
		{Words: []string{"未开启pop*|未开启imap*|未开启smtp*|未开启 pop*|未开启 imap*|未开启 smtp*|没有开启 pop*|没有开启 imap*|没有开启 smtp*|没有开启pop*|没有开启imap*|没有开启smtp*|开启 imap 服务|开启 pop3 服务|开启 smtp 服务|开启imap*|开启pop3*|开启smtp*|服务未开启|服务没有开启|协议未开启|功能未开启|未启用imap*|未启用pop*|未启用smtp*|imap is disabled|pop is disabled|pop3 is disabled|smtp is disabled|imap access is disabled|pop access is disabled"}, Confidence: Certain, Source: srcFoxmail},
	},
	"dns.no-mx": {
		{Words: []string{"dns domain", "does not exist"}, Alternatives: []string{"send.recipient-rejected"}, Source: srcExchange},
	},
	"auth.mailbox-busy": {
		{Words: []string{"exclusive lock|acquire exclusive lock|lock on maildrop|lock maildrop|maildrop already locked|maildrop is locked|邮箱被锁定，另一个|邮箱正被其他|其他客户端正在使用"}, Source: "RFC 2449, " + srcCyrus},
	},
	"delay.greylist": {
		{Words: []string{"greylisted|graylisted|greylisted, see|greylisted for|you are greylisted|you have been greylisted|greylisting enabled|greylisting in effect"}, Confidence: Certain, Source: "RFC 6647"},
	},
	"send.recipient-rejected": {
		{Words: []string{"tried to reach is disabled|that you tried to reach does not|address couldn't be found|address could not be found|is unable to receive mail|unable to receive mail|recipient cannot be verified|recipients of this message to verify|account not active|account is not active|user is terminated|is terminated|account has been terminated|was terminated"}, Stages: atSend, Source: srcMTAs},
		{Words: []string{"recipient address rejected", "access denied"}, Alternatives: []string{"send.policy-rejected"}, Source: srcMTAs},
		{Words: []string{"mail receiving disabled|receiving disabled|account or domain may not exist|left the company|left our company|no longer employed|no longer works|no longer with us|no longer with the company|no longer here|doesn't work here|does not work here|no longer on server|user's account has expired|account has expired|account expired|mailbox has expired|has been discontinued|was discontinued|disabled or discontinued|account has been closed|account is closed|account closed|has been deactivated|is deactivated|is not active|not active here|mailbox not active|not a valid address|not a valid user|not a valid email|is not valid|invalid email address|invalid e-mail address|unrecognized user|unrecognised user|unknown or illegal alias|illegal alias|no account by that name|no mailbox by that name|no user by that name|cannot find user|can't find user|could not find user|recipient not on file|not in our directory|not in directory|not a known user|don't know you|unable to find recipient|recipient could not be found|recipient address not found|recipient address invalid|address is unknown|is an unknown address|unknown recipient address|unknown email address|this user doesn't exist|user invalid|mailbox is inactive|mailbox unavailable or not local|dormant|not our user|user is no longer|mail box not found|mbox not found|nonexistent user|non-existent user|non-existent recipient|nonexistent recipient|recipient doesn't exist|recipient no longer|mailbox has been removed|mailbox removed|mailbox no longer exists|email account no longer exists|user has moved|please check the recipient|check for misspellings|typos or unnecessary spaces|the email address you entered couldn't be found|wasn't found at|address not found|person is not at this|mailbox currently suspended|currently suspended|is currently not available|user mailbox is inactive"},
			Stages: atSend, Confidence: Certain, Source: srcMTAs},
		{Words: []string{"收件人地址不存在|收件人邮箱不存在|邮件地址不存在|邮箱不存在|邮箱地址不存在|账户不存在|没有找到收件人|找不到收件人|查无此人|收件人邮箱已停用|邮箱已被注销|账号已注销|被禁用的收件人|用户被禁用|收件人账号异常"}, Stages: atSend, Source: srcQQHelp},
		{Words: []string{"may not exist", "permission|group"}, Alternatives: []string{"send.policy-rejected"}, Source: srcGmail},
	},
	"send.mailbox-full": {
		{Words: []string{"tried to reach is over quota and inactive|out of storage space and inactive|mailbox exceeded allowed size|exceeded allowed size|mailbox size limit exceeded|mailbox limit exceeded|exceeded mailbox|exceeds mailbox|over the maximum allowed mailbox size|maximum allowed mailbox|enough disk space left|enough storage space|not enough space in|out of disk quota|disk quota exceeded|over quota|over its quota|over his quota|over disk quota|overquota|exceeded storage|exceeded its quota|exceeded his quota|exceeded their quota|quota is full|quota full|quota violation|has exceeded quota|inbox is full|inbox full|account is full|mail box full|mailbox quota|mail quota exceeded|storage quota|user has too many messages|maildir over quota|maildir delivery failed: userdisk quota|mailfolder is full|maximum storage|recipient storage full|recipient's mailbox is full|too much mail data|would exceed|out of storage space|user is overquota|boxes exceeds|mailbox has exceeded"},
			Stages: atSend, Confidence: Certain, Source: srcMTAs},
		{Words: []string{"对方邮箱空间已满|收件人邮箱空间已满|对方邮箱容量|收件箱已满|对方邮箱满|收件方空间不足|邮箱空间已满"}, Stages: atSend, Source: srcQQHelp},
	},
	"send.message-too-large": {
		{Words: []string{"mailbox size limit exceeded for message|message size exceeds|message too large|message too big|message is too large|message is too big|exceeds maximum message size|exceeds the maximum message size|message length exceeds|message exceeds|size limit exceeded for|too large message|mail size limit|data size exceeds|max message size|attachment exceeds|larger than the current system limit|too large for this recipient"}, Stages: atSend, Source: srcMTAs},
	},
	"send.address-blocked": {
		{Words: []string{"mailserver is rejected|mail server is rejected|your mail server has been|mailserver has been|your server has been"}, Stages: atSend, Source: srcMTAs},
		{Words: []string{"mta's poor reputation|poor reputation|bad reputation|low reputation|reputation of your ip|ip reputation|sender reputation|sender base|senderbase|black list|blacklist|blacklisted|block list|blocklist|blocklisted|blacklisted by|listed in|listed at|listed on|rbl listed|is listed|real-time blackhole|real time black|dnsbl|rbl|spamhaus|spamcop|barracudacentral|uceprotect|sorbs|cloudmark sender|dynamic ip|dynamic address|residential ip|dynamic/residential|dial-up ip|dialup|from dynamic|not accept mail from dynamic|consumer ip|ip address is blocked|ip has been blocked|your ip is blocked|your ip has been|your ip address has been|banned sending ip|banned ip|connections not accepted from|traffic not accepted from this ip|not accepted from your ip|mail from your ip|your server is blocked|host is blocked|client host rejected: access denied|sending server is blocked|your network is|is blocked by"},
			Stages: atSend, Source: srcMTAs},
		{Words: []string{"unknown recipients", "open relay"}, Stages: atSend, Alternatives: []string{"send.rate-limited"}, Source: srcYahoo},
		{Words: []string{"ip", "黑名单|被封|被拒绝|被屏蔽|信誉"}, Stages: atSend, Source: srcQQHelp},
		{Words: []string{"user complaints|deferred due to user complaints|temporarily deferred due to"}, Stages: atSend, Alternatives: []string{"send.rate-limited"}, Source: srcYahoo},
	},
	"send.reverse-dns-missing": {
		{Words: []string{"cannot find your hostname|cannot find your reverse hostname|can't find your hostname|no reverse dns|missing reverse dns|reverse dns failed|reverse dns lookup|reverse dns entry|without reverse dns|no rdns|invalid rdns|no ptr|ptr record|missing ptr|without ptr|reverse lookup|does not reverse|doesn't have a reverse|ip name lookup failed|ip address to hostname|fix reverse dns|unresolvable ptr|generic rdns|no valid ptr|does not resolve to"}, Stages: atSend, Alternatives: []string{"send.address-blocked"}, Source: srcMTAs},
	},
	"send.content-rejected": {
		{Words: []string{"spamassassin|potential security issue|content presents|spam content|spam message|spam score|spam points|spam detected|detected as spam|identified as spam|classified as spam|considered spam|considered unsolicited|unsolicited bulk|looks like spam|probable spam|probability of spam|suspected spam|marked as spam|rejected as spam|blocked as spam|blocked by spam|is spam|seems to be spam|appears to be spam|appears to be unsolicited|unsolicited|junk mail|bulk email|bulk mail|- spam|spam rejected|blocked by content|content filter|content filtering|content rejected|content denied|content policy|contains spam|contains a virus|contains virus|virus detected|virus found|virus infected|infected with|infected message|malware|phishing|contains prohibited|prohibited content|contains a banned|banned content|banned file|banned attachment|executable attachment|attachment type|attachment is not allowed|attachments of type|attachment not allowed|blocked attachment|forbidden attachment|dangerous attachment|blacklisted url|blacklisted uri|suspicious url|suspicious link|surbl|uribl|dangerous content|unacceptable content|illegal attachment|message looks like|rejected due to content|due to content|spam-like"},
			Stages: atSend, Source: srcMTAs},
		{Words: []string{"垃圾邮件|病毒|违规内容|敏感词|内容不合规|反垃圾", "拒|拦截|退|检测|疑似"}, Stages: atSend, Source: srcQQHelp},
	},
	"send.domain-auth-failed": {
		{Words: []string{"dmarc|dmarc policy|dmarc verification|dmarc check|dmarc evaluation", "fail*|reject*|not accepted|denied|does not pass|did not pass|violation|blocked|policy"}, Source: srcMTAs},
		{Words: []string{"spf", "fail*|reject*|not allowed|not permitted|not authorized|denied|violation|check|does not designate|softfail|sender invalid|unauthori*"}, Source: srcMTAs},
		{Words: []string{"dkim", "fail*|reject*|invalid|missing|no valid|not pass|did not pass|no passing|bad signature"}, Source: srcMTAs},
		{Words: []string{"sender policy framework|unauthenticated email|sender is unauthenticated|message is unauthenticated|not authorized to send on behalf of|not permitted to send from|not allowed to send mail from|not authorized to use"}, Source: srcMTAs},
	},
	"send.sender-rejected": {
		{Words: []string{"sendasdenied*|sendasdeniedexception*|mapiexceptionsendasdenied|submission.exception:sendasdenied*"}, Source: srcExchange},
		{Words: []string{"temporarily deferred due to unresolvable", "from domain"}, Source: srcYahoo},
		{Words: []string{"sender rejected|sender denied|sender blocked|sender is blocked|sender is not allowed|sender not accepted|sender address has been|sender unknown|unknown sender|sender does not exist|sender address does not exist|bad sender address|domain of sender|sender domain|sender's domain|return address|envelope sender|backscatter|reverse-path|mail from address|from address|callout verification failed|sender verify|sender callout|address that has been blacklisted|invalid mail from|sending domain|unregistered domains"}, Vague: true, Stages: atSend, Confidence: Likely, Alternatives: []string{"send.policy-rejected"}, Source: srcMTAs},
		{Words: []string{"sender rejected|sender address rejected|sender denied|sender verify failed|sender callout|domain of sender address|invalid sender|sender blocked|sender domain does not|unregistered domains"}, Stages: atSend, Source: srcMTAs},
		{Words: []string{"sender", "blacklist*|blocked|refused|unacceptable"}, Stages: atSend, Alternatives: []string{"send.policy-rejected"}, Source: srcMTAs},
	},
	"send.policy-rejected": {
		{Words: []string{"your message to|message", "has been blocked|was blocked"}, Vague: true, Confidence: Possible, Alternatives: []string{"send.content-rejected", "send.address-blocked"}, Source: srcGmail},
		{Words: []string{"拒收|拒绝接收|被对方拒绝"}, Vague: true, Confidence: Likely, Alternatives: []string{"send.recipient-rejected", "send.content-rejected"}, Source: srcQQHelp},
		{Words: []string{"administrative prohibition|policy violation|violates policy|local policy|denied by policy|policy reasons|policy rejection|security policy|site policy|company policy|message refused|message rejected|message denied|mail rejected|not accepted for policy|rejected by policy|blocked by your organization|tenant allow block list|rejected by header|rejected by system|rejected by recipient|delivery restriction|delivery restrictions|restricted|sendernotauthenticatedfor*|not authorized to send to|not authorized to send mail to|only accepts messages from|allowed-senders|requires that all senders be authenticated|prohibited by administrator|administratively prohibited|administratively denied|rejected for policy"}, Vague: true, Stages: atSend, Confidence: Likely, Source: srcMTAs},
		{Words: []string{"sendernotauthenticatedfor*|blocked by your organization|tenant allow block list|administrative prohibition|denied by policy|policy violation|local policy violation|violates our policy"}, Stages: atSend, Source: srcExchange},
	},
	"send.auth-required": {
		{Words: []string{"sender address rejected", "not logged in"}, Source: srcPostfix},
		{Words: []string{"smtp auth is required|smtp auth required|authentication is required|authentication required|must authenticate|please authenticate|not authenticated to send|client was not authenticated|need to authenticate|auth required|you must be authenticated|log in before sending|login first"}, Stages: atSend, Source: srcMTAs},
	},
	"send.relay-denied": {
		{Words: []string{"relay not permitted|relaying not permitted|relay not allowed|relaying not allowed|relay prohibited|relaying prohibited|no relaying|do not relay|don't relay|cannot relay|can't relay|unable to relay|relay access denied|relay denied|relaying denied|relay rejected|mail relay denied|insecure mail relay|not a gateway|not in my list of allowed rcpthosts|rcpthosts|not an mx for|domain not hosted|this system is not configured to relay|not permitted to relay"}, Stages: atSend, Source: srcMTAs},
	},
	"send.rate-limited": {
		{Words: []string{"receiving mail at a rate|receiving mail too quickly|too many messages|too many emails|too many mails|too much mail|sending too fast|slow down|throttl*|rate limit*|rate-limit*|ratelimit*|exceeded rate|rate exceeded|excessive rate|unusual rate|sending rate|sending limit|sending quota|send quota|daily limit|daily quota|hourly limit|per hour|per minute|per day limit|message limit|limit exceeded for|exceeded the limit|exceeds limit|recipients limit|too many recipients|too many rcpt|submission quota|exceeded the maximum number of|max defers and failures|try again in an hour|connection frequency|频率过高|频率限制|频率受限|过于频繁|发送太快|超出限额"}, Stages: atSend, Source: srcMTAs},
	},
	"send.protocol-error": {
		{Words: []string{"bare linefeed*|barelinefeedsareillegal|bare line feed*|bare lf|bare cr|multiple from addresses|rfc 5322 compliant|rfc5322|rfc 2822|rfc2822|rfc-compliant|rfc compliant|invalid mime|malformed mime|malformed header|malformed message|missing from|'from' header|from header is missing|missing date|missing message-id|duplicate header|invalid header|bad header|header syntax|line too long|line length|null byte|nul characters|non-ascii|smtputf8|8bitmime|bad syntax|syntax error|bad sequence|command out of sequence|protocol violation|protocol error|pipelining|helo command rejected|helo required|ehlo required|polite people|bad helo|invalid helo|improper use of smtp|need mail command|need rcpt|no valid recipients"}, Stages: atSend, Confidence: Likely, Source: srcMTAs},
	},
	"service.temporary": {
		{Words: []string{"please try again later|try again later|try later|retry later|come back later"}, Vague: true, Enhanced: "4.7.1", Alternatives: []string{"delay.greylist"}, Source: srcMTAs},
		{Words: []string{"command died with status|couldn't create|can't create user output|can't create output|cannot create|local delivery failed|local delivery error|error writing|write error|i/o error|input/output error|temporary lookup failure|lookup failure|temporarily deferred|internal server error|internal error|internal software error|system resources|resources temporarily|insufficient system resources|insufficient system storage|server configuration|configuration problem|configuration error|config error|could not load|database error|ldap error|directory server|backend|mailbox busy|mailbox locked|queue file|no space left on device|disk full|system full|unable to lock|procmail|maildrop|mail server temporarily|server is down for maintenance|under maintenance|maintenance"}, Stages: atSend, Confidence: Likely, Source: srcMTAs},
	},
	"send.remote-unreachable": {
		{Words: []string{"timed out while sending|timed out while|giving up on|deferred: connection timed out|deferred: connection refused|deferred: connection reset|deferred: no route|deferred: operation timed out"}, Alternatives: []string{"receive.sender-gave-up"}, Source: srcMTAs},
		{Words: []string{"cannot connect to remote|cannot connect to the remote|could not connect to remote|failed to connect to remote|can't connect to remote|unable to connect to|remote server unavailable|remote host unreachable|connect timed out|connection attempt failed|error encountered while communicating|connection was dropped by the remote|remote server returned no|host is unreachable|hosts have been failing|have been failing for a long time|not responding|connection to recipient"}, Stages: atSend, Source: srcMTAs},
		{Enhanced: "4.4.317", Confidence: Likely, Source: srcExchange},
		{Enhanced: "4.4.316", Confidence: Likely, Source: srcExchange},
	},
	"send.tls-required": {
		{Words: []string{"tls required|tls is required|requires tls|requires encryption|encryption required by|must use tls|mandatory tls|refused to start tls|starttls failed|tls handshake failed|tls negotiation failed|sts-webpki-invalid|dane|mta-sts|certificate-expired|tlsa|requiretls"}, Stages: atSend, Source: srcExchange + ", RFC 8461"},
	},
	"receive.sender-gave-up": {
		{Words: []string{"message expired|expired message|expiring|could not be delivered for|not delivered within|failed after|has been undeliverable|message has timed out|retry time|been deferred too long|lifetime|for more than", "day*|hour*|expired|queue|deliver*|message"}, Confidence: Likely, Alternatives: []string{"send.remote-unreachable"}, Source: srcMTAs},
	},
	"tcp.filtered": {
		{Words: []string{"connection to the server", "timed out|timeout"}, Confidence: Likely, Alternatives: []string{"path.latency"}, Source: srcApple},
	},
	"tls.handshake-dropped": {
		{Words: []string{"tls packet with unexpected length|tls packet|handshake", "unexpected|fail*|error|abort*|eof"}, Confidence: Likely, Alternatives: []string{"settings.wrong-security", "tls.intercepted"}, Source: srcSystem},
	},
	"tls.version-too-old": {
		{Words: []string{"no appropriate protocol|cipher suites are inappropriate|protocol is disabled or cipher|sslhandshakeexception: received fatal alert|unsupported protocol"}, Alternatives: []string{"client.tls-too-old"}, Source: "Java, OpenSSL"},
	},
	"tls.name-mismatch": {
		{Words: []string{"security certificate that cannot be verified", "target principal name"}, Source: srcOE},
		{Words: []string{"无法验证", "目标主要名称不正确"}, Source: srcOE},
	},
}
