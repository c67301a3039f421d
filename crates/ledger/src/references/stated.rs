//! What a command states: the code that it claims, and of a correction what it states anew.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::id::EventId;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::{committee, decision, initiative, insight, journey, meeting, metric, pain_point, program};

use crate::command::Command;
use crate::execute::claimed_identity;
use crate::shelf::Shelf;
use crate::views::CodeScope;

/// The code that a command claims, and where.
pub(crate) fn claimed_code(command: &Command) -> Option<(CodeScope, &Code)> {
    match command {
        Command::Program(_, command) => match stated_program(command) {
            program::Command::Create(create) => Some((CodeScope::Program, &create.code)),
            _ => None,
        },
        Command::Initiative(_, command) => match stated_initiative(command) {
            initiative::Command::Charter(charter) => {
                Some((CodeScope::Initiative(charter.program), &charter.code))
            }
            _ => None,
        },
        Command::Metric(_, command) => match stated_metric(command) {
            metric::Command::Define(define) => {
                Some((CodeScope::Metric(define.defined.program), &define.defined.code))
            }
            _ => None,
        },
        Command::Committee(_, command) => match stated_committee(command) {
            committee::Command::Establish(begin) => {
                Some((Shelf::<Committee>::code_scope(begin.program), &begin.code))
            }
            _ => None,
        },
        Command::Meeting(_, command) => match stated_meeting(command) {
            meeting::Command::Convene(begin) => {
                Some((Shelf::<Meeting>::code_scope(begin.program), &begin.code))
            }
            _ => None,
        },
        Command::Decision(_, command) => {
            let open = stated_decision(command).opens()?;
            Some((Shelf::<Decision>::code_scope(open.program), &open.code))
        }
        Command::Journey(_, command) => match stated_journey(command) {
            journey::Command::Map(begin) => Some((Shelf::<Journey>::code_scope(begin.program), &begin.code)),
            _ => None,
        },
        Command::PainPoint(_, command) => match stated_pain_point(command) {
            pain_point::Command::Identify(begin) => {
                Some((Shelf::<PainPoint>::code_scope(begin.program), &begin.code))
            }
            _ => None,
        },
        Command::Insight(_, command) => match stated_insight(command) {
            insight::Command::Find(begin) => Some((Shelf::<Insight>::code_scope(begin.program), &begin.code)),
            _ => None,
        },
        Command::Organization(_) | Command::Person(..) | Command::Evidence(..) => None,
    }
}

/// Under which name the claim of a code or an identity waits for others of the same.
pub(crate) fn code_lock(command: &Command) -> Option<String> {
    if let Some(identity) = claimed_identity(command) {
        return Some(format!("identity {identity}"));
    }
    if let Command::Person(_, command) = command {
        return command.claims.as_ref().map(|code| format!("person {code}"));
    }
    claimed_code(command).map(|(scope, code)| format!("{scope:?} {code}"))
}

/// What a code of a scope belongs to.
pub(super) fn noun(scope: &CodeScope) -> &'static str {
    match scope {
        CodeScope::Program => "program",
        CodeScope::Initiative(_) => "initiative",
        CodeScope::Metric(_) => "metric",
        CodeScope::Thing(kind, _) => kind,
    }
}

/// What a correction states anew, else the command itself.
pub(super) fn stated_program(command: &program::Command) -> &program::Command {
    match command {
        program::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_initiative(command: &initiative::Command) -> &initiative::Command {
    match command {
        initiative::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_metric(command: &metric::Command) -> &metric::Command {
    match command {
        metric::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_committee(command: &committee::Command) -> &committee::Command {
    match command {
        committee::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_meeting(command: &meeting::Command) -> &meeting::Command {
    match command {
        meeting::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_decision(command: &decision::Command) -> &decision::Command {
    match command {
        decision::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_journey(command: &journey::Command) -> &journey::Command {
    match command {
        journey::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_pain_point(command: &pain_point::Command) -> &pain_point::Command {
    match command {
        pain_point::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

pub(super) fn stated_insight(command: &insight::Command) -> &insight::Command {
    match command {
        insight::Command::Correct(correct) => &correct.with,
        other => other,
    }
}

/// The fact that an act on an initiative corrects.
pub(super) fn corrected_by(command: &initiative::Command) -> Option<EventId> {
    match command {
        initiative::Command::Correct(correct) => Some(correct.event),
        _ => None,
    }
}
