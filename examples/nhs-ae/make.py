#!/usr/bin/env python3
"""Makes the files of this folder from the NHS England A&E figures.

    python3 make.py nhs_ae_attendances.csv [FOLDER]

The source has the columns period, org_code, type, attendances, breaches, admissions: one row for each
month, provider and type of department. It is data-raw of the R package NHSRdatasets; see README.md.
"""

import calendar
import csv
import datetime
import pathlib
import sys

PROGRAM = "NHS-AE"
BEGINS = "2016-04-01"
MONTHS = 36
TARGET = "0.95"


def main():
    source = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).parent
    providers = complete_providers(source)
    write(folder, "program.csv", programs())
    write(folder, "initiatives.csv", [initiative(code) for code in providers])
    write(folder, "metrics.csv", [row for code in providers for row in metrics(code)])
    write(folder, "targets.csv", [target(code) for code in providers])
    write(folder, "links.csv", [row for code in providers for row in links(code)])
    rows = [row for code, months in providers.items() for row in readings(code, months)]
    write(folder, "readings.csv", rows)
    print(f"{len(providers)} providers, {len(rows)} readings")


def complete_providers(source):
    """The months of type 1 of each provider that reported all of them, in the order of codes."""
    providers = {}
    with source.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["type"] == "1":
                providers.setdefault(row["org_code"], []).append(row)
    for months in providers.values():
        months.sort(key=lambda row: row["period"])
    return {code: months for code, months in sorted(providers.items()) if len(months) == MONTHS}


def programs():
    return [{
        "code": PROGRAM,
        "name": "Emergency care in England",
        "zone": "Europe/London",
        "fiscal_year_start_month": 4,
        "begins_on": BEGINS,
    }]


def initiative(code):
    return {
        "program": PROGRAM,
        "code": code,
        "name": f"Four-hour wait at {code}",
        "purpose": f"Whoever comes to the major emergency department of {code} is admitted, transferred or "
                   "discharged within four hours",
        "owner": "",
        "from": BEGINS,
    }


def metrics(code):
    share = "Attendances of type 1 less those that lasted more than four hours, as a share of all attendances of type 1"
    return [
        metric(f"{code}.4H", f"Within four hours at {code}", "proportion", "increase", share),
        metric(f"{code}.ATT", f"Attendances at {code}", "count", "neutral", "Attendances of type 1 in the month"),
    ]


def metric(code, name, kind, direction, definition):
    return {
        "program": PROGRAM,
        "code": code,
        "name": name,
        "kind": kind,
        "direction": direction,
        "rhythm": "month",
        "definition": definition,
        "from": BEGINS,
    }


def target(code):
    return {
        "program": PROGRAM,
        "metric": f"{code}.4H",
        "value": TARGET,
        "from": BEGINS,
        "until": "",
        "reason": "Operational standard of the NHS: 95 % within four hours",
    }


def links(code):
    roles = {f"{code}.4H": "primary", f"{code}.ATT": "balancing"}
    return [
        {"program": PROGRAM, "initiative": code, "metric": metric, "role": role, "from": BEGINS}
        for metric, role in roles.items()
    ]


def readings(code, months):
    for month in months:
        first = datetime.date.fromisoformat(month["period"])
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        attendances, breaches = int(month["attendances"]), int(month["breaches"])
        yield reading(f"{code}.4H", first, last, numerator=attendances - breaches, denominator=attendances)
        yield reading(f"{code}.ATT", first, last, value=attendances)


def reading(metric, first, last, value="", numerator="", denominator=""):
    return {
        "program": PROGRAM,
        "metric": metric,
        "period_from": first,
        "period_to": last,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
    }


def write(folder, name, rows):
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
