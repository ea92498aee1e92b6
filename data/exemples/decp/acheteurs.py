"""Acheteurs des DECP d'exemple : SIREN publics du Vaucluse, et quelques acheteurs inventés.

Le nom et le SIREN des collectivités sont réels ; aucun de leurs contrats ne l'est ici.
"""

from __future__ import annotations

from typing import NamedTuple

from data.exemples.socle.siret import siren_commune, siren_fictif, siret


class Acheteur(NamedTuple):
    """Un acheteur, son siège, son poids dans les tirages et le soin de ses déclarations.

    `soin_pct` : part des contrats dont il remplit les considérations.
    """

    nom: str
    siret: str
    categorie: str
    code_insee: str
    code_postal: str
    poids: int
    soin_pct: int

    @property
    def departement(self) -> str:
        """Département du siège."""
        return self.code_insee[:2]


def _commune(nom: str, insee: str, postal: str, poids: int, soin_pct: int) -> Acheteur:
    numero = siret(siren_commune(insee))
    return Acheteur(f"COMMUNE DE {nom.upper()}", numero, "Commune", insee, postal, poids, soin_pct)


def _epci(nom: str, siren: str, insee: str, postal: str, poids: int, soin_pct: int) -> Acheteur:
    numero = siret(siren)
    return Acheteur(nom, numero, "Groupement de communes", insee, postal, poids, soin_pct)


DEPARTEMENT = Acheteur(
    "BUDGET PRINCIPAL", siret("228400016"), "Département", "84007", "84000", 60, 90
)
GRAND_AVIGNON = _epci("CA DU GRAND AVIGNON", "248400251", "84007", "84000", 34, 45)
LMV = _epci("CA LUBERON MONTS DE VAUCLUSE", "200040442", "84035", "84300", 20, 80)
COVE = _epci("CA VENTOUX COMTAT VENAISSIN", "248400053", "84031", "84200", 22, 95)
AVIGNON = _commune("Avignon", "84007", "84000", 44, 75)
CAVAILLON = _commune("Cavaillon", "84035", "84300", 14, 70)
CARPENTRAS = _commune("Carpentras", "84031", "84200", 14, 85)
SDIS = Acheteur(
    "SCE DEPARTEMENTAL INCENDIE ET SECOURS", siret("288400021"), "Département", "84007", "84000",
    10, 60,
)  # fmt: skip
SYNDICAT = Acheteur(
    "SYNDICAT MIXTE EAUX DURANCE VENTOUX", siret("258400654"), "Syndicat mixte", "84035", "84300",
    8, 50,
)  # fmt: skip
BAILLEUR = Acheteur(
    "BAILLEUR EXEMPLE HABITAT", siret(siren_fictif(9001)), "EPIC", "84007", "84000", 18, 80
)
ACHETEURS_84 = (
    DEPARTEMENT, GRAND_AVIGNON, LMV, COVE, AVIGNON, CAVAILLON, CARPENTRAS, SDIS, SYNDICAT, BAILLEUR,
    _commune("Orange", "84087", "84100", 14, 40),
    _commune("Pertuis", "84089", "84120", 9, 90),
    _commune("Le Pontet", "84092", "84130", 8, 30),
    _commune("L'Isle-sur-la-Sorgue", "84054", "84800", 9, 0),
    _commune("Sorgues", "84129", "84700", 8, 65),
    _commune("Vedène", "84141", "84270", 9, 55),
    _commune("Apt", "84003", "84400", 6, 60),
    _commune("Bollène", "84019", "84500", 7, 35),
    _commune("Valréas", "84138", "84600", 4, 20),
    _commune("Vaison-la-Romaine", "84137", "84110", 4, 50),
    _commune("Monteux", "84080", "84170", 6, 80),
    _epci("CC PAYS D'APT LUBERON", "200040624", "84003", "84400", 6, 0),
    _epci("CC RHONE LEZ PROVENCE", "200000628", "84019", "84500", 6, 45),
    _epci("CC AYGUES OUVEZE EN PROVENCE", "248400160", "84091", "84420", 6, 70),
    _epci("CA DES SORGUES DU COMTAT", "248400293", "84080", "84170", 8, 60),
)  # fmt: skip
# Siège hors du Vaucluse, exécution en Vaucluse : seul le lieu les fait entrer.
ACHETEURS_HORS_84 = (
    Acheteur(
        "SERVICE DE L'ETAT EXEMPLE", siret(siren_fictif(9101)), "État", "13201", "84000", 6, 85
    ),
    Acheteur(
        "OPERATEUR DE RESEAU EXEMPLE", siret(siren_fictif(9102)), "EPIC", "75113", "84100", 4, 90
    ),
)
# Région 84 : Auvergne-Rhône-Alpes. Ses lignes ne doivent jamais entrer.
ACHETEUR_RHONE = Acheteur(
    "METROPOLE EXEMPLE DU RHONE", siret(siren_fictif(9103)), "Groupement de communes", "69381",
    "69001", 0, 100,
)  # fmt: skip
