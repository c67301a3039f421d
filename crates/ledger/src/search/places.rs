//! Which texts things are found by, noun by noun.

use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::history::Entry;
use cxl_domain::id::ProgramId;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::time::AsOf;
use uuid::Uuid;

use super::{FoundIn, SearchKind};
use crate::shelf::Shelved;
use crate::texts::TextAt;
use crate::views::Views;

/// A thing that may be found, with the places of the texts that it is found by.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) kind: SearchKind,
    pub(super) id: Uuid,
    pub(super) code: Option<Code>,
    pub(super) texts: Vec<(FoundIn, TextAt)>,
}

/// The things of a program that are found, as known: each noun, and the texts that it is found by.
pub(super) fn of_program(views: &Views, program: ProgramId, as_of: &AsOf) -> Vec<Place> {
    use FoundIn::{Name, Text};
    let shelf = Shelf { views, program, as_of };
    let mut found = initiatives(views, program, as_of);
    found.extend(metrics(views, program, as_of));
    found.extend(evidence(views, program, as_of));
    found.extend(shelf.of(SearchKind::Committee, |it: &Committee| [at(it.name(as_of), Name, "/fact/name")]));
    found.extend(shelf.of(SearchKind::Meeting, |it: &Meeting| [at(it.name(as_of), Name, "/fact/name")]));
    found.extend(
        shelf.of(SearchKind::Decision, |it: &Decision| [at(it.question(as_of), Name, "/fact/question")]),
    );
    found.extend(shelf.of(SearchKind::Journey, |it: &Journey| [at(it.name(as_of), Name, "/fact/name")]));
    found.extend(
        shelf.of(SearchKind::PainPoint, |it: &PainPoint| {
            [at(it.description(as_of), Text, "/fact/description")]
        }),
    );
    found.extend(
        shelf.of(SearchKind::Insight, |it: &Insight| [at(it.description(as_of), Text, "/fact/description")]),
    );
    found
}

/// The programs themselves.
pub(super) fn program(views: &Views, id: ProgramId, as_of: &AsOf) -> Option<Place> {
    let state = &views.program(id).filter(|held| held.state.exists(as_of))?.state;
    Some(Place::new(
        SearchKind::Program,
        id.0,
        state.code(as_of),
        [at(state.name(as_of), FoundIn::Name, "/fact/name")],
    ))
}

/// What belongs to the organization and to no program: departments and people, these by name if `names` are readable.
pub(super) fn of_organization(views: &Views, as_of: &AsOf, names: bool) -> Vec<Place> {
    let departments = views.organization().state.departments(as_of).into_iter().map(|department| {
        let name = TextAt { position: department.named_by.1, pointer: "/fact/name" };
        let texts = [Some((FoundIn::Name, name))];
        Place::new(SearchKind::Department, department.id.0, Some(&department.code), texts)
    });
    let registered = views.people().filter(|held| held.state.exists(as_of));
    let people = registered.map(|held| {
        // A person's code is sealed like the name.
        let code = at(held.state.registration(as_of), FoundIn::Code, "/fact/code");
        let name = at(held.state.name(as_of), FoundIn::Name, "/fact/name").filter(|_| names);
        Place::new(SearchKind::Person, held.state.id.0, None, [code, name])
    });
    departments.chain(people).collect()
}

fn initiatives(views: &Views, program: ProgramId, as_of: &AsOf) -> Vec<Place> {
    let existing = views.initiatives_of(program).map(|held| &held.state).filter(|it| it.exists(as_of));
    let mut found = Vec::new();
    for it in existing.filter(|it| it.program(as_of) == Some(program)) {
        let name = at(it.name(as_of), FoundIn::Name, "/fact/name");
        let purpose = at(it.purpose(as_of), FoundIn::Text, "/fact/purpose");
        found.push(Place::new(SearchKind::Initiative, it.id.0, it.code(as_of), [name, purpose]));
        found.extend(it.improvements(as_of).into_iter().map(|improvement| {
            let title = TextAt { position: improvement.stated_at, pointer: "/fact/title" };
            Place::new(SearchKind::Improvement, improvement.id.0, None, [Some((FoundIn::Name, title))])
        }));
    }
    found
}

fn metrics(views: &Views, program: ProgramId, as_of: &AsOf) -> Vec<Place> {
    let existing = views.metrics_of(program).map(|held| &held.state).filter(|it| it.exists(as_of));
    let here = existing.filter(|it| it.program(as_of) == Some(program));
    let found = here.map(|it| {
        let name = at(it.name(as_of), FoundIn::Name, "/fact/name");
        let wording = at(it.version(as_of).map(|(entry, _)| entry), FoundIn::Text, "/fact/wording");
        Place::new(SearchKind::Metric, it.id.0, it.code(as_of), [name, wording])
    });
    found.collect()
}

fn evidence(views: &Views, program: ProgramId, as_of: &AsOf) -> Vec<Place> {
    let existing = views.evidence_of(program).map(|held| &held.state).filter(|it| it.exists(as_of));
    let provided = existing.filter_map(|it| Some((it.id, it.provided(as_of)?)));
    let here = provided.filter(|(_, (_, provided))| provided.program == program);
    let found = here.map(|(id, (entry, _))| {
        Place::new(SearchKind::Evidence, id.0, None, [at(Some(entry), FoundIn::Text, "/fact/summary")])
    });
    found.collect()
}

/// The things of one noun in a program.
struct Shelf<'a> {
    views: &'a Views,
    program: ProgramId,
    as_of: &'a AsOf,
}

impl Shelf<'_> {
    /// Each of them with the texts that it is found by.
    fn of<N: Shelved, const T: usize>(
        &self,
        kind: SearchKind,
        texts: impl Fn(&N) -> [Option<(FoundIn, TextAt)>; T],
    ) -> Vec<Place> {
        let existing = self.views.things_of::<N>(self.program).map(|held| &held.state);
        let here =
            existing.filter(|it| it.exists(self.as_of) && it.program(self.as_of) == Some(self.program));
        here.map(|it| Place::new(kind, it.id().into(), it.code(self.as_of), texts(it))).collect()
    }
}

impl Place {
    fn new<const T: usize>(
        kind: SearchKind,
        id: Uuid,
        code: Option<&Code>,
        texts: [Option<(FoundIn, TextAt)>; T],
    ) -> Self {
        Self { kind, id, code: code.cloned(), texts: texts.into_iter().flatten().collect() }
    }
}

/// A text of the fact that states it.
fn at<T>(entry: Option<&Entry<T>>, found_in: FoundIn, pointer: &'static str) -> Option<(FoundIn, TextAt)> {
    entry.map(|entry| (found_in, TextAt::field(entry, pointer)))
}
