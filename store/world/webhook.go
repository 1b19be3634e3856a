package world

import "recoup/model"

// eventOf names the webhook that tells of a status; empty where there is none.
func eventOf(s model.Status) string {
	switch s {
	case model.Approved:
		return "PURCHASE_APPROVED"
	case model.Complete:
		return "PURCHASE_COMPLETE"
	case model.Cancelled:
		return "PURCHASE_CANCELED"
	case model.PrintedBillet:
		return "PURCHASE_BILLET_PRINTED"
	case model.Protested:
		return "PURCHASE_PROTEST"
	case model.Refunded:
		return "PURCHASE_REFUNDED"
	case model.Chargeback:
		return "PURCHASE_CHARGEBACK"
	case model.Expired:
		return "PURCHASE_EXPIRED"
	case model.Overdue:
		return "PURCHASE_DELAYED"
	}
	return ""
}
