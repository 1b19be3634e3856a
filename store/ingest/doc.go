// Package ingest reads report files into changes: it finds out what a file is, decodes it, splits it into rows and maps
// its columns, by name, to the facts of a transaction. It knows no SQL and keeps nothing between files.
//
// A file is read twice. Open goes through it once to decide what only the whole file can tell: its encoding, how each
// column writes its decimals, the moment it vouches for, its digest. Batch.Read goes through it again and hands the
// changes over one by one, so memory does not grow with the file.
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
