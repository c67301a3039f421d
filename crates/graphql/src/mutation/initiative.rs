//! Mutations of initiatives, with the acts of charter, ownership and metrics. Those on their course stand
//! in [`super::course`], those on improvements in [`super::improvement`].

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::exception::ExceptionExplained;
use cxl_domain::id::{EventId, InitiativeId};
use cxl_domain::initiative::{self, Command};
use cxl_domain::maturity::profile;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::course::{
    PauseInitiative, ReopenInitiative, ReportProgress, ResumeInitiative, StopInitiative, SucceedInitiative,
    SustainInitiative,
};
use super::envelope::AuthorityInput;
use super::improvement::{AbandonImprovement, DeliverImprovement, MoveImprovementDate, StartImprovement};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::oversight::{AcknowledgeReport, ExplainException, Explaining, TransferOversight};
use super::profile::{DropMaturityTarget, ExcludePractice, IncludePractice, Profiled, SetMaturityTarget};
use super::reference::{CommitteeRef, Desk, InitiativeRef, MetricRef, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::relation::{ChangeElement, ExpectBenefit, HelpGoal, PlaceInitiative};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::enums::MetricRole;
use crate::initiative::Initiative;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about an initiative was recorded.
    InitiativeRecorded {
        /// The initiative as it stands now, also once all of it is recorded in error.
        initiative: Initiative
    }
    /// What a command about an initiative is answered.
    InitiativeResult
    InitiativeMutation {
        /// Charters an initiative in a program: what it is for, and who owns it.
        charter_initiative(CharterInitiative);
        /// Gives an initiative another name, from a day on.
        rename_initiative(RenameInitiative);
        /// States an initiative's purpose anew, from a day on.
        restate_purpose(RestatePurpose);
        /// Hands an initiative to an owner, from a day on.
        assign_owner(AssignOwner);
        /// Leaves an initiative without an owner, from a day on.
        vacate_owner(VacateOwner);
        /// Links a metric to an initiative in a role, from a day on.
        link_metric(LinkMetric);
        /// Says where on a journey an initiative works, from a day on.
        place_initiative(PlaceInitiative);
        /// Says which element of the ecosystem an initiative changes, from a day on.
        change_element(ChangeElement);
        /// Says whose goal an initiative helps, from a day on.
        help_goal(HelpGoal);
        /// States a benefit that is expected of an initiative over some days.
        expect_benefit(ExpectBenefit);
        /// Starts an improvement inside an initiative; the id of the event is the improvement's.
        start_improvement(StartImprovement);
        /// Moves the day on which an improvement is due.
        move_improvement_date(MoveImprovementDate);
        /// Records that an improvement was delivered.
        deliver_improvement(DeliverImprovement);
        /// Records that an improvement was given up.
        abandon_improvement(AbandonImprovement);
        /// Reports how an initiative stands over a period.
        report_progress(ReportProgress);
        /// Lets another committee oversee an initiative, from a day on.
        transfer_oversight(TransferOversight);
        /// Explains an exception of an initiative: its cause, the next step, who takes it by when.
        explain_exception(ExplainException<Initiatives>);
        /// Confirms having read a progress report.
        acknowledge_report(AcknowledgeReport);
        /// Pauses an initiative, from a day on: its level is held, windows and validities stand still.
        pause_initiative(PauseInitiative);
        /// Moves an initiative to sustain, from a day on: it is watched on a slower rhythm, windows and
        /// validities are doubled.
        sustain_initiative(SustainInitiative);
        /// Lets an initiative run again that is paused or in sustain, from a day on.
        resume_initiative(ResumeInitiative);
        /// Stops an initiative, from a day on.
        stop_initiative(StopInitiative);
        /// Reopens an initiative that was stopped, from a day on.
        reopen_initiative(ReopenInitiative);
        /// Lets an initiative carry another on, whose history goes on under it, from a day on.
        succeed_initiative(SucceedInitiative);
        /// Decides that a practice of the maturity model does not apply to an initiative, from a day on.
        exclude_initiative_practice(ExcludePractice<Initiatives>);
        /// Decides that a practice applies to an initiative again, from a day on.
        include_initiative_practice(IncludePractice<Initiatives>);
        /// Sets or moves a target of maturity of an initiative: what is to be reached by when.
        set_initiative_maturity_target(SetMaturityTarget<Initiatives>);
        /// Gives a target of maturity of an initiative up.
        drop_initiative_maturity_target(DropMaturityTarget<Initiatives>);
        /// Takes a whole initiative back that was recorded in error.
        record_initiative_in_error(RecordInError<Initiatives>);
        /// Annuls a fact about an initiative that was recorded in error.
        annul_initiative_fact(Annul<Initiatives>);
        /// Replaces a fact about an initiative that was recorded wrongly.
        correct_initiative_fact(Correct<Initiatives>);
    }
}

/// The initiatives.
pub(crate) struct Initiatives;

impl Noun for Initiatives {
    type Command = Command;
    type Answer = InitiativeResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Initiative(id.map(InitiativeId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<InitiativeResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = InitiativeId(executed.id);
        let program = views.initiative(id).and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(InitiativeRecorded::new(&moment, &executed, Initiative::found(&moment, id))?.into())
    }
}

impl Named for Initiatives {
    const FIELD: &'static str = "initiative";
    const WHICH: &'static str = "The initiative.";
    type Reference = InitiativeRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Explaining for Initiatives {
    fn explain(explained: ExceptionExplained) -> Command {
        Command::ExplainException { explained }
    }
}

impl Profiled for Initiatives {
    fn profile(command: profile::Command) -> Command {
        Command::Profile(command)
    }
}

impl Mended for Initiatives {
    type Existing = On<Self>;
    type Statement = InitiativeFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about an initiative as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "InitiativeFactInput")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one request")]
pub(crate) enum InitiativeFact {
    /// Another program, code or first day. Of what a charter states only these are one fact; name,
    /// purpose and owner are facts of their own.
    CharterInitiative(CharterInitiative),
    /// Another name.
    RenameInitiative(RenameInitiative),
    /// Another purpose.
    RestatePurpose(RestatePurpose),
    /// Another owner.
    AssignOwner(AssignOwner),
    /// Another vacancy.
    VacateOwner(VacateOwner),
    /// Another link to a metric.
    LinkMetric(LinkMetric),
    /// Another place on a journey.
    PlaceInitiative(PlaceInitiative),
    /// Another word on an element.
    ChangeElement(ChangeElement),
    /// Another goal that it helps.
    HelpGoal(HelpGoal),
    /// Another expectation of a benefit.
    ExpectBenefit(ExpectBenefit),
    /// Another start of an improvement.
    StartImprovement(StartImprovement),
    /// Another move of an improvement's date.
    MoveImprovementDate(MoveImprovementDate),
    /// Another delivery of an improvement.
    DeliverImprovement(DeliverImprovement),
    /// Another giving up of an improvement.
    AbandonImprovement(AbandonImprovement),
    /// Another progress report.
    ReportProgress(ReportProgress),
    /// Another pause.
    PauseInitiative(PauseInitiative),
    /// Another explanation of an exception.
    ExplainException(ExplainException<Initiatives>),
    /// Another transfer of the oversight.
    TransferOversight(TransferOversight),
    /// Another move to sustain.
    SustainInitiative(SustainInitiative),
    /// Another resumption.
    ResumeInitiative(ResumeInitiative),
    /// Another stop.
    StopInitiative(StopInitiative),
    /// Another reopening.
    ReopenInitiative(ReopenInitiative),
    /// Another succession.
    SucceedInitiative(SucceedInitiative),
    /// Another exclusion of a practice.
    ExcludeInitiativePractice(ExcludePractice<Initiatives>),
    /// Another decision that a practice applies again.
    IncludeInitiativePractice(IncludePractice<Initiatives>),
    /// Another target of maturity.
    SetInitiativeMaturityTarget(SetMaturityTarget<Initiatives>),
    /// Another giving up of a target of maturity.
    DropInitiativeMaturityTarget(DropMaturityTarget<Initiatives>),
}

impl Statement<Initiatives> for InitiativeFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::CharterInitiative(act) => act.command(desk).await,
            Self::RenameInitiative(act) => act.command(desk).await,
            Self::RestatePurpose(act) => act.command(desk).await,
            Self::AssignOwner(act) => act.command(desk).await,
            Self::VacateOwner(act) => act.command(desk).await,
            Self::LinkMetric(act) => act.command(desk).await,
            Self::PlaceInitiative(act) => act.command(desk).await,
            Self::ChangeElement(act) => act.command(desk).await,
            Self::HelpGoal(act) => act.command(desk).await,
            Self::ExpectBenefit(act) => act.command(desk).await,
            Self::StartImprovement(act) => act.command(desk).await,
            Self::MoveImprovementDate(act) => act.command(desk).await,
            Self::DeliverImprovement(act) => act.command(desk).await,
            Self::AbandonImprovement(act) => act.command(desk).await,
            Self::ReportProgress(act) => act.command(desk).await,
            Self::ExplainException(act) => act.command(desk).await,
            Self::TransferOversight(act) => act.command(desk).await,
            Self::PauseInitiative(act) => act.command(desk).await,
            Self::SustainInitiative(act) => act.command(desk).await,
            Self::ResumeInitiative(act) => act.command(desk).await,
            Self::StopInitiative(act) => act.command(desk).await,
            Self::ReopenInitiative(act) => act.command(desk).await,
            Self::SucceedInitiative(act) => act.command(desk).await,
            Self::ExcludeInitiativePractice(act) => act.command(desk).await,
            Self::IncludeInitiativePractice(act) => act.command(desk).await,
            Self::SetInitiativeMaturityTarget(act) => act.command(desk).await,
            Self::DropInitiativeMaturityTarget(act) => act.command(desk).await,
        }
    }
}

/// Charters an initiative.
#[derive(InputObject)]
#[graphql(name = "CharterInitiativeFields")]
pub(crate) struct CharterInitiative {
    /// The program that it belongs to.
    program: ProgramRef,
    /// The code, unique in the program.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// What it is for.
    purpose: Typed<Text>,
    /// The first owner; it is vacant if left out.
    owner: Option<PersonRef>,
    /// The committee that oversees it, of the same program.
    committee: Option<CommitteeRef>,
    /// The day on which it begins, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for CharterInitiative {
    type On = Unnamed<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Charter(initiative::Charter {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            purpose: self.purpose.at("purpose")?,
            owner: self.owner.find(desk).await.at("owner")?,
            committee: self.committee.find(desk).await.at("committee")?,
            on: self.on.at("on")?,
            authority: self.authority.at("authority")?,
        }))
    }
}

/// Gives an initiative another name.
#[derive(InputObject)]
#[graphql(name = "RenameInitiativeFields")]
pub(crate) struct RenameInitiative {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameInitiative {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// States an initiative's purpose anew.
#[derive(InputObject)]
#[graphql(name = "RestatePurposeFields")]
pub(crate) struct RestatePurpose {
    /// What it is for.
    purpose: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RestatePurpose {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::RestatePurpose { purpose: self.purpose.at("purpose")?, on: self.on.at("on")? })
    }
}

/// Hands an initiative to an owner.
#[derive(InputObject)]
#[graphql(name = "AssignOwnerFields")]
pub(crate) struct AssignOwner {
    /// The owner.
    owner: PersonRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for AssignOwner {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let owner = self.owner.find(desk).await.at("owner")?;
        Ok(Command::AssignOwner { owner, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Leaves an initiative without an owner.
#[derive(InputObject)]
#[graphql(name = "VacateOwnerFields")]
pub(crate) struct VacateOwner {
    /// Why nobody follows.
    reason: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for VacateOwner {
    type On = On<Initiatives>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let reason = self.reason.at("reason")?;
        Ok(Command::VacateOwner { reason, on: self.on.at("on")?, authority: self.authority.at("authority")? })
    }
}

/// Links a metric to an initiative.
#[derive(InputObject)]
#[graphql(name = "LinkMetricFields")]
pub(crate) struct LinkMetric {
    /// The metric, of the same program.
    metric: MetricRef,
    /// Its part. An initiative has one primary metric at a time.
    role: MetricRole,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for LinkMetric {
    type On = On<Initiatives>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let metric = self.metric.find(desk).await.at("metric")?;
        Ok(Command::LinkMetric { metric, role: self.role.into(), on: self.on.at("on")? })
    }
}
