package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"strings"

	"recoup/model"
	"recoup/store/hotmart"
)

// look is what came of one window, or of one list without windows, in all looks at it.
type look struct {
	changes  []model.Change
	keys     map[string]struct{}            // of the things that came, so that one that comes again is known
	items    map[[sha256.Size]byte]struct{} // the items as they came, so that one that says the same again is not kept
	hash     hash.Hash                      // of all that was kept
	at       model.Instant                  // of the first answer: what came later held then or since
	total    int                            // what Hotmart says there are; -1 where it does not
	pages    int
	repeated int
	rejected int
	reasons  []string // of the rejected, the first few
	strange  map[strangeKey]int
}

func newLook() *look {
	return &look{keys: map[string]struct{}{}, items: map[[sha256.Size]byte]struct{}{}, hash: sha256.New(), total: -1, strange: map[strangeKey]int{}}
}

// join adds what another look found.
func (f *look) join(other *look) {
	if f.at == 0 {
		f.at = other.at
	}
	f.changes = append(f.changes, other.changes...)
	f.hash.Write(other.hash.Sum(nil))
	f.pages += other.pages
	f.repeated += other.repeated
	f.rejected += other.rejected
	f.reasons = append(f.reasons, other.reasons...)
	for key, n := range other.strange {
		f.strange[key] += n
	}
}

// read is how an item of a list becomes a change.
type read func(item json.RawMessage, at model.Instant) (model.Change, error)

// pages reads all pages of a list once. It tells whether the list may have moved meanwhile: something came twice, or the
// total changed, or is not what came.
func (r *run) pages(ctx context.Context, request Request, found *look, parse read) (moved bool, err error) {
	const barren = 3 // pages in a row that bring nothing new, and still promise another
	query := request.Query
	here := map[string]struct{}{}
	tokens := map[string]bool{}
	found.total = -1
	for n, idle := 1, 0; ; n++ {
		request.Query = query
		answer, err := r.Client.Get(ctx, request)
		if err != nil {
			return false, err
		}
		page, err := hotmart.ParsePage(answer.Body)
		if err != nil {
			return false, &Failure{What: ErrNotJSON, Endpoint: request.Endpoint, Status: 200, Said: r.Client.foreign(err.Error(), 200)}
		}
		if found.at == 0 {
			found.at = answer.At
		}
		found.pages++
		if request.Narrow && (page.Total > r.limits.rows || len(here) > r.limits.rows) {
			return false, errTooMany
		}
		before := len(here)
		repeated := r.take(request.Endpoint, found, here, page.Items, answer.At, parse)
		moved = moved || repeated || n > 1 && page.Total != found.total
		found.total = page.Total
		if page.NextToken == "" {
			return r.movedBy(request.Endpoint, found, len(here), moved), nil
		}
		if idle++; len(here) > before {
			idle = 0
		}
		if tokens[page.NextToken] || idle == barren || n >= r.limits.pages {
			return false, endless(request.Endpoint, n)
		}
		tokens[page.NextToken] = true
		query = withToken(query, page.NextToken)
	}
}

func withToken(query url.Values, token string) url.Values {
	next := url.Values{"page_token": {token}}
	for name, values := range query {
		if name != "page_token" {
			next[name] = values
		}
	}
	return next
}

// movedBy adds the last sign of a list that moved: fewer or more came than Hotmart counts. An endpoint whose count was
// found to be of something else is not looked at again for that.
func (r *run) movedBy(endpoint string, found *look, came int, moved bool) bool {
	const believed = 3
	return moved || found.total >= 0 && found.total != came && r.miscounted[endpoint] < believed
}

// compareTotal notes a window of which Hotmart counts other than came, however often it was looked at.
func (r *run) compareTotal(l list, asked model.Span, found *look) {
	const told = 5
	if found.total < 0 || found.total == len(found.keys) {
		return
	}
	if r.miscounted[l.endpoint]++; r.miscounted[l.endpoint] <= told {
		r.warn(fmt.Sprintf("%s %s: Hotmart counts %d, %d came", l.title(), r.days(asked), found.total, len(found.keys)))
	}
}

// take adds the items of a page to what was found, and tells whether any of them had come in this look before.
func (r *run) take(endpoint string, found *look, here map[string]struct{}, items []json.RawMessage, at model.Instant, parse read) (repeated bool) {
	for _, item := range items {
		id := sha256.Sum256(item)
		_, same := found.items[id]
		change, err := parse(item, at)
		if err != nil {
			here[string(id[:])] = struct{}{}
			found.keys[string(id[:])] = struct{}{}
			if !same {
				found.items[id] = struct{}{}
				found.reject(endpoint, err)
			}
			continue
		}
		key := keyOf(change)
		if _, twice := here[key]; twice {
			repeated = true
			found.repeated++
		}
		here[key], found.keys[key] = struct{}{}, struct{}{}
		if same {
			continue
		}
		found.items[id] = struct{}{}
		found.hash.Write(id[:])
		found.changes = append(found.changes, change)
		r.strangers(found, endpoint, item, change)
	}
	return repeated
}

// reject counts an item that cannot be read, and keeps the first few reasons.
func (f *look) reject(endpoint string, err error) {
	const kept = 10
	if f.rejected++; len(f.reasons) < kept {
		f.reasons = append(f.reasons, endpoint+": "+err.Error())
	}
}

// keyOf tells the things of one list apart. An account that has two parts in one sale is told of it twice.
func keyOf(c model.Change) string {
	if c.Transaction != nil {
		return c.Transaction.Code + "|" + c.Transaction.Role.ID()
	}
	var b strings.Builder
	for _, record := range c.Records {
		b.WriteString(string(record.Dataset) + "|" + record.Key + "|")
	}
	return b.String()
}

// isBadToken tells whether Hotmart does not know a page any more.
func isBadToken(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Status == 400 && f.Code == "invalid_token"
}

func endless(endpoint string, pages int) error {
	return model.Failed(nil, "Try again later. What is finished is kept; if it stays so, please report it.",
		"Hotmart's list %s does not end: after %d pages the next one is again one that was read, or nothing new.", endpoint, pages)
}

// batch makes an import of what was found. All batches of a list in one run are one line of the register, which its name is
// for; part says which of them this is. No two are one import, however alike, because each says that what it holds held
// then.
func (r *run) batch(endpoint, part string, found *look) model.Batch {
	at := found.at
	if at == 0 {
		at = r.now
	}
	id := sha256.New()
	r.batches++
	fmt.Fprintf(id, "api\n%d %d\n%s\n%s\n%d\n%x\n", r.serial, r.batches, endpoint, part, at, found.hash.Sum(nil))
	changes, rejected := found.changes, found.rejected
	return model.Batch{
		Name: endpoint + ", asked " + r.began.In(r.zone).Format("2 Jan 2006 15:04"), Kind: "api-" + strings.ReplaceAll(endpoint, "/", "-"),
		Digest: fmt.Sprintf("%x", id.Sum(nil)), Continues: true,
		Source: model.SourceAPI, Zone: r.account.Zone, SeenAt: at, Account: r.account.Name, Cursors: map[string]string{},
		Read: func(ctx context.Context, emit func(model.Change) error) (model.Tally, error) {
			for _, change := range changes {
				if err := ctx.Err(); err != nil {
					return model.Tally{}, err
				}
				if err := emit(change); err != nil {
					return model.Tally{}, err
				}
			}
			return model.Tally{Rows: len(changes) + rejected, Rejected: rejected}, nil
		},
	}
}

// apply brings a batch in and counts what came of it.
func (r *run) apply(ctx context.Context, endpoint string, b model.Batch, found *look) error {
	b.Covers = append(b.Covers, r.skipped.Covers...)
	for name, value := range r.skipped.Cursors {
		if _, later := b.Cursors[name]; !later {
			b.Cursors[name] = value
		}
	}
	receipt, err := r.Target.Apply(ctx, b)
	if err != nil {
		return err
	}
	r.skipped = model.Batch{Cursors: map[string]string{}}
	l := r.summary.list(endpoint)
	l.Asked++
	l.Pages += found.pages
	l.Items += len(found.changes) + found.rejected
	l.Repeated += found.repeated
	l.Rejected += found.rejected
	l.receive(receipt)
	r.gather(found)
	return nil
}

// whole reads a list that has no windows into a look that may hold others.
func (r *run) whole(ctx context.Context, endpoint string, path []string, query url.Values, found *look, parse read) error {
	_, err := r.pages(ctx, Request{Endpoint: endpoint, Path: path, Query: query}, found, parse)
	return err
}
