package store

import (
	"context"
	"errors"
	"sync"
)

// pool keeps the connections of one file: as many as are used at once, up to a bound, and a few to spare.
type pool struct {
	open  func() (*session, error)
	turns chan struct{} // holds one for each connection in use

	mutex  sync.Mutex
	idle   []*session
	closed bool
}

// spareSessions is how many connections stay open that nobody uses.
const spareSessions = 2

var errClosed = errors.New("the file was closed")

func newPool(most int, open func() (*session, error)) *pool {
	return &pool{open: open, turns: make(chan struct{}, most)}
}

// take gives a connection, and waits for its turn where all are in use.
func (p *pool) take(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case p.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s, err := p.next()
	if err != nil {
		<-p.turns
	}
	return s, err
}

func (p *pool) next() (*session, error) {
	p.mutex.Lock()
	if p.closed {
		p.mutex.Unlock()
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		s := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mutex.Unlock()
		return s, nil
	}
	p.mutex.Unlock()
	return p.open()
}

// give takes a connection back. One that is still in a transaction, since whoever had it panicked, is not used again.
func (p *pool) give(s *session) error {
	defer func() { <-p.turns }()
	s.follow(context.Background())
	p.mutex.Lock()
	keep := !p.closed && len(p.idle) < spareSessions && !s.inTransaction()
	if keep {
		p.idle = append(p.idle, s)
	}
	p.mutex.Unlock()
	if keep {
		return nil
	}
	return s.close()
}

// close closes the connections. One in use is closed when it is given back.
func (p *pool) close() error {
	p.mutex.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mutex.Unlock()
	var err error
	for _, s := range idle {
		err = errors.Join(err, s.close())
	}
	return err
}
