package hook

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recoup/store"
)

// listenHere makes the test program a receiver on the snapshot that it names, until it is killed.
const listenHere = "RECOUP_TEST_LISTEN_ON"

func TestMain(m *testing.M) {
	if path := os.Getenv(listenHere); path != "" {
		receiveUntilKilled(path)
	}
	os.Exit(m.Run())
}

func receiveUntilKilled(path string) {
	s, err := store.Open(context.Background(), path, store.ReadWrite)
	if err == nil {
		var r *Receiver
		if r, err = Listen(context.Background(), Options{Addr: "127.0.0.1:0", Hottok: secret(hottok), Sink: snapshotSink{s}}); err == nil {
			fmt.Println(r.Address())
			_, err = r.Serve(context.Background())
		}
	}
	fmt.Println(err)
	os.Exit(1)
}

// However often the receiver is killed while events come in, every event that was answered 200 is in the snapshot.
func TestEveryEventAnsweredIsThereAfterAKill(t *testing.T) {
	rounds, perRound := 4, 500
	if testing.Short() {
		rounds = 1
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1)) // another moment each time is the point
	path := filepath.Join(t.TempDir(), "snapshot.db")
	answered := map[string]bool{}
	cutOff := 0
	for round := range rounds {
		child, address := startChild(t, path)
		got := postUntilDead(t, child, address, round*perRound, perRound, random.IntN(perRound/2))
		if len(got) < perRound {
			cutOff++
		}
		for _, code := range got {
			answered[code] = true
		}
	}
	sink := openSnapshot(t, path)
	if v, err := sink.Verify(t.Context()); err != nil || !v.OK() {
		t.Fatalf("the snapshot is damaged: %+v, %v", v, err)
	}
	found, lost := codes(t, sink), 0
	for code := range answered {
		if _, ok := found[code]; !ok {
			lost++
		}
	}
	if lost > 0 || len(answered) == 0 || cutOff == 0 {
		t.Fatalf("of %d events answered, %d are lost; %d of %d rounds were cut off", len(answered), lost, cutOff, rounds)
	}
	t.Logf("%d events answered, %d stored, none lost", len(answered), len(found))
}

func startChild(t *testing.T, path string) (*exec.Cmd, string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), listenHere+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the receiver said %q: %v", line, err)
	}
	return child, strings.TrimSpace(line)
}

// postUntilDead posts events over 16 connections, kills the receiver after so many answers, and gives the codes of the
// events that were answered 200.
func postUntilDead(t *testing.T, child *exec.Cmd, address string, from, n, killAfter int) (answered []string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	defer client.CloseIdleConnections()
	var next, answers atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	var kill sync.Once
	for range 16 {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				s := approved(from + i)
				q, err := http.NewRequest(http.MethodPost, "http://"+address+"/", strings.NewReader(s.body()))
				if err != nil {
					t.Error(err)
					return
				}
				q.Header.Set("Content-Type", "application/json")
				q.Header.Set("X-HOTMART-HOTTOK", hottok)
				a, err := client.Do(q)
				if err != nil {
					return // it is dead
				}
				_, err = io.Copy(io.Discard, a.Body)
				if err = errors.Join(err, a.Body.Close()); a.StatusCode == http.StatusOK && err == nil {
					mu.Lock()
					answered = append(answered, s.code)
					mu.Unlock()
				}
				if int(answers.Add(1)) >= killAfter {
					kill.Do(func() { _ = child.Process.Kill() })
				}
			}
		})
	}
	all.Wait()
	kill.Do(func() { _ = child.Process.Kill() })
	_ = child.Wait()
	return answered
}
