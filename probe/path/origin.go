package path

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Origin asks Team Cymru's DNS zones who announces an address: the AS, and the country it is registered in. Both are
// empty where it is not known.
func Origin(ctx context.Context, txt func(context.Context, string) ([]string, error), a netip.Addr) (as, country string) {
	answers, err := txt(ctx, originName(a))
	if err != nil || len(answers) == 0 {
		return "", ""
	}
	return parseOrigin(answers[0])
}

// originName is the name of the TXT record for an address.
func originName(a netip.Addr) string {
	if a.Is4() {
		b := a.As4()
		return fmt.Sprintf("%d.%d.%d.%d.origin.asn.cymru.com.", b[3], b[2], b[1], b[0])
	}
	b := a.As16()
	var s strings.Builder
	for i := len(b) - 1; i >= 0; i-- {
		fmt.Fprintf(&s, "%x.%x.", b[i]&15, b[i]>>4)
	}
	return s.String() + "origin6.asn.cymru.com."
}

// parseOrigin reads "4134 | 202.96.0.0/12 | CN | apnic | 1997-07-31"; of several ASes the first.
func parseOrigin(s string) (as, country string) {
	fields := strings.Split(s, "|")
	if len(fields) < 3 {
		return "", ""
	}
	numbers := strings.Fields(fields[0])
	if len(numbers) == 0 {
		return "", ""
	}
	if n, err := strconv.ParseUint(numbers[0], 10, 32); err == nil {
		as = "AS" + strconv.FormatUint(n, 10)
	}
	if c := strings.TrimSpace(fields[2]); len(c) == 2 && c == strings.ToUpper(c) && strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		country = c
	}
	return as, country
}
