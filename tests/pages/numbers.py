"""What a page shows in large type."""

import re

from streamlit.testing.v1 import AppTest

# As lib/ui/numbers.py writes it.
_NUMBER = re.compile(r":small\[(.+?)\]\n\n\*\*(.+?)\*\*")


def numbers(app: AppTest) -> dict[str, str]:
    """Label -> value."""
    found = filter(None, (_NUMBER.match(each.value) for each in app.markdown))
    return {match[1]: match[2].replace("\\", "") for match in found}
