package io.fabula.envs.create.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts groups of touching bodies to sleep once all of them have been idle for a while, and wakes
 * them together. Sleeping bodies are as good as fixed: nothing looks for contacts among them.
 */
final class SleepingIslands {
  private final Space space;

  /** Groups that fell asleep together, in the order in which their bodies wake. */
  final List<List<Body>> groups = new ArrayList<>();

  /** What pushed on the sleepers; it goes on pushing when they wake. */
  final List<ContactPair> kept = new ArrayList<>();

  private final List<Body> visited = new ArrayList<>();

  SleepingIslands(Space space) {
    this.space = space;
  }

  /** Counts idle time, wakes what was touched, lets groups fall asleep. */
  void process(double seconds) {
    SolverOptions options = space.options;
    double gx = options.gravityX() * seconds;
    double gy = options.gravityY() * seconds;
    double idleSquared = gx * gx + gy * gy;
    boolean tired = false;
    for (int i = 0; i < space.bodies.size(); i++) {
      Body body = space.bodies.get(i);
      if (body.asleep) continue;
      boolean idle = body.energy() <= body.mass * idleSquared;
      body.idleTime = idle ? body.idleTime + seconds : 0;
      tired |= body.idleTime >= options.sleepTime();
    }
    int count = space.pushing.size(); // waking adds pairs, which are awake already
    for (int i = 0; i < count; i++) {
      ContactPair pair = space.pushing.get(i);
      wake(pair.a.body);
      wake(pair.b.body);
    }
    if (tired) letSleep(options.sleepTime());
  }

  private void letSleep(double sleepTime) {
    visited.clear();
    for (int i = 0; i < space.bodies.size(); i++) {
      Body root = space.bodies.get(i);
      if (root.asleep || visited.contains(root)) continue;
      int start = visited.size();
      visit(root);
      boolean active = false;
      for (int k = start; k < visited.size(); k++) active |= visited.get(k).idleTime < sleepTime;
      if (active) continue;
      List<Body> group = new ArrayList<>();
      group.add(root);
      for (int k = visited.size() - 1; k > start; k--) group.add(visited.get(k));
      groups.add(group);
      for (Body body : group) sleep(body);
    }
  }

  /** Collects everything that the body touches or is joined to, directly or through others. */
  private void visit(Body body) {
    if (body.immovable() || visited.contains(body)) return;
    visited.add(body);
    for (int i = 0; i < space.pushing.size(); i++) {
      ContactPair pair = space.pushing.get(i);
      if (pair.a.body == body) visit(pair.b.body);
      else if (pair.b.body == body) visit(pair.a.body);
    }
    for (int i = 0; i < space.joints.size(); i++) {
      Joint joint = space.joints.get(i);
      if (joint.a == body) visit(joint.b);
      else if (joint.b == body) visit(joint.a);
    }
  }

  private void sleep(Body body) {
    body.asleep = true;
    for (int i = 0; i < space.pushing.size(); i++) {
      ContactPair pair = space.pushing.get(i);
      if (owns(body, pair.a.body, pair.b.body)) {
        space.pairs.remove(pair);
        kept.add(pair);
      }
    }
    for (Joint joint : space.joints) {
      if (owns(body, joint.a, joint.b)) space.working.remove(joint);
    }
  }

  /** Whether a bond of two bodies sleeps and wakes with this one: the first that can move. */
  private static boolean owns(Body body, Body a, Body b) {
    return body == a || (body == b && a.immovable());
  }

  void wake(Body body) {
    if (!body.asleep) return;
    for (int i = 0; i < groups.size(); i++) {
      if (!groups.get(i).contains(body)) continue;
      for (Body member : groups.remove(i)) rise(member);
      return;
    }
  }

  /** Wakes what lies on a shape. */
  void wakeFrom(Shape shape) {
    for (ContactPair pair : List.copyOf(kept)) {
      if (pair.a == shape || pair.b == shape) {
        wake(pair.a.body);
        wake(pair.b.body);
      }
    }
  }

  private void rise(Body body) {
    body.asleep = false;
    body.idleTime = 0;
    for (int i = kept.size() - 1; i >= 0; i--) {
      ContactPair pair = kept.get(i);
      if (!owns(body, pair.a.body, pair.b.body)) continue;
      kept.remove(i);
      pair.lastStep = space.steps;
      space.pairs.add(pair);
      space.pushing.add(pair);
    }
    for (int i = space.joints.size() - 1; i >= 0; i--) {
      Joint joint = space.joints.get(i);
      if (owns(body, joint.a, joint.b)) space.working.add(joint);
    }
  }
}
