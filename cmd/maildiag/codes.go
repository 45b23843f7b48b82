package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"maildiag/report/cause"
	"maildiag/report/lang"
)

var (
	textNoCode = lang.T(
		"there is no cause code “{code}”; `maildiag codes` lists them all",
		"没有“{code}”这个原因代码，用 `maildiag codes` 可以查看全部")
	textNoCodeNear = lang.T(
		"there is no cause code “{code}”; did you mean {near}?",
		"没有“{code}”这个原因代码，是不是想查 {near}？")
	textCodeHead = lang.T("{severity}, found at the stage “{stage}”", "{severity}，出现在“{stage}”阶段")
	textWords    = lang.T("Words by which servers and programs reveal it", "服务器和软件会这样报告它")
	textTry      = lang.T("See it in a demonstration", "演示一遍")
	severities   = map[cause.Severity]lang.Text{
		cause.Error:   lang.T("Error", "错误"),
		cause.Warning: lang.T("Warning", "警告"),
		cause.Info:    lang.T("For information", "提示"),
	}
)

func (a *app) codesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "codes [CODE]",
		Short: a.say(lang.T("List every cause code, or tell all about one", "列出全部原因代码，或详细说明其中一个")),
		Example: `  maildiag codes
  maildiag codes tls.certificate-expired`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			var b strings.Builder
			if len(args) == 0 {
				a.listCodes(&b)
			} else if err := a.tellCode(&b, args[0]); err != nil {
				return err
			}
			_, err := fmt.Fprint(a.out, b.String())
			return err
		},
	}
}

// listCodes writes all codes with their titles, a blank line between areas.
func (a *app) listCodes(b *strings.Builder) {
	width := 0
	for _, c := range cause.Known() {
		width = max(width, len(c.Code))
	}
	last := ""
	for _, area := range a.areas() {
		for _, c := range cause.Known() {
			if area != areaOf(c.Code) {
				continue
			}
			if last != "" && last != area {
				b.WriteString("\n")
			}
			last = area
			fmt.Fprintf(b, "%-*s  %s\n", width, c.Code, a.say(c.Title))
		}
	}
}

// areas are the words before the point, in the order in which the causes name them first.
func (a *app) areas() []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range cause.Known() {
		if area := areaOf(c.Code); !seen[area] {
			seen[area] = true
			out = append(out, area)
		}
	}
	return out
}

func areaOf(code string) string {
	area, _, _ := strings.Cut(code, ".")
	return area
}

// tellCode writes all about one cause.
func (a *app) tellCode(b *strings.Builder, code string) error {
	var found *cause.Cause
	var codes []string
	for _, c := range cause.Known() {
		codes = append(codes, c.Code)
		if strings.EqualFold(c.Code, code) {
			found = c
		}
	}
	if found == nil {
		if near := nearest(code, codes); near != "" {
			return usage(textNoCodeNear.With("code", short(code), "near", near))
		}
		return usage(textNoCode.With("code", short(code)))
	}
	fmt.Fprintf(b, "%s\n", found.Code)
	a.indented(b, "", a.say(found.Title))
	a.indented(b, "", a.say(textCodeHead.With("severity", severities[found.Severity], "stage", string(found.Stage))))
	b.WriteString("\n")
	a.indented(b, "  ", a.say(found.Means))
	says := cause.Sentences(found.Code)
	if len(says) > 0 {
		fmt.Fprintf(b, "\n%s:\n", a.say(textWords))
	}
	for _, s := range says {
		a.indented(b, "  - ", quote(s))
	}
	if found.Fault != "" {
		fmt.Fprintf(b, "\n%s:\n  maildiag demo '%s'\n", a.say(textTry), found.Fault)
	}
	return nil
}

// shownSpellings of one thing are enough for a person to recognise it.
const shownSpellings = 3

// quote writes the words of a server: who says them, what, and where they are documented.
func quote(s cause.Says) string {
	var parts []string
	if s.Product != "" {
		parts = append(parts, s.Product+":")
	}
	for _, code := range []string{s.RespCode, s.Enhanced} {
		if code != "" {
			parts = append(parts, "["+code+"]")
		}
	}
	if s.Code != 0 {
		parts = append(parts, fmt.Sprint(s.Code))
	}
	var groups []string
	for _, words := range s.Words { // spellings of one thing, parted by "|"
		spellings := strings.Split(words, "|")
		more := ""
		if len(spellings) > shownSpellings {
			spellings, more = spellings[:shownSpellings], " | …"
		}
		groups = append(groups, "“"+strings.Join(spellings, "” | “")+"”"+more)
	}
	if len(groups) > 0 {
		parts = append(parts, strings.Join(groups, " + "))
	}
	if s.Source != "" {
		parts = append(parts, "("+s.Source+")")
	}
	return strings.Join(parts, " ")
}
