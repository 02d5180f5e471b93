package io.fabula.pipelines.panel;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The first samples of another view, to be written as files. */
final class FirstSamples implements PanelView {
  private final PanelView view;
  private final PanelIndex index;

  /**
   * @param view is not closed with this
   * @param count how many samples, at least 1; all if there are fewer
   */
  FirstSamples(PanelView view, int count) {
    this.view = view;
    PanelIndex all = view.index();
    int kept = Math.min(count, all.samples().size());
    List<PanelIndex.Group> groups =
        all.groups().stream()
            .map(
                each ->
                    new PanelIndex.Group(
                        each.id(),
                        each.name(),
                        each.samples().stream().filter(sample -> sample < kept).toList()))
            .filter(each -> !each.samples().isEmpty())
            .toList();
    index =
        new PanelIndex(
            all.title(),
            all.study(),
            all.run(),
            all.words(),
            all.steps(),
            all.startStep(),
            all.targetStep(),
            all.components(),
            all.range(),
            all.targets(),
            all.samples().subList(0, kept),
            all.lengths().subList(0, kept),
            groups,
            all.base(),
            all.stories(),
            all.hints(),
            all.extrema());
  }

  @Override
  public PanelIndex index() {
    return index;
  }

  @Override
  public float[] loadings(int first, int count) {
    return view.loadings(first, count);
  }

  @Override
  public float[] gradients(int target, int first, int count) {
    return view.gradients(target, first, count);
  }

  @Override
  public SampleDetail sample(int sample) throws IOException {
    return view.sample(sample);
  }

  @Override
  public Optional<FrameStrip> map(int sample, int target) throws IOException {
    return view.map(sample, target);
  }

  @Override
  public void close() {}
}
