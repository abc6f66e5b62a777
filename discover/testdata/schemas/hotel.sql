-- A hotel on MariaDB.
CREATE TABLE hotel_guest (
  guest_id int unsigned NOT NULL AUTO_INCREMENT,
  guest_name varchar(50) NOT NULL COMMENT '入住人姓名',
  cert_type char(2) COMMENT '证件类型',
  cert_no varchar(30) COMMENT '证件号码',
  cert_valid_to date COMMENT '证件有效期',
  nation varchar(20) COMMENT '民族',
  country varchar(30) COMMENT '国籍',
  tel varchar(20) COMMENT '联系电话',
  face_photo varchar(255) COMMENT '人脸照片',
  id_photo varchar(255) COMMENT '身份证照片',
  residence varchar(200) COMMENT '户籍地址',
  PRIMARY KEY (guest_id)
) COMMENT='住客登记';
CREATE TABLE hotel_booking (
  id int NOT NULL,
  booking_no varchar(32) COMMENT '预订单号',
  member_id int COMMENT '会员ID',
  contact_name varchar(50) COMMENT '预订人',
  contact_phone varchar(20) COMMENT '预订人手机',
  room_type_id int COMMENT '房型',
  check_in_date date COMMENT '入住日期',
  check_out_date date COMMENT '离店日期',
  special_request varchar(500) COMMENT '特殊要求',
  adults tinyint COMMENT '成人数',
  children tinyint COMMENT '儿童数',
  deposit decimal(10,2) COMMENT '押金',
  channel varchar(20) COMMENT '来源渠道',
  PRIMARY KEY (id)
) COMMENT='预订单';
CREATE TABLE hotel_member (
  id int NOT NULL,
  card_no varchar(20) COMMENT '会员卡号',
  name varchar(50) COMMENT '姓名',
  mobile varchar(20) COMMENT '手机',
  email varchar(60) COMMENT '邮箱',
  level_id tinyint COMMENT '会员等级',
  points int COMMENT '积分',
  balance decimal(10,2) COMMENT '储值余额',
  car_no varchar(10) COMMENT '车牌号',
  unionid varchar(64) COMMENT '微信unionid',
  accept_sms tinyint(1) COMMENT '是否接收短信',
  PRIMARY KEY (id)
) COMMENT='会员';
CREATE TABLE hotel_room (
  id int NOT NULL,
  room_no varchar(10) COMMENT '房号',
  phone_ext varchar(10) COMMENT '分机',
  wifi_ssid varchar(30) COMMENT 'WiFi名称',
  wifi_password varchar(30) COMMENT 'WiFi密码',
  floor tinyint,
  PRIMARY KEY (id)
) COMMENT='客房';
CREATE TABLE hotel_info (
  id int NOT NULL,
  hotel_name varchar(100) COMMENT '酒店名称',
  address varchar(200) COMMENT '酒店地址',
  phone varchar(20) COMMENT '前台电话',
  latitude decimal(10,6) COMMENT '纬度',
  longitude decimal(10,6) COMMENT '经度',
  legal_person varchar(30) COMMENT '法人代表',
  license_no varchar(40) COMMENT '营业执照号',
  PRIMARY KEY (id)
) COMMENT='酒店信息';
CREATE TABLE hotel_invoice (
  id int NOT NULL,
  booking_id int,
  title varchar(100) COMMENT '抬头',
  tax_no varchar(30) COMMENT '税号',
  send_email varchar(60) COMMENT '接收邮箱',
  amount decimal(10,2) COMMENT '开票金额',
  PRIMARY KEY (id)
) COMMENT='发票';
CREATE TABLE sys_config (
  id int NOT NULL,
  config_key varchar(64) COMMENT '键名',
  config_value varchar(500) COMMENT '键值',
  remark varchar(200),
  PRIMARY KEY (id)
) COMMENT='参数配置';
CREATE TABLE sys_oper_log (
  id bigint NOT NULL,
  title varchar(50) COMMENT '模块标题',
  oper_name varchar(50) COMMENT '操作人员',
  oper_ip varchar(50) COMMENT '操作地址',
  oper_location varchar(100) COMMENT '操作地点',
  oper_param text COMMENT '请求参数',
  oper_time datetime COMMENT '操作时间',
  PRIMARY KEY (id)
) COMMENT='操作日志';
