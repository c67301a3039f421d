//! Mutations of committees: who sits on them, and by which rules they work.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::committee::{self, Command, DecisionRuleSet, Establish, MemberSeated, RhythmSet};
use cxl_domain::id::{CommitteeId, EventId, SeatId};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::electorate::decision_rule;
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{CommitteeRef, DepartmentRef, Desk, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::committee::{Committee, DecisionRuleKind, SeatRole, Threshold, Tie};
use crate::enums::Rhythm;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about a committee was recorded.
    CommitteeRecorded {
        /// The committee as it stands now, also once all of it is recorded in error.
        committee: Committee
    }
    /// What a command about a committee is answered.
    CommitteeResult
    CommitteeMutation {
        /// Establishes a committee in a program.
        establish_committee(EstablishCommittee);
        /// Gives a committee another name, from a day on.
        rename_committee(RenameCommittee);
        /// Gives a person a seat on a committee, from a day on; the id of the event is the seat's.
        seat_member(SeatMember);
        /// Ends a seat on a committee.
        vacate_seat(VacateSeat);
        /// Settles how often a committee meets, from a day on, and when reports to it are due.
        set_committee_rhythm(SetCommitteeRhythm);
        /// Settles how many voting members of a committee must be there, from a day on.
        set_quorum(SetQuorum);
        /// Settles how a committee comes to a decision, from a day on.
        set_decision_rule(SetDecisionRule);
        /// Dissolves a committee, from a day on.
        dissolve_committee(DissolveCommittee);
        /// Takes a whole committee back that was recorded in error.
        record_committee_in_error(RecordInError<Committees>);
        /// Annuls a fact about a committee that was recorded in error.
        annul_committee_fact(Annul<Committees>);
        /// Replaces a fact about a committee that was recorded wrongly.
        correct_committee_fact(Correct<Committees>);
    }
}

/// The committees.
pub(crate) struct Committees;

impl Noun for Committees {
    type Command = Command;
    type Answer = CommitteeResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Committee(id.map(CommitteeId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<CommitteeResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = CommitteeId(executed.id);
        let held = views.thing::<committee::Committee>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(CommitteeRecorded::new(&moment, &executed, Committee::found(&moment, id))?.into())
    }
}

impl Named for Committees {
    const FIELD: &'static str = "committee";
    const WHICH: &'static str = "The committee.";
    type Reference = CommitteeRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Committees {
    type Existing = On<Self>;
    type Statement = CommitteeFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a committee as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "CommitteeFactInput")]
pub(crate) enum CommitteeFact {
    /// Another program, code or first day.
    EstablishCommittee(EstablishCommittee),
    /// Another name.
    RenameCommittee(RenameCommittee),
    /// Another person, role, department or first day of a seat. Its end stays.
    SeatMember(SeatMember),
    /// Another end of a seat.
    VacateSeat(VacateSeat),
    /// Another rhythm.
    SetCommitteeRhythm(SetCommitteeRhythm),
    /// Another quorum.
    SetQuorum(SetQuorum),
    /// Another decision rule.
    SetDecisionRule(SetDecisionRule),
    /// Another dissolution.
    DissolveCommittee(DissolveCommittee),
}

impl Statement<Committees> for CommitteeFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::EstablishCommittee(act) => act.command(desk).await,
            Self::RenameCommittee(act) => act.command(desk).await,
            Self::SeatMember(act) => act.command(desk).await,
            Self::VacateSeat(act) => act.command(desk).await,
            Self::SetCommitteeRhythm(act) => act.command(desk).await,
            Self::SetQuorum(act) => act.command(desk).await,
            Self::SetDecisionRule(act) => act.command(desk).await,
            Self::DissolveCommittee(act) => act.command(desk).await,
        }
    }
}

/// Establishes a committee.
#[derive(InputObject)]
#[graphql(name = "EstablishCommitteeFields")]
pub(crate) struct EstablishCommittee {
    /// The program that it belongs to.
    program: ProgramRef,
    /// The code, unique among the committees of the program.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// The day on which it begins, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for EstablishCommittee {
    type On = Unnamed<Committees>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Establish(Establish {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            on: self.on.at("on")?,
        }))
    }
}

/// Gives a committee another name.
#[derive(InputObject)]
#[graphql(name = "RenameCommitteeFields")]
pub(crate) struct RenameCommittee {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameCommittee {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Gives a person a seat on a committee.
#[derive(InputObject)]
#[graphql(name = "SeatMemberFields")]
pub(crate) struct SeatMember {
    /// Who. A person sits once on a committee at a time.
    person: PersonRef,
    /// In which role. There is one chair and one secretary at a time.
    role: SeatRole,
    /// For which department.
    department: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// The first day without them, where that is settled.
    until: Option<Typed<NaiveDate>>,
}

impl Act for SeatMember {
    type On = On<Committees>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let member = MemberSeated {
            person: self.person.find(desk).await.at("person")?,
            role: self.role.into(),
            department: self.department.find(desk).await.at("department")?,
        };
        Ok(Command::SeatMember { member, on: self.on.at("on")?, until: self.until.at("until")? })
    }
}

/// Ends a seat on a committee.
#[derive(InputObject)]
#[graphql(name = "VacateSeatFields")]
pub(crate) struct VacateSeat {
    /// The seat.
    seat: Typed<SeatId>,
    /// Why.
    reason: Option<Typed<Text>>,
    /// The first day without them; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for VacateSeat {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::VacateSeat {
            seat: self.seat.at("seat")?,
            reason: self.reason.at("reason")?,
            on: self.on.at("on")?,
        })
    }
}

/// Settles how often a committee meets.
#[derive(InputObject)]
#[graphql(name = "SetCommitteeRhythmFields")]
pub(crate) struct SetCommitteeRhythm {
    /// It meets once in each period of this rhythm.
    rhythm: Rhythm,
    /// Within how many days after the end of a period the reports about it are due, at most 366; and
    /// within how many days whoever sits on it acknowledges what was reported or minuted.
    due_within_days: u16,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetCommitteeRhythm {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let rhythm = RhythmSet { rhythm: self.rhythm.into(), due_within_days: self.due_within_days };
        Ok(Command::SetRhythm { rhythm, on: self.on.at("on")? })
    }
}

/// Settles how many voting members of a committee must be there.
#[derive(InputObject)]
#[graphql(name = "SetQuorumFields")]
pub(crate) struct SetQuorum {
    /// How many voting members, at least 1.
    members: u16,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetQuorum {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetQuorum { members: self.members, on: self.on.at("on")? })
    }
}

/// Settles how a committee comes to a decision.
#[derive(InputObject)]
#[graphql(name = "SetDecisionRuleFields")]
pub(crate) struct SetDecisionRule {
    /// Who decides.
    rule: DecisionRuleKind,
    /// Which share of the votes cast is enough, where the majority decides; more than half if left out.
    threshold: Option<Threshold>,
    /// What becomes of a tie, where the majority decides; the chair decides if left out.
    tie: Option<Tie>,
    /// Whether who owns what a decision is about votes on it all the same.
    #[graphql(default)]
    owners_vote: bool,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetDecisionRule {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let rule = decision_rule(self.rule, self.threshold, self.tie)?;
        let rule = DecisionRuleSet { rule, owners_vote: self.owners_vote };
        Ok(Command::SetDecisionRule { rule, on: self.on.at("on")? })
    }
}

/// Dissolves a committee.
#[derive(InputObject)]
#[graphql(name = "DissolveCommitteeFields")]
pub(crate) struct DissolveCommittee {
    /// Why.
    reason: Typed<Text>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DissolveCommittee {
    type On = On<Committees>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Dissolve { reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}
