-- A training school on SQLite; mixed case; comments at the end of lines.
CREATE TABLE Student (
    StudentId INTEGER PRIMARY KEY AUTOINCREMENT,
    StudentNo TEXT NOT NULL, -- 学号
    FullName TEXT NOT NULL, -- 学生姓名
    Gender INTEGER,
    BirthDay TEXT,
    IdCardNo TEXT,
    NativePlace TEXT, -- 籍贯
    Nationality TEXT,
    PhotoPath TEXT, -- 证件照
    HomeAddress TEXT,
    EnrollDate TEXT, -- 入学日期
    ClassId INTEGER REFERENCES Class(ClassId),
    GuardianName TEXT, -- 监护人姓名
    GuardianPhone TEXT, -- 监护人电话
    Relationship TEXT, -- 与监护人关系
    IsBoarding BOOLEAN, -- 是否住校
    HealthNote TEXT, -- 健康状况说明
    Remark TEXT
);
CREATE TABLE Teacher (
    TeacherId INTEGER PRIMARY KEY,
    Name TEXT,
    Mobile TEXT,
    Email TEXT,
    Education TEXT, -- 学历
    Title TEXT, -- 职称
    HireDate TEXT,
    Salary REAL
);
CREATE TABLE Class (
    ClassId INTEGER PRIMARY KEY,
    ClassName TEXT,
    Grade TEXT,
    RoomNo TEXT,
    HeadTeacherId INTEGER
);
CREATE TABLE Score (
    ScoreId INTEGER PRIMARY KEY,
    StudentId INTEGER,
    CourseId INTEGER,
    ExamScore REAL, -- 考试成绩
    RankInClass INTEGER, -- 班级排名
    Comment TEXT -- 教师评语
);
CREATE TABLE Attendance (
    Id INTEGER PRIMARY KEY,
    StudentId INTEGER,
    LessonId INTEGER,
    CheckInTime TEXT,
    TemperatureC REAL, -- 入校体温
    State INTEGER
);
CREATE TABLE Course (
    CourseId INTEGER PRIMARY KEY,
    Name TEXT,
    Description TEXT,
    Price REAL,
    AgeFrom INTEGER, -- 适合年龄下限
    AgeTo INTEGER
);
CREATE TABLE HomeworkSubmission (
    Id INTEGER PRIMARY KEY,
    HomeworkId INTEGER,
    StudentId INTEGER,
    Answer TEXT, -- 作业内容
    AttachmentUrl TEXT,
    SubmittedAt TEXT,
    Score INTEGER
);
CREATE TABLE Campus (
    CampusId INTEGER PRIMARY KEY,
    CampusName TEXT,
    Address TEXT,
    Phone TEXT,
    Principal TEXT -- 校长姓名
);
CREATE TABLE LearningProgress (
    StudentId INTEGER,
    LessonId INTEGER,
    Percent INTEGER,
    LastPositionSec INTEGER,
    UpdatedAt TEXT
);
