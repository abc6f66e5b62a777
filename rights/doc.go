// Package rights takes what people ask for under the rights articles (PIPL 44 to
// 50, Order 790 Arts 23 to 25, draft 22 to 24): who may ask, how they are known,
// what state a request is in and why, and by when it is answered. Nothing stops the
// clock.
//
// The domain is pure; Desk carries transitions to the store. What a request asks
// for is carried out by package fulfil.
package rights
