# maildiag: everything that is done with this tree, one target each. `make help` lists them.

GO       ?= go
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X main.version=$(VERSION)
# The Go toolchain notes the commit in the binary, and fails where git refuses to tell (another user's tree).
BUILDVCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)
BUILD    := build -trimpath -buildvcs=$(BUILDVCS) -ldflags "$(LDFLAGS)"
FUZZTIME ?= 10s
TARGETS  := linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64
# Pinned, so that a new release of the checker never turns an old commit red.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

export CGO_ENABLED = 0

.DEFAULT_GOAL := help
.PHONY: help build demo test unit accuracy bench cross fuzz fmt lint licenses clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the program, ./maildiag
	$(GO) $(BUILD) -o maildiag ./cmd/maildiag

demo: build ## the whole pipeline against embedded servers: healthy, then an expired certificate
	./maildiag demo
	@echo
	@# The second run finds a fault, and its exit status 1 says so.
	./maildiag demo imap.cert=expired; status=$$?; test $$status -eq 1 || { echo "make demo: exit status $$status, expected 1" >&2; exit 1; }

test: ## everything: installs what the tests need on Debian, then format, vet, staticcheck, cross builds, all tests
	@GO="$(GO)" STATICCHECK="$(STATICCHECK)" .ci/gate

unit: ## the tests alone, without the race detector
	$(GO) test ./...

accuracy: ## how often the verdict is right: every fault of the embedded lab, healthy worlds, pairs; fails below 100 %
	$(GO) test -count 1 ./probe/lab/accuracy -v -run '^(TestAccuracy|TestEachCauseOnItsFault|TestLookAlikes)$$'

bench: ## speed and size beside the targets and beside other programs (root, Debian), then the Go benchmarks
	@for need in dig:dnsutils curl:curl swaks:swaks; do \
	  command -v $${need%%:*} >/dev/null || apt-get install -y --no-install-recommends $${need#*:} || exit 1; \
	done
	@# swaks speaks TLS only with this.
	@perl -MNet::SSLeay -e 1 2>/dev/null || apt-get install -y --no-install-recommends libnet-ssleay-perl
	PATH="$$PATH:/usr/sbin:/sbin" MAILDIAG_REAL=1 MAILDIAG_BENCH=1 $(GO) test -count 1 -run '^TestBench$$' ./probe/lab/real -v
	$(GO) test -run '^$$' -bench . -benchmem ./...

cross: ## vet and build for linux, windows and darwin on amd64 and arm64, into dist/
	@for target in $(TARGETS); do \
	  os=$${target%/*} arch=$${target#*/} out=dist/maildiag_$${os}_$$arch; \
	  test $$os != windows || out=$$out.exe; \
	  echo "$$target"; \
	  test $$arch != amd64 || GOOS=$$os GOARCH=$$arch $(GO) vet ./... || exit 1; \
	  GOOS=$$os GOARCH=$$arch $(GO) $(BUILD) -o $$out ./cmd/maildiag || exit 1; \
	done

fuzz: ## each fuzz test for FUZZTIME (10s), one after another
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

fmt: ## rewrite all Go files in the standard format
	gofmt -w $$(find . -name '*.go' -not -path './.git/*')

lint: ## format check, vet, staticcheck
	@test -z "$$(gofmt -l $$(find . -name '*.go' -not -path './.git/*') | tee /dev/stderr)"
	$(GO) vet ./... ./.ci/count
	$(GO) run $(STATICCHECK) ./...

licenses: ## write cmd/maildiag/licenses.txt anew, from the modules that the program links
	$(GO) test ./cmd/maildiag -run '^TestLicenses$$' -count 1 -write-licenses

clean: ## remove what was built
	rm -rf maildiag maildiag.exe dist
