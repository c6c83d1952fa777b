"""The only Streamlit code beside pages/: shell, context, widgets."""
