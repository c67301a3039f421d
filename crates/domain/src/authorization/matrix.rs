//! The matrix: every role, action and relation against what is written here by hand.

use uuid::Uuid;

use super::*;

/// One line an action; the columns are the roles in the order of [`Role::ALL`].
/// `y` allowed, `o` allowed to the owner, `n` allowed unless provider, `.` denied. Of what `s` allows,
/// `t` to the owner, `p` to the provider, `m` to the committee's secretary, `a` to either owner or
/// secretary, `h` to the chair and `e` to electors, only own facts may be annulled and corrected. A cell
/// left out is denied.
const EXPECTED: &str = "
    organization.rename              y . . . . .
    organization.set-zone            y . . . . .
    organization.accept-key-loss     y . . . . .
    organization.rebuild-views       y . . . . .
    organization.adopt-model         y . . . . .
    organization.create-program      y . . . . .
    organization.grant-role          y . . . . .
    organization.withdraw-role       y . . . . .
    organization.issue-token         y . . . . .
    organization.revoke-token        y . . . . .
    department.create                y y y . . .
    department.rename                y y y . . .
    department.close                 y y y . . .
    department.state-side            y y y . . .
    person.register                  y y y . . .
    person.rename                    y y y . . .
    person.place                     y y y . . .
    person.register-service          y . . . . .
    person.link-identity             y . . . . .
    person.unlink-identity           y . . . . .
    person.record-leaving            y y y . . .
    program.rename                   y y . . . .
    program.name-sponsor             y y . . . .
    program.set-zone                 y y . . . .
    program.set-calendar             y y . . . .
    program.set-governance           y y . . . .
    program.label-code               y y y . . .
    program.state-personal-contact   y y . . . .
    program.explain-exception        . y y . . .
    program.set-goal                 . y y . . .
    program.retire-goal              . y y . . .
    initiative.charter               . y y . . .
    initiative.rename                . y y . . .
    initiative.restate-purpose       . y y . . .
    initiative.assign-owner          . y y . . .
    initiative.vacate-owner          . y y . . .
    initiative.link-metric           . y y . . .
    initiative.relate                . y y . . .
    initiative.expect-benefit        . y y . . .
    initiative.start-improvement     . y y t . .
    initiative.move-improvement      . y y t . .
    initiative.deliver-improvement   . y y t . .
    initiative.abandon-improvement   . y y t . .
    initiative.report-progress       . y y t . .
    initiative.transfer-oversight    . y y . . .
    initiative.explain-exception     . y y t . .
    initiative.acknowledge-report    . s s s s .
    initiative.pause                 . y y . . .
    initiative.sustain               . y y . . .
    initiative.resume                . y y . . .
    initiative.stop                  . y y . . .
    initiative.reopen                . y y . . .
    initiative.succeed               . y y . . .
    metric.define                    . y y . . .
    metric.rename                    . y y . . .
    metric.redefine                  . y y . . .
    metric.set-target                . y y . . .
    metric.assign-accountable        . y y . . .
    metric.name-headline             . y y . . .
    metric.place                     . y y . . .
    metric.declare-purpose           . y y . . .
    metric.link-goal                 . y y . . .
    metric.state-control             . y y s . .
    metric.propose-rebase            . y y . . .
    metric.approve-rebase            . y y . . .
    metric.bridge-definitions        . y y . . .
    metric.clear-flag                . y y . . .
    metric.record-readings           . y y s . .
    evidence.provide                 . y y s . .
    evidence.accept                  . n n . . .
    evidence.refuse                  . n n . . .
    evidence.withdraw                . y y p . .
    committee.establish              . y y . . .
    committee.rename                 . y y . . .
    committee.seat-member            . y y . . .
    committee.vacate-seat            . y y . . .
    committee.set-rules              . y y . . .
    committee.dissolve               . y y . . .
    meeting.convene                  . y y m . .
    meeting.rename                   . y y m . .
    meeting.move                     . y y m . .
    meeting.cancel                   . y y m . .
    meeting.fix-agenda               . y y m . .
    meeting.hold                     . y y m . .
    meeting.minute                   . y y m . .
    meeting.move-action              . y y m . .
    meeting.hand-action-over         . y y m . .
    meeting.complete-action          . y y a . .
    meeting.drop-action              . y y m . .
    meeting.confirm-minutes          . y y h . .
    meeting.acknowledge              . s s s s .
    decision.open                    . y y . . .
    decision.prepare                 . y y . . .
    decision.amend-electorate        . y y . . .
    decision.vote                    . e . e e .
    decision.decide                  . y y h h .
    decision.minute                  . y y . . .
    decision.confirm-minutes         . y . h h .
    decision.carry-out               . y y . . .
    journey.map                      . y y . . .
    journey.rename                   . y y . . .
    journey.change-map               . y y . . .
    pain-point.identify              . y y s . .
    pain-point.describe              . y y s . .
    pain-point.trace                 . y y s . .
    pain-point.follow                . y y . . .
    insight.find                     . y y s . .
    insight.describe                 . y y s . .
    maturity.exclude-practice        . y y . . .
    maturity.set-target              . y y . . .
    maturity.decide-level-rule       . y y . . .
    insight.share                    . y y s . .
    insight.acknowledge              . s s s s .
    insight.act-on                   . y y s . .
    record.backfill                  . y y . . .
    record.enter-for-others          . y y . . .
    read.organization                y y y y y y y y
    read.schema                      y y y y y y . .
    read.freely                      y . . . . y . .
    read.program                     y y y y y y y y
    read.history                     y y y y y y y y
    read.votes                       . . . . . . y .
    read.personal                    y y y y . . . y
";

/// What a role granted for any program entitles to.
const ANYWHERE: [Action; 4] =
    [Action::ReadOrganization, Action::ReadSchema, Action::AskFreely, Action::ReadPersonal];

const ACTOR: PersonId = PersonId(Uuid::from_u128(1));
const ANOTHER: PersonId = PersonId(Uuid::from_u128(2));
const HERE: ProgramId = ProgramId(Uuid::from_u128(10));
const ELSEWHERE: ProgramId = ProgramId(Uuid::from_u128(11));

fn holder(role: Role, program: Option<ProgramId>) -> ActorRights {
    ActorRights::of(ACTOR, vec![Grant { role, program }])
}

fn expected(action: Action, role: Role) -> char {
    let line = EXPECTED
        .lines()
        .find(|line| line.split_whitespace().next() == Some(action.as_str()))
        .unwrap_or_else(|| panic!("the matrix has no line {action}"));
    let column = Role::ALL.iter().position(|&listed| listed == role).unwrap();
    line.split_whitespace().nth(column + 1).and_then(|cell| cell.chars().next()).unwrap_or('.')
}

#[test]
fn every_role_may_do_what_the_matrix_says_and_nothing_else() {
    for &action in Action::ALL {
        for role in Role::ALL {
            let cell = expected(action, role);
            for (granted, resource) in situations() {
                let actor = holder(role, granted);
                let there = granted.is_none() || granted == resource.program;
                let allowed = match cell {
                    'y' | 's' => there || ANYWHERE.contains(&action),
                    'o' | 't' => there && resource.owner == Some(ACTOR),
                    'p' => there && resource.provider == Some(ACTOR),
                    'n' => there && resource.provider == Some(ANOTHER),
                    'm' => there && resource.secretary == Some(ACTOR),
                    'a' => there && [resource.owner, resource.secretary].contains(&Some(ACTOR)),
                    'h' => there && resource.chair == Some(ACTOR),
                    'e' => there && resource.elector == Some(ACTOR),
                    _ => false,
                };
                let mends = |by| authorize_mending(&actor, action, by, &resource).allow;
                let found = (authorize(&actor, action, &resource).allow, mends(ACTOR), mends(ANOTHER));
                let own_only = matches!(cell, 's' | 't' | 'p' | 'm' | 'a' | 'h' | 'e');
                assert_eq!(
                    found,
                    (allowed, allowed, allowed && !own_only),
                    "{role} granted for {granted:?}, {action} on {resource:?}"
                );
            }
        }
    }
    assert_eq!(EXPECTED.trim().lines().count(), Action::ALL.len());
}

/// Every grant and every relation that can make a difference.
fn situations() -> Vec<(Option<ProgramId>, Resource)> {
    let people = [None, Some(ACTOR), Some(ANOTHER)];
    let none = Resource::default();
    let mut all = Vec::new();
    for granted in [None, Some(HERE), Some(ELSEWHERE)] {
        for program in [None, Some(HERE)] {
            for owner in people {
                all.extend(people.map(|provider| (granted, Resource { program, owner, provider, ..none })));
                all.extend(people.map(|chair| (granted, Resource { program, owner, chair, ..none })));
                all.extend(people.map(|secretary| (granted, Resource { program, owner, secretary, ..none })));
            }
            for elector in people {
                all.extend(people.map(|chair| (granted, Resource { program, chair, elector, ..none })));
            }
        }
    }
    all
}

#[test]
fn without_a_grant_everything_is_denied() {
    let nobody = ActorRights::of(ACTOR, vec![]);
    let own = Resource {
        program: Some(HERE),
        owner: Some(ACTOR),
        provider: Some(ANOTHER),
        chair: Some(ACTOR),
        secretary: Some(ACTOR),
        elector: Some(ACTOR),
    };
    for &action in Action::ALL {
        assert_eq!(authorize(&nobody, action, &own), Verdict { allow: false, rule: RuleId::DENIED });
    }
}

#[test]
fn grants_add_up() {
    let both = ActorRights::of(
        ACTOR,
        vec![
            Grant { role: Role::Auditor, program: None },
            Grant { role: Role::Contributor, program: Some(HERE) },
        ],
    );
    let here = Resource { program: Some(HERE), ..Resource::default() };
    assert!(authorize(&both, Action::RecordReadings, &here).allow);
    assert!(authorize(&both, Action::AskFreely, &here).allow);
    let elsewhere = Resource { program: Some(ELSEWHERE), ..Resource::default() };
    assert!(!authorize(&both, Action::RecordReadings, &elsewhere).allow);
}

#[test]
fn a_token_that_only_reads_opens_every_reading_of_its_holder_and_nothing_else() {
    for &action in Action::ALL {
        for role in Role::ALL {
            for (granted, resource) in situations() {
                let whole = holder(role, granted);
                let narrow = whole.clone().within(TokenScope { reads_only: true, program: None });
                let verdict = authorize(&narrow, action, &resource);
                let holders = authorize(&whole, action, &resource);
                assert_eq!(verdict.allow, holders.allow && action.is_reading(), "{role} {action}");
                if holders.allow && !verdict.allow {
                    assert_eq!(verdict.rule, RuleId::TOKEN_SCOPE);
                }
            }
        }
    }
}

#[test]
fn a_token_for_one_program_opens_that_program_and_nothing_of_the_organization_but_its_directory() {
    for &action in Action::ALL {
        for role in Role::ALL {
            for (granted, resource) in situations() {
                let whole = holder(role, granted);
                let narrow = whole.clone().within(TokenScope { reads_only: false, program: Some(HERE) });
                let there = resource.program == Some(HERE) || ANYWHERE.contains(&action);
                let kept = there && granted != Some(ELSEWHERE);
                let allowed = authorize(&whole, action, &resource).allow && kept;
                assert_eq!(
                    authorize(&narrow, action, &resource).allow,
                    allowed,
                    "{role} {granted:?} {action}"
                );
            }
        }
    }
}

#[test]
fn a_denial_names_the_rule_that_came_closest() {
    let own = Resource { program: Some(HERE), provider: Some(ACTOR), ..Resource::default() };
    let lead = holder(Role::ProgramLead, Some(HERE));
    let verdict = authorize(&lead, Action::AcceptEvidence, &own);
    assert!(!verdict.allow);
    assert_eq!(verdict.rule.as_str(), "evidence.another-judges");
    assert!(verdict.rule.sentence().contains("somebody else provided"));

    let verdict = authorize(&holder(Role::Reader, None), Action::AcceptEvidence, &own);
    assert_eq!(verdict, Verdict { allow: false, rule: RuleId::DENIED });
    assert_eq!(RuleId::DENIED.sentence(), "What no rule allows is denied.");
}

#[test]
fn auditors_never_write_and_administrators_never_judge() {
    for &action in Action::ALL.iter().filter(|action| !action.as_str().starts_with("read.")) {
        assert_eq!(expected(action, Role::Auditor), '.', "{action}");
        // A reader confirms having read, votes and chairs where seated, and writes nothing else.
        let seated =
            action.as_str().contains(".acknowledge") || matches!(expected(action, Role::Reader), 'h' | 'e');
        assert_eq!(expected(action, Role::Reader) != '.', seated, "{action}");
        assert_eq!(expected(action, Role::VoteReader), '.', "{action}");
        assert_eq!(expected(action, Role::NameReader), '.', "{action}");
        let in_a_program = [
            "initiative.",
            "metric.",
            "evidence.",
            "committee.",
            "meeting.",
            "decision.",
            "maturity.",
            "record.",
        ];
        if in_a_program.iter().any(|noun| action.as_str().starts_with(noun)) {
            assert_eq!(expected(action, Role::Administrator), '.', "{action}");
        }
    }
}

#[test]
fn each_rule_has_a_name_of_its_own_and_no_two_speak_of_the_same_role_and_action() {
    for (place, rule) in RULES.iter().enumerate() {
        assert!(rule.sentence.ends_with('.'), "{}", rule.id);
        for other in &RULES[place + 1..] {
            assert_ne!(rule.id, other.id);
            let same_action = rule.actions.iter().any(|action| other.actions.contains(action));
            let same_role = rule.roles.iter().any(|role| other.roles.contains(role));
            assert!(!(same_action && same_role), "{} and {}", rule.id, other.id);
        }
    }
}

#[test]
fn the_printed_matrix_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/authorization.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, markdown()).unwrap();
    }
    let printed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(printed == markdown(), "docs/authorization.md is stale; set UPDATE=1 and run this test again");
}
