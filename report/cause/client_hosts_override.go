package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientHostsOverride = &Cause{
	Code:     "client.hosts-override",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("The hosts file points to a wrong address", "hosts 文件把服务器指到了错误的地址"),
	Means: lang.T(
		"The hosts file of this PC has a line for the mail server, and that line beats DNS. The address in it fails, while the address that DNS gives works and shows a valid certificate. Such lines are left over from old advice, a move of the server, or an advertisement blocker. It is no fault of DNS: other DNS servers would not help. Delete the line.",
		"本机的 hosts 文件里有一行写了邮件服务器的地址，它的优先级比 DNS 高。这个地址连不通，而 DNS 给出的地址能用，证书也有效。这种行往往是以前照着教程加的、服务器搬家后没改，或者是广告屏蔽工具加的。这不是 DNS 的问题，换 DNS 没有用。删掉这一行即可。"),
	Fault:    "hosts.imap=192.0.2.99",
	NearMiss: "dns.system=wrong",
	Find:     findHostsOverride,
}

func findHostsOverride(c *Case) []Finding {
	var wrong []*Failure
	for _, f := range c.known(fact.StageTCP, fact.StageTLS, fact.StageService) {
		if c.fromHostsFile(f) && c.livesElsewhere(f.Service) != nil {
			wrong = append(wrong, f)
		}
	}
	var out []Finding
	for _, group := range grouped(wrong, sameHost) {
		out = append(out, c.hostsOverride(group))
	}
	return out
}

// livesElsewhere is the working walk to an address that only resolvers gave, or nil.
func (c *Case) livesElsewhere(s *fact.Service) *fact.Attempt {
	if a := c.Compared(s, fact.ReasonOtherAddress); a != nil {
		return a
	}
	return c.Compared(s, fact.ReasonResolverAddr)
}

func (c *Case) hostsOverride(group []*Failure) Finding {
	host, ip := group[0].Service.Host, ipOf(group[0].Attempt.Addr)
	good := c.livesElsewhere(group[0].Service)
	path := c.PC.HostsFile
	if path == "" {
		path = onOS(c.PC.OS, lang.Same(`C:\Windows\System32\drivers\etc\hosts`), lang.Same("/etc/hosts"), lang.Same("/etc/hosts")).In(lang.EN)
	}
	f := c.finding(group)
	f.Subject = host
	f.Summary = lang.T("The hosts file of this PC sends {host} to {ip}, where it does not work. Its real address, {good}, works.",
		"本机的 hosts 文件把 {host} 指向 {ip}，但那里用不了。它真正的地址 {good} 是能用的。").With("host", host, "ip", ip, "good", ipOf(good.Addr))
	f.Fixes = []lang.Text{
		onOS(c.PC.OS,
			lang.T("Open Notepad as administrator (right-click > Run as administrator), open the file {path}, delete the line with {host}, and save.",
				"用管理员身份打开记事本（右键 > 以管理员身份运行），打开文件 {path}，删掉含有 {host} 的那一行，保存。"),
			lang.T("In Terminal run: sudo nano {path}. Delete the line with {host}, and save with Ctrl-O, Enter, Ctrl-X.",
				"打开“终端”，运行 sudo nano {path}，删掉含有 {host} 的那一行，按 Ctrl-O、回车、Ctrl-X 保存退出。"),
			lang.T("Edit {path} as root (for example: sudo nano {path}), delete the line with {host}, and save.",
				"用 root 权限编辑 {path}（例如 sudo nano {path}），删掉含有 {host} 的那一行，保存。")).With("path", path, "host", host),
		c.fixFlush(),
		lang.T("If the line comes back, a program writes it (a “hosts” tool, an advertisement blocker, a VPN or company software): switch it off there, or ask the company's IT.",
			"如果这一行又自己出现，说明是某个软件写的（hosts 工具、广告屏蔽、VPN 或公司软件）：请在那个软件里关掉，或找公司 IT。"),
	}
	f.Evidence = append(f.Evidence, c.lookupLines(host)...)
	f.Evidence = append(f.Evidence, c.walkLine(group[0].Service, good))
	return f
}
