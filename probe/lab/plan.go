package lab

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
)

// planned is what faults change in the plan, and in the PC's clock.
type planned struct {
	services  map[fact.Protocol]string // by plan.* faults: "host:port/security", or off
	suggested map[fact.Protocol]string // by faults that the usual plan would not meet
	sends     bool
	timeout   time.Duration
	clock     time.Duration
	find      bool   // no service is named
	web       string // the webmail page
}

// off as a service of the plan leaves it out.
const off = "off"

// suggest notes what a fault would like the plan to be. The first one counts.
func (p *planned) suggest(service fact.Protocol, setting string) {
	if p.suggested == nil {
		p.suggested = map[fact.Protocol]string{}
	}
	if p.suggested[service] == "" {
		p.suggested[service] = setting
	}
}

func applyPlanService(b *blueprint, it item) error {
	_, who, _ := strings.Cut(it.row.key, ".")
	if it.arg != off {
		if _, err := setting(fact.Protocol(who), it.arg); err != nil {
			return fmt.Errorf("fault %q: %w", it.text, err)
		}
	}
	if b.plan.services == nil {
		b.plan.services = map[fact.Protocol]string{}
	}
	b.plan.services[fact.Protocol(who)] = it.arg
	return noteWorld(b, it)
}

func applyTimeout(b *blueprint, it item) error {
	n, err := strconv.ParseFloat(it.arg, 64)
	if err != nil || !(n > 0 && n <= 3600) {
		return fmt.Errorf("fault %q: %q is not a number of seconds", it.text, it.arg)
	}
	b.plan.timeout = time.Duration(n * float64(time.Second))
	return noteWorld(b, it)
}

// setting reads host:port/security.
func setting(p fact.Protocol, s string) (probe.ServicePlan, error) {
	out := probe.ServicePlan{Protocol: p, Source: fact.SourceUser, MayLogin: true}
	address, security, ok := strings.Cut(s, "/")
	out.Security = fact.Security(security)
	if !ok || !slices.Contains([]fact.Security{fact.TLS, fact.StartTLS, fact.None}, out.Security) {
		return out, fmt.Errorf("%q is not host:port/tls, /starttls or /none", s)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" {
		return out, fmt.Errorf("%q is not host:port", address)
	}
	if out.Host, out.Port, err = strings.ToLower(host), 0, nil; strings.ContainsAny(host, " /%") {
		return out, fmt.Errorf("%q is not a host", host)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return out, fmt.Errorf("%q is not a port", port)
	}
	out.Port = int(n)
	return out, nil
}

// usual is how the demo user's mail program is set.
var usual = map[fact.Protocol]string{
	fact.IMAP: "imap.example.com:993/tls",
	fact.POP3: "pop.example.com:995/tls",
	fact.SMTP: "smtp.example.com:465/tls",
}

// Plan is what the demo user wants tested, with what the faults change in it. Each change is applied to it last.
func (w *World) Plan(change ...func(*probe.Plan)) probe.Plan {
	b := w.design
	plan := probe.Plan{
		Address:    Address,
		Domain:     Domain,
		Configured: true,
		Password:   probe.NewSecret(passwords[""]),
		References: slices.Clone(references),
		Timeout:    30 * time.Second,
		Hops:       b.wantsHops(),
	}
	for _, p := range protocols {
		s := usual[p]
		if v := b.plan.suggested[p]; v != "" {
			s = v
		}
		if v := b.plan.services[p]; v != "" {
			s = v
		}
		if s == off {
			continue
		}
		service, err := setting(p, s)
		if err != nil {
			panic("lab: " + err.Error()) // what comes from outside was checked by applyPlanService
		}
		plan.Services = append(plan.Services, service)
	}
	if b.plan.find {
		plan.Configured, plan.Services = false, nil
	}
	if c := b.slots["plan.password"]; c.given() {
		plan.Password = probe.NewSecret(passwords[c.value])
	}
	if c := b.slots["plan.token"]; c.given() {
		plan.Token = probe.NewSecret(map[string]string{"on": Token, "wrong": "ya29.other-token"}[c.value])
	}
	plan.Login = b.slots["plan.login"].arg
	if b.plan.sends {
		plan.SendTo = "bob@example.net"
	}
	if c := b.slots["plan.send-to"]; c.given() {
		plan.SendTo = c.arg
	}
	if c := b.slots["plan.family"]; c.given() {
		plan.Family, _ = strconv.Atoi(c.value)
	}
	if b.plan.timeout > 0 {
		plan.Timeout = b.plan.timeout
	}
	plan.Web = b.plan.web
	plan.NoAuth = b.slots["plan.no-auth"].given()
	for _, f := range change {
		f(&plan)
	}
	return plan
}

// WithService sets one service of a plan as "host:port/security" does; "off" leaves it out.
func WithService(p fact.Protocol, s string) func(*probe.Plan) {
	return func(plan *probe.Plan) {
		plan.Services = slices.DeleteFunc(plan.Services, func(sp probe.ServicePlan) bool { return sp.Protocol == p })
		if s == off {
			return
		}
		service, err := setting(p, s)
		if err != nil {
			panic("lab: " + err.Error())
		}
		plan.Services = append(plan.Services, service)
		slices.SortStableFunc(plan.Services, func(a, b probe.ServicePlan) int {
			return slices.Index(protocols, a.Protocol) - slices.Index(protocols, b.Protocol)
		})
	}
}

// passwords are what the plan gives, by the value of plan.password. The accounts' own is the first.
var passwords = map[string]string{
	"":           Password,
	"wrong":      "kite-lantern-43-harbour",
	"none":       "",
	"edge-blank": Password + " ",
	"full-width": strings.ReplaceAll(Password, "42", "４２"),
	"invisible":  strings.Replace(Password, "lantern", "lan\u200btern", 1),
}
