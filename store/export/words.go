package export

import "recoup/model"

// words are what this package says itself, in one language.
type words struct {
	metric, value, previous, change string // headings of the metrics
	currency, total                 string
	asOf, missing, notes            string
	noRows                          string
	moreRows                        string // {0} is their number
	points                          string // unit of the difference of two percentages
	empty                           [5]string
}

func wordsOf(lang model.Lang) *words {
	switch lang {
	case model.LangPT:
		return &portuguese
	case model.LangES:
		return &spanish
	default:
		return &english
	}
}

// The words are never changed after start. The sentences of empty are in the order of model.EmptyKind.
var (
	english = words{
		metric: "Metric", value: "Value", previous: "Before", change: "Change", currency: "Currency", total: "Total",
		asOf: "As of", missing: "Missing data", notes: "Notes", noRows: "No rows.", moreRows: "… {0} more rows", points: "pp",
		empty: [5]string{
			"", "Nothing has been imported yet.", "There is no sale yet.", "Nothing in this period passes the filters.",
			"The data of this section was never imported.",
		},
	}
	portuguese = words{
		metric: "Métrica", value: "Valor", previous: "Antes", change: "Variação", currency: "Moeda", total: "Total",
		asOf: "Dados até", missing: "Dados que faltam", notes: "Notas", noRows: "Nenhuma linha.", moreRows: "… mais {0} linhas", points: "p.p.",
		empty: [5]string{
			"", "Nada foi importado ainda.", "Ainda não há vendas.", "Nada neste período passa pelos filtros.",
			"Os dados desta seção nunca foram importados.",
		},
	}
	spanish = words{
		metric: "Métrica", value: "Valor", previous: "Antes", change: "Variación", currency: "Moneda", total: "Total",
		asOf: "Datos hasta", missing: "Datos que faltan", notes: "Notas", noRows: "Ninguna fila.", moreRows: "… {0} filas más", points: "p. p.",
		empty: [5]string{
			"", "Todavía no se importó nada.", "Todavía no hay ventas.", "Nada en este período pasa los filtros.",
			"Los datos de esta sección nunca se importaron.",
		},
	}
)
