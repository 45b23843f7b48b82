package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

var clientFirewall = &Cause{
	Code:     "client.firewall",
	Stage:    fact.StageClient,
	Severity: Error,
	Title:    lang.T("A firewall on this PC forbids the connection", "本机防火墙禁止了连接"),
	Means: lang.T(
		"The operating system of this PC refused to open the connection (“access denied”) before a single packet left. A firewall on the way or at the server can't cause that: there the connection is silent or refused by the other side. Allow the program in the PC's own firewall or security software.",
		"连接还没发出一个数据包，就被本机操作系统以“权限不足/拒绝访问”拦下了。路上或服务器那边的防火墙做不到这一点：那种情况是没有回应，或者由对方拒绝。请在本机防火墙或安全软件里放行相应程序。"),
	Fault:    "imap.tcp@993=denied",
	NearMiss: "imap.tcp@993=refused",
	Find:     findFirewall,
}

func findFirewall(c *Case) []Finding {
	var denied []*Failure
	for _, f := range c.known(fact.StageDNS, fact.StageTCP) {
		if f.Class() == fact.Denied {
			denied = append(denied, f)
		}
	}
	if len(denied) == 0 {
		return nil
	}
	f := c.finding(denied)
	f.Summary = lang.T("This PC itself refuses to connect to {services}: its firewall or security software forbids it to the program.",
		"本机自己不允许连接 {services}：被本机的防火墙或安全软件拦下了。").With("services", services(denied))
	f.Fixes = []lang.Text{
		onOS(c.PC.OS,
			lang.T("Open Windows Security > Firewall & network protection > Allow an app through firewall, and tick your mail program (and maildiag) for the network that you use. Outgoing rules that block port {ports} stand under Advanced settings > Outbound Rules.",
				"打开“Windows 安全中心 > 防火墙和网络保护 > 允许应用通过防火墙”，为邮件客户端（以及 maildiag）勾选当前使用的网络。阻止 {ports} 端口的出站规则在“高级设置 > 出站规则”里。"),
			lang.T("Open System Settings > Network > Firewall, and the settings of any other firewall program on this Mac, and allow your mail program (and maildiag) to connect to port {ports}.",
				"打开“系统设置 > 网络 > 防火墙”，以及这台 Mac 上其他防火墙软件的设置，允许邮件客户端（以及 maildiag）连接 {ports} 端口。"),
			lang.T("Look at the firewall rules of this PC for outgoing connections (nft list ruleset, SELinux, AppArmor, sandbox of the program) and allow port {ports}.",
				"检查本机的出站规则（nft list ruleset、SELinux、AppArmor、程序沙箱），放行 {ports} 端口。")).With("ports", ports(denied)),
		lang.T("If an antivirus or security suite with a firewall is installed (360, Huorong, Kaspersky, Norton …), allow the program there.",
			"如果装有带防火墙的安全软件（360、火绒、卡巴斯基、诺顿等），在里面把该程序设为允许联网。"),
		lang.T("On a company PC these settings are often locked: ask the company's IT to allow outgoing connections to {host}, port {ports}.",
			"公司电脑的这些设置往往被锁定：请公司 IT 放行到 {host} {ports} 端口的出站连接。").With("host", hosts(denied), "ports", ports(denied)),
	}
	return []Finding{f}
}
