package io.fabula.model.dl4j;

import io.fabula.model.weights.DamagedFileException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;

/**
 * Reads the coefficients as ND4J writes an array: two buffers, the shape and the values, each with
 * the name of a memory mode, a length (8 bytes), the name of a type, and big-endian elements. Sizes
 * are checked before memory is taken.
 */
final class CoefficientReader {
  private static final int LONGEST_SHAPE = 128;
  private static final String POSITION = "entry \"" + ModelZip.COEFFICIENTS + "\"";

  private final String source;
  private final DataInputStream in;
  private final int largest;

  /**
   * @param largest number of bytes that values may take
   */
  CoefficientReader(String source, InputStream in, int largest) {
    this.source = source;
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.largest = largest;
  }

  private record Header(long length, String type) {}

  float[] read() throws IOException {
    try {
      long count = readShape();
      Header header = header();
      if (header.length != count) {
        throw damaged("the shape has " + count + " elements, the values are " + header.length);
      }
      int bytes =
          switch (header.type) {
            case "FLOAT" -> Float.BYTES;
            case "DOUBLE" -> Double.BYTES;
            default -> throw damaged("expected values of type FLOAT or DOUBLE, got " + header.type);
          };
      if (count > largest / bytes) {
        throw damaged(count + " values are more than " + largest + " bytes hold");
      }
      float[] values = new float[(int) count];
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes == Float.BYTES ? in.readFloat() : (float) in.readDouble();
      }
      if (in.read() >= 0) throw damaged("bytes follow the last value");
      return values;
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged("it is cut off or not an array of ND4J");
    }
  }

  /** Reads the shape; the number of elements. */
  private long readShape() throws IOException {
    Header header = header();
    if (header.length < 1 || header.length > LONGEST_SHAPE) {
      throw damaged("expected a shape, got " + header.length + " numbers");
    }
    long[] shape = new long[(int) header.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] =
          switch (header.type) {
            case "LONG" -> in.readLong();
            case "INT" -> in.readInt();
            default -> throw damaged("expected a shape of type LONG, got " + header.type);
          };
    }
    long rank = shape[0];
    if (rank < 0 || rank >= shape.length) throw damaged("the shape has rank " + rank);
    long count = 1;
    for (int i = 1; i <= rank; i++) {
      if (shape[i] < 0 || shape[i] > largest || count * shape[i] > largest) {
        throw damaged("axis " + (i - 1) + " has length " + shape[i]);
      }
      count *= shape[i];
    }
    return count;
  }

  private Header header() throws IOException {
    in.readUTF(); // memory mode, of the writer's process alone
    return new Header(in.readLong(), in.readUTF());
  }

  private DamagedFileException damaged(String problem) {
    return new DamagedFileException(source, POSITION, problem);
  }
}
