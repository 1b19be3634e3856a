package hook

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"recoup/model"
)

// resolver looks up the addresses of a name.
type resolver func(ctx context.Context, name string) ([]netip.Addr, error)

func systemResolver(ctx context.Context, name string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
}

// place is the address to listen on, as an address and no longer as a name: a name may lead elsewhere the next time that
// it is looked up.
func place(ctx context.Context, addr string, public bool, lookUp resolver) (netip.AddrPort, error) {
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return netip.AddrPort{}, model.Usage("Write it like "+DefaultAddr+".", "%q is not a host and a port.", model.Clean(addr))
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return netip.AddrPort{}, model.Usage("Write it like "+DefaultAddr+".", "%q is not a port.", model.Clean(portText))
	}
	if host == "" {
		host = "0.0.0.0" // what the operating system takes it for
	}
	found := []netip.Addr{}
	if ip, err := netip.ParseAddr(host); err == nil {
		found = append(found, ip)
	} else if found, err = lookUp(ctx, host); err != nil || len(found) == 0 {
		return netip.AddrPort{}, model.Failed(err, "Write an address such as 127.0.0.1.", "Nothing is known about the host %q.", model.Clean(host))
	}
	for _, ip := range found {
		if ip = ip.Unmap(); !isLoopback(ip) && !public {
			return netip.AddrPort{}, model.Usage("Listen on "+DefaultAddr+" and put a tunnel or a reverse proxy in front. If you know what you do: --i-know",
				"Other machines could reach %s, without encryption.", model.Clean(addr))
		}
	}
	return netip.AddrPortFrom(preferred(found), uint16(port)), nil
}

// isLoopback tells whether an address is one of the two that only this machine reaches and that browsers know as its own.
func isLoopback(ip netip.Addr) bool {
	return ip == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || ip == netip.IPv6Loopback()
}

// preferred is the first IPv4 address where there is one: a tunnel told to go to localhost tries that first.
func preferred(found []netip.Addr) netip.Addr {
	for _, ip := range found {
		if ip.Unmap().Is4() {
			return ip.Unmap()
		}
	}
	return found[0]
}

// bind opens the address.
func bind(ctx context.Context, at netip.AddrPort) (net.Listener, error) {
	network := "tcp6"
	if at.Addr().Is4() {
		network = "tcp4"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, network, at.String())
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, model.Failed(err, "If it is another recoup listen, leave it running; else choose another port with --addr.", "%s is in use already.", at)
	case errors.Is(err, syscall.EACCES):
		return nil, model.Failed(err, "Choose a port above 1023 with --addr.", "%s cannot be used: no permission.", at)
	case err != nil:
		return nil, model.Failed(err, "Choose another address with --addr.", "%s cannot be listened on.", at)
	}
	return listener, nil
}
