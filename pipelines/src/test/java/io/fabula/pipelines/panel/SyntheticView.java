package io.fabula.pipelines.panel;

import io.fabula.envs.Picture;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Samples drawn at random: as many as the published export has, or fewer. */
final class SyntheticView implements PanelView {
  static final int STEPS = 10;
  static final int COMPONENTS = 16;
  static final List<String> ACTIONS =
      List.of(
          "left+down",
          "left",
          "left+up",
          "down",
          "none",
          "up",
          "right+down",
          "right",
          "right+up",
          "d",
          "a",
          "w",
          "s",
          "q",
          "e");
  private static final int SIDE = 64;
  private static final int GROUPS = 8;

  private final PanelIndex index;
  private final Optional<LiveWorld> live;

  SyntheticView(int samples, int targets, Optional<LiveWorld> live) {
    this.live = live;
    List<String> components = new ArrayList<>();
    for (int c = 0; c < COMPONENTS; c++) components.add("IC" + c);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < samples; i++) names.add("sample_%05d".formatted(i));
    List<String> all = new ArrayList<>(List.of("value", "action"));
    for (int d = 0; d < COMPONENTS; d++) all.add("hx_direction_" + d + "_ica");
    List<PanelIndex.Group> groups = new ArrayList<>();
    for (int g = 0; g < GROUPS; g++) {
      List<Integer> own = new ArrayList<>();
      for (int i = g; i < samples; i += GROUPS) own.add(i);
      if (!own.isEmpty()) {
        groups.add(new PanelIndex.Group("behaviour-" + g, "Behaviour " + g, own));
      }
    }
    index =
        new PanelIndex(
            "What <moves> the agent's memory",
            "synthetic",
            "synthetic-1",
            new PanelIndex.Words(
                "Simulated rollout",
                "Independent components",
                "Behaviour",
                "What the agent sees",
                "Gradient of the target",
                PanelIndex.Words.RAISES,
                "Saliency map"),
            STEPS,
            4,
            4,
            components,
            6,
            all.subList(0, targets),
            names,
            names.stream().map(any -> STEPS).toList(),
            groups,
            PanelPoints.base64(loadings(0, Math.min(samples, 300))),
            List.of(
                new Story(
                    "",
                    "Seeing <b>saws</b>",
                    true,
                    "shown: IC3 carries it",
                    List.of("Behaviour 2 is where it happens."),
                    List.of(
                        new PanelTable(
                            "Worth", List.of("n", "value"), List.of(List.of("8", "1.5"))))),
                new Story("behaviour-1", "Behaviour 1", null, "candidates", List.of(), List.of())),
            List.of(),
            true);
  }

  @Override
  public PanelIndex index() {
    return index;
  }

  @Override
  public float[] loadings(int first, int count) {
    return drawn("loadings", 0, first, count, 2);
  }

  @Override
  public float[] gradients(int target, int first, int count) {
    float[] drawn = drawn("gradients", target, first, count, 0.1);
    int row = STEPS * COMPONENTS;
    for (int i = 0; i < count; i++) {
      Arrays.fill(drawn, i * row + 5 * COMPONENTS, (i + 1) * row, 0); // nothing after the target
    }
    return drawn;
  }

  private static float[] drawn(String purpose, int which, int first, int count, double scale) {
    float[] values = new float[count * STEPS * COMPONENTS];
    int at = 0;
    for (int i = 0; i < count; i++) {
      RandomStream random = new RandomStream(Seeds.of(1, purpose, which, first + i));
      for (int k = 0; k < STEPS * COMPONENTS; k++) {
        values[at++] = (float) (scale * random.nextGaussian());
      }
    }
    return values;
  }

  private static FrameStrip strip(String name, long seed) throws IOException {
    List<Picture> frames = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      byte[] rgb = new byte[3 * SIDE * SIDE];
      for (int i = 0; i < rgb.length; i += 3) {
        int x = i / 3 % SIDE;
        int y = i / 3 / SIDE;
        boolean agent = Math.abs(x - 6 * t) < 4 && Math.abs(y - 40) < 4;
        rgb[i] = (byte) (agent ? 240 : (x + seed * 37) % 120);
        rgb[i + 1] = (byte) (agent ? 220 : y);
        rgb[i + 2] = (byte) (agent ? 60 : 90 + (x * y + seed) % 60);
      }
      frames.add(new Picture(SIDE, SIDE, rgb));
    }
    return FrameStrip.of(name, frames);
  }

  @Override
  public SampleDetail sample(int sample) throws IOException {
    List<String> done = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    List<List<Double>> probabilities = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    RandomStream random = new RandomStream(Seeds.of(1, "detail", sample));
    for (int t = 0; t < STEPS; t++) {
      int action = random.nextInt(ACTIONS.size());
      chosen.add(action);
      done.add(ACTIONS.get(action));
      List<Double> row = new ArrayList<>();
      for (int a = 0; a < ACTIONS.size(); a++) row.add(a == action ? 0.44 : 0.04);
      probabilities.add(row);
      values.add(random.nextGaussian());
    }
    return new SampleDetail(
        List.of("drawn at random"),
        List.of(strip("simulated", sample), strip("recorded", sample + 1L)),
        done,
        List.of(new SampleDetail.Bars("Probability of actions", ACTIONS, probabilities, chosen)),
        List.of(new SampleDetail.Line("Value", new ArrayList<>(values))),
        List.of());
  }

  @Override
  public Optional<FrameStrip> map(int sample, int target) throws IOException {
    return Optional.of(strip(index.targets().get(target), sample + 50L * target));
  }

  @Override
  public Optional<LiveWorld> live() {
    return live;
  }

  @Override
  public void close() {}
}
