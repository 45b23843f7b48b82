package lab

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// errnos are the system's own errors for what can't be provoked on loopback.
var errnos = map[state]syscall.Errno{
	unreachable: windows.WSAEHOSTUNREACH,
	noRoute:     windows.WSAENETUNREACH,
	denied:      windows.WSAEACCES,
}
