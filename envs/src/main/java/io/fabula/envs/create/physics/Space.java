package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies, shapes and joints that move together. A step moves everything by its velocity, finds what
 * touches, then changes velocities by gravity, forces and the impulses of contacts and joints. The
 * order of everything is that in which it was added, so equal spaces have equal futures.
 *
 * <p>The solver is that of sequential impulses with remembered impulses and a separate velocity
 * against overlap (Catto 2006, "Fast and Simple Physics using Sequential Impulses"), in the form
 * and order of Chipmunk 7.
 */
public final class Space {
  final SolverOptions options;
  final List<Body> bodies = new ArrayList<>();

  /** Shapes of moving bodies, and those of fixed ones. */
  final List<Shape> moving = new ArrayList<>();

  final List<Shape> fixed = new ArrayList<>();
  final List<Joint> joints = new ArrayList<>();

  /** Joints of bodies that are awake, in the order in which they are solved. */
  final List<Joint> working = new ArrayList<>();

  /** Pairs that touch or touched lately. */
  final List<ContactPair> pairs = new ArrayList<>();

  /** Pairs that push back in the current step. */
  final List<ContactPair> pushing = new ArrayList<>();

  final SleepingIslands islands = new SleepingIslands(this);
  private final Manifold manifold = new Manifold();
  long steps;

  /** An empty space. */
  public Space(SolverOptions options) {
    this.options = options;
  }

  public void add(Body body) {
    bodies.add(body);
  }

  public void add(Shape shape) {
    shape.update();
    (shape.body.immovable() ? fixed : moving).add(shape);
  }

  public void add(Joint joint) {
    joints.add(joint);
    working.add(joint);
  }

  /** Removes a shape and what is remembered of its touches; sleepers that lean on it wake. */
  public void remove(Shape shape) {
    islands.wakeFrom(shape);
    (shape.body.immovable() ? fixed : moving).remove(shape);
    pairs.removeIf(pair -> pair.a == shape || pair.b == shape);
  }

  /** Removes a body that is awake; its shapes and joints must go too. */
  public void remove(Body body) {
    bodies.remove(body);
  }

  public void remove(Joint joint) {
    joints.remove(joint);
    working.remove(joint);
  }

  /** Wakes a body and everything that fell asleep with it. */
  public void wake(Body body) {
    islands.wake(body);
  }

  /**
   * Moves on.
   *
   * @param seconds length of the step, greater than 0 and the same in all steps
   */
  public void step(double seconds) {
    steps++;
    pushing.clear(); // what woke between steps is looked at anew
    for (int i = 0; i < bodies.size(); i++) {
      Body body = bodies.get(i);
      if (!body.asleep) body.integratePosition(seconds);
    }
    for (int i = 0; i < moving.size(); i++) {
      Shape shape = moving.get(i);
      if (!shape.body.asleep) shape.update();
    }
    collide();
    islands.process(seconds);
    forget();
    solve(seconds);
    for (int i = 0; i < pushing.size(); i++) pushing.get(i).solved();
    for (int i = 0; i < pushing.size(); i++) {
      pushing.get(i).state = ContactPair.State.TOUCHING;
    }
  }

  /** Writes everything that changes; not what there is. */
  public void write(SnapshotWriter out) {
    new SpaceState(this).write(out);
  }

  /**
   * Restores what {@link #write} wrote into a space to which equal things were added in the same
   * order.
   *
   * @throws IllegalArgumentException if the state does not fit; the space is then unusable
   */
  public void read(SnapshotReader in) {
    new SpaceState(this).read(in);
  }

  private void collide() {
    for (int i = 0; i < moving.size(); i++) {
      Shape shape = moving.get(i);
      if (shape.body.asleep) continue;
      for (int j = 0; j < fixed.size(); j++) meet(shape, fixed.get(j));
      for (int j = 0; j < moving.size(); j++) {
        Shape other = moving.get(j);
        if (j > i || other.body.asleep) meet(shape, other);
      }
    }
  }

  private void meet(Shape shape, Shape other) {
    if (!shape.boundsMeet(other) || shape.body == other.body) return;
    boolean swap = Collisions.swapped(shape, other);
    Shape a = swap ? other : shape;
    Shape b = swap ? shape : other;
    if (!Collisions.collide(a, b, manifold)) return;
    ContactPair pair = pair(a, b);
    pair.update(manifold);
    if (pair.state == ContactPair.State.NEW && !pair.begins()) {
      pair.state = ContactPair.State.IGNORED;
    }
    boolean pushes =
        pair.state != ContactPair.State.IGNORED && pair.touches() && !a.sensor() && !b.sensor();
    if (pushes) pushing.add(pair);
    else pair.drop();
    pair.lastStep = steps;
  }

  private ContactPair pair(Shape a, Shape b) {
    for (int i = 0; i < pairs.size(); i++) {
      ContactPair pair = pairs.get(i);
      if (pair.joins(a, b)) return pair;
    }
    ContactPair pair = new ContactPair(a, b);
    pairs.add(pair);
    return pair;
  }

  /** Notices separations and drops pairs that have been apart for long. */
  private void forget() {
    for (int i = pairs.size() - 1; i >= 0; i--) {
      ContactPair pair = pairs.get(i);
      if (pair.a.body.resting() && pair.b.body.resting()) continue;
      long missing = steps - pair.lastStep;
      if (missing >= 1) pair.state = ContactPair.State.APART;
      if (missing >= options.persistence()) pairs.remove(i);
    }
  }

  private void solve(double seconds) {
    double rate = options.correction() / seconds;
    for (int i = 0; i < pushing.size(); i++) {
      pushing.get(i).prepare(seconds, options.slop(), options.correction());
    }
    for (int i = 0; i < working.size(); i++) working.get(i).prepare(rate);
    for (int i = 0; i < bodies.size(); i++) {
      Body body = bodies.get(i);
      if (!body.asleep) body.integrateVelocity(options.gravityX(), options.gravityY(), seconds);
    }
    for (int i = 0; i < pushing.size(); i++) pushing.get(i).applyRemembered();
    for (int i = 0; i < working.size(); i++) working.get(i).applyRemembered();
    for (int pass = 0; pass < options.iterations(); pass++) {
      for (int i = 0; i < pushing.size(); i++) pushing.get(i).solve();
      for (int i = 0; i < working.size(); i++) working.get(i).solve();
    }
  }
}
