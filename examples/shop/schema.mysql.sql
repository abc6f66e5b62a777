-- 山雀书店的库表；数据在 data.sql，三种数据库通用。
-- The tables of Titmouse Books; the rows are in data.sql, the same for all engines.

CREATE TABLE products (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title varchar(127) NOT NULL COMMENT '书名',
  price decimal(10,2) NOT NULL COMMENT '定价'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='图书';

CREATE TABLE accounts (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  nickname varchar(63) NOT NULL COMMENT '昵称',
  phone varchar(20) NOT NULL UNIQUE COMMENT '手机号',
  email varchar(127) COMMENT '邮箱',
  password_hash varchar(127) NOT NULL COMMENT '密码',
  birthday date COMMENT '生日',
  avatar_url varchar(255) COMMENT '头像',
  last_ip varchar(45) COMMENT '最近登录 IP',
  created_at datetime NOT NULL COMMENT '注册时间'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='账号';

CREATE TABLE sessions (
  token varchar(63) NOT NULL PRIMARY KEY COMMENT '会话',
  account_id int NOT NULL COMMENT '账号',
  ip varchar(45) NOT NULL COMMENT 'IP 地址',
  user_agent varchar(255) COMMENT '浏览器',
  created_at datetime NOT NULL COMMENT '登录时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='登录会话';

CREATE TABLE addresses (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int NOT NULL COMMENT '账号',
  name varchar(63) NOT NULL COMMENT '收货人',
  phone varchar(20) NOT NULL COMMENT '收货人手机号',
  province varchar(63) NOT NULL COMMENT '省',
  city varchar(63) NOT NULL COMMENT '市',
  detail varchar(127) NOT NULL COMMENT '详细地址',
  created_at datetime NOT NULL COMMENT '创建时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='收货地址';

-- 账号会注销，订单依法要留，所以 account_id 没有外键
CREATE TABLE orders (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int COMMENT '账号',
  order_no varchar(31) COMMENT '订单编号',
  recipient varchar(63) COMMENT '收货人',
  phone varchar(20) COMMENT '收货人手机号',
  address varchar(255) COMMENT '收货地址',
  note varchar(255) NOT NULL COMMENT '订单留言',
  total decimal(10,2) NOT NULL COMMENT '实付金额',
  payment_no varchar(63) COMMENT '支付流水号',
  paid_at datetime COMMENT '付款时间',
  completed_at datetime COMMENT '交易完成时间',
  created_at datetime NOT NULL COMMENT '下单时间',
  KEY (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='订单';

CREATE TABLE order_items (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id int NOT NULL COMMENT '订单',
  product_id int NOT NULL COMMENT '图书',
  quantity int NOT NULL COMMENT '数量',
  price decimal(10,2) NOT NULL COMMENT '单价',
  gift_note varchar(255) COMMENT '赠言',
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='订单中的书';

CREATE TABLE invoices (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id int NOT NULL COMMENT '订单',
  number varchar(31) NOT NULL COMMENT '发票号码',
  amount decimal(10,2) NOT NULL COMMENT '金额',
  title varchar(127) NOT NULL COMMENT '发票抬头',
  tax_number varchar(31) COMMENT '税号',
  email varchar(127) COMMENT '收票邮箱',
  issued_at datetime NOT NULL COMMENT '开票时间',
  FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='发票';

CREATE TABLE footprints (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int NOT NULL COMMENT '账号',
  product_id int NOT NULL COMMENT '图书',
  viewed_at datetime NOT NULL COMMENT '浏览时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='翻过的书';

CREATE TABLE comments (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int NOT NULL COMMENT '账号',
  product_id int NOT NULL COMMENT '图书',
  body text NOT NULL COMMENT '书评内容',
  pictures varchar(1023) COMMENT '图片',
  created_at datetime NOT NULL COMMENT '发表时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='书评';

CREATE TABLE coupons (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int NOT NULL COMMENT '账号',
  code varchar(31) NOT NULL COMMENT '券码',
  used_at datetime COMMENT '使用时间',
  created_at datetime NOT NULL COMMENT '领取时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='书券';

CREATE TABLE search_history (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int NOT NULL COMMENT '账号',
  keyword varchar(63) NOT NULL COMMENT '搜索词',
  created_at datetime NOT NULL COMMENT '搜索时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='搜索历史';

CREATE TABLE feedback (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id int COMMENT '账号；未登录为空',
  phone varchar(20) COMMENT '联系电话',
  content varchar(1023) NOT NULL COMMENT '反馈内容',
  created_at datetime NOT NULL COMMENT '提交时间',
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='意见反馈';
