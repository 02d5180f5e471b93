package io.fabula.pipelines.studies.scinet.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The formats of the original's text logs. */
class TextLogsTest {
  private static final String TIME = "2021-01-02 03:04:05";

  @Test
  void episodes() {
    assertThat(TextLogs.episode(TIME, 0, 1, 17))
        .isEqualTo("2021-01-02 03:04:05, env1,     1.0000, 17");
    assertThat(TextLogs.episodeOnConsole(12, 2, 30, 0, 400))
        .isEqualTo(
            "[ Time:       12 ]         [ Environment type:  env3 ]    [ Episode #      30 with"
                + " total Score     0.0000 and length      400. ]");
  }

  @Test
  void lossesCountARowMoreThanWasTrained() {
    // the original's 341st entry is the policy loss of the 171st step
    TextLogs.Step step = new TextLogs.Step(57, 2, 3, 200);
    assertThat(TextLogs.lossOnConsole(step, TextLogs.Loss.POLICY, 0.25))
        .isEqualTo(
            "[ Training #       34400 ] [ Episode #     341 ] [ Loss for type: Policy ]"
                + "    [ Trainer for type:  env3 ]    [ Loss: 0.25000000. ]");
    assertThat(TextLogs.loss(TIME, step, TextLogs.Loss.AUTOENCODER, 0.5))
        .isEqualTo("2021-01-02 03:04:05, Autoencoder, env3, 34400, 0.50000000");
    assertThat(step.entry(TextLogs.Loss.AUTOENCODER)).isEqualTo(342);
  }

  @Test
  void noiseIsPrintedAsPythonDoes() {
    assertThat(TextLogs.noise(0, new double[] {-9.865717887878418f, 1, -10}))
        .isEqualTo("env1, [-9.865717887878418, 1.0, -10.0]");
    assertThat(TextLogs.noise(-1, new double[] {0, 1.5e-5, -2e-7, 0.0001}))
        .isEqualTo("enc, [0.0, 1.5e-05, -2e-07, 0.0001]");
  }

  /** Of 2 to the power of -44 Java 17 by itself prints a digit too many; halves round to even. */
  @Test
  void numbersHaveTheFewestDigitsThatSayThem() {
    assertThat(TextLogs.number(0x1p-44)).isEqualTo("5.684341886080802e-14");
    assertThat(TextLogs.number(2e23)).isEqualTo("2e+23");
    assertThat(TextLogs.number(9.3551177978515625)).isEqualTo("9.355117797851562");
    assertThat(TextLogs.number(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(TextLogs.number(Double.MIN_VALUE)).isEqualTo("5e-324");
  }
}
