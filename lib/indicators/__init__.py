"""Numbers with their numerator, denominator, definition and rows.

Pure narwhals functions of (tables, as_of): the same code runs on Polars, pandas and pyarrow
frames. Nothing here reads a file, a clock or a database.
"""
