package io.apibuddy.bootstrap.killloop;

import ch.qos.logback.classic.Level;
import io.apibuddy.bootstrap.system.NumberedApi;
import io.apibuddy.bootstrap.system.NumberedContent;
import io.apibuddy.bootstrap.system.ProxyProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the product, loads it, kills it, checks the files it left and starts it again. Whenever it
 * is killed, it must start without help, give no wrong answer and lose nothing that was answered
 * more than a second before.
 */
public final class KillLoop {
  private static final int MIN_LOAD_MILLIS = 500;
  private static final int MAX_LOAD_MILLIS = 1700;
  private static final int MIN_START_MILLIS = 50;
  private static final int MAX_STOP_MILLIS = 250;

  /** How far the files may exceed their content: logs, buffers, space that is freed late. */
  private static final long SPACE_FACTOR = 3;

  private static final long SPACE_BESIDES = 256L << 20;

  private static final Predicate<String> ALARM = Pattern.compile(" (WARN|ERROR) ").asPredicate();

  private final Options options;
  private final Random random;
  private final Path home;
  private final RestartedProxy product;
  private final KillLoopCounts figures = new KillLoopCounts();
  private final Ledger ledger = new Ledger();

  private KillLoop(Options options, Path home, String upstream) throws Exception {
    this.options = options;
    this.random = new Random(options.seed());
    this.home = home;
    this.product =
        new RestartedProxy(home, options.classPath(), options.backend(), upstream, random);
  }

  /** Runs the loop and exits with 0 if nothing went wrong, 1 if something did, 2 on bad usage. */
  public static void main(String[] arguments) throws Exception {
    // Without it the API's answers wait for acknowledgements.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.WARN);
    }
    Path home = Files.createTempDirectory("kill-loop");
    boolean clean;
    try (NumberedApi api = new NumberedApi()) {
      clean = new KillLoop(options, home, api.url()).run();
    }
    if (clean) {
      Directories.delete(home);
    } else {
      System.out.println("the files are in " + home);
    }
    System.exit(clean ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "kill loop: %s, %d rounds, %d numbers, seed %d%n",
        options.backend(), options.rounds(), options.numbers(), options.seed());
    long begun = System.nanoTime();
    int round = 0;
    try {
      verify();
      for (; round < options.rounds(); round++) {
        round(KillMoment.of(round));
        System.out.printf("round %d %s: %s%n", round + 1, KillMoment.of(round), figures);
      }
    } catch (RestartedProxy.FailedStart e) {
      figures.failedStarts.incrementAndGet();
      System.out.println("  failed start: " + e.getMessage());
    }
    boolean bounded = figures.largestDirectory.get() <= allowedSize();
    boolean clean = figures.clean() && bounded;
    System.out.printf(
        "%s: %s, seed %d, %d rounds in %d s: %s (allowed %d MiB)%n",
        clean ? "PASSED" : "FAILED",
        options.backend(),
        options.seed(),
        round,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
        figures,
        allowedSize() >> 20);
    return clean;
  }

  private void round(KillMoment kill) throws Exception {
    switch (kill) {
      case UNDER_LOAD -> killUnderLoad(RestartedProxy.ROOMY, 0);
      case WHILE_PRUNING -> killUnderLoad(RestartedProxy.NARROW, 0);
      case DURING_STOP -> killUnderLoad(RestartedProxy.ROOMY, 1 + random.nextInt(MAX_STOP_MILLIS));
      case DURING_START -> killDuringStart();
    }
    if (kill == KillMoment.WHILE_PRUNING) {
      ledger.forget();
    } else {
      ledger.killed();
    }
    figures.largestDirectory.accumulateAndGet(Directories.size(product.data()), Math::max);
    checkFiles();
    verify();
  }

  /** Kills it {@code stopMillis} after SIGTERM, or without SIGTERM if that is 0. */
  private void killUnderLoad(RestartedProxy.Bounds bounds, int stopMillis) throws Exception {
    try (ProxyProcess process = product.start(bounds);
        Clients clients = clients()) {
      List<Future<Void>> load = clients.load();
      Thread.sleep(MIN_LOAD_MILLIS + random.nextInt(MAX_LOAD_MILLIS - MIN_LOAD_MILLIS));
      if (stopMillis > 0) {
        process.terminate();
        Thread.sleep(stopMillis);
      }
      process.kill();
      for (Future<Void> client : load) {
        client.get();
      }
    }
  }

  /** Kills it between the first milliseconds and about when it would have been ready. */
  private void killDuringStart() throws Exception {
    try (ProxyProcess process = product.launch(RestartedProxy.ROOMY)) {
      Thread.sleep(MIN_START_MILLIS + random.nextInt((int) product.lastStart().toMillis()));
      process.kill();
    }
  }

  private void checkFiles() throws Exception {
    Path copy = home.resolve("copy");
    Directories.copy(product.data(), copy);
    new StoreFilesCheck(options.backend(), figures)
        .check(copy.resolve(product.store().getFileName().toString()));
    Directories.delete(copy);
  }

  private void verify() throws Exception {
    long lostBefore = figures.lostAnswers.get();
    try (ProxyProcess process = product.start(RestartedProxy.ROOMY);
        Clients clients = clients()) {
      clients.verify();
      process.terminate();
      process.exitCode();
      if (figures.lostAnswers.get() > lostBefore) {
        process.output().lines().filter(ALARM).forEach(line -> System.out.println("  " + line));
      }
    }
    ledger.settle();
  }

  private Clients clients() {
    return new Clients(product.baseUrl(), options.numbers(), ledger, figures);
  }

  private long allowedSize() {
    long content = 0;
    for (int number = 0; number < options.numbers(); number++) {
      content += NumberedContent.size(number);
    }
    return SPACE_FACTOR * content + SPACE_BESIDES;
  }
}
