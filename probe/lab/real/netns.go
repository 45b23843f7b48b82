//go:build linux

package real

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// netns is a network namespace without a name. It lives as long as its file or a process in it.
type netns struct {
	name string // for messages
	file *os.File
}

// newNetns makes a namespace with its loopback up.
func newNetns(name string) (*netns, error) {
	n := &netns{name: name}
	err := onThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("unshare: %w", err)
		}
		file, err := os.Open("/proc/thread-self/ns/net")
		if err != nil {
			return err
		}
		n.file = file
		return run("ip", "link", "set", "lo", "up")
	})
	if err != nil {
		return nil, fmt.Errorf("namespace %s: %w", name, err)
	}
	return n, nil
}

// onThread runs f on a thread of its own, which ends with it: what f does to the thread's namespaces stays there.
func onThread(f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the runtime ends the thread with the goroutine
		done <- f()
	}()
	return <-done
}

// do runs f inside the namespace. Sockets, devices and processes that f makes stay there.
func (n *netns) do(f func() error) error {
	return onThread(func() error {
		if err := n.enter(); err != nil {
			return err
		}
		if err := f(); err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
		return nil
	})
}

// enter moves the calling thread into the namespace.
func (n *netns) enter() error {
	if err := unix.Setns(int(n.file.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("setns %s: %w", n.name, err)
	}
	return nil
}

// path is how other processes may open the namespace.
func (n *netns) path() string {
	return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), n.file.Fd())
}

// ip runs lines of iproute2 commands, without the word "ip", in one go.
func (n *netns) ip(lines ...string) error {
	return n.do(func() error {
		cmd := exec.Command("ip", "-batch", "-")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
		return finish(cmd)
	})
}

// sysctl sets kernel parameters of the namespace: "net.ipv4.ip_forward=1".
func (n *netns) sysctl(settings ...string) error {
	return n.do(func() error {
		for _, s := range settings {
			key, value, _ := strings.Cut(s, "=")
			path := "/proc/sys/" + strings.ReplaceAll(key, ".", "/")
			if err := os.WriteFile(path, []byte(value), 0o644); err != nil {
				return err
			}
		}
		return nil
	})
}

// listen opens a TCP listener in the namespace.
func (n *netns) listen(addr string) (l net.Listener, err error) {
	err = n.do(func() (err error) {
		l, err = net.Listen("tcp", addr)
		return err
	})
	return l, err
}

// waitTCP waits until something listens on addr (an IP literal) and, where it greets, has greeted; or until gone is closed.
func (n *netns) waitTCP(addr string, greets bool, gone <-chan struct{}) error {
	deadline := time.Now().Add(20 * time.Second)
	return n.do(func() error {
		for {
			err := knock(addr, greets, deadline)
			if err == nil {
				return nil
			}
			if time.Now().After(deadline) {
				return err
			}
			select {
			case <-gone:
				return fmt.Errorf("it ended before it listened on %s", addr)
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
}

// knock opens one connection, and reads the first byte where one is due.
func knock(addr string, greets bool, deadline time.Time) error {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	if !greets {
		return nil
	}
	c.SetDeadline(deadline)
	_, err = c.Read(make([]byte, 1))
	return err
}

// run runs a command in the calling thread's namespaces.
func run(name string, args ...string) error {
	return finish(exec.Command(name, args...))
}

// finish runs cmd and puts its output into the error.
func finish(cmd *exec.Cmd) error {
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(cmd.Args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

// link joins two namespaces by a cable: a veth pair whose ends get the names given.
func link(a *netns, aName string, b *netns, bName string) error {
	return a.ip(
		fmt.Sprintf("link add dev %s type veth peer name %s netns %s", aName, bName, b.path()),
		"link set dev "+aName+" up",
	)
}

// errAll runs steps until one fails.
func errAll(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

var errNoRights = errors.New("root is needed to make network namespaces")
