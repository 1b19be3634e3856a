// Package store keeps the snapshot: one SQLite file with everything that was seen of a creator's transactions, and beside
// it the notes file with what the creator says about them. It is the only writer of both.
//
// # What is in a snapshot
//
// observation is the log: one row for each distinct thing that one source said of one transaction. The same sighting
// again only widens the row's first_seen and last_seen. transaction_ is the projection of the log, one row per
// transaction with one column per model.Field, computed by model.Project and nothing else; absent is NULL. import is the
// register of imports, meta holds the account's facts, status, payment_type and decline_reason repeat the model's tables
// so that SQL can join them. Readers of the file use the views whose names begin with v_; see views.go.
//
// record and record_observation are the same for everything that is no transaction, from carts to invoices: a dataset, a key,
// and facts as JSON, projected by model.ProjectRecord. road says which source has told of how much of each dataset, covered
// which periods and statuses were asked for in full, cursor how far a sync has come; an import writes them together with
// its rows.
//
// Most transactions are seen once. As long as an observation is the only one of its transaction, its facts are not
// written twice: its body is NULL and the transaction's columns are the facts. The observation's hash covers them, so a
// changed column is noticed (Verify). When a second observation arrives, each gets a body of its own.
//
// # What can be relied on
//
// One import is one SQLite transaction under WAL with synchronous=FULL: after a crash or a power cut it is wholly there
// or wholly absent, and Apply reports success only after COMMIT has returned. Importing is idempotent and independent of
// order: any set of batches, in any order and any number of times, gives the same Hash.
package store
