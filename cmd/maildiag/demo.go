package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"maildiag/probe/lab"
	"maildiag/report/lang"
)

var (
	textNoFault = lang.T(
		"there is no fault “{fault}”; `maildiag demo --list` lists them all",
		"没有“{fault}”这种故障，用 `maildiag demo --list` 可以查看全部")
	textNoFaultNear = lang.T(
		"there is no fault “{fault}”; did you mean {near}?",
		"没有“{fault}”这种故障，是不是想用 {near}？")
	textBadFault = lang.T(
		"the fault can't be set up: {why}",
		"无法设置这种故障：{why}")
	textNothingWrong = lang.T(" (works: nothing is wrong)", "（正常，没有故障）")
)

func (a *app) demoCommand() *cobra.Command {
	var flags reportFlags
	var list bool
	var timeout string
	cmd := &cobra.Command{
		Use:   "demo [FAULT]",
		Short: a.say(lang.T("Show a check against servers inside this program, healthy or with a fault", "用程序内置的服务器演示一次检测，可以设置故障")),
		Long: a.say(lang.T(
			`Runs the whole check against mail and DNS servers inside this program: healthy, or with one fault.
Nothing is sent to the network. Several faults are joined by a semicolon: 'imap.cert=expired;smtp.tcp=filtered'.`,
			`用程序内置的邮件服务器和 DNS 服务器完整演示一次检测，可以是正常的，也可以带故障。
不会访问网络。多个故障用分号连接：'imap.cert=expired;smtp.tcp=filtered'。`)),
		Example: `  maildiag demo
  maildiag demo expired-certificate
  maildiag demo 'smtp.tcp=filtered'
  maildiag demo --list`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return a.listFaults()
			}
			return a.demo(cmd.Context(), strings.Join(args, ""), timeout, flags)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVar(&list, "list", false, a.say(lang.T("list the faults", "列出全部故障")))
	cmd.Flags().StringVar(&timeout, "timeout", "", a.say(lang.T("end after this `TIME` (default: 30s, or the fault's own)", "`TIME`：到这个时间就结束（默认 30s，或由故障决定）")))
	a.addReportFlags(cmd.Flags(), &flags)
	return cmd
}

// demo runs the pipeline in the embedded world.
func (a *app) demo(ctx context.Context, fault, timeout string, flags reportFlags) error {
	var limit time.Duration
	if timeout != "" {
		var err error
		if limit, err = parseTimeout(timeout); err != nil {
			return err
		}
	}
	if fault == "healthy" {
		fault = ""
	}
	world, err := lab.New(fault)
	if err != nil {
		return badFault(err)
	}
	defer world.Close()
	out, err := a.sink(flags)
	if err != nil {
		return err
	}
	plan := world.Plan()
	if limit > 0 {
		plan.Timeout = limit
	}
	if plan.Timeout == 0 {
		plan.Timeout = defaultTimeout
	}
	set, err := a.measure(ctx, world.Env(), plan)
	if err != nil {
		return err
	}
	if set.Run.Demo = fault; fault == "" {
		set.Run.Demo = "healthy"
	}
	return a.conclude(set, out, "")
}

func badFault(err error) error {
	var unknown *lab.UnknownFault
	switch {
	case errors.As(err, &unknown) && len(unknown.Near) > 0:
		return usage(textNoFaultNear.With("fault", short(unknown.Fault), "near", strings.Join(unknown.Near[:min(3, len(unknown.Near))], ", ")))
	case errors.As(err, &unknown):
		return usage(textNoFault.With("fault", short(unknown.Fault)))
	}
	return usage(textBadFault.With("why", err))
}

// listFaults writes every fault with what it is.
func (a *app) listFaults() error {
	var b strings.Builder
	var rows [][2]string
	for _, f := range lab.Faults() {
		name := f.Name
		if f.Short != "" {
			name += " (" + f.Short + ")"
		}
		what := f.EN
		if a.lang == lang.ZH {
			what = f.ZH
		}
		if f.Healthy {
			what += a.say(textNothingWrong)
		}
		rows = append(rows, [2]string{name, what})
	}
	a.rows(&b, rows)
	_, err := fmt.Fprint(a.out, b.String())
	return err
}
