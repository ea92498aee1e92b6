"""Les montants d'un fichier de DECP : milliers ou décimales, c'est la colonne qui le dit."""

from decimal import Decimal

import pytest

from tests.support.contrats_decp import document, one, record, tabular
from tests.support.fabrique import messages, prepared

REPONSE = {"considerationsSociales": "Clause sociale"}
MILLIERS, DOUTE = "sépare des milliers", "comme des milliers"


@pytest.mark.parametrize(
    ("written", "amounts", "said"),
    [
        # La colonne le dit : une décimale de l'autre marque, ou une marque répétée.
        (["1,234.50", "12,000"], ["1234.50", "12000.00"], MILLIERS),
        (["12.000,50", "45.500"], ["12000.50", "45500.00"], MILLIERS),
        (["1,234,567", "12,000"], ["1234567.00", "12000.00"], MILLIERS),
        # Rien ne le dit : douze euros ne se peuvent guère, et le total est à vérifier.
        (["12,000", "45,500"], ["12000.00", "45500.00"], "Rien d'autre ne le dit"),
        # Mille euros sans marque : les milliers n'en ont pas, le reste est à vérifier.
        (["12,000", "45500"], ["12.00", "45500.00"], DOUTE),
        (["12.000", "45500"], ["12.00", "45500.00"], DOUTE),
        # Le point seul reste celui d'un nombre.
        (["12.500"], ["12.50"], DOUTE),
        # Des décimales ordinaires ne disent rien.
        (["12000.5", "45500.00", "123.45"], ["12000.50", "45500.00", "123.45"], ""),
        (["12000,5", "45500"], ["12000.50", "45500.00"], ""),
        (["12 000,50", "45 500"], ["12000.50", "45500.00"], ""),
    ],
)
def test_un_montant_n_a_qu_une_lecture(written, amounts, said):
    found = prepared(*tabular(*({"montant": text, **REPONSE} for text in written)))
    assert found.rows["montant_eur"].to_list() == [Decimal(text) for text in amounts]
    told = [text for _, _, text in messages(found)]
    assert any(said in text for text in told) if said else not told


def test_un_nombre_de_json_garde_ses_trois_decimales():
    found = one(document(record(montant=250.125)))
    assert found.rows["montant_eur"].to_list() == [Decimal("250.12")]
    assert [column for _, column, text in messages(found) if DOUTE in text] == ["montant"]
