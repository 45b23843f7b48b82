package probe

import (
	"golang.org/x/sys/windows"

	"maildiag/probe/fact"
)

// systemErrnos are Winsock's own numbers; syscall's POSIX names on Windows are invented ones that never come from a socket.
var systemErrnos = []struct {
	errno error
	class fact.Class
}{
	{windows.WSAECONNREFUSED, fact.Refused},
	{windows.WSAECONNRESET, fact.Reset},
	{windows.WSAECONNABORTED, fact.Reset},
	{windows.WSAETIMEDOUT, fact.TimedOut},
	{windows.WSAEHOSTUNREACH, fact.HostUnreachable},
	{windows.WSAENETUNREACH, fact.NetUnreachable},
	{windows.WSAEADDRNOTAVAIL, fact.AddrUnavailable},
	{windows.WSAEAFNOSUPPORT, fact.AddrUnavailable},
	{windows.WSAEACCES, fact.Denied},
}
