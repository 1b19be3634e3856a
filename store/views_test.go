package store

import (
	"testing"
	"time"

	"recoup/model"
)

func TestTheViewsSayWhatTheReportsMean(t *testing.T) {
	hours := func(h int) model.Instant { return noon.Add(time.Duration(h) * time.Hour) }
	ordered := func(h int) func(*model.Transaction) {
		return set(model.FOrderedAt, func(t *model.Transaction) { t.OrderedAt = hours(h) })
	}
	approved := func(h int) func(*model.Transaction) {
		return set(model.FApprovedAt, func(t *model.Transaction) { t.ApprovedAt = hours(h) })
	}
	by := func(p model.PaymentType) func(*model.Transaction) {
		return set(model.FPaymentType, func(t *model.Transaction) { t.PaymentType = p })
	}
	from := func(email string) func(*model.Transaction) {
		return set(model.FBuyerEmail, func(t *model.Transaction) { t.BuyerEmail = email })
	}
	role := func(r model.Role) func(*model.Transaction) {
		return set(model.FRole, func(t *model.Transaction) { t.Role = r })
	}
	charge := func(n int64) func(*model.Transaction) {
		return set(model.FRecurrence, func(t *model.Transaction) { t.Recurrence = n })
	}
	refusal := set(model.FRefusalRaw, func(t *model.Transaction) { t.RefusalRaw = "Saldo insuficiente" })
	due := func(h int) func(*model.Transaction) {
		return set(model.FDueAt, func(t *model.Transaction) { t.DueAt = hours(h) })
	}
	s := open(t, snapshotPath(t), ReadWrite)
	apply(t, s, file("may.csv", hours(0),
		sale("SOLD"), sale("OLDREPORT", without(model.FRole), without(model.FRecurrence)), sale("AFFILIATE", role(model.Affiliate)),
		sale("NODATE", without(model.FApprovedAt)),
		sale("PART", with(model.PartiallyRefunded), set(model.FRefundedMoney, func(t *model.Transaction) { t.RefundedMoney = model.NewMoney(700, "BRL") })),
		sale("BACK", with(model.Refunded)), sale("ASKED", with(model.Protested)), sale("DISPUTED", with(model.Chargeback)),
		sale("NEWWORD", with(model.StatusUnknown)),
		sale("TRY1", with(model.Cancelled), ordered(-50), from("Rui@Example.com"), refusal), sale("TRY2", with(model.NoFunds), ordered(-40), from("rui@example.com")),
		sale("LATER", with(model.Complete), ordered(-30), approved(-30), from("rui@example.com")),
		sale("OWNED", ordered(-60), approved(-60), from("gil@example.com")), sale("REPEAT", with(model.Cancelled), ordered(-10), from("gil@example.com")),
		sale("RENEWAL", with(model.Cancelled), charge(2)), sale("PARTNER", with(model.Cancelled), role(model.Coproducer)),
		sale("PIXOLD", with(model.PrintedBillet), by(model.Pix), ordered(-49), from("bia@example.com")),
		sale("PIXNEW", with(model.PrintedBillet), by(model.Pix), ordered(-47), from("caio@example.com")),
		sale("SLIPOPEN", with(model.PrintedBillet), by(model.Billet), ordered(-71), from("davi@example.com")),
		sale("SLIPDUE", with(model.PrintedBillet), by(model.Billet), ordered(-5), due(-1), from("eva@example.com")),
		sale("ANALYSIS", with(model.UnderAnalysis), ordered(-500)),
		sale("NOBUYER1", with(model.Expired), by(model.Billet), without(model.FBuyerEmail)), sale("NOBUYER2", with(model.Expired), by(model.Billet), without(model.FBuyerEmail)),
	))
	for query, want := range map[string]string{
		"SELECT code FROM v_sold ORDER BY code":                                            "LATER NODATE OLDREPORT OWNED PART SOLD",
		"SELECT at FROM v_sold WHERE code = 'NODATE'":                                      "1778400000000",
		"SELECT gross_minor_kept FROM v_sold WHERE code IN ('PART', 'SOLD') ORDER BY code": "19000 19700",
		"SELECT code FROM v_failed ORDER BY code":                                          "NOBUYER1 NOBUYER2 PIXOLD REPEAT SLIPDUE TRY1 TRY2",
		"SELECT code FROM v_lost_sale ORDER BY code":                                       "NOBUYER1 NOBUYER2 PIXOLD REPEAT SLIPDUE TRY2",
		"SELECT attempts || ':' || since_recovered FROM v_lost_sale WHERE code IN ('TRY2', 'PIXOLD', 'REPEAT') ORDER BY code DESC": "2:1 1:0 1:0",
		"SELECT DISTINCT buyer_key FROM v_transaction WHERE code IN ('TRY1', 'TRY2')":                                              "rui@example.com",
		"SELECT code FROM v_card_attempt WHERE NOT converted ORDER BY code":                                                        "REPEAT TRY1 TRY2",
		"SELECT decline_reason FROM v_card_attempt WHERE NOT converted ORDER BY code":                                              "UNKNOWN INSUFFICIENT_FUNDS UNKNOWN",
		"SELECT count(*) FROM v_card_attempt WHERE converted":                                                                      "9",
		"SELECT code || ':' || coalesce(returned_minor, '-') FROM v_refund ORDER BY code":                                          "ASKED:- BACK:19700 DISPUTED:19700 PART:700",
		"SELECT class FROM v_transaction WHERE code IN ('ANALYSIS', 'NEWWORD', 'RENEWAL') ORDER BY class":                          "failed open unknown",
		"SELECT count(*) FROM v_transaction":                                                                                       "23",
		"SELECT account_role FROM v_transaction WHERE code IN ('AFFILIATE', 'OLDREPORT') ORDER BY 1":                               "AFFILIATE PRODUCER",
		"SELECT order_code FROM v_transaction WHERE code = 'SOLD'":                                                                 "SOLD",
	} {
		if got := listed(t, s, query); got != want {
			t.Errorf("%s\ngives %s\nwant  %s", query, got, want)
		}
	}
}

func TestTheWordsInTheFileAreTheModels(t *testing.T) {
	s := open(t, snapshotPath(t), ReadWrite)
	for _, status := range append(model.Statuses(), model.StatusUnknown) {
		if got := listed(t, s, "SELECT label || '/' || class FROM status WHERE id = '"+status.ID()+"'"); got != status.Label()+"/"+className(status.Class()) {
			t.Errorf("%s is %q", status.ID(), got)
		}
	}
	tamper(t, s, "UPDATE status SET label = 'an older word'")
	apply(t, s, file("may.csv", noon, sale("HP1")))
	if got := listed(t, s, "SELECT label || ':' || transactions FROM status WHERE id = 'APPROVED'"); got != model.Approved.Label()+":1" {
		t.Errorf("after an import it is %q", got)
	}
	if got := listed(t, s, "SELECT id FROM payment_type WHERE is_card ORDER BY id"); got != "APPLE_PAY CREDIT_CARD GOOGLE_PAY HYBRID SAMSUNG_PAY" {
		t.Errorf("cards are %s", got)
	}
	if got := listed(t, s, "SELECT id FROM decline_reason WHERE NOT in_rates"); got != string(model.DuplicateAttempt) {
		t.Errorf("left out of rates: %s", got)
	}
}
