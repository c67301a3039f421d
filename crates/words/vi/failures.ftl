# Điều người đọc thấy khi không có gì được ghi nhận. Mỗi thông điệp là một mã của ErrorCode trong lược đồ:
# giá trị nói điều gì không đúng, thuộc tính `instead` nói cần làm gì. Biến là các giá trị đi cùng mã.
# DAY() viết một ngày, DECIMAL() một số chính xác, WORD() một từ của words.ftl,
# THING() tên gọi của một sự vật; $about là đối tượng của lệnh.

## Nội dung đã nhập

INVALID_INPUT = { WORD($field) } không hợp lệ: { $problem }
    .instead = Hãy viết lại như thông báo nêu rồi gửi lại lệnh.
UNKNOWN = không có { WORD($noun) } "{ $reference }"
    .instead = Hãy kiểm tra cách viết, hoặc ghi nhận { WORD($noun) } trước.
ALREADY_RECORDED = { WORD($noun) } này đã được ghi nhận trước đó
    .instead = Không cần làm gì thêm; muốn ghi nhận cái khác, hãy dùng một mã lệnh mới.
WAS_RECORDED_IN_ERROR = { $about ->
        [none] { WORD($noun) } này
       *[other] { THING($about) }
    } đã bị ghi nhận nhầm; hãy ghi nhận cái mới
    .instead = Hãy ghi nhận { WORD($noun) } mới với mã riêng.
CODE_TAKEN = mã { $taken } đã thuộc về { WORD($noun) } khác, kể cả khi cái đó bị ghi nhận nhầm; mã không bao giờ được dùng lại
    .instead = Hãy chọn mã khác.
UNCHANGED = { WORD($field) } vốn đã như vậy
    .instead = Không cần làm gì thêm; nếu muốn thay đổi, hãy cho giá trị khác.

## Ngày

IN_FUTURE = { WORD($field) } là { DAY($day) }, sau hôm nay ({ DAY($today) })
    .instead = Hãy cho hôm nay hoặc ngày sớm hơn, hoặc chờ đến ngày đó rồi ghi nhận.
END_BEFORE_START = { WORD($field) } kết thúc ngày { DAY($until) }, không sau ngày bắt đầu { DAY($from) }
    .instead = Hãy cho ngày kết thúc sau ngày bắt đầu.
BEFORE_BEGINNING = { WORD($field) } là { DAY($day) }, trước ngày bắt đầu { DAY($begins) }
    .instead = Hãy cho ngày đó hoặc ngày muộn hơn, hoặc sửa ngày bắt đầu.
DAY_OUT_OF_RANGE = { WORD($field) } là { DAY($day) }; ngày phải nằm từ { DAY("1900-01-01") } đến { DAY("2200-12-31") }
    .instead = Hãy kiểm tra lại năm.
PUBLISHED_IN_FUTURE = ngày công bố { DAY($published) } sau hôm nay ({ DAY($today) })
    .instead = Hãy cho ngày nguồn đã công bố, là hôm nay hoặc sớm hơn.
PUBLISHED_EARLY = { WORD($field) } là { DAY($day) }, sau ngày được công bố ({ DAY($published) })
    .instead = Hãy kiểm tra cả hai ngày: nguồn chỉ công bố điều đã xảy ra.

## Sáng kiến CX và hạng mục cải tiến

NOT_AUTHORIZED = quyết định { $decision } không cho thẩm quyền { WORD($act) } như yêu cầu ở đây; hãy nêu thẩm quyền khác, hoặc đặt một quyết định có việc này
    .instead = Hãy nêu thẩm quyền khác, hoặc đặt một quyết định có liệt kê việc này.
DECISION_SUPERSEDED = quyết định { $decision } đã được thay thế bởi { $by }; hãy nêu quyết định ấy
    .instead = Hãy nêu quyết định sau.
AUTHORITY_NEEDED = theo quy chế của chương trình, không ai được { WORD($act) } mà không có thẩm quyền; hãy nêu quyết định hoặc văn bản
    .instead = Hãy nêu quyết định hoặc văn bản làm thẩm quyền cho việc này.
NO_SUCH_RULE = không có quy tắc { $rule } cho phép { WORD($act) } mà không cần thẩm quyền (các quy tắc cho phép: { $known }); hãy nêu một quy tắc trong số đó hoặc một văn bản, hoặc bỏ trống thẩm quyền
    .instead = Hãy nêu quy tắc miễn thẩm quyền cho việc này hoặc một văn bản, hoặc bỏ trống thẩm quyền.
NOT_FOUNDING = chỉ người bảo trợ mới thực hiện các việc khởi lập, mà người thực hiện việc này không phải người bảo trợ vào ngày { DAY($day) }; hãy nêu văn bản, hoặc bỏ trống thẩm quyền
    .instead = Hãy nêu văn bản làm thẩm quyền cho việc này, hoặc bỏ trống thẩm quyền.
NO_LONGER_FOUNDING = chương trình đã có ban từ ngày { DAY($since) }, nên việc có hiệu lực từ ngày { DAY($day) } không còn là việc khởi lập; hãy nêu quyết định của ban hoặc văn bản, hoặc bỏ trống thẩm quyền
    .instead = Hãy nêu quyết định của ban hoặc văn bản làm thẩm quyền, hoặc bỏ trống thẩm quyền.
BEFORE_PROGRAM = sáng kiến CX sẽ bắt đầu ngày { DAY($day) }, trước khi chương trình bắt đầu ngày { DAY($begins) }; hãy nêu ngày muộn hơn, hoặc sửa ngày bắt đầu của chương trình
    .instead = Hãy cho ngày chương trình bắt đầu hoặc ngày muộn hơn, hoặc sửa ngày bắt đầu của chương trình.
NOT_RUNNING = sáng kiến CX { WORD($status) } vào ngày { DAY($day) }
    .instead = Hãy cho triển khai lại trước, hoặc chọn một ngày sáng kiến đang triển khai.
STANDS_LATER = theo một dữ kiện sau đó, sáng kiến CX { WORD($status) } từ ngày { DAY($day) }; hãy hủy hoặc sửa dữ kiện ấy trước
    .instead = Hãy hủy hoặc sửa dữ kiện sau, rồi gửi lại lệnh.
NOTHING_TO_RESUME = sáng kiến CX { WORD($status) } vào ngày { DAY($day) }; chỉ sáng kiến tạm dừng hoặc duy trì mới được triển khai lại
    .instead = Hãy cho một ngày sáng kiến đang tạm dừng hoặc duy trì; sáng kiến đã dừng thì được mở lại.
NOTHING_TO_REOPEN = sáng kiến CX { WORD($status) } vào ngày { DAY($day) }; chỉ sáng kiến đã dừng mới được mở lại
    .instead = Hãy cho một ngày sáng kiến đã dừng; sáng kiến đang tạm dừng hoặc duy trì thì được triển khai lại.
CIRCULAR_SUCCESSION = sáng kiến CX không thể kế tục chính nó, cũng không thể kế tục sáng kiến đang kế tục nó; hãy hủy quan hệ kế tục sai
    .instead = Hãy nêu sáng kiến khác, hoặc hủy quan hệ kế tục sai.
SUCCEEDED_ALREADY = sáng kiến CX { $predecessor } đã được kế tục bởi { $successor }; hãy hủy quan hệ kế tục ấy trước
    .instead = Hãy hủy quan hệ kế tục hiện tại trước, hoặc nêu sáng kiến khác.
OWNS_ALREADY = người này đã là người phụ trách vào ngày { DAY($day) }
    .instead = Không cần làm gì thêm; nếu không, hãy nêu người khác hoặc ngày sớm hơn.
VACANT_ALREADY = sáng kiến CX vốn chưa có người phụ trách vào ngày { DAY($day) }
    .instead = Không cần làm gì thêm.
LINKED_ALREADY = chỉ số này đã có vai trò đó trong sáng kiến CX
    .instead = Không cần làm gì thêm; nếu không, hãy nêu chỉ số khác hoặc vai trò khác.
PRIMARY_TAKEN = vào ngày { DAY($day) } một chỉ số khác đang là chỉ số chính; mỗi sáng kiến CX chỉ có một
    .instead = Hãy cho chỉ số này vai trò khác, hoặc đổi vai trò của chỉ số chính hiện tại trước.
IMPROVEMENT_OVER = hạng mục cải tiến { WORD($ended) } ngày { DAY($day) }
    .instead = Hãy bắt đầu hạng mục cải tiến mới, hoặc hủy dữ kiện đã kết thúc hạng mục này.

## Dữ kiện đã ghi nhận

UNKNOWN_FACT = { $about ->
        [none] { WORD($noun) } này
       *[other] { THING($about) }
    } không có dữ kiện nào mang mã định danh { $event }; lịch sử của nó liệt kê những dữ kiện đang có
    .instead = Hãy tìm dữ kiện trong lịch sử và cho mã định danh của nó.
FALLEN_ALREADY = dữ kiện { $event } đã bị hủy hoặc đã được sửa trước đó; lịch sử của { $about ->
        [none] đối tượng của nó
       *[other] { THING($about) }
    } cho biết bởi sự kiện nào
    .instead = Hãy sửa dữ kiện đã thay thế nó, hoặc ghi nhận lại.
ANNULMENT_STANDS = việc hủy không thể bị hủy hay sửa; hãy ghi nhận lại dữ kiện
    .instead = Hãy ghi nhận lại dữ kiện.
BEGAN_IT = { WORD($noun) } bắt đầu bằng dữ kiện này; hãy đánh dấu toàn bộ { WORD($noun) } là ghi nhận nhầm
    .instead = Hãy sửa dữ kiện, hoặc đánh dấu toàn bộ { WORD($noun) } là ghi nhận nhầm.
ONLY_ONE = đây là { WORD($noun) } duy nhất còn hiệu lực; hãy sửa thay vì hủy
    .instead = Hãy sửa, nêu { WORD($noun) } đúng.
OTHER_KIND_OF_FACT = bản sửa phải nêu cùng loại dữ kiện: { $expected }, không phải { $given }
    .instead = Hãy nêu cùng loại dữ kiện, hoặc hủy dữ kiện này rồi ghi nhận dữ kiện kia.

## Số liệu kỳ và chỉ tiêu

FIGURES = số liệu không hợp lý: { $problem }
    .instead = Hãy đối chiếu số liệu với nguồn.
OFF_RHYTHM = kỳ từ { DAY($from) } đến { DAY($to) } không đúng một { WORD($rhythm) }; nếu đúng ý, hãy đánh dấu ngoài nhịp
    .instead = Hãy cho trọn một kỳ theo nhịp của chỉ số, hoặc đánh dấu kỳ ngoài nhịp.
PERIOD_OVERLAPS = kỳ từ { DAY($from) } đến { DAY($to) } chồng lên kỳ từ { DAY($otherFrom) } đến { DAY($otherTo) } của cùng chuỗi
    .instead = Hãy cho kỳ không chồng lên kỳ nào khác, hoặc sửa số liệu kỳ đã có.
UNKNOWN_DEFINITION = chỉ số không có định nghĩa phiên bản { $version }; mới nhất là { $newest }
    .instead = Hãy cho phiên bản mà chỉ số đã có, hoặc định nghĩa phiên bản mới trước.
PUBLISHED_DAY_TAKEN = đã có số liệu khác công bố ngày { DAY($published) }; hãy sửa dữ kiện { $standing }
    .instead = Hãy sửa số liệu đã có, hoặc cho ngày công bố của số liệu này.
SUPERSEDED = số liệu này đã bị thay thế trước đó; muốn quay lại, hãy công bố lại kèm lý do
    .instead = Nếu nguồn quay lại số liệu này, hãy gửi dưới dạng công bố lại kèm lý do.
RESTATEMENT_NEEDS_REASON = kỳ này đã có số liệu khác; công bố lại phải nêu lý do
    .instead = Hãy nói vì sao nguồn đưa số liệu khác; nếu lỗi do bên nhập, hãy sửa số liệu kỳ.
TARGET_OUT_OF_RANGE = chỉ số này không thể đạt chỉ tiêu { DECIMAL($target) }; giá trị nằm từ { DECIMAL($least) } đến { DECIMAL($greatest) }
    .instead = Hãy cho giá trị trong khoảng đó; tỷ lệ viết dạng 0,95, không phải 95.

## Kiểm soát, đặt lại giới hạn và nối định nghĩa

NOT_ACCOUNTABLE = người đó không chịu trách nhiệm chính về chỉ số vào ngày { DAY($day) }; chỉ người chịu trách nhiệm chính mới nói mình có kiểm soát được hay không
    .instead = Hãy để người chịu trách nhiệm chính vào ngày đó tuyên bố, hoặc nhập thay họ.
OWN_PROPOSAL = người đề xuất hoặc nhập đề xuất đặt lại giới hạn không được tự phê duyệt
    .instead = Hãy để người khác phê duyệt.
APPROVED_ALREADY = đề xuất đặt lại giới hạn này đã được phê duyệt trước đó
    .instead = Không còn gì phải làm; nếu phê duyệt ấy sai, hãy hủy nó.
BRIDGED_ALREADY = hai phiên bản định nghĩa { $earlier } và { $later } đã được nối
    .instead = Không còn gì phải làm; nếu lý do nối sai, hãy sửa.
BRIDGE_TO_ITSELF = việc nối cần hai phiên bản định nghĩa, không nối { $version } với chính nó
    .instead = Hãy nêu hai phiên bản khác nhau.
FLAG_NOT_RAISED = cảnh báo không được nêu trên số liệu đã xem; hãy xem lại điều cảnh báo đang cho thấy
    .instead = Hãy xem lại cảnh báo rồi gỡ bằng mã băm đang hiện.
FLAG_CLEARED_ALREADY = cảnh báo trên số liệu này đã được gỡ trước đó
    .instead = Không còn gì phải làm; nếu lý do gỡ sai, hãy sửa.

## Minh chứng

OWN_EVIDENCE = người cung cấp hoặc nhập minh chứng không được tự chấp nhận
    .instead = Hãy để người khác xét.
JUDGED_ALREADY = minh chứng { WORD($judged) } trước đó
    .instead = Nếu kết quả xét ấy sai, hãy hủy nó trước.
EVIDENCE_WITHDRAWN = minh chứng đã được rút lại; hãy cung cấp lại, hoặc hủy việc rút
    .instead = Hãy cung cấp lại, hoặc hủy việc rút.
NOT_UPLOADED = chưa có tệp nào với mã băm { $sha256 } được tải lên cho chương trình này
    .instead = Hãy tải tệp lên trước: POST nội dung tệp tới /attachments?program=MÃ.
PRACTICE_SCOPE = { $practice } chỉ đạt được ở phạm vi { WORD($scope) }
    .instead = Hãy cung cấp minh chứng cho phạm vi { WORD($scope) }.

## Ban và cuộc họp

COMMITTEE_DISSOLVED = ban đã giải thể ngày { DAY($day) }
    .instead = Hãy nêu một ngày trước đó, hoặc một ban khác.
SEATED_ALREADY = người này đã là thành viên của ban vào ngày { DAY($day) }; hãy kết thúc vị trí ấy trước
    .instead = Hãy kết thúc vị trí ấy trước, hoặc nêu một ngày sau khi vị trí ấy kết thúc.
SEAT_TAKEN = người khác đang là { WORD($role) } vào ngày { DAY($day) }; hãy kết thúc vị trí ấy trước
    .instead = Hãy kết thúc vị trí của người đang giữ trước.
MEETING_OVER = cuộc họp { WORD($ended) } ngày { DAY($day) }
    .instead = Hãy triệu tập cuộc họp khác, hoặc sửa những gì đã ghi nhận về cuộc họp này.
NO_SUCH_EXCEPTION = không có ngoại lệ nào như vậy từ ngày { DAY($since) }; hãy xem những ngoại lệ hiện có
    .instead = Hãy đọc lại danh sách ngoại lệ và nêu một trong số đó.
MEETING_NOT_HELD = cuộc họp chưa diễn ra; hãy ghi nhận rằng cuộc họp đã diễn ra trước
    .instead = Hãy ghi nhận rằng cuộc họp đã diễn ra trước.
ACTION_OVER = việc phải làm { WORD($ended) } ngày { DAY($day) }
    .instead = Nếu ghi nhận ấy sai, hãy hủy bỏ nó trước; nếu không, hãy giao việc khác.
NOT_THE_CHAIR = chủ tọa cuộc họp là người xác nhận biên bản, không ai khác
    .instead = Hãy để chủ tọa cuộc họp xác nhận.
OWN_MINUTES = người ghi hoặc nhập biên bản không được xác nhận biên bản ấy
    .instead = Hãy để người khác ghi, hoặc nhập biên bản.

## Hành trình, điểm đau và insight khách hàng

SPOT_RETIRED = { WORD($noun) } đã rời bản đồ ngày { DAY($day) }
    .instead = Hãy nêu một ngày trước đó, hoặc một { WORD($noun) } còn trên bản đồ.
SPOT_IN_USE = { $by } vẫn nằm ở { WORD($noun) } này vào ngày { DAY($day) }; hãy chuyển hoặc đưa nó ra khỏi bản đồ trước
    .instead = Hãy chuyển { $by } sang chỗ khác hoặc đưa nó ra khỏi bản đồ trước.
RESOLVED_ALREADY = điểm đau đã được giải quyết từ ngày { DAY($day) }; nếu tái diễn, hãy mở lại
    .instead = Nếu điểm đau tái diễn, hãy mở lại trước.
NOT_RESOLVED = điểm đau còn mở vào ngày { DAY($day) }; chỉ điểm đau đã được giải quyết mới mở lại được
    .instead = Không cần làm gì thêm; hãy ghi nhận đã giải quyết khi khách hàng không còn gặp phải.
NOT_SHARED = đến ngày { DAY($day) } insight khách hàng chưa được chia sẻ với họ; hãy ghi nhận việc chia sẻ trước
    .instead = Hãy ghi nhận trước ngày chia sẻ và người được chia sẻ.
NOT_THEIR_DEPARTMENT = vào ngày { DAY($day) } họ không thuộc phòng ban này, cũng không thuộc phòng ban nào bên dưới; hãy xác nhận cho phòng ban của mình
    .instead = Hãy xác nhận cho phòng ban của mình, hoặc ghi nhận trước họ thuộc phòng ban nào.
ACKNOWLEDGED_ALREADY = họ đã xác nhận ngày { DAY($day) }
    .instead = Không cần làm gì thêm.

EXPECTED_ALREADY = đã có kỳ vọng cho { $benefit } từ ngày { DAY($from) } đến trước ngày { DAY($until) }; hãy sửa kỳ vọng ấy, hoặc nêu các ngày khác
    .instead = Hãy sửa kỳ vọng của những ngày ấy, hoặc nêu các ngày khác.

## Tổ chức

ENDED_ALREADY = { WORD($noun) } này đã kết thúc trước đó
    .instead = Không cần làm gì thêm.
LAST_ADMINISTRATOR = đây là quản trị viên cuối cùng; hãy cấp vai trò này cho người khác trước
    .instead = Hãy cấp vai trò này cho người khác trước.
DEPARTMENT_CLOSED = phòng ban đã đóng ngày { DAY($day) }
    .instead = Hãy nêu phòng ban còn hoạt động vào ngày đó.
DEPARTMENT_BELOW = phòng ban { $child } trực thuộc phòng ban này; hãy sửa hoặc hủy phòng ban ấy trước
    .instead = Hãy đóng, sửa hoặc hủy phòng ban trực thuộc trước.
OPEN_DEPARTMENT_BELOW = phòng ban { $child } trực thuộc vẫn hoạt động vào ngày { DAY($day) }; hãy đóng phòng ban ấy trước, hoặc sửa dữ kiện lập phòng ban ấy để chuyển sang cấp trên khác
    .instead = Hãy đóng phòng ban trực thuộc trước, hoặc sửa dữ kiện lập phòng ban ấy để chuyển sang cấp trên khác.
CIRCULAR_DEPARTMENT = phòng ban không thể trực thuộc chính nó
    .instead = Hãy nêu phòng ban cấp trên khác.

## Quyết định

NO_QUORUM = chỉ có { $tookPart } người tham gia trong khi số thành viên tối thiểu là { $quorum }; hãy chờ thêm phiếu, hoặc hoãn quyết định
    .instead = Hãy chờ thêm người bỏ phiếu hoặc bỏ phiếu trắng, hoặc hoãn quyết định.
NOT_CARRIED = phương án { $choice } được { $votes } trên { $cast } phiếu đã bỏ, trong khi cần { WORD($needed) }
    .instead = Hãy nêu phương án đủ phiếu, hoặc hoãn quyết định.
TIED = các phương án { $leading } ngang nhau với { $votes } phiếu mỗi phương án; hãy hoãn quyết định, hoặc đặt vấn đề mới
    .instead = Hãy hoãn quyết định, hoặc rút lại rồi đặt vấn đề mới.
TIED_FOR_CHAIR = các phương án { $leading } ngang nhau với { $votes } phiếu mỗi phương án; trưởng ban quyết định giữa các phương án ấy
    .instead = Hãy để trưởng ban nêu kết quả.
NO_CONSENSUS = đồng thuận cần mọi phiếu đã bỏ: { $choice } được { $votes } phiếu, còn { $others } phiếu không theo phương án này
    .instead = Hãy hoãn quyết định, hoặc rút lại rồi đặt vấn đề mới.
CHAIR_DECIDES = ở đây trưởng ban quyết định, nên kết quả do trưởng ban nêu
    .instead = Hãy để trưởng ban nêu kết quả.
NO_ELECTORATE = chưa ghi nhận ai bỏ phiếu cho quyết định này; hãy bổ sung thành phần bỏ phiếu trước
    .instead = Hãy bổ sung thành phần bỏ phiếu của quyết định rồi gửi lại lệnh.
NOT_IN_ELECTORATE = chỉ những người có trong thành phần bỏ phiếu đã ghi nhận khi mở quyết định mới bỏ phiếu; hãy sửa đổi thành phần ấy nếu sai
    .instead = Hãy sửa đổi thành phần bỏ phiếu nếu sai; thay đổi thành viên về sau không tự có hiệu lực.
VOTED_ALREADY = người này đã tham gia bỏ phiếu; hãy sửa phiếu ấy khi chưa có quyết định
    .instead = Hãy sửa phiếu khi chưa có quyết định.
OWN_MATTER = người này phụ trách việc mà quyết định bàn tới, và theo quy tắc thì người phụ trách không bỏ phiếu; hãy rút khỏi việc bỏ phiếu
    .instead = Hãy ghi nhận việc rút khỏi bỏ phiếu.
VOTED_ELSEWHERE = phiếu do chính người bỏ phiếu bỏ, ngay lúc bỏ phiếu; hãy ghi biên bản những gì đã biểu quyết ở nơi khác
    .instead = Hãy ghi biên bản kết quả, kèm các phiếu nếu biết.
VOTING_BEGAN = việc bỏ phiếu đã bắt đầu nên nội dung biểu quyết giữ nguyên; hãy rút quyết định này và đặt vấn đề mới
    .instead = Hãy rút quyết định này rồi đặt vấn đề mới.
VOTING_OPEN = phiếu chưa được kiểm và trước đó không ai được xem; hãy kết thúc việc bỏ phiếu trước
    .instead = Hãy kết thúc việc bỏ phiếu để kiểm phiếu một lần, rồi nêu kết quả.
VOTING_OVER = việc bỏ phiếu đã kết thúc và phiếu chỉ được kiểm một lần; hãy rút quyết định này và đặt vấn đề mới
    .instead = Hãy nêu kết quả theo số phiếu; muốn bỏ phiếu lại thì rút quyết định này rồi đặt vấn đề mới.
DECIDED_EARLY = kết quả mang ngày { DAY($day) }, trong khi phiếu được kiểm, hoặc vấn đề được đặt ra, vào ngày { DAY($since) }; hãy nêu ngày đó hoặc một ngày sau
    .instead = Hãy nêu ngày đó hoặc một ngày sau. Điều đã quyết tại cuộc họp thì ghi bằng biên bản; điều có trước khi dùng sổ thì nhập bổ sung.
ELECTORATE_CLAIMED = thành phần bỏ phiếu của quyết định này chỉ do việc nhập dữ liệu khai lại; hãy sửa đổi thành phần bỏ phiếu trước
    .instead = Hãy sửa đổi thành phần bỏ phiếu của quyết định rồi gửi lại lệnh.
NOT_OF_THE_PAST = từ ngày { DAY($began) } sổ đã tự ghi nhận việc này nên kết quả không được khai lại; hãy ghi biên bản mà không khai ngày công bố
    .instead = Hãy bỏ phần khai ngày công bố; khi đó số thành viên tối thiểu và số phiếu được kiểm tra, và trưởng ban xác nhận.
NOT_CONFIRMED = biên bản của quyết định { $decision } chưa được xác nhận nên chưa cho thẩm quyền gì
    .instead = Hãy để trưởng ban xác nhận biên bản trước.
BEFORE_DECISION = quyết định { $decision } được thông qua ngày { DAY($decided) } nên không cho thẩm quyền đối với điều đã có hiệu lực từ ngày { DAY($day) }; hãy cho ngày muộn hơn
    .instead = Hãy cho ngày có kết quả hoặc một ngày muộn hơn.
DONE_ALREADY = việc này đã được thực hiện theo quyết định { $decision }, vốn chỉ nêu một lần; hãy nêu thẩm quyền khác
    .instead = Không còn gì phải làm theo quyết định này; muốn làm lại thì đặt một quyết định khác.
NOT_ALL_DONE = còn { $left } việc nêu trong quyết định chưa được thực hiện; hãy thực hiện trước
    .instead = Hãy thực hiện quyết định, hoặc tự làm những việc phải làm thủ công và nêu quyết định này làm thẩm quyền.
TOOK_PART_ALREADY = thành phần bỏ phiếu sẽ thiếu người đã tham gia bỏ phiếu; hãy hủy phần tham gia của người ấy trước
    .instead = Hãy hủy phần tham gia của người bị bỏ ra trước, hoặc giữ người ấy lại.
TOO_MANY_VOTES = nhiều nhất { $electors } người có thể đã tham gia vì thành phần bỏ phiếu chỉ có chừng ấy, mà lại nêu { $tookPart } người
    .instead = Hãy kiểm tra lại kết quả kiểm phiếu, hoặc sửa đổi thành phần bỏ phiếu.
NOT_COUNTED = kết quả kiểm phiếu có { $counted } phiếu mà đã bỏ { $cast } phiếu; hãy kiểm lại
    .instead = Hãy gửi lại lệnh; phiếu sẽ được kiểm lại.
NO_SUCH_OPTION = quyết định không có phương án { $option } (đang có: { $known }); hãy nêu phương án ấy trước
    .instead = Hãy cho mã của một phương án đang có, hoặc nêu phương án trước.
DECIDED_ALREADY = việc này đã được quyết định; hãy đặt một quyết định mới thay thế
    .instead = Hãy đặt một quyết định mới thay thế quyết định này.
WAS_WITHDRAWN = việc này đã được rút lại; hãy đặt quyết định mới
    .instead = Hãy đặt một quyết định mới.
HAS_EXPIRED = quyết định đã hết hạn sau ngày { DAY($deadline) }; hãy đặt hạn muộn hơn trước
    .instead = Hãy đặt hạn muộn hơn trước, hoặc đặt quyết định mới.
NOT_DECIDED = quyết định { WORD($status) }; khi chưa được quyết định thì không cho thẩm quyền và không có hiệu lực
    .instead = Hãy chờ kết quả, hoặc nêu thẩm quyền khác.
CARRIED_OUT_ALREADY = việc thực hiện quyết định này đã được ghi nhận trước đó
    .instead = Không cần làm gì thêm.
NOTHING_MINUTED = chưa có kết quả nào của quyết định này được ghi biên bản nên không có gì để xác nhận
    .instead = Không cần làm gì thêm: kết quả của phiếu đã bỏ không cần xác nhận.
CHAIR_CONFIRMS = trưởng ban xác nhận biên bản; nếu không có trưởng ban thì người khác với người ghi biên bản
    .instead = Hãy để trưởng ban xác nhận.
OUTCOME_RESTS_ON_IT = kết quả dựa trên điều này; hãy hủy kết quả trước
    .instead = Hãy hủy kết quả trước, rồi hủy điều này.
CIRCULAR_SUPERSESSION = quyết định không thể thay thế chính nó, cũng không thể thay thế quyết định đang thay thế nó
    .instead = Hãy nêu quyết định khác, hoặc hủy quan hệ thay thế sai.

## Ngoài quy tắc nghiệp vụ

FORBIDDEN = bạn không được phép thực hiện { $action }
    .instead = Hãy nhờ người có vai trò phù hợp, hoặc xin được cấp vai trò đó.
CONFLICT = { WORD($noun) } đã thay đổi kể từ lần sửa đổi { $expected } mà bạn đã xem
    .instead = Hãy đọc lại rồi quyết định lại.
COMMAND_REUSED = mã lệnh { $command } đã dùng cho lệnh khác; hãy dùng mã mới
    .instead = Hãy dùng một mã lệnh mới.
BUSY = sổ cái đang bận; hãy thử lại với cùng mã lệnh
    .instead = Hãy gửi lại đúng lệnh ấy với cùng mã lệnh sau giây lát.
READ_ONLY = hiện không thể ghi: { $reason }
    .instead = Hãy báo cho người vận hành máy chủ; việc đọc vẫn tiếp tục.
STORAGE_UNAVAILABLE = kho lưu trữ của sổ cái đang gặp lỗi, chưa rõ lệnh đã được ghi nhận hay chưa: hãy gửi lại với cùng mã lệnh
    .instead = Hãy gửi lại đúng lệnh ấy với cùng mã lệnh sau ít phút.
TOO_LARGE = lệnh ghi nhận { $bytes } byte, nhiều hơn { $limit } byte mà một lần ghi chứa được; hãy chia nhỏ
    .instead = Hãy chia thành nhiều lệnh.
