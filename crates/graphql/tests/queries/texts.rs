//! Typed text is opened in batches.

use cxl_domain::role::Role;

use crate::world::World;

#[tokio::test]
async fn all_texts_of_one_level_are_opened_in_one_read() {
    let world = World::new().await;
    let an = world.person("AN", Role::Contributor, world.program).await;
    for number in 0..40 {
        world.chartered(&format!("I{number:02}"), Some(an)).await;
    }
    let before = world.reads();
    let answer = world
        .ask(
            "{ initiatives(first: 40) { edges { node { \
             name { value } purpose { value unavailable } owner { name { value } code { value } } } } } }",
        )
        .await;
    assert_eq!(world.reads() - before, 1);
    let edges = answer["initiatives"]["edges"].as_array().unwrap();
    assert_eq!(edges.len(), 40);
    for (number, edge) in edges.iter().enumerate() {
        assert_eq!(edge["node"]["name"]["value"], format!("Initiative I{number:02}"));
        assert_eq!(edge["node"]["purpose"]["unavailable"], false);
        assert_eq!(edge["node"]["owner"]["code"]["value"], "AN");
    }
}
