//! The words of the reports: Vietnamese at home, English in Tokyo.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use Language::{English, Vietnamese};

/// The language of a program's reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Vietnamese,
}

impl Language {
    /// The part in this language of what is written in both, `English · Tiếng Việt`.
    pub(super) fn of(self, both: &'static str) -> &'static str {
        match (self, both.split_once(" · ")) {
            (English, Some((english, _))) => english,
            (Vietnamese, Some((_, vietnamese))) => vietnamese,
            (_, None) => both,
        }
    }

    pub(super) fn delivered(self, title: &str, day: NaiveDate) -> String {
        match self {
            English => format!("“{title}” is in use since {}.", self.day(day)),
            Vietnamese => format!("“{title}” đã áp dụng từ {}.", self.day(day)),
        }
    }

    pub(super) fn abandoned(self, title: &str, day: NaiveDate) -> String {
        match self {
            English => format!("“{title}” was given up on {}.", self.day(day)),
            Vietnamese => format!("“{title}” đã dừng từ {}.", self.day(day)),
        }
    }

    pub(super) fn put_off(self, title: &str, due: NaiveDate) -> String {
        match self {
            English => format!("“{title}” is put off to {}.", self.day(due)),
            Vietnamese => format!("“{title}” lùi hạn đến {}.", self.day(due)),
        }
    }

    pub(super) fn under_way(self, title: &str, due: Option<NaiveDate>) -> String {
        let due = due.map(|due| self.day(due));
        match (self, due) {
            (English, Some(due)) => format!("“{title}” is under way, due {due}."),
            (English, None) => format!("“{title}” is under way."),
            (Vietnamese, Some(due)) => format!("“{title}” đang làm, hạn {due}."),
            (Vietnamese, None) => format!("“{title}” đang làm."),
        }
    }

    pub(super) fn vacant(self) -> &'static str {
        match self {
            English => "Nobody owns the initiative.",
            Vietnamese => "Sáng kiến chưa có người phụ trách.",
        }
    }

    pub(super) fn nobody(self) -> &'static str {
        match self {
            English => "An owner is not named yet",
            Vietnamese => "Chưa bổ nhiệm người phụ trách",
        }
    }

    pub(super) fn beside(self, word: &str, before: &str) -> String {
        match self {
            English => format!("{word} {before} a year before"),
            Vietnamese => format!("{word} {before} cùng kỳ năm trước"),
        }
    }

    pub(super) fn nothing_before(self) -> &'static str {
        match self {
            English => "with nothing a year before to set it beside",
            Vietnamese => "chưa có cùng kỳ năm trước để so sánh",
        }
    }

    pub(super) fn better(self) -> &'static str {
        if self == English { "better than" } else { "tốt hơn" }
    }

    pub(super) fn worse(self) -> &'static str {
        if self == English { "worse than" } else { "kém hơn" }
    }

    pub(super) fn more(self) -> &'static str {
        if self == English { "more than" } else { "nhiều hơn" }
    }

    pub(super) fn less(self) -> &'static str {
        if self == English { "less than" } else { "ít hơn" }
    }

    pub(super) fn close(self) -> &'static str {
        if self == English { "close to" } else { "gần bằng" }
    }

    /// The unit of this code, where a number needs one.
    pub(super) fn unit(self, code: &str) -> Option<&'static str> {
        match (self, code) {
            (English, "MINUTES") => Some("minutes"),
            (Vietnamese, "MINUTES") => Some("phút"),
            (English, "DAYS") => Some("days"),
            (Vietnamese, "DAYS") => Some("ngày"),
            (_, "VND") => Some("đồng"),
            _ => None,
        }
    }

    pub(super) fn month(self, day: NaiveDate) -> String {
        match self {
            English => format!("in {}", day.format("%B %Y")),
            Vietnamese => format!("trong tháng {}/{}", day.month(), day.year()),
        }
    }

    pub(super) fn quarter(self, day: NaiveDate) -> String {
        let quarter = day.month0() / 3 + 1;
        match self {
            English => format!("in Q{quarter} {}", day.year()),
            Vietnamese => format!("trong quý {quarter}/{}", day.year()),
        }
    }

    fn day(self, day: NaiveDate) -> String {
        match self {
            English => day.format("%-d %B %Y").to_string(),
            Vietnamese => day.format("%-d/%-m/%Y").to_string(),
        }
    }

    /// A number with so many decimals and its thousands set apart.
    pub(super) fn number(self, value: Decimal, decimals: u32) -> String {
        let (thousands, point) = if self == English { (',', '.') } else { ('.', ',') };
        let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        let digits = format!("{:.*}", decimals as usize, rounded.abs());
        let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut told = if rounded < Decimal::ZERO { "-".to_owned() } else { String::new() };
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                told.push(thousands);
            }
            told.push(digit);
        }
        if !part.is_empty() {
            told.push(point);
            told += part;
        }
        told
    }
}

/// What the reports of one initiative say besides what the ledger shows.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) code: &'static str,
    pub(super) language: Language,
    /// While there is no improvement and no figure to speak of.
    pub(super) begun: &'static str,
    pub(super) next: [&'static str; 3],
    pub(super) hurdles: [&'static str; 2],
}

/// The words of an initiative.
pub(super) fn of(code: &str) -> &'static Words {
    WORDS.iter().find(|words| words.code == code).expect("every initiative that reports has its words")
}

const fn words(
    code: &'static str,
    language: Language,
    begun: &'static str,
    next: [&'static str; 3],
    hurdles: [&'static str; 2],
) -> Words {
    Words { code, language, begun, next, hurdles }
}

static WORDS: [Words; 18] = [
    words(
        "ONBOARD",
        Vietnamese,
        "Đã ngồi cùng ba mươi khách khi họ mở tài khoản và ghi lại từng chỗ họ dừng.",
        [
            "Hỏi khách bỏ dở ở màn hình chụp giấy tờ",
            "Rút còn một lần nhập địa chỉ cho cả quầy và ứng dụng",
            "Thử lại với khách trên sáu mươi tuổi",
        ],
        ["Ảnh căn cước cũ không đọc được", "Hai hệ thống lưu cùng một khách dưới hai mã"],
    ),
    words(
        "COMPLAINTS",
        Vietnamese,
        "Đã phân loại khiếu nại năm trước theo nguyên nhân, cùng bốn phòng ban.",
        [
            "Gọi lại hai mươi khách đã khiếu nại hai lần",
            "Giao mỗi nguyên nhân cho một phòng ban chịu trách nhiệm",
            "Cho chi nhánh quyền xin lỗi và sửa ngay tại chỗ",
        ],
        ["Khiếu nại về phí phải chờ ý kiến pháp chế", "Hồ sơ nằm ở hai hệ thống không nhìn thấy nhau"],
    ),
    words(
        "WAIT",
        Vietnamese,
        "Đã bấm giờ tại sáu chi nhánh đông khách nhất.",
        [
            "Đo riêng giờ cao điểm trước Tết",
            "Xếp thêm người vào ngày trả lương",
            "Chuyển các việc chỉ cần chữ ký ra bàn đón khách",
        ],
        ["Chi nhánh thiếu hai giao dịch viên", "Máy lấy số đời cũ không ghi giờ gọi"],
    ),
    words(
        "LOANS",
        Vietnamese,
        "Đã theo mười hồ sơ vay mua nhà từ ngày nộp tới ngày trả lời.",
        [
            "Báo cho khách ngay khi hồ sơ thiếu giấy",
            "Thẩm định song song pháp lý và giá trị nhà",
            "Đặt một ngày trả lời cố định cho từng hồ sơ",
        ],
        ["Định giá tài sản phải chờ công ty ngoài", "Quy trình tín dụng đòi hai chữ ký ở hai thành phố"],
    ),
    words(
        "CALLBACK",
        Vietnamese,
        "Đã nghe lại hai trăm cuộc gọi và lập danh sách lý do gọi.",
        [
            "Nhắn trước cho khách khi thẻ mới đã gửi đi",
            "Viết lại câu trả lời cho ba lý do gọi nhiều nhất",
            "Hỏi tổng đài viên cuộc gọi nào lẽ ra không cần có",
        ],
        ["Tin nhắn tự động phải qua duyệt của ba phòng", "Chưa có ai nhận việc sửa mẫu thông báo phí"],
    ),
    words(
        "CARDS",
        Vietnamese,
        "Đã đo từng bước của một vụ tra soát, từ lúc khách báo.",
        [
            "Trả lời tạm cho khách sau ba ngày",
            "Họp hằng tuần với đơn vị xử lý về hồ sơ quá hạn",
            "Đưa mẫu đơn tra soát lên ứng dụng",
        ],
        ["Đơn vị xử lý trả hồ sơ theo lô mỗi tuần", "Tổ chức thẻ đòi chứng từ mà khách không có"],
    ),
    words(
        "LOSTCARD",
        Vietnamese,
        "Đã thử báo mất thẻ vào ba giờ sáng, ở năm nơi.",
        [
            "Thử khóa thẻ từ nước ngoài",
            "Cho phép tự khóa và mở lại thẻ trên ứng dụng",
            "Nhắn cho khách ngay khi thẻ đã khóa",
        ],
        ["Thẻ phụ thuộc một hệ thống khác", "Số điện thoại đăng ký của khách đã đổi"],
    ),
    words(
        "STAFF",
        Vietnamese,
        "Đã hỏi nhân viên quầy và tổng đài việc gì họ muốn làm cho khách mà phải xin phép.",
        [
            "Kể lại trong bản tin ba lần nhân viên đã giúp khách ngay",
            "Tập huấn trưởng nhóm cách giao quyền",
            "Bỏ hai bước duyệt cho khoản dưới một triệu đồng",
        ],
        ["Kiểm soát nội bộ chưa đồng ý hạn mức", "Trưởng nhóm sợ bị hỏi về từng khoản hoàn"],
    ),
    words(
        "TABLETS",
        Vietnamese,
        "Máy tính bảng đã giao cho bốn chi nhánh.",
        [
            "Hỏi khách họ muốn xem gì trên màn hình",
            "Chọn mười tư vấn viên dùng máy mỗi ngày",
            "Bỏ các màn hình không ai mở",
        ],
        ["Tư vấn viên thấy dùng giấy nhanh hơn", "Mạng trong chi nhánh chậm"],
    ),
    words(
        "PRIORITY",
        Vietnamese,
        "Đã ghép mỗi khách ưu tiên với một tư vấn viên.",
        [
            "Gọi cho khách đã đổi tư vấn viên hai lần trong năm",
            "Ghi lại điều khách đã kể, để không phải kể lần nữa",
            "Giới thiệu tư vấn viên thứ hai trước kỳ nghỉ",
        ],
        ["Chưa tuyển được tư vấn viên ở Cần Thơ", "Khách theo tư vấn viên cũ sang ngân hàng khác"],
    ),
    words(
        "MARKET",
        Vietnamese,
        "Quầy ở chợ mở từ bốn giờ sáng; đã phục vụ phần lớn các sạp.",
        [
            "Hỏi các sạp mới có cần đổi tiền lẻ không",
            "Thử nhận tiền ngay tại sạp",
            "Đếm xem sạp nào chưa từng ghé quầy",
        ],
        ["Ban quản lý chợ chưa gia hạn chỗ", "Trời mưa thì quầy không có mái"],
    ),
    words(
        "NEWS",
        Vietnamese,
        "Đã liệt kê những bước mà khách không biết việc gì đến tiếp.",
        [
            "Viết tin nhắn cho bước chờ giải ngân",
            "Bỏ những tin nhắn không nói ngày",
            "Hỏi khách tin nào họ muốn nhận",
        ],
        ["Ngày của bước sau do phòng khác quyết định", "Tin nhắn bị nhà mạng chặn nhầm"],
    ),
    words(
        "PAPERLESS",
        Vietnamese,
        "Đã đếm số sao kê giấy bị trả về.",
        [
            "Hỏi khách lớn tuổi họ cần giấy vì việc gì",
            "Để cơ quan thuế nhận sao kê điện tử",
            "Ngừng in sao kê không có giao dịch",
        ],
        ["Hợp đồng in đòi số lượng tối thiểu", "Một số cơ quan chỉ nhận sao kê có dấu"],
    ),
    words(
        "PARENTS",
        Vietnamese,
        "Đã thăm mười hai gia đình có cha mẹ trên bảy mươi tuổi; chưa đo được gì.",
        [
            "Chọn một chỉ số để đo",
            "Tìm người phụ trách trong mạng lưới chi nhánh",
            "Thăm thêm hai mươi gia đình ở nông thôn",
        ],
        ["Chưa bổ nhiệm người phụ trách", "Chưa phòng ban nào nhận việc này"],
    ),
    words(
        "JP-REMIT",
        English,
        "Ten transfers were followed from the order in Tokyo to the money in Hanoi.",
        [
            "Call the customers whose transfer missed the day",
            "Agree on a second payout run with Hanoi",
            "Check receivers' names before the order, not after it",
        ],
        ["Hanoi pays out once a day", "Names written in two scripts stop the automatic check"],
    ),
    words(
        "JP-DESK",
        English,
        "Forty customers told us when they needed the desk and found it closed.",
        [
            "Ask language schools for a room near the station",
            "Put the forms next to each other in both languages",
            "Count who comes in the evening and for what",
        ],
        ["The lease allows no evening visitors", "One of the two interpreters is leaving"],
    ),
    words(
        "JP-APP",
        English,
        "Customers who opened accounts in Vietnam showed us where they are asked again.",
        [
            "Ask those who left why they did",
            "Take one identity over from the account at home",
            "Test the sign-in on telephones bought in Japan",
        ],
        ["Two regulators ask for two proofs of identity", "The source of the figures leaves accounts out"],
    ),
    words(
        "JP-FEES",
        English,
        "Twenty customers guessed what a transfer costs; four were right.",
        [
            "Print the fee on the order, in yen and in dong",
            "Ask the correspondent bank for its share beforehand",
            "Show the rate of the day on the first screen",
        ],
        ["The correspondent bank names its fee afterwards", "The rate moves between order and payout"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let number =
            |language: Language, text: &str, decimals| language.number(text.parse().unwrap(), decimals);
        assert_eq!(number(English, "182431", 0), "182,431");
        assert_eq!(number(Vietnamese, "61500", 0), "61.500");
        assert_eq!(number(Vietnamese, "15.25", 1), "15,3");
        assert_eq!(number(English, "-0.75", 1), "-0.8");
        assert_eq!(number(English, "7", 1), "7.0");
    }
}
