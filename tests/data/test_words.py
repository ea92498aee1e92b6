"""Un libellé se compare sans accents, sans casse et sans ponctuation."""

import pytest

from data.words import normalize

NORMALISES = [
    ("N° marché", "n_marche"),
    ("Nº  MARCHÉ", "n_marche"),
    ("№ marché", "n_marche"),
    ("Maître d’ouvrage", "maitre_d_ouvrage"),
    ("Maître d'ouvrage", "maitre_d_ouvrage"),
    ("Main d'œuvre", "main_d_oeuvre"),
    ("Marche\u0301", "marche"),
    ("Poste / Métier", "poste_metier"),
    ("Jeune -26 ans", "jeune_26_ans"),
    ("Date\u00a0de\nnaissance ", "date_de_naissance"),
    ("Coût (€)", "cout"),
    ("CÔTÉ–SUD", "cote_sud"),
    ("\ufb01n prévue", "fin_prevue"),
    ("", ""),
]


@pytest.mark.parametrize(("texte", "attendu"), NORMALISES)
def test_normalise_les_libelles(texte: str, attendu: str) -> None:
    assert normalize(texte) == attendu
