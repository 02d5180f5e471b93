package io.fabula.model.windows;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * Recorded episodes in a scratch file of rows of equal size, so that any window is one read and a
 * recording need not fit into memory: what stays on the heap is a number and a place per episode.
 *
 * <p>A row is the state fed to the agent, action, terminal flag, reward and frame; behind an
 * episode's last row stands the state after it. The file has no name once it is open where the
 * operating system allows that, and it is gone when the object is closed, forgotten or killed.
 */
public final class EpisodeFile implements RecordedEpisodes, Closeable {
  private final FileChannel channel;
  private final int frameSide;
  private final int pool;
  private final int agentHidden;
  private int[] ids = new int[16];
  private int[] lengths = new int[16];
  private long[] places = new long[16];
  private int size;
  private long end;

  /**
   * An empty file.
   *
   * @param file to be made; it must not exist
   * @param frameSide rows and columns of a frame behind the pool
   * @param pool side of the averaged squares
   * @param agentHidden width of the agent's state
   */
  public EpisodeFile(Path file, int frameSide, int pool, int agentHidden) throws IOException {
    this.frameSide = frameSide;
    this.pool = pool;
    this.agentHidden = agentHidden;
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // An open file cannot be deleted on Windows; it goes when it is closed.
      file.toFile().deleteOnExit();
    }
  }

  /** Bytes that a row takes. */
  public static int rowBytes(int frameSide, int pool, int agentHidden) {
    return agentHidden * Float.BYTES + 2 + Float.BYTES + PooledFrames.bytes(frameSide, pool);
  }

  /**
   * Appends an episode. Not to be called beside any other method.
   *
   * @throws IllegalArgumentException if its frames or states are of another size
   */
  public void add(RecordedEpisode episode) throws IOException {
    if (episode.frames().side() != frameSide
        || episode.frames().pool() != pool
        || episode.agentHidden() != agentHidden) {
      throw new IllegalArgumentException(
          "expected frames of side %d, pool %d and states of %d, got %d, %d and %d"
              .formatted(
                  frameSide,
                  pool,
                  agentHidden,
                  episode.frames().side(),
                  episode.frames().pool(),
                  episode.agentHidden()));
    }
    ByteBuffer buffer = buffer(episode.length());
    float[] state = new float[agentHidden];
    for (int t = 0; t < episode.length(); t++) {
      putState(episode, t, state, buffer);
      buffer.put((byte) episode.action(t)).put((byte) (episode.terminal(t) ? 1 : 0));
      buffer.putFloat(episode.reward(t));
      episode.frames().put(t, buffer);
    }
    putState(episode, episode.length(), state, buffer);
    remember(episode);
    buffer.flip();
    while (buffer.hasRemaining()) end += channel.write(buffer, end);
  }

  private static void putState(RecordedEpisode episode, int t, float[] state, ByteBuffer buffer) {
    episode.copyAgentState(t, state, 0);
    for (float each : state) buffer.putFloat(each);
  }

  private void remember(RecordedEpisode episode) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
    }
    ids[size] = episode.id();
    lengths[size] = episode.length();
    places[size++] = end;
  }

  private ByteBuffer buffer(int rows) {
    int bytes =
        Math.addExact(
            Math.multiplyExact(rows, rowBytes(frameSide, pool, agentHidden)),
            agentHidden * Float.BYTES);
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int id(int episode) {
    return ids[Objects.checkIndex(episode, size)];
  }

  @Override
  public int length(int episode) {
    return lengths[Objects.checkIndex(episode, size)];
  }

  @Override
  public int frameSide() {
    return frameSide;
  }

  @Override
  public int agentHidden() {
    return agentHidden;
  }

  @Override
  public RecordedEpisode read(int episode, int first, int rows) {
    Objects.checkFromIndexSize(first, rows, length(episode));
    ByteBuffer buffer = buffer(rows);
    long place = places[episode] + (long) first * rowBytes(frameSide, pool, agentHidden);
    try {
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, place + buffer.position());
        if (count < 0) throw new EOFException("the scratch file of the recording was cut off");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read episode " + ids[episode], e);
    }
    return parse(ids[episode], rows, buffer.flip());
  }

  private RecordedEpisode parse(int id, int rows, ByteBuffer buffer) {
    PooledFrames frames = PooledFrames.empty(rows, frameSide, pool);
    float[] states = new float[(rows + 1) * agentHidden];
    byte[] actions = new byte[rows];
    float[] rewards = new float[rows];
    boolean[] terminals = new boolean[rows];
    for (int t = 0; t < rows; t++) {
      getState(buffer, states, t);
      actions[t] = buffer.get();
      terminals[t] = buffer.get() != 0;
      rewards[t] = buffer.getFloat();
      frames.get(t, buffer);
    }
    getState(buffer, states, rows);
    return new RecordedEpisode(id, frames, states, actions, rewards, terminals);
  }

  private void getState(ByteBuffer buffer, float[] states, int t) {
    for (int i = 0; i < agentHidden; i++) states[t * agentHidden + i] = buffer.getFloat();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
