//! The pain points, each with the goal behind the request.

use cxl_domain::pain_point::{Frequency, Severity, Source};

use Frequency::{Constant, Frequent, Rare};
use Severity::{Critical, Minor, Serious};
use Source::{Behavior, Complaint, Interview, Survey};

/// A pain point with its life.
pub(super) struct Pain {
    pub(super) code: &'static str,
    /// What breaks, and what customers want behind what they ask for.
    pub(super) is: &'static str,
    pub(super) goal: &'static str,
    /// How it is heard, and how often in a quarter.
    pub(super) source: Source,
    pub(super) times: u32,
    pub(super) on: &'static str,
    pub(super) place: &'static str,
    pub(super) rated: (Severity, Frequency),
    /// The initiative that took it up, and when.
    pub(super) taken_up: (&'static str, &'static str),
    /// Up to when it is heard.
    pub(super) heard_until: &'static str,
    pub(super) resolved: Option<(&'static str, &'static str)>,
}

const fn pain(
    code: &'static str,
    on: &'static str,
    place: &'static str,
    is: &'static str,
    goal: &'static str,
) -> Pain {
    Pain {
        code,
        is,
        goal,
        source: Complaint,
        times: 40,
        on,
        place,
        rated: (Serious, Frequent),
        taken_up: ("", ""),
        heard_until: "2025-09-30",
        resolved: None,
    }
}

pub(super) static PAINS: [Pain; 24] = [
    Pain {
        times: 120,
        taken_up: ("COMPLAINTS", "2018-08-06"),
        ..pain(
            "TOLD-TWICE",
            "2018-04-10",
            "DAILY DESK",
            "Kể lại chuyện cho ba người · The story is told to three people",
            "Nói một lần là có người lo · Somebody takes care of it from the first word on",
        )
    },
    Pain {
        taken_up: ("COMPLAINTS", "2019-01-28"),
        heard_until: "2021-06-30",
        resolved: Some(("2021-10-04", "Whoever keeps a complaint calls before closing it")),
        ..pain(
            "NO-ANSWER",
            "2018-10-08",
            "DAILY DESK",
            "Khiếu nại đóng mà không ai báo · Closed, and nobody told the customer",
            "Biết chuyện đã xong hay chưa · To know whether it is over",
        )
    },
    Pain {
        source: Interview,
        times: 60,
        rated: (Serious, Constant),
        taken_up: ("WAIT", "2018-08-06"),
        heard_until: "2022-03-31",
        resolved: Some(("2022-04-11", "Tickets in the app; fifteen minutes in most months")),
        ..pain(
            "QUEUE",
            "2018-04-10",
            "DAILY TICKET",
            "Mất cả buổi chiều ở quầy · The branch takes an afternoon",
            "Làm việc ngân hàng mà không phải xin nghỉ · Banking without a day off",
        )
    },
    Pain {
        times: 35,
        taken_up: ("WAIT", "2023-04-03"),
        ..pain(
            "WRONG-COUNTER",
            "2022-10-10",
            "DAILY COUNTER",
            "Tới lượt mới biết sai quầy · At the counter one learns that it is the wrong one",
            "Được việc ở nơi đầu tiên tới · To be helped where one asks first",
        )
    },
    Pain {
        source: Behavior,
        times: 300,
        rated: (Serious, Constant),
        taken_up: ("ONBOARD", "2018-08-06"),
        ..pain(
            "PAPERS",
            "2018-04-10",
            "DAILY CAMERA",
            "Nhập địa chỉ ba lần · The address is asked for three times",
            "Có tài khoản để nhận lương ngay · An account in time for the first wage",
        )
    },
    Pain {
        times: 25,
        taken_up: ("ONBOARD", "2020-10-12"),
        heard_until: "2023-06-30",
        resolved: Some(("2023-07-10", "A video call for whoever the camera does not know")),
        ..pain(
            "OLD-CARD",
            "2020-09-28",
            "DAILY NOT-KNOWN",
            "Căn cước cũ không quét được · The camera does not read an old identity card",
            "Mở tài khoản mà không phải ra quầy · To open an account without coming in",
        )
    },
    Pain {
        source: Interview,
        times: 18,
        rated: (Critical, Frequent),
        taken_up: ("LOANS", "2019-01-28"),
        ..pain(
            "SILENCE",
            "2018-10-08",
            "HOME TO-APPRAISAL",
            "Nộp hồ sơ rồi bặt tin · After the papers, silence",
            "Biết có nên đặt cọc căn nhà này không · To know whether to put money down on this home",
        )
    },
    Pain {
        taken_up: ("LOANS", "2022-05-09"),
        heard_until: "2023-12-31",
        resolved: Some(("2024-01-08", "One list, given on the first day")),
        ..pain(
            "ONE-MORE-PAPER",
            "2022-04-25",
            "HOME PAPERS",
            "Lần nào tới cũng thiếu một giấy · One paper is missing at every visit",
            "Chỉ phải tới một lần · To come once",
        )
    },
    Pain {
        times: 900,
        source: Behavior,
        rated: (Minor, Constant),
        taken_up: ("CALLBACK", "2018-08-06"),
        ..pain(
            "WHERE-IS-CARD",
            "2018-07-10",
            "DAILY CALL",
            "Gọi hỏi thẻ mới đã tới đâu · Calls to ask where the new card is",
            "Có thẻ dùng trước chuyến đi · To have the card before the journey",
        )
    },
    Pain {
        times: 150,
        taken_up: ("CALLBACK", "2021-04-05"),
        heard_until: "2021-12-31",
        resolved: Some(("2022-02-07", "Letters in plain words")),
        ..pain(
            "FEE-LETTER",
            "2021-03-22",
            "DAILY CALL",
            "Thư báo phí không ai hiểu · A letter on fees that nobody understands",
            "Biết mình trả tiền cho việc gì · To know what one pays for",
        )
    },
    Pain {
        rated: (Critical, Frequent),
        times: 70,
        taken_up: ("CARDS", "2018-10-15"),
        ..pain(
            "MONEY-GONE",
            "2018-09-17",
            "DAILY TO-CARDS",
            "Phải trả khoản đang tra soát · Paying for what is in dispute",
            "Không mất tiền vì lỗi của người khác · Not to pay for somebody else's mistake",
        )
    },
    Pain {
        times: 12,
        taken_up: ("LOSTCARD", "2019-02-11"),
        heard_until: "2024-06-30",
        resolved: Some(("2024-07-15", "One number for all cards; not heard since")),
        ..pain(
            "TWO-NUMBERS",
            "2019-02-04",
            "DAILY BLOCK",
            "Mỗi thẻ một số điện thoại · Each card has its own number to call",
            "Không ai tiêu được tiền của mình · That nobody spends one's money",
        )
    },
    Pain {
        source: Survey,
        times: 30,
        taken_up: ("PRIORITY", "2019-04-29"),
        heard_until: "2025-06-30",
        ..pain(
            "STRANGER",
            "2019-04-22",
            "DAILY ADVISER",
            "Lại giải thích từ đầu với người mới · Explaining it all to somebody new",
            "Được nhớ · To be remembered",
        )
    },
    Pain {
        source: Interview,
        times: 9,
        rated: (Minor, Frequent),
        taken_up: ("TABLETS", "2020-01-13"),
        heard_until: "2020-12-31",
        ..pain(
            "BROCHURE",
            "2019-12-02",
            "DAILY COUNTER",
            "Tờ rơi nói khác tư vấn viên · The brochure says another thing than the adviser",
            "Tin được điều mình nghe · To believe what one is told",
        )
    },
    Pain {
        source: Interview,
        times: 14,
        taken_up: ("STAFF", "2024-07-08"),
        ..pain(
            "ASK-UPSTAIRS",
            "2023-11-06",
            "DAILY COUNTER",
            "Chờ nhân viên xin phép cấp trên · Waiting while somebody asks upstairs",
            "Gặp được người có quyền giúp mình · To meet somebody who may help",
        )
    },
    Pain {
        times: 45,
        taken_up: ("NEWS", "2023-06-19"),
        heard_until: "2024-06-30",
        resolved: Some(("2024-08-05", "A message after each step, with the next day")),
        ..pain(
            "WHAT-NEXT",
            "2023-05-22",
            "HOME BACK",
            "Không biết bước tiếp theo là gì · Nobody says what comes next",
            "Sắp xếp được việc nhà · To plan the days at home",
        )
    },
    Pain {
        source: Survey,
        times: 22,
        rated: (Minor, Frequent),
        taken_up: ("PAPERLESS", "2024-09-16"),
        ..pain(
            "ENVELOPE",
            "2024-06-17",
            "DAILY STATEMENT",
            "Sao kê tới sau khi đã cần · The statement comes after it was needed",
            "Chứng minh thu nhập kịp lúc · To prove one's income in time",
        )
    },
    Pain {
        source: Interview,
        times: 12,
        rated: (Serious, Rare),
        taken_up: ("PARENTS", "2025-05-05"),
        ..pain(
            "SMALL-PRINT",
            "2025-03-24",
            "DAILY APP-HOME",
            "Chữ nhỏ, nút nhỏ, con phải làm hộ · Small print, small keys, and a child has to help",
            "Tự lo tiền của mình · To look after one's own money",
        )
    },
    Pain {
        source: Interview,
        times: 20,
        taken_up: ("MARKET", "2023-03-20"),
        heard_until: "2024-12-31",
        ..pain(
            "MARKET-DAY",
            "2022-12-12",
            "DAILY COUNTER",
            "Rời sạp là mất khách · Whoever leaves the stall loses customers",
            "Gửi tiền bán hàng trong ngày · To bank the day's takings the same day",
        )
    },
    Pain {
        times: 55,
        rated: (Serious, Constant),
        taken_up: ("JP-REMIT", "2020-08-03"),
        heard_until: "2022-03-31",
        resolved: Some(("2022-06-06", "Noon, and two payout runs")),
        ..pain(
            "CUT-OFF",
            "2020-07-14",
            "ABROAD TO-HANOI",
            "What is ordered after ten arrives a day later",
            "Money for the doctor on the day of the illness",
        )
    },
    Pain {
        times: 30,
        taken_up: ("JP-REMIT", "2022-05-02"),
        ..pain(
            "NAME-SCRIPT",
            "2022-04-11",
            "ABROAD TO-REMIT",
            "Names in two scripts stop a transfer",
            "That a name is a name, however it is written",
        )
    },
    Pain {
        source: Behavior,
        times: 65,
        taken_up: ("JP-DESK", "2020-08-03"),
        ..pain(
            "CLOSED-AT-FIVE",
            "2020-07-14",
            "ABROAD DESK",
            "The desk closes when the shift ends",
            "To settle things without losing a day's pay",
        )
    },
    Pain {
        source: Survey,
        times: 26,
        taken_up: ("JP-APP", "2020-10-05"),
        ..pain(
            "TWICE-ASKED",
            "2020-09-28",
            "ABROAD SIGN-IN",
            "Who one is has to be proved in both countries",
            "To be the same customer everywhere",
        )
    },
    Pain {
        source: Survey,
        times: 33,
        taken_up: ("JP-FEES", "2021-05-17"),
        heard_until: "2023-12-31",
        resolved: Some(("2024-02-05", "The amount that arrives stands on the first screen")),
        ..pain(
            "HIDDEN-FEE",
            "2021-05-11",
            "ABROAD ORDER",
            "Less arrives than was sent",
            "To tell the family at home how much is coming",
        )
    },
];
