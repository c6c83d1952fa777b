"""The rows of what was done at the doors: appraisals and signs."""

from maker.files import Row
from maker.homes import Appraisal, Sign
from maker.words import WORDS, day_text, label, stream, yes_no


def appraisal_rows(appraisals: list[Appraisal]) -> list[Row]:
    rng = stream("appraisals as written")
    return [
        {
            "appraisal_id": row.id,
            "household_id": row.home.id,
            "appraised_on": day_text(row.day),
            "appraised_by": rng.choice(WORDS["offices"]["appraised_by"]),
            **{item: yes_no(is_there) for item, is_there in row.answers.items()},
            "verdict": label("verdict", row.verdict),
            "reasons": "; ".join(WORDS["lacking"][item] for item in row.lacking),
            "review_on": day_text(row.review_on),
        }
        for row in appraisals
    ]


def sign_rows(signs: list[Sign]) -> list[Row]:
    return [
        {
            "sign_id": row.id,
            "household_id": row.home.id,
            "printed_start": day_text(row.start),
            "printed_end": day_text(row.end),
            "posted_on": day_text(row.posted_on),
            "posted_by": WORDS["offices"]["posted_by"],
            "removed_on": day_text(row.removed_on),
        }
        for row in signs
    ]
