# Những từ đơn trong các câu của failures.ftl: sự vật, trạng thái và nội dung nhập. Từ nào không có ở đây
# thì được hiện nguyên như đã viết.

## Sự vật

organization = tổ chức
program = chương trình
person = người
department = phòng ban
initiative = sáng kiến CX
improvement = hạng mục cải tiến
metric = chỉ số
goal = mục tiêu chiến lược
goal-of-the-customer = mục tiêu của khách hàng
rebase = đề xuất đặt lại giới hạn
evidence = minh chứng
attachment = tệp đính kèm
committee = ban
meeting = cuộc họp
decision = quyết định
journey = hành trình khách hàng
pain-point = điểm đau
insight = insight khách hàng
reading = số liệu kỳ
hand-off = điểm chuyển giao
touchpoint = điểm chạm
stage = giai đoạn
spot-on-the-map = vị trí trên bản đồ
description = mô tả
source = nguồn
benefit = lợi ích
action = việc phải làm
resolution = kết luận
vote = phiếu
grant = quyền được cấp
token = khóa truy cập
identity = danh tính đăng nhập
practice = thực hành
maturity-model = mô hình trưởng thành
name = tên
time-zone = múi giờ
fiscal-calendar = lịch tài chính
rule-set = bộ quy tắc
definition = định nghĩa
purpose = mục đích

## Trạng thái

running = đang triển khai
paused = đang tạm dừng
in-sustain = đang duy trì
succeeded = đã được kế tục
stopped = đã dừng
delivered = đã hoàn tất
abandoned = đã hủy bỏ
accepted = đã được chấp nhận
refused = đã bị từ chối
open = còn mở
deferred = đã hoãn
expired = đã hết hạn
withdrawn = đã rút lại
more-than-half = quá nửa
at-least-two-thirds = ít nhất hai phần ba
at-least-three-quarters = ít nhất ba phần tư
all-of-them = tất cả

done = đã làm xong
dropped = đã bị bỏ
held = đã diễn ra
canceled = đã bị hủy

## Ban và cuộc họp

seat = vị trí trong ban
minutes = biên bản
report = báo cáo tiến độ
confirmation = sự xác nhận
acknowledgment = xác nhận đã đọc
chair = trưởng ban
secretary = thư ký

## Nhịp

day = ngày
week = tuần
month = tháng
quarter = quý
year = năm

## Nội dung nhập

on = ngày hiệu lực
by = người thực hiện
with = nội dung sửa
period = kỳ
covers = khoảng thời gian
due = hạn
to = đến ngày
members = số thành viên
dueWithinDays = số ngày đến hạn
attendees = người dự
explanation = giải trình
exception = ngoại lệ
agenda = chương trình họp
expires = ngày hết hạn
published = ngày công bố
zone = múi giờ
model = mô hình
sponsor = người bảo trợ
governance = quy chế
calendar = lịch tài chính
series = chuỗi số liệu
date = ngày bắt đầu giới hạn mới
purposes = các mục đích
ruleSet = bộ quy tắc
controlledBy = phòng ban kiểm soát
role = vai trò
target = chỉ tiêu
fact = dữ kiện
code = mã
level = cấp độ
reviewOn = ngày rà soát lại
rule = quy tắc
predecessor = sáng kiến trước
question = câu hỏi
electorate = thành phần bỏ phiếu
options = các phương án
maturityGoal = chỉ tiêu trưởng thành
choice = lựa chọn
change = mức thay đổi
tally = kết quả kiểm phiếu
votes = các phiếu
deadline = hạn chót
until = ngày kết thúc
carry-out-by = hạn thực hiện
reversibility = khả năng đảo ngược
share = tỷ lệ
amount = mức
side = tuyến
executive = lãnh đạo
place = vị trí trên hành trình
order = thứ tự
origin = nguồn gốc
times = số lần
severity = mức độ nghiêm trọng
departments = phòng ban

## Những việc cần thẩm quyền

charter-an-initiative = lập một sáng kiến CX
change-an-owner = đổi người phụ trách
set-a-target = đặt chỉ tiêu
pause-an-initiative = tạm dừng một sáng kiến CX
move-an-initiative-to-sustain = chuyển một sáng kiến CX sang duy trì
resume-an-initiative = triển khai lại một sáng kiến CX
stop-an-initiative = dừng một sáng kiến CX
transfer-the-oversight-of-an-initiative = chuyển giám sát một sáng kiến CX
reopen-an-initiative = mở lại một sáng kiến CX
let-an-initiative-succeed-another = để một sáng kiến CX kế tục sáng kiến khác
decide-whether-a-practice-applies = quyết định một thực hành có áp dụng hay không
set-a-target-of-maturity = đặt chỉ tiêu trưởng thành
decide-how-the-level-of-a-program-follows = quyết định cách tính cấp độ của chương trình
adopt-a-maturity-model = áp dụng một mô hình trưởng thành
begin-the-limits-of-a-series-anew = đặt lại giới hạn của một chuỗi số liệu
bridge-two-definitions = nối hai định nghĩa
adopt-a-rule-set = áp dụng một bộ quy tắc
