package io.apibuddy.bootstrap.slowclients;

import io.apibuddy.bootstrap.slowclients.OrdinaryClient.Experience;
import io.apibuddy.bootstrap.system.LoopbackApi;
import io.apibuddy.bootstrap.system.ProxyProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The program: {@code SlowClients CLASS_PATH CONNECTIONS SECONDS WORK_DIRECTORY}. */
final class SlowClients {
  private static final double BOUND_MILLIS = 50;
  private static final int LARGE = 5_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** The kinds of slow clients, as arguments of slowhttptest, and their targets. */
  private enum Attack {
    SLOW_HEADERS("/small", "-H -i 2 -x 8"),
    SLOW_BODY("/small", "-B -i 2 -s 8192 -x 8"),
    SLOW_READ("/large", "-X -w 1 -y 16 -n 2 -z 5");

    private final String target;
    private final String arguments;

    Attack(String target, String arguments) {
      this.target = target;
      this.arguments = arguments;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final int connections;
  private final Duration length;
  private final Path work;

  private SlowClients(int connections, Duration length, Path work) {
    this.connections = connections;
    this.length = length;
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    SlowClients slow =
        new SlowClients(
            Integer.parseInt(arguments[1]),
            Duration.ofSeconds(Long.parseLong(arguments[2])),
            Path.of(arguments[3]));
    System.exit(slow.areHarmless(arguments[0]) ? 0 : 1);
  }

  private boolean areHarmless(String classPath) throws Exception {
    try (LoopbackApi api =
            LoopbackApi.http()
                .on("/small", LoopbackApi.content("application/json", new byte[250]))
                .on("/large", LoopbackApi.content("application/json", new byte[LARGE]));
        ProxyProcess proxy = start(classPath, api)) {
      String baseUrl = proxy.url("/api");
      OrdinaryClient client = new OrdinaryClient(baseUrl);
      client.askFor(WARM_UP);
      System.out.printf(
          "%-14s %8s %8s %8s %9s %10s%n", "", "p50 ms", "p99 ms", "max ms", "failures", "peak MiB");
      boolean harmless = print("alone", client.askFor(length), proxy);
      for (Attack attack : Attack.values()) {
        Process attackers = begin(attack, baseUrl);
        try {
          harmless &= print(attack.toString(), client.askFor(length), proxy);
        } finally {
          attackers.destroy();
          attackers.waitFor();
        }
      }
      return harmless;
    }
  }

  private ProxyProcess start(String classPath, LoopbackApi api) throws Exception {
    return ProxyProcess.run(
            work,
            classPath,
            List.of("-Xmx256m"),
            List.of("--map", "api=" + api.url(), "--port", "0", "--log-level", "WARN"))
        .awaitStart();
  }

  private Process begin(Attack attack, String baseUrl) throws IOException {
    String count = Integer.toString(connections);
    List<String> command = new ArrayList<>(List.of("slowhttptest", "-c", count, "-r", count));
    command.addAll(List.of("-l", Long.toString(length.toSeconds()), "-u", baseUrl + attack.target));
    command.addAll(List.of(attack.arguments.split(" ")));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(work.resolve(attack + ".log").toFile())
        .start();
  }

  private static boolean print(String name, Experience experience, ProxyProcess proxy)
      throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%-14s %8.1f %8.1f %8.1f %9d %10d%n",
        name,
        experience.median(),
        experience.p99(),
        experience.longest(),
        experience.failures(),
        peakMebibytes(proxy.pid()));
    return experience.p99() < BOUND_MILLIS && experience.failures() == 0;
  }

  /** Returns the peak resident memory of a process. */
  private static long peakMebibytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IOException("no VmHWM of " + pid);
  }
}
