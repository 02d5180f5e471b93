package io.fabula.analysis.figures;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.causal.CrossCorrelation;
import io.fabula.analysis.causal.MeanPartial;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.stories.FeatureEvidence;
import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.stories.LevelPair;
import io.fabula.analysis.stories.RatioInterval;
import io.fabula.analysis.stories.StoryRule;
import io.fabula.analysis.stories.TotalEffect;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** One figure of every type, from made-up recordings that behave like real ones. */
public final class FigureGallery {
  public static final int COMPONENTS = 6;
  private static final int SAMPLES = 240;
  private static final int STEPS = 10;
  private static final int BEHAVIOURS = 5;

  private FigureGallery() {}

  /** Sequences in which, if {@code coupled}, component 1 follows component 0 by a step. */
  public static Sequences components(long seed, boolean coupled) {
    RandomStream random = new RandomStream(seed);
    double[] values = new double[SAMPLES * STEPS * COMPONENTS];
    for (int s = 0; s < SAMPLES; s++) {
      double[] now = new double[COMPONENTS];
      for (int c = 0; c < COMPONENTS; c++) now[c] = random.nextGaussian();
      for (int t = 0; t < STEPS; t++) {
        double[] next = new double[COMPONENTS];
        for (int c = 0; c < COMPONENTS; c++) {
          double pull = coupled && c % 2 == 1 ? 0.7 * now[c - 1] : 0;
          double back = coupled && c % 2 == 0 ? -0.4 * now[c + 1] : 0;
          next[c] = 0.6 * now[c] + pull + back + 0.5 * random.nextGaussian();
          values[(s * STEPS + t) * COMPONENTS + c] = now[c];
        }
        now = next;
      }
    }
    return new Sequences(SAMPLES, STEPS, COMPONENTS, values);
  }

  /** Behaviour of each sample. */
  public static int[] behaviours() {
    int[] result = new int[SAMPLES];
    for (int s = 0; s < SAMPLES; s++) result[s] = s * s % 97 % BEHAVIOURS;
    return result;
  }

  private static Figure worth() {
    FeatureSpec saws = new FeatureSpec("saw", "saws", List.of("saw"), false);
    FeatureSpec behind = new FeatureSpec("saw-behind", "saws behind", List.of(), true);
    List<EndingCause> causes =
        List.of(new EndingCause("coin", "took it", true), new EndingCause("saw", "a saw", false));
    List<FeatureEvidence> evidence = new ArrayList<>();
    for (FeatureSpec feature : List.of(saws, behind)) {
      List<LevelPair> pairs = new ArrayList<>();
      for (int level = 0; level < 60; level++) {
        boolean worse = !feature.placebo() && level % 2 == 0;
        pairs.add(
            new LevelPair(
                new LevelOutcome(level, 10, 40, "coin"),
                new LevelOutcome(level, worse ? 0 : 10, 40, worse ? "saw" : "coin")));
      }
      evidence.add(
          new FeatureEvidence(
              TotalEffect.of(feature, causes, pairs, new BootstrapInterval.Options(0.95, 200, 1)),
              List.of()));
    }
    return WorthOfSeeing.of(StoryRule.standard().judge(evidence, List.of()));
  }

  private static Figure surfaces() {
    List<Surfaces.Surface> surfaces = new ArrayList<>();
    for (int panel = 0; panel < 4; panel++) {
      double[][] heights = new double[6][5];
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 5; j++) heights[i][j] = panel < 2 ? 0.1 * (i - 2) : 0.05 * (i - j);
      }
      surfaces.add(new Surfaces.Surface("latent " + panel + " over x, y", "x", "y", heights));
    }
    return Surfaces.of(
        new Surfaces.Words("surfaces", "Latents over two coordinates", "Four latents.", "latent"),
        surfaces);
  }

  private static Figure panels(List<MeanPartial.Mean> means) {
    List<MatrixPanels.Panel> panels = new ArrayList<>();
    for (MeanPartial.Mean mean : means.subList(0, 2)) {
      for (int k = 0; k < 3; k++) {
        panels.add(
            new MatrixPanels.Panel("group " + mean.group(), k + " later", mean.matrices().get(k)));
      }
    }
    return MatrixPanels.of(
        new MatrixPanels.Words(
            "groups",
            "Groups over time",
            "Mean products in two groups.",
            "earlier",
            "later",
            "mean"),
        ScatterMap.numbered("IC", COMPONENTS),
        0,
        panels);
  }

  public static List<Figure> all() {
    RandomStream random = new RandomStream(5);
    Sequences components = components(1, true);
    int[] behaviours = behaviours();
    int[] sizes = new int[BEHAVIOURS];
    for (int b : behaviours) sizes[b]++;
    List<MeanPartial.Mean> means =
        CrossCorrelation.perBehaviour(components, behaviours, CrossCorrelation.Options.upTo(6));
    List<Figure> figures = new ArrayList<>();
    figures.add(learningCurves(random));
    figures.add(
        VarianceExplained.of(
            PrincipalComponents.fit(
                components.asMatrix(), new PrincipalComponents.Options(COMPONENTS)),
            16));
    figures.add(ComponentSeries.of(components, 12));
    figures.add(panels(means));
    figures.add(Histograms.of(components.asMatrix(), 40));
    Matrix points = components.asMatrix();
    double[] entropy = new double[points.rows()];
    int[] index = new int[points.rows()];
    for (int i = 0; i < entropy.length; i++) {
      entropy[i] = 2.7 / (1 + Math.exp(points.get(i, 0) + 0.3 * random.nextGaussian()));
      index[i] = behaviours[i / STEPS];
    }
    figures.add(
        ScatterMap.of(
            points,
            new ScatterMap.Quantity("entropy (nats)", entropy),
            points.firstRows(60),
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
    figures.add(CrossCorrelationMaps.of(means, List.of(0, 1, 2, 4, 6), 0));
    figures.add(worth());
    figures.add(surfaces());
    figures.add(
        ReactionsToEdits.of(
            "saw",
            List.of(
                new ReactionsToEdits.Reaction("add-saw, near", 9, "left", 0.1, 0.05, 0.15),
                new ReactionsToEdits.Reaction("add-saw, near", 9, "right", -0.1, -0.2, 0),
                new ReactionsToEdits.Reaction("add-saw, far", 7, "left", 0.01, -0.02, 0.03),
                new ReactionsToEdits.Reaction("add-saw, far", 7, "right", 0, -0.01, 0.02))));
    figures.add(
        GradientsAgainstPushes.of(
            List.of(
                new GradientsAgainstPushes.Entry(1, 64, "IC0", "IC1", 0.1, 0.11),
                new GradientsAgainstPushes.Entry(1, 64, "IC1", "IC0", -0.2, -0.18),
                new GradientsAgainstPushes.Entry(7, 60, "IC0", "IC1", 0.03, 0.02),
                new GradientsAgainstPushes.Entry(7, 60, "IC1", "IC0", -0.01, 0.01))));
    RatioInterval share = new RatioInterval(0.41, 0.26, 0.59, 0.95, 200);
    figures.add(
        PathShareFigure.of(
            "saw",
            List.of(
                new PathShareFigure.Share("IC1", false, share),
                new PathShareFigure.Share("IC1", true, share),
                new PathShareFigure.Share(
                    "all components",
                    true,
                    new RatioInterval(1, 0.9, Double.POSITIVE_INFINITY, 0.95, 200))),
            List.of(0.1, -0.02, 0.17)));
    figures.add(
        ImpulseResponses.of(
            "saw",
            List.of(
                new ImpulseResponses.Curve("IC1", true, 0, 1, 1, 1),
                new ImpulseResponses.Curve("IC1", true, 8, 0.4, 0.3, 0.5),
                new ImpulseResponses.Curve("untrained 1", false, 0, 1, 1, 1),
                new ImpulseResponses.Curve("untrained 1", false, 8, 0.01, 0.01, 0.01))));
    figures.add(horizon());
    figures.add(losses(random));
    figures.add(readout(random));
    return figures;
  }

  private static Figure learningCurves(RandomStream random) {
    List<LearningCurve.Curve> curves = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      double[] frames = new double[120];
      double[] training = new double[120];
      double[] validation = new double[120];
      for (int i = 0; i < 120; i++) {
        frames[i] = 20_000.0 * (i + 1);
        double level = 2.7 + 4.6 * (1 - Math.exp(-i / (18.0 + 6 * seed)));
        training[i] = level + 0.5 * random.nextGaussian();
        validation[i] = i % 5 == 4 ? level - 0.4 + 0.25 * random.nextGaussian() : Double.NaN;
      }
      curves.add(new LearningCurve.Curve("training", "seed " + seed, frames, training));
      double[] at = new double[24];
      double[] held = new double[24];
      for (int i = 0; i < 24; i++) {
        at[i] = frames[5 * i + 4];
        held[i] = validation[5 * i + 4];
      }
      curves.add(new LearningCurve.Curve("unseen levels", "seed " + seed, at, held));
    }
    return LearningCurve.of(
        curves,
        List.of(
            new LearningCurve.Reference("random", 2.74),
            new LearningCurve.Reference("hold right and jump", 6.75)),
        9);
  }

  private static Figure horizon() {
    double[] mean = new double[10];
    double[] low = new double[10];
    double[] high = new double[10];
    double[] repeat = new double[10];
    double[] average = new double[10];
    for (int t = 0; t < 10; t++) {
      mean[t] = 0.004 + 0.0021 * t;
      low[t] = 0.6 * mean[t];
      high[t] = 1.5 * mean[t];
      repeat[t] = 0.009 + 0.006 * Math.sqrt(t);
      average[t] = 0.034;
    }
    double[] none = new double[0];
    return HorizonError.of(
        List.of(
            new HorizonError.Series("simulator", mean, low, high),
            new HorizonError.Series("repeat last frame", repeat, none, none),
            new HorizonError.Series("mean image", average, none, none)),
        "squared error per pixel");
  }

  private static Figure losses(RandomStream random) {
    List<TrainingLosses.Term> terms = new ArrayList<>();
    for (String name :
        List.of("image", "KL", "agent state", "reward", "terminal", "environment update")) {
      double[] step = new double[150];
      double[] value = new double[150];
      double scale = 1 + 40 * random.nextDouble();
      for (int i = 0; i < 150; i++) {
        step[i] = 10.0 * i;
        value[i] = scale * (0.15 + Math.exp(-i / 22.0) + 0.03 * random.nextGaussian());
      }
      terms.add(new TrainingLosses.Term(name, step, value));
    }
    return TrainingLosses.of("simulator", terms);
  }

  private static Figure readout(RandomStream random) {
    List<String> actions =
        List.of(
            "down left",
            "left",
            "up left",
            "down",
            "stay",
            "up",
            "down right",
            "right",
            "up right",
            "value");
    Matrix weights = new Matrix(actions.size(), COMPONENTS);
    for (int i = 0; i < weights.values().length; i++) {
      weights.values()[i] = 0.4 * random.nextGaussian();
    }
    return HeatMap.readout(weights, actions, ScatterMap.numbered("IC", COMPONENTS));
  }
}
