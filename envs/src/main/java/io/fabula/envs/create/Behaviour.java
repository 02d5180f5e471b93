package io.fabula.envs.create;

import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Circle;

/** What an active object does to balls and boxes that touch it, beyond being solid. */
interface Behaviour {
  /** Nothing. */
  Behaviour NONE = new Behaviour() {};

  /** The mover begins to touch; false to ignore it until it leaves. */
  default boolean begins(SceneObject self, SceneObject mover) {
    return true;
  }

  /** The mover touches in this physics step; false for no collision. */
  default boolean touches(SceneObject self, SceneObject mover) {
    return true;
  }

  /** The mover was pushed back in this physics step. */
  default void pushed(SceneObject self, SceneObject mover) {}

  /** Notes the touch of an object with a certain role. */
  record Noticing(ObjectRole role) implements Behaviour {
    @Override
    public boolean begins(SceneObject self, SceneObject mover) {
      if (mover.role == role) self.touched = true;
      return true;
    }
  }

  /** Moves the mover to the muzzle and shoots it. */
  record Shooting(double muzzleX, double muzzleY, double impulseX, double impulseY)
      implements Behaviour {
    @Override
    public boolean begins(SceneObject self, SceneObject mover) {
      Body body = mover.shape.body();
      body.place(muzzleX, muzzleY);
      body.halt();
      body.setVelocity(impulseX / body.mass(), impulseY / body.mass());
      return false;
    }
  }

  /** Blows with a constant force. */
  record Blowing(double forceX, double forceY) implements Behaviour {
    @Override
    public boolean touches(SceneObject self, SceneObject mover) {
      mover.shape.body().push(forceX, forceY);
      return false;
    }
  }

  /** Gives the mover its own velocity. */
  record Carrying(double velocityX, double velocityY) implements Behaviour {
    @Override
    public boolean touches(SceneObject self, SceneObject mover) {
      mover.shape.body().setVelocity(velocityX, velocityY);
      return false;
    }
  }

  /** Takes a part of a ball's motion. */
  record Damping(double kept) implements Behaviour {
    @Override
    public void pushed(SceneObject self, SceneObject mover) {
      if (!(mover.shape instanceof Circle)) return;
      Body body = mover.shape.body();
      body.setSpin(kept * body.spin());
      body.setVelocity(kept * body.velocityX(), kept * body.velocityY());
    }
  }

  /** Lets what comes in at the wide end drop out of the nozzle. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, changed nowhere
  record Funnelling(double[] corners) implements Behaviour {
    @Override
    public boolean touches(SceneObject self, SceneObject mover) {
      Body body = mover.shape.body();
      double nozzle = distance(body, corners, 1);
      if (nozzle <= distance(body, corners, 0) || nozzle <= distance(body, corners, 2)) {
        return true;
      }
      body.place(corners[2], corners[3]);
      body.halt();
      return false;
    }
  }

  /** Keeps what comes in from above. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, changed nowhere
  record Catching(double centreX, double centreY, double[] corners) implements Behaviour {
    @Override
    public boolean touches(SceneObject self, SceneObject mover) {
      Body body = mover.shape.body();
      if (mover.captured) {
        body.place(centreX, centreY);
        body.setVelocity(0, 0);
        body.dropForce();
        return false;
      }
      double upper = Math.max(distance(body, corners, 0), distance(body, corners, 3));
      double lower = Math.min(distance(body, corners, 1), distance(body, corners, 2));
      if (upper >= lower) return true;
      body.place(centreX, centreY);
      body.halt();
      mover.captured = true;
      return false;
    }
  }

  private static double distance(Body body, double[] corners, int i) {
    double dx = body.x() - corners[2 * i];
    double dy = body.y() - corners[2 * i + 1];
    return Math.sqrt(dx * dx + dy * dy);
  }
}
