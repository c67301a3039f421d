//! Insights: what pain points and readings mean together, shared with departments that can act on it.

use cxl_domain::command::{Annul, Correct};
use cxl_domain::insight::{ActedOn, Audience, Command as C, Find, Origin, ReadingOrigin};
use cxl_ledger::Command;

use super::super::cast::Cast;
use super::super::company::{
    ANH, HANH, KHOA, LINH, MAI, MINH, NGA, OANH, OWEN, PEOPLE, PHUC, QUAN, RUTH, TRANG, TUAN, VY, YEN,
};
use super::super::story::{Act, Story, code, day, text};

/// An insight with its life.
struct Seen {
    code: &'static str,
    is: &'static str,
    on: &'static str,
    /// Pain points, and readings as metric and last day.
    pains: &'static [&'static str],
    readings: &'static [(&'static str, &'static str)],
    shared: &'static str,
    departments: &'static [&'static str],
    /// Who acknowledged it, and when.
    heard: &'static [(&'static str, &'static str)],
    /// Who did what about it, when, in which initiative.
    acted: &'static [(&'static str, &'static str, &'static str, Option<&'static str>)],
}

const fn seen(code: &'static str, on: &'static str, shared: &'static str, is: &'static str) -> Seen {
    Seen { code, is, on, pains: &[], readings: &[], shared, departments: &[], heard: &[], acted: &[] }
}

static INSIGHTS: [Seen; 17] = [
    Seen {
        pains: &["TOLD-TWICE"],
        departments: &["CONTACT", "BRANCHES", "CARDS"],
        heard: &[(MINH, "2018-09-05"), (YEN, "2018-09-07"), (MAI, "2018-09-10")],
        acted: &[(
            MINH,
            "2020-11-02",
            "A name for each complaint, on trial with twelve people",
            Some("COMPLAINTS"),
        )],
        ..seen(
            "ONE-NAME",
            "2018-08-27",
            "2018-09-03",
            "Khách không đòi nhanh, khách đòi một người · Customers ask for one person, not for speed",
        )
    },
    Seen {
        pains: &["PAPERS"],
        departments: &["DIGITAL", "BRANCHES"],
        heard: &[(KHOA, "2020-02-13"), (YEN, "2020-02-17")],
        acted: &[(KHOA, "2020-03-09", "The address is taken over from the identity card", Some("ONBOARD"))],
        ..seen(
            "ASKED-THRICE",
            "2020-02-03",
            "2020-02-10",
            "Người bỏ dở không thiếu giấy, họ thiếu kiên nhẫn · Who gives up lacks patience, not papers",
        )
    },
    Seen {
        pains: &["WHERE-IS-CARD"],
        departments: &["CARDS", "CONTACT"],
        heard: &[(MAI, "2020-06-11"), (MINH, "2020-06-12")],
        acted: &[(MAI, "2020-09-07", "A message when the card leaves the printer", Some("CALLBACK"))],
        ..seen(
            "WAITING-BLIND",
            "2020-06-01",
            "2020-06-08",
            "Gọi hỏi thẻ là vì không biết ngày · They call about the card because they have no day",
        )
    },
    Seen {
        pains: &["TOLD-TWICE", "NO-ANSWER"],
        readings: &[("FIRST-TIME", "2020-09-30")],
        departments: &["CONTACT", "RISK"],
        heard: &[(MINH, "2020-11-12")],
        ..seen(
            "SECOND-CALL",
            "2020-11-02",
            "2020-11-09",
            "Cuộc gọi thứ hai giận hơn khiếu nại đầu · The second call is angrier than the first complaint",
        )
    },
    Seen {
        pains: &["QUEUE"],
        readings: &[("WAIT-MIN", "2020-12-31")],
        departments: &["BRANCHES", "HR"],
        heard: &[(YEN, "2021-02-24"), (ANH, "2021-02-25")],
        ..seen(
            "CALLED-BY-NAME",
            "2021-02-15",
            "2021-02-22",
            "Chờ ở nhà không thấy là chờ · Waiting at home is not felt as waiting",
        )
    },
    Seen {
        pains: &["FEE-LETTER"],
        departments: &["FINANCE", "CONTACT"],
        heard: &[(OANH, "2021-06-10"), (MINH, "2021-06-10")],
        acted: &[(OANH, "2021-07-12", "Fees are written as amounts, not as rates", Some("CALLBACK"))],
        ..seen(
            "AMOUNTS",
            "2021-05-31",
            "2021-06-07",
            "Người ta hiểu số tiền, không hiểu tỷ lệ · An amount is understood, a rate is not",
        )
    },
    Seen {
        pains: &["MONEY-GONE"],
        readings: &[("DISPUTE-DAYS", "2021-12-31")],
        departments: &["CARDS", "FINANCE", "CONTACT"],
        heard: &[(MAI, "2022-02-22"), (MINH, "2022-02-23")],
        ..seen(
            "WHOSE-MISTAKE",
            "2022-02-14",
            "2022-02-21",
            "Chờ lâu hơn vì không ai thấy hồ sơ · It takes longer because nobody can see the file",
        )
    },
    Seen {
        pains: &["SILENCE"],
        departments: &["LENDING", "CREDIT", "BRANCHES", "FINANCE"],
        heard: &[(TRANG, "2022-09-08"), (OANH, "2022-09-12")],
        ..seen(
            "DEPOSIT",
            "2022-08-29",
            "2022-09-05",
            "Hạn đặt cọc là hạn của khách · The day of the deposit is the customer's deadline",
        )
    },
    Seen {
        pains: &["QUEUE"],
        departments: &["BRANCHES", "HR"],
        heard: &[(NGA, "2023-05-10"), (ANH, "2023-05-11")],
        acted: &[(ANH, "2023-10-16", "Shifts begin at the hour at which customers do", Some("WAIT"))],
        ..seen(
            "PAYDAY",
            "2023-05-01",
            "2023-05-08",
            "Hàng chờ theo ngày lương, ca trực theo tuần · Queues follow payday, rosters follow the week",
        )
    },
    Seen {
        pains: &["WHAT-NEXT"],
        departments: &["CONTACT", "LENDING", "DIGITAL"],
        heard: &[(MINH, "2023-09-13"), (KHOA, "2023-09-14")],
        acted: &[(MINH, "2023-10-09", "Forty messages were cut to six, each with a day", Some("NEWS"))],
        ..seen(
            "THE-DAY",
            "2023-09-04",
            "2023-09-11",
            "Tin nhắn không có ngày là tin nhắn thừa · A message without a day is one too many",
        )
    },
    Seen {
        pains: &["STRANGER"],
        readings: &[("PRI-SAT", "2024-02-29")],
        departments: &["BRANCHES", "HR"],
        heard: &[(NGA, "2024-04-03"), (ANH, "2024-04-04")],
        ..seen(
            "REMEMBERED",
            "2024-03-25",
            "2024-04-01",
            "Được nhớ tên quan trọng hơn lãi suất · To be remembered matters more than the rate",
        )
    },
    Seen {
        pains: &["ASK-UPSTAIRS"],
        departments: &["HR", "BRANCHES", "RISK"],
        heard: &[(ANH, "2024-09-11"), (NGA, "2024-09-12")],
        acted: &[(ANH, "2024-11-04", "Small sums are refunded at ten counters, on trial", Some("STAFF"))],
        ..seen(
            "ALLOWED",
            "2024-09-02",
            "2024-09-09",
            "Nhân viên biết câu trả lời, chỉ thiếu quyền · Staff know the answer; they lack the right to give it",
        )
    },
    Seen {
        pains: &["WRONG-COUNTER"],
        readings: &[("WAIT-MIN", "2025-04-30")],
        departments: &["BRANCHES", "DIGITAL"],
        heard: &[(NGA, "2025-06-11"), (KHOA, "2025-06-12")],
        acted: &[(NGA, "2025-09-15", "Counters are opened by what people came for", Some("WAIT"))],
        ..seen(
            "NEED-NOT-COUNTER",
            "2025-06-02",
            "2025-06-09",
            "Khách chọn việc, ngân hàng chọn quầy · Customers choose a task; the bank chooses a counter",
        )
    },
    Seen {
        pains: &["SMALL-PRINT"],
        departments: &["DIGITAL", "BRANCHES", "FINANCE"],
        heard: &[(NGA, "2025-11-05"), (OANH, "2025-11-06")],
        ..seen(
            "BY-ONESELF",
            "2025-10-27",
            "2025-11-03",
            "Cha mẹ không muốn được giúp, họ muốn tự làm · Parents want to do it, not to be helped",
        )
    },
    Seen {
        pains: &["CUT-OFF"],
        departments: &["JP-REMIT", "JP-TOKYO"],
        heard: &[(TUAN, "2021-06-17"), (RUTH, "2021-06-18")],
        acted: &[(TUAN, "2021-07-12", "Hanoi is asked for a second payout run", Some("JP-REMIT"))],
        ..seen("LUNCH-BREAK", "2021-06-07", "2021-06-14", "Money is sent in the lunch break, and not before")
    },
    Seen {
        pains: &["HIDDEN-FEE"],
        departments: &["JP-REMIT", "JP-TOKYO"],
        heard: &[(TUAN, "2022-11-17"), (RUTH, "2022-11-18")],
        acted: &[(VY, "2023-04-10", "The amount that arrives is shown before the order", Some("JP-FEES"))],
        ..seen(
            "GUESSED-FEES",
            "2022-11-07",
            "2022-11-14",
            "A fee that is known is no complaint, however high",
        )
    },
    Seen {
        pains: &["TWICE-ASKED"],
        readings: &[("JP-LEFT", "2024-06-30")],
        departments: &["JP-TOKYO", "JP-REMIT"],
        heard: &[(RUTH, "2024-08-21"), (TUAN, "2024-08-22")],
        ..seen(
            "GOING-HOME",
            "2024-08-12",
            "2024-08-19",
            "They leave when they go home, not when they are cross",
        )
    },
];

pub(super) fn tell(story: &mut Story) {
    for seen in &INSIGHTS {
        find(story, seen);
    }
    // What the board hears from the newsletter.
    act(story, "ONE-NAME", "2018-10-01", PHUC, |cast| C::Share {
        shared: Audience { departments: Vec::new(), people: vec![cast.person(HANH)] },
        on: None,
    });
    act(story, "ONE-NAME", "2018-10-04", HANH, |_| C::Acknowledge { department: None, on: None });
    act(story, "DEPOSIT", "2023-04-03", PHUC, |cast| C::Share {
        shared: Audience { departments: vec![cast.department("CX")], people: vec![cast.person(QUAN)] },
        on: None,
    });
    act(story, "DEPOSIT", "2023-04-05", QUAN, |_| C::Acknowledge { department: None, on: None });
    understood_better(story);
    what_was_mended(story);
}

fn japan(seen: &Seen) -> bool {
    seen.departments.contains(&"JP-TOKYO")
}

fn act<'a>(
    story: &'a mut Story,
    insight: &'static str,
    on: &str,
    by: &'static str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, by, move |cast| Command::Insight(Some(cast.insight(insight)), command(cast)))
}

fn find(story: &mut Story, seen: &'static Seen) {
    let (program, by) = if japan(seen) { ("JP", VY) } else { ("VN", PHUC) };
    let departments = |cast: &Cast| seen.departments.iter().map(|code| cast.department(code)).collect();
    let found = move |cast: &Cast| {
        let pains = seen.pains.iter().map(|pain| Origin::PainPoint(cast.pain_point(pain)));
        let find = Find {
            program: cast.program(program),
            code: code(seen.code),
            description: text(seen.is),
            origins: pains.collect(),
            departments: departments(cast),
            on: None,
        };
        Command::Insight(None, C::Find(find))
    };
    story.act(seen.on, by, found).named(format!("insight {}", seen.code));
    for (metric, until) in seen.readings {
        act(story, seen.code, seen.on, by, move |cast| {
            let reading = cast.event(&format!("{metric} read {until}"));
            C::DrawFrom {
                origin: Origin::Reading(ReadingOrigin { metric: cast.metric(metric), reading }),
                on: None,
            }
        });
    }
    act(story, seen.code, seen.shared, by, move |cast| C::Share {
        shared: Audience { departments: departments(cast), people: Vec::new() },
        on: None,
    });
    for (person, on) in seen.heard {
        act(story, seen.code, on, person, |cast| C::Acknowledge {
            department: Some(cast.department(department_of(person))),
            on: None,
        });
    }
    for (person, on, action, initiative) in seen.acted {
        act(story, seen.code, on, person, move |cast| C::ActOn {
            acted: ActedOn {
                action: text(action),
                department: None,
                initiative: initiative.map(|initiative| cast.initiative(initiative)),
            },
            on: None,
        });
    }
}

/// The department for which somebody speaks.
fn department_of(person: &str) -> &'static str {
    PEOPLE.iter().find(|line| line.0 == person).expect("who hears of it works here").2
}

fn understood_better(story: &mut Story) {
    act(story, "WHOSE-MISTAKE", "2022-03-21", PHUC, |_| C::Redescribe {
        description: text(
            "Lâu hơn vì hồ sơ đợi một lô mỗi tuần · It takes longer because files wait for a weekly batch",
        ),
        on: None,
    });
    act(story, "GOING-HOME", "2024-09-02", OWEN, |cast| C::Address {
        department: cast.department("CX"),
        on: None,
    });
}

/// Something done about another insight; an insight that was none.
fn what_was_mended(story: &mut Story) {
    act(story, "AMOUNTS", "2021-07-13", LINH, |cast| C::ActOn {
        acted: ActedOn {
            action: text("Letters are printed on both sides"),
            department: Some(cast.department("FINANCE")),
            initiative: None,
        },
        on: Some(day("2021-07-12")),
    })
    .named("both sides");
    act(story, "AMOUNTS", "2021-07-14", LINH, |cast| {
        C::Annul(Annul {
            event: cast.event("both sides"),
            reason: text("That was about paper, not about fees"),
        })
    });
    act(story, "PAYDAY", "2023-05-03", PHUC, |cast| {
        C::Correct(Correct {
            event: cast.event_at("insight PAYDAY", 1),
            reason: text("Rosters follow the month, said HR"),
            with: Box::new(C::Redescribe {
                description: text(
                    "Hàng chờ theo ngày lương, ca trực theo tháng · Queues follow payday, rosters the month",
                ),
                on: None,
            }),
        })
    });
    let find = |cast: &Cast| {
        let find = Find {
            program: cast.program("VN"),
            code: code("BLUE"),
            description: text("Khách thích màu xanh · Customers like blue"),
            origins: Vec::new(),
            departments: Vec::new(),
            on: None,
        };
        Command::Insight(None, C::Find(find))
    };
    story.act("2022-05-16", PHUC, find).named("insight BLUE");
    act(story, "BLUE", "2022-05-17", PHUC, |_| C::RecordInError {
        reason: text("From a talk at a fair; no customer said so"),
    });
}
