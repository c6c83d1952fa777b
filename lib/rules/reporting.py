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
    is_state: bool = False
    is_part: bool = False


LINES = (
    Line("new_f0", "f0_moi", N_("New F0 reported")),
    Line("new_f0_community", "f0_cong_dong", N_("found in the community"), is_part=True),
    Line(
        "new_f0_quarantine_facility",
        "f0_khu_cach_ly",
        N_("found in a quarantine facility"),
        is_part=True,
    ),
    Line("new_f0_lockdown_area", "f0_khu_phong_toa", N_("found in a lockdown area"), is_part=True),
    Line(
        "new_f0_home_quarantine", "f0_cach_ly_tai_nha", N_("found in home quarantine"), is_part=True
    ),
    Line("new_f0_imported", "f0_nhap_canh", N_("found on entry to the country"), is_part=True),
    Line("new_f0_unplaced", "f0_chua_ro", N_("place of detection not recorded"), is_part=True),
    Line("new_f1", "f1_moi", N_("New F1 reported")),
    Line("in_quarantine_f0", "f0_dang_cach_ly", N_("F0 in quarantine"), is_state=True),
    Line("in_quarantine_f1", "f1_dang_cach_ly", N_("F1 in quarantine"), is_state=True),
    Line("awaiting_release", "cho_ket_thuc", N_("Awaiting release"), is_state=True),
    Line("started_f0", "f0_bat_dau", N_("F0 who began quarantine")),
    Line("started_f1", "f1_bat_dau", N_("F1 who began quarantine")),
    Line("completed_f0", "f0_ket_thuc", N_("F0 who completed quarantine")),
    Line("completed_f1", "f1_ket_thuc", N_("F1 who completed quarantine")),
    Line("became_f0", "f1_thanh_f0", N_("F1 who became F0")),
    Line("transferred", "chuyen_vien", N_("Transferred to hospital")),
    Line("died", "tu_vong", N_("Deaths")),
    Line("vaccinated_here", "tiem_tai_phuong", N_("First doses given in the ward")),
    Line("vaccinated_elsewhere", "tiem_noi_khac", N_("First doses given elsewhere")),
    Line(
        "unvaccinated_remaining", "con_chua_tiem", N_("Still without a first dose"), is_state=True
    ),
    Line("breaches", "vi_pham", N_("Breaches of level 3 found")),
)
