package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileLayerTest {
  private static final float MARGIN = 0.02f;

  @ParameterizedTest
  @CsvSource({"true, 64", "true, 200", "false, 64"})
  void drawsAsIfCellByCell(boolean centred, int size) {
    RandomStream random = new RandomStream(8);
    for (int level = 0; level < 60; level++) {
      Scene scene = new Scene();
      LevelGenerator.generate(CoinRunOptions.DEFAULT, level, scene);
      Camera camera = new Camera();
      float x = 1 + 40 * random.nextFloat();
      float y = 1 + 15 * random.nextFloat();
      camera.look(centred, x, y, size);
      for (SpriteSet sprites : new SpriteSet[] {SpriteSet.monochrome(), SpriteSet.coarse()}) {
        assertThat(byRuns(scene, camera, sprites, size))
            .as("level %d at (%s, %s)", level, x, y)
            .isEqualTo(byCells(scene, camera, sprites, size));
      }
    }
  }

  private static byte[] byRuns(Scene scene, Camera camera, SpriteSet sprites, int size) {
    byte[] frame = new byte[size * size * 3];
    Blitter blitter = new Blitter(size);
    blitter.begin(frame, 0);
    BackgroundLayer background = new BackgroundLayer(blitter, size, false);
    background.place(sprites.background(scene.background), scene.backgroundShift, camera);
    new TileLayer(blitter, background, size).draw(scene.grid, scene.wallTheme, camera, sprites);
    return frame;
  }

  private static byte[] byCells(Scene scene, Camera camera, SpriteSet sprites, int size) {
    byte[] frame = new byte[size * size * 3];
    Blitter blitter = new Blitter(size);
    blitter.begin(frame, 0);
    BackgroundLayer background = new BackgroundLayer(blitter, size, false);
    background.place(sprites.background(scene.background), scene.backgroundShift, camera);
    background.draw(0, size, 0, size);
    float extent = camera.extent(1, MARGIN);
    for (int x = camera.firstColumn; x <= camera.lastColumn; x++) {
      for (int y = camera.firstRow; y <= camera.lastRow; y++) {
        byte code = scene.grid.at(x, y);
        if (code == Grid.EMPTY || code == Grid.BARRIER) continue;
        boolean wall = code == Grid.GROUND || code == Grid.GROUND_TOP;
        blitter.draw(
            sprites.sprite(code, wall ? scene.wallTheme : 0, false),
            camera.left(x, MARGIN),
            camera.top(y + 1, MARGIN),
            extent,
            extent,
            1);
      }
    }
    return frame;
  }
}
