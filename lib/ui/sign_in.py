"""Sign-in, sign-out, first administrator, first own password: plain pages, before any script."""

import secrets
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from jinja2 import Environment, FileSystemLoader, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.actions.accounts import AccountRefused, has_administrator, open_first_administrator
from lib.actions.own_access import choose_first_password, sign_in
from lib.reports.ward import ward_name
from lib.security.actors import ROLES
from lib.security.passwords import SHORTEST, PasswordRefused
from lib.security.sessions import ABSOLUTE, DEMO, begin_session, end_session, signed_in
from lib.security.throttle import Throttle
from lib.settings import now
from lib.text.catalogue import DEFAULT_LANGUAGE, LANGUAGES, _, use_language
from lib.ui.gate import (
    COOKIE,
    OWN_PASSWORD,
    SECURE_COOKIE,
    SET_UP,
    SIGN_IN,
    is_local,
    is_tls,
    token_of,
)
from lib.ui.state import store

_LARGEST_FORM = 8_000  # bytes
_THROTTLE = Throttle()
# Hashing takes memory and a core: two at a time, whoever knocks.
_TWO = CapacityLimiter(2)


@cache
def set_up_code() -> str:
    """For the console, once per start: whoever reads it sits at the server."""
    return secrets.token_hex(4)


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True).get_template("sign_in.html")


async def sign_in_page(request: Request) -> Response:
    _speak(request)
    if needs_set_up():
        return RedirectResponse(SET_UP, 303)
    if request.method == "GET":
        return _page(request, next=_next(request.query_params.get("next")))
    form = await _form(request)
    target = _next(form.get("next"))
    if store().settings.is_demo:
        return await _begin_demo(request, form.get("role", ""), target)
    login, address = form.get("login", "").strip().lower()[:40], _from(request)
    moment = now()
    if wait := _THROTTLE.begin(address, login, moment):
        words = _("Too many attempts. Wait {n} seconds.").format(n=int(wait.total_seconds()) + 1)
        return _page(request, problem=words, login=login, next=target, status=429)
    token = await to_thread.run_sync(
        lambda: sign_in(store(), login, form.get("password", ""), now=moment), limiter=_TWO
    )
    if token is None:
        words = _("Sign-in name or password is not right, or the account is closed.")
        return _page(request, problem=words, login=login, next=target, status=403)
    _THROTTLE.succeeded(address, login)
    return _with_cookie(request, RedirectResponse(target, 303), token)


async def _begin_demo(request: Request, role: str, target: str) -> Response:
    """The demo's people need no password: they are invented, and on this computer only."""
    if role not in ROLES or not is_local(request):
        return _page(request, status=403, next=target)
    token = await to_thread.run_sync(
        lambda: begin_session(store(), DEMO + role, DEMO + role, now())
    )
    return _with_cookie(request, RedirectResponse(target, 303), token)


async def sign_out(request: Request) -> Response:
    """A foreign page can sign nobody out: its links come without the cookie (SameSite=Strict)."""
    if token := token_of(request):
        await to_thread.run_sync(lambda: end_session(store(), token, now()))
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(_cookie(request), path="/", secure=is_tls(request), httponly=True,
                         samesite="strict")  # fmt: skip
    # Else whoever signs in next on this phone finds the page under the sidebar left open.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


async def set_up_page(request: Request) -> Response:
    _speak(request)
    if not needs_set_up():
        return RedirectResponse(SIGN_IN, 303)
    if request.method == "GET":
        return _page(request, step="set_up")
    form = await _form(request)
    address, moment = _from(request), now()
    login, name = form.get("login", "").strip().lower(), form.get("name", "").strip()
    code = form.get("code", "").strip().lower()
    if _THROTTLE.begin(address, "", moment) or not secrets.compare_digest(
        code.encode(), set_up_code().encode()
    ):
        words = _("This is not the code on the console.")
        return _page(request, step="set_up", problem=words, login=login, name=name, status=403)
    _THROTTLE.succeeded(address, "")
    try:
        account = await to_thread.run_sync(
            lambda: open_first_administrator(
                store(), login, name, form.get("password", ""), form.get("again", ""), now=moment
            ),
            limiter=_TWO,
        )
    except (AccountRefused, PasswordRefused) as problem:
        return _page(request, step="set_up", problem=problem.sentence(), login=login, name=name,
                     code=code, status=422)  # fmt: skip
    token = begin_session(store(), account.account_id, account.login, moment)
    return _with_cookie(request, RedirectResponse("/accounts", 303), token)


async def own_password_page(request: Request) -> Response:
    """In place of the one-time password. The gate lets its owner go nowhere else before."""
    _speak(request)
    found = await to_thread.run_sync(lambda: signed_in(store(), token_of(request), now()))
    if found is None or not found[1].must_change:
        return RedirectResponse("/account" if found else SIGN_IN, 303)
    account = found[1]
    if request.method == "GET":
        target = _next(request.query_params.get("next"))
        return _page(request, step="own_password", login=account.login, next=target)
    form = await _form(request)
    target, moment = _next(form.get("next")), now()
    try:
        token = await to_thread.run_sync(
            lambda: choose_first_password(
                store(), account, form.get("password", ""), form.get("again", ""), now=moment
            ),
            limiter=_TWO,
        )
    except (AccountRefused, PasswordRefused) as problem:
        return _page(request, step="own_password", problem=problem.sentence(),
                     login=account.login, next=target, status=422)  # fmt: skip
    return _with_cookie(request, RedirectResponse(target, 303), token)


ROUTES = (
    Route(SIGN_IN, sign_in_page, methods=["GET", "POST"]),
    Route(OWN_PASSWORD, own_password_page, methods=["GET", "POST"]),
    Route("/sign-out", sign_out),
    Route(SET_UP, set_up_page, methods=["GET", "POST"]),
)


def needs_set_up() -> bool:
    return not store().settings.is_demo and not has_administrator(store())


def _page(
    request: Request, *, step: str = "sign_in", status: int = 200, **shown: object
) -> HTMLResponse:
    """`step`: sign_in, set_up or own_password."""
    is_demo = store().settings.is_demo
    words = {
        "ward": ward_name(store()) or _("Ward not named yet"),
        "language": _language(request), "languages": LANGUAGES, "path": request.url.path,
        "roles": [(name, role.label(_language(request))) for name, role in ROLES.items()]
        if is_demo and is_local(request) else [],
        "is_demo": is_demo, "step": step, "say": _words(),
    }  # fmt: skip
    return HTMLResponse(_template().render(words | shown), status)


def _words() -> dict[str, str]:
    rule = _("At least {n} characters; four words that do not belong together.")
    return {
        "set_up": _("Set up"),
        "sign_in": _("Sign in"),
        "about_set_up": _(
            "Open the first administrator's account. The code stands on the console where the "
            "program was started."
        ),
        "own_password": _("Set the password"),
        "about_own_password": _(
            "Choose your own password. The one you were given is used up by this."
        ),
        "about_demo": _("Demo ward: everybody is invented. Choose as whom to look around."),
        "about_sign_in": _("Home quarantine and vaccination. Sign in with your own account."),
        "code": _("Code"),
        "name": _("Your name"),
        "login": _("Sign-in name"),
        "password": _("Password"),
        "again": _("Password once more"),
        "rule": rule.format(n=SHORTEST),
    }


def _speak(request: Request) -> None:
    use_language(_language(request))


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _next(address: str | None) -> str:
    """Where to go afterwards: a page of ours, or the first one."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    return "/" if any(ord(letter) < 32 for letter in address) else address


def _from(request: Request) -> str:
    return request.client.host if request.client else "?"


def _cookie(request: Request) -> str:
    return SECURE_COOKIE if is_tls(request) else COOKIE


def _with_cookie(request: Request, answer: Response, token: str) -> Response:
    answer.set_cookie(
        _cookie(request), token, max_age=int(ABSOLUTE.total_seconds()), path="/",
        secure=is_tls(request), httponly=True, samesite="strict",
    )  # fmt: skip
    return answer
