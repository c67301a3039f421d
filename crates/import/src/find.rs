//! What the cells of a row refer to: things by their codes.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::id::{
    CommitteeId, DecisionId, DepartmentId, EventId, GoalId, ImprovementId, InitiativeId, InsightId,
    JourneyId, MeetingId, MetricId, PainPointId, PersonId, ProgramId, SpotId,
};
use cxl_domain::insight::Insight;
use cxl_domain::journey::{Journey, Place};
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::time::AsOf;
use cxl_ledger::TextAt;

use super::entry::{Entry, Said, Stop, ever};
use super::row::{Problem, shortened};

impl Entry<'_> {
    /// The program that the row names.
    pub(super) fn program(&self) -> Result<ProgramId, Problem> {
        let code = self.row.needed("program", Code::parse)?;
        let found = self.views().program_by_code(&code, &ever());
        found.ok_or_else(|| unknown("program", "program", &code, "program.csv"))
    }

    /// The initiative of the program that the row names.
    pub(super) fn initiative(&self, program: ProgramId) -> Result<InitiativeId, Problem> {
        let code = self.row.needed("initiative", Code::parse)?;
        self.initiative_of_code("initiative", program, &code)
    }

    pub(super) fn initiative_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<InitiativeId, Problem> {
        let found = self.views().initiative_by_code(program, code, &ever());
        found.ok_or_else(|| unknown(column, "initiative", code, "initiatives.csv"))
    }

    /// The improvement of an initiative that the row names by its title.
    pub(super) async fn improvement_titled(&self, id: InitiativeId) -> Result<ImprovementId, Stop> {
        let views = self.views();
        let held = views.initiative(id).map(|held| held.state.improvements(&ever())).unwrap_or_default();
        for improvement in held {
            let title = TextAt { position: improvement.stated_at, pointer: "/fact/title" };
            if self.compare(Some(title), "improvement").await? == Said::So {
                return Ok(improvement.id);
            }
        }
        let reason =
            "the initiative has no improvement of that title; add it to improvements.csv, or correct it";
        Err(Problem::at("improvement", reason).into())
    }

    /// The goal of a program that the row names, if it names one.
    pub(super) fn goal(&self, program: ProgramId) -> Result<Option<GoalId>, Problem> {
        let Some(code) = self.row.code("goal")? else { return Ok(None) };
        let views = self.views();
        let goal = views.program(program).and_then(|held| held.state.goal_of_code(&code, &ever()));
        goal.map(|goal| Some(goal.id)).ok_or_else(|| unknown("goal", "goal", &code, "goals.csv"))
    }

    /// The metric of the program that the row names.
    pub(super) fn needed_metric(&self, program: ProgramId) -> Result<MetricId, Problem> {
        self.metric(program)?.ok_or_else(|| Problem::at("metric", "is empty; fill it in"))
    }

    /// The readings that a cell names as `METRIC/DAY`, `;` between: of the headline series, for the period that
    /// begins on that day, as its figures were first published.
    pub(super) fn readings(
        &self,
        column: &'static str,
        program: ProgramId,
    ) -> Result<Vec<(MetricId, EventId)>, Problem> {
        let named = self.row.cell(column).split(';').map(str::trim).filter(|named| !named.is_empty());
        named.map(|named| self.reading(column, program, named)).collect()
    }

    fn reading(
        &self,
        column: &'static str,
        program: ProgramId,
        named: &str,
    ) -> Result<(MetricId, EventId), Problem> {
        let Some((code, day)) = named.split_once('/') else {
            let problem = format!("{:?} is no reading; write METRIC/DAY", shortened(named));
            return Err(Problem::at(column, problem));
        };
        let problem = |error: String| Problem::at(column, error);
        let code = Code::parse(code.trim()).map_err(|error| problem(error.to_string()))?;
        let day = self.row.sheet.dialect.day(day.trim()).map_err(problem)?;
        let metric = self.metric_of_code(column, program, &code)?;
        let views = self.views();
        let held = views.metric(metric).map(|held| &held.state);
        let series = held.and_then(|state| state.series(state.headline(&AsOf::head(day))?));
        let publications = series.map(|series| series.beginning_on(day, &ever())).unwrap_or_default();
        let missing = || {
            let reason = format!(
                "the headline series of {code} has no reading of a period that begins on {day}; add it to \
                 readings.csv, or correct the day"
            );
            Problem::at(column, reason)
        };
        publications.first().map(|first| (metric, first.event)).ok_or_else(missing)
    }

    /// The committee of the program that the row names.
    pub(super) fn committee(&self, program: ProgramId) -> Result<CommitteeId, Problem> {
        let code = self.row.needed("committee", Code::parse)?;
        let found = self.views().thing_by_code::<Committee>(program, &code, &ever());
        found.ok_or_else(|| unknown("committee", "committee", &code, "committees.csv"))
    }

    /// The meeting of the program that the row names.
    pub(super) fn meeting(&self, program: ProgramId) -> Result<MeetingId, Problem> {
        let code = self.row.needed("meeting", Code::parse)?;
        let found = self.views().thing_by_code::<Meeting>(program, &code, &ever());
        found.ok_or_else(|| unknown("meeting", "meeting", &code, "meetings.csv"))
    }

    /// The metric of the program that the row names, if it names one.
    pub(super) fn metric(&self, program: ProgramId) -> Result<Option<MetricId>, Problem> {
        let Some(code) = self.row.code("metric")? else { return Ok(None) };
        self.metric_of_code("metric", program, &code).map(Some)
    }

    pub(super) fn metric_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<MetricId, Problem> {
        let found = self.views().metric_by_code(program, code, &ever());
        found.ok_or_else(|| unknown(column, "metric", code, "metrics.csv"))
    }

    /// The codes that a cell names, `;` between, each once.
    pub(super) fn codes(&self, column: &'static str) -> Result<Vec<Code>, Problem> {
        let mut codes = Vec::new();
        for cell in self.row.cell(column).split(';').map(str::trim).filter(|code| !code.is_empty()) {
            let code = Code::parse(cell).map_err(|error| Problem::at(column, error))?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    /// The initiatives of the program that the row names.
    pub(super) fn initiatives(&self, program: ProgramId) -> Result<Vec<InitiativeId>, Problem> {
        let codes = self.codes("initiatives")?.into_iter();
        codes.map(|code| self.initiative_of_code("initiatives", program, &code)).collect()
    }

    pub(super) fn decision_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<DecisionId, Problem> {
        let found = self.views().thing_by_code::<Decision>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "decision", code, "decisions.csv"))
    }

    pub(super) fn insight_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<InsightId, Problem> {
        let found = self.views().thing_by_code::<Insight>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "insight", code, "insights.csv"))
    }

    pub(super) fn pain_point_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<PainPointId, Problem> {
        let found = self.views().thing_by_code::<PainPoint>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "pain point", code, "pain_points.csv"))
    }

    /// The journey that the row names.
    pub(super) fn journey(&self) -> Result<JourneyId, Problem> {
        let program = self.program()?;
        let code = self.row.needed("journey", Code::parse)?;
        self.journey_of_code("journey", program, &code)
    }

    fn journey_of_code(
        &self,
        column: &'static str,
        program: ProgramId,
        code: &Code,
    ) -> Result<JourneyId, Problem> {
        let found = self.views().thing_by_code::<Journey>(program, code, &ever());
        found.ok_or_else(|| unknown(column, "journey", code, "journeys.csv"))
    }

    /// The stage, touchpoint or hand-off on the map of a journey that a cell names.
    pub(super) fn spot(&self, journey: JourneyId, column: &'static str) -> Result<SpotId, Problem> {
        let code = self.row.needed(column, Code::parse)?;
        self.spot_of_code(column, journey, &code)
    }

    fn spot_of_code(&self, column: &'static str, journey: JourneyId, code: &Code) -> Result<SpotId, Problem> {
        let views = self.views();
        let found = views.thing::<Journey>(journey).and_then(|held| held.state.spot_of_code(code, &ever()));
        let missing = || {
            let reason = format!(
                "there is no {code} on the map of that journey; add it to journeys.csv, touchpoints.csv or \
                 hand_offs.csv, or correct the code"
            );
            Problem::at(column, reason)
        };
        found.map(|spot| spot.id).ok_or_else(missing)
    }

    /// The place on a journey that the row names, if it names a journey.
    pub(super) fn place(&self, program: ProgramId) -> Result<Option<Place>, Problem> {
        match (self.row.cell("journey"), self.row.cell("spot")) {
            ("", "") => Ok(None),
            ("", _) => Err(Problem::at("journey", "is empty; say on which journey the spot lies")),
            (journey, spot) => self.place_of_codes("journey", program, journey, spot).map(Some),
        }
    }

    /// The place that a journey's code and, if it is not empty, the code of a spot on its map name.
    pub(super) fn place_of_codes(
        &self,
        column: &'static str,
        program: ProgramId,
        journey: &str,
        spot: &str,
    ) -> Result<Place, Problem> {
        let code = |cell| Code::parse(cell).map_err(|error| Problem::at(column, error));
        let journey = self.journey_of_code(column, program, &code(journey)?)?;
        let spot = match spot {
            "" => None,
            spot => Some(self.spot_of_code(column, journey, &code(spot)?)?),
        };
        Ok(Place { journey, spot })
    }

    /// The departments that a cell names, `;` between.
    pub(super) fn departments(&self, column: &'static str) -> Result<Vec<DepartmentId>, Problem> {
        let codes = self.codes(column)?.into_iter();
        codes.map(|code| self.department_of_code(column, &code)).collect()
    }

    /// The people whom a cell names, `;` between.
    pub(super) async fn people(&self, column: &'static str) -> Result<Vec<PersonId>, Stop> {
        let mut people = Vec::new();
        for code in self.codes(column)? {
            people.push(self.known_person(column, &code).await?);
        }
        Ok(people)
    }

    /// The department that a cell names, if it names one.
    pub(super) fn department(&self, column: &'static str) -> Result<Option<DepartmentId>, Problem> {
        let Some(code) = self.row.code(column)? else { return Ok(None) };
        self.department_of_code(column, &code).map(Some)
    }

    pub(super) fn department_of_code(
        &self,
        column: &'static str,
        code: &Code,
    ) -> Result<DepartmentId, Problem> {
        let found = self.views().organization().state.department_of_code(code, &ever());
        found
            .map(|department| department.id)
            .ok_or_else(|| unknown(column, "department", code, "departments.csv"))
    }

    /// The person whom a cell names, if it names one.
    pub(super) async fn person(&self, column: &'static str) -> Result<Option<PersonId>, Stop> {
        let Some(code) = self.row.code(column)? else { return Ok(None) };
        self.known_person(column, &code).await.map(Some)
    }

    /// The person of a code that stands in a column.
    pub(super) async fn known_person(&self, column: &'static str, code: &Code) -> Result<PersonId, Stop> {
        let found = self.person_of_code(code).await?;
        found.ok_or_else(|| unknown(column, "person", code, "people.csv").into())
    }

    pub(super) async fn person_of_code(&self, code: &Code) -> Result<Option<PersonId>, Stop> {
        let found = self.desk.ledger.person_by_code(code, &ever()).await;
        found.map_err(|error| Stop::Import(error.into()))
    }
}

fn unknown(column: &'static str, noun: &str, code: &Code, file: &str) -> Problem {
    Problem::at(column, format!("there is no {noun} {code}; add it to {file}, or correct the code"))
}
