-- Consumer loans on MySQL, a held-out schema.
CREATE TABLE `loan_applicant` (
  `id` bigint NOT NULL,
  `user_name` varchar(50) COMMENT '借款人姓名',
  `id_no` varchar(18) COMMENT '身份证号码',
  `id_expire_date` varchar(10) COMMENT '身份证到期日',
  `id_front_img` varchar(255) COMMENT '身份证正面',
  `id_back_img` varchar(255) COMMENT '身份证反面',
  `live_photo` varchar(255) COMMENT '活体照片',
  `mobile` varchar(11) COMMENT '注册手机号',
  `bank_card_no` varchar(25) COMMENT '收款银行卡号',
  `bank_name` varchar(50) COMMENT '开户银行',
  `reserved_mobile` varchar(11) COMMENT '银行预留手机号',
  `monthly_income` decimal(12,2) COMMENT '月收入',
  `company_name` varchar(100) COMMENT '单位名称',
  `company_tel` varchar(20) COMMENT '单位电话',
  `company_addr` varchar(200) COMMENT '单位地址',
  `live_addr` varchar(200) COMMENT '居住地址',
  `education` tinyint COMMENT '学历',
  `marital` tinyint COMMENT '婚姻状况',
  `house_status` tinyint COMMENT '住房情况：1自有 2租赁',
  `car_status` tinyint COMMENT '车辆情况',
  `contact1_name` varchar(50) COMMENT '紧急联系人1姓名',
  `contact1_mobile` varchar(11) COMMENT '紧急联系人1电话',
  `contact1_relation` tinyint COMMENT '紧急联系人1关系',
  `wechat` varchar(50) COMMENT '微信号',
  `credit_score` int COMMENT '信用评分',
  `loan_purpose` varchar(100) COMMENT '借款用途',
  `create_time` datetime,
  PRIMARY KEY (`id`)
) COMMENT='借款申请人';
CREATE TABLE `device_info` (
  `id` bigint NOT NULL,
  `user_id` bigint,
  `imei` varchar(20),
  `idfa` varchar(40),
  `android_id` varchar(40),
  `mac` varchar(20),
  `brand` varchar(30) COMMENT '手机品牌',
  `os` varchar(20) COMMENT '操作系统',
  `app_list` text COMMENT '已安装应用',
  `gps` varchar(50) COMMENT '经纬度',
  `network` varchar(10) COMMENT '网络类型',
  `is_root` tinyint(1),
  PRIMARY KEY (`id`)
) COMMENT='设备信息';
CREATE TABLE `user_contacts` (
  `id` bigint NOT NULL,
  `user_id` bigint,
  `contact_name` varchar(50) COMMENT '通讯录姓名',
  `contact_phone` varchar(20) COMMENT '通讯录号码',
  PRIMARY KEY (`id`)
) COMMENT='用户通讯录';
CREATE TABLE `call_record` (
  `id` bigint NOT NULL,
  `user_id` bigint,
  `peer_number` varchar(20) COMMENT '对方号码',
  `call_type` tinyint COMMENT '主叫被叫',
  `call_time` datetime COMMENT '通话时间',
  `duration` int COMMENT '通话时长',
  PRIMARY KEY (`id`)
) COMMENT='通话记录';
CREATE TABLE `repay_plan` (
  `id` bigint NOT NULL,
  `loan_id` bigint,
  `user_id` bigint,
  `period_no` int COMMENT '期数',
  `due_date` date COMMENT '应还日期',
  `principal` decimal(12,2) COMMENT '应还本金',
  `overdue_days` int COMMENT '逾期天数',
  PRIMARY KEY (`id`)
) COMMENT='还款计划';
CREATE TABLE `product` (
  `id` bigint NOT NULL,
  `name` varchar(50) COMMENT '产品名称',
  `rate` decimal(6,4) COMMENT '年利率',
  `min_age` int COMMENT '最小年龄',
  `max_age` int COMMENT '最大年龄',
  `min_income` decimal(12,2) COMMENT '最低收入要求',
  PRIMARY KEY (`id`)
) COMMENT='贷款产品';
CREATE TABLE `partner_bank` (
  `id` bigint NOT NULL,
  `bank_name` varchar(50) COMMENT '银行名称',
  `contact_person` varchar(50) COMMENT '对接人',
  `contact_tel` varchar(20) COMMENT '对接电话',
  `settle_account` varchar(40) COMMENT '结算账户',
  `server_ip` varchar(200) COMMENT '白名单IP',
  PRIMARY KEY (`id`)
) COMMENT='资金方';
CREATE TABLE `sms_log` (
  `id` bigint NOT NULL,
  `mobile` varchar(11) COMMENT '接收手机号',
  `content` varchar(500) COMMENT '短信内容',
  `template_code` varchar(30),
  `token` varchar(64),
  PRIMARY KEY (`id`)
) COMMENT='短信发送记录';
