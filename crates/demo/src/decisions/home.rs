//! What was decided at home up to the summer of 2022: a committee that hesitates, and learns to vote.

use cxl_domain::decision::Reversibility::{OneWay, TwoWay};

use super::super::company::{ANH, DUNG, HANH, KHOA, LINH, MAI, MINH, OANH, QUAN, TRANG, YEN};
use super::question::Because::{PainPoint, Paper, Reading};
use super::question::Part::{Abstains, For, Recuses};
use super::question::Then::{
    CarriedOut, Confirmed, Decided, Deferred, Dissents, Done, Minuted as InMinutes, Votes, Withdrawn,
};
use super::question::{Authorized, In, Question, question};

const STEER: In = In::Committee("STEER");
const PAY: In = In::Committee("PAY");

/// Told by an annual report, long after.
pub(super) static HOTLINE: Question = Question {
    about: &["HOTLINE"],
    ..question(
        "BOARD-2016-10",
        In::Department("BOARD", HANH),
        LINH,
        "2016-04-28",
        "Một số điện thoại riêng cho khiếu nại? · A number to complain to?",
    )
};

pub(super) static QUESTIONS: [Question; 15] = [
    Question {
        options: &[
            (
                "TWENTY",
                "Hai mươi giao dịch viên cho cả mạng lưới · Twenty tellers for the whole network",
                &[],
            ),
            ("NONE", "Không thêm người · Nobody", &[]),
        ],
        about: &["WAIT"],
        grounds: &[PainPoint("QUEUE")],
        reversibility: Some(TwoWay),
        then: &[
            ("2018-10-23", Deferred(Some("2019-01-22"), "Nobody knows what an hour of waiting costs")),
            (
                "2019-01-22",
                Votes(&[
                    (LINH, For("TEN")),
                    (MINH, For("TEN")),
                    (OANH, For("NONE")),
                    (DUNG, For("NONE")),
                    (KHOA, For("TEN")),
                    (MAI, Abstains),
                    (YEN, Recuses),
                ]),
            ),
            ("2019-01-23", Dissents(OANH, "More hands hide the queue; they do not shorten it")),
            ("2019-05-06", Withdrawn("It ran out of time in March; tickets in the app come instead")),
        ],
        ..question(
            "TELLERS",
            STEER,
            LINH,
            "2018-10-16",
            "Thêm giao dịch viên cho ngày cao điểm? · More tellers for busy days?",
        )
    },
    question("TELLERS-2", STEER, LINH, "2018-10-17", "Thêm giao dịch viên? · More tellers?"),
    Question {
        proposed: Some(("YES", "In a year of consensus this committee has decided once")),
        reversibility: Some(TwoWay),
        then: &[
            (
                "2019-04-23",
                Votes(&[
                    (HANH, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (YEN, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, For("YES")),
                    (DUNG, Abstains),
                    (OANH, For("YES")),
                ]),
            ),
            ("2019-04-23", Decided("YES", "A no is an answer, and no answer is none", Some("2019-05-01"))),
            ("2019-04-30", Done("The rule is set from the first of May")),
        ],
        ..question("BY-MAJORITY", STEER, LINH, "2019-04-16", "Quyết định theo đa số? · Decide by majority?")
    },
    Question {
        about: &["TABLETS"],
        expects: &[("NPS", "3", "2020-12-31")],
        then: &[
            ("2019-04-10", InMinutes("YES", "Every competitor has shown tablets at the fair", (1, 0), None)),
            ("2019-04-12", Confirmed),
            ("2019-07-24", Done("Four hundred tablets, in forty branches")),
        ],
        ..question(
            "BUY-TABLETS",
            In::Department("BOARD", HANH),
            LINH,
            "2019-04-08",
            "Mua máy tính bảng cho tư vấn viên? · Tablets for advisers?",
        )
    },
    Question {
        about: &["WAIT"],
        options: &[
            ("YES", "Lấy số trên ứng dụng, đến lượt mới tới · Tickets in the app", &[]),
            ("CHAIRS", "Thêm ghế chờ · More chairs", &[]),
        ],
        proposed: Some(("YES", "The trial in three branches took nine minutes off the queue")),
        grounds: &[PainPoint("QUEUE"), Reading("WAIT-MIN", "2018-12-31")],
        reversibility: Some(TwoWay),
        expects: &[("WAIT-MIN", "-3", "2020-06-30")],
        another_look: Some(("2020-06-30", "Whether those without a telephone wait longer")),
        deadline: Some("2019-05-31"),
        then: &[
            (
                "2019-05-02",
                Votes(&[
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (MAI, For("YES")),
                    (OANH, For("CHAIRS")),
                    (ANH, For("YES")),
                    (YEN, Recuses),
                ]),
            ),
            ("2019-05-03", Dissents(OANH, "Who has no telephone is served last; chairs are for everybody")),
            (
                "2019-05-03",
                Decided(
                    "YES",
                    "An hour at home is worth more than a chair at the branch",
                    Some("2019-08-31"),
                ),
            ),
            ("2019-10-21", Done("In every branch, three weeks late")),
        ],
        ..question(
            "APP-TICKETS",
            STEER,
            LINH,
            "2019-05-02",
            "Làm gì với hàng chờ tại quầy? · What do we do about the queue?",
        )
    },
    Question {
        about: &["ONBOARD"],
        proposed: Some(("YES", "Three of four who give up do so where they must come to a branch")),
        grounds: &[PainPoint("PAPERS")],
        expects: &[("ONB-EFFORT", "0.3", "2021-12-31")],
        then: &[
            (
                "2019-10-22",
                Votes(&[
                    (HANH, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (YEN, For("YES")),
                    (MAI, For("NO")),
                    (OANH, Abstains),
                    (KHOA, Recuses),
                ]),
            ),
            ("2019-10-22", Decided("YES", "Who can wait at home need not come to us", Some("2020-06-30"))),
            ("2020-07-21", Done("Live after two delays")),
        ],
        ..question("CAMERA", STEER, LINH, "2019-10-15", "Xác thực khuôn mặt qua camera? · Faces by camera?")
    },
    Question {
        about: &["WAIT"],
        grounds: &[Reading("WAIT-MIN", "2019-11-30")],
        reversibility: Some(TwoWay),
        acts: &[Authorized::Target("WAIT-MIN", "15", "2020-01-01")],
        then: &[
            (
                "2020-01-09",
                Votes(&[
                    (HANH, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (KHOA, For("YES")),
                    (ANH, For("YES")),
                    (YEN, Recuses),
                ]),
            ),
            (
                "2020-01-09",
                Decided("YES", "Reached in every month since the app tickets", Some("2020-01-31")),
            ),
            ("2020-01-13", CarriedOut),
        ],
        ..question(
            "WAIT-15",
            STEER,
            LINH,
            "2020-01-06",
            "Chỉ tiêu mười lăm phút chờ? · Fifteen minutes as the target?",
        )
    },
    Question {
        about: &["CARDS", "LOSTCARD"],
        acts: &[
            Authorized::Oversight("CARDS", "PAY", "2020-02-17"),
            Authorized::Oversight("LOSTCARD", "PAY", "2020-02-17"),
        ],
        then: &[
            (
                "2020-02-10",
                Votes(&[
                    (HANH, For("YES")),
                    (LINH, For("NO")),
                    (MINH, For("YES")),
                    (YEN, For("YES")),
                    (KHOA, For("YES")),
                    (OANH, For("YES")),
                    (MAI, Recuses),
                ]),
            ),
            ("2020-02-11", Dissents(LINH, "What meets once a year oversees nothing")),
            ("2020-02-11", Decided("YES", "Card matters take half of every meeting", Some("2020-02-28"))),
            ("2020-02-17", CarriedOut),
        ],
        ..question(
            "PAYMENTS-APART",
            STEER,
            LINH,
            "2020-02-05",
            "Giao thẻ cho tiểu ban riêng? · A committee of its own for cards?",
        )
    },
    Question {
        about: &["MARKET"],
        reversibility: Some(TwoWay),
        acts: &[Authorized::Stop("MARKET", "2020-05-11")],
        disagreed: Some((
            MINH,
            "The traders go on selling, by telephone, and will bank where somebody answers them",
        )),
        then: &[
            ("2020-05-08", InMinutes("YES", "The market itself is closed", (5, 1), Some("STEER-2020-2"))),
            ("2020-05-12", Confirmed),
            ("2020-05-13", CarriedOut),
        ],
        ..question(
            "MARKET-CLOSES",
            STEER,
            LINH,
            "2020-05-07",
            "Đóng quầy ở chợ? · Close the counter at the market?",
        )
    },
    Question {
        about: &["WAIT"],
        grounds: &[Reading("WAIT-MIN", "2020-12-31")],
        acts: &[Authorized::Rebase("WAIT-MIN")],
        then: &[
            (
                "2021-01-21",
                Votes(&[
                    (HANH, For("YES")),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (MAI, For("YES")),
                    (OANH, For("YES")),
                    (YEN, Recuses),
                ]),
            ),
            (
                "2021-01-21",
                Decided("YES", "Beside what it was in 2017 every month looks good", Some("2021-02-26")),
            ),
            ("2021-01-29", CarriedOut),
        ],
        ..question(
            "QUEUE-ANEW",
            STEER,
            LINH,
            "2021-01-14",
            "Tính lại giới hạn từ khi có số trên ứng dụng? · New limits since the app tickets?",
        )
    },
    Question {
        about: &["CARDS"],
        grounds: &[PainPoint("MONEY-GONE"), Paper("Offer of the processor")],
        reversibility: Some(OneWay),
        expects: &[("DISPUTE-DAYS", "-6", "2022-03-31")],
        then: &[
            ("2021-02-19", Votes(&[(KHOA, For("YES")), (MAI, For("YES")), (OANH, For("NO"))])),
            ("2021-02-22", Dissents(OANH, "We save a team and lose sight of the file")),
            ("2021-02-22", Decided("YES", "The processor promises eighteen days", Some("2021-08-31"))),
            ("2021-09-13", Done("All disputes go through the portal")),
        ],
        ..question(
            "DISPUTES-OUT",
            PAY,
            LINH,
            "2021-02-15",
            "Giao tra soát cho đơn vị xử lý? · Disputes to the processor?",
        )
    },
    Question {
        about: &["CARDS"],
        grounds: &[Paper("Contract with the processor")],
        reversibility: Some(OneWay),
        then: &[
            (
                "2021-02-26",
                InMinutes("YES", "Five years, and a weekly batch; the price falls by a third", (1, 0), None),
            ),
            ("2021-03-02", Confirmed),
            ("2021-03-03", Done("Signed")),
        ],
        ..question(
            "PROCESSOR-TERMS",
            In::Department("CARDS", MAI),
            LINH,
            "2021-02-25",
            "Hợp đồng năm năm với đơn vị xử lý? · Five years with the processor?",
        )
    },
    Question {
        about: &["TABLETS"],
        grounds: &[PainPoint("BROCHURE")],
        reversibility: Some(TwoWay),
        acts: &[Authorized::Stop("TABLETS", "2021-05-31")],
        supersedes: &["BUY-TABLETS"],
        then: &[
            (
                "2021-04-22",
                Votes(&[
                    (HANH, Abstains),
                    (LINH, For("YES")),
                    (MINH, For("YES")),
                    (YEN, For("YES")),
                    (MAI, For("YES")),
                    (OANH, For("YES")),
                    (KHOA, Recuses),
                ]),
            ),
            ("2021-04-22", Decided("YES", "One adviser in ten uses the tablet", Some("2021-05-31"))),
            ("2021-05-18", CarriedOut),
        ],
        ..question("STOP-TABLETS", STEER, LINH, "2021-04-15", "Dừng máy tính bảng? · Stop the tablets?")
    },
    Question {
        about: &["COMPLAINTS"],
        grounds: &[PainPoint("TOLD-TWICE"), Reading("FIRST-TIME", "2021-12-31")],
        reversibility: Some(TwoWay),
        then: &[
            (
                "2022-03-24",
                Votes(&[
                    (QUAN, For("YES")),
                    (LINH, For("YES")),
                    (YEN, For("YES")),
                    (KHOA, For("YES")),
                    (OANH, For("YES")),
                    (TRANG, For("YES")),
                    (MINH, Recuses),
                ]),
            ),
            (
                "2022-03-24",
                Decided(
                    "YES",
                    "Where everybody owns what they hear, nobody needs a desk to pass it to",
                    Some("2022-05-31"),
                ),
            ),
            ("2022-05-03", Done("Closed on the first of May; its people answer calls")),
        ],
        ..question(
            "DESK-CLOSES",
            STEER,
            LINH,
            "2022-02-21",
            "Đóng bàn khiếu nại? · Close the complaint desk?",
        )
    },
    Question {
        about: &["CARDS"],
        grounds: &[PainPoint("MONEY-GONE"), Reading("DISPUTE-DAYS", "2022-02-28")],
        reversibility: Some(TwoWay),
        expects: &[("DISPUTE-DAYS", "-5", "2023-06-30")],
        then: &[
            ("2022-04-01", Votes(&[(KHOA, For("YES")), (MAI, For("YES")), (OANH, Abstains)])),
            (
                "2022-04-04",
                Decided("YES", "Six days longer, and nobody here can see why", Some("2022-12-30")),
            ),
            ("2022-11-15", Done("Given up: only one dispute in nine was simple")),
        ],
        ..question(
            "DISPUTES-BACK",
            PAY,
            LINH,
            "2022-03-28",
            "Tự xử lý lại các tra soát đơn giản? · Simple disputes back in house?",
        )
    },
];
