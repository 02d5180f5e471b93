package io.fabula.pipelines.studies.agilerecsim.tables;

import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy file of a matrix of 32- or 64-bit floats, rows one after the other.
 *
 * @param values {@code [rows, columns]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record NpyFile(float[] values, int rows, int columns) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<|=]?f[48])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\((\\d{1,9}),\\s*(\\d{1,9}),?\\)");
  private static final int PREAMBLE = 10;
  private static final int ALIGNMENT = 64;

  /** The bytes of a file. */
  public static byte[] floats(float[] values, int rows, int columns) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int length = (PREAMBLE + header.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - PREAMBLE;
    ByteBuffer out =
        ByteBuffer.allocate(PREAMBLE + length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    while (out.position() < PREAMBLE + length - 1) out.put((byte) ' ');
    out.put((byte) '\n');
    for (float value : values) out.putFloat(value);
    return out.array();
  }

  /**
   * Reads a file.
   *
   * @throws DataProblem if it is no such matrix, or a number is not finite, naming row and column
   */
  public static NpyFile read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DataProblem(file, "there is no such file", "see docs/studies/agile-recsim.md", e);
    } catch (IOException e) {
      throw new DataProblem(file, "cannot be read", "check its permissions", e);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean magic = bytes.length > PREAMBLE + 2;
    for (int i = 0; magic && i < MAGIC.length; i++) magic = bytes[i] == MAGIC[i];
    if (!magic) throw bad(file, "it does not begin as one");
    int start = bytes[6] == 1 ? PREAMBLE : PREAMBLE + 2;
    int length = bytes[6] == 1 ? in.getShort(8) & 0xFFFF : in.getInt(8);
    if (length < 0 || length > bytes.length - start) throw bad(file, "its header is cut off");
    String header = new String(bytes, start, length, StandardCharsets.US_ASCII);
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find()) throw bad(file, "its numbers are not little-endian float32 or float64");
    if (!order.find() || order.group(1).equals("True")) throw bad(file, "columns come first");
    if (!shape.find()) throw bad(file, "it has not two axes of a size that can be held");
    int rows = Integer.parseInt(shape.group(1));
    int columns = Integer.parseInt(shape.group(2));
    if (rows < 1 || columns < 1) throw bad(file, "it is empty");
    int width = type.group(1).endsWith("8") ? 8 : 4;
    if ((long) rows * columns * width != bytes.length - (long) (start + length)) {
      throw bad(file, "it does not hold %d x %d numbers".formatted(rows, columns));
    }
    float[] values = new float[rows * columns];
    in.position(start + length);
    for (int i = 0; i < values.length; i++) {
      values[i] = width == 8 ? (float) in.getDouble() : in.getFloat();
      if (!Float.isFinite(values[i])) {
        throw new DataProblem(
            file,
            "row %d, column %d is %s".formatted(i / columns, i % columns, values[i]),
            "attributes must be finite");
      }
    }
    return new NpyFile(values, rows, columns);
  }

  private static DataProblem bad(Path file, String why) {
    return new DataProblem(
        file, "no NumPy matrix of floats (%s)".formatted(why), "write it by numpy.save");
  }
}
