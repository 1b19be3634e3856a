package hook

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"recoup/model"
)

// names stands in for the resolver: what a name leads to.
func names(table map[string][]string) resolver {
	return func(_ context.Context, name string) ([]netip.Addr, error) {
		var found []netip.Addr
		for _, ip := range table[name] {
			found = append(found, netip.MustParseAddr(ip))
		}
		if found == nil {
			return nil, errors.New("no such host")
		}
		return found, nil
	}
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	lookUp := names(map[string][]string{
		"localhost": {"::1", "127.0.0.1"}, "mixed.example": {"127.0.0.1", "192.0.2.7"}, "lan.example": {"192.168.1.20"},
	})
	for _, c := range []struct {
		addr, at string // at is where it listens; empty is refused
		known    string // where it listens with --i-know; empty is the same
	}{
		{"127.0.0.1:8787", "127.0.0.1:8787", ""},
		{"[::1]:8787", "[::1]:8787", ""},
		{"localhost:8787", "127.0.0.1:8787", ""},
		{"[::ffff:127.0.0.1]:8787", "127.0.0.1:8787", ""},
		{"0.0.0.0:8787", "", "0.0.0.0:8787"},
		{"[::]:8787", "", "[::]:8787"},
		{":8787", "", "0.0.0.0:8787"},
		{"127.0.0.2:8787", "", "127.0.0.2:8787"},
		{"192.168.1.20:8787", "", "192.168.1.20:8787"},
		{"10.0.0.1:8787", "", "10.0.0.1:8787"},
		{"[fe80::1]:8787", "", "[fe80::1]:8787"},
		{"[::ffff:10.0.0.1]:8787", "", "10.0.0.1:8787"},
		{"lan.example:8787", "", "192.168.1.20:8787"},
		{"mixed.example:8787", "", "127.0.0.1:8787"},
	} {
		t.Run(c.addr, func(t *testing.T) {
			at, err := place(t.Context(), c.addr, false, lookUp)
			if c.at == "" && (model.KindOf(err) != model.KindUsage || err == nil) {
				t.Errorf("not refused: %v, %v", at, err)
			}
			if c.at == "" && err != nil && !strings.Contains(err.Error(), "--i-know") {
				t.Errorf("does not say how to do it all the same: %v", err)
			}
			if c.at != "" && (err != nil || at.String() != c.at) {
				t.Errorf("listens on %v, %v; want %s", at, err, c.at)
			}
			want := c.known
			if want == "" {
				want = c.at
			}
			if at, err := place(t.Context(), c.addr, true, lookUp); err != nil || at.String() != want {
				t.Errorf("with --i-know it listens on %v, %v; want %s", at, err, want)
			}
		})
	}
}

func TestAnAddressThatIsNoneIsASentence(t *testing.T) {
	for _, addr := range []string{"127.0.0.1", "8787", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", "127.0.0.1:-1", "nowhere.example:8787", "a\x1b[2Jb:8787"} {
		_, err := place(t.Context(), addr, true, names(nil))
		var told *model.Error
		if !errors.As(err, &told) || told.Hint == "" || strings.ContainsRune(err.Error(), 0x1b) {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

// The address itself, and not a name that could lead elsewhere a moment later, is what is bound.
func TestWhatIsBoundIsLoopback(t *testing.T) {
	r := start(t, Options{Addr: "localhost:0"})
	if !isLoopback(r.Address().Addr()) || r.Address().Port() == 0 {
		t.Fatalf("listens on %s", r.Address())
	}
	if got := r.listener.Addr().String(); got != r.Address().String() {
		t.Fatalf("says %s, listens on %s", r.Address(), got)
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addrs {
		network, ok := a.(*net.IPNet)
		if !ok || network.IP.IsLoopback() || network.IP.To4() == nil {
			continue
		}
		conn, err := net.Dial("tcp4", netip.AddrPortFrom(netip.AddrFrom4([4]byte(network.IP.To4())), r.Address().Port()).String())
		if err == nil {
			_ = conn.Close()
			t.Errorf("it is reached on %s too", network.IP)
		}
	}
}

func TestAnAddressInUseIsASentence(t *testing.T) {
	first := start(t, Options{})
	_, err := Listen(t.Context(), Options{Addr: first.Address().String(), Hottok: secret(hottok), Sink: newSnapshot(t)})
	if err == nil || !strings.Contains(err.Error(), "in use") || !strings.Contains(err.Error(), "--addr") {
		t.Fatalf("%v", err)
	}
}

func TestWithoutAHottokNothingStarts(t *testing.T) {
	for name, s := range map[string]Revealer{"none": nil, "empty": secret(""), "space": secret(" \n")} {
		t.Run(name, func(t *testing.T) {
			_, err := Listen(t.Context(), Options{Addr: "127.0.0.1:0", Hottok: s, Sink: newSnapshot(t)})
			if err == nil || !strings.Contains(err.Error(), "no hottok") || !strings.Contains(err.Error(), "recoup auth set") {
				t.Fatalf("%v", err)
			}
		})
	}
}

// A page in a browser of this machine reaches 127.0.0.1 under its own name (DNS rebinding); Host tells.
func TestHostsUnderWhichItAnswers(t *testing.T) {
	r := start(t, Options{Hosts: []string{"Events.Example.com", "quiet.example:444", "203.0.113.9"}})
	port := netip.MustParseAddrPort(r.Address().String())
	with := func(host string) string {
		return net.JoinHostPort(host, strings.TrimPrefix(port.String(), "127.0.0.1:"))
	}
	for _, c := range []struct {
		host string
		ok   bool
	}{
		{with("127.0.0.1"), true},
		{with("localhost"), true},
		{with("LOCALHOST"), true},
		{with("::1"), true},
		{"events.example.com", true},
		{"events.example.com:443", true},
		{"EVENTS.example.COM", true},
		{"quiet.example:444", true},
		{"203.0.113.9", true},
		{"127.0.0.1", false}, // another port is another server
		{"127.0.0.1:80", false},
		{"localhost", false},
		{with("localhost."), false},
		{with("evil.example"), false},
		{with("127.0.0.1.evil.example"), false},
		{with("events.example.com.evil.example"), false},
		{with("127.0.0.2"), false},
		{with("0.0.0.0"), false},
		{"quiet.example", false},
		{"evil.example", false},
	} {
		for _, path := range []string{"/", "/health"} {
			q := r.request(strings.NewReader(approved(1).body()))
			if path == "/health" {
				q, _ = http.NewRequest(http.MethodGet, r.url(path), nil)
			}
			q.Host = c.host
			status, body := r.do(q)
			if (status == http.StatusOK) != c.ok || !c.ok && status != http.StatusForbidden {
				t.Errorf("Host %s, %s: %d %s", c.host, path, status, body)
			}
		}
	}
}

func TestAHostThatIsNoNameIsRefused(t *testing.T) {
	for _, name := range []string{"", "https://events.example.com", "events.example.com/hook", "*.example.com", "a b", "e\x1b.example"} {
		if _, err := newHosts(netip.MustParseAddrPort("127.0.0.1:1"), []string{name}); model.KindOf(err) != model.KindUsage || err == nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
