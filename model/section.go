package model

// SectionID names a report, the same on the command line, in JSON and in saved state.
type SectionID string

// The sections. Home is the first screen; the five of the left pane come next; then the fifteen of the menu.
const (
	Home            SectionID = "home"
	Sold            SectionID = "sold"
	LostSales       SectionID = "lost-sales"
	RecoveryTools   SectionID = "recovery-tools"
	DeclinedCards   SectionID = "declined-cards"
	CartAbandonment SectionID = "cart-abandonment"

	MySales              SectionID = "my-sales"
	Balance              SectionID = "balance"
	SalesOrigin          SectionID = "sales-origin"
	SmartInstallments    SectionID = "smart-installments"
	Club                 SectionID = "club"
	Invoices             SectionID = "invoices"
	Refunds              SectionID = "refunds"
	Subscriptions        SectionID = "subscriptions"
	Strategies           SectionID = "strategies"
	Affiliations         SectionID = "affiliations"
	Analytics            SectionID = "analytics"
	RecoverSales         SectionID = "recover-sales"
	ChargebackSection    SectionID = "chargeback"
	MyInsights           SectionID = "my-insights"
	MarketplaceAnalytics SectionID = "marketplace-analytics"
)

// Section is a report's entry in the program: its name as Hotmart's page has it, and its place.
type Section struct {
	ID    SectionID
	Title string
	// Side is where the section is reached from.
	Side Side
}

// Side is a half of the home screen.
type Side uint8

// The sides of the home screen.
const (
	LeftSide Side = iota
	RightSide
)

var sections = []Section{
	{Sold, "Sold", LeftSide},
	{LostSales, "Recovery Opportunities", LeftSide},
	{RecoveryTools, "Discover ways to recover your sales", LeftSide},
	{DeclinedCards, "Reasons for declined card payments", LeftSide},
	{CartAbandonment, "Cart abandonment (Sales Recovery)", LeftSide},
	{MySales, "My sales", RightSide},
	{Balance, "Balance", RightSide},
	{SalesOrigin, "Sales Origin Dashboard", RightSide},
	{SmartInstallments, "Smart Installments Dashboard", RightSide},
	{Club, "Club", RightSide},
	{Invoices, "Invoices", RightSide},
	{Refunds, "Refunds", RightSide},
	{Subscriptions, "Subscriptions", RightSide},
	{Strategies, "Strategies", RightSide},
	{Affiliations, "Affiliations", RightSide},
	{Analytics, "Analytics", RightSide},
	{RecoverSales, "Recover sales", RightSide},
	{ChargebackSection, "Chargeback", RightSide},
	{MyInsights, "My insights", RightSide},
	{MarketplaceAnalytics, "Marketplace Analytics", RightSide},
}

// Sections lists every section but Home, left side first, in the order of Hotmart's page.
func Sections() []Section { return append([]Section(nil), sections...) }

// SectionByID finds a section; ok is false for a name that is none.
func SectionByID(id SectionID) (s Section, ok bool) {
	for _, s := range sections {
		if s.ID == id {
			return s, true
		}
	}
	return Section{}, false
}
