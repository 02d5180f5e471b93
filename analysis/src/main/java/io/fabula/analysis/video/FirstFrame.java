package io.fabula.analysis.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.jcodec.scale.AWTUtil;

/** What a clip shows before it is played, and on paper. */
public final class FirstFrame {
  private FirstFrame() {}

  /**
   * Reads it.
   *
   * @param file an MP4 file
   * @throws IOException if it is none that can be read
   */
  public static BufferedImage of(Path file) throws IOException {
    try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
      Picture frame = FrameGrab.createFrameGrab(channel).getNativeFrame();
      if (frame == null) throw new IOException(file + " has no frames");
      return AWTUtil.toBufferedImage(frame);
    } catch (JCodecException e) {
      throw new IOException("cannot read " + file, e);
    }
  }
}
