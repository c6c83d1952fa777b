"""The three spreadsheets that another ward begins with, as its people keep them: `python make.py`.

The rows are those of the demo ward, everybody invented; without codes of persons and households,
with titles above and a word of whoever made the list below.
"""

import csv
from datetime import datetime
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "data" / "demo"
DAY = datetime.fromisoformat("2021-12-29T00:00")
GROUPS = ("Mã tổ", "Tên tổ dân phố", "Số hộ", "Số nhân khẩu", "Tổ trưởng", "Vĩ độ", "Kinh độ")
STAYS = (
    "Họ và tên", "Năm sinh", "Điện thoại", "Diện cách ly", "Tổ dân phố", "Số nhà", "Ngõ",
    "Đường, phố", "Ngày báo cáo", "Ngày bắt đầu cách ly", "Ngày kết thúc cách ly",
)  # fmt: skip
RESIDENTS = (
    "Họ và tên", "Năm sinh", "Tổ dân phố", "Số nhà", "Ngõ", "Đường, phố", "Điện thoại",
    "Ngày lập danh sách", "Lý do chưa tiêm",
)  # fmt: skip


def main() -> None:
    stays = [row for row in rows_of("cases") if is_here(row)]
    write("to_dan_pho.xlsx", "DANH SÁCH TỔ DÂN PHỐ", GROUPS, rows_of("groups"))
    write("f0_f1_cach_ly.xlsx", "DANH SÁCH F0, F1 CÁCH LY TẠI NHÀ", STAYS, stays)
    residents = rows_of("unvaccinated", n_titles=3)
    write("chua_tiem_mui_1.xlsx", "DANH SÁCH NGƯỜI CHƯA TIÊM MŨI 1", RESIDENTS, residents)


def rows_of(table: str, n_titles: int = 0) -> list[dict[str, str]]:
    with (DEMO / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        for _title in range(n_titles):
            file.readline()
        return list(csv.DictReader(file))


def is_here(row: dict[str, str]) -> bool:
    """In quarantine on the demo's day, as far as the list says."""
    days = [row[name] for name in STAYS[-3:]]
    if not all(days):
        return False
    reported, _start, end = (datetime.strptime(day[:10], "%d/%m/%Y") for day in days)  # noqa: DTZ007
    return reported <= DAY <= end


def write(name: str, title: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    book = xlsxwriter.Workbook(HERE / name)
    book.set_properties({"created": DAY})
    sheet = book.add_worksheet("Danh sách")
    sheet.merge_range(0, 0, 0, len(columns), title)
    sheet.write_row(2, 0, ("STT", *columns))
    for number, row in enumerate(rows, start=1):
        sheet.write_row(2 + number, 0, (number, *(row[name] for name in columns)))
    sheet.write(4 + len(rows), 1, "Người lập danh sách")
    book.close()


if __name__ == "__main__":
    main()
