package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.RandomPlayer;
import io.fabula.envs.create.CreateOptions.View;
import io.fabula.envs.create.drawing.Appearance;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Space;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Known numbers of the original's physics and rules, in world units. */
class CreateFactsTest {
  /** What a purpose-written engine must keep. */
  private static final double CLOSE = 0.01;

  private static final int MUTE = 2368;

  private final Space space = new Space(CreateConstants.SOLVER);
  private final PartFactory parts = new PartFactory();

  private Body ball(double x, double y) {
    SceneObject object =
        new SceneObject(
            parts.ball(Appearance.BALL, x, y, 4, 10, 1, Behaviour.NONE),
            ObjectRole.LOOSE,
            null,
            true);
    object.addTo(space);
    return object.shape.body();
  }

  private void tool(int id, double x, double y) {
    SceneObject object = new ToolMaker(parts).make(ToolCatalogue.published().tool(id), x, y, false);
    object.addTo(space);
    object.activate(space);
  }

  private void run(int physicsSteps) {
    for (int i = 0; i < physicsSteps; i++) space.step(CreateConstants.PHYSICS_STEP);
  }

  private static void assertAt(Body body, double x, double y) {
    assertThat(body.x()).isCloseTo(x, within(CLOSE));
    assertThat(body.y()).isCloseTo(y, within(CLOSE));
  }

  private static void assertSpeed(Body body, double x, double y) {
    assertThat(body.velocityX()).isCloseTo(x, within(CLOSE));
    assertThat(body.velocityY()).isCloseTo(y, within(CLOSE));
  }

  @Test
  void fallsFreely() {
    Body marker = ball(67.2, 73.5);
    double[] heights = {71.7667, 66.4778, 57.6333, 45.2333, 29.2778, 9.7667, -13.3};
    for (int i = 0; i < heights.length; i++) {
      run(40);
      assertAt(marker, 67.2, heights[i]);
      assertSpeed(marker, 0, -(i + 1) * 80 / 30.0);
    }
  }

  @Test
  void comesToRestOnAFloor() {
    PartSpec floor = parts.segment(Appearance.FLOOR, 46.2, 31.5, 0, 16, 0, 0.5);
    new SceneObject(floor, ObjectRole.SCENERY, null, true).addTo(space);
    Body target = ball(46.2, 36.12);
    run(40);
    assertAt(target, 46.2, 35.62);
    assertSpeed(target, 0, -0.2);
    for (int i = 0; i < 5; i++) {
      run(40);
      assertAt(target, 46.2, 35.499);
      assertSpeed(target, 0, 0);
    }
  }

  @Test
  void bouncesWithMoreOrLessThanItHad() {
    assertBounce(0.8, 8, 50.98);
    assertBounce(1.0, 10, 60.01);
    assertBounce(1.2, 12, 71.05);
  }

  private void assertBounce(double elasticity, double speed, double peak) {
    Space own = new Space(CreateConstants.SOLVER);
    PartSpec spec = parts.segment(Appearance.TRAMPOLINE, 42, 30, 0, 22, 1, elasticity);
    new SceneObject(spec, ObjectRole.TOOL, null, true).addTo(own);
    SceneObject ball =
        new SceneObject(
            parts.ball(Appearance.BALL, 42, 60, 4, 10, 1, Behaviour.NONE),
            ObjectRole.LOOSE,
            null,
            true);
    ball.addTo(own);
    Body body = ball.shape.body();
    for (int i = 0; i < 150; i++) own.step(CreateConstants.PHYSICS_STEP);
    assertSpeed(body, 0, -10);
    own.step(CreateConstants.PHYSICS_STEP);
    assertAt(body, 42, 34.833);
    assertSpeed(body, 0, speed);
    double highest = 0;
    for (int i = 0; i < 400 && body.velocityY() > -1; i++) {
      own.step(CreateConstants.PHYSICS_STEP);
      highest = Math.max(highest, body.y());
    }
    assertThat(highest).isCloseTo(peak, within(CLOSE));
  }

  @Test
  void rollsOffARamp() {
    tool(139, 42, 42);
    Body ball = ball(42, 70);
    run(160);
    assertAt(ball, 38.077, 47.906);
    assertSpeed(ball, -5.35, -2.25);
    assertThat(ball.spin()).isCloseTo(1.084, within(CLOSE));
    run(40);
    assertAt(ball, 30.943, 43.172);
    run(40);
    assertAt(ball, 23.810, 34.883);
  }

  @Test
  void isShotByACannon() {
    tool(1696, 42, 42);
    Body ball = ball(42, 60);
    run(84);
    assertThat(ball.x()).isEqualTo(42);
    run(1);
    assertAt(ball, 45.5355, 44.5809);
    assertSpeed(ball, 8.485, 8.419);
  }

  @Test
  void isBlownByAFan() {
    tool(1839, 42, 42);
    Body ball = ball(42, 50);
    double[][] places = {{47.2, 48.267, 8}, {59.547, 42.978, 9.4}, {72.08, 34.133, 9.4}};
    for (double[] place : places) {
      run(40);
      assertAt(ball, place[0], place[1]);
      assertThat(ball.velocityX()).isCloseTo(place[2], within(CLOSE));
    }
  }

  @Test
  void staysInABucketAndDropsOutOfAFunnel() {
    tool(2247, 42, 42);
    Body caught = ball(42, 70);
    run(160);
    for (int i = 0; i < 4; i++) {
      assertAt(caught, 42, 42);
      assertSpeed(caught, 0, -0.0667);
      run(40);
    }
    Space second = new Space(CreateConstants.SOLVER);
    SceneObject funnel =
        new ToolMaker(parts).make(ToolCatalogue.published().tool(2127), 42, 42, false);
    funnel.addTo(second);
    funnel.activate(second);
    SceneObject ball =
        new SceneObject(
            parts.ball(Appearance.BALL, 42, 70, 4, 10, 1, Behaviour.NONE),
            ObjectRole.LOOSE,
            null,
            true);
    ball.addTo(second);
    for (int i = 0; i < 160; i++) second.step(CreateConstants.PHYSICS_STEP);
    assertAt(ball.shape.body(), 42, 30.81);
    assertSpeed(ball.shape.body(), 0, -1.6);
    for (int i = 0; i < 40; i++) second.step(CreateConstants.PHYSICS_STEP);
    assertAt(ball.shape.body(), 42, 26.944);
  }

  @Test
  void passesAllMomentumToAnEqualBall() {
    Body marker = ball(20, 40);
    Body target = ball(40, 40);
    marker.setVelocity(10, 0);
    for (int i = 0; i < 80; i++) {
      marker.push(0, 20); // takes gravity away
      target.push(0, 20);
      run(1);
    }
    assertThat(marker.x()).isCloseTo(32.31, within(CLOSE));
    assertThat(target.x()).isCloseTo(54.36, within(CLOSE));
    assertThat(marker.velocityX()).isCloseTo(0, within(CLOSE));
    assertThat(target.velocityX()).isCloseTo(10, within(CLOSE));
  }

  @Test
  void rollsAsFrictionDemands() {
    PartSpec ramp = parts.segment(Appearance.FIXED, 42, 42, Math.toRadians(30), 60, 1, 0.5);
    new SceneObject(ramp, ObjectRole.TOOL, null, true).addTo(space);
    double height = 5 - 1e-4; // touching
    Body ball =
        ball(
            50 - height * Math.sin(Math.toRadians(30)),
            42 + 8 * Math.tan(Math.toRadians(30)) + height * Math.cos(Math.toRadians(30)));
    run(40);
    assertThat(ball.speed()).isCloseTo(0.889, within(0.02));
    assertThat(ball.spin()).isCloseTo(ball.speed() / 4, within(CLOSE));
  }

  private static Create push(int... tools) {
    CreateOptions options = CreateOptions.PUBLISHED.withNoise(false).withView(View.STATE);
    Create world = new Create(options);
    world.begin(new double[3][2], tools);
    return world;
  }

  private static List<Double> rewards(Create world, List<Action> actions) {
    List<Double> rewards = new ArrayList<>();
    for (int i = 0; !world.done(); i++) {
      world.step(actions.get(Math.min(i, actions.size() - 1)));
      rewards.add(Math.round(world.reward() * 1e6) / 1e6);
    }
    return rewards;
  }

  @Test
  void endsWhenTheMarkerIsLost() {
    Create world = push(MUTE);
    assertThat(rewards(world, List.of(Action.of(MUTE, 0.6f, 0.75f))))
        .containsExactly(0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(world.terminated()).isTrue();
    assertThat(world.report().targetHit()).isFalse();
  }

  @Test
  void isSolvedByAFanAndItsActivator() {
    Action fan = Action.of(1945, 0.529f, 0.554f);
    Action current = Action.of(MUTE, 0.529f, 0.554f);
    Create world = push(1945, MUTE);
    assertThat(rewards(world, List.of(fan, current)))
        .containsExactly(0.01, 0.06, 0.0, 1.0, 0.0, 0.0, 9.8, 0.0);
    assertThat(world.completed()).isTrue();
    assertThat(world.report().earned()).isLessThanOrEqualTo(0.01 * 8 + 0.05 + 1 + 9.8);
    Create other = push(1929, MUTE);
    assertThat(
            rewards(
                other, List.of(Action.of(1929, 0.590f, 0.378f), Action.of(MUTE, 0.590f, 0.378f))))
        .containsExactly(0.01, 0.06, 0.0, 0.0, 1.0, 0.0, 0.0, 9.8, 0.0, 0.0);
    Create dead = push(1945, MUTE);
    assertThat(rewards(dead, List.of(fan))).containsExactly(0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    assertThat(dead.report().targetHit()).isFalse();
  }

  @Test
  void blocksByClassDistanceAndOverlap() {
    Create world = push(2366, 2367, 0, 1, 20, 440);
    world.step(Action.of(2366, 0.6f, 0.7f)); // on a ball
    assertThat(world.report().placed()).isEqualTo(1);
    world.step(Action.of(0, 0.1f, -0.14f)); // a ramp on a ball
    assertThat(world.report().blocked()).isEqualTo(1);
    world.step(Action.of(0, -0.6f, 0.5f));
    world.step(Action.of(1, -0.31f, 0.5f));
    assertThat(world.report().blocked()).isEqualTo(2);
    world.step(Action.of(20, -0.29f, 0.5f));
    assertThat(world.report().placed()).isEqualTo(3);
    world.step(Action.of(2367, -0.29f, 0.5f)); // not what it needs
    assertThat(world.report().activations()).isZero();
    assertThat(world.report().placed()).isEqualTo(4);
  }

  /** A twelfth of the original's count; bounds are four standard errors. */
  @Test
  void isHardForRandomPlay() {
    double[] published = play(CreateOptions.PUBLISHED, 500);
    assertThat(published[0]).isBetween(0.03, 0.15);
    assertThat(published[1]).isBetween(7.0, 7.7);
    assertThat(published[2]).isLessThan(0.05);
    assertThat(published[3]).isBetween(5.2, 5.8);
    assertThat(published[4]).isBetween(1.5, 2.1);
    assertThat(published[5]).isBetween(0.0, 0.05);
    double[] alive = play(CreateOptions.PUBLISHED.withNeedActivators(false), 500);
    assertThat(alive[1]).isBetween(8.8, 11.2);
    assertThat(alive[2]).isBetween(0.033, 0.131);
  }

  /** Means of return, length, target hits, placed, blocked, activations. */
  private static double[] play(CreateOptions options, int episodes) {
    Create world = new Create(options.withView(View.STATE));
    RandomPlayer player = new RandomPlayer(3);
    double[] sums = new double[6];
    for (int i = 0; i < episodes; i++) {
      world.reset(i);
      while (!world.done()) world.step(player.act(world));
      CreateReport report = world.report();
      sums[0] += report.earned() / episodes;
      sums[1] += (double) report.steps() / episodes;
      sums[2] += report.targetHit() ? 1.0 / episodes : 0;
      sums[3] += (double) report.placed() / episodes;
      sums[4] += (double) report.blocked() / episodes;
      sums[5] += (double) report.activations() / episodes;
    }
    return sums;
  }
}
