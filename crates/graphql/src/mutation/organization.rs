//! Mutations of the organization: name, zone, departments, roles, tokens, maturity model.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::{EventId, TokenId};
use cxl_domain::organization::{Command, DepartmentCreated, RoleGranted, TokenIssued, TokenScope};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::envelope::AuthorityInput;
use super::mend::{Annul, Correct, Mended, Statement};
use super::reference::{DepartmentRef, Desk, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::Unnamed;
use super::typed::{Typed, Unread};
use crate::enums::{DepartmentSide, Role, RuleSet};
use crate::moment::Moment;
use crate::organization::Organization;
use crate::request::Asking;

mutations! {
    /// Something about the organization was recorded.
    OrganizationRecorded {
        /// The organization as it stands now.
        organization: Organization
    }
    /// What a command about the organization is answered.
    OrganizationResult
    OrganizationMutation {
        /// Gives the organization another name, from a day on.
        rename_organization(RenameOrganization);
        /// Sets the time zone of answers that span programs, from a day on.
        set_organization_zone(SetOrganizationZone);
        /// Creates a department; the id of the event is the department's.
        create_department(CreateDepartment);
        /// Gives a department another name, from a day on.
        rename_department(RenameDepartment);
        /// Says whether the people of a department meet customers, from a day on.
        state_department_side(StateDepartmentSide);
        /// Closes a department, from a day on.
        close_department(CloseDepartment);
        /// Grants a person a role, for a program or the whole organization.
        grant_role(GrantRole);
        /// Withdraws a granted role, from a day on.
        withdraw_role(WithdrawRole);
        /// Makes an API token that you drew yourself work for a person. The ledger is shown its hash only.
        issue_token(IssueToken);
        /// Makes a token stop working at once.
        revoke_token(RevokeToken);
        /// Adopts a maturity model, from a day on.
        adopt_model(AdoptModel);
        /// Adopts the rules by which charts find signals, from a day on.
        adopt_rule_set(AdoptRuleSet);
        /// Annuls a fact about the organization that was recorded in error.
        annul_organization_fact(Annul<TheOrganization>);
        /// Replaces a fact about the organization that was recorded wrongly.
        correct_organization_fact(Correct<TheOrganization>);
    }
}

/// The organization, of which there is one.
pub(crate) struct TheOrganization;

impl Noun for TheOrganization {
    type Command = Command;
    type Answer = OrganizationResult;

    fn command(_: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Organization(command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<OrganizationResult, Error> {
        let moment = Moment::after(Asking::of(ctx)?, executed.views.clone(), None)?;
        Ok(OrganizationRecorded::new(&moment, &executed, Organization::seen(&moment))?.into())
    }
}

impl Mended for TheOrganization {
    type Existing = Unnamed<Self>;
    type Statement = OrganizationFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about the organization as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "OrganizationFactInput")]
pub(crate) enum OrganizationFact {
    /// Another name.
    RenameOrganization(RenameOrganization),
    /// Another time zone.
    SetOrganizationZone(SetOrganizationZone),
    /// Another department created.
    CreateDepartment(CreateDepartment),
    /// Another name of a department.
    RenameDepartment(RenameDepartment),
    /// Another side of a department.
    StateDepartmentSide(StateDepartmentSide),
    /// Another closing of a department.
    CloseDepartment(CloseDepartment),
    /// Another grant of a role.
    GrantRole(GrantRole),
    /// Another withdrawal of a role.
    WithdrawRole(WithdrawRole),
    /// Another token.
    IssueToken(IssueToken),
    /// Another revocation of a token.
    RevokeToken(RevokeToken),
    /// Another adoption of a maturity model.
    AdoptModel(AdoptModel),
    /// Another adoption of a rule set.
    AdoptRuleSet(AdoptRuleSet),
}

impl Statement<TheOrganization> for OrganizationFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::RenameOrganization(act) => act.command(desk).await,
            Self::SetOrganizationZone(act) => act.command(desk).await,
            Self::CreateDepartment(act) => act.command(desk).await,
            Self::RenameDepartment(act) => act.command(desk).await,
            Self::StateDepartmentSide(act) => act.command(desk).await,
            Self::CloseDepartment(act) => act.command(desk).await,
            Self::GrantRole(act) => act.command(desk).await,
            Self::WithdrawRole(act) => act.command(desk).await,
            Self::IssueToken(act) => act.command(desk).await,
            Self::RevokeToken(act) => act.command(desk).await,
            Self::AdoptModel(act) => act.command(desk).await,
            Self::AdoptRuleSet(act) => act.command(desk).await,
        }
    }
}

/// Gives the organization another name.
#[derive(InputObject)]
#[graphql(name = "RenameOrganizationFields")]
pub(crate) struct RenameOrganization {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameOrganization {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Sets the organization's time zone.
#[derive(InputObject)]
#[graphql(name = "SetOrganizationZoneFields")]
pub(crate) struct SetOrganizationZone {
    /// The IANA name: Asia/Ho_Chi_Minh, Europe/London.
    zone: Typed<chrono_tz::Tz>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for SetOrganizationZone {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetZone { zone: self.zone.at("zone")?, on: self.on.at("on")? })
    }
}

/// Creates a department.
#[derive(InputObject)]
#[graphql(name = "CreateDepartmentFields")]
pub(crate) struct CreateDepartment {
    /// The code, unique in the organization.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// The department above it.
    parent: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for CreateDepartment {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = DepartmentCreated {
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            parent: self.parent.find(desk).await.at("parent")?,
        };
        Ok(Command::CreateDepartment { department, on: self.on.at("on")? })
    }
}

/// Gives a department another name.
#[derive(InputObject)]
#[graphql(name = "RenameDepartmentFields")]
pub(crate) struct RenameDepartment {
    /// The department.
    department: DepartmentRef,
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameDepartment {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::RenameDepartment { department, name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Says whether the people of a department meet customers.
#[derive(InputObject)]
#[graphql(name = "StateDepartmentSideFields")]
pub(crate) struct StateDepartmentSide {
    /// The department.
    department: DepartmentRef,
    /// Whether they do.
    side: DepartmentSide,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for StateDepartmentSide {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::StateDepartmentSide { department, side: self.side.into(), on: self.on.at("on")? })
    }
}

/// Closes a department.
#[derive(InputObject)]
#[graphql(name = "CloseDepartmentFields")]
pub(crate) struct CloseDepartment {
    /// The department.
    department: DepartmentRef,
    /// Why.
    reason: Typed<Text>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for CloseDepartment {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        let reason = self.reason.at("reason")?;
        Ok(Command::CloseDepartment { department, reason, on: self.on.at("on")? })
    }
}

/// Grants a person a role.
#[derive(InputObject)]
#[graphql(name = "GrantRoleFields")]
pub(crate) struct GrantRole {
    /// Who gets it.
    person: PersonRef,
    /// The role.
    role: Role,
    /// The program for which it holds; the whole organization if left out.
    program: Option<ProgramRef>,
    /// The first day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// The first day without it; for good if left out.
    until: Option<Typed<NaiveDate>>,
}

impl Act for GrantRole {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let granted = RoleGranted {
            person: self.person.find(desk).await.at("person")?,
            role: self.role.into(),
            program: self.program.find(desk).await.at("program")?,
        };
        Ok(Command::GrantRole { granted, on: self.on.at("on")?, until: self.until.at("until")? })
    }
}

/// Withdraws a granted role.
#[derive(InputObject)]
#[graphql(name = "WithdrawRoleFields")]
pub(crate) struct WithdrawRole {
    /// The event that granted it.
    grant: Typed<EventId>,
    /// Why.
    reason: Option<Typed<Text>>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for WithdrawRole {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let grant = self.grant.at("grant")?;
        Ok(Command::WithdrawRole { grant, reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}

/// Makes an API token work for a person. Draw it yourself, at least 32 random bytes, hand it to the
/// person and send its hash: the ledger never sees the token.
#[derive(InputObject)]
#[graphql(name = "IssueTokenFields")]
pub(crate) struct IssueToken {
    /// Whom it stands for: a person, or a service.
    person: PersonRef,
    /// SHA-256 of the token as it will be sent, 64 hexadecimal digits.
    sha256: Typed<Sha256Hex>,
    /// When it stops working, at most 366 days from now; in 90 days if left out.
    expires: Option<Typed<DateTime<Utc>>>,
    /// Whether it opens nothing but reading.
    #[graphql(default)]
    reads_only: bool,
    /// The only program that it opens; every program of its holder if left out.
    program: Option<ProgramRef>,
}

impl Act for IssueToken {
    type On = Unnamed<TheOrganization>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let scope =
            TokenScope { reads_only: self.reads_only, program: self.program.find(desk).await.at("program")? };
        let issued = TokenIssued {
            person: self.person.find(desk).await.at("person")?,
            sha256: self.sha256.at("sha256")?,
            expires: self.expires.at("expires")?,
            scope: (scope != TokenScope::default()).then_some(scope),
        };
        Ok(Command::IssueToken { issued })
    }
}

/// Makes a token stop working.
#[derive(InputObject)]
#[graphql(name = "RevokeTokenFields")]
pub(crate) struct RevokeToken {
    /// The token: its id, or that of the event that issued it.
    token: Typed<TokenId>,
    /// Why.
    reason: Option<Typed<Text>>,
}

impl Act for RevokeToken {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::RevokeToken { token: self.token.at("token")?, reason: self.reason.at("reason")? })
    }
}

/// Adopts a maturity model.
#[derive(InputObject)]
#[graphql(name = "AdoptModelFields")]
pub(crate) struct AdoptModel {
    /// Its name with version: cx-maturity/1.
    model: String,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for AdoptModel {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let authority = self.authority.at("authority")?;
        Ok(Command::AdoptModel { model: self.model, on: self.on.at("on")?, authority })
    }
}

/// Adopts a rule set of charts.
#[derive(InputObject)]
#[graphql(name = "AdoptRuleSetFields")]
pub(crate) struct AdoptRuleSet {
    /// Which.
    rule_set: RuleSet,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for AdoptRuleSet {
    type On = Unnamed<TheOrganization>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let authority = self.authority.at("authority")?;
        Ok(Command::AdoptRuleSet { rule_set: self.rule_set.into(), on: self.on.at("on")?, authority })
    }
}
