package export

import "recoup/model"

// filtersJSON holds what of a filter is set.
type filtersJSON struct {
	Set          model.Set             `json:"set,omitempty"`
	Period       *periodJSON           `json:"period,omitempty"`
	Codes        []string              `json:"codes,omitempty"`
	Orders       []string              `json:"orders,omitempty"`
	Buyers       []string              `json:"buyers,omitempty"`
	Products     []string              `json:"products,omitempty"`
	Offers       []string              `json:"offers,omitempty"`
	Statuses     []string              `json:"statuses,omitempty"`
	PaymentTypes []model.PaymentType   `json:"payment_types,omitempty"`
	Reasons      []model.DeclineReason `json:"reasons,omitempty"`
	Causes       []model.LossCause     `json:"causes,omitempty"`
	Countries    []string              `json:"countries,omitempty"`
	Currency     model.Currency        `json:"currency,omitempty"`
	Role         string                `json:"role,omitempty"`
	Text         string                `json:"text,omitempty"`
}

func filtersOf(f model.Filter, redact bool) filtersJSON {
	out := filtersJSON{
		Set: f.Set, Codes: plainList(f.Codes), Orders: plainList(f.Orders), Buyers: plainList(f.Buyers),
		Products: plainList(f.Products), Offers: plainList(f.Offers), PaymentTypes: plainList(f.PaymentTypes),
		Reasons: plainList(f.Reasons), Causes: plainList(f.Causes), Countries: plainList(f.Countries),
		Currency: plainCode(f.Currency), Text: plain(f.Text),
	}
	if f.Period != nil {
		out.Period = &periodJSON{f.Period.From.String(), f.Period.To.String()}
	}
	for _, s := range f.Statuses {
		out.Statuses = append(out.Statuses, s.ID())
	}
	if f.Role != model.RoleUnknown {
		out.Role = f.Role.ID()
	}
	if redact {
		out.hidePersons()
	}
	return out
}

// hidePersons hides the buyers, and the words looked for, which are mostly a buyer's.
func (f *filtersJSON) hidePersons() {
	for i := range f.Buyers {
		f.Buyers[i] = Hidden
	}
	if f.Text != "" {
		f.Text = Hidden
	}
}

func plainList[T ~string](raw []T) []T {
	list := make([]T, len(raw))
	for i, s := range raw {
		list[i] = T(plain(string(s)))
	}
	return list
}
