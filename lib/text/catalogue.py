"""Gettext catalogue: sources carry English, Vietnamese is the default language.

The .po file is read at start (Babel compiles it in memory), so there is no build step and
no binary beside it. `_` translates now, `N_` only marks a sentence for extraction.
"""

import gettext as gettext_module
import io
from contextvars import ContextVar
from functools import cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from lib.settings import ROOT

LANGUAGES = {"vi": "Ti\u1ebfng Vi\u1ec7t", "en": "English"}
DEFAULT_LANGUAGE = "vi"
LOCALE_DIR = ROOT / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def use_language(language: str) -> None:
    """Set the language of this thread of work; unknown codes fall back to Vietnamese."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def language() -> str:
    return _language.get()


def _(message: str) -> str:
    return _translations(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return _translations(_language.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    return message


def in_every_language(message: str) -> tuple[str, ...]:
    """The words for a message in all languages: a file may come back in another than it went."""
    return tuple(_translations(code).gettext(message) for code in LANGUAGES)


@cache
def _translations(code: str) -> gettext_module.NullTranslations:
    path = LOCALE_DIR / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext_module.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)
