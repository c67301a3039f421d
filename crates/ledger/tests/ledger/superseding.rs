//! What must hold of decisions that supersede each other, whatever the chains, the votes and the days: an
//! answer as of a time stays what it was then.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use cxl_domain::command::Annul;
use cxl_domain::decision::{Ballot, Command as Act, Decide, Decision, Minute, Minuted, Open, Status};
use cxl_domain::id::{DecisionId, EventId, PersonId};
use cxl_domain::role::Role;
use cxl_domain::time::{AsOf, Instant, Position, start_of_day};
use cxl_ledger::query::{Inquiry, Standing};
use cxl_ledger::{Command, Executed, Request, Views};
use cxl_store::meta::{Actor, Claim};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::decisions::Steering;
use crate::world::{code, day, text};

/// What somebody does, sensible or not; what is refused changes nothing.
#[derive(Debug, Clone)]
enum Step {
    /// Puts a decision that supersedes some of those before.
    Open(Vec<Index>),
    /// Lets a decision supersede another one, be it earlier or later.
    Supersede(Index, Index),
    /// Votes, closes the voting and states an outcome that holds from some days ago, which is refused where
    /// the votes were not counted by then and may be tried again.
    Settle { decision: Index, votes: Vec<(usize, &'static str)>, choice: &'static str, days_ago: u64 },
    /// Minutes an outcome.
    Minute(Index, &'static str),
    /// Confirms what was minuted.
    Confirm(Index),
    /// Claims that something was decided before the ledger began.
    Claim { supersedes: Vec<Index>, on: NaiveDate, published: NaiveDate },
    /// Annuls an outcome.
    Annul(Index),
}

fn any_step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::vec(any::<Index>(), 0..3);
    let key = || select(vec!["YES", "NO"]);
    let votes = prop::collection::vec((0usize..3, key()), 1..4);
    let past = || select(vec!["2019-02-01", "2019-06-01", "2019-12-31"]).prop_map(day);
    prop_oneof![
        4 => some().prop_map(Step::Open),
        2 => any::<(Index, Index)>().prop_map(|(later, earlier)| Step::Supersede(later, earlier)),
        6 => (any::<Index>(), votes, key(), select(vec![0, 0, 3, 6])).prop_map(
            |(decision, votes, choice, days_ago)| Step::Settle { decision, votes, choice, days_ago }
        ),
        2 => (any::<Index>(), key()).prop_map(|(decision, choice)| Step::Minute(decision, choice)),
        3 => any::<Index>().prop_map(Step::Confirm),
        2 => (some(), past(), select(vec!["2019-12-31", "2020-01-02"]).prop_map(day))
            .prop_map(|(supersedes, on, published)| Step::Claim { supersedes, on, published }),
        2 => any::<Index>().prop_map(Step::Annul),
    ]
}

/// When something was recorded and from when it counts, told apart from how the ledger folds it.
#[derive(Debug, Clone, Copy)]
struct Told {
    position: Position,
    recorded: Instant,
    known: Instant,
}

impl Told {
    fn is_seen(&self, as_of: &AsOf) -> bool {
        let reached = if as_of.strict { self.recorded } else { self.known };
        as_of.position >= Some(self.position) && reached <= as_of.known
    }
}

/// An outcome as the one who stated it would remember it.
#[derive(Debug, Clone)]
struct Remembered {
    decision: DecisionId,
    event: EventId,
    on: NaiveDate,
    told: Told,
    /// Binds from the start, or from when it was confirmed.
    binds: Option<Told>,
    annulled: Option<Told>,
}

impl Remembered {
    fn stands(&self, as_of: &AsOf) -> bool {
        self.told.is_seen(as_of)
            && self.on <= as_of.effective
            && !self.annulled.is_some_and(|annulled| annulled.is_seen(as_of))
    }
}

/// The decisions of a committee and what an attentive secretary keeps of them on paper.
struct Minutebook {
    steering: Steering,
    secretary: PersonId,
    today: NaiveDate,
    decisions: Vec<DecisionId>,
    supersedes: Vec<(DecisionId, DecisionId, Told)>,
    outcomes: Vec<Remembered>,
}

impl Minutebook {
    async fn new() -> Self {
        let steering = Steering::new().await;
        let secretary = steering.world.person("SEC", Role::Secretary).await;
        let today = day("2020-01-01");
        let (decisions, supersedes, outcomes) = (Vec::new(), Vec::new(), Vec::new());
        Self { steering, secretary, today, decisions, supersedes, outcomes }
    }

    fn now(&self) -> Instant {
        self.steering.world.ledger.now().into()
    }

    fn told(&self, position: Position, published: Option<NaiveDate>) -> Told {
        let recorded = self.now();
        let zone = chrono_tz::Asia::Ho_Chi_Minh;
        Told { position, recorded, known: published.map_or(recorded, |day| start_of_day(day, zone)) }
    }

    async fn take(&mut self, step: Step) {
        self.today = self.today + Days::new(3);
        self.steering.world.clock.set(&format!("{}T02:00:00Z", self.today));
        match step {
            Step::Open(supersedes) => self.open(&supersedes).await,
            Step::Supersede(later, earlier) => self.supersede(later, earlier).await,
            Step::Settle { decision, votes, choice, days_ago } => {
                self.settle(decision, &votes, choice, days_ago).await;
            }
            Step::Minute(decision, choice) => self.minute(decision, choice).await,
            Step::Confirm(outcome) => self.confirm(outcome).await,
            Step::Claim { supersedes, on, published } => self.claim(&supersedes, on, published).await,
            Step::Annul(outcome) => self.annul(outcome).await,
        }
    }

    fn some(&self, of: &[Index]) -> Vec<DecisionId> {
        let mut some: Vec<_> = of.iter().filter_map(|index| self.one(*index)).collect();
        some.sort_unstable();
        some.dedup();
        some
    }

    fn one(&self, index: Index) -> Option<DecisionId> {
        (!self.decisions.is_empty()).then(|| self.decisions[index.index(self.decisions.len())])
    }

    fn opening(&self, supersedes: &[Index], on: Option<NaiveDate>) -> Open {
        let written = format!("D-{}", self.decisions.len() + 1);
        Open { supersedes: self.some(supersedes), on, ..self.steering.opening(&written) }
    }

    /// Keeps a decision that was begun, and what it supersedes.
    fn keep(&mut self, executed: &Executed, published: Option<NaiveDate>) -> DecisionId {
        let decision = DecisionId(executed.id);
        self.decisions.push(decision);
        let views = &executed.views;
        let stated = &views.thing::<Decision>(decision).unwrap().state;
        let head = AsOf::head(self.today);
        for (earlier, event) in stated
            .supersedes(&head)
            .into_iter()
            .zip(executed.events.iter().filter(|event| event.type_name.starts_with("decision.supersedes.")))
        {
            self.supersedes.push((decision, earlier, self.told(event.position, published)));
        }
        decision
    }

    async fn open(&mut self, supersedes: &[Index]) {
        let put = (self.today - Days::new(30)).max(day("2020-01-01"));
        let open = self.opening(supersedes, Some(put));
        let command = Command::Decision(None, Act::Open(Box::new(open)));
        let executed = self.steering.world.run_as(self.steering.lead, command).await.unwrap();
        self.keep(&executed, None);
    }

    async fn supersede(&mut self, later: Index, earlier: Index) {
        let (Some(later), Some(earlier)) = (self.one(later), self.one(earlier)) else { return };
        let act = Act::Supersede { decision: earlier };
        let Ok(executed) = self.steering.act(self.steering.lead, later, act).await else { return };
        if let Some(event) = executed.events.first() {
            self.supersedes.push((later, earlier, self.told(event.position, None)));
        }
    }

    async fn settle(&mut self, decision: Index, votes: &[(usize, &'static str)], choice: &str, ago: u64) {
        let Some(decision) = self.one(decision) else { return };
        let steering = &self.steering;
        let voters = [steering.lead, steering.minh, steering.hoa];
        for (voter, key) in votes {
            let cast = Act::CastVote { choice: Ballot::Marked(code(key)) };
            let _ = steering.act(voters[*voter], decision, cast).await;
        }
        let _ = steering.close(decision).await;
        let on = self.today - Days::new(ago);
        let decide =
            Decide { choice: code(choice), reasons: text("It pays"), carry_out_by: None, on: Some(on) };
        if let Ok(executed) = steering.act(steering.lead, decision, Act::Decide(decide)).await {
            self.remember(decision, &executed, on, None, true);
        }
    }

    /// Keeps an outcome: the last event of what was recorded.
    fn remember(
        &mut self,
        decision: DecisionId,
        executed: &Executed,
        on: NaiveDate,
        published: Option<NaiveDate>,
        binds: bool,
    ) {
        let last = executed.events.last().unwrap();
        assert!(last.type_name.starts_with("decision.decided."), "{}", last.type_name);
        let told = self.told(last.position, published);
        let binds = binds.then_some(told);
        self.outcomes.push(Remembered { decision, event: last.id, on, told, binds, annulled: None });
    }

    fn minuting(&self, open: Option<Open>, choice: &str, on: NaiveDate) -> Act {
        let present = vec![self.steering.lead, self.steering.minh];
        Act::Minute(Box::new(Minute {
            open,
            minutes: Minuted { meeting: None, number: None, document: None, present },
            choice: code(choice),
            reasons: text("As said"),
            votes: Vec::new(),
            tally: None,
            dissents: Vec::new(),
            carry_out_by: None,
            on: Some(on),
        }))
    }

    async fn minute(&mut self, decision: Index, choice: &str) {
        let Some(decision) = self.one(decision) else { return };
        let minutes = self.minuting(None, choice, self.today);
        if let Ok(executed) = self.steering.act(self.secretary, decision, minutes).await {
            self.remember(decision, &executed, self.today, None, false);
        }
    }

    async fn confirm(&mut self, outcome: Index) {
        let Some(index) = self.index(outcome) else { return };
        let Remembered { decision, event, .. } = self.outcomes[index];
        let confirm = Act::ConfirmMinutes { outcome: event };
        if let Ok(executed) = self.steering.act(self.steering.lead, decision, confirm).await
            && let Some(confirmed) = executed.events.first()
        {
            let told = self.told(confirmed.position, None);
            self.outcomes[index].binds.get_or_insert(told);
        }
    }

    async fn claim(&mut self, supersedes: &[Index], on: NaiveDate, published: NaiveDate) {
        let minutes = self.minuting(Some(self.opening(supersedes, Some(on))), "YES", on);
        let steering = &self.steering;
        let command = Command::Decision(None, minutes);
        let request = Request::new(Actor::person(steering.lead), steering.world.command_id(), command);
        let claim = Claim { published, source: None, document: None, batch: None };
        let executed =
            steering.world.ledger.execute(Request { claim: Some(claim), ..request }).await.unwrap();
        let decision = self.keep(&executed, Some(published));
        self.remember(decision, &executed, on, Some(published), true);
    }

    async fn annul(&mut self, outcome: Index) {
        let Some(index) = self.index(outcome) else { return };
        let Remembered { decision, event, told, .. } = self.outcomes[index];
        let annul = Act::Annul(Annul { event, reason: text("Miscounted") });
        if let Ok(executed) = self.steering.act(self.steering.lead, decision, annul).await {
            // What was claimed of the past was never true: leniently it is gone from the day of the claim on.
            let at = self.told(executed.events[0].position, None);
            let known = if told.known < told.recorded { told.known } else { at.known };
            self.outcomes[index].annulled = Some(Told { known, ..at });
        }
    }

    fn index(&self, outcome: Index) -> Option<usize> {
        (!self.outcomes.is_empty()).then(|| outcome.index(self.outcomes.len()))
    }

    /// The outcome of a decision that the secretary would read out.
    fn outcome(&self, decision: DecisionId, as_of: &AsOf) -> Option<&Remembered> {
        let standing = self.outcomes.iter().filter(|it| it.decision == decision && it.stands(as_of));
        standing.max_by_key(|it| (it.on, it.told.known, it.told.position))
    }

    /// How far a decision has come, where it is decided.
    fn standing(&self, decision: DecisionId, as_of: &AsOf) -> Option<Standing> {
        let decided = self.outcome(decision, as_of)?;
        let later =
            self.supersedes.iter().filter(|(_, earlier, told)| *earlier == decision && told.is_seen(as_of));
        let binding = later.filter_map(|(later, ..)| {
            let outcome = self.outcome(*later, as_of)?;
            let binds = outcome.binds.is_some_and(|binds| binds.is_seen(as_of));
            (binds && decided.on <= outcome.on).then_some(outcome)
        });
        let first = binding.min_by_key(|it| (it.on, it.told.known, it.told.position));
        Some(first.map_or(Standing::Own(Status::Decided), |first| Standing::Superseded(first.decision)))
    }

    /// Everything that is answered of every decision at a point in time.
    fn answers(&self, views: &Views, as_of: AsOf) -> BTreeMap<DecisionId, String> {
        let inquiry = Inquiry { views, analyses: &self.steering.world.ledger.analyses, as_of };
        let known = inquiry.decisions(self.steering.world.program);
        let answer = |decision: &Decision| {
            let outcome = decision.outcome(&as_of);
            let told = outcome.as_ref().map(|outcome| (outcome.entry.event, &outcome.decided.choice));
            let tally = outcome.and_then(|outcome| outcome.tally().cloned());
            let parts: Vec<_> =
                decision.participations(&as_of).iter().map(|taken| (taken.voter, taken.part)).collect();
            format!(
                "{:?} {told:?} {tally:?} {parts:?} carries out {} supersedes {:?} looked at {:?}",
                inquiry.standing(decision),
                inquiry.awaits_carrying_out(decision),
                decision.supersedes(&as_of),
                inquiry.superseded_by(decision),
            )
        };
        known.map(|decision| (decision.id, answer(decision))).collect()
    }
}

/// A moment of the past with everything that was answered in it.
struct Answered {
    as_of: AsOf,
    answers: BTreeMap<DecisionId, String>,
}

fn ask(book: &Minutebook, effective: NaiveDate) -> Vec<Answered> {
    let views = book.steering.world.ledger.snapshot();
    let at = AsOf { position: views.head(), known: book.now(), strict: false, effective };
    // At a position, in both modes; and strictly as of a time, whatever came after it.
    let asked = [at, AsOf { strict: true, ..at }, AsOf { strict: true, position: Some(Position::MAX), ..at }];
    asked.map(|as_of| Answered { as_of, answers: book.answers(&views, as_of) }).into()
}

async fn holds(script: Vec<Step>) -> Result<(), TestCaseError> {
    let mut book = Minutebook::new().await;
    let mut asked = Vec::new();
    let mut times = Vec::new();
    for step in script {
        book.take(step).await;
        times.push(book.now());
        for effective in [book.today, day("2019-12-31"), day("2020-01-20"), day("2021-01-01")] {
            asked.extend(ask(&book, effective));
        }
    }
    let views = book.steering.world.ledger.snapshot();
    for Answered { as_of, answers } in asked {
        prop_assert_eq!(&book.answers(&views, as_of), &answers, "{:?}", as_of);
    }
    let positions = [views.head(), views.head().map(|head| head / 2), Some(Position::MAX)];
    let days = ["2019-07-01", "2020-01-10", "2020-02-01", "2021-01-01"].map(day);
    for (known, position) in times.iter().flat_map(|time| positions.map(|position| (*time, position))) {
        for (strict, effective) in [false, true].into_iter().flat_map(|strict| days.map(|day| (strict, day)))
        {
            let as_of = AsOf { position, known, strict, effective };
            agrees_with_the_minutebook(&book, &views, as_of)?;
        }
    }
    Ok(())
}

/// The ledger says of every decision what the secretary would.
fn agrees_with_the_minutebook(book: &Minutebook, views: &Views, as_of: AsOf) -> Result<(), TestCaseError> {
    let inquiry = Inquiry { views, analyses: &book.steering.world.ledger.analyses, as_of };
    for decision in &book.decisions {
        let state = &views.thing::<Decision>(*decision).unwrap().state;
        match (inquiry.standing(state), book.standing(*decision, &as_of)) {
            (Standing::Own(status), None) => prop_assert!(status != Status::Decided, "{as_of:?}"),
            (answered, remembered) => prop_assert_eq!(Some(answered), remembered, "{:?}", as_of),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_superseded_decision_answers_as_of_its_time_whatever_came_after(
        script in prop::collection::vec(any_step(), 1..16),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(holds(script))?;
    }
}
