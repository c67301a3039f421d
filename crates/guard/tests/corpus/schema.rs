//! A small schema with one of everything that a document can be about.

use async_graphql::{EmptySubscription, Enum, InputObject, Interface, Object, OneofObject, Schema, Union};
use cxl_guard::Pages;

/// The schema that documents are validated and executed against.
pub(crate) type Toy = Schema<Query, Mutation, EmptySubscription>;

/// Its lists in pages.
pub(crate) const PAGES: Pages = Pages { fields: &["items"], usual: 2, most: 3 };

pub(crate) fn toy() -> Toy {
    Schema::build(Query, Mutation, EmptySubscription).finish()
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn node(&self, id: Option<String>) -> Node {
        Node { id: id.unwrap_or_default() }
    }

    async fn items(&self, #[graphql(default = 2)] first: i32, filter: Option<Filter>) -> Vec<Item> {
        let _ = filter;
        (0..first.clamp(0, 3)).map(|_| Item::Node(Node { id: "n".into() })).collect()
    }

    async fn either(&self, one: Option<Either>) -> Option<i32> {
        one.map(|one| match one {
            Either::Number(number) => number,
            Either::Word(word) => i32::try_from(word.len()).unwrap_or(i32::MAX),
        })
    }

    async fn named(&self) -> Named {
        Named::Node(Node { id: "n".into() })
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn record(&self, input: Bulk) -> usize {
        input.items.len()
    }
}

#[derive(Clone)]
pub(crate) struct Node {
    id: String,
}

#[Object]
impl Node {
    async fn id(&self) -> String {
        self.id.clone()
    }

    async fn node(&self) -> Node {
        self.clone()
    }

    async fn items(&self, #[graphql(default = 1)] first: i32) -> Vec<Item> {
        (0..first.clamp(0, 1)).map(|_| Item::Leaf(Leaf { id: "l".into(), word: Word::Short })).collect()
    }

    async fn list(&self, of: Option<Vec<Option<i32>>>) -> Option<usize> {
        of.map(|of| of.len())
    }
}

pub(crate) struct Leaf {
    id: String,
    word: Word,
}

#[Object]
impl Leaf {
    async fn id(&self) -> String {
        self.id.clone()
    }

    async fn word(&self) -> Word {
        self.word
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Short,
    Long,
}

#[derive(Union)]
pub(crate) enum Item {
    Node(Node),
    Leaf(Leaf),
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "String"))]
pub(crate) enum Named {
    Node(Node),
    Leaf(Leaf),
}

#[derive(InputObject)]
pub(crate) struct Filter {
    word: Option<Word>,
    inner: Option<Box<Filter>>,
    list: Option<Vec<Filter>>,
}

#[derive(InputObject)]
pub(crate) struct Bulk {
    items: Vec<Filter>,
}

#[derive(OneofObject)]
pub(crate) enum Either {
    Number(i32),
    Word(String),
}
