//! The keeper in memory, put to every promise of the port.

use std::future::{Ready, ready};
use std::sync::Arc;

use cxl_store::{EventStore, MemoryStore};

fn open() -> Ready<(Arc<dyn EventStore>, ())> {
    ready((Arc::new(MemoryStore::new()), ()))
}

cxl_store::conformance_tests!(open);

mod follower {
    use super::*;
    use cxl_store::{Append, Expected, NewEvent, StreamKind, StreamName, follow};
    use uuid::Uuid;

    fn one_event() -> Append {
        let stream = StreamName::new(StreamKind::new("thing").expect("a kind"), Uuid::nil());
        let event = NewEvent {
            id: Uuid::nil(),
            type_name: "thing.happened.v1".into(),
            body: Vec::new(),
            meta: Vec::new(),
        };
        Append { stream, expected: Expected::NoStream, events: vec![event] }
    }

    #[tokio::test]
    async fn a_follower_ends_when_the_store_is_dropped() {
        let (store, ()) = open().await;
        store.append(one_event()).await.unwrap();
        let mut follower = follow(&store, 0);
        assert_eq!(follower.next_page().await.unwrap().map(|page| page.len()), Some(1));
        let waiting = tokio::spawn(async move { follower.next_page().await });
        drop(store);
        assert_eq!(waiting.await.unwrap().unwrap(), None);
    }

    #[tokio::test]
    async fn a_follower_that_is_behind_ends_too_when_the_store_is_dropped() {
        let (store, ()) = open().await;
        store.append(one_event()).await.unwrap();
        let mut follower = follow(&store, 0);
        drop(store);
        assert_eq!(follower.next_page().await.unwrap(), None);
    }
}
