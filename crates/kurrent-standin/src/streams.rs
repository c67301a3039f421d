//! Appends and reads.

use std::pin::Pin;

use ::uuid::Uuid;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::{Stream, StreamExt, stream};
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

use crate::fault::{Call, Fault, not_leader, unavailable};
use crate::log::{Expected, Outcome, Proposed};
use crate::node::Node;
use crate::protocol::event_store::client::{Uuid as WireUuid, uuid};
use crate::protocol::streams::append_req::{self, options::ExpectedStreamRevision};
use crate::protocol::streams::append_resp::{self, success, wrong_expected_version};
use crate::protocol::streams::read_req::options::StreamOption;
use crate::protocol::streams::streams_server::Streams;
use crate::protocol::streams::{AppendReq, AppendResp, ReadReq, ReadResp};
use crate::reading::{Sight, malformed, read, stream_name};

type Reading = Pin<Box<dyn Stream<Item = Result<ReadResp, Status>> + Send>>;

#[tonic::async_trait]
impl Streams for Node {
    async fn read(&self, request: Request<ReadReq>) -> Result<Response<Reading>, Status> {
        self.unstalled().await;
        self.admit(request.metadata())?;
        let options = request.into_inner().options.ok_or_else(|| malformed("options"))?;
        let call = match options.stream_option {
            Some(StreamOption::Stream(_)) => Call::ReadStream,
            _ => Call::ReadAll,
        };
        let fault = self.begin(call).await?;
        let events = {
            let mut state = self.shared.state();
            let sight =
                Sight { events: state.sees[self.number], searches: state.searches.unwrap_or(u64::MAX) };
            let (events, passed_over) = read(&state.log, sight, &options)?;
            state.passed_over += passed_over;
            if call == Call::ReadAll {
                state.told += events.len() as u64;
            }
            events
        };
        Ok(Response::new(faulty(events, fault)))
    }

    async fn append(&self, request: Request<Streaming<AppendReq>>) -> Result<Response<AppendResp>, Status> {
        self.unstalled().await;
        self.admit(request.metadata())?;
        let mut messages = request.into_inner();
        let Some(append_req::Content::Options(options)) = next(&mut messages).await? else {
            return Err(malformed("options"));
        };
        let mut events = Vec::new();
        while let Some(content) = next(&mut messages).await? {
            let append_req::Content::ProposedMessage(message) = content else {
                return Err(malformed("a message"));
            };
            let id = message.id.and_then(|id| read_uuid(&id)).ok_or_else(|| malformed("an id"))?;
            let append_req::ProposedMessage { metadata, custom_metadata, data, .. } = message;
            events.push(Proposed { id, metadata, custom_metadata, data });
        }
        let fault = self.begin(Call::Append).await?;
        let expected = match options.expected_stream_revision {
            Some(ExpectedStreamRevision::Revision(revision)) => Expected::Exact(revision),
            Some(ExpectedStreamRevision::NoStream(())) => Expected::NoStream,
            Some(ExpectedStreamRevision::StreamExists(())) => Expected::Exists,
            Some(ExpectedStreamRevision::Any(())) | None => Expected::Any,
        };
        let stream = stream_name(options.stream_identifier)?;
        let outcome = match fault {
            Some(Fault::WrongVersion) => Outcome::WrongVersion(None),
            _ => self.shared.state().log.append(&stream, expected, events),
        };
        if fault == Some(Fault::StallAfter) {
            std::future::pending::<()>().await;
        }
        match fault.and_then(|fault| fault.afterthought()) {
            Some(status) => Err(status),
            None => Ok(Response::new(answer(outcome, expected))),
        }
    }
}

impl Node {
    /// Turns away who is not admitted, and whoever wants the leader if this node is not it.
    fn admit(&self, metadata: &MetadataMap) -> Result<(), Status> {
        let state = self.shared.state();
        let said = metadata.get("authorization").and_then(|value| value.to_str().ok());
        if let Some((user, password)) = &state.user
            && said != Some(&format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
        {
            return Err(Status::unauthenticated("Not authenticated"));
        }
        let wants_leader = metadata.get("requires-leader").is_some_and(|value| value == "true");
        match state.leader {
            Some(leader) if wants_leader && leader != self.number => {
                Err(not_leader(self.shared.ports[leader]))
            }
            None if wants_leader => Err(Status::unknown("No leader info available in response")),
            _ => Ok(()),
        }
    }

    /// Takes the fault that waits for such a call, and lets it have its way if it comes before the work.
    async fn begin(&self, call: Call) -> Result<Option<Fault>, Status> {
        let fault = self.shared.state().arrives(call);
        if fault == Some(Fault::Stall) {
            std::future::pending::<()>().await;
        }
        match fault.as_ref().and_then(Fault::refusal) {
            Some(status) => Err(status),
            None => Ok(fault),
        }
    }
}

/// The events, as far as the fault lets them through.
fn faulty(mut events: Vec<ReadResp>, fault: Option<Fault>) -> Reading {
    let mut ending = None;
    match fault {
        Some(Fault::EndsAfter(count)) => events.truncate(count),
        Some(Fault::BreaksAfter(count)) => {
            events.truncate(count);
            ending = Some(unavailable());
        }
        Some(fault) => ending = fault.afterthought(),
        None => {}
    }
    Box::pin(stream::iter(events.into_iter().map(Ok).chain(ending.map(Err))))
}

fn answer(outcome: Outcome, expected: Expected) -> AppendResp {
    let success = |revision, position_option| {
        append_resp::Result::Success(append_resp::Success {
            current_revision_option: Some(success::CurrentRevisionOption::CurrentRevision(revision)),
            position_option: Some(position_option),
        })
    };
    let result = match outcome {
        Outcome::Written(revision, at) => success(
            revision,
            success::PositionOption::Position(append_resp::Position {
                commit_position: at,
                prepare_position: at,
            }),
        ),
        Outcome::Repeated(revision) => success(revision, success::PositionOption::NoPosition(())),
        Outcome::WrongVersion(current) => {
            append_resp::Result::WrongExpectedVersion(wrong_version(current, expected))
        }
    };
    AppendResp { result: Some(result) }
}

fn wrong_version(current: Option<u64>, expected: Expected) -> append_resp::WrongExpectedVersion {
    use wrong_expected_version::{CurrentRevisionOption, ExpectedRevisionOption};
    append_resp::WrongExpectedVersion {
        current_revision_option: Some(
            current
                .map_or(CurrentRevisionOption::CurrentNoStream(()), CurrentRevisionOption::CurrentRevision),
        ),
        expected_revision_option: Some(match expected {
            Expected::Any => ExpectedRevisionOption::ExpectedAny(()),
            Expected::Exists => ExpectedRevisionOption::ExpectedStreamExists(()),
            Expected::NoStream => ExpectedRevisionOption::ExpectedNoStream(()),
            Expected::Exact(revision) => ExpectedRevisionOption::ExpectedRevision(revision),
        }),
        ..append_resp::WrongExpectedVersion::default()
    }
}

async fn next(messages: &mut Streaming<AppendReq>) -> Result<Option<append_req::Content>, Status> {
    match messages.next().await {
        Some(message) => message?.content.ok_or_else(|| malformed("content")).map(Some),
        None => Ok(None),
    }
}

fn read_uuid(id: &WireUuid) -> Option<Uuid> {
    match id.value.as_ref()? {
        uuid::Value::String(text) => Uuid::parse_str(text).ok(),
        uuid::Value::Structured(halves) => Some(Uuid::from_u64_pair(
            halves.most_significant_bits.cast_unsigned(),
            halves.least_significant_bits.cast_unsigned(),
        )),
    }
}
