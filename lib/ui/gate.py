"""What stands before Streamlit: nobody gets a page, a file or a connection without a session.

A plain ASGI middleware, because it must see WebSockets too. Open to all are Streamlit's own
scripts, which are the same everywhere, the sign-in pages, and the sign of life.
"""

from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

import streamlit as st
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.actions.accounts import has_administrator
from lib.security.sessions import is_signed_in, signed_in, token_hash
from lib.settings import now, plain_network_is_accepted
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.line import Line
from lib.ui.state import store

SIGN_IN, SET_UP, OWN_PASSWORD = "/sign-in", "/set-up", "/own-password"
OPEN_PATHS = frozenset({SIGN_IN, SET_UP, "/sign-out", "/_stcore/health"})
OPEN_FOLDERS = ("/static/",)
COOKIE = "ward_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
# Streamlit needs inline and evaluated scripts; none from elsewhere, and nothing may frame us.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob: data:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
_MARK = b"x-ward-session"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Gate:
    """Middleware for st.App."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        try:
            answer = await to_thread.run_sync(_hindrance, asked)
        except StoreProblem as problem:
            answer = PlainTextResponse(problem.sentence(), 503)
        if scope["type"] == "http":
            send = _with_headers(send, scope["path"], is_tls=is_tls(asked))
        if answer is None and scope["type"] == "websocket":
            line = Line(receive, send, lambda: to_thread.run_sync(_lasts, token_of(asked)))
            await self.app(_marked(scope, token_of(asked)), line.receive, line.send)
        elif answer is None:
            try:
                await self.app(_marked(scope, token_of(asked)), receive, send)
            except StoreProblem as problem:  # of the sign-in pages; nothing was sent yet
                await PlainTextResponse(problem.sentence(), 503)(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await answer(scope, receive, send)


def _lasts(token: str | None) -> bool:
    """A store that cannot be read just now ends no session."""
    try:
        return is_signed_in(store(), token, now())
    except StoreProblem:
        return True


def _marked(scope: Scope, token: str | None) -> Scope:
    """With a header that only we may set: Streamlit then gives no one another session's page,
    whoever knows its number (server.trustedUserHeaders)."""
    headers = [line for line in scope["headers"] if line[0].lower() != _MARK]
    if token:
        headers.append((_MARK, token_hash(token).encode()))
    return {**scope, "headers": headers}


def is_tls(asked: HTTPConnection) -> bool:
    """Told by the server, or by a proxy on this computer that the server trusts."""
    return asked.scope["scheme"] in ("https", "wss")


def is_local(asked: HTTPConnection) -> bool:
    try:
        return asked.client is not None and ip_address(asked.client.host).is_loopback
    except ValueError:
        return False


def token_of(asked: HTTPConnection) -> str | None:
    return asked.cookies.get(SECURE_COOKIE if is_tls(asked) else COOKIE)


def _hindrance(asked: HTTPConnection) -> Response | None:
    """Why the request goes no further; None when it may."""
    path = asked.scope["path"]  # not url.path, which a Host header can bend
    if refusal := _out_of_place(asked):
        return PlainTextResponse(refusal, 403)
    if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS):
        return None
    found = signed_in(store(), token_of(asked), now())
    if found is None:
        return _to_door(asked, SIGN_IN, PlainTextResponse(_("Sign in first."), 401))
    if found[1].must_change and path != OWN_PASSWORD:
        words = _("Choose your own password first.")
        return _to_door(asked, OWN_PASSWORD, PlainTextResponse(words, 403))
    return None


def _to_door(asked: HTTPConnection, door: str, refusal: Response) -> Response:
    """A person is led to the form that is missing, a program is refused."""
    if "text/html" in asked.headers.get("accept", "") and asked.scope["type"] == "http":
        return RedirectResponse(f"{door}?next={quote(_address(asked), safe='')}", 303)
    return refusal


def _address(asked: HTTPConnection) -> str:
    query = asked.scope["query_string"].decode("latin-1")
    return str(asked.scope["path"]) + (f"?{query}" if query else "")


def _out_of_place(asked: HTTPConnection) -> str:
    """From whom, over what and under which name nobody is served; "" when all is well."""
    if not is_local(asked):
        if store().settings.is_demo or not has_administrator(store()):
            return _("This ward is not set up for other computers yet.")
        if not is_tls(asked) and not plain_network_is_accepted():
            return _("Open this address with https://.")
    if _host_name(asked.headers.get("host", "")) not in _hosts():
        return _("This server does not answer under this name.")
    is_changing = asked.scope["type"] == "websocket" or asked.scope["method"] not in ("GET", "HEAD")
    return _("The request comes from another page.") if is_changing and _is_foreign(asked) else ""


def _is_foreign(asked: HTTPConnection) -> bool:
    """A browser always says from which page it opens a connection or sends a form."""
    origin = urlsplit(asked.headers.get("origin", ""))
    return not origin.netloc or origin.netloc != asked.headers.get("host")


def _host_name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""


def _hosts() -> set[str]:
    named: Iterable[str] = st.get_option("server.allowedHosts") or ()
    return {"127.0.0.1", "localhost", "::1", *(_host_name(name) for name in named)}


def _with_headers(send: Send, path: str, *, is_tls: bool) -> Callable[[Message], Awaitable[None]]:
    """Kept by nobody but the scripts that are the same for all."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if is_tls:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            if not path.startswith((*OPEN_FOLDERS, "/app/static/")):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
