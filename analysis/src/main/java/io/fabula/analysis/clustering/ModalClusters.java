package io.fabula.analysis.clustering;

/**
 * The cluster of each sample: the most frequent label among its rows, of equally frequent ones the
 * smallest.
 *
 * @param clusters cluster of each sample
 * @param votes number of its rows that carry this label
 */
@SuppressWarnings("ArrayRecordComponent") // shared by agreement
public record ModalClusters(int[] clusters, int[] votes) {
  /**
   * Counts labels.
   *
   * @param rowLabels labels of all rows, sample by sample
   * @param rowsPerSample rows of each sample, at least 1
   */
  public static ModalClusters of(int[] rowLabels, int rowsPerSample) {
    if (rowsPerSample < 1 || rowLabels.length % rowsPerSample != 0) {
      throw new IllegalArgumentException(
          rowLabels.length
              + " labels are no whole number of samples of "
              + rowsPerSample
              + " rows");
    }
    int samples = rowLabels.length / rowsPerSample;
    int[] clusters = new int[samples];
    int[] votes = new int[samples];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < rowsPerSample; i++) {
        int label = rowLabels[s * rowsPerSample + i];
        int count = 0;
        for (int j = 0; j < rowsPerSample; j++) {
          if (rowLabels[s * rowsPerSample + j] == label) count++;
        }
        if (count > votes[s] || (count == votes[s] && label < clusters[s])) {
          votes[s] = count;
          clusters[s] = label;
        }
      }
    }
    return new ModalClusters(clusters, votes);
  }
}
