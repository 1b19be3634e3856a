package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"recoup/model"
	"recoup/store/hotmart"
)

// subscriptions reads all subscriptions, by the day on which they began, in every sync: any of them may have changed.
func (r *run) subscriptions(ctx context.Context) error {
	return r.accessions(ctx, endSubscriptions, hotmart.Subscriptions, nil)
}

// subscriptionSummary reads what adds to them, among it the charges that were not paid.
func (r *run) subscriptionSummary(ctx context.Context) error {
	return r.accessions(ctx, endSubSummary, hotmart.SubscriptionSummary, func(found *look) {
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
// told others.
func (r *run) accessions(ctx context.Context, endpoint string, parse read, seen func(*look)) error {
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
	if sound && kept.round == r.round.began && kept.until <= r.now {
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

// charges reads the charges of subscriptions and of instalment plans: the only list that tells why a card was declined and
// when a sale was given back. It is up to a day behind.
func (r *run) charges(ctx context.Context) error {
	l := list{
		endpoint: endCharges, path: subscriptionPath(endCharges), from: "transaction_date", to: "end_transaction_date", changes: true,
		parse: func(item json.RawMessage, at model.Instant, _ model.Span) (model.Change, error) {
			return hotmart.SubscriptionTransactions(item, at)
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
				return hotmart.SubscriberPurchases(item, at, code)
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
	return nil
}
