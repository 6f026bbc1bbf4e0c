"""The structure of plan.json, field by field, for its JSON Schema.

A plan grows by addition: keys that are not listed here are allowed, keys that are listed are
required.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tensplan.protocol.field import key
from tensplan.protocol.model import Protocol
from tensplan.protocol.program import Program
from tensplan.safety.exposure import Quantity
from tensplan.safety.limit import Confidence

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
JudgedVerdict = Literal["pass", "warn", "blocked"]
DERIVED_TERMS = (
    "FDA, Guidance Document for Powered Muscle Stimulator 510(k)s, 9 June 1999 (output terms); "
    "formulas derived"
)


class PlanPart(BaseModel):
    """A part of a plan."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class ModalityPart(PlanPart):
    """Whether TENS, heat or cold may be done."""

    verdict: Literal["pass", "warn", "blocked", "not-planned"] = key(
        "verdict", "People read: no listed limit broken (with warnings), blocked, not planned."
    )
    reasons: list[str] = key("reasons", "What blocks it or what it warns of.")


class Modalities(PlanPart):
    """A verdict for each of the three."""

    tens: ModalityPart = key("TENS", "Electrical stimulation.")
    heat: ModalityPart = key("heat", "Heat packs.")
    cold: ModalityPart = key("cold", "Cold packs.")


class FindingPart(PlanPart):
    """One fault, doubt or remark."""

    file: str = key("file", "File it was found in; empty when there is none.")
    line: int = key("line", "1-based; 0 when there is none.", ge=0)
    column: int = key("column", "1-based; 0 when there is none.", ge=0)
    path: str = key("path", "Keys from the root of the file.")
    rule: str = key("rule", "Id of the rule; tensplan explain RULE says more.")
    severity: Literal["error", "warning", "note"] = key("severity", "An error blocks.")
    message: str = key("message", "Quantity, value found and value allowed.")
    hint: str = key("hint", "What to do; may be empty.")
    note: str = key("note", "Background; may be empty.")
    value: float | None = key("value", "The judged number.")
    limit: float | None = key("limit", "Its bound.")
    unit: str = key("unit", "Unit of both.")
    source: str = key("source", "Where the rule comes from.")


class ExposurePart(PlanPart):
    """One exposure quantity of one channel and program."""

    channel: str = key("channel", "Channel id.")
    program: str = key("program", "Program name.")
    quantity: Quantity = key(
        "quantity",
        "At the cap, into 500 ohm, for the smaller pad, in the worst second.",
        source=DERIVED_TERMS,
    )
    unit: str = key("unit", "Unit of the numbers.")
    kind: Literal["exact", "bound"] = key(
        "kind", "Whether the closed form is exact or an upper bound."
    )
    closed_form: float = key("closed form", "By formula, nominal.")
    simulated: float = key("simulated", "Measured on the expanded pulses, nominal.")
    worst_case: float = key(
        "worst case", "All device tolerances at once, the larger of the two routes; judged."
    )
    limit: float | None = key("limit", "The bound; null where there is none.")
    rule: str = key("rule", "Id of the limit; empty where there is none.")
    verdict: Literal["pass", "warn", "blocked", "none"] = key("verdict", "How it stands to it.")


Milliampere = Annotated[float, Field(gt=0)]


class NervePart(PlanPart):
    """One predicted threshold: out by a factor between people; it warns and never blocks."""

    channel: str = key("channel", "Channel id.")
    program: str = key("program", "Program name.")
    pad: str = key("pad", "Pad, as A1.")
    nerve: str = key("nerve", "Id of the nerve; skin for the endings under the pad.")
    fibre: Literal["A-beta", "A-alpha", "A-delta", "C"] = key("fibre", "Kind of fibre.")
    sense: Literal["sensation", "motor", "pain"] = key("sense", "What a person notices.")
    target: bool = key("target", "Whether the pad is placed for this nerve.")
    threshold_ma: Milliampere | None = key(
        "threshold", "Median of the widest pulse; null where no current fires the fibre."
    )
    threshold_low_ma: Milliampere | None = key("low end", "Enough for 5 % of people.")
    threshold_high_ma: Milliampere | None = key("high end", "Enough for 95 % of people.")
    threshold_narrowest_ma: Milliampere | None = key(
        "at the narrowest pulse", "Median where the width changes; null where it does not."
    )
    threshold_uniform_ma: Milliampere | None = key(
        "even flux",
        "Median of endings in the skin, with the same flux everywhere under the pad.",
        default=None,
    )
    threshold_isopotential_ma: Milliampere | None = key(
        "one potential",
        "Median of endings in the skin, with the pad at one potential.",
        default=None,
    )
    cap_ma: Milliampere = key("cap", "Amplitude cap of the program.")
    pulse_width_us: int = key("pulse width", "The widest.", gt=0)
    reachable: bool = key("reachable", "Whether the low end does not pass the cap.")
    confidence: Confidence = key("confidence", "The weakest among the inputs.")
    weak: list[str] = key("weak inputs", "Those that are recalled or chosen by the project.")


class RecruitmentPart(PlanPart):
    """Share of the fibres of one nerve that fire as the amplitude rises."""

    nerve: str = key("nerve", "Id of the nerve; skin for the endings under the pad.")
    fibre: Literal["A-beta", "A-alpha", "A-delta", "C"] = key("fibre", "Kind of fibre.")
    pad: str = key("pad", "Pad, as A1.")
    amplitudes_ma: list[float] = key("amplitudes", "Rising.")
    shares: list[float] = key("shares", "Of the fibres that fire at each, 0 to 1.")


class NerveWindowPart(PlanPart):
    """Between the first tingle and what is tolerated, for one channel and program."""

    channel: str = key("channel", "Channel id.")
    program: str = key("program", "Program name.")
    cap_ma: Milliampere = key("cap", "Amplitude cap of the program.")
    step_ma: Milliampere | None = key("step", "Smallest step of the device; null if not stated.")
    first_tingle_ma: Milliampere | None = key("first tingle", "Median, under either pad.")
    first_tingle_low_ma: Milliampere | None = key("low end", "Enough for 5 % of people.")
    first_tingle_high_ma: Milliampere | None = key("high end", "Enough for 95 % of people.")
    first_tingle_pad: str = key("pad", "Pad under which it comes first.")
    nerve: str = key("nerve", "The intended nerve that answers first; empty for none.")
    nerve_tingle_ma: Milliampere | None = key("tingle along the nerve", "Median.")
    nerve_tingle_low_ma: Milliampere | None = key("low end", "Enough for 5 % of people.")
    nerve_tingle_high_ma: Milliampere | None = key("high end", "Enough for 95 % of people.")
    upper_ma: Milliampere | None = key("upper edge", "What is tolerated at most, median.")
    upper_low_ma: Milliampere | None = key("low end", "In 5 % of people.")
    upper_high_ma: Milliampere | None = key("high end", "In 95 % of people.")
    upper_basis: str = key("basis", "Where the upper edge comes from.")
    advice_ma: Milliampere = key("advice", "Raise no further than this.")
    charge_uc: Milliampere | None = key("charge", "Leading phase at the nerve's threshold.")
    best_pulse_width_us: int | None = key("best pulse width", "Of the widest window.")
    shift_10mm: float | None = key(
        "shift", "Threshold of a pad 10 mm beside the nerve's line, over that of the pad on it."
    )
    selectivity: float | None = key(
        "selectivity",
        "First tingle or twitch of another nerve over the tingle of the intended one.",
        default=None,
    )
    before: dict[str, float] | None = key(
        "before", "Medians before they were scaled to the person's own currents; null for none."
    )
    recruitment: list[RecruitmentPart] = key("recruitment", "Curves of the earliest fibres.")


class ProtocolPart(PlanPart):
    """The protocol that the plan was made from."""

    id: str = key("id", "Id of the protocol.")
    version: str = key("version", "Version of its content.")
    digest: Digest = key("digest", "SHA-256 of its canonical content.")
    content: Protocol = key("content", "The whole protocol.")


class PatientPart(PlanPart):
    """Whom the plan is for, under a code."""

    code: str = key("code", "A pseudonym that only the clinic can resolve.")
    digest: Digest = key("digest", "SHA-256 of the patient file's canonical content.")
    side: Literal["left", "right"] | None = key(
        "side", "The painful limb; null when unknown.", default=None
    )
    invented: bool = key("invented", "Whether this is nobody: a made-up example.", default=False)


class RedFlagPart(PlanPart):
    """What stops everything; in a refusal only."""

    code: str = key("code", "Its code.")
    title: str = key("title", "The same in words.")
    urgency: Literal["emergency", "same-day", "urgent"] = key("urgency", "How soon.")
    call: str = key("call", "Whom to call.")
    act: str = key("act", "What has to happen.")


class ClearedPart(PlanPart):
    """A rule that a clearance opened."""

    code: str = key("code", "The rule.")
    by_role: str = key("by role", "Who gave it.")
    until: str = key("until", "Last day on which it holds.")


class ScreeningPart(PlanPart):
    """What screening came to, beside its findings."""

    red_flags: list[RedFlagPart] = key("red flags", "Empty in a plan that was written.")
    ask: list[str] = key("ask", "Roles whose clearance is missing.")
    still: list[str] = key("still", "What may still be done.")
    cleared: list[ClearedPart] = key("cleared", "Clearances that opened a rule.")


class PadPart(PlanPart):
    """One pad in place."""

    site: str = key("site", "Word id of the electrode site.")
    code: str = key("code", "Short code of the site.")
    title: str = key("title", "Readable name of the site.")
    find: str = key("find", "How to find the spot on a person.")
    side: Literal["treated", "other"] = key("side", "The treated limb or the other one.")
    width_mm: float = key("width", "Across the limb.", gt=0)
    height_mm: float = key("height", "Along the limb.", gt=0)
    round: bool = key("round", "Whether it is a disc.")
    outline_cm2: float = key("outline", "Area of the outline.", gt=0)
    conductive_cm2: float = key("conductive area", "Area that carries current.", gt=0)
    conductive_is_stated: bool = key(
        "stated", "False where 0.8 of the outline is assumed (project default)."
    )


class NamedProgram(Program):
    """The program that a channel plays first, with its name."""

    name: str = key("name", "Name of the program.")


class ChannelPart(PlanPart):
    """One channel: two pads and what they play."""

    id: str = key("channel", "Channel id.")
    pads: Annotated[list[PadPart], Field(min_length=2, max_length=2)] = key(
        "pads", "Pad 1 and pad 2; pad 1 is negative in the leading phase."
    )
    program: NamedProgram = key("program", "What the channel names.")
    programs: list[str] = key("programs", "What it plays over the days of the course.")


class HeatPart(PlanPart):
    """What one person reaches under one pack."""

    entry: int = key("entry", "Place in the protocol's list of heat and cold, from 0.", ge=0)
    modality: Literal["heat", "cold"] = key("modality", "Heat or cold.")
    area: str = key("area", "Where the pack lies.")
    person: Literal["given", "normal", "worst"] = key(
        "person", "The person given, one of normal circulation, or everything harmful at once."
    )
    max_skin_c: float = key("hottest skin", "Of the surface.", unit="degC")
    min_skin_c: float = key("coldest skin", "Of the surface.", unit="degC")
    coldest_c: float = key("coldest tissue", "At any depth.", unit="degC")
    peak_basal_c: float = key("peak of the basal layer", "Where burns begin.", unit="degC")
    cem43_min: float = key("thermal dose", "Equivalent minutes at 43 degC.", unit="min", ge=0)
    omega: float = key("injury integral", "0.53 is a first-degree burn.", ge=0)
    skin_above_43_min: float = key("skin above 43", "Longest without a break.", unit="min", ge=0)
    skin_above_48_min: float = key("skin above 48", "Longest without a break.", unit="min", ge=0)
    broken: list[str] = key("broken", "Ids of the limits that are not kept.")
    verdict: JudgedVerdict = key("verdict", "How the person stands to all limits on packs.")


class ThermalEntryPart(PlanPart):
    """What a page shows of one pack beside its rows."""

    entry: int = key("entry", "Place in the protocol's list of heat and cold, from 0.", ge=0)
    modality: Literal["heat", "cold"] = key("modality", "Heat or cold.")
    area: str = key("area", "Where the pack lies.")
    verdict: JudgedVerdict = key(
        "verdict", "Of the temperatures alone, on whoever is worst; a person's test comes on top."
    )
    deep_mm: float = key("depth", "Depth of the third trace.", unit="mm", gt=0)
    judged: list[dict[str, Any]] = key("judged", "Whoever stands worst to each limit.")
    session: dict[str, Any] | None = key(
        "session", "With the other packs and the current on this area; null where there is none."
    )
    traces: list[dict[str, Any]] = key("traces", "Temperatures in time, by person.")
    would_pass: list[dict[str, Any]] = key("would pass", "Changes that were simulated and pass.")
    guidance: list[dict[str, str]] = key("guidance", "What to do and to look for, with sources.")
    doubts: list[str] = key("doubts", "Where the model is known to be wrong.")
    weak: list[str] = key("weak", "Numbers that are remembered or chosen by the project.")


class ProvenancePart(PlanPart):
    """Versions, limits and day behind a plan."""

    tensplan: str = key("tensplan", "Version of the program.")
    limits_digest: Digest = key("limits", "SHA-256 of the limits.")
    limits_tightened_by: str = key("tightened by", "The clinic whose limits apply; may be empty.")
    on: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] = key(
        "on", "Day of the plan."
    )
    numpy: str = key("numpy", "Version of the numerical library.")


class SourcePart(PlanPart):
    """One source that the plan rests on."""

    what: str = key("what", "What rests on it.")
    value: str = key("value", "The number or statement; may be empty.")
    source: str = key("source", "Where it comes from.")
    confidence: Confidence = key("confidence", "How well the source is known.")


class PlanContent(PlanPart):
    """One judged session plan. Investigational; not a medical device."""

    schema_id: Literal["tensplan/plan/1"] = key(
        "schema", "Name and version of this file format.", alias="schema"
    )
    digest: Digest = key("digest", "SHA-256 of the RFC 8785 bytes without this key.")
    verdict: Literal["pass", "warn"] = key(
        "verdict", "A blocked plan is never written; a specimen is at most warn."
    )
    modalities: Modalities = key("modalities", "TENS, heat and cold apiece.")
    findings: list[FindingPart] = key("findings", "What limits the plan, worst first.")
    exposure: list[ExposurePart] = key("exposure", "By two routes, and judged.")
    protocol: ProtocolPart = key("protocol", "What was asked.")
    patient: PatientPart | None = key("patient", "Null for a specimen, for no person.")
    screening: ScreeningPart | None = key("screening", "Null for a specimen.")
    device: str = key("device", "Id of the device profile.")
    setting: Literal["home", "supervised"] = key("setting", "Where the sessions take place.")
    channels: Annotated[list[ChannelPart], Field(min_length=1, max_length=4)] = key(
        "channels", "Pads and programs."
    )
    contact: list[dict[str, Any]] = key("contact", "Densities when a pad peels.")
    output: list[dict[str, Any]] = key("output", "Whether the device reaches the cap.")
    nerve: list[NervePart] = key("nerve", "Thresholds of the nerves in reach.")
    nerve_windows: list[NerveWindowPart] = key(
        "nerve windows", "First tingle, upper edge and advice, by channel and program."
    )
    heat: list[HeatPart] = key("heat", "Temperatures under each pack, by person.")
    thermal: list[ThermalEntryPart] = key("heat and cold", "Traces, guidance and doubts by pack.")
    course: list[dict[str, Any]] = key("course", "One entry per treatment day.")
    reviews: list[dict[str, Any]] = key("reviews", "When relief is judged, and what follows.")
    sequence: list[dict[str, Any]] = key("sequence", "Packs and stimulation in order of the day.")
    guidance: dict[str, Any] = key("guidance", "Exercises, notes on medicines, evidence, ladder.")
    layout: dict[str, Any] = key("layout", "Where pads could go on this person; empty for nobody.")
    foot_length_mm: float | None = key(
        "foot length",
        "Heel to the longest toe, for the pad sheet; null when unknown and for nobody.",
    )
    localisation: dict[str, Any] = key(
        "localisation", "What the findings are consistent with; empty for nobody."
    )
    history: dict[str, Any] = key("history", "The logged sessions so far; empty without any.")
    titration: list[dict[str, Any]] = key("titration", "How the amplitude is raised.")
    stop: list[dict[str, Any]] = key("stop", "When to stop and whom to call.")
    evidence: list[dict[str, Any]] = key("evidence", "For and against.")
    sources: list[SourcePart] = key("sources", "Every source, each with its confidence.")
    provenance: ProvenancePart = key("provenance", "What the plan was made with.")
