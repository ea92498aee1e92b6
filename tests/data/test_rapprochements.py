"""Ce que les fichiers disent les uns des autres : orphelins, heures hors contrat, chutes."""

import pytest

from tests.support.fabrique import bring, export, messages, prepare


def told(lot) -> list[str]:
    return [text for one in lot.fichiers for line, _, text in messages(one) if line is None]


ORPHELINS = [
    ("participants", {"N° participant": "P9"}, "heures", {}, "N° participant"),
    ("contrats", {"N° contrat": "C9"}, "heures", {}, "N° contrat"),
    ("marches", {"N° marché": "M9"}, "heures", {}, "N° marché"),
    ("marches", {"N° marché": "M9"}, "contrats", {}, "N° marché"),
    ("marches", {"N° marché": "M9"}, "engagements", {}, "N° marché"),
    ("participants", {"N° participant": "P9"}, "situations", {}, "N° participant"),
]  # fmt: skip


@pytest.mark.parametrize(("other", "known", "kind", "row", "label"), ORPHELINS)
@pytest.mark.parametrize("together", [True, False])
def test_un_numero_que_rien_ne_connait_est_dit_avec_sa_part(
    other, known, kind, row, label, together
):
    files = [export(other, known), export(kind, row)]
    if not together:
        bring(files.pop(0))
    assert any(text.startswith(f"{label} : 1 sur 1 (100 %)") for text in told(prepare(*files)))


@pytest.mark.parametrize(("other", "known", "kind", "row", "label"), ORPHELINS)
def test_un_numero_connu_ou_sans_table_ne_se_dit_pas(other, known, kind, row, label):
    assert not told(prepare(export(kind, row)))
    assert not told(prepare(export(other, {}), export(kind, row)))
    assert not told(prepare(export(other, known, structure="ITV"), export(kind, row)))


def test_la_part_et_la_cause():
    markets = export("marches", {"N° marché": "2024-01-01"}, {"N° marché": "2024-02-01"})
    rows = [{"N° marché": "2024-01"}, {"N° contrat": "C2", "N° marché": "2024-01-01"}]
    found = [text for text in told(prepare(markets, export("heures", *rows))) if "1 sur 2" in text]
    assert len(found) == 1 and "(50 %)" in found[0] and "en dates" in found[0]


@pytest.mark.parametrize(
    ("written", "known", "said"),
    [
        ("84/M001", "M001", "précédés ou suivis"),
        ("M001", "84/M001", "précédés ou suivis"),
        ("M001-bis", "M001", "précédés ou suivis"),
        ("M0017", "M001", ""),
        ("M001", "M002", ""),
    ],
)
def test_un_prefixe_est_une_cause(written, known, said):
    markets = export("marches", {"N° marché": known})
    (text,) = [one for one in told(prepare(markets, export("heures", {"N° marché": written})))
               if one.startswith("N° marché : 1 sur 1 (100 %)")]  # fmt: skip
    assert said in text and ("précédés ou suivis" in text) is bool(said)


def test_les_zeros_perdus_ne_font_pas_d_orphelins():
    people = export("participants", {"N° participant": "001"})
    assert not told(prepare(people, export("heures", {"N° participant": "1"})))


def test_les_espaces_de_milliers_ne_font_pas_d_orphelins():
    people = export("participants", {"N° participant": "1001"})
    assert not told(prepare(people, export("heures", {"N° participant": "1\u202f001"})))


@pytest.mark.parametrize(
    ("month", "said"), [("8", ""), ("9", "après la fin"), ("3", ""), ("2", "avant le début")]
)
def test_des_heures_hors_de_leur_contrat_sont_dites(month, said):
    found = told(prepare(export("contrats", {}), export("heures", {"Mois": month})))
    assert any(said in text for text in found) if said else not found


def test_un_marche_en_cours_sans_heures_depuis_un_an_est_dit():
    markets = export("marches", {}, {"N° marché": "M2"}, {"N° marché": "M3", "Statut": "Terminé"})
    found = told(prepare(markets, export("heures", {})))
    assert [text for text in found if text.endswith("depuis un an : 1.")]


@pytest.mark.parametrize(("left", "is_told"), [(2, True), (3, False)])
def test_une_chute_de_moitie_se_dit_avant_de_publier(left, is_told):
    def hours(count: int) -> tuple[str, bytes]:
        rows = [{"N° contrat": f"C{rank}", "N° participant": f"P{rank}"} for rank in range(count)]
        return export("heures", *rows)

    bring(hours(4))
    found = told(prepare(hours(left), est_complet=True))
    assert any("4 → 2" in text and "complet" in text for text in found) is is_told
