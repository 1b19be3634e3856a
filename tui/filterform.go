package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"recoup/model"
)

// product is a product that can be filtered by.
type product struct{ id, name string }

// openFilterForm asks which statuses, products and payment methods count. The products are those of the report of what
// was sold, over all time; the form opens when they are known.
func (a *App) openFilterForm(string) tea.Cmd {
	if a.products != nil || !a.backend.Built(model.Sold) {
		return a.show(a.newFilterForm())
	}
	q := a.query
	q.Period, q.Filter, q.Currency = a.allTime(), model.Filter{}, model.AllCurrencies
	return ask(a, &a.finding,
		func(ctx context.Context) (model.Report, error) { return a.backend.Report(ctx, model.Sold, q) },
		func(r model.Report, err error) tea.Cmd {
			if err != nil {
				return a.fail(err)
			}
			a.products = productsIn(r)
			return a.show(a.newFilterForm())
		})
}

// productsIn finds the products of a report by what its rows lead to.
func productsIn(r model.Report) []product {
	products := []product{}
	seen := map[string]bool{}
	for _, t := range r.Tables {
		if t.Rows == nil || len(t.Columns) == 0 {
			continue
		}
		for i := range t.Rows.Len() {
			f, ok := t.Rows.Behind(i)
			if !ok || len(f.Products) != 1 || len(f.Codes) > 0 || seen[f.Products[0]] {
				continue
			}
			seen[f.Products[0]] = true
			products = append(products, product{f.Products[0], model.Formatter{}.Value(t.Rows.Cell(i, 0))})
		}
	}
	return products
}

func (a *App) productName(id string) string {
	for _, p := range a.products {
		if p.id == id {
			return p.name
		}
	}
	return "product " + model.Clean(id).String()
}

func (a *App) newFilterForm() *form {
	now := a.query.Filter
	status := &field{label: "Status", options: []option{{"", "any", ""}}}
	for _, s := range model.Statuses() {
		status.add(option{s.ID(), s.Label(), ""}, len(now.Statuses) == 1 && now.Statuses[0] == s)
	}
	products := &field{label: "Product", options: []option{{"", "any", ""}}}
	for _, p := range a.products {
		products.add(option{p.id, model.Truncate(p.name, 36), ""}, len(now.Products) == 1 && now.Products[0] == p.id)
	}
	method := &field{label: "Method", options: []option{{"", "any", ""}}}
	for _, p := range methods() {
		method.add(option{string(p), p.Label(), ""}, len(now.PaymentTypes) == 1 && now.PaymentTypes[0] == p)
	}
	return &form{
		title: "Only some", verb: "apply", fields: []*field{status, products, method},
		intro: []string{"← → choose. Every report counts only what passes; F clears."},
		submit: func(a *App, _ *form) tea.Cmd {
			f := a.query.Filter
			f.Statuses, f.Products, f.PaymentTypes = nil, nil, nil
			if id := status.value(); id != "" {
				f.Statuses = []model.Status{model.ParseStatus(id)}
			}
			if id := products.value(); id != "" {
				f.Products = []string{id}
			}
			if id := method.value(); id != "" {
				f.PaymentTypes = []model.PaymentType{model.PaymentType(id)}
			}
			a.query.Filter = f
			a.closeDialog()
			return nil
		},
	}
}

func (f *field) add(o option, chosen bool) {
	if chosen {
		f.chosen = len(f.options)
	}
	f.options = append(f.options, o)
}

func methods() []model.PaymentType {
	return []model.PaymentType{
		model.CreditCard, model.Pix, model.Billet, model.Paypal, model.GooglePay, model.ApplePay, model.SamsungPay, model.Hybrid,
		model.Wallet, model.DirectDebit, model.CashPayment, model.BankTransfer, model.HotmartCredit,
	}
}
