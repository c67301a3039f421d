//! What can be recorded.

pub(crate) use async_graphql::EmptyMutation as Mutation;
