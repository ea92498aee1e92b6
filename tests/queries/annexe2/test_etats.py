"""Où en est un marché : à venir, en cours, bientôt fini, sans heures, fini ; aux bornes."""

from __future__ import annotations

from datetime import date

import queries
from tests.support.queries_store import day, heures, marche, values, write

FIN_2023 = date(2023, 12, 31)
STATES = [
    # marché, mois d'heures, état au 31 décembre 2023
    ({"date_fin_prevue": day("2024-07-01")}, "2023-12", "en_cours"),
    ({"date_fin_prevue": None}, "2023-12", "en_cours"),
    ({"date_fin_prevue": day("2024-06-30")}, "2023-12", "bientot_fini"),
    ({"date_fin_prevue": day("2023-12-31")}, "2023-12", "bientot_fini"),
    ({"date_fin_prevue": day("2023-12-30")}, "2023-12", "en_retard"),
    ({"date_notification": day("2022-01-01")}, "2022-12", "en_cours"),
    ({"date_notification": day("2022-01-01")}, "2022-11", "sans_heures"),
    ({"date_notification": day("2022-12-31")}, None, "en_cours"),
    ({"date_notification": day("2022-12-30")}, None, "sans_heures"),
    ({"date_notification": day("2022-01-01"), "date_demarrage": day("2023-06-01")}, None,
     "en_cours"),
    ({"date_notification": day("2022-01-01"), "statut_marche": "suspendu"}, None, "suspendu"),
    ({"date_fin_reelle": day("2023-12-31")}, "2023-12", "termine"),
    ({"date_fin_reelle": day("2024-01-01"), "statut_marche": "termine"}, "2023-12", "en_cours"),
    ({"date_fin_reelle": day("2023-06-01"), "statut_marche": "resilie"}, "2023-05", "resilie"),
    ({"statut_marche": "termine"}, "2023-12", "fin_manquante"),
    ({"statut_marche": "en_prevision"}, None, "a_venir"),
    ({"statut_marche": "infructueux"}, None, "infructueux"),
    ({"date_notification": day("2024-01-01")}, None, "notifie_apres"),
    ({"date_notification": None}, None, "sans_date"),
]  # fmt: skip


def test_the_state_of_a_marche(tmp_path):
    rows = [marche(str(rank), **more) for rank, (more, _, _) in enumerate(STATES)]
    hours = [
        heures("p", month, 10, numero_marche=str(rank))
        for rank, (_, month, _) in enumerate(STATES)
        if month
    ]
    store = write(tmp_path, FIN_2023, marches=rows, heures=hours)
    expected = {str(rank): state for rank, (_, _, state) in enumerate(STATES)}
    assert values(store, "marches_liste", "numero_marche", "etat", annee=2023) == expected
    # Sans période, la date des données borne la question.
    assert values(store, "marches_liste", "numero_marche", "etat") == expected


def test_hours_without_a_lot_keep_every_lot_alive(tmp_path):
    rows = [
        marche("M1", numero_lot=lot, date_notification=day("2021-01-01")) for lot in ("1", "2")
    ] + [marche("M2", numero_lot="1", date_notification=day("2021-01-01"))]
    hours = [heures("p", "2023-11", 10), heures("p", "2022-01", 4, numero_lot="1")]
    store = write(tmp_path, FIN_2023, marches=rows, heures=hours)
    idle = queries.run("marches_sans_heures", store)
    assert idle["marche_id"].to_list() == ["CIE84|M2|1"]
    assert idle["mois_sans_heures"].to_list() == [35]
    months = queries.run("marche_mois", store)
    assert months.rows() == [("CIE84|M1|1", "2022-01", 4.0, 4.0)]


def test_no_hours_received_accuses_no_marche(tmp_path):
    rows = [marche(date_notification=day("2020-01-01"))]
    store = write(tmp_path, FIN_2023, marches=rows, heures=[heures("p", "2023-12", 1, "ITV")])
    assert queries.run("marches_sans_heures", store).is_empty()
