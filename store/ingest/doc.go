// Package ingest reads files into changes: it finds out what a file is, decodes it, splits it into rows and maps its
// columns, by name, to facts. It knows no SQL and keeps nothing between files.
//
// Two things are found out, and neither depends on the other:
//
//   - the format: how the file holds its table. Each opener in detect.go tells one from the file's beginning and gives a
//     table, whose records are rows of cells with the physical line or row they stand on;
//   - the kind: what the rows mean. Each kind in kind.go lists the words that its columns go by, in three languages, what
//     a report of it cannot be without, and how a row becomes a change. A header is tried as each kind; the one that
//     lacks nothing and knows most of the columns is believed.
//
// So a kind is one file kind_*.go that gives a *kind, and one line in kinds(). Most kinds read a row by the names of its
// columns, with byName; the sales reports, of which there are millions of rows, have a reader of their own. A kind of
// records looks like this:
//
//	func cartReport() *kind {
//		return &kind{
//			id: "carts", label: "the cart abandonment report", version: "1", dataset: model.DataCarts,
//			columns: []column{
//				{name: "at", holds: dateCells, headers: []string{"Data", "Fecha", "Date"}},
//				{name: "buyer_email", holds: wordCells, headers: []string{"Email", "Correo electrónico"}},
//			},
//			needs: []need{{"the moment", []string{"at"}}, {"the buyer's e-mail", []string{"buyer_email"}}},
//			dated: "at",
//			rows: byName(func(r *row) model.Change {
//				cart := r.record(r.word("buyer_email")).Text("buyer_email", r.word("buyer_email")).At("at", r.date("at"))
//				return model.Change{Records: []*model.Record{cart}}
//			}),
//		}
//	}
//
// Kinds whose columns were never seen in a file list the words that Hotmart's help, its API and its other reports have for
// them, and say in their comment what each becomes. What a word leaves open is not read. As such words are common ones, a
// kind can have a mark: a header that other lists do not have. Amounts come with their currency, in a column, in their
// header ("Valor (BRL)"), in the cell ("R$ 10,00") or in the user's map ("Valor = amount BRL"); one without is never added
// to anything.
//
// What Hotmart tells as JSON, webhook bodies and answers of its API, has no columns: it is read by the files events*.go and
// what store/hotmart knows of it.
//
// A file is read twice. Open goes through it once to decide what only the whole file can tell: its encoding, how each
// column writes its decimals, the moment it vouches for, its digest. Batch.Read goes through it again and hands the
// changes over one by one, so memory does not grow with the file; only kinds whose rows have no name of their own, such
// as the wallet's statement, remember some bytes of each.
//
// Three promises hold for every input, also a hostile one:
//
//   - the rows of a file are its accepted, rejected, blank and header rows, exactly;
//   - a broken row costs itself and never its neighbours;
//   - nothing is guessed: a value that can be read in two ways is rejected with a reason, and a fact that a file does
//     not carry is left unknown.
//
// Of a buyer only what a report of ours uses is read: name, e-mail, phone, document, city, state and country. Street,
// number, complement, neighbourhood, postal code and Instagram name serve no report and stay in the file.
package ingest
