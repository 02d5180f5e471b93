package io.fabula.pipelines.inspection;

import io.fabula.envs.catalogue.Worlds;
import io.fabula.envs.create.Level;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.pipelines.config.Layer;
import io.fabula.pipelines.config.SettingsGrid;
import io.fabula.pipelines.datasets.Spaces;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.interpret.InterpretStudy;
import io.fabula.pipelines.studies.twostage.problems.ProblemSource;
import io.fabula.pipelines.worker.WorldWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Readers of settings, and of files and messages that users write. */
final class TextTrials {
  private static final String FILE = "mutated";
  private static final String SETTINGS =
      "seed: 1\nagent:\n  pool: 2\n  channels: [16, 32]\n  ppo: {gamma: 0.99}\n";

  static final List<ReaderOnTrial> ALL =
      List.of(
          ReaderOnTrial.ofText("settings", FILE, SETTINGS, file -> Layer.ofFile(file).leaves()),
          ReaderOnTrial.ofText("study", FILE, SETTINGS, TextTrials::resolve),
          ReaderOnTrial.ofText("override", FILE, "agent.channels=[16, 32]", TextTrials::override),
          ReaderOnTrial.ofText("sweep", FILE, "agent.ppo.gamma=0.9,0.99", TextTrials::sweep),
          ReaderOnTrial.ofText(
              "items",
              FILE,
              "item_id,split,main_category,sub_category,video_length,f0,f1,q0\n"
                  + "0,train,0,0,4,0.1,0.2,0.9\n1,test,0,1,5.5,0.3,0.4,0.8\n",
              ItemTable::read,
              IllegalArgumentException.class),
          ReaderOnTrial.ofText(
              "level",
              FILE,
              "name own\nsteps 12\nnoise goal 0.1..0.2 0\ntarget 0 0.5 radius=3\n"
                  + "goal 0 -0.5 noise=goal\nfloor 0.5 -0.1 length=10\n",
              Level::read,
              IllegalArgumentException.class),
          ReaderOnTrial.ofText(
              "problem",
              FILE,
              """
              {"format": "fabula-table-1", "name": "coin", "states": 2, "actions": 2,
               "state_names": ["here", "there"], "action_names": ["stay", "go"],
               "start": [0.5, 0.5], "max_steps": 4, "transitions": [
               {"state": 0, "action": 0, "outcomes": [{"next": 0, "prob": 1, "reward": 0}]},
               {"state": 0, "action": 1, "outcomes": [{"next": 1, "prob": 1, "reward": -1}]},
               {"state": 1, "action": 0, "outcomes": [{"next": null, "prob": 1, "reward": 2}]},
               {"state": 1, "action": 1, "outcomes": [{"next": 0, "prob": 0.5, "reward": 0},
                {"next": 1, "prob": 0.5, "reward": 0}]}]}
              """,
              file -> ProblemSource.of("table:" + file)),
          ReaderOnTrial.of(
              "spaces",
              FILE,
              file ->
                  Files.writeString(
                      file, Spaces.of(Worlds.named("platform").orElseThrow().make().spec()).json()),
              file -> Spaces.read(ReaderOnTrial.text(file)),
              IOException.class),
          ReaderOnTrial.of(
              "messages", FILE, TextTrials::messages, TextTrials::serve, IOException.class));

  private TextTrials() {}

  private static void resolve(Path file) {
    ResolvedStudy.of(new InterpretStudy(), "tiny", Optional.of(file), List.of());
  }

  private static void override(Path file) throws IOException {
    Layer.ofOverride(ReaderOnTrial.text(file)).leaves();
  }

  private static void sweep(Path file) throws IOException {
    SettingsGrid.of(List.of(ReaderOnTrial.text(file)), "1..2").points();
  }

  private static void messages(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String each :
        List.of(
            "{\"do\":\"describe\"}",
            "{\"do\":\"reset\",\"seed\":3}",
            "{\"do\":\"step\",\"action\":{\"index\":1,\"parameters\":[12.5]}}",
            "{\"do\":\"snapshot\"}")) {
      byte[] text = each.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(text.length)
              .putInt(0)
              .array());
      all.writeBytes(text);
    }
    Files.write(file, all.toByteArray());
  }

  private static void serve(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      new WorldWorker(Worlds.named("platform").orElseThrow())
          .serve(in, OutputStream.nullOutputStream());
    }
  }
}
