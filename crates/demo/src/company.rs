//! The company: its departments, its people and what they may do, as these change over the years.

use chrono_tz::Asia::Ho_Chi_Minh;
use chrono_tz::Tz;
use cxl_domain::command::{Annul, Correct};
use cxl_domain::event::Sha256Hex;
use cxl_domain::id::IdentityId;
use cxl_domain::organization::{Command as C, DepartmentCreated, KeyLossAccepted, RoleGranted, TokenIssued};
use cxl_domain::person::{Command as P, IdentityLinked, Register};
use cxl_domain::role::Role;
use cxl_ledger::command::PersonCommand;
use cxl_ledger::{Command, Founding};

use super::cast::Cast;
use super::dice::{Dice, seed};
use super::story::{Act, Story, day, text};

/// The company's zone.
pub(super) const ZONE: Tz = Ho_Chi_Minh;

// The people whom the story names again and again.
pub(super) const BAO: &str = "BAO.PHAN";
pub(super) const LINH: &str = "LINH.TRAN";
pub(super) const NAM: &str = "NAM.HOANG";
pub(super) const THAO: &str = "THAO.BUI";
pub(super) const MINH: &str = "MINH.DO";
pub(super) const YEN: &str = "YEN.LE";
pub(super) const KHOA: &str = "KHOA.NGO";
pub(super) const MAI: &str = "MAI.LUONG";
pub(super) const DUNG: &str = "DUNG.CAO";
pub(super) const TRANG: &str = "TRANG.VO";
pub(super) const PHUC: &str = "PHUC.MAC";
pub(super) const OANH: &str = "OANH.TA";
pub(super) const ANH: &str = "ANH.LA";
pub(super) const NGA: &str = "NGA.TRINH";
pub(super) const OWEN: &str = "OWEN.MARSH";
pub(super) const KIM: &str = "KIM.DANG";
pub(super) const RUTH: &str = "RUTH.ELLERY";
pub(super) const TUAN: &str = "TUAN.CHU";
pub(super) const VY: &str = "VY.TON";
pub(super) const HANH: &str = "HANH.VU";
pub(super) const QUAN: &str = "QUAN.DINH";
pub(super) const GRACE: &str = "GRACE.HOLT";
const SON: &str = "SON.KIEU";
const BEN: &str = "BEN.CARROW";

/// Code, name, department and the day on which the ledger heard of the person.
pub(super) const PEOPLE: [(&str, &str, &str, &str); 23] = [
    (LINH, "Trần Khánh Linh", "CX", "2018-01-11"),
    (HANH, "Vũ Thị Mỹ Hạnh", "BOARD", "2018-01-11"),
    (NAM, "Hoàng Hải Nam", "CX", "2018-01-11"),
    (MINH, "Đỗ Quang Minh", "CONTACT", "2018-01-18"),
    (YEN, "Lê Hoàng Yến", "BRANCHES", "2018-01-18"),
    (KHOA, "Ngô Đăng Khoa", "DIGITAL", "2018-01-18"),
    (MAI, "Lương Tuyết Mai", "CARDS", "2018-01-18"),
    (DUNG, "Cao Tiến Dũng", "LENDING", "2018-01-18"),
    (PHUC, "Mạc Gia Phúc", "CX", "2018-01-22"),
    (OANH, "Tạ Kim Oanh", "FINANCE", "2018-01-22"),
    (ANH, "La Nhật Anh", "HR", "2018-11-12"),
    (SON, "Kiều Thái Sơn", "RISK", "2019-02-11"),
    (GRACE, "Grace Holt", "BOARD", "2020-03-23"),
    (OWEN, "Owen Marsh", "JP-TOKYO", "2020-03-23"),
    (KIM, "Đặng Thiên Kim", "JP-TOKYO", "2020-03-23"),
    (RUTH, "Ruth Ellery", "JP-TOKYO", "2020-04-06"),
    (TUAN, "Chu Anh Tuấn", "JP-REMIT", "2020-04-06"),
    (VY, "Tôn Nữ Khánh Vi", "JP-TOKYO", "2020-04-06"),
    (QUAN, "Đinh Anh Quân", "BOARD", "2021-06-14"),
    (TRANG, "Võ Thùy Trang", "LENDING", "2022-02-14"),
    (THAO, "Bùi Phương Thảo", "CX", "2022-06-06"),
    (NGA, "Trịnh Thu Nga", "BRANCHES", "2022-12-05"),
    (BEN, "Ben Carrow", "BOARD", "2023-01-09"),
];

/// Code, name, the department above and the day of the act.
const DEPARTMENTS: [(&str, &str, Option<&str>, &str); 14] = [
    ("BOARD", "Ban điều hành · Executive board", None, "2018-01-10"),
    ("CX", "Văn phòng trải nghiệm khách hàng · CX office", Some("BOARD"), "2018-01-10"),
    ("BRANCHES", "Mạng lưới chi nhánh · Branch network", None, "2018-01-10"),
    ("CONTACT", "Tổng đài · Call center", None, "2018-01-10"),
    ("COMPLAINTS", "Tổ tiếp nhận khiếu nại · Complaint desk", Some("CONTACT"), "2018-01-10"),
    ("DIGITAL", "Ngân hàng số · Digital banking", None, "2018-01-10"),
    ("CARDS", "Trung tâm thẻ · Card center", None, "2018-01-10"),
    ("LENDING", "Tín dụng cá nhân · Consumer lending", None, "2018-01-10"),
    ("CREDIT", "Thẩm định tín dụng · Credit appraisal", None, "2018-01-10"),
    ("FINANCE", "Tài chính kế toán · Finance", None, "2018-01-10"),
    ("HR", "Nhân sự · People", None, "2018-01-10"),
    ("RISK", "Kiểm toán nội bộ · Internal audit", None, "2018-01-10"),
    ("JP-TOKYO", "Tokyo branch", None, "2020-03-20"),
    ("JP-REMIT", "Remittance desk", Some("JP-TOKYO"), "2020-03-20"),
];

type Grant = (&'static str, Role, Option<&'static str>, &'static str, Option<&'static str>);

/// Person, role, program, first day, first day without it.
const ROLES: [Grant; 28] = [
    (LINH, Role::ProgramLead, Some("VN"), "2018-01-16", None),
    (NAM, Role::Secretary, Some("VN"), "2018-01-16", Some("2022-07-01")),
    (MINH, Role::Contributor, Some("VN"), "2018-01-19", None),
    (YEN, Role::Contributor, Some("VN"), "2018-01-19", Some("2022-06-01")),
    (KHOA, Role::Contributor, Some("VN"), "2018-01-19", None),
    (MAI, Role::Contributor, Some("VN"), "2018-01-19", None),
    (DUNG, Role::Contributor, Some("VN"), "2018-01-19", Some("2021-12-01")),
    (PHUC, Role::Contributor, Some("VN"), "2018-01-23", None),
    (OANH, Role::Contributor, Some("VN"), "2018-01-23", None),
    (HANH, Role::Reader, Some("VN"), "2018-01-23", None),
    // Who chairs a committee confirms its minutes, which a reader may not.
    (HANH, Role::Contributor, Some("VN"), "2018-04-02", Some("2021-08-01")),
    (ANH, Role::Contributor, Some("VN"), "2018-11-13", None),
    (SON, Role::Auditor, None, "2019-02-12", None),
    (SON, Role::VoteReader, None, "2019-02-12", None),
    (OWEN, Role::ProgramLead, Some("JP"), "2020-04-02", None),
    (KIM, Role::Secretary, Some("JP"), "2020-04-02", None),
    (GRACE, Role::Contributor, Some("JP"), "2020-06-29", None),
    (RUTH, Role::Contributor, Some("JP"), "2020-04-07", None),
    (TUAN, Role::Contributor, Some("JP"), "2020-04-07", None),
    (VY, Role::Contributor, Some("JP"), "2020-04-07", None),
    (QUAN, Role::Reader, Some("VN"), "2021-06-15", None),
    (QUAN, Role::Contributor, Some("VN"), "2021-07-14", None),
    (TRANG, Role::Contributor, Some("VN"), "2022-02-15", None),
    (THAO, Role::Secretary, Some("VN"), "2022-06-07", None),
    (NGA, Role::Contributor, Some("VN"), "2022-12-06", None),
    (BEN, Role::Reader, None, "2023-01-10", None),
    (BEN, Role::NameReader, None, "2023-01-10", None),
    (YEN, Role::Reader, Some("VN"), "2025-10-07", None),
];

/// One person for each role, as they stand at the end of the story.
pub(super) const ONE_PERSON_A_ROLE: [(Role, &str); 8] = [
    (Role::Administrator, BAO),
    (Role::ProgramLead, LINH),
    (Role::Secretary, THAO),
    (Role::Contributor, KHOA),
    (Role::Reader, BEN),
    (Role::Auditor, SON),
    (Role::VoteReader, SON),
    (Role::NameReader, BEN),
];

/// What the ledger is founded with.
pub(super) fn founding() -> Founding {
    Founding {
        name: text("Ngân hàng Bến Thuyền · Ben Thuyen Bank (made up)"),
        zone: ZONE,
        administrator_code: BAO.parse().expect("a person's code is a code"),
        administrator_name: text("Phan Quốc Bảo"),
        demo: true,
    }
}

/// The company's own acts.
pub(super) fn tell(story: &mut Story) {
    for (code, name, parent, on) in DEPARTMENTS {
        create_department(story, code, name, parent, on);
    }
    for (code, name, department, on) in PEOPLE {
        register(story, code, name, department, on);
    }
    for grant in ROLES {
        grant_role(story, grant);
    }
    departments_change(story);
    people_change(story);
    access_changes(story);
}

fn create_department(
    story: &mut Story,
    code: &'static str,
    name: &'static str,
    parent: Option<&'static str>,
    on: &'static str,
) {
    let create = move |cast: &Cast| {
        Command::Organization(C::CreateDepartment {
            department: DepartmentCreated {
                code: code.parse().expect("a department's code is a code"),
                name: text(name),
                parent: parent.map(|parent| cast.department(parent)),
            },
            on: None,
        })
    };
    story.act(on, BAO, create).named(format!("department {code}"));
}

fn register(
    story: &mut Story,
    code: &'static str,
    name: &'static str,
    department: &'static str,
    on: &'static str,
) {
    let register = move |cast: &Cast| {
        let claims = Some(code.parse().expect("a person's code is a code"));
        let act = P::Register(Register {
            code: text(code),
            name: text(name),
            department: Some(cast.department(department)),
            on: None,
        });
        Command::Person(None, PersonCommand { claims, act })
    };
    story.act(on, BAO, register).named(format!("person {code}"));
}

fn grant_role(story: &mut Story, (person, role, program, on, until): Grant) {
    let grant = move |cast: &Cast| {
        let granted = RoleGranted {
            person: cast.person(person),
            role,
            program: program.map(|program| cast.program(program)),
        };
        Command::Organization(C::GrantRole { granted, on: None, until: until.map(day) })
    };
    story.act(on, BAO, grant).named(format!("{person} as {role}"));
}

fn organization<'a>(
    story: &'a mut Story,
    on: &str,
    command: impl FnOnce(&Cast) -> C + Send + 'static,
) -> &'a mut Act {
    story.act(on, BAO, |cast: &Cast| Command::Organization(command(cast)))
}

fn departments_change(story: &mut Story) {
    organization(story, "2021-02-22", |cast| C::RenameDepartment {
        department: cast.department("CONTACT"),
        name: text("Trung tâm chăm sóc khách hàng · Customer care center"),
        on: Some(day("2021-03-01")),
    });
    organization(story, "2022-03-28", |cast| C::CloseDepartment {
        department: cast.department("COMPLAINTS"),
        reason: text("Whoever takes a complaint now owns it to the end, so there is no desk to pass it to"),
        on: Some(day("2022-04-01")),
    })
    .named("complaint desk closed");
    organization(story, "2022-04-04", |cast| {
        C::Correct(Correct {
            event: cast.event("complaint desk closed"),
            reason: text("The last two colleagues moved at the end of April, not of March"),
            with: Box::new(C::CloseDepartment {
                department: cast.department("COMPLAINTS"),
                reason: text("Whoever takes a complaint now owns it to the end"),
                on: Some(day("2022-05-01")),
            }),
        })
    });
    organization(story, "2024-01-15", |_| C::Rename {
        name: text("Ngân hàng Bến Thuyền · Ben Thuyen Bank and Trust (made up)"),
        on: Some(day("2024-02-01")),
    });
    organization(story, "2018-01-09", |_| C::SetZone { zone: chrono_tz::Asia::Bangkok, on: None })
        .named("zone of Bangkok");
    organization(story, "2018-01-10", |cast| {
        C::Annul(Annul {
            event: cast.event("zone of Bangkok"),
            reason: text("Same offset, wrong city: the head office stands in Da Nang"),
        })
    });
}

fn people_change(story: &mut Story) {
    let person =
        |code: &'static str, act: P| move |cast: &Cast| Command::Person(Some(cast.person(code)), act.into());
    story.act("2021-10-04", BAO, person(NAM, P::Rename { name: text("Hoàng Hải Nam (Jr.)"), on: None }));
    story.act("2020-04-08", BAO, |cast| {
        let with = P::Rename { name: text("Tôn Nữ Khánh Vy"), on: None };
        let correct = Correct {
            event: cast.event_at("person VY.TON", 1),
            reason: text("Vy, with y"),
            with: Box::new(with),
        };
        Command::Person(Some(cast.person(VY)), P::Correct(correct).into())
    });
    story.act("2022-05-30", BAO, person(YEN, P::Place { department: None, on: Some(day("2022-06-01")) }));
    move_by_mistake(story);
    ways_in_change(story);
    register(story, "LINH.TRAN2", "Trần Khánh Linh (HN)", "BRANCHES", "2019-05-06");
    story.act("2019-05-07", BAO, |cast| {
        let reason = text("The same Linh as LINH.TRAN, registered twice from two lists");
        Command::Person(Some(cast.person("LINH.TRAN2")), P::RecordInError { reason }.into())
    });
}

/// The bank moves from one identity provider to another, and its survey tool enters what people measure.
fn ways_in_change(story: &mut Story) {
    let link = |issuer: &'static str, subject: &'static str| {
        move |cast: &Cast| {
            let linked = IdentityLinked { issuer: text(issuer), subject: text(subject) };
            Command::Person(Some(cast.person(PHUC)), P::LinkIdentity { linked }.into())
        }
    };
    story
        .act("2021-06-07", BAO, link("https://login.bank.example", "00u7phuc"))
        .named("old identity of Phuc");
    story.act("2024-03-04", BAO, |cast| {
        let identity = IdentityId(cast.event("old identity of Phuc").0);
        let reason = Some(text("The bank moved to another identity provider"));
        Command::Person(Some(cast.person(PHUC)), P::UnlinkIdentity { identity, reason }.into())
    });
    story.act("2024-03-04", BAO, link("https://id.bank.example", "7d4f-phuc"));
    story.act("2021-03-23", BAO, |_| {
        let register =
            Register { code: text("SURVEY.TOOL"), name: text("Survey tool"), department: None, on: None };
        let claims = Some("SURVEY.TOOL".parse().expect("a service's code is a code"));
        Command::Person(None, PersonCommand { claims, act: P::RegisterService(register) })
    });
}

fn move_by_mistake(story: &mut Story) {
    story
        .act("2023-08-14", BAO, |cast| {
            let department = Some(cast.department("LENDING"));
            Command::Person(Some(cast.person(OANH)), P::Place { department, on: None }.into())
        })
        .named("Oanh to lending");
    story.act("2023-08-16", BAO, |cast| {
        let annul = Annul {
            event: cast.event("Oanh to lending"),
            reason: text("Another Oanh moved; ours stays in finance"),
        };
        Command::Person(Some(cast.person(OANH)), P::Annul(annul).into())
    });
}

fn access_changes(story: &mut Story) {
    grant_role(story, (MINH, Role::Secretary, Some("VN"), "2019-08-05", None));
    organization(story, "2019-08-06", |cast| {
        C::Annul(Annul {
            event: cast.event("MINH.DO as secretary"),
            reason: text("Granted to Minh of the call center; the deputy secretary is somebody else"),
        })
    });
    organization(story, "2021-11-29", |cast| C::WithdrawRole {
        grant: cast.event("DUNG.CAO as contributor"),
        reason: Some(text("Leaves the bank a day earlier than planned")),
        on: Some(day("2021-11-30")),
    });
    let mut dice = Dice::named("a token that nobody holds");
    let sha256 = Sha256Hex(dice.hash());
    organization(story, "2019-09-02", move |cast| C::IssueToken {
        issued: TokenIssued { person: cast.person(PHUC), sha256, expires: None, scope: None },
    })
    .named("token of the survey import");
    organization(story, "2021-03-22", |cast| C::RevokeToken {
        token: cast.token("token of the survey import"),
        reason: Some(text("The survey tool was replaced")),
    });
    // Two keys of a drill, which no event uses: the loss is on record and no text is missing.
    let loss = KeyLossAccepted { keys: 2, sha256: Sha256Hex(seed("two keys of the drill")) };
    organization(story, "2020-11-17", move |_| C::AcceptKeyLoss { loss });
}
