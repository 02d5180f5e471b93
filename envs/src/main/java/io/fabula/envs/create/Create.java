package io.fabula.envs.create;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.create.CreateOptions.View;
import io.fabula.envs.create.drawing.FrameStack;
import io.fabula.envs.create.drawing.SceneRenderer;
import io.fabula.envs.create.drawing.SidePanel;
import io.fabula.envs.create.drawing.Trail;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import java.util.List;
import java.util.Locale;

/**
 * CREATE (Jain et al. 2020, 2022): in each step the agent picks a tool of the episode's set and a
 * place; the tool appears there and the world runs on for a while. A red ball must come to a green
 * goal, in most levels pushed by a blue one. Tools are dead until they touch their activator, and a
 * set holds only some of the activators.
 */
public final class Create implements Environment {
  private static final String NAME = "create";
  private static final int SNAPSHOT_VERSION = 1;

  private final ToolCatalogue catalogue = ToolCatalogue.published();
  private final CreateOptions options;
  private final ToolRepresentation representation;
  private final ToolSets toolSets;
  private final EnvironmentSpec spec;
  private final FrameStack frames = new FrameStack(CreateConstants.WORLD);
  private final Trail trail = new Trail();
  private Scene scene;
  private Episode episode;
  private ActionSet available = new ActionSet(new int[0], new float[0]);
  private boolean begun;
  private Runnable watcher = () -> {};

  /** The published experiment, with the parametric representation of tools. */
  public Create() {
    this(CreateOptions.PUBLISHED);
  }

  /** A world with the parametric representation of tools. */
  public Create(CreateOptions options) {
    this(options, ToolRepresentation.published());
  }

  /** A world that describes tools to the agent in a given way. */
  public Create(CreateOptions options, ToolRepresentation representation) {
    this.options = options;
    this.representation = representation;
    toolSets = new ToolSets(catalogue, options);
    scene = new Scene(options.level(), withoutNoise(), !options.needActivators());
    episode = new Episode(options.level());
    spec = makeSpec();
  }

  private double[][] withoutNoise() {
    return new double[options.level().noises().size()][2];
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  private EnvironmentSpec makeSpec() {
    Level level = options.level();
    int size = FrameStack.SIDE;
    ObservationSpace observations =
        options.view() == View.PIXELS
            ? new ObservationSpace.Image(size, size, FrameStack.FRAMES, true)
            : new ObservationSpace.Vector(
                StateView.names(level), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    ActionSpace actions =
        new ActionSpace.VariableSet(
            catalogue.size(), options.setSize(), representation.size(), parameters(level));
    int steps = level.steps() + 1;
    double most =
        CreateConstants.STEP_REWARD
            + CreateConstants.ACTIVATION_REWARD * steps
            + CreateConstants.GOAL_REWARD
            + CreateConstants.SUB_GOAL_REWARD * level.stations()
            + (level.hasMarker() ? level.targetReward() : 0);
    double least = CreateConstants.STEP_REWARD + CreateConstants.BLOCKED_REWARD;
    return new EnvironmentSpec(NAME, observations, actions, steps, least, most);
  }

  private static List<ActionSpace.Parameter> parameters(Level level) {
    return level.spots().isEmpty()
        ? List.of(new ActionSpace.Parameter("x", -1, 1), new ActionSpace.Parameter("y", -1, 1))
        : List.of(ActionSpace.Parameter.choice("spot", level.spots().size()));
  }

  /** The rules of this world. */
  public CreateOptions options() {
    return options;
  }

  /** What can be placed. */
  public ToolCatalogue catalogue() {
    return catalogue;
  }

  @Override
  public void reset(long seed) {
    begin(shifts(seed), toolSets.draw(new RandomStream(Seeds.of(seed, "tools"))));
  }

  /**
   * Begins an episode with given tools.
   *
   * @param tools ids of the catalogue, as many as the options say, all different
   * @throws IllegalArgumentException if there are more or fewer, or one stands twice
   */
  public void reset(long seed, int[] tools) {
    checkTools(tools);
    begin(shifts(seed), tools.clone());
  }

  /**
   * Replaces the available tools in the middle of an episode: an intervention on the set alone.
   *
   * @param tools ids of the catalogue in order, all different; their number is free
   * @throws IllegalArgumentException if there are none, or one stands twice
   */
  public void setAvailable(int... tools) {
    if (tools.length == 0) throw new IllegalArgumentException("a set has at least 1 tool, got 0");
    checkDifferent(tools);
    available = new ActionSet(tools.clone(), representation.rows(tools));
  }

  private void checkTools(int[] tools) {
    if (tools.length != options.setSize()) {
      throw new IllegalArgumentException(
          "a set has " + options.setSize() + " tools, got " + tools.length);
    }
    checkDifferent(tools);
  }

  private void checkDifferent(int[] tools) {
    boolean[] seen = new boolean[catalogue.size()];
    for (int id : tools) {
      catalogue.tool(id);
      if (seen[id]) throw new IllegalArgumentException("tool " + id + " stands twice in the set");
      seen[id] = true;
    }
  }

  private double[][] shifts(long seed) {
    if (!options.noise()) return withoutNoise();
    RandomStream stream = new RandomStream(Seeds.of(seed, "layout"));
    List<Noise> noises = options.level().noises();
    double[][] shifts = new double[noises.size()][];
    for (int i = 0; i < shifts.length; i++) shifts[i] = noises.get(i).draw(stream);
    return shifts;
  }

  /** Begins an episode with given shifts, one for each noise of the level. */
  void begin(double[][] shifts, int[] tools) {
    scene = new Scene(options.level(), shifts, !options.needActivators());
    episode = new Episode(options.level());
    available = new ActionSet(tools, representation.rows(tools));
    trail.begin(scene);
    if (options.view() == View.PIXELS) frames.begin(scene);
    begun = true;
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    EpisodeProgress.checkRunning(NAME, begun, done());
    Action.Parameterised chosen = (Action.Parameterised) action;
    if (!available.contains(chosen.index())) {
      throw new IllegalArgumentException(
          "tool " + chosen.index() + " is not in this episode's set");
    }
    Tool tool = catalogue.tool(chosen.index());
    episode.beginStep();
    if (tool.family() == Family.NO_OP) {
      episode.doNothing();
    } else {
      Level.Place place = place(chosen);
      episode.place(new Placement(scene, tool, place.x(), place.y()));
    }
    advance();
    episode.endStep(scene);
    if (options.view() == View.PIXELS) frames.add(scene);
  }

  /**
   * Where an action would place its tool now. In levels with spots an activator comes to the tool
   * that was placed last, whichever spot is chosen, if there is one.
   *
   * @return normalised
   */
  public Level.Place place(Action.Parameterised action) {
    float[] given = action.parameters();
    List<Level.Place> spots = options.level().spots();
    if (spots.isEmpty()) return new Level.Place(given[0], given[1]);
    Level.Place chosen = spots.get((int) given[0]);
    boolean activator = catalogue.tool(action.index()).activates().isPresent();
    return activator ? scene.lastTool().orElse(chosen) : chosen;
  }

  private void advance() {
    int count =
        episode.paused() ? CreateConstants.PAUSED_PHYSICS_STEPS : CreateConstants.PHYSICS_STEPS;
    for (int i = 1; i <= count; i++) {
      scene.advance();
      if (i % Trail.INTERVAL == 0) trail.add(scene);
      watcher.run();
    }
  }

  /**
   * Takes one step like {@link #step(Action)} and shows its course, for animations.
   *
   * @param afterPhysicsStep runs after each of the step's physics steps
   */
  public void step(Action action, Runnable afterPhysicsStep) {
    Runnable before = watcher;
    watcher = afterPhysicsStep;
    try {
      step(action);
    } finally {
      watcher = before;
    }
  }

  /** Has something run after every physics step. */
  void watch(Runnable newWatcher) {
    watcher = newWatcher;
  }

  Scene scene() {
    return scene;
  }

  Trail trail() {
    return trail;
  }

  @Override
  public double reward() {
    return episode.reward;
  }

  @Override
  public boolean terminated() {
    return episode.terminated;
  }

  @Override
  public boolean truncated() {
    return episode.truncated;
  }

  /** Whether the goal was reached in this episode, which goes on after that. */
  @Override
  public boolean completed() {
    return episode.goalHit;
  }

  @Override
  public String describe(Action action) {
    spec.actions().check(action);
    Action.Parameterised chosen = (Action.Parameterised) action;
    Tool tool = catalogue.tool(chosen.index());
    Activator provided = tool.activates().orElse(null);
    String what = provided == null ? tool.family().toString() : provided.toString();
    Level.Place place = place(chosen);
    return String.format(
        Locale.ROOT,
        "%s at %.2f %.2f",
        what.toLowerCase(Locale.ROOT).replace('_', ' '),
        place.x(),
        place.y());
  }

  /** What happened in the episode so far. */
  public CreateReport report() {
    return episode.report(scene);
  }

  @Override
  public void observe(float[] target, int offset) {
    if (options.view() == View.PIXELS) frames.write(target, offset);
    else StateView.write(scene, episode.targetHit, target, offset);
  }

  @Override
  public void observe(byte[] target, int offset) {
    if (options.view() != View.PIXELS) {
      throw new UnsupportedOperationException("the state view of create is not byte-valued");
    }
    frames.write(target, offset);
  }

  @Override
  public ActionSet availableActions() {
    return available;
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = write();
    if (options.view() == View.PIXELS) for (byte[] frame : frames.frames()) out.put(frame);
    return out.toBytes();
  }

  /** A snapshot for a world with the state view. */
  byte[] stateSnapshot() {
    return write().toBytes();
  }

  private SnapshotWriter write() {
    SnapshotWriter out = new SnapshotWriter(snapshotName(), SNAPSHOT_VERSION);
    out.put(begun).put(available.ids());
    scene.write(out);
    episode.write(out);
    trail.write(out);
    return out;
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, snapshotName(), SNAPSHOT_VERSION);
    Level level = options.level();
    boolean newBegun = in.nextBoolean();
    int[] tools = in.nextInts();
    if (newBegun) checkTools(tools);
    Scene newStage = Scene.read(in, level, catalogue, !options.needActivators());
    Episode newEpisode = Episode.read(in, level);
    Trail newTrail = Trail.read(in);
    byte[][] newFrames = new byte[options.view() == View.PIXELS ? FrameStack.FRAMES : 0][];
    for (int i = 0; i < newFrames.length; i++) {
      newFrames[i] = in.nextBytes();
      if (newFrames[i].length != frames.frames()[i].length) {
        throw new IllegalArgumentException("the snapshot's frames have another size");
      }
    }
    in.end();
    begun = newBegun;
    available = new ActionSet(tools, representation.rows(tools));
    scene = newStage;
    episode = newEpisode;
    trail.copy(newTrail);
    for (int i = 0; i < newFrames.length; i++) {
      System.arraycopy(newFrames[i], 0, frames.frames()[i], 0, newFrames[i].length);
    }
  }

  /** Snapshots fit worlds of the same level only. */
  private String snapshotName() {
    return NAME + ' ' + options.level().name();
  }

  @Override
  public Picture render() {
    int tools = available.ids().length;
    SidePanel panel = new CreatePanel(this).panel();
    return new SceneRenderer(CreateConstants.WORLD, tools).draw(scene, trail, panel);
  }
}
