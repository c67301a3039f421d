//! What follows upon reports and exceptions: who read what, why something is as it is, and what somebody who
//! leaves leaves behind.

use cxl_domain::command::Correct;
use cxl_domain::exception::{ExceptionExplained, ExceptionKind};
use cxl_domain::id::PersonId;
use cxl_domain::initiative::Command as C;
use cxl_domain::person::Command as Person;
use cxl_ledger::query::{Holding, Inquiry};
use cxl_ledger::{Command, HandOver, HandOverPart};

use super::cast::Cast;
use super::company::{ANH, BAO, KHOA, LINH, MAI, THAO, YEN};
use super::story::{Story, day, text};

/// An exception that is explained: initiative, kind, by whom, when; cause, next step, who takes it, by when.
struct Explained {
    initiative: &'static str,
    kind: ExceptionKind,
    by: &'static str,
    on: &'static str,
    cause: &'static str,
    next: Option<&'static str>,
    owner: &'static str,
    due: Option<&'static str>,
}

const fn explained(
    initiative: &'static str,
    kind: ExceptionKind,
    by: &'static str,
    on: &'static str,
    cause: &'static str,
) -> Explained {
    Explained { initiative, kind, by, on, cause, next: None, owner: by, due: None }
}

static EXPLAINED: [Explained; 8] = [
    Explained {
        next: Some("Ask lending's head for a name"),
        owner: LINH,
        due: Some("2022-03-31"),
        ..explained(
            "LOANS",
            ExceptionKind::VacantOwner,
            LINH,
            "2022-01-11",
            "Two candidates, and both said no",
        )
    },
    Explained {
        next: Some("Follow ten files through the portal"),
        due: Some("2022-02-28"),
        ..explained(
            "CARDS",
            ExceptionKind::Concern,
            MAI,
            "2022-01-24",
            "Files wait for the processor's weekly batch",
        )
    },
    Explained {
        next: Some("Bring a name for the queue"),
        owner: "QUAN.DINH",
        due: Some("2022-12-16"),
        ..explained(
            "WAIT",
            ExceptionKind::VacantOwner,
            THAO,
            "2022-07-25",
            "The branch network has no head either",
        )
    },
    Explained {
        next: Some("Report for whoever comes"),
        due: Some("2022-10-31"),
        ..explained(
            "WAIT",
            ExceptionKind::ReportOverdue,
            THAO,
            "2022-08-15",
            "Nobody to report; the secretary will",
        )
    },
    Explained {
        next: Some("Ask again at the end of the contract"),
        due: Some("2026-03-31"),
        ..explained(
            "CARDS",
            ExceptionKind::Concern,
            MAI,
            "2025-08-11",
            "The processor keeps its weekly batch",
        )
    },
    Explained {
        next: Some("Ask Yến"),
        owner: THAO,
        due: Some("2026-01-12"),
        ..explained(
            "PARENTS",
            ExceptionKind::VacantOwner,
            LINH,
            "2025-11-10",
            "Two departments, and each names the other",
        )
    },
    explained(
        "STAFF",
        ExceptionKind::DeclaredOtherwise,
        ANH,
        "2025-10-20",
        "The refunds work; the survey comes once a quarter",
    ),
    Explained {
        next: Some("Put a target to the committee that the video desk can reach"),
        due: Some("2026-01-15"),
        ..explained(
            "ONBOARD",
            ExceptionKind::DeclaredOtherwise,
            KHOA,
            "2025-11-03",
            "The target is older than the camera, and nobody has looked at it since",
        )
    },
];

/// All of it but the reading of reports, which goes with the reports.
pub(super) fn tell(story: &mut Story) {
    for line in &EXPLAINED {
        explain(story, line);
    }
    yen_leaves(story);
    dung_leaves_quietly(story);
    yen_comes_back(story);
}

fn explain(story: &mut Story, line: &'static Explained) {
    let explain = move |cast: &Cast, inquiry: &Inquiry<'_>| {
        let id = cast.initiative(line.initiative);
        let initiative = &inquiry.initiative(id).expect("what is explained is chartered").state;
        let noticed = inquiry.exceptions_of(initiative);
        let exception = noticed.iter().map(|it| it.exception.key).find(|key| key.kind == line.kind);
        let known: Vec<_> = noticed.iter().map(|it| it.exception.key.kind).collect();
        let exception = exception.unwrap_or_else(|| {
            panic!("{} shows {known:?} on {}, not {:?}", line.initiative, line.on, line.kind)
        });
        let explained = ExceptionExplained {
            exception,
            cause: text(line.cause),
            next_step: line.next.map(text),
            owner: cast.person(line.owner),
            due: line.due.map(day),
        };
        Command::Initiative(Some(id), C::ExplainException { explained })
    };
    story.consider(line.on, line.by, explain).named(format!("{} explained on {}", line.initiative, line.on));
}

/// What of somebody's holdings goes to whom.
fn parts(
    inquiry: &Inquiry<'_>,
    person: PersonId,
    to: impl Fn(Holding) -> Option<Option<PersonId>>,
) -> Vec<HandOverPart> {
    let held = inquiry.holdings(person).into_iter();
    held.filter_map(|holding| Some(HandOverPart { holding, to: to(holding)? })).collect()
}

/// The branch network's head goes: the administrator records it, and whoever leads the program hands over
/// what she holds in one act, all but one thing.
fn yen_leaves(story: &mut Story) {
    story.act("2022-05-31", BAO, |cast| {
        Command::Person(Some(cast.person(YEN)), Person::Leave { on: Some(day("2022-06-01")) }.into())
    });
    story.hand_over("2022-05-31", LINH, |cast, inquiry| {
        let yen = cast.person(YEN);
        let parts = parts(inquiry, yen, |holding| match holding {
            // Nobody follows in the queue, nor on the seat.
            Holding::Initiative(_) | Holding::Seat(..) => Some(None),
            // The new secretary takes it from there, two weeks later.
            Holding::Metric(_) => Some(Some(cast.person(LINH))),
            // The files of the complaint desk are forgotten, and turn up three weeks later.
            // A role ends on that day by itself.
            Holding::Action(..) | Holding::Sponsorship(_) | Holding::Role(..) | Holding::Token(_) => None,
        });
        HandOver { person: yen, leaves: None, on: Some(day("2022-06-01")), parts }
    });
}

/// Of the other only the day of leaving is recorded; what he held shows as not handed over.
fn dung_leaves_quietly(story: &mut Story) {
    let person = |code: &'static str, act: Person| {
        move |cast: &Cast| Command::Person(Some(cast.person(code)), act.into())
    };
    story
        .act("2021-11-29", BAO, person("DUNG.CAO", Person::Leave { on: Some(day("2021-12-01")) }))
        .named("Dung leaves");
    story.act("2021-11-30", BAO, |cast| {
        let with = Box::new(Person::Leave { on: Some(day("2021-11-30")) });
        let reason = text("A day earlier than planned");
        let correct = Correct { event: cast.event("Dung leaves"), reason, with };
        Command::Person(Some(cast.person("DUNG.CAO")), Person::Correct(correct).into())
    });
}

fn yen_comes_back(story: &mut Story) {
    story.act("2025-10-06", BAO, |cast| {
        Command::Person(Some(cast.person(YEN)), Person::Return { on: None }.into())
    });
    story.act("2025-10-06", BAO, |cast| {
        let department = Some(cast.department("BRANCHES"));
        Command::Person(Some(cast.person(YEN)), Person::Place { department, on: None }.into())
    });
}
