package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"maildiag/probe/lab"
)

// terminal is a program on a pseudo-terminal.
type terminal struct {
	t    *testing.T
	pty  *os.File
	tty  *os.File
	cmd  *exec.Cmd
	done chan error

	mu   sync.Mutex
	out  bytes.Buffer
	seen int // what wait has gone past
	more chan bool
}

func onTerminal(t *testing.T, dir string, env []string, name string, args ...string) *terminal {
	t.Helper()
	pty, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	if err := unix.IoctlSetPointerInt(int(pty.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(pty.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(pty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 100}); err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	c := &terminal{t: t, pty: pty, tty: tty, done: make(chan error, 1), more: make(chan bool, 1)}
	c.cmd = exec.Command(name, args...)
	c.cmd.Dir, c.cmd.Env = dir, append(append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm", "LANG=en_US.UTF-8"}, coverage()...), env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = tty, tty, tty
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read()
	go func() { c.done <- c.cmd.Wait() }()
	t.Cleanup(func() { c.cmd.Process.Kill(); tty.Close(); pty.Close() })
	return c
}

// coverage passes on where a covered binary writes.
func coverage() []string {
	if dir := os.Getenv("GOCOVERDIR"); dir != "" {
		return []string{"GOCOVERDIR=" + dir}
	}
	return nil
}

func (c *terminal) read() {
	buf := make([]byte, 4096)
	for {
		n, err := c.pty.Read(buf)
		c.mu.Lock()
		c.out.Write(buf[:n])
		c.mu.Unlock()
		select {
		case c.more <- true:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (c *terminal) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.String()
}

// wait reads on until these words have come.
func (c *terminal) wait(words string) {
	c.t.Helper()
	limit := time.After(40 * time.Second)
	for {
		text := c.text()
		if i := strings.Index(text[c.seen:], words); i >= 0 {
			c.seen += i + len(words)
			return
		}
		select {
		case <-c.more:
		case <-limit:
			c.t.Fatalf("%q did not come; the screen:\n%s", words, text)
		}
	}
}

// answer waits for a question and types.
func (c *terminal) answer(question, keys string) {
	c.t.Helper()
	c.wait(question)
	if _, err := c.pty.WriteString(keys); err != nil {
		c.t.Fatal(err)
	}
}

// end waits for the program's end and gives its status and the whole screen.
func (c *terminal) end() (int, string) {
	c.t.Helper()
	select {
	case <-c.done:
	case <-time.After(40 * time.Second):
		c.t.Fatalf("it does not end; the screen:\n%s", c.text())
	}
	// What the program wrote comes before this.
	const mark = "<the end>"
	if _, err := c.tty.WriteString(mark); err != nil {
		c.t.Fatal(err)
	}
	c.wait(mark)
	return c.cmd.ProcessState.ExitCode(), strings.TrimSuffix(c.text(), mark)
}

func saved(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "maildiag-20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9].txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("saved: %v %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestConversation: somebody who knows no command finds out that the port is wrong.
func TestConversation(t *testing.T) {
	dir := t.TempDir()
	c := onTerminal(t, dir, nil, "maildiag-lab")
	c.answer("Which mailbox", "alice\r")
	c.wait("not an email address")
	c.answer("Which mailbox", "alice@example.com\r")
	c.answer("What goes wrong?", "7\r")
	c.wait("type 1, 2 or 3")
	c.answer("What goes wrong?", "２\r")
	c.answer("error message?", "The connection to the server timed out.\rServer error: 0x800CCC0E\r\r")
	c.answer("To which address", "bob\r")
	c.wait("not an email address")
	c.answer("To which address", "bob@example.net\r")
	c.answer("Which servers", "t\r")
	c.answer("Incoming server", "imap.example.com:99999\r")
	c.wait("not a port")
	c.answer("Incoming server", "imap.example.com:994\r")
	c.answer("Outgoing server", "\r")
	c.answer("Password for alice@example.com", lab.Password+"\r")
	c.wait("Checking, ")
	c.wait("settings.wrong-port")
	c.wait("993")
	c.wait("The report is in ")
	status, screen := c.end()
	if status != exitTrouble {
		t.Errorf("exit status %d", status)
	}
	if strings.Contains(screen, lab.Password) || strings.Contains(screen, "BEGIN MAILDIAG") {
		t.Errorf("the screen:\n%s", screen)
	}
	text := saved(t, dir)
	for _, want := range []string{"(settings.wrong-port)", "-----BEGIN MAILDIAG REPORT-----", "-----END MAILDIAG REPORT-----", "message that was seen"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the file:\n%s", want, text)
		}
	}
	if strings.Contains(text, "alice") || strings.Contains(text, lab.Password) || strings.Contains(text, "\x1b") {
		t.Errorf("the file names the user, or holds escape sequences:\n%s", text)
	}
}

// TestConversationInChinese, all of it with Enter, on a terminal that can do nothing but print; the folder can't be written.
func TestConversationInChinese(t *testing.T) {
	home := t.TempDir()
	documents := filepath.Join(home, "Documents")
	if err := os.Mkdir(documents, 0o755); err != nil {
		t.Fatal(err)
	}
	c := onTerminal(t, home, []string{"LANG=zh_CN.UTF-8", "TERM=dumb"}, "sh", "-c", "cd /proc && exec maildiag-lab")
	c.answer("哪个邮箱", "alice＠example.com\r")
	c.answer("出了什么问题", "\r")
	c.answer("有报错信息吗", "\r")
	c.answer("发给哪个地址", "\r")
	c.answer("哪些服务器", "\r")
	c.answer("的密码", "\r")
	c.wait("一切正常")
	c.wait("报告保存在 " + documents)
	status, screen := c.end()
	if status != exitOK || strings.Contains(screen, "\x1b") {
		t.Errorf("exit status %d, the screen:\n%s", status, screen)
	}
	if text := saved(t, documents); !strings.Contains(text, "一切正常") {
		t.Errorf("the file:\n%s", text)
	}
}

// TestATerminalGetsNoBlock: the verdict is the last thing on the screen but a hint; colours are there.
func TestATerminalGetsNoBlock(t *testing.T) {
	c := onTerminal(t, t.TempDir(), nil, "maildiag", "demo", "imap.cert=expired")
	c.wait("tls.certificate-expired")
	c.wait("--copy")
	status, screen := c.end()
	if status != exitTrouble || strings.Contains(screen, "BEGIN MAILDIAG") || !strings.Contains(screen, "\x1b[31m") {
		t.Errorf("exit status %d, the screen:\n%s", status, screen)
	}
}

// TestCopyThroughTheTerminal: without a clipboard program, the terminal is asked, and that is said to be uncertain.
func TestCopyThroughTheTerminal(t *testing.T) {
	c := onTerminal(t, t.TempDir(), nil, "maildiag", "demo", "imap.cert=expired", "--copy")
	c.wait("\x1b]52;c;")
	start := c.seen
	c.wait("\a")
	data, err := base64.StdEncoding.DecodeString(c.text()[start : c.seen-1])
	if err != nil || !strings.Contains(string(data), "-----END MAILDIAG REPORT-----") || strings.Contains(string(data), "\x1b") {
		t.Errorf("%v: the terminal was given\n%s", err, data)
	}
	c.wait("Not every terminal does")
	if status, _ := c.end(); status != exitTrouble {
		t.Errorf("exit status %d", status)
	}
}

func TestConversationInterrupted(t *testing.T) {
	for _, at := range []string{"Which mailbox", "What goes wrong?", "Password for"} {
		t.Run(at, func(t *testing.T) {
			c := onTerminal(t, t.TempDir(), nil, "maildiag-lab")
			if at != "Which mailbox" {
				c.answer("Which mailbox", "alice@example.com\r")
			}
			if at == "Password for" {
				c.answer("What goes wrong?", "1\r")
				c.answer("error message?", "\r")
				c.answer("Which servers", "\r")
			}
			c.answer(at, "\x03")
			status, screen := c.end()
			if status != exitUnknown || strings.Contains(screen, "goroutine") || !strings.HasSuffix(screen, "\r\n") {
				t.Errorf("exit status %d, the screen:\n%s", status, screen)
			}
		})
	}
}
