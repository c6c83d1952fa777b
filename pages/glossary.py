"""Glossary: what a word or a number means."""

from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.glossary import show_glossary, show_guide
from lib.ui.header import page_header

context = page_context()

page_header(
    context,
    _("Glossary"),
    _("what each word and figure means, and how it is counted"),
    _("Look for a word, or open the figure you wonder about."),
)
show_guide(context)
show_glossary(context)
