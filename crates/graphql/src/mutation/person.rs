//! Mutations of people.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::id::{EventId, IdentityId, PersonId};
use cxl_domain::person::{Command, IdentityLinked, Register};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use cxl_ledger::command::PersonCommand;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{DepartmentRef, Desk, PersonRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::moment::Moment;
use crate::person::Person;
use crate::request::Asking;

mutations! {
    /// Something about a person was recorded.
    PersonRecorded {
        /// The person as they stand now, also once the whole person is recorded in error.
        person: Person
    }
    /// What a command about a person is answered.
    PersonResult
    PersonMutation {
        /// Makes a person known to the ledger. Draw the command id at random (version 4 or 7): the
        /// person's id is derived from it.
        register_person(RegisterPerson);
        /// Makes a service known that enters what people do. It has roles and tokens like a person, and is
        /// renamed, placed and taken back like one; it owns nothing, sits nowhere and votes on nothing.
        register_service(RegisterService);
        /// Lets a person enter by an identity of the identity provider.
        link_identity(LinkIdentity);
        /// Lets a person enter by an identity no more, from now on.
        unlink_identity(UnlinkIdentity);
        /// Gives a person another name, from a day on.
        rename_person(RenamePerson);
        /// Places a person in a department, or in none, from a day on.
        place_person(PlacePerson);
        /// Records that a person left the organization. What they hold stays theirs until it is handed over:
        /// see `handOver`.
        record_person_left(RecordPersonLeft);
        /// Records that a person who had left came back.
        record_person_returned(RecordPersonReturned);
        /// Takes a whole person back who was recorded in error.
        record_person_in_error(RecordInError<People>);
        /// Annuls a fact about a person that was recorded in error.
        annul_person_fact(Annul<People>);
        /// Replaces a fact about a person that was recorded wrongly.
        correct_person_fact(Correct<People>);
    }
}

/// The people.
pub(crate) struct People;

impl Noun for People {
    type Command = PersonCommand;
    type Answer = PersonResult;

    fn command(id: Option<Uuid>, command: PersonCommand) -> cxl_ledger::Command {
        cxl_ledger::Command::Person(id.map(PersonId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<PersonResult, Error> {
        let moment = Moment::after(Asking::of(ctx)?, executed.views.clone(), None)?;
        Ok(PersonRecorded::new(&moment, &executed, Person::found(&moment, PersonId(executed.id)))?.into())
    }
}

impl Named for People {
    const FIELD: &'static str = "person";
    const WHICH: &'static str = "The person.";
    type Reference = PersonRef;

    fn record_in_error(reason: Text) -> PersonCommand {
        Command::RecordInError { reason }.into()
    }
}

impl Mended for People {
    type Existing = On<Self>;
    type Statement = PersonFact;

    fn annul(annul: command::Annul) -> PersonCommand {
        Command::Annul(annul).into()
    }

    fn correct(event: EventId, reason: Text, with: PersonCommand) -> PersonCommand {
        let PersonCommand { claims, act } = with;
        let act = Command::Correct(command::Correct { event, reason, with: Box::new(act) });
        PersonCommand { claims, act }
    }
}

/// A fact about a person as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "PersonFactInput")]
pub(crate) enum PersonFact {
    /// Another code. Of what a registration states only this is one fact; name and department are
    /// facts of their own.
    RegisterPerson(RegisterPerson),
    /// Another name.
    RenamePerson(RenamePerson),
    /// Another department.
    PlacePerson(PlacePerson),
    /// Another day of leaving.
    RecordPersonLeft(RecordPersonLeft),
    /// Another day of coming back.
    RecordPersonReturned(RecordPersonReturned),
}

impl Statement<People> for PersonFact {
    async fn command(self, desk: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        match self {
            Self::RegisterPerson(act) => act.command(desk).await,
            Self::RenamePerson(act) => act.command(desk).await,
            Self::PlacePerson(act) => act.command(desk).await,
            Self::RecordPersonLeft(act) => act.command(desk).await,
            Self::RecordPersonReturned(act) => act.command(desk).await,
        }
    }
}

/// Makes a person known to the ledger.
#[derive(InputObject)]
#[graphql(name = "RegisterPersonFields")]
pub(crate) struct RegisterPerson {
    /// The code by which files and other systems name the person. It is sealed like the name.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// The department.
    department: Option<DepartmentRef>,
    /// From which day name and department hold; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RegisterPerson {
    type On = Unnamed<People>;
    const RANDOM: bool = true;

    async fn command(self, desk: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        let code = self.code.at("code")?;
        let register = Register {
            code: Text::typed(code.as_str()).expect("a code is a text"),
            name: self.name.at("name")?,
            department: self.department.find(desk).await.at("department")?,
            on: self.on.at("on")?,
        };
        Ok(PersonCommand { claims: Some(code), act: Command::Register(register) })
    }
}

/// Makes a service known that enters what people do.
#[derive(InputObject)]
#[graphql(name = "RegisterServiceFields")]
pub(crate) struct RegisterService {
    /// The code by which files and other systems name the service: no person has it.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
}

impl Act for RegisterService {
    type On = Unnamed<People>;
    const RANDOM: bool = true;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        let code = self.code.at("code")?;
        let register = Register {
            code: Text::typed(code.as_str()).expect("a code is a text"),
            name: self.name.at("name")?,
            department: None,
            on: None,
        };
        Ok(PersonCommand { claims: Some(code), act: Command::RegisterService(register) })
    }
}

/// Lets a person enter by an identity of the identity provider.
#[derive(InputObject)]
#[graphql(name = "LinkIdentityFields")]
pub(crate) struct LinkIdentity {
    /// The provider, as it calls itself in its tokens (`iss`), to the character.
    issuer: Typed<Text>,
    /// What the provider calls the person in its tokens (`sub`), to the character: never an e-mail address that
    /// may be given to somebody else one day. Both are sealed like the name.
    subject: Typed<Text>,
}

impl Act for LinkIdentity {
    type On = On<People>;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        let linked =
            IdentityLinked { issuer: self.issuer.at("issuer")?, subject: self.subject.at("subject")? };
        Ok(Command::LinkIdentity { linked }.into())
    }
}

/// Lets a person enter by an identity no more.
#[derive(InputObject)]
#[graphql(name = "UnlinkIdentityFields")]
pub(crate) struct UnlinkIdentity {
    /// The identity: the event that linked it.
    identity: Typed<EventId>,
    /// Why.
    reason: Option<Typed<Text>>,
}

impl Act for UnlinkIdentity {
    type On = On<People>;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        let identity = IdentityId(self.identity.at("identity")?.0);
        Ok(Command::UnlinkIdentity { identity, reason: self.reason.at("reason")? }.into())
    }
}

/// Gives a person another name.
#[derive(InputObject)]
#[graphql(name = "RenamePersonFields")]
pub(crate) struct RenamePerson {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenamePerson {
    type On = On<People>;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? }.into())
    }
}

/// Places a person in a department, or in none.
#[derive(InputObject)]
#[graphql(name = "PlacePersonFields")]
pub(crate) struct PlacePerson {
    /// The department; none if left out.
    department: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for PlacePerson {
    type On = On<People>;

    async fn command(self, desk: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::Place { department, on: self.on.at("on")? }.into())
    }
}

/// Records that a person left the organization.
#[derive(InputObject)]
#[graphql(name = "RecordPersonLeftFields")]
pub(crate) struct RecordPersonLeft {
    /// The first day without them; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RecordPersonLeft {
    type On = On<People>;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        Ok(Command::Leave { on: self.on.at("on")? }.into())
    }
}

/// Records that a person who had left came back.
#[derive(InputObject)]
#[graphql(name = "RecordPersonReturnedFields")]
pub(crate) struct RecordPersonReturned {
    /// The first day on which they are there again; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RecordPersonReturned {
    type On = On<People>;

    async fn command(self, _: &Desk<'_>) -> Result<PersonCommand, Rejection> {
        Ok(Command::Return { on: self.on.at("on")? }.into())
    }
}
