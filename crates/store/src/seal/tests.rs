use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{MemoryVault, SeededEntropy};

const EVENT: Uuid = Uuid::from_u128(0x0190_0000_0000_4000_8000_0000_0000_0001);
const OTHER_EVENT: Uuid = Uuid::from_u128(0x0190_0000_0000_4000_8000_0000_0000_0002);

/// Counts upwards, so that whoever checks a vector can write its nonces down.
struct Counting(u8);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
}

fn key() -> (KeyId, DataKey) {
    let id = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let key = std::array::from_fn(|i| 0x40 + u8::try_from(i).unwrap());
    (KeyId::from_bytes(id), DataKey::from_bytes(key))
}

fn vault() -> MemoryVault {
    MemoryVault::new(Box::new(SeededEntropy::numbered(1)))
}

fn seal(body: &str, key: &(KeyId, DataKey)) -> Vec<u8> {
    seal_body(body.as_bytes(), EVENT, key, &mut SeededEntropy::numbered(2)).unwrap()
}

fn clear(pointer: &str, text: &str) -> (String, Opened) {
    (pointer.to_owned(), Opened::Clear(text.to_owned()))
}

/// Worked out with libsodium from the module page.
#[test]
fn the_stored_form_never_changes() {
    let vectors = [
        (
            r#"{"fact":{"name":{"$text":"Faster refunds"}}}"#,
            concat!(
                r#"{"fact":{"name":{"$pii":{"s":"000102030405060708090a0b0c0d0e0f","v":1,"#,
                r#""n":"gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaX","#,
                r#""c":"mD0-tqlYmLdeZqcjH4VCMWCQrAkJxwlrAzWC5SXYNplkV1eaknBULymMxe4SokNl","#,
                r#""kc":"CkDeFkeWnHpZ_05IL56LYZdDqv2xfPt_XL8vV38xMyM"}}}}"#,
            ),
        ),
        (
            r#"{"fact":{"reasons":[{"$text":"Khách hàng chờ hoàn tiền quá lâu."}]}}"#,
            concat!(
                r#"{"fact":{"reasons":[{"$pii":{"s":"000102030405060708090a0b0c0d0e0f","v":1,"#,
                r#""n":"gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaX","#,
                r#""c":"_XGRzHpGqOJtxqCNBrhRODm35FO9pvg7b1gGAzrA6tchit8A9C6YPs0P0nX6lrw4"#,
                r#"pBCjtuzsLOFAyrx_Xq-aq6FhdTJ4HQTvqZW_hgPVXg4","#,
                r#""kc":"BD0cGDq2t7C68oiNB2Sil3Xl219jF14UQdgWRogE4pA"}}]}}"#,
            ),
        ),
    ];
    for (body, stored) in vectors {
        let sealed = seal_body(body.as_bytes(), EVENT, &key(), &mut Counting(0x80)).unwrap();
        assert_eq!(String::from_utf8(sealed).unwrap(), stored);
    }
}

#[test]
fn a_body_without_typed_text_is_stored_as_it_is() {
    for body in [r#"{"value":"12.50","note":"costs $text"}"#, "{}", "not even json"] {
        assert!(!has_typed_text(body.as_bytes()));
        assert_eq!(seal(body, &key()), body.as_bytes());
    }
}

#[test]
fn all_but_the_typed_texts_keeps_its_bytes() {
    let body = "{\"z\": 1.50, \"t\":{\"$text\":\"x\"},\"a\" :[1e3 , {\"$text\":\"y\"}] }";
    let sealed = String::from_utf8(seal(body, &key())).unwrap();
    let marks: Vec<_> = sealed.match_indices(r#"{"$pii""#).map(|(at, _)| at).collect();
    let ends: Vec<_> = sealed.match_indices("}}").map(|(at, _)| at + 2).collect();
    assert_eq!(&sealed[..marks[0]], "{\"z\": 1.50, \"t\":");
    assert_eq!(&sealed[ends[0]..marks[1]], ",\"a\" :[1e3 , ");
    assert_eq!(&sealed[ends[1]..], "] }");
}

#[test]
fn what_was_typed_comes_back_in_place() {
    let vault = vault();
    let body = r#"{"name":{"$text":"Faster refunds"},"lessons":[{"$text":"Ask \"why\"\n\u00e9 𝄞"}]}"#;
    let sealed = seal(body, &vault.draw().unwrap());
    assert_eq!(
        open_body(&sealed, EVENT, &vault).unwrap(),
        [clear("/name", "Faster refunds"), clear("/lessons/0", "Ask \"why\"\né 𝄞")]
    );
    assert_eq!(sealed_pointers(&sealed, EVENT).unwrap(), ["/name", "/lessons/0"]);
}

#[test]
fn a_typed_text_that_looks_like_a_marked_object_stays_text() {
    let vault = vault();
    for typed in [r#"{"$text":"x"}"#, r#"{"$pii":{"s":"00"}}"#, "$text", r#"","$text":"#] {
        let body = json!({ "reason": { "$text": typed } }).to_string();
        let sealed = seal(&body, &vault.draw().unwrap());
        assert_eq!(open_body(&sealed, EVENT, &vault).unwrap(), [clear("/reason", typed)]);
        assert_eq!(sealed_keys(&sealed).len(), 1);
    }
}

#[test]
fn nothing_of_a_text_is_left_in_the_stored_bytes() {
    let canary = "Ngoc Anh was rude to customer 4711";
    let body = json!({ "a": [{ "$text": canary }], "b": { "c": { "$text": canary } } }).to_string();
    let sealed = String::from_utf8(seal(&body, &key())).unwrap();
    for word in canary.split(' ').filter(|word| word.len() > 3) {
        assert!(!sealed.contains(word) && !sealed.contains(&BASE64.encode(word)), "{word} in {sealed}");
    }
    assert!(!sealed.contains("$text"));
}

#[test]
fn equal_texts_are_sealed_apart() {
    let sealed = seal(r#"{"a":{"$text":"yes"},"b":{"$text":"yes"}}"#, &key());
    let texts = sealed_texts(&sealed, EVENT).unwrap();
    let [(_, a), (_, b)] = &texts[..] else { panic!("two texts were sealed") };
    assert_ne!(a.ciphertext, b.ciphertext);
    assert_ne!(a.commitment, b.commitment);
}

#[test]
fn a_missing_key_is_a_value() {
    let sealed = seal(r#"{"name":{"$text":"Faster refunds"}}"#, &key());
    let opened = open_body(&sealed, EVENT, &vault()).unwrap();
    assert_eq!(opened, [("/name".to_owned(), Opened::Missing(key().0))]);
}

#[test]
fn texts_under_different_keys_open_each_by_its_own() {
    let vault = vault();
    let held = vault.draw().unwrap();
    let [a, b, c] = [&held, &key(), &held].map(|key| {
        let sealed = seal(r#"{"a":{"$text":"x"},"b":{"$text":"y"},"c":{"$text":"z"}}"#, key);
        serde_json::from_slice::<Value>(&sealed).unwrap()
    });
    let mixed = json!({ "a": a["a"], "b": b["b"], "c": c["c"] }).to_string();
    assert_eq!(
        open_body(mixed.as_bytes(), EVENT, &vault).unwrap(),
        [clear("/a", "x"), ("/b".to_owned(), Opened::Missing(key().0)), clear("/c", "z")]
    );
}

#[test]
fn the_keys_in_use_are_found_without_parsing() {
    let (mine, other) = (key(), (KeyId::from_bytes([0xee; 16]), DataKey::from_bytes([1; 32])));
    let twice = seal(r#"{"a":{"$text":"x"},"b":{"$text":"y"}}"#, &mine);
    let once = seal(r#"{"c":{"$text":"z"}}"#, &other);
    let both = [b"[", &twice[..], b",", &once, b"]"].concat();
    assert_eq!(sealed_keys(&both), [mine.0, other.0]);
    assert!(
        sealed_keys(br#"{"a":"$","b":"{\"$pii\":{\"s\":\"00000000000000000000000000000000"}"#).is_empty()
    );
    assert!(sealed_keys(br#"{"$pii":{"s":""#).is_empty());
}

#[test]
fn a_text_moved_to_another_place_does_not_open() {
    let (id, data_key) = key();
    let sealed = seal(r#"{"a":{"$text":"x"}}"#, &(id, data_key.clone()));
    let text = &sealed_texts(&sealed, EVENT).unwrap()[0].1;
    assert_eq!(open_field(text, EVENT, "/a", &data_key).unwrap(), "x");
    let elsewhere = open_field(text, EVENT, "/b", &data_key);
    assert!(matches!(elsewhere, Err(OpenError::WrongKey { pointer, .. }) if pointer == "/b"));
    let elsewhen = open_field(text, OTHER_EVENT, "/a", &data_key);
    assert!(matches!(elsewhen, Err(OpenError::WrongKey { event: OTHER_EVENT, .. })));
    let renamed = SealedText { key: KeyId::from_bytes([9; 16]), ..text.clone() };
    assert!(matches!(open_field(&renamed, EVENT, "/a", &data_key), Err(OpenError::Altered { .. })));
}

#[test]
fn another_key_is_told_from_an_altered_text() {
    let (id, data_key) = key();
    let sealed = seal(r#"{"a":{"$text":"x"}}"#, &(id, data_key.clone()));
    let text = sealed_texts(&sealed, EVENT).unwrap().remove(0).1;
    let wrong = open_field(&text, EVENT, "/a", &DataKey::from_bytes([7; 32]));
    assert!(
        matches!(&wrong, Err(OpenError::WrongKey { event: EVENT, pointer, key }) if pointer == "/a" && *key == id)
    );
    let mut altered = text.clone();
    altered.ciphertext[0] ^= 1;
    assert!(matches!(open_field(&altered, EVENT, "/a", &data_key), Err(OpenError::Altered { .. })));
    altered = text.clone();
    altered.nonce[23] ^= 1;
    assert!(matches!(open_field(&altered, EVENT, "/a", &data_key), Err(OpenError::Altered { .. })));
    altered = text;
    altered.commitment[0] ^= 1;
    assert!(matches!(open_field(&altered, EVENT, "/a", &data_key), Err(OpenError::WrongKey { .. })));
}

#[test]
fn a_body_that_cannot_be_sealed_whole_is_refused() {
    let refused = |body: &str| seal_body(body.as_bytes(), EVENT, &key(), &mut Counting(0)).unwrap_err();
    for body in [r#"{"a":{"$text":1}}"#, r#"{"a":{"$text":null}}"#, r#"{"a":{"$text":{"$text":"x"}}}"#] {
        assert_eq!(refused(body), SealError::NotText { event: EVENT, pointer: "/a".into() });
    }
    for body in [r#"{"a":{"$text":"x","b":1}}"#, r#"{"a":{"$text":"x"}"#, r#"{"a":{"$text":"\ud800"}}"#] {
        let told = refused(body).to_string();
        assert!(told.contains(&EVENT.to_string()), "{told}");
    }
}

#[test]
fn a_malformed_sealed_text_is_refused_with_its_place() {
    let good = String::from_utf8(seal(r#"{"a":{"$text":"x"}}"#, &key())).unwrap();
    let malformed = [
        (good.replace(r#""v":1"#, r#""v":2"#), "version is 2"),
        (good.replace(r#""v":1,"#, ""), "missing field"),
        (good.replace(r#""v":1"#, r#""v":1,"x":1"#), "unknown field"),
        (good.replace("000102", "00010"), "32 hex digits"),
        (good.replace(r#""n":""#, r#""n":"AAAA"#), "n has the wrong length"),
        (good.replace(r#""kc":""#, r#""kc":"AAAA"#), "kc has the wrong length"),
        (good.replace(r#""c":""#, r#""c":"="#), "c: "),
    ];
    for (body, reason) in malformed {
        assert_ne!(body, good);
        let told = open_body(body.as_bytes(), EVENT, &vault()).unwrap_err().to_string();
        assert!(
            told.contains(reason) && told.contains(r#""/a""#) && told.contains(&EVENT.to_string()),
            "{told}"
        );
    }
}

#[test]
fn a_clear_text_is_never_shown_for_debugging() {
    assert_eq!(format!("{:?}", Opened::Clear("Ngoc Anh".into())), "Clear(8 bytes)");
}

/// JSON of any shape, in which a string may be a typed text.
fn body() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<String>().prop_map(|text| json!({ "$text": text })),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z/~\"é]{0,6}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_to_what_was_typed(body in body()) {
        let vault = vault();
        let sealed = seal(&body.to_string(), &vault.draw().unwrap());
        let mut restored: Value = serde_json::from_slice(&sealed).unwrap();
        for (pointer, opened) in open_body(&sealed, EVENT, &vault).unwrap() {
            let Opened::Clear(text) = opened else { panic!("the key is in the vault") };
            *restored.pointer_mut(&pointer).unwrap() = json!({ "$text": text });
        }
        prop_assert_eq!(restored, body);
    }

    #[test]
    fn stored_bytes_from_outside_never_panic(bytes: Vec<u8>, middle in "[$pitex\":{},0-9\\[\\]]{0,60}") {
        for body in [bytes.as_slice(), middle.as_bytes(), format!(r#"{{"$pii":{middle}}}"#).as_bytes()] {
            let _ = open_body(body, EVENT, &vault());
            let _ = seal_body(body, EVENT, &key(), &mut Counting(0));
            let _ = sealed_keys(body);
        }
    }
}

proptest! {
    #[test]
    fn typed_texts_are_found_without_parsing(
        texts in prop::collection::vec(any::<String>(), 0..4),
        awkward in prop::sample::select(vec![r#"{"$text":"x"}"#, r"\", "\"", r#"\"}"#, ""]),
    ) {
        let typed = |text: &String| json!({"plain": awkward, "typed": {"$text": format!("{awkward}{text}")}});
        let body = serde_json::to_vec(&texts.iter().map(typed).collect::<Vec<_>>()).unwrap();
        let parsed: Vec<_> = fields(&body, TYPED_MARK).unwrap().into_iter().map(|field| field.span).collect();
        prop_assert_eq!(typed_texts(&body).collect::<Vec<_>>(), parsed);
    }
}
