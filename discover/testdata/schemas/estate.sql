-- 物业，拼音与英文混用，留作检验的库
CREATE TABLE yz_info (
  yzid int PRIMARY KEY,
  yzxm varchar(30) COMMENT '业主姓名',
  xb char(1) COMMENT '性别',
  zjlx tinyint COMMENT '证件类型',
  zjhm varchar(30) COMMENT '证件号码',
  lxdh varchar(20) COMMENT '联系电话',
  jjlxr varchar(30) COMMENT '紧急联系人',
  fwdz varchar(100) COMMENT '房屋地址',
  jzmj decimal(8,2) COMMENT '建筑面积',
  rzrq date COMMENT '入住日期',
  gzdw varchar(100) COMMENT '工作单位',
  mz varchar(20) COMMENT '民族',
  hyzk tinyint COMMENT '婚姻状况',
  sfzzp varchar(255) COMMENT '身份证照片',
  rlzp varchar(255) COMMENT '门禁人脸照片',
  zw varchar(255) COMMENT '门禁指纹',
  bz varchar(200) COMMENT '备注'
) COMMENT='业主信息';
CREATE TABLE jtcy (
  id int PRIMARY KEY,
  yzid int,
  xm varchar(30) COMMENT '成员姓名',
  gx varchar(10) COMMENT '与业主关系',
  nl int COMMENT '年龄',
  sjh varchar(20) COMMENT '手机号'
) COMMENT='家庭成员';
CREATE TABLE cl_info (
  id int PRIMARY KEY,
  yzid int,
  cph varchar(12) COMMENT '车牌号',
  cx varchar(30) COMMENT '车型',
  clsbm varchar(20) COMMENT '车辆识别码',
  cwh varchar(10) COMMENT '车位号'
) COMMENT='业主车辆';
CREATE TABLE mj_log (
  id bigint PRIMARY KEY,
  yzid int COMMENT '业主',
  sbid varchar(20) COMMENT '门禁设备编号',
  txsj datetime COMMENT '通行时间',
  zppath varchar(255) COMMENT '抓拍照片',
  fx tinyint COMMENT '进出方向'
) COMMENT='门禁通行记录';
CREATE TABLE visitor (
  id int PRIMARY KEY,
  visitor_name varchar(30) COMMENT '访客姓名',
  visitor_mobile varchar(20) COMMENT '访客手机',
  car_plate varchar(12) COMMENT '访客车牌',
  visit_reason varchar(100) COMMENT '来访事由',
  qr_token varchar(64) COMMENT '通行二维码'
) COMMENT='访客';
CREATE TABLE repair_order (
  id int PRIMARY KEY,
  yzid int,
  reporter varchar(30) COMMENT '报修人',
  reporter_tel varchar(20) COMMENT '报修人电话',
  repair_addr varchar(100) COMMENT '报修地址',
  description text COMMENT '报修内容',
  worker_name varchar(30) COMMENT '维修人员',
  score tinyint COMMENT '评分'
) COMMENT='报修单';
CREATE TABLE xq (
  id int PRIMARY KEY,
  name varchar(50) COMMENT '小区名称',
  address varchar(100) COMMENT '小区地址',
  tel varchar(20) COMMENT '物业电话',
  company varchar(50) COMMENT '物业公司'
) COMMENT='小区';
CREATE TABLE jf_record (
  id bigint PRIMARY KEY,
  yzid int,
  fylx tinyint COMMENT '费用类型',
  je decimal(10,2) COMMENT '缴费金额',
  jfsj datetime COMMENT '缴费时间',
  zffs tinyint COMMENT '支付方式',
  sjhm varchar(40) COMMENT '收据号码'
) COMMENT='缴费记录';
CREATE TABLE camera (
  id int PRIMARY KEY,
  name varchar(30) COMMENT '摄像头名称',
  ip varchar(40) COMMENT '摄像头IP',
  mac varchar(20),
  username varchar(30) COMMENT '登录名',
  password varchar(60) COMMENT '登录密码',
  rtsp_url varchar(255)
) COMMENT='摄像头';
