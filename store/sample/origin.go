package sample

import "recoup/model"

// origin is how a buyer came to the checkout.
type origin struct {
	src, sck, xcod string
	channel        string
	affiliate      string
}

// The channels that a report names.
const (
	channelDirect      = "Checkout do Produtor"
	channelAffiliate   = "Link de Afiliado"
	channelMarketplace = "Página do Produto Hotmart"
)

// tagged lists the links that carry a tag, the ones used most at the front.
var tagged = [...]origin{
	{sck: "Meta-Ads|v2_conversao|lal_3|reels|120214839201", channel: channelDirect},
	{src: "instagram-bio", channel: channelDirect},
	{sck: "Meta-Ads|v2_conversao|lal_3|feed|120214839202", channel: channelDirect},
	{src: "whatsapp", channel: channelDirect},
	{src: "newsletter", sck: "email|semanal", channel: channelDirect},
	{sck: "HOTMART_PRODUCT_PAGE", channel: channelMarketplace},
	{sck: "Meta-Ads|remarketing|carrinho_7d|stories|120214839377", channel: channelDirect},
	{src: "youtube", sck: "youtube|descricao", channel: channelDirect},
	{sck: "Google-Ads|pesquisa|curso_de_velas|texto|68831204417", xcod: "gclid", channel: channelDirect},
	{src: "grupo-vip", channel: channelDirect},
	{sck: "Meta-Ads|lancamento|frio_1|reels|120214839410", channel: channelDirect},
	{src: "tiktok", channel: channelDirect},
	{src: "HOTMART", sck: "HOTMART_SITE", channel: channelMarketplace},
	{sck: "club_vitrine", channel: "Área de Membros"},
	{src: "Facebook", sck: "fb|post", channel: channelDirect},
	{src: "facebook", channel: channelDirect},
}

// affiliates lists who has ever sold for the account. The first few still do.
var affiliates = [...]string{
	"Carla Menezes Ateliê", "Blog Mãos de Ouro", "Rafael Quintana", "Papo de Artesã", "Juliana Prates", "Vela & Cia",
	"Artesanato Lucrativo", "Bianca Sotero", "Casa Perfumada", "Célia Furtado", "Clube do Feito à Mão", "Dani Faz Arte",
	"Denise Rangel", "Empreenda em Casa", "Fábio Negrão", "Feira Criativa", "Gisela Prado", "Ideias da Lu", "Ivan Toledo",
	"Kátia Lemos", "Loja Aroma Vivo", "Marcelo Antunes", "Mercado das Mães", "Mundo Craft", "Nádia Fontes", "Oficina da Vó",
	"Paulo Sérgio Dutra", "Renda Extra Já", "Sandra Coutinho", "Toque Natural", "Zuleica Brandt",
}

const (
	activeAffiliates = 6
	// affiliatesFade is after how many days without a sale the program calls an affiliate dormant.
	affiliatesFade = 90
)

// origin gives how a buyer came, for a product that affiliates may or may not sell: three in five leave no trace.
func (m *maker) origin(p *product, ago int) origin {
	switch roll := m.draw.below(1000); {
	case roll < 110 && p.affiliate > 0:
		who := m.draw.below(len(affiliates))
		if ago <= affiliatesFade { // only a few sold lately, the first of them most
			who = min(m.draw.below(activeAffiliates), m.draw.below(activeAffiliates))
		}
		o := origin{channel: channelAffiliate, affiliate: affiliates[who]}
		if m.draw.chance(300) {
			o.src = "afiliado-blog"
		}
		return o
	case roll < 440:
		return tagged[min(m.draw.below(len(tagged)), m.draw.below(len(tagged)))]
	}
	return origin{channel: channelDirect}
}

// cameBy writes down how a buyer came.
func cameBy(t *model.Transaction, o *origin) {
	t.Src, t.Sck, t.Xcod, t.Channel, t.AffiliateName = o.src, o.sck, o.xcod, o.channel, o.affiliate
	for _, f := range [...]struct {
		field model.Field
		text  string
	}{{model.FSrc, o.src}, {model.FSck, o.sck}, {model.FXcod, o.xcod}, {model.FChannel, o.channel}, {model.FAffiliateName, o.affiliate}} {
		if f.text != "" {
			t.Has = t.Has.With(f.field)
		}
	}
}
