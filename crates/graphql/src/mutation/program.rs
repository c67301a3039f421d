//! Mutations of programs.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use chrono_tz::Tz;
use cxl_domain::authority::Governance;
use cxl_domain::calendar::FiscalCalendar;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::exception::ExceptionExplained;
use cxl_domain::id::{EventId, ProgramId};
use cxl_domain::maturity::profile;
use cxl_domain::maturity::program::LevelRuleDecided;
use cxl_domain::program::{CodeLabeled, Command, Create, GoalSet, PersonalContactStated};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::envelope::AuthorityInput;
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::oversight::{ExplainException, Explaining};
use super::profile::{DropMaturityTarget, ExcludePractice, IncludePractice, Profiled, SetMaturityTarget};
use super::reference::{Desk, GoalRef, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::decision::AuthorityAct;
use crate::enums::{LevelRule, Vocabulary};
use crate::moment::Moment;
use crate::program::Program;
use crate::request::Asking;

mutations! {
    /// Something about a program was recorded.
    ProgramRecorded {
        /// The program as it stands now, also once all of it is recorded in error.
        program: Program
    }
    /// What a command about a program is answered.
    ProgramResult
    ProgramMutation {
        /// Creates a program.
        create_program(CreateProgram);
        /// Gives a program another name, from a day on.
        rename_program(RenameProgram);
        /// Names a program's sponsor, from a day on.
        name_sponsor(NameSponsor);
        /// Sets a program's time zone, from a day on.
        set_program_zone(SetProgramZone);
        /// Sets a program's fiscal calendar, from a day on.
        set_fiscal_calendar(SetFiscalCalendar);
        /// Sets a strategic goal of a program, from a day on; the id of the event is the goal's.
        set_goal(SetGoal);
        /// Retires a strategic goal of a program, from a day on.
        retire_goal(RetireGoal);
        /// Settles which acts of a program need authority, from a day on, and whether they are refused
        /// without.
        set_governance(SetGovernance);
        /// Labels a channel, segment, source, unit or scale of a program.
        label_code(LabelCode);
        /// Decides that a practice of the maturity model does not apply to a program's initiatives, from a day on.
        exclude_program_practice(ExcludePractice<Programs>);
        /// Decides that a practice applies to a program's initiatives again, from a day on.
        include_program_practice(IncludePractice<Programs>);
        /// Sets or moves a target of maturity of a program: what is to be reached by when.
        set_program_maturity_target(SetMaturityTarget<Programs>);
        /// Gives a target of maturity of a program up.
        drop_program_maturity_target(DropMaturityTarget<Programs>);
        /// Decides by which rule the level of a program follows from those of its initiatives.
        decide_program_level_rule(DecideProgramLevelRule);
        /// States how far a program's business lives on personal contact, from a day on.
        state_personal_contact(StatePersonalContact);
        /// Explains an exception that is no initiative's: of a metric, a committee, a meeting, a decision.
        explain_program_exception(ExplainException<Programs>);
        /// Takes a whole program back that was recorded in error.
        record_program_in_error(RecordInError<Programs>);
        /// Annuls a fact about a program that was recorded in error.
        annul_program_fact(Annul<Programs>);
        /// Replaces a fact about a program that was recorded wrongly.
        correct_program_fact(Correct<Programs>);
    }
}

/// The programs.
pub(crate) struct Programs;

impl Noun for Programs {
    type Command = Command;
    type Answer = ProgramResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Program(id.map(ProgramId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<ProgramResult, Error> {
        let id = ProgramId(executed.id);
        let moment = Moment::after(Asking::of(ctx)?, executed.views.clone(), Some(id))?;
        Ok(ProgramRecorded::new(&moment, &executed, Program::found(&moment, id))?.into())
    }
}

impl Named for Programs {
    const FIELD: &'static str = "program";
    const WHICH: &'static str = "The program.";
    type Reference = ProgramRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Explaining for Programs {
    fn explain(explained: ExceptionExplained) -> Command {
        Command::ExplainException { explained }
    }
}

impl Profiled for Programs {
    fn profile(command: profile::Command) -> Command {
        Command::Profile(command)
    }
}

impl Mended for Programs {
    type Existing = On<Self>;
    type Statement = ProgramFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a program as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "ProgramFactInput")]
pub(crate) enum ProgramFact {
    /// Another code or first day. Of what a creation states only these are one fact; name, sponsor,
    /// zone and calendar are facts of their own.
    CreateProgram(CreateProgram),
    /// Another name.
    RenameProgram(RenameProgram),
    /// Another sponsor.
    NameSponsor(NameSponsor),
    /// Another time zone.
    SetProgramZone(SetProgramZone),
    /// Another fiscal calendar.
    SetFiscalCalendar(SetFiscalCalendar),
    /// Another code or title of a goal.
    SetGoal(SetGoal),
    /// Another retirement of a goal.
    RetireGoal(RetireGoal),
    /// Another governance.
    SetGovernance(SetGovernance),
    /// Another label.
    LabelCode(LabelCode),
    /// Another exclusion of a practice.
    ExcludeProgramPractice(ExcludePractice<Programs>),
    /// Another decision that a practice applies again.
    IncludeProgramPractice(IncludePractice<Programs>),
    /// Another target of maturity.
    SetProgramMaturityTarget(SetMaturityTarget<Programs>),
    /// Another giving up of a target of maturity.
    DropProgramMaturityTarget(DropMaturityTarget<Programs>),
    /// Another rule for its level.
    DecideProgramLevelRule(DecideProgramLevelRule),
    /// Another share of personal contact.
    StatePersonalContact(StatePersonalContact),
    /// Another explanation.
    ExplainProgramException(ExplainException<Programs>),
}

impl Statement<Programs> for ProgramFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::CreateProgram(act) => act.command(desk).await,
            Self::RenameProgram(act) => act.command(desk).await,
            Self::NameSponsor(act) => act.command(desk).await,
            Self::SetProgramZone(act) => act.command(desk).await,
            Self::SetFiscalCalendar(act) => act.command(desk).await,
            Self::SetGoal(act) => act.command(desk).await,
            Self::RetireGoal(act) => act.command(desk).await,
            Self::SetGovernance(act) => act.command(desk).await,
            Self::LabelCode(act) => act.command(desk).await,
            Self::ExcludeProgramPractice(act) => act.command(desk).await,
            Self::IncludeProgramPractice(act) => act.command(desk).await,
            Self::SetProgramMaturityTarget(act) => act.command(desk).await,
            Self::DropProgramMaturityTarget(act) => act.command(desk).await,
            Self::DecideProgramLevelRule(act) => act.command(desk).await,
            Self::StatePersonalContact(act) => act.command(desk).await,
            Self::ExplainProgramException(act) => act.command(desk).await,
        }
    }
}

/// Creates a program.
#[derive(InputObject)]
#[graphql(name = "CreateProgramFields")]
pub(crate) struct CreateProgram {
    /// The code, unique in the organization.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// The sponsor.
    sponsor: PersonRef,
    /// The IANA name of the time zone: Asia/Ho_Chi_Minh, Europe/London.
    zone: Typed<Tz>,
    /// The month in which the fiscal year begins, 1 to 12.
    #[graphql(default = 1)]
    fiscal_year_begins: i32,
    /// The day on which it begins, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for CreateProgram {
    type On = Unnamed<Programs>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Create(Create {
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            sponsor: self.sponsor.find(desk).await.at("sponsor")?,
            zone: self.zone.at("zone")?,
            calendar: calendar(self.fiscal_year_begins)?,
            on: self.on.at("on")?,
        }))
    }
}

fn calendar(first_month: i32) -> Result<FiscalCalendar, Rejection> {
    let month = u8::try_from(first_month).unwrap_or(0);
    FiscalCalendar::new(month)
        .map_err(|_| Rejection::misread(format!("{first_month} is no month; January is 1, December is 12")))
        .at("fiscalYearBegins")
}

/// Gives a program another name.
#[derive(InputObject)]
#[graphql(name = "RenameProgramFields")]
pub(crate) struct RenameProgram {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameProgram {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Names a program's sponsor.
#[derive(InputObject)]
#[graphql(name = "NameSponsorFields")]
pub(crate) struct NameSponsor {
    /// The sponsor.
    sponsor: PersonRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for NameSponsor {
    type On = On<Programs>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let sponsor = self.sponsor.find(desk).await.at("sponsor")?;
        Ok(Command::NameSponsor { sponsor, on: self.on.at("on")? })
    }
}

/// Sets a program's time zone.
#[derive(InputObject)]
#[graphql(name = "SetProgramZoneFields")]
pub(crate) struct SetProgramZone {
    /// The IANA name: Asia/Ho_Chi_Minh, Europe/London.
    zone: Typed<Tz>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetProgramZone {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetZone { zone: self.zone.at("zone")?, on: self.on.at("on")? })
    }
}

/// Sets a program's fiscal calendar.
#[derive(InputObject)]
#[graphql(name = "SetFiscalCalendarFields")]
pub(crate) struct SetFiscalCalendar {
    /// The month in which the fiscal year begins, 1 to 12.
    fiscal_year_begins: i32,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetFiscalCalendar {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetCalendar { calendar: calendar(self.fiscal_year_begins)?, on: self.on.at("on")? })
    }
}

/// Settles which acts of a program need authority.
#[derive(InputObject)]
#[graphql(name = "SetGovernanceFields")]
pub(crate) struct SetGovernance {
    /// The acts that need authority.
    needing: Vec<AuthorityAct>,
    /// Whether one of them without authority is refused. Otherwise it is recorded and shows as without
    /// decision.
    strict: bool,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetGovernance {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let needing = self.needing.into_iter().map(Into::into).collect();
        let governance = Governance { needing, strict: self.strict };
        Ok(Command::SetGovernance { governance, on: self.on.at("on")? })
    }
}

/// Labels a code of a program.
#[derive(InputObject)]
#[graphql(name = "LabelCodeFields")]
pub(crate) struct LabelCode {
    /// What the code names.
    vocabulary: Vocabulary,
    /// The code.
    code: Typed<Code>,
    /// How people call it.
    label: Typed<Text>,
}

impl Act for LabelCode {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let labeled = CodeLabeled {
            vocabulary: self.vocabulary.into(),
            code: self.code.at("code")?,
            label: self.label.at("label")?,
        };
        Ok(Command::LabelCode { labeled })
    }
}

/// Sets a strategic goal of a program.
#[derive(InputObject)]
#[graphql(name = "SetGoalFields")]
pub(crate) struct SetGoal {
    /// The code, unique among the goals of the program.
    code: Typed<Code>,
    /// What is to be reached.
    title: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetGoal {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let goal = GoalSet { code: self.code.at("code")?, title: self.title.at("title")? };
        Ok(Command::SetGoal { goal, on: self.on.at("on")? })
    }
}

/// Retires a strategic goal of a program.
#[derive(InputObject)]
#[graphql(name = "RetireGoalFields")]
pub(crate) struct RetireGoal {
    /// The goal.
    goal: GoalRef,
    /// Why.
    reason: Option<Typed<Text>>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RetireGoal {
    type On = On<Programs>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let goal = self.goal.find(desk).await.at("goal")?;
        Ok(Command::RetireGoal { goal, reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}

/// Decides by which rule the level of a program follows from those of its initiatives.
#[derive(InputObject)]
#[graphql(name = "DecideProgramLevelRuleFields")]
pub(crate) struct DecideProgramLevelRule {
    /// The rule.
    rule: LevelRule,
    /// Why.
    reason: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for DecideProgramLevelRule {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let decided = LevelRuleDecided { rule: self.rule.into(), reason: self.reason.at("reason")? };
        let (on, authority) = (self.on.at("on")?, self.authority.at("authority")?);
        Ok(Command::DecideLevelRule { decided, on, authority })
    }
}

/// States how far a program's business lives on personal contact.
#[derive(InputObject)]
#[graphql(name = "StatePersonalContactFields")]
pub(crate) struct StatePersonalContact {
    /// The share of the business that is done from person to person, 0 to 1.
    share: Typed<Decimal>,
    /// How that is known.
    source: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for StatePersonalContact {
    type On = On<Programs>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let stated =
            PersonalContactStated { share: self.share.at("share")?, source: self.source.at("source")? };
        Ok(Command::StatePersonalContact { stated, on: self.on.at("on")? })
    }
}
