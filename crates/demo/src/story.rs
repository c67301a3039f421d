//! A story as a list of dated acts, and its telling: one act after the other through the ledger's
//! door, each at its own minute of a working day.

use anyhow::Context as _;
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Asia::Ho_Chi_Minh;
use cxl_domain::calendar::parse_day;
use cxl_domain::code::Code;
use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::{Attach, Command as Evidence, MediaType};
use cxl_domain::id::{EvidenceId, ProgramId};
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_ledger::query::Inquiry;
use cxl_ledger::{BulkItem, Command, ExecuteError, Executed, HandOver, Ledger, RecordedEvent, Request};
use cxl_store::meta::{Actor, Claim};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::cast::Cast;
use super::clock::DemoClock;
use super::dice::{Dice, seed};

/// Acts in the order in which they were thought of; they are told in the order of their days.
#[derive(Default)]
pub(super) struct Story(Vec<Act>);

/// Somebody does something on a day.
pub(super) struct Act {
    on: NaiveDate,
    by: &'static str,
    entered_by: Option<&'static str>,
    claim: Option<Claim>,
    name: Option<String>,
    deed: Deed,
}

enum Deed {
    Command(Asked<Command>),
    Considered(Considered),
    Readings(Asked<Vec<BulkItem>>),
    CarryOut(&'static str),
    HandOver(HandingOver),
    Attach(Attaching),
}

/// A file that somebody attaches to evidence.
pub(super) struct File {
    pub(super) evidence: EvidenceId,
    pub(super) name: &'static str,
    pub(super) media_type: MediaType,
    pub(super) content: String,
}

/// What is asked of the ledger, once everybody whom it names is known.
type Asked<T> = Box<dyn FnOnce(&Cast) -> T + Send>;

/// What is asked of the ledger by somebody who looks at it first.
type Considered = Box<dyn FnOnce(&Cast, &Inquiry<'_>) -> Command + Send>;

/// What is handed over by somebody who looks first at what the leaver holds.
type HandingOver = Box<dyn FnOnce(&Cast, &Inquiry<'_>) -> HandOver + Send>;

/// What is attached by somebody who may write into it what the ledger shows.
type Attaching = Box<dyn FnOnce(&Cast, &Inquiry<'_>) -> File + Send>;

impl Story {
    /// `by`, named by the code of the person, does something. On a weekend it waits for Monday.
    pub(super) fn act(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        command: impl FnOnce(&Cast) -> Command + Send + 'static,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::Command(Box::new(command)))
    }

    /// `by` does something about what the ledger shows on that day.
    pub(super) fn consider(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        command: impl FnOnce(&Cast, &Inquiry<'_>) -> Command + Send + 'static,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::Considered(Box::new(command)))
    }

    /// `by` records readings of one metric.
    pub(super) fn readings(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        items: impl FnOnce(&Cast) -> Vec<BulkItem> + Send + 'static,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::Readings(Box::new(items)))
    }

    /// `by` carries a decision out, which is named by its code: everything that it authorizes.
    pub(super) fn carry_out(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        decision: &'static str,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::CarryOut(decision))
    }

    /// `by` hands over what somebody holds who leaves.
    pub(super) fn hand_over(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        hand_over: impl FnOnce(&Cast, &Inquiry<'_>) -> HandOver + Send + 'static,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::HandOver(Box::new(hand_over)))
    }

    /// `by` uploads a file and attaches it.
    pub(super) fn attach(
        &mut self,
        on: impl Into<Day>,
        by: &'static str,
        file: impl FnOnce(&Cast, &Inquiry<'_>) -> File + Send + 'static,
    ) -> &mut Act {
        self.push(on.into(), by, Deed::Attach(Box::new(file)))
    }

    fn push(&mut self, Day(on): Day, by: &'static str, deed: Deed) -> &mut Act {
        let on = working_day(on);
        self.0.push(Act { on, by, entered_by: None, claim: None, name: None, deed });
        self.0.last_mut().expect("an act was just added")
    }

    /// Tells the story, to people who are all brought up by it but the one who is in `cast` already.
    pub(super) async fn tell(
        mut self,
        ledger: &Ledger,
        clock: &DemoClock,
        cast: &mut Cast,
    ) -> anyhow::Result<()> {
        let mut minutes = Dice::named("minutes");
        let mut commands = Dice::named("commands");
        self.0.sort_by_key(|act| act.on);
        let mut day = NaiveDate::MIN;
        for act in self.0 {
            let step = Duration::milliseconds(i64::from(20_000 + minutes.below(100_000)));
            if act.on == day {
                clock.move_to(cxl_ledger::LedgerClock::now(clock) + step);
            } else {
                day = act.on;
                clock.move_to(morning(day) + step * 20);
            }
            let about = format!("on {day}, {} {}", act.by, act.name.as_deref().unwrap_or("acts"));
            act.tell(ledger, &mut commands, cast).await.with_context(|| about)?;
        }
        Ok(())
    }
}

impl Act {
    /// Gives a name to what the act brings up, for later acts to refer to.
    pub(super) fn named(&mut self, name: impl Into<String>) -> &mut Self {
        self.name = Some(name.into());
        self
    }

    /// Somebody else types it in.
    pub(super) fn entered_by(&mut self, person: &'static str) -> &mut Self {
        self.entered_by = Some(person);
        self
    }

    /// The world knew it earlier: its source published it on a day.
    pub(super) fn published(&mut self, on: &str, source: &str) -> &mut Self {
        self.claim = Some(claim(day(on), source));
        self
    }

    async fn tell(self, ledger: &Ledger, commands: &mut Dice, cast: &mut Cast) -> anyhow::Result<()> {
        let Self { on, by, entered_by, claim, name, deed } = self;
        let by = cast.person(by);
        let actor = Actor::person(entered_by.map_or(by, |entered_by| cast.person(entered_by)));
        let command_id = commands.command_id();
        let ask = |command| Request { by: Some(by), claim, ..Request::new(actor, command_id, command) };
        let (id, events) = match deed {
            Deed::Command(command) => recorded(ledger.execute(ask(command(cast))).await?),
            Deed::Considered(command) => {
                let views = ledger.snapshot();
                let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of: AsOf::head(on) };
                recorded(ledger.execute(ask(command(cast, &inquiry))).await?)
            }
            Deed::Readings(items) => {
                let answers = ledger.record_readings(actor, command_id, items(cast)).await;
                all_recorded(answers)?
            }
            Deed::CarryOut(code) => {
                let carried = ledger.carry_out(actor, command_id, cast.decision(code), None).await?;
                recorded(carried.recorded.with_context(|| format!("not all is done: {:?}", carried.acts))?)
            }
            Deed::HandOver(hand_over) => {
                let views = ledger.snapshot();
                let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of: AsOf::head(on) };
                let handed = ledger.hand_over(actor, command_id, hand_over(cast, &inquiry)).await;
                all_recorded(handed.left.into_iter().chain(handed.parts))?
            }
            Deed::Attach(file) => {
                let views = ledger.snapshot();
                let inquiry = Inquiry { views: &views, analyses: &ledger.analyses, as_of: AsOf::head(on) };
                let file = file(cast, &inquiry);
                let provided =
                    views.evidence(file.evidence).and_then(|held| held.state.provided(&inquiry.as_of));
                let program = provided.context("a file is attached to what was provided")?.1.program;
                recorded(ledger.execute(ask(uploaded(ledger, program, file).await?)).await?)
            }
        };
        anyhow::ensure!(!events.is_empty(), "nothing was recorded: the act says what stands already");
        if let Some(name) = name {
            cast.enter(name, id, &events);
        }
        Ok(())
    }
}

/// What several commands recorded that were asked for together; none of them may be refused.
fn all_recorded(
    answers: impl IntoIterator<Item = Result<Executed, ExecuteError>>,
) -> anyhow::Result<(Uuid, Vec<RecordedEvent>)> {
    let executed = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    let id = executed.first().context("nothing was asked for")?.id;
    Ok((id, executed.into_iter().flat_map(|executed| executed.events).collect()))
}

/// Stores a file where the ledger keeps those of a program. It is durable before anything names it.
async fn uploaded(ledger: &Ledger, program: ProgramId, file: File) -> anyhow::Result<Command> {
    let files = ledger.attachments().context("the story attaches files, and this ledger keeps none")?.clone();
    let File { evidence, name, media_type, content } = file;
    let storing = tokio::task::spawn_blocking(move || {
        let mut upload = files.begin(program.0, media_type.name())?;
        upload.write(content.as_bytes())?;
        upload.finish()
    });
    let sha256 = storing.await??.name.sha256;
    let attach = Attach { sha256, name: text(name), uploaded: None };
    Ok(Command::Evidence(Some(evidence), Evidence::Attach(attach)))
}

fn recorded(executed: Executed) -> (Uuid, Vec<RecordedEvent>) {
    (executed.id, executed.events)
}

/// A day, from a date or from how it is written.
pub(super) struct Day(NaiveDate);

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<&str> for Day {
    fn from(text: &str) -> Self {
        Self(day(text))
    }
}

/// A day of the story.
pub(super) fn day(text: &str) -> NaiveDate {
    parse_day(text).expect("the story's days are days")
}

/// A code of the story.
pub(super) fn code(typed: &str) -> Code {
    typed.parse().expect("the story's codes are codes")
}

/// A number of the story.
pub(super) fn decimal(digits: &str) -> Decimal {
    digits.parse().expect("the story's numbers are numbers")
}

/// A text of the story.
pub(super) fn text(typed: &str) -> Text {
    Text::typed(typed).expect("the story's texts are texts")
}

/// That a source published something on a day, in a document that is known by its hash.
pub(super) fn claim(published: NaiveDate, source: &str) -> Claim {
    Claim {
        published,
        source: Some(source.parse().expect("the story's sources are codes")),
        document: Some(Sha256Hex(seed(source))),
        batch: None,
    }
}

/// The day itself, or the Monday after a weekend.
pub(super) fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}

/// Half past eight in the head office.
pub(super) fn morning(day: NaiveDate) -> DateTime<Utc> {
    let half_past_eight = NaiveTime::from_hms_opt(8, 30, 0).expect("half past eight is a time");
    Ho_Chi_Minh
        .from_local_datetime(&day.and_time(half_past_eight))
        .single()
        .expect("Vietnam has not changed its clocks since 1975")
        .with_timezone(&Utc)
}
