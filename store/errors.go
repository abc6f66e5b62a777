package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

var (
	busy = fault.New(fault.Unavailable, "存储暂时不可用，未做任何更改，请稍后再试",
		"storage is not available right now; nothing was changed, try again later")
	noRoom = fault.New(fault.Unavailable, "存储已满或不可写，未做任何更改",
		"storage is full or cannot be written; nothing was changed")
	brokenDisk = fault.New(fault.Unavailable, "磁盘写入失败，停止写入：请检查磁盘后重新启动",
		"the disk failed a write; no more is written until it was looked at and the process started again")
	internal   = fault.New(fault.Internal, "内部错误", "internal error")
	closed     = fault.New(fault.Unavailable, "存储已关闭", "storage is closed")
	readOnly   = fault.New(fault.Internal, "存储以只读方式打开", "storage was opened for reading only")
	cancelled  = fault.New(fault.Unavailable, "请求已取消，未做任何更改", "the request was cancelled; nothing was changed")
	unknownEnd = fault.New(fault.Internal, "结果未知：可能已记录，也可能没有", "the outcome is unknown: it may have been recorded or not").
			WithFix("用同一幂等键重试，或先读取再决定", "try again under the same idempotency key, or read before deciding")
	moved   = fault.New(fault.Conflict, "数据在此期间已变更，请重新读取", "the data changed meanwhile: read again")
	exists  = fault.New(fault.Conflict, "已经存在", "it exists already")
	badText = fault.New(fault.Invalid, "文本过长、不是 UTF-8 或含空字符", "a text is too long, not UTF-8 or holds a zero character")
)

// RowUnreadable is the permanent id of what a row that cannot be read is told by:
// its values are of other types than were written. It is a finding, not a
// failure of ours.
const RowUnreadable = "row-unreadable"

var unreadable = fault.New(fault.Internal, "记录（leaves、checkpoints）中有一行读不出来：类型或内容被改动",
	"a row of the record (leaves, checkpoints) cannot be read: its types or content were changed").Citing(RowUnreadable)

// explain turns a driver's error into a fault. doing says what was tried.
func (s *Store) explain(err error, doing string) error {
	if err == nil {
		return nil
	}
	if e := (*fault.Error)(nil); errors.As(err, &e) {
		return err
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return busy.Because(cause)
	}
	if errors.Is(err, row.ErrDamaged) {
		return changed.Because(cause)
	}
	switch s.dialect.trouble(err) {
	case passing:
		return busy.Because(cause)
	case full:
		return noRoom.Because(cause)
	case failing:
		return brokenDisk.Because(cause)
	default:
		return internal.Because(cause)
	}
}
