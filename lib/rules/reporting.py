"""What the ward reports to the district, line by line, and for how long a reporting day lasts.

The list follows the domain's description of the daily report; the district's own form, where it
differs, is the ward's template to edit.
"""

from dataclasses import dataclass

from lib.text.catalogue import N_

CLOSES_AT = "18:00"  # the reporting day in Ha Noi runs 18:00 to 18:00
PLACES = ("community", "quarantine_facility", "lockdown_area", "home_quarantine", "imported")


@dataclass(frozen=True)
class Line:
    """One number of a report. `word` stands for it in the template; `is_state`: as it stands at
    the end, not what happened; `is_part`: of the line above that is none."""

    id: str
    word: str
    label: str
    definition: str
    is_state: bool = False
    is_part: bool = False


def _place(id_: str, word: str, label: str, definition: str) -> Line:
    return Line(id_, word, label, definition, is_part=True)


def _state(id_: str, word: str, label: str, definition: str) -> Line:
    return Line(id_, word, label, definition, is_state=True)


LINES = (
    Line(
        "new_f0", "f0_moi", N_("New F0 reported"),
        N_("F0 whose report came in these reporting days. A report without an hour counts for its "
           "day. Duplicates and stays entered in error are not counted."),
    ),
    _place(
        "new_f0_community", "f0_cong_dong", N_("found in the community"),
        N_("New F0 whose place of detection is the community."),
    ),
    _place(
        "new_f0_quarantine_facility", "f0_khu_cach_ly", N_("found in a quarantine facility"),
        N_("New F0 whose place of detection is a quarantine facility."),
    ),
    _place(
        "new_f0_lockdown_area", "f0_khu_phong_toa", N_("found in a lockdown area"),
        N_("New F0 whose place of detection is a lockdown area."),
    ),
    _place(
        "new_f0_home_quarantine", "f0_cach_ly_tai_nha", N_("found in home quarantine"),
        N_("New F0 whose place of detection is home quarantine."),
    ),
    _place(
        "new_f0_imported", "f0_nhap_canh", N_("found on entry to the country"),
        N_("New F0 who were found when they entered the country."),
    ),
    _place(
        "new_f0_unplaced", "f0_chua_ro", N_("place of detection not recorded"),
        N_("New F0 of whom nobody wrote down where they were found."),
    ),
    Line(
        "new_f1", "f1_moi", N_("New F1 reported"),
        N_("F1 whose report came in these reporting days."),
    ),
    _state(
        "in_quarantine_f0", "f0_dang_cach_ly", N_("F0 in quarantine"),
        N_("F0 reported by 18:00 of the last day whose stay has begun and is not over. The day on "
           "which a stay is closed still counts; a missing end means until closed."),
    ),
    _state(
        "in_quarantine_f1", "f1_dang_cach_ly", N_("F1 in quarantine"),
        N_("F1 reported by 18:00 of the last day whose stay has begun and is not over. The two "
           "numbers are never added."),
    ),
    _state(
        "awaiting_release", "cho_ket_thuc", N_("Awaiting release"),
        N_("Stays whose last day has passed and that nobody has closed, at the end of the last "
           "day."),
    ),
    Line(
        "started_f0", "f0_bat_dau", N_("F0 who began quarantine"),
        N_("F0 whose first day of quarantine is one of these days. A stay without a first day is "
           "not among them."),
    ),
    Line(
        "started_f1", "f1_bat_dau", N_("F1 who began quarantine"),
        N_("F1 whose first day of quarantine is one of these days. A stay without a first day is "
           "not among them."),
    ),
    Line(
        "completed_f0", "f0_ket_thuc", N_("F0 who completed quarantine"),
        N_("F0 whose stay was closed on one of these days as completed."),
    ),
    Line(
        "completed_f1", "f1_ket_thuc", N_("F1 who completed quarantine"),
        N_("F1 whose stay was closed on one of these days as completed."),
    ),
    Line(
        "became_f0", "f1_thanh_f0", N_("F1 who became F0"),
        N_("F1 whose stay was closed on one of these days because they became F0."),
    ),
    Line(
        "transferred", "chuyen_vien", N_("Transferred to hospital"),
        N_("Stays closed on one of these days because of a transfer to a hospital."),
    ),
    Line(
        "died", "tu_vong", N_("Deaths"), N_("Stays closed on one of these days by a death."),
    ),
    Line(
        "left_otherwise", "ra_ly_do_khac", N_("Left the list for another reason"),
        N_("Stays closed on one of these days because somebody moved away, or without a reason. "
           "Duplicates and stays entered in error never counted."),
    ),
    Line(
        "vaccinated_here", "tiem_tai_phuong", N_("First doses given in the ward"),
        N_("People on the list of those without a first dose who had it in the ward on one of "
           "these days."),
    ),
    Line(
        "vaccinated_elsewhere", "tiem_noi_khac", N_("First doses given elsewhere"),
        N_("People on the list of those without a first dose who had it elsewhere, by the day that "
           "was written down."),
    ),
    _state(
        "unvaccinated_remaining", "con_chua_tiem", N_("Still without a first dose"),
        N_("People of the first list who have no first dose at the end of the last day. Those "
           "added later are counted apart."),
    ),
    Line(
        "breaches", "vi_pham", N_("Breaches found"),
        N_("Inspections in these reporting days that found a breach, homes in quarantine too."),
    ),
)  # fmt: skip
