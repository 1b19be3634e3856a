package sample

import "recoup/model"

// Who sells. The account's owner produces most products; in two it takes part in someone else's.
const (
	owner           = "Ana Beatriz Nogueira"
	partnerProducer = "Estúdio Pixel & Cia"
	partnerOfOffers = "Contábil Fácil Ltda."
)

// product is something sold.
type product struct {
	id, name   string
	producer   string
	role       model.Role // the account's
	warranty   int        // days of guarantee
	coproducer int        // per cent of what fee and affiliate leave
	affiliate  int        // per cent of what the fee leaves, where one takes part
}

// The places of the products in the table.
const (
	guide = iota
	recipes
	templates
	photography
	pricing
	event
	soap
	candles
	mentoring
	club
	masterclass
	spanish
	partnerCourse
	partnerSheet
)

var products = [...]product{
	guide:         {"4120377", "Guia do Primeiro Cliente", owner, model.Producer, 7, 0, 0},
	recipes:       {"4120981", "E-book 40 Receitas de Velas", owner, model.Producer, 7, 0, 50},
	templates:     {"4388102", "Pacote de Etiquetas e Catálogos", owner, model.Producer, 7, 0, 40},
	photography:   {"4519346", "Fotografia de Produto com o Celular", owner, model.Producer, 15, 30, 30},
	pricing:       {"4602755", "Precificação sem Medo", owner, model.Producer, 15, 0, 40},
	event:         {"5033418", "Encontro do Ateliê (ao vivo)", owner, model.Producer, 7, 0, 0},
	soap:          {"3987214", "Saboaria do Zero", owner, model.Producer, 15, 0, 40},
	candles:       {"3701562", "Formação Velas Artesanais", owner, model.Producer, 30, 0, 35},
	mentoring:     {"5210049", "Mentoria Ateliê Lucrativo", owner, model.Producer, 7, 0, 0},
	club:          {"4877630", "Clube da Ana", owner, model.Producer, 7, 0, 30},
	masterclass:   {"5344871", "Candle Making Masterclass", owner, model.Producer, 15, 0, 35},
	spanish:       {"5344902", "Velas Artesanales desde Cero", owner, model.Producer, 15, 0, 35},
	partnerCourse: {"4963308", "Vendas pelo Instagram", partnerProducer, model.Coproducer, 15, 25, 30},
	partnerSheet:  {"4456129", "Planilha MEI Descomplicada", partnerOfOffers, model.Affiliate, 7, 0, 40},
}

// offer is a price of a product.
type offer struct {
	code, name string
	product    int
	price      int64 // minor units of currency
	currency   model.Currency
	checkout   model.Currency // of the buyer, where it is another
	payout     model.Currency // of the account, where it is another
	split      int            // most card instalments
	billing    model.Billing
	charges    int // of a plan with an end
	months     int // between the charges of a subscription
	share      int // cards in a thousand of the deck
	launch     int // the same while a course is being launched
}

// The places of the offers that stories ask for by name; those before offerMentoring make up the deck.
const (
	offerGuide = iota
	offerRecipes
	offerTemplates
	offerSpanish
	offerPhotography
	offerMasterclass
	offerMasterclassBRL
	offerMasterclassEUR
	offerPricing
	offerSoapEarly
	offerEvent
	offerSoap
	offerCandles
	offerMentoring
	offerRecipesBump
	offerTemplatesBump
	offerPricingUpsell
	offerClub
	offerClubYear
	offerClubUSD
	offerMasterclassPlan
	offerMasterclassTen
	offerEventEarly
	offerPartnerCourse
	offerPartnerSheet
	offerSticker
	offerCandlesBundle
)

// offers is the price list. The deck, its first part, goes from cheap to dear, which keeps the weeks even.
var offers = [...]offer{
	offerGuide:           {code: "g0ratis1", name: "Gratuito", product: guide, price: 0, currency: "BRL", split: 1, share: 14, launch: 30},
	offerRecipes:         {code: "r3ce1tas", name: "E-book", product: recipes, price: 4700, currency: "BRL", split: 1, share: 250, launch: 166},
	offerTemplates:       {code: "et1qu3ta", name: "Pacote completo", product: templates, price: 6700, currency: "BRL", split: 3, share: 150, launch: 100},
	offerSpanish:         {code: "v3lases0", name: "Curso completo", product: spanish, price: 3900, currency: "USD", checkout: "CLP", split: 1, share: 24, launch: 14},
	offerPhotography:     {code: "f0toc3lu", name: "Acesso de um ano", product: photography, price: 19700, currency: "BRL", split: 12, share: 160, launch: 90},
	offerMasterclass:     {code: "c4ndl3en", name: "Full course", product: masterclass, price: 4500, currency: "USD", split: 1, share: 44, launch: 30},
	offerMasterclassBRL:  {code: "c4ndl3br", name: "Full course (payout in BRL)", product: masterclass, price: 4500, currency: "USD", payout: "BRL", split: 1, share: 10, launch: 10},
	offerMasterclassEUR:  {code: "c4ndl3eu", name: "Curso completo (EUR)", product: masterclass, price: 4200, currency: "EUR", split: 1, share: 30, launch: 20},
	offerPricing:         {code: "pr3c1f1c", name: "Turma aberta", product: pricing, price: 29700, currency: "BRL", split: 12, share: 134, launch: 70},
	offerSoapEarly:       {code: "s4b04e4r", name: "Lista de espera", product: soap, price: 39700, currency: "BRL", split: 12, share: 22, launch: 10},
	offerEvent:           {code: "3nc0ntr0", name: "Lote 2", product: event, price: 40000, currency: "BRL", split: 6, share: 26, launch: 10},
	offerSoap:            {code: "s4b0ar1a", name: "Curso completo", product: soap, price: 49700, currency: "BRL", split: 12, share: 98, launch: 60},
	offerCandles:         {code: "v3las997", name: "Turma da formação", product: candles, price: 99700, currency: "BRL", split: 12, share: 30, launch: 380},
	offerMentoring:       {code: "m3nt0r1a", name: "Três meses", product: mentoring, price: 199700, currency: "BRL", split: 12, share: 8, launch: 10},
	offerRecipesBump:     {code: "r3ce1tab", name: "Leve junto", product: recipes, price: 2700, currency: "BRL", split: 12},
	offerTemplatesBump:   {code: "et1qu3tb", name: "Leve junto", product: templates, price: 3700, currency: "BRL", split: 12},
	offerPricingUpsell:   {code: "pr3c1upS", name: "Só nesta página", product: pricing, price: 19700, currency: "BRL", split: 12},
	offerClub:            {code: "club3mes", name: "Mensal", product: club, price: 9700, currency: "BRL", split: 1, billing: model.Subscription, months: 1},
	offerClubYear:        {code: "club3ano", name: "Anual", product: club, price: 97000, currency: "BRL", split: 12, billing: model.Subscription, months: 12},
	offerClubUSD:         {code: "clubmUSD", name: "Monthly", product: club, price: 1900, currency: "USD", split: 1, billing: model.Subscription, months: 1},
	offerMasterclassPlan: {code: "c4ndl36x", name: "6 monthly payments", product: masterclass, price: 1900, currency: "USD", split: 1, billing: model.SmartInstallment, charges: 6, months: 1},
	offerMasterclassTen:  {code: "c4ndl10x", name: "10 monthly payments", product: masterclass, price: 1200, currency: "USD", split: 1, billing: model.SmartInstallment, charges: 10, months: 1},
	offerEventEarly:      {code: "3nc0pre1", name: "Pré-venda", product: event, price: 35000, currency: "BRL", split: 6},
	offerPartnerCourse:   {code: "1nst4gr4", name: "Acesso vitalício", product: partnerCourse, price: 34700, currency: "BRL", split: 12},
	offerPartnerSheet:    {code: "me1plan1", name: "Planilha", product: partnerSheet, price: 5900, currency: "BRL", split: 1},
	offerSticker:         {code: "4des1v05", name: "Adesivo de brinde", product: templates, price: 800, currency: "BRL", split: 1},
	offerCandlesBundle:   {code: "v3lasb0x", name: "Formação com kit", product: candles, price: 129700, currency: "BRL", split: 12},
}

// deckSize is how many offers, from the first on, are sold one by one every week.
const deckSize = offerMentoring + 1

// launchEvery is how many weeks lie between two launches; launchFactors says how many times busier the weeks of one are,
// in per cent, by the week's place in between.
const launchEvery = 13

var launchFactors = [launchEvery]int{8: 185, 9: 135}

// growth is how busy a week was, per mille of last week's, for weeks going back: what a creator gains in a year.
const growth = 991

// beforeLast is how busy the week before the last was, per mille: a good week to look at.
const beforeLast = 905

// busy tells how busy a week was, per mille of last week, and whether a course was being launched in it.
func busy(weeksAgo int) (permille int, launch bool) {
	factor := 1_000_000
	if weeksAgo > 0 {
		factor = beforeLast * 1000
	}
	for range weeksAgo {
		factor = factor * growth / 1000
	}
	if boost := launchFactors[weeksAgo%launchEvery]; boost != 0 {
		return factor * boost / 100_000, true
	}
	return factor / 1000, false
}
