package io.fabula.pipelines.inspection;

import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * The end of a Parquet file as the format lays it down, before anybody makes sense of it: it tells
 * a damaged file from one that is only not understood.
 *
 * @param rows number of rows
 * @param columns number of columns of the outermost level
 */
record ParquetFooter(long rows, int columns) {
  private static final int ENDS = 4;
  private static final int TAIL = 8;
  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED = "PARE";
  private static final String ADVICE =
      "the file was cut off or edited; run the stage that made it again with --force";

  /**
   * Reads it.
   *
   * @throws DataProblem if the file is none, is cut off, or is encrypted
   */
  static ParquetFooter read(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return read(file, in);
    } catch (NoSuchFileException e) {
      throw new DataProblem(shown(file), "there is no such file", "check the path", e);
    } catch (IOException e) {
      if (Files.isReadable(file) && !Files.isDirectory(file)) throw damaged(file, e);
      throw StoreProblem.of("read", shown(file), e);
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    }
  }

  private static ParquetFooter read(Path file, RandomAccessFile in) throws IOException {
    long size = in.length();
    if (size < ENDS + TAIL) throw damaged(file, new IOException("it has only " + size + " bytes"));
    byte[] tail = new byte[TAIL];
    in.seek(size - TAIL);
    in.readFully(tail);
    String magic = new String(tail, ENDS, ENDS, StandardCharsets.ISO_8859_1);
    if (magic.equals(ENCRYPTED)) {
      throw new DataProblem(
          shown(file), "encrypted files are not supported", "nothing is wrong with the file");
    }
    if (!magic.equals(MAGIC)) throw damaged(file, new IOException("it does not end in " + MAGIC));
    long length =
        Integer.toUnsignedLong(ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt());
    if (length > size - ENDS - TAIL || length > Integer.MAX_VALUE - TAIL) {
      throw damaged(file, new IOException("a footer of " + length + " bytes does not fit"));
    }
    byte[] footer = new byte[(int) length];
    in.seek(size - TAIL - length);
    in.readFully(footer);
    try {
      FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
      if (metadata.getNum_rows() < 0 || metadata.getSchemaSize() < 1) {
        throw new IOException("its description is impossible");
      }
      return new ParquetFooter(
          metadata.getNum_rows(), metadata.getSchema().get(0).getNum_children());
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private static DataProblem damaged(Path file, Exception e) {
    return new DataProblem(
        shown(file), "not a whole Parquet file (" + TableInspection.firstLine(e) + ")", ADVICE, e);
  }

  private static String shown(Path file) {
    return Shown.escaped(file.toString());
  }
}
