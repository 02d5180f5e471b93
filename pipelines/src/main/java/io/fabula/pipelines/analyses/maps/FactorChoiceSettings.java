package io.fabula.pipelines.analyses.maps;

import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** How many non-negative factors are tried, and how. */
public record FactorChoiceSettings(
    @Meaning("numbers of factors to try; more than units of the state count as so many")
        List<Integer> factors,
    @Meaning("fits for each, with other hidden numbers and other starts") int seeds,
    @Meaning("share of the numbers that are hidden from a fit") double hidden,
    @Meaning("sweeps of a fit") int sweeps,
    @Meaning("most rows that are fitted to") int rows)
    implements Serializable {
  public FactorChoiceSettings {
    factors = List.copyOf(factors);
    Range.atLeast("factors", factors.size(), 1);
    for (int each : factors) Range.atLeast("factors", each, 1);
    Range.atLeast("seeds", seeds, 1);
    Range.above("hidden", hidden, 0);
    Range.within("hidden", hidden, 0, 0.9);
    Range.atLeast("sweeps", sweeps, 1);
    Range.within("rows", rows, 10, 20_000);
  }
}
