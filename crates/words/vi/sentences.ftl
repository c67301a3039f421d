# Các câu khác. THING() viết tên gọi của một sự vật: `initiative REFUNDS`.

## Mâu thuẫn

names-annulled = dữ kiện này nhắc đến { THING($thing) } đã bị hủy
names-recorded-in-error = dữ kiện này nhắc đến { THING($thing) } đã bị ghi nhận nhầm
names-of-another-program = dữ kiện này nhắc đến { THING($thing) } thuộc chương trình khác
code-claimed-before = mã của nó đã thuộc về { THING($thing) } từ trước
succeeds-in-a-circle = nó kế tục { THING($thing) }, mà sáng kiến này lại đang kế tục nó
succeeded-before = sáng kiến trước nó đã được kế tục bởi { THING($thing) }
supersedes-in-a-circle = nó thay thế { THING($thing) }, mà quyết định này lại đang thay thế nó
under-no-outcome = việc này làm theo { THING($thing) } mà kết quả đã bị hủy
no-longer-fits = dữ kiện này không còn phù hợp với điều đã được sửa về { THING($thing) }
