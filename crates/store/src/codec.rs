//! From a decided fact to stored bytes and back.

use std::sync::Arc;

use cxl_domain::committee::CommitteeFact;
use cxl_domain::decision::DecisionFact;
use cxl_domain::event::{BodyError, Event, Fact};
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::id::EventId;
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::InsightFact;
use cxl_domain::journey::JourneyFact;
use cxl_domain::meeting::MeetingFact;
use cxl_domain::metric::MetricFact;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPointFact;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::meta::Meta;
use crate::port::{NewEvent, Recorded};
use crate::seal::{SealError, has_typed_text, seal_body};
use crate::upcast::{UPCASTERS, UpcastError, upcast};
use crate::vault::{DataKey, KeyId};

/// What most metadata fits into; larger grows.
const USUAL_META_BYTES: usize = 512;

/// A fact as it is written, with its texts as they were typed. What is stored is [`encoded`](Self::encode).
pub struct Plain {
    type_name: Arc<str>,
    body: Zeroizing<Vec<u8>>,
}

impl Plain {
    /// The fact, written.
    pub fn of<F: Fact>(event: &Event<F>) -> Result<Self, EncodeError> {
        let body = Zeroizing::new(event.to_body()?);
        Ok(Self { type_name: Arc::from(event.fact.wire_name()), body })
    }

    /// Whether it holds typed text, which takes a key.
    pub fn needs_key(&self) -> bool {
        has_typed_text(&self.body)
    }

    /// The stored form: the typed texts sealed under `key`. Without one, a fact with text is refused, and one
    /// without draws no randomness.
    pub fn encode(
        mut self,
        id: EventId,
        meta: &Meta,
        key: Option<&(KeyId, DataKey)>,
        entropy: &mut dyn Entropy,
    ) -> Result<NewEvent, EncodeError> {
        let body = if self.needs_key() {
            seal_body(&self.body, id.0, key.ok_or(EncodeError::NoKey)?, entropy)?
        } else {
            std::mem::take(&mut *self.body)
        };
        let mut beside = Vec::with_capacity(USUAL_META_BYTES);
        serde_json::to_writer(&mut beside, meta)?;
        Ok(NewEvent { id: id.0, type_name: self.type_name, body, meta: beside })
    }
}

impl std::fmt::Debug for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plain").field("type_name", &self.type_name).finish_non_exhaustive()
    }
}

/// Why a fact can't be stored.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// A text came without a key.
    #[error("the fact holds typed text, and there is no key to seal it under")]
    NoKey,
    /// A text can't be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The fact has no JSON form.
    #[error("the fact can't be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// A fact of any kind of stream.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyEvent {
    /// About the organization.
    Organization(Event<OrganizationFact>),
    /// About a program.
    Program(Event<ProgramFact>),
    /// About a person.
    Person(Event<PersonFact>),
    /// About an initiative.
    Initiative(Event<InitiativeFact>),
    /// About a metric.
    Metric(Event<MetricFact>),
    /// About a piece of evidence.
    Evidence(Event<EvidenceFact>),
    /// About a committee.
    Committee(Event<CommitteeFact>),
    /// About a meeting.
    Meeting(Event<MeetingFact>),
    /// About a decision.
    Decision(Event<DecisionFact>),
    /// About a journey.
    Journey(Event<JourneyFact>),
    /// About a pain point.
    PainPoint(Event<PainPointFact>),
    /// About an insight.
    Insight(Event<InsightFact>),
}

impl AnyEvent {
    /// The fact, written.
    pub fn plain(&self) -> Result<Plain, EncodeError> {
        match self {
            Self::Organization(event) => Plain::of(event),
            Self::Program(event) => Plain::of(event),
            Self::Person(event) => Plain::of(event),
            Self::Initiative(event) => Plain::of(event),
            Self::Metric(event) => Plain::of(event),
            Self::Evidence(event) => Plain::of(event),
            Self::Committee(event) => Plain::of(event),
            Self::Meeting(event) => Plain::of(event),
            Self::Decision(event) => Plain::of(event),
            Self::Journey(event) => Plain::of(event),
            Self::PainPoint(event) => Plain::of(event),
            Self::Insight(event) => Plain::of(event),
        }
    }
}

/// Reads a stored event: what it says and what is recorded beside it.
pub fn decode(recorded: &Recorded) -> Result<(AnyEvent, Meta), DecodeError> {
    let failed = |cause: DecodeCause| DecodeError {
        position: recorded.position,
        event: EventId(recorded.id),
        type_name: recorded.type_name.clone(),
        cause,
    };
    let meta: Meta = serde_json::from_slice(&recorded.meta).map_err(|e| failed(DecodeCause::Meta(e)))?;
    let upcasted = upcast(UPCASTERS, &recorded.type_name, &recorded.body).map_err(|e| failed(e.into()))?;
    let (name, body) = match &upcasted {
        Some((name, body)) => (*name, body.as_slice()),
        None => (&*recorded.type_name, recorded.body.as_slice()),
    };
    let event = decode_body(recorded.stream.kind().as_str(), name, body).map_err(|e| failed(e.into()))?;
    Ok((event, meta))
}

/// Reads the body of a fact in its newest version.
pub fn decode_body(kind: &str, type_name: &str, body: &[u8]) -> Result<AnyEvent, BodyError> {
    match kind {
        OrganizationFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Organization),
        ProgramFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Program),
        PersonFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Person),
        InitiativeFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Initiative),
        MetricFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Metric),
        EvidenceFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Evidence),
        CommitteeFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Committee),
        MeetingFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Meeting),
        DecisionFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Decision),
        JourneyFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Journey),
        PainPointFact::KIND => Event::from_body(type_name, body).map(AnyEvent::PainPoint),
        InsightFact::KIND => Event::from_body(type_name, body).map(AnyEvent::Insight),
        _ => Err(BodyError::Unknown(type_name.into())),
    }
}

/// A stored event that does not read: damaged, or written by a newer version.
#[derive(Debug, thiserror::Error)]
#[error("event {event} at position {position} ({type_name}) can't be read: {cause}")]
pub struct DecodeError {
    /// Its position.
    pub position: u64,
    /// Its id.
    pub event: EventId,
    /// Its type.
    pub type_name: Arc<str>,
    /// Why.
    pub cause: DecodeCause,
}

/// What is wrong with a stored event.
#[derive(Debug, thiserror::Error)]
pub enum DecodeCause {
    /// Its body.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// Its metadata.
    #[error("the metadata has not its form: {0}")]
    Meta(serde_json::Error),
    /// Its version.
    #[error(transparent)]
    Upcast(#[from] UpcastError),
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use cxl_domain::id::{CommandId, PersonId};
    use cxl_domain::initiative::Named;
    use cxl_domain::text::Text;
    use uuid::Uuid;

    use super::*;
    use crate::memory_vault::MemoryVault;
    use crate::meta::{Actor, Fingerprint};
    use crate::seal::{Opened, open_body};
    use crate::{SeededEntropy, StreamName, Vault as _};

    fn meta() -> Meta {
        Meta {
            actor: Actor::person(PersonId(Uuid::from_u128(7))),
            command: CommandId(Uuid::from_u128(8)),
            fingerprint: Fingerprint::of(&"command", None, None).unwrap(),
            cause: None,
            recorded: "2026-01-02T03:04:05.000006Z".parse::<DateTime<Utc>>().unwrap(),
            basis: 3,
            rule: "initiative.lead".into(),
            claim: None,
            blind: [9; 32],
        }
    }

    fn recorded(new: NewEvent) -> Recorded {
        let stream: StreamName = "initiative-00000000-0000-0000-0000-000000000001".parse().unwrap();
        let NewEvent { id, type_name, body, meta } = new;
        Recorded { position: 5, stream, revision: 2, id, type_name, body, meta }
    }

    #[test]
    fn a_fact_reads_back_without_its_text_and_the_vault_opens_it() {
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(1)));
        let event: Event<InitiativeFact> =
            Event::new(PersonId(Uuid::from_u128(7)), Named { name: Text::typed("Faster refunds").unwrap() });
        let id = EventId(Uuid::from_u128(4));
        let plain = || Plain::of(&event).unwrap();
        assert!(plain().needs_key());
        let mut entropy = SeededEntropy::numbered(2);
        let refused = plain().encode(id, &meta(), None, &mut entropy);
        assert!(matches!(refused, Err(EncodeError::NoKey)), "what was typed is never stored in clear");
        let new = plain().encode(id, &meta(), Some(&vault.draw().unwrap()), &mut entropy).unwrap();
        assert!(!format!("{:?}", plain()).contains("refunds"));
        assert!(!String::from_utf8_lossy(&new.body).contains("refunds"));
        let texts = open_body(&new.body, id.0, &vault).unwrap();
        assert_eq!(texts, [("/fact/name".to_owned(), Opened::Clear("Faster refunds".into()))]);
        let (read, read_meta) = decode(&recorded(new)).unwrap();
        assert!(matches!(read, AnyEvent::Initiative(Event { fact: InitiativeFact::Named(named), .. })
            if named.name == Text::Sealed));
        assert_eq!(read_meta, meta());
    }

    #[test]
    fn metadata_keeps_its_stored_form() {
        assert_eq!(
            serde_json::to_string(&meta()).unwrap(),
            concat!(
                r#"{"actor":{"person":"00000000-0000-0000-0000-000000000007"},"#,
                r#""command":"00000000-0000-0000-0000-000000000008","#,
                r#""fingerprint":"e317146c771aa0e41f6bc7c1631fc4f0","#,
                r#""recorded":"2026-01-02T03:04:05.000006Z","basis":3,"rule":"initiative.lead","#,
                r#""blind":"0909090909090909090909090909090909090909090909090909090909090909"}"#
            )
        );
    }

    #[test]
    fn a_fact_of_another_kind_or_shape_is_an_error_that_says_where() {
        let vault = MemoryVault::new(Box::new(SeededEntropy::numbered(1)));
        let event: Event<InitiativeFact> =
            Event::new(PersonId(Uuid::from_u128(7)), Named { name: Text::typed("x").unwrap() });
        let (key, mut entropy) = (vault.draw().unwrap(), SeededEntropy::numbered(2));
        let plain = Plain::of(&event).unwrap();
        let new = plain.encode(EventId(Uuid::nil()), &meta(), Some(&key), &mut entropy).unwrap();
        let mut other = recorded(new.clone());
        other.type_name = "metric.named.v1".into();
        assert!(decode(&other).unwrap_err().to_string().contains("position 5"));
        let mut damaged = recorded(new);
        damaged.body.pop();
        assert!(decode(&damaged).is_err());
    }

    #[test]
    fn texts_are_no_part_of_a_fingerprint_and_codes_are() {
        let print = |name: &str, code: &str| {
            let command = serde_json::json!({"name": {"$text": name}, "code": code});
            Fingerprint::of(&command, None, None).unwrap()
        };
        assert_eq!(print("a", "X"), print("b", "X"));
        assert_ne!(print("a", "X"), print("a", "Y"));
    }
}
