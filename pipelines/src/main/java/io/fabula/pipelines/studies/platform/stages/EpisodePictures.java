package io.fabula.pipelines.studies.platform.stages;

import io.fabula.analysis.video.BarPanel;
import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.HalfSize;
import io.fabula.envs.Action;
import io.fabula.envs.Picture;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.platform.PlatformRenderer;
import io.fabula.envs.platform.PlatformState;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.StageWork;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** An episode in pictures: the scene before each decision under bars of importance, and a video. */
final class EpisodePictures {
  /** Where the pictures lie. */
  static final String PICTURES = "pictures/";

  /** One substep of eight is shown. */
  private static final int EVERY = 8;

  private static final int FRAMES_PER_SECOND = 12;
  private static final int HELD = 6;

  private EpisodePictures() {}

  /** Writes a picture of each decision, and a video of the episode. */
  static void write(
      ShardWork work, Decisions.Episode episode, List<double[]> importance, boolean[] varies)
      throws Exception {
    Platform world = new Platform();
    world.reset(episode.levelSeed());
    List<Picture> frames = new ArrayList<>();
    for (int t = 0; t < episode.length(); t++) {
      List<BarPanel.Bar> bars = bars(importance.get(t), varies);
      Action.Parameterised action = episode.actions().get(t);
      String title =
          "Feature importance at step %d: %s".formatted(t, world.spec().actions().describe(action));
      Picture before = BarPanel.above(world.render(), title, bars);
      work.write(
          PICTURES + "feature_importance_%d.png".formatted(t),
          Part.Kind.OTHER,
          file -> {
            ImageIO.write(before.toImage(), "png", file.toFile());
            return StageWork.Content.NONE;
          });
      List<PlatformState> states = new ArrayList<>();
      Picture small = HalfSize.of(before);
      for (int i = 0; i < HELD; i++) frames.add(small);
      world.step(action, states::add);
      for (int i = EVERY - 1; i < states.size(); i += EVERY) {
        frames.add(HalfSize.of(BarPanel.above(PlatformRenderer.draw(states.get(i)), title, bars)));
      }
    }
    String end =
        String.format(Locale.ROOT, "The episode ends with return %.3f", episode.returned());
    List<BarPanel.Bar> none = bars(new double[importance.get(0).length], varies);
    frames.add(HalfSize.of(BarPanel.above(world.render(), end, none)));
    work.clip(
        "episode-%05d".formatted(episode.number()),
        new Clip(frames).holdingLast(FRAMES_PER_SECOND),
        FRAMES_PER_SECOND,
        new FigureCaption(
            "Episode %d".formatted(episode.number()),
            "Every eighth moment of each decision, below the importance of each feature for it."));
  }

  private static List<BarPanel.Bar> bars(double[] importance, boolean[] varies) {
    List<BarPanel.Bar> bars = new ArrayList<>();
    for (int i = 0; i < importance.length; i++) {
      bars.add(new BarPanel.Bar(ExplainDecisions.FEATURES.get(i), importance[i], !varies[i]));
    }
    return bars;
  }
}
