"""Version 1 of the words in which the separate consents of the PIPL are asked, each by itself (Articles 14, 23 to 31,
39). Simplified Chinese is the text that counts; the others are for who reads them.

A house fills in the names that Article 39 wants (recipient, contact, purpose, kinds of data, how to exercise rights)
as a version of its own before it asks anybody.
"""

PIPL_NOTICES: dict[str, dict[str, str]] = {
    "cross-border": {
        "zh-hans": "我单独同意品牌将我的个人信息（姓名、联系方式、购买与服务记录）提供给其位于中国境外的集团公司"
        "，用于在境外为我提供服务与维护客户档案。接收方名称、联系方式及我行使权利的方式见隐私政策。我可以随时撤回，"
        "撤回不影响我在中国境内获得的服务。",
        "en": "Separately from anything else, I agree that the house passes my personal information (name, "
        "contact, purchases and services) to its group companies outside China, to serve me there and to keep my "
        "client record. The recipient, its contact and my rights are in the privacy policy. I can withdraw at any "
        "time; my services in China do not depend on it.",
        "fr": "Séparément de tout autre accord, j’accepte que la maison transmette mes informations personnelles "
        "(nom, coordonnées, achats et services) à ses sociétés hors de Chine, afin de m’y servir et de tenir mon "
        "dossier. Le destinataire, ses coordonnées et mes droits figurent dans la politique de confidentialité. Je "
        "peux retirer mon accord à tout moment ; mes services en Chine n’en dépendent pas.",
        "it": "Separatamente da ogni altro consenso, accetto che la maison trasmetta le mie informazioni "
        "personali (nome, recapiti, acquisti e servizi) alle sue società fuori dalla Cina, per servirmi e tenere "
        "la mia scheda. Il destinatario, i suoi recapiti e i miei diritti sono nell’informativa. Posso revocare in "
        "qualsiasi momento; i miei servizi in Cina non ne dipendono.",
    },
    "sensitive-data": {
        "zh-hans": "我单独同意品牌处理我主动提供的敏感个人信息（如家庭成员及未成年人的信息），仅用于为我准备礼遇"
        "与服务。若不同意，品牌不会保存此类信息，其他服务不受影响。我可以随时撤回。",
        "en": "Separately from anything else, I agree that the house keeps sensitive personal information that I "
        "give it myself (such as on my family and on minors), only to prepare attentions and services for me. "
        "Without it nothing of the kind is kept, and other services are the same. I can withdraw at any time.",
        "fr": "Séparément de tout autre accord, j’accepte que la maison conserve les informations sensibles que "
        "je lui donne (par exemple sur ma famille et sur des mineurs), uniquement pour préparer des attentions et "
        "des services. Sans cet accord, rien de tel n’est conservé et les autres services restent les mêmes. Je "
        "peux le retirer à tout moment.",
        "it": "Separatamente da ogni altro consenso, accetto che la maison conservi le informazioni sensibili "
        "che fornisco (per esempio sulla mia famiglia e su minori), solo per preparare attenzioni e servizi. "
        "Senza, nulla di simile è conservato e gli altri servizi restano uguali. Posso revocare in qualsiasi "
        "momento.",
    },
    "automated-decisions": {
        "zh-hans": "我单独同意品牌通过自动化方式分析我的购买与浏览记录，为我评分并推荐商品。若不同意，品牌向我展"
        "示不针对个人特征的内容，价格与服务不变。对我权益有重大影响的决定，我有权要求说明，并拒绝仅由机器作出。",
        "en": "Separately from anything else, I agree that the house analyses my purchases and what I look at by "
        "machine, to score and to recommend. Without it I am shown what is not about me, at the same prices and "
        "with the same services. Of what weighs on my rights I may ask for an explanation, and refuse that a "
        "machine alone decides.",
        "fr": "Séparément de tout autre accord, j’accepte que la maison analyse par des moyens automatiques mes "
        "achats et ce que je consulte, pour établir des scores et des recommandations. Sans cet accord, ce qui "
        "m’est montré ne dépend pas de moi, aux mêmes prix et avec les mêmes services. Je peux demander une "
        "explication et refuser qu’une machine décide seule.",
        "it": "Separatamente da ogni altro consenso, accetto che la maison analizzi con mezzi automatici i miei "
        "acquisti e ciò che guardo, per punteggi e consigli. Senza, ciò che vedo non dipende da me, agli stessi "
        "prezzi e con gli stessi servizi. Posso chiedere spiegazioni e rifiutare che decida solo una macchina.",
    },
}
