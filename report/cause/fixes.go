package cause

import (
	"net/netip"

	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// Steps that several causes share. A step says who acts, and names the real host, port and value.

// fixSetting tells to set a mail program to a port and a mode.
func fixSetting(s *fact.Service, port int, security fact.Security) lang.Text {
	text := lang.T("In your mail program, set the port of the {role}, {host}, to {port} and choose {security}.",
		"在邮件客户端里，把{role}{host} 的端口改为 {port}，加密方式选“{security}”。")
	if port == s.Port {
		text = lang.T("In your mail program, keep port {port} for the {role}, {host}, and choose {security} as the encryption in place of {now}.",
			"在邮件客户端里，{role}{host} 的端口 {port} 不变，加密方式从“{now}”改为“{security}”。")
	}
	return text.With("role", role(s.Protocol), "host", s.Host, "port", port, "security", securityName(security), "now", securityName(s.Security))
}

// fixMeanwhile offers the port that works, where one does.
func (c *Case) fixMeanwhile(fs []*Failure) []lang.Text {
	var out []lang.Text
	seen := map[string]bool{}
	for _, f := range fs {
		a := c.worksBeside(f.Service)
		if a == nil || seen[endpoint(f.Service)] {
			continue
		}
		seen[endpoint(f.Service)] = true
		out = append(out, lang.T("{step} That way works from here right now.", "{step}刚才实测这样可以用。").
			With("step", fixSetting(f.Service, portOf(a.Addr), a.Security)))
	}
	return out
}

// fixServerAdmin asks whoever runs the server for something.
func fixServerAdmin(host any, what lang.Text) lang.Text {
	return lang.T("Ask the support of your mail provider, or whoever runs {host}, {what}.",
		"请联系邮箱服务商（或管理 {host} 的人）{what}。").With("host", host, "what", what)
}

// fixOpenPort asks whoever runs the network to let the connection through.
func fixOpenPort(fs []*Failure) lang.Text {
	return lang.T("Ask whoever runs the network that you are in (company, school, hotel, internet provider) to allow outgoing TCP connections to {host} ({ip}), port {ports}.",
		"请你所在网络的管理员（公司、学校、酒店或宽带运营商）放行到 {host}（{ip}）{ports} 端口的 TCP 连接。").With(
		"host", hosts(fs), "ip", ips(fs), "ports", ports(fs))
}

// fixHotspot is the test that tells one's own network from the server.
func fixHotspot(works, fails lang.Text) lang.Text {
	return lang.T("To see which side it is: connect this PC through a phone's hotspot and run the check again. If it works there, {works}; if it fails there too, {fails}.",
		"想知道问题在哪一边：让这台电脑改用手机热点上网，再测一次。如果那样能用，{works}；如果还是不行，{fails}。").With("works", works, "fails", fails)
}

// fixResolver tells to do without a bad resolver: where another of this PC's own answered well, that one does; else see fixDNS.
func (c *Case) fixResolver(host string, bad []string) lang.Text {
	if good := saying(answers(c.Name(host), fact.RoleSystem), saysAddress); len(good) > 0 {
		return lang.T("Remove {bad} from the DNS servers of this PC (or of the router that hands them out), and keep {good}.",
			"在本机（或分配 DNS 的路由器）的 DNS 设置里删掉 {bad}，保留 {good}。").With("bad", names(bad...), "good", names(resolversOf(good)...))
	}
	return c.fixDNS(saying(answers(c.Name(host), fact.RoleReference), saysAddress))
}

// fixDNS tells to use another resolver, naming those that gave a good answer here.
func (c *Case) fixDNS(good []*answer) lang.Text {
	where := onOS(c.PC.OS,
		lang.T("Settings > Network & internet > (your connection) > DNS server assignment", "“设置 > 网络和 Internet > 当前连接 > DNS 服务器分配”"),
		lang.T("System Settings > Network > (your connection) > Details > DNS", "“系统设置 > 网络 > 当前连接 > 详细信息 > DNS”"),
		lang.T("the network settings of this PC", "本机的网络设置"))
	if len(good) == 0 {
		return lang.T("Set the DNS server of this PC to automatic, in {where}; where it already is, restart the router, or ask whoever runs the network.",
			"在{where}里把 DNS 服务器改为自动获取；如果本来就是自动，请重启路由器，或找管理网络的人。").With("where", where)
	}
	return lang.T("Set the DNS server of this PC to automatic, or to {resolvers}, which gave a good answer just now, in {where}. In a company network, leave that to its administrator.",
		"在{where}里把 DNS 服务器改为自动获取，或改为 {resolvers}（刚才实测回答正常）。公司网络请交给网管来改。").With(
		"resolvers", few(2, resolversOf(good)), "where", where)
}

// fixFlush empties what the system remembers of old answers.
func (c *Case) fixFlush() lang.Text {
	return onOS(c.PC.OS,
		lang.T("Then open a command prompt and run: ipconfig /flushdns, and restart the mail program.", "然后打开命令提示符，运行 ipconfig /flushdns，再重新打开邮件客户端。"),
		lang.T("Then open Terminal and run: sudo killall -HUP mDNSResponder, and restart the mail program.", "然后打开“终端”，运行 sudo killall -HUP mDNSResponder，再重新打开邮件客户端。"),
		lang.T("Then restart the mail program (where systemd-resolved runs: resolvectl flush-caches first).", "然后重新打开邮件客户端（使用 systemd-resolved 的系统先运行 resolvectl flush-caches）。"))
}

// onOS picks the text for the system that the run was made on.
func onOS(goos string, windows, darwin, other lang.Text) lang.Text {
	switch goos {
	case "windows":
		return windows
	case "darwin":
		return darwin
	}
	return other
}

// ips names the addresses of failures.
func ips(fs []*Failure) lang.Text {
	var list []string
	for _, f := range fs {
		if f.Attempt != nil && ipOf(f.Attempt.Addr).IsValid() {
			list = append(list, ipOf(f.Attempt.Addr).String())
		}
	}
	return names(unique(list)...)
}

// finding starts a finding about failures of one trouble: what they are about, what is claimed, a line of evidence each.
func (c *Case) finding(fs []*Failure) Finding {
	f := Finding{Subject: endpoint(fs[0].Service), Claims: fs}
	for _, x := range fs {
		f.Evidence = append(f.Evidence, c.failureLine(x))
	}
	return f
}

// doubt adds to a finding about one address what makes the address itself doubtful: other resolvers give others, and no
// certificate shows that the mail server lives at this one.
func (c *Case) doubt(f *Finding) {
	seen := map[string]bool{}
	for _, x := range f.Claims {
		if x.Attempt == nil || seen[x.Service.Host] || !c.doubtful(x) {
			continue
		}
		seen[x.Service.Host] = true
		code := "dns.wrong-answer"
		if c.fromHostsFile(x) {
			code = "client.hosts-override"
		}
		f.alternative(code)
		f.Evidence = append(f.Evidence, c.lookupLines(x.Service.Host)...)
		for i := range x.Service.Compared {
			if a := &x.Service.Compared[i]; a.Reason == fact.ReasonOtherAddress {
				f.Evidence = append(f.Evidence, c.walkLine(x.Service, a))
			}
		}
	}
}

// alternative names another cause that fits what was seen; then nothing is certain any more.
func (f *Finding) alternative(codes ...string) {
	f.Alternatives = unique(append(f.Alternatives, codes...))
	if f.Confidence == "" {
		f.Confidence = Likely
	}
}

// doubtful says whether the address of a failed walk may be no address of the mail server at all.
func (c *Case) doubtful(f *Failure) bool {
	ip := ipOf(f.Attempt.Addr)
	if c.familyMissing(f.Attempt) || c.livesAt(f.Service.Host, ip) {
		return false
	}
	n := c.Name(f.Service.Host)
	theirs := addrsOf(answers(n, fact.RoleReference))
	ours := append(addrsOf(answers(n, fact.RoleSystem)), ip)
	if n != nil && n.OS != nil {
		ours = append(ours, parseAddrs(n.OS.Addrs)...)
	}
	if synthesised(ip, append(theirs, ours...)) || !sameFamily(ip, theirs) {
		return false
	}
	return !meet(ours, theirs)
}

// livesAt says whether a certificate showed that the name's server lives at that address.
func (c *Case) livesAt(host string, ip netip.Addr) bool {
	return len(c.Walks(func(s *fact.Service, a *fact.Attempt) bool {
		return s.Host == host && ipOf(a.Addr) == ip && a.TLS != nil && a.TLS.Trust != nil &&
			a.TLS.Trust.Name == fact.Yes && (a.TLS.Trust.System == fact.Yes || a.TLS.Trust.Public == fact.Yes)
	})) > 0
}

func sameFamily(ip netip.Addr, list []netip.Addr) bool {
	for _, a := range list {
		if a.Is4() == ip.Is4() {
			return true
		}
	}
	return false
}

func meet(a, b []netip.Addr) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// fromHostsFile says whether the hosts file of this PC gave the address of a failed walk.
func (c *Case) fromHostsFile(f *Failure) bool {
	n := c.Name(f.Service.Host)
	if n == nil || f.Attempt == nil {
		return false
	}
	ip := ipOf(f.Attempt.Addr)
	for _, a := range parseAddrs(n.HostsFile) {
		if a == ip {
			return true
		}
	}
	return false
}
