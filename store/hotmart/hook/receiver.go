package hook

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"time"

	"recoup/model"
	"recoup/store/hotmart"
)

// Receiver is a receiver of webhooks that has its address already.
type Receiver struct {
	address   netip.AddrPort
	listener  *connections
	server    *http.Server
	committer *committer
	teller    *teller
	counts    *counts
	options   Options
}

// Listen checks the options and takes the address; Serve must be called next. Errors are *model.Error.
func Listen(ctx context.Context, o Options) (*Receiver, error) {
	return listen(ctx, o, systemResolver)
}

func listen(ctx context.Context, o Options, lookUp resolver) (*Receiver, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.read == nil {
		o.read = hotmart.ReadEvent
	}
	o.Limits = o.Limits.orDefaults()
	token, err := newToken(o.Hottok)
	if err != nil {
		return nil, err
	}
	o.Hottok = nil
	at, err := place(ctx, cmp.Or(o.Addr, DefaultAddr), o.AllowPublic, lookUp)
	if err != nil {
		return nil, err
	}
	if _, err := newHosts(at, o.Hosts); err != nil {
		return nil, err
	}
	bound, err := bind(ctx, at)
	if err != nil {
		return nil, err
	}
	r := &Receiver{options: o, listener: newConnections(bound, o.Limits.Connections), counts: newCounts()}
	r.address = netip.AddrPortFrom(at.Addr(), bound.Addr().(*net.TCPAddr).AddrPort().Port())
	hosts, err := newHosts(r.address, o.Hosts) // now that the port is known
	if err != nil {
		return nil, errors.Join(err, bound.Close())
	}
	r.teller = newTeller(r.counts)
	r.committer = newCommitter(o, r.counts, r.teller)
	r.server = &http.Server{
		Handler: &gate{
			hosts: hosts, token: token, foreign: http.NewCrossOriginProtection(), committer: r.committer, counts: r.counts,
			now: o.Now, reader: reader{o.read, token}, limits: o.Limits,
		},
		ReadHeaderTimeout: o.Limits.ReadHeader, ReadTimeout: o.Limits.Read, WriteTimeout: o.Limits.Write, IdleTimeout: o.Limits.Idle,
		MaxHeaderBytes: o.Limits.Header, ConnState: r.listener.watch, DisableGeneralOptionsHandler: true,
		ErrorLog: log.New(io.Discard, "", 0), // it would repeat what callers sent
	}
	return r, nil
}

// Address is where the receiver listens.
func (r *Receiver) Address() netip.AddrPort { return r.address }

// Serve receives until ctx ends. Then it accepts nothing more, stores what has arrived, and says what it did.
func (r *Receiver) Serve(ctx context.Context) (Summary, error) {
	go r.teller.run(r.options.Tell, r.options.Trouble)
	go r.committer.run()
	broken := make(chan error, 1)
	go func() { broken <- r.server.Serve(r.listener) }()
	var failure error
	select {
	case <-ctx.Done():
	case err := <-broken:
		failure = model.Failed(err, "Start it again.", "Listening on %s has ended.", r.address)
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.Limits.Grace)
	defer cancel()
	if r.server.Shutdown(grace) != nil {
		_ = r.server.Close()
	}
	r.committer.end()
	r.teller.end()
	return r.counts.summary(), failure
}
