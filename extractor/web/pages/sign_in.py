"""Signing in and out: a name and a password in, the cookie of a reviewer out. Plain forms; the way back is an
address of this site only."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import Request

from extractor.web.sessions import sign_in, sign_out
from extractor.web.users import users_of
from extractor.web.visit import Visit, local_path

if TYPE_CHECKING:
    from datasette.app import Datasette

_checking = asyncio.Semaphore(2)  # a hash takes some 32 MB


async def sign_in_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    users = users_of(visit.site.path)
    if request.method != "POST":
        return await visit.page("sign_in", back=local_path(visit.arg("back")), users=users.names, file=visit.site.path.name, fault="", name="")
    form = await visit.form()
    name, back = form.get("name"), local_path(form.get("back"))
    tries, now = visit.site.tries, time.monotonic()
    fault, known = "sign_in.wait", None
    if not tries.must_wait(name, now):
        async with _checking:
            known = await asyncio.get_running_loop().run_in_executor(None, users.knows, name, form.get("password"))
        tries.note(name, now, right=known is not None)
        fault = "sign_in.wrong"
    if known is None:
        status = 429 if fault == "sign_in.wait" else 403
        return await visit.page("sign_in", status=status, back=back, users=users.names, file=visit.site.path.name, fault=visit.words(fault), name=name)
    response = Response.redirect(back, status=303)
    sign_in(response, datasette, users, known, secure=str(request.headers.get("origin", "")).startswith("https:"))
    return response


async def sign_out_page(request: Request, datasette: Datasette) -> Response:
    visit = Visit.of(request, datasette)
    if request.method == "POST":
        form = await visit.form()
        response = Response.redirect(local_path(form.get("back")), status=303)
        sign_out(response)
        return response
    return Response.redirect("/-/sign-in")
