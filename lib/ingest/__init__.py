"""A team's file: bytes -> text rows -> typed values, with findings. Nothing is stored here.

bytes            kinds: what a file is. encoding: its letters, with legacy (fonts of the 1990s),
                 misread (copied out of one) and samples (names to tell by)
spreadsheets     workbook asks sandbox, whose child runs sheets: books, cell_texts, sheet_marks,
                 archives and limits; guides are the sheets that are no list
maps             boundaries from map_files; shapefiles are opened by the same child
rows             reader -> TextTable: header by the headings known; body by records and marks;
                 forms, parts, second_lists, surroundings tell rows from what stands between them
columns          mapping: headings -> columns of a table, by evidence and vocabulary
rewritten cells  names, dittos, asides, wards, periods, titles and addresses, through filling, in
                 the order of lib/actions/reading.py; service takes our own files' columns out
values           checks: meant and legends; columns by parse, one cell at a time (dates, contacts,
                 amounts, vocabulary, lookups), and by fast, which says of plain cells the same
whole rows       constraints, years, day_order, duplicates, extras
what is said     ledger, refusal, telling; choices are what a person answered
"""
