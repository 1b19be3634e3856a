package sample

import (
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"recoup/model"
)

// WriteReport writes the state of an account as Hotmart's detailed sales report: a row per transaction and role of the
// account in it, in the words of the Portuguese report, with clock times of the zone. It is what a creator would download
// on the last day that the changes know of, so it says nothing of what the report has no column for: when a sale was
// given back, how much of it, when its guarantee ends. The changes must be as Changes makes them, with the sightings of
// one transaction together and the oldest first.
func WriteReport(w io.Writer, changes []model.Change, zone *time.Location) error {
	return StreamReport(w, slices.Values(changes), zone)
}

// StreamReport is WriteReport for accounts that do not fit in memory. It stops at the first error of w.
func StreamReport(w io.Writer, changes iter.Seq[model.Change], zone *time.Location) error {
	r := reportWriter{to: w, zone: zone, row: make([]byte, 0, flushAt+4096)}
	r.row = append(r.row, "\ufeff"...)
	for i, c := range reportColumns {
		if i > 0 {
			r.row = append(r.row, ';')
		}
		r.text(c.header)
	}
	r.row = append(r.row, "\r\n"...)

	var last *model.Transaction
	for c := range changes {
		t := c.Transaction
		if last != nil && (last.Code != t.Code || last.Role != t.Role) {
			if err := r.write(last); err != nil {
				return err
			}
		}
		last = t
	}
	if last != nil {
		if err := r.write(last); err != nil {
			return err
		}
	}
	return r.flush()
}

// flushAt is how many bytes are gathered before they are written.
const flushAt = 64 << 10

type reportWriter struct {
	to   io.Writer
	zone *time.Location
	row  []byte
}

func (r *reportWriter) write(t *model.Transaction) error {
	for i := range reportColumns {
		if i > 0 {
			r.row = append(r.row, ';')
		}
		before := len(r.row)
		if cell := reportColumns[i].cell; cell != nil {
			cell(r, t)
		}
		if len(r.row) == before {
			r.row = append(r.row, "(none)"...)
		}
	}
	r.row = append(r.row, "\r\n"...)
	if len(r.row) < flushAt {
		return nil
	}
	return r.flush()
}

func (r *reportWriter) flush() error {
	_, err := r.to.Write(r.row)
	r.row = r.row[:0]
	return err
}

// text writes a cell, in quotes where it would not be one cell without them.
func (r *reportWriter) text(s string) {
	if !strings.ContainsAny(s, ";\"\r\n") {
		r.row = append(r.row, s...)
		return
	}
	r.row = append(r.row, '"')
	r.row = append(r.row, strings.ReplaceAll(s, `"`, `""`)...)
	r.row = append(r.row, '"')
}

// moment writes a clock time, if it is known.
func (r *reportWriter) moment(t *model.Transaction, f model.Field, at model.Instant) {
	if t.Has.Has(f) {
		r.row = at.In(r.zone).AppendFormat(r.row, "02/01/2006 15:04:05")
	}
}

// amount writes money with its decimals after a dot, if it is known.
func (r *reportWriter) amount(t *model.Transaction, f model.Field, m model.Money) {
	if t.Has.Has(f) {
		r.money(m)
	}
}

func (r *reportWriter) money(m model.Money) {
	decimals := m.Currency().Exponent()
	start := len(r.row)
	r.row = strconv.AppendInt(r.row, m.Minor(), 10)
	if decimals == 0 {
		return
	}
	for len(r.row)-start <= decimals {
		r.row = slices.Insert(r.row, start, '0')
	}
	r.row = slices.Insert(r.row, len(r.row)-decimals, '.')
}

func (r *reportWriter) count(n int64) { r.row = strconv.AppendInt(r.row, n, 10) }

func (r *reportWriter) yesOrNo(yes bool) {
	if yes {
		r.row = append(r.row, "Sim"...)
	} else {
		r.row = append(r.row, "Não"...)
	}
}

// billing writes the kind of charge, which for a subscription is the number of the charge.
func (r *reportWriter) billing(t *model.Transaction) {
	switch t.Billing {
	case model.CardInstallment:
		r.row = append(r.row, "Parcelado"...)
	case model.Subscription:
		r.count(t.Recurrence)
		r.row = append(r.row, "a cobrança"...)
	case model.SmartInstallment:
		r.row = append(r.row, "Parcelamento Inteligente"...)
	case model.SmartRecovery:
		r.row = append(r.row, "Recuperador Inteligente"...)
	default:
		r.row = append(r.row, "Único"...)
	}
}

// payment writes the means of payment, with the brand of a card.
func (r *reportWriter) payment(t *model.Transaction) {
	r.row = append(r.row, paymentWords(t.PaymentType)...)
	if t.CardBrand != "" {
		r.row = append(append(r.row, ' '), brandWords(t.CardBrand)...)
	}
}

func paymentWords(p model.PaymentType) string {
	switch p {
	case "":
		return ""
	case model.CreditCard:
		return "Cartão de Crédito"
	case model.Pix:
		return "Pix"
	case model.Billet:
		return "Boleto Bancário"
	case model.Hybrid:
		return "Híbrido"
	case model.HotmartCredit:
		return "Saldo Hotmart"
	case model.Wallet:
		return "PicPay"
	case model.CashPayment:
		return "OXXO"
	}
	return p.Label()
}

// brandWords writes a brand as cards do.
func brandWords(brand string) string {
	switch brand {
	case "visa":
		return "Visa"
	case "mastercard":
		return "Mastercard"
	case "elo":
		return "Elo"
	case "american express":
		return "American Express"
	}
	return "Hipercard"
}

// role writes the account's part in the sale.
func (r *reportWriter) role(role model.Role) {
	switch role {
	case model.Producer:
		r.row = append(r.row, "Produtor"...)
	case model.Coproducer:
		r.row = append(r.row, "Coprodutor"...)
	case model.Affiliate:
		r.row = append(r.row, "Afiliado"...)
	}
}
