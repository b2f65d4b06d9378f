"""Version 1 of the words shown when consent is asked, by purpose and language.

Never edit a text that was shown: add a new version, so that each decision keeps the words it was given on.
"""

from consent.pipl_notices import PIPL_NOTICES

FIRST_NOTICES: dict[str, dict[str, str]] = {
    **PIPL_NOTICES,
    "marketing": {
        "en": "I would like to hear from the house about its collections, events and services on this channel. "
        "I can stop this at any time, as easily as I allow it now.",
        "fr": "Je souhaite recevoir des nouvelles de la maison, de ses collections, de ses événements et de ses "
        "services par ce canal. Je peux y mettre fin à tout moment, aussi simplement que je l’accepte aujourd’hui.",
        "it": "Desidero ricevere notizie della maison, delle sue collezioni, dei suoi eventi e dei suoi servizi "
        "tramite questo canale. Posso revocare in qualsiasi momento, con la stessa facilità con cui acconsento ora.",
        "zh-hans": "我希望通过此渠道接收品牌关于系列、活动与服务的消息。我可以随时停止，与现在同意一样方便。",
    },
    "stock-alerts": {
        "en": "Please write to me about this piece: when it is back, and what comes near it meanwhile. "
        "My address is used for this request.",
        "fr": "Merci de m’écrire au sujet de cette pièce : dès son retour, et pour me proposer entre-temps ce qui "
        "s’en approche. Mon adresse sert à cette demande.",
        "it": "Vi prego di scrivermi riguardo a questo articolo: al suo ritorno e, nel frattempo, per proporre ciò "
        "che più gli somiglia. Il mio indirizzo serve a questa richiesta.",
        "zh-hans": "请就此款商品与我联系：到货时通知我，并在此期间推荐相近的款式。我的地址仅用于此项请求。",
    },
    "profiling": {
        "en": "The house may use my purchases, visits and what I look at to make suggestions for me. "
        "No decision about me is taken by a machine alone.",
        "fr": "La maison peut s’appuyer sur mes achats, mes visites et ce que je consulte pour me faire des "
        "suggestions. Aucune décision me concernant n’est prise par une machine seule.",
        "it": "La maison può utilizzare i miei acquisti, le mie visite e ciò che guardo per propormi dei "
        "suggerimenti. Nessuna decisione che mi riguarda è presa da una sola macchina.",
        "zh-hans": "品牌可以根据我的购买、到访与浏览记录为我提供建议。任何与我有关的决定都不会仅由机器作出。",
    },
    "measurement": {
        "en": "The house may keep which pages and pieces I look at on this device, to improve its website and app.",
        "fr": "La maison peut conserver les pages et les pièces que je consulte sur cet appareil, afin d’améliorer "
        "son site et son application.",
        "it": "La maison può conservare le pagine e gli articoli che guardo su questo dispositivo, per migliorare il "
        "sito e l’app.",
        "zh-hans": "品牌可以记录我在此设备上浏览的页面与商品，以改进网站与应用。",
    },
    "sharing": {
        "en": "The house may tell its advertising partners that I am one of its clients, so that I see its news "
        "elsewhere. They learn no purchase and no amount.",
        "fr": "La maison peut signaler à ses partenaires publicitaires que je suis de ses clients, afin que je voie "
        "ses nouveautés ailleurs. Ils n’apprennent ni achat ni montant.",
        "it": "La maison può segnalare ai suoi partner pubblicitari che sono tra i suoi clienti, perché io ne veda "
        "altrove le novità. Non apprendono né acquisti né importi.",
        "zh-hans": "品牌可以告知其广告合作伙伴我是品牌的客户，以便我在其他平台看到品牌的消息。"
        "合作伙伴不会得知任何购买或金额。",
    },
    "service": {
        "en": "We write to you about your orders, repairs and appointments, since you asked us for them.",
        "fr": "Nous vous écrivons au sujet de vos commandes, réparations et rendez-vous, puisque vous nous les avez "
        "confiés.",
        "it": "Le scriviamo riguardo ai Suoi ordini, riparazioni e appuntamenti, perché ce li ha richiesti.",
        "zh-hans": "我们会就您的订单、维修与预约与您联系，因为这些是您向我们提出的。",
    },
}
