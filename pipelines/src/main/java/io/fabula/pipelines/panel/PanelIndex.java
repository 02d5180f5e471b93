package io.fabula.pipelines.panel;

import java.util.List;

/**
 * What the first page of a panel needs.
 *
 * @param title such as the study's question
 * @param study name of the study
 * @param run id of the run
 * @param words how things are called
 * @param steps most steps of a sample, at least 1
 * @param startStep the step that is shown first
 * @param targetStep step at which targets were read, or -1 where it differs or there are no targets
 * @param components names of the components, at least one
 * @param range how far the axis of components goes to either side, above 0
 * @param targets names of what was differentiated; may be none
 * @param samples names of the samples
 * @param lengths steps of each sample
 * @param groups samples that belong together; may be none
 * @param base points for the background, little-endian float32 in base64, {@code [points,
 *     components]}
 * @param stories what was found out
 * @param hints what the run does not hold, and how to get it
 * @param extrema whether lists of extreme samples are there
 */
public record PanelIndex(
    String title,
    String study,
    String run,
    Words words,
    int steps,
    int startStep,
    int targetStep,
    List<String> components,
    double range,
    List<String> targets,
    List<String> samples,
    List<Integer> lengths,
    List<Group> groups,
    String base,
    List<Story> stories,
    List<String> hints,
    boolean extrema) {
  public PanelIndex {
    components = List.copyOf(components);
    targets = List.copyOf(targets);
    samples = List.copyOf(samples);
    lengths = List.copyOf(lengths);
    groups = List.copyOf(groups);
    stories = List.copyOf(stories);
    hints = List.copyOf(hints);
    if (components.isEmpty()) throw new IllegalArgumentException("a panel needs a component");
    if (samples.isEmpty()) throw new IllegalArgumentException("a panel needs a sample");
    if (samples.size() != lengths.size()) {
      throw new IllegalArgumentException(
          "lengths must be as many as samples, %d, got %d"
              .formatted(samples.size(), lengths.size()));
    }
  }

  /**
   * How things are called in this study.
   *
   * @param sample such as {@code simulated rollout}
   * @param component such as {@code independent component}
   * @param group such as {@code behaviour}
   * @param frames what the pictures are; empty if there are none
   * @param gradient what colours the components; empty if nothing does
   * @param legend what the colours say
   * @param map what is drawn beside the frames; empty if nothing is
   */
  public record Words(
      String sample,
      String component,
      String group,
      String frames,
      String gradient,
      String legend,
      String map) {
    /** What red and blue say of derivatives. */
    public static final String RAISES = "red lowers it, blue raises it";
  }

  /**
   * Samples that belong together.
   *
   * @param id such as {@code behaviour-5}, which can be given a name
   * @param name as it is shown
   * @param samples their indices
   */
  public record Group(String id, String name, List<Integer> samples) {
    public Group {
      samples = List.copyOf(samples);
    }
  }
}
