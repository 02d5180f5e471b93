package io.fabula.pipelines.stories;

import io.fabula.analysis.stories.LevelOutcome;
import io.fabula.analysis.video.Clip;
import io.fabula.envs.Picture;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.model.twins.WorldTree;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Films a level of each story that is shown: the agent as it is beside the twin that does not see
 * the feature, and what that twin's memory saw. Of the levels on which the twin returns less, and
 * ends by a cause that belongs to the feature if any does, it is the one on which the twin ends
 * soonest; a story without such a level has no clip.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param blind the stage that plays blind
 * @param stories the stage that judges stories
 * @param options how levels were played
 */
public record FilmStories(
    String name, String agent, String blind, String stories, PlayBlind.Options options)
    implements Stage {
  private static final int FRAMES_PER_SECOND = 8;
  private static final int SIDE_SHOWN = 256;

  /** What is filmed of a story. */
  private record Scene(long level, int end) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, blind, stories);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    int clips = 0;
    for (StoryTables.Story story : StoryTables.stories(work.input(stories))) {
      if (!story.shown()) continue;
      Scene scene = scene(work, story.feature());
      if (scene == null) continue;
      film(work, story.feature(), scene);
      clips++;
    }
    work.metric("clips", clips);
  }

  private @Nullable Scene scene(ShardWork work, String feature) {
    Map<String, List<LevelOutcome>> twins = BlindLevels.read(work.input(blind), feature);
    List<LevelOutcome> base = twins.getOrDefault(PlayBlind.SEEING, List.of());
    List<LevelOutcome> without = twins.getOrDefault(PlayBlind.BLIND, List.of());
    List<String> own = options.subject().newWorld().editor().feature(feature).causes();
    @Nullable LevelOutcome best = null;
    for (int i = 0; i < base.size(); i++) {
      LevelOutcome twin = without.get(i);
      if (!(twin.undiscounted() < base.get(i).undiscounted())) continue;
      if (!own.isEmpty() && !own.contains(twin.cause())) continue;
      if (best == null || twin.length() < best.length()) best = twin;
    }
    return best == null ? null : new Scene(best.level(), best.length());
  }

  private void film(ShardWork work, String feature, Scene scene) throws Exception {
    EditableWorld shown = options.subject().newWorld();
    List<List<Picture>> panels = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    BlindPlay.Options play = PlayBlind.play(feature, options.maxSteps(), options.seed());
    try (RecurrentNetwork network = options.subject().agent(work.input(agent));
        SteppingAgent player = new SteppingAgent(network)) {
      new BlindPlay(options.subject().newWorld(), player, play)
          .play(
              new long[] {scene.level()},
              List.of(BlindTwin.seeing(), BlindTwin.blind()),
              (level, twin, step, node, seeing, without, action) ->
                  take(shown, feature, twin, node, panels));
    }
    List<Clip> clips = new ArrayList<>();
    for (List<Picture> each : panels) {
      if (each.isEmpty()) continue;
      Clip clip = new Clip(each);
      clips.add(clip.enlarged(Math.max(1, SIDE_SHOWN / clip.height())));
    }
    List<String> titles =
        List.of("as it is", "does not see it", "what it remembers").subList(0, clips.size());
    Clip clip = Clip.sideBySide(clips, titles).holdingLast(FRAMES_PER_SECOND);
    FigureCaption caption =
        new FigureCaption(
            "Seeing " + feature + ", and not",
            "Level %d with the same random numbers: the agent as it is, the twin whose decisions are"
                    .formatted(scene.level())
                + " read from a memory that never saw the feature, and the course as that memory"
                + " saw it. The last frame of the shorter one is held.");
    work.clip(feature, clip, FRAMES_PER_SECOND, caption);
  }

  private static void take(
      EditableWorld world,
      String feature,
      int twin,
      WorldTree.Node node,
      List<List<Picture>> panels) {
    world.restore(node.snapshot());
    panels.get(twin).add(ShownWorld.picture(world));
    if (twin == 0 || ShownWorld.image(world).isEmpty()) return;
    panels.get(2).add(ShownWorld.pictureWithout(world, feature));
  }
}
