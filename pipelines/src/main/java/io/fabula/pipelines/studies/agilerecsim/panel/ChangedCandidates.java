package io.fabula.pipelines.studies.agilerecsim.panel;

import io.fabula.envs.Picture;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.studies.agilerecsim.stages.SlateTwins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decides again with a candidate taken out of the set, or an item added to it. */
final class ChangedCandidates implements HeldView.Closing {
  private static final String OUT = "out-";
  private static final String ADD = "add-";

  private final List<Decision> samples;
  private final SlateTwins twins;

  /**
   * A decision.
   *
   * @param agent its name and the seed of its training, with a dash between them
   * @param number of the decision
   */
  record Decision(String agent, int number) {}

  ChangedCandidates(List<Decision> samples, SlateTwins twins) {
    this.samples = List.copyOf(samples);
    this.twins = twins;
  }

  @Override
  public Form form() {
    return Form.ofEdits(
        "The agent decides again with one candidate less or one item more; the user is the same."
            + " The chances of a click are those of the user's own rule.",
        "the set of candidates",
        "Chance of a click by position",
        "Chance of any click");
  }

  @Override
  public List<Choice> edits() {
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < twins.candidates(); i++) {
      choices.add(new Choice(OUT + i, "take out candidate " + (i + 1)));
    }
    for (int i = 0; i < twins.items(); i++) choices.add(new Choice(ADD + i, "add item " + i));
    return choices;
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    String edit = asked.edit();
    if (edits().stream().noneMatch(each -> each.name().equals(edit))) {
      throw new IllegalArgumentException("there is no edit " + edit);
    }
    Decision sample = samples.get(asked.sample());
    boolean out = edit.startsWith(OUT);
    int number = Integer.parseInt(edit.substring(out ? OUT.length() : ADD.length()));
    SlateTwins.Compared found = twins.compare(sample.agent(), sample.number(), out, number);
    return new Comparison(
        found.words(),
        course(
            found.before(), found.clicksBefore(), new double[found.change().length], found.user()),
        course(found.after(), found.clicksAfter(), found.change(), found.user()));
  }

  private Course course(int[] slate, double[] clicks, double[] change, Picture user)
      throws IOException {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < slate.length; i++) labels.add("position " + (i + 1));
    labels.add("none");
    double any = 1 - clicks[slate.length];
    return new Course(
        FrameStrip.of("user", List.of(user)),
        List.of(Arrays.stream(change).mapToObj(each -> Double.isNaN(each) ? 0.0 : each).toList()),
        new SampleDetail.Bars(
            "chance of a click",
            labels,
            List.of(Arrays.stream(clicks).boxed().toList()),
            List.of(-1)),
        List.of(any),
        List.of("shows items " + Arrays.toString(slate)),
        any,
        "decided");
  }

  @Override
  public void close() {
    twins.close();
  }
}
