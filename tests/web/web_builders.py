"""What the tests of the web side share: a site that is asked in this process, and hostile documents."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from selectolax.lexbor import LexborHTMLParser

from extractor.store import Archive

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
