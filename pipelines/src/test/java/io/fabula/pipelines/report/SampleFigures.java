package io.fabula.pipelines.report;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.figures.BehaviourSizes;
import io.fabula.analysis.figures.CellMaps;
import io.fabula.analysis.figures.ComponentSeries;
import io.fabula.analysis.figures.CrossCorrelationMaps;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.figures.FeatureBars;
import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.figures.HeatMap;
import io.fabula.analysis.figures.Histograms;
import io.fabula.analysis.figures.HorizonError;
import io.fabula.analysis.figures.LearningCurve;
import io.fabula.analysis.figures.ScatterMap;
import io.fabula.analysis.figures.SeedBands;
import io.fabula.analysis.figures.Surfaces;
import io.fabula.analysis.figures.TrainingLosses;
import io.fabula.analysis.figures.VarianceExplained;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of many kinds from made-up numbers. */
final class SampleFigures {
  private static final int COMPONENTS = 4;
  private static final int STEPS = 10;
  private static final int SAMPLES = 60;
  private static final int BEHAVIOURS = 3;

  private SampleFigures() {}

  /** By their names, in no order that matters. */
  static Map<String, Figure> all() {
    RandomStream random = new RandomStream(5);
    Sequences components = components(random);
    Matrix points = components.asMatrix();
    int[] behaviours = new int[SAMPLES];
    int[] index = new int[points.rows()];
    int[] sizes = new int[BEHAVIOURS];
    double[] entropy = new double[points.rows()];
    for (int s = 0; s < SAMPLES; s++) sizes[behaviours[s] = s * s % 7 % BEHAVIOURS]++;
    for (int i = 0; i < index.length; i++) {
      index[i] = behaviours[i / STEPS];
      entropy[i] = 1 / (1 + Math.exp(points.get(i, 0)));
    }
    List<Figure> figures = new ArrayList<>(curves(random));
    figures.add(
        VarianceExplained.of(
            PrincipalComponents.fit(points, new PrincipalComponents.Options(COMPONENTS)), 16));
    figures.add(ComponentSeries.of(components, 5));
    figures.add(Histograms.of(points, 20));
    figures.add(
        ScatterMap.of(
            points,
            new ScatterMap.Quantity("entropy (nats)", entropy),
            points.firstRows(30),
            "simulated steps",
            ScatterMap.Options.PRINCIPAL));
    figures.add(
        ScatterMap.of(
            points,
            new ScatterMap.Category(
                "behaviour", ScatterMap.numbered("behaviour", BEHAVIOURS), index),
            new Matrix(0, 2),
            "",
            ScatterMap.Options.PRINCIPAL));
    figures.add(BehaviourSizes.of(sizes));
    figures.add(
        CrossCorrelationMaps.of(
            CrossCorrelation.perBehaviour(components, behaviours, CrossCorrelation.Options.upTo(2)),
            List.of(0, 1, 2),
            0));
    figures.addAll(tables(random));
    Map<String, Figure> byName = new LinkedHashMap<>();
    for (Figure each : figures) byName.put(each.name(), each);
    return byName;
  }

  private static Sequences components(RandomStream random) {
    double[] values = new double[SAMPLES * STEPS * COMPONENTS];
    for (int i = 0; i < values.length; i++) values[i] = random.nextGaussian();
    return new Sequences(SAMPLES, STEPS, COMPONENTS, values);
  }

  private static List<Figure> curves(RandomStream random) {
    List<LearningCurve.Curve> curves = new ArrayList<>();
    List<TrainingLosses.Term> terms = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      double[] frames = new double[40];
      double[] returns = new double[40];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = 20_000.0 * (i + 1);
        returns[i] = 7 - 5 * Math.exp(-i / (8.0 + 3 * seed)) + 0.4 * random.nextGaussian();
      }
      curves.add(new LearningCurve.Curve("training", "seed " + seed, frames, returns));
      terms.add(new TrainingLosses.Term("term " + seed, frames, returns));
    }
    double[] mean = {0.004, 0.006, 0.009};
    double[] none = {};
    return List.of(
        LearningCurve.of(curves, List.of(new LearningCurve.Reference("random", 2.74)), 5),
        TrainingLosses.of("simulator", terms),
        SeedBands.of(
            curves, List.of(), new SeedBands.Words("bands", "Bands", "frames", "return"), 0),
        HorizonError.of(
            List.of(
                new HorizonError.Series(
                    "simulator",
                    mean,
                    new double[] {.003, .004, .006},
                    new double[] {.005, .01, .02}),
                new HorizonError.Series(
                    "repeat last frame", new double[] {.01, .02, .03}, none, none)),
            "squared error per pixel"));
  }

  private static List<Figure> tables(RandomStream random) {
    Matrix weights = new Matrix(3, COMPONENTS);
    for (int i = 0; i < weights.values().length; i++) {
      weights.values()[i] = 0.4 * random.nextGaussian();
    }
    double[][] cells = {{0, 1, 2}, {Double.NaN, 3, 1}};
    return List.of(
        HeatMap.readout(
            weights, List.of("left", "right", "value"), ScatterMap.numbered("IC", COMPONENTS)),
        FeatureBars.of(
            List.of(
                new FeatureBars.Bar("gap", "trained", 0.6, 0.5, 0.75),
                new FeatureBars.Bar("gap", "untrained", 0.1, -0.1, 0.2),
                new FeatureBars.Bar("enemy", "trained", 0.3, 0.2, 0.4),
                new FeatureBars.Bar("enemy", "untrained", 0.05, 0, 0.1)),
            new SeedBands.Words("losses-of-agents", "What features are worth", "feature", "loss"),
            "Loss of return when a feature is hidden, with 95 % bootstrap intervals."),
        EffectIntervals.of(
            List.of(
                new EffectIntervals.Estimate("key picked up", "seed 0", 0.4, 0.3, 0.5, 0.42),
                new EffectIntervals.Estimate("key picked up", "seed 1", 0.45, 0.35, 0.6, 0.42),
                new EffectIntervals.Estimate("door opened", "seed 0", 0.1, -0.05, 0.2, 0.08),
                new EffectIntervals.Estimate("door opened", "seed 1", 0.0, -0.1, 0.1, 0.08)),
            new EffectIntervals.Words("effects", "Indirect effects", "By event.", "effect")),
        CellMaps.of(
            new CellMaps.Words("cells", "Where it fires", "Two maps.", "probability"),
            List.of(new CellMaps.Cells("first", cells), new CellMaps.Cells("second", cells)),
            2),
        Surfaces.of(
            new Surfaces.Words("surfaces", "A latent over two coordinates", "One.", "latent"),
            List.of(new Surfaces.Surface("latent 0", "x", "y", new double[][] {{0, 1}, {1, 2}}))));
  }
}
