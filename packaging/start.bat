@echo off
rem The same steps as in the README; the first start takes a few minutes.
cd /d "%~dp0\.."
if not exist .venv\Scripts\python.exe py -m venv .venv
call .venv\Scripts\activate
py -m pip install --quiet --require-hashes -r requirements.txt
py -m streamlit run app.py
pause
