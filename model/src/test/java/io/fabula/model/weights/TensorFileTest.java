package io.fabula.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.random.RandomStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFileTest {
  @TempDir Path directory;

  @Test
  void returnsWhatWasWrittenBitForBit() throws IOException {
    TensorFile written = sample();
    Path path = directory.resolve("deep/er/sample.safetensors");
    written.write(path);
    TensorFile read = TensorFile.read(path);
    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(read.names()).containsExactlyInAnyOrderElementsOf(written.names());
    for (String name : written.names()) {
      assertThat(read.tensor(name)).as(name).isEqualTo(written.tensor(name));
    }
    assertThat(Float.floatToRawIntBits(read.floats("weight", List.of(2, 3))[5]))
        .isEqualTo(Float.floatToRawIntBits(-0.0f));
  }

  @Test
  void writesTheDocumentedLayout() throws IOException {
    Path path = directory.resolve("one.safetensors");
    new TensorFile().put("a", Tensor.of(new float[] {1, 2}, 2)).write(path);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    assertThat(header % 8).isZero();
    assertThat(new String(bytes.array(), 8, header, StandardCharsets.UTF_8).strip())
        .isEqualTo("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
    assertThat(bytes.getFloat(8 + header)).isEqualTo(1f);
    assertThat(bytes.getFloat(12 + header)).isEqualTo(2f);
    assertThat(bytes.capacity()).isEqualTo(16 + header);
  }

  @Test
  void leavesNothingBesideTheFile() throws IOException {
    Path path = directory.resolve("one.safetensors");
    sample().write(path);
    sample().write(path);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    Path path = directory.resolve("whole.safetensors");
    sample().write(path);
    byte[] whole = Files.readAllBytes(path);
    Path cut = directory.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TensorFile.read(cut))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageStartingWith(cut.toString())
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void survivesEveryEditedHeaderByte() throws IOException {
    Path path = directory.resolve("whole.safetensors");
    sample().write(path);
    byte[] whole = Files.readAllBytes(path);
    int end = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    RandomStream random = new RandomStream(3);
    int refused = 0;
    for (int at = 0; at < end; at++) {
      byte[] edited = whole.clone();
      edited[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(path, edited);
      try {
        TensorFile.read(path);
      } catch (DamagedFileException | UnsupportedFileException expected) {
        refused++;
      }
    }
    assertThat(refused)
        .as("edits inside names may pass, those of structure may not")
        .isGreaterThan(end / 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}} | F16[2] takes 4 bytes, its"
            + " data_offsets give 8",
        "{'a':{'dtype':7,'shape':[2],'data_offsets':[0,8]}} | dtype must be a string",
        "{'a':{'shape':[2],'data_offsets':[0,8]}} | dtype is missing",
        "{'a':7} | expected an object with dtype",
        "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}} | shape must hold whole numbers"
            + " from 0",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | shape must"
            + " hold whole numbers from 0",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296,4],'data_offsets':[0,8]}} | too large",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x | expected JSON",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | takes 12 bytes, its data_offsets"
            + " give 8",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | shape must hold whole numbers"
            + " from 0",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}} | takes 17179869184"
            + " bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,16]}} | must lie within 0..8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | must lie within 0..8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes belong to no tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | expected its data to begin at"
            + " offset 0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}}"
            + " | expected its data to begin at offset 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
            + " | expected JSON",
        "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | must be a"
            + " string",
        "[1, 2] | expected a JSON object",
      })
  void namesWhatIsWrongWithAHeader(String header, String complaint) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(16 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Path path = directory.resolve("bad.safetensors");
    Files.write(path, bytes.array());
    assertThatThrownBy(() -> TensorFile.read(path))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(complaint);
  }

  @Test
  void namesTensorAndExpectationWhenAskedForAnother() throws IOException {
    TensorFile file = sample();
    assertThatThrownBy(() -> file.floats("weight", List.of(3, 2)))
        .hasMessage("memory, tensor \"weight\": expected F32[3, 2], got F32[2, 3]");
    assertThatThrownBy(() -> file.longs("absent", 1))
        .hasMessage("memory, tensor \"absent\": it is missing");
    assertThatThrownBy(() -> TensorFile.read(directory.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static TensorFile sample() {
    return new TensorFile()
        .put("frame", Tensor.of(new byte[] {0, -1, 127, -128, 5}, 5, 1))
        .put(
            "weight", Tensor.of(new float[] {1, Float.NaN, Float.MIN_VALUE, 1e30f, 0, -0.0f}, 2, 3))
        .put("count", Tensor.of(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}))
        .put("variance", Tensor.of(new double[] {Math.PI}))
        .put("nothing", Tensor.of(new float[0], 0, 7))
        .putMetadata("frames", "65536")
        .putMetadata("ünïcode", "naïve \"quoted\"");
  }

  private Path write(byte[] json, int dataBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    return Files.write(directory.resolve("made.safetensors"), bytes.array());
  }

  /** Names and texts in other encodings than strict UTF-8, which the reference reader refuses. */
  @Test
  void headersThatAreNotUtf8AreRefused() throws IOException {
    String header = "{\"a?\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}";
    int at = header.indexOf('?');
    for (int[] wrong :
        new int[][] {{0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xff}, {0xf5, 0x80, 0x80, 0x80}}) {
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      byte[] json = new byte[text.length - 1 + wrong.length];
      System.arraycopy(text, 0, json, 0, at);
      for (int i = 0; i < wrong.length; i++) json[at + i] = (byte) wrong[i];
      System.arraycopy(text, at + 1, json, at + wrong.length, text.length - at - 1);
      Path path = write(json, 0);
      assertThatThrownBy(() -> TensorFile.read(path))
          .isInstanceOf(DamagedFileException.class)
          .hasMessage(path + ", header: it is not UTF-8");
    }
    Path wide = write(header.getBytes(StandardCharsets.UTF_16LE), 0);
    assertThatThrownBy(() -> TensorFile.read(wide)).isInstanceOf(DamagedFileException.class);
    Path sound =
        write(header.replace("?", "\u00e4\ud83d\ude00").getBytes(StandardCharsets.UTF_8), 0);
    assertThat(TensorFile.read(sound).names()).containsExactly("a\u00e4\ud83d\ude00");
  }

  /** Sound files of other programs are listed whatever they hold, and their types named. */
  @Test
  void soundFilesWithOtherTypesAreListed() throws IOException {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    String[] types = {
      "BOOL", "I8", "F8_E4M3", "I16", "U16", "F16", "BF16", "I32", "U32", "U64", "C64"
    };
    int[] bytes = {1, 1, 1, 2, 2, 2, 2, 4, 4, 8, 8};
    int end = 0;
    for (int i = 0; i < types.length; i++) {
      json.append(
          ",\"t%d\":{\"dtype\":\"%s\",\"shape\":[3,1],\"data_offsets\":[%d,%d]}"
              .formatted(i, types[i], end, end + 3 * bytes[i]));
      end += 3 * bytes[i];
    }
    Path path = write(json.append("}").toString().getBytes(StandardCharsets.UTF_8), end);
    TensorListing listing = TensorListing.read(path);
    assertThat(listing.metadata()).containsEntry("format", "pt");
    assertThat(listing.tensors()).extracting(TensorListing.Entry::dtype).containsExactly(types);
    assertThat(listing.tensors().get(6).shape()).containsExactly(3L, 1L);
    assertThatThrownBy(() -> TensorFile.read(path))
        .isInstanceOf(UnsupportedFileException.class)
        .hasMessage(path + ", tensor \"t0\": expected dtype F64, I64, F32 or U8, got BOOL");
    Path unknown =
        write(
            "{\"a\":{\"dtype\":\"F7\",\"shape\":[0],\"data_offsets\":[0,0]}}"
                .getBytes(StandardCharsets.UTF_8),
            0);
    assertThatThrownBy(() -> TensorListing.read(unknown))
        .isInstanceOf(UnsupportedFileException.class)
        .hasMessage(unknown + ", tensor \"a\": dtype F7 is not supported");
  }

  /** A header is not held in memory; this one would need half of a small heap. */
  @Test
  void longHeadersOfNothingAreReadAsTheyCome() throws IOException {
    byte[] json = new byte[30_000_000];
    Arrays.fill(json, (byte) ' ');
    json[0] = '{';
    json[1] = '}';
    assertThat(TensorListing.read(write(json, 0)).tensors()).isEmpty();
  }
}
