"""Texts that break programs: what is known to run in a page or to mean something to a program.

With the big list of naughty strings, where the collection of real files lies beside this checkout.
"""

import json
from datetime import date
from functools import cache

from lib.ingest.lookups import Lookups
from lib.ingest.parse import parse_value
from lib.schema.tables import TABLES
from lib.settings import ROOT

RUNS = "__pwned.push(1)"
# Markup, attributes, templates, Markdown, formulas, paths; `RUNS` is what would be carried out.
SCRIPTS = [
    text.replace("RUN", RUNS)
    for text in (
        "<script>RUN</script>", "</script><script>RUN</script>", "<img src=x onerror=RUN>",
        "<svg onload=RUN>", "<svg><script>RUN</script></svg>", "<svg><animate onbegin=RUN>",
        "<body onload=RUN>", "<iframe srcdoc='<script>parent.RUN</script>'></iframe>",
        "<iframe src=\"javascript:parent.RUN\"></iframe>", "<details open ontoggle=RUN>",
        "<input autofocus onfocus=RUN>", "<video><source onerror=RUN></video>",
        "<math><mi xlink:href='javascript:RUN'>x</mi></math>", "<style>@import 'x';</style>",
        "<a href=javascript:RUN>x</a>", "<object data='javascript:RUN'></object>",
        "<embed src='javascript:RUN'>", "<marquee onstart=RUN>x</marquee>", "<base href='/x/'>",
        "<meta http-equiv=refresh content='0;url=javascript:RUN'>", "<link rel=stylesheet href=x>",
        "<form action=javascript:RUN><button>x</button></form>", "<template><img src=x></template>",
        "'\"><img src=x onerror=RUN>", "\" onmouseover=RUN x=\"", "' autofocus onfocus=RUN x='",
        "--><img src=x onerror=RUN>", "]]><img src=x onerror=RUN>", "<!--<img src=x onerror=RUN>",
        "&lt;img src=x onerror=RUN&gt;", "&#60;img src=x onerror=RUN&#62;", "\\x3cimg src=x\\x3e",
        "%3Cimg%20src=x%20onerror=RUN%3E", "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
        "${RUN}", "`${RUN}`", "`;RUN;//", "';RUN;//", "\";RUN;//", "\\';RUN;//", "*/RUN;/*",
        "{{constructor.constructor('RUN')()}}", "{{ 7*7 }}", "{% raw %}", "#{RUN}", "<%= RUN %>",
        "[x](javascript:RUN)", "![x](x)", "[x]: javascript:RUN", "<javascript:RUN>",
        "**b** _i_ ~~s~~ `c`", "# head", "> said", "- item", "1. one", "| a | b |", "$x^2$",
        ":material/home: :red[x] :smile:", "---", "    code", "a<br>b", "&nbsp;&copy;&amp;",
        "=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "../../etc/passwd", "CON", "\\\\x\\y",
        "%s %d %n {0} {x}", "' OR 1=1; --", "'; DROP TABLE cases; --", "NA", "null", "None", "0",
        "http://127.0.0.1:9/x", "javascript:RUN", "data:text/html,<script>RUN</script>",
    )
]  # fmt: skip


@cache
def storable() -> tuple[str, ...]:
    """All of them as a list's free text would be stored; what the importer refuses is left out."""
    note, nobody = TABLES["groups"].columns["note"], Lookups({}, {}, {})
    read = (parse_value(note, text, nobody, today=date(2021, 12, 29)) for text in all_texts())
    return tuple(dict.fromkeys(parsed.value for parsed in read if parsed.value))


def all_texts() -> list[str]:
    return [*SCRIPTS, *_naughty_strings()]


def _naughty_strings() -> list[str]:
    folder = ROOT.parent / "shared" / "data" / "csv"
    if not folder.exists():
        return []
    strings = json.loads((folder / "blns.json").read_text("utf-8"))
    return [*strings, *(folder / "csv_injection_payloads.csv").read_text("utf-8").splitlines()]
