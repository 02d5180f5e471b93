package io.fabula.model.graph;

/**
 * The gradient of a convolution's weights alone, as a first layer needs it: windows of the input as
 * rows, a band of rows at a time that stays in the cache, times the gradient.
 */
final class ConvolutionWeightGradient {
  private static final int BAND_FLOATS = 1 << 16;

  private final int stride;
  private final int padding;
  private final Shape in;
  private final Shape out;
  private final Shape weights;
  private final int width;
  private final int bandRows;
  private final Tensor columns;
  private final Tensor product;
  private final Sink sink;

  ConvolutionWeightGradient(Binding binding, int stride, int padding, Sink sink) {
    this.stride = stride;
    this.padding = padding;
    this.sink = sink;
    in = binding.inputShape(0);
    out = binding.shape();
    weights = binding.inputShape(1);
    width = weights.dim(1) * weights.dim(2) * weights.dim(3);
    int perImageRow = out.dim(2);
    bandRows = Math.max(1, BAND_FLOATS / (width * perImageRow));
    columns = binding.backwardScratch(bandRows * perImageRow * width);
    product = binding.backwardScratch(weights.size());
  }

  void run(Tensor x, Tensor g, Tiles tiles) {
    int rowsOfAll = out.dim(0) * out.dim(1);
    int outWidth = out.dim(2);
    int channels = out.dim(3);
    float[] image = tiles.get(0, in.size() / in.dim(0));
    int loaded = -1;
    for (int first = 0; first < rowsOfAll; first += bandRows) {
      int rows = Math.min(bandRows, rowsOfAll - first);
      float[] line = tiles.get(1, outWidth * width);
      for (int i = 0; i < rows; i++) {
        int batch = (first + i) / out.dim(1);
        if (batch != loaded) {
          x.load(batch * (in.size() / in.dim(0)), image, in.size() / in.dim(0));
          loaded = batch;
        }
        windows(image, (first + i) % out.dim(1), line);
        columns.store(i * outWidth * width, line, outWidth * width);
      }
      try (var gradients = new org.bytedeco.javacpp.FloatPointer(g.pointer())) {
        gradients.position((long) first * outWidth * channels);
        Gemm.multiply(
            true,
            false,
            channels,
            width,
            rows * outWidth,
            gradients,
            columns.pointer(),
            first == 0 ? 0f : 1f,
            product.pointer());
      }
    }
    addInWeightOrder(tiles);
  }

  /** The windows of one row of the output, each as [kernel row, kernel column, channel]. */
  private void windows(float[] image, int y, float[] line) {
    int channels = in.dim(3);
    int kernelHeight = weights.dim(2);
    int span = weights.dim(3) * channels;
    for (int x = 0; x < out.dim(2); x++) {
      int left = (x * stride - padding) * channels;
      int from = Math.max(0, left);
      int to = Math.min(in.dim(2) * channels, left + span);
      for (int ky = 0; ky < kernelHeight; ky++) {
        int at = x * width + ky * span;
        int row = y * stride - padding + ky;
        if (row < 0 || row >= in.dim(1) || to <= from) {
          java.util.Arrays.fill(line, at, at + span, 0f);
          continue;
        }
        int base = row * in.dim(2) * channels;
        for (int i = left; i < from; i++) line[at + i - left] = 0f;
        for (int i = from; i < to; i++) line[at + i - left] = image[base + i];
        for (int i = to; i < left + span; i++) line[at + i - left] = 0f;
      }
    }
  }

  private void addInWeightOrder(Tiles tiles) {
    int channels = weights.dim(1);
    int taps = weights.dim(2) * weights.dim(3);
    float[] byWindow = tiles.get(0, weights.size());
    float[] byChannel = tiles.get(1, weights.size());
    product.load(0, byWindow, weights.size());
    for (int o = 0; o < weights.dim(0); o++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int c = 0; c < channels; c++) {
          byChannel[(o * channels + c) * taps + tap] = byWindow[(o * taps + tap) * channels + c];
        }
      }
    }
    sink.put(0, byChannel, weights.size(), byWindow);
  }
}
