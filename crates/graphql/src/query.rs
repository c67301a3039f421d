//! What can be asked.

mod events;
mod things;

use std::sync::Arc;

use async_graphql::{Context, ID, MergedObject, Object};
use cxl_domain::authorization::Action;
use cxl_domain::id::{EvidenceId, ImprovementId, InitiativeId, MetricId, PersonId, ProgramId};
use cxl_ledger::views::CodeScope;

use crate::as_of::AsOfInput;
use crate::comparison::{Compared, Comparison, analyzed};
use crate::connection::{Connection, Listing, MOST, page_cost};
use crate::enums::RuleSet;
use crate::error::{Code as ErrorCode, Problem};
use crate::evidence::Evidence;
use crate::history::{Event, EventFilter, history};
use crate::ids::{Global, GlobalId};
use crate::improvement::Improvement;
use crate::initiative::Initiative;
use crate::ledger_status::LedgerStatus;
use crate::list::List;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::mutation::reference::{Desk, MetricRef, Reference};
use crate::mutation::rejection::At;
use crate::mutation::typed::Unread;
use crate::node::{Node, program_of};
use crate::organization::Organization;
use crate::period::PeriodInput;
use crate::person::Person;
use crate::portfolio::{InitiativeFilterInput, InitiativeOrderInput, portfolio};
use crate::program::Program;
use crate::request::Asking;
use crate::scalars::Code;
use crate::search::{Asked, SearchHit, SearchKind, found};
use crate::series::SeriesInput;
use crate::spending::RateLimit;
use crate::words::{Labels, Language};

/// Everything that can be asked. A field with the argument `asOf` answers as of that point in time, and so
/// does whatever hangs below it. Rights are those of the present moment, whatever is asked about; what you
/// cannot read is as if it were not there. What was recorded in error as a whole is found by id and code
/// and says so; lists leave it out.
#[derive(MergedObject, Debug, Default)]
#[graphql(name = "Query")]
pub(crate) struct Query(Questions, things::ThingQuestions, events::EventQuestions);

/// What is asked about the ledger as a whole, and about programs, people, initiatives and metrics.
#[derive(Debug, Default)]
pub(crate) struct Questions;

#[Object]
impl Questions {
    /// How the ledger itself is.
    async fn ledger(&self, ctx: &Context<'_>) -> Result<LedgerStatus, Problem> {
        let asking = Asking::of(ctx)?;
        if asking.may(Action::ReadOrganization, None) {
            return Ok(LedgerStatus::of(asking).await);
        }
        Err(Problem::new(ErrorCode::Forbidden, "whoever holds a role reads how the ledger is; you hold none"))
    }

    /// What people read for the values of every closed list of this schema, and for the levels of the
    /// maturity model: to be asked once and kept.
    async fn labels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> Result<List<Labels>, Problem> {
        Asking::of(ctx)?;
        Ok(Labels::of(Language::of(ctx, language)))
    }

    /// Who you are, with your roles; null for a service.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Person>, Problem> {
        let asking = Asking::of(ctx)?;
        let Some(person) = asking.person() else { return Ok(None) };
        let moment = Moment::after(asking, asking.views.clone(), None)?;
        Ok(Some(Person::reference(&moment, person)))
    }

    /// Anything by its global id, as it stands now; null if there is no such thing. It takes nothing but the id,
    /// as client programs expect that fetch things anew by it: `nodes` answers for a point in time.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Result<Option<Node>, Problem> {
        let asking = Asking::of(ctx)?;
        let id: GlobalId = id.parse()?;
        let moment = asking.moment(None, program_of(asking, id))?;
        Ok(Node::seen(&moment, id))
    }

    /// Many things by their global ids, in the order of the ids; null where there is no such thing.
    #[graphql(complexity = "page_cost(i32::try_from(ids.len()).unwrap_or(MOST), child_complexity)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global ids, at most 100.")] ids: Vec<ID>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<List<Option<Node>>, Problem> {
        let asking = Asking::of(ctx)?;
        let most = usize::try_from(MOST).unwrap_or_default();
        if ids.len() > most {
            return Err(Problem::bad_input(format!(
                "{} ids are given; at most {most} are answered at once",
                ids.len()
            )));
        }
        let seen = ids.iter().map(|id| {
            let id: GlobalId = id.parse()?;
            let moment = asking.moment(as_of, program_of(asking, id))?;
            Ok(Node::seen(&moment, id))
        });
        seen.collect()
    }

    /// The organization that the ledger serves; null before its founding.
    async fn organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Organization>, Problem> {
        let asking = Asking::of(ctx)?;
        let moment = asking.moment(as_of, None)?;
        Ok(Organization::seen(&moment).filter(|_| asking.may(Action::ReadOrganization, None)))
    }

    /// What this request costs and what is left; null where nothing is accounted.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Option<RateLimit> {
        RateLimit::of(ctx)
    }

    /// A program by its id or its code.
    async fn program(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give the code.")] id: Option<ID>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Program>, Problem> {
        let asking = Asking::of(ctx)?;
        match (id, code) {
            (Some(id), None) => {
                let id = ProgramId::parse(&id)?;
                Ok(Program::found(&asking.moment(as_of, Some(id))?, id))
            }
            (None, Some(code)) => {
                let place = Place::of_code(asking, as_of, &code)?.filter(|place| place.is_named(&code));
                Ok(place.and_then(|place| Program::found(&place.moment, place.program)))
            }
            _ => Err(Problem::bad_input("give either id or code")),
        }
    }

    /// The programs that you can read, by code.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn programs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether those that were recorded in error are listed, too.", default)]
        include_recorded_in_error: bool,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Connection<Program>, Problem> {
        let moment = Asking::of(ctx)?.moment(as_of, None)?;
        let list = Listing::open(&moment, "programs", &include_recorded_in_error, first, after.as_deref())?;
        let (known, as_of) = (&list.moment.views, list.moment.as_of());
        let existing = known.programs().filter(|held| include_recorded_in_error || held.state.exists(as_of));
        let readable = existing.filter(|held| moment.asking.reads(held.state.id));
        let mut rows: Vec<_> =
            readable.filter_map(|held| Some((held.state.code(as_of)?, held.state.id))).collect();
        rows.sort_unstable();
        let page = list.cut(rows, false, |(code, id)| ((*code).clone(), *id));
        Ok(page.of(|(_, id)| Program::found(&list.moment, id)).spanning())
    }

    /// A person by id or code.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id; else give the code.")] id: Option<ID>,
        #[graphql(desc = "The code; one that the person had before finds them, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Person>, Problem> {
        let asking = Asking::of(ctx)?;
        let moment = asking.moment(as_of, None)?;
        let id = match (id, code) {
            (Some(id), None) => Some(PersonId::parse(&id)?),
            (None, Some(code)) => asking.ledger.person_named_by(&code.0).await?,
            _ => return Err(Problem::bad_input("give either id or code")),
        };
        let readable = id.filter(|_| asking.may(Action::ReadOrganization, None));
        Ok(readable.and_then(|id| Person::found(&moment, id)))
    }

    /// An initiative by its id, or by its code and that of its program.
    async fn initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Initiative>, Problem> {
        let asking = Asking::of(ctx)?;
        match (id, program, code) {
            (Some(id), None, None) => {
                let id = InitiativeId::parse(&id)?;
                let moment = asking.moment(as_of, program_of(asking, id.node()))?;
                Ok(Initiative::found(&moment, id))
            }
            (None, Some(program), Some(code)) => {
                let Some(Place { moment, program }) = Place::of_code(asking, as_of, &program)? else {
                    return Ok(None);
                };
                let holder = moment.views.named_by(&CodeScope::Initiative(program), &code.0, moment.as_of());
                Ok(holder.and_then(|id| Initiative::found(&moment, InitiativeId(id))))
            }
            _ => Err(Problem::bad_input("give either id, or program and code")),
        }
    }

    /// The initiatives of the programs that you can read, that have begun on the effective day and pass
    /// the filter.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all if left out.")] filter: Option<InitiativeFilterInput>,
        #[graphql(desc = "In which order; by code if left out.")] order_by: Option<InitiativeOrderInput>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Connection<Initiative>, Problem> {
        let asking = Asking::of(ctx)?;
        let filter = filter.unwrap_or_default().read(asking).await?;
        let moment = asking.moment(as_of, filter.program())?;
        let page = portfolio(&moment, &filter, order_by.unwrap_or_default(), first, after.as_deref())?;
        Ok(if filter.program().is_some() { page.connection() } else { page.spanning() })
    }

    /// What is found by words of its name, code, purpose, question, description or summary, whatever tells
    /// most first. Every word asked for begins a word there; marks and case make no difference, so
    /// "hoan tien" finds "Hoàn tiền".
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, at most 16 of them; the last may be typed in part, as any other.")]
        query: String,
        #[graphql(desc = "Only in this program, by its code; in all that you can read if left out.")]
        program: Option<Code>,
        #[graphql(desc = "Only things of these kinds; of all if left out.")] kinds: Option<Vec<SearchKind>>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "The point in time: texts are those that hold then.")] as_of: Option<AsOfInput>,
    ) -> Result<Connection<SearchHit>, Problem> {
        let asking = Asking::of(ctx)?;
        let (moment, program) = match &program {
            None => (asking.moment(as_of, None)?, None),
            // One that the asker cannot read is answered as one that there is not.
            Some(code) => {
                let place = Place::of_code(asking, as_of, code)?.filter(|it| asking.reads(it.program));
                let unknown =
                    || Problem::bad_input(format!("there is no program {} that you can read", code.0));
                let Place { moment, program } = place.ok_or_else(unknown)?;
                (moment, Some(program))
            }
        };
        found(&moment, Asked { query, program, kinds }, first, after.as_deref()).await
    }

    /// An improvement by its id.
    async fn improvement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Improvement>, Problem> {
        let asking = Asking::of(ctx)?;
        let id = ImprovementId::parse(&id)?;
        Ok(Improvement::seen(&asking.moment(as_of, program_of(asking, id.node()))?, id))
    }

    /// A metric by its id, or by its code and that of its program.
    async fn metric(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id; else give program and code.")] id: Option<ID>,
        #[graphql(desc = "The code of its program.")] program: Option<Code>,
        #[graphql(desc = "Its code; one that it had before finds it, too.")] code: Option<Code>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Metric>, Problem> {
        let asking = Asking::of(ctx)?;
        match (id, program, code) {
            (Some(id), None, None) => {
                let id = MetricId::parse(&id)?;
                Ok(Metric::found(&asking.moment(as_of, program_of(asking, id.node()))?, id))
            }
            (None, Some(program), Some(code)) => {
                let Some(Place { moment, program }) = Place::of_code(asking, as_of, &program)? else {
                    return Ok(None);
                };
                let holder = moment.views.named_by(&CodeScope::Metric(program), &code.0, moment.as_of());
                Ok(holder.and_then(|id| Metric::found(&moment, MetricId(id))))
            }
            _ => Err(Problem::bad_input("give either id, or program and code")),
        }
    }

    /// The readings of a series inside one window, compared with those inside a later one; null if there
    /// is no such metric or series.
    #[graphql(complexity = "child_complexity + 10")]
    #[allow(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn compare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The metric.")] metric: MetricRef,
        #[graphql(desc = "Which series; the headline if left out.")] series: Option<SeriesInput>,
        #[graphql(
            desc = "The series of the window after, if it is another one; the two are comparable if somebody bridged their definitions."
        )]
        after_series: Option<SeriesInput>,
        #[graphql(desc = "The window before.")] baseline: PeriodInput,
        #[graphql(desc = "The window after; it begins after the other one ends.")] after: PeriodInput,
        #[graphql(
            desc = "By which rules signals are found; those in force on the effective day if left out."
        )]
        rule_set: Option<RuleSet>,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<WindowComparison>, Problem> {
        let asking = Asking::of(ctx)?;
        let id = metric.find(&Desk::new(&asking.ledger, asking.actor)).await.at("metric")?;
        let moment = asking.moment(as_of, program_of(asking, id.node()))?;
        let Some(metric) = Metric::seen(&moment, id) else { return Ok(None) };
        let series = metric.asked(series, "series")?;
        let after_series = metric.asked(after_series, "afterSeries")?;
        let (baseline, after) = (baseline.read().at("baseline")?, after.read().at("after")?);
        let (windows, rule_set) = ((baseline, after), rule_set.map(Into::into));
        let compared =
            moment.inquiry().window_comparison(id, series.as_ref(), after_series.as_ref(), windows, rule_set);
        let Some(comparison) = analyzed(compared)? else { return Ok(None) };
        let series = moment.inquiry().series(metric.state(), series.as_ref());
        let as_of = (&moment.point).into();
        let of = series.map(|series| Compared { moment, metric: id, series, after_series });
        Ok(Some(WindowComparison { as_of, metric, comparison: Comparison { comparison, of } }))
    }

    /// A piece of evidence by its id.
    async fn evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
        #[graphql(desc = "The point in time.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Evidence>, Problem> {
        let asking = Asking::of(ctx)?;
        let id = EvidenceId::parse(&id)?;
        Ok(Evidence::found(&asking.moment(as_of, program_of(asking, id.node()))?, id))
    }

    /// The recorded events of anything that has a history: the organization, a program, a person, an
    /// initiative, a metric or a piece of evidence, oldest first; of an improvement those of its
    /// initiative. Null for what there is not. What was annulled or corrected stays, marked as fallen.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of what the events are about.")] of: ID,
        #[graphql(desc = "Only these events; all if left out.")] only: Option<EventFilter>,
        #[graphql(desc = "How many, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "The point in time; its effective day hides no event.")] as_of: Option<AsOfInput>,
    ) -> Result<Option<Connection<Event>>, Problem> {
        let asking = Asking::of(ctx)?;
        let of: GlobalId = of.parse()?;
        let moment = asking.moment(as_of, program_of(asking, of))?;
        history(&moment, of, only, first, after.as_deref()).await
    }
}

/// Two windows of a metric compared.
#[derive(Debug, async_graphql::SimpleObject)]
pub(crate) struct WindowComparison {
    /// The point in time to which this answer belongs.
    as_of: crate::as_of::PointInTime,
    /// The metric.
    metric: Metric,
    /// What came of it.
    comparison: Comparison,
}

/// A program that a code names, to be asked at a moment.
struct Place {
    moment: Arc<Moment>,
    program: ProgramId,
}

impl Place {
    fn of_code(asking: &Arc<Asking>, as_of: Option<AsOfInput>, code: &Code) -> Result<Option<Self>, Problem> {
        // A code has one holder at all times. What is older than its program was known before anybody knew
        // the program's code.
        let program = asking.views.holder(&CodeScope::Program, &code.0).map(ProgramId);
        let moment = asking.moment(as_of, program)?;
        Ok(program.map(|program| Self { moment, program }))
    }

    /// Whether the program was known by a code then.
    fn is_named(&self, code: &Code) -> bool {
        let Self { moment, program } = self;
        moment.views.named_by(&CodeScope::Program, &code.0, moment.as_of()) == Some(program.0)
    }
}
