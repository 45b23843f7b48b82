package main

import (
	"strings"

	"github.com/spf13/cobra"

	"maildiag/report/lang"
)

// root is the command tree, all words in the user's language. `maildiag ADDRESS` is `maildiag check ADDRESS`.
func (a *app) root() *cobra.Command {
	var flags checkFlags
	root := &cobra.Command{
		Use: "maildiag ADDRESS",
		Short: a.say(lang.T(
			"Finds out why a mailbox does not work, and says what to do.",
			"找出邮箱为什么用不了，并告诉你怎么办。")),
		Long: a.say(lang.T(
			`maildiag checks a mailbox as a mail program would use it: it looks up the servers' names, connects, starts the encryption and logs in. Then it names the one thing to repair first, with proof and steps.
It sends no message, changes nothing, and tries the password once.`,
			`maildiag 像邮件客户端一样检查一个邮箱：查找服务器、连接、建立加密、登录，然后指出最该先解决的那个问题，并给出依据和步骤。
它不会发送邮件，不改动任何东西，密码只试一次。`)),
		Example: `  maildiag alice@example.com
  maildiag alice@example.com --imap imap.example.com --smtp smtp.example.com:587
  maildiag demo expired-certificate`,
		Args: func(cmd *cobra.Command, args []string) error { return addressOrCommand(cmd, args) },
		RunE: func(cmd *cobra.Command, args []string) error { return a.check(cmd.Context(), &flags, args) },

		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("maildiag {{.Version}}\n")
	root.Flags().Bool("version", false, a.say(lang.T("tell the version", "显示版本")))
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().BoolP("help", "h", false, a.say(lang.T("show this help", "显示本帮助")))
	root.PersistentFlags().String("lang", string(a.lang), a.say(lang.T("`en|zh`: language of the output (default: as the system's)", "`en|zh`：输出语言（默认跟随系统）")))
	root.PersistentFlags().StringVar(&a.color, "color", "auto", a.say(lang.T("`auto|always|never`: colours", "`auto|always|never`：是否使用颜色")))
	a.addCheckFlags(root.Flags(), &flags)
	root.SetHelpFunc(a.help)
	root.SetHelpCommand(a.helpCommand())
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(a.checkCommand(), a.readCommand(), a.headersCommand(), a.explainCommand(), a.codesCommand(), a.traceCommand(), a.demoCommand(), a.versionCommand(), a.completionCommand(), a.manCommand())
	a.completable(root)
	return root
}

var (
	textNoCommand = lang.T(
		"“{word}” is neither an email address nor a command; did you mean `maildiag {near}`?",
		"“{word}”既不是邮箱地址也不是命令，是不是想用 `maildiag {near}`？")
	textNoCommandAtAll = lang.T(
		"“{word}” is neither an email address nor a command; `maildiag --help` lists the commands",
		"“{word}”既不是邮箱地址也不是命令，用 `maildiag --help` 可以查看全部命令")
	textTwoAddresses = lang.T(
		"only one mailbox can be checked at a time: give one address, and run it again for the next",
		"一次只能检测一个邮箱：请只写一个地址，其他的再运行一次")
	textOneArgument = lang.T(
		"`{command}` takes one argument here, and {n} were given; put quotes around one that has spaces in it",
		"`{command}` 这里只接受一个参数，现在写了 {n} 个；含空格的请加引号")
)

// addressOrCommand tells a mistyped command from a mailbox, and one mailbox from several.
func addressOrCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if strings.ContainsAny(args[0], "@＠") {
		if len(args) > 1 {
			return usage(textTwoAddresses)
		}
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	if near := nearest(args[0], names); near != "" {
		return usage(textNoCommand.With("word", short(args[0]), "near", near))
	}
	if len(args) > 1 {
		return usage(textNoCommandAtAll.With("word", short(args[0])))
	}
	return nil
}

// atMostOne is the rule for commands with one argument.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage(textOneArgument.With("command", cmd.CommandPath(), "n", len(args)))
	}
	return nil
}
