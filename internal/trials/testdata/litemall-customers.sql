-- Two invented customers of the shop. 4242 is the one who leaves; every value of
-- theirs that is a text holds the word quetzal or is a number that is nobody else's.
-- 5151 is a neighbour: lives in the same city, bought the same goods, and stays.
insert into litemall_user (id, username, password, gender, birthday, last_login_time, last_login_ip, nickname, mobile, avatar, weixin_openid, session_key, add_time) values
 (4242, 'quetzal4242', 'quetzal-hash', 1, '1991-07-23', '2026-10-01 08:00:00', '198.51.100.42', '凤尾绿咬鹃quetzal', '13800424242', 'http://files.shop.example/wx/storage/fetch/quetzal-avatar.png', 'openid-quetzal-4242', 'session-quetzal-4242', '2025-02-03 10:00:00'),
 (5151, 'heron5151', 'heron-hash', 2, '1988-01-02', '2026-10-02 08:00:00', '198.51.100.51', '苍鹭heron', '13900515151', 'http://files.shop.example/wx/storage/fetch/heron-avatar.png', 'openid-heron-5151', 'session-heron-5151', '2025-02-04 10:00:00');
insert into litemall_address (id, name, user_id, province, city, county, address_detail, area_code, tel, add_time) values
 (9001, '陈quetzal', 4242, '浙江省', '杭州市', '西湖区', '梧桐路quetzal苑42号', '330106', '13800424242', '2025-02-03 10:05:00'),
 (9002, '李heron', 5151, '浙江省', '杭州市', '西湖区', '梧桐路heron苑51号', '330106', '13900515151', '2025-02-04 10:05:00');
insert into litemall_order (id, user_id, order_sn, order_status, consignee, mobile, address, message, goods_price, freight_price, coupon_price, integral_price, groupon_price, order_price, actual_price, pay_id, pay_time, ship_sn, ship_channel, add_time, end_time) values
 (70001, 4242, '2026090142420001', 401, '陈quetzal', '13800424242', '浙江省杭州市西湖区梧桐路quetzal苑42号', '放门口quetzal', 100, 0, 0, 0, 0, 100, 100, 'pay-quetzal-1', '2026-09-01 11:00:00', 'SF-quetzal-1', '顺丰', '2026-09-01 10:58:00', '2026-09-09 00:00:00'),
 (70002, 4242, '2021030142420002', 401, '陈quetzal', '13800424242', '浙江省杭州市西湖区梧桐路quetzal苑42号', '旧单quetzal', 55, 0, 0, 0, 0, 55, 55, 'pay-quetzal-2', '2021-03-01 11:00:00', 'SF-quetzal-2', '顺丰', '2021-03-01 10:58:00', '2021-03-09 00:00:00'),
 (70003, 5151, '2026090251510003', 401, '李heron', '13900515151', '浙江省杭州市西湖区梧桐路heron苑51号', '谢谢heron', 100, 0, 0, 0, 0, 100, 100, 'pay-heron-1', '2026-09-02 11:00:00', 'SF-heron-1', '顺丰', '2026-09-02 10:58:00', '2026-09-10 00:00:00');
insert into litemall_order_goods (id, order_id, goods_id, goods_name, goods_sn, product_id, number, price, specifications, pic_url, add_time) values
 (80001, 70001, 1006002, '轻奢纯棉刺绣水洗四件套', '1006002', 9, 1, 100, '["标准"]', '', '2026-09-01 10:58:00'),
 (80002, 70002, 1006002, '轻奢纯棉刺绣水洗四件套', '1006002', 9, 1, 55, '["标准"]', '', '2021-03-01 10:58:00'),
 (80003, 70003, 1006002, '轻奢纯棉刺绣水洗四件套', '1006002', 9, 1, 100, '["标准"]', '', '2026-09-02 10:58:00');
insert into litemall_aftersale (id, aftersale_sn, order_id, user_id, reason, amount, pictures, comment, add_time) values
 (81001, 'AS-quetzal-1', 70001, 4242, '破损', 10, '["http://files.shop.example/wx/storage/fetch/quetzal-broken.jpg"]', '盒子quetzal破了', '2026-09-05 09:00:00'),
 (81002, 'AS-heron-1', 70003, 5151, '破损', 10, '[]', '盒子heron破了', '2026-09-06 09:00:00');
insert into litemall_cart (id, user_id, goods_id, goods_sn, goods_name, product_id, price, number, specifications, add_time) values
 (82001, 4242, 1006007, '1006007', '秋冬保暖加厚澳洲羊毛被', 2, 459, 1, '["标准"]', '2026-10-01 08:10:00'),
 (82002, 5151, 1006007, '1006007', '秋冬保暖加厚澳洲羊毛被', 2, 459, 1, '["标准"]', '2026-10-02 08:10:00');
insert into litemall_collect (id, user_id, value_id, type, add_time) values (83001, 4242, 1006007, 0, '2026-10-01 08:11:00'), (83002, 5151, 1006007, 0, '2026-10-02 08:11:00');
insert into litemall_comment (id, value_id, type, content, user_id, has_picture, pic_urls, star, add_time) values
 (84001, 1006002, 0, '我是quetzal，电话13800424242，被子很好', 4242, 1, '["http://files.shop.example/wx/storage/fetch/quetzal-review.jpg"]', 5, '2026-09-10 12:00:00'),
 (84002, 1006002, 0, '我是heron，被子很好', 5151, 0, '[]', 4, '2026-09-11 12:00:00');
insert into litemall_coupon_user (id, user_id, coupon_id, status, start_time, end_time, order_id, add_time) values
 (85001, 4242, 1, 1, '2026-08-01 00:00:00', '2026-10-01 00:00:00', 70001, '2026-08-01 00:00:00'), (85002, 5151, 1, 0, '2026-08-01 00:00:00', '2027-10-01 00:00:00', null, '2026-08-01 00:00:00');
insert into litemall_feedback (id, user_id, username, mobile, feed_type, content, pic_urls, add_time) values
 (86001, 4242, 'quetzal4242', '13800424242', '物流状况', '快递员没打quetzal的电话', '[]', '2026-09-03 12:00:00'),
 (86002, 5151, 'heron5151', '13900515151', '物流状况', '快递很快heron', '[]', '2026-09-04 12:00:00');
insert into litemall_footprint (id, user_id, goods_id, add_time) values (87001, 4242, 1006002, '2026-10-01 08:09:00'), (87002, 4242, 1006007, '2026-10-01 08:10:00'), (87003, 5151, 1006007, '2026-10-02 08:10:00');
insert into litemall_search_history (id, user_id, keyword, `from`, add_time) values (88001, 4242, 'quetzal四件套', 'wx', '2026-10-01 08:08:00'), (88002, 5151, '羊毛被heron', 'wx', '2026-10-02 08:08:00');
insert into litemall_groupon (id, order_id, groupon_id, rules_id, user_id, share_url, creator_user_id, creator_user_time, status, add_time) values
 (89001, 70001, 0, 1, 4242, 'http://files.shop.example/wx/storage/fetch/quetzal-share.png', 4242, '2026-09-01 10:58:00', 1, '2026-09-01 10:58:00'),
 (89002, 70003, 89001, 1, 5151, null, 4242, '2026-09-01 10:58:00', 1, '2026-09-02 10:58:00');
insert into litemall_storage (id, `key`, name, type, size, url, add_time) values
 (90001, 'quetzal-avatar.png', '我的头像quetzal.png', 'image/png', 5, 'http://files.shop.example/wx/storage/fetch/quetzal-avatar.png', '2025-02-03 10:01:00'),
 (90002, 'quetzal-review.jpg', '晒单quetzal.jpg', 'image/jpeg', 5, 'http://files.shop.example/wx/storage/fetch/quetzal-review.jpg', '2026-09-10 12:00:00'),
 (90003, 'quetzal-broken.jpg', '破损quetzal.jpg', 'image/jpeg', 5, 'http://files.shop.example/wx/storage/fetch/quetzal-broken.jpg', '2026-09-05 09:00:00'),
 (90004, 'heron-avatar.png', '头像heron.png', 'image/png', 5, 'http://files.shop.example/wx/storage/fetch/heron-avatar.png', '2025-02-04 10:01:00'),
 (90005, 'quetzal-share.png', '分享quetzal.png', 'image/png', 5, 'http://files.shop.example/wx/storage/fetch/quetzal-share.png', '2026-09-01 10:58:00');
