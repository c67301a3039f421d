//! Exceptions of committees: actions, meetings, minutes.

use cxl_domain::committee::Committee;
use cxl_domain::exception::{Exception, ExceptionKind as Kind, Subject};
use cxl_domain::meeting::{Meeting, Status};

use super::{ExceptionScope, after, exception, plus_days, values};
use crate::query::Inquiry;
use crate::views::Held;

/// Within how many days minutes are confirmed where the committee settled nothing.
const CONFIRMED_WITHIN_DAYS: u16 = 14;

/// Actions that are due and neither done nor dropped.
pub(super) fn actions(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let as_of = &inquiry.as_of;
    let mut found = Vec::new();
    for held in meetings_in(inquiry, scope) {
        let actions = held.state.actions(as_of).into_iter();
        for action in actions.filter(|action| action.is_overdue(as_of.effective)) {
            let about = Subject::Action(held.state.id, action.id);
            let since = after(action.due, 0);
            let late = exception(Kind::ActionOverdue, about, since, Some(action.due), Some(action.owner));
            let moves = values([("moves", action.moves.len().to_string())]);
            found.push(Exception { values: moves, ..late });
        }
    }
    found
}

/// Committees that did not meet in the last period of their rhythm.
pub(super) fn meetings(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    let committees = inquiry.committees_of(scope.program);
    let meant = committees.filter(|held| scope.committee.is_none_or(|id| id == held.state.id));
    meant.filter_map(|held| meeting_overdue(inquiry, &held.state)).collect()
}

fn meeting_overdue(inquiry: &Inquiry<'_>, committee: &Committee) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let (period, settled) = inquiry.last_period(committee)?;
    let met = inquiry.meetings_of(committee.id).into_iter().any(|(_, id)| {
        let held = inquiry.views.thing::<Meeting>(id).and_then(|held| held.state.held(as_of));
        held.is_some_and(|(entry, _)| period.from() <= entry.from())
    });
    if met {
        return None;
    }
    let about = Subject::Committee(committee.id);
    let (since, person) = (after(period.to(), 0), committee.secretary(as_of).or(committee.chair(as_of)));
    let late = exception(Kind::MeetingOverdue, about, since, Some(period.to()), person);
    Some(Exception { values: values([("rhythm", settled.rhythm.to_string())]), ..late })
}

/// Meetings that were held and whose minutes nobody has confirmed, although the days for that are over.
pub(super) fn minutes(inquiry: &Inquiry<'_>, scope: &ExceptionScope) -> Vec<Exception> {
    meetings_in(inquiry, scope).filter_map(|held| unconfirmed(inquiry, &held.state)).collect()
}

fn unconfirmed(inquiry: &Inquiry<'_>, meeting: &Meeting) -> Option<Exception> {
    let as_of = &inquiry.as_of;
    let (Status::Held, Some(day)) = meeting.status(as_of) else { return None };
    if meeting.confirmation(as_of).is_some() {
        return None;
    }
    let due = plus_days(day, confirmed_within(inquiry, meeting));
    if as_of.effective <= due {
        return None;
    }
    let chair = meeting.held(as_of).map(|(_, held)| held.chair);
    let secretary = || {
        let committee = inquiry.committee(meeting.committee(as_of)?)?;
        committee.state.secretary(as_of)
    };
    let minuted = meeting.minutes(as_of).is_some();
    let person = if minuted { chair } else { secretary() };
    let about = Subject::Meeting(meeting.id);
    let late = exception(Kind::MinutesUnconfirmed, about, after(due, 0), Some(due), person);
    Some(Exception { values: values([("minuted", minuted.to_string())]), ..late })
}

/// Within how many days the minutes of a meeting are confirmed.
pub(in crate::query) fn confirmed_within(inquiry: &Inquiry<'_>, meeting: &Meeting) -> u16 {
    let as_of = &inquiry.as_of;
    let committee = meeting.committee(as_of).and_then(|id| inquiry.views.thing::<Committee>(id));
    let settled = committee.and_then(|held| held.state.rhythm(as_of));
    settled.map_or(CONFIRMED_WITHIN_DAYS, |settled| settled.due_within_days)
}

fn meetings_in<'a>(
    inquiry: &Inquiry<'a>,
    scope: &ExceptionScope,
) -> impl Iterator<Item = &'a Held<Meeting>> + use<'a> {
    let (as_of, committee) = (inquiry.as_of, scope.committee);
    let of_it = move |held: &&'a Held<Meeting>| {
        committee.is_none_or(|committee| held.state.committee(&as_of) == Some(committee))
    };
    inquiry.meetings_in(scope.program).filter(of_it)
}
