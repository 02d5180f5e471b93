package io.fabula.pipelines.nearest;

import io.fabula.envs.Environment;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/** The worlds of the test study. */
enum Game {
  /** Sets of actions that change. */
  NEAREST {
    @Override
    Environment newWorld() {
      return new NearestWorld();
    }
  },
  /** Actions with a real parameter. */
  PLATFORM {
    @Override
    Environment newWorld() {
      return new Platform();
    }
  };

  abstract Environment newWorld();

  VectorEnvironment worlds(int count, long seed) {
    List<Environment> worlds = new ArrayList<>();
    for (int i = 0; i < count; i++) worlds.add(newWorld());
    return VectorEnvironment.of(worlds, seed, 1);
  }
}
