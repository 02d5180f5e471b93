package io.fabula.envs.recsim;

/**
 * What can be said about one step of one user (Jain et al. 2022).
 *
 * @param clicked id of the clicked item, or -1
 * @param hit 1 if an item was clicked, else 0
 * @param reciprocalRank 1 / (position + 1) of the click, else 0
 * @param discountedGain 1 / log2(position + 2) of the click, else 0
 * @param intrasessionDiversity how unlike the slate's features are, 0 to 1
 * @param shannonEntropy how evenly main categories are spread, 0 to 1
 * @param specificity how few main categories there are, 0 to 1
 * @param subcategoryDiversity how many sub-categories there are
 * @param cpr complementary product recommendation score
 * @param coverage share of all items that this user has been shown so far
 * @param nearestDistance Euclidean distance from the user's taste to the nearest item
 * @param greatestProduct greatest inner product of the user's taste and an item
 * @param timeBudget minutes left after the step
 */
public record StepReport(
    int clicked,
    double hit,
    double reciprocalRank,
    double discountedGain,
    double intrasessionDiversity,
    double shannonEntropy,
    double specificity,
    double subcategoryDiversity,
    double cpr,
    double coverage,
    double nearestDistance,
    double greatestProduct,
    double timeBudget) {}
