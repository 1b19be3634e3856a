package api

import (
	"context"
	"errors"

	"recoup/model"
)

// explain makes of a failure two sentences for a user. What is finished is kept in every case, so that is said by whoever
// prints them.
func explain(ctx context.Context, err error) error {
	var told *model.Error
	var f *Failure
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &model.Error{Kind: model.KindCancelled, Message: "The sync was stopped.", Hint: "What is finished is kept; go on with: recoup sync", Cause: ctx.Err()}
	case errors.As(err, &told):
		return err
	case errors.As(err, &f):
		return model.Failed(f, hintFor(f), "Hotmart's API: %s.", f.Error())
	}
	return model.Failed(err, "Try again: recoup sync", "The sync failed.")
}

func hintFor(f *Failure) string {
	const again = "What is finished is kept; go on with: recoup sync"
	switch f.What {
	case ErrCredentials:
		return "Store the ones that Hotmart shows under Tools, Developer Credentials, with: recoup auth set"
	case ErrUnreachable, ErrTimeout, ErrDisconnected:
		return "Look at the connection to the internet. " + again
	case ErrNotTrusted:
		return "Something between here and Hotmart answers in its place, such as a proxy: nothing was sent to it."
	case ErrRedirected, ErrNotJSON, ErrTooLong:
		return "Hotmart may be under maintenance. " + again
	case ErrForbidden:
		return "Create a credential that may read sales in Hotmart under Tools, Developer Credentials."
	}
	return again
}
