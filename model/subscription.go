package model

import "strings"

// SubscriptionStatus is where a subscription stands, in the spelling of Hotmart's list of subscriptions. A word that is
// not known stays as it is, in upper case.
type SubscriptionStatus string

// The statuses of a subscription.
const (
	SubscriptionStarted  SubscriptionStatus = "STARTED"  // the first slip is issued and not paid yet
	SubscriptionInactive SubscriptionStatus = "INACTIVE" // the first charge was not approved
	SubscriptionActive   SubscriptionStatus = "ACTIVE"
	SubscriptionDelayed  SubscriptionStatus = "DELAYED" // in force, the last charge is late
	SubscriptionOverdue  SubscriptionStatus = "OVERDUE" // its period has ended
	// SubscriptionCancelled is one of which it is not told who cancelled it.
	SubscriptionCancelled           SubscriptionStatus = "CANCELLED"
	SubscriptionCancelledByCustomer SubscriptionStatus = "CANCELLED_BY_CUSTOMER"
	SubscriptionCancelledBySeller   SubscriptionStatus = "CANCELLED_BY_SELLER"
	SubscriptionCancelledByAdmin    SubscriptionStatus = "CANCELLED_BY_ADMIN" // by Hotmart, as after five unpaid charges
)

// Known tells whether the status is one of those above.
func (s SubscriptionStatus) Known() bool {
	switch s {
	case SubscriptionStarted, SubscriptionInactive, SubscriptionActive, SubscriptionDelayed, SubscriptionOverdue:
		return true
	}
	return s.Cancelled()
}

// Cancelled tells whether somebody ended it.
func (s SubscriptionStatus) Cancelled() bool {
	switch s {
	case SubscriptionCancelled, SubscriptionCancelledByCustomer, SubscriptionCancelledBySeller, SubscriptionCancelledByAdmin:
		return true
	}
	return false
}

// ParseSubscriptionStatus reads the status of a subscription in any of Hotmart's spellings: those of its API and of its
// events, which differ, and the words of its pages and exports in Portuguese, Spanish and English.
func ParseSubscriptionStatus(raw string) SubscriptionStatus {
	word := strings.ReplaceAll(fold(raw), "_", " ")
	switch word {
	case "started", "iniciada", "iniciado":
		return SubscriptionStarted
	case "inactive", "inativa", "inativo", "inactiva", "inactivo":
		return SubscriptionInactive
	case "active", "ativa", "ativo", "activa", "activo":
		return SubscriptionActive
	case "delayed", "past due", "late", "atrasada", "atrasado", "em atraso", "retrasada", "retrasado", "con retraso", "en mora", "inadimplente":
		return SubscriptionDelayed
	case "overdue", "expired", "vencida", "vencido", "expirada", "expirado":
		return SubscriptionOverdue
	}
	if strings.HasPrefix(word, "cancel") {
		if status := cancelledBy(word); status != "" {
			return status
		}
	}
	return SubscriptionStatus(strings.ToUpper(strings.TrimSpace(raw)))
}

// cancelledBy reads who cancelled it, of a folded word that begins with "cancel"; empty when the word says something else.
func cancelledBy(word string) SubscriptionStatus {
	verb, whom, _ := strings.Cut(word, " ")
	switch verb {
	case "cancelled", "canceled", "cancelada", "cancelado":
	default:
		return ""
	}
	if whom == "" {
		return SubscriptionCancelled
	}
	words := strings.Fields(whom)
	switch words[len(words)-1] {
	case "customer", "client", "buyer", "subscriber", "cliente", "comprador", "compradora", "assinante", "suscriptor", "suscriptora":
		return SubscriptionCancelledByCustomer
	case "seller", "vendor", "producer", "creator", "vendedor", "vendedora", "produtor", "produtora", "productor", "productora", "criador", "creador":
		return SubscriptionCancelledBySeller
	case "admin", "administrator", "administrador", "hotmart":
		return SubscriptionCancelledByAdmin
	}
	return ""
}
