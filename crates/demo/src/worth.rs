//! What initiatives change around themselves, whose goals they help, and what the business expects of them.

use cxl_domain::command::Annul;
use cxl_domain::initiative::{
    BenefitExpected, BenefitKind, Command as C, ElementChanged, ElementKind, Helps,
};
use cxl_ledger::Command;

use super::cast::Cast;
use super::initiatives::steers;
use super::story::{Act, Story, code, day, decimal, text};

use BenefitKind::{Cost, Culture, Revenue};
use ElementKind::{People, Process, Product, System};

/// Initiative, code, kind and name of the element, where on a journey, day.
type ElementLine =
    (&'static str, &'static str, ElementKind, &'static str, &'static [&'static str], &'static str);

const ELEMENTS: [ElementLine; 14] = [
    ("WAIT", "TICKETS", System, "Hệ thống lấy số · The ticket system", &["DAILY TICKET"], "2019-05-13"),
    ("WAIT", "ROSTERS", Process, "Xếp ca · Rosters", &["DAILY COUNTER"], "2023-09-11"),
    ("ONBOARD", "CAMERA-ID", System, "Xác thực khuôn mặt · Face check", &["DAILY CAMERA"], "2019-11-11"),
    ("ONBOARD", "VIDEO-DESK", People, "Tổ gọi video · The video desk", &["DAILY NOT-KNOWN"], "2023-02-13"),
    (
        "COMPLAINTS",
        "OWNERSHIP",
        People,
        "Người giữ khiếu nại · Owners of complaints",
        &["DAILY HELP"],
        "2020-09-14",
    ),
    ("CALLBACK", "LETTERS", Product, "Thư gửi khách · Letters to customers", &[], "2021-07-12"),
    (
        "CARDS",
        "PORTAL",
        System,
        "Cổng tra soát · The disputes portal",
        &["DAILY DISPUTE", "DAILY TO-CARDS"],
        "2021-03-08",
    ),
    ("LOSTCARD", "ONE-NUMBER", Product, "Một số điện thoại · One number", &["DAILY BLOCK"], "2020-11-16"),
    ("STAFF", "RIGHTS", People, "Quyền của nhân viên · What staff may do", &["DAILY COUNTER"], "2024-11-11"),
    ("STAFF", "ROSTERS", Process, "Xếp ca · Rosters", &[], "2024-11-11"),
    ("LOANS", "PAPER-LIST", Process, "Danh mục hồ sơ · The list of papers", &["HOME PAPERS"], "2023-05-15"),
    ("JP-REMIT", "PAYOUT-RUNS", Process, "Payout runs in Hanoi", &["ABROAD TO-HANOI"], "2021-09-13"),
    ("JP-DESK", "EVENINGS", People, "The people of Thursday evening", &["ABROAD DESK"], "2022-01-24"),
    ("JP-APP", "CAMERA-ID", System, "Face check, as at home", &["ABROAD SIGN-IN"], "2022-05-16"),
];

/// Initiative, the executive whose goal it helps, which goal, day.
const HELPED: [(&str, &str, Option<&str>, &str); 10] = [
    ("WAIT", "COO", Some("Branches that do more with the same people"), "2018-04-16"),
    ("ONBOARD", "CMO", Some("Twice as many new accounts by 2022"), "2018-06-18"),
    ("COMPLAINTS", "COO", None, "2018-04-16"),
    ("CALLBACK", "CFO", Some("Cost to serve down by a tenth"), "2018-07-16"),
    ("PRIORITY", "CMO", Some("Ninety-five in a hundred stay"), "2019-04-22"),
    ("STAFF", "CHRO", Some("People who stay because they may help"), "2019-02-04"),
    ("PAPERLESS", "CFO", Some("Cost to serve down by a tenth"), "2024-09-16"),
    ("CARDS", "CRO", None, "2018-10-15"),
    ("JP-REMIT", "CMO", Some("The bank of choice from Tokyo to Osaka"), "2020-07-13"),
    ("LOANS", "CFO", None, "2018-06-18"),
];

/// Initiative, code, kind, metric, amount, first day, first day after, day of the act.
type BenefitLine = (
    &'static str,
    &'static str,
    BenefitKind,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const BENEFITS: [BenefitLine; 8] = [
    ("CALLBACK", "FEWER-CALLS", Cost, "CONTACTS", "60000", "2022-01-01", "2024-01-01", "2021-12-06"),
    ("NEWS", "NEED-NOT-ASK", Cost, "CONTACTS", "180000", "2024-06-01", "2026-01-01", "2024-05-06"),
    ("PRIORITY", "STAYERS", Revenue, "PRI-STAY", "0.015", "2023-07-01", "2025-07-01", "2023-06-19"),
    ("PAPERLESS", "POSTAGE", Cost, "COST-SERVE", "36000", "2025-09-01", "2026-09-01", "2025-08-18"),
    ("STAFF", "FREE-TO-HELP", Culture, "ENGAGEMENT", "0.03", "2025-06-01", "2027-01-01", "2025-05-19"),
    ("ONBOARD", "EASY-START", Revenue, "ONB-EFFORT", "0.4", "2020-08-01", "2023-08-01", "2020-07-27"),
    ("ONBOARD", "EASY-START", Revenue, "ONB-EFFORT", "0.6", "2023-08-01", "2026-08-01", "2023-07-24"),
    // The same calls are claimed twice; the later claim does not count.
    ("COMPLAINTS", "CALMER-LINES", Cost, "CONTACTS", "40000", "2022-06-01", "2023-06-01", "2022-05-30"),
];

/// Everything about what initiatives are worth.
pub(super) fn tell(story: &mut Story) {
    for (initiative, element, kind, name, at, on) in ELEMENTS {
        act(story, initiative, on, move |cast| C::ChangeElement {
            changed: ElementChanged {
                code: code(element),
                kind,
                name: text(name),
                at: at.iter().map(|place| cast.place(place)).collect(),
            },
            on: None,
        });
    }
    for (initiative, executive, goal, on) in HELPED {
        act(story, initiative, on, move |_| C::Help {
            helps: Helps { executive: code(executive), goal: goal.map(text) },
            on: None,
        });
    }
    for (initiative, benefit, kind, metric, amount, from, until, on) in BENEFITS {
        act(story, initiative, on, move |cast| C::ExpectBenefit {
            expected: BenefitExpected {
                code: code(benefit),
                kind,
                metric: cast.metric(metric),
                amount: decimal(amount),
            },
            on: Some(day(from)),
            until: day(until),
        })
        .named(format!("{benefit} from {from}"));
    }
    act(story, "LOSTCARD", "2021-03-15", |_| C::Help {
        helps: Helps { executive: code("CIO"), goal: None },
        on: None,
    })
    .named("LOSTCARD helps");
    act(story, "LOSTCARD", "2021-03-16", |cast| {
        C::Annul(Annul {
            event: cast.event("LOSTCARD helps"),
            reason: text("The bank has no such executive"),
        })
    });
}

fn act<'a>(
    story: &'a mut Story,
    initiative: &'static str,
    on: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, steers(initiative, on), move |cast| {
        Command::Initiative(Some(cast.initiative(initiative)), command(cast))
    })
}
