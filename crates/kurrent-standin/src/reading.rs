//! What a read finds, and how it is told.

use tonic::Status;

use crate::log::{Event, Log};
use crate::protocol::event_store::client::{StreamIdentifier, Uuid as WireUuid, uuid};
use crate::protocol::streams::ReadResp;
use crate::protocol::streams::read_req::Options;
use crate::protocol::streams::read_req::options::all_options::AllOption;
use crate::protocol::streams::read_req::options::filter_options::Filter;
use crate::protocol::streams::read_req::options::stream_options::RevisionOption;
use crate::protocol::streams::read_req::options::{
    AllOptions, CountOption, FilterOption, ReadDirection, StreamOption, StreamOptions,
};
use crate::protocol::streams::read_resp::read_event::{self, RecordedEvent};
use crate::protocol::streams::read_resp::{Content, ReadEvent, StreamNotFound};

/// What a node can see.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// How many events of the log.
    pub(crate) events: usize,
    /// How many of them it passes over in one read.
    pub(crate) searches: u64,
}

/// The answers to a read by a node, and how many events it passed over.
pub(crate) fn read(log: &Log, sight: Sight, options: &Options) -> Result<(Vec<ReadResp>, u64), Status> {
    let Some(CountOption::Count(count)) = options.count_option else {
        return Err(Status::unimplemented("the stand-in has no subscriptions"));
    };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let forwards = options.read_direction() == ReadDirection::Forwards;
    match &options.stream_option {
        Some(StreamOption::Stream(of)) => Ok((read_stream(log, of, forwards, count)?, 0)),
        Some(StreamOption::All(all)) => {
            let seen = &log.events()[..sight.events.min(log.events().len())];
            let done = |told: usize, passed_over| told >= count || passed_over > sight.searches;
            Ok(read_all(seen, all, options.filter_option.as_ref(), forwards, done))
        }
        None => Err(malformed("a stream")),
    }
}

fn read_stream(log: &Log, of: &StreamOptions, forwards: bool, count: usize) -> Result<Vec<ReadResp>, Status> {
    let stream_identifier = of.stream_identifier.clone();
    let name = stream_name(stream_identifier.clone())?;
    let Some(events) = log.stream(&name) else {
        return Ok(vec![content(Content::StreamNotFound(StreamNotFound { stream_identifier }))]);
    };
    let within = |event: &&Event| match of.revision_option {
        Some(RevisionOption::Revision(revision)) if forwards => event.revision >= revision,
        Some(RevisionOption::Revision(revision)) => event.revision <= revision,
        _ => true,
    };
    // As the servers do that know it, no position in the log is told with an event of a stream.
    let tell = |event: &Event| told(event, None);
    let events = events.filter(within);
    Ok(if forwards {
        events.take(count).map(tell).collect()
    } else {
        events.rev().take(count).map(tell).collect()
    })
}

fn read_all(
    seen: &[Event],
    all: &AllOptions,
    filter: Option<&FilterOption>,
    forwards: bool,
    done: impl Fn(usize, u64) -> bool,
) -> (Vec<ReadResp>, u64) {
    let fits = |event: &Event| match filter {
        Some(FilterOption::Filter(filter)) => match &filter.filter {
            Some(Filter::StreamIdentifier(wanted)) => {
                wanted.prefix.iter().any(|prefix| event.stream.starts_with(prefix))
            }
            _ => false,
        },
        _ => true,
    };
    let mut answers = Vec::new();
    let mut passed_over = 0;
    let mut look_at = |event: &Event| {
        if fits(event) {
            answers.push(told(event, Some(event.position)));
        } else {
            passed_over += 1;
        }
        done(answers.len(), passed_over)
    };
    if forwards {
        let from = match &all.all_option {
            Some(AllOption::Position(from)) => {
                seen.partition_point(|event| event.position < from.commit_position)
            }
            Some(AllOption::End(())) => seen.len(),
            _ => 0,
        };
        seen[from..].iter().any(&mut look_at);
    } else {
        let to = match &all.all_option {
            Some(AllOption::Position(to)) => {
                seen.partition_point(|event| event.position <= to.commit_position)
            }
            Some(AllOption::Start(())) => 0,
            _ => seen.len(),
        };
        seen[..to].iter().rev().any(&mut look_at);
    }
    (answers, passed_over)
}

/// An event as it is told, with its position in the log if it was read from there.
fn told(event: &Event, position: Option<u64>) -> ReadResp {
    let at = position.unwrap_or(u64::MAX);
    let Event { stream, revision, id, metadata, custom_metadata, data, .. } = event.clone();
    let mut metadata = metadata;
    metadata.insert("created".into(), "0".into());
    let event = RecordedEvent {
        id: Some(WireUuid { value: Some(uuid::Value::String(id.to_string())) }),
        stream_identifier: Some(StreamIdentifier { stream_name: stream.into_bytes().into() }),
        stream_revision: revision,
        prepare_position: at,
        commit_position: at,
        metadata,
        custom_metadata,
        data,
    };
    let position = match position {
        Some(at) => read_event::Position::CommitPosition(at),
        None => read_event::Position::NoPosition(()),
    };
    content(Content::Event(ReadEvent { event: Some(event), link: None, position: Some(position) }))
}

fn content(content: Content) -> ReadResp {
    ReadResp { content: Some(content) }
}

pub(crate) fn stream_name(identifier: Option<StreamIdentifier>) -> Result<String, Status> {
    let name = identifier.map(|identifier| identifier.stream_name).unwrap_or_default();
    String::from_utf8(name.to_vec()).map_err(|_| malformed("a stream's name"))
}

pub(crate) fn malformed(what: &str) -> Status {
    Status::invalid_argument(format!("the request lacks {what}"))
}
