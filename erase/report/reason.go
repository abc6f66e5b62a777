package report

import (
	"github.com/volens/volens/erase"
	"github.com/volens/volens/lang"
)

var reasons = map[erase.Reason]lang.Text{
	erase.ReasonOff:         {ZH: "声明中写明该存储暂不能连接", EN: "the declaration says that the store cannot be reached for now"},
	erase.ReasonUnreachable: {ZH: "连接不上，或被拒绝", EN: "it cannot be reached, or refuses"},
	erase.ReasonRefused:     {ZH: "存储中没有声明所写的表、列或键", EN: "it does not know a name that the declaration uses"},
	erase.ReasonSlow:        {ZH: "一次调用超时", EN: "a call took too long"},
	erase.ReasonHanging:     {ZH: "先前的调用至今没有返回", EN: "an earlier call has not come back yet"},
	erase.ReasonUnlooked:    {ZH: "没有可用来核查的连接", EN: "there is no connection to look through"},
	erase.ReasonBlind:       {ZH: "核查的连接看不到删除前确有的记录：看的可能不是这个存储", EN: "the connection for looking does not see rows that are there: it may look into another store"},
	erase.ReasonOther:       {ZH: "核查的连接所连的存储与先前不同", EN: "the connection for looking leads to another store than before"},
	erase.ReasonSame:        {ZH: "两个存储的核查连到了同一个存储", EN: "the looking of two stores leads to one and the same"},
	erase.ReasonResidue:     {ZH: "删除后核查仍有残留", EN: "something was left when it was looked at after the deed"},
	erase.ReasonLate:        {ZH: "清空后又有写入，已重新删除并重新等待", EN: "something was written after it was empty: erased again, and waiting anew"},
	erase.ReasonOver:        {ZH: "改动的记录多于先前数出的", EN: "more rows were changed than had been counted"},
	erase.ReasonIdentifiers: {ZH: "等待另一存储给出查找所需的标识", EN: "waiting for identifiers that another store gives"},
	erase.ReasonAccounts:    {ZH: "无法确认此人是否已重新注册", EN: "whether the person registered anew is not known"},
	erase.ReasonMany:        {ZH: "查得的标识多于一人所能有", EN: "more identifiers were found than one person can have"},
	erase.ReasonManual:      {ZH: "须由人办理并留存证据", EN: "people have to do it, with evidence"},
	erase.ReasonShared:      {ZH: "标识与他人共用，未据以删除，须由人核实", EN: "what is left is found by an identifier that others share; nothing was erased by it, and people have to see whose it is"},
	erase.ReasonGap:         {ZH: "能找到的已删净；声明中还有计划够不到的内容，须由人核实", EN: "all that can be found is gone; the declaration names more than the plan leads to, which is for people to see to"},
	erase.ReasonHeld:        {ZH: "技术上难以删除：除存储和采取安全保护措施外停止处理", EN: "technically hard to erase: nothing but storage and protection"},
	erase.ReasonAnew:        {ZH: "此人已重新注册：新的记录不动", EN: "the person registered anew: what is new is left alone"},
	erase.ReasonMuch:        {ZH: "一次要清理的太多，须由人看过再办", EN: "too much would be swept at once: people have to look first"},
	erase.ReasonAnnounced:   {ZH: "这版声明刚启用：先数出将删除多少，到时再删", EN: "this declaration is new: what would go is counted first and erased later"},
	erase.ReasonLed:         {ZH: "只有这些记录才能找到的内容还不能删，记录须等它先删", EN: "what only these rows lead to cannot go yet: the rows wait for it"},
	erase.ReasonAnswer:      {ZH: "删除已办完；此人另有请求（如投诉）尚未答复，或备好的副本还没有下载：答复后、下载后（至多等三日）办结，至迟到期限之日", EN: "everything is erased; something else that the person asked for, such as a complaint, has no answer yet, or a copy that is ready was not downloaded yet, which is waited for no longer than three days; the case ends with it, by its last day at the latest"},
	erase.ReasonDue:         {ZH: "期限将至", EN: "the deadline comes close"},
	erase.ReasonOverdue:     {ZH: "期限已过", EN: "the deadline has passed"},
	erase.ReasonClock:       {ZH: "系统时间可疑，暂不清理；请核对", EN: "it is in doubt what time it is: nothing is swept; please look at the clock"},
	erase.ReasonLonger:      {ZH: "保存得比指向它的记录更久", EN: "it is kept longer than the rows that lead to it"},
	erase.ReasonUntimed:     {ZH: "没有记录产生时间，分不清新旧，未动", EN: "without a time of writing old and new cannot be told apart: left alone"},

	erase.ReasonObjectLock: {ZH: "对象锁定期未满，锁定的部分删不掉", EN: "object lock keeps some of it until its time is over"},
	erase.ReasonLegalHold:  {ZH: "对象设了存储自己的保留锁（legal hold，不等于法律要求保存），锁定的部分删不掉", EN: "the store's own lock called legal hold, which is no ground of law by itself, keeps some of it"},
	erase.ReasonHardLink:   {ZH: "有的文件另有名字（硬链接），先去掉另一个名字或一并声明", EN: "a file has another name, a hard link: remove that or declare it too"},
	erase.ReasonCluster:    {ZH: "不支持 Redis Cluster，改由签名 webhook 或人工办理", EN: "Redis Cluster is not supported: use a signed webhook, or do it by hand"},
	erase.ReasonAmbiguous:  {ZH: "标识里有键名的分隔符，分不清是谁的键，未动", EN: "an identifier holds what separates the parts of a key: whose key it is cannot be told, and nothing was done"},
	erase.ReasonAddress:    {ZH: "存储地址的写法不对，各引擎的写法见 docs/connectors.md", EN: "the address of the store has the wrong form: docs/connectors.md says what it is for each engine"},
	erase.ReasonUnsafe:     {ZH: "标识不能用作路径的一部分，未动", EN: "an identifier cannot be a part of a path, and nothing was done"},
}

// Reason says to people why a store does not come further; an unknown reason says
// itself.
func Reason(r erase.Reason) lang.Text {
	if t, ok := reasons[r]; ok {
		return t
	}
	return lang.Text{ZH: r, EN: r}
}
