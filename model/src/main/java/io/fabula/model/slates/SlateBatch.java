package io.fabula.model.slates;

/**
 * Transitions to learn from; arrays to be filled.
 *
 * @param users what was seen, {@code [batch, inputs]}
 * @param nextUsers what was seen after it
 * @param candidates ids, {@code [batch, candidates]}
 * @param slates positions among the candidates, {@code [batch, slateSize]}
 * @param rewards of each position, {@code [batch, slateSize]}
 * @param ends 1 where nothing follows a position, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer, never compared
record SlateBatch(
    float[] users,
    float[] nextUsers,
    int[] candidates,
    int[] slates,
    float[] rewards,
    float[] ends) {
  static SlateBatch of(SlateArchitecture agent, int rows) {
    int inputs = rows * agent.user().inputs();
    int places = rows * agent.slateSize();
    return new SlateBatch(
        new float[inputs],
        new float[inputs],
        new int[rows * agent.candidates()],
        new int[places],
        new float[places],
        new float[places]);
  }
}
