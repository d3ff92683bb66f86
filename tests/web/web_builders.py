"""What the tests of the web side share: a site that is asked in this process, and hostile documents."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from selectolax.lexbor import LexborHTMLParser

from extractor.store import Archive
from extractor.web.security import Guard
from extractor.web.site import make_datasette
from extractor.web.users import users_of

PASSWORD = "một câu dài dễ nhớ"
CORPUS = Path(__file__).parents[2] / "corpus" / "dev"

HOSTILE = {
    "kịch bản <script>alert(1) <img src=x onerror=alert(2)> & \"nháy\" 'đơn' #?%2e%2e.txt": """ỦY BAN NHÂN DÂN TỈNH SƠN MAI
Số: 17/KH-UBND
Sơn Mai, ngày 04 tháng 5 năm 2021
KẾ HOẠCH
<script>document.title='đã chiếm'</script><img src=x onerror="document.title='đã chiếm'">
Các huyện gửi báo cáo về <b onmouseover=alert(1)>Sở Nội vụ</b> trước ngày 20/5/2021.
"></a><svg onload=alert(1)> javascript:alert(1) {{ 7*7 }} tỷ lệ cử tri đi bầu đạt 99,12%.
""",
    "..%2f..%2fetc%2fpasswd.txt": "THÔNG BÁO\nVề việc nghỉ lễ; chậm nhất ngày 02/9/2022 các phòng gửi lịch trực.\n",
}


@dataclass(frozen=True)
class Browsed:
    """A site and ways to look at it."""

    datasette: Datasette
    path: Path

    def get(self, path: str, /, headers: dict[str, str] | None = None, method: str = "GET", **arguments: str) -> Any:
        """The answer to a request; redirects are not followed."""
        address = f"{path}?{urlencode(arguments)}" if arguments else path
        return asyncio.run(self.datasette.client.request(method, address, headers=headers or {}))

    def post(self, path: str, values: dict[str, str] | list[tuple[str, str]], headers: dict[str, str] | None = None) -> Any:
        """The answer to a form; redirects are not followed."""
        said = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
        return asyncio.run(self.datasette.client.request("POST", path, headers=said, content=urlencode(values)))

    def state(self) -> list[dict[str, Any]]:
        """What a write of any kind would change."""
        tables = ("corrections", "decisions", "person_links", "reviews", "statistics", "deadlines", "dates", "participants", "events")
        return [row for table in tables for row in self.rows(f"SELECT * FROM {table} ORDER BY rowid")]

    def page(self, path: str, /, **arguments: str) -> LexborHTMLParser:
        response = self.get(path, **arguments)
        assert response.status_code == 200, response.text[:2000]
        return LexborHTMLParser(response.text)

    def rows(self, sql: str, *values: str) -> list[dict[str, Any]]:
        with Archive(self.path, readonly=True) as archive:
            return list(archive.rows(sql, values))

    def id_of(self, source: str) -> str:
        """The document whose source holds these letters."""
        found = self.rows("SELECT id FROM documents WHERE instr(source, ?) > 0", source)
        assert len(found) == 1, source
        return str(found[0]["id"])


@dataclass
class Reviewer:
    """A browser without scripts: it keeps its cookies and sends the forms of this site."""

    site: Browsed
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, /, **arguments: str) -> Any:
        return self._kept(self.site.get(path, headers=self._headers(), **arguments))

    def page(self, path: str, /, **arguments: str) -> LexborHTMLParser:
        answer = self.get(path, **arguments)
        assert answer.status_code == 200, answer.text[:2000]
        return LexborHTMLParser(answer.text)

    def token(self) -> str:
        """The token that the site's forms carry."""
        self.get("/-/sign-in")
        return str(self.page("/-/sign-in").css_first("[name=csrftoken]").attributes["value"])

    def post(self, path: str, /, **values: str) -> Any:
        return self.post_pairs(path, list(values.items()))

    def post_pairs(self, path: str, values: list[tuple[str, str]]) -> Any:
        """A form in which one name stands several times."""
        token = self.token()
        return self._kept(self.site.post(path, [("csrftoken", token), *values], {**self._headers(), "origin": "http://localhost"}))

    def sign_in(self, name: str, password: str, back: str = "/") -> Any:
        return self.post("/-/sign-in", name=name, password=password, back=back)

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())} if self.cookies else {}

    def _kept(self, answer: Any) -> Any:
        for key, value in answer.headers.multi_items():
            if key == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0].strip('"')
                if "max-age=0" in value.lower():
                    del self.cookies[name]
        return answer


@contextmanager
def closed(site: Browsed) -> Iterator[Browsed]:
    """The site, its files closed in the end."""
    try:
        yield site
    finally:
        for database in site.datasette.databases.values():
            database.close()


@contextmanager
def reviewed_copy(archive: Path, folder: Path) -> Iterator[Browsed]:
    """A copy of an archive in a folder of its own, which one reviewer, Lan Anh, may change."""
    db = folder / "kho.db"
    shutil.copy(archive, db)
    users_of(db).with_user("Lan Anh", PASSWORD).save()
    datasette = make_datasette(db, Guard(hosts=("localhost",)))
    asyncio.run(datasette.invoke_startup())
    with closed(Browsed(datasette, db)) as site:
        yield site


def signed_in(site: Browsed) -> Reviewer:
    reviewer = Reviewer(site)
    assert reviewer.sign_in("Lan Anh", PASSWORD).status_code == 303
    return reviewer
