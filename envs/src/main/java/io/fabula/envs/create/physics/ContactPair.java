package io.fabula.envs.create.physics;

import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import java.util.List;

/** Two shapes that touch or touched lately, with the memory that makes resting contacts stable. */
final class ContactPair {
  /** Where a pair is in its life. */
  enum State {
    /** Touching for the first time, or again after a separation. */
    NEW,
    TOUCHING,
    /** Touching, but vetoed until it separates. */
    IGNORED,
    /** No longer touching, remembered for a few steps. */
    APART
  }

  private static final List<State> STATES = List.of(State.values());

  final Shape a;
  final Shape b;
  State state = State.NEW;
  long lastStep;
  double normalX;
  double normalY;
  double elasticity;
  double friction;
  int count;
  private Contact[] contacts = {new Contact(), new Contact()};
  private Contact[] spare = {new Contact(), new Contact()};

  ContactPair(Shape a, Shape b) {
    this.a = a;
    this.b = b;
  }

  boolean joins(Shape first, Shape second) {
    return (a == first && b == second) || (a == second && b == first);
  }

  /** Takes this step's points, keeping the impulses of those that were there before. */
  void update(Manifold manifold) {
    Contact[] old = contacts;
    int oldCount = count;
    contacts = spare;
    spare = old;
    count = manifold.count;
    normalX = manifold.normalX;
    normalY = manifold.normalY;
    elasticity = a.elasticity() * b.elasticity();
    friction = a.friction() * b.friction();
    for (int i = 0; i < count; i++) {
      Contact contact = contacts[i];
      contact.feature = manifold.feature[i];
      contact.armAX = manifold.firstX[i] - a.body.x;
      contact.armAY = manifold.firstY[i] - a.body.y;
      contact.armBX = manifold.secondX[i] - b.body.x;
      contact.armBY = manifold.secondY[i] - b.body.y;
      contact.normalImpulse = 0;
      contact.frictionImpulse = 0;
      for (int j = 0; j < oldCount; j++) {
        if (old[j].feature != contact.feature) continue;
        contact.normalImpulse = old[j].normalImpulse;
        contact.frictionImpulse = old[j].frictionImpulse;
      }
    }
    if (state == State.APART) state = State.NEW;
  }

  /** Forgets the contact points: there is no response in this step. */
  void drop() {
    count = 0;
    if (state != State.IGNORED) state = State.TOUCHING;
  }

  void prepare(double seconds, double slop, double correction) {
    for (int i = 0; i < count; i++) contacts[i].prepare(this, seconds, slop, correction);
  }

  void applyRemembered() {
    if (state == State.NEW) return;
    for (int i = 0; i < count; i++) contacts[i].applyRemembered(this);
  }

  void solve() {
    for (int i = 0; i < count; i++) contacts[i].solve(this);
  }

  boolean begins() {
    boolean first = asks(a, b, true);
    return asks(b, a, true) && first;
  }

  boolean touches() {
    boolean first = asks(a, b, false);
    return asks(b, a, false) && first;
  }

  private static boolean asks(Shape self, Shape other, boolean first) {
    ContactEffect effect = self.effect();
    if (effect == null) return true;
    return first ? effect.begins(self, other) : effect.touches(self, other);
  }

  void solved() {
    ContactEffect effectA = a.effect();
    ContactEffect effectB = b.effect();
    if (effectA != null) effectA.solved(a, b);
    if (effectB != null) effectB.solved(b, a);
  }

  void write(SnapshotWriter out) {
    out.put(STATES.indexOf(state)).put(lastStep).put(normalX).put(normalY).put(count);
    for (int i = 0; i < count; i++) contacts[i].write(out);
  }

  void read(SnapshotReader in) {
    int code = in.nextInt();
    if (code < 0 || code >= STATES.size()) {
      throw new IllegalArgumentException("unknown state of a contact " + code);
    }
    state = STATES.get(code);
    lastStep = in.nextLong();
    normalX = in.nextDouble();
    normalY = in.nextDouble();
    count = in.nextInt();
    if (count < 0 || count > contacts.length) {
      throw new IllegalArgumentException("a pair has 0 to 2 contacts, got " + count);
    }
    elasticity = a.elasticity() * b.elasticity();
    friction = a.friction() * b.friction();
    for (int i = 0; i < count; i++) contacts[i].read(in);
  }
}
