"""A team's file: bytes -> text rows -> typed values, with findings. Nothing is stored here.

reader    bytes -> TextTable (encoding, records, header: its three steps; refusal: what stops it)
mapping   headings -> columns of a table
parse     one cell -> value or finding, obviously (dates, contacts, vocabulary, lookups serve it)
checks    all cells at once -> Checked: `columns` gives values, `constraints` and `duplicates`
          compare them; `fast` answers for the plain cells exactly what parse would say
"""
