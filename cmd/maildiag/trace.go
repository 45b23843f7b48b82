package main

import (
	"context"
	"net/netip"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/spf13/cobra"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// traceFlags is what was typed behind `trace`.
type traceFlags struct {
	hops         hopFlags
	only4, only6 bool
	timeout      string
	dns          string
	report       reportFlags
}

var (
	textTraceWhat = lang.T(
		"say which server to trace, like this: maildiag trace imap.example.com:993",
		"请写上要追踪的服务器，例如：maildiag trace imap.example.com:993")
	textTraceAddress = lang.T(
		"“{host}” is a mail address; name a server, like this: maildiag trace imap.example.com:993",
		"“{host}”是邮箱地址；请写服务器名，例如：maildiag trace imap.example.com:993")
	textTracePort = lang.T(
		"“{port}” is no port; a port is a number from 1 to 65535, and the usual ones here are 993, 995, 465",
		"“{port}”不是有效端口；端口是 1 到 65535 之间的数字，这里常用的是 993、995、465")
	textTraceLiteral = lang.T(
		"“{host}”: an IPv6 address with a port is written in brackets, like this: [2001:db8::1]:993",
		"“{host}”：带端口的 IPv6 地址要加方括号，例如：[2001:db8::1]:993")
)

func (a *app) traceCommand() *cobra.Command {
	var f traceFlags
	cmd := &cobra.Command{
		Use:   "trace HOST[:PORT]",
		Short: a.say(lang.T("Show the way to a server: every router with its time, and where it stops or loses packets", "查看到服务器的网络路径：每一跳的用时，在哪里中断或丢包")),
		Long: a.say(lang.T(
			`Looks at the way to a server's mail port, hop by hop, and says in whose part of the network it stops, slows down or
loses packets. No administrator rights are needed. Without a port, 993 is taken.`,
			`逐跳查看到服务器邮件端口的网络路径，并指出是在哪一段网络中断、变慢或丢包。
不需要管理员权限。不写端口时用 993。`)),
		Example: `  maildiag trace imap.example.com
  maildiag trace smtp.example.com:465 --for 2m
  maildiag trace 192.0.2.10:993 --format json -o path.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(textTraceWhat)
			}
			return atMostOne(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.trace(cmd.Context(), args[0], &f) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	a.addHopFlags(fs, &f.hops)
	fs.BoolVarP(&f.only4, "ipv4", "4", false, a.say(lang.T("use IPv4 only", "只用 IPv4")))
	fs.BoolVarP(&f.only6, "ipv6", "6", false, a.say(lang.T("use IPv6 only", "只用 IPv6")))
	fs.StringVar(&f.dns, "dns", "", a.say(lang.T("ask the DNS server at this `ADDR[:PORT]` in place of the system's", "`ADDR[:PORT]`：用这个 DNS 服务器代替系统的")))
	fs.StringVar(&f.timeout, "timeout", "30s", a.say(lang.T("end after this `TIME`, with what is known by then (default: 30s)", "`TIME`：到这个时间就结束，报告已知的结果（默认 30s）")))
	a.addReportFlags(fs, &f.report)
	return cmd
}

// tracePlan is the flags as data.
func tracePlan(target string, f *traceFlags) (probe.Plan, error) {
	plan := probe.Plan{Configured: true, Hops: probe.HopsAlways}
	server, err := traceTarget(target)
	if err != nil {
		return plan, err
	}
	plan.Services = []probe.ServicePlan{server}
	switch {
	case f.only4 && f.only6:
		return plan, usage(lang.T(
			"-4 and -6 exclude each other: give one of them, or none to test both",
			"-4 和 -6 不能同时用：只写一个，或者都不写以测试两种"))
	case f.only4:
		plan.Family = 4
	case f.only6:
		plan.Family = 6
	}
	if f.dns != "" {
		ap, err := parseResolver("--dns", f.dns)
		if err != nil {
			return plan, err
		}
		plan.Resolvers = []netip.AddrPort{ap}
	}
	if plan.Timeout, err = parseTimeout(f.timeout); err != nil {
		return plan, err
	}
	return plan, f.hops.apply(&plan)
}

// traceTarget reads HOST[:PORT]. The port tells what is spoken there, where that is known.
func traceTarget(s string) (probe.ServicePlan, error) {
	server := probe.ServicePlan{Port: 993, Security: fact.None, Source: fact.SourceUser}
	host, port, err := splitPort(s)
	if err != nil {
		return server, usage(textTraceLiteral.With("host", short(s)))
	}
	if port != "" {
		if server.Port, err = strconv.Atoi(port); err != nil || server.Port < 1 || server.Port > 65535 {
			return server, usage(textTracePort.With("port", short(port)))
		}
	}
	for _, c := range host {
		if c == '@' || c == '＠' {
			return server, usage(textTraceAddress.With("host", short(s)))
		}
	}
	for p, ports := range usualPorts {
		for _, known := range ports {
			if known == server.Port {
				server.Protocol, server.Security = p, usualSecurity(known)
			}
		}
	}
	if server.Port == 443 {
		server.Security = fact.TLS
	}
	server.Host, err = hostOrLiteral(host)
	return server, err
}

// trace looks at the way to one server. ^C ends it with what is known by then; a second one ends the program.
func (a *app) trace(ctx context.Context, target string, f *traceFlags) error {
	plan, err := tracePlan(target, f)
	if err != nil {
		return err
	}
	out, err := a.sink(f.report)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	env := a.machine(probe.MachineOptions{Family: plan.Family, Resolvers: plan.Resolvers, OriginAS: f.hops.originAS})
	line := a.newProgress()
	if line != nil {
		line.start(nil)
	}
	set := probe.Trace(ctx, env, plan)
	line.clear()
	return a.conclude(set, out, "")
}
