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

/** The product with one engine and a store of its own, in front of an API of small answers. */
final class Installation {
  /** How many answers there are, of 1 KiB each. */
  static final int ANSWERS = 100;

  /** After how many numbers the sizes repeat. */
  private static final int SIZES = 100;

  /** The number that is asked for first. */
  static final int FIRST = 70;

  private static final int SMALL = 20;
  private static final Pattern CONTENT = Pattern.compile("store|CURRENT|MANIFEST-\\d+|\\d+\\.sst");
  private static final Pattern ASIDE = Pattern.compile("store\\.corrupt-\\d+T\\d+Z");
  private static final Client CLIENT = new Client();

  private final Path home;
  private final String engine;
  private final NumberedApi api;

  Installation(Path home, String engine, NumberedApi api) throws IOException {
    // Its real name is the one that a tracer sees.
    this.home = Files.createDirectories(home).toRealPath();
    this.engine = engine;
    this.api = api;
    Files.createDirectories(data());
  }

  /** Returns another one with a copy of the files, for the same answers. */
  Installation copyTo(Path target) throws IOException {
    Installation copy = new Installation(target, engine, api);
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.filter(file -> !file.equals(data())).toList()) {
        Files.copy(file, copy.data().resolve(data().relativize(file).toString()));
      }
    }
    return copy;
  }

  /** Returns the directory that the store lies in, alone. */
  Path data() {
    return home.resolve("data");
  }

  /** Returns the store's file or directory. */
  Path store() {
    return data().resolve("store");
  }

  /** Returns a file whose name begins as the store's. */
  Path beside(String suffix) {
    return data().resolve("store" + suffix);
  }

  /** Returns the log that a running store writes every entry to first. */
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

  /** Runs it; {@code before} is what the command line begins with. */
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

  /** Asks for every answer, each of which has to be right, and returns how many were kept ones. */
  static int hits(ProxyProcess process) throws Exception {
    int hits = 0;
    for (int i = 0; i < ANSWERS; i++) {
      hits += isHit(process, i / SMALL * SIZES + FIRST + i % SMALL) ? 1 : 0;
    }
    return hits;
  }

  /** Asks for the answer to a number, which has to be right, and returns whether it was kept. */
  static boolean isHit(ProxyProcess process, int number) throws Exception {
    HttpResponse<byte[]> answer = CLIENT.get(process.url("/m" + NumberedApi.PATH + number));
    assertThat(NumberedApi.version(number, answer))
        .as("version of answer %d, status %d", number, answer.statusCode())
        .isPositive();
    return Client.field(answer, "X-Cache").equals("HIT");
  }

  /** Has it end by itself and returns the warnings that it printed. */
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

  /** Starts, finds every answer and stops, without a warning. */
  void isWhole() throws Exception {
    try (ProxyProcess process = start()) {
      assertThat(hits(process)).isEqualTo(ANSWERS);
      assertThat(stop(process)).isEmpty();
    }
  }

  /**
   * Starts and stops without a warning and keeps what it is asked for; returns how many answers
   * were there at first.
   */
  int keepsOn() throws Exception {
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
   * Does not start, for a reason that names the store, and returns what it said.
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

  /** Starts empty with one warning, what was there lies beside, and all goes on from there. */
  void isReplaced() throws Exception {
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

    isWhole();
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
