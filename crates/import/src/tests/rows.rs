//! What is wrong with a row: told with file, line, column and what to do; other rows go in.

use super::*;

/// A file, a row of it that is wrong, and how that is told after file and line.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("departments.csv", "code,name,parent", "X 1,Shops,", "code: a code is made of letters A to Z"),
    (
        "departments.csv",
        "code,name,parent",
        "X1,Shops,NOWHERE",
        "parent: there is no department NOWHERE; add it to",
    ),
    ("departments.csv", "code,name,parent", "X2,,", "name: is empty; fill it in"),
    (
        "people.csv",
        "code,name,from",
        "X1,Xi,01/02/2020",
        "from: \"01/02/2020\" is not a day; write it as YYYY-MM-DD",
    ),
    ("people.csv", "code,name,from", "X1,Xi,2023-02-29", "from: there is no day 2023-02-29"),
    (
        "people.csv",
        "code,name,from",
        "X1,Xi,1815-06-18",
        "from: 1815-06-18 lies outside 1900-01-01 to 2200-12-31",
    ),
    (
        "people.csv",
        "code,name,from",
        "X1,Xi\u{7}x,",
        "name: a text holds no control, zero-width or direction characters, this one holds U+0007 as its \
         character 3",
    ),
    (
        "people.csv",
        "code,name,from",
        "X1,An\u{200B}a,",
        "name: a text holds no control, zero-width or direction characters, this one holds U+200B",
    ),
    (
        "program.csv",
        "code,name,zone,fiscal_year_start_month,begins_on",
        "X,X,Mars/Olympus,,",
        "zone: zone is not valid",
    ),
    (
        "program.csv",
        "code,name,zone,fiscal_year_start_month,begins_on",
        "X,X,,13,",
        "fiscal_year_start_month: a fiscal",
    ),
    (
        "program.csv",
        "code,name,zone,fiscal_year_start_month,begins_on",
        "X,X,,,2031-01-01",
        "begins_on: 2031-01-01 lies after today (2026-01-15)",
    ),
    (
        "roles.csv",
        "person,role,program,from,until",
        "NOBODY,reader,,,",
        "person: there is no person NOBODY; add it to people.csv",
    ),
    (
        "roles.csv",
        "person,role,program,from,until",
        "ANA,owner,,,",
        "role: there is no role \"owner\"; roles are",
    ),
    (
        "roles.csv",
        "person,role,program,from,until",
        "ANA,reader,NOWHERE,,",
        "program: there is no program NOWHERE",
    ),
    (
        "roles.csv",
        "person,role,program,from,until",
        "ANA,reader,,2020-01-01,2019-01-01",
        "until: 2019-01-01 is not after 2020-01-01",
    ),
    (
        "initiatives.csv",
        "program,code,name,purpose,from",
        "RETAIL,X,X,X,2031-01-01",
        "from: 2031-01-01 lies after today (2026-01-15)",
    ),
    (
        "initiatives.csv",
        "program,code,name,purpose,from",
        "RETAIL,X,X,X,2014-12-31",
        "from: the initiative would begin on 2014-12-31, before its program begins on 2015-01-01",
    ),
    (
        "initiatives.csv",
        "program,code,name,purpose,authority_title",
        "RETAIL,X,X,X,Minutes",
        "authority_sha256: is empty; name the document",
    ),
    (
        "initiatives.csv",
        "program,code,name,purpose,authority_sha256",
        "RETAIL,X,X,X,abc",
        "authority_sha256: a SHA-256 hash is 64",
    ),
    (
        "owners.csv",
        "program,initiative,owner,from",
        "RETAIL,NOWHERE,ANA,2021-01-01",
        "initiative: there is no initiative NOWHERE",
    ),
    (
        "owners.csv",
        "program,initiative,owner,from",
        "RETAIL,REFUNDS,ANA,2014-01-01",
        "from: 2014-01-01 lies before the beginning on 2020-01-01",
    ),
    (
        "metrics.csv",
        "program,code,name,kind,direction,rhythm,definition",
        "RETAIL,X,X,score,increase,month,X",
        "kind: \"score\" is not a kind of metric",
    ),
    (
        "metrics.csv",
        "program,code,name,kind,direction,rhythm,definition",
        "RETAIL,X,X,nps,up,month,X",
        "direction: \"up\" is not a direction",
    ),
    (
        "metrics.csv",
        "program,code,name,kind,direction,rhythm,definition",
        "RETAIL,X,X,nps,increase,monthly,X",
        "rhythm: \"monthly\" is not a rhythm",
    ),
    (
        "targets.csv",
        "program,metric,value,from",
        "RETAIL,NOWHERE,45,2021-01-01",
        "metric: there is no metric NOWHERE",
    ),
    (
        "targets.csv",
        "program,metric,value,from",
        "RETAIL,NPS,NaN,2021-01-01",
        "value: \"NaN\" is not a finite number",
    ),
    (
        "targets.csv",
        "program,metric,value,from",
        "RETAIL,NPS,145,2021-01-01",
        "value: a target of 145 can't be reached",
    ),
    (
        "links.csv",
        "program,initiative,metric,role",
        "RETAIL,REFUNDS,NPS,main",
        "role: \"main\" is none of primary, process, balancing",
    ),
    (
        "links.csv",
        "program,initiative,metric,role",
        "RETAIL,REFUNDS,NOWHERE,primary",
        "metric: there is no metric NOWHERE",
    ),
    (
        "improvements.csv",
        "program,initiative,title,started_on,due_on",
        "RETAIL,REFUNDS,X,2021-01-01,2020-12-31",
        "due_on: 2020-12-31 lies before the beginning on 2021-01-01",
    ),
    (
        "improvements.csv",
        "program,initiative,title,started_on,delivered_on,abandoned_on",
        "RETAIL,REFUNDS,X,2021-01-01,2021-02-01,2021-02-01",
        "abandoned_on: was it delivered or given up?",
    ),
    (
        "improvements.csv",
        "program,initiative,title,started_on,abandoned_on",
        "RETAIL,REFUNDS,X,2021-01-01,2021-02-01",
        "reason: is empty; say why it was given up",
    ),
    (
        "improvements.csv",
        "program,initiative,title,started_on",
        "RETAIL,REFUNDS,X,2031-01-01",
        "started_on: 2031-01-01 lies after today",
    ),
    (
        "evidence.csv",
        "program,practice,initiatives,from,to,summary",
        "RETAIL,R1,REFUNDS,2021-03-31,2021-01-01,X",
        "to: a period ends on or after the day it begins",
    ),
];

const READING: &str = "program,metric,definition_version,period_from,period_to,value,numerator,denominator,promoters,\
                       passives,detractors,steps,n,invited,status,irregular,restatement_reason,published_on,source_document";

/// A row of readings that is wrong, from `metric` on.
const WRONG_READINGS: &[(&str, &str)] = &[
    ("NPS,,2021-01-01,2021-01-31,,,,,,,,,,,,,,", "value: the row has no figures"),
    ("NPS,,2021-01-01,2021-01-31,41,,,1,1,1,,,,,,,,", "value: the row has figures of more than one shape"),
    ("NPS,,2021-01-01,2021-01-31,nan,,,,,,,,,,,,,", "value: \"nan\" is not a finite number"),
    ("NPS,,2021-01-01,2021-01-31,-inf,,,,,,,,,,,,,", "value: \"-inf\" is not a finite number"),
    ("NPS,,2021-01-01,2021-01-31,4e1,,,,,,,,,,,,,", "value: \"4e1\" has an exponent"),
    ("NPS,,2021-01-01,2021-01-31,\"4,1\",,,,,,,,,,,,,", "value: \"4,1\" has a separator"),
    ("NPS,,2021-01-01,2021-01-31,141,,,,,,,,,,,,,", "value: the figures do not hold"),
    (
        "NPS,,2021-01-01,2021-01-31,,1,2,,,,,,,,,,,",
        "numerator: the figures do not hold: a metric of kind nps takes",
    ),
    ("NPS,,2021-01-01,2021-01-31,,,,1,,1,,,,,,,,", "promoters: fill promoters, passives and detractors"),
    ("NPS,,2021-01-01,2021-01-31,,,,1.5,1,1,,,,,,,,", "promoters: \"1.5\" is not a whole number"),
    ("NPS,,2021-01-01,2021-01-31,,,,-1,1,1,,,,,,,,", "promoters: \"-1\" is not a whole number"),
    (
        "NPS,,2021-01-01,2021-01-31,,,,1,1,1,,4,,,,,,",
        "promoters: the figures do not hold: the figures count 3 answers, but n is 4",
    ),
    (
        "NPS,,2021-01-01,2021-01-31,,,,1,1,1,,,2,,,,,",
        "promoters: the figures do not hold: 3 answered, but only 2 were invited",
    ),
    (
        "NPS,,2021-01-01,2021-01-31,,,,1000000000000000,0,0,,,,,,,,",
        "promoters: the figures do not hold: promoters counts at most 999999999999999, not 1000000000000000",
    ),
    ("NPS,,2021-01-01,2021-01-31,,,,0,0,0,,,,,,,,", "promoters: the figures do not hold: nobody answered"),
    ("NPS,,2021-01-01,2021-01-31,,,,,,,1|2,,,,,,,", "steps: the figures do not hold"),
    ("NPS,,2021-01-01,2021-01-31,,,,,,,1|x,,,,,,,", "steps: \"x\" is not a whole number"),
    (
        "WAIT,,2021-01-01,2021-01-31,,1,0,,,,,,,,,,,",
        "numerator: the figures do not hold: the denominator is 0",
    ),
    (
        "WAIT,,2021-01-01,2021-01-31,,3,2,,,,,,,,,,,",
        "numerator: the figures do not hold: the numerator 3 is larger",
    ),
    ("WAIT,,2021-01-01,2021-01-31,,3,,,,,,,,,,,,", "denominator: is empty beside a numerator"),
    ("WAIT,,2021-01-01,2021-01-31,,,3,,,,,,,,,,,", "numerator: is empty beside a denominator"),
    (
        "NPS,7,2021-01-01,2021-01-31,41,,,,,,,,,,,,,",
        "definition_version: the metric has no definition version 7; the newest is 1",
    ),
    ("NPS,0,2021-01-01,2021-01-31,41,,,,,,,,,,,,,", "definition_version: is 0; versions are 1, 2, …"),
    ("NPS,,2021-01-31,2021-01-01,41,,,,,,,,,,,,,", "period_to: a period ends on or after the day it begins"),
    (
        "NPS,,2021-01-01,2021-02-28,41,,,,,,,,,,,,,",
        "period_from: the period 2021-01-01 to 2021-02-28 is no month",
    ),
    (
        "NPS,,2020-12-01,2021-02-28,41,,,,,,,,,,yes,,,",
        "period_from: the period 2020-12-01 to 2021-02-28 overlaps",
    ),
    ("NPS,,2026-01-01,2026-01-31,41,,,,,,,,,,,,,", "period_to: 2026-01-31 lies after today (2026-01-15)"),
    ("NPS,,2021-01-01,2021-01-31,41,,,,,,,,,maybe,,,,", "status: \"maybe\" is none of provisional, final"),
    ("NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,perhaps,,,", "irregular: \"perhaps\" is none of yes, no"),
    (
        "NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,,because,,",
        "restatement_reason: \"because\" is none of source_revised",
    ),
    (
        "NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,,,2031-01-01,",
        "published_on: the published day 2031-01-01 lies after today",
    ),
    (
        "NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,,,2021-01-30,",
        "published_on: 2021-01-30 lies before 2021-01-31, when it came to pass",
    ),
    ("NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,,,,S-1", "published_on: is empty; say when the source document"),
    ("NPS,,2021-01-01,2021-01-31,41,,,,,,,,,,,,2021-02-01,S-1 S-2", "source_document: names one document"),
    ("GONE,,2021-01-01,2021-01-31,41,,,,,,,,,,,,,", "metric: there is no metric GONE; add it to metrics.csv"),
];

/// Adds a wrong row or more to each file of a folder that holds all of them.
pub(super) fn write_bad_rows(world: &World) {
    let extra = [
        ("departments.csv", "X1,Shops,NOWHERE,\n,,,x\n"),
        ("people.csv", "X1,Xi,,2023-02-29\nANA,Ana Again,,2015-01-01\n"),
        ("program.csv", "X,X,NOBODY,,,\nY,Y,,,13,\nZ,Z,,,,2031-01-01\n"),
        ("roles.csv", "NOBODY,reader,,,\nBEN,reader,,2020-01-01,\n"),
        ("initiatives.csv", "RETAIL,X,X,X,,2031-01-01,,\nNOWHERE,X,X,X,,,,\n"),
        (
            "owners.csv",
            "RETAIL,CALLS,,2021-01-01\nRETAIL,CALLS,ANA,2014-01-01\nRETAIL,CALLS,NOBODY,2021-05-01\n",
        ),
        (
            "metrics.csv",
            "RETAIL,X,X,score,increase,month,,,X,,,\nRETAIL,NPS,N,nps,increase,month,14,9,X,,,\n",
        ),
        ("targets.csv", "RETAIL,NPS,NaN,2023-01-01,,\nRETAIL,NPS,145,2024-01-01,,\n"),
        ("links.csv", "RETAIL,CALLS,GONE,primary\nRETAIL,CALLS,NPS,main\n"),
        (
            "readings.csv",
            "RETAIL,NPS,SURVEY,2021-03-01,2021-03-31,1,,1,,\nRETAIL,NPS,SURVEY,2021-03-01,2021-04-30,1,1,1,,\n\
             RETAIL,GONE,,2021-03-01,2021-03-31,1,1,1,,\nRETAIL,NPS,SURVEY,2026-01-01,2026-01-31,1,1,1,,\n",
        ),
        (
            "improvements.csv",
            "RETAIL,CALLS,X,GONE,2021-01-01,,,,\nRETAIL,CALLS,Y,,2021-01-01,,2020-01-01,,\n",
        ),
        (
            "evidence.csv",
            "RETAIL,R1,REFUNDS,2021-01-01,2021-03-31,X,ANA,ANA,2021-04-02\nRETAIL,R1,,2021-01-01,2021-03-31,X,,,\n",
        ),
    ];
    for (file, rows) in extra {
        let (_, whole) = WHOLE.iter().find(|(name, _)| *name == file).unwrap();
        world.write(file, format!("{whole}{rows}"));
    }
}

#[tokio::test]
async fn each_wrong_cell_is_told_with_its_place_and_what_to_do() {
    for (file, header, row, told) in WRONG {
        let world = World::with_a_program().await;
        world.write(file, format!("{header}\n{row}\n"));
        let len = world.ledger.snapshot().len;
        let report = world.import(&[]).await;
        let told_then = rejected(&report);
        assert_eq!(told_then.len(), 1, "{row}: {told_then:?}");
        assert!(told_then[0].starts_with(&format!("{file}:2:{told}")), "{row}: {told_then:?}");
        assert_eq!(world.ledger.snapshot().len, len, "{row}");
        fs::remove_file(world.folder.path().join(file)).unwrap();
    }
}

#[tokio::test]
async fn each_wrong_reading_is_told_and_the_others_go_in() {
    let world = World::with_a_program().await;
    let good = "RETAIL,NPS,,2020-12-01,2020-12-31,41,,,,,,,,,,,,,";
    // Each in a file of its own: most of them would be told apart by nothing.
    for (row, told) in WRONG_READINGS {
        world.write("readings.csv", format!("{READING}\n{good}\nRETAIL,{row}\n"));
        let report = world.import(&[]).await;
        let told_then = rejected(&report);
        assert_eq!(told_then.len(), 1, "{row}: {told_then:?}");
        assert!(told_then[0].starts_with(&format!("readings.csv:3:{told}")), "{row}: {told_then:?}");
    }
    let views = world.ledger.snapshot();
    let readings = &views.metric(world.metric("NPS")).unwrap().state.series;
    assert_eq!(readings.iter().map(|series| series.publications.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn a_row_that_speaks_of_the_same_as_one_above_is_rejected() {
    let world = World::with_a_program().await;
    let report = world
        .readings(&["RETAIL,NPS,2021-01-01,2021-01-31,41,,", "retail,nps,2021-01-01,2021-01-31,40,,"])
        .await;
    assert_eq!(
        rejected(&report),
        [
            "readings.csv:3:: line 2 has the same program, metric, definition_version, channel, segment, source, \
          period_from, period_to, published_on; keep one of the two"
        ]
    );
    assert_eq!(report.events(), 1);
}

#[tokio::test]
async fn no_definition_version_is_the_first_one() {
    let world = World::with_a_program().await;
    let header = "program,metric,definition_version,period_from,period_to,value";
    let rows = "RETAIL,NPS,,2021-01-01,2021-01-31,41\nRETAIL,NPS,1,2021-01-01,2021-01-31,40\n";
    world.write("readings.csv", format!("{header}\n{rows}"));
    let report = world.import(&[]).await;
    assert!(rejected(&report)[0].starts_with("readings.csv:3:: line 2 has the same"), "{report:?}");
}

#[tokio::test]
async fn the_line_is_that_of_the_file_whatever_stands_above() {
    let world = World::with_a_program().await;
    world.write(
        "initiatives.csv",
        "program,code,name,purpose\n\nRETAIL,A,A,\"Two\nlines\"\n,,,\nRETAIL,B!,B,Wrong\n",
    );
    let report = world.import(&[]).await;
    assert_eq!(report.files[0].recorded, 1);
    assert!(rejected(&report)[0].starts_with("initiatives.csv:6:code: a code is made of"), "{report:?}");
}
