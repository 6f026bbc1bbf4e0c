"""Damage to real files, by bytes, by words and by values, from a seeded generator."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from typing import Any

WORD = re.compile(rb"[A-Za-z0-9_.+-]+")
NUMBER = re.compile(rb"(?<![\w.-])[-+]?\d+(?:\.\d+)?(?![\w.-])")
NUMBERS = (
    b"0 -1 1 2 3 7 0.5 0.1 1e-6 0.000001 1e-9 1e9 1e308 -1e308 1e400 .nan .inf -.inf 0x7fffffff "
    b"9223372036854775807 9223372036854775808 99999999999999999999999999 100000 1000000 1440 1439.9 "
    b"86400 999999.999999 0.3333333333333333 149.999999 1000.000001 250 65536 true null ~ '100'"
).split()
BYTES = (
    b"\0", b"\xff", b"\xfe\xff", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r", b"\r\n", b"\t",
    b"&a ", b"*a", b"!!python/object:os.system ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.1\n",
    b"{" * 30, b"[" * 30, b"}" * 3, b"]", b"? ", b"|\n", b">\n", b"'", b'"', b": ", b"#", b"- ",
    b"\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\x1b[31m", b"\\u0000", b"::github::error",
)  # fmt: skip
LEAVES: tuple[Any, ...] = (
    0, -1, 1, 2, 3, 50, 100, 249, 1000, 1440, 86400, 10**6, 2**63, 10**30, 1e-6, 1e-9, 0.5, 0.1,
    99.999999, 1000.000001, 499999.5, 1e308, float("inf"), float("nan"), True, None, "", "no",
    "100 us", [], {}, [1], "treated", "A", "monophasic", "asymmetric-biphasic", "random", "sine",
)  # fmt: skip


def damaged_bytes(random: Random, files: list[bytes]) -> bytes:
    """Return a file with a few bytes flipped, cut, doubled, swapped or spliced."""
    data = bytearray(random.choice(files))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        place = random.randrange(len(data) + 1)
        length = random.choice((1, 1, 3, 20, 200))
        way = random.randrange(6)
        if way == 0 and place < len(data):
            data[place] ^= 1 << random.randrange(8)
        elif way == 1:
            del data[place : place + length]
        elif way == 2:
            data[place:place] = data[place : place + length]
        elif way == 3:
            data[place:place] = random.choice(BYTES)
        elif way == 4:
            other = random.choice(files)
            start = random.randrange(len(other))
            data[place : place + length] = other[start : start + length]
        else:
            data[place:place] = bytes(random.randrange(256) for _ in range(3))
    return bytes(data)


def damaged_words(random: Random, files: list[bytes]) -> bytes:
    """Return a file with numbers, words or lines exchanged, dropped or doubled."""
    data = random.choice(files)
    for _ in range(random.choice((1, 1, 2, 3))):
        way = random.randrange(5)
        if way <= 1:
            data = _replaced(random, data, NUMBER, random.choice(NUMBERS))
        elif way == 2:
            words = WORD.findall(random.choice(files))
            data = _replaced(random, data, WORD, random.choice(words))
        else:
            lines = data.split(b"\n")
            first, second = random.randrange(len(lines)), random.randrange(len(lines))
            if way == 3:
                lines[first], lines[second] = lines[second], lines[first]
            else:
                lines[first : first + 1] = random.choice(([], [lines[first]] * 2))
            data = b"\n".join(lines)
    return data


def _replaced(random: Random, data: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    """Replace one match, anywhere."""
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + new + data[match.end() :]


def damaged_values(random: Random, value: Any, times: int) -> Any:
    """Return data with a few leaves changed, keys dropped or moved, and lists lengthened."""
    changed = copy.deepcopy(value)
    for _ in range(times):
        parent, key = random.choice(list(_places(changed)))
        way = random.randrange(8)
        old = parent[key]
        if way <= 3 and isinstance(old, int | float) and not isinstance(old, bool):
            factor = random.choice((0.001, 0.1, 0.5, 2, 3, 10, 1000, 10**6, -1, 1.000001))
            parent[key] = type(old)(old * factor) if random.random() < 0.7 else old * factor
        elif way == 4:
            del parent[key]
        elif way == 5 and isinstance(old, list) and old:
            parent[key] = old * random.choice((2, 5, 60))
        elif way == 6:
            other, there = random.choice(list(_places(changed)))
            parent[key] = copy.deepcopy(other[there])
        else:
            parent[key] = random.choice(LEAVES)
        if not list(_places(changed)):
            return copy.deepcopy(value)
    return changed


def _places(value: Any) -> Any:
    """Yield every (container, key) of nested data."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(inside):
        yield value, key
        if isinstance(item, dict | list) and item:
            yield from _places(item)


def as_yaml(value: Any) -> bytes:
    """Return data as JSON, which YAML reads; NaN and infinity as YAML writes them."""
    text = json.dumps(value, ensure_ascii=False)
    for word, yaml_word in (("NaN", ".nan"), ("-Infinity", "-.inf"), ("Infinity", ".inf")):
        text = text.replace(word, yaml_word)
    return text.encode("utf-8", "surrogatepass")
