package cause

import "maildiag/probe/fact"

// The ways in which more than one test spoils a healthy world.

// offline: nothing beyond the PC answers, and there is no way out.
func offline(w *world) {
	w.unresolved()
	for i := range w.Names {
		w.Names[i].OS.Failure.Class = fact.NetUnreachable
	}
	for _, r := range []string{system1, ref1, ref2} {
		w.resolver(r, func(l *fact.Lookup) { dead(l); l.Failure.Class = fact.NetUnreachable })
	}
}

func twoResolvers(w *world) {
	for i := range w.Names {
		n := &w.Names[i]
		n.Lookups = append(n.Lookups, looked(system2, n.Host, hostAddrs[n.Host][0], hostAddrs[n.Host][1])...)
	}
}

// misledTo: the system's resolver sends IMAP to another address, where the connection is silent, or a certificate is shown.
// The right address works.
func misledTo(w *world, ip string, shown func(*fact.TLSInfo)) {
	const host = "imap.example.com"
	w.resolver(system1, func(l *fact.Lookup) {
		if l.Name == host {
			l.Addrs = nil
			if l.Type == "A" {
				l.Addrs = []string{ip}
			}
		}
	})
	w.name(host).OS.Addrs = []string{ip}
	s := w.imap()
	s.Attempts = []fact.Attempt{fails(at(ip, 993), fact.TLS, "connect", fact.TimedOut)}
	if shown != nil {
		s.Attempts[0] = good(at(ip, 993), fact.TLS, host)
		shown(s.Attempts[0].TLS)
	}
	s.Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipNotReached}
	compared(s, fact.ReasonOtherAddress, good("192.0.2.10:993", fact.TLS, host))
}

func guessed(w *world) {
	w.Run.Configured = false
	for i := range w.Services {
		w.Services[i].Source = fact.SourceGuess
	}
}

// set changes the setting of a service that goes on working.
func set(s *fact.Service, port int, sec fact.Security) {
	s.Port, s.Security = port, sec
	for i := range s.Attempts {
		s.Attempts[i] = good(at(hostAddrs[s.Host][i], port), sec, s.Host)
	}
}

// inClear sets a service to clear text; no login is made then.
func inClear(s *fact.Service, port int) {
	set(s, port, fact.None)
	s.Login = &fact.Login{State: fact.LoginSkipped, Skipped: fact.SkipClearText}
}

func noIPv4(host string) func(*fact.Lookup) {
	return func(l *fact.Lookup) {
		if l.Name == host && l.Type == "A" {
			l.Addrs = nil
		}
	}
}

// legacy: the handshake comes to its end when outdated encryption is allowed.
func legacy(s *fact.Service, version, cipher string) {
	ip := hostAddrs[s.Host][0]
	compared(s, fact.ReasonSmallHello, fails(at(ip, s.Port), s.Security, "handshake", fact.Alert))
	a := good(at(ip, s.Port), s.Security, s.Host)
	a.TLS.ClientHello, a.TLS.Version, a.TLS.Cipher = fact.HelloLegacy, version, cipher
	compared(s, fact.ReasonLegacyTLS, a)
}

// silentAt: no port of the address answers.
func silentAt(w *world, ip string) {
	compared(w.imap(), fact.ReasonSiblingPort, fails(at(ip, 143), fact.StartTLS, "connect", fact.TimedOut))
	compared(w.imap(), fact.ReasonNeutralPort, fails(at(ip, 443), fact.None, "connect", fact.TimedOut))
}
