//go:build !windows

package lab

import "syscall"

// errnos are the system's own errors for what can't be provoked on loopback.
var errnos = map[state]syscall.Errno{
	unreachable: syscall.EHOSTUNREACH,
	noRoute:     syscall.ENETUNREACH,
	denied:      syscall.EACCES,
}
