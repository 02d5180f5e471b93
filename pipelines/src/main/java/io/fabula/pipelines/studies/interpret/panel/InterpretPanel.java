package io.fabula.pipelines.studies.interpret.panel;

import static io.fabula.pipelines.studies.interpret.stages.StageNames.CAUSAL_STORIES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CLUSTER_BEHAVIOURS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.CORRELATE_COMPONENTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.RECORD_SIMULATED_ROLLOUTS;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.REDUCE_HIDDEN_STATES;
import static io.fabula.pipelines.studies.interpret.stages.StageNames.TRAIN_AGENT;

import io.fabula.analysis.decomposition.Projector;
import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.datasets.BehaviourTable;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelIndex;
import io.fabula.pipelines.panel.PanelPoints;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.panel.SampleDetail;
import io.fabula.pipelines.panel.Story;
import io.fabula.pipelines.panel.live.LiveTwins;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.stories.Subject;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import io.fabula.pipelines.studies.interpret.stages.CoinRunSubject;
import io.fabula.pipelines.studies.interpret.stages.RolloutStart;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The interpretability panel: simulated rollouts beside what was recorded from the same beginnings,
 * the components of the agent's memory, what raises and lowers them, and twins.
 */
public final class InterpretPanel implements PanelView {
  private static final int BASE_POINTS = 3000;
  private static final double RANGE = 6;
  private static final int START_STEP = 4;

  private final OpenedRun<InterpretSettings> run;
  private final Projector projector;
  private final SimulatedSamples samples;
  private final Optional<SaliencyViews> saliency;
  private final RecordedCourses recorded;
  private final List<String> actions;
  private final PanelIndex index;
  private @Nullable LiveTwins twins;

  /** Opens what a run holds. */
  public InterpretPanel(OpenedRun<InterpretSettings> run) throws IOException {
    this.run = run;
    Artifact simulated = run.required(RECORD_SIMULATED_ROLLOUTS);
    projector = ProjectionTable.read(run.required(REDUCE_HIDDEN_STATES));
    samples = new SimulatedSamples(simulated, projector);
    saliency =
        run.find(AnalysisNames.SALIENCY)
            .map(artifact -> new SaliencyViews(artifact, samples.steps()));
    recorded =
        new RecordedCourses(
            run.required(RECORD_ROLLOUTS), simulated, run.settings().simulator().contextFrames());
    actions = recorded.actions();
    index = describe();
  }

  private PanelIndex describe() {
    List<String> components = new ArrayList<>();
    for (int c = 0; c < projector.independentCount(); c++) components.add("IC" + c);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < samples.ids().size(); i++) names.add(samples.name(i));
    List<String> hints = new ArrayList<>();
    if (saliency.isEmpty()) {
      hints.add(
          "saliency, what raises and lowers the components; "
              + run.command(AnalysisNames.SALIENCY)
              + " makes it, then open the panel again");
    }
    List<Story> stories = new ArrayList<>();
    run.find(CAUSAL_STORIES)
        .ifPresent(artifact -> stories.addAll(InterpretStories.ofFeatures(artifact)));
    Optional<Artifact> correlations = run.find(CORRELATE_COMPONENTS);
    Optional<Artifact> consistency = run.find(AnalysisNames.CONSISTENCY);
    if (correlations.isPresent() && consistency.isPresent()) {
      stories.addAll(InterpretStories.ofBehaviours(correlations.get(), consistency.get()));
    } else {
      hints.add(
          "the links between components in each behaviour; "
              + run.command(
                  consistency.isEmpty() ? AnalysisNames.CONSISTENCY : CORRELATE_COMPONENTS)
              + " makes them");
    }
    return new PanelIndex(
        "What moves the agent's memory, and what it moves",
        "interpret",
        run.id(),
        new PanelIndex.Words(
            "Simulated rollout",
            "Independent components of the agent's memory",
            "Behaviour",
            "What the agent sees",
            "Gradient of the target",
            PanelIndex.Words.RAISES,
            "Saliency map"),
        samples.steps(),
        Math.min(START_STEP, samples.steps() - 1),
        saliency.map(SaliencyViews::targetStep).orElse(-1),
        components,
        RANGE,
        saliency.map(SaliencyViews::targets).orElse(List.of()),
        names,
        samples.lengths(),
        behaviours(),
        PanelPoints.base64(samples.points(BASE_POINTS)),
        stories,
        hints,
        true);
  }

  private List<PanelIndex.Group> behaviours() {
    Optional<Artifact> artifact = run.find(CLUSTER_BEHAVIOURS);
    if (artifact.isEmpty()) return List.of();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < samples.ids().size(); i++) places.put(samples.ids().get(i), i);
    Map<Integer, List<Integer>> members = new TreeMap<>();
    TableReader.forEach(
        artifact.get().file(BehaviourTable.PART),
        BehaviourTable.SAMPLES,
        row -> {
          Integer place = places.get(row.integer("sample_id"));
          if (place == null) return;
          members.computeIfAbsent(row.integer("cluster"), any -> new ArrayList<>()).add(place);
        });
    List<PanelIndex.Group> groups = new ArrayList<>();
    members.forEach(
        (cluster, own) ->
            groups.add(new PanelIndex.Group("behaviour-" + cluster, "Behaviour " + cluster, own)));
    return groups;
  }

  @Override
  public PanelIndex index() {
    return index;
  }

  @Override
  public float[] loadings(int first, int count) {
    return samples.loadings(first, count);
  }

  @Override
  public float[] gradients(int target, int first, int count) {
    int size = samples.steps() * projector.independentCount();
    float[] all = new float[count * size];
    Arrays.fill(all, Float.NaN);
    if (saliency.isEmpty()) return all;
    for (int i = 0; i < count; i++) {
      int at = i * size;
      saliency
          .get()
          .gradients(target, samples.ids().get(first + i))
          .ifPresent(own -> System.arraycopy(own, 0, all, at, own.length));
    }
    return all;
  }

  @Override
  public SampleDetail sample(int sample) throws IOException {
    int id = samples.ids().get(sample);
    List<FrameStrip> frames = new ArrayList<>(List.of(samples.frames(sample)));
    recorded.frames(id, samples.steps()).ifPresent(frames::add);
    List<String> facts = new ArrayList<>();
    facts.add(
        recorded
            .start(id)
            .map(RolloutStart::words)
            .map(words -> "began from " + words)
            .orElse("began from no recorded episode"));
    return new SampleDetail(
        facts,
        frames,
        samples.actions(sample).stream().map(actions::get).toList(),
        List.of(samples.probabilities(sample, actions)),
        samples.lines(sample),
        List.of());
  }

  @Override
  public Optional<FrameStrip> map(int sample, int target) throws IOException {
    return saliency.isEmpty()
        ? Optional.empty()
        : saliency.get().map(target, samples.ids().get(sample));
  }

  @Override
  public Optional<LiveWorld> live() {
    Optional<Artifact> agent = run.find(TRAIN_AGENT);
    if (agent.isEmpty()) return Optional.empty();
    InterpretSettings settings = run.settings();
    Subject subject =
        new CoinRunSubject(settings.world(), settings.agent().ppo().trainableInitialState());
    return Optional.of(
        new LiveWorld() {
          @Override
          public List<Choice> edits() throws IOException {
            return twins(subject, agent.get()).edits();
          }

          @Override
          public Comparison compare(Intervention asked) throws IOException {
            int id = samples.ids().get(asked.sample());
            return twins(subject, agent.get())
                .compare(recorded.moment(subject, id, asked.step()), asked);
          }
        });
  }

  private LiveTwins twins(Subject subject, Artifact agent) throws IOException {
    LiveTwins known = twins;
    if (known == null) {
      known = new LiveTwins(subject, subject.agent(agent), projector, run.settings().seed());
      twins = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (twins != null) twins.close();
  }
}
