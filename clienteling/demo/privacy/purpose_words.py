"""Two purposes that this house made under its marketing, in the four languages in which clients read."""

INVITATIONS, LETTER = "invitations", "letter"

NAMES = {
    INVITATIONS: {
        "en": "Invitations to presentations and evenings",
        "fr": "Invitations aux présentations et aux soirées",
        "it": "Inviti a presentazioni e serate",
        "zh-hans": "新品鉴赏与晚间活动邀请",
    },
    LETTER: {
        "en": "The letter of the season",
        "fr": "La lettre de la saison",
        "it": "La lettera della stagione",
        "zh-hans": "季度来信",
    },
}
NOTICES = {
    INVITATIONS: {
        "en": "I would like to be invited to presentations and evenings of the house on this channel. I can stop this "
        "at any time, and keep the rest.",
        "fr": "Je souhaite recevoir les invitations aux présentations et aux soirées de la maison par ce canal. Je "
        "peux y mettre fin à tout moment, et garder le reste.",
        "it": "Desidero ricevere inviti a presentazioni e serate della maison tramite questo canale. Posso revocare in "
        "qualsiasi momento, e tenere il resto.",
        "zh-hans": "我希望通过此渠道收到品牌新品鉴赏与晚间活动的邀请。我可以随时停止此项，其余不受影响。",
    },
    LETTER: {
        "en": "Please send me the letter of the season, four times a year. It begins once I have confirmed my address.",
        "fr": "Merci de m’envoyer la lettre de la saison, quatre fois par an. Elle commence lorsque j’ai confirmé mon "
        "adresse.",
        "it": "Vi prego di inviarmi la lettera della stagione, quattro volte l’anno. Comincia quando ho confermato il "
        "mio indirizzo.",
        "zh-hans": "请给我寄送季度来信，每年四次。在我确认地址之后开始。",
    },
}
