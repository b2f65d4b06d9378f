"""Languages and time. What is stored is UTC; a boutique's own hours are of its time zone."""

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("it", "Italiano"), ("zh-hans", "简体中文")]
USE_I18N = True
# Dates in English as the house writes them, day first.
FORMAT_MODULE_PATH = ["clienteling.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
