package probe

import (
	"net"

	"golang.org/x/sys/unix"
)

// quickAck asks the kernel to acknowledge what comes next at once. Servers that write their session tickets and then
// their greeting (OpenSSL with Nagle's algorithm, so Postfix) hold the second back until the first is acknowledged: a
// delayed acknowledgement costs a run a round trip. The kernel forgets the wish by itself; a refusal changes nothing.
func quickAck(conn net.Conn) {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 1) })
	}
}
