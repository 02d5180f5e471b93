package io.fabula.pipelines.report;

import io.fabula.analysis.figures.Figure;
import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.analysis.video.Clip;
import io.fabula.analysis.video.Mp4;
import io.fabula.envs.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report with one of everything. */
final class ReportSample {
  private static final int SIDE = 32;

  private ReportSample() {}

  /** A made-up game: a box that moves over a ground. */
  private static Clip game(int length, int shift) {
    List<Picture> frames = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      byte[] rgb = new byte[SIDE * SIDE * 3];
      for (int at = 0; at < SIDE * SIDE; at++) {
        int x = at % SIDE;
        int y = at / SIDE;
        boolean box = x / 6 == (t + shift) / 2 % 5 && y > 17 && y <= 24;
        int colour = box ? 0xd1495b : y > 24 ? 0x7a5230 : 0x9cd3ee;
        for (int c = 0; c < 3; c++) rgb[3 * at + c] = (byte) (colour >> (16 - 8 * c));
      }
      frames.add(new Picture(SIDE, SIDE, rgb));
    }
    return new Clip(frames);
  }

  static Report of(Path folder) throws IOException {
    Map<String, Figure> figures = SampleFigures.all();
    Path pair = folder.resolve("real-and-simulated-1.mp4");
    Mp4.write(
        pair,
        Clip.sideBySide(
            List.of(game(20, 0).enlarged(4), game(20, 4).enlarged(4)),
            List.of("real", "simulated")),
        7);
    List<ReportBlock> clips = new ArrayList<>();
    for (int b = 0; b < 4; b++) {
      Path clip = folder.resolve("behaviour-" + b + ".mp4");
      Mp4.write(clip, game(10, 3 * b).enlarged(4), 7);
      clips.add(
          new ReportBlock.Video(
              "Behaviour " + b,
              (60 - 9 * b) + " samples; the one nearest to the mean.",
              clip,
              "5be1d0c2a94f"));
    }
    String agent = "a91c04e7d2b8";
    String recorded = "3f20bb17c6e0";
    String simulator = "77c1d9305ab4";
    String reduced = "c0ffee5512aa";
    String behaviours = "5be1d0c2a94f";
    List<Report.Section> sections =
        List.of(
            new Report.Section(
                "Agent",
                "A recurrent PPO agent, trained on unlimited CoinRun levels and judged on levels "
                    + "it has not seen.",
                List.of(
                    new ReportBlock.Drawing(figure(figures, "learning-curves"), agent),
                    new ReportBlock.Table(
                        "Mean return on the same 4,000 unseen easy levels",
                        List.of("Policy", "Return", "95 % interval", "Levels solved"),
                        List.of(
                            List.of("agent, seed 0", "7.31", "7.17 .. 7.45", "73.1 %"),
                            List.of("hold right and jump", "6.75", "6.60 .. 6.89", "67.5 %"),
                            List.of("random", "2.74", "2.60 .. 2.88", "27.4 %"))))),
            new Report.Section(
                "Simulator",
                "A learned world with the frozen agent inside, started from three real frames and "
                    + "then left to itself.",
                List.of(
                    new ReportBlock.Grid(
                        2,
                        List.of(
                            new ReportBlock.Video(
                                "Episode 17",
                                "Left the real episode, right the simulator after three frames. "
                                    + "The arrow is the agent's action.",
                                pair,
                                simulator),
                            new ReportBlock.Video(
                                "Episode 42", "The same for another start.", pair, simulator))),
                    new ReportBlock.Drawing(figure(figures, "horizon-error"), simulator),
                    new ReportBlock.Drawing(figure(figures, "simulator-losses"), simulator))),
            new Report.Section(
                "Hidden states",
                "The agent's 64 hidden units, standardised, without outliers, as principal and "
                    + "independent components.",
                List.of(
                    new ReportBlock.Drawing(figure(figures, "variance-explained"), reduced),
                    new ReportBlock.Grid(
                        2,
                        List.of(
                            new ReportBlock.Drawing(figure(figures, "map-entropy-nats"), reduced),
                            new ReportBlock.Drawing(figure(figures, "map-behaviour"), reduced))),
                    new ReportBlock.Drawing(figure(figures, "component-series"), reduced),
                    new ReportBlock.Drawing(figure(figures, "component-histograms"), reduced),
                    new ReportBlock.Drawing(figure(figures, "readout-weights"), reduced))),
            new Report.Section(
                "Behaviours",
                "Clusters of how agent and world move together.",
                List.of(
                    new ReportBlock.Drawing(figure(figures, "behaviour-sizes"), behaviours),
                    new ReportBlock.Grid(4, clips))),
            new Report.Section(
                "Causal stories",
                "What moves with what, how many steps later, and whether an agent that has "
                    + "learned nothing shows the same.",
                List.of(
                    new ReportBlock.Note(
                        true,
                        "What this can and cannot say",
                        "Cross-correlations say what moves together and in which order. Only an "
                            + "intervention shows a cause."),
                    new ReportBlock.Drawing(figure(figures, "cross-correlations"), behaviours),
                    new ReportBlock.Drawing(figure(figures, "effects"), behaviours),
                    new ReportBlock.Drawing(figure(figures, "losses-of-agents"), behaviours),
                    new ReportBlock.Drawing(figure(figures, "cells"), behaviours),
                    new ReportBlock.Drawing(figure(figures, "surfaces"), behaviours),
                    new ReportBlock.Verdicts(
                        "Claims",
                        List.of(
                            new ReportBlock.Claim(
                                "Components follow one another in a fixed order",
                                true,
                                "4 of 15 entries exceed every untrained behaviour"),
                            new ReportBlock.Claim(
                                "Gradients point the way components move",
                                false,
                                "agreement 54 % off the diagonal, permutation p = 0.21"))))));
    return new Report(
        "interpret \u00b7 mini",
        "CoinRun, easy levels \u00b7 run 2026-11-20T08:41Z \u00b7 DirectRunner, 2 cores \u00b7 "
            + "14 min 12 s",
        "A CoinRun agent was trained for eleven minutes, recorded for 300 episodes and simulated "
            + "for 400 samples. Two of five behaviours show an order between hidden-state "
            + "directions that no untrained agent shows; for the other three it is not shown.",
        List.of(
            new Report.Fact("Return on unseen levels", "7.31", "hold right and jump 6.75"),
            new Report.Fact("Image error, 1 step", "0.0040", "mean image 0.034"),
            new Report.Fact("Variance in 6 components", "86 %", "of 64 hidden units"),
            new Report.Fact("Story entries shown", "4 of 15", "false discovery rate 5 %")),
        sections,
        List.of(
            new Report.Setting("seed", "0", "default"),
            new Report.Setting("agent.pool", "4", "profile mini"),
            new Report.Setting("agent.learning_rate", "5.0e-4", "profile mini"),
            new Report.Setting("record.episodes", "300", "profile mini"),
            new Report.Setting("simulator.steps", "1500", "command line")),
        List.of(
            new Report.Artifact(
                "train-agent v3",
                agent,
                List.of(),
                "27,451 parameters",
                "11 min 2 s",
                "artifacts/train-agent/" + agent),
            new Report.Artifact(
                "record-rollouts v2",
                recorded,
                List.of(agent),
                "18,204 steps, 300 episodes",
                "31 s, 8 shards",
                "artifacts/record-rollouts/" + recorded),
            new Report.Artifact(
                "train-simulator v2",
                simulator,
                List.of(agent, recorded),
                "612,330 parameters",
                "2 min 20 s",
                "artifacts/train-simulator/" + simulator),
            new Report.Artifact(
                "reduce-hidden-states v1",
                reduced,
                List.of(recorded, simulator),
                "18,204 rows, 6 independent components, converged after 41 iterations",
                "3 s",
                "artifacts/reduce-hidden-states/" + reduced),
            new Report.Artifact(
                "cluster-behaviours v1",
                behaviours,
                List.of(reduced, simulator),
                "2,000 rows, 5 behaviours, embedding=pca",
                "2 s",
                "artifacts/cluster-behaviours/" + behaviours)));
  }

  private static Figure figure(Map<String, Figure> figures, String name) {
    Figure figure = figures.get(name);
    if (figure == null) throw new AssertionError("no figure " + name + " in " + figures.keySet());
    return figure;
  }
}
