"""Finding what a word on the command line stands for, and explaining it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.properties import device, device_ids
from tensplan.errors import UsageError
from tensplan.explanation.explanation import Explanation
from tensplan.explanation.of_heat import heat_quantities, heat_quantity_explained
from tensplan.explanation.of_nerve import predicted, prediction_explained
from tensplan.explanation.of_rules import (
    judged_value_explained,
    limit_explained,
    quantity_explained,
    rule_explained,
)
from tensplan.explanation.of_screening import screening_explained
from tensplan.explanation.of_things import (
    device_explained,
    key_explained,
    keys,
    place_explained,
    site_explained,
)
from tensplan.explanation.rules import quantities, rules
from tensplan.patient.rule import find_rule, red_flags, screening_rules
from tensplan.placement.regions import region
from tensplan.placement.sites import find_site, site_ids
from tensplan.protocol.document import did_you_mean
from tensplan.safety.limits import own_limits
from tensplan.units import UNIT_BY_SUFFIX


def explain(topic: str, plan: Mapping[str, Any] | None = None) -> Explanation:
    """Explain a rule, a quantity, a device, a site, a refused place or a file key.

    Parameters
    ----------
    topic : str
        Its id; a quantity also without its unit, or with blanks or dashes.
    plan : mapping, optional
        Content of a plan.json whose numbers are added.

    Raises
    ------
    UsageError
        If nothing has this name; the hint names the nearest one.

    Examples
    --------
    >>> explain("phase charge").id, explain("POP").kind, explain("head").kind
    ('phase_charge_uc', 'site', 'place')
    """
    found = _rule(topic, plan) or _quantity(_plain(topic), plan) or _thing(topic)
    if found is None:
        raise UsageError(
            f'nothing here is called "{topic}"',
            hint=did_you_mean(topic, topics()) or "see tensplan list --rules, --sites or --devices",
        )
    return found


def topics() -> list[str]:
    """Return every word that can be explained.

    Examples
    --------
    >>> {"project/pad-gap", "timing/one-rate", "net_dc_ma", "p24"} <= set(topics())
    True
    """
    limits = own_limits()
    names = [limit.id for limit in limits]
    names += [*rules(), *quantities(), *predicted(), *(limit.quantity for limit in limits)]
    names += [*red_flags(), *screening_rules()]
    return list(dict.fromkeys([*names, *device_ids(), *site_ids(), *keys()]))


def _rule(topic: str, plan: Mapping[str, Any] | None) -> Explanation | None:
    limit = own_limits().named(topic)
    if limit is not None:
        return limit_explained(limit, plan)
    rule = rules().get(topic)
    if rule is not None:
        return rule_explained(rule, plan)
    screening = find_rule(topic)
    return None if screening is None else screening_explained(screening, plan)


def _quantity(name: str, plan: Mapping[str, Any] | None) -> Explanation | None:
    for known, quantity in quantities().items():
        if name in (known, _without_unit(known)):
            return quantity_explained(quantity, plan)
    for known, prediction in predicted().items():
        if name in (known, _without_unit(known)):
            return prediction_explained(prediction, plan)
    for known in heat_quantities():
        if name in (known, _without_unit(known)):
            return heat_quantity_explained(known, plan)
    judged = {limit.quantity for limit in own_limits()}
    near = next((q for q in sorted(judged) if name in (q, _without_unit(q))), None)
    return None if near is None else judged_value_explained(near)


def _thing(topic: str) -> Explanation | None:
    if topic in device_ids():
        return device_explained(device(topic))
    site = find_site(topic)
    if site is not None:
        return site_explained(site)
    place = region(topic)
    if place is not None:
        return place_explained(place)
    field = keys().get(_plain(topic))
    return None if field is None else key_explained(_plain(topic), field)


def _plain(topic: str) -> str:
    return topic.strip().lower().replace(" ", "_").replace("-", "_")


def _without_unit(name: str) -> str:
    suffix = next((s for s in UNIT_BY_SUFFIX if name.endswith(s)), "")
    return name.removesuffix(suffix)
