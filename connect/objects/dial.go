package objects

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	dialling  = 3 * time.Second // for a connection to be made
	answering = 8 * time.Second // for an answer to begin, and between its parts
)

// dial makes a client for the address of a bucket. It asks nothing yet.
func dial(address string) (*minio.Client, string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User == nil {
		return nil, "", errBucket // the parser's error repeats the address
	}
	name := strings.Trim(u.Path, "/")
	if name == "" || strings.Contains(name, "/") {
		return nil, "", errBucket
	}
	key, _ := u.User.Password()
	o := &minio.Options{
		Creds:      credentials.NewStaticV4(u.User.Username(), key, ""),
		Secure:     u.Scheme == "https",
		Transport:  transport(),
		Region:     u.Query().Get("region"),
		MaxRetries: 1, // whoever calls tries again, with patience of their own
	}
	switch u.Query().Get("style") {
	case "":
	case "path":
		o.BucketLookup = minio.BucketLookupPath
	case "host":
		o.BucketLookup = minio.BucketLookupDNS
	default:
		return nil, "", errBucket
	}
	c, err := minio.New(u.Host, o)
	if err != nil {
		return nil, "", errBucket
	}
	return c, name, nil
}

func transport() *http.Transport {
	d := &net.Dialer{Timeout: dialling}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := d.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return impatient{conn}, nil
		},
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   dialling,
		ResponseHeaderTimeout: answering,
		MaxIdleConnsPerHost:   4,
		MaxConnsPerHost:       4,
		IdleConnTimeout:       answering,
		DisableCompression:    true,
	}
}

// impatient is a connection that ends where nothing comes for too long: a server
// that stops in the middle of an answer would be waited for for ever.
type impatient struct{ net.Conn }

// Read reads what comes in time.
func (c impatient) Read(p []byte) (int, error) {
	patience, done := context.WithTimeout(context.Background(), answering)
	defer done()
	stop := context.AfterFunc(patience, func() { _ = c.Close() })
	defer stop()
	return c.Conn.Read(p)
}
