# Nhãn của các giá trị trong những danh sách đóng. Mỗi thông điệp là một danh sách của lược đồ, mỗi thuộc
# tính là một giá trị, viết đúng như trong lược đồ, theo thứ tự người đọc nên thấy.

## Con người và quyền

Role = Vai trò
    .ADMINISTRATOR = Quản trị viên
    .PROGRAM_LEAD = Trưởng chương trình CX
    .SECRETARY = Thư ký
    .CONTRIBUTOR = Người đóng góp
    .READER = Người đọc
    .AUDITOR = Kiểm toán viên
    .VOTE_READER = Người đọc phiếu

## Ban

SeatRole = Vai trò trong ban
    .CHAIR = Trưởng ban
    .SECRETARY = Thư ký
    .MEMBER = Thành viên
DecisionRuleKind = Cách quyết định
    .CHAIR_DECIDES = Trưởng ban quyết định
    .MAJORITY = Đa số
    .CONSENSUS = Đồng thuận
Threshold = Tỷ lệ phiếu cần đạt
    .MORE_THAN_HALF = Quá nửa
    .TWO_THIRDS = Hai phần ba
    .THREE_QUARTERS = Ba phần tư
    .UNANIMOUS = Toàn bộ số phiếu
Tie = Khi số phiếu ngang nhau
    .CHAIR_DECIDES = Trưởng ban quyết định
    .UNDECIDED = Chưa quyết định

MeetingStatus = Trạng thái cuộc họp
    .CONVENED = Đã triệu tập
    .HELD = Đã diễn ra
    .CANCELED = Đã hủy
Presence = Có mặt
    .PRESENT = Có mặt
    .EXCUSED = Vắng có lý do
    .ABSENT = Vắng mặt
ActionState = Trạng thái việc phải làm
    .OPEN = Chưa xong
    .DONE = Đã làm xong
    .DROPPED = Đã bỏ

## Ngoại lệ và danh sách việc cần làm

ExceptionKind = Ngoại lệ
    .UNOVERSEEN = Không ban nào giám sát
    .VACANT_OWNER = Chưa có người phụ trách
    .HAND_OVER_DUE = Người đã rời đi còn giữ
    .CONCERN = Tín hiệu đáng lo
    .DECLARED_OTHERWISE = Tự báo cáo tốt hơn dữ liệu
    .ACCOUNTABILITY_GAP = Khoảng trống trách nhiệm
    .DECISION_NOT_CARRIED_OUT = Đã quyết định nhưng chưa thực hiện
    .DECISION_EXPIRED = Quyết định quá hạn
    .DECISION_DUE_FOR_LOOK = Đến hạn xem lại quyết định
    .DECISION_UNCONFIRMED = Quyết định theo biên bản chưa được xác nhận
    .REPORT_OVERDUE = Báo cáo tiến độ quá hạn
    .IMPROVEMENT_OVERDUE = Hạng mục cải tiến quá hạn
    .IMPROVEMENT_UNMEASURED = Đã hoàn tất nhưng chưa đo lại
    .EVIDENCE_LAPSING = Minh chứng sắp hết hiệu lực
    .BENEFIT_CLAIMED_TWICE = Lợi ích bị tính hai lần
    .ACTION_OVERDUE = Việc phải làm quá hạn
    .MEETING_OVERDUE = Một kỳ không họp
    .MINUTES_UNCONFIRMED = Biên bản chưa được xác nhận
    .EXPLANATION_OVERDUE = Bước đã hứa quá hạn
ToDoKind = Việc cần làm
    .REPORT = Báo cáo tiến độ
    .DELIVER = Hoàn tất hạng mục cải tiến
    .PROVIDE = Cung cấp minh chứng
    .ACCEPT = Chấp nhận hoặc từ chối minh chứng
    .EXPLAIN = Giải trình ngoại lệ
    .TAKE_STEP = Thực hiện bước đã hứa
    .ACT = Làm việc đã giao
    .VOTE = Biểu quyết
    .ACKNOWLEDGE = Đọc và xác nhận đã đọc
    .HAND_OVER = Bàn giao
    .CONVENE = Triệu tập cuộc họp
    .MINUTE = Ghi biên bản
    .CONFIRM = Xác nhận biên bản
HoldingKind = Những gì đang giữ
    .SPONSORSHIP = Người bảo trợ
    .INITIATIVE = Người phụ trách sáng kiến CX
    .METRIC = Người chịu trách nhiệm chính về chỉ số
    .ACTION = Người được giao việc
    .SEAT = Vị trí trong ban
## Hành trình, điểm đau và insight khách hàng

SpotKind = Phần của bản đồ hành trình
    .STAGE = Giai đoạn
    .TOUCHPOINT = Điểm chạm
    .HAND_OFF = Điểm chuyển giao
PainPointSource = Nguồn phát hiện
    .COMPLAINT = Khiếu nại
    .SURVEY = Khảo sát
    .INTERVIEW = Phỏng vấn
    .BEHAVIOR = Hành vi
Severity = Mức độ nghiêm trọng
    .MINOR = Nhẹ
    .SERIOUS = Nghiêm trọng
    .CRITICAL = Rất nghiêm trọng
Frequency = Tần suất
    .RARE = Hiếm khi
    .FREQUENT = Thường xuyên
    .CONSTANT = Hầu như luôn luôn
PainPointState = Tình trạng của điểm đau
    .OPEN = Còn mở
    .RESOLVED = Đã giải quyết

## Sáng kiến thay đổi và mang lại điều gì

ElementKind = Thành phần của hệ sinh thái CX
    .PEOPLE = Con người
    .SYSTEM = Hệ thống
    .PRODUCT = Sản phẩm
    .PROCESS = Quy trình
BenefitKind = Lợi ích
    .REVENUE = Doanh thu
    .COST = Chi phí
    .CULTURE = Văn hóa
DepartmentSide = Tuyến làm việc
    .FRONT_LINE = Tuyến đầu
    .BACK_OFFICE = Đội ngũ hỗ trợ

## Sáng kiến và hạng mục cải tiến

InitiativeStatus = Trạng thái sáng kiến CX
    .RUNNING = Đang triển khai
    .PAUSED = Tạm dừng
    .IN_SUSTAIN = Duy trì
    .SUCCEEDED = Được kế tục
    .STOPPED = Dừng
ImprovementState = Trạng thái hạng mục cải tiến
    .STARTED = Đã bắt đầu
    .DELIVERED = Đã hoàn tất
    .ABANDONED = Đã hủy bỏ
DeclaredState = Tình trạng tự báo cáo
    .ON_TRACK = Đúng kế hoạch
    .AT_RISK = Có rủi ro
    .OFF_TRACK = Lệch kế hoạch
MetricRole = Vai trò của chỉ số
    .PRIMARY = Chính
    .PROCESS = Quá trình
    .BALANCING = Đối trọng
InitiativeOrderField = Thứ tự sáng kiến CX
    .CODE = Mã
    .LEVEL = Cấp độ
    .BEGINS = Ngày bắt đầu
OrderDirection = Chiều sắp xếp
    .ASCENDING = Tăng dần
    .DESCENDING = Giảm dần

## Mức trưởng thành

Level = Cấp độ
    .L0 = Chưa đạt cấp độ nào
    .L1 = Hồi phục
    .L2 = Nâng cấp
    .L3 = Tối ưu
    .L4 = Khác biệt
PracticeId = Thực hành
    .R1 = Xác định các trải nghiệm có vấn đề
    .R2 = Sắp xếp thứ tự ưu tiên
    .R3 = Điều phối triển khai
    .R4 = Đo lường kết quả trước và sau
    .E1 = Chia sẻ insight khách hàng
    .E2 = Đo lường CX nhất quán
    .E3 = Tích hợp CX vào quy trình cốt lõi
    .E4 = Khen thưởng hành vi lấy khách hàng làm trung tâm
    .O1 = Mô hình hóa quan hệ CX và kết quả kinh doanh
    .O2 = Thiết kế trải nghiệm bài bản
    .O3 = Nâng cao kỹ năng CX
    .D1 = Phát hiện nhu cầu chưa được đáp ứng
    .D2 = Tái cấu trúc vấn đề của khách hàng
    .D3 = Suy nghĩ lại hệ sinh thái trải nghiệm
PracticeScope = Phạm vi của thực hành
    .INITIATIVE = Sáng kiến CX
    .PROGRAM = Chương trình
    .EITHER = Sáng kiến CX hoặc chương trình
ProgramLevelRule = Cách suy ra cấp độ của chương trình
    .LOWEST = Cấp độ thấp nhất trong các sáng kiến CX
    .LOWER_MEDIAN = Trung vị dưới của các sáng kiến CX
NoPace = Vì sao không tính được nhịp độ
    .TOO_LATE = Hạn của chỉ tiêu quá gần hoặc đã qua
    .TOO_YOUNG = Sáng kiến CX còn quá mới
PracticeState = Mức thực hiện của thực hành
    .NONE = Chưa có
    .STARTED = Đã bắt đầu
    .PERFORMED = Đã thực hiện
    .ROUTINE = Thành nền nếp
Judgment = Kết quả xét minh chứng
    .AWAITED = Chờ xét
    .ACCEPTED = Được chấp nhận
    .REFUSED = Bị từ chối

## Chỉ số và số liệu kỳ

MetricKind = Loại chỉ số
    .NPS = Chỉ số sẵn lòng giới thiệu (NPS)
    .CSAT = Mức hài lòng của khách hàng (CSAT)
    .CES = Mức nỗ lực của khách hàng (CES)
    .PROPORTION = Tỷ lệ
    .RETENTION = Tỷ lệ giữ chân khách hàng
    .CHURN = Tỷ lệ rời bỏ
    .AVOIDABLE_CONTACT_RATE = Tỷ lệ liên hệ lẽ ra tránh được
    .RATE = Tần suất
    .COUNT = Số lượng
    .MEAN = Trung bình
    .MONEY = Số tiền
    .EMPLOYEE_ENGAGEMENT = Gắn kết nhân viên
Direction = Hướng tốt hơn
    .INCREASE = Càng cao càng tốt
    .DECREASE = Càng thấp càng tốt
    .NEUTRAL = Không hướng nào tốt hơn
Rhythm = Nhịp
    .DAY = Ngày
    .WEEK = Tuần
    .MONTH = Tháng
    .QUARTER = Quý
    .YEAR = Năm
Alignment = Sự khớp nhịp của kỳ
    .REGULAR = Đúng nhịp
    .IRREGULAR = Ngoài nhịp
ReadingStatus = Tình trạng số liệu kỳ
    .PROVISIONAL = Tạm tính
    .FINAL = Chính thức
RestatementReason = Lý do công bố lại số liệu
    .SOURCE_REVISED = Nguồn rà soát lại
    .PROVISIONAL_TO_FINAL = Từ tạm tính sang chính thức
    .SOURCE_ERROR = Lỗi của nguồn
    .DEFINITION = Thay đổi định nghĩa
IntervalMethod = Cách tính khoảng tin cậy
    .WILSON = Wilson
    .NPS_NORMAL = Chuẩn, cho NPS
    .STUDENT_T = t của Student
    .POISSON = Poisson chính xác, cho số sự kiện
    .RECOVERED = Suy từ số liệu kỳ của hai phía
Purpose = Mục đích của chỉ số
    .STRATEGY = Chiến lược
    .IMPROVEMENT = Cải tiến
    .OPERATION = Công việc hằng ngày
    .CONTEXT = Bối cảnh
    .APPRAISAL = Đánh giá nhân viên
    .PAY = Trả lương thưởng
GapReason = Lý do của khoảng trống trách nhiệm
    .NOBODY_ACCOUNTABLE = Chưa có người chịu trách nhiệm chính
    .NO_CONTROL = Không kiểm soát được chỉ số
    .NOT_KNOWING_HOW = Chưa biết cách cải thiện
    .NO_AUTHORITY = Không đủ thẩm quyền
Vocabulary = Mã dùng cho
    .CHANNEL = Kênh
    .SEGMENT = Phân khúc
    .SOURCE = Nguồn
    .UNIT = Đơn vị
    .SCALE = Thang đo
    .EXECUTIVE = Lãnh đạo

## Biểu đồ và so sánh

RuleSet = Bộ quy tắc
    .MDC_7_7 = mdc-7-7: dịch chuyển 7 điểm, xu hướng 7 điểm
    .RULES_8_6 = 8-6: dịch chuyển 8 điểm, xu hướng 6 điểm
Signal = Tín hiệu
    .COMMON_CAUSE = Nguyên nhân chung
    .IMPROVEMENT = Cải thiện
    .CONCERN = Đáng lo ngại
    .NEUTRAL_HIGH = Cao
    .NEUTRAL_LOW = Thấp
Assurance = Mức bảo đảm đạt chỉ tiêu
    .CONSISTENT_PASS = Luôn đạt
    .CONSISTENT_FAIL = Luôn không đạt
    .INCONSISTENT = Lúc đạt lúc không
SpecialCause = Nguyên nhân đặc biệt
    .ASTRONOMICAL_POINT = Điểm ngoài giới hạn
    .TREND = Xu hướng
    .TWO_IN_THREE = Hai trong ba điểm gần giới hạn
    .SHIFT = Dịch chuyển
Side = Phía so với trung bình
    .BELOW = Dưới trung bình
    .ON = Bằng trung bình
    .ABOVE = Trên trung bình
Zone = Khoảng cách tới trung bình
    .WITHIN = Trong giới hạn gần
    .NEAR = Gần giới hạn
    .OUTSIDE = Ngoài giới hạn kiểm soát
Verdict = Kết luận so sánh
    .IMPROVED = Cải thiện
    .WORSE = Xấu đi
    .SHIFTED_UP = Dịch lên
    .SHIFTED_DOWN = Dịch xuống
    .NO_DETECTABLE_CHANGE = Chưa thấy thay đổi rõ
    .NOT_ENOUGH_DATA = Chưa đủ dữ liệu
    .NOT_COMPARABLE = Không so sánh được
VerdictReason = Lý do của kết luận
    .TOO_FEW = Quá ít số liệu kỳ
    .NO_VARIATION = Không có biến động
    .DEFINITION = Khác định nghĩa
    .CHANNEL = Khác kênh
    .SEGMENT = Khác phân khúc
    .SOURCE = Khác nguồn

## Dữ kiện đã ghi nhận

ContradictionKind = Điều không đúng của dữ kiện
    .ORPHANED = Dựa trên điều bị ghi nhận nhầm
    .BROKEN = Không còn phù hợp
    .CODE_CLAIMED_TWICE = Mã bị nhận hai lần
    .CIRCULAR_SUCCESSION = Kế tục vòng tròn
    .SUCCEEDED_TWICE = Được kế tục hai lần
    .CIRCULAR_SUPERSESSION = Thay thế vòng tròn
    .UNDECIDED = Theo kết quả đã bị hủy

## Tìm kiếm

SearchKind = Loại đối tượng
    .PROGRAM = Chương trình
    .INITIATIVE = Sáng kiến CX
    .IMPROVEMENT = Hạng mục cải tiến
    .METRIC = Chỉ số
    .DECISION = Quyết định
    .PAIN_POINT = Điểm đau
    .INSIGHT = Insight khách hàng
    .JOURNEY = Hành trình khách hàng
    .COMMITTEE = Ban
    .MEETING = Cuộc họp
    .EVIDENCE = Minh chứng
    .DEPARTMENT = Phòng ban
    .PERSON = Người
FoundIn = Tìm thấy trong
    .CODE = Mã
    .NAME = Tên
    .TEXT = Nội dung

## Giao diện này

Language = Ngôn ngữ
    .EN = Tiếng Anh
    .VI = Tiếng Việt
RequestError = Vì sao yêu cầu không được trả lời
    .BAD_REQUEST = Không hiểu được yêu cầu
    .GRAPHQL_PARSE_FAILED = Nội dung không phải GraphQL
    .GRAPHQL_VALIDATION_FAILED = Nội dung không khớp với lược đồ
    .LIMIT_EXCEEDED = Hỏi quá nhiều trong một lần
    .UNAUTHENTICATED = Chưa đăng nhập
    .FORBIDDEN = Không được phép
    .BAD_USER_INPUT = Một giá trị không đúng dạng
    .INVALID_CURSOR = Con trỏ thuộc về danh sách khác
    .AS_OF_CONFLICT = Hai thời điểm trong một yêu cầu
    .UNKNOWN_POSITION = Sổ cái chưa dài đến vị trí đó
    .IN_FUTURE = Thời điểm được hỏi chưa đến
    .NO_ANALYSIS = Số liệu kỳ không đủ để phân tích
    .TIMEOUT = Trả lời quá lâu
    .INTERNAL = Lỗi của máy chủ
ChangedAspect = Điều đã thay đổi
    .EXISTENCE = Có hay không
    .STATUS = Tình trạng hoạt động
    .OWNER = Người phụ trách
    .DECLARED_STATE = Tình trạng tự báo cáo
    .PRIMARY_METRIC = Chỉ số chính
    .IMPROVEMENT = Hạng mục cải tiến
    .DUE_DATE = Hạn hoàn thành
    .VERDICT = Kết luận
    .LEVEL = Cấp độ
    .PRACTICE = Thực hành
    .TARGET = Chỉ tiêu
    .ACCOUNTABLE = Người chịu trách nhiệm chính
    .DEFINITION = Định nghĩa
    .SIGNAL = Tín hiệu
    .ASSURANCE = Khả năng đạt chỉ tiêu
CommitmentKind = Loại cam kết
    .DELIVERY = Hạn hoàn thành
    .TARGET = Chỉ tiêu
HealthSignKind = Loại dấu hiệu
    .OVERDUE = Quá hạn
    .MADE_WORSE = Làm chỉ số xấu đi
    .CONCERN = Tín hiệu đáng lo
    .MISSES_TARGET = Lần nào cũng không đạt chỉ tiêu
    .VACANT = Chưa có người phụ trách
    .SILENT = Không có báo cáo
