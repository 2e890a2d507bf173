"""Damage to a file of YAML as text: what slips of the hand, editors and half-finished merges leave behind."""

from __future__ import annotations

from hypothesis import strategies as st

WRITTEN = (
    *(
        "",
        "~",
        "yes",
        "-1",
        "1e999",
        ".nan",
        "-.inf",
        "99999999999999999999",
        "0x1F",
        "1_000",
        "1:30",
        "2026-13-01",
    ),
    *(
        "[]",
        "{}",
        "[[[[[[]]]]]]",
        "{a: {b: {c: d}}}",
        "[always]",
        "{always: true}",
        "&a [*a]",
        "*nobody",
        "&a x",
        "<<: *a",
    ),
    *(
        "!!python/object:os.system x",
        "!secret x",
        "!!int ''",
        "!!bool x",
        "!!binary x",
        '"\\ud800"',
        '"\\x00"',
        "'it''s",
        '"',
    ),
    *(
        "|",
        ">-",
        "@x",
        "`x`",
        "%x",
        "? x",
        "- x",
        "---",
        "...",
        "# x",
        "\u202eabc",
        "😀",
        "e\u0301",
        "x" * 5_000,
    ),
    *(
        "{nation: england}",
        "{not: always}",
        "{all: [{nation: wales}, {not: {nation: wales}}]}",
        "{any: []}",
        "{track: light}",
    ),
    *(
        "{staff_affected: {more_than: 1e300}}",
        "{staff_affected: {includes: [a]}}",
        "{nobody_knows: true}",
        "fact:nobody_knows",
    ),
    *(
        "{all: [{staff_affected: {less_than: 1}}, {staff_affected: {more_than: 5}}]}",
        "[" * 200,
        "{a: " * 200,
        "a.b:any=c",
    ),
)
LINES = (
    *(
        "\t- x",
        "  ",
        "---",
        "...",
        "%YAML 1.1",
        "<<: {a: b}",
        "nobody: knows",
        "    at_least: 3",
        "    title: Again",
        "- x",
        "? [a]",
    ),
    *(
        "a: &a [x,x,x,x,x,x,x,x,x,x]",
        "  - id: IA-99",
        "      - {id: again, check: document, message: Attach the paper itself.}",
    ),
    *(
        "    publishes: {nation: 'document:sha256'}",
        "    effective_from: 9999-12-31",
        "    nations: [atlantis]",
        "    required_when: {not: always}",
    ),
)


@st.composite
def damaged(draw: st.DrawFn, text: str, most: int = 3) -> str:
    """The text with up to so many lines changed."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, most))):
        place = draw(st.integers(0, len(lines) - 1))
        lines[place : place + 1] = draw(st.sampled_from(DAMAGES))(draw, lines, place)
    return "\n".join(lines)


def _value(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    """Another value after one of the line's names."""
    parts = lines[place].split(": ")
    if len(parts) == 1:
        return [lines[place] + draw(st.sampled_from(WRITTEN))]
    at = draw(st.integers(1, len(parts) - 1))
    tail = parts[at].lstrip("[{\"'&*").partition(",")
    parts[at] = draw(st.sampled_from(WRITTEN)) + draw(st.sampled_from(["", tail[1] + tail[2]]))
    return [": ".join(parts)]


def _name(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    """Another name before the line's first value, often one that is known elsewhere."""
    name, mark, value = lines[place].partition(":")
    other = draw(st.sampled_from(lines)).partition(":")[0].strip(" -{")
    kept = len(name) - len(name.lstrip(" -"))
    return [
        name[:kept] + draw(st.sampled_from([other, name[kept:] + "s", "", "😀", "a b", "[a]"])) + mark + value
    ]


def _insert(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    return [lines[place], draw(st.sampled_from(LINES))]


def _indent(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    return [
        draw(st.sampled_from(["", " ", "  ", "    ", "\t"]))
        + lines[place].removeprefix(draw(st.sampled_from(["", "  "])))
    ]


def _drop(_: st.DrawFn, __: list[str], ___: int) -> list[str]:
    return []


def _repeat(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    return lines[place : place + draw(st.integers(1, 12))] + lines[place : place + 1]


def _elsewhere(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    """A line from elsewhere in its stead, or before it."""
    return [draw(st.sampled_from(lines)), *draw(st.sampled_from([[], [lines[place]]]))]


def _letters(draw: st.DrawFn, lines: list[str], place: int) -> list[str]:
    line = lines[place]
    at, gone = draw(st.integers(0, len(line))), draw(st.integers(0, 6))
    junk = draw(st.text(alphabet="a:-[{}]'\"\n\t 0!&*|>%@#?,é\0\ufeff", max_size=5))
    return [line[:at] + junk + line[at + gone :]]


DAMAGES = (_value, _value, _value, _name, _insert, _indent, _drop, _repeat, _elsewhere, _letters)
