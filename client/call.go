package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/volens/volens/internal/httpx"
)

// A Problem is what Volens refuses with: what is wrong, which articles stand
// behind it and what to do. Use errors.As to get at it.
type Problem = httpx.Problem

// An Article is a citation with the status of its instrument.
type Article = httpx.Article

// maxAnswer is far above any answer but a feed, in bytes.
const maxAnswer = 4 << 20

// post sends in and reads the answer into out, within the client's timeout.
func (c *Client) post(ctx context.Context, path string, in, out any, headers ...string) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	res, err := c.send(ctx, path, in, headers...)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return decode(res.Body, maxAnswer, out)
}

// send returns an answer that is none of an error.
func (c *Client) send(ctx context.Context, path string, in any, headers ...string) (*http.Response, error) {
	if c.local.alone {
		return nil, errAlone
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("writing the request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("writing the request: %w", err)
	}
	req.Header.Set("Authorization", c.auth())
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", string(c.lang))
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking Volens: %w", err)
	}
	if res.StatusCode/100 != 2 {
		defer res.Body.Close()
		return nil, problemOf(res)
	}
	return res, nil
}

// problemOf reads a problem document, or makes one of a status: between here
// and Volens there may be a gateway with answers of its own.
func problemOf(res *http.Response) error {
	p := &Problem{}
	if err := decode(res.Body, maxAnswer, p); err != nil || p.Status != res.StatusCode {
		p = &Problem{Title: http.StatusText(res.StatusCode), Status: res.StatusCode, Detail: http.StatusText(res.StatusCode)}
	}
	return p
}

func decode(r io.Reader, most int64, out any) error {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if int64(len(b)) > most {
		return fmt.Errorf("the answer is longer than %d bytes", most)
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	return nil
}

func (c *Client) failed(ctx context.Context, what string, err error) {
	c.log.LogAttrs(ctx, slog.LevelWarn, what, slog.String("error", err.Error()))
}
