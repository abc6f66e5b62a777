package connect

import (
	"errors"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
)

// maxAddress is the longest address, in bytes.
const maxAddress = 64 << 10

var (
	errNoAddress = fault.New(fault.Unavailable, "没有取到地址", "the address is not where the declaration says").
			Citing("no-address").WithFix("设置声明所写的环境变量或文件", "set the environment variable, or write the file, that the declaration names")
	errFile = fault.New(fault.Unavailable, "存放地址的文件不合用", "the file with the address is not fit for use").
		Citing("address-file").WithFix("文件里只写一行地址，权限设为 0600 或更严", "let it hold the address on one line, with mode 0600 or stricter")
)

// Address looks up where a store or a recipient is. The address holds credentials:
// nothing keeps it, and no error repeats it.
//
// Errors: fault.Unavailable where there is none, and where the file can be read by
// others or written by a group.
func (s Stores) Address(of declaration.Secret) (string, error) {
	if of.File != "" {
		return addressIn(of.File)
	}
	getenv := s.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	address := strings.TrimSpace(getenv(of.Env))
	if of.Env == "" || address == "" {
		return "", errNoAddress.Because(errors.New(of.Env)) // a name, and no secret
	}
	return address, nil
}

// addressIn reads an address from a file.
func addressIn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", errNoAddress.Because(errors.New(path))
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil || !info.Mode().IsRegular():
		return "", errFile.Because(errors.New("it is no file"))
	case info.Mode().Perm()&0o027 != 0 && runtime.GOOS != "windows":
		return "", errFile.Because(errors.New("others may read it, or a group may write it"))
	}
	text, err := io.ReadAll(io.LimitReader(f, maxAddress+1))
	address := strings.TrimSpace(string(text))
	if err != nil || len(text) > maxAddress || address == "" || strings.ContainsAny(address, "\r\n") {
		return "", errFile.Because(errors.New("it does not hold one line"))
	}
	return address, nil
}
