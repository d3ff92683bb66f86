"""The small language identities are written in, without eval: a line in, a tree out, and what the tree says
of given figures.

    formula    = expression relation expression          relation = "=" "<=" "<" ">=" ">"
    expression = term { ("+" | "-") term }
    term       = factor { ("*" | "/") factor }
    factor     = number | name | "any" "(" name { "," name } ")" | "(" expression ")"

A name is the id of an indicator. any(a, b) says that one of several indicators is meant: which-denominator
questions are written so, and variants() gives the formula once for each choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Literal

import regex

from extractor.audit.ranges import Exact, Range, UndecidedError, lean, point

Relation = Literal["=", "<=", "<", ">=", ">"]
_TOKEN = regex.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z_][a-z_0-9]*)|(?P<sign><=|>=|[=<>+\-*/(),]))")
_RELATIONS = ("=", "<=", "<", ">=", ">")


class FormulaError(ValueError):
    """The line is no formula; the message says where it stops being one."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Exact


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator; several where the line says any(...)."""

    choices: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.choices[0]


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Expression
    right: Expression


Expression = Number | Name | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """left relation right; `line` is how it was written. names: every indicator it speaks of, in order of place, each once."""

    line: str
    left: Expression
    relation: Relation
    right: Expression
    names: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(dict.fromkeys(choice for name in _names(self.left, self.right) for choice in name.choices)))

    @property
    def divides(self) -> bool:
        """It relates a share to its whole."""
        return "/" in self.line

    def variants(self) -> tuple[Formula, ...]:
        """The formula without any(...): once for each way to choose."""
        open_names = [name for name in dict.fromkeys(_names(self.left, self.right)) if len(name.choices) > 1]
        if not open_names:
            return (self,)
        found = []
        for choice in product(*(name.choices for name in open_names)):
            chosen = {name: Name((one,)) for name, one in zip(open_names, choice, strict=True)}
            found.append(Formula(self.line, _replace(self.left, chosen), self.relation, _replace(self.right, chosen)))
        return tuple(found)

    def holds(self, values: Mapping[str, Range]) -> bool | None:
        """True where some values out of these ranges fulfil it, False where none do, None where the
        arithmetic cannot say."""
        try:
            left, right = evaluate(self.left, values), evaluate(self.right, values)
        except UndecidedError:
            return None
        if self.relation == "=":
            return left.meets(right)
        if self.relation in ("<", "<="):
            return left.may_be_below(right, strictly=self.relation == "<")
        return right.may_be_below(left, strictly=self.relation == ">")


def evaluate(tree: Expression, values: Mapping[str, Range]) -> Range:
    """The range of an expression without any(...). Raises UndecidedError."""
    if isinstance(tree, Number):
        return point(tree.value)
    if isinstance(tree, Name):
        return values[tree.id]
    left, right = evaluate(tree.left, values), evaluate(tree.right, values)
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left - right
    return left * right if tree.sign == "*" else left / right


def render(tree: Expression, printed: Mapping[str, str]) -> str:
    """The expression with figures for names: "69.243.939 / 69.523.277". Of a share in per cent the leading
    100 is left out: the sign % behind the result says it."""
    if isinstance(tree, Number):
        return str(tree.value)
    if isinstance(tree, Name):
        return printed[tree.id]
    left, right = render(tree.left, printed), render(tree.right, printed)
    if tree.sign == "*" and tree.left == Number(Fraction(100)):
        return right
    if tree.sign in ("*", "/") and isinstance(tree.right, Operation):
        right = f"({right})"
    if tree.sign in ("*", "/") and isinstance(tree.left, Operation) and tree.left.sign in ("+", "-"):
        left = f"({left})"
    return f"{left} {tree.sign} {right}"


def _names(*trees: Expression) -> Iterator[Name]:
    for tree in trees:
        if isinstance(tree, Name):
            yield tree
        elif isinstance(tree, Operation):
            yield from _names(tree.left, tree.right)


def _replace(tree: Expression, chosen: Mapping[Name, Name]) -> Expression:
    if isinstance(tree, Name):
        return chosen.get(tree, tree)
    if isinstance(tree, Operation):
        return Operation(tree.sign, _replace(tree.left, chosen), _replace(tree.right, chosen))
    return tree


def parse(line: str) -> Formula:
    """Read one formula; raise FormulaError saying what is wrong and where."""
    tokens = _Tokens(line)
    left = _expression(tokens)
    sign = tokens.take()
    if sign not in _RELATIONS:
        raise FormulaError(f"a relation (one of {' '.join(_RELATIONS)}) is expected, not {sign or 'the end'!r}, in {line!r}")
    right = _expression(tokens)
    if tokens.peek():
        raise FormulaError(f"{tokens.peek()!r} is one too many in {line!r}")
    return Formula(line, left, sign, right)  # type: ignore[arg-type]  # membership in _RELATIONS was tested


class _Tokens:
    def __init__(self, line: str) -> None:
        self.line = line
        self._tokens: list[str] = []
        position, end = 0, len(line.rstrip())
        while position < end:
            match = _TOKEN.match(line, position)
            if match is None:
                raise FormulaError(f"{line[position:].strip()[:12]!r} is not understood in {line!r}")
            self._tokens.append(match[0].strip())
            position = match.end()
        self._next = 0

    def peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self._next += 1
        return token

    def want(self, sign: str) -> None:
        token = self.take()
        if token != sign:
            raise FormulaError(f"{sign!r} is expected, not {token or 'the end'!r}, in {self.line!r}")


def _expression(tokens: _Tokens) -> Expression:
    tree = _term(tokens)
    while tokens.peek() in ("+", "-"):
        sign = tokens.take()
        tree = Operation(sign, tree, _term(tokens))
    return tree


def _term(tokens: _Tokens) -> Expression:
    tree = _factor(tokens)
    while tokens.peek() in ("*", "/"):
        sign = tokens.take()
        tree = Operation(sign, tree, _factor(tokens))
    return tree


def _factor(tokens: _Tokens) -> Expression:
    token = tokens.take()
    if token == "(":
        tree = _expression(tokens)
        tokens.want(")")
        return tree
    if token == "any" and tokens.peek() == "(":
        tokens.take()
        choices = [_name(tokens)]
        while tokens.peek() == ",":
            tokens.take()
            choices.append(_name(tokens))
        tokens.want(")")
        return Name(tuple(choices))
    if token[:1].isdigit():
        return Number(lean(Fraction(token)))
    if token[:1].isalpha() or token[:1] == "_":
        return Name((token,))
    raise FormulaError(f"a number, a name or a bracket is expected, not {token or 'the end'!r}, in {tokens.line!r}")


def _name(tokens: _Tokens) -> str:
    token = tokens.take()
    if not (token[:1].isalpha() or token[:1] == "_"):
        raise FormulaError(f"the id of an indicator is expected, not {token or 'the end'!r}, in {tokens.line!r}")
    return token
