"""Les fichiers d'heures (A5) : long par semestre chez CIE 84, large par année ailleurs."""

from datetime import date

from data.exemples.ecriture.entetes import CLES_HEURES, HEURES_LONG, MOIS_EN_LETTRES, MOIS_LARGE
from data.exemples.ecriture.fautes import hours_of_month_thirteen, hours_of_next_december
from data.exemples.ecriture.fichier import FINE, INSECABLE, Fichier, Ligne
from data.exemples.ecriture.lignes import long_rows, wide_rows
from data.exemples.monde.assemblage import Monde
from data.exemples.monde.heures import LigneHeures, hour_rows, rejected_rows
from data.exemples.socle.tirage import ANNEES

# Période -> premier et dernier mois. Le dernier fichier recouvre juin 2026, déjà envoyé.
PERIODES = {
    "2022-S1": (date(2022, 1, 1), date(2022, 6, 1)),
    "2022-S2": (date(2022, 7, 1), date(2022, 12, 1)),
    "2023-S1": (date(2023, 1, 1), date(2023, 6, 1)),
    "2023-S2": (date(2023, 7, 1), date(2023, 12, 1)),
    "2024-S1": (date(2024, 1, 1), date(2024, 6, 1)),
    "2024-S2": (date(2024, 7, 1), date(2024, 12, 1)),
    "2025-S1": (date(2025, 1, 1), date(2025, 6, 1)),
    "2025-S2": (date(2025, 7, 1), date(2025, 12, 1)),
    "2026-S1": (date(2026, 1, 1), date(2026, 6, 1)),
    "2026-T3": (date(2026, 6, 1), date(2026, 9, 1)),
}
# La saleté de chaque fichier long ; les totaux ne vont jamais avec doublons, rejets ou fautes.
SALETE_LONG: dict[str, dict[str, object]] = {
    "2022-S1": {},
    "2022-S2": {"totaux": ("Heures réalisées", "Dont heures de formation")},
    "2023-S1": {"encodage": "utf-8-sig", "doublons": 6, "unite": " h"},
    "2023-S2": {"unite": INSECABLE + "h", "dates": "%d-%m-%Y"},
    "2024-S1": {"totaux": ("Heures réalisées",), "onglet": "Heures"},
    "2024-S2": {"casse": "majuscules", "dates": "%Y-%m-%d"},
    "2025-S1": {"casse": "minuscules", "doublons": 3},
    "2025-S2": {"encodage": "utf-8-sig", "annonce_separateur": True},
    "2026-S1": {"encodage": "utf-16", "separateur": "\t"},
    "2026-T3": {"dates": "%d/%m/%Y"},
}
CLASSEURS_LONG = ("2024-S1", "2025-S1")
AVEC_TITRES = ("2022-S2", "2023-S2", "2024-S1")
SANS_REJET = ("2022-S2", "2024-S1")


def hour_files(monde: Monde) -> list[Fichier]:
    """Les vingt fichiers d'heures."""
    rows = hour_rows(monde.contrats)
    own = {
        structure: [one for one in rows if one.contrat.dossier.structure == structure]
        for structure in ("CIE84", "ITV", "MLJGA")
    }
    rejected = rejected_rows(rows, "CIE84")
    long = [_long_file(periode, own["CIE84"], rejected) for periode in PERIODES]
    itv = [_itv_file(annee, own["ITV"]) for annee in ANNEES]
    return long + itv + [_mljga_file(annee, own["MLJGA"]) for annee in ANNEES]


def _long_file(periode: str, rows: list[LigneHeures], rejected: list[LigneHeures]) -> Fichier:
    first, last = PERIODES[periode]
    wanted = rows if periode in SANS_REJET else sorted(rows + rejected, key=_order)
    lignes = long_rows([one for one in wanted if first <= one.mois <= last])
    if periode == "2024-S2":
        lignes.insert(30, hours_of_month_thirteen(lignes))
    if periode == "2026-T3":
        lignes.insert(30, hours_of_next_december(lignes))
    if periode in ("2025-S1", "2025-S2"):
        lignes = [
            ligne | {"Mois": MOIS_EN_LETTRES[int(str(ligne["Mois"])) - 1]} for ligne in lignes
        ]
    entetes = HEURES_LONG
    if periode in ("2024-S2", "2025-S1"):
        entetes = HEURES_LONG[6:9] + HEURES_LONG[:6] + HEURES_LONG[9:]
    if periode == "2022-S2":
        entetes = ("Mois", *(one for one in HEURES_LONG if one != "Mois"))
    suffix = "xlsx" if periode in CLASSEURS_LONG else "csv"
    titres = ("CIE 84 - Heures d'insertion réalisées", f"Période : {periode}", "")
    return Fichier(
        f"Export_Heures_CIE84_{periode}_20260930.{suffix}",
        entetes,
        lignes,
        titres=titres if periode in AVEC_TITRES else (),
        groupe="Mois" if periode == "2022-S2" else "",
        **SALETE_LONG[periode],
    )


def _order(row: LigneHeures) -> tuple[date, str, bool, int]:
    return row.mois, row.contrat.numero, row.valide == "Rejeté", -row.quarts


SALETE_ITV: dict[int, dict[str, object]] = {
    2022: {"milliers": INSECABLE},
    2023: {"doublons": 2},
    2024: {"onglet": "Heures 2024", "onglet_cache": True},
    2025: {"encodage": "utf-8-sig", "milliers": FINE, "casse": "majuscules"},
    2026: {},
}


def _itv_file(annee: int, rows: list[LigneHeures]) -> Fichier:
    """Janv. à Déc. ; en 2023, l'année n'est écrite que dans le nom du fichier."""
    has_year = annee != 2023
    lignes = wide_rows([one for one in rows if one.mois.year == annee], MOIS_LARGE, has_year)
    if has_year:
        entetes = (*CLES_HEURES, "Année", *MOIS_LARGE, "Total")
    else:
        entetes = (*CLES_HEURES, *MOIS_LARGE, "Total")
    return Fichier(
        f"Export_Heures_ITV_{annee}_20260930.{'xlsx' if annee in (2024, 2026) else 'csv'}",
        entetes,
        lignes,
        totaux=(*MOIS_LARGE, "Total") if annee in (2022, 2024) else (),
        **SALETE_ITV[annee],
    )


SALETE_MLJGA: dict[int, dict[str, object]] = {
    2022: {"encodage": "utf-8-sig", "unite": " h"},
    2023: {"encodage": "utf-8-sig", "milliers": FINE},
    2024: {"titres": ("Mission Locale Jeunes du Grand Avignon", "Heures par contrat")},
    2025: {"doublons": 3, "milliers": INSECABLE, "titres": ("Heures par contrat", "")},
    2026: {"separateur": ","},
}


def _mljga_file(annee: int, rows: list[LigneHeures]) -> Fichier:
    """01/2024 ; 02/2024… ; en 2026, neuf mois seulement."""
    columns = tuple(f"{month:02d}/{annee}" for month in range(1, 10 if annee == 2026 else 13))
    lignes: list[Ligne] = wide_rows([one for one in rows if one.mois.year == annee], columns, False)
    return Fichier(
        f"Export_Heures_MLJGA_{annee}_20260930.{'xlsx' if annee == 2024 else 'csv'}",
        (*CLES_HEURES, *columns, "Total"),
        lignes,
        totaux=(*columns, "Total") if annee in (2023, 2024) else (),
        **SALETE_MLJGA[annee],
    )
