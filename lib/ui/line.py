"""An open connection that ends with its session.

Streamlit's script looks the session up at every run; in between, what is drawn would stay on the
screen for as long as nobody touches it. So the connection itself is looked after: with every
message and every few seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Send

EVERY = 3.0  # seconds
ENDED = 4401  # a WebSocket's code for "sign in first"


class Line:
    """receive and send of a WebSocket; `is_alive` is asked whether the session still lasts."""

    def __init__(
        self, receive: Receive, send: Send, is_alive: Callable[[], Awaitable[bool]]
    ) -> None:
        self._receive, self._send, self._is_alive = receive, send, is_alive
        self._has_ended = False

    async def receive(self) -> Message:
        waiting = asyncio.ensure_future(self._receive())
        try:
            while True:
                done, _pending = await asyncio.wait({waiting}, timeout=EVERY)
                if done and waiting.result()["type"] != "websocket.receive":
                    return waiting.result()
                if not await self._is_alive():
                    return await self._end()
                if done:
                    return waiting.result()
        finally:
            waiting.cancel()

    async def send(self, message: Message) -> None:
        """What the program still says to a line that has ended goes nowhere."""
        if not self._has_ended:
            await self._send(message)

    async def _end(self) -> Message:
        await self._send({"type": "websocket.close", "code": ENDED})
        self._has_ended = True
        return {"type": "websocket.disconnect", "code": ENDED}
