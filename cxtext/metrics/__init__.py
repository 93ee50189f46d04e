"""One file a metric, each returning one Estimate; ``summarise`` makes the metrics table of a run."""

from cxtext.metrics.acquisition_cost import acquisition_cost, value_to_cost
from cxtext.metrics.average_handling_time import average_handling_time
from cxtext.metrics.churn_rate import churn_over, churn_rate, churn_rate_average_base, expected_life
from cxtext.metrics.close_rate import close_rate
from cxtext.metrics.closed_loop_rate import closed_loop_rate, time_to_close
from cxtext.metrics.cost_to_serve import cost_to_serve
from cxtext.metrics.customer_effort import customer_effort
from cxtext.metrics.customer_satisfaction import customer_satisfaction
from cxtext.metrics.engagement_index import engagement_index
from cxtext.metrics.experience_index import experience_index
from cxtext.metrics.fit_purchases import expected_customers, fit_history, fit_purchases, predict_purchases
from cxtext.metrics.from_table import from_tables
from cxtext.metrics.gross_revenue_retention import gross_revenue_retention
from cxtext.metrics.in_run import metrics_of_run
from cxtext.metrics.labels import label_codes
from cxtext.metrics.lifetime_value import lifetime_value, lifetime_value_of_revenue, lifetime_value_per_capex
from cxtext.metrics.net_promoter_score import net_promoter_score, net_promoter_score_by
from cxtext.metrics.net_revenue_retention import net_revenue_retention
from cxtext.metrics.net_sentiment import net_sentiment
from cxtext.metrics.payback import payback
from cxtext.metrics.purchase_frequency import purchase_frequency
from cxtext.metrics.redemption_rate import breakage, member_redemption_rate, redemption_rate
from cxtext.metrics.repeat_rate import repeat_rate
from cxtext.metrics.response_rate import comment_rate, response_rate
from cxtext.metrics.retention_rate import retention_rate
from cxtext.metrics.revenue_churn import revenue_churn
from cxtext.metrics.share_of_wallet import share_of_wallet
from cxtext.metrics.summarise import summarise
from cxtext.metrics.survival_curve import median_survival, survival_at, survival_curve
from cxtext.metrics.time_on_site import time_on_site
from cxtext.metrics.waiting_time import waiting_time
from cxtext.metrics.wallet_allocation import wallet_allocation, wallet_shares
from cxtext.stats.estimate import Estimate

__all__ = [
    "Estimate",
    "acquisition_cost",
    "average_handling_time",
    "breakage",
    "churn_over",
    "churn_rate",
    "churn_rate_average_base",
    "close_rate",
    "closed_loop_rate",
    "comment_rate",
    "cost_to_serve",
    "customer_effort",
    "customer_satisfaction",
    "engagement_index",
    "expected_customers",
    "expected_life",
    "experience_index",
    "fit_history",
    "fit_purchases",
    "from_tables",
    "gross_revenue_retention",
    "label_codes",
    "lifetime_value",
    "lifetime_value_of_revenue",
    "lifetime_value_per_capex",
    "median_survival",
    "member_redemption_rate",
    "metrics_of_run",
    "net_promoter_score",
    "net_promoter_score_by",
    "net_revenue_retention",
    "net_sentiment",
    "payback",
    "predict_purchases",
    "purchase_frequency",
    "redemption_rate",
    "repeat_rate",
    "response_rate",
    "retention_rate",
    "revenue_churn",
    "share_of_wallet",
    "summarise",
    "survival_at",
    "survival_curve",
    "time_on_site",
    "time_to_close",
    "value_to_cost",
    "waiting_time",
    "wallet_allocation",
    "wallet_shares",
]
