"""The only home of underthesea and spaCy. A text and its records go in; sentences, words and a spaCy Doc
built from underthesea's words come out, with doc.text == text to the letter and one span group a record
family, ready for displaCy, DocBin and spaCy's own matchers.

underthesea's tokeniser rewrites what it reads (hoà -> hòa, NFD -> NFC), crosses line breaks and gives no
offsets, so it is fed single lines and its words are aligned back to the text syllable by syllable; where
the round trip fails, the line is split at blanks instead, and never silently: words() says which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from extractor.model import Span
from extractor.text import normalize

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LINE = regex.compile(r"[^\n]{1,4000}(?!\S)|[^\n]{1,4000}")  # a longer line is cut at a blank: the tagger is not linear
_PUNCTUATION = regex.compile(r"""[\p{L}\p{M}\d_]+(?:[./:,-][\p{L}\p{M}\d_]+)*|[^\s\p{L}\p{M}\d_]""")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: "đại biểu" is one word of two syllables."""

    start: int
    end: int
    aligned: bool = True


@lru_cache(maxsize=1)
def _tokenizer() -> object:
    """underthesea's word_tokenize, warmed up once: a cold start from many threads raises."""
    from underthesea import word_tokenize

    word_tokenize("khởi động")
    return word_tokenize


def words(text: str) -> list[Word]:
    """The words of a text with their offsets, line by line; aligned is False where underthesea's words
    could not be led back and blanks cut the line instead."""
    found: list[Word] = []
    for line in _LINE.finditer(text):
        found.extend(_line_words(line[0], line.start()))
    return found


def _line_words(line: str, offset: int) -> list[Word]:
    if not line.strip():
        return []
    tokenizer = _tokenizer()
    tokens: list[str] = tokenizer(line)  # type: ignore[operator]  # underthesea ships no types
    found: list[Word] = []
    position = 0
    view = normalize(line)
    for token in tokens:
        span = _find(view, token, position)
        if span is None:
            return [Word(offset + m.start(), offset + m.end(), aligned=False) for m in _PUNCTUATION.finditer(line)]
        found.append(Word(offset + span[0], offset + span[1]))
        position = span[1]
    if line[position:].strip():
        return [Word(offset + m.start(), offset + m.end(), aligned=False) for m in _PUNCTUATION.finditer(line)]
    return found


def _find(view: str, token: str, position: int) -> tuple[int, int] | None:
    """Where a token stands in a normalised line at or right after `position`: its characters in order,
    blanks between them free. Compared as normalize() writes them, since underthesea moves tone marks."""
    while position < len(view) and view[position].isspace():
        position += 1
    start, index = position, 0
    wanted = [c for c in normalize(token) if not c.isspace()]
    while index < len(wanted) and position < len(view):
        if view[position].isspace():
            position += 1
            continue
        if view[position].casefold() != wanted[index].casefold():
            return None
        position += 1
        index += 1
    return (start, position) if index == len(wanted) and position > start else None


def segment_query(query: str) -> list[str]:
    """The words of a search query: compounds stay together, so that they can be sought as phrases."""
    return [query[w.start : w.end] for w in words(query)]


def sentences(line: str) -> list[Span]:
    """The sentences of one line as underthesea cuts them, joined again where it breaks an abbreviation
    of a rank or title (PGS.TS. Nguyễn ...)."""
    from underthesea import sent_tokenize

    found: list[Span] = []
    position = 0
    view = normalize(line)
    for sentence in sent_tokenize(line):
        span = _find(view, sentence, position)
        if span is None:
            return [Span(0, len(line))]
        if found and regex.search(r"(?:\b(?:PGS|GS|TS|ThS|BS|CN|KS|LS|TP|Tp|TT|TX|TW|KT|TM|TL|Q|P|Đ/c|đ/c)\.)$", line[found[-1].start : found[-1].end]):
            found[-1] = Span(found[-1].start, span[1])
        else:
            found.append(Span(*span))
        position = span[1]
    return found


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """An empty Vietnamese spaCy pipeline. spacy.blank("vi") wants pyvi, which is not needed: words are
    underthesea's, handed over by to_doc()."""
    from spacy.lang.vi import Vietnamese

    return Vietnamese.from_config({"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})


def to_doc(text: str, groups: Mapping[str, Iterable[tuple[Span, str]]] | None = None) -> Doc:
    """A spaCy Doc over `text` in underthesea's words, doc.text == text for any string. groups: for each
    record family the spans and labels that doc.spans shall hold; a span that ends inside a word is
    widened to the word."""
    from spacy.tokens import Doc, SpanGroup

    nlp = pipeline()
    pieces, spaces = _with_blanks(text)
    doc = Doc(nlp.vocab, words=pieces, spaces=spaces)
    _mark_sentences(doc, text)
    for family, spans in (groups or {}).items():
        chars = (doc.char_span(s.start, s.end, label=label, alignment_mode="expand") for s, label in spans)
        doc.spans[family] = SpanGroup(doc, name=family, spans=[c for c in chars if c is not None])
    return doc


def _mark_sentences(doc: Doc, text: str) -> None:
    """Sentence starts as underthesea sees them, a line break always being one."""
    starts = {line.start() + s.start for line in _LINE.finditer(text) if line[0].strip() for s in sentences(line[0])}
    for token in doc:
        token.is_sent_start = token.idx in starts


def _with_blanks(text: str) -> tuple[list[str], list[bool]]:
    """Words and whether one blank follows each; any other white space is a token of its own, so that the
    Doc gives back every character."""
    pieces: list[str] = []
    spaces: list[bool] = []
    position = 0
    for word in words(text):
        gap = text[position : word.start]
        if gap.startswith(" ") and pieces and not spaces[-1]:
            spaces[-1], gap = True, gap[1:]
        if gap:
            pieces.append(gap)
            spaces.append(False)
        pieces.append(text[word.start : word.end])
        spaces.append(False)
        position = word.end
    rest = text[position:]
    if rest.startswith(" ") and pieces:
        spaces[-1], rest = True, rest[1:]
    if rest:
        pieces.append(rest)
        spaces.append(False)
    return pieces, spaces


def save_docs(docs: Iterable[Doc], path: Path) -> int:
    """Write Docs with their spans and user data as a DocBin file; how many there were."""
    from spacy.tokens import DocBin

    shelf = DocBin(store_user_data=True)
    for doc in docs:
        shelf.add(doc)
    shelf.to_disk(path)
    return len(shelf)


def load_docs(path: Path) -> Iterator[Doc]:
    """The Docs of a DocBin file, in the words they were saved with."""
    from spacy.tokens import DocBin

    yield from DocBin().from_disk(path).get_docs(pipeline().vocab)


def render(doc: Doc, family: str, colors: Mapping[str, str] | None = None) -> str:
    """The spans of one family drawn by displaCy as a piece of HTML."""
    from spacy import displacy

    options = {"spans_key": family, "colors": dict(colors or {})}
    return str(displacy.render(doc, style="span", options=options, jupyter=False))
