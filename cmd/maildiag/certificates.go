package main

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"os"

	"maildiag/report/lang"
)

var (
	textNoCAFile = lang.T(
		"the CA file {file} can't be read ({why}): check --ca",
		"CA 证书文件 {file} 读不了（{why}），请检查 --ca")
	textNoCA = lang.T(
		"the CA file {file} holds no certificate: --ca takes PEM (-----BEGIN CERTIFICATE-----) or DER",
		"CA 证书文件 {file} 里没有证书：--ca 需要 PEM（-----BEGIN CERTIFICATE-----）或 DER 格式")
	textBadCA = lang.T(
		"the CA file {file} holds a damaged certificate ({why}): get it once more",
		"CA 证书文件 {file} 里的证书已损坏（{why}），请重新获取")
)

// readCAs reads the certificates of --ca: PEM, any number of them, or one in DER.
func readCAs(path string) ([]*x509.Certificate, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, usage(textNoCAFile.With("file", short(path), "why", reason(err)))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, 4<<20))
	if err != nil {
		return nil, usage(textNoCAFile.With("file", short(path), "why", reason(err)))
	}
	if cert, err := x509.ParseCertificate(data); err == nil {
		return []*x509.Certificate{cert}, nil
	}
	var out []*x509.Certificate
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, usage(textBadCA.With("file", short(path), "why", err))
		}
		out = append(out, cert)
	}
	if len(out) == 0 {
		return nil, usage(textNoCA.With("file", short(path)))
	}
	return out, nil
}
