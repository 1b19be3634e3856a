package ingest

import (
	"slices"
	"strings"

	"recoup/model"
)

// KindSubscriptions is the export of the list of subscriptions.
const KindSubscriptions = "subscriptions"

// subscriptionsReport is the kind of the export of the list of subscriptions, one row a subscriber code. Its columns are not
// known: the words are those of Hotmart's help, of its list in the API and of the sales reports.
//
// The status becomes one of model.SubscriptionStatus. The price is that of one charge, the net is the account's share of it
// and may be in another currency; a total commission over all charges is neither and is left. The moment of each row's news is
// the latest of its beginning, last charge, cancellation and request; the end and the next charge may lie ahead.
func subscriptionsReport() *kind {
	return &kind{
		id: KindSubscriptions, label: "the export of subscriptions", version: "1", dataset: model.DataSubscriptions,
		columns: slices.Concat(subscriptionColumns(), subscriptionDates(), subscriptionCharges(), subscriberColumns()),
		left:    []string{"Comissão total", "Total de comissão", "Comisión total", "Total de comisión", "Total commission"},
		needs: []need{
			{"the subscriber's code", []string{"subscriber_code"}},
			{"the subscription's status", []string{"status"}},
		},
		mark:  need{"a plan or a date of the subscription", slices.Concat(planNames(), subscriptionIDs(), ownStatuses(), startDates(), nextCharges())},
		dated: "started_at", key: "subscriber_code", past: []string{"cancelled_at", "last_charge_at", "requested_at"},
		stated: true,
		rows:   byName(subscription),
	}
}

func subscriptionIDs() []string {
	return []string{"ID da assinatura", "ID de la suscripción", "Subscription ID"}
}

func ownStatuses() []string {
	return []string{"Status da assinatura", "Situação da assinatura", "Estado de la suscripción", "Estatus de la suscripción", "Subscription status"}
}

func planNames() []string {
	return []string{"Plano", "Nome do plano", "Plano de assinatura", "Plan", "Nombre del plan", "Plan de suscripción", "Plan name", "Subscription plan"}
}

func startDates() []string {
	return []string{"Data de adesão", "Data da adesão", "Data de início", "Data de início da assinatura", "Início da assinatura", "Data de ativação",
		"Data da assinatura", "Fecha de adhesión", "Fecha de inicio", "Fecha de inicio de la suscripción", "Inicio de la suscripción",
		"Fecha de activación", "Fecha de suscripción", "Accession date", "Start date", "Subscription start date", "Subscription date", "Activation date"}
}

func nextCharges() []string {
	return []string{"Próxima cobrança", "Data da próxima cobrança", "Data da próxima recorrência", "Próximo cobro", "Fecha del próximo cobro",
		"Fecha de la próxima recurrencia", "Next charge", "Next charge date", "Next billing date"}
}

func subscriptionColumns() []column {
	return []column{
		{name: "subscriber_code", holds: wordCells, headers: subscriberCodes()},
		{name: "subscription_id", holds: wordCells, headers: subscriptionIDs()},
		{name: "status", holds: wordCells, headers: append(ownStatuses(), "Status", "Situação", "Estatus")},
		{name: "billing", holds: wordCells, headers: []string{"Tipo de cobrança", "Tipo de cobro", "Billing type", "Charge type"}},
		{name: "product_id", holds: wordCells, headers: productIDs()},
		{name: "product", headers: productNames()},
		{name: "plan_id", holds: wordCells, headers: []string{"ID do plano", "Código do plano", "ID del plan", "Código del plan", "Plan ID", "Plan code"}},
		{name: "plan", headers: planNames()},
		{name: "offer_code", holds: wordCells, headers: offerCodes()},
		{name: "coupon", holds: wordCells, headers: []string{"Cupom", "Código do cupom", "Código de cupom", "Cupón", "Código del cupón", "Código de cupón",
			"Coupon", "Coupon code"}},
		{name: "period_days", holds: wordCells, headers: []string{"Periodicidade", "Frequência", "Frequência de cobrança", "Período de cobrança",
			"Periodicidad", "Frecuencia", "Frecuencia de cobro", "Período de cobro", "Periodicity", "Frequency", "Billing frequency", "Billing period"}},
		{name: "max_cycles", holds: countCells, headers: []string{"Número máximo de cobranças", "Máximo de cobranças", "Número máximo de recorrências",
			"Número máximo de cobros", "Máximo de cobros", "Maximum number of charges", "Maximum charges", "Max charges"}},
		{name: "cancel_reason", headers: []string{"Motivo do cancelamento", "Motivo de cancelamento", "Motivo de la cancelación", "Motivo de cancelación",
			"Cancellation reason", "Reason for cancellation"}},
	}
}

func subscriptionDates() []column {
	return []column{
		{name: "started_at", holds: dateCells, headers: startDates()},
		{name: "ended_at", holds: dateCells, headers: []string{"Data de término", "Data do término", "Data de fim", "Fim da assinatura",
			"Data de encerramento", "Fecha de término", "Fecha de fin", "Fecha de finalización", "Fin de la suscripción", "End date", "Subscription end date"}},
		{name: "requested_at", holds: dateCells},
		{name: "cancelled_at", holds: dateCells, headers: []string{"Data de cancelamento", "Data do cancelamento", "Cancelada em", "Cancelado em",
			"Fecha de cancelación", "Fecha de la cancelación", "Cancelada el", "Cancellation date", "Cancelled at", "Canceled at", "Cancelled on", "Canceled on"}},
		{name: "next_charge_at", holds: dateCells, headers: nextCharges()},
		{name: "trial_ends_at", holds: dateCells, headers: []string{"Fim do período gratuito", "Fim do trial", "Fin del período de prueba", "Fin del trial",
			"Trial end", "Trial end date", "End of trial"}},
		{name: "trial", holds: flagCells, headers: []string{"Período gratuito", "Período gratuito (trial)", "Trial", "Período de prueba",
			"Período de prueba (trial)", "Free trial", "Free period (trial)"}},
		{name: "last_charge_at", holds: dateCells, headers: []string{"Data da última cobrança", "Última cobrança", "Data da última recorrência",
			"Fecha del último cobro", "Último cobro", "Fecha de la última recurrencia", "Last charge date", "Last charge"}},
	}
}

func subscriptionCharges() []column {
	return []column{
		{name: "currency", holds: currencyCells, headers: append(currencies(), "Moeda de compra", "Moneda de compra", "Purchase currency")},
		{name: "price", holds: amountCells, currency: "currency", headers: []string{"Valor", "Valor da assinatura", "Valor da recorrência", "Valor do plano",
			"Preço", "Preço do plano", "Valor de la suscripción", "Valor del plan", "Precio", "Precio del plan", "Importe", "Price", "Plan price",
			"Subscription price", "Amount", "Value"}},
		{name: "net_currency", holds: currencyCells, headers: []string{"Moeda da comissão", "Moeda de recebimento", "Moneda de la comisión",
			"Moneda en la que recibirás los valores", "Commission currency", "Payout currency"}},
		{name: "net", holds: amountCells, currency: "net_currency", headers: []string{"Faturamento líquido", "Minha comissão", "Facturación neta",
			"Mi comisión", "Net revenue", "My commission", "Your commission"}},
		{name: "last_charge_no", holds: countCells, headers: []string{"Número da última cobrança", "Recorrência atual", "Cobrança atual",
			"Número de la última recurrencia", "Recurrencia actual", "Cobro actual", "Last charge number", "Last recurrence number", "Current recurrence"}},
		{name: "last_charge_status", holds: wordCells, headers: []string{"Status da última cobrança", "Status da última recorrência",
			"Estado del último cobro", "Estatus del último cobro", "Estado de la última recurrencia", "Last charge status", "Last recurrence status"}},
		{name: "unpaid_charges", holds: countCells, headers: []string{"Cobranças em atraso", "Cobranças não pagas", "Recorrências em atraso",
			"Cobros atrasados", "Cobros impagos", "Cobros no pagados", "Unpaid charges", "Overdue charges"}},
		{name: "lifetime_days", holds: countCells, headers: []string{"Tempo de vida (dias)", "Lifetime (dias)", "Tiempo de vida (días)", "Lifetime (days)",
			"Lifetime"}},
		{name: "charge_day", holds: countCells, headers: []string{"Dia de cobrança", "Dia da cobrança", "Día de cobro", "Día del cobro", "Charge day",
			"Billing day"}},
		{name: "transaction", holds: wordCells, headers: []string{"Última transação", "Código da última transação", "Última transacción",
			"Código de la última transacción", "Last transaction", "Last transaction code"}},
		{name: "payment_type", holds: wordCells, headers: payments()},
	}
}

func subscriberColumns() []column {
	return []column{
		{name: "buyer_name", headers: append(buyerNames(), "Assinante", "Nome do(a) assinante", "Suscriptor(a)", "Nombre del suscriptor(a)", "Subscriber",
			"Subscriber name")},
		{name: "buyer_email", holds: wordCells, headers: append(buyerEmails(), "E-mail do(a) assinante", "Email do(a) assinante", "Email del suscriptor(a)",
			"Correo electrónico del suscriptor(a)", "Subscriber email", "Subscriber e-mail")},
		{name: "buyer_phone", headers: append(buyerPhones(), "Telefone do(a) assinante", "Teléfono del suscriptor(a)", "Subscriber phone")},
		{name: "buyer_country", headers: append(countries(), "País do(a) assinante", "País del suscriptor(a)", "Subscriber country")},
	}
}

func subscription(r *row) model.Change {
	code := r.word("subscriber_code")
	switch {
	case code == "":
		r.fail("subscriber_code", "the subscriber's code is missing")
	case !isCode(code):
		r.fail("subscriber_code", "%s is not a subscriber's code", quote(code))
	}
	s := r.record(code)
	if raw := r.word("status"); raw != "" {
		status := model.ParseSubscriptionStatus(raw)
		if s.Text("status", string(status)).Text("status_raw", raw); !status.Known() {
			r.note("status", raw)
		}
	}
	r.takeWords(s, "subscription_id", "product_id", "plan_id", "offer_code", "coupon", "buyer_email", "transaction")
	r.takeTexts(s, "product", "plan", "cancel_reason", "buyer_name", "buyer_phone", "buyer_country")
	r.takeDates(s, "started_at", "ended_at", "requested_at", "cancelled_at", "next_charge_at", "trial_ends_at", "last_charge_at")
	r.takeCounts(s, "max_cycles", "last_charge_no", "unpaid_charges", "lifetime_days", "charge_day")
	s.Text("billing", string(r.billing("billing"))).Text("last_charge_status", r.chargeStatus("last_charge_status")).
		Text("payment_type", string(readPayment(r.word("payment_type")).method))
	if days, known := r.period("period_days"); known {
		s.Number("period_days", days)
	}
	if trial, known := r.flag("trial"); known {
		s.Flag("trial", trial)
	}
	for _, name := range []string{"price", "net"} {
		if amount, known := r.amountIfPriced(name); known {
			s.Money(name, amount)
		}
	}
	return r.told(s)
}

// period is how many days lie between two charges, from a number of days or a word such as "Mensal".
func (r *row) period(name string) (days int64, known bool) {
	word := r.word(name)
	if word == "" {
		return 0, false
	}
	if days, known = parseCount(word); known {
		return days, days > 0
	}
	switch strings.ReplaceAll(model.Fold(word), "_", " ") {
	case "weekly", "semanal":
		return 7, true
	case "monthly", "mensal", "mensual":
		return 30, true
	case "bimonthly", "bimestral":
		return 60, true
	case "quarterly", "trimestral":
		return 90, true
	case "biannual", "semiannual", "semestral":
		return 180, true
	case "annual", "yearly", "anual":
		return 360, true
	}
	r.note("periodicity", word)
	return 0, false
}

// chargeStatus is what became of a charge, as the API spells it; a word that is not known stays, in upper case.
func (r *row) chargeStatus(name string) string {
	word := r.word(name)
	switch strings.ReplaceAll(model.Fold(word), "_", " ") {
	case "":
		return ""
	case "paid", "paga", "pago", "pagada", "pagado":
		return "PAID"
	case "not paid", "unpaid", "nao paga", "nao pago", "no pagada", "no pagado", "impaga", "impago", "em aberto":
		return "NOT_PAID"
	case "claimed", "reclamada", "reclamado":
		return "CLAIMED"
	case "refunded", "reembolsada", "reembolsado":
		return "REFUNDED"
	case "chargeback", "contracargo":
		return "CHARGEBACK"
	}
	r.note("status of the last charge", word)
	return strings.ToUpper(word)
}
