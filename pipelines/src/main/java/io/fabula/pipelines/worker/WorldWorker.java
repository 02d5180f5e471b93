package io.fabula.pipelines.worker;

import io.fabula.envs.catalogue.NamedWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Lets another program play a world: one message asks, one answers. See {@code docs/worker.md}. */
public final class WorldWorker {
  private final WorldRequests world;

  /** A worker for a world that has not begun an episode. */
  public WorldWorker(NamedWorld<?> world) {
    this.world = new WorldRequests(world);
  }

  /**
   * Answers until the input ends between two messages.
   *
   * @throws IOException if the input ends within a message or is none, which is also the last
   *     answer, or if the output cannot be written
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    while (true) {
      @Nullable Message request;
      try {
        request = Message.read(in);
      } catch (IOException e) {
        WorldRequests.error(String.valueOf(e.getMessage())).write(out);
        throw e;
      }
      if (request == null) return;
      world.answer(request).write(out);
    }
  }
}
