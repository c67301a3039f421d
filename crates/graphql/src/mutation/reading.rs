//! Recording figures: the fields of a reading, one at a time or many in a bulk.

use async_graphql::{Context, Error, InputObject, Object, OneofObject, SimpleObject, Union};
use cxl_domain::code::Code;
use cxl_domain::id::CommandId;
use cxl_domain::measurement::figures::{Figures, Reading};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::metric::{self, Command};
use cxl_ledger::BulkItem;
use rust_decimal::Decimal;

use super::command::{Act, Noun};
use super::envelope::ClaimInput;
use super::failure::{Failure, Scene};
use super::metric::{MetricResult, Metrics};
use super::reference::{Desk, MetricRef, Reference};
use super::rejection::{At, Rejection};
use super::target::On;
use super::typed::{Typed, Unread};
use crate::enums::{ReadingStatus, RestatementReason};
use crate::list::List;
use crate::period::PeriodInput;
use crate::request::Asking;
use crate::scalars::Count;

/// Records the figures of one period of one series.
#[derive(InputObject)]
#[graphql(name = "RecordReadingFields")]
pub(crate) struct RecordReading {
    /// The series.
    series: SeriesOf,
    /// The days that the figures cover.
    period: PeriodInput,
    /// Whether a period off the metric's rhythm is meant.
    #[graphql(default)]
    irregular: bool,
    /// What was counted or measured.
    figures: FiguresInput,
    /// How many answered or were measured, if that is known apart from the figures.
    n: Option<Typed<Count>>,
    /// How many were asked.
    invited: Option<Typed<Count>>,
    /// The standard deviation among those who answered, in the unit of the value.
    standard_deviation: Option<Typed<Decimal>>,
    /// Whether the source still expects to change the figures.
    #[graphql(default_with = "ReadingStatus::Final")]
    status: ReadingStatus,
    /// Why the figures differ from those stated before. A slip of your own is no restatement: correct
    /// it.
    restatement: Option<RestatementReason>,
}

/// What was counted or measured, in one of the shapes that the metric's kind takes.
#[derive(Debug, Clone, OneofObject)]
#[graphql(name = "FiguresInput")]
pub(crate) enum FiguresInput {
    /// The value itself, where nothing finer is known.
    Value(Typed<Decimal>),
    /// A part and its whole.
    Ratio(RatioInput),
    /// Answers to "would you recommend us" by the bands of the Net Promoter Score.
    Bands(BandsInput),
    /// Counts of answers to each step of a scale, the lowest step first.
    Steps(Vec<Typed<Count>>),
}

/// A part and its whole: two counts for a share, events and exposure for a rate, a total and a number
/// for a mean.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "RatioInput")]
pub(crate) struct RatioInput {
    /// The part, the events or the total.
    numerator: Typed<Decimal>,
    /// The whole, the exposure or the number; not zero.
    denominator: Typed<Decimal>,
}

/// Answers of 0 to 10 by band.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "BandsInput")]
pub(crate) struct BandsInput {
    /// Answers of 9 and 10.
    promoters: Typed<Count>,
    /// Answers of 7 and 8.
    passives: Typed<Count>,
    /// Answers of 0 to 6.
    detractors: Typed<Count>,
}

impl Unread for FiguresInput {
    type Read = Figures;

    fn read(self) -> Result<Figures, Rejection> {
        Ok(match self {
            Self::Value(value) => Figures::Value(value.at("value")?),
            Self::Ratio(ratio) => Figures::Ratio {
                numerator: ratio.numerator.at("numerator").at("ratio")?,
                denominator: ratio.denominator.at("denominator").at("ratio")?,
            },
            Self::Bands(bands) => Figures::Bands {
                promoters: bands.promoters.at("promoters").at("bands")?.0,
                passives: bands.passives.at("passives").at("bands")?.0,
                detractors: bands.detractors.at("detractors").at("bands")?.0,
            },
            Self::Steps(counts) => {
                Figures::Steps(counts.at("steps")?.into_iter().map(|count| count.0).collect())
            }
        })
    }
}

/// Which series the figures belong to. The version is always named: figures of a new definition never
/// slip into the series of an old one.
#[derive(Debug, Clone, InputObject)]
#[graphql(name = "RecordedSeriesInput")]
pub(crate) struct SeriesOf {
    /// The version of the metric's definition, from 1.
    definition: i32,
    /// The code of the channel through which the customers came; left out for all.
    channel: Option<Typed<Code>>,
    /// The code of which customers; left out for all.
    segment: Option<Typed<Code>>,
    /// The code of where the figures come from.
    source: Option<Typed<Code>>,
}

impl Unread for SeriesOf {
    type Read = SeriesKey;

    fn read(self) -> Result<SeriesKey, Rejection> {
        let version = u32::try_from(self.definition).ok().filter(|version| *version > 0);
        let fault = || Rejection::misread(format!("versions begin with 1, this one is {}", self.definition));
        Ok(SeriesKey {
            definition: version.ok_or_else(fault).at("definition")?,
            channel: self.channel.at("channel")?,
            segment: self.segment.at("segment")?,
            source: self.source.at("source")?,
        })
    }
}

impl Unread for RecordReading {
    type Read = metric::RecordReading;

    fn read(self) -> Result<metric::RecordReading, Rejection> {
        let reading = Reading {
            figures: self.figures.at("figures")?,
            n: self.n.at("n")?.map(|count| count.0),
            invited: self.invited.at("invited")?.map(|count| count.0),
            standard_deviation: self.standard_deviation.at("standardDeviation")?,
            status: self.status.into(),
        };
        Ok(metric::RecordReading {
            series: self.series.at("series")?,
            period: self.period.at("period")?,
            irregular: self.irregular,
            reading,
            restatement: self.restatement.map(Into::into),
        })
    }
}

impl Act for RecordReading {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        self.read().map(Command::RecordReading)
    }
}

/// The most readings of one bulk.
const MAX_ITEMS: usize = 1000;

/// Many readings in one command.
#[derive(InputObject)]
pub(crate) struct RecordReadingsInput {
    /// Your name for the whole bulk: a UUID that you draw once, best of version 7, and send again on
    /// every retry. Item i is a command of its own, named by this id and i.
    command_id: Typed<CommandId>,
    /// The readings, at most 1000.
    items: Vec<ReadingItem>,
}

/// One reading of a bulk.
#[derive(InputObject)]
#[graphql(name = "RecordReadingsItemInput")]
pub(crate) struct ReadingItem {
    /// The metric.
    metric: MetricRef,
    /// What is claimed about history that the world knew before the ledger; that takes a right of
    /// its own.
    claim: Option<ClaimInput>,
    #[graphql(flatten)]
    reading: RecordReading,
}

/// Every item of a bulk was answered.
#[derive(SimpleObject)]
pub(crate) struct ReadingsAnswered {
    /// One answer an item, in their order. A refused item keeps no other from being recorded.
    items: List<MetricResult>,
    /// How many of them were not carried out.
    failed: Count,
}

/// What a bulk of readings is answered.
#[derive(Union)]
pub(crate) enum RecordReadingsResult {
    Answered(ReadingsAnswered),
    #[graphql(flatten)]
    Failure(Failure),
}

#[derive(Debug, Default)]
pub(crate) struct ReadingsMutation;

#[Object]
impl ReadingsMutation {
    /// Records many readings: one answer an item, in order. A refused item keeps no other from being
    /// recorded; repeated with the same command id, what was recorded is answered and the rest is
    /// tried again.
    #[graphql(complexity = "input.items.len().max(1) * child_complexity")]
    async fn record_readings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to record.")] input: RecordReadingsInput,
    ) -> Result<Option<RecordReadingsResult>, Error> {
        let asking = Asking::of(ctx)?;
        let command = input.command_id.text().to_owned();
        match check(input) {
            Ok((bulk, items)) => record_all(ctx, asking, bulk, items).await.map(Some),
            Err(rejection) => Ok(Some(Scene::at(["input"]).of(&command).rejected(rejection)?.into())),
        }
    }
}

fn check(input: RecordReadingsInput) -> Result<(CommandId, Vec<ReadingItem>), Rejection> {
    let bulk = input.command_id.at("commandId")?;
    let count = input.items.len();
    if count > MAX_ITEMS {
        let problem = format!("one bulk takes at most {MAX_ITEMS} readings, these are {count}; split it");
        return Err(Rejection::misread(problem)).at("items");
    }
    Ok((bulk, input.items))
}

async fn record_all(
    ctx: &Context<'_>,
    asking: &Asking,
    bulk: CommandId,
    items: Vec<ReadingItem>,
) -> Result<RecordReadingsResult, Error> {
    let desk = Desk::new(&asking.ledger, asking.actor);
    let mut rejected = Vec::new();
    let mut accepted = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        match item.find(&desk).await {
            Ok(item) => accepted.push((index, item)),
            Err(rejection) => rejected.push((index, Err(rejection))),
        }
    }
    let answers = asking.ledger.record_readings_at(asking.actor, bulk, accepted).await;
    let answered = answers.into_iter().map(|(index, answer)| (index, Ok(answer)));
    let mut outcomes: Vec<_> = answered.chain(rejected).collect();
    outcomes.sort_by_key(|(index, _)| *index);

    let mut failed = 0;
    let mut answers = Vec::with_capacity(outcomes.len());
    for (index, outcome) in outcomes {
        let scene = Scene::at(["input", "items", &index.to_string()]).of(&bulk.to_string());
        let failure = match outcome {
            Ok(Ok(executed)) => {
                answers.push(Metrics::recorded(ctx, executed)?);
                continue;
            }
            Ok(Err(error)) => scene.failure(error)?,
            Err(rejection) => scene.rejected(rejection)?,
        };
        failed += 1;
        answers.push(failure.into());
    }
    Ok(ReadingsAnswered { items: answers.into(), failed: Count(failed) }.into())
}

impl ReadingItem {
    async fn find(self, desk: &Desk<'_>) -> Result<BulkItem, Rejection> {
        Ok(BulkItem {
            metric: self.metric.find(desk).await.at("metric")?,
            claim: self.claim.at("claim")?,
            reading: self.reading.read()?,
        })
    }
}
