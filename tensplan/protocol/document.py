"""A YAML document as plain values, with the line and column of each."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from tensplan.errors import UnreadableError
from tensplan.finding import Finding
from tensplan.protocol.scalars import resolve
from tensplan.protocol.source_file import decode, read_source

DEEPEST_NESTING: Final = 20

Path = tuple[str | int, ...]
Place = tuple[int, int, int]

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


class YamlError(UnreadableError):
    """Text that is not YAML, or YAML that a protocol may not use."""

    ref = "yaml/syntax"


class ForbiddenYamlError(YamlError):
    """YAML that hides what it says: aliases, anchors, tags, many documents, deep nesting."""

    ref = "yaml/forbidden"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where it says it.

    Parameters
    ----------
    name : str
        The file's name in messages.
    text : str
        The whole text.
    value : object
        Plain dicts, lists and scalars.
    values, keys : dict
        (line, column, length), 1-based, of each value and each key by path.
    findings : tuple of Finding
        Faults of the text itself: duplicate keys, keys that are not text.
    """

    name: str
    text: str
    value: Any
    values: dict[Path, Place]
    keys: dict[Path, Place]
    findings: tuple[Finding, ...]

    def locate(self, finding: Finding) -> Finding:
        """Return the finding with the place of its path, or of the nearest parent's key."""
        line, column, length = self.place(finding.path, key=finding.rule.endswith("-key"))
        return finding.placed(file=self.name, line=line, column=column, length=length)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of a value (or its key); of the nearest parent when it is absent."""
        if key and path in self.keys:
            return self.keys[path]
        if path in self.values:
            return self._value_or_its_key(path)
        for end in range(len(path) - 1, 0, -1):
            parent = path[:end]
            if parent in self.keys:
                return self.keys[parent]
            if parent in self.values:
                return self.values[parent]
        return (1, 1, 1)

    def _value_or_its_key(self, path: Path) -> Place:
        """Return a value's place; its key's when the value is a block that begins further down."""
        value = self.values[path]
        key = self.keys.get(path, value)
        return key if key[0] < value[0] else value

    def line(self, number: int) -> str:
        """Return one line of the text, 1-based."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


def read_document(path: Any) -> Document:
    """Read a YAML file.

    Raises
    ------
    UnreadableError
        If the file cannot be read or parsed, or uses YAML that is refused here.
    """
    return parse_document(read_source(path), name=str(path))


def parse_document(data: bytes, *, name: str) -> Document:
    r"""Parse the bytes of a YAML file.

    Examples
    --------
    >>> document = parse_document(b"id: foot\nminutes: 30\n", name="foot.yaml")
    >>> document.value, document.values[("minutes",)]
    ({'id': 'foot', 'minutes': 30}, (2, 10, 2))
    """
    text = decode(data, name=name)
    return _Reader(text, name).read()


@dataclass(slots=True)
class _Reader:
    """Turns parser events into values, in one pass and without recursion in C."""

    text: str
    name: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    loader: Any = None

    def read(self) -> Document:
        try:
            self.loader = _Loader(self.text)
            value = self._document()
        except yaml.YAMLError as error:
            raise self._syntax(error) from None
        return Document(self.name, self.text, value, self.values, self.keys, tuple(self.findings))

    def _document(self) -> Any:
        self.loader.get_event()
        first = self.loader.get_event()
        if isinstance(first, yaml.StreamEndEvent):
            raise YamlError("the file is empty", where=self.name, hint="begin with: schema: …")
        value = self._node((), self.loader.get_event(), 0)
        self.loader.get_event()
        after = self.loader.get_event()
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, "a second document in one file", "keep one document per file")
        return value

    def _node(self, path: Path, event: Any, depth: int) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._refuse(event, f"the alias *{event.anchor}", "write the value out")
        if event.anchor is not None:
            self._refuse(
                event, f"the anchor &{event.anchor}", "write each value out where it is used"
            )
        if event.tag is not None:
            self._refuse(event, f"the tag {event.tag}", "leave the tag out")
        if kind is yaml.ScalarEvent:
            return self._scalar(path, event)
        if depth >= DEEPEST_NESTING:
            self._refuse(event, f"nesting deeper than {DEEPEST_NESTING} levels", "flatten the file")
        start = event.start_mark
        self.values[path] = (start.line + 1, start.column + 1, 1)
        if kind is yaml.MappingStartEvent:
            return self._mapping(path, depth)
        return self._sequence(path, depth)

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        next_event = self.loader.get_event
        while not isinstance(event := next_event(), yaml.SequenceEndEvent):
            items.append(self._node((*path, len(items)), event, depth + 1))
        self._underline_to(path, event)
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        next_event = self.loader.get_event
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a key that is not a word", "use plain words as keys")
            key, place = str(event.value), _place(event)
            if event.anchor is not None or event.tag is not None:
                self._node(path, event, depth)
            here = (*path, key)
            if key in mapping:
                self._duplicate(here, place)
                self._node((*path, f"{key} (again)"), next_event(), depth + 1)
                continue
            self.keys[here] = place
            mapping[key] = self._node(here, next_event(), depth + 1)
        self._underline_to(path, event)
        return mapping

    def _underline_to(self, path: Path, end: Any) -> None:
        """Underline a list or mapping that is written on one line up to its bracket."""
        line, column, _ = self.values[path]
        mark = end.end_mark
        if mark.line + 1 == line and mark.column + 1 > column:
            self.values[path] = (line, column, mark.column + 1 - column)

    def _scalar(self, path: Path, event: Any) -> Any:
        self.values[path] = _place(event)
        if not event.implicit[0]:
            return event.value
        try:
            return resolve(event.value)
        except ValueError as error:
            return self._refuse(event, str(error), "write fewer digits")

    def _duplicate(self, path: Path, place: Place) -> None:
        first = self.keys[path][0]
        finding = Finding(
            rule="yaml/duplicate-key",
            severity="error",
            message=f"{path[-1]} is given twice; the first is on line {first}",
            hint="remove one of the two",
            path=path,
        )
        line, column, length = place
        self.findings.append(
            finding.placed(file=self.name, line=line, column=column, length=length)
        )

    def _refuse(self, event: Any, what: str, hint: str) -> Any:
        mark = event.start_mark
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
        raise ForbiddenYamlError(f"{what} is refused", where=where, hint=hint)

    def _syntax(self, error: yaml.YAMLError) -> YamlError:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else self._position(error)
        return YamlError(str(problem), where=where, hint="see https://yaml.org for the form")

    def _position(self, error: yaml.YAMLError) -> str:
        position = min(int(getattr(error, "position", 0)), len(self.text))
        before = self.text.encode("utf-8")[:position].decode("utf-8", "ignore")
        column = len(before) - before.rfind("\n")
        return f"{self.name}:{before.count(chr(10)) + 1}:{column}"


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return (start.line + 1, start.column + 1, max(length, 1))


def did_you_mean(word: str, known: Any) -> str:
    """Return a hint with the nearest known word, or an empty text.

    Examples
    --------
    >>> did_you_mean("pulse_width", ["pulse_width_us", "shape"])
    'did you mean pulse_width_us?'
    """
    near = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""
