"""Un vrai fournisseur d'identité pour les essais : Canaille, en mémoire, dans son processus.

Deux services y sont inscrits : l'un reçoit ses renseignements en JSON, l'autre signés (comme de
ProConnect). Lancé par `python tests/support/fournisseur_vrai.py PORT ADRESSE_DU_SITE`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

MOT_DE_PASSE = "mot de passe d'essai 84"
PERSONNES = {
    "referente": "referente@exemple.fr",
    "financeur": "financeur@exemple.fr",
    "facilitatrice": "facilitatrice@exemple.fr",
    "passante": "passante@ailleurs.fr",
    "administratrice": "administratrice@exemple.fr",
}
SERVICES = {"clauses": None, "clauses-signe": "RS256"}
SECRET = "secret-d-essai-qui-ne-sert-qu-ici"
REGLAGES = {
    "SECRET_KEY": "cle-d-essai-des-cookies-du-fournisseur",
    "PREFERRED_URL_SCHEME": "http",
    "CANAILLE": {
        "DATABASE": "memory",
        "JAVASCRIPT": False,
        "HTMX": False,
        "CAPTCHA_ENABLED": False,
        "EMAIL_CONFIRMATION": False,
        "LANGUAGE": "fr",
    },
    # La déconnexion ne renvoie que vers un domaine de confiance.
    "CANAILLE_OIDC": {"TRUSTED_DOMAINS": "127.0.0.1"},
}


def main(port: int, site: str) -> None:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from werkzeug.serving import make_server

    app = create_app({**REGLAGES, "SERVER_NAME": f"127.0.0.1:{port}"})
    with app.app_context():
        for name, email in PERSONNES.items():
            one = models.User(
                user_name=name, family_name=name.title(), formatted_name=name.title(),
                emails=[email], password=MOT_DE_PASSE,
            )  # fmt: skip
            Backend.instance.save(one)
        for name, signed in SERVICES.items():
            client = models.Client(
                client_id=name, client_secret=SECRET, client_name=name, client_uri=site,
                client_id_issued_at=datetime.now(UTC),
                redirect_uris=[f"{site}/connexion/retour"],
                post_logout_redirect_uris=[f"{site}/connexion/sortie"],
                grant_types=["authorization_code"], response_types=["code"],
                scope=["openid", "email"], token_endpoint_auth_method="client_secret_basic",
                id_token_signed_response_alg="RS256",
            )  # fmt: skip
            if signed:
                client.userinfo_signed_response_alg = signed
            Backend.instance.save(client)
            client.audience = [client]
            Backend.instance.save(client)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
