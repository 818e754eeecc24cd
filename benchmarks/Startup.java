import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The program behind {@code benchmarks/startup}, which describes it. */
final class Startup {
  private static final int CLIENTS = 32;
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n"
              + "x".repeat(1024))
          .getBytes(StandardCharsets.US_ASCII);

  /** A way to start the proxy, with the milliseconds of each start, sorted in the end. */
  private record Kind(
      String name,
      List<String> command,
      Map<String, String> environment,
      List<Double> starts,
      List<Double> processor) {
    Kind(String name, List<String> command, Map<String, String> environment) {
      this(name, command, environment, new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Path work = Files.createTempDirectory("startup");
  private final ServerSocket api = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  private final AtomicLong number = new AtomicLong();

  private Startup() throws IOException {}

  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    String here = System.getProperty("java.home");
    new Startup().measure(project, System.getenv().getOrDefault("JVMS", here), rounds, seconds);
    System.exit(0);
  }

  private void measure(Path project, String jvms, int rounds, int seconds) throws Exception {
    daemon(this::answerAll);
    String jar = project.resolve("api-buddy-bootstrap/target/api-buddy.jar").toString();
    List<Kind> kinds = new ArrayList<>();
    for (String home : jvms.split(":")) {
      Map<String, String> jvm = Map.of("JAVA_HOME", home, "API_BUDDY_JAR", jar);
      String java = home + "/bin/java";
      kinds.add(new Kind("java -jar", List.of(java, "-jar", jar), jvm));
      String launcher = project.resolve("bin/api-buddy").toString();
      kinds.add(new Kind("bin/api-buddy", List.of(launcher), jvm));
      makeArchive(launcher, jvm);
    }
    for (int round = 0; round <= rounds; round++) {
      for (Kind kind : kinds) {
        try (Proxy proxy = new Proxy(kind)) {
          if (round > 0) { // the first round has a cold disk cache
            kind.starts.add(proxy.firstAnswer / 1e6);
            kind.processor.add(proxy.processorMillis);
          }
        }
      }
    }
    System.out.println(
        "| start | JVM | first answer, median (min-max) of "
            + rounds
            + " | processor time | resident idle | hits/s | resident after them"
            + " | misses/s | resident after them |\n|---|---|---|---|---|---|---|---|---|");
    for (Kind kind : kinds) {
      kind.starts.sort(Comparator.naturalOrder());
      kind.processor.sort(Comparator.naturalOrder());
      try (Proxy proxy = new Proxy(kind)) {
        TimeUnit.SECONDS.sleep(3);
        long idle = proxy.resident();
        long hits = proxy.load(seconds, () -> "/api/hit");
        long afterHits = proxy.resident();
        long misses = proxy.load(seconds, () -> "/api/" + number.incrementAndGet());
        System.out.printf(
            "| `%s` | %s | %.0f ms (%.0f-%.0f) | %.0f ms | %d MB | %d | %d MB | %d | %d MB |%n",
            kind.name,
            version(kind),
            kind.starts.get(kind.starts.size() / 2),
            kind.starts.get(0),
            kind.starts.get(kind.starts.size() - 1),
            kind.processor.get(kind.processor.size() / 2),
            idle,
            hits,
            afterHits,
            misses,
            proxy.resident());
      }
    }
    delete(work);
  }

  private void makeArchive(String launcher, Map<String, String> jvm) throws Exception {
    Path archives = work.resolve("cache/api-buddy/startup");
    long before = Files.exists(archives) ? names(archives).size() : 0;
    Process first = process(List.of(launcher, "--version"), jvm).start();
    first.getInputStream().readAllBytes();
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (!Files.exists(archives)
        || names(archives).size() == before
        || names(archives).stream().anyMatch(name -> name.contains(".new."))) {
      require(System.nanoTime() < deadline, "no archive was made");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).toList();
    }
  }

  private static String version(Kind kind) throws IOException {
    Path release = Path.of(kind.environment.get("JAVA_HOME"), "release");
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.split("\"")[1])
        .findFirst()
        .orElse("?");
  }

  private ProcessBuilder process(List<String> command, Map<String, String> environment) {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("HOME", work.toString());
    process.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
    process.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
    process.environment().put("API_BUDDY_THROTTLING_DEFAULT_REQUESTS_PER_HOUR", "0");
    process.environment().putAll(environment);
    return process;
  }

  /** A running proxy with a store of its own. */
  private final class Proxy implements AutoCloseable {
    final Path store = Files.createTempDirectory(work, "store");
    final Process process;
    final int port;
    final long firstAnswer;
    final double processorMillis;

    Proxy(Kind kind) throws Exception {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      List<String> command = new ArrayList<>(kind.command);
      command.add("--map=api=http://127.0.0.1:" + api.getLocalPort());
      command.add("--port=" + port);
      command.add("--store=" + store.resolve("cache.db"));
      long begin = System.nanoTime();
      process =
          process(command, kind.environment)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      while (!answers()) {
        require(process.isAlive() && System.nanoTime() - begin < TIMEOUT_NANOS, "no answer");
        TimeUnit.MILLISECONDS.sleep(1);
      }
      firstAnswer = System.nanoTime() - begin;
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      // Ticks of 10 ms: user time and system time.
      processorMillis = 10.0 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    private boolean answers() throws IOException {
      try (Socket socket = connect()) {
        get(socket, "/api/hit");
        return true;
      } catch (ConnectException e) {
        return false;
      }
    }

    private Socket connect() throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return socket;
    }

    /** Sends requests on 32 connections and returns the answers per second. */
    long load(int seconds, Supplier<String> path) throws Exception {
      AtomicLong answers = new AtomicLong();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            daemon(
                () -> {
                  try (Socket socket = connect()) {
                    while (System.nanoTime() < end) {
                      get(socket, path.get());
                      answers.incrementAndGet();
                    }
                  } catch (IOException e) {
                    System.err.println("a client failed: " + e);
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }
      return answers.get() / seconds;
    }

    /** Returns the resident memory in MiB. */
    long resident() throws IOException {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      process.onExit().join();
      delete(store);
    }
  }

  /** Sends a request and reads an answer, which must have 1024 bytes of content. */
  private static void get(Socket socket, String path) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    byte[] buffer = new byte[8192];
    int length = 0;
    int head = -1;
    InputStream in = socket.getInputStream();
    while (head < 0 || length < head + 1024) {
      int read = in.read(buffer, length, buffer.length - length);
      require(read > 0, "the connection ended");
      length += read;
      if (head < 0) {
        int end = new String(buffer, 0, length, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        head = end < 0 ? -1 : end + 4;
      }
    }
    require(buffer[9] == '2', "an answer is no 200");
  }

  private void answerAll() {
    while (true) {
      try {
        Socket socket = api.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> answer(socket));
      } catch (IOException e) {
        System.err.println("the API failed: " + e);
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          socket.getOutputStream().write(ANSWER);
        }
      }
    } catch (IOException e) {
      // The proxy has ended.
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalStateException(otherwise);
    }
  }
}
