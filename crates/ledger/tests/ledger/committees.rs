//! Committees at work: what asks for attention, what a meeting was shown, who has to do what, and what
//! becomes of what a leaver holds.

use cxl_domain::calendar::Rhythm;
use cxl_domain::command::Correct;
use cxl_domain::committee::{self, Committee, Establish, MemberSeated, RhythmSet, SeatRole};
use cxl_domain::event::Sha256Hex;
use cxl_domain::exception::{ExceptionExplained, ExceptionKind, Subject};
use cxl_domain::id::{CommitteeId, InitiativeId, MeetingId, PersonId, SeatId, item_command};
use cxl_domain::initiative::{self, DeclaredState, ProgressReported, Sentences};
use cxl_domain::meeting::{self, ActionAgreed, Attendee, Convene, Convention, Meeting, Minuted, Presence};
use cxl_domain::organization::{self, TokenIssued};
use cxl_domain::refusal::Refusal;
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_ledger::query::{ExceptionScope, Holding, Inquiry, ToDoKind};
use cxl_ledger::{Command, ExecuteError, Executed, HandOver, HandOverPart};
use cxl_store::meta::Actor;

use crate::world::{World, code, day, text};

/// A committee from 2020 on that meets every quarter, chaired by CHAIR, with SECRETARY and MEMBER, that
/// oversees REFUNDS, owned by OWNER.
pub(crate) struct Steered {
    pub(crate) world: World,
    committee: CommitteeId,
    pub(crate) refunds: InitiativeId,
    chair: PersonId,
    secretary: PersonId,
    member: PersonId,
    owner: PersonId,
}

impl Steered {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let establish = committee::Command::Establish(Establish {
            program: world.program,
            code: code("STEER"),
            name: text("Steering committee"),
            on: None,
        });
        let committee = CommitteeId(world.run(Command::Committee(None, establish)).await.unwrap().id);
        let mut people = Vec::new();
        for (name, seat) in [
            ("CHAIR", Some(SeatRole::Chair)),
            ("SECRETARY", Some(SeatRole::Secretary)),
            ("MEMBER", Some(SeatRole::Member)),
            ("OWNER", None),
        ] {
            let person = world.person(name, Role::Contributor).await;
            people.push(person);
            if let Some(role) = seat {
                let member = MemberSeated { person, role, department: None };
                let seat = committee::Command::SeatMember { member, on: None, until: None };
                world.run(Command::Committee(Some(committee), seat)).await.unwrap();
            }
        }
        let rhythm = RhythmSet { rhythm: Rhythm::Quarter, due_within_days: 14 };
        let rhythm = committee::Command::SetRhythm { rhythm, on: None };
        world.run(Command::Committee(Some(committee), rhythm)).await.unwrap();
        let refunds = world.chartered("REFUNDS").await;
        let [chair, secretary, member, owner] = people.try_into().unwrap();
        let this = Self { world, committee, refunds, chair, secretary, member, owner };
        let own = initiative::Command::AssignOwner { owner, on: None, authority: None };
        this.on_refunds(own).await.unwrap();
        let (committee, on, authority) = (this.committee, None, None);
        let oversee = initiative::Command::TransferOversight { committee, on, authority };
        this.on_refunds(oversee).await.unwrap();
        this
    }

    async fn on_refunds(&self, act: initiative::Command) -> Result<Executed, ExecuteError> {
        self.world.run(Command::Initiative(Some(self.refunds), act)).await
    }

    async fn on_meeting(
        &self,
        actor: PersonId,
        meeting: MeetingId,
        act: meeting::Command,
    ) -> Result<Executed, ExecuteError> {
        self.world.run_as(actor, Command::Meeting(Some(meeting), act)).await
    }

    async fn convened(&self, meeting_code: &str, on: &str) -> MeetingId {
        let convene = meeting::Command::Convene(Convene {
            program: self.world.program,
            code: code(meeting_code),
            committee: self.committee,
            name: text("A meeting"),
            on: Some(day(on)),
        });
        MeetingId(self.world.run_as(self.secretary, Command::Meeting(None, convene)).await.unwrap().id)
    }

    pub(crate) async fn held(&self, meeting_code: &str, on: &str) -> MeetingId {
        let id = self.convened(meeting_code, on).await;
        let hold =
            meeting::Command::Hold { chair: None, attendees: Vec::new(), convention: Convention::default() };
        self.on_meeting(self.secretary, id, hold).await.unwrap();
        id
    }

    pub(crate) async fn reported(&self, from: &str, to: &str) -> Executed {
        let report = ProgressReported::new(
            cxl_domain::calendar::Period::new(day(from), day(to)).unwrap(),
            DeclaredState::OnTrack,
            Sentences { summary: text("As planned"), next_step: None, blocked_by: None },
        );
        let report = initiative::Command::ReportProgress { report };
        self.world.run_as(self.owner, Command::Initiative(Some(self.refunds), report)).await.unwrap()
    }

    fn kinds(&self, on: &str) -> Vec<ExceptionKind> {
        let views = self.world.ledger.snapshot();
        let inquiry = self.inquiry(&views, on);
        let scope = ExceptionScope { program: self.world.program, committee: Some(self.committee) };
        inquiry.exceptions(&scope).iter().map(|noticed| noticed.exception.key.kind).collect()
    }

    fn to_do(&self, person: PersonId, on: &str) -> Vec<ToDoKind> {
        let views = self.world.ledger.snapshot();
        let list = self.inquiry(&views, on).to_do(person, &|_| true);
        list.iter().map(|item| item.kind).collect()
    }

    fn inquiry<'a>(&'a self, views: &'a cxl_ledger::Views, on: &str) -> Inquiry<'a> {
        Inquiry { views, analyses: &self.world.ledger.analyses, as_of: AsOf::head(day(on)) }
    }
}

use ExceptionKind as Kind;

#[tokio::test]
async fn a_report_is_overdue_from_the_day_after_its_days_are_over_until_it_comes() {
    let steered = Steered::new().await;
    steered.held("Q1", "2020-01-01").await;
    assert_eq!(steered.kinds("2020-04-14"), [Kind::MinutesUnconfirmed]);
    assert_eq!(steered.kinds("2020-04-15"), [Kind::ReportOverdue, Kind::MinutesUnconfirmed]);
    assert!(steered.to_do(steered.owner, "2020-04-01").contains(&ToDoKind::Report));
    steered.world.clock.set("2020-04-20T02:00:00Z");
    steered.reported("2020-01-01", "2020-03-31").await;
    assert_eq!(steered.kinds("2020-04-20"), [Kind::MinutesUnconfirmed]);
    assert!(!steered.to_do(steered.owner, "2020-04-20").contains(&ToDoKind::Report));
}

#[tokio::test]
async fn a_committee_that_does_not_meet_in_a_period_shows_and_its_secretary_is_asked_to_convene() {
    let steered = Steered::new().await;
    assert!(!steered.kinds("2020-03-31").contains(&Kind::MeetingOverdue));
    assert!(steered.kinds("2020-04-01").contains(&Kind::MeetingOverdue));
    assert!(steered.to_do(steered.secretary, "2020-04-01").contains(&ToDoKind::Convene));
    steered.convened("Q2", "2020-05-04").await;
    assert!(!steered.to_do(steered.secretary, "2020-04-01").contains(&ToDoKind::Convene));
    assert!(steered.kinds("2020-04-01").contains(&Kind::MeetingOverdue), "the first quarter has none");
}

#[tokio::test]
async fn a_meeting_that_is_recorded_later_was_shown_what_the_ledger_knew_on_its_day() {
    let steered = Steered::new().await;
    let vacate = initiative::Command::VacateOwner { reason: None, on: None, authority: None };
    steered.world.clock.set("2020-02-01T02:00:00Z");
    steered.on_refunds(vacate).await.unwrap();
    let known = steered.world.ledger.snapshot().len - 1;
    steered.world.clock.set("2020-02-03T02:00:00Z");
    let own = initiative::Command::AssignOwner {
        owner: steered.owner,
        on: Some(day("2020-02-01")),
        authority: None,
    };
    steered.on_refunds(own).await.unwrap();
    let id = steered.held("Q1", "2020-02-02").await;
    let views = steered.world.ledger.snapshot();
    let meeting = &views.thing::<Meeting>(id).unwrap().state;
    let (_, agenda) = meeting.agenda(&AsOf::head(day("2020-02-03"))).unwrap();
    assert_eq!((agenda.position, agenda.effective), (known, day("2020-02-02")));
    let kinds: Vec<_> = agenda.items.iter().map(|item| item.key.kind).collect();
    assert_eq!(kinds, [Kind::VacantOwner]);
    assert_eq!(agenda.items[0].key.about, Subject::Initiative(steered.refunds));
    // What was put right later is not on today's list, and stays on the agenda of that day.
    assert_eq!(steered.kinds("2020-02-03"), []);
}

#[tokio::test]
async fn who_sat_on_the_committee_that_day_is_copied_and_guests_do_not_vote() {
    let steered = Steered::new().await;
    let quorum = committee::Command::SetQuorum { members: 2, on: None };
    steered.world.run(Command::Committee(Some(steered.committee), quorum)).await.unwrap();
    let id = steered.convened("Q1", "2020-01-01").await;
    // What the caller says about roles counts for nothing.
    let there = |person, role| Attendee { person, presence: Presence::Present, role, department: None };
    let attendees = vec![
        there(steered.chair, None),
        there(steered.member, None),
        there(steered.owner, Some(SeatRole::Chair)),
    ];
    let hold = meeting::Command::Hold { chair: None, attendees, convention: Convention::default() };
    steered.on_meeting(steered.secretary, id, hold).await.unwrap();
    let leave = steered.world.ledger.snapshot();
    let seat = leave.thing::<committee::Committee>(steered.committee).unwrap();
    let seat = seat.state.seat_of(steered.member, &AsOf::head(day("2020-01-01"))).unwrap();
    steered.world.clock.set("2020-02-01T02:00:00Z");
    let vacate = committee::Command::VacateSeat { seat: seat.id, reason: None, on: Some(day("2020-01-01")) };
    let refused = steered.world.run(Command::Committee(Some(steered.committee), vacate)).await;
    assert!(refused.is_ok(), "{refused:?}");
    let views = steered.world.ledger.snapshot();
    let meeting = &views.thing::<Meeting>(id).unwrap().state;
    let (_, taken) = meeting.attendance(&AsOf::head(day("2020-02-01"))).unwrap();
    let roles: Vec<_> = taken.attendees.iter().map(|attendee| attendee.role).collect();
    assert_eq!(roles, [Some(SeatRole::Chair), Some(SeatRole::Member), None]);
    assert_eq!((taken.quorum, taken.has_quorum()), (Some(2), Some(true)));
}

#[tokio::test]
async fn only_the_secretary_of_the_committee_minutes_and_only_who_chaired_confirms() {
    let steered = Steered::new().await;
    let id = steered.held("Q1", "2020-01-01").await;
    let minutes = || Minuted { number: Some(code("1")), sha256: None, minutes: None };
    let minute = || meeting::Command::Minute { minutes: minutes() };
    let refused = steered.on_meeting(steered.member, id, minute()).await;
    assert!(matches!(refused, Err(ExecuteError::Forbidden { .. })), "{refused:?}");
    let minuted = steered.on_meeting(steered.secretary, id, minute()).await.unwrap();
    let confirm = || meeting::Command::ConfirmMinutes { minutes: minuted.events[0].id };
    let refused = steered.on_meeting(steered.member, id, confirm()).await;
    assert!(matches!(refused, Err(ExecuteError::Forbidden { .. })), "{refused:?}");
    assert!(steered.to_do(steered.chair, "2020-01-02").contains(&ToDoKind::Confirm));
    steered.on_meeting(steered.chair, id, confirm()).await.unwrap();
    assert!(!steered.to_do(steered.chair, "2020-01-02").contains(&ToDoKind::Confirm));
    assert!(steered.to_do(steered.member, "2020-01-02").contains(&ToDoKind::Acknowledge));
    let read = meeting::Command::Acknowledge { minutes: minuted.events[0].id };
    steered.on_meeting(steered.member, id, read).await.unwrap();
    assert!(!steered.to_do(steered.member, "2020-01-02").contains(&ToDoKind::Acknowledge));
}

#[tokio::test]
async fn a_meeting_is_corrected_to_another_committee_only_by_who_keeps_that_ones_meetings_too() {
    let steered = Steered::new().await;
    let establish = committee::Command::Establish(Establish {
        program: steered.world.program,
        code: code("OTHER"),
        name: text("Another committee"),
        on: None,
    });
    let other = CommitteeId(steered.world.run(Command::Committee(None, establish)).await.unwrap().id);
    let convene = |committee| {
        meeting::Command::Convene(Convene {
            program: steered.world.program,
            code: code("Q1"),
            committee,
            name: text("A meeting"),
            on: Some(day("2020-01-01")),
        })
    };
    let convened = Command::Meeting(None, convene(steered.committee));
    let convened = steered.world.run_as(steered.secretary, convened).await.unwrap();
    let to_the_other = || {
        let (event, with) = (convened.events[0].id, Box::new(convene(other)));
        let slip = Correct { event, reason: text("The other committee met"), with };
        steered.on_meeting(steered.secretary, MeetingId(convened.id), meeting::Command::Correct(slip))
    };
    let refused = to_the_other().await;
    assert!(matches!(refused, Err(ExecuteError::Forbidden { .. })), "{refused:?}");
    let member = MemberSeated { person: steered.secretary, role: SeatRole::Secretary, department: None };
    let seat = committee::Command::SeatMember { member, on: None, until: None };
    steered.world.run(Command::Committee(Some(other), seat)).await.unwrap();
    to_the_other().await.unwrap();
}

#[tokio::test]
async fn a_report_is_to_be_read_by_the_committee_and_not_by_who_wrote_it() {
    let steered = Steered::new().await;
    steered.world.clock.set("2020-04-02T02:00:00Z");
    let reported = steered.reported("2020-01-01", "2020-03-31").await;
    for person in [steered.chair, steered.secretary, steered.member] {
        assert!(steered.to_do(person, "2020-04-02").contains(&ToDoKind::Acknowledge));
    }
    assert!(!steered.to_do(steered.owner, "2020-04-02").contains(&ToDoKind::Acknowledge));
    let read = initiative::Command::AcknowledgeReport { report: reported.events[0].id };
    let read = Command::Initiative(Some(steered.refunds), read);
    steered.world.run_as(steered.chair, read.clone()).await.unwrap();
    assert!(!steered.to_do(steered.chair, "2020-04-02").contains(&ToDoKind::Acknowledge));
    let again = steered.world.run_as(steered.chair, read).await;
    let refused = Refusal::AlreadyRecorded { noun: "acknowledgment" };
    assert!(matches!(again, Err(ExecuteError::Refused(refusal)) if refusal == refused));
}

#[tokio::test]
async fn an_exception_that_there_is_not_is_not_explained() {
    let steered = Steered::new().await;
    steered.world.clock.set("2020-05-01T02:00:00Z");
    let views = steered.world.ledger.snapshot();
    let held = views.initiative(steered.refunds).unwrap();
    let noticed = steered.inquiry(&views, "2020-05-01").exceptions_of(&held.state);
    let key = noticed[0].exception.key;
    assert_eq!(key.kind, Kind::ReportOverdue);
    let explain = |exception, due: &str| initiative::Command::ExplainException {
        explained: ExceptionExplained {
            exception,
            cause: text("On leave"),
            next_step: None,
            owner: steered.owner,
            due: Some(day(due)),
        },
    };
    let gone = cxl_domain::exception::ExceptionKey { since: day("2020-01-01"), ..key };
    let refused = steered.on_refunds(explain(gone, "2020-05-10")).await;
    let expected = Refusal::NoSuchException { since: day("2020-01-01") };
    assert!(matches!(refused, Err(ExecuteError::Refused(refusal)) if refusal == expected));
    assert!(steered.to_do(steered.owner, "2020-05-01").contains(&ToDoKind::Explain));
    steered.on_refunds(explain(key, "2020-05-10")).await.unwrap();
    assert!(!steered.to_do(steered.owner, "2020-05-01").contains(&ToDoKind::Explain));
    assert!(!steered.kinds("2020-05-10").contains(&Kind::ExplanationOverdue));
    assert!(steered.kinds("2020-05-11").contains(&Kind::ExplanationOverdue));
}

#[tokio::test]
async fn a_committee_of_another_program_or_a_dissolved_one_oversees_nothing() {
    let steered = Steered::new().await;
    let unknown = CommitteeId(uuid::Uuid::from_u128(9));
    let transfer =
        |committee| initiative::Command::TransferOversight { committee, on: None, authority: None };
    let refused = steered.on_refunds(transfer(unknown)).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(Refusal::Unknown { noun: "committee", .. }))));
    let dissolve = committee::Command::Dissolve { reason: text("Merged"), on: Some(day("2020-06-01")) };
    steered.world.run(Command::Committee(Some(steered.committee), dissolve)).await.unwrap();
    let other = steered.world.chartered("CALLS").await;
    let late = initiative::Command::TransferOversight {
        committee: steered.committee,
        on: Some(day("2020-06-01")),
        authority: None,
    };
    let refused = steered.world.run(Command::Initiative(Some(other), late)).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(Refusal::CommitteeDissolved { .. }))));
}

#[tokio::test]
async fn what_a_leaver_holds_is_handed_over_once_however_often_it_is_asked_for() {
    let steered = Steered::new().await;
    let id = steered.held("Q1", "2020-01-01").await;
    let action = ActionAgreed {
        task: text("Ask the bank"),
        owner: steered.member,
        due: day("2020-02-01"),
        initiative: None,
    };
    let agreed = steered.on_meeting(steered.secretary, id, meeting::Command::AgreeAction { action }).await;
    let action = cxl_domain::id::ActionId(agreed.unwrap().events[0].id.0);
    let own = initiative::Command::AssignOwner { owner: steered.member, on: None, authority: None };
    steered.on_refunds(own).await.unwrap();
    let issued =
        TokenIssued { person: steered.member, sha256: Sha256Hex([7; 32]), expires: None, scope: None };
    let issue = organization::Command::IssueToken { issued };
    steered.world.run(Command::Organization(issue)).await.unwrap();
    let views = steered.world.ledger.snapshot();
    let holdings = steered.inquiry(&views, "2020-01-01").holdings(steered.member);
    let [Holding::Initiative(_), Holding::Action(..), Holding::Seat(_, seat), role, token] =
        holdings.as_slice()
    else {
        panic!("{holdings:?}")
    };
    assert!(matches!((role, token), (Holding::Role(_, Some(_)), Holding::Token(_))), "{holdings:?}");
    let mut parts = hand_over_parts(&steered, action, id, *seat);
    parts.extend([*role, *token].map(|holding| HandOverPart { holding, to: None }));
    let bulk = steered.world.command_id();
    let actor = Actor::person(steered.world.administrator);
    let hand_over = HandOver { person: steered.member, leaves: Some(day("2020-01-01")), on: None, parts };
    let mut lengths = Vec::new();
    for _ in 0..3 {
        let answered = steered.world.ledger.hand_over(actor, bulk, hand_over.clone()).await;
        assert!(answered.left.unwrap().is_ok());
        let failed: Vec<_> = answered.parts.iter().map(Result::is_err).collect();
        assert_eq!(failed, [false, true, false, false, false], "an action goes to somebody");
        lengths.push(steered.world.ledger.snapshot().len);
    }
    assert_eq!(lengths, [lengths[0]; 3]);
    let views = steered.world.ledger.snapshot();
    let inquiry = steered.inquiry(&views, "2020-01-01");
    assert_eq!(inquiry.holdings(steered.member), [Holding::Action(id, action)]);
    assert_eq!(
        inquiry.committee(steered.committee).unwrap().state.chair(&inquiry.as_of),
        Some(steered.chair)
    );
    let seated = inquiry.committee(steered.committee).unwrap().state.seat_of(steered.owner, &inquiry.as_of);
    assert_eq!(seated.map(|seat| seat.role), Some(SeatRole::Member));
    assert!(steered.kinds("2020-01-01").contains(&Kind::HandOverDue));
    // Somebody hands the rest over by a command of its own; the whole asked for again changes nothing.
    let other = item_command(bulk, 99);
    let rest = HandOverPart { holding: Holding::Action(id, action), to: Some(steered.owner) };
    let rest = HandOver { parts: vec![rest], leaves: None, ..hand_over };
    assert!(steered.world.ledger.hand_over(actor, other, rest).await.parts[0].is_ok());
    assert!(!steered.kinds("2020-01-01").contains(&Kind::HandOverDue));
}

#[tokio::test]
async fn the_only_administrator_hands_the_role_over_and_nobody_loses_one_that_nobody_gets() {
    let world = World::new().await;
    let (lan, gone) = (world.person("LAN", Role::Reader).await, world.person("GONE", Role::Reader).await);
    let in_error = cxl_domain::person::Command::RecordInError { reason: text("Registered twice") };
    world.run(Command::Person(Some(gone), in_error.into())).await.unwrap();
    let (administrator, actor) = (world.administrator, Actor::person(world.administrator));
    let grants = || world.ledger.snapshot().organization().state.grants(&AsOf::head(day("2020-01-01")));
    let held = grants().into_iter().find(|held| held.role == Role::Administrator).unwrap();
    let administer = || -> Vec<PersonId> {
        let holding = grants().into_iter().filter(|held| held.role == Role::Administrator);
        holding.filter(|held| held.until.is_none()).map(|held| held.person).collect()
    };
    let to = |to: Option<PersonId>| HandOver {
        person: administrator,
        leaves: None,
        on: None,
        parts: vec![HandOverPart { holding: Holding::Role(held.event, None), to }],
    };
    for (refused, why) in [
        (Some(gone), Refusal::WasRecordedInError { noun: "person" }),
        (Some(administrator), Refusal::Unchanged { field: "role" }),
        (None, Refusal::LastAdministrator),
    ] {
        let answered = world.ledger.hand_over(actor, world.command_id(), to(refused)).await;
        match answered.parts.into_iter().next() {
            Some(Err(ExecuteError::Refused(refusal))) => assert_eq!(refusal, why),
            other => panic!("{other:?}"),
        }
        assert_eq!(administer(), [administrator]);
    }
    let bulk = world.command_id();
    for replayed in [false, true] {
        let answered = world.ledger.hand_over(actor, bulk, to(Some(lan))).await;
        assert_eq!(answered.parts[0].as_ref().unwrap().replayed, replayed);
        assert_eq!(administer(), [lan]);
    }
}

#[tokio::test]
async fn a_seat_is_not_left_for_somebody_who_could_not_be_seated_on_it() {
    let steered = Steered::new().await;
    let seat = |inquiry: &Inquiry<'_>, person| {
        inquiry.committee(steered.committee).unwrap().state.seat_of(person, &inquiry.as_of)
    };
    let actor = Actor::person(steered.world.administrator);
    let hand_over = async |bulk, to| {
        let views = steered.world.ledger.snapshot();
        let chair =
            views.thing::<Committee>(steered.committee).unwrap().state.seats(&AsOf::head(day("2020-01-01")));
        let chair = chair.into_iter().find(|seat| seat.person == steered.chair).unwrap();
        let holding = Holding::Seat(steered.committee, chair.id);
        let parts = vec![HandOverPart { holding, to: Some(to) }];
        let hand_over = HandOver { person: steered.chair, leaves: None, on: None, parts };
        steered.world.ledger.hand_over(actor, bulk, hand_over).await.parts.remove(0)
    };
    let chairs = || {
        let views = steered.world.ledger.snapshot();
        let inquiry = steered.inquiry(&views, "2020-01-01");
        let sits = |person| seat(&inquiry, person).map(|seat| seat.role);
        [steered.chair, steered.member, steered.owner].map(sits)
    };
    let refused = hand_over(steered.world.command_id(), steered.member).await;
    let already = Refusal::SeatedAlready { day: day("2020-01-01") };
    assert!(matches!(refused, Err(ExecuteError::Refused(refusal)) if refusal == already));
    assert_eq!(chairs(), [Some(SeatRole::Chair), Some(SeatRole::Member), None]);
    let bulk = steered.world.command_id();
    for replayed in [false, true] {
        let answered = hand_over(bulk, steered.owner).await.unwrap();
        assert_eq!(answered.replayed, replayed);
        assert_eq!(chairs(), [None, Some(SeatRole::Member), Some(SeatRole::Chair)]);
    }
}

fn hand_over_parts(
    steered: &Steered,
    action: cxl_domain::id::ActionId,
    meeting: MeetingId,
    seat: SeatId,
) -> Vec<HandOverPart> {
    vec![
        HandOverPart { holding: Holding::Initiative(steered.refunds), to: Some(steered.owner) },
        HandOverPart { holding: Holding::Action(meeting, action), to: None },
        HandOverPart { holding: Holding::Seat(steered.committee, seat), to: Some(steered.owner) },
    ]
}
