"""Who may write and how: sign-in with a name and a password, forms with a token, nothing written for anybody else;
what a reviewer decides stays."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser
from web_builders import PASSWORD, Browsed, Reviewer, closed, reviewed_copy, signed_in

from extractor.errors import VanbanError
from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.server import guard_for
from extractor.web.sessions import Tries
from extractor.web.site import make_datasette
from extractor.web.users import users_of


@pytest.fixture
def reviewed(archive: Path, tmp_path: Path) -> Iterator[Browsed]:
    with reviewed_copy(archive, tmp_path) as site:
        yield site


@pytest.fixture
def lan(reviewed: Browsed) -> Reviewer:
    return signed_in(reviewed)


def finding_of(site: Browsed) -> str:
    return str(site.rows("SELECT id FROM findings ORDER BY id LIMIT 1")[0]["id"])


# --- who there is


def test_passwords_stand_beside_the_archive_hashed_for_its_owner_alone(tmp_path: Path) -> None:
    db = tmp_path / "kho.db"
    users_of(db).with_user("Lan Anh", PASSWORD).save()
    path = tmp_path / "kho.db.users.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text(encoding="utf-8")
    users = users_of(db)
    assert users.knows("lan  anh", PASSWORD) == "Lan Anh"
    assert users.knows("Lan Anh", PASSWORD + "!") is None
    assert users.knows("Ai", PASSWORD) is None
    assert users.secret == users_of(db).secret


def test_a_password_typed_with_combining_accents_is_the_same(tmp_path: Path) -> None:
    import unicodedata

    users = users_of(tmp_path / "kho.db").with_user("Lan", PASSWORD)
    assert users.knows(unicodedata.normalize("NFD", "Lan"), unicodedata.normalize("NFD", PASSWORD)) == "Lan"


@pytest.mark.parametrize(("name", "password", "message"), [("Lan", "ngắn", "too short"), (" ", PASSWORD, "no name"), ("a\x1bb", PASSWORD, "no name"), ("x" * 99, PASSWORD, "no name")])
def test_a_name_or_password_that_will_not_do_is_refused(tmp_path: Path, name: str, password: str, message: str) -> None:
    with pytest.raises(VanbanError, match=message):
        users_of(tmp_path / "kho.db").with_user(name, password)


def test_a_file_of_users_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "kho.db.users.json").write_text("{", encoding="utf-8")
    with pytest.raises(VanbanError, match="vanban user add"):
        users_of(tmp_path / "kho.db")


def test_a_name_rests_after_many_wrong_passwords_and_wakes_again() -> None:
    tries = Tries()
    for _ in range(8):
        assert not tries.must_wait("Lan", 0.0)
        tries.note("lan", 0.0, right=False)
    assert tries.must_wait("Lan", 59.0)
    assert not tries.must_wait("Hoa", 0.0)
    assert not tries.must_wait("Lan", 61.0)
    tries.note("Lan", 61.0, right=True)
    tries.note("Lan", 62.0, right=False)
    assert not tries.must_wait("Lan", 62.0)


# --- signing in and out


def test_a_reviewer_signs_in_and_out_with_plain_forms(reviewed: Browsed) -> None:
    reviewer = Reviewer(reviewed)
    assert reviewer.sign_in("Lan Anh", "sai mật khẩu rồi").status_code == 403
    answer = reviewer.sign_in("Lan Anh", PASSWORD, back="/-/findings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/findings")
    cookie = next(value for key, value in answer.headers.multi_items() if key == "set-cookie" and value.startswith("ds_actor"))
    assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
    assert reviewer.page("/-/findings").css_first(".reviewer").text() == "Lan Anh"
    reviewer.post("/-/sign-out", back="/")
    assert reviewer.page("/-/findings").css_first(".reviewer") is None


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"])
def test_signing_in_leads_nowhere_but_to_this_site(reviewed: Browsed, back: str) -> None:
    assert Reviewer(reviewed).sign_in("Lan Anh", PASSWORD, back=back).headers["location"] == "/"


def test_who_is_taken_off_the_list_or_has_another_password_is_signed_out_at_once(reviewed: Browsed, lan: Reviewer) -> None:
    assert lan.page("/").css_first(".reviewer") is not None
    users_of(reviewed.path).with_user("Lan Anh", "một câu khác hẳn trước").save()
    assert lan.page("/").css_first(".reviewer") is None


def test_a_forged_or_stale_cookie_is_nobody(reviewed: Browsed) -> None:
    from datasette.utils import baseconv

    stamp = users_of(reviewed.path).stamp("Lan Anh")
    old = reviewed.datasette.sign({"a": {"id": "Lan Anh", "stamp": stamp}, "e": baseconv.base62.encode(1_000_000_000)}, "actor")
    unstamped = reviewed.datasette.sign({"a": {"id": "Lan Anh"}}, "actor")
    for cookie in (old, unstamped, "x.y", json.dumps({"a": {"id": "Lan Anh"}})):
        reviewer = Reviewer(reviewed, {"ds_actor": cookie})
        assert reviewer.page("/").css_first(".reviewer") is None


def test_a_sign_in_outlives_a_restart_of_the_site(reviewed: Browsed, lan: Reviewer) -> None:
    datasette = make_datasette(reviewed.path, Guard(hosts=("localhost",)))
    with closed(Browsed(datasette, reviewed.path)) as again:
        assert Reviewer(again, lan.cookies).page("/").css_first(".reviewer").text() == "Lan Anh"


def test_an_archive_without_reviewers_says_how_to_add_one(site: Browsed) -> None:
    assert "vanban user add" in site.page("/-/sign-in").css_first("main").text()


def test_elsewhere_than_on_this_machine_nobody_reads_without_signing_in(reviewed: Browsed) -> None:
    guard = guard_for("0.0.0.0", "", ("Lan Anh",))
    assert guard.sign_in
    datasette = make_datasette(reviewed.path, guard)
    with closed(Browsed(datasette, reviewed.path)) as locked:
        answer = locked.get("/-/search", q="dai bieu")
        assert (answer.status_code, answer.headers["location"]) == (303, "/-/sign-in?back=%2F-%2Fsearch%3Fq%3Ddai%2Bbieu")
        database = str(locked.datasette.urls.database(locked.path.stem))
        for path in (f"{database}/documents.json", f"{database}/documents.csv"):
            assert locked.get(path).status_code == 403
        for path in ("/", "/-/versions", database, f"/-/doc/{locked.id_of('n01')}"):
            assert locked.get(path).status_code == 303
        assert locked.get("/-/sign-in").status_code == 200
        reviewer = Reviewer(locked)
        reviewer.sign_in("Lan Anh", PASSWORD)
        assert reviewer.get("/-/search").status_code == 200


# --- nobody else writes

WRITES = {
    "/-/findings/decide": {"finding": "x", "decision": "dismissed", "reason": "thử"},
    "/-/doc/{id}/record": {"act": "check", "reason": "thử"},
    "/-/people/join": {"act": "join", "reason": "thử"},
}  # fmt: skip


@pytest.mark.parametrize("path", WRITES)
def test_a_reader_who_tries_to_write_is_refused_and_nothing_is_written(reviewed: Browsed, path: str) -> None:
    before = reviewed.state()
    reader = Reviewer(reviewed)
    values = {**WRITES[path], "finding": finding_of(reviewed)}
    path = path.format(id=reviewed.id_of("n01"))
    assert reader.post(path, **values).status_code == 403
    assert reviewed.post(path, values, headers={"origin": "http://localhost"}).status_code == 403  # no cookie at all
    assert reviewed.state() == before


@pytest.mark.parametrize("path", WRITES)
def test_a_form_from_another_site_or_without_its_token_writes_nothing(reviewed: Browsed, lan: Reviewer, path: str) -> None:
    before = reviewed.state()
    values = {**WRITES[path], "finding": finding_of(reviewed)}
    path = path.format(id=reviewed.id_of("n01"))
    token = {"csrftoken": lan.token()}
    cookies = {"cookie": "; ".join(f"{key}={value}" for key, value in lan.cookies.items())}
    refused = (
        reviewed.post(path, {**values, **token}, headers={**cookies, "origin": "https://evil.example"}),
        reviewed.post(path, {**values, **token}, headers={**cookies, "origin": "http://localhost", "sec-fetch-site": "cross-site"}),
        reviewed.post(path, {**values, **token}, headers=cookies),
        reviewed.post(path, values, headers={**cookies, "origin": "http://localhost"}),
        reviewed.post(path, {**values, "csrftoken": "khac"}, headers={**cookies, "origin": "http://localhost"}),
    )
    assert [answer.status_code for answer in refused] == [403] * 5
    reviewed.get(path, headers=cookies, **values, **token)  # a link is no form
    assert reviewed.state() == before


def test_a_request_longer_than_a_form_is_refused(reviewed: Browsed, lan: Reviewer) -> None:
    assert lan.post("/-/findings/decide", finding=finding_of(reviewed), decision="dismissed", reason="x" * 300_000).status_code == 413


# --- findings


def test_a_finding_is_dismissed_with_a_reason_and_stays_so_on_the_next_audit(reviewed: Browsed, lan: Reviewer) -> None:
    finding = finding_of(reviewed)
    answer = lan.post("/-/findings/decide", finding=finding, decision="dismissed", reason="Hai kỳ báo cáo khác nhau", back="/-/findings?severity=error")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/-/findings?severity=error#f-{finding[:12]}")
    from extractor.crosscheck import audit_archive
    from extractor.rules import load_rules

    with Archive(reviewed.path) as archive:
        audit_archive(archive, load_rules())
        assert archive.check_logs() == ()
    state = reviewed.rows("SELECT state, reason, made_by FROM finding_states WHERE finding_id = ?", finding)
    assert state == [{"state": "dismissed", "reason": "Hai kỳ báo cáo khác nhau", "made_by": "Lan Anh"}]
    page = lan.page("/-/findings", state="dismissed")
    assert "Lan Anh" in page.css_first(".state").text() and "Hai kỳ" in page.css_first(".state").text()
    lan.post("/-/findings/decide", finding=finding, decision="open", reason="Nhầm")
    assert lan.page("/-/findings", state="dismissed").css_first(".finding") is None


def test_a_decision_needs_a_reason(reviewed: Browsed, lan: Reviewer) -> None:
    answer = lan.post("/-/findings/decide", finding=finding_of(reviewed), decision="accepted", reason="  ")
    assert answer.status_code == 400
    assert "lý do" in LexborHTMLParser(answer.text).css_first("main").text()
    assert reviewed.rows("SELECT * FROM decisions") == []


def test_a_reader_sees_decisions_but_no_forms(reviewed: Browsed) -> None:
    page = reviewed.page("/-/findings")
    assert page.css_first("form.act") is None
    assert urlencode({"back": "/-/findings"}) in page.html


def test_a_finding_on_a_figure_that_was_corrected_says_so(reviewed: Browsed, lan: Reviewer) -> None:
    sql = """SELECT s.id FROM statistics s JOIN finding_places p ON p.document_id = s.document_id AND p.char_start < s.char_end AND s.char_start < p.char_end
             WHERE s.value IS NOT NULL LIMIT 1"""
    with Archive(reviewed.path) as archive:
        archive.correct("statistics", str(reviewed.rows(sql)[0]["id"]), "value", 1, made_by="Hoa", reason="để thử")
    assert "Hoa" in lan.page("/-/findings").css_first(".quotes .state").text()


# --- people


def named_twice(site: Browsed) -> str:
    """The name of one person of the archive, who is now said to stand in a second document too, spelt the old way."""
    first = site.rows("SELECT id, name, document_id FROM participants WHERE name IS NOT NULL AND document_id = ? ORDER BY char_start LIMIT 1", site.id_of("n01"))[0]
    other = site.rows("SELECT id FROM participants WHERE name IS NOT NULL AND document_id = ? ORDER BY char_start LIMIT 1", site.id_of("n02"))[0]
    with Archive(site.path) as archive:
        archive.correct("participants", str(other["id"]), "name", first["name"], made_by="Lan", reason="để thử")
    return str(first["name"])


def ticked(page: LexborHTMLParser) -> list[tuple[str, str]]:
    return [("participant", node.attributes["value"]) for node in page.css("[name=participant]")]


def test_people_of_one_name_are_suggested_and_are_one_only_when_a_reviewer_says_so(reviewed: Browsed, lan: Reviewer) -> None:
    name = named_twice(reviewed)
    page = lan.page("/-/people", name=name)
    assert "Gợi ý" in page.css_first(".group-of h2").text()
    boxes = ticked(page)
    assert len(boxes) == 2
    answer = lan.post_pairs("/-/people/join", [*boxes, ("act", "join"), ("reason", "cùng chức vụ")])
    assert answer.status_code == 303
    one = lan.page(answer.headers["location"])
    assert "Một người, 2 văn bản" in one.css_first(".group-of h2").text() and "Lan Anh" in one.css_first(".group-of h2").text()
    assert "đã gộp thành 1 người" in lan.page("/-/people", q=name).css_first("main").text()
    lan.post_pairs("/-/people/join", [*ticked(one), ("act", "part"), ("reason", "nhầm"), ("back", "/-/people")])
    assert "Gợi ý" in lan.page("/-/people", name=name).css_first(".group-of h2").text()
    assert [row["decision"] for row in reviewed.rows("SELECT decision FROM person_links ORDER BY entry_no")] == ["joined", "joined", "parted", "parted"]
    with Archive(reviewed.path, readonly=True) as archive:
        assert archive.check() == ()


def test_one_person_under_two_names_can_be_joined_too(reviewed: Browsed, lan: Reviewer) -> None:
    names = [str(row["name"]) for row in reviewed.rows("SELECT DISTINCT name FROM participants WHERE name IS NOT NULL ORDER BY name LIMIT 2")]
    boxes = ticked(lan.page("/-/people", name=names[0], **{"with": names[1]}))
    answer = lan.post_pairs("/-/people/join", [*boxes, ("act", "join"), ("reason", "tên thường gọi")])
    heading = lan.page(answer.headers["location"]).css_first("h1").text()
    assert names[0] in heading and names[1] in heading


@pytest.mark.parametrize("pairs", [[], [("participant", "x"), ("participant", "y")]])
def test_joining_nobody_or_one_is_refused(reviewed: Browsed, lan: Reviewer, pairs: list[tuple[str, str]]) -> None:
    assert lan.post_pairs("/-/people/join", [*pairs, ("act", "join"), ("reason", "thử")]).status_code == 400
    assert reviewed.rows("SELECT * FROM person_links") == []


def test_a_reader_sees_who_was_joined_but_no_boxes(reviewed: Browsed) -> None:
    name = named_twice(reviewed)
    assert reviewed.page("/-/people", name=name).css("[name=participant], form.act") == []
