//! The two programs: retail banking at home from 2018 on, and the bank's customers in Japan from 2020
//! on, in a time zone and a fiscal calendar of their own.

use chrono_tz::Asia::{Ho_Chi_Minh, Tokyo};
use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::program::{CodeLabeled, Command as C, Create, Vocabulary};
use cxl_ledger::Command;

use super::cast::Cast;
use super::company::{BAO, GRACE, HANH, LINH, OWEN, QUAN};
use super::story::{Act, Story, day, text};

/// Program, what the code names, the code and its label.
const LABELS: [(&str, Vocabulary, &str, &str); 16] = [
    ("VN", Vocabulary::Channel, "BRANCH", "Tại quầy · At the branch"),
    ("VN", Vocabulary::Channel, "APP", "Ứng dụng · In the app"),
    ("VN", Vocabulary::Channel, "CALL", "Gọi tổng đài · On the phone"),
    ("VN", Vocabulary::Segment, "MASS", "Khách hàng đại chúng · Mass retail"),
    ("VN", Vocabulary::Segment, "PRIORITY", "Khách hàng ưu tiên · Priority customers"),
    ("VN", Vocabulary::Source, "SMS", "Khảo sát SMS · Survey by text message"),
    ("VN", Vocabulary::Unit, "MINUTES", "phút · minutes of waiting"),
    ("VN", Vocabulary::Unit, "VND", "đồng · Vietnamese dong"),
    ("VN", Vocabulary::Scale, "EFFORT-7", "1 rất vất vả … 7 rất dễ · 1 very hard to 7 very easy"),
    ("VN", Vocabulary::Executive, "CMO", "Giám đốc kinh doanh · Sales and marketing"),
    ("VN", Vocabulary::Executive, "COO", "Giám đốc vận hành · Operations"),
    ("VN", Vocabulary::Executive, "CFO", "Giám đốc tài chính · Finance"),
    ("VN", Vocabulary::Executive, "CHRO", "Giám đốc nhân sự · People"),
    ("JP", Vocabulary::Segment, "WORKER", "Technical interns and skilled workers"),
    ("JP", Vocabulary::Segment, "STUDENT", "Students at language schools"),
    ("JP", Vocabulary::Unit, "CONTACTS", "Contacts in all channels"),
];

/// The programs' own acts.
pub(super) fn tell(story: &mut Story) {
    let family = "Khách hàng là người nhà · Customers are family";
    // The program is older than the ledger: the board began it on paper.
    create(story, "VN", family, HANH, "2018-01-15", "2016-01-04");
    create(story, "JP", "Far from home, close to the bank", GRACE, "2020-04-01", "2020-04-01");
    for (program, vocabulary, code, label) in LABELS {
        let (on, by) = if program == "VN" { ("2018-01-17", LINH) } else { ("2020-04-03", OWEN) };
        let labeled = CodeLabeled {
            vocabulary,
            code: code.parse().expect("what is labeled is a code"),
            label: text(label),
        };
        act(story, program, on, by, move |_| C::LabelCode { labeled }).named(format!("label {code}"));
    }
    sponsors(story);
    japan_sets_itself_up(story);
    a_rehearsal(story);
}

fn create(
    story: &mut Story,
    code: &'static str,
    name: &'static str,
    sponsor: &'static str,
    told: &'static str,
    begins: &'static str,
) {
    let create = move |cast: &Cast| {
        let create = Create {
            code: code.parse().expect("a program's code is a code"),
            name: text(name),
            sponsor: cast.person(sponsor),
            zone: Ho_Chi_Minh,
            calendar: FiscalCalendar::default(),
            on: Some(day(begins)),
        };
        Command::Program(None, C::Create(create))
    };
    story.act(told, BAO, create).named(format!("program {code}"));
}

fn act<'a>(
    story: &'a mut Story,
    program: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Program(Some(cast.program(program)), command(cast)))
}

fn sponsors(story: &mut Story) {
    act(story, "VN", "2021-06-21", LINH, |cast| C::NameSponsor {
        sponsor: cast.person(QUAN),
        on: Some(day("2021-07-01")),
    })
    .named("Quan sponsors");
    act(story, "VN", "2021-07-12", LINH, |cast| {
        C::Correct(Correct {
            event: cast.event("Quan sponsors"),
            reason: text("The board's letter names 15 July"),
            with: Box::new(C::NameSponsor { sponsor: cast.person(QUAN), on: Some(day("2021-07-15")) }),
        })
    });
    act(story, "VN", "2018-02-05", LINH, |_| C::LabelCode {
        labeled: CodeLabeled {
            vocabulary: Vocabulary::Channel,
            code: "FAX".parse().expect("FAX is a code"),
            label: text("Máy fax · By fax machine"),
        },
    })
    .named("label FAX");
    act(story, "VN", "2018-02-06", LINH, |cast| {
        C::Annul(Annul { event: cast.event("label FAX"), reason: text("No customer has a fax machine") })
    });
}

/// Run from the head office for a year, then on its own.
fn japan_sets_itself_up(story: &mut Story) {
    act(story, "JP", "2021-03-29", OWEN, |_| C::SetZone { zone: Tokyo, on: Some(day("2021-04-01")) });
    act(story, "JP", "2021-03-29", OWEN, |_| C::SetCalendar {
        calendar: FiscalCalendar::new(4).expect("April is a month"),
        on: Some(day("2021-04-01")),
    });
    act(story, "JP", "2023-04-03", OWEN, |_| C::Rename {
        name: text("Xa nhà mà gần · Far from home, close to the bank"),
        on: None,
    });
}

fn a_rehearsal(story: &mut Story) {
    let training = "Tập huấn · Training for secretaries";
    create(story, "REHEARSAL", training, HANH, "2018-01-15", "2018-01-15");
    act(story, "REHEARSAL", "2018-01-19", BAO, |_| C::RecordInError {
        reason: text("Made during the training; nothing in it is meant"),
    });
}
