"""Les adresses de la connexion."""

LOGIN_PATH, LOGOUT_PATH = "/connexion", "/connexion/sortie"
