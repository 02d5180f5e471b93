package io.fabula.envs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.RandomPlayer;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditSpec;
import io.fabula.envs.edits.EditVariant;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.edits.FeatureSpec;
import io.fabula.envs.edits.WorldEditor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every world promises whose state can be edited. */
class EditableWorldsTest {
  static List<NamedWorld<?>> worlds() {
    return Worlds.all().stream().filter(each -> each.make() instanceof EditableWorld).toList();
  }

  private static EditableWorld make(NamedWorld<?> named) {
    return (EditableWorld) named.make();
  }

  @Test
  void thereAreAtLeastThreeKinds() {
    assertThat(worlds())
        .extracting(NamedWorld::name)
        .contains("coinrun", "coinrun-moved-coin", "diglava", "diglava-mini", "doorkey-8");
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void namesBelongTogether(NamedWorld<?> named) {
    EditableWorld world = make(named);
    WorldEditor editor = world.editor();
    assertThat(editor).isSameAs(world.editor());
    List<String> features = editor.features().stream().map(FeatureSpec::name).toList();
    List<String> causes = editor.causes().stream().map(EndingCause::name).toList();
    assertThat(features).doesNotHaveDuplicates();
    assertThat(causes).doesNotHaveDuplicates();
    assertThat(editor.edits()).extracting(EditSpec::name).doesNotHaveDuplicates();
    assertThat(editor.edits()).extracting(EditSpec::feature).isSubsetOf(features);
    assertThat(editor.features()).anyMatch(FeatureSpec::placebo);
    for (FeatureSpec each : editor.features()) {
      assertThat(each.causes()).isSubsetOf(causes);
      assertThat(editor.feature(each.name())).isEqualTo(each);
    }
    world.reset(0);
    assertThatThrownBy(() -> editor.sight("sawfish"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got sawfish");
    assertThatThrownBy(() -> editor.allows("add-sawfish"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got add-sawfish");
    List<Integer> grouped = new ArrayList<>();
    for (ActionGroup group : editor.actionGroups()) grouped.addAll(group.actions());
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < world.spec().actions().count(); i++) all.add(i);
    assertThat(grouped).containsExactlyInAnyOrderElementsOf(all);
  }

  /** States along random play of some episodes. */
  private static void visit(NamedWorld<?> named, int episodes, Consumer<EditableWorld> visitor) {
    EditableWorld world = make(named);
    RandomPlayer player = new RandomPlayer(2);
    for (int episode = 0; episode < episodes; episode++) {
      world.reset(episode);
      for (int step = 0; step < 40 && !world.done(); step++) {
        visitor.accept(world);
        world.step(player.act(world));
      }
    }
  }

  private static byte[] observation(EditableWorld world) {
    byte[] bytes = new byte[world.spec().observations().size()];
    world.observe(bytes, 0);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void editsAndPlacebosShowAndAreUndoneByRestoring(NamedWorld<?> named) {
    EditableWorld other = make(named);
    int[] made = new int[1];
    visit(
        named,
        6,
        world -> {
          byte[] before = world.snapshot();
          byte[] seen = observation(world);
          for (EditSpec edit : world.editor().edits()) {
            boolean allowed = world.editor().allows(edit.name());
            assertThat(world.snapshot()).as("asking changes nothing").isEqualTo(before);
            if (!allowed) {
              assertThatThrownBy(() -> world.editor().apply(edit.name(), EditVariant.EDIT))
                  .isInstanceOf(IllegalStateException.class);
              assertThat(world.snapshot()).isEqualTo(before);
              continue;
            }
            for (EditVariant variant : EditVariant.values()) {
              assertThat(world.editor().apply(edit.name(), variant)).isPositive();
              assertThat(observation(world)).as("%s %s", edit.name(), variant).isNotEqualTo(seen);
              other.restore(world.snapshot());
              assertThat(observation(other)).isEqualTo(observation(world));
              assertThat(other.snapshot()).isEqualTo(world.snapshot());
              world.restore(before);
              assertThat(observation(world)).isEqualTo(seen);
              made[0]++;
            }
          }
        });
    assertThat(made[0]).isPositive();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void viewsWithoutAFeatureAreThoseOfAWorldWithoutIt(NamedWorld<?> named) {
    EditableWorld twin = make(named);
    boolean[] any = new boolean[1];
    visit(
        named,
        4,
        world -> {
          byte[] before = world.snapshot();
          byte[] without = new byte[world.spec().observations().size() + 2];
          float[] numbers = new float[without.length];
          for (FeatureSpec feature : world.editor().features()) {
            boolean there = world.editor().observeWithout(feature.name(), without, 1);
            assertThat(world.editor().has(feature.name())).isEqualTo(there);
            assertThat(world.snapshot()).isEqualTo(before);
            twin.restore(before);
            assertThat(twin.editor().removeAll(feature.name())).isEqualTo(there);
            byte[] seen = Arrays.copyOfRange(without, 1, without.length - 1);
            assertThat(seen).isEqualTo(observation(twin));
            if (!there) assertThat(seen).isEqualTo(observation(world));
            assertThat(twin.editor().removeAll(feature.name())).as("nothing left").isFalse();
            world.editor().observeWithout(feature.name(), numbers, 1);
            for (int i = 1; i < numbers.length - 1; i++) {
              assertThat(numbers[i]).isEqualTo(without[i] & 0xFF);
            }
            any[0] |= there;
          }
        });
    assertThat(any[0]).isTrue();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void episodesEndForACauseOfTheList(NamedWorld<?> named) {
    EditableWorld world = make(named);
    RandomPlayer player = new RandomPlayer(4);
    for (int episode = 0; episode < 5; episode++) {
      world.reset(episode);
      while (!world.done()) {
        assertThat(world.editor().cause()).isEmpty();
        world.step(player.act(world));
      }
      EndingCause cause = world.editor().cause().orElseThrow();
      assertThat(world.editor().causes()).contains(cause);
      assertThat(cause.success()).isEqualTo(world.completed());
      assertThat(cause.name().equals("time")).isEqualTo(world.truncated());
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void describesStatesInFiniteNumbersAndKnownPhases(NamedWorld<?> named) {
    visit(
        named,
        3,
        world -> {
          WorldEditor editor = world.editor();
          assertThat(editor.phases()).contains(editor.phase());
          float[] numbers = new float[editor.measures().size() + 2];
          editor.measure(numbers, 1);
          assertThat(numbers[0]).isZero();
          assertThat(numbers[numbers.length - 1]).isZero();
          for (float each : numbers) assertThat(each).isFinite();
          for (FeatureSpec feature : editor.features()) {
            boolean present = editor.sight(feature.name()).present();
            assertThat(Double.isFinite(editor.sight(feature.name()).distance())).isEqualTo(present);
          }
          editor.moveAgent(editor.place());
        });
  }
}
