"""What can be wrong, or worth saying, about a cell, a row or a file.

A finding carries a code and numbers or column names, never a cell's value: it may be logged,
stored and printed. The sentence is made from CODES when someone reads it.
"""

from dataclasses import dataclass, field
from typing import Any

from lib.schema.columns import Level
from lib.text.catalogue import N_, _


@dataclass(frozen=True)
class Code:
    level: Level
    sentence: str


CODES: dict[str, Code] = {
    # the whole file
    "FILE_EMPTY": Code("error", N_("The file is empty. Nothing was changed.")),
    "FILE_NOT_TEXT": Code("error", N_("This is not a list. Save the sheet as .xlsx or as CSV UTF-8 and send that.")),
    "FILE_KIND": Code("error", N_("The content of the file is {kind}, not a list. Save the sheet as .xlsx or as CSV UTF-8 and send that.")),
    "FILE_MISNAMED": Code("note", N_("The file is not what its name says; it was read as what it is.")),
    "FILE_BROKEN": Code("error", N_("The file is damaged or was cut off while it was copied. Copy it again.")),
    "FILE_PASSWORD": Code("error", N_("The file has a password. Save it without one.")),
    "FILE_MACROS": Code("error", N_("The workbook contains macros. Save it as .xlsx.")),
    "FILE_UNSAFE": Code("error", N_("The file declares document types, which no list needs. It was not opened.")),
    "FILE_UNSAFE_PATHS": Code("error", N_("The archive names paths outside itself. It was not opened.")),
    "FILE_LOCK": Code("error", N_("This is a temporary file of Excel. Close Excel and choose the list itself.")),
    "FILE_CELL_FAR": Code("error", N_("A cell far outside the list is filled: {cell}. Delete it and save again.")),
    "FILE_TOO_HEAVY": Code("error", N_("Reading the file takes more than {seconds} seconds or {size} MB of memory. Split it.")),
    "ARCHIVE_TOO_LARGE": Code("error", N_("Unpacked the file would have {size} MB; the limit is {limit} MB.")),
    "ARCHIVE_MEMBERS": Code("error", N_("The file is made of {n} parts; the limit is {limit}.")),
    "FILE_HEADER_MISSING": Code("error", N_("No row of headings was found. Expected headings: {expected}.")),
    "FILE_COLUMNS_MISSING": Code("error", N_("Columns missing: {columns}. Add them or give one value for all rows.")),
    "FILE_HEADER_TWICE": Code("error", N_("Two columns have the same heading: columns {columns}. Rename one.")),
    "FILE_MISREAD": Code("error", N_("The headings make words only when they are read as {encoding}: a program opened the list in the wrong letters and saved it so. Send the list as it was before.")),
    "FILE_SECOND_LIST": Code("error", N_("A second list with other columns begins here. Save it as a file of its own, or write it under the first headings.")),
    "FILE_NO_ROWS": Code("error", N_("The file has headings but no rows. Nothing was changed.")),
    "FILE_QUOTE_OPEN": Code("error", N_("A quotation mark opened on line {line} is never closed.")),
    "FILE_ASKS_SHEET": Code("error", N_("The workbook has {n} sheets with rows. Choose one.")),
    "FILE_ASKS_ENCODING": Code("error", N_("The letters of the file are in an old encoding. Choose the reading in which the names are right.")),
    "FILE_ASKS_TABLE": Code("error", N_("The headings fit {n} lists. Choose the one that it is.")),
    "FILE_SEEN": Code("note", N_("This very file was taken in before, on {day}, sent by {sender}.")),
    "FILE_SHORTER": Code("error", N_("The list had {base} rows when it was taken out; this file has {rows}. No row is ever deleted for being missing. If the file is meant so, confirm it.")),
    "COPY_SHORTER": Code("error", N_("The file looks like a copy of the list without the column of its export code: {base} such rows are kept here, this file has {rows}. No row is ever deleted for being missing. If the file is meant so, confirm it.")),
    "EXPORT_UNKNOWN": Code("warning", N_("The list that this file comes from is not known here: what was changed since it was taken out cannot be told. Look at every change.")),
    "MAPPING_REMEMBERED": Code("note", N_("The headings were read as somebody explained them on {day}.")),
    "FILE_TOO_LARGE": Code("error", N_("The file has {size} MB; the limit is {limit} MB.")),
    "ENCODING_READ": Code("note", N_("The letters were read as {encoding}.")),
    "SHEETS_LEFT": Code("warning", N_("{n} other sheets hold something and were not read.")),
    "SHEETS_HIDDEN": Code("warning", N_("{n} hidden sheets hold something and were not read.")),
    "NUMBERS_LEFT": Code("note", N_("This row numbers the columns; it was left out.")),
    "BLANKS_LEFT": Code("note", N_("{n} rows hold a running number and nothing else; they were left out.")),
    "REMARKS_LEFT": Code("warning", N_("Below the list stand remarks, rows {rows}; they were left out.")),
    "HEADINGS_LEFT": Code("note", N_("{n} rows say the headings again (rows {rows}); they were left out.")),
    "PARTS_LEFT": Code("warning", N_("{n} rows hold a title or a sum and nobody's data (rows {rows}); they were left out.")),
    "PART_TAKEN": Code("warning", N_("{n} rows below took this from the title that stands here: {value}. Check it.")),
    "SHEET_TAKEN": Code("warning", N_("{n} rows took this from the name of the sheet: {value}. Check it.")),
    "PART_CONTRADICTED": Code("warning", N_("The title in row {title}, above this row, says another one. What the row says was kept; check it.")),
    "PART_OVERRULED": Code("warning", N_("The title that stands here says another one than was given for all rows; that was kept for the {n} rows below.")),
    "COLUMN_GUESSED": Code("warning", N_("The heading was understood in spite of a slip of the pen. Check it.")),
    "PHONES_SHARED": Code("note", N_("{n} times a phone number stands in a further row. Families share one; nobody was joined.")),
    "ADDRESS_READ": Code("note", N_("{n} addresses were taken apart into house number, alley and street. As they were written they stay with the rows.")),
    "ADDRESS_KEPT": Code("warning", N_("{n} addresses could not be taken apart (rows {rows}). They stay with the rows as they were written; for a place in the round and on the map write house number and alley into columns of their own.")),
    "PERIOD_READ": Code("note", N_("{n} cells give the first and the last day at once; both were read. As it was written it stays with the rows.")),
    "PERIOD_KEPT": Code("warning", N_("{n} cells do not say both a first and a last day (rows {rows}). They stay with the rows as they were written; write dd/mm/yyyy - dd/mm/yyyy.")),
    "ADDRESS_CONTRADICTED": Code("warning", N_("The address names another residential group. What the row says was kept; check it.")),
    "COLUMN_UNKNOWN": Code("warning", N_("The heading is not known; the column is kept with the row but not used.")),
    "NAMES_NUMBERED": Code("note", N_("In {n} rows a number or a dash stands before the name (rows {rows}); it was left out.")),
    "DITTOS_FILLED": Code("warning", N_("In {n} rows a cell says \"as above\" (rows {rows}); what stands above was taken. Check it.")),
    "ASIDES_KEPT": Code("warning", N_("In {n} rows a remark in brackets stands behind the word (rows {rows}). The word was read and the remark is kept with the row. Check it.")),
    "WARDS_SEVERAL": Code("warning", N_("The file names {n} wards here. A residential group counts as one of this ward whatever stands here: take the rows of other wards out, or write \"outside the ward\" as their group.")),
    "LEGEND_READ": Code("note", N_("The heading says what its numbers mean; they were read so.")),
    "COLUMNS_MOVED": Code("warning", N_("The headings are said again here in another order; the rows below were read by these. Check them.")),
    "COLUMNS_JOINED": Code("note", N_("Columns {columns} were read together: each holds a part of one thing.")),
    # a map of areas; the row is the number of an area
    "GEO_UNREADABLE": Code("error", N_("This is no map of areas. Send a GeoJSON FeatureCollection, a KML file or a zipped shapefile.")),
    "GEO_LINKS": Code("error", N_("The map points to other files. Nothing was loaded; send a map that holds its areas itself.")),
    "GEO_PROJECTION": Code("error", N_("The coordinates are not degrees of longitude and latitude. Export the map in WGS 84.")),
    "GEO_PARTS_MISSING": Code("error", N_("The archive needs exactly one each of: {parts}. Zip .shp, .shx, .dbf and .prj together.")),
    "GEO_TOO_MANY": Code("error", N_("The map has {n} areas; the limit is {limit}.")),
    "GEO_SWAPPED": Code("error", N_("Longitude and latitude are swapped.")),
    "GEO_OUTSIDE": Code("error", N_("The area lies outside Viet Nam.")),
    "GEO_NOT_AREA": Code("error", N_("This is no area with a border that can be drawn.")),
    "GEO_REPAIRED": Code("warning", N_("The border crossed itself and was repaired. Look at the map.")),
    "GEO_GROUP_TWICE": Code("error", N_("Area {other} is of the same residential group. Keep one of them.")),
    "GEO_GROUP_UNKNOWN": Code("warning", N_("The ward has no residential group of this name; the area was left out.")),
    # the whole row
    "ROW_TOO_LONG": Code("error", N_("The row has {extra} cells more than there are headings.")),
    "ROW_UNNAMED": Code("error", N_("Give a full name or an external code.")),
    "ROW_UNDESCRIBED": Code("warning", N_("Nothing is said of: {columns}.")),
    "ROW_TWICE": Code("error", N_("The row says the same as row {other}; it is needed once.")),
    "ROW_CONFLICT": Code("error", N_("Row {other} is about the same record but says something else. Keep one of them.")),
    "ROW_CONTRADICTS": Code("error", N_("Together with what is stored the row would contradict itself. Look at the record, then correct the row.")),
    "ROW_WRITTEN_MEANWHILE": Code("error", N_("The record was changed while this file was being read. Send the row again.")),
    "ROW_SECOND": Code("error", N_("This list has one row, and it stands under another name. To correct the name, change it in the first step of the set-up page; then this file fits.")),
    "ROW_OUT_OF_REACH": Code("error", N_("There is no such record among those that your team or group looks after. The row was not taken.")),
    "ROW_NOT_YOURS_TO_ADD": Code("error", N_("No such record is known, and your team corrects records here but adds none. Ask the data officer.")),
    "COLUMN_NOT_YOURS": Code("warning", N_("Your team does not keep this column; what the file says in it was left aside.")),
    "ROW_EXAMPLE": Code("note", N_("This is the example row of the template; it was left out.")),
    "ROW_EXAMPLE_KEPT": Code("warning", N_("The row is still marked as the template's example but says something of its own; it was taken as a row, without the mark.")),
    # a cell
    "CELL_CONFLICT": Code("warning", N_("Changed here and in the file since the list was taken out. What is stored stays until somebody chooses.")),
    "CELL_OLDER": Code("warning", N_("The file says what stood here before a later change; it may be an older copy. What is stored stays until somebody chooses.")),
    "FIRST_DAY_KEPT": Code("note", N_("Somebody of the first list of residents without a first dose. The new day of listing is stored; figures keep the first one, {day}.")),
    "CELL_REQUIRED": Code("error", N_("The cell is empty but needed.")),
    "CELL_SAYS_NOTHING": Code("note", N_("The cell says that there is nothing to write here; it was left empty.")),
    "CELL_TOO_LONG": Code("error", N_("The text has more than {limit} characters.")),
    "CELL_CONTROL": Code("error", N_("The cell contains characters that cannot be read.")),
    "CELL_FORMULA_ERROR": Code("error", N_("The spreadsheet shows an error here instead of a value. Type the value.")),
    "CELL_UNCALCULATED": Code("error", N_("The formula here has no value yet. Open the file in Excel, save it and send it again.")),
    "CELL_MERGED": Code("error", N_("This cell is part of a merged one above. Write the value in every row.")),
    "CELL_LETTERS_LOST": Code("error", N_("Letters were lost here when the file was saved. Type the text again.")),
    "CELL_MISREAD": Code("error", N_("The letters make words only when they are read as {encoding}. Type the text again, or convert the list to Unicode.")),
    "CELL_INVISIBLE": Code("note", N_("Invisible characters were taken out.")),
    "CELL_MADE_DAY": Code("error", N_("The spreadsheet has made a day of this number. Type it again with an apostrophe in front: '12/5.")),
    "YEAR_MADE_DAY": Code("error", N_("The spreadsheet shows a day of 1905 where a year was typed. Write the year as text, or the whole date of birth.")),
    "DAY_BEFORE_TAKEN": Code("note", N_("The cell says before a day; the day before it was taken as the last one.")),
    "DATE_UNREADABLE": Code("error", N_("This is not a date. Write dd/mm/yyyy.")),
    "DATE_IMPOSSIBLE": Code("error", N_("There is no such day in the calendar.")),
    "DATE_YEAR": Code("error", N_("The year must lie between {min} and {max}.")),
    "DATE_ORDER": Code("error", N_("This day can be read two ways: other rows of the column write the month before the day. Write dd/mm/yyyy in all of them.")),
    "DATE_IN_FUTURE": Code("error", N_("The date lies in the future.")),
    "YEAR_UNREADABLE": Code("error", N_("Write the year with four digits.")),
    "YEAR_OF_DATE": Code("note", N_("A whole date stands here; it was taken as the birth date and its year as the birth year.")),
    "AGE_TAKEN": Code("warning", N_("The file gives ages; birth years were counted from them and may be one off.")),
    "BIRTH_YEAR_ONLY": Code("warning", N_("Only a year is given; it is kept as the birth year.")),
    "NUMBER_UNREADABLE": Code("error", N_("This is not a number. Write digits alone, without a sign between the thousands: 1200.")),
    "NUMBER_RANGE": Code("error", N_("The number must lie between {min} and {max}.")),
    "NUMBER_TOO_SMALL": Code("error", N_("The number must be {min} or more.")),
    "NUMBER_NOT_WHOLE": Code("error", N_("A whole number is needed.")),
    "BOOLEAN_UNREADABLE": Code("error", N_("Write yes or no.")),
    "ENUM_UNKNOWN": Code("error", N_("This word is not in the list. Accepted: {accepted}.")),
    "PHONE_UNREADABLE": Code("error", N_("This is not a phone number.")),
    "PHONE_DIGITS_LOST": Code("error", N_("The spreadsheet has cut digits off this number. Type it again as text.")),
    "PHONE_ZERO_ADDED": Code("note", N_("The leading 0 was put back.")),
    "PHONE_OLD_PREFIX": Code("warning", N_("The number has eleven digits, as until 2018. It was kept; ask for the new one.")),
    "PHONE_ODD": Code("warning", N_("The number has a digit too many or too few, or a prefix that is nobody's. It was kept; check it.")),
    "NATIONAL_ID_UNREADABLE": Code("error", N_("A national ID has 12 digits, or 9 on the old card.")),
    "NATIONAL_ID_ZERO_ADDED": Code("note", N_("The leading 0 was put back.")),
    "REF_UNKNOWN": Code("error", N_("No such record in {table}. Bring that list in first, or correct the code.")),
    "GROUP_NEAR": Code("error", N_("The ward has no such residential group. If {near} is meant, write that.")),
    "REF_AMBIGUOUS": Code("error", N_("Several records fit. Give the code.")),
    "GROUP_ABSENT": Code("warning", N_("The file does not say the residential group; the row is kept under Unknown.")),
    # between cells
    "END_BEFORE_START": Code("error", N_("{column} lies before {other}.")),
    "CLOSED_BEFORE_START": Code("error", N_("{column} lies before {other}.")),
    "REMOVED_BEFORE_POSTED": Code("error", N_("{column} lies before {other}.")),
    "TAKEN_BEFORE_REQUESTED": Code("error", N_("{column} lies before {other}.")),
    "DELIVERED_BEFORE_REQUESTED": Code("error", N_("{column} lies before {other}.")),
    "DATE_BEFORE_BIRTH": Code("error", N_("{column} lies before {other}.")),
    "POSITIVE_BEFORE_START": Code("warning", N_("{column} lies before {other}.")),
    "DAYS_FAR_APART": Code("warning", N_("{column} and {other} lie more than {days} days apart. Check the year.")),
    "BIRTH_YEAR_DIFFERS": Code("error", N_("{column} and {other} give different years.")),
    "DOSES_CONTRADICT": Code("warning", N_("{column} is 0 although {other} is given.")),
    "NOT_EXACTLY_ONE": Code("error", N_("Fill in exactly one of: {columns}.")),
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing to say about a file. `row` is the row as a spreadsheet numbers it."""

    code: str
    table: str
    row: int | None = None
    column: str | None = None
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return CODES[self.code].level


def sentence(finding: Finding) -> str:
    """What to tell the reader, in the reader's language; column names become labels upstream."""
    return _(CODES[finding.code].sentence).format(**finding.params)
