package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

func (a *app) checkCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check ADDRESS",
		Short: a.say(lang.T("Check one mailbox, from the name look-up to the login", "检测一个邮箱，从域名解析一直到登录")),
		Long: a.say(lang.T(
			`Checks one mailbox as a mail program would use it, and says what to repair first.
Name the servers as they stand in the mail program's settings; without any, it looks for them.
HOST may be followed by :PORT and by /tls, /starttls or /none.`,
			`像邮件客户端一样检测一个邮箱，并指出最该先解决的问题。
请按邮件客户端里的设置写服务器；一个都不写时，会自动查找常用的服务器。
服务器名 HOST 后面可以加 :端口，以及 /tls、/starttls 或 /none。`)),
		Example: `  maildiag check alice@example.com
  maildiag check alice@example.com --imap imap.example.com:993/tls --smtp smtp.example.com:587/starttls
  maildiag check alice@example.com --no-auth --format json -o report.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(textTwoAddresses)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.check(cmd.Context(), &flags, args) },
	}
	cmd.Flags().SortFlags = false
	a.addCheckFlags(cmd.Flags(), &flags)
	return cmd
}

func (a *app) addCheckFlags(fs *pflag.FlagSet, f *checkFlags) {
	fs.SortFlags = false
	fs.Var(&f.imap, "imap", a.say(lang.T("`HOST[:PORT][/MODE]`: the incoming server (IMAP)", "`HOST[:PORT][/MODE]`：收件服务器（IMAP）")))
	fs.Var(&f.pop3, "pop3", a.say(lang.T("`HOST[:PORT][/MODE]`: the incoming server (POP3)", "`HOST[:PORT][/MODE]`：收件服务器（POP3）")))
	fs.Var(&f.smtp, "smtp", a.say(lang.T("`HOST[:PORT][/MODE]`: the outgoing server (SMTP)", "`HOST[:PORT][/MODE]`：发件服务器（SMTP）")))
	fs.StringVar(&f.client, "client", "", a.say(lang.T("take the settings from this mail program on this PC, `thunderbird|outlook` (read only, after asking)", "`thunderbird|outlook`：读取本机这个邮件客户端里的设置（只读，读取前会询问）")))
	fs.StringVar(&f.web, "web", "", a.say(lang.T("`URL` of the webmail page, to be tested too", "`URL`：同时测试这个网页邮箱的网址")))
	fs.StringVar(&f.login, "login", "", a.say(lang.T("login `NAME`, where it is not the address", "`NAME`：登录名（与邮箱地址不同时）")))
	fs.StringVar(&f.smtpLogin, "smtp-login", "", a.say(lang.T("login `NAME` for sending, where it is another one", "`NAME`：发信用的登录名（与收信不同时）")))
	fs.BoolVar(&f.passwordStdin, "password-stdin", false, a.say(lang.T("read the password from standard input (else: MAILDIAG_PASSWORD, or a question)", "从标准输入读密码（也可用环境变量 MAILDIAG_PASSWORD，否则会提示输入）")))
	fs.StringVar(&f.passwordFile, "password-file", "", a.say(lang.T("read the password from this `FILE`", "从这个文件 `FILE` 读密码")))
	fs.StringVar(&f.tokenFile, "oauth-token-file", "", a.say(lang.T("log in by XOAUTH2 with the access token in this `FILE` (else: MAILDIAG_OAUTH_TOKEN)", "用这个文件 `FILE` 里的 OAuth 访问令牌登录（也可用环境变量 MAILDIAG_OAUTH_TOKEN）")))
	fs.BoolVar(&f.noAuth, "no-auth", false, a.say(lang.T("do not log in, do not ask for a password", "不登录，也不问密码")))
	fs.StringVar(&f.sendTo, "send-to", "", a.say(lang.T("also ask whether a message to this `ADDRESS` would be taken; none is sent", "再询问服务器是否接受发往 `ADDRESS` 的邮件，不会真的发信")))
	fs.StringVar(&f.dns, "dns", "", a.say(lang.T("ask the DNS server at this `ADDR[:PORT]` in place of the system's", "`ADDR[:PORT]`：用这个 DNS 服务器代替系统的")))
	fs.StringVar(&f.references, "reference-dns", references, a.say(lang.T("`LIST|none`: DNS servers to compare with (default: 223.5.5.5, 119.29.29.29, 1.1.1.1, 8.8.8.8)", "`LIST|none`：用来对比的 DNS 服务器（默认 223.5.5.5、119.29.29.29、1.1.1.1、8.8.8.8）")))
	fs.StringVar(&f.ca, "ca", "", a.say(lang.T("trust the CA certificates in this `FILE` too (PEM or DER)", "`FILE`：同时信任这个文件里的 CA 证书（PEM 或 DER）")))
	fs.BoolVarP(&f.only4, "ipv4", "4", false, a.say(lang.T("use IPv4 only", "只用 IPv4")))
	fs.BoolVarP(&f.only6, "ipv6", "6", false, a.say(lang.T("use IPv6 only", "只用 IPv6")))
	fs.StringVar(&f.symptom, "symptom", "", a.say(lang.T("`TEXT|FILE`: the error message that was seen; the report says whether this run confirms it", "`TEXT|FILE`：看到的报错信息，报告会说明这次检测是否证实了它")))
	a.addHopSwitches(fs, &f.hops)
	fs.StringVar(&f.timeout, "timeout", "30s", a.say(lang.T("end after this `TIME`, with what is known by then (default: 30s)", "`TIME`：到这个时间就结束，报告已知的结果（默认 30s）")))
	fs.BoolVar(&f.noDiscovery, "no-discovery", false, a.say(lang.T("do not look for servers, not even to compare", "不自动查找服务器，也不做对比")))
	fs.BoolVar(&f.noISPDB, "no-ispdb", false, a.say(lang.T("do not ask the public database of mail settings (ISPDB)", "不查询公共的邮箱设置数据库（ISPDB）")))
	fs.BoolVar(&f.noPortalCheck, "no-portal-check", false, a.say(lang.T("do not ask the connectivity-check page (asked only where nothing works)", "不访问连通性检测页面（只在什么都连不通时才会访问）")))
	fs.StringVar(&f.profile, "profile", "", a.say(lang.T("an organisation's settings, from this YAML `FILE` (default: maildiag.yaml beside the program or in your configuration folder)", "从这个 YAML 文件 `FILE` 读取单位的邮箱设置（默认找程序所在目录或用户配置目录里的 maildiag.yaml）")))
	a.addReportFlags(fs, &f.report)
}

// check runs the pipeline for one mailbox. The clock starts after the last question.
func (a *app) check(ctx context.Context, f *checkFlags, args []string) error {
	talk := len(args) == 0 && a.interactive()
	box, err := address{}, error(nil)
	if talk {
		box, err = a.converse(f)
	} else {
		box, err = a.mailbox(args)
	}
	if err != nil {
		return err
	}
	seen, err := symptom(f.symptom)
	if err != nil {
		return err
	}
	if !talk {
		err = a.fromClient(box, f)
	}
	if err != nil {
		return err
	}
	plan, err := makePlan(box, f)
	if err != nil {
		return err
	}
	organisation, named, err := readProfile(f.profile, a.profilePlaces())
	if err != nil {
		return err
	}
	applyProfile(&plan, organisation, named)
	cas, err := readCAs(f.ca)
	if err != nil {
		return err
	}
	out, err := a.sink(f.report)
	if err != nil {
		return err
	}
	out.keep = talk && out.file == nil
	if err := a.passwords(&plan, f); err != nil {
		return err
	}
	env := a.machine(probe.MachineOptions{Family: plan.Family, Resolvers: plan.Resolvers, CAs: cas, OriginAS: f.hops.originAS})
	// What a login needs is known by the servers: they are looked for before the password is asked for.
	whole := plan.Timeout
	plan = a.find(ctx, env, plan)
	asked, err := a.askPassword(&plan)
	if err != nil {
		return err
	}
	if asked {
		plan.Timeout = whole
	}
	set, err := a.measure(ctx, env, plan)
	if err != nil {
		return err
	}
	set.Run.Symptom = seen
	return a.conclude(set, out, "")
}

// interruptible is a context that ^C ends; a second one ends the program.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// find looks for the services where none is named. The time that it takes is the run's.
func (a *app) find(ctx context.Context, env *probe.Env, plan probe.Plan) probe.Plan {
	if len(plan.Services) > 0 || plan.Discovered != nil {
		return plan
	}
	begun := time.Now()
	line := a.newProgress()
	line.searching(plan.Domain)
	ctx, stop := interruptible(ctx)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, plan.Timeout)
	defer cancel()
	plan = probe.Discover(ctx, env, plan)
	line.clear()
	plan.Timeout = max(plan.Timeout-time.Since(begun), time.Second)
	return plan
}

// measure looks for the services where none is named, and runs the plan. ^C ends the run with what is known by then.
func (a *app) measure(ctx context.Context, env *probe.Env, plan probe.Plan) (*fact.Set, error) {
	whole := plan.Timeout
	plan = a.find(ctx, env, plan)
	asked, err := a.confirmHosts(&plan)
	if err != nil {
		return nil, err
	}
	if asked {
		plan.Timeout = whole
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	line := a.newProgress()
	if line != nil {
		env.Progress = line.event
		line.start(plan.Services)
	}
	set := probe.Run(ctx, env, plan)
	line.clear()
	return set, nil
}
