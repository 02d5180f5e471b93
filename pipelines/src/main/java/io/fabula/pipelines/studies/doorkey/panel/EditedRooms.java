package io.fabula.pipelines.studies.doorkey.panel;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEditor;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.live.TwinPlay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays on from a step with the key or the door changed, by the policy that was trained. */
final class EditedRooms implements HeldView.Closing {
  private static final List<String> DOOR = List.of("open", "closed", "locked");

  private final Rooms rooms;
  private final List<String> actions;
  private final int size;
  private final long seed;
  private @Nullable Actor actor;

  /** What is played, and how it is read. */
  interface Rooms {
    /** A world of that size. */
    DoorKey world();

    /** The state before a step of a sample; nothing behind the last. */
    byte @Nullable [] snapshot(int sample, int step);

    /** Detectors and named events. */
    double[] said(DoorKey world);

    /** The trained policy in two rows; closed by the caller. */
    Actor policy() throws IOException;
  }

  EditedRooms(Rooms rooms, int size, long seed) {
    this.rooms = rooms;
    this.size = size;
    this.seed = seed;
    actions = ((ActionSpace.Discrete) rooms.world().spec().actions()).names();
  }

  @Override
  public Form form() {
    return Form.ofEdits(
        "From this step the trained policy plays on in the rooms as they were and with one change;"
            + " it draws the same random numbers in both.",
        "the key or the door",
        "Probability of actions",
        "Probability that the first detector fires");
  }

  @Override
  public List<Choice> edits() {
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < DOOR.size(); i++) {
      choices.add(new Choice("door-" + i, "the door " + DOOR.get(i)));
    }
    choices.add(new Choice("give-key", "the key carried"));
    choices.add(new Choice("remove-key", "the key gone from the floor"));
    for (int y = 1; y < size - 1; y++) {
      for (int x = 1; x < size - 1; x++) {
        choices.add(
            new Choice(
                "key-" + x + "-" + y, "the key on the floor, column %d, row %d".formatted(x, y)));
      }
    }
    return choices;
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    byte[] snapshot = rooms.snapshot(asked.sample(), asked.step());
    if (snapshot == null) {
      throw new IllegalArgumentException("the episode has ended before step " + (asked.step() + 1));
    }
    Choice edit =
        edits().stream()
            .filter(each -> each.name().equals(asked.edit()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no edit " + asked.edit()));
    DoorKey original = rooms.world();
    original.restore(snapshot);
    DoorKey twin = rooms.world();
    twin.restore(snapshot);
    edit(twin.editor(), edit.name());
    return new TwinPlay<DoorKey>(open(), "probability of actions", actions, this::look)
        .play(
            edit.words(),
            original,
            twin,
            asked.steps(),
            Seeds.of(seed, "panel", asked.sample(), asked.step()));
  }

  private static void edit(DoorKeyEditor editor, String name) {
    String[] parts = name.split("-", -1);
    switch (parts[0]) {
      case "door" -> editor.setDoor(Integer.parseInt(parts[1]));
      case "give" -> editor.giveKey();
      case "remove" -> {
        if (!editor.removeAll("key")) {
          throw new IllegalArgumentException("no key lies on the floor here");
        }
      }
      default -> editor.placeKey(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
  }

  private TwinPlay.Look look(DoorKey world, int row, Actor decided, Action action) {
    float[] logarithms = new float[actions.size()];
    decided.distribution(row, logarithms);
    double[] probabilities = new double[logarithms.length];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = StrictMath.exp(logarithms[i]);
    }
    double[] said = rooms.said(world);
    return new TwinPlay.Look(said, probabilities, ((Action.Discrete) action).index(), said[0]);
  }

  private Actor open() throws IOException {
    Actor known = actor;
    if (known != null) return known;
    Actor made = rooms.policy();
    actor = made;
    return made;
  }

  @Override
  public void close() {
    Actor known = actor;
    if (known != null) known.close();
  }
}
