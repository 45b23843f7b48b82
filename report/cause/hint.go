package cause

import (
	"maildiag/probe/fact"
	"maildiag/report/lang"
)

// PasswordHint says which password to type where mail programs need another one than the account's own; empty where
// nothing is known, or nothing is special. The provider is told by a server's name, or known from the table.
func PasswordHint(host string, known *fact.Provider) lang.Text {
	p := providerOf(host)
	if p == nil {
		p = fromTable(known)
	}
	if p == nil {
		return lang.Text{}
	}
	text := lang.Text{}
	switch p.password {
	case ownCode:
		text = lang.T("{provider} wants its {code} here, not the account's own password. It is made at {page}: {path}.",
			"{provider}在这里要填{code}，不是登录网页的密码。生成方法：打开 {page}，{path}。")
	case maybeOwnCode:
		text = lang.T("{provider} may want its {code} here, where the account is set so; else the account's own password.",
			"{provider}如果设置了{code}，这里要填它；没有设置就填邮箱密码。")
	case oauthOnly:
		text = lang.T("{provider} takes no password from mail programs, only a sign-in in the browser: press Enter to go on without a login.",
			"{provider}不接受邮件客户端用密码登录，只能在浏览器里授权：直接回车，不登录继续检测即可。")
	default:
		return text
	}
	return text.With("provider", p.name, "code", p.code, "page", p.page, "path", p.path)
}

// fromTable is what the built-in table knows of a provider that has no words here.
func fromTable(known *fact.Provider) *provider {
	if known == nil || known.Password == "" {
		return nil
	}
	kinds := map[fact.PasswordKind]passwordKind{fact.PasswordAccount: accountPassword, fact.PasswordCode: ownCode,
		fact.PasswordEither: maybeOwnCode, fact.PasswordOAuth: oauthOnly}
	return &provider{product: known.Name, name: providerName(known.Name), page: anyProvider.page, path: anyProvider.path, code: anyProvider.code,
		password: kinds[known.Password], fullAddress: known.Form == fact.FormAddress, offAtFirst: known.Off}
}

// provider is what is known of the provider whose server a service is: the words that stand here, else the built-in
// table's facts; nil: nothing.
func (c *Case) provider(s *fact.Service) *provider {
	if p := providerOf(s.Host); p != nil {
		return p
	}
	if c.Domain != nil && c.Domain.Provider != nil && s.Provider != "" && s.Provider == c.Domain.Provider.Name {
		return fromTable(c.Domain.Provider)
	}
	return nil
}

// behind is the provider of a service, or the one whose own sentence was heard there.
func (c *Case) behind(s *fact.Service, says *Says) *provider {
	if p := providerBehind(s.Host, says); p != nil {
		return p
	}
	return c.provider(s)
}
