#include "qa/cli/citations.h"

#include <stdio.h>
#include <string.h>

#include "qa/cli/figure_citations.h"
#include "qa/cli/options.h"

enum { WIDTH = 80 };

const struct qa_citation qa_citations[] = {
    {"agree,compare,audit", "percent_agreement,percent_agreement_pooled",
     "Mean share of agreeing pairs of ratings over items with two or more; pooled: over all pairs.",
     "Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed. Advanced Analytics, "
     "chapter 2."},
    {"agree", "cohen_kappa", "Two annotators, each with his own shares of the categories.",
     "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and "
     "Psychological Measurement 20, 37-46."},
    {"agree", "cohen_kappa_linear,cohen_kappa_quadratic,weights", "Near misses count in part.",
     "Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled "
     "disagreement or partial credit. Psychological Bulletin 70, 213-220. Linear weights: "
     "Cicchetti, D. V., Allison, T. (1971). Quadratic: Fleiss, J. L., Cohen, J. (1973), "
     "Educational and Psychological Measurement 33, 613-619. Ordinal, radical, ratio, circular, "
     "bipolar: Gwet (2014), chapter 3."},
    {"agree", "fleiss_cohen_everitt,cohen_kappa",
     "Standard errors of Cohen's kappa: the non-null one for intervals, the null one for tests.",
     "Fleiss, J. L., Cohen, J., Everitt, B. S. (1969). Large sample standard errors of kappa and "
     "weighted kappa. Psychological Bulletin 72, 323-327."},
    {"agree", "scott_pi", "Two annotators who share the shares of the categories.",
     "Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. "
     "Public Opinion Quarterly 19, 321-325."},
    {"agree", "bennett_s,randolph_kappa", "Chance takes every category as likely as another.",
     "Bennett, E. M., Alpert, R., Goldstein, A. C. (1954). Communications through limited-response "
     "questioning. Public Opinion Quarterly 18, 303-308. Brennan, R. L., Prediger, D. J. (1981). "
     "Coefficient kappa: some uses, misuses, and alternatives. Educational and Psychological "
     "Measurement 41, 687-699. For many annotators: Randolph, J. J. (2005)."},
    {"agree,compare,audit", "fleiss_kappa",
     "Any number of annotators who share the shares of the categories.",
     "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological "
     "Bulletin 76, 378-382. Varying numbers of ratings and weights: Gwet (2014)."},
    {"agree", "conger_kappa", "Any number of annotators, each with his own shares.",
     "Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. "
     "Psychological Bulletin 88, 322-328."},
    {"agree", "light_kappa", "Mean of the kappas of all pairs of annotators.",
     "Light, R. J. (1971). Measures of response agreement for qualitative data: some "
     "generalizations and alternatives. Psychological Bulletin 76, 365-377."},
    {"agree,compare,audit",
     "krippendorff_alpha,krippendorff_alpha_ordinal,krippendorff_alpha_interval,krippendorff_"
     "alpha_ratio",
     "Disagreement observed over that expected, by the metric of the scale.",
     "Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of "
     "Pennsylvania, Annenberg School for Communication."},
    {"agree,score", "alpha_objects_matched,alpha_objects_all",
     "Alpha of the classes of objects that are matched without regard to class: of matched ones "
     "alone, and with absence as a class.",
     "Krippendorff, K. (2004). Content Analysis, 2nd ed. Sage, chapter 11."},
    {"agree,score", "alpha_unitizing",
     "How far annotators agree on where units are in a text or a recording, class by class.",
     "Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological "
     "Methodology 25, 47-76; (2004). Content Analysis, 2nd ed. Sage, pages 251-256."},
    {"agree,score", "token_kappa,character_kappa",
     "Cohen's kappa of the tokens or characters of texts, by the spans that they lie in.",
     "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and "
     "Psychological Measurement 20, 37-46."},
    {"agree", "krippendorff_alpha_jaccard,krippendorff_alpha_masi",
     "Alpha over sets of tags, by the distance of sets.",
     "Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11, "
     "37-50. Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic "
     "and pragmatic annotation. LREC."},
    {"agree", "gwet_ac1,gwet_ac2", "Chance agreement only where categories are hard to tell.",
     "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of "
     "high agreement. British Journal of Mathematical and Statistical Psychology 61, 29-48."},
    {"agree", "linearised_t,items_and_annotators_t",
     "Standard errors over items, and with the annotators sampled too.",
     "Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapters 5 and 6. Finite "
     "populations: Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley, eq. 2.20."},
    {"agree", "icc_1_1,icc_2_1,icc_3_1,icc_1_k,icc_2_k,icc_3_k",
     "Shares of variance due to the items, of one rating or the mean of k.",
     "Shrout, P. E., Fleiss, J. L. (1979). Intraclass correlations: uses in assessing rater "
     "reliability. Psychological Bulletin 86, 420-428. Intervals: McGraw, K. O., Wong, S. P. "
     "(1996). Forming inferences about some intraclass correlation coefficients. Psychological "
     "Methods 1, 30-46."},
    {"agree", "kendall_w", "How far annotators rank the items alike, with ties.",
     "Kendall, M. G., Babington Smith, B. (1939). The problem of m rankings. Annals of "
     "Mathematical Statistics 10, 275-287."},
    {"agree", "positive_agreement,negative_agreement", "Agreement on one category.",
     "Cicchetti, D. V., Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the "
     "paradoxes. Journal of Clinical Epidemiology 43, 551-558."},
    {"agree", "pabak,prevalence_index,bias_index,maximum_kappa",
     "What bears on the kappa of two annotators.",
     "Byrt, T., Bishop, J., Carlin, J. B. (1993). Bias, prevalence and kappa. Journal of Clinical "
     "Epidemiology 46, 423-429. Attainable kappa: Cohen (1960). The paradox: Feinstein, A. R., "
     "Cicchetti, D. V. (1990). Journal of Clinical Epidemiology 43, 543-549."},
    {"agree,compare,audit", "auto,matched_score",
     "Limits of agreement that hold with ten items and near the end of the scale.",
     "By inversion of a test: Wilson, E. B. (1927); Miettinen, O., Nurminen, M. (1985). "
     "Comparative "
     "analysis of two rates. Statistics in Medicine 4, 213-226. Empirical likelihood: Owen, A. B. "
     "(1988). Biometrika 75, 237-249; with a pseudo-observation: Chen, J., Variyath, A. M., "
     "Abraham, B. (2008). Journal of Computational and Graphical Statistics 17, 426-443. Skewness: "
     "Gart, J. J., Nam, J. (1988). Biometrics 44, 323-338. A Poisson of the same moments: Fay, M. "
     "P., Feuer, E. J. (1997). Statistics in Medicine 16, 791-801. A part of what was observed: "
     "Lancaster, H. O. (1961). JASA 56, 223-234. One tail where the other is out of reach: Blaker, "
     "H. (2000). Canadian Journal of Statistics 28, 783-798. The combination, the part of 0.7 and "
     "2 (n - 1) degrees of freedom are empirical: found by simulation, not derived."},
    {"agree,compare,audit", "marginals,stuart_maxwell,bhapkar,bowker,mcnemar",
     "Does one annotator give a label more often than another.",
     "Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way "
     "classification. Biometrika 42, 412-416. Maxwell, A. E. (1970). Comparing the classification "
     "of subjects by two independent judges. British Journal of Psychiatry 116, 651-655. Bhapkar, "
     "V. P. (1966). A note on the equivalence of two test criteria for hypotheses in categorical "
     "data. JASA 61, 228-235. Bowker, A. H. (1948). A test for symmetry in contingency tables. "
     "JASA 43, 572-574. McNemar, Q. (1947). Psychometrika 12, 153-157."},
    {"agree", "jackknife_t,bootstrap_percentile,bootstrap_bca,jackknife,bootstrap,bca",
     "Intervals by leaving out and by drawing again.",
     "Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical "
     "Association 82, 171-185. Efron, B., Tibshirani, R. J. (1993). An Introduction to the "
     "Bootstrap. Chapman and Hall. Drawing multinomial counts: Walker, A. J. (1977). An efficient "
     "method for generating discrete random variables with general distributions. ACM "
     "Transactions on Mathematical Software 3, 253-256."},
    {"agree", "benchmarks,landis_koch,fleiss,altman,krippendorff",
     "Words for a coefficient, by its point and by its interval.",
     "Landis, J. R., Koch, G. G. (1977). The measurement of observer agreement for categorical "
     "data. Biometrics 33, 159-174. Fleiss, J. L. (1981). Statistical Methods for Rates and "
     "Proportions, 2nd ed. Wiley. Altman, D. G. (1991). Practical Statistics for Medical Research. "
     "Chapman and Hall. Krippendorff, K. (2004). Content Analysis, 2nd ed. Sage. By the interval: "
     "Gwet (2014), chapter 6."},
    {"plan", "plan,kappa",
     "Items for an interval of kappa of a given width: the table of a common correlation.",
     "Donner, A., Eliasziw, M. (1992). A goodness-of-fit approach to inference procedures for the "
     "kappa statistic. Statistics in Medicine 11, 1511-1519. Variance: Fleiss, Cohen and Everitt "
     "(1969)."},
    {"truth", "dawid_skene,confusion",
     "The right labels and each annotator's confusions, by expectation-maximisation.",
     "Dawid, A. P., Skene, A. M. (1979). Maximum likelihood estimation of observer error-rates "
     "using the EM algorithm. Applied Statistics 28, 20-28."},
    {"truth", "mace", "Annotators who know a label or guess.",
     "Hovy, D., Berg-Kirkpatrick, T., Vaswani, A., Hovy, E. (2013). Learning whom to trust with "
     "MACE. NAACL-HLT, 1120-1130."},
    {"agree", "entropy", "How disputed an item is.",
     "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal "
     "27, 379-423."},
    {"errors,judge,audit,compare,agree", "wilson,newcombe,difference,bias",
     "Intervals of a rate and of the difference of two.",
     "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
     "Journal of the American Statistical Association 22, 209-212. Newcombe, R. G. (1998). "
     "Interval estimation for the difference between independent proportions. Statistics in "
     "Medicine 17, 873-890, method 10."},
    {"errors,judge", "clopper_pearson", "Exact interval of a rate.",
     "Clopper, C. J., Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated "
     "in the case of the binomial. Biometrika 26, 404-413."},
    {"plan", "single,double,multiple,zero acceptance,outgoing_limit",
     "Sampling plans by attributes for two risks, and what they do to lots.",
     "Schilling, E. G., Neubauer, D. V. (2009). Acceptance Sampling in Quality Control, 2nd ed. "
     "Chapman and Hall/CRC, chapters 5 to 7."},
    {"plan", "sequential", "Deciding after each unit.",
     "Wald, A. (1947). Sequential Analysis. Wiley, chapter 5."},
    {"plan", "standard,switching,letter", "The tables of ISO 2859-1 and ANSI/ASQ Z1.4.",
     "MIL-STD-105E (1989). Sampling Procedures and Tables for Inspection by Attributes. US "
     "Department of Defense."},
    {"plan", "variables,k", "Plans for a score with an unknown standard deviation.",
     "Lieberman, G. J., Resnikoff, G. J. (1955). Sampling plans for inspection by variables. "
     "Journal of the American Statistical Association 50, 457-516. Noncentral t: Johnson, N. L., "
     "Kotz, S., Balakrishnan, N. (1995). Continuous Univariate Distributions 2, 2nd ed. Wiley, "
     "chapter 31."},
    {"plan", "comparison,tell-apart", "Sample to tell two rates apart.",
     "Fleiss, J. L., Levin, B., Paik, M. C. (2003). Statistical Methods for Rates and Proportions, "
     "3rd ed. Wiley, eq. 4.14."},
    {"sample", "simple,permanent random numbers",
     "Samples by random numbers that belong to the units, which can be added to.",
     "Ohlsson, E. (1995). Coordination of samples using permanent random numbers. In: Business "
     "Survey Methods. Wiley, chapter 9."},
    {"sample", "pps,pivotal", "Draws with exactly the probabilities stated.",
     "Deville, J.-C., Tille, Y. (1998). Unequal probability sampling without replacement through a "
     "splitting method. Biometrika 85, 89-101."},
    {"sample", "neyman,power,equal,proportional", "How many units from each stratum.",
     "Neyman, J. (1934). On the two different aspects of the representative method. Journal of the "
     "Royal Statistical Society 97, 558-625. Powers of size: Bankier, M. D. (1988). The American "
     "Statistician 42, 174-177."},
    {"judge", "cluster,ratio", "The rate of a lot of which whole clusters were checked.",
     "Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley, chapters 6 and 9. Effective "
     "sample "
     "size: Korn, E. L., Graubard, B. I. (1998). Survey Methodology 24, 193-201."},
    {"judge", "unequal,hajek", "The rate of a lot drawn with unequal probabilities.",
     "Hajek, J. (1971). In: Foundations of Statistical Inference, page 236. Variance: Deville, "
     "J.-C. (1999). Survey Methodology 25, 193-203."},
    {"judge", "corrected_rate,auditor_error,rogan-gladen", "Rates corrected for auditors who err.",
     "Rogan, W. J., Gladen, B. (1978). Estimating prevalence from the results of a screening test. "
     "American Journal of Epidemiology 107, 71-76."},
    {"judge", "jeffreys", "Bayesian interval of a rate under an even-handed prior.",
     "Brown, L. D., Cai, T. T., DasGupta, A. (2001). Interval estimation for a binomial "
     "proportion. Statistical Science 16, 101-133."},
    {"judge", "hypergeometric", "Exact limits of a finite lot.",
     "Buonaccorsi, J. P. (1987). A note on confidence intervals for proportions in finite "
     "populations. The American Statistician 41, 215-218."},
    {"judge,sample", "stratified", "Estimates of a lot drawn by strata.",
     "Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley, chapter 5. Korn, E. L., Graubard, "
     "B. I. (1998). Confidence intervals for proportions with small expected number of positive "
     "counts estimated from survey data. Survey Methodology 24, 193-201."},
    {"errors", "error_rate", "A rate of trials that may fail together in items.",
     "Korn, E. L., Graubard, B. I. (1998). Confidence intervals for proportions with small "
     "expected "
     "number of positive counts estimated from survey data. Survey Methodology 24, 193-201; with "
     "pseudo-clusters and constants found by simulation (tests/calibration-ratios.md)."},
    {"errors,audit,compare", "error_rate_limits,annotators_as",
     "Limits of a rate that one more error never moves down; annotators as a sample.",
     "Wilson (1927) and Clopper and Pearson (1934) at an effective sample size: Kish, L. (1965). "
     "Survey Sampling. Wiley. Annotators: Cameron, A. C., Gelbach, J. B., Miller, D. L. (2011). "
     "Robust inference with multiway clustering. Journal of Business and Economic Statistics 29, "
     "238-249. The lump that was not seen and its constants were found by simulation "
     "(tests/calibration-limits.md)."},
    {"errors,audit,compare", "design_effect", "Errors that cluster in items count for fewer.",
     "Kish, L. (1965). Survey Sampling. Wiley."},
    {"errors", "funnel,funnel_95_low,funnel_95_high,funnel_998_low,funnel_998_high",
     "Rates within which an annotator stays who is like the others.",
     "Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. "
     "Statistics in Medicine 24, 1185-1202."},
    {"errors", "shrunken_rate", "Rates of few trials shrunk to the mean, empirical Bayes.",
     "Robbins, H. (1956). An empirical Bayes approach to statistics. Third Berkeley Symposium 1, "
     "157-163. Griffiths, D. A. (1973). Maximum likelihood estimation for the beta-binomial "
     "distribution. Biometrics 29, 637-648."},
    {"errors", "z,flag", "One annotator beside the others: both rates estimated, errors in lumps.",
     "Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical "
     "Society 98, 39-82. Rao, J. N. K., Scott, A. J. (1992). A simple method for the analysis of "
     "clustered binary data. Biometrics 48, 577-585."},
    {"errors,agree,audit,compare", "p_adjusted", "Many tests at once.",
     "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian "
     "Journal of Statistics 6, 65-70. Benjamini, Y., Hochberg, Y. (1995). Controlling the false "
     "discovery rate. Journal of the Royal Statistical Society B 57, 289-300."},
    {"compare,audit", "values,scores",
     "A measurement's worth, 0 at the worst acceptable and 1 at the best useful end, linear "
     "between; "
     "the score is their weighted sum.",
     "Keeney and Raiffa 1976, Decisions with Multiple Objectives, chapter 3"},
    {"compare,audit", "decision,p_best",
     "How often a vendor is best when error rates, turnaround, prices and weights are drawn.",
     "Butler, Jia and Dyer 1997, European Journal of Operational Research 103"},
    {"compare,audit", "lead,settled",
     "The first place is beyond sampling error when it beats each other place; that is enough.",
     "Gutmann and Maymin 1987, Annals of Statistics 15; Holm 1979"},
    {"iou,errors", "matched,matching", "Best pairs of objects, as a whole.",
     "Kuhn, H. W. (1955). The Hungarian method for the assignment problem. Naval Research "
     "Logistics Quarterly 2, 83-97. Jonker, R., Volgenant, A. (1987). A shortest augmenting path "
     "algorithm for dense and sparse linear assignment problems. Computing 38, 325-340."},
    {"iou,errors", "missed,spurious,mislabelled,poor", "Kinds of box errors; size classes.",
     "Bolya, D., Foley, S., Hays, J., Hoffman, J. (2020). TIDE: a general toolbox for identifying "
     "object detection errors. ECCV. Lin, T.-Y. et al. (2014). Microsoft COCO: common objects in "
     "context. ECCV."},
    {"iou,errors,turnaround", "p05,p25,p50,p75,p95,median_seconds,p50_hours,p90_hours,p95_hours",
     "Quantiles of type 7.",
     "Hyndman, R. J., Fan, Y. (1996). Sample quantiles in statistical packages. The American "
     "Statistician 50, 361-365."},
    {"iou", "p05_estimate,p25_estimate,p50_estimate,p75_estimate,p95_estimate,sd_estimate",
     "Limits of quantiles by the shares of values that their own share makes likely, over items.",
     "Woodruff, R. S. (1952). Confidence intervals for medians and other position measures. "
     "Journal "
     "of the American Statistical Association 47, 635-646. Shares over items, and the square of "
     "the "
     "standard deviation: Korn, E. L., Graubard, B. I. (1998). Confidence intervals for "
     "proportions "
     "with small expected number of positive counts estimated from survey data. Survey Methodology "
     "24, 193-201."},
    {"turnaround,compare,audit", "kaplan_meier,greenwood,open_share,p90_censored_hours",
     "Hours to delivery with open deliveries as still running; limits on the log scale.",
     "Kaplan, E. L., Meier, P. (1958). Nonparametric estimation from incomplete observations. "
     "Journal of the American Statistical Association 53, 457-481. Greenwood, M. (1926). The "
     "natural duration of cancer. Reports on Public Health and Medical Subjects 33. Quantiles: "
     "Brookmeyer, R., Crowley, J. (1982). A confidence interval for the median survival time. "
     "Biometrics 38, 29-41."},
    {"turnaround,audit", "finished_low,finished_high",
     "Limits of quantiles by order statistics, whatever the distribution.",
     "Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed. Wiley, section 3.2."},
    {"turnaround,audit", "log_rank,chi_square", "Whether vendors take differently long.",
     "Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in "
     "its consideration. Cancer Chemotherapy Reports 50, 163-170. Peto, R., Peto, J. (1972). "
     "Asymptotically efficient rank invariant test procedures. Journal of the Royal Statistical "
     "Society A 135, 185-207."},
    {"turnaround,audit", "difference_hours,restricted_mean", "Mean hours up to a horizon.",
     "Klein, J. P., Moeschberger, M. L. (2003). Survival Analysis, 2nd ed. Springer, section 4.5."},
    {"errors,compare,audit", "p_chart,centre,low_sigma,high_sigma,trend",
     "Error rates of periods about the rate of all.",
     "Shewhart, W. A. (1931). Economic Control of Quality of Manufactured Product. Van Nostrand. "
     "Montgomery, D. C. (2013). Introduction to Statistical Quality Control, 7th ed. Wiley, "
     "section "
     "7.3. Runs: Western Electric (1956). Statistical Quality Control Handbook."},
    {"errors,compare,audit", "between", "Spread between periods over that of chance.",
     "Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, "
     "531-537."},
    {"errors,compare,audit", "slope,cochran-armitage", "Trend of rates.",
     "Cochran, W. G. (1954). Some methods for strengthening the common chi-squared tests. "
     "Biometrics 10, 417-451. Armitage, P. (1955). Tests for linear trends in proportions and "
     "frequencies. Biometrics 11, 375-386."},
    {"compare,audit", "changes", "Two audits of one vendor, as two independent samples.",
     "Newcombe, R. G. (1998). Interval estimation for the difference between independent "
     "proportions. Statistics in Medicine 17, 873-890."},
    {"sample,agree", "seed", "Random streams, the same on every machine.",
     "Blackman, D., Vigna, S. (2021). Scrambled linear pseudorandom number generators. ACM "
     "Transactions on Mathematical Software 47. Lemire, D. (2019). Fast random integer generation "
     "in an interval. ACM Transactions on Modeling and Computer Simulation 29."},
};
const size_t qa_n_citations = sizeof qa_citations / sizeof *qa_citations;

bool qa_citation_has(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at != NULL;) {
        const char *end = strchr(at, ',');
        size_t own = end != NULL ? (size_t)(end - at) : strlen(at);
        if (own == length && strncmp(at, name, own) == 0) {
            return true;
        }
        at = end != NULL ? end + 1 : NULL;
    }
    return false;
}

/* "fleiss_kappa_quadratic" is fleiss_kappa too. */
static bool has_name_or_stem(const char *list, const char *name)
{
    if (qa_citation_has(list, name)) {
        return true;
    }
    char stem[64];
    const char *last = strrchr(name, '_');
    size_t length = last != NULL ? (size_t)(last - name) : 0;
    if (length == 0 || length >= sizeof stem) {
        return false;
    }
    memcpy(stem, name, length);
    stem[length] = '\0';
    return qa_citation_has(list, stem);
}

static bool print_matching(const struct qa_citation *list, size_t n, const char *name, bool found)
{
    for (size_t i = 0; i < n; i++) {
        const struct qa_citation *citation = &list[i];
        if (name != NULL && !has_name_or_stem(citation->names, name) &&
            !qa_citation_has(citation->commands, name)) {
            continue;
        }
        fputs(found ? "\n" : "", stdout);
        qa_wrap(stdout, citation->names, WIDTH, 2);
        fputs("    ", stdout);
        qa_wrap(stdout, citation->what, WIDTH, 4);
        fputs("    ", stdout);
        qa_wrap(stdout, citation->source, WIDTH, 4);
        found = true;
    }
    return found;
}

bool qa_cite(const char *name)
{
    struct qa_arena *arena = qa_arena_new();
    size_t n_figures;
    const struct qa_citation *figures = qa_figure_citations(arena, &n_figures);
    bool found = print_matching(qa_citations, qa_n_citations, name, false);
    found = print_matching(figures, n_figures, name, found);
    qa_arena_free(arena);
    return found;
}
