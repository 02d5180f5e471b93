package io.fabula.analysis.video;

import io.fabula.envs.Picture;
import io.fabula.model.files.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Size;
import org.jcodec.common.model.TapeTimecode;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/**
 * An MP4 file (H.264, baseline) being written frame by frame, so that long videos need little
 * memory. The same frames always give the same bytes. The file appears, or is replaced, when {@link
 * #finish} is called; closing without it leaves nothing behind.
 */
public final class Mp4Recording implements Closeable {
  private static final int BLOCK = 16;
  private static final String[] DATED_BOXES = {"mvhd", "tkhd", "mdhd"};

  private final Path file;
  private final Path partial;
  private final int width;
  private final int height;
  private final int framesPerSecond;
  private final SeekableByteChannel channel;
  private final MP4Muxer muxer;
  private final MuxerTrack track;
  private final H264Encoder encoder;
  private int frames;

  /**
   * Begins a file.
   *
   * @param file target
   * @param width of all frames, in pixels
   * @param height of all frames, in pixels
   * @param framesPerSecond within 1..120
   * @throws IOException if nothing can be written there
   */
  public Mp4Recording(Path file, int width, int height, int framesPerSecond) throws IOException {
    if (framesPerSecond < 1 || framesPerSecond > 120) {
      throw new IllegalArgumentException(
          "framesPerSecond must be within 1..120, got " + framesPerSecond);
    }
    this.file = file;
    this.width = width;
    this.height = height;
    this.framesPerSecond = framesPerSecond;
    partial = file.resolveSibling("." + file.getFileName() + ".part");
    channel = NIOUtils.writableChannel(partial.toFile());
    muxer = MP4Muxer.createMP4MuxerToChannel(channel);
    track =
        muxer.addVideoTrack(
            Codec.H264,
            VideoCodecMeta.createSimpleVideoCodecMeta(
                new Size(whole(width), whole(height)), ColorSpace.YUV420));
    encoder = new H264Encoder(new ConstantQuality());
    encoder.setKeyInterval(framesPerSecond);
  }

  /** Appends a frame. */
  public void add(Picture frame) throws IOException {
    if (frame.width() != width || frame.height() != height) {
      throw new IllegalArgumentException(
          "frames must be "
              + width
              + "x"
              + height
              + ", got "
              + frame.width()
              + "x"
              + frame.height());
    }
    org.jcodec.common.model.Picture yuv = toYuv(frame);
    VideoEncoder.EncodedFrame encoded =
        encoder.encodeFrame(yuv, ByteBuffer.allocate(encoder.estimateBufferSize(yuv)));
    track.addFrame(
        Packet.createPacket(
            encoded.getData(),
            frames,
            framesPerSecond,
            1,
            frames,
            encoded.isKeyFrame() ? FrameType.KEY : FrameType.INTER,
            TapeTimecode.ZERO_TAPE_TIMECODE));
    frames++;
  }

  /** Frames added so far. */
  public int frames() {
    return frames;
  }

  /** Completes the file; there must have been a frame. */
  public void finish() throws IOException {
    if (frames == 0) throw new IllegalStateException("a video needs at least one frame");
    muxer.finish();
    channel.close();
    byte[] bytes = Files.readAllBytes(partial);
    eraseDates(bytes);
    Files.write(partial, bytes);
    AtomicFile.publish(partial, file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(partial);
  }

  /** The same fineness everywhere, so that even areas keep their colour. */
  private static final class ConstantQuality implements RateControl {
    /** Of 0..51, finest first: drawings keep their colours to the eye, and files stay small. */
    private static final int QUANTISER = 16;

    @Override
    public int startPicture(Size size, int maximumSize, SliceType type) {
      return QUANTISER;
    }

    @Override
    public int initialQpDelta() {
      return 0;
    }

    @Override
    public int accept(int bits) {
      return 0;
    }
  }

  private static int whole(int size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Luma and chroma after ITU-R BT.601 in studio range, which players assume where nothing is said;
   * edges are extended to whole 16x16 blocks.
   */
  private static org.jcodec.common.model.Picture toYuv(Picture frame) {
    int width = whole(frame.width());
    int height = whole(frame.height());
    org.jcodec.common.model.Picture yuv =
        org.jcodec.common.model.Picture.create(width, height, ColorSpace.YUV420J);
    byte[] luma = yuv.getPlaneData(0);
    byte[] blue = yuv.getPlaneData(1);
    byte[] red = yuv.getPlaneData(2);
    byte[] rgb = frame.rgb();
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        double r = 0;
        double g = 0;
        double b = 0;
        for (int corner = 0; corner < 4; corner++) {
          int column = Math.min(x + corner % 2, frame.width() - 1);
          int row = Math.min(y + corner / 2, frame.height() - 1);
          int from = (row * frame.width() + column) * 3;
          int pr = rgb[from] & 0xFF;
          int pg = rgb[from + 1] & 0xFF;
          int pb = rgb[from + 2] & 0xFF;
          int at = (y + corner / 2) * width + x + corner % 2;
          luma[at] = signed(16 + (65.481 * pr + 128.553 * pg + 24.966 * pb) / 255);
          r += pr;
          g += pg;
          b += pb;
        }
        int at = (y / 2) * (width / 2) + x / 2;
        blue[at] = signed(128 + (-37.797 * r - 74.203 * g + 112 * b) / 1020);
        red[at] = signed(128 + (112 * r - 93.786 * g - 18.214 * b) / 1020);
      }
    }
    return yuv;
  }

  /** The encoder's planes hold levels less 128. */
  private static byte signed(double level) {
    return (byte) (Math.round(level) - 128);
  }

  /** Creation and modification times would make equal clips differ. */
  private static void eraseDates(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int header = lastIndexOf(bytes, "moov");
    for (int i = Math.max(0, header); i + 12 <= bytes.length; i++) {
      for (String box : DATED_BOXES) {
        if (startsWith(bytes, i, box) && bytes[i + 4] == 0) buffer.putLong(i + 8, 0);
      }
    }
  }

  private static int lastIndexOf(byte[] bytes, String name) {
    for (int i = bytes.length - 4; i >= 0; i--) if (startsWith(bytes, i, name)) return i;
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int at, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    if (at + wanted.length + 8 > bytes.length) return false;
    for (int i = 0; i < wanted.length; i++) if (bytes[at + i] != wanted[i]) return false;
    return true;
  }
}
