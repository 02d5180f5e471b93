package io.fabula.model.dl4j;

import io.fabula.model.weights.DamagedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The two entries of a Deeplearning4j model file that make a network: its configuration as JSON and
 * its coefficients. What the library writes beside them and nobody needs for playing is not read
 * ({@code updaterState.bin}: numbers of the optimiser; {@code noParams.marker}: empty). Everything
 * else, such as serialised normalisers, updaters and other Java objects, is refused by name.
 *
 * @param source name of the file
 * @param configuration JSON
 * @param coefficients all parameters in the library's order
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two methods, never compared
record ModelZip(String source, String configuration, float[] coefficients) {
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";

  /** Largest configuration, bytes: some thousand layers. */
  static final int LARGEST_CONFIGURATION = 4 << 20;

  /** Largest coefficients, bytes: 64 million parameters in single precision. */
  static final int LARGEST_COEFFICIENTS = 256 << 20;

  private static final Set<String> UNREAD = Set.of("updaterState.bin", "noParams.marker");

  static ModelZip read(Path path) throws IOException {
    String source = path.toString();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      checkEntries(zip, source);
      byte[] configuration = bytes(zip, source, CONFIGURATION, LARGEST_CONFIGURATION);
      try (InputStream in = zip.getInputStream(entry(zip, source, COEFFICIENTS))) {
        float[] values = new CoefficientReader(source, in, LARGEST_COEFFICIENTS).read();
        return new ModelZip(source, new String(configuration, StandardCharsets.UTF_8), values);
      }
    } catch (ZipException | EOFException e) { // the latter where the file or an entry ends too soon
      String reason = e instanceof EOFException ? "it is cut off" : e.getMessage();
      throw new DamagedFileException(source, "zip", "expected a Deeplearning4j model, " + reason);
    }
  }

  private static void checkEntries(ZipFile zip, String source) throws DamagedFileException {
    Set<String> names = new HashSet<>();
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      String name = all.nextElement().getName();
      boolean known =
          name.equals(CONFIGURATION) || name.equals(COEFFICIENTS) || UNREAD.contains(name);
      if (!known) {
        throw new DamagedFileException(
            source,
            "entry \"" + name + "\"",
            "a network's configuration and coefficients are read and nothing else; save the model"
                + " without normaliser, old updater and other objects");
      }
      if (!names.add(name)) {
        throw new DamagedFileException(source, "entry \"" + name + "\"", "it is there twice");
      }
    }
  }

  private static ZipEntry entry(ZipFile zip, String source, String name)
      throws DamagedFileException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new DamagedFileException(
          source, "entry \"" + name + "\"", "it is missing; expected a Deeplearning4j model");
    }
    return entry;
  }

  private static byte[] bytes(ZipFile zip, String source, String name, int largest)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, source, name))) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new DamagedFileException(
            source, "entry \"" + name + "\"", "it is larger than " + largest + " bytes");
      }
      return bytes;
    }
  }
}
