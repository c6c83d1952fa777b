"""The least that Streamlit can serve: one field, one line. What bench/pages.py compares with."""

import streamlit as st

st.caption(st.text_input("Search", key="empty.search") or "nothing")
