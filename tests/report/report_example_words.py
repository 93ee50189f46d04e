"""What the customers of the example shop talk about, in three languages."""

TOPICS = {  # id: (names by report language, share of commenters, share negative, effects on nps, csat, ces)
    "t01": ({"en": "Late delivery", "ko": "배송 지연", "zh-Hant": "配送延遲"}, 0.21, 0.90, (-62, -24, 0.7)),
    "t02": (
        {"en": "Friendly staff", "ko": "친절한 상담원", "zh-Hant": "客服親切"},
        0.16,
        0.08,
        (38, 16, -0.3),
    ),
    "t03": (
        {"en": "App login keeps failing", "ko": "앱 로그인 오류 반복", "zh-Hant": "App 登入一再失敗"},
        0.12,
        0.93,
        (-34, -15, 1.4),
    ),
    "t04": ({"en": "Price increase", "ko": "가격 인상", "zh-Hant": "價格調漲"}, 0.13, 0.75, (-28, -8, 0.1)),
    "t05": (
        {"en": "Refund procedure", "ko": "환불 절차", "zh-Hant": "退款流程"},
        0.09,
        0.80,
        (-25, -18, 1.1),
    ),
    "t06": ({"en": "Product quality", "ko": "상품 품질", "zh-Hant": "商品品質"}, 0.15, 0.30, (12, 9, -0.1)),
    "t07": ({"en": "Packaging", "ko": "포장 상태", "zh-Hant": "包裝"}, 0.08, 0.55, (0, 0, 0.0)),
    "t08": ({"en": "Newsletter", "ko": "뉴스레터", "zh-Hant": "電子報"}, 0.05, 0.50, (0, 0, 0.0)),
    "t09": ({"en": "Gift wrapping", "ko": "선물 포장", "zh-Hant": "禮物包裝"}, 0.02, 0.20, (5, 2, 0.0)),
    "t10": (
        {"en": "Store opening hours", "ko": "매장 영업시간", "zh-Hant": "門市營業時間"},
        0.012,
        0.60,
        (-4, -3, 0.1),
    ),
}
SAYINGS = {  # topic: language: (negative, positive)
    "t01": {
        "en": (
            "My parcel came nine days late and nobody told me why",
            "It arrived a day earlier than promised",
        ),
        "ko": (
            "배송이 일주일 넘게 늦어졌는데 안내가 전혀 없었어요",
            "주문한 다음 날 바로 도착해서 놀랐습니다",
        ),
        "zh-Hant": ("包裹晚了九天才到，完全沒有人通知我原因", "比預計還早一天送到，真的很快"),
    },
    "t02": {
        "en": ("The agent was rude and hung up on me", "Minji from support stayed with me until it worked"),
        "ko": ("상담원이 짜증을 내고 전화를 끊어 버렸습니다", "상담원분이 끝까지 친절하게 도와주셨어요"),
        "zh-Hant": ("客服態度很差，話沒講完就掛電話", "客服人員很親切，一步一步教我設定"),
    },
    "t03": {
        "en": (
            "The app logs me out every single time I open it",
            "Logging in with my fingerprint is quick now",
        ),
        "ko": ("앱을 열 때마다 로그인이 풀려서 너무 불편합니다", "지문 로그인이 생겨서 훨씬 편해졌어요"),
        "zh-Hant": ("每次打開 App 都要重新登入，驗證碼又收不到", "指紋登入之後方便多了，速度也快"),
    },
    "t04": {
        "en": ("Third price increase this year for the same box", "Still good value for what is in the box"),
        "ko": ("구성은 그대로인데 가격만 또 올랐네요", "이 가격이면 구성이 아주 알찬 편입니다"),
        "zh-Hant": ("內容一樣，價格今年卻漲了三次", "以這個價格來說內容算很划算"),
    },
    "t05": {
        "en": (
            "I filled in the refund form four times, still waiting",
            "The refund was on my card in two days",
        ),
        "ko": (
            "환불 신청서를 네 번이나 다시 썼는데 아직 처리가 안 됐어요",
            "환불이 이틀 만에 처리되어 좋았습니다",
        ),
        "zh-Hant": ("退款表格填了四次還是沒有下文", "退款兩天內就刷退回信用卡"),
    },
    "t06": {
        "en": (
            "The zip broke within a week of light use",
            "Sturdy, well made, and the colour is as in the photo",
        ),
        "ko": ("일주일 만에 지퍼가 고장 났습니다", "사진과 색상이 똑같고 마감이 튼튼합니다"),
        "zh-Hant": ("才用一個禮拜拉鍊就壞掉了", "做工扎實，顏色也和照片一樣"),
    },
    "t07": {
        "en": ("So much plastic around one small item", "Neatly packed, nothing was damaged at all"),
        "ko": ("작은 물건 하나에 비닐을 너무 많이 썼어요", "포장이 꼼꼼해서 파손이 하나도 없었습니다"),
        "zh-Hant": ("一個小東西用了一大堆塑膠包裝", "包得很仔細，東西完全沒有損壞"),
    },
    "t08": {
        "en": (
            "I get the newsletter twice a day, please stop",
            "The newsletter has recipes that I really use",
        ),
        "ko": ("뉴스레터가 하루에 두 번씩 와서 부담스러워요", "뉴스레터의 조리법이 정말 유용합니다"),
        "zh-Hant": ("電子報一天寄兩次，真的太多了", "電子報裡的食譜我真的會照著做"),
    },
    "t09": {
        "en": (
            "The gift card was missing from the wrapped box",
            "The ribbon and the card made my mother smile",
        ),
        "ko": ("선물 포장에 카드가 빠져 있었어요", "리본과 카드 덕분에 어머니가 정말 좋아하셨어요"),
        "zh-Hant": ("禮物盒裡少放了卡片", "緞帶和卡片讓我媽媽很開心"),
    },
    "t10": {
        "en": (
            "The store was closed at six although the site says eight",
            "Open on Sundays, which suits me well",
        ),
        "ko": ("홈페이지에는 8시까지라더니 6시에 문을 닫았어요", "일요일에도 열어서 편하게 방문합니다"),
        "zh-Hant": ("網站寫八點打烊，六點去就關了", "星期天也有開，對我來說很方便"),
    },
}
ENDINGS = {
    "en": ("", " Really.", " I have been with you since 2021.", " Order number starts with [number]."),
    "ko": ("", " 정말요.", " 2021년부터 이용하고 있습니다.", " 확인 부탁드려요."),
    "zh-Hant": ("", "真的。", "我從 2021 年就開始訂了。", "請確認一下。"),
}
TERMS = {
    "en": ("late", "parcel", "days"),
    "ko": ("배송", "지연", "도착"),
    "zh-Hant": ("包裹", "延遲", "送到"),
}
REGIONS = {
    "en": ("North", "South", "Coast"),
    "ko": ("수도권", "영남", "호남"),
    "zh-Hant": ("北部", "中部", "南部"),
}
