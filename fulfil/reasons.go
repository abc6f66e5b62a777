package fulfil

import (
	"fmt"
	"strings"

	"github.com/volens/volens/lang"
)

// The notes that stand beside a reason. The person reads them: they name places by
// the names that the declaration gives, and hold no value.
var (
	noteByHand    = lang.Text{ZH: "以下各处须由工作人员处理：", EN: "People have to deal with these places: "}
	noteFails     = lang.Text{ZH: "以下各处暂时不能读写：", EN: "These places cannot be read or written for now: "}
	noteMissing   = lang.Text{ZH: "副本已备好，七日内可以下载。以下内容不在其中：", EN: "The copy is ready and can be downloaded within seven days. It lacks the following: "}
	noteMade      = lang.Text{ZH: "副本已备好，七日内可以下载。", EN: "The copy is ready and can be downloaded within seven days."}
	noteSoon      = lang.Text{ZH: "副本已备好。您的信息正在删除，请在三日内下载并自行保存，过后可能不再保留。", EN: "The copy is ready. Your information is being erased: please download and keep it within three days, after which it may be gone."}
	noteSoonShort = lang.Text{ZH: "副本已备好。您的信息正在删除，请在三日内下载并自行保存，过后可能不再保留。以下内容不在其中：", EN: "The copy is ready. Your information is being erased: please download and keep it within three days, after which it may be gone. It lacks the following: "}
	noteHandOver  = lang.Text{ZH: "副本已备好，由工作人员交给申请人。", EN: "The copy is ready; people hand it over to whoever asked."}
	noteHandShort = lang.Text{ZH: "副本已备好，由工作人员交给申请人。以下内容不在其中：", EN: "The copy is ready; people hand it over to whoever asked. It lacks the following: "}
	noteAccount   = lang.Text{ZH: "这个联系方式另有账号，账号内的信息须先确认是您本人", EN: "there is an account with this contact; what is in it needs proof that it is yours"}
	noteNumber    = lang.Text{ZH: "删除证明的编号：", EN: "Number of the certificate: "}
	noteKept      = lang.Text{ZH: "依法须继续保存的（起算之日没有到来的，如没有付款的订单，不保存）：", EN: "Kept because law demands it (what it counts from never came for an order nobody paid, which is not kept): "}
	noteTooMuch   = lang.Text{ZH: "内容超过一份副本的容量，由工作人员分次提供。", EN: "There is more than one copy takes; people provide it in parts."}
	noteNoValues  = lang.Text{ZH: "没有写明要改成什么。", EN: "It was not said what to change it to."}
	noteNoField   = lang.Text{ZH: "没有登记可以直接更改的位置：", EN: "No place is registered where this can be changed directly: "}
	noteSeveral   = lang.Text{ZH: "存有几个不同的值，要改的是哪一个须由人确认：", EN: "Several different values are held, and people have to find out which one is meant: "}
	noteFoundBy   = lang.Text{ZH: "此项用于识别个人，由工作人员更改：", EN: "People are identified by this; staff change it: "}
	noteNotTaken  = lang.Text{ZH: "新的内容未能写入，由工作人员处理：", EN: "The new value was not taken; people deal with it: "}
	noteChanged   = lang.Text{ZH: "已更改并核对：", EN: "Changed, and read back: "}
	noteErasing   = lang.Text{ZH: "正在删除，尚未完成的：", EN: "It is being erased; not finished yet: "}
	noteOthers    = lang.Text{ZH: "各处都已办完；待答复您的其他请求后结案：", EN: "Every place is done; it ends once your other requests are answered: "}
	noteUnfetched = lang.Text{ZH: "各处都已办完；您的副本备好后还没有下载，待您下载后结案，至迟等到备好三日后：", EN: "Every place is done; it ends once you have downloaded your copy, at the latest three days after that was ready: "}
	noteErased    = lang.Text{ZH: "已删除或匿名化：有连接的存储已逐处回查，由人办理的留有证据；删除证明的编号：", EN: "It was erased or anonymised: every connected store was looked at again, and what people did by hand has evidence; number of the certificate: "}
	noteNeeded    = lang.Text{ZH: "以下种类仍为其他使用所需，未删除：", EN: "These kinds are still needed by other uses and were not erased: "}
	noteHard      = lang.Text{ZH: "以下各处在技术上难以删除，除存储和采取必要的安全保护措施外停止处理；能够删除时即行删除：", EN: "Erasing is technically hard in these places, where nothing but storage and protection is done any more; they are erased as soon as it can be done: "}
	notePushed    = lang.Text{ZH: "对方已收到，并回传了相同的校验值：", EN: "The recipient has it and gave back the same checksum: "}
	noteNoTarget  = lang.Text{ZH: "没有写明可以接收的一方，或其地址不能使用。", EN: "Nobody who can receive it was named, or the address cannot be used."}
	noteRetry     = lang.Text{ZH: "对方尚未收下，正在重试。", EN: "The recipient has not taken it yet; it is being tried again."}
	noteNoPush    = lang.Text{ZH: "须由工作人员与对方联系后转移。", EN: "People transfer it after reaching the recipient."}
	noteKey       = lang.Text{ZH: "加密公钥应是一个以 age1 开头的 age 公钥。", EN: "The key to encrypt to is one age public key, beginning with age1."}
	noteNothing   = lang.Text{ZH: "没有基于同意或合同而收集的信息可以转移。", EN: "Nothing is held that was collected on consent or for a contract and could be transferred."}
)

// mostPlaces bounds a note: the rest is in the plan.
const mostPlaces = 20

// say joins a text and the names of places into a note.
func say(text lang.Text, places ...lang.Text) lang.Text {
	var z, e []string
	for i, p := range places {
		if i == mostPlaces {
			z, e = append(z, "等"), append(e, "and more")
			break
		}
		z, e = append(z, p.In(lang.ZH)), append(e, p.In(lang.EN))
	}
	return lang.Text{ZH: text.ZH + strings.Join(z, "；"), EN: text.EN + strings.Join(e, "; ")}
}

// same is a name that is the same in both languages.
func same(name string) lang.Text { return lang.Text{ZH: name, EN: name} }

// where names a column of a store, and how many rows have it.
func where(store lang.Text, column string, n int64) lang.Text {
	return lang.Text{
		ZH: fmt.Sprintf("%s %s（%d 条）", store.In(lang.ZH), column, n),
		EN: fmt.Sprintf("%s %s (%d)", store.In(lang.EN), column, n),
	}
}
