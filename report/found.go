package report

import (
	"slices"
	"strings"

	"maildiag/probe/fact"
	"maildiag/report/cause"
	"maildiag/report/lang"
)

var (
	textFound       = lang.T("Settings found for {domain}: {list}.", "自动查到 {domain} 的设置：{list}。")
	textFoundOne    = lang.T("{service} ({source})", "{service}（{source}）")
	textUnpermitted = lang.T("No password goes to {hosts} without your yes: nothing shows that it is the domain's own or a known provider's.", "未经你同意，不会把密码发给 {hosts}：无法确认它属于这个域名或已知的服务商。")
	textPageOpens   = lang.T("The webmail page {url} opens.", "网页邮箱 {url} 可以打开。")
	textSPF         = lang.T("The domain publishes {list}.", "域名设置了 {list}。")
)

// sources says where a setting came from.
var sources = map[fact.Source]lang.Text{
	fact.SourceSRV:        lang.T("the domain's DNS", "域名的 DNS 记录"),
	fact.SourceAutoconfig: lang.T("published settings", "公布的自动配置"),
	fact.SourceProvider:   lang.T("known provider", "已知的服务商设置"),
	fact.SourceProfile:    lang.T("profile", "单位配置文件"),
	fact.SourceGuess:      lang.T("usual name", "常用名称"),
}

// found tells where the tested settings came from, where nobody named them; that the webmail page works where mail does
// not; and what the domain publishes against forgery.
func found(c *cause.Case) []lang.Text {
	var out []lang.Text
	if d := c.Domain; d != nil && !c.Run.Configured {
		var list []lang.Text
		var strangers []string
		for i := range c.Services {
			s := &c.Services[i]
			k := slices.IndexFunc(d.Found, func(f fact.Found) bool {
				return f.Protocol == s.Protocol && f.Host == s.Host && f.Port == s.Port && f.Security == s.Security
			})
			if k < 0 {
				continue
			}
			if d.Found[k].Permit == "" && !slices.Contains(strangers, s.Host) {
				strangers = append(strangers, s.Host)
			}
			list = append(list, textFoundOne.With("service", serviceName(s), "source", sources[d.Found[k].Source]))
		}
		if len(list) > 0 {
			out = append(out, textFound.With("domain", d.Name, "list", lang.Join(comma, list...)))
		}
		if len(strangers) > 0 {
			out = append(out, textUnpermitted.With("hosts", strings.Join(strangers, ", ")))
		}
	}
	if c.Domain != nil && len(c.Open()) == 0 {
		var list []string
		for _, l := range c.Domain.Lookups {
			for _, txt := range l.TXT {
				switch lower := strings.ToLower(txt); {
				case strings.HasPrefix(lower, "v=spf1") && !slices.Contains(list, "SPF"):
					list = append(list, "SPF")
				case strings.HasPrefix(lower, "v=dmarc1") && !slices.Contains(list, "DMARC"):
					list = append(list, "DMARC")
				}
			}
		}
		if len(list) > 0 {
			out = append(out, textSPF.With("list", strings.Join(list, " + ")))
		}
	}
	if w := c.Web; w != nil && w.Failure == nil && w.Status < 400 && w.Status != 0 {
		out = append(out, textPageOpens.With("url", w.URL))
	}
	return out
}
