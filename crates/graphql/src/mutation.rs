//! What can be recorded: one mutation a command, each with one input and one answer.
//!
//! An input is the fields of the envelope, of the thing and of the act side by side ([`command`]); what
//! is wrong with it, and what the rules refuse, is data ([`failure`]). One file a noun holds its acts.

#![allow(
    dead_code,
    reason = "the library derives a getter for every field, also of objects that a macro of ours writes"
)]

use async_graphql::MergedObject;

mod action;
mod asked;
mod authorized;
mod bulk;
mod carry_out;
mod command;
mod committee;
mod course;
mod decision;
mod discipline;
mod electorate;
mod envelope;
mod error_code;
mod evidence;
mod failure;
mod hand_over;
mod improvement;
mod initiative;
mod insight;
mod journey;
mod meeting;
mod mend;
mod metric;
mod opening;
mod organization;
mod outcome;
mod oversight;
mod pain_point;
mod person;
mod profile;
mod program;
mod reading;
pub(crate) mod reference;
pub(crate) mod rejection;
mod relation;
mod result;
mod target;
mod told;
pub(crate) mod typed;
mod vote;
mod weighed;

pub(crate) use failure::CommandError;
pub(crate) use result::CommandRecorded;

/// Everything that can be recorded. A field is null only beside an error of the whole field; what a rule
/// refuses is a member of its result.
#[derive(MergedObject, Debug, Default)]
pub(crate) struct Mutation(
    organization::OrganizationMutation,
    program::ProgramMutation,
    person::PersonMutation,
    initiative::InitiativeMutation,
    metric::MetricMutation,
    reading::ReadingsMutation,
    bulk::BulkMutation,
    evidence::EvidenceMutation,
    committee::CommitteeMutation,
    decision::DecisionMutation,
    carry_out::CarryOutMutation,
    meeting::MeetingMutation,
    hand_over::HandOverMutation,
    journey::JourneyMutation,
    pain_point::PainPointMutation,
    insight::InsightMutation,
);
