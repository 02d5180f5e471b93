package io.fabula.model.twins;

import io.fabula.envs.Action;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.Sighting;
import io.fabula.envs.edits.WorldEditor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What edits of the world do to agents' states. Levels are played by the first agent, and all
 * agents watch. From some of the states the world is edited, and by a placebo of about equal area,
 * and goes on from there by the untouched course's own next actions, as long as the agent is at the
 * same place in all three worlds.
 *
 * <p>A level's responses do not depend on which others are played beside it, but for the quota.
 */
public final class EditExperiment {
  private static final double SAME_PLACE = 1e-3;

  /**
   * What is done.
   *
   * @param edits names of edits, in the order in which responses are given
   * @param lags observations that are compared, the first of them right after the edit; at least 1
   * @param statesPerLevel most states of one level for each edit, at least 1
   * @param quota most states for each edit
   * @param course how levels are played
   */
  public record Options(
      List<String> edits, int lags, int statesPerLevel, int quota, WatchedCourse.Options course) {
    public Options {
      edits = List.copyOf(edits);
      if (lags < 1) throw new IllegalArgumentException("lags must be at least 1, got " + lags);
      if (statesPerLevel < 1) {
        throw new IllegalArgumentException(
            "statesPerLevel must be at least 1, got " + statesPerLevel);
      }
    }
  }

  /**
   * An agent's states after each observation.
   *
   * @param untouched {@code [lags][state]}
   * @param edited after the edit
   * @param placebo after its placebo
   */
  public record Watched(List<float[]> untouched, List<float[]> edited, List<float[]> placebo) {}

  /**
   * What an edit did in one state.
   *
   * @param edit which one
   * @param level seed of the level
   * @param step of the episode, from 0
   * @param sighting the feature that the edit is about: that it adds, or that it removes
   * @param phase what the agent was at
   * @param changedByEdit share of what the first agent is shown that the edit changes, 0 to 1
   * @param changedByPlacebo the same of the placebo
   * @param agents states of each agent, in their order; as many lags as the worlds are comparable
   */
  public record Response(
      EditSpec edit,
      long level,
      int step,
      Sighting sighting,
      String phase,
      double changedByEdit,
      double changedByPlacebo,
      List<Watched> agents) {
    /** Observations after which the three worlds are comparable. */
    public int lags() {
      return agents.get(0).edited().size();
    }
  }

  /** A state with an edit, and the two worlds that come of it. */
  private static final class Pair {
    final WatchedCourse course;
    final int step;
    final EditSpec edit;
    final Sighting sighting;
    final String phase;
    final byte[][] worlds;
    final List<List<List<float[]>>> states = new ArrayList<>(); // [agent][world][lag]
    final double[] changed = new double[2];
    boolean over;

    Pair(
        WatchedCourse course,
        int step,
        EditSpec edit,
        Sighting sighting,
        String phase,
        byte[][] worlds,
        int agents) {
      this.course = course;
      this.step = step;
      this.edit = edit;
      this.sighting = sighting;
      this.phase = phase;
      this.worlds = worlds;
      for (int i = 0; i < agents; i++) {
        states.add(List.of(new ArrayList<>(), new ArrayList<>()));
      }
    }

    Response response() {
      List<Watched> watched = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        List<List<float[]>> each = states.get(i);
        int lags = each.get(0).size();
        List<float[]> untouched = new ArrayList<>();
        for (int lag = 0; lag < lags; lag++) untouched.add(course.after(i, step + lag));
        watched.add(new Watched(untouched, each.get(0), each.get(1)));
      }
      return new Response(
          edit, course.level(), step, sighting, phase, changed[0], changed[1], watched);
    }
  }

  private final EditableWorld world;
  private final List<SteppingAgent> agents;
  private final Options options;

  /**
   * @param world to play in; nobody else may use it meanwhile
   * @param agents the first plays, all watch
   */
  public EditExperiment(EditableWorld world, List<SteppingAgent> agents, Options options) {
    this.world = world;
    this.agents = List.copyOf(agents);
    this.options = options;
    for (String edit : options.edits()) world.editor().edit(edit); // or it is refused now
  }

  /** Plays levels; responses of comparable worlds, edit by edit, level by level, step by step. */
  public List<Response> run(long[] levels) {
    List<Pair> pairs = pairs(WatchedCourse.play(world, agents, levels, options.course()));
    for (int lag = 0; lag < options.lags(); lag++) {
      if (lag > 0) step(pairs, lag);
      watch(pairs, lag);
    }
    List<Response> responses = new ArrayList<>();
    for (Pair pair : pairs) {
      if (!pair.states.get(0).get(0).isEmpty()) responses.add(pair.response());
    }
    return responses;
  }

  private List<Pair> pairs(List<WatchedCourse> courses) {
    Map<String, List<Pair>> found = new HashMap<>();
    for (String edit : options.edits()) found.put(edit, new ArrayList<>());
    for (WatchedCourse course : courses) {
      Map<String, Integer> ofLevel = new HashMap<>();
      for (int step : course.picked()) {
        for (String edit : options.edits()) {
          List<Pair> list = found.getOrDefault(edit, Collections.emptyList());
          int before = ofLevel.getOrDefault(edit, 0);
          if (before >= options.statesPerLevel() || list.size() >= options.quota()) continue;
          world.restore(course.snapshot(step));
          if (!world.editor().allows(edit)) continue;
          list.add(pair(course, step, world.editor().edit(edit)));
          ofLevel.put(edit, before + 1);
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (String edit : options.edits()) {
      pairs.addAll(found.getOrDefault(edit, Collections.emptyList()));
    }
    return pairs;
  }

  private Pair pair(WatchedCourse course, int step, EditSpec edit) {
    WorldEditor editor = world.editor();
    String phase = editor.phase();
    Sighting before = editor.sight(edit.feature());
    byte[][] worlds = new byte[2][];
    editor.apply(edit.name(), EditVariant.EDIT);
    Sighting sighting = edit.adds() ? editor.sight(edit.feature()) : before;
    worlds[0] = world.snapshot();
    world.restore(course.snapshot(step));
    editor.apply(edit.name(), EditVariant.PLACEBO);
    worlds[1] = world.snapshot();
    return new Pair(course, step, edit, sighting, phase, worlds, agents.size());
  }

  /** Takes both worlds of each pair one step further, by the action of the untouched course. */
  private void step(List<Pair> pairs, int lag) {
    for (Pair pair : pairs) {
      int next = pair.step + lag;
      if (pair.over || next >= pair.course.length()) {
        pair.over = true;
        continue;
      }
      Action action = Action.of(pair.course.action(next - 1));
      for (int x = 0; x < 2; x++) {
        world.restore(pair.worlds[x]);
        world.step(action);
        if (world.done()) {
          pair.over = true;
          break;
        }
        pair.worlds[x] = world.snapshot();
      }
    }
  }

  private void watch(List<Pair> pairs, int lag) {
    List<Pair> comparable = new ArrayList<>();
    List<List<float[]>> views = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) views.add(new ArrayList<>());
    for (Pair pair : pairs) {
      if (pair.over || !samePlace(pair, lag)) {
        pair.over = true;
        continue;
      }
      comparable.add(pair);
      float[] untouched =
          lag == 0 ? pair.course.view(agents.get(0), world, pair.step) : new float[0];
      for (int x = 0; x < 2; x++) {
        world.restore(pair.worlds[x]);
        for (int i = 0; i < agents.size(); i++) {
          float[] view = agents.get(i).view(world);
          views.get(i).add(view);
          if (i == 0 && lag == 0) pair.changed[x] = changed(untouched, view);
        }
      }
    }
    for (int i = 0; i < agents.size(); i++) {
      List<float[]> before = new ArrayList<>();
      for (Pair pair : comparable) {
        for (int x = 0; x < 2; x++) {
          List<float[]> own = pair.states.get(i).get(x);
          before.add(lag == 0 ? pair.course.before(i, pair.step) : own.get(lag - 1));
        }
      }
      List<float[]> after = agents.get(i).remember(agents.get(i).embed(views.get(i)), before);
      for (int p = 0; p < comparable.size(); p++) {
        for (int x = 0; x < 2; x++)
          comparable.get(p).states.get(i).get(x).add(after.get(2 * p + x));
      }
    }
  }

  private boolean samePlace(Pair pair, int lag) {
    AgentPlace place = pair.course.place(pair.step + lag);
    for (byte[] each : pair.worlds) {
      world.restore(each);
      if (!world.editor().place().near(place, SAME_PLACE)) return false;
    }
    return true;
  }

  private static double changed(float[] before, float[] after) {
    int count = 0;
    for (int i = 0; i < before.length; i++) if (before[i] != after[i]) count++;
    return (double) count / before.length;
  }
}
