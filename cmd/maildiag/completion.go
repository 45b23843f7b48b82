package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"maildiag/probe/lab"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

var textShell = lang.T(
	"say for which shell: `maildiag completion bash`, zsh, fish or powershell",
	"请写上是哪种 shell：`maildiag completion bash`，也可以是 zsh、fish、powershell")

// completionCommand writes the script by which a shell completes our commands and flags.
func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: a.say(lang.T("Write the script that lets a shell complete commands and flags", "生成让 shell 自动补全命令和选项的脚本")),
		Long: a.say(lang.T(
			`Writes a script to standard output; loaded by the shell, it completes commands, flags, faults and codes with Tab.`,
			`把脚本写到标准输出；shell 加载它之后，按 Tab 可以补全命令、选项、故障名和原因代码。`)),
		Example: `  source <(maildiag completion bash)
  maildiag completion zsh > "${fpath[1]}/_maildiag"
  maildiag completion fish > ~/.config/fish/completions/maildiag.fish
  maildiag completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(cmd.ValidArgs, args[0]) {
				return usage(textShell)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			}
			return root.GenPowerShellCompletionWithDesc(a.out)
		},
	}
}

// completable tells the shells which words may follow.
func (a *app) completable(root *cobra.Command) {
	values := map[string][]string{
		"format": {"text", "json", "md", "html"}, "lang": {"en", "zh"}, "color": {"auto", "always", "never"},
		"client": {"thunderbird", "outlook"}, "reference-dns": {"none"},
	}
	files := []string{"output", "profile", "ca", "password-file", "symptom"}
	commands := append(root.Commands(), root)
	for _, cmd := range commands {
		for name, list := range values {
			if cmd.Flag(name) != nil {
				_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp))
			}
		}
		for _, name := range files {
			if cmd.Flag(name) != nil {
				_ = cmd.MarkFlagFilename(name)
			}
		}
		switch cmd.Name() {
		case "demo":
			cmd.ValidArgsFunction = a.completeFaults
		case "codes":
			cmd.ValidArgsFunction = a.completeCodes
		case "maildiag", "check", "trace", "version":
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
	}
}

func (a *app) completeFaults(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, f := range lab.Faults() {
		what := f.EN
		if a.lang == lang.ZH {
			what = f.ZH
		}
		for _, name := range []string{f.Name, f.Short} {
			if name != "" && len(args) == 0 && strings.HasPrefix(name, typed) {
				out = append(out, name+"\t"+what)
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeCodes(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, c := range cause.All {
		if len(args) == 0 && strings.HasPrefix(c.Code, typed) {
			out = append(out, c.Code+"\t"+a.say(c.Title))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
