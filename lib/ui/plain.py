"""Text from people inside Markdown: shown as it was typed, never as formatting."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")


def plain(text: str | None) -> str:
    return _SPECIAL.sub(r"\\\1", text or "")
