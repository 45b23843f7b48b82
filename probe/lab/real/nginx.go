//go:build linux

package real

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

// nginx serves the sites' files of settings, on ports 443 and 80 of autoconfig.DOMAIN.
func (w *World) nginx() (*daemon, error) {
	dir := filepath.Join(w.dir, "nginx")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	var servers strings.Builder
	var first netip.Addr
	for _, s := range w.sites {
		if s.Autoconfig == "" {
			continue
		}
		root := filepath.Join(dir, s.Label)
		if err := os.MkdirAll(filepath.Join(root, "mail"), 0o755); err != nil {
			return nil, err
		}
		text := strings.ReplaceAll(s.Autoconfig, "{domain}", s.Domain())
		if err := os.WriteFile(filepath.Join(root, "mail", "config-v1.1.xml"), []byte(text), 0o644); err != nil {
			return nil, err
		}
		location := ""
		if s.RedirectLoop {
			location = "location / { return 302 https://$host$request_uri; }"
		}
		fmt.Fprintf(&servers, `server {
  listen %[1]s:443 ssl;
  listen %[1]s:80;
  server_name autoconfig.%[2]s;
  ssl_certificate %[3]s;
  ssl_certificate_key %[4]s;
  root %[5]s;
  %[6]s
}
`, s.V4, s.Domain(), s.chain, s.key, root, location)
		first = s.V4
	}
	if !first.IsValid() {
		return nil, nil
	}
	conf := fmt.Sprintf(`daemon off;
worker_processes 1;
user nobody nogroup;
pid %[1]s/pid;
error_log stderr;
events { worker_connections 64; }
http {
  access_log off;
  default_type text/xml;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
%[2]s}
`, dir, servers.String())
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(conf), 0o644); err != nil {
		return nil, err
	}
	d, err := w.net.servers.start(nil, filepath.Join(dir, "log"), "nginx", "-e", "stderr", "-c", path)
	if err != nil {
		return nil, err
	}
	return d, d.ready(w.net.servers, netip.AddrPortFrom(first, 443), false)
}
