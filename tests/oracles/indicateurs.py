"""Oracle : les indicateurs recalculés des lignes brutes, en Python pur, selon les textes.

Écrit d'après la convention (annexe 2) et les règles de la page Méthode, sans lire aucune requête :
il ne partage avec l'application que les listes de data/reference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tests.oracles.lecture import Row, plain, to_code, to_day
from tests.oracles.personnes import Personne, Personnes, Portee, add_months, reference

ATTRIBUTAIRES = {"titulaire", "mandataire", "cotraitant"}
HORS_COURS = {"enprevision", "infructueux"}
MUETS = {"injoignable", "non_renseigne"}
AVANT, APRES, DELAI = 30, 90, 6
RELEVES = (
    ("situationalasortie", "date", False),
    ("situationa6mois", "datederelevea6mois", True),
    ("situationa12mois", "datederelevea12mois", False),
)
REFERENTIELS = ("convention", "cove", "iae")
ETATS = ("positive", "non_positive", "inconnu", "hors_champ", "non_mure")


def regle_de(rows: list[dict[str, str]], code: str, due: date) -> dict[str, str]:
    """Ce que vaut une situation à une échéance : la ligne la plus récente qui court ce jour-là."""
    day = due.isoformat()
    held = [
        row
        for row in rows
        if row["code"] == code and row["date_debut"] <= day <= (row["date_fin"] or "9999-12-31")
    ]
    return max(held, key=lambda row: row["date_debut"])


@dataclass(frozen=True)
class Bilan:
    """Les comptes d'un référentiel ; les taux sont en pourcentage, None s'il n'y a personne."""

    positives: int
    connues: int
    inconnues: int
    hors_champ: int
    non_mures: int

    @property
    def taux(self) -> dict[str, float | None]:
        known, all_ = self.connues, self.connues + self.inconnues
        return {
            "taux_pct": 100 * self.positives / known if known else None,
            "borne_basse_pct": 100 * self.positives / all_ if all_ else None,
            "borne_haute_pct": 100 * (self.positives + self.inconnues) / all_ if all_ else None,
            "taux_reponse_pct": 100 * known / all_ if all_ else None,
        }


class Oracle(Personnes):
    """L'oracle entier : heures et personnes, puis marchés, entreprises et sorties."""

    # Les marchés

    def _marche_retenu(self, row: Row, portee: Portee) -> bool:
        """De la structure et du territoire ; un marché est de la résidence de ses contrats."""
        if portee.structure not in (None, row["structure"]):
            return False
        if not portee.epci:
            return True
        if portee.axe == "structure":
            return row["structure"] in self._structures_de_epci[portee.epci]
        if portee.axe == "residence":
            return row["lot"] in self._lots_employant[portee.epci]
        return self._epci_marche(row, portee.axe) == portee.epci

    @cached_property
    def _lots_employant(self) -> dict[str, set[tuple[str, ...]]]:
        """EPCI -> lots dont un contrat au moins est tenu par une personne qui y réside."""
        found = defaultdict(set)
        for row in self.contrats:
            found[self._epci_ligne(row, "residence")].add(row["lot"])
        return found

    def marches_en_cours(self, portee: Portee) -> dict[tuple[str, ...], Row]:
        """Notifiés à la fin de la période, non réellement finis avant son premier jour."""
        found = {}
        for lot, row in self.marches.items():
            notified, ended = to_day(row["datedenotification"]), to_day(row["datedefinreelle"])
            alive = notified and notified <= portee.fin and (ended or date.max) >= portee.debut
            if alive and plain(row["statut"]) not in HORS_COURS:
                found[lot] = row
        return {lot: row for lot, row in found.items() if self._marche_retenu(row, portee)}

    def entreprises(self, portee: Portee) -> set[str]:
        """SIREN des attributaires des marchés en cours."""
        alive = self.marches_en_cours(portee)
        return {
            to_code(row["siret"], 14)[:9]
            for row in self.engagements
            if plain(row["role"]) in ATTRIBUTAIRES and row["lot"] in alive
        }

    def donneurs_ordre(self, portee: Portee) -> set[str]:
        """Au moins un marché en cours, ou un accompagnement, dans la période."""
        found = {
            self.donneur_ordre(row["maitredouvrage"], row["siretmo"])
            for row in self.marches_en_cours(portee).values()
        }
        for row in self.actions:
            day = to_day(row["date"])
            if day and portee.debut <= day <= portee.fin and self._action_retenue(row, portee):
                found.add(self.donneur_ordre(row["donneurdordre"]))
        return found

    def _action_retenue(self, row: Row, portee: Portee) -> bool:
        """Un accompagnement de la structure et du lieu écrit, ou du siège sur l'axe acheteur."""
        if plain(row["naturedelaction"]) != "accompagnement":
            return False
        if portee.structure not in (None, row["structure"]):
            return False
        if not portee.epci:
            return True
        if portee.axe == "structure":
            return row["structure"] in self._structures_de_epci[portee.epci]
        if portee.axe == "acheteur":
            return self._sieges.get(self.donneur_ordre(row["donneurdordre"])) == portee.epci
        return self._epci_lieu(row["communeepci"]) == portee.epci

    @cached_property
    def _noms_epci(self) -> dict[str, str]:
        return {
            plain(name): row["siren"]
            for row in reference("ref_epci")
            for name in (row["nom"], row["nom_court"], row["sigle"], *row["alias"].split("|"))
            if name
        }

    def _epci_lieu(self, name: object) -> str:
        return self._noms_epci.get(plain(name)) or self._epci_commune(name)

    # Les sorties

    @cached_property
    def _situations(self) -> list[dict[str, str]]:
        return reference("ref_situation")

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Libellé comparable d'une situation -> son code."""
        return {
            plain(name): row["code"]
            for row in self._situations
            for name in (row["libelle"], row["code"], *row["alias"].split("|"))
            if name
        }

    def _regle(self, who: Personne, code: str) -> dict[str, str]:
        return regle_de(self._situations, code, self.echeance(who))

    @cached_property
    def _releves(self) -> dict[Personne, list[tuple[date | None, bool, str]]]:
        """Relevés de chaque personne : (date, est celui des six mois, code)."""
        found = defaultdict(list)
        for row in self.situations:
            for label, day, is_six in RELEVES:
                if row[label]:
                    code = self._codes[plain(row[label])]
                    found[self.personne(row)].append((to_day(row[day]), is_six, code))
        return found

    def echeance(self, who: Personne) -> date:
        return add_months(self.t0[who], DELAI)

    def situation(self, who: Personne) -> str | None:
        """Situation retenue à six mois : connue plutôt que muette, proche, puis tardive."""
        due = self.echeance(who)
        first, last = due - timedelta(days=AVANT), due + timedelta(days=APRES)
        seen = []
        for day, is_six, code in self._releves.get(who, []):
            if is_six or (day and first <= day <= last):
                day = day or due
                distance = abs((day - due).days)
                seen.append((code in MUETS, distance, -day.toordinal(), not is_six, code))
        return min(seen)[-1] if seen else None

    def etat(self, who: Personne, referentiel: str) -> str:
        due = self.echeance(who)
        if due > self.extraction:
            return "non_mure"
        code = self.situation(who)
        if code and code not in MUETS:
            return self._regle(who, code)[referentiel]
        at_work = any(row["debut"] <= due <= row["fin"] for row in self._contrats_de[who])
        return "hors_champ" if at_work else "inconnu"

    def cohorte(self, portee: Portee) -> set[Personne]:
        """Personnes ayant un contrat dans le périmètre et leur échéance dans la période."""
        chosen = {self.personne(row) for row in self.contrats if self._retient(row, portee)}
        return {who for who in chosen if portee.debut <= self.echeance(who) <= portee.fin}

    def bilan(self, portee: Portee, referentiel: str) -> Bilan:
        states = Counter(self.etat(who, referentiel) for who in self.cohorte(portee))
        assert set(states) <= set(ETATS)
        return Bilan(
            positives=states["positive"],
            connues=states["positive"] + states["non_positive"],
            inconnues=states["inconnu"],
            hors_champ=states["hors_champ"],
            non_mures=states["non_mure"],
        )

    def types_positifs(self, portee: Portee, referentiel: str = "convention") -> Counter[str]:
        return Counter(
            self._regle(who, self.situation(who))["type_sortie"]
            for who in self.cohorte(portee)
            if self.etat(who, referentiel) == "positive"
        )

    def chiffres_cles(self, portee: Portee) -> dict[str, float]:
        return {
            "heures_realisees": self.heures_realisees(portee),
            "beneficiaires": len(self.beneficiaires(portee)),
            "entreprises": len(self.entreprises(portee)),
            "marches_en_cours": len(self.marches_en_cours(portee)),
            "donneurs_ordre_accompagnes": len(self.donneurs_ordre(portee)),
            "sorties_positives": self.bilan(portee, "convention").positives,
        }
