"""One transaction at a time; audit and history beside every row."""

# Their tables belong to METADATA for whoever asks.
from lib.store import oversight as oversight
from lib.store import twins as twins
from lib.store import waiting as waiting
