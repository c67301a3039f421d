# Mỗi quy tắc về quyền trong một câu; mỗi thông điệp là một quy tắc, dấu chấm viết thành dấu nối.

denied = Điều gì không quy tắc nào cho phép thì bị từ chối.
administrators-mend = Những gì ghi nhận về một quản trị viên chỉ quản trị viên mới được sửa.
organization-administrator-manages = Quản trị viên quản lý tổ chức: tên, múi giờ, mô hình trưởng thành, chương trình, vai trò và khóa truy cập.
organization-directory = Quản trị viên, cùng trưởng chương trình CX và thư ký của toàn tổ chức, quản lý danh mục phòng ban và con người.
program-set-up = Quản trị viên và trưởng chương trình CX thiết lập chương trình: tên, người bảo trợ, múi giờ, lịch tài chính, nhãn.
program-secretary-labels = Thư ký đặt nhãn cho các mã do việc nhập dữ liệu của mình đưa vào.
initiative-steering = Trưởng chương trình CX và thư ký ghi nhận mọi việc về các sáng kiến CX của chương trình mình.
initiative-owner-reports = Người đóng góp phụ trách một sáng kiến CX thì báo cáo tiến độ, thực hiện các hạng mục cải tiến của sáng kiến ấy, và sửa những gì chính mình đã báo cáo.
metric-steering = Trưởng chương trình CX và thư ký ghi nhận mọi việc về các chỉ số của chương trình mình.
metric-contributor-records = Người đóng góp ghi nhận số liệu kỳ của mọi chỉ số trong chương trình mình, và sửa những số liệu chính mình đã ghi nhận.
evidence-steering = Trưởng chương trình CX và thư ký cung cấp minh chứng và rút lại minh chứng của bất kỳ ai.
evidence-contributor-provides = Người đóng góp cung cấp minh chứng cho mọi sáng kiến CX của chương trình mình và cho chính chương trình, và sửa minh chứng của mình.
evidence-provider-withdraws = Người đóng góp rút lại minh chứng mình đã cung cấp.
evidence-another-judges = Trưởng chương trình CX và thư ký chấp nhận hoặc từ chối minh chứng do người khác cung cấp.
record-backfill = Trưởng chương trình CX và thư ký nhập bổ sung những gì bên ngoài đã biết trước khi sổ cái biết.
record-enter-for-others = Trưởng chương trình CX và thư ký nhập thay việc người khác đã làm; việc ấy được ghi rõ là nhập thay.
read-organization = Ai giữ một vai trò ở bất kỳ đâu đều đọc được các phòng ban và con người của tổ chức.
read-program = Ai giữ một vai trò trong chương trình thì đọc được toàn bộ chương trình ấy cùng lịch sử của nó.
read-export = Trưởng chương trình CX và kiểm toán viên xuất các sự kiện đã ghi nhận.
committee-secretary-keeps = Trưởng chương trình CX và thư ký quản lý các ban của chương trình mình và các cuộc họp của ban.
decision-steering = Trưởng chương trình CX và thư ký mở các quyết định của chương trình mình.
journey-steering = Trưởng chương trình CX và thư ký lập bản đồ hành trình khách hàng của chương trình mình.
insight-steering = Trưởng chương trình CX và thư ký ghi nhận mọi việc về điểm đau và insight khách hàng.
insight-contributor-records = Người đóng góp ghi nhận điểm đau và insight khách hàng, và sửa những gì chính mình đã ghi nhận.
