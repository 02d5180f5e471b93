package io.fabula.pipelines.mediation.phases;

import io.fabula.analysis.video.Caption;
import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.HalfSize;
import io.fabula.envs.Action;
import io.fabula.envs.Picture;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.actorcritic.StateDetector;
import io.fabula.model.agents.PolicyNetwork;
import io.fabula.pipelines.stages.FigureCaption;
import io.fabula.pipelines.stages.StageWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Films of the informed agent: it follows one policy until the variable fires and another from that
 * state on.
 *
 * @param worlds where
 * @param before the policy that makes the variable happen
 * @param after the policy that is followed from then on
 */
record InformedFilm(
    ObjectWorlds worlds, PolicyNetwork before, PolicyNetwork after, StateDetector variable) {
  private static final int FRAMES_PER_SECOND = 5;

  /** Longer episodes are cut off in the film. */
  private static final int MOST_STEPS = 80;

  /** How long the moment of firing stays. */
  private static final int HELD = 8;

  /** Films an episode; the clip is a part of the artifact, {@code clips/NAME.mp4}. */
  void write(StageWork work, String name, long seed) throws Exception {
    ObjectWorld world = worlds.make();
    world.reset(Seeds.of(seed, "world"));
    RandomStream random = new RandomStream(Seeds.of(seed, "actions"));
    List<Picture> frames = new ArrayList<>();
    int fired = -1;
    double returned = 0;
    try (InformedAgent agent = new InformedAgent(before, after, variable)) {
      agent.begin();
      while (!world.done() && world.steps() < MOST_STEPS) {
        Action action = Action.of(agent.act(world, random));
        boolean now = fired < 0 && agent.fired();
        if (now) fired = world.steps();
        String follows = fired < 0 ? "makes the variable happen" : "follows the trained policy";
        Picture frame =
            Caption.below(
                HalfSize.of(world.render()),
                List.of(
                    "step %d: %s".formatted(world.steps(), world.describe(action)),
                    now ? "THE VARIABLE FIRES NOW" : follows));
        for (int i = 0; i < (now ? HELD : 1); i++) frames.add(frame);
        world.step(action);
        returned += world.reward();
      }
    }
    String end =
        world.completed()
            ? "goal reached"
            : world.truncated() ? "time is up" : world.done() ? "the episode ends" : "film ends";
    frames.add(
        Caption.below(
            HalfSize.of(world.render()),
            List.of(String.format(Locale.ROOT, "return %.3f", returned), end)));
    work.clip(
        name,
        new Clip(frames).holdingLast(FRAMES_PER_SECOND),
        FRAMES_PER_SECOND,
        new FigureCaption(
            fired < 0 ? "The variable does not fire" : "The variable fires at step " + fired,
            end + " after " + world.steps() + " steps."));
  }
}
