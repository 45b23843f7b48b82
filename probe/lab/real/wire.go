//go:build linux

package real

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Wire is what a long cable does to packets. The zero Wire does nothing.
type Wire struct {
	Delay time.Duration // in each direction
	// Drop, where set, loses the packets for which it is true; out is the direction away from the client. Both
	// directions call it at once.
	Drop func(packet []byte, out bool) bool
}

// wirePacket is a packet on its way.
type wirePacket struct {
	data []byte
	due  time.Time
}

// wireDepth bounds what is on its way in one direction; further packets are lost, as in any queue.
const wireDepth = 4096

// wire joins two namespaces by a TUN device in each, and carries packets between them in this process: the kernel
// at hand may have no delay of its own (netem). Packets keep their order. It ends when stop is called.
func wire(a *netns, aName string, b *netns, bName string, w Wire) (stop func(), err error) {
	aTun, err := tun(a, aName)
	if err != nil {
		return nil, err
	}
	bTun, err := tun(b, bName)
	if err != nil {
		aTun.Close()
		return nil, err
	}
	ended := make(chan struct{}, 2)
	carry := func(from, to *os.File, out bool) {
		w.carry(from, to, out)
		ended <- struct{}{}
	}
	go carry(aTun, bTun, true)
	go carry(bTun, aTun, false)
	return func() {
		aTun.Close()
		bTun.Close()
		<-ended
		<-ended
	}, nil
}

// carry moves packets in one direction until a device is closed.
func (w Wire) carry(from, to *os.File, out bool) {
	way := make(chan wirePacket, wireDepth)
	arrived := make(chan struct{})
	go func() {
		defer close(arrived)
		for p := range way {
			sleepUntil(p.due)
			to.Write(p.data) // a device that is down loses packets
		}
	}()
	buf := make([]byte, 1<<16)
	for {
		n, err := from.Read(buf)
		if err != nil { // closed
			break
		}
		if w.Drop != nil && w.Drop(buf[:n], out) {
			continue
		}
		select {
		case way <- wirePacket{append([]byte(nil), buf[:n]...), time.Now().Add(w.Delay)}:
		default:
		}
	}
	close(way)
	<-arrived
}

// sleepUntil sleeps in the kernel: the runtime's timers are only exact to a millisecond, which would show beside a
// delay of twenty.
func sleepUntil(due time.Time) {
	for {
		left := time.Until(due)
		if left <= 0 {
			return
		}
		ts := unix.NsecToTimespec(left.Nanoseconds())
		unix.Nanosleep(&ts, nil)
	}
}

// tun makes a TUN device in the namespace and brings it up.
func tun(n *netns, name string) (file *os.File, err error) {
	err = n.do(func() error {
		fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
		if err != nil {
			return fmt.Errorf("/dev/net/tun: %w", err)
		}
		req, err := unix.NewIfreq(name)
		if err != nil {
			return err
		}
		req.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
		if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, req); err != nil {
			unix.Close(fd)
			return fmt.Errorf("TUNSETIFF: %w", err)
		}
		file = os.NewFile(uintptr(fd), "/dev/net/tun")
		return run("ip", "link", "set", "dev", name, "up")
	})
	return file, err
}
