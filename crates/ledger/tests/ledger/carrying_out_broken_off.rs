//! What must hold of carrying out, whatever a decision lists and wherever it broke off: each act is done
//! once, and once all of it is done nothing is recorded any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use chrono::Days;
use cxl_domain::command::Annul;
use cxl_domain::decision::{ActAuthorized, AuthorizedAct, Decision, DecisionFact, Open};
use cxl_domain::event::Authority;
use cxl_domain::history::History;
use cxl_domain::id::{DecisionId, InitiativeId, PersonId};
use cxl_domain::role::Role;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, metric};
use cxl_ledger::{ActAnswer, Command, Ledger, OpenOptions, Request};
use cxl_store::conformance::{Intercept, Intercepted};
use cxl_store::meta::Actor;
use cxl_store::{Append, AppendError, Appended, EventStore, StoreError};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::decisions::Steering;
use crate::world::{day, open, text};

/// A store that breaks off after some appends: before one is recorded, or before it is answered.
struct BreakingOff {
    left: AtomicU64,
    is_recorded: bool,
}

#[async_trait]
impl Intercept for BreakingOff {
    async fn append(&self, keeper: &dyn EventStore, append: Append) -> Result<Appended, AppendError> {
        let reached = |left: u64| left.checked_sub(1);
        if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, reached).is_ok() {
            return keeper.append(append).await;
        }
        if self.is_recorded {
            keeper.append(append).await?;
        }
        Err(StoreError::Closed.into())
    }
}

/// What happens between the outcome and the day on which all of it is done.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody carries it out, and the ledger breaks off after so many appends.
    BrokenOff { appends: u64, is_recorded: bool, by_secretary: bool },
    /// Two people carry it out at the same time, on two nodes.
    Both,
    /// Somebody does one of the acts by hand, under the decision.
    ByHand(Index),
    /// What did one of the acts is annulled.
    Annul(Index),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0u64..5, any::<bool>(), any::<bool>()).prop_map(|(appends, is_recorded, by_secretary)| {
            Step::BrokenOff { appends, is_recorded, by_secretary }
        }),
        1 => Just(Step::Both),
        2 => any::<Index>().prop_map(Step::ByHand),
        2 => any::<Index>().prop_map(Step::Annul),
    ]
}

/// Which of the acts a decision lists, by their numbers in [`World::all`].
fn any_acts() -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..ACTS).collect::<Vec<_>>(), 1..=ACTS).prop_shuffle()
}

const ACTS: usize = 8;

/// A decided decision that lists some acts.
struct Decided {
    steering: Steering,
    secretary: PersonId,
    decision: DecisionId,
    acts: Vec<AuthorizedAct>,
}

impl Decided {
    async fn that_lists(numbers: &[usize]) -> Self {
        let steering = Steering::new().await;
        let secretary = steering.world.person("SEC", Role::Secretary).await;
        let mut all = Vec::new();
        for written in ["REFUNDS", "CALLS"] {
            let charter = steering.world.charter(written);
            let initiative = InitiativeId(steering.world.run_as(steering.lead, charter).await.unwrap().id);
            let metric = steering.world.metric(&format!("{written}-IN-TIME")).await;
            all.extend([
                AuthorizedAct::AssignOwner { initiative, owner: steering.minh },
                AuthorizedAct::Pause { initiative },
                AuthorizedAct::TransferOversight { initiative, committee: steering.committee },
                AuthorizedAct::SetTarget { metric, value: rust_decimal::Decimal::new(9, 1) },
            ]);
        }
        assert_eq!(all.len(), ACTS);
        let acts: Vec<_> = numbers.iter().map(|number| all[*number].clone()).collect();
        let listed = |act: &AuthorizedAct| ActAuthorized { act: act.clone(), on: None, reason: None };
        let listing = Open { acts: acts.iter().map(listed).collect(), ..steering.opening("D-1") };
        let decision = steering.open(listing).await;
        steering.carried(decision, "YES").await;
        Self { steering, secretary, decision, acts }
    }

    /// Another process over the same log, which breaks off after some appends if it is to.
    async fn restarted(&self, breaking_off: Option<(u64, bool)>) -> Arc<Ledger> {
        let world = &self.steering.world;
        let store: Arc<dyn EventStore> = match breaking_off {
            Some((appends, is_recorded)) => {
                let breaking_off = BreakingOff { left: AtomicU64::new(appends), is_recorded };
                Intercepted::over(world.store.clone(), breaking_off)
            }
            None => world.store.clone(),
        };
        open(&store, &world.vault, &world.clock, OpenOptions::default()).await
    }

    async fn carry_out(&self, ledger: &Ledger, by: PersonId) -> cxl_ledger::CarryingOut {
        let command = self.steering.world.command_id();
        ledger.carry_out(Actor::person(by), command, self.decision, None).await.unwrap()
    }

    async fn take(&self, step: Step) {
        let (lead, secretary) = (self.steering.lead, self.secretary);
        match step {
            Step::BrokenOff { appends, is_recorded, by_secretary } => {
                let ledger = self.restarted(Some((appends, is_recorded))).await;
                let by = if by_secretary { secretary } else { lead };
                let command = self.steering.world.command_id();
                // That it could not be recorded is one more way to break off.
                let _ = ledger.carry_out(Actor::person(by), command, self.decision, None).await;
            }
            Step::Both => {
                let (one, other) = (self.restarted(None).await, self.restarted(None).await);
                let (decision, world) = (self.decision, &self.steering.world);
                // Who comes second may be told so.
                let _ = tokio::join!(
                    one.carry_out(Actor::person(lead), world.command_id(), decision, None),
                    other.carry_out(Actor::person(secretary), world.command_id(), decision, None),
                );
            }
            Step::ByHand(which) => {
                let ledger = self.restarted(None).await;
                let command = by_hand(which.get(&self.acts), self.decision);
                let request = Request::new(Actor::person(lead), self.steering.world.command_id(), command);
                // Refused where it is done already.
                let _ = ledger.execute(request).await;
            }
            Step::Annul(which) => self.annul(which.get(&self.acts)).await,
        }
    }

    async fn annul(&self, act: &AuthorizedAct) {
        let ledger = self.restarted(None).await;
        let Some(event) = self.doings(&ledger, act).first().copied() else { return };
        let annul = Annul { event, reason: text("A slip") };
        let undo = match act.initiative() {
            Some(id) => Command::Initiative(Some(id), initiative::Command::Annul(annul)),
            None => Command::Metric(act.metric(), metric::Command::Annul(annul)),
        };
        let command = self.steering.world.command_id();
        let request = Request::new(Actor::person(self.steering.lead), command, undo);
        ledger.execute(request).await.unwrap();
    }

    /// The standing facts that did an act under the decision, looked for in the stream that it changes.
    fn doings(&self, ledger: &Ledger, act: &AuthorizedAct) -> Vec<cxl_domain::id::EventId> {
        use initiative::InitiativeFact as I;
        let views = ledger.snapshot();
        if let AuthorizedAct::SetTarget { metric, .. } = act {
            let history = &views.metric(*metric).unwrap().state.history;
            return self.under(history, |fact| matches!(fact, metric::MetricFact::TargetSet(_)));
        }
        let history = &views.initiative(act.initiative().unwrap()).unwrap().state.history;
        self.under(history, |fact| match act {
            AuthorizedAct::AssignOwner { .. } => matches!(fact, I::OwnerAssigned(_)),
            AuthorizedAct::Pause { .. } => matches!(fact, I::Paused(_)),
            _ => matches!(fact, I::OversightTransferred(_)),
        })
    }

    fn under<F: Clone>(
        &self,
        history: &History<F>,
        is_it: impl Fn(&F) -> bool,
    ) -> Vec<cxl_domain::id::EventId> {
        let now = AsOf::head(day("2030-01-01"));
        let authority = Authority::Decision(self.decision);
        let standing = history.standing(&now).filter(|entry| is_it(&entry.fact));
        standing
            .filter(|entry| entry.authority().is_some_and(|named| **named == authority))
            .map(|entry| entry.event)
            .collect()
    }
}

fn by_hand(act: &AuthorizedAct, decision: DecisionId) -> Command {
    use initiative::Command as C;
    let (on, authority) = (None, Some(Authority::Decision(decision)));
    let act = match act {
        AuthorizedAct::AssignOwner { initiative, owner } => {
            (*initiative, C::AssignOwner { owner: *owner, on, authority })
        }
        AuthorizedAct::Pause { initiative } => {
            (*initiative, C::Pause { reason: text("Budget"), on, authority })
        }
        AuthorizedAct::TransferOversight { initiative, committee } => {
            (*initiative, C::TransferOversight { committee: *committee, on, authority })
        }
        AuthorizedAct::SetTarget { metric, value } => {
            let set = metric::Command::SetTarget { value: *value, reason: None, on, until: None, authority };
            return Command::Metric(Some(*metric), set);
        }
        other => unreachable!("{other:?} is not listed here"),
    };
    Command::Initiative(Some(act.0), act.1)
}

async fn holds(numbers: Vec<usize>, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let decided = Decided::that_lists(&numbers).await;
    let mut today = day("2020-01-01");
    for step in steps {
        today = today + Days::new(1);
        decided.steering.world.clock.set(&format!("{today}T02:00:00Z"));
        decided.take(step).await;
        let ledger = decided.restarted(None).await;
        for act in &decided.acts {
            prop_assert!(decided.doings(&ledger, act).len() <= 1, "{:?} was done twice", act);
        }
    }

    let ledger = decided.restarted(None).await;
    let done = decided.carry_out(&ledger, decided.steering.lead).await;
    let all_done = done.acts.iter().all(|act| matches!(act.answer, ActAnswer::Done(_)));
    prop_assert!(all_done, "{:?}", done.acts);
    for act in &decided.acts {
        prop_assert_eq!(decided.doings(&ledger, act).len(), 1, "{:?}", act);
    }
    let recorded = |ledger: &Ledger| {
        let views = ledger.snapshot();
        let history = &views.thing::<Decision>(decided.decision).unwrap().state.history;
        history.iter().filter(|entry| matches!(entry.fact, DecisionFact::CarriedOut(_))).count()
    };
    prop_assert_eq!(recorded(&ledger), 1);

    let events = ledger.snapshot().len;
    for (ledger, by) in [(ledger, decided.secretary), (decided.restarted(None).await, decided.steering.lead)]
    {
        let again = decided.carry_out(&ledger, by).await;
        prop_assert!(again.recorded.is_none(), "{:?}", again);
        prop_assert_eq!(ledger.snapshot().len, events);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn carrying_out_does_each_act_once_and_twice_does_nothing_wherever_it_broke_off(
        numbers in any_acts(), steps in prop::collection::vec(any_step(), 0..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(holds(numbers, steps))?;
    }
}
