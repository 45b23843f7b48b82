package cause

import "maildiag/probe/fact"

// alsoSaid are sentences of causes that a rule finds by measuring. In a live run they only stand beside what was
// measured, as an alternative; for a text that a person brings they are the cause.
var alsoSaid = map[*Cause][]Says{
	settingsWrongSecurity: {
		{Words: []string{"must issue a starttls command|must issue starttls|must issue a stls|stls is required|starttls required|starttls is required|" +
			"starttls first|use starttls|stls first"},
			Source: "RFC 3207 section 4, " + srcHMail},
		{Words: []string{"cleartext authentication disallowed|plaintext authentication disallowed|cleartext logins disabled|clear text logins disabled|" +
			"plaintext logins disabled|cleartext authentication|plaintext authentication|only available under a layer|plaintext login is not|" +
			"cleartext login is not"},
			Source: srcDovecot + ", " + srcCyrus + ", " + srcZimbraIMAP},
		{Words: []string{"encryption required for requested authentication mechanism|ssl/tls-connection is required|secure connection is requi*|" +
			"secure connection required|without ssl/tls encryption is not allowed|ssl is required|ssl required|requires ssl|" +
			"requires a secure connection|encrypted connection is required|encryption required|must use ssl"},
			Stages: atOrAfter, Source: "RFC 4954 section 6, " + srcHMail},
		{Words: []string{"uc_client_non_ssl"}, Source: srcAliyun},
		{Words: []string{"logindisabled"}, Protocol: fact.IMAP, Alternatives: []string{"auth.no-common-mechanism"}, Source: "RFC 9051 section 6.2.3"},
		{RespCode: "PRIVACYREQUIRED", Source: "RFC 5530"},
		{Enhanced: "X.7.11", Confidence: Certain, Source: "RFC 4954 section 6"},
		{Enhanced: "X.7.10", Alternatives: []string{"send.tls-required"}, Source: "RFC 5248 section 2.4"},
		{Code: 538, Source: "RFC 4954 section 6"},
	},
}
