package io.fabula.envs.create;

import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Space;
import io.fabula.envs.random.RandomStream;
import java.util.Arrays;

/**
 * What happens when a ball is thrown at a tool that is alive, in an otherwise empty world: the
 * observations from which representations of tools are learned (Jain et al. 2020, "Generalization
 * to New Actions in Reinforcement Learning").
 *
 * <p>A throw takes {@value #PHYSICS_STEPS} physics steps, of which every tenth state counts; the
 * seven around the first touch are kept. A ball that does not touch the tool is thrown again from
 * elsewhere and faster, up to eight times.
 */
public final class ToolPlay {
  /** States of a trajectory. */
  public static final int STATES = 7;

  /**
   * Numbers of a state: the tool's place, the ball's place and the ball's velocity, all through
   * {@code 2 v / 84 - 1}.
   */
  public static final int NUMBERS = 6;

  private static final int PHYSICS_STEPS = 90;
  private static final int INTERVAL = 10;
  private static final int RECORDED = PHYSICS_STEPS / INTERVAL;
  private static final int BEFORE = (STATES - 1) / 2;
  private static final int THROWS = 8;
  private static final double TOOL_REACH = 0.7;
  private static final double SPEED = 100.0 / 8;
  private static final double FASTER = 0.4;
  private static final double SPEED_SPREAD = 0.4;

  private final ToolCatalogue catalogue;
  private final PartFactory parts = new PartFactory();
  private final ToolMaker maker = new ToolMaker(parts);
  private final float[] states = new float[RECORDED * NUMBERS];

  public ToolPlay(ToolCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Throws a ball at a tool.
   *
   * @param id of the tool; activators and the entry that does nothing cannot be played with
   * @param seed of the places and of the throw
   * @param target takes {@code [STATES, NUMBERS]} from {@code offset} on
   * @return whether the ball touched the tool; else the states are those in the middle of the last
   *     throw
   * @throws IllegalArgumentException if the id is not that of a tool
   */
  public boolean play(int id, long seed, float[] target, int offset) {
    Tool tool = catalogue.tool(id);
    if (tool.needs().isEmpty()) {
      throw new IllegalArgumentException("only tools are played with, got " + id);
    }
    RandomStream random = new RandomStream(seed);
    double x = within(random, TOOL_REACH);
    double y = within(random, TOOL_REACH);
    boolean thrown = false;
    int touch = -1;
    for (int trial = 0; touch < 0 && (trial < THROWS || !thrown); trial++) {
      Throw each = new Throw(tool, x, y, random, trial);
      if (each.overlaps()) continue;
      thrown = true;
      touch = each.run();
    }
    int centre = touch < 0 ? RECORDED / 2 : touch;
    int first = Math.max(0, Math.min(centre - BEFORE, RECORDED - STATES));
    System.arraycopy(states, first * NUMBERS, target, offset, STATES * NUMBERS);
    return touch >= 0;
  }

  private static double within(RandomStream random, double reach) {
    return (2 * random.nextDouble() - 1) * reach;
  }

  /** One throw in a world of its own. */
  private final class Throw {
    private final Space space = new Space(CreateConstants.SOLVER);
    private final SceneObject object;
    private final SceneObject ball;

    Throw(Tool tool, double x, double y, RandomStream random, int trial) {
      object = maker.make(tool, CreateConstants.world(x), CreateConstants.world(y), true);
      object.addTo(space);
      double ballX = within(random, 1);
      double ballY = within(random, 1);
      ball =
          new SceneObject(
              parts.ball(
                  Appearance.MARKER,
                  CreateConstants.world(ballX),
                  CreateConstants.world(ballY),
                  CreateConstants.BALL_RADIUS,
                  CreateConstants.BALL_MASS,
                  CreateConstants.BALL_ELASTICITY,
                  Behaviour.NONE),
              ObjectRole.MARKER,
              null,
              true);
      ball.addTo(space);
      double dx = x - ballX;
      double dy = y - ballY;
      double distance = Math.sqrt(dx * dx + dy * dy);
      double mean = (1 + FASTER * trial) * SPEED * (1 + distance);
      double speed = mean * (1 + within(random, SPEED_SPREAD));
      if (distance > 0) {
        ball.shape.body().setVelocity(speed * dx / distance, speed * dy / distance);
      }
    }

    boolean overlaps() {
      return ball.shape.overlaps(object.shape);
    }

    /** Which recorded state is the first with a touch; -1 for none. */
    int run() {
      int touch = -1;
      for (int i = 0; i < PHYSICS_STEPS; i++) {
        space.step(CreateConstants.PHYSICS_STEP);
        if (touch < 0 && overlaps()) touch = i / INTERVAL;
        if (i % INTERVAL == INTERVAL - 1) record(i / INTERVAL);
      }
      return touch;
    }

    private void record(int state) {
      Body body = ball.shape.body();
      double[] values = {
        object.x, object.y, body.x(), body.y(), body.velocityX(), body.velocityY()
      };
      for (int i = 0; i < NUMBERS; i++) {
        states[state * NUMBERS + i] = (float) CreateConstants.normalised(values[i]);
      }
    }
  }

  /** Ids of everything that can be played with, ascending. */
  public static int[] tools(ToolCatalogue catalogue) {
    int[] ids = new int[catalogue.noOp()];
    Arrays.setAll(ids, i -> i);
    return ids;
  }
}
