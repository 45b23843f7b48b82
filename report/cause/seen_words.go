package cause

// Where words of programs come from.
const (
	srcOE          = "Outlook, Outlook Express (seeds, replies.tsv)"
	srcThunderbird = "Thunderbird: mail/locales, imapMsgs, localMsgs, compose messages"
	srcK9          = "K-9 Mail, Thunderbird for Android"
	srcFoxmail     = "Foxmail, QQ Mail, NetEase clients (seeds and their help pages)"
	srcAndroid     = "Android (FairEmail's list of errors)"
	srcSystem      = "system error texts (POSIX strerror, Windows sockets, Go, OpenSSL)"
	srcSeeds       = "the seed documents"
	srcApple       = "Apple Mail"
)

// seenWords are sentences of programs on the user's computer, by cause.
var seenWords = map[string][]Says{
	"client.offline": {
		{Words: []string{"network is unreachable|network unreachable|no internet connection|not connected to the internet|you are offline|you're offline|working offline|currently offline|internet disconnected|there is no internet"}, Confidence: Likely, Alternatives: []string{"tcp.ipv6-broken"}, Source: srcSystem},
		{Words: []string{"没有连接到网络|没有连接网络|未连接到网络|未连接网络|网络未连接|网络不可用|当前网络不可用|网络已断开|没有网络|无网络连接|脱机工作|处于脱机状态|断网"}, Confidence: Likely, Source: srcOE},
	},
	"client.firewall": {
		{Words: []string{"connect failed: eacces|eacces (permission denied)|forbidden by its access permissions|以一种访问权限不允许的方式|an attempt was made to access a socket in a way forbidden|socket: permission denied"}, Alternatives: []string{"client.security-software"}, Source: srcAndroid},
		{Words: []string{"防火墙", "阻止|拦截|禁止|拒绝"}, Confidence: Likely, Alternatives: []string{"client.security-software"}, Source: srcSeeds},
		{Words: []string{"firewall", "block*|deny|denied|prevent*"}, Confidence: Likely, Alternatives: []string{"client.security-software"}, Source: srcSeeds},
		{Words: []string{"0x800ccc0e", "10013"}, Alternatives: []string{"client.security-software"}, Source: srcOE},
		{Words: []string{"0x800ccc15", "10013"}, Alternatives: []string{"client.security-software"}, Source: srcOE},
	},
	"client.security-software": {
		{Words: []string{"software caused connection abort|your host machine|您的主机中的软件中止了|主机中的软件放弃了"}, Alternatives: []string{"tls.intercepted", "client.firewall", "path.loss"}, Source: srcSystem},
		{Words: []string{"杀毒软件|安全软件|电脑管家|360安全", "拦截|阻止|扫描"}, Confidence: Likely, Alternatives: []string{"client.firewall"}, Source: srcSeeds},
		{Words: []string{"0x800ccc0f", "10053"}, Alternatives: []string{"tls.intercepted", "tcp.reset"}, Source: srcOE},
	},
	"client.proxy": {
		{Words: []string{"proxy connection failed|proxy server refused|proxy server is refusing|could not connect to proxy|can't connect to proxy|proxyconnect|unable to connect to the proxy|代理服务器出现问题|代理服务器拒绝|代理服务器连接失败|无法连接到代理|无法连接代理|连接代理服务器失败|代理服务器没有响应"}, Source: srcSystem},
		{Words: []string{"socks", "failed|refused|error|unreachable"}, Confidence: Likely, Source: srcSystem},
	},
	"client.clock-wrong": {
		{Words: []string{"clock is ahead|clock is behind|clock skew|clock is wrong|时钟快了|时钟慢了|系统时间不正确|系统时间错误|本机时间不正确|计算机的日期"}, Source: "browsers"},
	},
	"dns.name-not-found": {
		{Words: []string{"unable to resolve host|could not resolve host|couldn't resolve host|cannot resolve host|can't resolve host|no address associated with hostname|name or service not known|nodename nor servname|no such host is known|no such host|host not known|unknown host|unknownhostexception|getaddrinfo failed|getaddrinfo enotfound|name not resolved|name could not be resolved|server name or address could not be resolved|server address could not be resolved|server not found|server could not be found|could not be found: dns|host could not be found|cannot find the host|can't find the host|unable to find the host"},
			Alternatives: []string{"settings.wrong-host", "dns.resolver-unreachable", "client.offline"}, Source: srcSystem + ", " + srcAndroid},
		{Words: []string{"failed to connect to server"}, Confidence: Likely, Alternatives: []string{"settings.wrong-host", "client.offline"}, Source: srcThunderbird},
		{Words: []string{"outgoing server", "is unknown"}, Alternatives: []string{"settings.wrong-host"}, Source: srcThunderbird},
		{Words: []string{"无法解析|解析失败|域名解析错误|不能解析|解析不了|解析出错|解析服务器"}, Alternatives: []string{"dns.resolver-failing", "dns.wrong-answer", "dns.resolver-unreachable", "client.hosts-override"}, Source: srcSeeds},
	},
	"settings.wrong-host": {
		{Words: []string{"无法找到主机|找不到主机|未找到主机|找不到服务器|找不到邮件服务器|无法找到服务器|请检查输入的服务器名|检查服务器名是否"}, Confidence: Likely, Alternatives: []string{"dns.name-not-found", "dns.resolver-failing", "dns.wrong-answer"}, Source: srcOE},
		{Words: []string{"no smtp mx only|mailfrom account is a local account"}, Product: "NetEase", Alternatives: []string{"send.sender-rejected"}, Source: srcNetEase + ", " + srcAliyun},
		{Words: []string{"mailbox has been moved to another server"}, Product: "Cyrus", Source: srcCyrus},
	},
	"dns.resolver-failing": {
		{Words: []string{"temporary failure in name resolution|server misbehaving|servfail|dns server returned answer with no data|try_again|dns服务器返回错误|dns 服务器返回错误"}, Alternatives: []string{"dns.resolver-unreachable"}, Source: srcSystem},
	},
	"dns.resolver-unreachable": {
		{Words: []string{"dns server isn't responding|dns server is not responding|dns server not responding|dns request timed out|dns lookup timed out|dns 服务器未响应|dns服务器未响应|dns服务器没有响应|dns 服务器没有响应|dns解析超时|dns 解析超时"}, Source: "Windows network troubleshooting"},
	},
	"dns.no-mx": {
		{Words: []string{"name server", "host not found"}, Product: "Sendmail", Alternatives: []string{"dns.name-not-found", "send.recipient-rejected"}, Source: srcSendmail},
		{Words: []string{"host unknown|unrouteable address|unroutable address|couldn't find any host named|couldn't find a mail exchanger|find the recipient domain|infonorecords|infodomainnonexistent|null mx|nullmx|no mx record|no mx host|no mail exchanger|no valid mx|domain has no mx|nxdomain|domain name not found|host or domain name not found|type=mx: host not found|mx lookup failed|does not accept mail (mx|no route to domain|domain not exist|domain isn't accepting mail|name service error for|bad destination host|invalid domain name|no such domain|unknown recipient domain|recipient domain not found|recipient domain does not exist|destination domain not found|无法找到收件人域名|收件人域名不存在|域名不存在|对方域名不存在|没有mx记录|找不到mx"},
			Product: "bounce", Alternatives: []string{"dns.name-not-found", "send.recipient-rejected"}, Source: srcSendmail + ", " + srcExim + ", " + srcExchange},
		{Words: []string{"null mx"}, Source: "RFC 7505"},
		{Enhanced: "X.1.2", Product: "bounce", Alternatives: []string{"send.recipient-rejected"}, Source: "RFC 3463 section 3.2"},
		{Enhanced: "X.1.10", Product: "RFC 7505", Alternatives: []string{"send.recipient-rejected"}, Source: "RFC 7505"},
		{Enhanced: "X.4.4", Product: "bounce", Alternatives: []string{"send.recipient-rejected"}, Source: "RFC 3463 section 3.5"},
	},
	"dns.mx-elsewhere": {
		{Words: []string{"lowest numbered mx record points to local host|mx points to local host|best mx host|mx record points to"}, Alternatives: []string{"send.loop"}, Source: srcExim},
	},
	"tcp.filtered": {
		{Words: []string{"connection timed out|connect timed out|connect timeout|connection timeout|timed out connecting|timeout connecting|operation timed out|i/o timeout|connect: timeout|timed out while connecting|connection attempt timed out|took too long to respond|connected party did not properly respond"}, Confidence: Likely, Alternatives: []string{"tcp.host-unreachable", "client.firewall", "path.blocked"}, Source: srcSystem},
		{Words: []string{"connection to outgoing server", "timed out"}, Confidence: Likely, Alternatives: []string{"path.latency", "path.mtu-blackhole"}, Source: srcThunderbird},
		{Words: []string{"连接超时|连接服务器超时|连接已超时|连接邮件服务器超时|服务器连接超时|连接尝试失败|没有正确答复|无法连接到服务器|无法连接服务器|连接不到服务器|连接不上服务器|连接服务器失败|服务器连接失败|连不上服务器|无法与服务器建立连接|不能连接到服务器|无法连接到邮件服务器|无法连接到接收服务器|无法连接到发送服务器|无法连接到您的发送|无法连接到pop|无法连接到imap|无法连接到smtp|无法建立连接|无法打开连接"},
			Confidence: Likely, Alternatives: []string{"tcp.refused", "tcp.host-unreachable", "settings.wrong-port", "client.firewall"}, Source: srcOE + ", " + srcFoxmail},
		{Words: []string{"cannot connect to the server|can't connect to server|could not connect to the server|could not connect to server|unable to connect to the server|unable to connect to server|cannot get mail: the connection to the server failed|the connection to the server failed|cannot reach the server|unable to contact the server|cannot connect to your incoming|cannot connect to your outgoing|can't connect to your outgoing"}, Vague: true, Confidence: Likely,
			Alternatives: []string{"tcp.refused", "settings.wrong-port", "client.firewall"}, Source: srcOE + ", " + srcApple},
		{Words: []string{"0x800ccc0e", "10060"}, Alternatives: []string{"tcp.host-unreachable", "client.firewall"}, Source: srcOE},
		{Words: []string{"0x800ccc19", "10060"}, Alternatives: []string{"path.latency"}, Source: srcOE},
	},
	"tcp.refused": {
		{Words: []string{"connection refused|connection was refused|actively refused|target machine actively refused|积极拒绝|连接被拒绝|拒绝连接|拒绝了连接|拒绝了我们的连接"}, Alternatives: []string{"settings.wrong-port"}, Source: srcSystem},
		{Words: []string{"connecting to outgoing server", "failed"}, Confidence: Likely, Alternatives: []string{"tcp.filtered", "settings.wrong-port"}, Source: srcThunderbird},
		{Words: []string{"0x800ccc0e", "10061"}, Alternatives: []string{"settings.wrong-port"}, Source: srcOE},
		{Words: []string{"0x800ccc15", "10061"}, Alternatives: []string{"settings.wrong-port"}, Source: srcOE},
	},
	"tcp.reset": {
		{Words: []string{"connection reset|connection was reset|connection aborted|connection lost|lost connection to|broken pipe|forcibly closed|unexpectedly closed|unexpectedly terminated|has disconnected|connection dropped|connection closed by|connection was closed|connection interrupted|connection was interrupted|server closed the connection|closed connection without response|socket closed|unexpected eof|unexpected end of stream|eof occurred"}, Confidence: Likely,
			Alternatives: []string{"client.security-software", "tls.intercepted", "path.loss"}, Source: srcSystem + ", " + srcThunderbird},
		{Words: []string{"意外终止了连接|意外终止连接|意外断开|连接被重置|连接已重置|连接被中断|连接已断开|连接中断|断开了连接|远程主机强迫关闭|强迫关闭了一个现有|连接被关闭|连接异常关闭|服务器关闭了连接|长时间处于非活动状态"}, Confidence: Likely,
			Alternatives: []string{"client.security-software", "tls.intercepted", "path.loss", "tcp.filtered"}, Source: srcOE},
		{Words: []string{"connection dropped"}, Enhanced: "4.4.2", Product: "Exchange", Alternatives: []string{"service.temporary"}, Source: srcExchange},
		{Words: []string{"0x800ccc0f", "10054"}, Alternatives: []string{"tls.intercepted"}, Source: srcOE},
		{Words: []string{"0x800ccc0e", "10054"}, Alternatives: []string{"tls.intercepted"}, Source: srcOE},
	},
	"tcp.host-unreachable": {
		{Words: []string{"no route to host|host is unreachable|host unreachable|host is down|destination host unreachable|destination unreachable|无法访问目标主机|目标主机不可达|主机不可达|没有到主机的路由|向一个无法连接的主机"}, Alternatives: []string{"client.offline", "path.blocked"}, Source: srcSystem},
		{Words: []string{"0x800ccc0e", "10065"}, Alternatives: []string{"client.offline"}, Source: srcOE},
	},
	"path.latency": {
		{Words: []string{"timed out waiting for a response|operation timed out waiting|waiting for a response from the|等待响应|等待服务器响应|操作超时|等待来自|服务器响应超时|服务器超时|接收服务器响应超时"}, Confidence: Likely, Alternatives: []string{"client.security-software", "tcp.filtered", "service.no-greeting", "tls.intercepted"}, Source: srcOE},
		{Words: []string{"disconnected for inactivity|autologout; idle too long|idle too long|connection timeout.|421 connection timeout"}, Product: "server", Confidence: Likely, Alternatives: []string{"service.temporary"}, Source: srcHMail + ", " + srcDovecot},
	},
	"path.loss": {
		{Words: []string{"丢包|网络不稳定|网络时断时续|packet loss|packets lost|时断时续"}, Confidence: Likely, Alternatives: []string{"path.latency"}, Source: srcSeeds},
	},
	"web.unreachable": {
		{Words: []string{"走丢了|网页无法打开|网页打不开|无法访问此网站|无法访问此网页|无法显示此页|无法显示该网页|邮箱网页打不开|this site can't be reached|this page can't be displayed|page cannot be displayed|webmail does not open|can't open webmail"}, Confidence: Likely, Alternatives: []string{"tcp.filtered", "path.blocked", "path.latency", "dns.name-not-found"}, Source: srcSeeds},
	},
	"web.http-error": {
		{Words: []string{"http error 5*|http 500|http 502|http 503|http 504|502 bad gateway|503 service unavailable|504 gateway|500 internal server error|bad gateway|gateway timeout|gateway time-out"}, Confidence: Likely, Source: "RFC 9110"},
	},
	"tls.certificate-expired": {
		{Words: []string{"certificate has expired|certificate expired|certificate is expired|expired certificate|certificate is no longer valid|certificate has been expired|证书已过期|证书过期|证书已经过期|证书已失效|证书失效"}, Alternatives: []string{"client.clock-wrong"}, Source: srcSystem},
		{Words: []string{"certificate", "expired"}, Vague: true, Confidence: Likely, Alternatives: []string{"client.clock-wrong"}, Source: srcSystem},
	},
	"tls.certificate-not-yet-valid": {
		{Words: []string{"certificate is not yet valid|certificate not yet valid|not yet valid certificate|证书尚未生效|证书还未生效|证书未生效"}, Alternatives: []string{"client.clock-wrong"}, Source: srcSystem},
	},
	"tls.name-mismatch": {
		{Words: []string{"certificate name mismatch|certificate is only valid for|certificate is valid for|does not match the name|doesn't match the name|name does not match|hostname mismatch|host name mismatch|hostname doesn't match|target principal name is incorrect|目标主要名称不正确|主体名称不正确|certificate belongs to a different site|名称不匹配|名称与站点名称不匹配|名称不符|证书名称不|主机名不匹配|域名不匹配|证书与域名不|no alternative certificate subject name|certificate subject name|altnames"}, Source: srcOE + ", " + srcSystem},
		{Words: []string{"certificate", "mismatch|doesn't match|does not match|not valid for"}, Confidence: Likely, Source: srcSystem},
	},
	"tls.self-signed": {
		{Words: []string{"self-signed certificate|self signed certificate|certificate is self-signed|自签名证书|自签名|自签证书"}, Alternatives: []string{"tls.intercepted", "tls.untrusted-issuer"}, Source: srcSystem},
	},
	"tls.untrusted-issuer": {
		{Words: []string{"certificate signed by unknown authority|unknown authority|certificate is not trusted|certificate not trusted|untrusted certificate|issuer is not trusted|issuer certificate is unknown|not trusted by|unable to get local issuer|unable to verify the first certificate|trust anchor for certification path not found|certpathvalidatorexception|certificate verify failed|certificate verification failed|certificate validation failed|security certificate that cannot be verified|server you are connected to is using a security certificate|identity cannot be verified|cannot verify server identity|can't verify the identity|certificate chain was issued by an authority that is not trusted|a root certificate which is not trusted|证书不受信任|不受信任的证书|证书不可信|无法验证证书|证书验证失败|证书无法验证|无法验证服务器身份|无法验证的安全证书|不受信任提供程序信任|证书颁发机构不受信任|不信任的根证书|证书有问题|证书错误|安全证书有问题|证书校验失败|无法验证服务器的身份"},
			Confidence: Likely, Alternatives: []string{"tls.intercepted", "tls.self-signed", "tls.incomplete-chain", "tls.certificate-expired"}, Source: srcOE + ", " + srcAndroid},
		{Words: []string{"certificate error"}, Vague: true, Confidence: Possible, Alternatives: []string{"tls.name-mismatch", "tls.certificate-expired"}, Source: srcK9},
	},
	"tls.version-too-old": {
		{Words: []string{"unsupported protocol version|tls version|protocol version not supported|alert protocol version|alert number 70|no protocols available|unsupported tls version|obsolete version of tls|outdated tls|non-overridable tls error|tls 1.0|tls 1.1|tlsv1.0"}, Confidence: Likely, Alternatives: []string{"client.tls-too-old", "tls.handshake-dropped", "tls.intercepted", "settings.wrong-security"}, Source: srcThunderbird + ", " + srcSystem},
		{Words: []string{"no cipher suites|no shared cipher|no cipher match|no common cipher|cipher mismatch|handshake failure|handshake_failure|alert number 40"}, Confidence: Likely, Alternatives: []string{"tls.legacy-server", "client.tls-too-old", "tls.handshake-dropped"}, Source: srcSystem},
	},
	"tls.legacy-server": {
		{Words: []string{"dh key too small|ee key too small|ca md too weak|legacy renegotiation|unsafe legacy|certificate relies on legacy common name|legacy sigalg"}, Source: srcSystem},
	},
	"tls.handshake-dropped": {
		{Words: []string{"tls handshake timeout|ssl handshake timed out|handshake timed out|eof during handshake|ssl handshake failed|tls handshake failed|handshake error|ssl_error_syscall|ssl connection error|ssl connect error|remote host closed connection during handshake|connection closed during handshake|ssl握手失败|ssl 握手失败|握手失败|tls握手失败|ssl连接失败|ssl 连接失败|ssl连接错误|ssl 连接错误|ssl错误|安全连接失败|secure connection failed"}, Confidence: Likely, Alternatives: []string{"tls.version-too-old", "tls.intercepted", "settings.wrong-security"}, Source: srcSystem + ", " + srcFoxmail},
	},
	"tls.starttls-missing": {
		{Words: []string{"does not support starttls|doesn't support starttls|starttls not supported|starttls is not supported|starttls not offered|starttls extension not supported|starttls not available|did not advertise starttls|server does not advertise starttls|不支持starttls|不支持 starttls|不支持tls加密"}, Alternatives: []string{"settings.wrong-security"}, Source: srcSystem},
		{Words: []string{"tls not available"}, Code: 440, Product: "Courier", Alternatives: []string{"service.temporary"}, Source: srcCourier},
	},
	"tls.intercepted": {
		{Words: []string{"mitm|man in the middle|man-in-the-middle|中间人"}, Confidence: Likely, Alternatives: []string{"tls.untrusted-issuer"}, Source: "browsers"},
	},
	"service.wrong-protocol": {
		{Words: []string{"is not an imap4 mail server|not an imap4 mail server|not an imap server|not a pop3 server|unrecognized server response|invalid server greeting|unexpected greeting|unexpected response from server|garbled response|malformed greeting|unexpected server response|invalid response from server"}, Confidence: Likely, Alternatives: []string{"settings.wrong-port", "settings.wrong-security"}, Source: srcThunderbird},
	},
	"service.no-greeting": {
		{Words: []string{"no greeting|did not greet|greeting timed out|timed out while receiving the initial server greeting|timeout waiting for greeting|greeting never received"}, Confidence: Likely, Alternatives: []string{"settings.wrong-security", "path.latency"}, Source: srcSystem},
	},
	"settings.wrong-security": {
		{Words: []string{"wrong version number|record layer version|unknown protocol|plaintext connection|first record does not look like a tls handshake|not a tls handshake|not look like a tls|unsupported or unrecognized ssl message|unrecognized ssl message|unable to establish tls connection|packet length too long|http request to an https"}, Confidence: Likely, Alternatives: []string{"settings.wrong-port", "tls.handshake-dropped"}, Source: srcSystem + ", " + srcThunderbird},
		{Words: []string{"不支持您指定的连接加密|不支持指定的连接加密|不支持 ssl 连接|不支持ssl连接|不支持安全套接字|需要ssl|需要 ssl|要求ssl|要求使用ssl|必须使用ssl|需要加密连接|要求加密连接|请使用ssl|server does not support ssl|does not support the specified connection encryption|does not support the connection encryption type|does not support a ssl connection|requires an ssl|requires ssl|requires a secure connection|ssl required|requires encryption|try changing the encryption method"}, Confidence: Likely, Alternatives: []string{"settings.wrong-port"}, Source: srcOE},
		{Words: []string{"issue a starttls command|starttls first|must issue starttls|stls is required|starttls required|starttls is required|starttls needed|encryption required|encryption needed|secure connection is requiered|secure connection is required|secure connection required|under a layer|cleartext authentication disallowed|plaintext authentication disallowed|cleartext logins disabled|plaintext logins disabled|cleartext login disabled|plain text authentication is not|plaintext authentication not allowed|ssl/tls-connection is required|tls connection required|tls required|tls is required for|only over tls|only over ssl|must use ssl|must use tls|use ssl/tls|ssl is required|non-secure (ssl/tls)|insecure connection"}, Product: "server", Source: srcPostfix + ", " + srcDovecot + ", " + srcHMail + ", " + srcZimbraIMAP},
		{RespCode: "PRIVACYREQUIRED", Source: "RFC 5530"},
		{Enhanced: "X.7.11", Product: "RFC 4954", Source: "RFC 4954 section 6"},
		{Enhanced: "X.7.10", Product: "RFC 5248", Alternatives: []string{"send.tls-required"}, Source: srcIANA},
		{Code: 538, Source: "RFC 4954 section 6"},
		{Words: []string{"missing server capability|missing capability"}, Confidence: Likely, Alternatives: []string{"tls.starttls-missing", "settings.auth-method"}, Source: srcK9},
		{Words: []string{"logindisabled"}, Product: "IMAP", Confidence: Likely, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 9051 section 6.1.1"},
	},
	"settings.wrong-port": {
		{Words: []string{"port is wrong|wrong port|incorrect port|端口错误|端口不对|端口号不正确|端口填错|端口设置错误|端口不正确"}, Confidence: Likely, Source: srcSeeds},
		{Words: []string{"authentication not enabled"}, Product: "Postfix", Alternatives: []string{"settings.wrong-security", "auth.no-common-mechanism"}, Source: srcPostfix},
	},
	"settings.auth-method": {
		{Words: []string{"安全密码验证|安全密码身份验证|secure password authentication|log on using spa|using spa|log onto incoming mail server (pop3): your e-mail server rejected your login. spa"}, Alternatives: []string{"auth.no-common-mechanism"}, Source: srcOE},
		{Words: []string{"does not support the selected authentication method|none of the authentication methods|no supported authentication method|authentication method is not supported|authentication mechanism is not supported|does not seem to support encrypted passwords|does not support encrypted passwords|does not allow plaintext passwords|plaintext passwords not allowed|change the 'authentication method'|change to 'normal password'|不支持选定的身份验证|不支持所选的身份验证|验证方式不支持|不支持该验证方式|身份验证方法|加密的密码"},
			Confidence: Likely, Alternatives: []string{"auth.no-common-mechanism", "settings.wrong-security"}, Source: srcThunderbird},
	},
	"settings.login-form": {
		{Words: []string{"separate username is required|full email address as user name|full e-mail address as|use your full email address|use full email address|用户名要填完整|请填写完整的邮箱地址|请输入完整的邮箱|完整邮箱地址"}, Confidence: Likely, Alternatives: []string{"auth.rejected"}, Source: srcThunderbird + ", " + srcHMail},
	},
	"auth.rejected": {
		{Words: []string{"unable to verify account name or password|account name or password can't be verified|account name or password cannot be verified|user name or password for", "incorrect|verif*"}, Confidence: Likely, Alternatives: []string{"auth.app-password-required", "auth.oauth-required"}, Source: srcApple},
		{Words: []string{"unable to verify account name or password|sending of password|login to server|checking incoming server settings failed|checking outgoing server settings failed|your server has rejected your login|rejected your login|rejected your user name|check your user name and password|verify your user name and password|enter your user name and password|keeps asking for|asks for the password again|password again and again|password prompt|enter the password again"}, Vague: true, Confidence: Likely,
			Alternatives: []string{"auth.app-password-required", "settings.login-form"}, Source: srcThunderbird + ", " + srcOE + ", " + srcK9},
		{Words: []string{"用户名或密码|帐号或密码|账号或密码|账户或密码|帐户或密码|密码错误|密码不正确|密码有误|密码无效|用户名错误|用户名密码错误|账号密码错误|反复要求输入用户名|反复要求输入密码|反复提示输入密码|一直要求输入密码|不断要求输入密码|总是要求输入密码|不停地提示输入|反复弹出|一直弹出密码|总是弹出密码|登录失败|登陆失败|无法登录到服务器|无法登录服务器|登录到服务器时出错|登录被拒绝|拒绝登录|身份验证失败|认证失败|验证失败|忘记密码|密码忘记|忘记了邮箱密码"}, Vague: true, Confidence: Likely,
			Alternatives: []string{"auth.app-password-required", "settings.login-form", "auth.service-disabled"}, Source: srcSeeds + ", " + srcFoxmail},
	},
	"auth.oauth-required": {
		{Words: []string{"oauth2 asked for more|oauth asked for more"}, Alternatives: []string{"auth.web-login-required", "auth.policy"}, Source: srcAndroid},
		{Words: []string{"authentication failure while connecting"}, Confidence: Likely, Alternatives: []string{"auth.rejected"}, Source: srcThunderbird},
		{Words: []string{"oauth token|invalid_grant|token expired|refresh token|xoauth2"}, Confidence: Likely, Alternatives: []string{"auth.web-login-required", "auth.policy"}, Source: srcAndroid},
		{Words: []string{"bad command error. 10"}, Product: "Outlook.com", Confidence: Likely, Source: srcFairEmail},
	},
	"auth.app-password-required": {
		{Words: []string{"no=1001256"}, Product: "QQ Mail", Source: "https://github.com/ZsgsDesign/NOJ/issues/93: the page that QQ Mail names beside a text in GBK"},
		{Words: []string{"login invalid credentials"}, RespCode: "AUTHENTICATIONFAILED", Product: "Yahoo", Confidence: Possible, Alternatives: []string{"auth.rejected"}, Source: srcYahoo},
	},
	"auth.locked": {
		{Words: []string{"错误已超过|错误次数|次数过多|暂时无法登录|暂时锁定|已被锁定|被锁定|账号锁定|帐号锁定|账户锁定|登录次数|尝试次数|多次输入错误|锁定30分钟|稍后再登录"}, Source: srcSeeds},
		{Words: []string{"is in prison"}, Product: "263", Confidence: Likely, Alternatives: []string{"send.rate-limited", "send.address-blocked"}, Source: srcHosting},
	},
	"auth.too-many-connections": {
		{Words: []string{"exceeded the maximum number of connections|maximum number of connections|连接数过多|连接数超过|同时连接数"}, Alternatives: []string{"tcp.reset"}, Source: srcThunderbird},
	},
	"mailbox.folder-error": {
		{Words: []string{"no mailbox does not exist|mailbox does not exist (imap"}, Source: srcCyrus},
		{Words: []string{"the mail server for account", "responded"}, Vague: true, Confidence: Possible, Alternatives: []string{"service.temporary"}, Source: srcThunderbird},
		{Words: []string{"folder does not exist|folder doesn't exist|no such folder|folder name is invalid|文件夹不存在|文件夹名称|无法打开文件夹"}, Confidence: Likely, Source: srcThunderbird},
	},
	"service.rejecting": {
		{Words: []string{"* bye"}, Vague: true, Confidence: Likely, Source: "RFC 9051 section 7.1.5"},
	},
	"auth.account-disabled": {
		{Words: []string{"user account disabled"}, Enhanced: "X.7.13", Product: "RFC 5248", Source: srcIANA},
	},
	"send.auth-required": {
		{Words: []string{"我的服务器要求身份验证|服务器要求身份验证|需要身份验证|没有通过身份验证|未通过身份验证|需要验证身份|发件服务器要求身份验证|smtp服务器需要验证"}, Confidence: Likely, Alternatives: []string{"send.relay-denied"}, Source: srcSeeds},
	},
	"send.recipient-rejected": {
		{Words: []string{"服务器拒绝收件人之一|拒绝收件人|拒绝了收件人|收件人被拒绝|收件人之一被服务器拒绝|一个收件人被服务器拒绝"}, Confidence: Likely, Alternatives: []string{"send.auth-required", "send.relay-denied"}, Source: srcOE},
		{Words: []string{"one of the recipients was rejected|recipients was rejected by the server|recipient was rejected"}, Confidence: Likely, Alternatives: []string{"send.auth-required", "send.relay-denied"}, Source: srcOE},
		{Words: []string{"neexistuje|existiert nicht|unbekannter empfänger|empfänger unbekannt|benutzer unbekannt|unbekannte adresse|adresse nicht gefunden|no existe|usuario desconocido|destinatario desconocido|n'existe pas|utilisateur inconnu|destinataire inconnu|adresse inconnue|utente sconosciuto|non esiste|destinatario sconosciuto|não existe|usuário desconhecido|destinatário desconhecido|bestaat niet|onbekende gebruiker|не существует|пользователь не найден|неизвестный пользователь|получатель не найден|存在しません|宛先不明|見つかりませんでした|見つかりません|ユーザーが見つかり|존재하지 않|nie istnieje"},
			Product: "bounce", Confidence: Likely, Source: "bounces in other languages"},
		{Words: []string{"account has been temporarily suspended"}, Product: "Coremail", Source: srcICoremail},
	},
	"send.sender-rejected": {
		{Words: []string{"服务器拒绝发件人|拒绝发件人|发件人被拒绝|发件人地址被拒绝|拒绝了发件人|发件人地址被服务器拒绝"}, Confidence: Likely, Alternatives: []string{"send.auth-required", "client.settings-incomplete"}, Source: srcOE},
		{Words: []string{"sender was rejected by the server"}, Confidence: Likely, Alternatives: []string{"send.auth-required"}, Source: srcOE},
	},
	"send.message-too-large": {
		{Words: []string{"邮件太大|附件太大|附件过大|邮件过大|超过大小限制|超出大小限制|超过最大附件|超出附件大小|exceeds the global size limit|超过了服务器允许的大小"}, Source: srcOE + ", " + srcThunderbird},
	},
	"send.mailbox-full": {
		{Words: []string{"postfach voll|postfach ist voll|buzón lleno|buzón está lleno|boîte pleine|boîte aux lettres pleine|quota dépassé|casella piena|casella è piena|caixa cheia|caixa postal cheia|переполнен*|容量を超|メールボックスがいっぱい|受信箱がいっぱい|容量オーバー|schránka je plná|skrzynka pełna"}, Product: "bounce", Confidence: Likely, Source: "bounces in other languages"},
		{Words: []string{"对方邮箱已满|收件人邮箱已满|收件人空间不足|对方空间不足|收件人邮箱空间不足|收件人邮箱容量|收件方邮箱满"}, Source: srcQQHelp},
	},
	"mailbox.full": {
		{Words: []string{"邮箱已满|邮箱容量已满|邮箱空间已满|邮箱空间不足|容量不足|your mailbox is full|mailbox is almost full|your mailbox has exceeded|您的邮箱容量|邮箱满了"}, Confidence: Likely, Alternatives: []string{"send.mailbox-full"}, Source: srcFoxmail},
	},
	"send.content-rejected": {
		{Words: []string{"内容被拒绝|邮件内容被拒|含有敏感|包含敏感|含有违规|涉嫌垃圾邮件|疑似垃圾邮件|垃圾邮件被拒|被反垃圾"}, Confidence: Likely, Source: srcQQHelp},
	},
	"send.rate-limited": {
		{Words: []string{"发送频率过高|发信频率|发信过于频繁|发送过于频繁|超过发送限制|超出发送限制|达到发送上限|发信数量超|发信量超|群发数量|收件人数量超|收件人过多|收件人太多|今日发信"}, Confidence: Likely, Source: srcQQHelp + ", " + srcSeeds},
	},
	"send.external-forbidden": {
		{Words: []string{"cannot send mail to other domain|不能发送外域|不允许发送到外域|无权发送外部邮件|禁止外发"}, Source: srcHosting},
	},
	"send.relay-denied": {
		{Words: []string{"relaying mail to", "not allowed"}, Source: srcHosting},
		{Words: []string{"tenantattribution"}, Source: srcExchange},
	},
}
