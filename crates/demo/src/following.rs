//! What follows upon reports and exceptions: who read what, why something is as it is, and what somebody who
//! leaves leaves behind.

use cxl_domain::command::Correct;
use cxl_domain::exception::{ExceptionExplained, ExceptionKind, Subject};
use cxl_domain::id::PersonId;
use cxl_domain::initiative::Command as C;
use cxl_domain::measurement::flags::FlagId;
use cxl_domain::metric::{Command as M, FlagCleared};
use cxl_domain::person::Command as Person;
use cxl_domain::program::Command as P;
use cxl_ledger::query::{ExceptionScope, Holding, Inquiry};
use cxl_ledger::{Command, HandOver, HandOverPart};

use super::cast::Cast;
use super::company::{ANH, BAO, KHOA, LINH, MAI, QUAN, THAO, YEN};
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
    what_no_initiative_answers_for(story);
    flags_are_looked_at(story);
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

/// A decision that is not carried out, and says why.
fn what_no_initiative_answers_for(story: &mut Story) {
    story.consider("2024-02-05", THAO, |cast, inquiry| {
        let program = cast.program("VN");
        let about = Subject::Decision(cast.decision("ONE-LIST"));
        let noticed = inquiry.exceptions(&ExceptionScope { program, committee: None });
        let mut keys = noticed.iter().map(|it| it.exception.key);
        let exception =
            keys.find(|key| key.kind == ExceptionKind::DecisionNotCarriedOut && key.about == about);
        let explained = ExceptionExplained {
            exception: exception.expect("appraisal has promised no day"),
            cause: text("Appraisal signed, and left the number of days blank"),
            next_step: Some(text("The sponsor asks appraisal's head")),
            owner: cast.person(QUAN),
            due: Some(day("2024-04-30")),
        };
        Command::Program(Some(program), P::ExplainException { explained })
    });
}

/// A flag that was raised over figures in order, cleared with a reason; other figures raise it again.
fn flags_are_looked_at(story: &mut Story) {
    story.consider("2023-11-06", LINH, |cast, inquiry| {
        let metric = cast.metric("BLOCK-5MIN");
        let flags = inquiry.flags(metric);
        let raised = flags.iter().find(|it| it.flag == FlagId::HeapedAtTarget && it.is_open());
        let raised = raised.expect("every reading lies at the target");
        let cleared = FlagCleared {
            table: raised.table,
            flag: raised.flag,
            improvement: None,
            seen: raised.seen.expect("an open flag is raised over some figures"),
            reason: text("The target is all of them, and all of them is what it is, month after month"),
        };
        Command::Metric(Some(metric), M::ClearFlag { cleared })
    });
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
            // A role ends on that day by itself; what awaits her judgment awaits others too, and what she
            // announced is done.
            Holding::Action(..)
            | Holding::Sponsorship(_)
            | Holding::Role(..)
            | Holding::Token(_)
            | Holding::Step(..)
            | Holding::Evidence(_) => None,
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
