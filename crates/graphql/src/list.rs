//! A list as it is answered: the members resolve side by side, as those of `Vec` do, and cost the
//! compiler a fraction.
//!
//! The library's list makes futures of a type of their own for each type of member and compiles the whole
//! machinery that waits for many anew for each: a sixth of all code of the schema. Here the futures
//! of all lists are of one type.

use std::borrow::Cow;
use std::pin::Pin;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use futures_util::future::try_join_all;

/// The members of a list in an answer, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List<T>(Vec<T>);

/// A member on its way into the answer.
type Resolving<'a> = Pin<Box<dyn Future<Output = ServerResult<Value>> + Send + 'a>>;

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(members: Vec<T>) -> Self {
        Self(members)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<T: OutputType> OutputType for List<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("[{}]", T::qualified_type_name()))
    }

    fn qualified_type_name() -> String {
        format!("[{}]!", T::qualified_type_name())
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry);
        Self::qualified_type_name()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let members = self.0.iter().enumerate().map(|(index, member)| -> Resolving<'_> {
            let ctx = ctx.with_index(index);
            Box::pin(
                async move { member.resolve(&ctx, field).await.map_err(|error| ctx.set_error_path(error)) },
            )
        });
        joined(members.collect()).await
    }
}

/// Not generic, so that it is compiled once.
async fn joined(members: Vec<Resolving<'_>>) -> ServerResult<Value> {
    try_join_all(members).await.map(Value::List)
}
