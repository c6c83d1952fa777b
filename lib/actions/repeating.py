"""What the server does again and again beside serving."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def repeating(task: Callable[[], None], every: float) -> Iterator[None]:
    """While it lasts, `task` at once and then every so many seconds, in a thread of its own; the
    end waits for a task that is under way. The task must not raise."""
    stop = threading.Event()

    def keep() -> None:
        while True:
            task()
            if stop.wait(every):
                return

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
