"""Ce qui est servi au navigateur : en-têtes, page française, styles et scripts.

Il entre l'application Streamlit et les fichiers de `coque/`. Il en sort les réponses du serveur :
en-têtes de sécurité, page en français, fichiers compressés. Aucun chiffre n'y passe, aucun filtre
n'y est lu, et le reste de la maison n'en importe rien, sauf `app.py`.
"""
