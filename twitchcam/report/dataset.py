"""Signals as an xarray data set, with named axes and units.

In      Movement and Expression, as ``measure_track`` gives them
Out     Variables over ``time`` (s), ``region``, ``side``, ``axis``, each with its unit and meaning
Needs   xarray (the extra ``lab``), loaded when the first data set is made
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.errors import InputError
from twitchcam.records.rows import UNITS
from twitchcam.records.tables import list_provenance
from twitchcam.wording import text

if TYPE_CHECKING:
    import xarray as xr

    from twitchcam.records import Analysis, Expression, Movement
    from twitchcam.records.clock import Clock

_PATCH: Final = ("time", "region", "side")
# Where each variable comes from, its name there, and its axes.
_MOVEMENT: Final = {
    "displacement_mm": (*_PATCH, "axis"),
    "transient_mm": (*_PATCH, "axis"),
    "local_noise_mm": _PATCH,
    "noise_mm": ("region", "side"),
    "compression_loss_mm": ("region", "side"),
    "activity_mm": ("time",),
    "observed": ("time",),
}
_EXPRESSION: Final = {
    "lid_aperture_mm": ("time", "side"),
    "iris_drop_mm": ("time", "side"),
    "brow_mm": ("time", "side"),
    "mouth_corner_mm": ("time", "side", "axis"),
    "mouth_opening_mm": ("time",),
    "jaw_drop_mm": ("time",),
    "head_rotation_deg": ("time", "angle"),
}


def make_signals(
    movement: Movement,
    expression: Expression,
    *,
    analysis: Analysis | None = None,
    clock: Clock | None = None,
) -> xr.Dataset:
    """Signals of a face with named axes, ready for selection, plots and netCDF.

    Parameters
    ----------
    movement, expression : Movement, Expression
        What ``measure_track`` gave.
    analysis : Analysis, optional
        What they led to: its clip, versions, checksums and changed settings become attributes.
    clock : Clock, optional
        Another clock; the coordinate ``clock_s`` along ``time`` then holds what it reads. It needs
        ``analysis``.

    Returns
    -------
    xarray.Dataset
        ``transient_mm`` (time, region, side, axis) and others, as in ``docs/python.md``. ``time``
        counts seconds from the first picture, ``axis`` is ``outward`` and ``up``. NaN is what
        was not measured.

    Raises
    ------
    InputError
        xarray is not installed, or there is a clock without an analysis.

    Examples
    --------
    >>> signals = make_signals(movement, expression, analysis=analysis)
    >>> cheek = signals.transient_mm.sel(region="cheek", side="left", axis="up")
    >>> cheek.dims, cheek.attrs["units"]
    (('time',), 'mm')
    """
    xarray = _load_xarray()
    if clock is not None and analysis is None:
        raise InputError(text("error-clock-without-analysis"))
    parts = ((movement, _MOVEMENT), (expression, _EXPRESSION))
    variables = {
        name: (axes, getattr(record, name), _describe(name))
        for record, names in parts
        for name, axes in names.items()
    }
    coordinates: dict[str, Any] = {
        "time": ("time", movement.time_s, {"units": "s", "long_name": text("dataset-time")}),
        "region": list(REGION_NAMES),
        "side": list(SIDES),
        "axis": list(AXES),
        "angle": ["yaw", "pitch", "roll"],
    }
    if clock is not None and analysis is not None:
        read_s = [clock.read(moment_s, analysis.source) for moment_s in movement.time_s.tolist()]
        about = {"units": "s", "long_name": text("dataset-clock")}
        coordinates["clock_s"] = ("time", read_s, about)
    about_all: dict[str, Any] = {
        "sampling_rate_hz": movement.sampling_rate_hz,
        "sides": text("dataset-sides"),
    }
    if analysis is not None:
        about_all["clip"] = analysis.source.name
        # netCDF knows no truth values.
        about_all |= {name: str(value) for name, value in list_provenance(analysis).items()}
    return cast("xr.Dataset", xarray.Dataset(variables, coordinates, about_all))


def _load_xarray() -> Any:
    try:
        import xarray
    except ImportError as error:
        raise InputError(text("error-dataset-package")) from error
    return xarray


def _describe(name: str) -> dict[str, str]:
    unit = next((unit for suffix, unit in UNITS.items() if name.endswith(suffix)), "")
    key = name.replace("_", "-")
    return {"long_name": text(f"dataset-{key}"), **({"units": unit} if unit else {})}
