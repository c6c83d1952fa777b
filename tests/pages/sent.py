"""What the pages send to the browser, text by text, and how the browser reads each of them."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from google.protobuf.message import Message
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1.element_tree import ButtonGroup

from lib.ui.plain import plain
from lib.ui.state import store

# Where a text stands, e.g. "Alert.body". What else is called a label or help is Markdown as well.
MARKDOWN = {
    "Alert.body", "Dialog.title", "Heading.body", "Markdown.body", "Option.content",
    "Progress.text", "Radio.captions", "Radio.options", "Spinner.text", "Table.cell",
    "Table.heading", "Toast.body",
}  # fmt: skip
AS_TYPED = {
    "Code.code_text", "Dataframe.cell", "Dataframe.heading", "MultiSelect.options",
    "Selectbox.options", "Selectbox.raw_value", "Text.body", "TextArea.default",
    "TextInput.default", "TextInput.value",
}  # fmt: skip
# Languages of their own, which only a browser can judge: tests/browser/test_hostile.py.
FOR_THE_BROWSER = {"ComponentInstance.json_args", "Html.body", "PlotlyChart.spec"}
KEYS = {"id", "form_id", "key", "element_id", "query_param_key"}  # read by nobody
MARK = re.compile(r"zq(\d+)\\?\[")


@contextmanager
def overheard(
    ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: Callable[[ForwardMsg], None]
) -> Iterator[None]:
    """Pages that are run meanwhile show a copy of the ward's data folder; `note` gets every message
    to the browser."""
    shutil.copytree(ward, tmp_path / "data")
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    enqueue = ForwardMsgQueue.enqueue

    def noted(self: ForwardMsgQueue, message: ForwardMsg) -> None:
        note(message)
        enqueue(self, message)

    monkeypatch.setattr(ForwardMsgQueue, "enqueue", noted)
    # An option is chosen by what it says, as a reader does.
    as_said = ButtonGroup.format_func.fget
    monkeypatch.setattr(
        ButtonGroup, "format_func",
        property(lambda group: lambda v: v if v in group.options else as_said(group)(v)),
    )  # fmt: skip
    store.cache_clear()
    yield
    store().close()
    store.cache_clear()


def marked(texts: Sequence[str], number: int) -> str:
    """One of the texts between marks by which it is found again."""
    at = number % len(texts)
    return f"zq{at}[{texts[at]}]{at}qz"


def wrongly_sent(message: ForwardMsg, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(where, what was sent) of each marked text that the browser would not show as it is."""
    for where, sent in _texts_of(message):
        if where not in FOR_THE_BROWSER:
            for at in set(MARK.findall(sent)):
                if _squeezed(_wanted(where, marked(texts, int(at)))) not in _squeezed(sent):
                    yield where, sent


def n_marks(message: ForwardMsg) -> int:
    return sum(len(MARK.findall(sent)) for _where, sent in _texts_of(message))


def _wanted(where: str, text: str) -> str:
    if where in MARKDOWN or where.endswith((".label", ".help")):
        return plain(text)
    if where == "GraphVizChart.spec":  # a text of JSON in which "&lt;" would be read as "<"
        return json.dumps(text.replace("&", "&amp;"), ensure_ascii=False)[1:-1]
    return text if where in AS_TYPED else f"nobody has said how {where} is read"


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _texts_of(message: ForwardMsg) -> Iterator[tuple[str, str]]:
    """Every text of what one message draws, with the place where it stands."""
    if message.WhichOneof("type") == "delta":
        yield from _texts(message.delta)


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    name = message.DESCRIPTOR.name
    for field, value in message.ListFields():
        if field.name == "arrow_data" and name in ("Table", "Dataframe"):
            yield from _cells(name, value.data)
        elif field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            for each in value if field.is_repeated else (value,):
                yield from _texts(each)
        elif field.type == field.TYPE_STRING and field.name not in KEYS:
            yield from (
                (f"{name}.{field.name}", each)
                for each in (value if field.is_repeated else (value,))
            )


def _cells(name: str, raw: Any) -> Iterator[tuple[str, str]]:
    table = pa.ipc.open_stream(raw).read_all()
    for heading in table.column_names:
        yield f"{name}.heading", heading
        yield from ((f"{name}.cell", str(value)) for value in table[heading].to_pylist())
