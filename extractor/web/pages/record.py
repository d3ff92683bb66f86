"""The form of one record: a reviewer corrects its values, its words or its family, takes it out, confirms it, or adds
one that the rules missed, from words marked in the text or typed in. Plain forms; with a script the words are
marked with the pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import Request
from markupsafe import Markup, escape

from extractor.errors import StoreError
from extractor.store import Archive
from extractor.web.acts import ChangedMeanwhileError, NotInTextError, add, remove, save
from extractor.web.cards import place_link, short
from extractor.web.fields import ADDED, Field, UnreadableError, fields_of, written
from extractor.web.held_record import HeldRecord, read_record
from extractor.web.log_words import act_of, said
from extractor.web.prefill import prefilled
from extractor.web.visit import Form, Visit, link, local_path

if TYPE_CHECKING:
    from datasette.app import Datasette

_NO_REASON_NEEDED = ("confirm", "check")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is of. old_family, old_record: the record whose place a new one of another family takes."""

    document_id: str
    family: str
    record_id: str
    start: int
    end: int
    old_family: str = ""
    old_record: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the form as it is shown: what stands in it, and of a choice its values with their words."""

    field: Field
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]


async def record_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    if request.method == "POST":
        return await _act(visit)
    if visit.reviewer is None:
        return Response.redirect(link("/-/sign-in", back=visit.here()), status=303)
    family = visit.arg("family") if fields_of(visit.arg("family")) else ADDED[0]
    asked = Asked(
        visit.part("id"), family, visit.arg("record"), visit.number("start", -1, 2**31), visit.number("end", -1, 2**31),
        visit.arg("old_family"), visit.arg("old_record"), local_path(visit.arg("back"), ""),
    )  # fmt: skip
    return await _form(visit, asked)


async def _form(visit: Visit, asked: Asked, *, sent: Form | None = None, fault: str = "", status: int = 200) -> Response:
    def ask(archive: Archive) -> tuple[HeldRecord, dict[str, object]]:
        held = read_record(archive, asked.document_id, asked.family, asked.record_id, asked.start, asked.end)
        values: dict[str, object] = dict(held.row)
        if asked.family == "evidence" and held.row:
            head = next(archive.rows("SELECT * FROM documents WHERE id = ?", [asked.document_id]))
            values["value"] = head.get(str(held.row["field"]), held.row["value"])
        if not held.row and not sent:
            values = {**prefilled(asked.family, held.quote, visit.site.annotator()), "participant": visit.arg("person")}
        return held, values

    held, values = await visit.read(ask)
    entries = [_entry(visit, field, values, held, sent) for field in fields_of(asked.family) if not (field.input == "person" and held.row)]
    return await visit.page(
        "record", status=status, asked=asked, held=held, entries=entries, fault=fault, families=ADDED, adding=not held.row,
        words=sent.get("quote") if sent else held.quote, around=_around(held), place=place_link, reason=sent.get("reason") if sent else "",
        act=act_of, said=said,
    )  # fmt: skip


def _entry(visit: Visit, field: Field, values: dict[str, object], held: HeldRecord, sent: Form | None) -> Entry:
    words = visit.words
    value = sent.get(f"f-{field.name}") if sent else written(field, values.get(field.name), words)
    return Entry(field, words.value("field", field.name), value, tuple(_choices(visit, field, held, value)))


def _choices(visit: Visit, field: Field, held: HeldRecord, value: str) -> Iterator[tuple[str, str]]:
    """The values of a closed list in words; one that stands there and is not of the list stays."""
    words = visit.words
    match field.input:
        case "choice":
            group = {("participations", "kind"): "participation", ("evidence", "field"): "field"}.get((field.family, field.name), field.name)
            listed = [(option, words.value(group, option)) for option in field.options]
        case "indicator":
            name = "name_en" if words.language == "en" else "label"
            listed = [(str(row["id"]), str(row[name] or row["id"])) for row in held.indicators]
        case "person":
            listed = [(name, name) for name in held.people]
        case _:
            return
    yield "", "–"
    if value and value not in dict(listed):
        yield value, value
    yield from listed


def _around(held: HeldRecord) -> Markup:
    """The text around the words, these marked; to the letter, so that places in it can be counted."""
    if held.start is None or held.end is None:
        return escape(held.around)
    first, last = held.start - held.first, held.end - held.first
    return escape(held.around[:first]) + Markup('<mark id="here">{}</mark>').format(held.around[first:last]) + escape(held.around[last:])


async def _act(visit: Visit) -> Response:
    form = await visit.form()
    who, document_id = visit.who(), visit.part("id")
    act, rules = form.get("act") or "confirm", visit.site.rules()
    family, _, record_id = form.get("which").partition(":") if form.get("which") else (form.get("family"), "", form.get("record"))
    asked = Asked(
        document_id, family if fields_of(family) else ADDED[0], record_id, _offset(form.get("start")), _offset(form.get("end")),
        form.get("old_family"), form.get("old_record"), local_path(form.get("back"), ""),
    )  # fmt: skip
    reason = form.get("reason").strip() or (visit.words(f"review.why_{act}") if act in _NO_REASON_NEEDED else "")
    if not reason:
        return await _form(visit, asked, sent=form, fault=visit.words("review.reason_needed"), status=400)

    def done(archive: Archive) -> str:
        with archive.review(made_by=who, reason=reason) as review:
            match act:
                case "save":
                    return save(archive, review, document_id, family, record_id, form, rules)
                case "add":
                    return add(archive, review, document_id, family, form, rules)
                case "remove":
                    remove(archive, review, document_id, family, record_id, rules)
                case "confirm":
                    review.confirm(family, record_id)
                    return record_id
                case "check":
                    review.check(document_id)
                case _:
                    raise StoreError(f"{act!r} is nothing that can be done", remedy="open the page again")
        return ""

    return await _tried(visit, asked, form, done)


async def _tried(visit: Visit, asked: Asked, form: Form, done: Callable[[Archive], str]) -> Response:
    """Done, and back to where it was asked for; or the form again, as it was sent, with what is wrong."""
    words = visit.words
    try:
        record_id = await visit.write(done)
    except UnreadableError as error:
        return await _form(visit, asked, sent=form, fault=f"{words.value('field', error.field)}: {words(error.message)}", status=400)
    except NotInTextError:
        return await _form(visit, asked, sent=form, fault=words("review.not_in_text"), status=400)
    except ChangedMeanwhileError:
        return await _form(visit, asked, fault=words("review.changed"), status=409)
    except StoreError as error:
        return await _form(visit, asked, sent=form, fault=str(error), status=400)
    if asked.back:
        return Response.redirect(asked.back, status=303)
    at = asked.start if asked.start >= 0 else None
    anchor = f"#r-{short(record_id)}" if record_id and asked.family not in ("documents", "roles", "participations") else ""
    return Response.redirect(link(f"/-/doc/{asked.document_id}", at=at) + anchor, status=303)


def _offset(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
