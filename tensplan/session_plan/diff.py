"""What changed between two protocols, in clinical words, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tensplan.explanation.program_words import rate_words
from tensplan.explanation.protocol_words import pad_words, thermal_words
from tensplan.protocol.model import Protocol
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.protocol.thermal import Thermal
from tensplan.session_plan.aspects import (
    course_aspects,
    pad_aspects,
    program_aspects,
    thermal_aspects,
)
from tensplan.session_plan.change import Aspect, Change, compare, worst_first


def diff_protocols(old: Protocol, new: Protocol) -> list[Change]:
    """Return what changed from one protocol to another.

    Parameters
    ----------
    old, new : Protocol
        Any two protocols; they need not have the same id.

    Returns
    -------
    changes : list of Change
        The worst first; empty exactly when the two say the same.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("sciatic-path-conventional")
    >>> diff_protocols(protocol, protocol)
    []
    """
    found = [
        *_placement(old, new),
        *_programs(old, new),
        *_thermal(old, new),
        *compare("course", course_aspects(old.course), course_aspects(new.course)),
        *_text(old, new),
    ]
    if not found and old != new:
        found = [Change(effect="changes", where="protocol", what="a detail", before="", after="")]
    return worst_first(found)


def _placement(old: Protocol, new: Protocol) -> Iterator[Change]:
    strategy = {"strategy": Aspect(words=old.placement.strategy, worse="any", rank=5)}
    other = {"strategy": Aspect(words=new.placement.strategy, worse="any", rank=5)}
    yield from compare("placement", strategy, other)
    before = {channel.id: channel for channel in old.placement.channels}
    after = {channel.id: channel for channel in new.placement.channels}
    yield from _gone_and_new("channel", before, after, _channel_words)
    renamed = dict([names]) if (names := _renamed(old, new)) else {}
    for name in before.keys() & after.keys():
        pads = zip(before[name].pads, after[name].pads, strict=True)
        for number, (first, second) in enumerate(pads, start=1):
            yield from compare(f"pad {name}{number}", pad_aspects(first), pad_aspects(second))
        first_program = before[name].program
        plays = [
            {"program": Aspect(words=program, worse="unclear", rank=23)}
            for program in (renamed.get(first_program, first_program), after[name].program)
        ]
        yield from compare(f"channel {name}", *plays)


def _channel_words(channel: Channel) -> str:
    pads = " and ".join(f"{pad.site} ({pad_words(pad)})" for pad in channel.pads)
    return f"{pads}, plays {channel.program}"


def _programs(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = dict(old.programs), dict(new.programs)
    names = _renamed(old, new)
    if names is not None:
        gone, fresh = names
        yield Change(effect="wording", where="programs", what="name", before=gone, after=fresh)
        before[fresh] = before.pop(gone)
    yield from _gone_and_new("program", before, after, _program_words)
    for name in before.keys() & after.keys():
        changes = list(
            compare(f"program {name}", program_aspects(before[name]), program_aspects(after[name]))
        )
        yield from changes
        if not changes and before[name] != after[name]:
            yield Change(
                effect="changes", where=f"program {name}", what="a detail", before="", after=""
            )


def _renamed(old: Protocol, new: Protocol) -> tuple[str, str] | None:
    """Return the old and the new name when one program goes and one comes."""
    gone = [name for name in old.programs if name not in new.programs]
    fresh = [name for name in new.programs if name not in old.programs]
    return (gone[0], fresh[0]) if len(gone) == len(fresh) == 1 else None


def _program_words(program: Program) -> str:
    return f"{rate_words(program)}, up to {program.amplitude_cap_ma:g} mA, {program.duration_min:g} min"


def _thermal(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = _by_place(old.thermal or ()), _by_place(new.thermal or ())
    yield from _gone_and_new("", before, after, thermal_words)
    for name in before.keys() & after.keys():
        yield from compare(name, thermal_aspects(before[name]), thermal_aspects(after[name]))


def _by_place(entries: tuple[Thermal, ...]) -> dict[str, Thermal]:
    """Return the uses of heat and cold by what and where; a second one at a place is counted."""
    found: dict[str, Thermal] = {}
    for entry in entries:
        name = f"{entry.modality} on the {entry.area}"
        number = sum(1 for known in found if known.partition(" (")[0] == name) + 1
        found[name if number == 1 else f"{name} ({number})"] = entry
    return found


def _gone_and_new(
    kind: str, before: Mapping[str, object], after: Mapping[str, object], words: object
) -> Iterator[Change]:
    """Yield what was taken away, which lowers, and what was added, which raises."""
    say = words if callable(words) else str
    for name, part in after.items():
        if name not in before:
            where = f"{kind} {name}".strip()
            yield Change(
                effect="raises", where=where, what="added", before="none", after=say(part), rank=6
            )
    for name, part in before.items():
        if name not in after:
            where = f"{kind} {name}".strip()
            yield Change(
                effect="lowers", where=where, what="removed", before=say(part), after="none", rank=6
            )


def _text(old: Protocol, new: Protocol) -> Iterator[Change]:
    yield from _voices(old, new)
    for what in ("id", "version", "title", "summary"):
        before, after = getattr(old, what), getattr(new, what)
        yield from compare(
            "protocol",
            {what: Aspect(words=before, worse="text", rank=60)},
            {what: Aspect(words=after, worse="text", rank=60)},
        )
    yield from compare(
        "protocol",
        {"status": Aspect(words=old.status, worse="unclear", rank=55)},
        {"status": Aspect(words=new.status, worse="unclear", rank=55)},
    )


def _voices(old: Protocol, new: Protocol) -> Iterator[Change]:
    """Yield what changed in the evidence; a voice against that falls silent is not mere wording."""
    against = [{e.citation: e.says for e in p.evidence_against} for p in (old, new)]
    support = [{e.citation: e.supports for e in p.evidence} for p in (old, new)]
    for where, (before, after) in (("evidence against", against), ("evidence", support)):
        for citation in dict.fromkeys([*before, *after]):
            first, second = before.get(citation), after.get(citation)
            if first == second:
                continue
            silent = second is None and where == "evidence against"
            what = "removed" if second is None else "added" if first is None else citation
            text = [f"{citation}: {says}" if says else "none" for says in (first, second)]
            short = [first or "", second or ""]
            yield Change(
                effect="changes" if silent else "wording",
                where=where,
                what=what,
                before=short[0] if what == citation else text[0],
                after=short[1] if what == citation else text[1],
            )
