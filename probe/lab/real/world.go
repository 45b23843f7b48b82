//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// nobody is the user that programs and mail storage run as.
const nobody = 65534

// World is the running whole.
type World struct {
	dir     string
	sites   []*Site
	net     topology
	pki     *pki
	daemons []*daemon
	staged  sync.WaitGroup
	closers []func()
}

// Options of a world.
type Options struct {
	Sites []*Site // example.com comes first in every world, whether it stands here or not
	Wire  Wire    // the long way between client and servers
}

// Need skips the test where a world can't be built. Where the tests of real servers are expected (CI=true,
// MAILDIAG_REAL=1), that is a failure.
func Need(t testing.TB) {
	t.Helper()
	reason := missing()
	switch {
	case reason == "":
	case os.Getenv("MAILDIAG_REAL") == "1" || os.Getenv("CI") == "true":
		t.Fatalf("real servers: %s", reason)
	default:
		t.Skipf("real servers: %s", reason)
	}
}

// missing says what a world lacks here, or nothing.
func missing() string {
	if os.Geteuid() != 0 {
		return errNoRights.Error()
	}
	const install = " (apt-get install dovecot-imapd dovecot-pop3d postfix unbound nginx-light nftables iproute2)"
	for _, program := range []string{"ip", "nft", "dovecot", "unbound", "nginx"} {
		if _, err := exec.LookPath(program); err != nil {
			return err.Error() + install
		}
	}
	for _, program := range []string{"/usr/lib/dovecot/imap-login", "/usr/lib/dovecot/pop3-login", "/usr/lib/postfix/sbin/master"} {
		if _, err := os.Stat(program); err != nil {
			return err.Error() + install
		}
	}
	if _, err := os.Stat("/dev/net/tun"); err != nil {
		return err.Error()
	}
	for _, name := range []string{"postfix", "unbound", "dovecot", "dovenull"} {
		if _, err := account(name); err != nil {
			return err.Error()
		}
	}
	if err := onThread(func() error { return unix.Unshare(unix.CLONE_NEWNET | unix.CLONE_NEWNS) }); err != nil {
		return "no namespaces can be made: " + err.Error()
	}
	return ""
}

// New builds a world, and takes it down with the test.
func New(t testing.TB, o Options) *World {
	t.Helper()
	sweep()
	w := &World{}
	t.Cleanup(w.close)
	if err := w.open(o); err != nil {
		t.Fatalf("real servers: %v", err)
	}
	return w
}

// prefix of all folders that are made here.
const prefix = "maildiag-real-"

// open builds everything; what was built before an error is left to close.
func (w *World) open(o Options) error {
	if err := w.makeDir(); err != nil {
		return err
	}
	if err := w.settle(o.Sites); err != nil {
		return err
	}
	return errAll(
		func() error { return w.net.build(o.Wire) },
		w.addresses,
		func() error { return w.net.gateway.nft(gatewayRules) },
		func() error { return w.net.router.nft(routerRules) },
		w.certificates,
		w.postfixDirs,
		w.daemonsStart,
		w.stageOpen,
	)
}

// makeDir makes the world's folder.
func (w *World) makeDir() error {
	dir, unlock, err := newDir()
	if err != nil {
		return err
	}
	w.dir, w.closers = dir, append(w.closers, unlock)
	return nil
}

// newDir makes a folder that everybody may read. The lock on its file, held until unlock is called or forgotten, tells
// other runs that its owner lives.
func newDir() (dir string, unlock func(), err error) {
	if dir, err = os.MkdirTemp("", prefix); err != nil {
		return "", nil, err
	}
	path := filepath.Join(dir, "lock")
	lock, err := os.Create(path + ".new")
	if err != nil {
		return "", nil, err
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return "", nil, err
	}
	if err := os.Rename(path+".new", path); err != nil { // nobody sees it before it is locked
		return "", nil, err
	}
	return dir, func() { lock.Close() }, os.Chmod(dir, 0o755)
}

// sweep removes folders of runs that were killed.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*"))
	for _, dir := range dirs {
		lock, err := os.Open(filepath.Join(dir, "lock"))
		if err != nil {
			continue // being made at this moment
		}
		if unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
			os.RemoveAll(dir)
		}
		lock.Close()
	}
}

// settle lists the sites and gives them addresses.
func (w *World) settle(sites []*Site) error {
	if len(sites) == 0 || sites[0].Label != "" {
		sites = append([]*Site{{}}, sites...)
	}
	w.sites = append(sites, &Site{Label: "stranger", Chain: WrongName, OneFamily: true, NoSRV: true, V4: StrangerAddr})
	servers, staged := 0, 0
	seen := map[string]bool{}
	for _, s := range w.sites {
		if seen[s.Label] {
			return fmt.Errorf("two sites %q", s.Label)
		}
		seen[s.Label] = true
		if err := s.place(&servers, &staged); err != nil {
			return err
		}
	}
	return nil
}

// addresses puts the addresses of sites and resolvers where they live.
func (w *World) addresses() error {
	var servers, stage []netip.Addr
	for _, s := range w.sites {
		if s.staged() {
			stage = append(stage, s.addrs()...)
		} else {
			servers = append(servers, s.addrs()...)
		}
	}
	return errAll(
		func() error { return w.net.own(w.net.servers, "servers", servers) },
		func() error { return w.net.own(w.net.stage, "stage", stage) },
		func() error { return w.net.router.ip("route add blackhole " + BlackholeAddr.String()) },
		func() error {
			return w.net.own(w.net.resolvers, "resolvers",
				[]netip.Addr{AstrayAddr, LyingAddr, DenyingAddr, FailingAddr, RefusingAddr, ClosedAddr, DeadAddr})
		},
	)
}

// certificates writes the CA file and each site's chain and key.
func (w *World) certificates() (err error) {
	if w.pki, err = newPKI(time.Now()); err != nil {
		return err
	}
	if err := os.WriteFile(w.CA(), w.pki.rootPEM(), 0o644); err != nil {
		return err
	}
	for i, s := range w.sites {
		chain, key, err := w.pki.leaf(s.Chain, s.certified()...)
		if err != nil {
			return err
		}
		s.chain = filepath.Join(w.dir, "cert"+strconv.Itoa(i)+".pem")
		s.key = filepath.Join(w.dir, "key"+strconv.Itoa(i)+".pem")
		if err := os.WriteFile(s.chain, chain, 0o644); err != nil {
			return err
		}
		if err := os.WriteFile(s.key, key, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// CA is the file with the lab's root certificate.
func (w *World) CA() string { return filepath.Join(w.dir, "ca.pem") }

// daemonsStart starts all servers, side by side.
func (w *World) daemonsStart() error {
	starts := []func() (*daemon, error){w.dovecot, w.postfix, w.nginx}
	for _, u := range resolvers(w.sites) {
		n := w.net.resolvers
		if u.addr == ReferenceAddr {
			n = w.net.reference
		}
		u.root = rootZone(w.sites)
		starts = append(starts, func() (*daemon, error) { return u.start(n, w.dir) })
	}
	daemons, errs := make([]*daemon, len(starts)), make([]error, len(starts))
	var all sync.WaitGroup
	for i, start := range starts {
		all.Go(func() { daemons[i], errs[i] = start() })
	}
	all.Wait()
	for _, d := range daemons {
		if d != nil {
			w.daemons = append(w.daemons, d)
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// stageOpen opens the listeners that are no mail servers.
func (w *World) stageOpen() error {
	for _, s := range w.sites {
		for port, script := range s.Script {
			for _, a := range s.addrs() {
				l, err := w.net.stage.listen(netip.AddrPortFrom(a, uint16(port)).String())
				if err != nil {
					return err
				}
				w.perform(l, script)
			}
		}
	}
	return nil
}

// close takes the world down.
func (w *World) close() {
	for _, d := range w.daemons {
		d.stop()
	}
	for i := len(w.closers) - 1; i >= 0; i-- {
		w.closers[i]()
	}
	w.staged.Wait()
	w.net.tear()
	if w.dir != "" {
		os.RemoveAll(w.dir)
	}
}
