"""Réécrit les exports d'exemple, octet pour octet : `python -m data.exemples.generate`."""

from pathlib import Path

from data.exemples.decp.cas_decp import decp_files
from data.exemples.dossier import DOSSIER, files
from data.exemples.ecriture.entetes import (
    ACTIONS,
    CONTRATS,
    ENGAGEMENTS,
    MARCHES,
    PARTICIPANTS,
    SITUATIONS,
)
from data.exemples.ecriture.fautes import (
    action_on_impossible_day,
    contract_end_before_start,
    contract_on_impossible_day,
    participant_born_on_impossible_day,
)
from data.exemples.ecriture.fichier import FINE, INSECABLE, Fichier
from data.exemples.ecriture.fichiers_financement import activity_files, financing_files
from data.exemples.ecriture.fichiers_heures import hour_files
from data.exemples.ecriture.lignes import contract_rows, engagement_rows, market_rows
from data.exemples.ecriture.lignes_participants import participant_rows
from data.exemples.ecriture.lignes_suivi import action_rows, situation_rows
from data.exemples.monde.actions import actions
from data.exemples.monde.assemblage import Monde, build
from data.exemples.monde.situations import follow_ups

HEURES_MARCHES = ("Heures prévues", "Heures réalisées")


def write_all(folder: Path) -> list[Path]:
    """Écrit tous les fichiers dans `folder` et rend leurs chemins, triés."""
    monde = build()
    folder.mkdir(parents=True, exist_ok=True)
    fichiers = [
        *_market_files(monde),
        *_engagement_files(monde),
        *_participant_files(monde),
        *_contract_files(monde),
        *hour_files(monde),
        *_situation_files(monde),
        *_action_files(),
        *activity_files(),
        *financing_files(),
        *decp_files(monde),
    ]
    for fichier in fichiers:
        fichier.write(folder)
    return sorted(folder / fichier.nom for fichier in fichiers)


def _market_files(monde: Monde) -> list[Fichier]:
    """A1 : un classeur à l'onglet caché, un CSV à sous-totaux, un CSV en capitales."""
    itv = Fichier(
        "Export_Operations_Marches_ITV_20260930.csv",
        (MARCHES[7], *MARCHES[:7], *MARCHES[8:]),
        market_rows(monde, "ITV"),
        milliers=INSECABLE,
        totaux=HEURES_MARCHES,
        groupe="Territoire",
    )
    mljga = Fichier(
        "Export_Operations_Marches_MLJGA_20260930.csv",
        (*MARCHES[11:14], *MARCHES[:11], *MARCHES[14:]),
        market_rows(monde, "MLJGA"),
        encodage="utf-8-sig",
        casse="majuscules",
        milliers=FINE,
        dates="%Y-%m-%d",
        totaux=HEURES_MARCHES,
    )
    return [_cie84_markets(monde), itv, mljga]


def _cie84_markets(monde: Monde) -> Fichier:
    return Fichier(
        "Export_Operations_Marches_CIE84_20260930.xlsx",
        MARCHES,
        market_rows(monde, "CIE84"),
        titres=("Collectif Insertion Emploi 84", "Opérations et marchés au 30/09/2026"),
        onglet="Marchés",
        onglet_cache=True,
        codes_en_nombres=True,
    )


def _engagement_files(monde: Monde) -> list[Fichier]:
    """A2 : doublons exacts chez CIE 84, SIRET devenus nombres chez ITV."""
    name = "Export_Engagements_Entreprises_{}_20260930.{}"
    return [
        Fichier(
            name.format("CIE84", "csv"), ENGAGEMENTS, engagement_rows(monde, "CIE84"), doublons=2
        ),
        Fichier(
            name.format("ITV", "xlsx"),
            ENGAGEMENTS,
            engagement_rows(monde, "ITV"),
            codes_en_nombres=True,
        ),
        Fichier(
            name.format("MLJGA", "csv"),
            ENGAGEMENTS[::-1],
            engagement_rows(monde, "MLJGA"),
            encodage="utf-8-sig",
            unite=" h",
        ),
    ]


def _participant_files(monde: Monde) -> list[Fichier]:
    """A3 : trois façons d'écrire oui, les dates et les en-têtes."""
    name = "Export_Participants_{}_20260930.{}"
    mljga = participant_rows(monde, "MLJGA")
    return [
        Fichier(
            name.format("CIE84", "csv"),
            PARTICIPANTS,
            participant_rows(monde, "CIE84"),
            encodage="utf-8-sig",
            casse="apostrophes",
        ),
        Fichier(
            name.format("ITV", "xlsx"),
            PARTICIPANTS,
            participant_rows(monde, "ITV"),
            oui_non=("OUI", "NON"),
            codes_en_nombres=True,
            titres=("Participants - Initiative Terres de Vaucluse", ""),
        ),
        Fichier(
            name.format("MLJGA", "csv"),
            PARTICIPANTS,
            [*mljga, participant_born_on_impossible_day(mljga)],
            oui_non=("O", "N"),
            dates="%Y-%m-%d",
            doublons=2,
        ),
    ]


def _contract_files(monde: Monde) -> list[Fichier]:
    """A4 : une ligne fautive chez CIE 84 et chez ITV, une date à rallonge à la MLJGA."""
    name = "Export_Contrats_{}_20260930.{}"
    cie84, itv = contract_rows(monde, "CIE84"), contract_rows(monde, "ITV")
    cie84.insert(200, contract_end_before_start(cie84))
    itv.insert(80, contract_on_impossible_day(itv))
    return [
        Fichier(name.format("CIE84", "csv"), CONTRATS, cie84, milliers=INSECABLE),
        Fichier(name.format("ITV", "xlsx"), CONTRATS, itv, codes_en_nombres=True, doublons=3),
        Fichier(
            name.format("MLJGA", "csv"),
            (*CONTRATS[:2], *CONTRATS[12:15], *CONTRATS[2:12], *CONTRATS[15:]),
            contract_rows(monde, "MLJGA"),
            encodage="utf-8-sig",
            dates="%d/%m/%Y 00:00:00",
            totaux=("Heures réalisées",),
            milliers=FINE,
        ),
    ]


def _situation_files(monde: Monde) -> list[Fichier]:
    """A6."""
    name = "Export_Suivi_Situations_{}_20260930.{}"
    suivis = follow_ups(monde)
    rows = {structure: situation_rows(suivis, structure) for structure in ("CIE84", "ITV", "MLJGA")}
    return [
        Fichier(name.format("CIE84", "csv"), SITUATIONS, rows["CIE84"], doublons=2),
        Fichier(name.format("ITV", "csv"), SITUATIONS, rows["ITV"], encodage="utf-8-sig"),
        Fichier(name.format("MLJGA", "xlsx"), SITUATIONS, rows["MLJGA"], casse="majuscules"),
    ]


def _action_files() -> list[Fichier]:
    """A7 : un tableur, hors du logiciel."""
    name = "Suivi_Prospection_{}_20260930.{}"
    rows = actions()
    itv = action_rows(rows, "ITV")
    itv.insert(20, action_on_impossible_day(itv))
    titres = ("Suivi de la prospection", "Tenu à jour par les facilitateurs", "")
    return [
        Fichier(name.format("CIE84", "xlsx"), ACTIONS, action_rows(rows, "CIE84"), titres=titres),
        Fichier(name.format("ITV", "csv"), ACTIONS, itv, casse="minuscules"),
        Fichier(name.format("MLJGA", "csv"), ACTIONS, action_rows(rows, "MLJGA"), dates="%d-%m-%Y"),
    ]


def main() -> None:
    """Remplace le contenu du dossier d'exemples."""
    written = set(write_all(DOSSIER))
    for path in files():
        if path not in written:
            path.unlink()
    print(f"{len(written)} fichiers écrits dans {DOSSIER.name}/")


if __name__ == "__main__":
    main()
