// Package credentials keeps what lets recoup into a creator's Hotmart account, and gives it out only where it leaves for
// Hotmart.
//
// # What is kept
//
// A credential of the API is three values that Hotmart shows when it is made under Tools, Developer Credentials:
// client_id, client_secret and basic. Its type, production or sandbox, is fixed then, so the two are kept apart and are
// never mixed. Where basic is not given it is made of the other two when it is needed, as base64(client_id:client_secret).
// The hottok is another secret: Hotmart sends it with every webhook. An account has one, kept beside the production
// credential.
//
// # Where
//
// The places are asked in this order, and the first that holds any part of a credential gives all of it, so that the
// client_id of one credential never meets the client_secret of another:
//
//	the system's keyring   one item a profile, service "recoup", user "production" or "sandbox"
//	a file                 $XDG_CONFIG_HOME/recoup/credentials.json, 0600 in a folder 0700
//	the environment        RECOUP_CLIENT_ID, RECOUP_CLIENT_SECRET, RECOUP_BASIC, RECOUP_HOTTOK;
//	                       of a sandbox credential RECOUP_SANDBOX_CLIENT_ID and so on
//
// New values go to the keyring; where there is none, or it is locked or slow, to the file, and one sentence says so. A
// value stands in one of the two only: what is kept in one is removed from the other, since an older value in the keyring
// would outlive a newer one in the file. A file that others could read or that belongs to somebody else is refused.
//
// # What is never done
//
// A Secret has no way to be printed, logged or marshalled but Reveal. Nothing here puts a value, its length or a part of
// it into an error; Redactor takes values out of texts and errors that come from elsewhere. No value is an argument of a
// command: arguments stay in the shell's history and stand in the list of processes.
package credentials
