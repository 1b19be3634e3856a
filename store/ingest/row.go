package ingest

import (
	"errors"
	"slices"
	"strings"

	"recoup/model"
)

// converter turns the cells of rows into transactions. It fills one transaction of its own, over and over; take gives a
// copy that stays.
type converter struct {
	layout  *layout
	styles  styles
	clock   *wallClock
	status  memo[model.Status]
	role    memo[model.Role]
	pay     memo[payment]
	billing memo[billing]
	tool    memo[origin]
	yesNo   memo[answer]
	bump    memo[answer]
	steps   []step
	texts   []*string // all the strings of tx that a row can fill
	tx      model.Transaction
	money   [salesTargets]model.Currency // of this row, by currency column
	charged string                       // the row's words for the kind of charge
	arena   []byte

	// The first look at a file only asks which rows will do. It leaves out what cannot make a row fail, and as the
	// styles are not known yet, it takes an amount that can be read in any; bent says that the row had such a one.
	looking, bent bool
}

// step reads one column into one field.
type step struct {
	column int
	field  model.Field
	to     any // the field's place in the converter's transaction
}

func newConverter(l *layout, clock *wallClock, styles styles) *converter {
	c := &converter{layout: l, clock: clock, styles: styles, status: newMemo(model.ParseStatus), role: newMemo(model.ParseRole),
		pay: newMemo(readPayment), billing: newMemo(readBilling), tool: newMemo(readTool), yesNo: newMemo(readFlag), bump: newMemo(readBump)}
	c.texts = []*string{&c.tx.Code, &c.tx.StatusRaw}
	for f := range model.FieldCount {
		switch f {
		case model.FStatus, model.FStatusRaw, model.FBilling, model.FRecurrence:
			continue // read by hand
		}
		if at := l.at[f]; at != noColumn && !l.lacksCurrency(f) {
			to := c.tx.Ref(f)
			c.steps = append(c.steps, step{at, f, to})
			if text, ok := to.(*string); ok {
				c.texts = append(c.texts, text)
			}
		}
	}
	return c
}

// newLooker makes the converter of the first look.
func newLooker(l *layout, clock *wallClock) *converter {
	c := newConverter(l, clock, styles{})
	c.looking = true
	c.steps = slices.DeleteFunc(c.steps, func(s step) bool {
		kind := s.field.Kind()
		return kind == model.FieldFlag || kind == model.FieldText && s.field != model.FProductID && s.field != model.FProductName
	})
	return c
}

// read turns a row into the converter's transaction.
func (c *converter) read(cells []string) *fault {
	c.tx = model.Transaction{}
	c.bent = false
	if f := c.identity(cells); f != nil {
		return f
	}
	for _, t := range [...]target{toCurrency, toPayoutCurrency, toFeeCurrency} {
		if f := c.currency(cells, t); f != nil {
			return f
		}
	}
	for i := range c.steps {
		s := &c.steps[i]
		if cell := present(cells[s.column]); cell != "" {
			if f := c.step(s, cell, cells[s.column]); f != nil {
				return f
			}
		}
	}
	if f := c.charge(cells); f != nil {
		return f
	}
	return c.complete()
}

// cell is the trimmed cell of a target, empty when the file or the row does not carry it.
func (c *converter) cell(cells []string, t target) string {
	at := c.layout.at[t]
	if at == noColumn {
		return ""
	}
	return present(cells[at])
}

// identity reads what a row must have in any case: code and status.
func (c *converter) identity(cells []string) *fault {
	code := c.cell(cells, toCode)
	if code == "" {
		return broken(c.layout.at[toCode], "the transaction's code is missing")
	}
	if !isCode(code) {
		return broken(c.layout.at[toCode], "%s is not a transaction's code", quote(code))
	}
	status := c.cell(cells, model.FStatus)
	if status == "" {
		return broken(c.layout.at[model.FStatus], "the status is missing")
	}
	c.tx.Code = code
	c.tx.Status, c.tx.StatusRaw = c.status.of(status), status
	c.know(model.FStatus, model.FStatusRaw)
	return nil
}

func (c *converter) know(fields ...model.Field) { c.tx.Has = c.tx.Has.With(fields...) }

func (c *converter) currency(cells []string, t target) *fault {
	c.money[t] = ""
	cell := c.cell(cells, t)
	if cell == "" {
		return nil
	}
	currency, err := model.ParseCurrency(cell)
	if err != nil {
		return broken(c.layout.at[t], "%s is not a currency code", quote(cell))
	}
	c.money[t] = currency
	return nil
}

// step reads one cell that carries something: trimmed, and as it came.
func (c *converter) step(s *step, cell, raw string) *fault {
	known := true
	switch to := s.to.(type) {
	case *string:
		*to, known = c.text(s.field, cell, raw)
	case *model.Money:
		return c.amount(s, to, cell)
	case *model.Instant:
		m, ok := parseMoment(cell)
		if !ok {
			return notDate(s.column, cell)
		}
		*to = c.clock.instant(m)
		if s.field == model.FDueAt && !m.timed {
			*to = c.clock.endOfDay(m)
		}
	case *int64:
		n, ok := parseCount(cell)
		if !ok {
			return broken(s.column, "%s is not a whole number", quote(cell))
		}
		*to = n
	case *bool:
		*to, known = c.flag(s.field, cell)
	case *model.PaymentType:
		p := c.pay.of(cell)
		*to = p.method
		if p.brand != "" && c.layout.at[model.FCardBrand] == noColumn {
			c.tx.CardBrand = p.brand
			c.know(model.FCardBrand)
		}
	case *model.Role:
		*to = c.role.of(cell)
		known = *to != model.RoleUnknown
	}
	if known {
		c.tx.Has |= 1 << s.field
	}
	return nil
}

// text reads a cell of words. Codes and numbers are trimmed; what people wrote stays as it came.
func (c *converter) text(f model.Field, cell, raw string) (value string, known bool) {
	switch f {
	case model.FParentCode:
		if cell == c.tx.Code {
			return "", false // a main product that names itself has no parent
		}
		return cell, true
	case model.FProductID, model.FOfferCode, model.FSubscriber, model.FBuyerEmail, model.FBuyerUcode, model.FPurchaseRate, model.FPayoutRate:
		return cell, true
	case model.FSalesTool:
		o := c.tool.of(cell)
		c.tx.IsBump, c.tx.IsFunnel = o.bump, o.funnel
		c.know(model.FIsBump, model.FIsFunnel)
	}
	return raw, true
}

// flag reads a yes or no. Of two columns that speak of a bump one is enough to make it one.
func (c *converter) flag(f model.Field, cell string) (value, known bool) {
	switch f {
	case model.FIsBump:
		read := c.bump.of(cell)
		return c.tx.IsBump || read == yes, read != unclear
	case model.FIsFunnel:
		read := c.yesNo.of(cell)
		return c.tx.IsFunnel || read == yes, read != unclear
	}
	read := c.yesNo.of(cell)
	return read == yes, read != unclear
}

// amount reads money in the currency that the row names for it. Nothing is worth nothing in any currency, so a zero
// without a currency is passed over; any other amount without one is a fault.
func (c *converter) amount(s *step, to *model.Money, cell string) *fault {
	group := currencyOf(s.field)
	currency := c.money[group]
	m, bent, err := parseAmount(cell, currency, c.styles[s.field], c.looking)
	c.bent = c.bent || bent
	if err != nil {
		return broken(s.column, "%s", amountReason(err, currency))
	}
	if currency == "" {
		if m.IsZero() {
			return nil
		}
		return broken(s.column, "%s has no currency: the column %q is empty", quote(cell), c.layout.name(c.layout.at[group]))
	}
	*to = m
	c.tx.Has |= 1 << s.field
	return nil
}

// parseAmount reads an amount in its column's style. When looking, one that can only be read in another style will do,
// and is bent.
func parseAmount(cell string, currency model.Currency, style model.DecimalStyle, looking bool) (m model.Money, bent bool, err error) {
	m, err = model.ParseMoney(cell, currency, style)
	if err == nil || !looking {
		return m, false, err
	}
	for _, style := range [...]model.DecimalStyle{model.DecimalDot, model.DecimalComma} {
		if m, err := model.ParseMoney(cell, currency, style); err == nil {
			return m, true, nil
		}
	}
	return m, false, err
}

// notDate says that a cell is no date.
func notDate(column int, cell string) *fault {
	return broken(column, "%s is not a date such as 31/12/2026 23:59:59, between 1995 and 2100", quote(cell))
}

// amountReason words why an amount could not be read, with the currency it was read in and what to do, if there is.
func amountReason(err error, currency model.Currency) string {
	var e *model.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	reason := strings.TrimSuffix(e.Message, ".")
	if currency != "" {
		reason = strings.Replace(reason, "is not an amount:", "is not an amount in "+string(currency)+":", 1)
	}
	return reason
}

// charge reads how the transaction is charged: the kind, and which charge of a plan or subscription it is. The report
// counts charges also where there is one payment; the number is only believed where charges repeat.
func (c *converter) charge(cells []string) *fault {
	c.charged = c.cell(cells, model.FBilling)
	b := c.billing.of(c.charged)
	if b.kind != "" {
		c.tx.Billing = b.kind
		c.know(model.FBilling)
	}
	count := c.cell(cells, model.FRecurrence)
	if b.charge == 0 && count != "" && b.kind != model.OneTime && b.kind != model.CardInstallment {
		n, ok := parseCount(count)
		if !ok {
			return broken(c.layout.at[model.FRecurrence], "%s is not a whole number", quote(count))
		}
		b.charge = n
	}
	if b.charge > 0 {
		c.tx.Recurrence = b.charge
		c.know(model.FRecurrence)
	}
	return nil
}

// complete checks what no sale can be without.
func (c *converter) complete() *fault {
	if !c.tx.Has.Has(model.FOrderedAt) {
		return broken(c.layout.at[model.FOrderedAt], "the date is missing")
	}
	if !c.tx.Has.Has(model.FProductID) && !c.tx.Has.Has(model.FProductName) {
		return broken(max(c.layout.at[model.FProductName], c.layout.at[model.FProductID]), "the product is missing")
	}
	return nil
}

// take gives the transaction that was read, with strings that do not hold on to the row's text: one allocation holds
// them all.
func (c *converter) take() *model.Transaction {
	c.arena = c.arena[:0]
	for _, text := range c.texts {
		c.arena = append(c.arena, *text...)
	}
	held := string(c.arena)
	for _, text := range c.texts {
		*text, held = held[:len(*text)], held[len(*text):]
	}
	tx := new(model.Transaction)
	*tx = c.tx
	return tx
}

// change is the row that was read.
func (c *converter) change() model.Change { return model.Change{Transaction: c.take()} }

// dates are those of the order and of the payment.
func (c *converter) dates() (on, latest model.Instant) {
	on = c.tx.OrderedAt
	if c.tx.Has.Has(model.FApprovedAt) {
		return on, max(on, c.tx.ApprovedAt)
	}
	return on, on
}

func (c *converter) isBent() bool { return c.bent }

// odd tells of a status and a kind of charge that are not known.
func (c *converter) odd(o *oddities) {
	if c.tx.Status == model.StatusUnknown {
		o.add("status"+notKnown, c.tx.StatusRaw)
	}
	if c.tx.Billing == "" && c.charged != "" {
		o.add("kind of charge"+notKnown, c.charged)
	}
}

// quote puts a foreign text into a message.
func quote(s string) string {
	return `"` + model.Truncate(model.Clean(s).String(), 60) + `"`
}
