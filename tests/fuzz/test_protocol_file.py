"""Thousands of damaged and random protocol files: findings or one refusal, never anything else."""

from __future__ import annotations

import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tensplan.checking import check_document
from tensplan.errors import UnreadableError
from tensplan.finding import Finding
from tensplan.placement.sites import sites
from tensplan.protocol.document import parse_document
from tensplan.protocol.validation import Draft
from tensplan.safety import judge as judge_module
from tensplan.safety.limits import own_limits
from tests.fuzz.mutation import as_yaml, damaged_bytes, damaged_values, damaged_words
from tests.fuzz.strategies import protocol_data

ROOT = Path(__file__).parents[2]
SHARE_THAT_REACHES_MEANING = 1 / 3
LONGEST_S = 2.0
"""Processor time of one input, so that a busy machine does not matter. [s]"""
STUCK_S = 30
LARGEST_GROWTH_MIB = 400
"""Growth of the largest resident size over the whole run, other tests' caches included. [MiB]"""

SITES = tuple(site.id for site in sites())


def real_files() -> list[bytes]:
    """Return the bytes of every YAML file of the catalogue and of the tests."""
    found = sorted([*(ROOT / "protocols").rglob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")])
    assert len(found) >= 15
    return [path.read_bytes() for path in found]


class Campaign:
    """Feeds inputs to the checker and keeps count of what came of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.slowest = (0.0, b"")
        self.memory_before = _peak_mib()
        self._reached = False
        really = judge_module.check_coherence

        def counted(draft: Draft) -> Iterator[Finding]:
            self._reached = bool(draft.programs)
            return really(draft)

        monkeypatch.setattr(judge_module, "check_coherence", counted)

    def feed(self, data: bytes) -> None:
        """Check one input."""
        self.counts["inputs"] += 1
        self._reached = False
        began = time.process_time()
        try:
            with _not_stuck():
                document = parse_document(data, name="fuzz.yaml")
                result = check_document(document, name="fuzz.yaml", limits=own_limits())
            self.counts["refused" if result.exit_code else "kept"] += 1
        except UnreadableError as error:
            self.counts["unreadable"] += 1
            assert str(error).startswith("fuzz.yaml")
        except Exception as error:
            self.faults.append(f"{type(error).__name__}: {error} for {data!r}")
        took = time.process_time() - began
        self.slowest = max(self.slowest, (took, data))
        self.counts["reached meaning"] += self._reached
        if took > LONGEST_S:
            self.faults.append(f"{took:.1f} s for {data!r}")

    def close(self) -> None:
        """Print the counts and judge them."""
        growth = _peak_mib() - self.memory_before
        print(
            f"\n{dict(self.counts)}, slowest {self.slowest[0]:.2f} s, memory + {growth:.0f} MiB,"
            f" {len(self.faults)} faults"
        )
        assert self.faults == []
        share = self.counts["reached meaning"] / self.counts["inputs"]
        assert share >= SHARE_THAT_REACHES_MEANING
        assert growth < LARGEST_GROWTH_MIB


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _not_stuck() -> Iterator[None]:
    """Interrupt an input that hangs."""

    def give_up(*_: Any) -> None:
        raise TimeoutError(f"more than {STUCK_S} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(STUCK_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def mutate_real_files(campaign: Campaign, number: int, seed: int) -> None:
    """Feed damaged copies of real files, by bytes, words and values in turn."""
    random = Random(seed)
    files = real_files()
    trees = [parse(data) for data in files]
    trees = [tree for tree in trees if isinstance(tree, dict)]
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: damaged_bytes(random, files),
        lambda: damaged_words(random, files),
        lambda: damaged_words(random, files),
        lambda: as_yaml(damaged_values(random, random.choice(trees), random.choice((1, 1, 2, 4)))),
        lambda: as_yaml(damaged_values(random, random.choice(trees), 1)),
    )
    for index in range(number):
        campaign.feed(makers[index % len(makers)]())


def parse(data: bytes) -> Any:
    """Return the values of a file; nothing when it is one of the refused ones."""
    try:
        return parse_document(data, name="real.yaml").value
    except UnreadableError:
        return None


def draw_protocols(campaign: Campaign, number: int) -> None:
    """Feed random sound protocols, and the same with a few values changed."""

    @settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=protocol_data(SITES), seed=st.integers(0, 2**32), times=st.integers(0, 3))
    def drawn(data: dict[str, Any], seed: int, times: int) -> None:
        campaign.feed(as_yaml(damaged_values(Random(seed), data, times)))

    drawn()


def test_damaged_and_random_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,500 inputs: no exception but the refusal, none slow, memory bounded."""
    campaign = Campaign(monkeypatch)
    mutate_real_files(campaign, 1300, seed=1)
    draw_protocols(campaign, 200)
    campaign.close()


@pytest.mark.long
def test_damaged_and_random_files_in_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 inputs and more: the same."""
    campaign = Campaign(monkeypatch)
    mutate_real_files(campaign, 18_000, seed=2)
    draw_protocols(campaign, 3_000)
    assert campaign.counts["inputs"] >= 20_000
    campaign.close()
