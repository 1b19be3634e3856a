// Package model holds the words of the field and their rules: money, statuses, transactions, periods, filters, and the
// shape of a report. It does no I/O, knows no SQL and no colour, and imports nothing of this project.
package model
