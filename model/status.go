package model

// Status is the canonical status of a transaction. Hotmart names the same state differently in the API, the webhook,
// the downloaded report and on its pages; ParseStatus maps them all.
type Status uint8

// The canonical statuses.
const (
	StatusUnknown Status = iota
	Started
	WaitingPayment
	PrintedBillet
	Processing
	UnderAnalysis
	PreOrder
	Approved
	Complete
	PartiallyRefunded
	Protested
	Refunded
	Chargeback
	Cancelled
	NoFunds
	Blocked
	Expired
	Overdue
	statusCount
)

// Class groups statuses by what they mean for a seller.
type Class uint8

// The classes of status.
const (
	ClassUnknown  Class = iota
	ClassOpen           // not paid yet, may still be
	ClassSold           // paid and kept, wholly or in part
	ClassDispute        // a refund is asked for; ends refunded or sold
	ClassReversed       // paid, then given back
	ClassFailed         // an attempt that did not convert
	ClassDunning        // a renewal that was not paid
)

type statusFact struct {
	id, label string
	class     Class
	synonyms  []string // folded: lower case, no accents, no "(a)"
}

var statusFacts = [statusCount]statusFact{
	StatusUnknown:     {"UNKNOWN", "Unknown", ClassUnknown, nil},
	Started:           {"STARTED", "Started", ClassOpen, []string{"started", "iniciado", "iniciada", "inicializado"}},
	WaitingPayment:    {"WAITING_PAYMENT", "Awaiting payment", ClassOpen, []string{"waiting_payment", "waiting payment", "awaiting payment", "aguardando pagamento", "esperando pago", "pendiente de pago", "pending payment"}},
	PrintedBillet:     {"PRINTED_BILLET", "Slip or Pix issued", ClassOpen, []string{"printed_billet", "billet_printed", "billet printed", "printed billet", "boleto gerado", "boleto impresso", "boleto emitido", "solicitud de pago generada", "boleto generado"}},
	Processing:        {"PROCESSING", "Processing", ClassOpen, []string{"processing", "processing_transaction", "processando", "em processamento", "procesando", "en proceso"}},
	UnderAnalysis:     {"UNDER_ANALYSIS", "Under analysis", ClassOpen, []string{"under_analysis", "under_analisys", "under analysis", "em analise", "en analisis", "analisis"}},
	PreOrder:          {"PRE_ORDER", "Pre-order", ClassOpen, []string{"pre_order", "pre order", "pre-order", "pre-venda", "pre venda", "preventa"}},
	Approved:          {"APPROVED", "Approved", ClassSold, []string{"approved", "aprovado", "aprovada", "aprobado", "aprobada"}},
	Complete:          {"COMPLETE", "Complete", ClassSold, []string{"complete", "completed", "completo", "completa", "concluido", "concluida"}},
	PartiallyRefunded: {"PARTIALLY_REFUNDED", "Partly refunded", ClassSold, []string{"partially_refunded", "partially refunded", "parcialmente reembolsado", "parcialmente reembolsada", "reembolsado parcialmente", "reembolsada parcialmente", "reembolso parcial"}},
	Protested:         {"PROTESTED", "Refund requested", ClassDispute, []string{"protested", "dispute", "disputa", "em disputa", "en disputa", "reclamado", "reclamada", "claimed"}},
	Refunded:          {"REFUNDED", "Refunded", ClassReversed, []string{"refunded", "reembolsado", "reembolsada", "estornado", "estornada", "devuelto"}},
	Chargeback:        {"CHARGEBACK", "Chargeback", ClassReversed, []string{"chargeback", "contestacao", "contestado", "contestada", "contracargo"}},
	Cancelled:         {"CANCELLED", "Cancelled", ClassFailed, []string{"cancelled", "canceled", "cancelado", "cancelada", "recusado", "recusada", "rechazado", "rechazada", "refused", "declined"}},
	NoFunds:           {"NO_FUNDS", "No funds", ClassFailed, []string{"no_funds", "no funds", "sem saldo", "sem fundos", "sin fondos", "sin saldo"}},
	Blocked:           {"BLOCKED", "Blocked", ClassFailed, []string{"blocked", "bloqueado", "bloqueada"}},
	Expired:           {"EXPIRED", "Expired", ClassFailed, []string{"expired", "expirado", "expirada", "vencido", "vencida", "caducado"}},
	Overdue:           {"OVERDUE", "Overdue", ClassDunning, []string{"overdue", "delayed", "atrasado", "atrasada", "retrasado", "retrasada"}},
}

var statusBySynonym = func() map[string]Status {
	m := map[string]Status{}
	for s := Started; s < statusCount; s++ {
		m[fold(statusFacts[s].id)] = s
		for _, w := range statusFacts[s].synonyms {
			m[fold(w)] = s
		}
	}
	return m
}()

// ParseStatus maps any of Hotmart's words for a status, in the API's, the webhook's or a report's spelling, in
// Portuguese, Spanish or English, with or without accents and gender marks. A word it does not know is StatusUnknown:
// the row is kept and its raw word shown.
func ParseStatus(raw string) Status { return statusBySynonym[fold(raw)] }

// ID is the canonical identifier (the API's spelling, with its typing error in UNDER_ANALYSIS mended).
func (s Status) ID() string { return s.fact().id }

// Label is the status in a creator's words.
func (s Status) Label() string { return s.fact().label }

// Class says what the status means for the seller.
func (s Status) Class() Class { return s.fact().class }

// Sold tells whether the status counts in Sold.
func (s Status) Sold() bool { return s.Class() == ClassSold }

// Converted tells whether money was received at some time, whatever happened to it later.
func (s Status) Converted() bool {
	c := s.Class()
	return c == ClassSold || c == ClassDispute || c == ClassReversed
}

// Statuses lists every canonical status except StatusUnknown, in the order of a transaction's life.
func Statuses() []Status {
	all := make([]Status, 0, statusCount-1)
	for s := Started; s < statusCount; s++ {
		all = append(all, s)
	}
	return all
}

func (s Status) fact() *statusFact {
	if s >= statusCount {
		s = StatusUnknown
	}
	return &statusFacts[s]
}
