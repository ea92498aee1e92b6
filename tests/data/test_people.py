"""Une personne, un pseudonyme ; une clé hors du magasin ; rien de personnel nulle part."""

import hashlib
import hmac
import io
import json
import logging
import stat
from contextlib import redirect_stderr, redirect_stdout

import polars as pl
import pytest

import queries
from data.__main__ import main
from data.location import store_path
from data.people import CleRefusee, Key, import_key
from data.people.numbers import SANS_CLE, SANS_NUMERO, Sceaux, shown_numbers, with_numbers
from data.people.pseudonyms import key_path, plain_name, with_personne
from data.publish import current, publish_tables, read_database
from data.schema import ANOMALIES, conform
from tests.support.fabrique import bring, csv, export, messages, stored, table
from tests.support.pseudonymes import numero

CLE = Key(bytes(range(32)))
GRAPHIES = [
    ("D'ANGELO-MARTIN", "Jean Noël"), ("d’angelo martin", "jean-noel"),
    ("D Angelo Martin", "JEAN NOEL"), ("D'Angélo-Martin", "Jean–Noël"),
    ("  D'ANGELO  MARTIN ", "Jean  Noël"), ("DANGELO MARTIN", "JeanNoël"),
    ("D`Angelo-Martin", "Jean-Noe\u0308l"), ("D'ANGELO\u00a0MARTIN", "Jean\u202fNoël"),
    ("Dángelo-Martín", "Jéan-Noël"), ("D'Angelo - Martin", "jean noël"),
    ("D.Angelo.Martin", "J.ean Noël"), ("Ｄ'Angelo-Martin", "Jean-Noël."),
]  # fmt: skip


def people(*rows: tuple[str | None, ...]) -> list[str]:
    columns = ["structure", "numero_participant", "nom", "prenom", "date_naissance"]
    schema = dict.fromkeys(columns, pl.String)
    return with_personne(pl.DataFrame(rows, schema=schema, orient="row"), CLE)["personne"].to_list()


def test_douze_graphies_d_une_personne_donnent_un_pseudonyme():
    rows = [("ITV", f"P{rank}", *names, "1990-02-01") for rank, names in enumerate(GRAPHIES)]
    (found,) = set(people(*rows))
    message = "\x1f".join(["DANGELOMARTIN", "JEANNOEL", "1990-02-01"]).encode()
    assert found == hmac.new(bytes(range(32)), message, hashlib.sha256).hexdigest()[:32]


def test_le_e_dans_l_o_vaut_deux_lettres():
    assert plain_name("Œillet-Cœur") == plain_name("OEILLET COEUR") == "OEILLETCOEUR"


@pytest.mark.parametrize(
    "other",
    [
        ("ITV", "P1", "Inventée", "Léo", "1990-02-01"),
        ("ITV", "P1", "Inventé", "Léa", "1990-02-01"),
        ("ITV", "P1", "Inventée", "Léa", "1990-01-02"),
        ("ITV", "P1", "InventéeL", "éa", "1990-02-01"),
    ],
)
def test_deux_personnes_restent_deux(other):
    assert len(set(people(("ITV", "P1", "Inventée", "Léa", "1990-02-01"), other))) == 2


@pytest.mark.parametrize(
    "missing", [{"date_naissance": None}, {"nom": None}, {"prenom": None}, {"nom": "..."}]
)
def test_sans_identite_complete_jamais_fusionnee_entre_structures(missing):
    full = {"nom": "Inventée", "prenom": "Léa", "date_naissance": "1990-02-01", **missing}
    first, second = (("ITV", "P1", *full.values()), ("MLJGA", "P1", *full.values()))
    assert len(set(people(first, second))) == 2
    assert len(set(people(first, first))) == 1


def test_une_personne_dans_deux_structures_compte_une_fois():
    bring(
        export("participants", {"Nom": "D'Angelo"}, structure="ITV"),
        export("participants", {"Nom": "D’ANGELO", "N° participant": "77"}, structure="MLJGA"),
        export("extraction", {"Nom": "d angelo", "Structure": "CIE 84"}),
    )
    rows = [*stored("participants")["personne"], *stored("extraction")["personne"]]
    assert len(rows) == 3 and len(set(rows)) == 1


# --- la clé


def test_la_cle_est_creee_une_fois_lisible_de_son_seul_proprietaire():
    lot = bring(export("participants", {}))
    path = key_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert len(bytes.fromhex(path.read_text())) == 32
    assert str(path) in lot.key.message and "sauvegardez" in lot.key.message
    assert not path.is_relative_to(store_path())
    assert list(path.parent.iterdir()) == [path], "aucun brouillon ne reste"
    assert bring(export("participants", {})).key.message == ""


def test_la_cle_n_est_pas_dans_le_magasin():
    bring(export("participants", {}))
    secret = key_path().read_text()
    for path in store_path().rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret.encode() not in content and bytes.fromhex(secret) not in content


def test_une_autre_cle_est_refusee_et_rien_ne_change(monkeypatch):
    bring(export("participants", {}))
    before = current()
    monkeypatch.setenv("CLAUSES_CLE", "ab" * 32)
    lot = bring(export("participants", {"Sexe": "H"}))
    assert lot.fichiers[0].issue == "refuse" and "clé" in messages(lot.fichiers[0])[0][2]
    assert current() == before
    assert "ab" * 32 not in str(messages(lot.fichiers[0]))


def test_une_cle_perdue_n_est_pas_remplacee(monkeypatch):
    bring(export("participants", {}))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(store_path().parent / "ailleurs"))
    lot = bring(export("participants", {}))
    assert lot.fichiers[0].issue == "refuse" and "introuvable" in messages(lot.fichiers[0])[0][2]
    assert not key_path().exists()


@pytest.mark.parametrize("text", ["xyz", "ab" * 31, "ab" * 33, ""])
def test_une_cle_mal_formee_est_refusee(text):
    key_path().parent.mkdir(parents=True)
    key_path().write_text(text)
    with pytest.raises(CleRefusee, match="mal formée"):
        import_key()


def test_la_cle_se_donne_par_l_environnement_ou_par_un_fichier(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAUSES_CLE", CLE.secret.hex())
    assert import_key().secret == CLE.secret and not key_path().exists()
    monkeypatch.delenv("CLAUSES_CLE")
    monkeypatch.setenv("CLAUSES_CLE_FICHIER", str(tmp_path / "ma_cle"))
    import_key()
    assert (tmp_path / "ma_cle").is_file()


# --- les canaris : des valeurs reconnaissables plantées dans chaque colonne personnelle

CANARIS = {
    "Nom": "Canarinom", "Prénom": "Canariprénom", "Adresse": "12 impasse du Canari",
    "Téléphone": "06 99 88 77 66", "E-mail": "canari@exemple.invalid",
    "N° identifiant France Travail": "9988776Z", "NIR": "2900284999888",
    "Référent": "Canariréférent", "Commentaire": "Canaricommentaire", "Nationalité": "Canarienne",
}  # fmt: skip
NAISSANCE = "13/11/1987"
TRACES = [*CANARIS.values(), NAISSANCE, "1987-11-13", "13-11-1987"]


def canary_files() -> dict[str, bytes]:
    """Des exports corrects, fautifs, décalés et illisibles, tous porteurs des canaris."""
    named = {"Nom": CANARIS["Nom"], "Prénom": CANARIS["Prénom"], "Date de naissance": NAISSANCE}
    rows = [
        {**CANARIS, "Date de naissance": NAISSANCE},
        {**CANARIS, "N° participant": "P2", "Date de naissance": "31/11/1987"},
        {**CANARIS, "N° participant": "P3", "Date de naissance": NAISSANCE, "BRSA": "peut-être"},
        {**CANARIS, "N° participant": "", "Date de naissance": NAISSANCE, "Sexe": "?"},
    ]
    header, right = table("extraction", named)
    shifted_right = [*right[:3], "Bâti", *right[3:]]
    shifted_left = [*right[:4], *right[5:], ""]
    young = [cell.replace("01/03/2024", "01/03/1999") for cell in right]
    headless = [right, right]
    actions = {"Facilitateur": CANARIS["Référent"], "Suite donnée": CANARIS["Commentaire"]}
    return {
        "participants_ITV_20260930.csv": csv(table("participants", *rows)),
        "extraction_20260930.csv": csv([header, right, shifted_right, shifted_left, young]),
        "sans_en_tete_20260930.csv": csv(headless),
        "actions_ITV_20260930.csv": csv(table("actions", actions)),
        "marches_ITV_20260930.csv": csv(table("marches", {"Facilitateur": CANARIS["Référent"]})),
        "abime_20260930.csv": csv([header, right])[:-40] + b"\x00" * 30,
    }


@pytest.fixture
def sung(tmp_path, caplog) -> str:
    """Tout ce que deux commandes ont dit : sorties, erreurs, journaux."""
    for name, content in canary_files().items():
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in canary_files()]
    output, errors = io.StringIO(), io.StringIO()
    with caplog.at_level(logging.DEBUG), redirect_stdout(output), redirect_stderr(errors):
        main(["importer", *paths, "--json"])
        main(["importer", *paths])
        main(["etat", "--json"])
    return output.getvalue() + errors.getvalue() + caplog.text


def test_les_canaris_ne_sortent_nulle_part(sung):
    report = json.loads(sung.splitlines()[0])
    assert sum(one["lignes"]["retenues"] for one in report["fichiers"]) > 4, "il y a des données"
    assert [trace for trace in TRACES if trace.lower() in sung.lower()] == []


def test_les_canaris_ne_sont_dans_aucun_octet_du_magasin(sung):
    content = b"".join(path.read_bytes() for path in store_path().rglob("*") if path.is_file())
    kept = [trace for trace in TRACES if trace.encode() in content]
    assert kept == []
    words = str(
        [frame.rows() for frame in map(stored, ("participants", "extraction", "anomalies"))]
    )
    assert [trace for trace in TRACES if trace in words] == []


def test_un_import_interrompu_ne_laisse_pas_de_fichier_temporaire(sung, tmp_path):
    before = set(canary_files()) | {"magasin", "reglages"}
    assert {path.name for path in tmp_path.iterdir()} == before


def test_les_naissances_ne_quittent_pas_la_memoire():
    bring(export("participants", {}), export("contrats", {}))
    for name in ("participants", "contrats"):
        assert "date_naissance" not in stored(name).columns
    assert stored("contrats")["age_debut"].to_list() == [34]


# --- les numéros : scellés s'ils ont la forme d'un numéro, perdus sinon

NUMEROS = {
    "P-1": "P-1", " p-1 ": "P-1", "007": "7", "ITV-C12": "ITV-C12", "CIE84-0012": "CIE84-0012",
    "C-2024-00123": "C-2024-00123", "20260012": "20260012", "123456": "123456",
    "1234567": None, "0612345678": None, "06 12 34 56 78": None, "2900284999888": None,
    "9988776Z": None, "12031985": None, "12/03/1985": None, "INVENTEE": None, "ABCD12": None,
    "a1@exemple.invalid": None,
}  # fmt: skip


def test_seul_un_numero_de_forme_inoffensive_se_relit_et_avec_la_cle():
    hidden = with_numbers(pl.DataFrame({"numero_contrat": list(NUMEROS)}), Sceaux(CLE))
    assert not [one for one in hidden["numero_contrat"] if any(text in one for text in NUMEROS)]
    shown = [wanted or SANS_NUMERO for wanted in NUMEROS.values()]
    assert shown_numbers(hidden, CLE)["numero_contrat"].to_list() == shown
    other = Key(bytes(32))
    for key in (None, other):
        assert set(shown_numbers(hidden, key)["numero_contrat"]) == {SANS_CLE, SANS_NUMERO}


def test_les_fichiers_se_rejoignent_sous_le_meme_numero_et_il_n_est_nulle_part():
    plain = "PX-77031"
    bring(export("participants", {"N° participant": plain}),
          export("contrats", {"N° participant": plain.lower()}))  # fmt: skip
    (one,), (other,) = (stored(name)["numero_participant"] for name in ("participants", "contrats"))
    assert one == other == numero(plain)
    files = [path.read_bytes() for path in store_path().rglob("*") if path.is_file()]
    assert not [found for found in files if plain.encode() in found or b"px-77031" in found]


def test_une_liste_a_relancer_rend_le_numero_de_la_source():
    bring(export("participants", {"N° participant": "P77"}),
          export("contrats", {"N° participant": "P77", "Date de début": "04/03/2026",
                              "Date de fin réelle": "30/04/2026"}))  # fmt: skip
    found = queries.run("six_mois_a_relancer", structure="CIE84", periode="2026-T3")
    assert found["numero_participant"].to_list() == ["P77"]


def test_un_magasin_d_avant_est_dit_puis_nettoye_par_l_import_suivant(sans_epci, capsys):
    files = [export("participants", {}), export("contrats", {})]
    bring(*files)
    served = current()
    content = read_database(served)
    content["imports"] = content["imports"].with_columns(fichier=pl.lit("Dossier de Zoé Test.xlsx"))
    content["anomalies"] = conform(pl.DataFrame([{
        "import_id": 1, "fichier": "Dossier de Zoé Test.xlsx", "feuille": "Zoé Test", "ligne": 3,
        "colonne": "Zoé Test", "message": "« Zoé Test » est inconnu.", "gravite": "ecartee",
    }]), ANOMALIES)  # fmt: skip
    publish_tables(content, key_id=served.manifest["cle"])
    learned = store_path() / "correspondances" / "CIE84_contrats.toml"
    learned.parent.mkdir()
    learned.write_text('format = "contrats"\nstructure = "CIE84"\n[colonnes]\n"Zoé Test" = ""\n'
                       '"Employeur" = "employeur"\n', "utf-8")  # fmt: skip
    assert main(["verifier"]) == 0
    said = capsys.readouterr().out
    assert "garde d'une version d'avant" in said and "hors du métier : 1" in said
    number = current().number
    bring(*files)
    assert current().number == number + 1, "rien d'autre ne change, et pourtant il se publie"
    kept = (*read_database(current()).values(), learned.read_text("utf-8"))
    assert not [one for one in kept if "Zoé" in (one if isinstance(one, str) else one.write_csv())]
    assert 'Employeur" = "employeur' in learned.read_text("utf-8")
    assert stored("imports")["fichier"].str.starts_with("Participants · CIE84 · 30/09/2026").any()
    assert main(["verifier"]) == 0
    said = capsys.readouterr().out
    assert "hors du métier" not in said and f"gardées qui en ont encore : n° {number}." in said
    bring(*files)
    assert current().number == number + 1, "rien à nettoyer : rien à publier"
