package credentials

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatusSaysWhereEachValueComesFrom(t *testing.T) {
	d := newDesk(t)
	d.environment()
	d.env["RECOUP_SANDBOX_CLIENT_ID"] = "env-id"
	d.write(`{"production": {"client_id": "file-id", "client_secret": "` + canary + `", "hottok": "file-hottok"}}`)
	d.ring.items["production"] = `{"hottok": "ring-hottok"}`
	got, err := d.store().Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := Status{Profiles: []ProfileStatus{
		{Production, []ValueStatus{
			{Name: ClientID, Place: InFile, Unused: []Place{InEnvironment}},
			{Name: ClientSecret, Place: InFile, Unused: []Place{InEnvironment}},
			{Name: Basic, Derived: true},
			{Name: Hottok, Place: InKeyring, Unused: []Place{InFile, InEnvironment}},
		}},
		{Sandbox, []ValueStatus{{Name: ClientID, Place: InEnvironment}, {Name: ClientSecret}, {Name: Basic}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	noneOf(t, "status", fmt.Sprintf("%+v", got))
	api, err := d.store().API(context.Background(), Production)
	if err != nil || api.From != got.Profiles[0].Values[0].Place {
		t.Errorf("status says %s and the credential comes from the %s, %v", got.Profiles[0].Values[0].Place, api.From, err)
	}
}

func TestStatusNamesEachProblemOnce(t *testing.T) {
	d := newDesk(t)
	d.environment()
	d.write("broken " + canary)
	d.ring.fails = errors.New("locked")
	got, err := d.store().Status(context.Background())
	if err != nil || len(got.Problems) != 1 || len(d.told) != 1 {
		t.Errorf("%q, told %q, %v", got.Problems, d.told, err)
	}
	noneOf(t, "status", fmt.Sprint(got, d.told))
	if got.Profiles[0].Values[0].Place != InEnvironment {
		t.Errorf("the environment is not seen behind the broken file: %+v", got.Profiles[0])
	}
}

func TestRemoveTakesFromEveryPlaceThatIsOursAndNamesTheRest(t *testing.T) {
	d := newDesk(t)
	d.environment()
	d.write(inFileAlone)
	d.ring.items["production"], d.ring.items["sandbox"], d.ring.items["other"] = `{"client_id": "x"}`, canary, "y"
	got, err := d.store().Remove(context.Background(), Profiles()...)
	want := Removal{Places: []Place{InKeyring, InFile}, Variables: []string{"RECOUP_CLIENT_ID", "RECOUP_CLIENT_SECRET", "RECOUP_HOTTOK"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := os.Stat(d.file()); err == nil || !cmp.Equal(d.ring.items, map[string]string{"other": "y"}) {
		t.Errorf("the file: %v, the keyring: %d items", err, len(d.ring.items))
	}
	if got, err = d.store().Remove(context.Background(), Profiles()...); err != nil || len(got.Places) > 0 {
		t.Errorf("again: %v, %v", got, err)
	}
}

// A keyring that does not answer may still hold something: that is no success, and what can be removed is.
func TestRemoveDoesNotPromiseWhatItCannotKnow(t *testing.T) {
	d := newDesk(t)
	d.write(inFileAlone)
	d.ring.fails = errors.New("locked")
	got, err := d.store().Remove(context.Background(), Profiles()...)
	if err == nil || !strings.Contains(err.Error(), "Unlock it") || !cmp.Equal(got.Places, []Place{InFile}) {
		t.Errorf("%v, %v", got, err)
	}
	if d.inFile() != nil {
		t.Error("the file is still there")
	}
	d.write(inFileAlone)
	d.ring.fails = ErrNoKeyring
	if _, err := d.store().Remove(context.Background(), Profiles()...); err != nil {
		t.Errorf("where there is no keyring nothing is in it: %v", err)
	}
}
