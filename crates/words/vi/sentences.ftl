# Các câu khác. THING() viết tên gọi của một sự vật: `initiative REFUNDS`.

## Mâu thuẫn

names-annulled = dữ kiện này nhắc đến { THING($thing) } đã bị hủy
names-recorded-in-error = dữ kiện này nhắc đến { THING($thing) } đã bị ghi nhận nhầm
begins-before-its-program = dữ kiện này có hiệu lực từ trước ngày bắt đầu của { THING($thing) }
names-of-another-program = dữ kiện này nhắc đến { THING($thing) } thuộc chương trình khác
code-claimed-before = mã của nó đã thuộc về { THING($thing) } từ trước
succeeds-in-a-circle = nó kế tục { THING($thing) }, mà sáng kiến này lại đang kế tục nó
succeeded-before = sáng kiến trước nó đã được kế tục bởi { THING($thing) }
supersedes-in-a-circle = nó thay thế { THING($thing) }, mà quyết định này lại đang thay thế nó
under-no-outcome = việc này làm theo { THING($thing) } mà kết quả đã bị hủy
no-longer-fits = dữ kiện này không còn phù hợp với điều đã được sửa về { THING($thing) }

## Điều chính dữ liệu ghi nhận cho thấy

formula-R1 = Trong quý, có ghi nhận một điểm đau mà sáng kiến CX đã nhận xử lý: qua khiếu nại, khảo sát, phỏng vấn hoặc hành vi của khách hàng. Nếu nhận xử lý sau, tính theo ngày nhận.
formula-R2 = Trong năm, có một quyết định xếp thứ tự ưu tiên cho sáng kiến CX hoặc cho một điểm đau mà sáng kiến CX đã nhận xử lý, với thành phần bỏ phiếu từ hai phòng ban trở lên.
formula-R3 = Với mọi kỳ theo nhịp của ban giám sát kết thúc trong quý, tiến độ đều được báo cáo đúng hạn.
formula-R4 = Căn cứ số liệu kỳ của năm, một hạng mục cải tiến đã hoàn tất có kết luận so sánh khác “chưa đủ dữ liệu”. Quá mười hai tháng sau khi hoàn tất mà chưa có, dữ liệu ghi nhận nói ngược lại.
formula-E1 = Trong quý, một insight khách hàng đã chia sẻ được cả tuyến đầu lẫn đội ngũ hỗ trợ xác nhận đã đọc.
formula-E2 = Ở bốn trên năm điểm chạm trên các bản đồ hành trình đều có chỉ số, và mọi số liệu kỳ đến hạn trong quý đều về đúng hạn.
formula-D3 = Từ một nửa số quyết định trong năm trở lên có điểm đau, insight khách hàng hoặc số liệu kỳ trong các căn cứ.

## Tệp đính kèm

attachment-of-service = tệp do con người đính kèm: hãy dùng khóa truy cập của một người
attachment-no-program = không có chương trình { $program } mà bạn được đọc: hãy nêu mã chương trình, chẳng hạn /attachments?program=CX
attachment-forbidden = bạn không có quyền cung cấp minh chứng trong chương trình này: hãy xin quản trị viên vai trò người đóng góp
attachment-other-type = không nhận loại tệp này: hãy đính kèm một trong các loại { $endings } và khai báo loại tệp trong tiêu đề Content-Type
attachment-other-content = nội dung tệp không đúng loại { $type }, hoặc tệp rỗng: hãy khai báo đúng loại, hoặc lưu lại thành .{ $ending }
attachment-too-large = tệp tối đa { $limit } MiB: hãy giảm dung lượng, chia nhỏ, hoặc lưu ở nơi khác và ghi rõ trong phần tóm tắt
attachment-cut-off = tệp chưa được gửi trọn vẹn: hãy gửi lại
attachment-busy = hiện có quá nhiều tệp đang được truyền: lát nữa hãy gửi hoặc tải lại tệp này
attachment-no-room = ổ đĩa của máy chủ gần đầy nên không lưu thêm tệp: hãy nhờ người vận hành giải phóng dung lượng
attachment-unattached = gần đây bạn đã tải lên { $most } tệp mà chưa đính kèm vào đâu: hãy đính kèm các tệp đó trước, hoặc tiếp tục vào ngày mai
attachment-missing = không có tệp nào với mã băm đó được đính kèm vào nội dung mà bạn được đọc
attachment-lost = tệp có được đính kèm nhưng không còn trên máy chủ này: hãy nhờ người vận hành khôi phục từ bản sao lưu
attachment-erased = khóa của tệp không còn trong kho khóa, do đã xóa hoặc bị mất: không thể đọc tệp nữa
