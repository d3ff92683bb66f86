"""A hostile document, file name, address or site: nothing of it runs, leaks or is written."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from web_builders import Browsed

from extractor.errors import VanbanError
from extractor.web.security import Guard
from extractor.web.server import guard_for
from extractor.web.site import make_datasette

OWN = ("/", "/-/search?q=script", "/-/rule/date.in_figures")
THEIRS = ("/-/versions", "/-/metadata", "/-/plugins")


def policy(answer: object) -> dict[str, str]:
    given = answer.headers["content-security-policy"]  # type: ignore[attr-defined]
    return {part.split()[0]: part for part in given.split("; ")}


@pytest.mark.parametrize("path", OWN)
def test_our_pages_let_no_script_and_no_style_in_but_our_files(site: Browsed, path: str) -> None:
    answer = site.get(path)
    assert policy(answer)["script-src"] == "script-src 'self'"
    assert policy(answer)["style-src"] == "style-src 'self'"
    assert policy(answer)["default-src"] == "default-src 'none'"
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"


def test_datasettes_own_pages_let_in_their_scripts_by_digest_alone(site: Browsed) -> None:
    database = site.datasette.urls.database(site.path.stem)
    for path in (f"{database}", f"{database}/documents", f"{database}?sql=select+1"):
        answer = site.get(path)
        assert answer.status_code == 200
        scripts = policy(answer)["script-src"]
        assert "'unsafe-inline'" not in scripts
        for piece in answer.text.split("<script>")[1:]:
            import base64

            digest = base64.b64encode(hashlib.sha256(piece.partition("</script>")[0].encode()).digest()).decode()
            assert f"'sha256-{digest}'" in scripts


@pytest.mark.parametrize("where", ["/-/doc/{id}", "/-/search?q=script", "/-/search?q=ke+hoach", "/-/search?q=script&view=table", "/{database}/documents"])
def test_markup_in_a_document_or_its_name_is_text(site: Browsed, where: str) -> None:
    path = where.format(id=site.id_of("script"), database=str(site.datasette.urls.database(site.path.stem)).lstrip("/"))
    text = site.get(path).text
    for hostile in ("<script>document", "<script>alert", "<img src=x", "<svg onload", "<b onmouseover"):
        assert hostile not in text


@pytest.mark.parametrize("hostile", ["'; DROP TABLE documents; --", '" OR 1=1 --', "x') UNION SELECT text FROM documents --", "\x00", "%", "{{7*7}}", "a" * 5000, "*", "NEAR(", "👍"])
@pytest.mark.parametrize("name", ["q", "type", "issuer", "year", "since", "area", "indicator", "person", "page", "view", "_format", "lang"])
def test_sql_and_nonsense_in_any_parameter_is_a_plain_search(site: Browsed, name: str, hostile: str) -> None:
    before = site.path.read_bytes()
    assert site.get("/-/search", **{name: hostile}).status_code == 200
    assert site.path.read_bytes() == before


PARAMETERS = {
    "/-/statistics": ("indicator", "area", "period", "office", "level"), "/-/deadlines": ("month", "body"), "/-/deadlines.ics": ("month", "body"),
    "/-/people": ("name", "q"), "/-/citations": ("doc", "number"), "/-/findings": ("severity", "check_id", "state", "page"), "/-/review": ("page", "family", "kind"),
    "/-/doc/{id}": ("part", "at"), "/-/sign-in": ("back",),
}  # fmt: skip


@pytest.mark.parametrize("hostile", ["'; DROP TABLE documents; --", '" OR 1=1 --', "x') UNION SELECT text FROM documents --", "<script>alert(1)</script>", "9" * 400, "\x00\ud800"])
@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in PARAMETERS.items() for name in names])
def test_sql_and_markup_in_a_parameter_of_any_page_is_a_value_like_another(site: Browsed, path: str, name: str, hostile: str) -> None:
    before = site.path.read_bytes()
    answer = site.get(path.format(id=site.id_of("n01")), **{name: hostile.encode("utf-8", "surrogatepass").decode("utf-8", "replace")})
    assert answer.status_code in (200, 404)
    assert "<script>alert" not in answer.text
    assert "sqlite" not in answer.text.lower()
    assert site.path.read_bytes() == before


@pytest.mark.parametrize(
    "path",
    [
        "/-/vanban/000000000000/../../server.py", "/-/vanban/000000000000/..%2f..%2fserver.py", "/-/vanban/000000000000/site.py",
        "/-/doc/../../etc/passwd", "/-/doc/..%2f..%2fetc%2fpasswd/original", "/-/rule/..%2f..%2fetc%2fpasswd",
    ],
)  # fmt: skip
def test_no_path_leads_out(site: Browsed, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in (302, 404)
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_a_template_in_a_document_is_text(site: Browsed) -> None:
    assert "{{ 7*7 }}" in site.page(f"/-/doc/{site.id_of('script')}").css_first(".text").text()


def test_a_hostile_file_name_becomes_a_harmless_name_of_a_download(site: Browsed) -> None:
    disposition = site.get(f"/-/doc/{site.id_of('script')}/original").headers["content-disposition"]
    assert "\n" not in disposition
    assert "<" not in disposition
    assert disposition.count('"') == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site", "origin": "http://localhost"}, {}])
def test_a_request_that_would_write_from_another_site_is_refused(site: Browsed, method: str, headers: dict[str, str]) -> None:
    before = site.path.read_bytes()
    assert site.get("/-/search", headers=headers, method=method).status_code == 403
    assert site.path.read_bytes() == before


def test_a_site_elsewhere_whose_name_leads_here_gets_nothing(site: Browsed) -> None:
    assert site.get("/", headers={"host": "evil.example:8001"}).status_code == 421


def test_nothing_that_a_reader_asks_can_write(site: Browsed) -> None:
    database = str(site.datasette.urls.database(site.path.stem))
    for sql in ("DELETE FROM documents", "UPDATE documents SET title = ''", "ATTACH DATABASE '/tmp/x' AS x", "PRAGMA user_version = 9"):
        assert site.get(database, sql=sql).status_code == 400
    with pytest.raises(PermissionError):
        site.datasette.databases[site.path.stem].connect(write=True)


def test_another_address_needs_a_password_and_says_so_in_plain_words() -> None:
    for host in ("0.0.0.0", "192.168.1.5", "archive.example", "::"):
        with pytest.raises(VanbanError, match="no password is configured"):
            guard_for(host)
    with pytest.raises(VanbanError, match="too short"):
        guard_for("0.0.0.0", "ngắn")
    for host in ("127.0.0.1", "localhost", "::1", "127.5.5.5"):
        assert guard_for(host).password == ""


def test_with_a_password_nothing_is_read_without_it(archive: Path) -> None:
    datasette = make_datasette(archive, Guard(password="một câu dài khó đoán"))
    locked = Browsed(datasette, archive)
    try:
        assert locked.get("/").status_code == 401
        assert locked.get("/-/versions.json").status_code == 401
        assert locked.get("/", headers={"authorization": "Basic " + "eDp5"}).status_code == 401
        import base64

        known = base64.b64encode("ai:một câu dài khó đoán".encode()).decode()
        assert locked.get("/", headers={"authorization": f"Basic {known}"}).status_code == 200
    finally:
        for database in datasette.databases.values():
            database.close()
        asyncio.run(asyncio.sleep(0))


@pytest.mark.parametrize("path", THEIRS)
def test_datasettes_tables_and_apis_stay(site: Browsed, path: str) -> None:
    assert site.get(path).status_code == 200
    database = str(site.datasette.urls.database(site.path.stem))
    assert site.get(f"{database}/documents.json").json()["rows"]
    assert site.get(f"{database}/statistics.csv").text.startswith("id,")
    assert "facet" in site.get(f"{database}/documents", _facet="genre").text


def test_datasettes_table_of_documents_leads_to_our_pages_and_stays_text(site: Browsed) -> None:
    document_id = site.id_of("script")
    text = site.get(f"{site.datasette.urls.database(site.path.stem)}/documents").text
    assert f'<a href="/-/doc/{document_id}">' in text
    assert "<script>alert" not in text
