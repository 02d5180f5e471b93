package io.fabula.model.agents;

/**
 * A network that can be taken apart into what it makes of an observation, what it remembers, and
 * what it reads from its memory: {@code embedding = e(observation)}, {@code state' = m(embedding,
 * state)}, {@code outputs = r(state')}. Experiments that ask what a memory is for need the parts.
 *
 * <p>A network without memory of its own may take part: its state is the embedding.
 */
public interface RecurrentNetwork extends AgentShape, AutoCloseable {
  /** Numbers that the network makes of an observation before it remembers, at least 1. */
  int embeddingSize();

  /**
   * A plan that takes the parts one by one, for one thread.
   *
   * @param rows of every part, at least 1; rows do not influence each other, but their number may
   *     decide the last bits, so keep it fixed where results are compared
   * @return closed by the caller
   */
  SteppingPlan stepping(int rows);

  @Override
  void close();
}
