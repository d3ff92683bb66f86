"""A RuleSet in, the faults of its proof out: one function behind `vanban rules check`, the hook and the
tests. Every pattern must find its examples - exactly one hit of its family, same span, same rule, same
values, with all rules loaded - and leave its counter-examples alone; each example is tried again in
disguises that real pages wear; every list entry must be found in its own example; every macro must be used."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.annotate import Annotation, Annotations, Annotator
from extractor.rules import Entry, Example, Rule, RuleSet
from extractor.text import normalize, squeeze

_MARKED = regex.compile(r"\[\[(.+?)\]\]")
ADVERSARIAL_SECONDS = 2.0  # of the processor, so that a busy machine finds no fault
_PATIENCE = 10 * ADVERSARIAL_SECONDS  # on the clock, where a match never ends


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one entry of rules/: file, entry id and reason."""

    file: str
    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.message}"


def check_rules(rules: RuleSet, *, adversarial: bool = True) -> list[Fault]:
    """Every fault in the proof of a rule set; an empty list means it holds."""
    annotator = Annotator(rules)
    faults = [fault for rule in rules.rules for fault in _check_rule(rule, annotator)]
    faults += [fault for words in rules.lists.values() for entry in words.entries for fault in _check_entry(entry, words.file, annotator)]
    faults += _check_macros(rules)
    if adversarial:
        faults += _check_speed(rules)
    return faults


def _check_rule(rule: Rule, annotator: Annotator) -> Iterator[Fault]:
    if not rule.examples or not rule.counter_examples:
        yield Fault(rule.file, rule.id, "needs at least one example and one counter_example")
    if rule.anchored:
        yield from _check_anchored(rule)
        return
    for example in rule.examples:
        yield from _check_example(rule, example, annotator)
        for name, text in _disguises(example.text):
            found = annotator.annotate_text(text).of(rule.family)
            if not any(a.rule == rule.id for a in found):
                yield Fault(rule.file, rule.id, f"the example {example.find!r} is lost when written with {name}: {text!r}")
    for example in rule.counter_examples:
        for annotation in annotator.annotate_text(_nfc(example.text)).of(rule.family):
            if annotation.rule == rule.id:
                yield Fault(rule.file, rule.id, f"finds {_quote(example.text, annotation)!r} in its counter-example {example.text!r}")


def _check_example(rule: Rule, example: Example, annotator: Annotator) -> Iterator[Fault]:
    text = _nfc(example.text)
    found = annotator.annotate_text(text).of(rule.family)
    if len(found) != 1:
        said = ", ".join(f"{a.rule} {_quote(text, a)!r}" for a in found) or "nothing"
        yield Fault(rule.file, rule.id, f"the example {text!r} must give exactly one find; it gives {said}")
        return
    annotation = found[0]
    if annotation.rule != rule.id:
        yield Fault(rule.file, rule.id, f"the example {text!r} is taken by {annotation.rule}")
    elif _quote(text, annotation) != _nfc(example.find or ""):
        yield Fault(rule.file, rule.id, f"finds {_quote(text, annotation)!r}, not {example.find!r}")
    for key, want in example.value.items():
        got = annotation.get(key)
        same = got.isdigit() and int(got) == want if isinstance(want, int) else got == squeeze(normalize(want))
        if not same:
            yield Fault(rule.file, rule.id, f"{key} of {example.find!r} is {got!r}, not {want!r}")


def _check_anchored(rule: Rule) -> Iterator[Fault]:
    """An anchored pattern must match where its find begins, to its end, and nowhere in counter-examples."""
    for example in rule.examples:
        view, find = normalize(_nfc(example.text)), normalize(_nfc(example.find or ""))
        match = rule.pattern.match(view, view.index(find))
        if match is None or match[0] != find:
            yield Fault(rule.file, rule.id, f"finds {match[0] if match else None!r} in {example.text!r}, not {example.find!r}")
            continue
        for key, want in example.value.items():
            if squeeze(match[key] or "") != str(want):
                yield Fault(rule.file, rule.id, f"{key} of {example.find!r} is {match[key]!r}, not {want!r}")
    for example in rule.counter_examples:
        found = rule.pattern.search(normalize(_nfc(example.text)))
        if found:
            yield Fault(rule.file, rule.id, f"finds {found[0]!r} in its counter-example {example.text!r}")


def _check_entry(entry: Entry, file: str, annotator: Annotator) -> Iterator[Fault]:
    marks = _MARKED.findall(entry["example"])
    if len(marks) != 1:
        yield Fault(file, entry.id, "its example must mark one find [[like this]]")
        return
    text = _nfc(_MARKED.sub(r"\1", entry["example"]))
    start = _nfc(entry["example"]).index("[[")
    hit = annotator.annotate_text(text).at(entry.list, start)
    if hit is None or hit.entry.id != entry.id or hit.span.end - hit.span.start != len(_nfc(marks[0])):
        got = f"{hit.entry.id} {text[hit.span.start:hit.span.end]!r}" if hit else "nothing"
        yield Fault(file, entry.id, f"its example {text!r} gives {got} at the mark")
    if entry["not"]:
        for other in annotator.annotate_text(_nfc(entry["not"])).hits(entry.list):
            if other.entry.id == entry.id:
                yield Fault(file, entry.id, f"is found in the text it must leave alone: {entry['not']!r}")


def _check_macros(rules: RuleSet) -> Iterator[Fault]:
    sources = [path.read_text(encoding="utf-8") for path in (rules.root / "patterns").glob("*.toml")]
    if (rules.root / "macros.toml").exists():
        sources.append((rules.root / "macros.toml").read_text(encoding="utf-8"))
    for name in rules.macros:
        if not any("${" + name + "}" in source for source in sources):
            yield Fault(str(rules.root / "macros.toml"), name, "no pattern uses this macro")


def _check_speed(rules: RuleSet) -> Iterator[Fault]:
    """A pattern that backtracks without end on hostile text is a fault of the rule."""
    hostile = [("ngày 1 tháng 1 " * 7000)[:100_000], ("1.234.567,89/" * 8000)[:100_000], ("Nguyễn Văn A, Phó Chủ tịch " * 4000)[:100_000], ("a " * 50_000)]
    for rule in rules.rules:
        for text in hostile:
            began = time.thread_time()
            try:
                for match in rule.pattern.finditer(text, timeout=_PATIENCE):
                    if rule.lead is not None:
                        rule.lead.match(text, max(0, match.start() - rule.reach[0]), match.start(), timeout=_PATIENCE)
            except TimeoutError:
                yield Fault(rule.file, rule.id, f"takes more than {_PATIENCE} s on 100 kB of {text[:20]!r}: it backtracks")
                break
            if time.thread_time() - began > ADVERSARIAL_SECONDS:
                yield Fault(rule.file, rule.id, f"is too slow on 100 kB of {text[:20]!r}")
                break


def _disguises(text: str) -> Iterator[tuple[str, str]]:
    text = _nfc(text)
    yield "old tone placement", _old_tones(text)
    yield "no-break spaces", text.replace(" ", "\u00a0")
    yield "look-alike Ð", text.replace("Đ", "Ð")
    spaces = [i for i, c in enumerate(text) if c == " "]
    if spaces:
        middle = spaces[len(spaces) // 2]
        yield "a line break inside", text[:middle] + "\n" + text[middle + 1 :]


def _old_tones(text: str) -> str:
    def turn(match: regex.Match[str]) -> str:
        first, *marks = list(unicodedata.normalize("NFD", match[1]))
        return unicodedata.normalize("NFC", first + match[2] + "".join(marks))

    return regex.sub(r"(?<![qQ])([òóỏõọÒÓỎÕỌ])([aeAE])(?!\w)|", lambda m: turn(m) if m[1] else "", text)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _quote(text: str, annotation: Annotation) -> str:
    return text[annotation.span.start : annotation.span.end]


__all__ = ["Annotations", "Fault", "check_rules"]
