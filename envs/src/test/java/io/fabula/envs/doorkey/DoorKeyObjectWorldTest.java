package io.fabula.envs.doorkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.Action;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.random.RandomStream;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** DoorKey as one of the worlds whose objects can be seen, and the partial view as planes. */
class DoorKeyObjectWorldTest {
  @Test
  void viewsAndEventsAreTheWorldsOwn() {
    DoorKey world = new DoorKey(5, DoorKeyView.PARTIAL);
    DoorKeyModel model = new DoorKeyModel(5);
    RandomStream random = new RandomStream(4);
    byte[] one = new byte[world.size(ObjectView.PLANES)];
    byte[] other = new byte[one.length];
    byte[] tabled = new byte[one.length];
    TreeSet<Integer> layouts = new TreeSet<>();
    for (int episode = 0; episode < 40; episode++) {
      world.reset(episode);
      layouts.add(world.layout());
      while (!world.done()) {
        int state = model.state(world);
        for (ObjectView view : ObjectView.values()) {
          world.observe(view, one, 0);
          world.observe(DoorKeyView.valueOf(view.name()), other, 0);
          model.observe(state, view, tabled, 0);
          assertThat(one).isEqualTo(other).isEqualTo(tabled);
        }
        for (DoorKeyEvent event : DoorKeyEvent.values()) {
          assertThat(world.holds(event.ordinal())).isEqualTo(event.holds(world));
        }
        world.step(Action.of(random.nextInt(7)));
      }
    }
    assertThat(world.events()).contains("unlocked").hasSize(5);
    assertThat(layouts).as("two rows of the door, three cells of the key").hasSize(6);
    assertThat(layouts.first()).isZero();
    assertThat(layouts.last()).isEqualTo(5);
  }

  /** Each cell's planes say what its triple of object, colour and state says. */
  @Test
  void thePlanesOfThePartialViewSayWhatItSays() {
    DoorKey world = new DoorKey(6, DoorKeyView.PARTIAL);
    byte[] triples = new byte[7 * 7 * 3];
    byte[] planes = new byte[7 * 7 * 7];
    RandomStream random = new RandomStream(2);
    int doors = 0;
    for (int episode = 0; episode < 30; episode++) {
      world.reset(episode);
      for (int step = 0; step < 60 && !world.done(); step++) {
        world.observe(DoorKeyView.PARTIAL, triples, 0);
        world.observe(DoorKeyView.PARTIAL_PLANES, planes, 0);
        for (int cell = 0; cell < 49; cell++) {
          int type = triples[cell * 3];
          int state = triples[cell * 3 + 2];
          int expected =
              switch (type) {
                case 0 -> -1;
                case 1 -> 6;
                case 2 -> 0;
                case 4 -> 1 + state;
                case 5 -> 4;
                case 8 -> 5;
                default -> throw new AssertionError("object " + type);
              };
          if (type == 4) doors++;
          for (int plane = 0; plane < 7; plane++) {
            assertThat(planes[cell * 7 + plane]).isEqualTo((byte) (plane == expected ? 1 : 0));
          }
        }
        world.step(Action.of(random.nextInt(7)));
      }
    }
    assertThat(doors).isPositive();
  }
}
