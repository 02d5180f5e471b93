package io.fabula.pipelines.studies.doorkey.panel;

import io.fabula.envs.Picture;
import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.edits.AgentPlace;
import io.fabula.model.agents.Actor;
import io.fabula.pipelines.mediation.panel.PolicyEpisodes;
import io.fabula.pipelines.mediation.phases.Phases;
import io.fabula.pipelines.mediation.phases.TrainedDetectors;
import io.fabula.pipelines.panel.LiveWorld;
import io.fabula.pipelines.panel.PanelView;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.OpenedRun;
import io.fabula.pipelines.studies.doorkey.settings.DoorKeySettings;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of the trained policy in DoorKey: the grid, what the learned detectors say of it step by
 * step, and what each would say with the agent in every other cell.
 */
public final class DoorKeyPanel {
  private static final int SIDE_SHOWN = 128;
  private static final int SHADES = 255;

  private final int size;
  private final PolicyEpisodes episodes;

  /** Opens what a run holds, of the first seed. */
  public static PanelView open(OpenedRun<DoorKeySettings> run) throws IOException {
    DoorKeyPanel panel = new DoorKeyPanel(run);
    return panel.episodes.view(run, Optional.of(panel::map)).with(panel.edited(run));
  }

  private DoorKeyPanel(OpenedRun<DoorKeySettings> run) throws IOException {
    DoorKeySettings settings = run.settings();
    size = settings.size();
    episodes =
        new PolicyEpisodes(
            run,
            new PolicyEpisodes.Subject(
                "doorkey",
                "Which event on the way to the goal mediates the effect",
                settings.worlds(),
                settings.variable(),
                settings.seed(),
                settings.episodes().episodes()));
  }

  /** A policy with memory cannot play on from the middle of an episode. */
  private Optional<LiveWorld> edited(OpenedRun<DoorKeySettings> run) {
    if (run.settings().policy().memory() > 0) return Optional.empty();
    EditedRooms.Rooms rooms = rooms(run.required(Phases.TRAIN));
    return Optional.of(new EditedRooms(rooms, size, run.settings().seed()));
  }

  private EditedRooms.Rooms rooms(Artifact policies) {
    return new EditedRooms.Rooms() {
      @Override
      public DoorKey world() {
        return new DoorKey(size, DoorKeyView.PLANES);
      }

      @Override
      public byte @Nullable [] snapshot(int sample, int step) {
        return episodes.snapshot(sample, step);
      }

      @Override
      public double[] said(DoorKey world) {
        return episodes.said(world);
      }

      @Override
      public Actor policy() throws IOException {
        return episodes.trained().actor(policies, 2);
      }
    };
  }

  /** Brighter cells make the detector fire with the agent there; walls and objects stay dark. */
  private Picture map(byte[] snapshot, TrainedDetectors.Detector detector) {
    int cell = SIDE_SHOWN / size;
    int side = cell * size;
    byte[] rgb = new byte[3 * side * side];
    DoorKey world = new DoorKey(size, DoorKeyView.PLANES);
    for (int x = 1; x < size - 1; x++) {
      for (int y = 1; y < size - 1; y++) {
        double fires;
        try {
          world.restore(snapshot);
          world.editor().moveAgent(new AgentPlace(x, y));
          fires = detector.fires(world);
        } catch (IllegalArgumentException | IllegalStateException e) {
          continue; // nobody can stand there
        }
        int shade = 40 + (int) Math.round(fires * (SHADES - 40));
        for (int i = 1; i < cell; i++) {
          for (int j = 1; j < cell; j++) {
            int at = 3 * ((y * cell + j) * side + x * cell + i);
            rgb[at] = (byte) (shade / 3);
            rgb[at + 1] = (byte) (shade * 2 / 3);
            rgb[at + 2] = (byte) shade;
          }
        }
      }
    }
    return new Picture(side, side, rgb);
  }
}
