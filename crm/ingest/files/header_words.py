"""How the headers of files name a field, in the languages of houses: English, French, German, Italian, Chinese.

Written as ``header_key`` folds them. A word may stand for several fields (``date``): the kind of the file decides, and
what the values look like.
"""

_WORDS = """
uid: client uid, client id, public id
customer: customer id, customer number, customer no, customer code, client number, cust id, crm id, user id,
    userid, kundennummer, kunde, kunden nr, numero client, n client, code client, id client, codice cliente,
    numero cliente, id cliente, 客户编号, 会员编号, 客户号
email: e mail, mail, email address, e mail address, courriel, adresse e mail, posta elettronica, 邮箱, 电子邮件
phone: telephone, phone number, mobile, mobile phone, cell, tel, portable, handy, telefon, mobiltelefon,
    telefono, cellulare, numero de telephone, 手机, 电话, 手机号
loyalty: loyalty number, loyalty card, card number, membership number, carte fidelite, carta fedelta, 会员卡号
wechat_openid: openid, wechat
wechat_unionid: unionid
line: line id
given_name: first name, firstname, forename, prenom, vorname, nome, 名, 名字
family_name: last name, lastname, surname, nom, nom de famille, nachname, cognome, 姓, 姓氏
salutation: title, civility, civilite, anrede, titolo, 称谓
language: locale, langue, sprache, lingua, 语言
country: country code, pays, land, paese, 国家, market
city: town, ville, stadt, ort, citta, 城市
timezone: time zone
birth_date: birthday, date of birth, dob, birthdate, date de naissance, geburtsdatum, data di nascita, 生日,
    出生日期
boutique: store, store code, shop, magasin, filiale, negozio, 门店, location, warehouse, 仓库
advisor: sales associate, client advisor, seller, vendeur, berater, venditore, 顾问
tier: segment, level, status, niveau, stufe, livello, 等级
since: client since, customer since, created, created at, creation date, cliente dal, kunde seit, client depuis,
    member since, enrolled, joined, mitglied seit, membre depuis
sku: article, article code, stock code, stockcode, item, item code, reference, ref, artikelnummer,
    codice articolo, 货号, 商品编号
code: product, product code, style, style code, model, modele, modell, modello, 款号
name: product name, title, designation, bezeichnung, libelle, nome prodotto, 名称, 商品名称, event, event name,
    page, action, ereignis, evenement, 事件
description: text, beschreibung, descrizione, 描述, product name, article name, designation, libelle,
    bezeichnung, 名称
category: category code, categorie, kategorie, categoria, product type, 类别, 分类
category_name: category label
collection: season, saison, kollektion, collezione, 系列
material: matiere, materiale, 材质
colour: color, couleur, farbe, colore, 颜色
tags: labels, keywords, etiquettes, 标签
picture: image, picture url, image url, photo, bild, immagine, 图片
label: size, variant, taille, groesse, grosse, taglia, 尺码
barcode: ean, gtin, upc, ean13, 条码
price: unit price, list price, retail price, prix, preis, prezzo, 价格
currency: currency code, devise, wahrung, waehrung, valuta, 币种
is_active: active, enabled, available, actif, aktiv, attivo
quantity: stock, on hand, available, qty, pieces, quantite, menge, bestand, quantita, giacenza, 库存, 数量,
    units, anzahl
reference: answer id, response id, invoice, invoice no, invoiceno, invoice number, receipt, receipt number,
    order, order id, order number, transaction, transaction id, ticket, facture, commande, beleg, bon, rechnung,
    scontrino, ordine, 订单号, 小票号
occurred_at: date, invoice date, invoicedate, order date, purchase date, transaction date, sold at, datum,
    kaufdatum, date achat, date commande, data acquisto, 日期, 购买时间, timestamp, time, event time,
    original timestamp, originaltimestamp, created at, zeitpunkt, 时间
unit_price: price, unitprice, prix, prix unitaire, preis, einzelpreis, prezzo, prezzo unitario, 单价, 价格
message_id: messageid, event id, id, uuid
type: call type, event type
anonymous_id: anonymousid, visitor, visitor id, device id, cookie
group_id: groupid
properties: props, payload, attributes
purpose: consent type, purpose code, finalite, zweck, finalita, 目的
channel: canal, kanal, canale, 渠道
contact: contact point, address, destination
status: consent, consent status, opt in, optin, decision, statut, consenso, einwilligung, 状态, state, step,
    zustand, stato
decided_at: date, consent date, timestamp, captured at, opt in date, date consentement, datum, data consenso,
    时间
notice_version: notice, version, text version, policy version
proof: evidence, origin, source, preuve, nachweis, prova, form, 证明
programme: program, loyalty program, loyalty programme, programm, programma, 计划
number: account, account number, member number, membership, card number, numero, mitgliedsnummer, 会员号,
    repair number, repair, repair no, ticket, case, dossier, auftrag, auftragsnummer, riparazione, 维修单号
points: balance, points balance, punkte, punti, solde, 积分
changed_at: updated at, modified, as of, last change, stand
opened_at: opened, created, created at, received on, date, date depot, eingang, aperto il
status_at: status date, updated at, step date
closed_at: closed, handed over, returned on, geschlossen, chiuso il
promised_on: promised, due date, promised date, zugesagt, promesso
note: remark, remarks, bemerkung, remarque, nota, 备注
question: kind, survey, survey type, question type, frage, domanda
score: rating, value, answer, nps, note, bewertung, punteggio, 评分
answered_at: date, answered, response date, submitted at, timestamp, beantwortet, 时间
moment: touchpoint, occasion, after
comment: comments, verbatim, feedback, commentaire, kommentar, commento, 评论
"""


def _parsed(text: str) -> dict[str, frozenset[str]]:
    lines = text.replace("\n    ", " ").strip().splitlines()
    parts = (line.split(":", 1) for line in lines)
    return {name.strip(): frozenset(word.strip() for word in said.split(",")) for name, said in parts}


HEADER_WORDS = _parsed(_WORDS)
