//! Every message in every phase, and every way in which a socket ends.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A session with the moment at which it began.
struct Talk {
    session: Session,
    now: Instant,
}

impl Talk {
    fn begun() -> Self {
        let now = Instant::now();
        Self { session: Session::new(now), now }
    }

    /// A session whose client said who they are.
    fn judged() -> Self {
        let mut talk = Self::begun();
        assert_eq!(talk.say(&json!({"type": "connection_init"})), [Act::Identify(Map::new())]);
        talk
    }

    fn open() -> Self {
        let mut talk = Self::judged();
        assert_eq!(talk.session.admit(), [sent(&json!({"type": "connection_ack"}))]);
        talk
    }

    fn say(&mut self, message: &Value) -> Vec<Act> {
        self.hear(&message.to_string())
    }

    fn hear(&mut self, text: &str) -> Vec<Act> {
        self.session.hear(text, self.now)
    }

    /// Begins an operation.
    fn subscribe(&mut self, id: &str) -> Ticket {
        let acts = self.say(&subscribe(id));
        let [Act::Begin(ticket, payload)] = &acts[..] else { panic!("{acts:?}") };
        assert_eq!(payload["query"], "{ __typename }");
        *ticket
    }

    fn wait(&mut self, time: Duration) -> Vec<Act> {
        self.now += time;
        self.session.tick(self.now)
    }

    fn answer(&mut self, ticket: Ticket, answer: &Answer) -> Vec<Act> {
        self.session.answer(ticket, answer)
    }
}

fn subscribe(id: &str) -> Value {
    json!({"type": "subscribe", "id": id, "payload": {"query": "{ __typename }"}})
}

fn complete(id: &str) -> Value {
    json!({"type": "complete", "id": id})
}

fn sent(message: &Value) -> Act {
    Act::Send(message.to_string())
}

fn next(payload: &Value) -> Answer {
    Answer::Next(serde_json::value::to_raw_value(payload).unwrap())
}

fn failed() -> Answer {
    Answer::Failed(serde_json::value::to_raw_value(&json!([{"message": "no"}])).unwrap())
}

/// The code with which a socket is closed, and nothing else is done.
#[track_caller]
fn closed(acts: &[Act]) -> u16 {
    let [Act::Close(close)] = acts else { panic!("{acts:?}") };
    assert!(!close.reason.is_empty() && close.reason.len() <= MAX_REASON, "{close:?}");
    close.code
}

/// What is sent, whatever its fields' order.
#[track_caller]
fn told(acts: &[Act]) -> Value {
    let [Act::Send(text)] = acts else { panic!("{acts:?}") };
    serde_json::from_str(text).unwrap()
}

/// A moment before a time is up.
fn almost(time: Duration) -> Duration {
    time.saturating_sub(Duration::from_millis(1))
}

#[test]
fn whoever_says_who_they_are_is_acknowledged() {
    let mut talk = Talk::begun();
    let payload = json!({"Authorization": "Bearer secret"});
    let acts = talk.say(&json!({"type": "connection_init", "payload": payload}));
    assert_eq!(acts, [Act::Identify(payload.as_object().unwrap().clone())]);
    assert_eq!(told(&talk.session.admit()), json!({"type": "connection_ack"}));
}

#[test]
fn whoever_is_not_known_is_turned_away() {
    assert_eq!(closed(&Talk::judged().session.turn_away("the token was revoked")), 4403);
}

#[test]
fn a_second_init_closes_the_socket_in_every_phase() {
    let init = json!({"type": "connection_init"});
    assert_eq!(closed(&Talk::judged().say(&init)), 4429);
    assert_eq!(closed(&Talk::open().say(&init)), 4429);
}

#[test]
fn an_operation_before_the_acknowledgment_closes_the_socket() {
    assert_eq!(closed(&Talk::begun().say(&subscribe("1"))), 4401);
    assert_eq!(closed(&Talk::judged().say(&subscribe("1"))), 4401);
}

#[test]
fn whoever_does_not_say_in_time_who_they_are_is_cut_off() {
    for mut talk in [Talk::begun(), Talk::judged()] {
        assert_eq!(talk.session.due(), Some(talk.now + INIT_WITHIN));
        assert_eq!(talk.wait(almost(INIT_WITHIN)), []);
        // Pings hold nothing open.
        assert_eq!(told(&talk.say(&json!({"type": "ping"}))), json!({"type": "pong"}));
        assert_eq!(closed(&talk.wait(Duration::from_millis(1))), 4408);
    }
}

#[test]
fn what_is_no_message_closes_the_socket_in_every_phase() {
    let wrong = [
        "",
        "ping",
        "[]",
        "7",
        "null",
        "{}",
        r#"{"type": 7}"#,
        r#"{"type": ""}"#,
        r#"{"type": "start", "id": "1"}"#,
        r#"{"type": "connection_ack"}"#,
        r#"{"type": "next", "id": "1", "payload": {}}"#,
        r#"{"type": "error", "id": "1", "payload": []}"#,
        r#"{"type": "connection_init", "payload": "me"}"#,
        r#"{"type": "ping", "payload": [1]}"#,
        r#"{"type": "complete"}"#,
        r#"{"type": "complete", "id": ""}"#,
        r#"{"type": "complete", "id": 1}"#,
        r#"{"type": "subscribe", "payload": {"query": "{a}"}}"#,
        r#"{"type": "subscribe", "id": 1, "payload": {"query": "{a}"}}"#,
        r#"{"type": "subscribe", "id": "1"}"#,
        r#"{"type": "subscribe", "id": "1", "payload": null}"#,
        r#"{"type": "subscribe", "id": "1", "payload": {}}"#,
        r#"{"type": "subscribe", "id": "1", "payload": {"query": 1}}"#,
        r#"{"type": "ping"} {"type": "ping"}"#,
    ];
    let long = [
        json!({"type": "x".repeat(1_000)}).to_string(),
        json!({"type": "ü".repeat(500)}).to_string(),
        json!({"type": "y".repeat(1_000), "payload": 1}).to_string(),
        subscribe(&"1".repeat(MAX_ID + 1)).to_string(),
        "[".repeat(100_000),
    ];
    for text in wrong.into_iter().chain(long.iter().map(String::as_str)) {
        for mut talk in [Talk::begun(), Talk::judged(), Talk::open()] {
            assert_eq!(closed(&talk.hear(text)), 4400, "{text}");
        }
    }
    assert_eq!(
        closed(&{
            let mut talk = Talk::open();
            talk.session.hear_binary(talk.now)
        }),
        4400
    );
}

#[test]
fn an_operation_answers_and_ends() {
    let mut talk = Talk::open();
    let ticket = talk.subscribe("a");
    let data = json!({"data": {"__typename": "Query"}});
    let message = json!({"id": "a", "type": "next", "payload": data});
    assert_eq!(told(&talk.answer(ticket, &next(&data))), message);
    assert_eq!(told(&talk.answer(ticket, &next(&data))), message);
    assert_eq!(told(&talk.answer(ticket, &Answer::Complete)), complete("a"));
    assert_eq!(talk.answer(ticket, &next(&data)), [], "nothing follows the end");
    assert_eq!(talk.session.operations().count(), 0);
}

#[test]
fn an_operation_that_fails_says_so_and_has_ended() {
    let mut talk = Talk::open();
    let ticket = talk.subscribe("a");
    let message = json!({"id": "a", "type": "error", "payload": [{"message": "no"}]});
    assert_eq!(told(&talk.answer(ticket, &failed())), message);
    assert_eq!(talk.answer(ticket, &Answer::Complete), []);
    talk.subscribe("a");
}

#[test]
fn whoever_gives_an_operation_up_hears_no_more_of_it_and_no_echo() {
    let mut talk = Talk::open();
    let first = talk.subscribe("a");
    assert_eq!(talk.say(&complete("a")), [Act::End(first)]);
    assert_eq!(talk.say(&complete("a")), [], "the second time there is nothing to end");
    assert_eq!(talk.answer(first, &next(&json!({}))), []);
    assert_eq!(talk.answer(first, &Answer::Complete), []);
    let again = talk.subscribe("a");
    assert_eq!(talk.answer(first, &failed()), [], "what is left of the first is not taken for the second");
    assert_eq!(told(&talk.answer(again, &next(&json!({}))))["type"], "next");
}

#[test]
fn giving_up_what_never_began_does_nothing_in_any_phase() {
    for mut talk in [Talk::begun(), Talk::judged(), Talk::open()] {
        assert_eq!(talk.say(&complete("nothing")), []);
    }
}

#[test]
fn an_id_in_use_closes_the_socket_and_ends_what_ran_on_it() {
    let mut talk = Talk::open();
    let running = talk.subscribe("a");
    let acts = talk.say(&subscribe("a"));
    assert_eq!(acts[0], Act::End(running));
    assert_eq!(closed(&acts[1..]), 4409);
    let long = "é".repeat(MAX_ID / 2);
    let mut talk = Talk::open();
    talk.subscribe(&long);
    assert_eq!(closed(&talk.say(&subscribe(&long))[1..]), 4409, "its reason is cut, not its frame broken");
}

#[test]
fn more_operations_than_there_is_room_for_are_refused_one_by_one() {
    let mut talk = Talk::open();
    for index in 0..MAX_OPERATIONS {
        talk.subscribe(&index.to_string());
    }
    let refused = told(&talk.say(&subscribe("more")));
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("more")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
    assert!(matches!(talk.say(&complete("0"))[..], [Act::End(_)]));
    talk.subscribe("more");
}

#[test]
fn pings_are_answered_and_pongs_are_not() {
    for mut talk in [Talk::begun(), Talk::judged(), Talk::open()] {
        for payload in [json!(null), json!({"sent": 1})] {
            assert_eq!(
                told(&talk.say(&json!({"type": "ping", "payload": payload}))),
                json!({"type": "pong"})
            );
            assert_eq!(talk.say(&json!({"type": "pong", "payload": payload})), []);
        }
    }
}

#[test]
fn whoever_is_silent_is_asked_and_whoever_stays_silent_is_cut_off() {
    let mut talk = Talk::open();
    let ticket = talk.subscribe("a");
    assert_eq!(talk.session.due(), Some(talk.now + PING_AFTER));
    assert_eq!(talk.wait(almost(PING_AFTER)), []);
    assert_eq!(told(&talk.wait(Duration::from_millis(1))), json!({"type": "ping"}));
    assert_eq!(talk.wait(Duration::ZERO), [], "once");
    assert_eq!(talk.say(&json!({"type": "pong"})), []);
    assert_eq!(told(&talk.wait(PING_AFTER)), json!({"type": "ping"}));
    assert_eq!(talk.wait(almost(PONG_WITHIN)), []);
    let acts = talk.wait(Duration::from_millis(1));
    assert_eq!(acts[0], Act::End(ticket));
    assert_eq!(closed(&acts[1..]), 3008);
}

#[test]
fn a_frame_of_the_socket_itself_is_a_sign_of_life() {
    let mut talk = Talk::open();
    talk.wait(PING_AFTER);
    talk.session.hear_sign(talk.now);
    assert_eq!(talk.wait(almost(PING_AFTER)), []);
}

#[test]
fn a_closed_socket_says_and_does_nothing_more() {
    let mut talk = Talk::open();
    let ticket = talk.subscribe("a");
    let acts = talk.session.close(Close::going_away("the server stops"));
    assert_eq!(acts[0], Act::End(ticket));
    assert_eq!(closed(&acts[1..]), 1001);
    assert_eq!(talk.session.due(), None);
    assert_eq!(talk.wait(Duration::from_hours(1)), []);
    assert_eq!(talk.say(&subscribe("b")), []);
    assert_eq!(talk.hear("nonsense"), []);
    assert_eq!(talk.session.hear_binary(talk.now), []);
    assert_eq!(talk.session.admit(), []);
    assert_eq!(talk.session.turn_away("too late"), []);
    assert_eq!(talk.answer(ticket, &Answer::Complete), []);
    assert_eq!(talk.session.close(Close::going_away("again")), []);
}

/// Something that happens to a socket.
#[derive(Debug, Clone)]
enum Event {
    Say(String),
    Admit,
    Answer(u64, u8),
    Wait(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let ids = prop::sample::select(vec!["a", "b", "c", ""]);
    let said = prop_oneof![
        Just(json!({"type": "connection_init"}).to_string()),
        Just(json!({"type": "ping"}).to_string()),
        Just(json!({"type": "pong"}).to_string()),
        ids.clone().prop_map(|id| subscribe(id).to_string()),
        ids.prop_map(|id| complete(id).to_string()),
        "\\PC{0,20}",
    ];
    prop_oneof![
        6 => said.prop_map(Event::Say),
        2 => Just(Event::Admit),
        4 => (0_u64..6, 0_u8..3).prop_map(|(ticket, kind)| Event::Answer(ticket, kind)),
        1 => (0_u64..30).prop_map(Event::Wait),
    ]
}

proptest! {
    /// Whatever happens in whatever order: nothing begins before the acknowledgment, what ends had begun and
    /// ends once, an id is spoken of only while its operation runs, and after the close there is silence.
    #[test]
    fn no_order_of_events_breaks_the_protocol(events in prop::collection::vec(event(), 0..60)) {
        let mut talk = Talk::begun();
        let mut running = BTreeSet::new();
        let (mut acknowledged, mut is_closed) = (false, false);
        for event in events {
            let (answered, ends) = match &event {
                Event::Answer(ticket, kind) => (Some(Ticket(*ticket)), *kind != 0),
                _ => (None, false),
            };
            let acts = match event {
                Event::Say(text) => talk.hear(&text),
                Event::Admit => talk.session.admit(),
                Event::Answer(ticket, 0) => talk.answer(Ticket(ticket), &next(&json!({}))),
                Event::Answer(ticket, 1) => talk.answer(Ticket(ticket), &failed()),
                Event::Answer(ticket, _) => talk.answer(Ticket(ticket), &Answer::Complete),
                Event::Wait(seconds) => talk.wait(Duration::from_secs(seconds)),
            };
            prop_assert!(!is_closed || acts.is_empty(), "after the close: {acts:?}");
            for act in acts {
                match act {
                    Act::Send(text) => {
                        let message: Value = serde_json::from_str(&text).unwrap();
                        acknowledged |= message["type"] == "connection_ack";
                        if let Some(ticket) = answered {
                            prop_assert!(running.contains(&ticket));
                            if ends {
                                running.remove(&ticket);
                            }
                        }
                    }
                    Act::Begin(ticket, _) => {
                        prop_assert!(acknowledged && running.insert(ticket));
                    }
                    Act::End(ticket) => prop_assert!(running.remove(&ticket)),
                    Act::Close(close) => {
                        prop_assert!(close.reason.len() <= MAX_REASON && running.is_empty());
                        is_closed = true;
                    }
                    Act::Identify(_) => prop_assert!(!acknowledged),
                }
            }
            prop_assert_eq!(talk.session.operations().count(), running.len());
        }
    }
}
