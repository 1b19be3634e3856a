package hook

import (
	"net"
	"net/http"
	"sync"
)

// connections is a listener that has at most so many connections at once. One more waits for a place, and while it waits
// the connection that has been idle longest is closed: a proxy keeps idle ones, and an event must not wait for them.
type connections struct {
	net.Listener
	limit int

	mu    sync.Mutex
	open  map[net.Conn]uint64 // since which turn it is idle; 0 is busy
	turn  uint64
	moved chan struct{} // something may have become free
	over  chan struct{}
	once  sync.Once
}

func newConnections(l net.Listener, limit int) *connections {
	return &connections{Listener: l, limit: limit, open: map[net.Conn]uint64{}, moved: make(chan struct{}, 1), over: make(chan struct{})}
}

// Accept waits for a connection, and for a place for it.
func (c *connections) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	for !c.admit(conn) {
		select {
		case <-c.moved:
		case <-c.over:
			_ = conn.Close()
			return nil, net.ErrClosed
		}
	}
	return conn, nil
}

// Close stops accepting.
func (c *connections) Close() error {
	c.once.Do(func() { close(c.over) })
	return c.Listener.Close()
}

// admit gives a connection a place, or begins to make one.
func (c *connections) admit(conn net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.open) < c.limit {
		c.open[conn] = 0
		return true
	}
	var oldest net.Conn
	for other, since := range c.open {
		if since != 0 && (oldest == nil || since < c.open[oldest]) {
			oldest = other
		}
	}
	if oldest != nil {
		c.open[oldest] = 0 // on its way out: not to be chosen again
		_ = oldest.Close()
	}
	return false
}

// watch keeps the books; it is the server's ConnState.
func (c *connections) watch(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateActive:
		c.open[conn] = 0
		return
	case http.StateIdle:
		c.turn++
		c.open[conn] = c.turn
	case http.StateClosed, http.StateHijacked:
		delete(c.open, conn)
	default:
		return
	}
	select {
	case c.moved <- struct{}{}:
	default:
	}
}
