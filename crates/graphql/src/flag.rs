//! Integrity flags: which figures of a metric deserve a second look, and why.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object, SimpleObject};
use cxl_domain::history::Entry;
use cxl_domain::id::ProgramId;
use cxl_domain::measurement::flags::{self, Datum};
use cxl_domain::metric::MetricFact;
use cxl_ledger::{TextAt, query};

use crate::connection::list_cost;
use crate::error::Problem;
use crate::fact::Fact;
use crate::ids::Global;
use crate::improvement::Improvement;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::period::Period;
use crate::scalars::{Date, Decimal};
use crate::series::Series;
use crate::texts::Text;

/// A flag of the table "flags/1". It never says that somebody cheated; it names figures that deserve a
/// second look.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::flags::FlagId")]
pub(crate) enum IntegrityFlag {
    /// The score gets better while fewer of those asked answer, or fewer are asked.
    ResponseFalls,
    /// Values heap at or just beyond the target.
    HeapedAtTarget,
    /// The values vary less than sampling alone would make them.
    TooLittleVariation,
    /// The same figures come again and again.
    IdenticalRepeats,
    /// Definition, channel, segment or source changed within a comparison.
    ChangedWithin,
    /// A restatement changed a verdict.
    FlippedByRestatement,
    /// The metric improved while a balancing one became worse.
    Unbalanced,
    /// Who answers for the metric records its readings.
    EnteredByMeasured,
    /// Readings arrive only just before reviews.
    OnlyBeforeReviews,
    /// A target was set or moved after the result was known.
    TargetMoved,
    /// What a result is compared with was fixed after the result was known.
    BaselineChosenLate,
    /// People are judged or paid by it.
    JudgesPeople,
}

/// What comes of asking for a flag.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlagJudgment {
    /// The data stand out.
    Raised,
    /// Nothing stands out.
    Quiet,
    /// There are too few figures to tell.
    TooFew,
    /// When something became known, or how fine the figures are, is not on record.
    CannotBeJudged,
    /// There is nothing to ask it of: no target, no balancing metric, no better direction.
    NotApplicable,
}

impl From<&flags::Judgment> for FlagJudgment {
    fn from(judgment: &flags::Judgment) -> Self {
        match judgment {
            flags::Judgment::Raised(_) => Self::Raised,
            flags::Judgment::Quiet => Self::Quiet,
            flags::Judgment::TooFew => Self::TooFew,
            flags::Judgment::CannotBeJudged => Self::CannotBeJudged,
            flags::Judgment::NotApplicable => Self::NotApplicable,
        }
    }
}

/// What one row of the data behind a flag is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cxl_domain::measurement::flags::Shown")]
pub(crate) enum FlagDatumKind {
    /// A reading with its value; beside it, what the flag lays next to it.
    Reading,
    /// A target with its value; beside it, the one known when the result was.
    Target,
    /// The series before.
    SeriesBefore,
    /// The series after.
    SeriesAfter,
    /// A restatement with the new value; beside it, the old one.
    Restatement,
    /// A balancing metric that became worse, with the difference.
    BalancingMetric,
    /// A day of review.
    Review,
    /// The start of an improvement.
    Start,
    /// The delivery of an improvement.
    Delivery,
    /// The approval of a rebase.
    Rebase,
    /// The day on which the result was known.
    Result,
    /// A declared purpose.
    Purpose,
}

/// A flag at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Flag {
    moment: Arc<Moment>,
    program: ProgramId,
    flag: query::Flag,
}

impl Flag {
    pub(crate) fn of(moment: &Arc<Moment>, program: ProgramId, flag: query::Flag) -> Self {
        Self { moment: moment.clone(), program, flag }
    }
}

/// A flag as it was asked of a metric. It shows figures that deserve a second look, and why; it never says
/// that somebody cheated.
#[Object(name = "MetricFlag")]
impl Flag {
    /// Which flag.
    async fn flag(&self) -> IntegrityFlag {
        self.flag.flag.into()
    }

    /// By which table: "flags/1". A table never changes.
    async fn table(&self) -> &'static str {
        self.flag.table.name()
    }

    /// Its row of that table: inputs, formula, threshold and how often it is raised for nothing.
    async fn rule(&self) -> FlagRule {
        FlagRule(self.flag.flag.rule())
    }

    /// The metric.
    async fn metric(&self) -> Option<Metric> {
        Metric::seen(&self.moment, self.flag.metric)
    }

    /// The improvement over which it was asked, for flags that look at one.
    async fn improvement(&self) -> Option<Improvement> {
        let (_, improvement) = self.flag.improvement?;
        Improvement::seen(&self.moment, improvement)
    }

    /// What came of it.
    async fn judgment(&self) -> FlagJudgment {
        (&self.flag.judgment).into()
    }

    /// Whether it is raised and nobody has cleared it.
    async fn is_open(&self) -> bool {
        self.flag.is_open()
    }

    /// The data behind a raised flag; none of another.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn data(&self) -> List<FlagDatum> {
        let of = |datum: &Datum| FlagDatum {
            moment: self.moment.clone(),
            program: self.program,
            datum: datum.clone(),
        };
        self.flag.judgment.data().iter().map(of).collect()
    }

    /// What a reason to clear it is bound to: a hash of exactly these data. Null if it is not raised.
    async fn seen(&self) -> Option<String> {
        self.flag.seen.map(|seen| seen.to_string())
    }

    /// The reason for which somebody cleared it over exactly these data; null if nobody has. Other data
    /// raise it again.
    async fn clearing(&self) -> Option<FlagClearing> {
        let entry = self.flag.cleared.clone()?;
        Some(FlagClearing { moment: self.moment.clone(), entry })
    }
}

/// A row of the table of flags.
#[derive(Debug)]
pub(crate) struct FlagRule(&'static flags::FlagRule);

/// A row of the table of flags, in the language of the table.
#[Object]
impl FlagRule {
    /// What it looks at.
    async fn inputs(&self) -> &'static str {
        self.0.inputs
    }

    /// What it computes of that.
    async fn formula(&self) -> &'static str {
        self.0.formula
    }

    /// From what on it is raised.
    async fn threshold(&self) -> &'static str {
        self.0.threshold
    }

    /// The fewest figures that it needs.
    async fn minimum(&self) -> &'static str {
        self.0.minimum
    }

    /// In how many of ten thousand stable series that nobody touched it is raised at most; null of a flag
    /// that states a fact and tests nothing.
    async fn false_alarms_in_ten_thousand(&self) -> Option<u32> {
        self.0.false_alarms
    }
}

/// A row of the data behind a flag, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct FlagDatum {
    moment: Arc<Moment>,
    program: ProgramId,
    datum: Datum,
}

/// One row of the data behind a flag. What does not apply is null.
#[Object]
impl FlagDatum {
    /// What the row is.
    async fn kind(&self) -> FlagDatumKind {
        self.datum.shown.into()
    }

    /// The days that a reading covers.
    async fn period(&self) -> Option<Period> {
        self.datum.period.map(Into::into)
    }

    /// The day on which something became known or happened.
    async fn day(&self) -> Option<Date> {
        self.datum.day.map(Date)
    }

    /// The event behind it.
    async fn event(&self) -> Option<ID> {
        self.datum.event.map(|event| event.global())
    }

    /// Another metric.
    async fn metric(&self) -> Option<Metric> {
        Metric::seen(&self.moment, self.datum.metric?)
    }

    /// A series.
    async fn series(&self) -> Option<Series> {
        self.datum.series.as_ref().map(|key| Series::of(&self.moment, self.program, key))
    }

    /// A value.
    async fn value(&self) -> Option<Decimal> {
        self.datum.value.map(Decimal)
    }

    /// What is laid next to the value.
    async fn beside(&self) -> Option<Decimal> {
        self.datum.beside.map(Decimal)
    }
}

/// The clearing of a flag at a moment.
#[derive(Debug, Clone)]
pub(crate) struct FlagClearing {
    moment: Arc<Moment>,
    entry: Entry<MetricFact>,
}

/// That somebody looked at the data behind a flag and found them in order.
#[Object]
impl FlagClearing {
    /// Why they are in order.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt::field(&self.entry, "/fact/reason")).await
    }

    /// The fact that clears it: who, and when.
    async fn fact(&self) -> Fact {
        Fact::of(&self.moment, &self.entry)
    }
}

/// A verdict that a restatement changed, and nothing else did.
#[derive(Debug, SimpleObject)]
pub(crate) struct VerdictFlip {
    /// The day on which the restated figures became known.
    day: Date,
    /// The verdict over everything known on that day, with the figures as they stood before.
    before: crate::comparison::Verdict,
    /// The same with the restated figures.
    after: crate::comparison::Verdict,
    /// What was restated that day, by period.
    restated: List<RestatedReading>,
}

impl From<query::VerdictFlip> for VerdictFlip {
    fn from(flip: query::VerdictFlip) -> Self {
        Self {
            day: Date(flip.day),
            before: flip.before.into(),
            after: flip.after.into(),
            restated: flip.restated.into_iter().map(RestatedReading::from).collect(),
        }
    }
}

/// A reading whose figures a restatement replaced.
#[derive(Debug, SimpleObject)]
pub(crate) struct RestatedReading {
    /// The days that it covers.
    period: Period,
    /// The value before.
    before: Decimal,
    /// The value after.
    after: Decimal,
    /// Why, as whoever recorded it says; null where the older figures were recorded later.
    reason: Option<crate::enums::RestatementReason>,
    /// The event that restated it.
    event: ID,
}

impl From<query::Restated> for RestatedReading {
    fn from(restated: query::Restated) -> Self {
        Self {
            period: restated.period.into(),
            before: Decimal(restated.before),
            after: Decimal(restated.after),
            reason: restated.reason.map(Into::into),
            event: restated.event.global(),
        }
    }
}
