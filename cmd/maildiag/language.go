package main

import (
	"strings"

	"maildiag/report/lang"
)

// language is the one of --lang, else that of the locale. It is needed before the command line is parsed, because
// help and errors are in it; so the arguments are looked through once here.
func language(args []string, c *console) (lang.Lang, error) {
	fallback := localeLanguage(c)
	chosen := fallback
	for i, arg := range args {
		if arg == "--" {
			break
		}
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if !ok {
			continue
		}
		switch lang.Lang(value) {
		case lang.EN, lang.ZH:
			chosen = lang.Lang(value)
		default:
			return fallback, usage(lang.T(
				"--lang {value}: there is no such language; use en or zh",
				"--lang {value}：没有这种语言，可用 en 或 zh").With("value", short(value)))
		}
	}
	return chosen, nil
}

func localeLanguage(c *console) lang.Lang {
	locale := c.locale("LC_MESSAGES")
	if locale == "" {
		locale = c.uiLanguage()
	}
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return lang.ZH
	}
	return lang.EN
}
