package sample

import "recoup/model"

// refusal is a reason for which cards are declined, with the words of issuers and of Hotmart for it in the three
// languages of the checkout: Portuguese, Spanish, English.
type refusal struct {
	reason model.DeclineReason
	share  int // in a thousand declines
	words  [3]string
}

// refusals lists them with the most frequent first. Its first line is the lack of limit.
var refusals = [...]refusal{
	{model.InsufficientFunds, 430, [3]string{
		"Saldo insuficiente para o cartão informado. Entre em contato com a operadora.",
		"Fondos insuficientes en la tarjeta.", "INSUFFICIENT FUNDS"}},
	{model.GenericDecline, 130, [3]string{"Transação recusada pelo banco emissor.", "Transacción rechazada.", "Transaction refused"}},
	{model.InvalidData, 92, [3]string{"Código de segurança inválido.", "Datos de la tarjeta incorrectos.", "INVALID SECURITY CODE"}},
	{model.RestrictedCard, 70, [3]string{
		"Existe algum tipo de restrição no cartão. Tente realizar a compra novamente com outro cartão ou meio de pagamento.",
		"La tarjeta tiene alguna restricción.", "RESTRICTED CARD"}},
	{model.IssuerOrNetwork, 62, [3]string{"Falha de comunicação com o banco. Tente mais tarde.", "Banco no disponible.", "CARD ISSUER UNAVAILABLE"}},
	{model.SuspectedFraud, 48, [3]string{"Transação não concluída por suspeita de fraude.", "Compra sospechosa.", "Declined for risk of fraud"}},
	{model.LimitCountOrAmount, 38, [3]string{"Compra excede o valor diário do cartão.", "La compra excede el monto permitido.", "Exceeds withdrawal frequency"}},
	{model.CardNotUnblocked, 30, [3]string{"Cartão bloqueado: desbloqueie no aplicativo do banco.", "Tarjeta bloqueada.", "CARD HAS NOT BEEN UNBLOCKED BY THE CARDHOLDER"}},
	{model.ExpiredCard, 27, [3]string{"Cartão vencido.", "Tarjeta vencida.", "CARD EXPIRED"}},
	{model.NotPermitted, 20, [3]string{"Compra não permitida para este cartão.", "Operación no permitida.", "DEBIT CARD IS NOT ENABLED FOR THE OPERATION"}},
	{model.Authentication, 12, [3]string{"A autenticação 3DS não foi concluída.", "Falta la autenticación del banco.", "3DS authentication failed"}},
	{model.InstallmentInvalid, 10, [3]string{"Número de parcelas não aceito.", "Número de cuotas no aceptado.", "CARD DOES NOT SUPPORT INSTALLMENT PURCHASES"}},
	{model.DuplicateAttempt, 8, [3]string{"Transação em duplicidade: compra duplicada.", "Compra duplicada.", "DUPLICATE TRANSACTION"}},
	{model.TooManyTries, 6, [3]string{"O cartão excedeu tentativas de uso.", "Demasiados intentos.", "Too many tries"}},
	{model.LostStolen, 4, [3]string{"Cartão perdido ou roubado.", "Tarjeta perdida o robada.", "Lost or stolen card"}},
	{model.ClosedAccount, 3, [3]string{"Conta encerrada.", "Cuenta cerrada.", "Account closed"}},
	{model.BlockedByPlatform, 3, [3]string{"Compra contrária aos termos de uso.", "Bloqueo por violar los termos.", "Terms violated"}},
	{model.OtherReason, 2, [3]string{"Código 96 do emissor.", "Código 96 del emisor.", "Issuer code 96"}},
	{model.UnknownReason, 5, [3]string{}},
}

// decline marks a card attempt as failed for a reason. Hotmart has a status of its own for some cards without limit and
// for buyers it does not trust; the others are cancelled.
func (m *maker) decline(t *model.Transaction, lang language, r *refusal) {
	status := model.Cancelled
	switch {
	case r.reason == model.InsufficientFunds && m.draw.chance(150):
		status = model.NoFunds
	case r.reason == model.BlockedByPlatform:
		status = model.Blocked
	}
	setStatus(t, status)
	if text := r.words[lang]; text != "" {
		t.RefusalRaw = text
		t.Has = t.Has.With(model.FRefusalRaw)
	}
}

// anyRefusal gives a reason by how often it occurs.
func (m *maker) anyRefusal() *refusal {
	left := m.draw.below(1000)
	for i := range refusals {
		if left -= refusals[i].share; left < 0 {
			return &refusals[i]
		}
	}
	return &refusals[0]
}

// statusWords are the words of a Portuguese report for the statuses.
var statusWords = [...]string{
	model.StatusUnknown: "Aguardando revisão manual", model.Started: "Iniciado", model.WaitingPayment: "Aguardando pagamento",
	model.PrintedBillet: "Boleto Gerado", model.Processing: "Em processamento", model.UnderAnalysis: "Em Análise",
	model.PreOrder: "Pré-venda", model.Approved: "Aprovado", model.Complete: "Completo",
	model.PartiallyRefunded: "Reembolsado parcialmente", model.Protested: "Reclamado", model.Refunded: "Reembolsado",
	model.Chargeback: "Chargeback", model.Cancelled: "Cancelado", model.NoFunds: "Sem saldo", model.Blocked: "Bloqueado",
	model.Expired: "Expirado", model.Overdue: "Atrasado",
}

func setStatus(t *model.Transaction, s model.Status) { t.Status, t.StatusRaw = s, statusWords[s] }
