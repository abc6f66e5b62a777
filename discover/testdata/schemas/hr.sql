-- Personnel on PostgreSQL, a held-out schema.
CREATE TABLE employee (
  emp_id integer PRIMARY KEY,
  emp_no varchar(20),
  cn_name varchar(50),
  en_name varchar(50),
  id_number varchar(30),
  passport_no varchar(30),
  gender char(1),
  birthdate date,
  hukou varchar(200),
  political_status varchar(20),
  religion varchar(20),
  ethnicity varchar(20),
  marital_status varchar(10),
  disability_grade varchar(10),
  highest_degree varchar(20),
  graduate_school varchar(100),
  work_email varchar(100),
  personal_email varchar(100),
  cell_phone varchar(20),
  office_ext varchar(10),
  current_address text,
  spouse_name varchar(50),
  children_count integer,
  social_security_no varchar(30),
  housing_fund_account varchar(30),
  salary_bank_account varchar(30),
  base_salary numeric(12,2),
  photo bytea,
  fingerprint_template bytea,
  hire_date date,
  dept_id integer,
  cost_center varchar(20),
  is_manager boolean
);
COMMENT ON TABLE employee IS '员工主数据';
COMMENT ON COLUMN employee.political_status IS '政治面貌';
COMMENT ON COLUMN employee.hukou IS '户口所在地';
CREATE TABLE candidate (
  id integer PRIMARY KEY,
  full_name varchar(60),
  email varchar(100),
  phone varchar(20),
  resume_url text,
  expected_salary numeric,
  current_company varchar(100),
  years_of_experience integer,
  interview_notes text,
  source varchar(30)
);
CREATE TABLE payroll (
  id integer PRIMARY KEY,
  emp_id integer,
  pay_month char(7),
  gross_pay numeric(12,2),
  income_tax numeric(12,2),
  net_pay numeric(12,2),
  paid_at timestamp
);
CREATE TABLE attendance_record (
  id bigint,
  emp_id integer,
  clock_in timestamp,
  clock_out timestamp,
  gps_lat numeric,
  gps_lng numeric,
  wifi_bssid varchar(20),
  device_sn varchar(40)
);
CREATE TABLE leave_request (
  id integer,
  emp_id integer,
  leave_type varchar(20),
  reason text,
  medical_certificate_url text
);
CREATE TABLE department (
  dept_id integer,
  name varchar(60),
  parent_id integer,
  manager_emp_id integer
);
CREATE TABLE job_posting (
  id integer,
  title varchar(100),
  salary_min integer,
  salary_max integer,
  location varchar(60),
  contact_email varchar(100)
);
CREATE TABLE asset (
  asset_no varchar(30),
  model varchar(60),
  mac_address macaddr,
  ip inet,
  assigned_emp_id integer
);
