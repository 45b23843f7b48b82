package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func scripted(pages map[string]*Page) Fetch {
	return func(_ context.Context, address string) (*Page, error) {
		if p := pages[address]; p != nil {
			return p, nil
		}
		return nil, errors.New("no such page: " + address)
	}
}

func TestGetFollowsWithinBounds(t *testing.T) {
	to := func(where string) *Page { return &Page{Status: 302, Location: where} }
	pages := map[string]*Page{
		"https://a.example/":      to("/b"),
		"https://a.example/b":     to("https://c.example/x?y=1#z"),
		"https://c.example/x?y=1": {Status: 200, Body: []byte("here")},
		"https://loop.example/":   to("https://loop.example/"),
		"https://down.example/":   to("http://down.example/"),
		"https://odd.example/":    to("file:///etc/passwd"),
		"https://user.example/":   to("https://a:b@c.example/"),
		"http://up.example/":      to("https://a.example/b"),
		"https://bare.example/":   {Status: 302},
	}
	for _, c := range []struct {
		from, end string
		err       error
	}{
		{"https://a.example/", "https://c.example/x?y=1", nil},
		{"http://up.example/", "https://c.example/x?y=1", nil},
		{"https://loop.example/", "", ErrRedirects},
		{"https://down.example/", "", ErrDowngrade},
		{"https://odd.example/", "", ErrRedirect},
		{"https://user.example/", "", ErrRedirect},
		{"https://bare.example/", "https://bare.example/", nil},
	} {
		p, end, err := Get(context.Background(), scripted(pages), c.from, 3)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.from, err, c.err)
		}
		if err == nil && (end != c.end || p == nil) {
			t.Errorf("%s ended at %s, want %s", c.from, end, c.end)
		}
	}
}

func TestClientBoundsTheBody(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < 1000; i++ {
			if _, err := w.Write([]byte(strings.Repeat("x", 4096))); err != nil {
				return
			}
		}
	}))
	defer s.Close()
	p, err := Client(Options{Dial: new(net.Dialer).DialContext})(context.Background(), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Body) != MaxBody || !p.Cut {
		t.Errorf("%d bytes, cut: %v", len(p.Body), p.Cut)
	}
}

func TestClientDoesNotFollow(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("/elsewhere", http.StatusFound))
	defer s.Close()
	p, err := Client(Options{Dial: new(net.Dialer).DialContext})(context.Background(), s.URL)
	if err != nil || p.Status != 302 || p.Location != "/elsewhere" {
		t.Errorf("%+v, %v", p, err)
	}
}
