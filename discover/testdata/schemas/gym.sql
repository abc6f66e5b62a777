-- A gym and running app on PostgreSQL, in English.
CREATE TABLE members (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_name text,
  last_name text,
  email text UNIQUE,
  phone text,
  dob date,
  gender text CHECK (gender IN ('f', 'm', 'x')),
  height_cm numeric,
  weight_kg numeric,
  body_fat_pct numeric,
  resting_heart_rate int,
  injuries text, -- what the trainer has to know
  emergency_name text,
  emergency_tel text,
  plan_id int,
  auto_renew boolean,
  card_last4 char(4),
  stripe_customer_id text,
  joined_on date,
  marketing_opt_in boolean
);
CREATE TABLE workouts (
  id bigint PRIMARY KEY,
  member_id bigint NOT NULL,
  kind text,
  started_at timestamptz,
  duration_s int,
  calories int,
  steps int,
  avg_heart_rate int,
  route jsonb, -- GeoJSON line
  avg_pace numeric
);
CREATE TABLE sleep_logs (
  id bigint PRIMARY KEY,
  member_id bigint,
  asleep_at timestamptz,
  woke_at timestamptz,
  deep_sleep_min int
);
CREATE TABLE meals (
  id bigint PRIMARY KEY,
  member_id bigint,
  food text,
  kcal int,
  eaten_at timestamptz
);
CREATE TABLE gyms (
  id int PRIMARY KEY,
  name text,
  street_address text,
  phone text,
  lat double precision,
  lng double precision,
  manager_name text
);
CREATE TABLE equipment (
  id int PRIMARY KEY,
  gym_id int,
  model text,
  serial_no text,
  bluetooth_mac text,
  weight_kg numeric
);
CREATE TABLE devices (
  id bigint PRIMARY KEY,
  member_id bigint NOT NULL,
  device_uuid uuid,
  platform text,
  os_version text,
  model text,
  fcm_token text,
  idfa text,
  last_ip inet
);
CREATE TABLE classes (
  id bigint PRIMARY KEY,
  title text,
  trainer_id int,
  capacity int,
  starts_at timestamptz
);
CREATE TABLE class_bookings (
  class_id bigint,
  member_id bigint,
  booked_at timestamptz,
  cancelled boolean
);
CREATE TABLE menstrual_logs (
  id bigint,
  member_id bigint,
  period_start date,
  period_end date,
  flow smallint,
  symptoms text
);
CREATE TABLE trainers (
  id int PRIMARY KEY,
  name text,
  headshot_url text,
  certificates text,
  hourly_rate numeric
);
