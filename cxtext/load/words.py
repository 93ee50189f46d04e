"""Words in column names that tell what a column holds, in the languages that the reports come in."""

from __future__ import annotations

import re
import unicodedata

# Latin words are compared with the words of a header (or their beginnings where they end in *);
# everything else is looked for anywhere in it. The first tuple of a pair is the stronger evidence.
METRICS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "nps": (
        ("nps", "net promoter", "ltr", "순추천"),
        ("how likely", "recommend", "recommendation", "recommander", "recommanderiez", "empfehlen", "추천",
         "推薦", "推荐", "推奨", "勧め", "すすめ", "recomend*", "recomiend*",
         "recommand*", "empfehl*", "weiterempfehl*", "raccomand*", "consigli*"),
    ),
    "csat": (
        ("csat", "osat", "satisf*", "만족", "滿意", "满意", "満足", "zufrieden*"),
        ("rating", "ratings", "overallrating", "star", "stars", "how would you rate", "평점", "별점",
         "評分", "评分", "星等", "評価"),
    ),
    "ces": (
        ("ces", "effort", "customer effort", "노력", "費力", "费力", "労力"),
        ("how easy", "ease", "easy", "쉬웠", "쉽", "容易", "簡単", "facile", "facilité"),
    ),
}  # fmt: skip
NOT_A_SCORE = ("group", "category", "segment", "band", "type", "label", "bucket", "sentiment", "topic",
               "topics", "comment", "reason", "why", "text", "id", "date", "그룹", "이유")  # fmt: skip

COMMENT = (
    ("comment*", "verbatim*", "feedback*", "review", "reviews", "reviewtext", "reviewbody", "의견", "리뷰",
     "후기", "코멘트", "피드백", "評論", "评论", "意見", "意见", "留言", "回饋", "反馈", "コメント", "感想",
     "commentaire*", "explication*", "avis", "comentario*", "kommentar*"),
    ("text", "texts", "answer", "answers", "response", "description", "content", "body", "message",
     "remark*", "reason", "why", "explain", "explanation", "suggestion*", "improve", "opinion*",
     "open ended", "tell us", "what could we", "anything else", "like most", "like best", "like least",
     "should we", "do better", "내용", "이유", "건의", "원인", "적어",
     "말씀해", "작성해", "불편", "개선", "자유롭게", "좋았던", "아쉬", "하고싶은말", "自由記述", "ご記入",
     "お聞かせ", "ご要望", "為什麼", "为什么", "請說明", "请说明", "anmerkung*",
     "vorschlag", "vorschläge", "améliorer", "raison", "por qué", "sugerencia*", "motivo", "mejorar",
     "por quê", "verbesser*", "perché", "migliorare", "waarom", "verbeter*",
     "建議", "建议", "原因", "理由", "內容", "内容", "remarque*", "pourquoi", "warum"),
)  # fmt: skip
BARE_COMMENT = ("comment", "comments", "verbatim", "verbatims", "의견", "코멘트", "評論", "意見",
                "コメント")  # fmt: skip
NOT_A_COMMENT = ("id", "ids", "date", "time", "count", "score", "rating", "type", "question", "title",
                 "header", "category", "sentiment", "topic", "topics", "status", "language", "link", "url",
                 "reply", "verified", "source", "email", "name", "polarity", "millis", "epoch", "version",
                 "submit", "update")  # fmt: skip

RESPONSE_ID = ("response number", "response no", "submission id", "record id", "interview id", "antwort nr",
               "antwort id", "response id", "responseid", "comment id", "commentid", "review id",
               "reviewid", "uuid",
               "응답 id", "응답번호", "回覆編號", "回答id", "回答番号")  # fmt: skip
# Names of columns, without blanks, in tables with one row an answer.
QUESTION_COLUMN = (
    "question", "questiontext", "questionname", "questionlabel", "questiontitle", "surveyquestion",
    "surveyitem", "문항", "문항내용", "질문", "질문내용", "설문문항", "題目", "题目",
    "問題", "问题", "問卷題目", "質問", "質問文", "設問", "設問文", "pregunta", "frage", "fragetext",
    "intitulé", "pergunta", "domanda", "vraag",
)  # fmt: skip
QUESTION_NUMBER = ("questionid", "questioncode", "questionkey", "questionnumber", "questionno", "qid",
                   "문항번호", "문항id", "設問番号", "題號", "题号", "frageid", "fragenummer")  # fmt: skip
ANSWER_COLUMN = (
    "answer", "answers", "surveyanswer", "answertext", "answervalue", "answerlabel", "response",
    "responsetext",
    "responsevalue", "value", "reply", "답변", "답변내용", "응답", "응답값", "응답내용", "回答", "回答内容",
    "回答內容", "答案", "回覆", "回复", "respuesta", "antwort", "antworttext", "réponse", "resposta",
    "risposta", "antwoord", "wert", "valor", "valeur",
)  # fmt: skip
PERSON = ("user", "userid", "customer", "customerid", "respondent", "respondentid", "client", "member",
          "contact", "person", "visitor", "account", "patient", "고객", "회원", "응답자", "顧客", "客戶",
          "客户", "會員", "会员", "受訪者", "回答者")  # fmt: skip

DATE = (
    ("submitted", "submitdate", "submit", "completed", "recorded", "recordeddate", "created", "timestamp",
     "date", "제출", "타임스탬프", "응답일", "填答", "提交", "時間戳記", "回答日"),
    ("date", "time", "datetime", "일자", "날짜", "일시", "작성일", "日期", "時間", "时间", "日時", "日付",
     "fecha", "datum"),
)  # fmt: skip
NOT_A_DATE = ("seen", "purchase", "birth", "born", "order", "registered", "registration", "signup",
              "due", "expiry", "resolution", "flown", "visit", "reply", "delivery", "id", "생년월일",
              "가입일", "구매일", "주문일")  # fmt: skip
CHANNEL = ("channel", "distributionchannel", "채널", "渠道", "通路", "管道", "チャネル", "canal", "kanal")
LANGUAGE = ("language", "lang", "userlanguage", "locale", "언어", "語言", "语言", "言語", "langue",
            "sprache")  # fmt: skip

EMAIL = ("email", "e mail", "mail", "이메일", "메일", "電子郵件", "电子邮件", "メール", "correo")
PHONE = ("phone", "mobile", "telephone", "tel", "cell", "전화", "연락처", "휴대폰", "핸드폰", "手機",
         "手机", "電話", "电话", "携帯")  # fmt: skip
NAME = ("이름", "성명", "고객명", "姓名", "氏名", "お名前", "firstname", "lastname", "fullname", "surname",
        "recipientlastname", "recipientfirstname")  # fmt: skip
NAME_OWNERS = ("first", "last", "full", "given", "family", "customer", "user", "respondent", "contact",
               "recipient", "client", "guest", "member", "employee", "agent", "reviewer", "patient",
               "person")  # fmt: skip
# Names of columns, as a whole, that hold people's names or lead to them.
PERSONAL = (" author ", " reviewer ", " username ", " user name ", " nickname ", " permalink ")
PLACE = ("address", "street", "주소", "地址", "住所", "latitude", "longitude", "locationlatitude",
         "locationlongitude", "ip", "ipaddress", "ipaddr", "来自ip", "birthday", "birthdate", "생년월일",
         "passport", "ssn", "주민등록번호", "身分證", "身份证", "recipientemail", "zip", "zipcode",
         "postcode")  # fmt: skip


def header_words(name: str) -> str:
    """A header as lower-case words with single blanks between and around them.

    >>> header_words("FFT_categoricalAnswer")
    ' fft categorical answer '
    """
    name = unicodedata.normalize("NFKC", name)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " " + " ".join(re.findall(r"[^\W_]+|#", name.lower())) + " "


def has_word(words: str, vocabulary: tuple[str, ...]) -> bool:
    """True if a word of the vocabulary is in the header.

    >>> has_word(" customer satisfaction ", ("satisf*",)), has_word(" release ", ("ease",))
    (True, False)
    """
    joined = words.replace(" ", "")
    for word in vocabulary:
        if not word.isascii():
            found = word.replace(" ", "") in joined
        elif word.endswith("*"):
            found = f" {word[:-1]}" in words
        else:
            found = f" {word} " in words
        if found:
            return True
    return False


def is_short(words: str) -> bool:
    """True for headers of up to four words: names of columns, not questions.

    >>> is_short(" review score "), is_short(" what is the reason for your score ")
    (True, False)
    """
    return len(words.split()) <= 4


def strength(words: str, strong: tuple[str, ...], weak: tuple[str, ...]) -> int:
    """2, 1 or 0: how clearly a header speaks."""
    return 2 if has_word(words, strong) else 1 if has_word(words, weak) else 0
