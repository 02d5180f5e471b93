package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.ArrayList;
import java.util.List;

/** The changing part of a space, with references as positions in its lists. */
final class SpaceState {
  private final Space space;

  /** Moving shapes first, then fixed ones. */
  private final List<Shape> shapes = new ArrayList<>();

  SpaceState(Space space) {
    this.space = space;
    shapes.addAll(space.moving);
    shapes.addAll(space.fixed);
  }

  void write(SnapshotWriter out) {
    out.put(space.steps).put(space.bodies.size()).put(space.moving.size());
    out.put(space.joints.size());
    for (Body body : space.bodies) body.write(out);
    for (Shape shape : space.moving) {
      out.put(shape.poseX).put(shape.poseY).put(shape.poseCosine).put(shape.poseSine);
    }
    for (Joint joint : space.joints) joint.write(out);
    out.put(positions(space.working, space.joints));
    writePairs(out, space.pairs);
    writePairs(out, space.islands.kept);
    out.put(space.islands.groups.size());
    for (List<Body> group : space.islands.groups) out.put(positions(group, space.bodies));
  }

  void read(SnapshotReader in) {
    space.steps = in.nextLong();
    expect(in.nextInt(), space.bodies.size(), "bodies");
    expect(in.nextInt(), space.moving.size(), "moving shapes");
    expect(in.nextInt(), space.joints.size(), "joints");
    for (Body body : space.bodies) body.read(in);
    for (Shape shape : space.moving) {
      shape.pose(in.nextDouble(), in.nextDouble(), in.nextDouble(), in.nextDouble());
    }
    for (Joint joint : space.joints) joint.read(in);
    space.working.clear();
    for (int i : in.nextInts()) space.working.add(at(space.joints, i));
    readPairs(in, space.pairs);
    readPairs(in, space.islands.kept);
    space.islands.groups.clear();
    int count = in.nextInt();
    for (int i = 0; i < count; i++) {
      List<Body> group = new ArrayList<>();
      for (int k : in.nextInts()) group.add(at(space.bodies, k));
      space.islands.groups.add(group);
    }
    space.pushing.clear();
  }

  private void writePairs(SnapshotWriter out, List<ContactPair> pairs) {
    out.put(pairs.size());
    for (ContactPair pair : pairs) {
      out.put(shapes.indexOf(pair.a)).put(shapes.indexOf(pair.b));
      pair.write(out);
    }
  }

  private void readPairs(SnapshotReader in, List<ContactPair> pairs) {
    pairs.clear();
    int count = in.nextInt();
    for (int i = 0; i < count; i++) {
      ContactPair pair = new ContactPair(at(shapes, in.nextInt()), at(shapes, in.nextInt()));
      pair.read(in);
      pairs.add(pair);
    }
  }

  private static <T> int[] positions(List<T> some, List<T> all) {
    int[] positions = new int[some.size()];
    for (int i = 0; i < positions.length; i++) positions[i] = all.indexOf(some.get(i));
    return positions;
  }

  private static <T> T at(List<T> all, int i) {
    if (i < 0 || i >= all.size()) {
      throw new IllegalArgumentException("position " + i + " of " + all.size());
    }
    return all.get(i);
  }

  private static void expect(int actual, int expected, String what) {
    if (actual != expected) {
      throw new IllegalArgumentException("expected " + expected + " " + what + ", got " + actual);
    }
  }
}
