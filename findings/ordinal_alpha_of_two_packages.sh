#!/bin/sh
# Krippendorff's alpha of the ratings that he printed as an example (four raters, twelve units, some of
# them empty): nominal .743, ordinal .815, interval .849, ratio .797. Expected: all packages say so.
# krippendorff does; irrCAC says .834 for ordinal, for its "ordinal" weights are Gwet's and not those of
# alpha, and the same as the others for the rest. Where all raters gave one and the same value throughout,
# as for a twitch that nobody saw, nothing varies and alpha has no value: krippendorff says so with an
# error, irrCAC reports 1.0 with p = 0. So an ordinal alpha needs the name of its package.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if one of them no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q irrCAC==0.4.4 krippendorff==0.9.0 scipy==1.12.0 numpy==1.26.4 \
    pandas==2.3.3 2>/dev/null
cat > "$work/alpha.py" <<'PY'
import sys
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC

_ = np.nan
RATINGS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
])  # fmt: skip
PRINTED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}
WEIGHTS = {"nominal": "identity", "ordinal": "ordinal", "interval": "quadratic", "ratio": "ratio"}


def ask_irrcac(ratings, level):
    found = CAC(pd.DataFrame(ratings.T), weights=WEIGHTS[level]).krippendorff()["est"]
    return found["coefficient_value"], found["p_value"]


print("krippendorff", version("krippendorff"), "irrCAC", version("irrCAC"))
same = True
for level, printed in PRINTED.items():
    one = round(krippendorff.alpha(RATINGS, level_of_measurement=level), 3)
    other = round(ask_irrcac(RATINGS, level)[0], 3)
    print(f"{level}: printed {printed}, krippendorff {one}, irrCAC {other}")
    same &= one == printed and other == (0.834 if level == "ordinal" else printed)
never = np.zeros((2, 10))
try:
    one = krippendorff.alpha(never, level_of_measurement="nominal")
except ValueError as error:
    one = str(error)
other = ask_irrcac(never, "nominal")
print("nobody saw anything: krippendorff:", one, "irrCAC: alpha, p", other)
sys.exit(not same or "more than one value" not in str(one) or other != (1.0, 0.0))
PY
"$work/venv/bin/python" -W ignore "$work/alpha.py"
