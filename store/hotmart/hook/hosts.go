package hook

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"recoup/model"
)

// hosts are the names under which the receiver may be called. A page in a browser of this machine can reach a loopback
// address under a name of its own (DNS rebinding), and cannot change what stands in Host.
type hosts struct {
	exact map[string]bool // host and port
	names map[string]bool // whatever the port: what is in front has one of its own
}

func newHosts(at netip.AddrPort, more []string) (hosts, error) {
	port := strconv.Itoa(int(at.Port()))
	h := hosts{exact: map[string]bool{}, names: map[string]bool{}}
	for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
		h.exact[net.JoinHostPort(name, port)] = true
	}
	if !at.Addr().IsUnspecified() {
		h.exact[net.JoinHostPort(at.Addr().String(), port)] = true
	}
	for _, given := range more {
		name := strings.ToLower(strings.TrimSpace(given))
		host, port, err := net.SplitHostPort(name)
		if err != nil {
			host, port = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"), "0"
		}
		_, notPort := strconv.ParseUint(port, 10, 16)
		_, notIP := netip.ParseAddr(host)
		switch {
		case notPort != nil || notIP != nil && !isName(host):
			return hosts{}, model.Usage("Give the name alone, such as events.example.com.", "%q is not the name of a host.", model.Clean(given))
		case err == nil:
			h.exact[name] = true
		default:
			h.names[host] = true
		}
	}
	return h, nil
}

// isName tells whether a text can be a host's name as it stands in a Host header.
func isName(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for i := range len(s) {
		b := s[i]
		if !(b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '.' || b == '_') {
			return false
		}
	}
	return true
}

// allows tells whether a request may come under this Host.
func (h hosts) allows(host string) bool {
	host = strings.ToLower(host)
	if h.exact[host] {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	return h.names[name]
}
