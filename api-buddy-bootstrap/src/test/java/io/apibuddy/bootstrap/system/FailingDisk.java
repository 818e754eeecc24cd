package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Makes writes or syncs of a running process fail until it is closed; needs strace. */
final class FailingDisk implements AutoCloseable {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Path calls;
  private final Process tracer;

  private FailingDisk(Path calls, Process tracer) {
    this.calls = calls;
    this.tracer = tracer;
  }

  /**
   * Begins to refuse writes to one file.
   *
   * @param error the error that the process gets, by its {@code errno} name
   * @param when which writes of a thread fail, as strace's {@code inject} counts them
   * @param calls where the refused calls are written down
   */
  static FailingDisk writes(ProxyProcess process, Path file, String error, String when, Path calls)
      throws IOException {
    return of(process, List.of("-P", file.toString()), "write,pwrite64", error, when, calls);
  }

  /** Begins to refuse to sync any file. */
  static FailingDisk syncs(ProxyProcess process, Path calls) throws IOException {
    return of(process, List.of(), "fsync,fdatasync", "EIO", "1+", calls);
  }

  private static FailingDisk of(
      ProxyProcess process,
      List<String> files,
      String refused,
      String error,
      String when,
      Path calls)
      throws IOException {
    assumeThat(Files.isExecutable(STRACE)).as("strace is there").isTrue();
    List<String> command = new ArrayList<>(List.of(STRACE.toString(), "-f", "-qq"));
    command.addAll(List.of("-o", calls.toString(), "-p", Long.toString(process.pid())));
    command.addAll(files);
    command.addAll(List.of("-e", "trace=" + refused));
    command.addAll(List.of("-e", "inject=" + refused + ":error=" + error + ":when=" + when));
    List<Path> threads;
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      threads = all.toList();
    }
    Process tracer = new ProcessBuilder(command).inheritIO().start();
    // Until then writes would succeed.
    await()
        .atMost(TIMEOUT)
        .failFast("strace has ended", () -> !tracer.isAlive())
        .until(() -> threads.stream().allMatch(thread -> isTraced(thread, tracer)));
    return new FailingDisk(calls, tracer);
  }

  /** Returns whether a thread is traced or has ended. */
  private static boolean isTraced(Path thread, Process tracer) {
    try {
      return Files.readAllLines(thread.resolve("status")).contains("TracerPid:\t" + tracer.pid());
    } catch (IOException e) {
      return !Files.exists(thread);
    }
  }

  boolean hasRefused() throws IOException {
    return Files.exists(calls) && Files.readString(calls).contains("(INJECTED)");
  }

  /** Lets the process write and sync again. */
  @Override
  public void close() {
    tracer.destroy(); // which detaches it from the process
    tracer.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
