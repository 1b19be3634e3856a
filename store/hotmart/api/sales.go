package api

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recoup/model"
	"recoup/store/hotmart"
)

// saleStatuses are the words that transaction_status knows. Without one, sales/* give approved and complete sales alone,
// so each is asked for by itself; and in the order of a sale's life, so that one that moves on while a sync runs is met
// again later on.
var saleStatuses = [...]string{
	"STARTED", "WAITING_PAYMENT", "PRINTED_BILLET", "PROCESSING_TRANSACTION", "UNDER_ANALISYS", "PRE_ORDER", "OVERDUE", "NO_FUNDS", "BLOCKED",
	"CANCELLED", "EXPIRED", "APPROVED", "COMPLETE", "PARTIALLY_REFUNDED", "PROTESTED", "REFUNDED", "CHARGEBACK",
}

// salesList is a list of sales in one status.
func (r *run) salesList(endpoint, status string) list {
	l := list{
		endpoint: endpoint, path: append([]string{"payments", "api", "v1"}, strings.Split(endpoint, "/")...),
		from: "start_date", to: "end_date", status: status, changes: true,
	}
	l.parse = func(item json.RawMessage, at model.Instant, asked model.Span) (model.Change, error) {
		switch endpoint {
		case endHistory:
			return hotmart.SalesHistory(item, at)
		case endCommissions:
			return hotmart.SalesCommissions(item, at, r.account)
		case endDetails:
			return hotmart.SalesPriceDetails(item, at)
		case endUsers:
			return hotmart.SalesUsers(item, at)
		}
		return hotmart.SalesSummary(item, at, status, asked)
	}
	switch endpoint {
	case endHistory:
		l.dataset = model.DataTransactions
	case endCommissions:
		l.dataset = model.DataCommissions
	case endSummary:
		l.dataset = model.DataControlTotals
	}
	return l
}

// salesPasses are the steps that ask for sales: what there is, then what adds to it, then Hotmart's own totals.
func (r *run) salesPasses() []pass {
	var passes []pass
	for _, status := range saleStatuses {
		passes = append(passes, func(ctx context.Context) error { return r.history(ctx, status) })
	}
	// Before anything else tells of a sale: what adds to one does not tell its status.
	passes = append(passes, r.asked)
	for _, endpoint := range []string{endCommissions, endDetails, endUsers} {
		for _, status := range saleStatuses {
			passes = append(passes, func(ctx context.Context) error { return r.additions(ctx, endpoint, status) })
		}
	}
	passes = append(passes, r.askStrays, r.controlTotals)
	return passes
}

// history reads the sales in one status.
func (r *run) history(ctx context.Context, status string) error {
	if r.closed[endHistory] {
		return nil
	}
	l := r.salesList(endHistory, status)
	from, kept, err := r.start(ctx, l.cursor(), l.changes)
	if err != nil {
		return err
	}
	read := &walked{span: model.Span{From: from, To: r.now}, since: from}
	if kept.round == r.round.began {
		read.since = kept.from
	}
	before := map[string]struct{}{}
	err = r.walk(ctx, l, from, r.now, kept, func(found *look, asked model.Span) {
		if read.count == 0 {
			read.first = asked.From
		}
		for key := range found.keys {
			if _, again := before[key]; !again {
				read.count++
			}
		}
		before = found.keys // windows touch: a sale on the edge is in both
		for _, c := range found.changes {
			r.listed[maphash.String(r.seed, c.Transaction.Code)] = c.Transaction.Status
		}
	})
	if err == nil {
		r.sales[status] = read
	}
	return r.unlessSpared(endHistory, err)
}

// additions reads what another list tells of the sales in one status. Before the window in which this run found the first
// sale there is nothing to ask for.
func (r *run) additions(ctx context.Context, endpoint, status string) error {
	if r.closed[endpoint] {
		return nil
	}
	l := r.salesList(endpoint, status)
	from, kept, err := r.start(ctx, l.cursor(), l.changes)
	if err != nil {
		return err
	}
	gap := kept.until != 0 && from > kept.until && kept.round != r.round.began
	if read := r.sales[status]; read != nil && read.span.From <= from && !gap {
		first := r.now
		if read.count > 0 {
			first = max(read.first, from)
		}
		r.skip(l, model.Span{From: from, To: first})
		from = first
	}
	err = r.walk(ctx, l, from, r.now, kept, func(found *look, _ model.Span) {
		if endpoint == endCommissions {
			r.missNets(found.changes)
		}
		r.findStrays(found.changes)
	})
	return r.unlessSpared(endpoint, err)
}

// skip counts a list as read without a question: what it would add to is not there. The cursor goes with the next batch.
func (r *run) skip(l list, asked model.Span) {
	if asked.From >= asked.To {
		return
	}
	if l.dataset != "" {
		r.skipped.Covers = append(r.skipped.Covers, model.Coverage{Dataset: l.dataset, Span: asked, Statuses: []model.Status{model.ParseStatus(l.status)}})
	}
	r.skipped.Cursors[l.cursor()] = cursor{asked.To, r.round.began, asked.From}.String()
}

// findStrays notes the sales that sales/history did not give in this run although another list knows them: they slipped
// through while its pages moved, or came into their status since. A run that goes on with another's cannot tell.
func (r *run) findStrays(changes []model.Change) {
	if r.resumed || r.closed[endHistory] {
		return
	}
	for _, c := range changes {
		hash := maphash.String(r.seed, c.Transaction.Code)
		if _, known := r.listed[hash]; !known {
			r.listed[hash] = model.StatusUnknown
			r.strays = append(r.strays, c.Transaction.Code)
		}
	}
}

// askStrays asks for them by their codes.
func (r *run) askStrays(ctx context.Context) error { return r.eachCode(ctx, endHistory, r.strays) }

// missNets remembers the sales whose commissions are not there yet: asking for them once more by code would change nothing.
func (r *run) missNets(changes []model.Change) {
	for _, c := range changes {
		if c.Transaction != nil && !c.Transaction.Has.Has(model.FMyNet) {
			r.noNet[c.Transaction.Code] = struct{}{}
		}
	}
}

// controlTotals asks how many sales Hotmart counts in each status, and what they came to, over the months that this sync
// read, and compares where this run read them all. Whole months keep the same name from sync to sync.
func (r *run) controlTotals(ctx context.Context) error {
	all := newLook()
	var covers []model.Coverage
	for i, status := range saleStatuses {
		read := r.sales[status]
		if r.closed[endSummary] || read == nil || read.since >= read.span.To {
			continue
		}
		r.progress(endSummary+" "+status, float64(i)/float64(len(saleStatuses)))
		total := ControlTotal{Status: status, Span: model.Span{From: read.since, To: afterMonthOf(read.span.To)}, Ours: -1}
		if read.span.From == read.since {
			total.Ours = int64(read.count)
		}
		before := len(all.changes)
		err := r.walkTotal(ctx, r.salesList(endSummary, status), total.Span, all)
		if err == nil {
			err = total.add(all.changes[before:])
		}
		if err == nil {
			r.summary.Totals = append(r.summary.Totals, total)
			covers = append(covers, model.Coverage{Dataset: model.DataControlTotals, Span: model.Span{From: read.since, To: r.now},
				Statuses: []model.Status{model.ParseStatus(status)}})
		}
		if !r.spared(endSummary, err) {
			return err
		}
	}
	b := r.batch(endSummary, "", all)
	b.Covers = covers
	return r.apply(ctx, endSummary, b, all)
}

// add takes what the items of one status tell.
func (t *ControlTotal) add(changes []model.Change) error {
	var values model.Purse
	for _, c := range changes {
		for _, record := range c.Records {
			n, _ := record.NumberOf("items")
			t.Theirs += n
			if m, known := record.MoneyOf("value"); known {
				if err := values.Add(m); err != nil {
					return err
				}
			}
		}
	}
	t.Values = values.All()
	return nil
}

// walkTotal asks for a total over a whole period, and over its halves where that takes Hotmart too long. It leaves no
// cursor: what is compared is what one run read.
func (r *run) walkTotal(ctx context.Context, l list, asked model.Span, all *look) error {
	long := time.Duration(asked.To-asked.From) * time.Millisecond
	found, err := r.window(ctx, l, asked, long > r.limits.narrow)
	if w := (&width{limits: r.limits, now: long}); narrower(err, w) {
		middle := asked.From + (asked.To-asked.From)/2
		if err := r.walkTotal(ctx, l, model.Span{From: asked.From, To: middle}, all); err != nil {
			return err
		}
		return r.walkTotal(ctx, l, model.Span{From: middle, To: asked.To}, all)
	}
	if err != nil {
		return err
	}
	all.join(found)
	return nil
}

// byCode is how many sales are asked for by their code in one sync, at most, and how many of them are stored together.
const (
	byCode      = 5_000
	byCodeBatch = 100
)

// asked looks at the sales that may still change and were in no window of this sync: one that leaves the status it was
// seen in may have moved to where Hotmart's dates no longer show it. By its code it is always found.
func (r *run) asked(ctx context.Context) error {
	codes, err := r.Target.Unsettled(ctx, r.now.Add(-recheck), r.now.Add(-lookback), r.round.began)
	if err != nil {
		return err
	}
	return r.eachCode(ctx, endHistory, codes)
}

// commissionsAsked asks again for the commissions of sales that had none when they were asked for last: Hotmart tells them
// once they are settled. Where it is not known whose account it is, no commission can be told to be its own.
func (r *run) commissionsAsked(ctx context.Context) error {
	if r.account.Ucode == "" {
		return nil
	}
	codes, err := r.Target.WithoutNet(ctx, r.now.Add(-recheck))
	if err != nil {
		return err
	}
	var open []string
	for _, code := range codes {
		if _, asked := r.noNet[code]; !asked {
			open = append(open, code)
		}
	}
	return r.eachCode(ctx, endCommissions, open)
}

// eachCode asks a list of sales for single ones.
func (r *run) eachCode(ctx context.Context, endpoint string, codes []string) error {
	if r.closed[endpoint] {
		return nil
	}
	if len(codes) > byCode {
		r.warn(fmt.Sprintf("%d sales could be asked for by their code; the latest %d were. The others are asked for in later syncs.", len(codes), byCode))
		codes = codes[:byCode]
	}
	l := r.salesList(endpoint, "")
	for done := 0; done < len(codes); {
		found := newLook()
		chunk := codes[done:min(done+byCodeBatch, len(codes))]
		for _, code := range chunk {
			r.progress(endpoint+" by code", float64(done)/float64(len(codes)))
			done++
			err := r.oneCode(ctx, l, code, found)
			if r.closed[endpoint] || err != nil {
				return err
			}
		}
		if err := r.apply(ctx, endpoint+" by code", r.batch(endpoint+" by code", chunk[0], found), found); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) oneCode(ctx context.Context, l list, code string, found *look) error {
	query := url.Values{
		"transaction": {code}, l.from: {strconv.FormatInt(int64(hotmartsFirstDay), 10)}, l.to: {strconv.FormatInt(int64(r.now.Add(24*time.Hour)), 10)},
	}
	before := len(found.keys)
	err := r.whole(ctx, l.endpoint, l.path, query, found, func(item json.RawMessage, at model.Instant) (model.Change, error) {
		return l.parse(item, at, model.Span{})
	})
	if isNone(err) || err == nil && len(found.keys) == before {
		r.summary.Gone++
		return nil
	}
	return r.unlessSpared(l.endpoint, err)
}
