-- 山雀书店的库表；数据在 data.sql，三种数据库通用。
-- The tables of Titmouse Books; the rows are in data.sql, the same for all engines.

-- 图书
CREATE TABLE products (
  id integer PRIMARY KEY,
  title text NOT NULL,
  price numeric NOT NULL
);

-- 账号
CREATE TABLE accounts (
  id integer PRIMARY KEY,
  nickname text NOT NULL,
  phone text NOT NULL UNIQUE,
  email text,
  password_hash text NOT NULL,
  birthday text,
  avatar_url text,
  last_ip text,
  created_at text NOT NULL
);

-- 登录会话
CREATE TABLE sessions (
  token text NOT NULL PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  ip text NOT NULL,
  user_agent text,
  created_at text NOT NULL
);

-- 收货地址
CREATE TABLE addresses (
  id integer PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  name text NOT NULL,
  phone text NOT NULL,
  province text NOT NULL,
  city text NOT NULL,
  detail text NOT NULL,
  created_at text NOT NULL
);

-- 账号会注销，订单依法要留，所以 account_id 没有外键
CREATE TABLE orders (
  id integer PRIMARY KEY,
  account_id integer,
  order_no text,
  recipient text,
  phone text,
  address text,
  note text NOT NULL,
  total numeric NOT NULL,
  payment_no text,
  paid_at text,
  completed_at text,
  created_at text NOT NULL
);

-- 订单中的书
CREATE TABLE order_items (
  id integer PRIMARY KEY,
  order_id integer NOT NULL REFERENCES orders (id),
  product_id integer NOT NULL REFERENCES products (id),
  quantity integer NOT NULL,
  price numeric NOT NULL,
  gift_note text
);

-- 发票
CREATE TABLE invoices (
  id integer PRIMARY KEY,
  order_id integer NOT NULL REFERENCES orders (id),
  number text NOT NULL,
  amount numeric NOT NULL,
  title text NOT NULL,
  tax_number text,
  email text,
  issued_at text NOT NULL
);

-- 翻过的书
CREATE TABLE footprints (
  id integer PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  product_id integer NOT NULL REFERENCES products (id),
  viewed_at text NOT NULL
);

-- 书评
CREATE TABLE comments (
  id integer PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  product_id integer NOT NULL REFERENCES products (id),
  body text NOT NULL,
  pictures text,
  created_at text NOT NULL
);

-- 书券
CREATE TABLE coupons (
  id integer PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  code text NOT NULL,
  used_at text,
  created_at text NOT NULL
);

-- 搜索历史
CREATE TABLE search_history (
  id integer PRIMARY KEY,
  account_id integer NOT NULL REFERENCES accounts (id),
  keyword text NOT NULL,
  created_at text NOT NULL
);

-- 意见反馈
CREATE TABLE feedback (
  id integer PRIMARY KEY,
  account_id integer REFERENCES accounts (id),
  phone text,
  content text NOT NULL,
  created_at text NOT NULL
);
