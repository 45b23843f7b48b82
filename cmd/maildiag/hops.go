package main

import (
	"time"

	"github.com/spf13/pflag"

	"maildiag/probe"
	"maildiag/report/lang"
)

// hopFlags are those of hop timing that `check` and `trace` share.
type hopFlags struct {
	rounds   int
	repeat   string
	originAS bool
	// of `check` alone
	always, never bool
}

var (
	textRounds = lang.T(
		"--rounds {n}: give a number from 1 to 100",
		"--rounds {n}：请写 1 到 100 之间的数字")
	textFor = lang.T(
		"--for {value}: give a time from 5s to 1h, like 2m",
		"--for {value}：请写 5s 到 1h 之间的时间，例如 2m")
	textHopsTwice = lang.T(
		"--hops and --no-hops exclude each other: keep one of them",
		"--hops 和 --no-hops 不能同时用：只留一个")
	textHopsNever = lang.T(
		"{flag} is about hop timing, which --no-hops switches off: leave one of them out",
		"{flag} 用于逐跳测量，而 --no-hops 关闭了它：请去掉其中一个")
)

func (a *app) addHopFlags(fs *pflag.FlagSet, f *hopFlags) {
	fs.IntVar(&f.rounds, "rounds", 0, a.say(lang.T("ask every hop `N` times and no more (default: 3, and more where packets seem to be lost; then large packets are tried, too)", "`N`：每一跳只探测这么多次（默认 3 次，疑似丢包时自动增加，并测试大包能否通过）")))
	fs.StringVar(&f.repeat, "for", "", a.say(lang.T("repeat for this `TIME`, to catch what comes and goes", "`TIME`：持续重复这么久，用来捕捉时好时坏的问题")))
	fs.BoolVar(&f.originAS, "origin-as", false, a.say(lang.T("ask DNS (origin.asn.cymru.com) whose network each router is in", "通过 DNS（origin.asn.cymru.com）查询每一跳属于哪个网络")))
}

// addHopSwitches are the flags of a command that looks at hops only where something is wrong.
func (a *app) addHopSwitches(fs *pflag.FlagSet, f *hopFlags) {
	fs.BoolVar(&f.always, "hops", false, a.say(lang.T("show the way to every server, hop by hop (default: where something fails or is slow)", "显示到每台服务器的每一跳（默认只在失败或很慢时显示）")))
	fs.BoolVar(&f.never, "no-hops", false, a.say(lang.T("do not look at the way to the servers", "不查看到服务器的网络路径")))
	a.addHopFlags(fs, f)
}

// apply puts the flags into a plan. A run that repeats ends when its time is over, and not before.
func (f *hopFlags) apply(plan *probe.Plan) error {
	if f.rounds < 0 || f.rounds > 100 {
		return usage(textRounds.With("n", f.rounds))
	}
	plan.Rounds = f.rounds
	switch {
	case f.always && f.never:
		return usage(textHopsTwice)
	case f.never && f.repeat != "":
		return usage(textHopsNever.With("flag", "--for"))
	case f.never && f.rounds > 0:
		return usage(textHopsNever.With("flag", "--rounds"))
	case f.never:
		plan.Hops = probe.HopsNever
	case f.always, f.repeat != "", f.rounds > 0:
		plan.Hops = probe.HopsAlways
	}
	if f.repeat == "" {
		return nil
	}
	d, err := time.ParseDuration(f.repeat)
	if err != nil || d < 5*time.Second || d > time.Hour {
		return usage(textFor.With("value", short(f.repeat)))
	}
	plan.For, plan.Timeout = d, d+defaultTimeout
	return nil
}
