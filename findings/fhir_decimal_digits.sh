#!/bin/sh
# FHIR says that the digits of a decimal tell its precision: 0.010 mm is not 0.01 mm, and whoever passes
# it on must keep them. The models of fhir.resources hold a Decimal. Expected: digits in are digits out. In
# fact JSON is read through a binary float (0.010 becomes Decimal('0.01')), and a Decimal that was put
# in with care is written through one, as JSON, XML and as a dict. So a measurement of an Observation loses
# its trailing zeros and all after the 17th digit, and SampledData a period such as
# 16.66666666666666666667 ms, without a word. Who needs them must write the numbers alone.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q fhir.resources==8.3.0 fhir-core==1.1.12 pydantic==2.14.4 lxml==6.1.3 2>/dev/null
cat > "$work/digits.py" <<'PY'
import json
import re
import sys
from decimal import Decimal
from importlib.metadata import version

from fhir.resources.observation import Observation

print("fhir.resources", version("fhir.resources"), "pydantic", version("pydantic"))
EMPTY = {"resourceType": "Observation", "status": "final", "code": {"text": "size of a twitch"}}
seen = {}
for digits in ("0.010", "1.50", "16.66666666666666666667"):
    value = {"valueQuantity": {"value": Decimal(digits), "unit": "mm"}}
    made = Observation.model_validate(EMPTY | value)
    held = str(made.valueQuantity.value)
    as_json = re.search(r'"value":([\d.]+)', made.model_dump_json()).group(1)
    as_xml = re.search(r'<value value="([\d.]+)"', made.model_dump_xml().decode()).group(1)
    as_dict = str(made.model_dump()["valueQuantity"]["value"])
    text = json.dumps(EMPTY | {"valueQuantity": {"value": 0}}).replace('"value": 0', f'"value": {digits}')
    read = str(Observation.model_validate_json(text).valueQuantity.value)
    seen[digits] = held, as_json, as_xml, as_dict, read
    print(f"{digits}: held as {held}, JSON {as_json}, XML {as_xml}, dict {as_dict}; read as {read}")
wanted = {
    "0.010": ("0.010", *4 * ["0.01"]),
    "1.50": ("1.50", *4 * ["1.5"]),
    "16.66666666666666666667": ("16.66666666666666666667", *4 * ["16.666666666666668"]),
}
sys.exit(seen != wanted)
PY
"$work/venv/bin/python" -W ignore "$work/digits.py"
