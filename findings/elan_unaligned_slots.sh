#!/bin/sh
# In an ELAN file a time slot may have no time: ELAN writes so where annotations of a subdivision in
# time meet that nobody placed, and spreads them evenly when it shows them. Libraries do not. speach
# takes a missing time as 0, so that the first half of an annotation of 0.4 s lasts -2.0 s and the second
# 2.4 s, without a word. pympi-ling hands on None in place of the number, and cannot look into such a
# tier by time. Both also leave TIME_ORIGIN, the offset of a linked clip, to whoever knows of it:
# their times are those of ELAN, not of the clip. Who reads annotations has to do all this alone.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if one of them no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "speach==0.1a15.post1" "pympi-ling==1.71" 2>/dev/null
cat > "$work/halves.eaf" <<'EAF'
<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///x/clip.mp4" MIME_TYPE="video/mp4" RELATIVE_MEDIA_URL="./clip.mp4" TIME_ORIGIN="5000"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="2000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="2000"/><TIME_SLOT TIME_SLOT_ID="ts3"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="2400"/><TIME_SLOT TIME_SLOT_ID="ts5" TIME_VALUE="2400"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="whole"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts5"><ANNOTATION_VALUE>w</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER LINGUISTIC_TYPE_REF="sub" PARENT_REF="whole" TIER_ID="halves"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>1</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4"><ANNOTATION_VALUE>2</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="default-lt" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE CONSTRAINTS="Time_Subdivision" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="sub" TIME_ALIGNABLE="true"/>
<CONSTRAINT DESCRIPTION="Time subdivision of parent annotation's time interval, no time gaps allowed within this interval" STEREOTYPE="Time_Subdivision"/>
</ANNOTATION_DOCUMENT>
EAF
cat > "$work/read.py" <<'PY'
import sys
from importlib.metadata import version

import pympi
from speach import elan

lengths = [round(a.duration, 3) for a in elan.read_eaf(sys.argv[1])["halves"].annotations]
print("speach", version("speach"), "lengths in s:", lengths)
eaf = pympi.Eaf(sys.argv[1])
spans = eaf.get_annotation_data_for_tier("halves")
try:
    at = eaf.get_annotation_data_at_time("halves", 2100)
except TypeError:
    at = "TypeError"
whole = eaf.get_annotation_data_for_tier("whole")
print("pympi-ling", version("pympi-ling"), "halves:", spans, "at 2100 ms:", at, "whole:", whole)
sys.exit(
    lengths != [-2.0, 2.4]
    or spans != [(2000, None, "1"), (None, 2400, "2")]
    or at != "TypeError"
    or whole != [(2000, 2400, "w")]
)
PY
"$work/venv/bin/python" "$work/read.py" "$work/halves.eaf"
