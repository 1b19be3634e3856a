package world

import "strings"

// detailedHeader names the columns of the detailed sales report, in its order.
func detailedHeader() []string {
	return strings.Split("Código da transação;Status da transação;Data da transação;Confirmação do pagamento;Produtor(a);Código do produto;Produto;"+
		"Código do preço;Nome deste preço;Taxa de conversão (moeda de compra);Moeda de compra;Valor de compra com impostos;"+
		"Impostos locais de compra + Taxa de parcelamento;Valor de compra sem impostos;Taxa de conversão (moeda de recebimento);"+
		"Moeda de recebimento;Faturamento bruto (sem impostos);Faturamento líquido;Venda feita como;Faturamento líquido do(a) Produtor(a);"+
		"Comissão do(a) Afiliado(a);Faturamento do(a) Coprodutor(a);Moeda das taxas;Taxa de processamento;Taxa de streaming;Outras taxas;"+
		"Nome do(a) Afiliado(a);Canal usado para venda;Código SRC;Código SCK;Método de pagamento;Tipo de cobrança;"+
		"Quantidade total de parcelas;Quantidade de cobranças;Data de vencimento (vouchers);Código de cupom;Período gratuito (trial);"+
		"Quantidade de itens;Comprador(a);Email do(a) Comprador(a);País;Telefone;Documento;Código postal;Cidade;Estado / Província;Endereço;"+
		"Bairro;Número;Complemento;Instagram;Código do assinante;Tax Solutions;Tax Collected;Tax Jurisdiction;Ferramenta de venda;"+
		"Transação do Produto Principal;Tipo da antecipação de assinatura;Motivo de Recusa de Cartão;Imposto sobre Serviço Hotmart;"+
		"Impostos locais;Taxa de parcelamento;Valor do frete bruto", ";")
}

// classicHeader names the columns of the classic sales report. A currency stands before the amount that it is of.
func classicHeader() []string {
	return strings.Split("Nome do Produto;Nome do Produtor;Documento do Produtor;Nome do Afiliado;Transação;Meio de Pagamento;Origem;Moeda;"+
		"Preço do Produto;Moeda;Preço da Oferta;Taxa de Câmbio;Moeda;Preço Original;Número da Parcela;Recorrência;Data de Venda;"+
		"Data de Confirmação;Status;Nome;Documento;Email;DDD;Telefone;CEP;Cidade;Estado;Bairro;País;Endereço;Número;Complemento;chave;"+
		"Código do Produto;Código da Afiliação;Código de Oferta;Origem de Checkout;Tipo de Pagamento;Período Grátis;Tem co-produção;"+
		"Venda feita como;Preço Total;Tipo pagamento oferta;Taxa de Câmbio Real;Preço Total Convertido;Quantidade de itens;"+
		"Oferta de Upgrade;Cupom;Moeda;Valor que você recebeu convertido;Taxa de Câmbio do valor recebido;Data Vencimento;Instagram;"+
		"Origem da venda;Moeda de recebimento;Faturamento líquido;Código do assinante;Nota Fiscal;Valor do frete bruto", ";")
}
