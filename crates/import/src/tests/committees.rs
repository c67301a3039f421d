//! Committees, seats, meetings with their minutes, and actions.

use cxl_domain::calendar::Rhythm;
use cxl_domain::committee::{Committee, DecisionRule, MeetingRhythm, SeatRole, Threshold, Tie};
use cxl_domain::meeting::{ActionState, Meeting, Presence, Status};

use super::*;

const COMMITTEES: &str =
    "program,code,name,from,rhythm,due_within_days,decision_rule,threshold,tie,owners_vote";
const MEMBERSHIPS: &str = "program,committee,person,role,department,from,until";
const MEETINGS: &str = "program,code,committee,name,on,held,chair,present,excused,absent,resolutions,\
                        minutes_number,minutes,minuted_by,confirmed,published_on";
const ACTIONS: &str = "program,meeting,task,owner,due_on,done_on,dropped_on,reason,published_on";

impl World {
    /// With a committee STEER from 2019 on, chaired by BEN.
    pub(super) async fn with_a_committee() -> Self {
        let world = Self::with_a_program().await;
        world.write("committees.csv", format!("{COMMITTEES}\nRETAIL,STEER,Steering,2019-01-01,,,,,,\n"));
        world.write("memberships.csv", format!("{MEMBERSHIPS}\nRETAIL,STEER,BEN,chair,,2019-01-01,\n"));
        world.imports().await;
        for file in ["committees.csv", "memberships.csv"] {
            fs::remove_file(world.folder.path().join(file)).unwrap();
        }
        world
    }

    fn committee(&self) -> Committee {
        let views = self.ledger.snapshot();
        let id = views.thing_by_code::<Committee>(self.program(), &code("STEER"), &ever()).unwrap();
        views.thing::<Committee>(id).unwrap().state.clone()
    }

    fn meeting(&self, of: &str) -> Meeting {
        let views = self.ledger.snapshot();
        let id = views.thing_by_code::<Meeting>(self.program(), &code(of), &ever()).unwrap();
        views.thing::<Meeting>(id).unwrap().state.clone()
    }
}

fn on(day_of: &str) -> AsOf {
    AsOf::head(day(day_of))
}

#[tokio::test]
async fn a_committee_has_the_rules_of_each_row_from_its_day_on() {
    let world = World::with_a_program().await;
    let rows = "RETAIL,STEER,Steering,2019-01-01,quarter,14,majority,two_thirds,undecided,yes\n\
                RETAIL,STEER,Steering,2021-01-01,month,7,consensus,,,";
    assert_eq!(world.row("committees.csv", COMMITTEES, rows).await, (6, vec![]));
    assert_eq!(world.row("committees.csv", COMMITTEES, rows).await, (0, vec![]));
    let committee = world.committee();
    let rhythm = |rhythm, due_within_days| Some(MeetingRhythm { rhythm, due_within_days });
    assert_eq!(committee.rhythm(&on("2020-12-31")), rhythm(Rhythm::Quarter, 14));
    assert_eq!(committee.rhythm(&on("2021-01-01")), rhythm(Rhythm::Month, 7));
    let rule = committee.decision_rule(&on("2020-01-01")).unwrap();
    let DecisionRule::Majority(majority) = rule.rule else { panic!("{rule:?}") };
    assert_eq!((majority.threshold, majority.tie), (Threshold::TwoThirds, Tie::Undecided));
    assert!(rule.owners_vote);
    assert_eq!(committee.decision_rule(&on("2021-01-01")).unwrap().rule, DecisionRule::Consensus);
}

#[tokio::test]
async fn rules_that_do_not_belong_together_are_rejected() {
    let world = World::with_a_program().await;
    let cases = [
        ("quarter,,,,,", "due_within_days: is empty; say within how many days reports are due"),
        (",14,,,,", "rhythm: is empty; say how often it meets"),
        (
            ",,consensus,two_thirds,,",
            "threshold: belongs to another decision_rule; empty it, or fill that in",
        ),
        (",,,,,yes", "owners_vote: belongs to another decision_rule; empty it, or fill that in"),
        (",,votes,,,", "decision_rule: \"votes\" is none of chair_decides, majority, consensus"),
    ];
    for (rules, reason) in cases {
        let row = format!("RETAIL,STEER,Steering,2019-01-01,{rules}");
        let (_, told) = world.row("committees.csv", COMMITTEES, &row).await;
        assert_eq!(told, [format!("committees.csv:2:{reason}")]);
    }
}

#[tokio::test]
async fn a_seat_is_taken_and_left_and_a_row_that_says_otherwise_is_rejected() {
    let world = World::with_a_committee().await;
    let row = |row: &str| format!("RETAIL,STEER,{row}");
    let take = |said: &str| (row(said), 1, vec![]);
    let problem =
        "memberships.csv:2:role: differs from the seat that is recorded; correct that fact, or the cell";
    let taken = "memberships.csv:2:person: somebody else is the chair on 2020-01-01; end that seat first";
    let cases = [
        take("ANA,member,,2019-01-01,"),
        (row("ANA,member,,2019-01-01,"), 0, vec![]),
        take("ANA,member,,2019-01-01,2020-01-01"),
        (row("ANA,secretary,,2019-01-01,"), 0, vec![problem.to_owned()]),
        (row("ANA,chair,,2020-01-01,"), 0, vec![taken.to_owned()]),
    ];
    for (row, events, told) in cases {
        assert_eq!(world.row("memberships.csv", MEMBERSHIPS, &row).await, (events, told), "{row}");
    }
    let committee = world.committee();
    let roles = |on: &AsOf| committee.members(on).iter().map(|seat| seat.role).collect::<Vec<_>>();
    assert_eq!(roles(&on("2019-12-31")), [SeatRole::Chair, SeatRole::Member]);
    assert_eq!(roles(&on("2020-01-01")), [SeatRole::Chair]);
}

#[tokio::test]
async fn eight_years_of_minutes_go_in_with_who_was_there_and_who_confirmed() {
    let world = World::with_a_committee().await;
    let row = "RETAIL,2021-Q1,STEER,First quarter,2021-04-12,yes,,BEN,ANA,,Refunds first|Calls wait,2021-1,\
               Refunds were discussed,ANA,yes,2021-04-20";
    assert_eq!(world.row("meetings.csv", MEETINGS, row).await, (8, vec![]));
    assert_eq!(world.row("meetings.csv", MEETINGS, row).await, (0, vec![]));
    let meeting = world.meeting("2021-Q1");
    assert_eq!(meeting.status(&ever()), (Status::Held, Some(day("2021-04-12"))));
    assert!(meeting.agenda(&ever()).is_none(), "nobody knows what was shown");
    let (_, taken) = meeting.attendance(&ever()).unwrap();
    let attended: Vec<_> = taken.attendees.iter().map(|it| (it.presence, it.role)).collect();
    assert_eq!(attended, [(Presence::Present, Some(SeatRole::Chair)), (Presence::Excused, None)]);
    let (minuted, minutes) = meeting.minutes(&ever()).unwrap();
    assert_eq!((minuted.by(), &minutes.number), (world.person("ANA").await, &Some(code("2021-1"))));
    let (confirmed, _) = meeting.confirmation(&ever()).unwrap();
    assert_eq!(confirmed.by(), world.person("BEN").await);
    assert!(meeting.history.iter().all(|entry| entry.stamp.published == Some(day("2021-04-20"))));
}

#[tokio::test]
async fn a_meeting_that_was_not_held_has_no_minutes_and_live_minutes_await_the_chair() {
    let world = World::with_a_committee().await;
    let called = "RETAIL,2026-Q2,STEER,Second quarter,2026-07-12,,,BEN,,,,,,,,";
    let (_, told) = world.row("meetings.csv", MEETINGS, called).await;
    assert_eq!(told, ["meetings.csv:2:present: belongs to a meeting that was held; say yes in held"]);
    let future = "RETAIL,2026-Q2,STEER,Second quarter,2026-07-12,yes,,,,,,,,,,";
    let (_, told) = world.row("meetings.csv", MEETINGS, future).await;
    assert_eq!(told, ["meetings.csv:2:on: 2026-07-12 lies after today (2026-01-15)"]);
    let minuted = "RETAIL,2026-Q2,STEER,Second quarter,2026-07-12,,,,,,,,,ANA,,";
    let (_, told) = world.row("meetings.csv", MEETINGS, minuted).await;
    assert_eq!(told, ["meetings.csv:2:minuted_by: belongs to a meeting that was held; say yes in held"]);
    for (people, column) in [(",yes", "confirmed"), ("ANA,", "minuted_by")] {
        let bare = format!("RETAIL,2021-Q1,STEER,First quarter,2021-04-12,yes,,,,,,,,{people},2021-04-20");
        let (_, told) = world.row("meetings.csv", MEETINGS, &bare).await;
        let reason = "belongs to minutes; fill in minutes, minutes_number or minutes_sha256";
        assert_eq!(told, [format!("meetings.csv:2:{column}: {reason}")]);
    }
    let live = "RETAIL,2026-Q1,STEER,First quarter,2026-01-12,yes,,BEN,,,,2026-1,,ANA,yes,";
    let (_, told) = world.row("meetings.csv", MEETINGS, live).await;
    assert!(told[0].starts_with("meetings.csv:2:confirmed: who enters minutes does not confirm them"));
    let awaiting = live.replace("ANA,yes,", "ANA,,");
    world.row("meetings.csv", MEETINGS, &awaiting).await;
    assert!(world.meeting("2026-Q1").confirmation(&ever()).is_none());
}

#[tokio::test]
async fn an_action_is_known_by_its_task_moved_with_a_reason_and_ended_once() {
    let world = World::with_a_committee().await;
    let held = "RETAIL,2021-Q1,STEER,First quarter,2021-04-12,yes,,,,,,,,,,2021-04-20";
    world.row("meetings.csv", MEETINGS, held).await;
    let row = |row: &str| format!("RETAIL,2021-Q1,Ask the bank,{row},2021-06-01");
    let unexplained =
        "actions.csv:2:reason: is empty; it was due on 2021-05-01: say why that moves to 2021-05-20";
    let cases = [
        (row("ANA,2021-05-01,,,"), 1, vec![]),
        (row("ANA,2021-05-20,,,"), 0, vec![unexplained.to_owned()]),
        (row("ANA,2021-05-20,,,The bank is closed"), 1, vec![]),
        (row("ANA,2021-05-20,2021-05-18,,The bank agrees"), 1, vec![]),
        (row("ANA,2021-05-20,2021-05-18,,The bank agrees"), 0, vec![]),
    ];
    for (row, events, told) in cases {
        assert_eq!(world.row("actions.csv", ACTIONS, &row).await, (events, told), "{row}");
    }
    let actions = world.meeting("2021-Q1").actions(&ever());
    assert_eq!(actions.len(), 1);
    assert_eq!((actions[0].due, actions[0].moves.len()), (day("2021-05-20"), 1));
    assert_eq!(actions[0].state, ActionState::Done(day("2021-05-18")));
}

#[tokio::test]
async fn an_initiative_names_its_committee_and_may_get_another() {
    let world = World::with_a_committee().await;
    let header = "program,code,name,purpose,committee,from";
    let row = "RETAIL,CALLS,Calls,Nobody waits,STEER,2020-01-01";
    assert_eq!(world.row("initiatives.csv", header, row).await.1, [""; 0]);
    assert_eq!(world.row("initiatives.csv", header, row).await, (0, vec![]));
    let oversight = "program,initiative,committee,from";
    let row = "RETAIL,REFUNDS,STEER,2021-01-01";
    assert_eq!(world.row("oversight.csv", oversight, row).await, (1, vec![]));
    assert_eq!(world.row("oversight.csv", oversight, row).await, (0, vec![]));
    let nowhere = world.row("oversight.csv", oversight, "RETAIL,REFUNDS,NOWHERE,2022-01-01").await.1;
    assert!(nowhere[0].contains("there is no committee NOWHERE; add it to committees.csv"), "{nowhere:?}");
    let views = world.ledger.snapshot();
    let committee =
        |of: &str| views.initiative(world.initiative(of)).unwrap().state.committee(&on("2021-01-01"));
    assert_eq!(committee("CALLS"), committee("REFUNDS"));
    assert_eq!(committee("CALLS"), Some(world.committee().id));
}
