"""Answers to the questions: read one by one, and gathered into a patient file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, get_args

from tensplan.patient.codes import ConditionCode
from tensplan.patient.model import PATIENT_SCHEMA
from tensplan.patient.places import place_ids
from tensplan.patient.questions import Question
from tensplan.patient.rule import red_flags
from tensplan.placement.sites import find_site
from tensplan.protocol.document import did_you_mean

UNKNOWN: Final = ("", "u", "unknown")
NONE: Final = ("none", "-")

Answers = Mapping[str, Any]


def read_answer(question: Question, text: str) -> Any:
    """Return an answer as a value of the file; None when it is unknown.

    A yes may name places after it; they come back as a list, an empty one for everywhere.

    Raises
    ------
    ValueError
        If the answer does not fit the question; the words say what would.

    Examples
    --------
    >>> asked = Question(id="I_SCS", part="", ask="", help="", kind="yes-no")
    >>> read_answer(asked, "yes lumbar"), read_answer(asked, "n"), read_answer(asked, "u")
    (['lumbar'], False, None)
    """
    text = text.strip()
    if text.lower() in UNKNOWN:
        return None
    reader = {
        "yes-no": _yes_no,
        "choice": _choice,
        "number": _number,
        "text": lambda _, word: word,
        "list": _list,
    }[question.kind]
    return reader(question, text)


def patient_data(answers: Answers, *, on: date) -> dict[str, Any]:
    """Return the content of a patient file: what was answered, and what stays unknown.

    Parameters
    ----------
    answers : mapping
        Question id to value, as `read_answer` returns it.
    on : date
        Day of the examination and of every test.

    Examples
    --------
    >>> data = patient_data({"code": "P-014", "I_ICD": False}, on=date(2026, 11, 22))
    >>> data["conditions"], "I_ICD" in data["conditions_not_asked"], "red_flags" in data
    ([], False, False)
    """
    known = {name: value for name, value in answers.items() if value is not None}
    data: dict[str, Any] = {"schema": PATIENT_SCHEMA, "code": known.get("code", "P-001")}
    data |= {key: known[key] for key in ("side", "age_years") if key in known}
    data["examined_on"] = str(on)
    data |= {key: known[key] for key in ("weeks_since_surgery",) if key in known}
    for name in ("surgery", "pain", "swelling", "circulation"):
        part = {key.split(".")[1]: known[key] for key in known if key.startswith(f"{name}.")}
        data |= {name: _plain(part)} if part else {}
    data |= _red_flags(known) | _conditions(known)
    data |= _tests(known, on)
    data |= _rest(known, on)
    return data


def _plain(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part with a plain yes where a yes may name places."""
    return {
        key: True if key == "fused" and isinstance(value, list) else value
        for key, value in part.items()
    }


def _red_flags(known: Answers) -> dict[str, Any]:
    """Return the red flags; left out while one is unknown and none was found."""
    found = [code for code in red_flags() if isinstance(known.get(code), list)]
    whole = all(code in known for code in red_flags())
    return {"red_flags": found} if found or whole else {}


def _conditions(known: Answers) -> dict[str, Any]:
    codes = get_args(ConditionCode)
    found = [code for code in codes if isinstance(known.get(code), list)]
    missing = [code for code in codes if code not in known and not _is_deduced(code, known)]
    data: dict[str, Any] = {"conditions": found}
    data |= {"conditions_not_asked": missing} if missing else {}
    where = {code: known[code] for code in found if known[code]}
    return {**data, "where": where} if where else data


_ANSWERED_BY: Final = {"P_CHILD": "age_years", "P_OEDEMA": "swelling.acute_at"}
"""Questions that answer a condition as well."""


def _is_deduced(code: str, known: Answers) -> bool:
    """Say whether another answer decides a condition, so that it is no question of its own."""
    return code in ("P_SENS", "P_ALLO", "P_SKIN") or _ANSWERED_BY.get(code, "") in known


def _tests(known: Answers, on: date) -> dict[str, Any]:
    """Return tests of both limbs and skin by place."""
    parts: dict[str, dict[str, Any]] = {"sensation": {}, "sensation_other_side": {}, "skin": {}}
    for name, value in known.items():
        what, _, place = name.partition("@")
        limb = "sensation_other_side" if what.startswith("other_") else "sensation"
        if what == "skin":
            parts["skin"][place] = value
        elif what in ("hot", "cold"):
            if {f"hot@{place}", f"cold@{place}"} <= set(known):
                entry = parts[limb].setdefault(place, {"tested_on": str(on)})
                entry.setdefault("hot_cold", {})[what] = value
        elif place:
            entry = parts[limb].setdefault(place, {"tested_on": str(on)})
            entry[what.removeprefix("other_")] = value
    return {name: part for name, part in parts.items() if part}


def _rest(known: Answers, on: date) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if "topicals" in known:
        data["topicals"] = [
            {"agent": agent, "places": [place], "applied_on": str(on)}
            for agent, _, place in (entry.partition(" ") for entry in known["topicals"])
        ]
    if "medicines" in known:
        data["medicines"] = known["medicines"]
    if "heat_or_cold_before" in known:
        data["heat_or_cold_before"] = isinstance(known["heat_or_cold_before"], list)
    return data


def _yes_no(question: Question, text: str) -> Any:
    word, _, rest = text.partition(" ")
    if word.lower() in ("n", "no", "false"):
        return False
    if word.lower() not in ("y", "yes", "true"):
        raise ValueError(f'"{text}" is none of yes, no, unknown')
    return list(_places(rest))


def _places(text: str) -> Iterator[str]:
    """Yield the places in a text, each checked."""
    for word in text.replace(",", " ").split():
        site = find_site(word)
        place = word if site is None else site.id
        if place not in place_ids():
            near = did_you_mean(word, place_ids())
            raise ValueError(f'"{word}" is no site or area; {near or "see tensplan list --sites"}')
        yield place


def _choice(question: Question, text: str) -> str:
    word = text.lower().replace(" ", "-")
    found = [choice for choice in question.choices if choice == word]
    found = found or [choice for choice in question.choices if choice.startswith(word)]
    if len(found) != 1:
        raise ValueError(f'"{text}" is none of {", ".join(question.choices)}')
    return found[0]


def _number(question: Question, text: str) -> float:
    try:
        number = int(text) if question.whole else float(text)
    except ValueError:
        kind = "a whole number" if question.whole else "a number"
        raise ValueError(f'"{text}" is not {kind}') from None
    if not question.low <= number <= question.high:
        raise ValueError(f"{text} is outside {question.low:g} to {question.high:g}")
    return number


def _list(question: Question, text: str) -> list[str]:
    if text.lower() in NONE:
        return []
    words = [part.strip() for part in text.split(",") if part.strip()]
    if question.id == "topicals":
        return [_topical(question, entry) for entry in words]
    if not question.choices:
        return list(_places(" ".join(words)))
    return [_choice(question, word) for word in words]


def _topical(question: Question, entry: str) -> str:
    agent, _, place = entry.partition(" ")
    places = list(_places(place))
    if len(places) != 1:
        raise ValueError(f'"{entry}" needs one place, such as lidocaine foot-sole')
    return f"{_choice(question, agent)} {places[0]}"
