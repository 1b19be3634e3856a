package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"

	"recoup/model"
	"recoup/store/hotmart"
)

// product is what the lists of a product are asked by: its number, and the ucode that the number is not taken for.
type product struct {
	id, ucode string
	noPlans   bool
}

// catalogue reads the products. They are few, so they are read in every run, and what depends on them can be gone on with.
func (r *run) catalogue(ctx context.Context) error {
	r.progress(endProducts, 0)
	found := newLook()
	err := r.whole(ctx, endProducts, []string{"products", "api", "v1", "products"}, perPage(r.limits), found, hotmart.Products)
	if err != nil {
		return r.unlessSpared(endProducts, err)
	}
	for _, c := range found.changes {
		for _, record := range c.Records {
			subscription, known := record.FlagOf("is_subscription")
			r.products = append(r.products, product{id: record.Key, ucode: record.TextOf("ucode"), noPlans: known && !subscription})
		}
	}
	b := r.batch(endProducts, "", found)
	b.Covers = r.allOf(model.DataProducts)
	return r.apply(ctx, endProducts, b, found)
}

func (r *run) offers(ctx context.Context) error {
	return r.ofProducts(ctx, endOffers, model.DataOffers, func(p product) []string {
		if p.ucode == "" {
			return nil
		}
		return []string{"products", "api", "v1", "products", p.ucode, "offers"}
	}, hotmart.Offers)
}

func (r *run) plans(ctx context.Context) error {
	return r.ofProducts(ctx, endPlans, model.DataPlans, func(p product) []string {
		if p.ucode == "" || p.noPlans {
			return nil
		}
		return []string{"products", "api", "v1", "products", p.ucode, "plans"}
	}, hotmart.Plans)
}

func (r *run) coupons(ctx context.Context) error {
	return r.ofProducts(ctx, endCoupons, model.DataCoupons, func(p product) []string {
		return []string{"products", "api", "v1", "coupon", "product", p.id}
	}, hotmart.Coupons)
}

// ofProducts reads a list that each product has. A product without is answered with 400 for plans, and with nothing at all
// for coupons.
func (r *run) ofProducts(ctx context.Context, endpoint string, dataset model.DatasetID, path func(product) []string,
	parse func(json.RawMessage, model.Instant, string) (model.Change, error)) error {
	const failures = 2 // of products, before the list is given up
	cursor := list{endpoint: endpoint}.cursor()
	if read, err := r.readBefore(ctx, cursor); read || err != nil {
		return err
	}
	found := newLook()
	failed := 0
	for i, p := range r.products {
		r.progress(endpoint, float64(i)/float64(len(r.products)))
		address := path(p)
		if address == nil {
			continue
		}
		err := r.whole(ctx, endpoint, address, perPage(r.limits), found, func(item json.RawMessage, at model.Instant) (model.Change, error) {
			return parse(item, at, p.id)
		})
		if err == nil || isNone(err) {
			continue
		}
		if !r.spared(endpoint, err) {
			return err
		}
		if failed++; failed == failures || errors.Is(err, ErrForbidden) {
			break
		}
	}
	b := r.batch(endpoint, "", found)
	if failed == 0 {
		b.Covers = r.allOf(dataset)
		b.Cursors[cursor] = r.doneNow()
	}
	return r.apply(ctx, endpoint, b, found)
}

// isNone tells whether an error only means that there is nothing.
func isNone(err error) bool { return errors.Is(err, ErrInvalid) || errors.Is(err, ErrNotFound) }

func perPage(l limits) url.Values { return url.Values{"max_results": {strconv.Itoa(l.perPage)}} }

// allOf is the coverage of a list that was read whole.
func (r *run) allOf(dataset model.DatasetID) []model.Coverage {
	return []model.Coverage{{Dataset: dataset, Span: model.Span{From: hotmartsFirstDay, To: r.now}}}
}

// readBefore tells whether a list without windows was read in this round already.
func (r *run) readBefore(ctx context.Context, name string) (bool, error) {
	raw, err := r.Target.Cursor(ctx, name)
	kept, sound := parseCursor(raw)
	return sound && kept.round == r.round.began && r.resumed, err
}

// doneNow is the cursor of a list without windows that was read.
func (r *run) doneNow() string { return cursor{r.now, r.round.began, r.now}.String() }
