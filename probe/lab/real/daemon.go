//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// daemon is a server that runs in the foreground, in a namespace.
type daemon struct {
	name string
	cmd  *exec.Cmd
	log  string        // the file that has its output
	done chan struct{} // closed when it has ended
}

// start runs a program in the namespace, as a child of a shell that is the first process of a process namespace of its
// own. When the shell ends, the kernel ends all that run there; and the shell is killed when this process ends,
// however that happens. (The daemon itself would forget its parent's death signal with its first change of user.)
func (n *netns) start(as *syscall.Credential, log string, argv ...string) (*daemon, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c", `"$@" & wait`, "sh"}, argv...)...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Cloneflags: syscall.CLONE_NEWPID, Pdeathsig: syscall.SIGKILL}
	d := &daemon{name: argv[0], cmd: cmd, log: log, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // the parent in the sense of Pdeathsig is this thread: it stays until the daemon has ended
		defer out.Close()
		if err := n.enter(); err != nil {
			started <- err
			return
		}
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		cmd.Wait()
		close(d.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s in %s: %w", d.name, n.name, err)
	}
	return d, nil
}

// stop kills the daemon and waits for it. Its state is thrown away, so there is nothing to save.
func (d *daemon) stop() {
	d.cmd.Process.Kill()
	<-d.done
}

// tail is the end of what the daemon said, for messages.
func (d *daemon) tail() string {
	data, _ := os.ReadFile(d.log)
	if len(data) > 2000 {
		data = data[len(data)-2000:]
	}
	return string(data)
}

// account looks up the user and group that a Debian package made for its daemon.
func account(name string) (*syscall.Credential, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// ready waits until the daemon answers: it has then opened all of its listeners. Some greet, others (DNS) only listen.
func (d *daemon) ready(n *netns, at netip.AddrPort, greets bool) error {
	if err := n.waitTCP(at.String(), greets, d.done); err != nil {
		return fmt.Errorf("%s: %w\n%s", d.name, err, d.tail())
	}
	return nil
}
