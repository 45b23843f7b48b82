package cause

import (
	"strconv"

	"maildiag/probe/fact"
	"maildiag/report/lang"
	"maildiag/report/route"
)

var pathMTUBlackhole = &Cause{
	Code:     "path.mtu-blackhole",
	Stage:    fact.StagePath,
	Severity: Error,
	Title:    lang.T("Large packets vanish on the way", "大数据包在途中丢失"),
	Means: lang.T(
		"The connection opens, small packets pass, and large ones vanish without a word: the encryption never comes about, or mail hangs as soon as much is sent. A link on the way takes only smaller packets, and the message that would say so is blocked. It is proved by a second connection that keeps all packets small, and works. Where the second one hangs too, size is not the matter.",
		"连接能打开，小包能过，大包却无声无息地丢了：于是加密建立不起来，或者一发大邮件就卡住。途中有一段线路只能走较小的包，而本该通知这一点的消息又被拦住了。证据是：第二次连接把所有包都限制得很小，就能成功。如果第二次也卡住，那就与包的大小无关。"),
	Fault:    "imap.path=mtu-blackhole",
	NearMiss: "imap.tls=drop",
	Find:     findMTUBlackhole,
}

func findMTUBlackhole(c *Case) []Finding {
	var out []Finding
	for _, w := range c.wanted() {
		if m := w.Path.MTU; m != nil && smallPasses(m) {
			out = withFinding(out, c.mtuBlackhole(w))
		}
	}
	return out
}

// smallPasses: the same handshake ends in silence with packets of the usual size, and works with small ones.
func smallPasses(m *fact.MTU) bool {
	return m.Normal != nil && m.Small != nil && !m.Normal.OK && m.Small.OK && m.Normal.Dial != nil &&
		m.Normal.Failure != nil && m.Normal.Failure.Class == fact.TimedOut
}

func (c *Case) mtuBlackhole(w *route.Way) Finding {
	var claims []*Failure
	for _, f := range append(c.onTheWay(w.Path.Addr(), fact.StageTLS, fact.StageService), c.Partial(fact.StageTLS, fact.StageService)...) {
		if f.Attempt != nil && ipOf(f.Attempt.Addr) == w.Path.Addr() && f.Class() == fact.TimedOut {
			claims = append(claims, f)
		}
	}
	m := w.Path.MTU
	f := c.pathFinding(w, claims)
	passes, lost := sizes(w)
	f.Summary = lang.T("Large packets to or from {target} vanish on the way: with the usual size the encryption never comes about, with small packets it does.",
		"进出 {target} 的大数据包在途中丢失：用平常的包大小建立不了加密，改用小包就可以。")
	if lost > 0 {
		f.Summary = lang.T("Large packets to {target} vanish on the way: {passes} bytes pass, {lost} bytes do not, and with small packets the encryption comes about.",
			"发往 {target} 的大数据包在途中丢失：{passes} 字节的能过，{lost} 字节的过不去；改用小包就能建立加密。")
	}
	f.Summary = f.Summary.With("target", target(w), "passes", passes, "lost", lost)
	f.Fixes = []lang.Text{
		lang.T("Set the MTU of this PC's network connection, or better of your router, to 1400 and try again: {how}",
			"把本机网卡（最好是路由器）的 MTU 改为 1400 再试：{how}").With("how", c.howMTU()),
		lang.T("If a VPN is on, switch it off and try again, or set a smaller MTU in it.", "如果开着 VPN，关掉再试，或在 VPN 里把 MTU 调小。"),
		lang.T("Whoever runs the router or firewall: let ICMP “fragmentation needed” (type 3 code 4; IPv6: type 2) through, or clamp the MSS.",
			"管理路由器或防火墙的人：请放行 ICMP “需要分片”（类型 3 代码 4，IPv6 为类型 2），或启用 MSS 钳制。"),
	}
	f.Evidence = append(f.Evidence, bulkLine(m.Normal), bulkLine(m.Small))
	if lost > 0 {
		f.Evidence = append(f.Evidence, lang.T("UDP packets of up to {passes} bytes were answered, those of {lost} bytes and more were not",
			"不超过 {passes} 字节的 UDP 包有回应，{lost} 字节及以上的没有").With("passes", passes, "lost", lost))
	}
	return f
}

// howMTU is how a person sets it.
func (c *Case) howMTU() lang.Text {
	return onOS(c.PC.OS,
		lang.T("as administrator, netsh interface ipv4 set subinterface \"NAME\" mtu=1400", "用管理员身份运行 netsh interface ipv4 set subinterface \"网卡名\" mtu=1400"),
		lang.T("System Settings > Network > (your connection) > Details > Hardware > MTU", "“系统设置 > 网络 > 当前连接 > 详细信息 > 硬件 > MTU”"),
		lang.T("as root, ip link set dev NAME mtu 1400", "用 root 运行 ip link set dev 网卡名 mtu 1400"))
}

// sizes are the largest size of packet that was answered and the smallest that was not; lost is 0 unless small ones pass
// and all larger ones vanish.
func sizes(w *route.Way) (passes, lost int) {
	for i := range w.Path.MTU.Sizes {
		s := &w.Path.MTU.Sizes[i]
		switch {
		case w.Path.PortUnreachable(&s.Hop), s.Answer == fact.HopEcho:
			passes = max(passes, s.Size)
		case s.Answer == fact.HopSilent && (lost == 0 || s.Size < lost):
			lost = s.Size
		}
	}
	if passes == 0 || lost < passes {
		return passes, 0
	}
	return passes, lost
}

// bulkLine tells how one handshake of the comparison went.
func bulkLine(b *fact.Bulk) lang.Text {
	size := lang.T("packets of the usual size", "平常大小的包")
	if b.MSS > 0 {
		size = lang.T("segments of at most {mss} bytes", "每段不超过 {mss} 字节").With("mss", strconv.Itoa(b.MSS))
	}
	text := lang.T("TLS handshake with {size}: {got} bytes came back, then silence for {time}", "TLS 握手，{size}：收到 {got} 字节，随后 {time}没有动静")
	if b.OK {
		text = lang.T("TLS handshake with {size}: done in {time}, {got} bytes came back", "TLS 握手，{size}：{time}完成，收到 {got} 字节")
	}
	return text.With("size", size, "got", b.Got, "time", took(b.MS))
}
