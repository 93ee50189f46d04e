"""Intervals, tests and regressions: arrays in, numbers out."""

# ruff: noqa: F401 - the names that this package offers

from cxtext.stats.agreement import confusion, kappa, krippendorff_alpha, krippendorff_interval
from cxtext.stats.base import DEFAULT, Minimums, apply_ladder, base_flag, comparable, topic_base
from cxtext.stats.bootstrap import bca
from cxtext.stats.calibration import brier, calibration, calibration_in_the_large, log_loss
from cxtext.stats.contingency import chi_square, fisher, mcnemar
from cxtext.stats.decomposition import kitagawa
from cxtext.stats.estimate import Difference, Estimate, Interval, Significance
from cxtext.stats.firth import LogisticFit, firth_logistic
from cxtext.stats.impact import Impacts, adjusted_impact, marginal_impact
from cxtext.stats.importance import johnson_weights, lmg
from cxtext.stats.linear import linear_model
from cxtext.stats.logistic import logistic
from cxtext.stats.means import (
    Mean,
    difference_of_means,
    kish,
    mean_difference,
    mean_interval,
    paired_difference,
    ratio_of_sums,
)
from cxtext.stats.multiplicity import benjamini_hochberg, benjamini_yekutieli, holm
from cxtext.stats.nps import (
    ADD_2,
    ADD_3,
    ADD_ONE_EACH,
    Counts,
    nps_adjusted_wald,
    nps_goodman,
    nps_score,
    nps_score_value,
    nps_t,
    nps_test,
    nps_variance,
    nps_wald,
    nps_wald_test,
    score_limits,
)
from cxtext.stats.nps_difference import nps_difference, nps_difference_adjusted_wald, nps_permutation_p
from cxtext.stats.nps_survey import (
    SurveyNps,
    finite_population_se,
    nps_clustered,
    nps_difference_clustered,
    nps_paired,
    nps_weighted,
)
from cxtext.stats.odds import Ratio, attributable_fraction, odds_ratio, relative_risk
from cxtext.stats.ordinal import brunner_munzel
from cxtext.stats.planning import (
    base_needed,
    nps_detectable_change,
    nps_sample_size,
    share_detectable_change,
    share_sample_size,
)
from cxtext.stats.poststratify import poststratified_impact, poststratified_share
from cxtext.stats.proportional_odds import proportional_odds
from cxtext.stats.proportions import (
    agresti_coull,
    clopper_pearson,
    cohen_h,
    jeffreys,
    newcombe,
    pooled_test,
    rule_of_three,
    wilson,
    wilson_continuity,
)
from cxtext.stats.reliability import cronbach_alpha
from cxtext.stats.rollout import (
    difference_in_differences,
    nps_against_baseline,
    nps_difference_in_differences,
)
from cxtext.stats.stratified import mantel_haenszel
from cxtext.stats.survival import kaplan_meier
from cxtext.stats.trend import share_slope
