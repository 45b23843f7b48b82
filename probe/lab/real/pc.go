//go:build linux

package real

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// PC is a client computer of the world: where programs under test run.
type PC struct {
	w *World
	n *netns
	// Resolvers are the nameservers of its resolv.conf.
	Resolvers []netip.Addr
	// Hosts are further lines of its hosts file.
	Hosts []string
}

// PC is the ordinary one, with both IP versions and the healthy resolver.
func (w *World) PC() *PC { return &PC{w: w, n: w.net.client, Resolvers: []netip.Addr{ResolverAddr}} }

// PC4 is one in a network without IPv6.
func (w *World) PC4() *PC { return &PC{w: w, n: w.net.client4, Resolvers: []netip.Addr{ResolverAddr}} }

// Ran is a program that has ended.
type Ran struct {
	Stdout, Stderr []byte
	Exit           int
	Wall           time.Duration
	Peak           int64 // the most memory that it had, in bytes, as far as a look every few milliseconds shows
}

// runLimit ends programs that hang.
const runLimit = 90 * time.Second

// Run runs a program on the PC as nobody, with no rights, and with nothing in its environment but env.
func (pc *PC) Run(env []string, name string, args ...string) (*Ran, error) {
	files, err := pc.files()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), runLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append([]string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/nonexistent"}, env...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}, Pdeathsig: syscall.SIGKILL}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	ran := &Ran{}
	err = pc.n.do(func() error {
		if err := furnish(files); err != nil {
			return err
		}
		began := time.Now()
		if err := cmd.Start(); err != nil {
			return err
		}
		stop := make(chan struct{})
		peak := watchMemory(cmd.Process.Pid, stop)
		err := cmd.Wait()
		close(stop)
		ran.Wall, ran.Peak = time.Since(began), <-peak
		return err
	})
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s did not end within %s\n%s", filepath.Base(name), runLimit, errs.Bytes())
	}
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return nil, err
	}
	ran.Stdout, ran.Stderr, ran.Exit = out.Bytes(), errs.Bytes(), cmd.ProcessState.ExitCode()
	return ran, nil
}

// watchMemory follows a process's peak memory until stop is closed. What the kernel says afterwards (getrusage) is no
// use: it begins with the memory of whoever started the process.
func watchMemory(pid int, stop <-chan struct{}) <-chan int64 {
	result := make(chan int64, 1)
	path := fmt.Sprintf("/proc/%d/status", pid)
	go func() {
		var peak int64
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-stop:
				tick.Stop()
				result <- peak
				return
			case <-tick.C:
			}
			status, _ := os.ReadFile(path)
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
				var kib int64
				fmt.Sscanf(rest, "%d", &kib)
				peak = max(peak, kib<<10)
			}
		}
	}()
	return result
}

// files writes what the PC has in /etc, and tells what lies over what.
func (pc *PC) files() (map[string]string, error) {
	var conf strings.Builder
	for _, r := range pc.Resolvers {
		fmt.Fprintf(&conf, "nameserver %s\n", r)
	}
	content := map[string]string{
		"/etc/resolv.conf":   conf.String(),
		"/etc/hosts":         "127.0.0.1 localhost\n::1 localhost\n" + strings.Join(pc.Hosts, "\n") + "\n",
		"/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
	}
	dir, err := os.MkdirTemp(pc.w.dir, "etc-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	files, i := map[string]string{}, 0
	for target, text := range content {
		path := filepath.Join(dir, strconv.Itoa(i))
		i++
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return nil, err
		}
		files[target] = path
	}
	return files, nil
}

// furnish gives the calling thread a view of the file system of its own, with files laid over others and
// with the /sys of its network namespace.
func furnish(files map[string]string) error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	for target, source := range files {
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("mount over %s: %w", target, err)
		}
	}
	if err := unix.Mount("sysfs", "/sys", "sysfs", 0, ""); err != nil {
		return fmt.Errorf("mount /sys: %w", err)
	}
	return nil
}
