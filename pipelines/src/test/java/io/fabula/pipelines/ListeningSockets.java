package io.fabula.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process listens on, as Linux tells; other systems tell nothing. */
public final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final Path PROCESSES = Path.of("/proc");

  private ListeningSockets() {}

  /** Whether this system tells. */
  public static boolean areKnown() {
    return Files.isReadable(PROCESSES.resolve("self/net/tcp"));
  }

  /** The addresses, such as {@code 127.0.0.1:8081}, on which this process listens. */
  public static Set<String> ofThisProcess() {
    return of(ProcessHandle.current().pid());
  }

  /** The addresses on which a process of this user listens. */
  public static Set<String> of(long pid) {
    Path process = PROCESSES.resolve(Long.toString(pid));
    Set<String> addresses = new TreeSet<>();
    if (!areKnown()) return addresses;
    try {
      Set<String> own = sockets(process.resolve("fd"));
      for (String table : List.of("net/tcp", "net/tcp6")) {
        for (String line : Files.readAllLines(process.resolve(table))) {
          String[] words = line.strip().split(" +");
          if (words[3].equals(LISTEN) && own.contains(words[9])) addresses.add(address(words[1]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return addresses;
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    Set<String> inodes = new TreeSet<>();
    try (Stream<Path> files = Files.list(descriptors)) {
      for (Path file : files.toList()) {
        if (!Files.isSymbolicLink(file)) continue;
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) inodes.add(target.replaceAll("[^0-9]", ""));
      }
    }
    return inodes;
  }

  /** Of the kernel's form: words of four bytes, each with its lowest byte first, and the port. */
  private static String address(String hexadecimal) {
    String host = hexadecimal.substring(0, hexadecimal.indexOf(':'));
    int port = Integer.parseInt(hexadecimal.substring(hexadecimal.indexOf(':') + 1), 16);
    if (host.length() == 32 && !host.startsWith("0000000000000000FFFF0000")) {
      return "[" + host + "]:" + port;
    }
    String word = host.substring(host.length() - 8);
    int[] bytes = new int[4];
    for (int i = 0; i < 4; i++) bytes[i] = Integer.parseInt(word.substring(2 * i, 2 * i + 2), 16);
    return "%d.%d.%d.%d:%d".formatted(bytes[3], bytes[2], bytes[1], bytes[0], port);
  }
}
