"""Page Imports : déposer, comprendre, préciser, voir ce qui changera, publier."""

from __future__ import annotations

import streamlit as st

from pages.imports.access import CLOSED, may_import, may_manage
from pages.imports.departures import show_departures
from pages.imports.lead import show_lead
from pages.imports.learned import show_learned
from pages.imports.publication import show_history, show_publish
from pages.imports.session import ensure_prepared, session
from pages.imports.upload import show_upload
from pages.imports.verdict import show_report

st.title("Importer les exports")
if not may_import(st.context.headers):
    st.info(CLOSED)
    st.stop()

current_import = session()
lead, lot = st.container(), None
show_upload(current_import)
if current_import.files:
    lot = ensure_prepared(current_import)
    show_report(lot, current_import)
    show_publish(lot, current_import)
with lead:
    show_lead(lot)
show_history()
if may_manage(st.context.headers):
    show_departures()
show_learned()
