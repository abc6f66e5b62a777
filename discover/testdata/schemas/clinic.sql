-- Out-patients of a clinic, comments in Chinese.
CREATE TABLE patient (
  id bigint NOT NULL AUTO_INCREMENT COMMENT '主键',
  patient_no varchar(32) NOT NULL COMMENT '门诊号',
  name varchar(50) NOT NULL COMMENT '患者姓名',
  sex char(1) COMMENT '性别',
  birth_date date COMMENT '出生日期',
  id_type tinyint COMMENT '证件类型',
  id_card varchar(18) COMMENT '身份证号',
  phone varchar(20) COMMENT '联系电话',
  address varchar(200) COMMENT '家庭住址',
  nation varchar(20) COMMENT '民族',
  marriage tinyint COMMENT '婚姻状况 0未婚 1已婚',
  occupation varchar(50) COMMENT '职业',
  work_unit varchar(100) COMMENT '工作单位',
  blood_type varchar(4) COMMENT '血型',
  allergy_history text COMMENT '过敏史',
  family_history text COMMENT '家族史',
  medical_insurance_no varchar(30) COMMENT '医保卡号',
  emergency_contact varchar(50) COMMENT '紧急联系人',
  emergency_phone varchar(20) COMMENT '紧急联系人电话',
  remark varchar(200) COMMENT '备注',
  create_by varchar(64) COMMENT '创建者',
  create_time datetime COMMENT '创建时间',
  PRIMARY KEY (id)
) ENGINE=InnoDB COMMENT='患者档案';

CREATE TABLE registration (
  id bigint NOT NULL,
  patient_id bigint COMMENT '患者ID',
  doctor_id bigint COMMENT '医生ID',
  dept_name varchar(50) COMMENT '就诊科室',
  visit_time datetime COMMENT '就诊时间',
  fee decimal(10,2) COMMENT '挂号费',
  pay_type tinyint COMMENT '支付方式',
  status tinyint COMMENT '状态',
  PRIMARY KEY (id)
) COMMENT='挂号记录';

CREATE TABLE medical_record (
  id bigint NOT NULL,
  registration_id bigint,
  patient_id bigint,
  chief_complaint text COMMENT '主诉',
  present_illness text COMMENT '现病史',
  past_history text COMMENT '既往史',
  diagnosis varchar(500) COMMENT '诊断',
  icd_code varchar(20) COMMENT 'ICD编码',
  treatment_plan text COMMENT '治疗方案',
  temperature decimal(4,1) COMMENT '体温',
  systolic int COMMENT '收缩压',
  diastolic int COMMENT '舒张压',
  height decimal(5,1) COMMENT '身高cm',
  weight decimal(5,1) COMMENT '体重kg',
  doctor_sign varchar(255) COMMENT '医生签名图片',
  PRIMARY KEY (id)
) COMMENT='病历';

CREATE TABLE prescription_item (
  id bigint NOT NULL,
  prescription_id bigint,
  patient_id bigint,
  drug_name varchar(100) COMMENT '药品名称',
  dosage varchar(50) COMMENT '用法用量',
  quantity int COMMENT '数量',
  price decimal(10,2) COMMENT '单价',
  PRIMARY KEY (id)
) COMMENT='处方明细';

CREATE TABLE drug (
  id bigint NOT NULL,
  name varchar(100) COMMENT '药品名称',
  manufacturer varchar(100) COMMENT '生产厂家',
  contraindication text COMMENT '禁忌，孕妇慎用',
  stock int COMMENT '库存',
  unit varchar(10) COMMENT '单位',
  PRIMARY KEY (id)
) COMMENT='药品字典';

CREATE TABLE department (
  id bigint NOT NULL,
  name varchar(50) COMMENT '科室名称',
  phone varchar(20) COMMENT '科室电话',
  address varchar(100) COMMENT '楼层位置',
  PRIMARY KEY (id)
) COMMENT='科室';

CREATE TABLE lab_report (
  id bigint NOT NULL,
  patient_id bigint,
  item_name varchar(100) COMMENT '检验项目',
  result varchar(200) COMMENT '检验结果',
  reference_range varchar(50) COMMENT '参考值',
  report_url varchar(255) COMMENT '报告文件',
  device_id varchar(50) COMMENT '检验设备编号',
  PRIMARY KEY (id)
) COMMENT='检验报告';
