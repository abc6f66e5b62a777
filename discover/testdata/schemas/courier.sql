-- 快递网点，拼音缩写的老库
CREATE TABLE t_jjr (
  id int PRIMARY KEY,
  xm varchar(20), -- 姓名
  sjh varchar(11),
  sfzh varchar(18),
  dz varchar(200),
  smrz tinyint(1), -- 实名认证标志
  cjsj datetime -- 创建时间
) COMMENT '寄件人';
CREATE TABLE t_yd (
  ydh varchar(20) PRIMARY KEY, -- 运单号
  jjr_xm varchar(20),
  jjr_dh varchar(20), -- 寄件人电话
  jjr_dz varchar(200), -- 寄件地址
  sjr_xm varchar(20), -- 收件人姓名
  sjr_sjh varchar(20), -- 收件人手机
  sjr_dz varchar(200), -- 收件地址
  wpmc varchar(100), -- 物品名称
  zl decimal(8,2), -- 重量
  yf decimal(8,2), -- 运费
  bz varchar(200), -- 备注
  qsr varchar(20), -- 签收人
  qssj datetime, -- 签收时间
  qszp varchar(200), -- 签收照片
  zt tinyint -- 状态
) COMMENT '运单';
CREATE TABLE t_kdy (
  id int PRIMARY KEY,
  gh varchar(10), -- 工号
  xm varchar(20), -- 姓名
  xb tinyint, -- 性别
  csrq date, -- 出生日期
  lxdh varchar(20), -- 联系电话
  yhkh varchar(30), -- 银行卡号
  khh varchar(50), -- 开户行
  jtzz varchar(200), -- 家庭住址
  wd_id int -- 网点
) COMMENT '快递员';
CREATE TABLE t_wd (
  id int PRIMARY KEY,
  mc varchar(50), -- 网点名称
  dh varchar(20), -- 网点电话
  dz varchar(200), -- 网点地址
  fzr varchar(20), -- 负责人
  jd decimal(10,6), -- 经度
  wd decimal(10,6) -- 纬度
) COMMENT '网点';
CREATE TABLE scanner (
  device_id varchar(32) PRIMARY KEY, -- 巴枪编号
  imei varchar(20),
  ip varchar(40),
  wd_id int,
  battery tinyint
) COMMENT '扫描枪';
CREATE TABLE trace_log (
  id bigint PRIMARY KEY,
  ydh varchar(20),
  sm varchar(200), -- 轨迹描述
  czr varchar(20), -- 操作人
  idx_no int, -- 序号
  czsj datetime
) COMMENT '物流轨迹';
CREATE TABLE t_kh (
  khbh varchar(20) PRIMARY KEY, -- 客户编号
  khmc varchar(100), -- 客户名称（公司）
  lxr varchar(20), -- 联系人
  lxfs varchar(50), -- 联系方式
  yx varchar(60), -- 邮箱
  ye decimal(10,2) -- 账户余额
) COMMENT '月结客户';
