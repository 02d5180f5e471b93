package io.fabula.envs.create;

import java.util.List;

/**
 * The rules of a CREATE world.
 *
 * @param level the puzzle
 * @param noise whether places vary from episode to episode
 * @param split which tools are offered, unless {@code tools} says so
 * @param tools ids to draw the sets from; empty for those of the split
 * @param setSize entries in a set, activators included
 * @param activators of them, 2 to 5; 0 to draw their number uniformly from 2..5 in each episode
 * @param keepNoOp whether the first entry of a set is the one that does nothing
 * @param needActivators whether tools are dead until they touch their activator
 * @param view what is observed
 */
public record CreateOptions(
    Level level,
    boolean noise,
    ToolSplit split,
    List<Integer> tools,
    int setSize,
    int activators,
    boolean keepNoOp,
    boolean needActivators,
    View view) {
  /** What an observation consists of. */
  public enum View {
    /** The last three frames in grey, 84 by 84. */
    PIXELS,
    /** Places and velocities as numbers. */
    STATE
  }

  /** The published experiment: Push with training tools, seen in pixels. */
  public static final CreateOptions PUBLISHED =
      new CreateOptions(
          Level.push(),
          true,
          ToolSplit.TRAIN,
          List.of(),
          CreateConstants.SET_SIZE,
          CreateConstants.SET_ACTIVATORS,
          false,
          true,
          View.PIXELS);

  public CreateOptions {
    tools = List.copyOf(tools);
    int most = Activator.KINDS.size();
    if (activators != 0 && (activators < 2 || activators > most)) {
      throw new IllegalArgumentException(
          "activators must be within 2.." + most + " or 0 for any number, got " + activators);
    }
    int taken = (activators == 0 ? most : activators) + (keepNoOp ? 1 : 0);
    if (setSize < taken) {
      throw new IllegalArgumentException("setSize must be at least " + taken + ", got " + setSize);
    }
    ToolCatalogue catalogue = ToolCatalogue.published();
    for (int id : tools) {
      if (catalogue.tool(id).needs().isEmpty()) {
        throw new IllegalArgumentException("tools must be ids of tools, got " + id);
      }
    }
    int offered = tools.isEmpty() ? split.ids(catalogue).length : tools.size();
    if (tools.stream().distinct().count() != tools.size()) {
      throw new IllegalArgumentException("tools must differ");
    }
    if (offered < setSize) {
      throw new IllegalArgumentException(
          "setSize must be at most " + offered + ", the tools there are, got " + setSize);
    }
  }

  /** The same with another level. */
  public CreateOptions withLevel(Level newLevel) {
    return new CreateOptions(
        newLevel, noise, split, tools, setSize, activators, keepNoOp, needActivators, view);
  }

  /** The same with or without noise. */
  public CreateOptions withNoise(boolean newNoise) {
    return new CreateOptions(
        level, newNoise, split, tools, setSize, activators, keepNoOp, needActivators, view);
  }

  /** The same with tools of another split. */
  public CreateOptions withSplit(ToolSplit newSplit) {
    return new CreateOptions(
        level, noise, newSplit, List.of(), setSize, activators, keepNoOp, needActivators, view);
  }

  /** The same with sets of another size drawn from given tools. */
  public CreateOptions withTools(List<Integer> newTools, int newSetSize) {
    return new CreateOptions(
        level, noise, split, newTools, newSetSize, activators, keepNoOp, needActivators, view);
  }

  /** The same with another number of activators, 0 for any. */
  public CreateOptions withActivators(int newActivators) {
    return new CreateOptions(
        level, noise, split, tools, setSize, newActivators, keepNoOp, needActivators, view);
  }

  /** The same with or without the entry that does nothing. */
  public CreateOptions withKeepNoOp(boolean newKeepNoOp) {
    return new CreateOptions(
        level, noise, split, tools, setSize, activators, newKeepNoOp, needActivators, view);
  }

  /** The same with tools that need activators or not. */
  public CreateOptions withNeedActivators(boolean newNeedActivators) {
    return new CreateOptions(
        level, noise, split, tools, setSize, activators, keepNoOp, newNeedActivators, view);
  }

  /** The same seen in another way. */
  public CreateOptions withView(View newView) {
    return new CreateOptions(
        level, noise, split, tools, setSize, activators, keepNoOp, needActivators, newView);
  }
}
