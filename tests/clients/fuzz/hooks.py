"""What schemathesis must know of this API: values of its scalars, and what counts as a failure.

Left to itself it takes every entry in `errors` for a fault of the server. Here an answer is wrong if it is no JSON, if one of its errors has
no code of the closed list in docs/graphql.md, if one says INTERNAL, or if the status is one of the server's faults.
"""

import atexit
import collections
import importlib.metadata
import pathlib
import re

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

ROOT = pathlib.Path(__file__).parents[3]
CODES = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/graphql.md").read_text(encoding="utf-8"), re.M))

# How often each code was answered: whether what is sent gets beyond the first refusal.
met = collections.Counter()

# Some of what fits, beside whatever text comes to mind.
FITTING = {
    "Code": ["VN", "JP", "CARDS", "NOWHERE", "cards"],
    "Count": ["0", "15300", "99999999999999999999"],
    "Date": ["2024-02-29", "1900-01-01", "2200-12-31"],
    "DateTime": ["2025-01-02T03:04:05Z", "2025-01-02T03:04:05.000006Z"],
    "Decimal": ["-12.5", "0", "999999999999999.999999999999"],
    "JSON": ["a"],
    "Position": ["0", "1742", "18446744073709551615"],
}
for scalar, values in FITTING.items():
    schemathesis.graphql.scalar(scalar, (st.sampled_from(values) | st.text(max_size=20)).map(nodes.String))


@schemathesis.check
def every_error_has_its_code(_context, response, _case):
    """The answer is JSON, the server had no fault, and each error has a code of the closed list."""
    assert response.status_code < 500, f"status {response.status_code}"
    answer = response.json()
    met["executed"] += "data" in answer
    for error in answer.get("errors", ()):
        code = error.get("extensions", {}).get("code")
        met[code] += 1
        assert code in CODES, f"the code {code} is not in the list: {error}"
        assert code != "INTERNAL", f"a fault of the server: {error}"


@atexit.register
def tell():
    """One line for whoever reads the log."""
    version = importlib.metadata.version("schemathesis")
    print(f"schemathesis {version}:", ", ".join(f"{count} {what}" for what, count in met.most_common()))
