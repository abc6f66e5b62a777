package web

import (
	"fmt"
	"net/http"

	"github.com/volens/volens/lang"
)

// catalogue is every text of the pages that is not the declaration's own. Both
// halves are written by hand; neither is a translation to the letter.
var catalogue = together(consentTexts, rightsTexts)

// together joins catalogues; a key that two of them have is a mistake in this
// package.
func together(all ...map[string]lang.Text) map[string]lang.Text {
	one := map[string]lang.Text{}
	for _, texts := range all {
		for key, t := range texts {
			if _, twice := one[key]; twice {
				panic("web: two texts " + key)
			}
			one[key] = t
		}
	}
	return one
}

// consentTexts are the texts of asks, consents and receipts, and of every page.
var consentTexts = map[string]lang.Text{
	// On every page.
	"my-consents": {ZH: "我的同意", EN: "My consents"},
	"skip":        {ZH: "跳到正文", EN: "Skip to the content"},
	"language":    {ZH: "语言", EN: "Language"},
	"comma":       {ZH: "，", EN: ", "},
	"colon":       {ZH: "：", EN: ": "},
	"beijing":     {ZH: "时间均为北京时间。", EN: "Times are Beijing time."},

	// The bare address.
	"home-title":      {ZH: "服务正在运行", EN: "The service is running"},
	"home-people":     {ZH: "您的同意、回执和撤回，请从应用里的链接打开。", EN: "To see your consents and receipts, or to withdraw, open the link in your app."},
	"home-developers": {ZH: "开发者：查看接口说明", EN: "For developers: the API"},

	// Asks.
	"ask-title":    {ZH: "请逐项选择", EN: "Please choose, one by one"},
	"ask-lead":     {ZH: "“%s”想使用下列个人信息。每一项都由您决定，不选就不算同意。", EN: "“%s” would like to use the personal information below. You decide on each item, and nothing counts as a yes until you say so."},
	"alone-title":  {ZH: "请单独决定这一项", EN: "Please decide on this one by itself"},
	"alone-lead":   {ZH: "“%s”需要就这一项取得您的单独同意。", EN: "“%s” needs your separate consent for this one."},
	"step":         {ZH: "第 %d 步，共 %d 步", EN: "Step %d of %d"},
	"why":          {ZH: "为什么单独询问", EN: "Why it is asked separately"},
	"need":         {ZH: "为什么需要、有何影响", EN: "Why it is needed and what it may mean"},
	"effect":       {ZH: "如果不同意", EN: "If you refuse"},
	"required":     {ZH: "只会停用“%s”这一项功能，其他功能照常使用。", EN: "Only “%s” stops. Everything else works as before."},
	"details":      {ZH: "查看详情", EN: "Details"},
	"agree":        {ZH: "同意", EN: "Agree"},
	"refuse":       {ZH: "不同意", EN: "Refuse"},
	"save":         {ZH: "保存", EN: "Save"},
	"basic":        {ZH: "仅使用基本功能", EN: "Basic functions only"},
	"basic-note":   {ZH: "选“仅使用基本功能”，这次询问中还没有保存的项目都记为不同意，刚才选了同意的也一样。", EN: "“Basic functions only” records a no for everything in this ask that is not saved yet, whatever is chosen above."},
	"missing":      {ZH: "还有项目没有选择。没有选择的既不算同意，也不算拒绝。", EN: "Some items are not chosen yet. They count neither as a yes nor as a no."},
	"change-later": {ZH: "同意以后，您随时可以在“我的同意”中撤回同意，和同意一样方便。", EN: "Once you agree, you can withdraw consent at any time under “My consents”, as easily as you give it."},

	// The age band, and what follows for people under fourteen.
	"age-title":    {ZH: "请选择您的年龄段", EN: "Which age band are you in?"},
	"age-lead":     {ZH: "“%s”可能有未成年人使用。不满十四周岁的，由父母或者其他监护人代为决定。", EN: "Minors may use “%s”. For people under fourteen, a parent or other guardian decides."},
	"age-kept":     {ZH: "我们只记下年龄段、得知的方式和失效日期，不记出生日期，也不留证件。", EN: "Only the band is kept, how it became known and until when. No date of birth, no document."},
	"age-child":    {ZH: "不满十四周岁", EN: "Under 14"},
	"age-teen":     {ZH: "十四至十七周岁", EN: "14 to 17"},
	"age-adult":    {ZH: "十八周岁以上", EN: "18 or over"},
	"age-later":    {ZH: "现在不说", EN: "Not now"},
	"age-lapsed":   {ZH: "之前所记的年龄段已到期，所以先重新问这一项。选定之前，已有的同意都不算数，这里也不问别的。", EN: "The band on record has lapsed, so it is asked again first. Until it is told, no consent given before counts, and nothing else is asked here."},
	"age-first":    {ZH: "这项服务面向儿童，由谁来决定要看年龄段，所以先问这一项。不选的话，这里什么都不会问。", EN: "This service is meant for children, and who decides depends on the band, so it comes first. Without it nothing else is asked here."},
	"child-title":  {ZH: "请让监护人来决定", EN: "A guardian decides this"},
	"child-lead":   {ZH: "不满十四周岁的，要由爸爸、妈妈或者其他监护人决定。这里没有记下你对任何一项的选择。", EN: "For people under fourteen a parent or other guardian decides. Nothing you chose on any item was recorded."},
	"child-basic":  {ZH: "不用你个人信息的功能照常可以用。", EN: "What works without information about you works as before."},
	"for-child":    {ZH: "您正以监护人身份为孩子作答。", EN: "You are answering as the guardian of a child."},
	"withdraw-all": {ZH: "撤回全部同意", EN: "Withdraw all consent"},

	// Who the processor is.
	"who":         {ZH: "谁在处理您的个人信息", EN: "Who handles your information"},
	"who-name":    {ZH: "个人信息处理者", EN: "Processor"},
	"who-service": {ZH: "服务", EN: "Service"},
	"who-mail":    {ZH: "电子邮箱", EN: "E-mail"},
	"who-phone":   {ZH: "电话", EN: "Telephone"},
	"who-page":    {ZH: "网页", EN: "Web page"},
	"who-address": {ZH: "地址", EN: "Address"},
	"who-officer": {ZH: "个人信息保护负责人", EN: "Personal information protection officer"},

	// What was answered.
	"done-title":       {ZH: "您的选择已记录", EN: "Your choices are recorded"},
	"done-open":        {ZH: "还有项目没有回答", EN: "Some items are not answered yet"},
	"done-none":        {ZH: "您没有同意任何一项。不需要这些信息的功能照常使用。", EN: "You agreed to nothing. What works without this information works as before."},
	"done-back":        {ZH: "现在可以回到应用继续使用。", EN: "You can go back to the app now."},
	"said-agreed":      {ZH: "同意", EN: "Agreed"},
	"said-refused":     {ZH: "不同意", EN: "Refused"},
	"said-nothing":     {ZH: "没有回答", EN: "Not answered"},
	"receipt-asked":    {ZH: "查看当时所示全文的回执", EN: "See the receipt of what was shown, to the word"},
	"receipt-link":     {ZH: "查看回执（%d 号）", EN: "See the receipt (no. %d)"},
	"back-to-question": {ZH: "回到尚未回答的项目", EN: "Go to what is not answered yet"},

	// Receipts.
	"receipt-title":       {ZH: "回执", EN: "Receipt"},
	"receipt-number":      {ZH: "编号", EN: "Number"},
	"receipt-time":        {ZH: "记录时间", EN: "Recorded"},
	"kind-ask":            {ZH: "询问过您下列事项", EN: "You were asked the following"},
	"kind-answer":         {ZH: "您回答了下列事项", EN: "You answered the following"},
	"kind-withdrawal":     {ZH: "您撤回了下列同意", EN: "You withdrew the following consent"},
	"kind-shown":          {ZH: "这次询问已展示", EN: "The ask was shown"},
	"kind-age":            {ZH: "年龄段", EN: "Age band"},
	"kind-guardian":       {ZH: "监护关系", EN: "Guardian link"},
	"kind-import":         {ZH: "以前的选择，已转入", EN: "Earlier choices, brought in"},
	"kind-merge":          {ZH: "两个标识确认是同一人，合并后的选择", EN: "Two ids turned out to be one person: the choices after that"},
	"kind-restriction":    {ZH: "限制处理", EN: "Restriction of processing"},
	"receipt-file":        {ZH: "下载回执文件", EN: "Download the receipt"},
	"receipt-keep":        {ZH: "回执文件是您自己的一份凭证，里面有您的账号标识和证明，请妥善保存。", EN: "The receipt file is your own copy of the evidence. It holds your account id and the proof, so keep it in a safe place."},
	"receipt-proof":       {ZH: "怎样证明", EN: "How it is proved"},
	"receipt-explain":     {ZH: "这条记录写入后不能悄悄改动。下面的内容可以用来核对：记录里有这一条，而且之后没有被改过。", EN: "This entry cannot be changed unnoticed. What follows lets anyone check that the record holds it and that it was not altered since."},
	"receipt-declaration": {ZH: "当时的声明", EN: "Declaration at the time"},
	"receipt-shown":       {ZH: "当时页面所示内容", EN: "What was shown"},
	"receipt-leaf":        {ZH: "记录条目", EN: "Entry in the record"},
	"receipt-key":         {ZH: "记录的公钥", EN: "Public key of the record"},
	"receipt-checkpoint":  {ZH: "签名的检查点", EN: "Signed checkpoint"},

	// My consents.
	"consents-title":    {ZH: "我的同意", EN: "My consents"},
	"consents-lead":     {ZH: "这里是您对各项个人信息使用的决定。撤回同意按一下即可，立即生效；撤回之前基于同意已经进行的处理，其效力不受影响。", EN: "These are your decisions on how personal information is used. One press withdraws consent, at once; what was done on the strength of it before stays valid."},
	"consents-empty":    {ZH: "这里还没有您的记录。您还没有同意过任何事项，也不需要做什么。", EN: "There is nothing about you here yet. You have agreed to nothing, and there is nothing you need to do."},
	"consents-nothing":  {ZH: "没有可撤回的同意：可能此前已经撤回。", EN: "There was no consent to withdraw. It may have been withdrawn before."},
	"withdrawn":         {ZH: "已撤回", EN: "Withdrawn"},
	"withdraw":          {ZH: "撤回同意", EN: "Withdraw consent"},
	"withdraw-function": {ZH: "撤回“%s”的全部同意", EN: "Withdraw all consent for “%s”"},
	"withdraw-service":  {ZH: "撤回“%s”服务的全部同意", EN: "Withdraw all consent for the service “%s”"},
	"purpose":           {ZH: "用于%s", EN: "purpose: %s"},
	"recipient":         {ZH: "提供给%s", EN: "given to %s"},
	"component":         {ZH: "由第三方组件“%s”收集", EN: "collected by the third-party component “%s”"},
	"state-granted":     {ZH: "已同意", EN: "Agreed"},
	"state-refused":     {ZH: "未同意（您选择了不同意）", EN: "Not agreed (you refused)"},
	"state-withdrawn":   {ZH: "未同意（您已撤回同意）", EN: "Not agreed (you withdrew consent)"},
	"state-void":        {ZH: "不算数（当时不满十四周岁，须由监护人决定；并非您撤回）", EN: "Does not count (under fourteen at the time, a guardian decides; you did not withdraw)"},
	"state-merged":      {ZH: "到此为止（此标识已并入另一标识，并非您撤回）", EN: "Ended here (this id was merged into another; you did not withdraw)"},
	"state-":            {ZH: "未同意", EN: "Not agreed"},
	"since":             {ZH: "自 %s 起", EN: "since %s"},
	"stale-granted":     {ZH: "这项使用此后有实质变化，这项同意已不再有效。", EN: "The use has changed in substance since, so this consent no longer counts."},
	"stale-other":       {ZH: "这项使用此后有实质变化。", EN: "The use has changed in substance since."},
	"others":            {ZH: "已不再使用的项目", EN: "No longer in use"},
	"others-lead":       {ZH: "下列项目已不在现行声明中，或已不以同意为前提。", EN: "The declaration in force no longer holds these, or no longer rests them on consent."},

	// When something is wrong.
	"error-wrong":       {ZH: "提交的内容未被接受", EN: "What was sent was not accepted"},
	"error-link":        {ZH: "链接无效或已过期", EN: "This link is not valid or has expired"},
	"error-forbidden":   {ZH: "不能这样操作", EN: "This is not allowed"},
	"error-not-found":   {ZH: "找不到页面", EN: "Page not found"},
	"not-found-detail":  {ZH: "没有这个页面，或者它不属于您。", EN: "There is no such page, or it is not yours."},
	"error-method":      {ZH: "不能这样打开页面", EN: "The page cannot be opened this way"},
	"method-detail":     {ZH: "请从应用或“我的同意”进入。", EN: "Please come from the app or from “My consents”."},
	"error-conflict":    {ZH: "与之前的选择不一致", EN: "This differs from an earlier choice"},
	"error-expired":     {ZH: "这次询问已过期", EN: "This ask has expired"},
	"expired-detail":    {ZH: "没有回答的项目不算同意。您不需要做什么。", EN: "What was not answered does not count as a yes. There is nothing you need to do."},
	"error-internal":    {ZH: "页面出错了", EN: "Something went wrong"},
	"error-unavailable": {ZH: "服务暂时不可用", EN: "The service is not available for the moment"},
	"error-many":        {ZH: "此刻请求太多", EN: "Too many requests just now"},
	"error-later":       {ZH: "请稍后再试。如果问题仍在，请把下面的请求编号告诉客服。", EN: "Please try again later. If it happens again, tell support the request id below."},
	"request-id":        {ZH: "请求编号", EN: "Request id"},
}

// text returns a text of the catalogue.
func text(key string) lang.Text {
	t, ok := catalogue[key]
	if !ok {
		panic("web: no text " + key) // keys are constants of this package
	}
	return t
}

// say returns a text in l with args in its places.
func say(l lang.Lang, key string, args ...any) (string, error) {
	t, ok := catalogue[key]
	if !ok {
		return "", fmt.Errorf("the catalogue has no text %q", key)
	}
	if len(args) == 0 {
		return t.In(l), nil
	}
	return fmt.Sprintf(t.In(l), args...), nil
}

// heading says a status to a person.
func heading(status int) lang.Text {
	switch status {
	case http.StatusUnauthorized:
		return text("error-link")
	case http.StatusForbidden:
		return text("error-forbidden")
	case http.StatusNotFound:
		return text("error-not-found")
	case http.StatusMethodNotAllowed:
		return text("error-method")
	case http.StatusConflict:
		return text("error-conflict")
	case http.StatusGone:
		return text("error-expired")
	case http.StatusTooManyRequests:
		return text("error-many")
	case http.StatusServiceUnavailable:
		return text("error-unavailable")
	case http.StatusInternalServerError:
		return text("error-internal")
	}
	return text("error-wrong")
}
