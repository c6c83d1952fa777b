"""The least that Streamlit can serve: one field, one line. What bench/pages.py compares with.

With ?only=grid or ?only=chart one widget of its own stands below: what a page that shows such a
thing costs before anything of ours is on it.
"""

import pandas as pd
import plotly.express as px
import streamlit as st

st.caption(st.text_input("Search", key="empty.search") or "nothing")
rows = pd.DataFrame({name: range(160) for name in "abcdefgh"})
match st.query_params.get("only"):
    case "grid":
        st.dataframe(rows)
    case "chart":
        st.plotly_chart(px.line(rows, x="a", y=["b", "c"]))
