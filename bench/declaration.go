package main

import (
	"fmt"
	"strings"
)

// functionsEach is how many functions a service of the invented declaration has,
// and vendorsPer is after how many of them another component, recipient and store
// comes in.
const (
	functionsEach = 20
	vendorsPer    = 40
)

// declaration invents the declaration of a big shop, at least lines long: services
// of twenty functions, each with the uses, defaults and texts that people write,
// and vendors and stores in proportion. It is valid. Most of it is lawful, and one
// function in ten forgets how long something is kept, as happens.
//
// Texts are mostly in Chinese alone and lists mostly one entry a line: that is how
// long declarations look, and 120,000 such lines stay below the limits of a source.
func declaration(lines int) string {
	w := &writer{}
	w.put(head)
	for n := 0; w.lines < lines; n++ {
		if n%functionsEach == 0 {
			w.put(service, n/functionsEach)
		}
		w.put(functions[n%len(functions)], n, n/vendorsPer)
		if n%10 == 9 {
			w.put(forgetful)
		}
		w.last = n
	}
	w.put("components:\n")
	w.each(component)
	w.put("recipients:\n")
	w.each(recipient)
	w.put("stores:\n")
	w.each(store)
	return w.String()
}

// A writer counts what it writes.
type writer struct {
	strings.Builder
	lines int
	last  int // function
}

// put writes a piece in which @1 and @2 stand for the numbers.
func (w *writer) put(piece string, numbers ...int) {
	for i, n := range numbers {
		piece = strings.ReplaceAll(piece, fmt.Sprintf("@%d", i+1), fmt.Sprint(n))
	}
	w.lines += strings.Count(piece, "\n")
	w.WriteString(piece)
}

// each writes one piece for every vendor that the functions name.
func (w *writer) each(piece string) {
	for n := range w.last/vendorsPer + 1 {
		at := n * vendorsPer // a function that is sure to be there
		w.put(piece, n, at/functionsEach, at)
	}
}

const head = `volens: 1
processor:
  name: {zh: 万禾集团, en: Wanhe Group}
  people: 2600000
  contact:
    mail: hello@wanhe.example
    address: 上海
  officer:
    name: 王宁
    mail: privacy@wanhe.example
  complaints:
    person: 李敏
    url: https://wanhe.example/complaints
    mail: complaints@wanhe.example
    answered-within: 15wd
security:
  policy: 数据安全管理制度
  incident-plan: 数据安全事件应急预案
  logs: 6m
  head: {name: 周岩, mail: security@wanhe.example}
  body: 数据安全委员会
  training-hours: 20
rights:
  access: {how: 我的 - 隐私中心, clicks: 2}
  copy: {how: 我的 - 隐私中心, clicks: 2}
  correct: {how: 我的 - 隐私中心, clicks: 2}
  delete: {how: 我的 - 隐私中心, clicks: 2}
  restrict: {how: 我的 - 隐私中心, clicks: 2}
  transfer: {how: 写信给我们}
  withdraw: {how: 我的 - 隐私中心, clicks: 2}
  close-account: {how: 我的 - 设置 - 注销, clicks: 2}
assessments:
  all-2026:
    covers: [sensitive, automated, entrust, provide]
    date: 2026-03-01
    lawful: 目的明确，方式必要
    impact: 泄露可能暴露住址
    measures: 加密、最小授权，与风险相适应
    kept: 3y
filings:
  officer: {since: 2026-09-11, date: 2026-10-09}
purposes:
  keep-addresses:
    class: provide
    is: {zh: 存入地址簿, en: fill your address book}
    put-to: {zh: 下次下单时直接选用, en: to pick from with your next order}
services:
`

const service = `  service-@1:
    name: {zh: 第 @1 个商城, en: shop @1}
    type: online-shopping
    children: possible
    guardian: 第一次使用时问是否已满十四周岁
    minors:
      come: possible
      rules: https://wanhe.example/children
      agreement: https://wanhe.example/children/agreement
      person: 赵青
      guardian-may-refuse: true
    recommendation:
      off-clicks: 1
      reset: true
      delete: true
      explained: https://wanhe.example/algorithm
    functions:
`

// functions are the kinds of function that take turns.
var functions = []string{`      order-@1:
        name: {zh: 下单与配送 @1, en: ordering and delivery @1}
        basic: true
        when: each-order
        kept:
          in: store-@2
          for: 3y
        uses:
          - items:
              - recipient-name
              - recipient-address
              - recipient-phone
            for: deliver
            basis: contract
            necessary: true
            gives: [courier-@2]
          - item: order-history
            for: deliver
            basis: legal-duty
            under: 电子商务法第三十一条
            manner: [automatic]
          # 短信由受托方发送 sent by somebody entrusted
          - item: phone
            for: notify
            basis: contract
            necessary: true
            kept:
              in: store-@2
              for: account
`, `      home-@1:
        name: 首页推荐 @1
        uses:
          - item: favourites
            for: keep-favourites
            when: on-request
            kept:
              in: store-@2
              for: account
            without: 不能收藏，其他不变
          - items:
              - click-record
              - search-history
            for: recommend
            put-to: 把您可能喜欢的商品排在前面
            manner:
              - automatic
            when: each-use
            kept:
              in: store-@2
              for: 90d
            without: 商品按销量排序，其他不变
          - item: inferred-interests
            for: recommend
            manner: [computed]
            when: each-use
            kept:
              in: store-@2
              for: 90d
            without: 商品按销量排序，其他不变
`, `      addresses-@1:
        name: 收货地址簿 @1
        when: on-request
        kept:
          in: store-@2
          for: account
        without: 每次下单时重新填写，照常购物
        uses:
          - item: recipient-name
            for: keep-addresses
            necessary: true
          - item: recipient-address
            for: keep-addresses
            necessary: true
          - item: location
            for: keep-addresses
            why: 用来把当前位置填进地址
            manner: [permission]
            kept:
              for: moment
`, `      profile-@1:
        name: {zh: 个人资料 @1, en: profile @1}
        when: on-request
        uses:
          - items: [nickname, avatar]
            for: publish
            manner: [uploaded]
            kept:
              in: store-@2
              for: account
            without: 显示默认头像，其他不变
          - item: device-model
            for: improve-quality
            put-to: 排查在您这种手机上出的问题
            manner:
              - automatic
            when: on-start
            kept:
              in: store-@2
              for: 30d
            without: 不上报，其他不变
          - item: ip-address
            for: security
            basis: legal-duty
            under: 网络安全法第二十三条
            manner:
              - automatic
            when: each-use
            kept:
              in: store-@2
              for: 6m
`, `      pay-@1:
        name: 支付与售后 @1
        basic: true
        when: each-order
        uses:
          - item: payment-record
            for: pay
            basis: contract
            necessary: true
            why: 没有它无法付款和退款
            manner:
              - automatic
            kept:
              in: store-@2
              for: 3y
              then: anonymise
          - item: refund-record
            for: after-sale
            basis: legal-duty
            under: 电子商务法第三十一条
            kept:
              in: store-@2
              for: 3y
          - item: photos
            for: after-sale
            manner:
              - uploaded
            kept:
              in: store-@2
              for: 1y
            without: 用文字说明即可
`}

// forgetful does not say for how long.
const forgetful = `          - item: survey-answer
            for: customer-service
            when: on-request
            kept:
              in: device
            without: 不参加调查，其他不变
`

const component = `  push-@1:
    name: {zh: 推送组件 @1, en: push kit @1}
    vendor: 推送公司 @1
    role: entrusted
    rules: https://push-@1.example/privacy
    in:
      - service-@2/order-@3
    collects:
      - item: push-token
        for: notify
        manner:
          - automatic
        when: on-start
        kept:
          in: store-@1
          for: 30d
        without: 收不到推送，可在消息页查看
`

const recipient = `  courier-@1:
    name: {zh: 快递公司 @1, en: courier @1}
    role: third-party
    contract: {date: 2026-01-10, covers: [purpose, manner, scope, kinds, period, measures, liability, duties]}
    supervised: 每年抽查一次
    contact:
      mail: privacy@courier-@1.example
      url: https://courier-@1.example/privacy
`

const store = `  store-@1:
    name: {zh: 数据库 @1, en: database @1}
    engine: mysql
    location: 中国上海
    protects: [backup, encryption, access-control, authentication]
    risks: 有人盗用员工账号时，订单和地址可能泄露
`
