//! The first acts of a ledger, and those of the operator who holds its files.

use chrono_tz::Tz;
use cxl_domain::authorization::RuleId;
use cxl_domain::code::Code;
use cxl_domain::history::Entry;
use cxl_domain::id::{CommandId, PersonId, ServiceId, item_command, stream_id};
use cxl_domain::organization::{self, Found, KeyLossAccepted};
use cxl_domain::person::{self, Register};
use cxl_domain::refusal::Refusal;
use cxl_domain::text::Text;
use cxl_store::meta::{Actor, Agent};
use uuid::Uuid;

use super::{ExecuteError, Executed};
use crate::command::{Command, PersonCommand, Request};
use crate::ledger::Ledger;

/// The operator at the console: whoever can open the ledger's files.
pub(crate) const OPERATOR: Actor = Actor {
    agent: Agent::Service(ServiceId(Uuid::from_u128(0x0c51_70aa_5d3e_4f6b_9b0a_51f7_2e88_c604))),
    token: None,
    identity: None,
};

/// The rule recorded with the operator's acts.
pub(crate) const OPERATOR_RULE: RuleId = RuleId::OPERATOR;

/// What a new ledger is founded with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The organization's name.
    pub name: Text,
    /// Its zone.
    pub zone: Tz,
    /// The first administrator's code.
    pub administrator_code: Code,
    /// The first administrator's name.
    pub administrator_name: Text,
    /// Whether everything is made up.
    pub demo: bool,
}

impl Ledger {
    /// Founds an empty ledger: the organization, and a first administrator who can do what one person
    /// may do alone. Answers the administrator. Repeated with the same command id, it resumes.
    pub async fn found(&self, founding: Founding, command: CommandId) -> Result<PersonId, ExecuteError> {
        let register = item_command(command, 1);
        let administrator = PersonId(stream_id(OPERATOR.key(), "person", register));
        let found = Found { name: founding.name, zone: founding.zone, administrator, demo: founding.demo };
        let organization = Command::Organization(organization::Command::Found(found));
        self.as_operator(administrator, item_command(command, 0), organization).await?;
        let code = founding.administrator_code;
        let registered = Register {
            code: Text::typed(code.as_str()).map_err(|error| Refusal::invalid("code", error))?,
            name: founding.administrator_name,
            department: None,
            on: None,
        };
        let person = PersonCommand { claims: Some(code), act: person::Command::Register(registered) };
        self.as_operator(administrator, register, Command::Person(None, person)).await?;
        Ok(administrator)
    }

    /// Records that keys were accepted as lost, in the name of whoever founded the ledger.
    pub(crate) async fn accept_key_loss(&self, loss: KeyLossAccepted) -> Result<(), ExecuteError> {
        let founder = self.snapshot().organization().state.history.iter().next().map(Entry::by);
        let Some(founder) = founder else { return Ok(()) };
        // The same loss is the same command, whoever accepts it again.
        let command = CommandId(Uuid::new_v5(&OPERATOR.key(), &loss.sha256.0));
        let accept = Command::Organization(organization::Command::AcceptKeyLoss { loss });
        let request = Request { by: Some(founder), ..Request::new(OPERATOR, command, accept) };
        // This is part of judging the keys, for which everybody else waits who writes.
        self.execute_under(request, Some(OPERATOR_RULE)).await.map(drop)
    }

    /// An act of the operator for a person.
    pub async fn as_operator(
        &self,
        by: PersonId,
        command_id: CommandId,
        command: Command,
    ) -> Result<Executed, ExecuteError> {
        let request = Request { by: Some(by), ..Request::new(OPERATOR, command_id, command) };
        self.execute_as_operator(request).await
    }
}
