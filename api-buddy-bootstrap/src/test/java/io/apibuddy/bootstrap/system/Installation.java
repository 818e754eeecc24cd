package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command line with one engine and its own store, in front of an API of small answers. */
final class Installation {
  /** The number of answers, of 1 KiB each. */
  static final int ANSWERS = 100;

  /** The period after which the sizes of the answers repeat. */
  private static final int SIZES = 100;

  /** The number that is requested first. */
  static final int FIRST = 70;

  private static final int SMALL = 20;
  private static final Pattern CONTENT = Pattern.compile("store|CURRENT|MANIFEST-\\d+|\\d+\\.sst");
  private static final Pattern ASIDE = Pattern.compile("store\\.corrupt-\\d+T\\d+Z");
  private static final Client CLIENT = new Client();

  private final Path home;
  private final String engine;
  private final NumberedApi api;

  Installation(Path home, String engine, NumberedApi api) throws IOException {
    // A tracer sees the real path.
    this.home = Files.createDirectories(home).toRealPath();
    this.engine = engine;
    this.api = api;
    Files.createDirectories(data());
  }

  /** Returns another installation with a copy of the files, for the same API. */
  Installation copyTo(Path target) throws IOException {
    Installation copy = new Installation(target, engine, api);
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.filter(file -> !file.equals(data())).toList()) {
        Files.copy(file, copy.data().resolve(data().relativize(file).toString()));
      }
    }
    return copy;
  }

  /** Returns the directory that contains only the store. */
  Path data() {
    return home.resolve("data");
  }

  /** Returns the store's file or directory. */
  Path store() {
    return data().resolve("store");
  }

  /** Returns the file whose name is the store's with a suffix. */
  Path beside(String suffix) {
    return data().resolve("store" + suffix);
  }

  /** Returns the write-ahead log of a running store. */
  Path log() throws IOException {
    if (engine.equals("sqlite")) {
      return beside("-wal");
    }
    try (Stream<Path> files = Files.list(store())) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  ProxyProcess start() throws Exception {
    return launch(Map.of()).awaitStart();
  }

  /** Starts it; the command line begins with {@code before}. */
  ProxyProcess launch(Map<String, String> environment, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(ProxyProcess.java());
    command.addAll(ProxyProcess.SHORT_LIVED);
    String other = engine.equals("sqlite") ? "rocksdb" : "sqlite";
    command.addAll(List.of("-cp", ProxyProcess.classPathWithout(other), ProxyProcess.MAIN));
    command.addAll(List.of("--map", "m=" + api.url(), "--port", "0"));
    command.addAll(List.of("--store", store().toString()));
    Map<String, String> all = new TreeMap<>(environment);
    // Every hit comes from the store.
    all.put("API_BUDDY_CACHE_MEMORY_MAX_MB", "0");
    return ProxyProcess.runCommand(home, all, command);
  }

  /** Requests every answer, checks each one, and returns the number of hits. */
  static int hits(ProxyProcess process) throws Exception {
    int hits = 0;
    for (int i = 0; i < ANSWERS; i++) {
      hits += isHit(process, i / SMALL * SIZES + FIRST + i % SMALL) ? 1 : 0;
    }
    return hits;
  }

  /** Requests a number, checks the answer, and returns whether it was a hit. */
  static boolean isHit(ProxyProcess process, int number) throws Exception {
    HttpResponse<byte[]> answer = CLIENT.get(process.url("/m" + NumberedApi.PATH + number));
    assertThat(NumberedApi.version(number, answer))
        .as("version of answer %d, status %d", number, answer.statusCode())
        .isPositive();
    return Client.field(answer, "X-Cache").equals("HIT");
  }

  /** Terminates it gracefully and returns the warnings that it printed. */
  static List<String> stop(ProxyProcess process) throws InterruptedException {
    assertThat(process.isAlive()).isTrue();
    process.terminate();
    assertThat(process.exitCode()).isIn(0, 143);
    return warnings(process);
  }

  static List<String> warnings(ProxyProcess process) {
    assertThat(process.output()).doesNotContain("\tat ", " ERROR ");
    return process.output().lines().filter(line -> line.contains(" WARN ")).toList();
  }

  /** Asserts that it starts, has every answer and stops without a warning. */
  void assertComplete() throws Exception {
    try (ProxyProcess process = start()) {
      assertThat(hits(process)).isEqualTo(ANSWERS);
      assertThat(stop(process)).isEmpty();
    }
  }

  /**
   * Asserts that it starts, stores what is requested and stops without a warning; returns the
   * number of answers that it had at first.
   */
  int assertUsable() throws Exception {
    int found;
    try (ProxyProcess process = start()) {
      found = hits(process);
      assertThat(hits(process)).isEqualTo(ANSWERS);
      assertThat(stop(process)).isEmpty();
    }
    assertThat(aside()).isEmpty();
    return found;
  }

  /**
   * Asserts that it does not start and that its message names the store; returns its output.
   *
   * @param before what the command line begins with
   */
  String refusal(String... before) throws Exception {
    try (ProxyProcess process = launch(Map.of(), before)) {
      assertThat(process.exitCode()).isNotZero();
      assertThat(process.output()).contains(store().toString()).doesNotContain("\tat ");
      return process.output();
    }
  }

  /** Asserts that it starts empty with one warning and has moved the damaged store aside. */
  void assertReplaced() throws Exception {
    Map<String, ByteBuffer> old = content(store());
    try (ProxyProcess process = start()) {
      assertThat(hits(process)).isZero();
      assertThat(hits(process)).isEqualTo(ANSWERS);
      assertThat(stop(process))
          .singleElement()
          .asString()
          .contains(store() + " is damaged", store() + ".corrupt-");
    }
    List<Path> aside = aside();
    assertThat(aside).hasSize(1);
    assertThat(content(aside.get(0)).values()).containsExactlyElementsOf(old.values());

    assertComplete();
    assertThat(aside()).isEqualTo(aside);
  }

  /** Returns the stores that were moved aside, without the logs that belong to them. */
  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(data())) {
      return files.filter(file -> ASIDE.matcher(file.getFileName().toString()).matches()).toList();
    }
  }

  /** Returns the bytes of the store's file, or of the files of its directory that hold data. */
  static Map<String, ByteBuffer> content(Path store) throws IOException {
    Map<String, ByteBuffer> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (file.equals(store) || CONTENT.matcher(name).matches()) {
          content.put(name, ByteBuffer.wrap(Files.readAllBytes(file)));
        }
      }
    }
    return content;
  }
}
