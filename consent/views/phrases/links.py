"""What became of a question, and of a link that is too late or no longer wanted."""

LINKS: dict[str, dict[str, str]] = {
    "en": {
        "waiting": "We wrote to this address. Your yes holds once you follow the link there.",
        "unchanged": "Nothing was changed",
        "to_choices": "To all that you may choose",
        "confirmed_before": "You said yes to this already, and it holds.",
        "confirm_expired": "A link of this kind is good for two days. Nothing was kept and nothing will be sent; "
        "if you still wish it, ask for it once more.",
        "hand_expired": "This question was open for a quarter of an hour. Nothing more is kept; "
        "please ask the boutique to open it again.",
        "hand_before": "You have answered already. Your answers are kept.",
        "hand_close": "You may close this page.",
        "data_expired": "Your data are shown to links of the last thirty days only, since old mail is forwarded, and "
        "found. A newer message from us, or the app, opens them.",
        "contact_missing": "This address is no longer among yours, so there is nothing to keep.",
        "pause_invalid": "A pause lasts up to a year. Nothing was changed.",
        "frequency_invalid": "Choose one of the numbers in the list. Nothing was changed.",
    },
    "fr": {
        "waiting": "Nous avons écrit à cette adresse. Votre oui vaut dès que vous y suivez le lien.",
        "unchanged": "Rien n’a changé",
        "to_choices": "Vers tous vos choix",
        "confirmed_before": "Vous avez déjà dit oui, et cela vaut.",
        "confirm_expired": "Un tel lien est valable deux jours. Rien n’a été gardé et rien ne sera envoyé ; "
        "si vous le souhaitez toujours, demandez-le à nouveau.",
        "hand_expired": "Cette question était ouverte un quart d’heure. Rien de plus n’est gardé ; "
        "demandez à la boutique de l’ouvrir à nouveau.",
        "hand_before": "Vous avez déjà répondu. Vos réponses sont gardées.",
        "hand_close": "Vous pouvez fermer cette page.",
        "data_expired": "Vos données ne sont montrées qu’aux liens des trente derniers jours, car un ancien message "
        "se transmet et se trouve. Un message plus récent, ou l’application, les ouvre.",
        "contact_missing": "Cette adresse n’est plus des vôtres : il n’y a rien à garder.",
        "pause_invalid": "Une pause dure un an au plus. Rien n’a changé.",
        "frequency_invalid": "Choisissez l’un des nombres de la liste. Rien n’a changé.",
    },
    "it": {
        "waiting": "Abbiamo scritto a questo indirizzo. Il Suo sì vale appena apre il link che vi trova.",
        "unchanged": "Nulla è cambiato",
        "to_choices": "A tutte le Sue scelte",
        "confirmed_before": "Ha già detto di sì, e vale.",
        "confirm_expired": "Un link come questo vale due giorni. Nulla è stato salvato e nulla sarà inviato; "
        "se lo desidera ancora, lo chieda di nuovo.",
        "hand_expired": "Questa domanda era aperta per un quarto d’ora. Non si salva altro; "
        "chieda alla boutique di riaprirla.",
        "hand_before": "Ha già risposto. Le Sue risposte sono salvate.",
        "hand_close": "Può chiudere questa pagina.",
        "data_expired": "I Suoi dati si mostrano solo ai link degli ultimi trenta giorni, perché un vecchio messaggio "
        "si inoltra e si trova. Li apre un messaggio più recente, o l’app.",
        "contact_missing": "Questo recapito non è più tra i Suoi: non c’è nulla da salvare.",
        "pause_invalid": "Una pausa dura al massimo un anno. Nulla è cambiato.",
        "frequency_invalid": "Scelga uno dei numeri dell’elenco. Nulla è cambiato.",
    },
    "zh-hans": {
        "waiting": "我们已向此地址发出邮件。打开其中的链接后，您的同意即生效。",
        "unchanged": "未作任何更改",
        "to_choices": "查看您的全部选择",
        "confirmed_before": "您此前已同意，现仍有效。",
        "confirm_expired": "此类链接两天内有效。我们未保存任何内容，也不会发送任何信息；如仍有此意愿，请重新提出。",
        "hand_expired": "此询问开放十五分钟，现已结束，不再保存任何内容。如需作答，请让店铺重新打开。",
        "hand_before": "您已作答，您的选择已保存。",
        "hand_close": "您可以关闭此页面。",
        "data_expired": "旧邮件可能被转发或被他人看到，因此仅最近三十天的链接可查看您的资料。"
        "请从较新的来信或应用中打开。",
        "contact_missing": "此地址已不在您名下，因此未作保存。",
        "pause_invalid": "暂停最长一年，未作更改。",
        "frequency_invalid": "请从列表中选择，未作更改。",
    },
}
