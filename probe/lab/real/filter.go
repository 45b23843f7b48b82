//go:build linux

package real

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
)

// gatewayRules note what the clients open and whom they ask, before anything is filtered: an element of the first two
// sets is one connection, however often its SYN is sent. Probes of hop timing, which set out with a low TTL, are not counted.
const gatewayRules = `table inet lab {
  set opened4 { typeof ip saddr . tcp sport . ip daddr . tcp dport; flags dynamic; size 65535; }
  set opened6 { typeof ip6 saddr . tcp sport . ip6 daddr . tcp dport; flags dynamic; size 65535; }
  set asked4 { typeof ip daddr; flags dynamic; size 4096; }
  set asked6 { typeof ip6 daddr; flags dynamic; size 4096; }
  chain seen {
    type filter hook prerouting priority -300;
    iifname "lan*" ip ttl > 40 tcp flags & (syn|ack) == syn add @opened4 { ip saddr . tcp sport . ip daddr . tcp dport }
    iifname "lan*" ip6 hoplimit > 40 tcp flags & (syn|ack) == syn add @opened6 { ip6 saddr . tcp sport . ip6 daddr . tcp dport }
    iifname "lan*" add @asked4 { ip daddr }
    iifname "lan*" add @asked6 { ip6 daddr }
  }
}
`

// routerRules is the chain that filters of the cases are added to.
const routerRules = `table inet lab {
  chain transit {
    type filter hook forward priority 0;
    ip daddr 192.0.2.59 drop
  }
}
`

// Family tells which addresses of a site a filter is about.
type Family string

const (
	V4   Family = "ip"
	V6   Family = "ip6"
	Both Family = ""
)

// Filter makes the router treat packets to the site by a rule of nftables: "tcp dport 465 drop". It holds
// for the rest of the world's life.
func (w *World) Filter(s *Site, family Family, rule string) error {
	var b strings.Builder
	for _, a := range s.addrs() {
		word := V4
		if a.Is6() {
			word = V6
		}
		if family == Both || family == word {
			fmt.Fprintf(&b, "add rule inet lab transit %s daddr %s %s\n", word, a, rule)
		}
	}
	return w.net.router.nft(b.String())
}

// nft feeds a script to nftables in the namespace.
func (n *netns) nft(script string) error {
	return n.do(func() error {
		cmd := exec.Command("nft", "-f", "-")
		cmd.Stdin = strings.NewReader(script)
		return finish(cmd)
	})
}

// Connection is one that a client tried to open.
type Connection struct{ From, To netip.AddrPort }

// Opened are the connections that clients have tried to open since the world began.
func (w *World) Opened() (map[Connection]bool, error) {
	all := map[Connection]bool{}
	for _, set := range []string{"opened4", "opened6"} {
		if err := w.listSet(set, func(listing []byte) error { return readOpened(listing, all) }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Asked are the addresses that clients have sent any packet to since the world began.
func (w *World) Asked() ([]netip.Addr, error) {
	var all []netip.Addr
	for _, set := range []string{"asked4", "asked6"} {
		err := w.listSet(set, func(listing []byte) error {
			var elements []netip.Addr
			err := readSet(listing, &elements)
			all = append(all, elements...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// listSet reads a set of the gateway in nft's JSON.
func (w *World) listSet(name string, read func(listing []byte) error) error {
	var out []byte
	err := w.net.gateway.do(func() (err error) {
		out, err = exec.Command("nft", "-j", "list", "set", "inet", "lab", name).Output()
		return err
	})
	if err == nil {
		err = read(out)
	}
	if err != nil {
		return fmt.Errorf("nft list set %s: %w", name, err)
	}
	return nil
}

// readSet reads the elements of one set into a slice.
func readSet[T any](listing []byte, elements *[]T) error {
	var doc struct {
		Nftables []struct {
			Set *struct{ Elem []T }
		}
	}
	if err := json.Unmarshal(listing, &doc); err != nil {
		return err
	}
	for _, item := range doc.Nftables {
		if item.Set != nil {
			*elements = append(*elements, item.Set.Elem...)
		}
	}
	return nil
}

// readOpened reads connections. An element can stand in a listing twice, where another came while the kernel was
// writing it.
func readOpened(listing []byte, all map[Connection]bool) error {
	var elements []struct{ Concat []json.RawMessage }
	if err := readSet(listing, &elements); err != nil {
		return err
	}
	for _, e := range elements {
		var from, to netip.Addr
		var fromPort, toPort uint16
		parts := []any{&from, &fromPort, &to, &toPort}
		if len(e.Concat) != len(parts) {
			return fmt.Errorf("an element of %d parts", len(e.Concat))
		}
		for i, part := range parts {
			if err := json.Unmarshal(e.Concat[i], part); err != nil {
				return err
			}
		}
		all[Connection{netip.AddrPortFrom(from, fromPort), netip.AddrPortFrom(to, toPort)}] = true
	}
	return nil
}
