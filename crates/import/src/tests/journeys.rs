//! Journeys, what customers say, and what initiatives bring.

use cxl_domain::initiative::Initiative;
use cxl_domain::insight::Insight;
use cxl_domain::journey::Journey;
use cxl_domain::organization::Side;
use cxl_domain::pain_point::{PainPoint, Standing};

use super::*;

const FILES: [(&str, &str); 9] = [
    (
        "departments.csv",
        "code,name,from,side\nCARE,Customer care,2015-01-01,front_line\nBANK,Bank desk,2015-01-01,back_office\n",
    ),
    (
        "journeys.csv",
        "program,journey,name,mapped_on,stage,stage_name,order,from,retired_on\n\
         RETAIL,RETURNS,Sending back,2019-01-01,BUY,Buy,10,2019-01-01,2022-01-01\n\
         RETAIL,RETURNS,,,ASK,Ask for the money,20,2019-01-01,\n\
         RETAIL,RETURNS,,,ASK,Ask for the money,5,2023-01-01,\n",
    ),
    (
        "touchpoints.csv",
        "program,journey,stage,code,name,channel,department,from\n\
         RETAIL,RETURNS,ASK,HOTLINE,The hotline,PHONE,,2019-01-01\n\
         RETAIL,RETURNS,ASK,HOTLINE,The hotline,PHONE,CARE,2020-01-01\n",
    ),
    (
        "hand_offs.csv",
        "program,journey,code,name,from_department,to_department,at,from\n\
         RETAIL,RETURNS,CARE-BANK,,CARE,BANK,HOTLINE,2019-01-01\n",
    ),
    (
        "places.csv",
        "program,initiative,metric,journey,spot,from\n\
         RETAIL,REFUNDS,,RETURNS,CARE-BANK,2020-01-01\n\
         RETAIL,,NPS,RETURNS,HOTLINE,2019-01-01\n",
    ),
    (
        "pain_points.csv",
        "program,code,description,customer_goal,source,reference,times,heard_on,journey,spot,severity,frequency,\
         initiatives,taken_up_on,resolved_on,resolution\n\
         RETAIL,NO-NEWS,Nobody says when,To plan,complaint,CASES-1,41,2020-03-31,RETURNS,CARE-BANK,serious,,,,,\n\
         RETAIL,NO-NEWS,Nobody says when,To plan,survey,,,2020-06-30,RETURNS,CARE-BANK,serious,,REFUNDS,2020-07-01,\
         2021-11-01,A message\n",
    ),
    (
        "insights.csv",
        "program,code,description,pain_points,departments,found_on,shared_with_departments,shared_with_people,\
         shared_on,acknowledged_by,acknowledged_on,action,acted_by,acted_on,published_on\n\
         RETAIL,TWICE,They call twice,NO-NEWS,CARE;BANK,2020-07-10,CARE,ANA,2020-07-20,ANA,2020-07-21,\
         Ten calls a week,CARE,2020-08-01,2020-07-20\n",
    ),
    (
        "ecosystem.csv",
        "program,initiative,kind,code,name,places,from\n\
         RETAIL,REFUNDS,system,CRM,The customer file,RETURNS/HOTLINE;RETURNS,\n\
         RETAIL,REFUNDS,goal,COO,Fewer calls,,\n",
    ),
    (
        "benefits.csv",
        "program,initiative,code,kind,metric,amount,from,until\n\
         RETAIL,REFUNDS,LOYAL,culture,NPS,5,2021-01-01,2022-01-01\n\
         RETAIL,REFUNDS,LOYAL,culture,NPS,8,2022-01-01,2024-01-01\n",
    ),
];

async fn imported() -> (World, Report) {
    let world = World::with_a_program().await;
    for (name, content) in FILES {
        world.write(name, content);
    }
    let report = world.import(&[]).await;
    (world, report)
}

impl World {
    fn refunds(&self) -> Initiative {
        let views = self.ledger.snapshot();
        views.initiative(self.initiative("REFUNDS")).unwrap().state.clone()
    }
}

#[tokio::test]
async fn a_journey_with_its_map_is_imported_and_changes_from_its_days_on() {
    let (world, report) = imported().await;
    assert_eq!(rejected(&report), [""; 0]);
    let views = world.ledger.snapshot();
    let id = views.thing_by_code::<Journey>(world.program(), &code("RETURNS"), &ever()).unwrap();
    let journey = &views.thing::<Journey>(id).unwrap().state;
    let codes = |on: &str| {
        let map = journey.map(&AsOf::head(day(on)));
        map.into_iter().map(|spot| spot.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(codes("2021-12-31"), ["BUY", "ASK", "HOTLINE", "CARE-BANK"]);
    assert_eq!(codes("2022-01-01"), ["ASK", "HOTLINE", "CARE-BANK"]);
    let departments = views.organization().state.departments(&ever());
    let sides: Vec<_> = departments.iter().map(|held| (held.code.to_string(), held.side)).collect();
    let expected = [("BANK", Side::BackOffice), ("CARE", Side::FrontLine)];
    assert_eq!(sides, expected.map(|(code, side)| (code.to_owned(), Some(side))));
}

#[tokio::test]
async fn pain_points_are_heard_again_taken_up_and_resolved() {
    let (world, _) = imported().await;
    let views = world.ledger.snapshot();
    let id = views.thing_by_code::<PainPoint>(world.program(), &code("NO-NEWS"), &ever()).unwrap();
    let pain_point = &views.thing::<PainPoint>(id).unwrap().state;
    assert_eq!(pain_point.heard(&ever()).len(), 2);
    assert_eq!(pain_point.initiatives(&ever()), [world.refunds().id]);
    assert_eq!(pain_point.standing(&ever()), (Standing::Resolved, Some(day("2021-11-01"))));
}

#[tokio::test]
async fn insights_are_shared_acknowledged_and_acted_on_when_that_came_to_pass() {
    let (world, _) = imported().await;
    let views = world.ledger.snapshot();
    let id = views.thing_by_code::<Insight>(world.program(), &code("TWICE"), &ever()).unwrap();
    let insight = &views.thing::<Insight>(id).unwrap().state;
    let ana = world.person("ANA").await;
    let [acknowledged] = insight.acknowledgments(&ever())[..] else { panic!("one") };
    assert_eq!((acknowledged.by, acknowledged.department, acknowledged.on), (ana, None, day("2020-07-21")));
    let acknowledgment = insight.history.find(acknowledged.event).unwrap();
    assert_eq!(acknowledgment.stamp.published, Some(day("2020-07-21")));
    assert_eq!(insight.actions(&ever()).len(), 1);
    assert_eq!(insight.departments(&ever()).len(), 2);
}

#[tokio::test]
async fn what_initiatives_change_and_bring_is_imported() {
    let (world, _) = imported().await;
    let initiative = world.refunds();
    assert_eq!(initiative.places(&ever()).len(), 1);
    assert_eq!(initiative.elements(&ever())[0].1.at.len(), 2);
    assert_eq!(initiative.helps(&ever())[0].1.executive, code("COO"));
    assert_eq!(initiative.expectations(&ever()).len(), 2);
    let views = world.ledger.snapshot();
    let metric = views.metric_by_code(world.program(), &code("NPS"), &ever()).unwrap();
    assert!(views.metric(metric).unwrap().state.place(&ever()).is_some());
}

#[tokio::test]
async fn the_same_files_again_record_nothing() {
    let (world, report) = imported().await;
    assert!(report.events() > 30, "{}", report.events());
    let again = world.import(&[]).await;
    assert_eq!((rejected(&again), again.events()), (Vec::new(), 0));
}

#[tokio::test]
async fn what_a_row_lacks_is_told_with_its_column() {
    let world = World::with_a_program().await;
    let cases = [
        (
            "touchpoints.csv",
            "program,journey,stage,code,name\nRETAIL,RETURNS,ASK,X,X\n",
            "journey: there is no journey RETURNS",
        ),
        (
            "pain_points.csv",
            "program,code,description,customer_goal,source,spot\nRETAIL,X,X,X,survey,ASK\n",
            "journey: is empty",
        ),
        (
            "pain_points.csv",
            "program,code,description,customer_goal,source\nRETAIL,X,X,X,rumor\n",
            "source: \"rumor\" is none of complaint, survey, interview, behavior",
        ),
        (
            "insights.csv",
            "program,code,description,acknowledged_by\nRETAIL,X,X,ANA\n",
            "acknowledged_on: the insight was not shared",
        ),
        (
            "benefits.csv",
            "program,initiative,code,kind,metric,amount,from,until\nRETAIL,REFUNDS,X,cost,NPS,0,2021-01-01,2022-01-01\n",
            "code: amount is not valid",
        ),
    ];
    for (name, content, reason) in cases {
        world.write(name, content);
        let report = world.import(&[]).await;
        let told = rejected(&report);
        assert!(told.len() == 1 && told[0].contains(reason), "{name}: {told:?}");
        fs::remove_file(world.folder.path().join(name)).unwrap();
    }
}
