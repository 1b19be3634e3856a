// Package export writes reports and their tables for other programs and for people without this one: JSON, NDJSON, CSV,
// XLSX, Markdown and plain text. The same report always gives the same bytes. Money is never a binary fraction on its
// way out, a figure that is not known is never 0, and what a buyer typed into a checkout can neither steer a terminal
// nor become a formula in a spreadsheet.
//
// Table and Report write to any writer; WriteFile puts what they write into a file that appears whole or not at all and
// never replaces another by surprise.
package export
