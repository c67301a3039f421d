//! Departments: created, renamed, closed, one below another.

use chrono::NaiveDate;

use super::decide::{Facts, day};
use super::{DepartmentCreated, DepartmentSideStated, Organization, OrganizationFact, Side};
use crate::code::Code;
use crate::command::Moment;
use crate::event::Event;
use crate::history::Entry;
use crate::id::{DepartmentId, EventId};
use crate::refusal::Refusal;
use crate::time::AsOf;

/// A department at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its id: the event that first created it.
    pub id: DepartmentId,
    /// Its code.
    pub code: Code,
    /// The department above it.
    pub parent: Option<DepartmentId>,
    /// The event that holds its name on E, and that event's position.
    pub named_by: (EventId, u64),
    /// The first day on which it exists.
    pub created: NaiveDate,
    /// The first day on which it is closed.
    pub closed: Option<NaiveDate>,
    /// Whether its people meet customers on E, as far as that was said.
    pub side: Option<Side>,
}

impl Organization {
    /// The departments created on or before E, by code.
    pub fn departments(&self, as_of: &AsOf) -> Vec<Department> {
        let mut departments: Vec<Department> = self
            .history
            .picked(as_of, created)
            .filter(|(entry, _)| entry.from() <= as_of.effective)
            .map(|(entry, created)| {
                let id = DepartmentId(self.history.first_statement_of(entry).0);
                let naming = self.renamed(id, as_of).unwrap_or(entry);
                Department {
                    id,
                    code: created.code.clone(),
                    parent: created.parent,
                    named_by: (naming.event, naming.stamp.position()),
                    created: entry.from(),
                    closed: self.closed(id, as_of),
                    side: self.side(id, as_of),
                }
            })
            .collect();
        departments.sort_by(|a, b| a.code.cmp(&b.code).then(a.id.cmp(&b.id)));
        departments
    }

    /// One department.
    pub fn department(&self, id: DepartmentId, as_of: &AsOf) -> Option<Department> {
        self.departments(as_of).into_iter().find(|department| department.id == id)
    }

    /// A department, the one above it, the one above that, and so on, as they stood on E.
    pub fn line_of(
        &self,
        department: Option<DepartmentId>,
        as_of: &AsOf,
    ) -> impl Iterator<Item = DepartmentId> {
        let departments = self.departments(as_of);
        let longest = departments.len() + 1;
        let above = move |id: &DepartmentId| departments.iter().find(|held| held.id == *id)?.parent;
        // A damaged log may have a circle.
        std::iter::successors(department, above).take(longest)
    }

    /// The department that a code names: the one that has it, else the one that had it before a
    /// correction.
    pub fn department_of_code(&self, code: &Code, as_of: &AsOf) -> Option<Department> {
        let departments = self.departments(as_of);
        let had_it = |department: &Department| self.had_code(department.id, code, as_of);
        departments
            .iter()
            .find(|department| department.code == *code)
            .or_else(|| departments.iter().find(|department| had_it(department)))
            .cloned()
    }

    /// Whether a department has or had a code, as visible.
    fn had_code(&self, id: DepartmentId, code: &Code, as_of: &AsOf) -> bool {
        self.history.iter().any(|entry| match &entry.fact {
            OrganizationFact::DepartmentCreated(created) => {
                created.code == *code
                    && as_of.sees(&entry.stamp)
                    && self.history.first_statement_of(entry).0 == id.0
            }
            _ => false,
        })
    }

    fn renamed(&self, id: DepartmentId, as_of: &AsOf) -> Option<&Entry<OrganizationFact>> {
        let names = |fact: &OrganizationFact| match fact {
            OrganizationFact::DepartmentNamed(named) if named.department == id => Some(()),
            _ => None,
        };
        self.history.latest(as_of, names).map(|(entry, ())| entry)
    }

    fn closed(&self, id: DepartmentId, as_of: &AsOf) -> Option<NaiveDate> {
        let closes = |fact: &OrganizationFact| match fact {
            OrganizationFact::DepartmentClosed(closed) if closed.department == id => Some(()),
            _ => None,
        };
        self.history.picked(as_of, closes).map(|(entry, ())| entry.from()).min()
    }

    fn side(&self, id: DepartmentId, as_of: &AsOf) -> Option<Side> {
        self.history.holding(as_of, |fact| match fact {
            OrganizationFact::DepartmentSideStated(stated) if stated.department == id => Some(stated.side),
            _ => None,
        })
    }

    /// The standing facts about departments that lie before the department's creation, as a
    /// correction of that day may leave them, oldest first.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let departments = self.departments(&as_of.on(NaiveDate::MAX));
        let broken = |fact: &OrganizationFact, from: NaiveDate| {
            let id = match fact {
                OrganizationFact::DepartmentNamed(named) => named.department,
                OrganizationFact::DepartmentClosed(closed) => closed.department,
                OrganizationFact::DepartmentSideStated(stated) => stated.department,
                _ => return false,
            };
            departments.iter().find(|department| department.id == id).is_none_or(|held| from < held.created)
        };
        self.history
            .standing(as_of)
            .filter(|entry| broken(&entry.fact, entry.from()))
            .map(|entry| entry.event)
            .collect()
    }
}

fn created(fact: &OrganizationFact) -> Option<&DepartmentCreated> {
    match fact {
        OrganizationFact::DepartmentCreated(created) => Some(created),
        _ => None,
    }
}

/// Creates a department. Of one that is created anew by a correction, `closes` is the day of its closing.
pub(super) fn create_department(
    state: &Organization,
    department: DepartmentCreated,
    on: Option<NaiveDate>,
    closes: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = day(on, moment)?;
    // Whatever became of the department that claimed it first.
    let claimed = |entry: &Entry<OrganizationFact>| {
        created(&entry.fact).is_some_and(|claimed| claimed.code == department.code)
    };
    if state.history.iter().any(claimed) {
        return Err(Refusal::CodeTaken { taken: department.code, noun: "department" });
    }
    if let Some(parent) = department.parent {
        open_department(state, parent, Some(on), moment)?;
        outlasts(state, parent, closes, moment)?;
    }
    Ok(vec![Event::new(moment.by, department).from(on)])
}

/// Says whether the people of a department meet customers.
pub(super) fn state_side(
    state: &Organization,
    department: DepartmentId,
    side: Side,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Facts {
    let on = open_department(state, department, on, moment)?;
    if state.department(department, &moment.on(on)).and_then(|held| held.side) == Some(side) {
        return Err(Refusal::Unchanged { field: "side" });
    }
    Ok(vec![Event::new(moment.by, DepartmentSideStated { department, side }).from(on)])
}

/// The day meant, on which the department can be closed: nothing below it stays open longer, and it
/// does not stay open longer than the one above it.
pub(super) fn close_department(
    state: &Organization,
    id: DepartmentId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = open_department(state, id, on, moment)?;
    let departments = state.departments(&moment.on(NaiveDate::MAX));
    let stays = |held: &&Department| held.parent == Some(id) && held.closed.is_none_or(|closed| on < closed);
    if let Some(child) = departments.iter().find(stays) {
        return Err(Refusal::OpenDepartmentBelow { child: child.code.clone(), day: on });
    }
    if let Some(above) = departments.iter().find(|held| held.id == id).and_then(|held| held.parent) {
        outlasts(state, above, Some(on), moment)?;
    }
    Ok(on)
}

/// Refuses to open a department again below one that is closed.
pub(super) fn reopened(state: &Organization, id: DepartmentId, moment: &Moment) -> Result<(), Refusal> {
    let above = state.department(id, &moment.on(NaiveDate::MAX)).and_then(|held| held.parent);
    above.map_or(Ok(()), |above| outlasts(state, above, None, moment))
}

/// Refuses a department above that is closed before the one below, which closes on `closes` if ever.
fn outlasts(
    state: &Organization,
    above: DepartmentId,
    closes: Option<NaiveDate>,
    moment: &Moment,
) -> Result<(), Refusal> {
    match state.department(above, &moment.on(NaiveDate::MAX)).and_then(|held| held.closed) {
        Some(day) if closes.is_none_or(|closes| day < closes) => Err(Refusal::DepartmentClosed { day }),
        _ => Ok(()),
    }
}

/// The day meant, on which the department exists and is not closed.
pub(super) fn open_department(
    state: &Organization,
    id: DepartmentId,
    on: Option<NaiveDate>,
    moment: &Moment,
) -> Result<NaiveDate, Refusal> {
    let on = day(on, moment)?;
    let department = state
        .department(id, &moment.on(NaiveDate::MAX))
        .ok_or_else(|| Refusal::Unknown { noun: "department", reference: id.to_string() })?;
    if on < department.created {
        return Err(Refusal::BeforeBeginning { field: "on", day: on, begins: department.created });
    }
    match department.closed {
        Some(day) if day <= on => Err(Refusal::DepartmentClosed { day }),
        _ => Ok(on),
    }
}

/// Refuses to take away a department that others stand below.
pub(super) fn nothing_below(state: &Organization, event: EventId, moment: &Moment) -> Result<(), Refusal> {
    let id = DepartmentId(state.first_statement(event).0);
    let departments = state.departments(&moment.on(NaiveDate::MAX));
    match departments.into_iter().find(|department| department.parent == Some(id)) {
        Some(child) => Err(Refusal::DepartmentBelow { child: child.code }),
        None => Ok(()),
    }
}

/// Refuses a parent that stands below the department itself.
pub(super) fn not_below_itself(
    state: &Organization,
    event: EventId,
    parent: Option<DepartmentId>,
    moment: &Moment,
) -> Result<(), Refusal> {
    let id = DepartmentId(state.first_statement(event).0);
    let departments = state.departments(&moment.on(NaiveDate::MAX));
    let above = |id: DepartmentId| departments.iter().find(|held| held.id == id)?.parent;
    // No chain is longer than the list, so this ends in a damaged log, too.
    let mut line = std::iter::successors(parent, |id| above(*id)).take(departments.len());
    if line.any(|above| above == id) { Err(Refusal::CircularDepartment) } else { Ok(()) }
}
