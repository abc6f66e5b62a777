package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/volens/volens/lint/report"
)

// An output is a format, and the file it goes to or "" for standard output.
type output struct {
	format report.Format
	file   string
}

type outputs []output

// parseOutputs reads FORMAT[=FILE] as often as it was written.
func parseOutputs(written []string) (outputs, error) {
	if len(written) == 0 {
		return outputs{{report.Full, ""}}, nil
	}
	var all outputs
	for _, w := range written {
		name, file, toFile := strings.Cut(w, "=")
		format, ok := report.ParseFormat(name)
		switch {
		case !ok:
			return nil, usage{fmt.Errorf("-o: 没有格式 %q / no format %q", name, name), "-o " + known()}
		case toFile && file == "":
			return nil, usage{fmt.Errorf("-o %s: 等号后面要写文件名 / a file name belongs after the equals sign", w), ""}
		}
		for _, o := range all {
			if o.file == file && file == "" {
				return nil, usage{errors.New("-o: 只能有一种格式写到标准输出 / only one format can go to standard output"), "-o " + name + "=FILE"}
			}
			if o.file == file {
				return nil, usage{fmt.Errorf("-o: 两种格式写到同一个文件 / two formats go to one file: %s", file), ""}
			}
		}
		all = append(all, output{format, file})
	}
	return all, nil
}

// over reports why the outputs may not be written: because one would go over a
// declaration that is read.
func (all outputs) over(paths []string) error {
	for _, o := range all {
		if err := notRead(o.file, paths); o.file != "" && err != nil {
			return err
		}
	}
	return nil
}

// known lists the formats.
func known() string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, "|")
}

// forPeople reports whether people read the output where it is printed.
func (o output) forPeople() bool { return o.format == report.Full || o.format == report.Concise }

// counts reports whether the format says by itself how many findings do not count
// because they are put aside or in the baseline.
func (o output) counts() bool { return o.format != report.CSV && o.format != report.JSONL }

// write writes a result in every format. Nothing is written unless all of it can
// be made. Where nothing that counts goes to standard output, people are told in one
// line on standard error what came out.
func (all outputs) write(p *process, r report.Result) error {
	texts := make([]bytes.Buffer, len(all))
	silent := len(all) > 0
	for i, o := range all {
		if err := report.Write(&texts[i], o.format, r); err != nil {
			return err
		}
		silent = silent && (o.file != "" || !o.counts() && len(r.Suppressed)+len(r.Known) > 0)
	}
	for i, o := range all {
		if o.file == "" {
			if _, err := p.out.Write(texts[i].Bytes()); err != nil {
				return fmt.Errorf("writing findings: %w", err)
			}
		} else if err := os.WriteFile(o.file, texts[i].Bytes(), 0o644); err != nil {
			return fmt.Errorf("writing findings: %w", err)
		}
	}
	if silent && len(r.Problems) == 0 {
		p.complain(report.Summary(r).In(r.Lang))
	}
	return nil
}
