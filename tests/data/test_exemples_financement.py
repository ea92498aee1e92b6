"""Les plans et les objectifs d'exemple, relus par la voie réelle."""

from decimal import Decimal

import pytest

from data.exemples import files
from tests.support.fabrique import prepared

# --- les exemples, relus par la voie réelle


def example(prefix):
    (path,) = (one for one in files() if one.name.startswith(prefix))
    return prepared(path.name, path.read_bytes())


def share(rows, annee, poste, sorte):
    """La part de chaque poste en %, recalculée ligne à ligne sur le montant prévu répété ou non."""
    own = [
        row
        for row in rows.iter_rows(named=True)
        if (row["annee"], row["poste"], row["type_financeur"]) == (annee, poste, sorte)
    ]
    amounts = {row["montant_prevu_eur"] for row in own} - {None}
    shared = sum(row["montant_prevu_eur"] for row in own) if len(amounts) > 1 else max(amounts)
    return 100 * shared / own[0]["cout_poste_eur"]


@pytest.mark.parametrize(
    ("prefix", "annee", "poste", "sorte", "part"),
    [
        ("Plan_Financement_ITV", 2025, "Facilitateur Sud Vaucluse", "etat", "72.4"),
        ("Plan_Financement_ITV", 2025, "Facilitateur LMV", "etat", "70"),
        ("Plan_Financement_MLJGA", 2026, "Facilitateur Grand Avignon 1", "epci", "8.5"),
        ("Plan_Financement_MLJGA", 2026, "Facilitateur Grand Avignon 2", "epci", "8.5"),
        ("Plan_Financement_MLJGA", 2025, "Facilitateur Grand Avignon 1", "epci", "10"),
        ("Plan_Financement_MLJGA", 2025, "Facilitateur Grand Avignon 1", "etat", "70"),
        ("Plan_Financement_CIE84", 2024, "Facilitateur CoVe", "epci", "5.6"),
        ("Plan_Financement_CIE84", 2025, "Facilitateur CoVe", "epci", "10"),
    ],
)
def test_les_parts_des_exemples(prefix, annee, poste, sorte, part):
    assert share(example(prefix).rows, annee, poste, sorte) == Decimal(part)


@pytest.mark.parametrize(
    ("prefix", "lignes"),
    [
        ("Plan_Financement_CIE84", 32),
        ("Plan_Financement_ITV", 21),
        ("Plan_Financement_MLJGA", 30),
        ("Objectifs", 14),
    ],
)
def test_aucune_ligne_d_exemple_n_est_ecartee(prefix, lignes):
    one = example(prefix)
    assert (one.issue, one.lignes["retenues"], one.lignes["ecartees"]) == ("importe", lignes, 0)
