"""One transaction at a time; history and audit beside every row. Nothing here knows who may."""
