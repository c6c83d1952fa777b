"""Words that somebody typed, where Streamlit would read Markdown."""

_MARKUP = frozenset("\\`*_{}[]()<>#+-.!|$~:&")


def plain(text: str) -> str:
    """Shown as it is, whatever it would mean as markup; a line break becomes a space."""
    escaped = (f"\\{letter}" if letter in _MARKUP else letter for letter in text)
    return "".join(escaped).replace("\n", " ")
