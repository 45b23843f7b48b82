package probe

import (
	"context"
	"errors"
	"net/url"
	"time"

	"maildiag/probe/fact"
	"maildiag/probe/web"
)

// webRedirects: signing in is many redirects for some providers.
const webRedirects = 10

// startWeb fetches the webmail page beside everything else.
func (r *run) startWeb(ctx context.Context) {
	if r.plan.Web == "" || r.env.Fetch == nil {
		return
	}
	done := make(chan struct{})
	w := &fact.Web{URL: r.plan.Web}
	r.set.Web = w
	result := *w
	go func() {
		defer close(done)
		result = r.fetchPage(ctx, r.plan.Web)
	}()
	r.cleanup(func() {
		select {
		case <-done:
			*w = result
		case <-ctx.Done():
			w.Failure = &fact.Failure{Stage: fact.StageWeb, Class: fact.Cut, Op: "page"}
		}
	})
}

func (r *run) fetchPage(ctx context.Context, address string) fact.Web {
	w := fact.Web{URL: address}
	if r.env.WebProxy != nil {
		w.Proxy, w.PAC = r.env.WebProxy(address)
	}
	limited, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	begun := time.Now()
	page, final, err := web.Get(limited, r.env.Fetch, address, webRedirects)
	w.MS = ms(time.Since(begun))
	if final != address {
		w.Final = escape(final)
	}
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		if ctx.Err() != nil {
			err = errCut
		}
		w.Failure = classify(fact.StageWeb, "page", begun, time.Now(), err)
		return w
	}
	w.Status, w.Type, w.Server = page.Status, escape(page.Type), escape(page.Server)
	return w
}
