package lab

import (
	"context"
	"crypto/x509"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"time"

	"maildiag/probe"
	"maildiag/probe/fact"
)

// Env is every door of this world.
func (w *World) Env() *probe.Env {
	return &probe.Env{
		Dial:       w.dialAlong,
		Path:       w.path,
		Exchange:   w.exchange,
		LookupHost: w.lookupHost,
		HostsFile:  w.hostsFile,
		Fetch:      w.fetch(),
		PC:         w.pc,
		Now:        func() time.Time { return time.Now().Add(w.design.plan.clock) },
		Roots: probe.Roots{
			System: w.pki.system,
			Public: func() *x509.CertPool { return w.pki.public },
			Certs:  func() []*x509.Certificate { return w.pki.publicRoots },
		},
	}
}

// pc is Env.PC: a desk computer behind a home router.
func (w *World) pc(context.Context) fact.PC {
	pc := fact.PC{OS: runtime.GOOS, Arch: runtime.GOARCH, Version: "maildiag demo", Routes: &fact.Routes{}, HostsFile: hostsPath()}
	for _, a := range w.names.system {
		pc.Resolvers = append(pc.Resolvers, fact.Resolver{Addr: a.String(), Role: fact.RoleSystem, Iface: "eth0"})
	}
	if w.design.slots["pc.offline"].given() {
		return pc
	}
	eth := fact.Interface{Name: "eth0", Addresses: []string{pc4.String() + "/24"}}
	*pc.Routes = fact.Routes{Default4: true, Gateway4: router.String(), Interface: eth.Name}
	if !w.design.slots["pc.ipv6"].given() {
		eth.Addresses = append(eth.Addresses, pc6.String()+"/64")
		pc.Routes.Default6, pc.Routes.Gateway6 = true, "fe80::1"
	}
	pc.Interfaces = []fact.Interface{eth}
	return pc
}

func hostsPath() string {
	if runtime.GOOS == "windows" {
		return `C:\Windows\System32\drivers\etc\hosts`
	}
	return "/etc/hosts"
}

// applyClock reads an offset of the PC's clock: "-3y", "+40m".
func applyClock(b *blueprint, it item) error {
	d, err := offset(it.arg)
	if err != nil {
		return fmt.Errorf("fault %q: %w", it.text, err)
	}
	b.plan.clock = d
	return noteWorld(b, it)
}

var units = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day, 'y': 365 * day}

func offset(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is not a time such as -3y, +2d, +40m", s)
	number, signed := strings.CutPrefix(s, "-")
	sign := 1.0
	if signed {
		sign = -1
	} else {
		number = strings.TrimPrefix(number, "+")
	}
	if len(number) < 2 {
		return 0, bad
	}
	unit, ok := units[number[len(number)-1]]
	n, err := strconv.ParseFloat(number[:len(number)-1], 64)
	if !ok || err != nil || !(n > 0) || n*float64(unit) > float64(100*365*day) {
		return 0, bad
	}
	return time.Duration(math.Round(sign * n * float64(unit))), nil
}
