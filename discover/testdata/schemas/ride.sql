-- Ride hailing on PostgreSQL, comments by COMMENT ON.
CREATE TABLE passengers (
  passenger_id uuid PRIMARY KEY,
  phone_number varchar(20) NOT NULL,
  nick_name varchar(40),
  head_img varchar(255),
  sex smallint,
  default_payment_method varchar(20),
  city_code varchar(10),
  rating numeric(3,2),
  invite_code varchar(12),
  inviter_id uuid,
  created timestamptz
);
COMMENT ON TABLE passengers IS '乘客';
COMMENT ON COLUMN passengers.phone_number IS '手机号';

CREATE TABLE drivers (
  driver_id uuid PRIMARY KEY,
  real_name varchar(40) NOT NULL,
  mobile varchar(20) NOT NULL,
  id_card_no varchar(18),
  id_card_front_url varchar(255),
  license_no varchar(30),
  license_expire date,
  driving_age int,
  bank_card_no varchar(30),
  face_feature bytea,
  face_checked boolean,
  plate_number varchar(12),
  vehicle_vin varchar(20),
  vehicle_color varchar(10),
  service_score int,
  current_lat double precision,
  current_lng double precision,
  company_id int,
  emergency_contact_phone varchar(20)
);
COMMENT ON TABLE drivers IS '司机';
COMMENT ON COLUMN drivers.license_no IS '驾驶证号';
COMMENT ON COLUMN drivers.license_expire IS '驾驶证有效期至';

CREATE TABLE trips (
  trip_id uuid PRIMARY KEY,
  passenger_id uuid NOT NULL,
  driver_id uuid,
  origin_name varchar(200),
  origin_lat double precision,
  origin_lng double precision,
  dest_name varchar(200),
  dest_lat double precision,
  dest_lng double precision,
  start_time timestamptz,
  end_time timestamptz,
  distance_m int,
  fare numeric(10,2),
  passenger_count smallint,
  virtual_phone varchar(20),
  cancel_reason varchar(100)
);
COMMENT ON TABLE trips IS '行程订单';
COMMENT ON COLUMN trips.virtual_phone IS '乘客虚拟号';

CREATE TABLE track_points (
  id bigserial,
  trip_id uuid,
  lat double precision,
  lng double precision,
  speed numeric,
  reported_at timestamptz
);
COMMENT ON TABLE track_points IS '行车轨迹点';

CREATE TABLE trip_recordings (
  id bigserial,
  trip_id uuid,
  audio_url varchar(255),
  duration_s int
);

CREATE TABLE cities (
  city_code varchar(10) PRIMARY KEY,
  name varchar(40),
  center_lat double precision,
  center_lng double precision,
  hotline varchar(20)
);

CREATE TABLE complaints (
  id bigserial,
  trip_id uuid,
  passenger_id uuid,
  content text,
  images text,
  handler varchar(40),
  handled_at timestamptz
);
