-- Matchmaking on SQLite, camelCase, a held-out schema.
CREATE TABLE profile (
  uid INTEGER PRIMARY KEY,
  userName TEXT,
  realName TEXT,
  phoneNum TEXT,
  pwd TEXT,
  salt TEXT,
  sex INTEGER,
  sexualOrientation TEXT,
  birthYear INTEGER,
  age INTEGER,
  heightCm INTEGER,
  hometown TEXT,
  livingCity TEXT,
  eduLevel TEXT,
  job TEXT,
  annualIncome TEXT,
  hasHouse BOOLEAN,
  hasCar BOOLEAN,
  maritalHistory TEXT,
  childrenInfo TEXT,
  zodiac TEXT,
  hobby TEXT,
  selfIntro TEXT,
  wechatId TEXT,
  qq TEXT,
  idCardVerified BOOLEAN,
  faceToken TEXT,
  voiceIntroUrl TEXT,
  vipLevel INTEGER,
  vipExpireAt TEXT,
  lastLoginAt TEXT,
  lastLat REAL,
  lastLng REAL,
  regIp TEXT,
  regTime TEXT
);
CREATE TABLE album (
  id INTEGER PRIMARY KEY,
  uid INTEGER,
  photoUrl TEXT,
  isPrivate INTEGER,
  auditState INTEGER
);
CREATE TABLE chatMessage (
  id INTEGER PRIMARY KEY,
  fromUid INTEGER,
  toUid INTEGER,
  msgType INTEGER,
  content TEXT,
  voiceUrl TEXT,
  sentAt TEXT
);
CREATE TABLE gift (
  id INTEGER PRIMARY KEY,
  name TEXT,
  icon TEXT,
  price INTEGER
);
CREATE TABLE matchPreference (
  uid INTEGER,
  minAge INTEGER,
  maxAge INTEGER,
  preferCity TEXT,
  preferIncome TEXT
);
CREATE TABLE visitorLog (
  uid INTEGER,
  visitorUid INTEGER,
  visitTime TEXT
);
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  reporterUid INTEGER,
  targetUid INTEGER,
  reason TEXT,
  evidencePics TEXT,
  result TEXT
);
CREATE TABLE rechargeOrder (
  orderNo TEXT PRIMARY KEY,
  uid INTEGER,
  amount INTEGER,
  payChannel TEXT,
  payTime TEXT
);
CREATE TABLE appVersion (
  version TEXT,
  osVersion TEXT,
  downloadUrl TEXT,
  content TEXT
);
