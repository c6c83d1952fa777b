"""One transaction at a time; audit and history beside every row."""

from lib.store import oversight as oversight  # its tables belong to METADATA for whoever asks
