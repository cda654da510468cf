"""YAML as planners write it: nothing is run, and what cannot be read is told of all at once.

A key given twice, a tag such as ``!!python/…`` and a number too large to be one do not
stop the reading: each is a problem with its line, and the rest of the file is checked too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from planner.domain.errors import Problem

Tell = Callable[[str, yaml.Mark, str, str], None]
MOST_BITS = 1000
"""A whole number longer than this (300 digits) is no number that anybody means."""


REASONS = (
    (r"found character '\\t'", "en tabulator der det skal være mellomrom", "bytt den ut med mellomrom"),
    (r"found character '(.)'", r"«\1» kan ikke stå først i en verdi", "sett verdien i anførselstegn"),
    (r"expected ',' or '\]'", "en liste i [ ] er ikke lukket", "sett inn ], her eller på en linje før"),
    (r"expected ',' or '\}'", "felter i { } er ikke lukket", "sett inn }, her eller på en linje før"),
    (r"mapping values are not allowed", "uventet kolon", "sett verdien i anførselstegn, eller rett innrykket"),
    (r"could not find expected ':'", "et felt uten kolon", "skriv «felt: verdi», her eller på linja før"),
    (r"expected <block end>", "innrykket passer ikke med linjene over", "rett innrykket"),
    (r"did not find expected", "innrykket passer ikke med linjene over", "rett innrykket"),
    (r"found unexpected end of stream", "et anførselstegn er ikke lukket", "lukk det"),
    (r"found undefined alias", "viser med * til noe som ikke finnes", "sett verdien i anførselstegn"),
    (r"but found another document", "fila har flere deler, skilt med ---", "behold bare den første"),
)
"""What the reader says of its own accord, our words for it, and what to do."""


def _reason(said: str) -> tuple[str, str]:
    for pattern, reason, remedy in REASONS:
        match = re.search(pattern, said)
        if match:
            return match.expand(reason), remedy
    return "kan ikke leses", "rett linja, eller den før"


class _Refused:
    """Stands for a value that was not read."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED = _Refused()
"""A value whose problem is told of already."""


def parse_yaml(text: str, file: str, problems: list[Problem], *, place: str = "") -> Any:
    """Plain values of YAML text; :data:`REFUSED` where there are none, with a problem.

    Args:
        text: the whole document.
        file: what problems call it.
        problems: is added to.
        place: of the problems, instead of a line.
    """

    def tell(message: str, mark: yaml.Mark | None, value: str, remedy: str) -> None:
        where = place or (f"linje {mark.line + 1}" if mark else "")
        problems.append(Problem(message, file, where, value, remedy))

    try:
        return _plain(text, tell)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        where = place or f"linje {line}"
        problems.append(Problem("ikke gyldig YAML: ugyldig tegn", file, where, remedy="slett tegnet"))
    except yaml.YAMLError as error:
        reason, remedy = _reason(str(getattr(error, "problem", "")))
        tell(f"ikke gyldig YAML: {reason}", getattr(error, "problem_mark", None), "", remedy)
    except (ValueError, RecursionError):
        tell("ikke gyldig YAML: en verdi kan ikke leses", None, "", "sjekk at fila ikke er nøstet for dypt")
    return REFUSED


def _plain(text: str, tell: Tell) -> Any:
    loader = _Loader(text, tell)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        for key, first in sorted(_repeated_keys(node), key=lambda pair: pair[0].start_mark.line):
            remedy = f"det står også på linje {first.start_mark.line + 1}; slett det ene"
            tell("feltet står to ganger", key.start_mark, key.value, remedy)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _repeated_keys(root: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Every key that stands in its mapping already, with the first one."""
    nodes, seen = [root], {id(root)}
    while nodes:
        node = nodes.pop()
        inner = [node] if isinstance(node, yaml.ScalarNode) else node.value
        if isinstance(node, yaml.MappingNode):
            first: dict[tuple[str, str], yaml.Node] = {}
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and first.setdefault((key.tag, key.value), key) is not key:
                    yield key, first[key.tag, key.value]
            inner = [part for pair in node.value for part in pair]
        # An anchor may hold itself.
        nodes += [part for part in inner if id(part) not in seen]
        seen.update(map(id, inner))


class _Loader(yaml.SafeLoader):
    """Safe YAML without its traps: 16:00 is a clock time, not 960, and a value it cannot read stops nothing."""

    def __init__(self, text: str, tell: Tell) -> None:
        super().__init__(text)
        self.tell = tell

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        """As the parent, but nothing is a number to the base of sixty."""
        tag = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        numbers = {f"tag:yaml.org,2002:{name}" for name in ("int", "float")}
        return self.DEFAULT_SCALAR_TAG if tag in numbers and ":" in value else tag

    def number_or_text(self, node: yaml.ScalarNode) -> Any:
        """A number or date; what only looks like one stays text, so that the schema tells of it beside all else."""
        try:
            value = yaml.SafeLoader.yaml_constructors[node.tag](self, node)
        except ValueError:
            return node.value
        return node.value if isinstance(value, int) and value.bit_length() > MOST_BITS else value

    def refuse(self, node: yaml.Node) -> _Refused:
        """A tag of another program."""
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        self.tell("merket er ikke tillatt; ingenting er kjørt", node.start_mark, tag, "skriv verdien uten merke")
        return REFUSED


for _name in ("int", "float", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_name}", _Loader.number_or_text)
_Loader.add_constructor(None, _Loader.refuse)
