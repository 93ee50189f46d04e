"""What stands beside the data: the config of the demo run and the page about the demo."""

CONFIG = """\
# The demo run: cxtext run --config data/demo/cxtext.toml --out DIR
inputs = ["responses.csv"]
comments = "verbatims.csv"
id = "response_id"
respondent = "customer_id"
score = ["nps=nps@0-10", "csat=csat@1-5", "ces=ces@1-7"]
comment = ["comment"]
segment = ["country", "plan"]
date = "submitted_at"
channel = "channel"
customers = "customers.csv"
transactions = "transactions.csv"

[metrics.churn_rate]
yes = "cancelled"

[metrics.customer_value]
customer = "customer_id"
day = "ordered_on"
value = "amount"
periods = 52
discount = 0.1

[metrics.redemption_rate]
redeemed = "points_redeemed"
issued = "points_issued"

[metrics.average_handling_time]
table = "customers"
talk = "talk_seconds"
hold = "hold_seconds"
after_call = "wrapup_seconds"
date = "called_on"
"""

README = """\
# The demo survey

Invented customers of an invented subscription shop (a monthly box of coffee, groceries and household goods)
answer in English, Korean and Traditional Chinese. Nobody real wrote or is named in any of it; the phrases are
this project's own. `python scripts/make_demo_data.py --out data/demo` writes all files anew, byte for byte.

- `responses.csv`: {n} responses of 2026-Q1 and Q2 with NPS (0-10), CSAT (1-5) and CES 2.0 (1-7, 7 = very
  easy). Some scores are blank or N/A, some rows stand there twice, some customers answer in both quarters.
- `verbatims.csv`: what they wrote, joined by `response_id`: two comments, one, a filler, a blank or nothing.
  Typos, emoji, two topics in one sentence, remarks about nothing; invented e-mail addresses (reserved example
  domains), phone numbers (US ones from the block for fiction) and order numbers.
- `customers.csv`: some of these customers, and others: whether they cancelled, loyalty points, seconds of
  their last call to support. `transactions.csv`: their orders. Both join the survey by `customer_id`.
- `truth.json`: what was planted (below). `cxtext.toml`: the config of the demo run.

## What is planted
Ten topics: five drivers, one bystander (`pets`, mostly mentioned together with late deliveries, without an
effect of its own) and four with no effect. For commenters the chances of being a promoter and a detractor,
the chance of a CSAT of 4 or 5 and the mean of CES are *linear* in the mentions (topic x polarity), so the
regression that the drivers use has exactly these coefficients. Impact = coefficient x share of commenters who
mention it, in points of the metric. Everything else is exactly zero, also a driver's other polarity: a parcel
that is late costs points, one on time earns none.

{impacts}

(NPS in points, CSAT in percentage points of the top two, CES in scale points.)

- Whether somebody comments depends on nothing; silent respondents score from a better distribution.
- Late deliveries grow and login trouble shrinks from Q1 to Q2; the shares above are over both, weighed alike.
- The three scores of a response share a mood. The two responses of a returning customer are independent of
  each other, and few (6 % of the second quarter).
- A comment without a topic follows the mood of its NPS (praise, complaint, so-so) or is off-topic.

## truth.json
`impacts`: metric, topic, polarity, `beta`, `prevalence` (share of commenters, 0 to 1), `impact` (the adjusted
impact), `planted` (beta is not zero). `scores`: each statistic in the population, of commenters, of silent
respondents and of all. `verbatims`: one entry a data row of `verbatims.csv`, in its order: `kind` (topics,
remark, filler, blank), `spans` (topic, polarity, `start` in characters, text as it stands there), `contacts`.

The seed ({seed}) was chosen from 40,000 because on the true labels all planted impacts come out within
21 % of the population's and nothing else is nearer to an effect than p = .1: what a run misses or makes up is
then not the luck of the draw. Whether intervals cover is tested on 500 other draws, of which none is
chosen (`tests/demo/test_demo_coverage.py`).
"""
