// Package hook receives Hotmart's webhooks and answers 200 to nothing that is not in the snapshot.
//
// # The way of an event
//
//	connection   at most 16 at once; a waiting one takes the place of the one that has been idle longest
//	gate         host, path, method, token, media type, size, in this order; see gate
//	delivery     the body becomes a model.Change; one that cannot be read is kept as it came
//	committer    what arrives together is applied as one batch, in one transaction
//	answer       200 once the transaction is on the disk, 503 when it could not be written
//
// # What is refused and what is kept
//
// Hotmart stops calling an address that answers with errors, and its history reaches back 60 days only. So only what
// cannot be from Hotmart is refused: a wrong host, path, method, token, media type or size. Whatever comes with the right
// token is kept, whether it can be read or not, and whether it came before or not.
//
// # Who can reach it
//
// It listens on the loopback addresses alone; a tunnel or a reverse proxy brings Hotmart's requests there and speaks TLS
// to the outside. The token in X-HOTMART-HOTTOK is what tells Hotmart from everybody else: it is no signature, so an old
// event can be sent again by whoever saw it. That is harmless, because the state of a sale does not depend on what came
// last; see model.Observation.Outranks.
package hook
