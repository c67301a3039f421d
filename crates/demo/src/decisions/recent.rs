//! What was decided at home since the summer of 2022: an owner without control, promises that name their
//! right, and a question that is put off once more.

use cxl_domain::decision::Reversibility::{OneWay, TwoWay};

use super::super::company::{ANH, KHOA, LINH, MAI, MINH, NGA, OANH, QUAN, TRANG};
use super::question::Because::{Insight, PainPoint, Reading};
use super::question::Part::{Abstains, For, Recuses};
use super::question::Then::{
    CarriedOut, Confirmed, Decided, Deferred, Dissents, Done, Minuted as InMinutes, Votes, Withdrawn,
};
use super::question::{Authorized, In, Question, question};

const STEER: In = In::Committee("STEER");

pub(super) static QUESTIONS: [Question; 14] = [
    Question {
        about: &["COMPLAINTS"],
        acts: &[Authorized::Bridge("FIRST-TIME")],
        then: &[
            (
                "2022-10-20",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, For("YES")),
                    (OANH, For("YES")),
                    (MINH, Recuses),
                ]),
            ),
            (
                "2022-10-20",
                Decided("YES", "Counted both ways for a quarter, the two differ by a tenth of a point", None),
            ),
            ("2022-10-26", CarriedOut),
        ],
        ..question(
            "BY-CASE",
            STEER,
            LINH,
            "2022-10-13",
            "So sánh được hai cách đếm? · Are the two ways of counting comparable?",
        )
    },
    Question {
        about: &["MARKET"],
        grounds: &[PainPoint("MARKET-DAY")],
        reversibility: Some(TwoWay),
        acts: &[Authorized::Reopen("MARKET", "2023-03-13"), Authorized::Owner("MARKET", NGA, "2023-03-13")],
        then: &[
            (
                "2023-01-12",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (OANH, For("NO")),
                    (TRANG, For("YES")),
                    (NGA, For("YES")),
                ]),
            ),
            ("2023-01-12", Decided("YES", "The market is full again, and asks for us", Some("2023-03-31"))),
            ("2023-03-14", CarriedOut),
        ],
        ..question(
            "MARKET-AGAIN",
            STEER,
            LINH,
            "2023-01-09",
            "Mở lại quầy ở chợ? · The counter at the market again?",
        )
    },
    Question {
        about: &["LOANS"],
        options: &[
            ("DAY", "Thẩm định hẹn ngày cho từng hồ sơ · Appraisal promises a day", &[]),
            ("LIST", "Chỉ một danh mục hồ sơ · One list of papers alone", &[]),
        ],
        proposed: Some(("DAY", "Two of three weeks are appraisal's")),
        grounds: &[PainPoint("SILENCE"), Reading("LOAN-DAYS", "2022-12-31")],
        reversibility: Some(TwoWay),
        expects: &[("LOAN-DAYS", "-5", "2024-06-30")],
        another_look: Some(("2024-07-25", "Whether appraisal keeps its days")),
        then: &[
            (
                "2023-04-20",
                Votes(&[
                    (QUAN, For("DAY")),
                    (LINH, For("DAY")),
                    (MINH, For("DAY")),
                    (KHOA, For("LIST")),
                    (OANH, For("LIST")),
                    (NGA, For("DAY")),
                    (ANH, Abstains),
                    (TRANG, Recuses),
                ]),
            ),
            ("2023-04-21", Dissents(KHOA, "We ask for a day from people whom nobody here can ask")),
            (
                "2023-04-20",
                Decided(
                    "DAY",
                    "Whoever waits for a home can wait, if they know until when",
                    Some("2023-12-29"),
                ),
            ),
        ],
        ..question(
            "ONE-LIST",
            STEER,
            LINH,
            "2023-04-13",
            "Làm sao để khách biết ngày trả lời? · How does a family learn the day of the answer?",
        )
    },
    Question {
        about: &["WAIT"],
        grounds: &[PainPoint("WRONG-COUNTER"), Reading("WAIT-MIN", "2023-06-30")],
        reversibility: Some(TwoWay),
        then: &[
            (
                "2023-07-20",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (TRANG, For("YES")),
                    (ANH, For("YES")),
                    (NGA, Recuses),
                ]),
            ),
            ("2023-07-20", Decided("YES", "The queue has hours; rosters have days", Some("2023-12-29"))),
            ("2024-01-16", Done("In all branches since the fifteenth")),
        ],
        ..question("ROSTERS", STEER, LINH, "2023-07-13", "Xếp ca theo giờ? · Rosters by the hour?")
    },
    Question {
        about: &["LOSTCARD"],
        then: &[("2023-10-17", Withdrawn("A fee for bad luck; the sponsor took the question back"))],
        ..question(
            "SECOND-CARD",
            STEER,
            LINH,
            "2023-10-12",
            "Thu phí thẻ mất lần hai? · A fee for the second lost card?",
        )
    },
    Question {
        about: &["WAIT"],
        grounds: &[Reading("WAIT-MIN", "2024-01-31")],
        reversibility: Some(TwoWay),
        acts: &[Authorized::Target("WAIT-MIN", "14", "2024-03-11")],
        then: &[
            (
                "2024-03-06",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (OANH, For("NO")),
                    (ANH, For("NO")),
                    (NGA, Recuses),
                ]),
            ),
            (
                "2024-03-07",
                Dissents(ANH, "Fourteen is what we wish for; nothing has changed that would bring it"),
            ),
            ("2024-03-07", Decided("YES", "A stretch for two years, then another look", Some("2024-03-29"))),
            ("2024-03-12", CarriedOut),
        ],
        ..question(
            "WAIT-14",
            STEER,
            LINH,
            "2024-02-28",
            "Chỉ tiêu mười bốn phút chờ? · Fourteen minutes as the target?",
        )
    },
    Question {
        about: &["CARDS", "LOSTCARD"],
        grounds: &[PainPoint("MONEY-GONE"), Reading("DISPUTE-DAYS", "2024-02-29")],
        acts: &[
            Authorized::Oversight("CARDS", "STEER", "2024-07-01"),
            Authorized::Oversight("LOSTCARD", "STEER", "2024-07-01"),
        ],
        supersedes: &["PAYMENTS-APART"],
        then: &[
            (
                "2024-04-25",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (OANH, For("YES")),
                    (NGA, For("YES")),
                    (KHOA, Abstains),
                    (MAI, Recuses),
                ]),
            ),
            (
                "2024-04-25",
                Decided(
                    "YES",
                    "Disputes grew by a quarter while their committee met three times",
                    Some("2024-07-01"),
                ),
            ),
            ("2024-06-25", CarriedOut),
        ],
        ..question(
            "PAYMENTS-BACK",
            STEER,
            LINH,
            "2024-04-18",
            "Đưa thẻ về lại ban chỉ đạo? · Cards back to this committee?",
        )
    },
    Question {
        proposed: Some(("YES", "Three targets in six years moved by nobody's decision")),
        then: &[
            (
                "2024-06-27",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, For("YES")),
                    (OANH, For("YES")),
                    (TRANG, For("YES")),
                    (NGA, For("YES")),
                    (ANH, For("YES")),
                ]),
            ),
            ("2024-06-28", Decided("YES", "Whoever moves a promise says by what right", Some("2024-07-01"))),
            ("2024-07-02", Done("The ledger refuses since the first of July")),
        ],
        ..question(
            "BY-RIGHT",
            STEER,
            LINH,
            "2024-06-20",
            "Đổi cam kết phải nêu thẩm quyền? · Must a moved promise name its right?",
        )
    },
    Question {
        about: &["MARKET"],
        acts: &[Authorized::Sustain("MARKET", "2025-02-03")],
        then: &[
            (
                "2025-01-16",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, For("YES")),
                    (NGA, Recuses),
                ]),
            ),
            ("2025-01-16", Decided("YES", "It runs by itself, and should be left to", Some("2025-02-28"))),
            ("2025-02-03", CarriedOut),
        ],
        ..question(
            "MARKET-STAYS",
            STEER,
            LINH,
            "2025-01-13",
            "Duy trì quầy ở chợ? · Keep the counter at the market as it is?",
        )
    },
    Question {
        about: &["PRIORITY"],
        acts: &[Authorized::Pause("PRIORITY", "2025-07-01")],
        then: &[
            (
                "2025-06-27",
                InMinutes("YES", "No adviser is hired before the budget of the coming year", (1, 0), None),
            ),
            ("2025-06-30", Confirmed),
            ("2025-07-01", CarriedOut),
        ],
        ..question(
            "NO-HIRING",
            In::Department("BOARD", QUAN),
            LINH,
            "2025-06-26",
            "Tạm dừng tư vấn viên riêng? · Pause the adviser with a name?",
        )
    },
    Question {
        about: &["WAIT"],
        grounds: &[
            PainPoint("WRONG-COUNTER"),
            Insight("NEED-NOT-COUNTER"),
            Reading("WAIT-MIN", "2025-05-31"),
        ],
        reversibility: Some(OneWay),
        expects: &[("WAIT-MIN", "-2", "2026-09-30")],
        another_look: Some(("2026-10-22", "After two quarters of counters by need")),
        then: &[
            (
                "2025-07-24",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (OANH, For("NO")),
                    (TRANG, For("YES")),
                    (NGA, Recuses),
                ]),
            ),
            (
                "2025-07-24",
                Decided("YES", "People wait for what they came for, not for a counter", Some("2026-03-31")),
            ),
        ],
        ..question("BY-NEED", STEER, LINH, "2025-07-17", "Mở quầy theo nhu cầu? · Counters by need?")
    },
    Question {
        about: &["PARENTS"],
        grounds: &[PainPoint("SMALL-PRINT")],
        options: &[
            ("BRANCHES", "Mạng lưới chi nhánh · The branches", &[]),
            ("DIGITAL", "Ngân hàng số · Digital banking", &[]),
        ],
        then: &[("2025-10-23", Deferred(Some("2026-01-15"), "Yến is back, and has not been asked"))],
        ..question(
            "PARENTS-OWNER",
            STEER,
            LINH,
            "2025-10-16",
            "Ai phụ trách ngân hàng cho cha mẹ? · Who owns banking for our parents?",
        )
    },
    Question {
        about: &["PAPERLESS"],
        grounds: &[PainPoint("ENVELOPE")],
        deadline: Some("2026-01-31"),
        then: &[("2025-12-09", Votes(&[(LINH, For("NO")), (MINH, For("NO")), (OANH, Recuses)]))],
        ..question(
            "PAPER-FEE",
            STEER,
            LINH,
            "2025-12-08",
            "Thu phí sao kê giấy? · A fee for paper statements?",
        )
    },
    Question {
        about: &["CARDS"],
        grounds: &[PainPoint("MONEY-GONE")],
        then: &[
            (
                "2025-10-23",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (OANH, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, Recuses),
                ]),
            ),
            (
                "2025-10-23",
                Decided("YES", "Four years of waiting for a daily batch are enough", Some("2025-12-19")),
            ),
        ],
        ..question(
            "OTHER-PROCESSOR",
            STEER,
            LINH,
            "2025-10-16",
            "Mời đơn vị xử lý khác chào giá? · Ask other processors for an offer?",
        )
    },
];
