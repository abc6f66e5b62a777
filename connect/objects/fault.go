package objects

import (
	"context"
	"errors"
	"io/fs"
	"net"

	"github.com/minio/minio-go/v7"

	"github.com/volens/volens/fault"
)

// A cause is what went wrong, in words of our own: what clients and systems say
// repeats names and addresses.
type cause string

// Error says it.
func (c cause) Error() string { return string(c) }

var (
	errBucket = fault.New(fault.Invalid, "对象存储地址的写法不对：应写成 https://密钥标识:密钥@主机/桶", "the address of the bucket has the wrong form: it is https://key-id:key@host/bucket").Citing("address-form").
			WithFix("写成 https://密钥标识:密钥@主机/桶，可加 ?region=区域&style=path 或 host", "write https://key-id:key@host/bucket, with ?region=… and style=path or host where needed")
	errFolder = fault.New(fault.Invalid, "文件夹地址的写法不对：应写绝对路径，或 file:///路径", "the address of the folder has the wrong form: it is an absolute path, or file:///path").Citing("address-form").
			WithFix("写成绝对路径，或 file:///路径", "write an absolute path, or file:///path")
	errTarget     = fault.New(fault.Invalid, "这样的目标在对象存储里没有意义", "such a target means nothing where there are objects")
	errIdentifier = fault.New(fault.Invalid, "标识里有斜杠，或是一两个点，不能用来拼路径", "an identifier holds a slash, or is a dot or two: no path can be made of it").
			Citing("unsafe-identifier")
	errWhole = fault.New(fault.Invalid, "对象只能整个删除，不能改动其中内容", "an object can be deleted and not changed").
			WithFix("把这一处声明为删除", "declare this holding to be deleted")
	errLock = fault.New(fault.Unavailable, "对象锁定期未满，删不掉", "object lock keeps some of it until its time is over").Citing("object-lock")
	errHold = fault.New(fault.Unavailable, "对象被依法留存（legal hold），删不掉", "a legal hold keeps some of it").Citing("legal-hold")
	errLink = fault.New(fault.Unavailable, "文件还有别的名字（硬链接），删了这一个也还在", "a file has another name elsewhere (a hard link), under which it would stay").
		Citing("hard-link").WithFix("先删去另一个名字，或一并声明", "remove the other name first, or declare it too")
	errSymbolic = fault.New(fault.Invalid, "路径经过符号链接", "the path leads through a symbolic link").
			Citing("symbolic-link").WithFix("按真实位置声明", "declare where it really is")
)

// failed makes a fault of what a client or the system says. Faults stay as they are.
func failed(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	slug, why := reason(err)
	return fault.New(fault.Unavailable, "存储连不上或拒绝了", "the store cannot be reached, or refuses").
		Citing(slug).Because(cause(why))
}

// reason returns the permanent slug and the words for an error.
func reason(err error) (slug, why string) {
	var timeout net.Error
	switch answer := minio.ToErrorResponse(err); {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout", "it took too long"
	case errors.Is(err, fs.ErrPermission), answer.Code == minio.AccessDenied, answer.Code == "AllAccessDisabled":
		return "no-right", "this account may not do it"
	case answer.Code == "SignatureDoesNotMatch", answer.Code == "InvalidAccessKeyId":
		return "no-entry", "the key is wrong"
	case answer.Code == minio.NoSuchBucket, errors.Is(err, fs.ErrNotExist):
		return "no-such", "there is no such bucket or folder"
	case answer.StatusCode != 0:
		return "refused", "it answered with an error"
	}
	return "unreachable", "nobody answers, or the connection broke off"
}

// absent reports that what was asked for is not there, or is not known there.
func absent(err error) bool {
	switch minio.ToErrorResponse(err).Code {
	case minio.NoSuchKey, "NoSuchVersion", "NoSuchUpload":
		return true
	}
	return errors.Is(err, fs.ErrNotExist)
}

// unknown reports that a store does not know the operation.
func unknown(err error) bool {
	answer := minio.ToErrorResponse(err)
	return answer.Code == "NotImplemented" || answer.StatusCode == 501 || answer.StatusCode == 405
}
