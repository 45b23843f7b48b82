package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"maildiag/probe"
	"maildiag/probe/fact"
	"maildiag/probe/profile"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

// profileName is the file that is looked for where no flag names one.
const profileName = "maildiag.yaml"

var (
	textProfileNoFile = lang.T(
		"the profile {file} can't be read ({why}): check --profile",
		"配置文件 {file} 读不了（{why}），请检查 --profile")
	textProfileBad = lang.T(
		"the profile {file}, line {line}, column {column}: {what}",
		"配置文件 {file} 第 {line} 行第 {column} 列：{what}")
	textProfileWhole = lang.T(
		"the profile {file}: {what}",
		"配置文件 {file}：{what}")
	textNear = lang.T("; did you mean {near}?", "；是不是想写 {near}？")

	problems = map[profile.Kind]lang.Text{
		profile.NotYAML:    lang.T("this is not YAML ({raw})", "不是有效的 YAML（{raw}）"),
		profile.UnknownKey: lang.T("there is no key “{key}”{near}", "没有“{key}”这个键{near}"),
		profile.Twice:      lang.T("“{key}” stands here twice: keep one", "“{key}”写了两次，只留一个"),
		profile.BadValue:   lang.T("“{key}” can't be “{value}”: {want}{near}", "“{key}”不能是“{value}”：{want}{near}"),
		profile.Missing:    lang.T("“{key}” is missing", "缺少“{key}”"),
		profile.TooLarge:   lang.T("it is larger than any profile", "文件太大，不像是配置文件"),
		profile.Alias:      lang.T("“{key}” is a YAML alias: write the value itself", "“{key}”用了 YAML 别名，请直接写值"),
	}
	wants = map[profile.Want]lang.Text{
		profile.WantText:     lang.T("write a text", "应写文字"),
		profile.WantMap:      lang.T("write keys and values here", "这里应写若干“键: 值”"),
		profile.WantList:     lang.T("write a list, like [a, b]", "应写列表，例如 [a, b]"),
		profile.WantPort:     lang.T("a port is a number from 1 to 65535", "端口是 1 到 65535 之间的数字"),
		profile.WantNumber:   lang.T("write a number above 0", "应写大于 0 的数字"),
		profile.WantHost:     lang.T("write the server's name alone, like imap.example.com", "只写服务器名，例如 imap.example.com"),
		profile.WantDomain:   lang.T("write a domain, like example.com, each once", "应写域名，例如 example.com，不要重复"),
		profile.WantSecurity: lang.T("it is tls, starttls or none", "可用 tls、starttls、none"),
		profile.WantForm:     lang.T("it is address, local-part or any", "可用 address、local-part、any"),
		profile.WantAddress:  lang.T("write an IP address, each once", "应写 IP 地址，不要重复"),
		profile.WantRange:    lang.T("write a range of addresses, like 10.0.0.0/8", "应写地址段，例如 10.0.0.0/8"),
		profile.WantDuration: lang.T("write whole minutes or hours, like 30m or 1h", "应写整分钟或小时，例如 30m、1h"),
		profile.WantURL:      lang.T("write a web address that begins with https://", "应写以 https:// 开头的网址"),
		profile.WantCode:     lang.T("this is no cause code; `maildiag codes` lists them", "没有这个原因代码，用 `maildiag codes` 可以查看全部"),
		profile.WantPhrase:   lang.T("write {en: …, zh: …}, or one of the two", "应写 {en: …, zh: …}，也可以只写一种语言"),
	}
)

// readProfile reads the profile that a flag names, else the one beside the program, else the one in the user's folder;
// nil: there is none.
func readProfile(flag string, places []string) (p *profile.Profile, named bool, err error) {
	if flag != "" {
		p, err = openProfile(flag)
		return p, true, err
	}
	for _, file := range places {
		if _, err := os.Stat(file); err == nil {
			p, err = openProfile(file)
			return p, false, err
		}
	}
	return nil, false, nil
}

func openProfile(name string) (*profile.Profile, error) {
	file, err := os.Open(name)
	if err == nil {
		defer file.Close()
		var info fs.FileInfo
		if info, err = file.Stat(); err == nil && info.IsDir() {
			err = &fs.PathError{Op: "read", Path: name, Err: errors.New("it is a folder")}
		}
	}
	if err != nil {
		return nil, usage(textProfileNoFile.With("file", name, "why", reason(err)))
	}
	p, err := profile.Read(file, causeCodes())
	var bad *profile.Problem
	if errors.As(err, &bad) {
		return nil, usage(profileProblem(name, bad))
	}
	return p, err
}

func causeCodes() []string {
	var out []string
	for _, c := range cause.All {
		out = append(out, c.Code)
	}
	return out
}

// profileProblem is one clear line about a profile.
func profileProblem(name string, p *profile.Problem) lang.Text {
	near := lang.Same("")
	if p.Near != "" {
		near = textNear.With("near", p.Near)
	}
	what := problems[p.Kind].With("key", p.Key, "value", short(p.Value), "want", wants[p.Want], "near", near, "raw", p.Raw)
	if p.Line == 0 {
		return textProfileWhole.With("file", name, "what", what)
	}
	return textProfileBad.With("file", name, "line", p.Line, "column", max(p.Column, 1), "what", what)
}

// profilePlaces are where a profile is looked for.
func profilePlaces() []string {
	var out []string
	if exe, err := os.Executable(); err == nil {
		out = append(out, filepath.Join(filepath.Dir(exe), profileName))
	}
	if dir, err := os.UserConfigDir(); err == nil {
		out = append(out, filepath.Join(dir, "maildiag", profileName))
	}
	return out
}

func (c *console) profilePlaces() []string {
	if c.profiles == nil {
		return nil
	}
	return c.profiles()
}

// applyProfile puts what a profile says of the mailbox's domain into the plan. Only one that a flag names vouches for its
// servers: a file that merely lies about may be anybody's.
func applyProfile(plan *probe.Plan, p *profile.Profile, named bool) {
	if p == nil || !p.For(plan.Domain) {
		return
	}
	facts := p.Profile
	facts.Named = named
	plan.Organisation = &facts
	plan.Internal = p.Domains
	if plan.Web == "" {
		plan.Web = p.Webmail
	}
	for _, f := range p.Servers {
		f.From = p.Name
		f.Form = p.Login
		if named {
			f.Permit = fact.PermitProfile
		}
		plan.Profile = append(plan.Profile, f)
	}
	if plan.Login == "" && p.Login == fact.FormLocalPart {
		plan.Login, _, _ = strings.Cut(plan.Address, "@")
	}
}
