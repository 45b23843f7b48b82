package discover

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"maildiag/probe/fact"
	"maildiag/probe/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// domain is a world of one domain, as its sources see it.
type domain struct {
	srv   []fact.SRV
	mx    []string
	names []string                 // host names that lead to an address
	open  []string                 // "host:port"
	pages map[string]string        // address without its query: body; "hang" never answers, "html" is a page of a site
	late  map[string]time.Duration // "srv", "mx", or an address: how long the answer takes
}

func (d *domain) doors() Doors {
	wait := func(ctx context.Context, what string) error {
		select {
		case <-time.After(d.late[what]):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return Doors{
		SRV: func(ctx context.Context) []fact.Lookup {
			if wait(ctx, "srv") != nil {
				return nil
			}
			return []fact.Lookup{{Type: "SRV", RCode: "NOERROR", SRV: d.srv}}
		},
		MX: func(ctx context.Context) []string {
			if wait(ctx, "mx") != nil {
				return nil
			}
			return d.mx
		},
		Resolves: func(_ context.Context, host string) bool { return has(d.names, host) },
		Connects: func(_ context.Context, host string, port int) bool {
			return has(d.open, fmt.Sprintf("%s:%d", host, port))
		},
		Fetch: func(ctx context.Context, address string) (*web.Page, error) {
			address, _, _ = strings.Cut(address, "?")
			if err := wait(ctx, address); err != nil {
				return nil, err
			}
			switch body, ok := d.pages[address]; {
			case !ok:
				return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
			case body == "hang":
				<-ctx.Done()
				return nil, ctx.Err()
			case body == "html":
				return &web.Page{Status: 200, Type: "text/html", Body: []byte("<html><p>hello")}, nil
			default:
				return &web.Page{Status: 200, Type: "text/xml", Body: []byte(body)}, nil
			}
		},
	}
}

func has(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func config(host string) string {
	return `<clientConfig version="1.1"><emailProvider id="x"><incomingServer type="imap"><hostname>` + host + `</hostname><port>993</port>` +
		`<socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer><outgoingServer type="smtp"><hostname>` + host +
		`</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer></emailProvider></clientConfig>`
}

const (
	own      = "https://autoconfig.a.example/mail/config-v1.1.xml"
	known    = "https://a.example/.well-known/autoconfig/mail/config-v1.1.xml"
	plainOwn = "http://autoconfig.a.example/mail/config-v1.1.xml"
)

// search runs one to its end and shows what is chosen, with the time that it took.
func search(t *testing.T, d *domain, q Question) (chosen string, took time.Duration, r *Result) {
	t.Helper()
	begun := time.Now()
	s := Start(context.Background(), d.doors(), q)
	s.Wait(context.Background(), (*Result).Settled)
	took = time.Since(begun)
	r = s.Result()
	s.Stop()
	var out []string
	for _, f := range r.Choose() {
		out = append(out, fmt.Sprintf("%s %s:%d/%s %s", f.Source, f.Host, f.Port, f.Security, f.Permit))
	}
	return strings.Join(out, ", "), took, r
}

func TestMerge(t *testing.T) {
	srv := []fact.SRV{{Service: "_imaps", Target: "imap.a.example", Port: 993}, {Service: "_submission", Target: "smtp.b.example", Port: 587}}
	guessable := []string{"imap.a.example", "smtp.a.example", "mail.a.example"}
	for _, c := range []struct {
		name string
		d    domain
		q    Question
		want string
	}{
		{"nothing", domain{}, Question{}, ""},
		{"SRV", domain{srv: srv}, Question{}, "srv imap.a.example:993/tls domain, srv smtp.b.example:587/starttls "},
		{"SRV, the lowest priority, then the heaviest", domain{srv: []fact.SRV{{Service: "_imaps", Target: "c.a.example", Port: 993, Priority: 2, Weight: 9},
			{Service: "_imaps", Target: "b.a.example", Port: 993, Priority: 1, Weight: 1}, {Service: "_imaps", Target: "d.a.example", Port: 993, Priority: 1, Weight: 5}}},
			Question{}, "srv d.a.example:993/tls domain"},
		{"SRV names one that can't be used", domain{srv: []fact.SRV{{Service: "_imaps", Target: "192.0.2.1", Port: 993}, {Service: "_imap", Target: "imap.a.example", Port: 143}}},
			Question{}, "srv imap.a.example:143/starttls domain"},
		{"SRV withholds what would be guessed", domain{srv: []fact.SRV{{Service: "_imaps", Target: "."}, {Service: "_imap", Target: "."}}, names: guessable[:2], open: []string{"smtp.a.example:465"}},
			Question{}, "guess smtp.a.example:465/tls domain"},
		{"SRV for receiving, autoconfig for sending", domain{srv: srv[:1], pages: map[string]string{own: config("mail.a.example")}}, Question{},
			"srv imap.a.example:993/tls domain, autoconfig mail.a.example:587/starttls domain"},
		{"autoconfig before the table by MX", domain{mx: []string{"mxbiz1.qq.com"}, pages: map[string]string{own: config("mail.a.example")}}, Question{},
			"autoconfig mail.a.example:993/tls domain, autoconfig mail.a.example:587/starttls domain"},
		{"the table by MX before the ISPDB", domain{mx: []string{"mxbiz1.qq.com"}, pages: map[string]string{ispdb + "a.example": config("mail.b.example")}}, Question{},
			"provider imap.exmail.qq.com:993/tls provider, provider pop.exmail.qq.com:995/tls provider, provider smtp.exmail.qq.com:465/tls provider"},
		{"a backup exchanger at a provider says nothing", domain{mx: []string{"mx.a.example", "mxbiz1.qq.com"}}, Question{}, ""},
		{"well-known", domain{pages: map[string]string{own: "html", known: config("mail.a.example")}}, Question{},
			"autoconfig mail.a.example:993/tls domain, autoconfig mail.a.example:587/starttls domain"},
		{"plain HTTP, and only where there is no other", domain{pages: map[string]string{plainOwn: config("evil.example")}}, Question{},
			"autoconfig evil.example:993/tls , autoconfig evil.example:587/starttls "},
		{"the ISPDB by the exchanger's domain", domain{mx: []string{"mx3.host.co.uk"}, pages: map[string]string{ispdb + "host.co.uk": config("mail.host.co.uk")}}, Question{},
			"autoconfig mail.host.co.uk:993/tls , autoconfig mail.host.co.uk:587/starttls "},
		{"no ISPDB", domain{mx: []string{"mx3.host.co.uk"}, pages: map[string]string{ispdb + "host.co.uk": config("mail.host.co.uk"), ispdb + "a.example": config("m.b.example")}},
			Question{NoISPDB: true}, ""},
		{"guesses: what takes a connection", domain{names: guessable, open: []string{"mail.a.example:993", "smtp.a.example:587"}}, Question{},
			"guess mail.a.example:993/tls domain, guess smtp.a.example:587/starttls domain"},
		{"guesses: nothing takes a connection", domain{names: guessable[:2]}, Question{}, "guess imap.a.example:993/tls domain, guess smtp.a.example:465/tls domain"},
		{"the profile beats all", domain{srv: srv}, Question{Profile: []fact.Found{{Protocol: fact.IMAP, Host: "x.b.example", Port: 143, Security: fact.StartTLS, Source: fact.SourceProfile}}},
			"profile x.b.example:143/starttls , srv smtp.b.example:587/starttls "},
		{"a profile that a flag names", domain{}, Question{Profile: []fact.Found{{Protocol: fact.IMAP, Host: "x.b.example", Port: 993, Security: fact.TLS, Source: fact.SourceProfile, Permit: fact.PermitProfile}}},
			"profile x.b.example:993/tls profile"},
		{"the domain is in the table", domain{srv: srv}, Question{Address: "a@qq.com", Domain: "qq.com"},
			"provider imap.qq.com:993/tls domain, provider pop.qq.com:995/tls domain, provider smtp.qq.com:465/tls domain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if c.q.Domain == "" {
					c.q.Address, c.q.Domain = "ann@a.example", "a.example"
				}
				if got, _, r := search(t, &c.d, c.q); got != c.want {
					t.Errorf("chosen %s\nwant   %s\n%+v", got, c.want, r.Asked)
				}
			})
		})
	}
}

func TestWhoIsWaitedFor(t *testing.T) {
	srv := []fact.SRV{{Service: "_imaps", Target: "imap.a.example", Port: 993}, {Service: "_submissions", Target: "smtp.a.example", Port: 465}}
	hang := map[string]string{own: "hang", known: "hang", ispdb + "a.example": "hang", "https://autodiscover.a.example/autodiscover/autodiscover.json/v1.0/ann@a.example": "hang"}
	for _, c := range []struct {
		name string
		d    domain
		want time.Duration // at most
	}{
		{"SRV: nobody else", domain{srv: srv, pages: hang, late: map[string]time.Duration{"srv": 40 * time.Millisecond, "mx": time.Hour}}, 40 * time.Millisecond},
		{"autoconfig: what is less trusted is not waited for", domain{pages: map[string]string{own: config("m.a.example"), known: "hang", ispdb + "a.example": "hang"},
			late: map[string]time.Duration{own: 100 * time.Millisecond}}, 100 * time.Millisecond},
		{"all silent", domain{pages: hang, late: map[string]time.Duration{"srv": time.Hour, "mx": time.Hour}}, Timeout},
		{"web silent, usual names there", domain{pages: hang, names: []string{"mail.a.example"}, open: []string{"mail.a.example:993", "mail.a.example:465"}}, guessAfter + time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, took, _ := search(t, &c.d, Question{Address: "ann@a.example", Domain: "a.example"})
				if took > c.want {
					t.Errorf("it took %v, at most %v", took, c.want)
				}
			})
		})
	}
}

// TestLateIsNotKnown: what has not answered by the end is marked so, and nothing goes on.
func TestLateIsNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &domain{pages: map[string]string{own: "hang"}}
		s := Start(context.Background(), d.doors(), Question{Address: "ann@a.example", Domain: "a.example"})
		s.Stop()
		for _, a := range s.Result().Asked {
			if a.From == own && a.Answer != fact.AnswerLate {
				t.Errorf("%+v", a)
			}
		}
	})
}

func TestParseAutoconfig(t *testing.T) {
	found, err := ParseAutoconfig([]byte("\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"+strings.Replace(config("imap.%EMAILDOMAIN%"), "%EMAILADDRESS%", "%EMAILLOCALPART%", 1)), "ann@a.example")
	if err != nil || len(found) != 2 || found[0].Host != "imap.a.example" || found[0].Form != fact.FormLocalPart || found[1].Protocol != fact.SMTP {
		t.Errorf("%+v, %v", found, err)
	}
	for name, bad := range map[string]string{
		"entity":        `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>` + config("&a;.example"),
		"no entity":     config("&a;"),
		"not XML":       "hello",
		"other root":    "<html></html>",
		"no server":     `<clientConfig><emailProvider id="x"></emailProvider></clientConfig>`,
		"address":       config("192.0.2.1"),
		"no name":       config("localhost"),
		"escape":        config("a\x1b.example"),
		"deep":          strings.Repeat("<a>", 10000),
		"charset":       `<?xml version="1.0" encoding="utf-7"?>` + config("a.example"),
		"exchange only": strings.ReplaceAll(strings.ReplaceAll(config("a.example"), `"imap"`, `"exchange"`), `"smtp"`, `"exchange"`),
		"cut":           config("a.example")[:200],
	} {
		if found, err := ParseAutoconfig([]byte(bad), "ann@a.example"); err == nil {
			t.Errorf("%s: %+v", name, found)
		}
	}
	many := strings.Replace(config("a.example"), "<incomingServer", strings.Repeat(`<incomingServer type="imap"><hostname>a.example</hostname><port>1</port><socketType>SSL</socketType></incomingServer>`, 500)+"<incomingServer", 1)
	if found, err := ParseAutoconfig([]byte(many), "ann@a.example"); err != nil || len(found) > maxServers {
		t.Errorf("%d servers, %v", len(found), err)
	}
}

func FuzzParseAutoconfig(f *testing.F) {
	f.Add(config("imap.example.com"))
	f.Add("<clientConfig>")
	f.Fuzz(func(t *testing.T, s string) {
		found, err := ParseAutoconfig([]byte(s), "ann@a.example")
		if err == nil && (len(found) == 0 || len(found) > maxServers) {
			t.Errorf("%+v", found)
		}
		for _, x := range found {
			if h, err := Host(x.Host); err != nil || h != x.Host || x.Port < 1 || x.Port > 65535 {
				t.Errorf("%+v", x)
			}
		}
	})
}

func TestParseAutodiscover(t *testing.T) {
	if host, err := ParseAutodiscover([]byte(`{"Protocol":"ActiveSync","Url":"https://EAS.outlook.com/Microsoft-Server-ActiveSync"}`)); host != "eas.outlook.com" || err != nil {
		t.Errorf("%q, %v", host, err)
	}
	for _, bad := range []string{"", "{}", `{"Url":"http://a.example/"}`, `{"Url":"https://192.0.2.1/"}`, `{"ErrorCode":"x"}`, "[", `{"Url":5}`} {
		if host, err := ParseAutodiscover([]byte(bad)); err == nil {
			t.Errorf("%s: %q", bad, host)
		}
	}
}

func TestErrorsDoNotTellTheAddress(t *testing.T) {
	d := &domain{}
	doors := d.doors()
	doors.Fetch = func(_ context.Context, address string) (*web.Page, error) { return nil, errors.New("broken") }
	s := Start(context.Background(), doors, Question{Address: "ann@a.example", Domain: "a.example"})
	s.Wait(context.Background(), nil)
	s.Stop()
	for _, a := range s.Result().Asked {
		if strings.Contains(a.From+a.Raw, "ann") {
			t.Errorf("%+v", a)
		}
	}
}
