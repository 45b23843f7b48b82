// Package real is a small internet of real software for the tests: Dovecot, Postfix and Unbound as Debian 12
// ships them, in network namespaces with documentation addresses, joined by routers that filter with nftables
// and, where wanted, by a wire that delays.
//
//	client 198.51.100.2 ─ gateway ─ (wire) ─ router ─┬─ servers   192.0.2.10, .60 and up (Dovecot, Postfix)
//	                                                 ├─ stage     192.0.2.160 and up (listeners that misbehave)
//	                                                 ├─ resolvers 192.0.2.53 and up (Unbound, healthy and ill)
//	                                                 └─ reference 203.0.113.53 (Unbound)
//
// A world is built once for many cases. Each case is a site: a mail domain with addresses, certificate, user
// and filters of its own, so that cases do not meet and run side by side.
//
// It owns the namespaces, the servers' configuration and the way a program is run in it as an ordinary user.
// Nothing of it outlives the process: the namespaces have no names, and the kernel takes them away with the
// last file descriptor; each daemon is the first process of a process namespace and is killed with its parent,
// and with it all its children. A folder left behind by a killed run is removed by the next one.
//
// Linux and root are needed. Not here: the servers embedded in the binary and their faults (package lab).
package real
