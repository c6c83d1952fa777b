"""The house, from the street to the cellar. Imports go down, never up or sideways.

app.py, cli         the two doors: a browser, a terminal
pages/              one thin file per screen: title, filters, one report, render, actions
ui                  the only Streamlit code beside pages: shell, widgets, one language switch
actions | reports   every write, by subject | every read, by page
security            who is acting and what that one may do
ingest              a team's file: bytes -> text rows -> typed values, with findings
store               one transaction at a time; audit and history beside every row
indicators          numbers with numerator, denominator, definition and rows
charts maps documents   tidy data -> figure, map, page to print
rules               dated rule files -> rule objects and pure functions
schema              every table, declared once in data/schema
text                catalogue, Vietnamese folding and order, dates and numbers
settings            environment -> Settings; the only clock

`lint-imports` keeps this map true (contracts in pyproject.toml).
"""
