package api

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"slices"

	"recoup/model"
	"recoup/store/hotmart"
)

// subscriptions reads all subscriptions, by the day on which they began, in every sync: any of them may have changed.
func (r *run) subscriptions(ctx context.Context) error {
	return r.accessions(ctx, endSubscriptions, hotmart.Subscriptions, false, nil)
}

// subscriptionSummary reads what adds to them, among it the charges that were not paid. It is read again by a run that goes
// on with another's until those were asked for, since only it tells which they are.
func (r *run) subscriptionSummary(ctx context.Context) error {
	done, err := r.readBefore(ctx, list{endpoint: endPurchases}.cursor())
	if err != nil {
		return err
	}
	return r.accessions(ctx, endSubSummary, hotmart.SubscriptionSummary, !done, func(found *look, _ model.Span) {
		for _, c := range found.changes {
			for _, record := range c.Records {
				if n, known := record.NumberOf("unpaid_charges"); known && n > 0 {
					r.unpaid = append(r.unpaid, record.Key)
				}
			}
		}
	})
}

// accessions reads a list that is by the day on which subscriptions began. Hotmart gives the last 30 days unless it is
// told others. With again it is read from its beginning also where this sync read it before.
func (r *run) accessions(ctx context.Context, endpoint string, parse read, again bool, seen func(*look, model.Span)) error {
	l := list{
		endpoint: endpoint, path: subscriptionPath(endpoint), from: "accession_date", to: "end_accession_date", dataset: model.DataSubscriptions,
		parse: func(item json.RawMessage, at model.Instant, _ model.Span) (model.Change, error) {
			return parse(item, at)
		},
	}
	raw, err := r.Target.Cursor(ctx, l.cursor())
	if err != nil {
		return err
	}
	from := hotmartsFirstDay
	kept, sound := parseCursor(raw)
	if sound && kept.round == r.round.began && kept.until <= r.now && !again {
		from = kept.until
	}
	err = r.walk(ctx, l, from, r.now, cursor{}, seen)
	return r.unlessSpared(endpoint, err)
}

func subscriptionPath(endpoint string) []string {
	path := []string{"payments", "api", "v1", "subscriptions"}
	switch endpoint {
	case endSubSummary:
		return append(path, "summary")
	case endCharges:
		return append(path, "transactions")
	}
	return path
}

// charges reads the charges of subscriptions and of instalment plans: the only list that tells why a card was declined, when
// a sale was given back, and what Smart Recovery made of one.
func (r *run) charges(ctx context.Context) error {
	l := list{
		endpoint: endCharges, path: subscriptionPath(endCharges), from: "transaction_date", to: "end_transaction_date", changes: true,
		parse: func(item json.RawMessage, at model.Instant, _ model.Span) (model.Change, error) {
			change, err := hotmart.SubscriptionTransactions(item, at)
			return r.upToDate(withoutDialect(change)), err
		},
	}
	from, kept, err := r.start(ctx, l.cursor(), l.changes)
	if err != nil {
		return err
	}
	err = r.walk(ctx, l, from, r.now, kept, nil)
	return r.unlessSpared(endCharges, err)
}

// purchases reads the charges of subscriptions that have unpaid ones, however long ago they were: what is owed may be older
// than what was read.
func (r *run) purchases(ctx context.Context) error {
	const most = 500
	if done, err := r.readBefore(ctx, list{endpoint: endPurchases}.cursor()); done || err != nil {
		return err
	}
	slices.Sort(r.unpaid)
	codes := slices.Compact(r.unpaid)
	if len(codes) > most {
		r.warn(fmt.Sprintf("%d subscriptions have unpaid charges; the purchases of %d were asked for.", len(codes), most))
		codes = codes[:most]
	}
	for done := 0; done < len(codes); {
		found := newLook()
		chunk := codes[done:min(done+byCodeBatch, len(codes))]
		for _, code := range chunk {
			r.progress(endPurchases, float64(done)/float64(len(codes)))
			done++
			path := []string{"payments", "api", "v1", "subscriptions", code, "purchases"}
			err := r.whole(ctx, endPurchases, path, nil, found, func(item json.RawMessage, at model.Instant) (model.Change, error) {
				change, err := hotmart.SubscriberPurchases(item, at, code)
				return withoutDialect(change), err
			})
			if isNone(err) {
				continue
			}
			if !r.spared(endPurchases, err) {
				return err
			}
			if r.closed[endPurchases] {
				return nil
			}
		}
		if err := r.apply(ctx, endPurchases, r.batch(endPurchases, chunk[0], found), found); err != nil {
			return err
		}
	}
	r.skipped.Cursors[list{endpoint: endPurchases}.cursor()] = r.doneNow()
	return nil
}

// withoutDialect leaves out the word for a status that is known. These lists spell some as sales/history does not (DELAYED
// for OVERDUE), and a sale whose word goes to and fro would count as changed in every sync.
func withoutDialect(c model.Change) model.Change {
	if t := c.Transaction; t != nil && t.Status != model.StatusUnknown {
		t.StatusRaw, t.Has = "", t.Has.Without(model.FStatusRaw)
	}
	return c
}

// upToDate puts what sales/history said of a sale in this run in the place of what the list of charges says, which is up
// to a day behind and would be believed because it was seen later.
func (r *run) upToDate(c model.Change) model.Change {
	if t := c.Transaction; t != nil {
		if now := r.listed[maphash.String(r.seed, t.Code)]; now != model.StatusUnknown {
			t.Status = now
		}
	}
	return c
}
