package main

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"maildiag/report/lang"
)

// version is set by the build: -ldflags "-X main.version=1.0.0".
var version = "dev"

//go:embed licenses.txt
var licenseText string

func (a *app) versionCommand() *cobra.Command {
	var showLicenses bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: a.say(lang.T("Tell version, commit and Go version", "显示版本、提交号和 Go 版本")),
		Example: `  maildiag version
  maildiag version --licenses`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(lang.T("`maildiag version` takes no arguments", "`maildiag version` 后面不用写别的"))
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			if showLicenses {
				_, err := fmt.Fprint(a.out, licenseText)
				return err
			}
			_, err := fmt.Fprintf(a.out, "maildiag %s\ncommit   %s\n%s %s/%s\n", version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
	cmd.Flags().BoolVar(&showLicenses, "licenses", false, a.say(lang.T("show the licences of what this program is built from", "显示本程序所用第三方代码的许可证")))
	return cmd
}

// commit is the one that the binary was built from, as the Go toolchain noted it.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, dirty := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = " (modified)"
		}
	}
	return revision + dirty
}
