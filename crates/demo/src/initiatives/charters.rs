//! The charters.

use cxl_domain::initiative::{Charter, Command as C};
use cxl_ledger::Command;

use super::super::cast::Cast;
use super::super::company::{ANH, DUNG, GRACE, HANH, KHOA, MAI, MINH, OANH, RUTH, TUAN, VY, YEN};
use super::super::story::{Story, text};
use super::{Right, lead};

/// Program, code, day, name, purpose, owner, right.
type CharterLine =
    (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>, Right);

const CHARTERS: [CharterLine; 19] = [
    (
        "VN",
        "ONBOARD",
        "2018-03-05",
        "An account in ten minutes · Mở tài khoản trong mười phút",
        "Whoever wants an account has one before the coffee is cold, at home as at the branch",
        Some(KHOA),
        Right::Founding,
    ),
    (
        "VN",
        "COMPLAINTS",
        "2018-03-19",
        "A complaint answered once · Khiếu nại chỉ cần nói một lần",
        "A customer tells what went wrong to one person, who owns it until it is put right",
        Some(MINH),
        Right::Founding,
    ),
    (
        "VN",
        "WAIT",
        "2018-03-19",
        "Less time in the queue · Bớt chờ tại quầy",
        "Nobody takes an afternoon off to go to the bank",
        Some(YEN),
        Right::Founding,
    ),
    (
        "VN",
        "WAIT-2",
        "2019-02-18",
        "Shorter queues in the north",
        "The same as WAIT, chartered a second time by the northern region",
        Some(YEN),
        Right::Unsaid,
    ),
    (
        "VN",
        "LOANS",
        "2018-06-11",
        "A clear answer on a home loan · Trả lời rõ ràng về khoản vay",
        "A family that found a home knows within two weeks whether the bank is with them",
        Some(DUNG),
        Right::Paper("Board minute 2018/14"),
    ),
    (
        "VN",
        "CALLBACK",
        "2018-07-09",
        "No need to call · Không cần gọi",
        "What customers call about is told to them before they have to ask",
        Some(MINH),
        Right::Paper("Board minute 2018/17"),
    ),
    (
        "VN",
        "CARDS",
        "2018-09-10",
        "Disputes settled before the statement · Tra soát xong trước kỳ sao kê",
        "Money taken by mistake is back before the customer has to pay for it",
        Some(MAI),
        Right::Paper("Board minute 2018/21"),
    ),
    (
        "VN",
        "LOSTCARD",
        "2019-01-14",
        "A lost card is blocked at once · Khóa thẻ ngay khi mất",
        "From the call to the block it takes no longer than to say what happened",
        Some(MAI),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
    (
        "VN",
        "STAFF",
        "2019-01-21",
        "Free to help · Được quyền giúp khách hàng",
        "At the counter and on the phone, people may do what is right without asking upstairs",
        Some(ANH),
        Right::Paper("Board minute 2019/02"),
    ),
    (
        "VN",
        "TABLETS",
        "2019-04-08",
        "Tablets for advisers · Máy tính bảng cho tư vấn viên",
        "Customer and adviser look at the same page",
        Some(KHOA),
        Right::Paper("Board minute 2019/06"),
    ),
    (
        "VN",
        "PRIORITY",
        "2019-04-15",
        "An adviser with a name · Một tư vấn viên quen mặt",
        "Who has been with the bank for years need not explain it to a stranger",
        Some(OANH),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
    (
        "VN",
        "MARKET",
        "2019-06-10",
        "A counter at the market · Quầy ở chợ",
        "Who sells from four in the morning banks without leaving the stall",
        Some(YEN),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
    (
        "VN",
        "NEWS",
        "2023-06-05",
        "Say what happens next · Báo trước bước tiếp theo",
        "After each step the customer knows the next one and its day",
        Some(MINH),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
    (
        "VN",
        "PAPERLESS",
        "2024-09-09",
        "Statements without paper · Sao kê không giấy",
        "Nobody waits for an envelope, and those who want one still get it",
        Some(OANH),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
    (
        "VN",
        "PARENTS",
        "2025-02-10",
        "Banking for our parents · Ngân hàng cho cha mẹ",
        "Whoever did not grow up with a telephone in the hand is served as well as before",
        None,
        Right::Unsaid,
    ),
    (
        "JP",
        "JP-REMIT",
        "2020-05-11",
        "Money home the same day",
        "What is sent in the morning in Tokyo buys dinner at home",
        Some(TUAN),
        Right::Founding,
    ),
    (
        "JP",
        "JP-DESK",
        "2020-06-15",
        "A desk that speaks my language",
        "No customer needs an interpreter to be served by a bank from home",
        Some(RUTH),
        Right::Founding,
    ),
    (
        "JP",
        "JP-APP",
        "2020-09-14",
        "One app for both countries",
        "An account opened in Hue works in Osaka",
        Some(RUTH),
        Right::Paper("Letter of the Tokyo branch 7"),
    ),
    (
        "JP",
        "JP-FEES",
        "2021-05-10",
        "Fees said aloud",
        "Before a transfer everybody knows what arrives",
        Some(VY),
        Right::Rule("CHARTERS-BY-LEAD"),
    ),
];

/// Every charter.
pub(super) fn tell(story: &mut Story) {
    for line in CHARTERS {
        charter(story, line);
    }
}

/// Who sponsored a program when it was founded.
fn sponsor(program: &str) -> &'static str {
    if program == "JP" { GRACE } else { HANH }
}

/// Which committee oversees what is chartered on a day; before there was one, the sponsor founded.
fn overseer(program: &str, right: Right, on: &str) -> Option<&'static str> {
    match (program, right) {
        (_, Right::Founding) => None,
        // Nobody thought of it, and it was recorded in error anyway.
        _ if on == "2019-02-18" => None,
        ("JP", _) => Some("TOKYO"),
        _ => Some("STEER"),
    }
}

fn charter(story: &mut Story, (program, code, on, name, purpose, owner, right): CharterLine) {
    let charter = move |cast: &Cast| {
        let charter = Charter {
            program: cast.program(program),
            code: code.parse().expect("an initiative's code is a code"),
            name: text(name),
            purpose: text(purpose),
            owner: owner.map(|owner| cast.person(owner)),
            committee: overseer(program, right, on).map(|committee| cast.committee(committee)),
            on: None,
            authority: right.authority(),
        };
        Command::Initiative(None, C::Charter(charter))
    };
    let act = match right {
        // The sponsor founds; the lead enters it.
        Right::Founding => story.act(on, sponsor(program), charter).entered_by(lead(code)),
        _ => story.act(on, lead(code), charter),
    };
    act.named(format!("initiative {code}"));
}
