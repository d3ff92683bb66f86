"""The pages, one module each: a request in, an answer out. ROUTES is the one list of their addresses; they
stand before Datasette's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from datasette import Response

from extractor.web.pages.citations import citations_page
from extractor.web.pages.deadlines import deadlines_file, deadlines_page
from extractor.web.pages.document import document_page
from extractor.web.pages.findings import decide_on_finding, findings_page
from extractor.web.pages.original import original_file, page_picture
from extractor.web.pages.people import join_people, people_page
from extractor.web.pages.record import record_page
from extractor.web.pages.review import log_page, review_page
from extractor.web.pages.rule import rule_page
from extractor.web.pages.search import search_page
from extractor.web.pages.sign_in import sign_in_page, sign_out_page
from extractor.web.pages.static import static_file
from extractor.web.pages.statistics import statistics_page

_ID = r"(?P<id>[0-9a-f]{64})"

ROUTES: tuple[tuple[str, Callable[..., Awaitable[Response]]], ...] = (
    (r"/$", search_page),
    (r"/-/search$", search_page),
    (rf"/-/doc/{_ID}$", document_page),
    (rf"/-/doc/{_ID}/record$", record_page),
    (rf"/-/doc/{_ID}/original$", original_file),
    (rf"/-/doc/{_ID}/page/(?P<number>[1-9]\d{{0,4}})\.webp$", page_picture),
    (r"/-/rule/(?P<id>[\w.%~-]+)$", rule_page),
    (r"/-/statistics$", statistics_page),
    (r"/-/deadlines$", deadlines_page),
    (r"/-/deadlines\.ics$", deadlines_file),
    (r"/-/people$", people_page),
    (r"/-/people/join$", join_people),
    (r"/-/findings$", findings_page),
    (r"/-/findings/decide$", decide_on_finding),
    (r"/-/citations$", citations_page),
    (r"/-/review$", review_page),
    (r"/-/review/log$", log_page),
    (r"/-/sign-in$", sign_in_page),
    (r"/-/sign-out$", sign_out_page),
    (r"/-/vanban/[0-9a-f]{12}/(?P<name>[a-z]+\.(?:css|js))$", static_file),
)
