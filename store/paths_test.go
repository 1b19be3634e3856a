package store

import "testing"

func TestPlacesFollowTheBaseDirectories(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want Places
	}{
		"a home folder": {map[string]string{"HOME": "/home/ana"}, Places{
			"/home/ana/.local/share/recoup/snapshot.db", "/home/ana/.local/share/recoup/notes.db", "/home/ana/.config/recoup", "/home/ana/.local/state/recoup"}},
		"folders of their own": {map[string]string{"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}, Places{
			"/d/recoup/snapshot.db", "/d/recoup/notes.db", "/c/recoup", "/s/recoup"}},
		"a relative one does not count": {map[string]string{"HOME": "/home/ana", "XDG_DATA_HOME": "data"}, Places{
			"/home/ana/.local/share/recoup/snapshot.db", "/home/ana/.local/share/recoup/notes.db", "/home/ana/.config/recoup", "/home/ana/.local/state/recoup"}},
	} {
		got, err := DefaultPlaces(func(name string) string { return c.env[name] })
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	_, err := DefaultPlaces(func(string) string { return "" })
	refused(t, err, nil)
}
