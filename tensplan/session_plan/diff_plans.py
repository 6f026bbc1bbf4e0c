"""What changed between two plans: verdicts, exposure, nerves, findings, and their protocols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tensplan.finding import SEVERITIES
from tensplan.protocol.model import Protocol
from tensplan.safety.quantity_words import words
from tensplan.session_plan.change import Aspect, Change, compare, worst_first
from tensplan.session_plan.diff import diff_protocols
from tensplan.session_plan.plan import VERDICT_WORDS

Plan = Mapping[str, Any]

ORDER: Final = {"not-planned": 0.0, "none": 0.0, "pass": 1.0, "warn": 2.0, "blocked": 3.0}


REACHED: Final = {
    "peak_basal_c": ("peak of the basal layer", "degC", "heat"),
    "cem43_min": ("thermal dose", "min", "heat"),
    "omega": ("injury integral", "", "heat"),
    "min_skin_c": ("coldest skin", "degC", "cold"),
    "coldest_c": ("coldest tissue", "degC", "cold"),
}
"""What is compared under a pack: in words, its unit, and for which modality."""


def diff_plans(old: Plan, new: Plan) -> list[Change]:
    """Return what changed from one plan to another.

    Parameters
    ----------
    old, new : mapping
        Content of two plan.json files.

    Returns
    -------
    changes : list of Change
        The worst first; empty exactly when their digests are the same.
    """
    found = [
        *_verdicts(old, new),
        *_exposure(old, new),
        *_nerve(old, new),
        *_heat(old, new),
        *_findings(old, new),
        *_frame(old, new),
        *diff_protocols(_protocol(old), _protocol(new)),
    ]
    if not found and old["digest"] != new["digest"]:
        parts = [key for key in new if old.get(key) != new[key] and key != "digest"]
        found = [
            Change(effect="changes", where="plan", what=key, before="other", after="other")
            for key in parts
        ]
    return worst_first(found)


def _protocol(plan: Plan) -> Protocol:
    return Protocol.model_validate(plan["protocol"]["content"])


def _verdicts(old: Plan, new: Plan) -> Iterator[Change]:
    for name, title in (("tens", "TENS"), ("heat", "heat"), ("cold", "cold")):
        sides = [
            {
                "verdict": Aspect(
                    words=VERDICT_WORDS[plan["modalities"][name]["verdict"]],
                    worse="higher",
                    measure=(ORDER[plan["modalities"][name]["verdict"]], 0.0),
                    rank=0,
                )
            }
            for plan in (old, new)
        ]
        yield from compare(title, *sides)


def _exposure(old: Plan, new: Plan) -> Iterator[Change]:
    before = {(r["channel"], r["program"], r["quantity"]): r for r in old["exposure"]}
    after = {(r["channel"], r["program"], r["quantity"]): r for r in new["exposure"]}
    for key, row in before.items():
        if key in after:
            channel, program, quantity = key
            where = f"exposure, channel {channel} ({program})"
            yield from compare(where, _row(row, quantity), _row(after[key], quantity))


def _row(row: Mapping[str, Any], quantity: str) -> dict[str, Aspect]:
    limit = row["limit"]
    name = words(quantity)
    return {
        f"{name}, worst case": Aspect(
            words=f"{row['worst_case']:.6g} {row['unit']}",
            worse="higher",
            measure=(row["worst_case"],),
            rank=1,
        ),
        f"limit on {name}": Aspect(
            words="none" if limit is None else f"{limit:g} {row['unit']}",
            worse="higher",
            measure=(float("inf") if limit is None else limit, 0.0),
            rank=1,
        ),
    }


def _nerve(old: Plan, new: Plan) -> Iterator[Change]:
    """Compare the predicted thresholds that both plans have."""
    keys = ("channel", "program", "pad", "nerve", "sense")
    before, after = (
        {tuple(row[key] for key in keys): row for row in plan["nerve"]} for plan in (old, new)
    )
    for key, row in before.items():
        if key in after:
            channel, program, pad, nerve, sense = key
            what = f"predicted {sense}, {nerve}, pad {pad}"
            yield from compare(
                f"nerve, channel {channel} ({program})",
                {what: _threshold(row)},
                {what: _threshold(after[key])},
            )


def _threshold(row: Mapping[str, Any]) -> Aspect:
    """Earlier pain is worse; of the other thresholds nobody can say it."""
    values = [row[f"threshold{end}_ma"] for end in ("", "_low", "_high")]
    middle, low, high = ("no amplitude" if v is None else f"{v:g}" for v in values)
    return Aspect(
        words=f"{middle} mA ({low} to {high})",
        worse="lower" if row["sense"] == "pain" else "unclear",
        measure=(float("inf") if values[0] is None else values[0],),
        rank=2,
    )


def _heat(old: Plan, new: Plan) -> Iterator[Change]:
    """Compare what each person reaches under the packs that both plans have."""
    before = {(r["modality"], r["area"], r["entry"], r["person"]): r for r in old["heat"]}
    after = {(r["modality"], r["area"], r["entry"], r["person"]): r for r in new["heat"]}
    for key in before.keys() & after.keys():
        modality, area, _, person = key
        where = f"{modality} on the {area}, {person}"
        yield from compare(where, _reached(before[key]), _reached(after[key]))


def _reached(row: Mapping[str, Any]) -> dict[str, Aspect]:
    chosen = [name for name in REACHED if REACHED[name][2] == row["modality"]]
    verdict = Aspect(
        words=VERDICT_WORDS[row["verdict"]],
        worse="higher",
        measure=(ORDER[row["verdict"]], 0.0),
        rank=0,
    )
    return {
        "verdict": verdict,
        **{
            REACHED[name][0]: Aspect(
                words=f"{row[name]:.4g} {REACHED[name][1]}".rstrip(),
                worse="higher" if row["modality"] == "heat" else "lower",
                measure=(row[name],),
                rank=1,
            )
            for name in chosen
        },
    }


def _findings(old: Plan, new: Plan) -> Iterator[Change]:
    """Compare what was found; one finding that says the same of another number is one change."""
    before = {(f["rule"], f["message"]): f for f in old["findings"]}
    after = {(f["rule"], f["message"]): f for f in new["findings"]}
    came = _by_place(finding for key, finding in after.items() if key not in before)
    gone = _by_place(finding for key, finding in before.items() if key not in after)
    for place, findings in came.items():
        if len(findings) == len(gone.get(place, ())) == 1:
            yield _moved(gone.pop(place)[0], findings[0])
        else:
            yield from (_finding(finding, came=True) for finding in findings)
    for findings in gone.values():
        yield from (_finding(finding, came=False) for finding in findings)


def _by_place(findings: Iterable[Any]) -> dict[tuple[str, str], list[Any]]:
    """Return findings by their rule and the place in the protocol that they are about."""
    found: dict[tuple[str, str], list[Any]] = {}
    for finding in findings:
        found.setdefault((finding["rule"], finding["path"]), []).append(finding)
    return found


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Say that a finding speaks of another number; only its severity tells which way it went."""
    before, after = (SEVERITIES.index(finding["severity"]) for finding in (old, new))
    return Change(
        effect="changes" if before == after else "raises" if after < before else "lowers",
        where=new["rule"],
        what="finding",
        before=f"{old['severity']}: {old['message']}",
        after=f"{new['severity']}: {new['message']}",
        rank=3,
    )


def _finding(finding: Mapping[str, Any], *, came: bool) -> Change:
    text = f"{finding['severity']}: {finding['message']}"
    mere_note = finding["severity"] == "note"
    return Change(
        effect="changes" if mere_note else "raises" if came else "lowers",
        where=finding["rule"],
        what="new finding" if came else "finding gone",
        before="none" if came else text,
        after=text if came else "none",
        rank=3,
    )


def _frame(old: Plan, new: Plan) -> Iterator[Change]:
    """Compare whom, by what and where the plan is for."""
    yield from compare("plan", _frame_aspects(old), _frame_aspects(new))


def _frame_aspects(plan: Plan) -> dict[str, Aspect]:
    person, made = plan["patient"], plan["provenance"]
    clinic = made["limits_tightened_by"]
    limits = f"{clinic or 'the project'} ({made['limits_digest'][:19]})"
    return {
        "person": Aspect(
            words="nobody" if person is None else f"{person['code']} ({person['digest'][:19]})",
            worse="any",
            rank=2,
        ),
        "setting": Aspect(
            words=plan["setting"],
            worse="higher",
            measure=(1.0 if plan["setting"] == "home" else 0.0, 0.0),
            rank=4,
        ),
        "device": Aspect(words=plan["device"], worse="unclear", rank=4),
        "limits of": Aspect(words=limits, worse="unclear", rank=4),
        "day": Aspect(words=made["on"], worse="text", rank=61),
        "made by tensplan": Aspect(words=made["tensplan"], worse="text", rank=62),
    }
